"""The organisation chart on the page of the board, as large as the rest of the page leaves room.

How high the rest stands is estimated from its letters, as memo.css prints it on A4; a document of
Word is closer set, so that what fits in print fits there too.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil

from service_structure.views import board
from service_structure.views.as_text import plain
from service_structure.views.blocks import Block, Blocks, Items, Paragraph, Section, Table, Tree
from service_structure.views.findings import Findings
from service_structure.views.org_charts import BOXES, chart_of
from service_structure.views.today import proposed

PAGE, ACROSS = 1016.0, 665.0
"""What lies between the margins of A4, in pixels of CSS, as all lengths here."""

BESIDE = {"why", "risks"}
"""The sections that stand side by side, each in one of two columns."""

IN_COLUMN = 286.0
"""How wide the text of a list in such a column is."""

IN_LIST = 641.0
"""How wide it is across the page."""

LETTER, LEADING = 12.7, 16.5
LEAD_LETTER, LEAD_LEADING = 16.7, 21.7
TITLE_LETTER, TITLE_LEADING = 29.4, 32.3
HEAD_LETTER, HEAD_LEADING = 16.0, 19.2
ROW, AROUND_HEAD, GAP = 21.5, 19.0, 5.1
"""A row of a table, what stands around a heading, and what between paragraphs."""

ABOVE_TITLE = 28.0
"""From the upper margin to the title: organisation and date."""

BESIDE_TITLE = 551.0
"""How wide the title is: the code stands beside it."""

CODE = 126.0
"""How high the code stands, with its caption."""

FEWEST = 4
"""Boxes of a chart that puts many together and still says something."""


def with_chart(page: Sequence[Section], found: Findings) -> list[Section]:
    """The page of the board with the chart below the decision, in as many boxes as have room."""
    left = _room_left(page, found)
    charts = (_chart(found, most) for most in BOXES)
    fitting = (chart for chart in charts if chart and _section_height(chart) <= left)
    return [page[0], *islice(fitting, 1), *page[1:]]


def has_whole_chart(page: Sequence[Section], found: Findings) -> bool:
    """Whether the page shows what a chart of its own would: as many boxes, with all costs."""
    whole = chart_of(proposed(found), found, brief=True)[1]
    return any(whole in section.blocks for section in page)


def _chart(found: Findings, most: int) -> Section | None:
    """The chart in `most` boxes, if it says more than how many work below a head."""
    total, tree, *_ = chart_of(proposed(found), found, brief=True, most=most)
    if not isinstance(tree, Tree) or (most < BOXES[0] and len(tree.layout.boxes) < FEWEST):
        return None
    return Section("chart", found.sentences.say("board_chart"), (total, tree))


def _room_left(page: Sequence[Section], found: Findings) -> float:
    """How high what stands beside these sections of the page may be."""
    lines = _lines(board.title(found), TITLE_LETTER, BESIDE_TITLE)
    used = ABOVE_TITLE + max(lines * TITLE_LEADING, CODE)
    beside = [0.0]
    for section in page:
        if section.id in BESIDE:
            beside.append(_section_height(section, IN_COLUMN))
        else:
            used += _section_height(section)
    return PAGE - used - max(beside)


def _section_height(section: Section, across: float = IN_LIST) -> float:
    head = 0.0
    if section.heading:
        head = AROUND_HEAD + _lines(section.heading, HEAD_LETTER, across + 24) * HEAD_LEADING
    return head + _height(section.blocks, across)


def _height(blocks: Blocks, across: float = IN_LIST) -> float:
    return sum(_heights(blocks, across))


def _heights(blocks: Blocks, across: float) -> Iterator[float]:
    """How high each block stands."""
    for block in blocks:
        yield GAP + _inner_height(block, across)


def _inner_height(block: Block, across: float) -> float:
    from service_structure.planning.layout import PRINTED

    match block:
        case Paragraph(text, "lead"):
            return _lines(plain(text), LEAD_LETTER, ACROSS) * LEAD_LEADING
        case Paragraph(text):
            return _lines(plain(text), LETTER, min(across + 24, ACROSS)) * LEADING
        case Items(items):
            return sum([GAP + _lines(plain(item), LETTER, across) * LEADING for item in items])
        case Table(columns=columns, rows=rows):
            lines = max([_lines(c.head, LETTER, ACROSS / len(columns)) for c in columns])
            return ROW * (1 + len(rows)) + LEADING * (lines - 1)
        case Tree(layout=layout):
            return layout.height * min(PRINTED, ACROSS / layout.width)
        case _:
            raise TypeError(f"the page of the board has no {type(block).__name__}")


def _lines(text: str, size: float, across: float) -> int:
    """In how many lines a text stands at most: letters are measured in semibold."""
    from service_structure.planning.layout import text_width

    return ceil(text_width(text, size) / across)
