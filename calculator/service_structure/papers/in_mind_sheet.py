"""A sheet with the structure in mind beside today's and the first on the list, by formulas.

What it shows is worked out in other sheets: fit, staffing, and the budgets of both moves.
"""

from collections.abc import Collection, Iterator, Mapping

from service_structure.papers import in_mind
from service_structure.papers.budget_sheet import LAST, MONTHS_ROW, TOTAL_ROW
from service_structure.papers.budget_sheet import money as form_of_money
from service_structure.papers.figure_lines import Line, more, row_of, staffed
from service_structure.papers.fit_sheet import FIT, PROBABILITY, RANK, rank
from service_structure.papers.sheets import Cell, Formula, Paper, Row, Sheet, column
from service_structure.papers.staffing_block import FIRST_ROW, money_unit
from service_structure.planning.budget import COINS, ESTIMATES, MONTHS_AHEAD
from service_structure.planning.transition import Transition
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.views.findings import Findings


def in_mind_sheet(structure: str, found: Findings, tabs: Mapping[str, str]) -> Sheet:
    """The sheet of the structure in mind; `tabs` are the names of the others."""
    words = found.sentences
    shown = in_mind.beside(structure, found)
    figures = [*_ranked(found, shown, tabs["fit"]), *staffed(found, shown, tabs["staffing"])]
    rows: list[Row] = [
        (Cell(in_mind.heading(structure, found), "title"),),
        (Cell(in_mind.finding(structure, found), "note"),),
        _heads(words.say("board_figures"), shown, shown, found),
        *[_row(line, structure, found) for line in figures],
    ]
    if found.preference:
        lines = _money(found, found.preference, tabs)
        head = f"{words.say('move_money')}, {money_unit(words)}"
        rows += [(), _heads(head, shown, set(shown) - {found.preference.today}, found)]
        rows += [_row(line, structure, found) for line in lines]
    columns = len(shown) + 2
    widths = (44.0, *[20.0] * (columns - 1))
    return Sheet(tabs["in_mind"], rows, widths, FIRST_ROW - 1, paper=Paper(columns, down=1))


def _heads(first: str, shown: Collection[str], filled: Collection[str], found: Findings) -> Row:
    """The heads of rows; a column that is not `filled` has no name."""
    named = [in_mind.column_name(own, found) if own in filled else None for own in shown]
    last = found.sentences.say("in_mind_difference")
    return tuple([Cell(text, "head") for text in (first, *named, last)])


def _row(line: Line, structure: str, found: Findings) -> Row:
    """A row with what the structure in mind has more than the first on the list."""
    shown = in_mind.beside(structure, found)
    cells = [Cell(line.cells.get(own), line.form) for own in shown]
    own, first = line.cells.get(structure), line.cells.get(found.best.id)
    if own and first and line.compared:
        cells.append(Cell(more(own, first, line.form), line.form))
    return (Cell(line.name), *cells)


def _ranked(found: Findings, shown: tuple[str, ...], tab: str) -> Iterator[Line]:
    """What the sheet of fits works out, and the probabilities that it has."""
    words, result = found.sentences, found.recommendation
    standings = {structure: result.standing(structure) for structure in shown}

    def cells(letter: str, values: Mapping[str, float]) -> Mapping[str, Formula]:
        return {
            own: Formula(f"'{tab}'!{letter}{row_of(own, found)}", value)
            for own, value in values.items()
        }

    fits = {own: TOTAL_POINTS * standing.fit for own, standing in standings.items()}
    places = {own: float(rank(result, own)) for own in shown}
    shares = {own: standing.probability for own, standing in standings.items()}
    yield Line(words.say("fit"), cells(FIT, fits), "one")
    yield Line(words.say("fit_rank"), cells(RANK, places), "whole", compared=False)
    yield Line(words.say("probability_head"), cells(PROBABILITY, shares), "share")


def _money(found: Findings, way: Transition, tabs: Mapping[str, str]) -> Iterator[Line]:
    """What the moves cost once, and their balance after three years, from their budgets."""
    words, first = found.sentences, found.move
    moves = [(way, tabs["budget_in_mind"])]
    if first and first.today != first.target:
        moves.insert(0, (first, tabs["budget"]))

    def cells(place: str, values: Mapping[str, int]) -> Mapping[str, Formula]:
        return {
            move.target: Formula(f"'{tab}'!{place}", values[move.target] / COINS)
            for move, tab in moves
        }

    form = form_of_money(way)
    for n, estimate in enumerate(ESTIMATES, 1):
        prices = {move.target: move.budget.price(estimate) for move, _ in moves}
        label = f"{words.say('move_once')}: {words.inside(words.say(f'move_{estimate}'))}"
        yield Line(label, cells(f"{column(n)}{TOTAL_ROW}", prices), form)
    ends = {move.target: move.budget.value() for move, _ in moves}
    end = f"{LAST}{MONTHS_ROW + MONTHS_AHEAD - 1}"
    yield Line(words.say("in_mind_balance"), cells(end, ends), form)
