"""The columns of the sheet of teams: what reaches a team, its agents, waits and pay."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from service_structure.papers.sheets import Cell, Formula, Row
from service_structure.papers.staffing_block import (
    TEAM,
    Block,
    Slot,
    erlang_c,
    leaders,
    without_name,
)
from service_structure.papers.staffing_values import NEARLY
from service_structure.planning.budget import LARGE
from service_structure.source.numbers import MONTHS, Numbers
from service_structure.source.records import Pooling
from service_structure.staffing.pools import FIRST_LINE, divide, merged, staffed

TEAM_STYLES = dict.fromkeys(("least", "for_level", "for_wait", "agents", "on_duty"), "whole") | {
    **dict.fromkeys(("share", "level", "occupancy", "waiting"), "share"),
    **dict.fromkeys(("first", "passed", "contacts", "aht", "wait", "leaders"), "one"),
    **dict.fromkeys(("part", "weight", "erlangs", "quota", "posts"), "two"),
}

ARRAYS = frozenset({"for_level", "for_wait"})
"""Columns whose formulas try a range of values at once."""

type Values = Mapping[tuple[str, int], tuple[float, float, float, float]]
"""Agents, service level, wait and occupancy by kind and number of a team."""


class Teams(Block):
    """The rows of the teams that a structure may have."""

    def rows(self) -> Iterator[Row]:
        """A row for each team; pay is in whole units where the budget of a move is."""
        is_large = self.worked.teams.total.yearly_cost > LARGE * MONTHS
        styles = {**TEAM_STYLES, "pay": "whole" if is_large else "two"}
        for slot in self.slots:
            told = {name: getattr(self, f"_{name}", None) for name in TEAM}
            cells = []
            for name, build in told.items():
                value = build(slot) if build else None
                if isinstance(value, str) and name not in ("structure", "team"):
                    text = without_name(value, self.team_sheet)
                    worked = self.worked.teams.of(name, (slot.kind, slot.number))
                    value = Formula(text, worked, name in ARRAYS)
                cells.append(Cell(value, styles.get(name, "")))
            yield tuple(cells)

    # The columns of a team. A text is a formula, None an empty cell.

    def _structure(self, slot: Slot) -> str:
        return self.words.short(self.structure.id)

    def _team(self, slot: Slot) -> str:
        if slot.kind != "group":
            return self.words.say(f"sheet_{slot.kind}")
        if self.pooling.first_line:  # they may share products, by a formula
            return self.words.say("org_experts_of", n=slot.number)
        given = self.words.recommendation.profile.names.get(self.pooling.by, ())
        if slot.number <= len(given):
            return given[slot.number - 1]
        return self.words.say(f"sheet_group_{self.pooling.by}", n=slot.number)

    def _number(self, slot: Slot) -> float | None:
        return slot.number or None

    def _part(self, slot: Slot) -> str | None:
        if slot.kind != "group":
            return None
        own = self.cell("number", slot)
        return f"IF({own}<={self.of('groups')},POWER({own},-unevenness),0)"

    def _share(self, slot: Slot) -> str | None:
        if slot.kind != "group":
            return None
        return f"{self.cell('part', slot)}/SUM({self.range('part')})"

    def _weight(self, slot: Slot) -> str | None:
        if slot.kind != "group" or not self.pooling.transfers:
            return None
        share = self.cell("share", slot)
        return f"IF({self.of('groups')}>1,{share}/(1-{share}),0)"

    def _first(self, slot: Slot) -> str | float | None:
        match slot.kind:
            case "first_line":
                return "contacts_per_hour"
            case "group" if self.pooling.first_line:
                return 0
            case "group":
                return f"contacts_per_hour*{self.cell('share', slot)}"
            case "together":
                return f"SUM({self.range('first')})"
        return None

    def _passed(self, slot: Slot) -> str | float | None:
        share = self.cell("share", slot)
        if slot.kind == "group" and self.pooling.first_line:
            return f"contacts_per_hour*(1-first_line_share/100)*{share}"
        if slot.kind == "group" and self.pooling.transfers:
            others = f"SUM({self.range('weight')})-{self.cell('weight', slot)}"
            return f"contacts_per_hour*transfer_rate/100*{share}*({others})"
        return 0 if slot.kind in ("group", "first_line") else None

    def _contacts(self, slot: Slot) -> str | None:
        if slot.kind == "together":
            return f"SUM({self.range('contacts')})"
        if slot.kind == "hub":
            return None
        return f"{self.cell('first', slot)}+{self.cell('passed', slot)}"

    def _aht(self, slot: Slot) -> str | None:
        own, contacts = self.of("aht"), self.cell("contacts", slot)
        match slot.kind:
            case "first_line":
                solved = "first_line_share/100"
                return f"{solved}*aht*(1-{self.of('faster')})+(1-{solved})*transfer_time"
            case "group" if self.pooling.transfers:
                mixed = (
                    f"({self.cell('first', slot)}*{own}+{self.cell('passed', slot)}*transfer_time)"
                )
                return f"IF({contacts}=0,0,{mixed}/{contacts})"
            case "group":
                return own
            case "together":
                return f"3600*SUM({self.range('erlangs')})/{contacts}"
        return None

    def _erlangs(self, slot: Slot) -> str | None:
        if slot.kind == "hub":
            return None
        return f"{self.cell('contacts', slot)}*{self.cell('aht', slot)}/3600"

    def _least(self, slot: Slot) -> str | None:
        if slot.kind == "hub" or self.values:
            return None
        load = self.cell("erlangs", slot)
        busy = f"ROUNDUP({load}/(max_occupancy/100*(1+1E-14)),0)"
        return f"IF({load}=0,0,MAX(INT({load})+1,{busy}))"

    def _for_level(self, slot: Slot) -> str | None:
        if slot.kind == "hub" or self.values:
            return None
        load, aht, least = (self.cell(name, slot) for name in ("erlangs", "aht", "least"))
        tried = f"({least}+steps)"
        late = f"{erlang_c(load, tried)}*EXP(-({tried}-{load})*answer_within/{aht})"
        found = f"MATCH(TRUE,(1-{late})*(1+1E-14)>=service_level/100,0)"
        return f"IF({load}=0,0,{least}+{found}-1)"

    def _for_wait(self, slot: Slot) -> str | None:
        if slot.kind == "hub" or self.values:
            return None
        load, aht, least = (self.cell(name, slot) for name in ("erlangs", "aht", "least"))
        tried = f"({least}+steps)"
        wait = f"{erlang_c(load, tried)}*{aht}/({tried}-{load})"
        found = f"MATCH(TRUE,{wait}<=max_mean_wait*(1+1E-14),0)"
        none = f"OR({load}=0,max_mean_wait=0)"
        return f"IF({none},0,{least}+{found}-1)"

    def _agents(self, slot: Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 0)
        for_level, for_wait = self.cell("for_level", slot), self.cell("for_wait", slot)
        most = f"MAX({for_level},{for_wait},minimum_crew)"
        return f"IF({self.cell('contacts', slot)}=0,0,{most})"

    def _waiting(self, slot: Slot) -> str | None:
        if slot.kind == "hub" or self.values:
            return None
        load, agents = self.cell("erlangs", slot), self.cell("agents", slot)
        return f"IF({load}=0,0,{erlang_c(load, agents)})"

    def _level(self, slot: Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 1)
        load, aht, agents, c = (
            self.cell(name, slot) for name in ("erlangs", "aht", "agents", "waiting")
        )
        return f"IF({load}=0,1,1-{c}*EXP(-({agents}-{load})*answer_within/{aht}))"

    def _wait(self, slot: Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 2)
        load, aht, agents, c = (
            self.cell(name, slot) for name in ("erlangs", "aht", "agents", "waiting")
        )
        return f"IF({load}=0,0,{c}*{aht}/({agents}-{load}))"

    def _occupancy(self, slot: Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 3)
        load, agents = self.cell("erlangs", slot), self.cell("agents", slot)
        return f"IF({load}=0,0,{load}/{agents})"

    @cached_property
    def values(self) -> Values:
        """What is entered as values: of every team where callers hang up, otherwise nothing."""
        return _values(self.pooling, self.numbers) if self.numbers.patience else {}

    def _value(self, slot: Slot, place: int) -> float:
        """One of the figures that are values; those of a team without work are 0."""
        return self.values.get((slot.kind, slot.number), (0.0, 0.0, 0.0, 0.0))[place]

    def _quota(self, slot: Slot) -> str | None:
        if slot.kind != "group" or not self.is_helped:
            return None
        rest = f"{self.of('on_duty')}-{self.of('hub')}-minimum_crew*{self.of('groups')}"
        return f"({rest})*{self.cell('erlangs', slot)}/SUM({self.range('erlangs')})"

    def _whole(self, slot: Slot) -> str | None:
        if slot.kind != "group" or not self.is_helped:
            return None
        return f"INT({self.cell('quota', slot)}+{NEARLY!r})"

    def _on_duty(self, slot: Slot) -> str | None:
        match slot.kind:
            case "together":
                return None
            case "hub":
                return self.of("hub")
            case "group" if self.is_helped:
                return self._shared_out(slot)
        return self.cell("agents", slot)

    def _shared_out(self, slot: Slot) -> str:
        """The agents of a group that others help: by largest remainders, beyond the least crew."""
        quota, whole, number = (self.range(name) for name in ("quota", "whole", "number"))
        own = f"({self.cell('quota', slot)}-{self.cell('whole', slot)})"
        ahead = f"SUMPRODUCT(--(({quota}-{whole})>{own}))"
        level = f"SUMPRODUCT(--(({quota}-{whole})={own}),--({number}<{slot.number}))"
        left = f"SUM({quota})-SUM({whole})"
        extra = f"IF({ahead}+{level}<ROUND({left},0),1,0)"
        helped = f"minimum_crew+{self.cell('whole', slot)}+{extra}"
        alone = self.cell("agents", slot)
        inactive = f"{self.cell('contacts', slot)}=0"
        return f"IF({inactive},0,IF({self.of('groups')}>1,{helped},{alone}))"

    def _posts(self, slot: Slot) -> str | None:
        if slot.kind == "together":
            return None
        agents = self.cell("on_duty", slot)
        available = "(1-shrinkage/100)"
        if self.pooling.dual_reporting:
            available += "*(1-coordination_time/100)"
        if self.pooling.repeats_trades:
            available += "/(1+trade_repetition/100)"
        hours = f"MAX({agents}*average_load/100,minimum_crew)*hours_per_week/paid_hours"
        return f"IF({agents}=0,0,MAX({hours},{agents})/({available}))"

    def _leaders(self, slot: Slot) -> str | None:
        return None if slot.kind == "together" else leaders(self.cell("posts", slot), "span")

    def _pay(self, slot: Slot) -> str | None:
        if slot.kind == "together":
            return None
        pay = f"{self.cell('posts', slot)}*agent_cost*paid_hours"
        is_expert = self.pooling.first_line and slot.kind == "group"
        return f"{pay}*(1+expert_pay/100)" if is_expert else pay


def _values(pooling: Pooling, numbers: Numbers) -> Values:
    """Agents, service level, wait and occupancy of every team where callers hang up."""
    works = divide(pooling, numbers)
    pools = {
        ("first_line", 0) if work.group == FIRST_LINE else ("group", work.number): work
        for work in works
    }
    pools["together", 0] = merged(works)
    found = {}
    for place, work in pools.items():
        pool = staffed(work, numbers)
        queue = pool.queue
        level = queue.service_level(numbers.answer_within)
        found[place] = (float(pool.agents), level, queue.mean_wait, queue.occupancy)
    return found
