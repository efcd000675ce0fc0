"""The rows and cells in which the workbook staffs one structure, and what formulas call them."""

from typing import NamedTuple

from service_structure.papers.sheets import column
from service_structure.papers.staffing_values import TotalValues
from service_structure.source.numbers import Numbers
from service_structure.source.records import Structure
from service_structure.staffing.pools import groups_of
from service_structure.views.sentences import Sentences

ROOM = 12
"""Groups that a structure has rows for, if it does not have more already."""

FIRST_ROW = 4
"""The first row below the heads, in both sheets."""

TEAM = (
    *("structure", "team", "number", "part", "share", "weight", "first", "passed", "contacts"),
    *("aht", "erlangs", "least", "for_level", "for_wait", "agents", "waiting", "level", "wait"),
    *("occupancy", "quota", "whole", "on_duty", "posts", "leaders", "pay"),
)
"""The columns of the sheet of teams."""

TOTAL = (
    *("structure", "groups", "faster", "aht", "backup", "apart", "together", "hub", "on_duty"),
    *("posts", "supervisors", "managers", "staff", "level", "wait", "occupancy", "transfers"),
    *("yearly_cost", "cost_per_contact", "price"),
)
"""The columns of the sheet of structures."""


def money_unit(words: Sentences) -> str:
    """What amounts of money are in: the sign of the currency, if one is chosen."""
    return words.money_unit(0)[1]


def room(count: int) -> int:
    """For how many groups there are rows where there are so many now."""
    return max(ROOM, count)


class Slot(NamedTuple):
    """A row of the sheet of teams; `number` is that of a group."""

    kind: str
    row: int
    number: int = 0


class Block:
    """The rows of one structure: its first line, its groups, all together, its hub.

    `beyond` are the rows of groups that it could have and does not, `worked` the values of all
    formulas.
    """

    def __init__(
        self,
        structure: Structure,
        numbers: Numbers,
        worked: TotalValues,
        words: Sentences,
        names: tuple[str, str],
        at: int,
        one: int | None,
        start: int,
    ) -> None:
        self.structure, self.pooling, self.one = structure, structure.pooling, one
        self.worked = worked
        self.numbers, self.words, self.at = numbers, words, at
        self.team_sheet, self.total_sheet = names
        by = self.pooling.by
        count = 1 if by == "one" else room(getattr(numbers, by))
        kinds = ["group"] * count
        if self.pooling.first_line:
            kinds.insert(0, "first_line")
        self.is_helped = self.pooling.backup != "none"
        if self.is_helped:
            kinds.append("together")
        if self.pooling.backup == "hub":
            kinds.append("hub")
        first = self.pooling.first_line
        self.slots = [
            Slot(kind, start + n, n + (not first) if kind == "group" else 0)
            for n, kind in enumerate(kinds)
        ]
        self.groups = [slot for slot in self.slots if slot.kind == "group"]
        used = groups_of(self.pooling, numbers)
        self.beyond = [slot.row for slot in self.groups if slot.number > used]
        self.queues = [slot for slot in self.slots if slot.kind in ("first_line", "group")]

    @property
    def together(self) -> Slot:
        """The row of all teams as one, to compare with."""
        return next(slot for slot in self.slots if slot.kind == "together")

    def cell(self, name: str, slot: Slot) -> str:
        """The cell of a team, from either sheet."""
        return f"'{self.team_sheet}'!{column(TEAM.index(name))}{slot.row}"

    def range(self, name: str, slots: list[Slot] | None = None) -> str:
        """The cells of neighbouring teams, by default of the groups."""
        rows = [slot.row for slot in slots or self.groups]
        letters = column(TEAM.index(name))
        return f"'{self.team_sheet}'!${letters}${min(rows)}:${letters}${max(rows)}"

    def of(self, name: str) -> str:
        """The cell of the structure, from either sheet."""
        return f"'{self.total_sheet}'!${column(TOTAL.index(name))}${self.at}"


def without_name(formula: str, sheet: str) -> str:
    """A formula of a sheet: what stands in the same sheet needs no name of it."""
    return formula.replace(f"'{sheet}'!", "")


def erlang_c(load: str, agents: str) -> str:
    """The share of calls that wait, in the functions of a spreadsheet."""
    at = f"_xlfn.POISSON.DIST({agents},{load},FALSE)"
    below = f"_xlfn.POISSON.DIST({agents}-1,{load},TRUE)"
    return f"({at}/({at}+(1-{load}/{agents})*{below}))"


def leaders(people: str, span: str) -> str:
    """How many it takes to lead so many people: always whole posts."""
    return f"ROUNDUP({people}/{span}*(1-1E-9),0)"
