"""What the other sheets work out, in short: people, waits and money, on the first sheet."""

from collections.abc import Iterator, Mapping

from service_structure.papers.budget_sheet import LAST, MONTHS_ROW, TOTAL_ROW, USUAL
from service_structure.papers.budget_sheet import money as form_of_money
from service_structure.papers.figure_lines import more, staffed
from service_structure.papers.sheets import Cell, Formula, Row
from service_structure.papers.staffing_block import money_unit
from service_structure.planning.budget import COINS, MONTHS_AHEAD
from service_structure.planning.move import Move
from service_structure.views.findings import Findings
from service_structure.views.today import proposed, today_head

FIGURES = ("posts", "staff", "level", "wait", "yearly_cost")
"""Columns of the sheet of structures."""


def in_short(found: Findings, tabs: Mapping[str, str]) -> Iterator[Row]:
    """The figures of two structures and their difference, all by formulas.

    They are today's and the one that a move leads to, with the money of that move unless it proves
    nothing; where today's is not known, or is the best, the one proposed and the next candidate.
    """
    words, move = found.sentences, found.move
    if move and move.today != move.target:
        shown, heads = [move.today, move.target], [today_head(found), words.short(move.target)]
    else:
        first = proposed(found)
        others = [s.structure for s in found.candidates if s.structure != first]
        shown = [first, *others[:1]]
        heads = [*map(words.short, shown)]
    last = [words.say("board_difference")] if len(shown) > 1 else []
    named = (words.say("workbook_short"), *heads, *last)
    yield tuple([Cell(head, "head") for head in named])
    for line in staffed(found, shown, tabs["staffing"], FIGURES):
        cells = [line.cells[own] for own in shown]
        if len(cells) > 1:
            cells.append(more(cells[1], cells[0], line.form))
        yield (Cell(line.name), *[Cell(cell, line.form) for cell in cells])
    if move and move.today != move.target and not move.doubt:
        yield from _money(move, found, tabs["budget"])


def _money(move: Move, found: Findings, tab: str) -> Iterator[Row]:
    """What the move costs once and brings in three years, from its budget."""
    words, form = found.sentences, form_of_money(move)
    end = f"{LAST}{MONTHS_ROW + MONTHS_AHEAD - 1}"
    for message, place, coins in (
        ("move_once", f"{USUAL}{TOTAL_ROW}", move.budget.price("usual")),
        ("in_mind_balance", end, move.budget.value()),
    ):
        told = Formula(f"'{tab}'!{place}", coins / COINS)
        name = f"{words.say(message)}, {money_unit(words)}"
        yield (Cell(name), Cell(None), Cell(told, form))
