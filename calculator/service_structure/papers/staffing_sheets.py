"""Two sheets that staff every structure by formulas: one of its teams, one of the structures.

They do in a spreadsheet what staffing/pools.py and staffing/costs.py do, step by step, so that a
changed number is followed. `POISSON.DIST` gives Erlang's C: with N agents and a load of A,

    C = p / (p + (1 - A/N)·q),  p = Poisson(N; A), q = Poisson(≤ N-1; A).

A row of the first sheet is a team that a structure may have; of those beyond the number of its
groups all figures are 0. Where callers hang up (Erlang A) agents and waits are values: no function
of a spreadsheet has them.
"""

from collections.abc import Iterator, Mapping

from service_structure.papers.sheets import Cell, Paper, Row, Sheet, column
from service_structure.papers.staffing_block import FIRST_ROW, TEAM, TOTAL, money_unit
from service_structure.papers.staffing_values import TotalValues
from service_structure.papers.team_columns import Teams
from service_structure.papers.total_columns import Totals
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import ONE_POOL, staff_for
from service_structure.views.sentences import Sentences

MONEY = frozenset({"pay", "yearly_cost", "cost_per_contact"})
"""Columns with amounts of money."""

STEPS = 200
"""Numbers of agents, one after the other, that are tried for a team."""


def staffing_sheets(
    numbers: Numbers, guide: Guide, words: Sentences, names: tuple[str, str]
) -> tuple[tuple[Sheet, Sheet], Mapping[str, str]]:
    """The sheets of teams and of structures, by the names given, and the name that they use.

    Formulas name numbers of the staffing model by their ids.
    """
    team_sheet, total_sheet = names
    note = f"{words.say('sheet_staffing_note')} {words.say('org_not_counted')}"
    teams: list[Row] = [*_heads(TEAM, "team", words, words.say("sheet_teams_note"))]
    totals: list[Row] = [*_heads(TOTAL, "total", words, note)]
    structures = list(guide.structures.values())
    poolings = [structure.pooling for structure in structures]
    one = FIRST_ROW + poolings.index(ONE_POOL) if ONE_POOL in poolings else None
    folded: list[int] = []
    staffings = staff_for(numbers, guide)
    for at, structure in enumerate(structures, FIRST_ROW):
        worked = TotalValues(structure, numbers, staffings[structure.id])
        about = (structure, numbers, worked, words, names, at, one, len(teams) + 1)
        totals.append(Totals(*about).total())
        own = Teams(*about)
        teams += own.rows()
        folded += own.beyond
    widths = (24.0, 22.0, *[11.0] * (len(TEAM) - 2))
    steps = column(len(TEAM) + 1)
    teams = [_with_step(row, n, words) for n, row in enumerate(teams)]
    while len(teams) < STEPS + FIRST_ROW - 1:
        teams.append(_with_step((), len(teams), words))
    place = f"'{team_sheet}'!${steps}${FIRST_ROW}:${steps}${FIRST_ROW + STEPS - 1}"
    return (
        (
            Sheet(
                team_sheet,
                teams,
                widths,
                FIRST_ROW - 1,
                paper=Paper(len(TEAM), 2, 0, 2),
                folded=frozenset(folded),
            ),
            Sheet(
                total_sheet,
                totals,
                (28.0, *[12.0] * (len(TOTAL) - 1)),
                FIRST_ROW - 1,
                paper=Paper(len(TOTAL), 2),
            ),
        ),
        {"steps": place},
    )


def _heads(names: tuple[str, ...], kind: str, words: Sentences, note: str) -> Iterator[Row]:
    yield (Cell(words.say(f"sheet_{kind}s"), "title"),)
    yield (Cell(note, "note"),)
    heads = {name: words.say(f"sheet_{kind}_{name}") for name in names}
    for name in MONEY & heads.keys():
        heads[name] += f", {money_unit(words)}"
    yield tuple([Cell(head, "head") for head in heads.values()])


def _with_step(row: Row, place: int, words: Sentences) -> Row:
    """A row of the sheet of teams with the step that is tried, in a column of its own."""
    filled = [*row, *[Cell(None)] * (len(TEAM) + 1 - len(row))]
    if place == FIRST_ROW - 2:
        return (*filled, Cell(words.say("sheet_steps"), "head"))
    if not 0 <= place - FIRST_ROW + 1 < STEPS:
        return row
    return (*filled, Cell(place - FIRST_ROW + 1, "note whole"))
