"""Kept scenarios side by side, as a sheet of values: each has answers of its own."""

from collections.abc import Iterator, Sequence

from service_structure.papers.sheets import Cell, Paper, Row, Sheet
from service_structure.source.records import Guide
from service_structure.views.as_text import plain
from service_structure.views.blocks import Block, Paragraph, Subheading, Table
from service_structure.views.comparison import Scenario, comparison

HEAD_WIDTH, WIDTH = 34.0, 42.0


def scenario_sheet(scenarios: Sequence[Scenario], guide: Guide, language: str, name: str) -> Sheet:
    """What comes of each scenario beside the first, and the answers in which they differ."""
    section = comparison(scenarios, guide, language, brief=True)
    note = Cell(guide.say("workbook_scenarios", language), "note")
    rows = [(Cell(section.heading, "title"),), (note,), *_rows(section.blocks)]
    widths = (HEAD_WIDTH, *[WIDTH] * len(scenarios))
    return Sheet(name, rows, widths, paper=Paper(len(widths)))


def _rows(blocks: Sequence[Block]) -> Iterator[Row]:
    for block in blocks:
        if isinstance(block, Table):
            yield ()
            yield tuple([Cell(plain(column.head), "head") for column in block.columns])
            for row in block.rows:
                yield tuple([Cell(plain(cell)) for cell in row])
        elif isinstance(block, Subheading | Paragraph):
            yield ()
            yield (Cell(plain(block.text), "note"),)
