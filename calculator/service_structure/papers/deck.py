"""The slides for a board: verdict, reasons, people and money, chart, plan, risks and what else."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from service_structure.papers.slides import Grid, Line, Slide, Thing
from service_structure.views import board, plan, sections
from service_structure.views.as_text import plain
from service_structure.views.blocks import (
    Arguments,
    Chart,
    Details,
    Entries,
    Items,
    Link,
    Paragraph,
    Ranking,
    Section,
    Sides,
    Slot,
    Subheading,
    Table,
    Terms,
    Timeline,
    Title,
)
from service_structure.views.findings import Findings


def slides(found: Findings) -> Sequence[Slide]:
    """The slides of a result; the title of each is what it finds."""
    words = found.sentences
    return [
        Slide(board.title(found), [*_things(board.decision(found)), *_first(found)]),
        *_of(words.why, board.reasons(found)),
        *_of(words.price(found.staffings[found.best.id]), board.people_and_money(found)),
        *_of(words.say("board_compare"), sections.staffing_in_brief(found)),
        *_of(words.say("first_steps"), plan.next_steps(found)),
        *_of(words.say("board_risks"), board.risks(found), board.alternative(found)),
    ]


def _of(title: str, *told: Section | None) -> Iterator[Slide]:
    """A slide of sections; none where they have nothing to say."""
    built = [section for section in told if section]
    if not built:
        return
    things: list[Thing] = []
    for n, section in enumerate(built):
        if n:
            things.append(Line("", bold=section.heading))
        things += _things(section)
    yield Slide(title, things)


def _first(found: Findings) -> Iterator[Line]:
    """What stands on the first slide beside the decision."""
    yield Line(found.sentences.text(found.best.summary))
    yield Line(found.sentences.settled)


def _things(section: Section) -> Iterator[Thing]:
    for block in section.blocks:
        yield from MARKUP[type(block)](block)


def _items(block: Items) -> Iterator[Line]:
    for n, item in enumerate(block.items, 1):
        yield Line(plain(item), mark=f"{n}." if block.ordered else "•")


def _entries(block: Entries) -> Iterator[Line]:
    for entry in block.entries:
        title = entry.title.text if isinstance(entry.title, Link) else entry.title
        yield Line(entry.text, bold=f"{title}.", mark="•")


def _sides(block: Sides) -> Iterator[Line]:
    for side in block.sides:
        entries = ", ".join([f"{name} {figure}" for name, figure in side.entries])
        yield Line(entries or side.nothing, bold=f"{side.head}:")


def _table(block: Table) -> Iterator[Grid]:
    rows = [*block.rows, block.foot] if block.foot else block.rows
    yield Grid(
        [column.head for column in block.columns],
        [[plain(cell) for cell in row] for row in rows],
        [column.figures for column in block.columns],
    )


def _timeline(block: Timeline) -> Iterator[Line]:
    for phase in block.phases:
        yield Line("", bold=phase.name)
        for bar in phase.bars:
            yield Line(bar.time, bold=bar.name, mark="•")


def _details(block: Details) -> Iterator[Thing]:
    yield Line("", bold=block.summary)
    for inner in block.blocks:
        yield from MARKUP[type(inner)](inner)


MARKUP: dict[type, Callable[[Any], Iterator[Thing]]] = {
    Paragraph: lambda block: iter([Line(plain(block.text))]),
    Subheading: lambda block: iter([Line("", bold=block.text)]),
    Title: lambda block: iter([Line("", bold=block.name.text)]),
    Items: _items,
    Entries: _entries,
    Terms: lambda block: iter([Line(text, bold=f"{term}:") for term, text in block.pairs]),
    Ranking: lambda block: iter(
        [Line(place.figure, bold=place.name.text, mark="•") for place in block.places]
    ),
    Sides: _sides,
    Table: _table,
    Details: _details,
    Timeline: _timeline,
    Arguments: lambda block: iter(()),
    Chart: lambda block: iter(()),
    Slot: lambda block: iter(()),
}
"""How each kind of block looks on a slide."""
