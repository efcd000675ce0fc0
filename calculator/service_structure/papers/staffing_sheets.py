"""Two sheets that staff every structure by formulas: one of its teams, one of the structures.

They do in a spreadsheet what staffing/pools.py and staffing/costs.py do, step by step, so that a
changed number is followed. `POISSON.DIST` gives Erlang's C: with N agents and a load of A,

    C = p / (p + (1 - A/N)·q),  p = Poisson(N; A), q = Poisson(≤ N-1; A).

A row of the first sheet is a team that a structure may have; of those beyond the number of its
groups all figures are 0. Where callers hang up (Erlang A) agents and waits are values: no function
of a spreadsheet has them.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from service_structure.case.numbers import WEEKS
from service_structure.papers.sheets import Cell, Formula, Row, Sheet, column
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide, Pooling, Structure
from service_structure.staffing.costs import ONE_POOL
from service_structure.staffing.pools import (
    CHAIN,
    CHAIN_OUTSIDE,
    COMMON,
    FIRST_LINE,
    LEAST_EXPERTS,
    divide,
    merged,
    staffed,
)
from service_structure.views.wording import Wording

ROOM = 12
"""Groups that a structure has rows for, if it does not have more already."""

STEPS = 200
"""Numbers of agents, one after the other, that are tried for a team."""

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

TEAM_STYLES = dict.fromkeys(("least", "for_level", "for_wait", "agents", "on_duty"), "whole") | {
    **dict.fromkeys(("share", "level", "occupancy", "waiting"), "share"),
    **dict.fromkeys(("first", "passed", "contacts", "aht", "wait", "leaders"), "one"),
    **dict.fromkeys(("part", "weight", "erlangs", "quota", "posts", "pay"), "two"),
}
TOTAL_STYLES = dict.fromkeys(("on_duty", "apart", "together", "hub", "yearly_cost"), "whole") | {
    **dict.fromkeys(("faster", "backup", "level", "occupancy", "transfers", "price"), "share"),
    **dict.fromkeys(("aht", "wait", "posts", "staff"), "one"),
    "cost_per_contact": "two",
}


def staffing_sheets(
    numbers: Numbers, guide: Guide, words: Wording, names: tuple[str, str]
) -> tuple[tuple[Sheet, Sheet], Mapping[str, str]]:
    """The sheets of teams and of structures, by the names given, and the name that they use.

    Formulas name numbers of the staffing model by their ids.
    """
    team_sheet, total_sheet = names
    teams: list[Row] = [*_heads(TEAM, "team", words, words.say("sheet_teams_note"))]
    totals: list[Row] = [*_heads(TOTAL, "total", words, words.say("sheet_staffing_note"))]
    structures = list(guide.structures.values())
    poolings = [structure.pooling for structure in structures]
    one = FIRST_ROW + poolings.index(ONE_POOL) if ONE_POOL in poolings else None
    for at, structure in enumerate(structures, FIRST_ROW):
        block = _Block(structure, numbers, words, names, at, one, len(teams) + 1)
        teams += block.rows()
        totals.append(block.total())
    widths = (24.0, 22.0, *[11.0] * (len(TEAM) - 2))
    steps = column(len(TEAM) + 1)
    teams = [_with_step(row, n, words) for n, row in enumerate(teams)]
    while len(teams) < STEPS + FIRST_ROW - 1:
        teams.append(_with_step((), len(teams), words))
    place = f"'{team_sheet}'!${steps}${FIRST_ROW}:${steps}${FIRST_ROW + STEPS - 1}"
    return (
        (
            Sheet(team_sheet, teams, widths, FIRST_ROW - 1),
            Sheet(total_sheet, totals, (28.0, *[12.0] * (len(TOTAL) - 1)), FIRST_ROW - 1),
        ),
        {"steps": place},
    )


def room(count: int) -> int:
    """For how many groups there are rows where there are so many now."""
    return max(ROOM, count)


def _heads(names: tuple[str, ...], kind: str, words: Wording, note: str) -> Iterator[Row]:
    yield (Cell(words.say(f"sheet_{kind}s"), "title"),)
    yield (Cell(note, "note"),)
    yield tuple([Cell(words.say(f"sheet_{kind}_{name}"), "head") for name in names])


def _with_step(row: Row, place: int, words: Wording) -> Row:
    """A row of the sheet of teams with the step that is tried, in a column of its own."""
    filled = [*row, *[Cell(None)] * (len(TEAM) + 1 - len(row))]
    if place == FIRST_ROW - 2:
        return (*filled, Cell(words.say("sheet_steps"), "head"))
    if not 0 <= place - FIRST_ROW + 1 < STEPS:
        return row
    return (*filled, Cell(place - FIRST_ROW + 1, "note whole"))


class _Slot(NamedTuple):
    """A row of the sheet of teams; `number` is that of a group."""

    kind: str
    row: int
    number: int = 0


class _Block:
    """The rows of one structure: its first line, its groups, all together, its hub."""

    def __init__(
        self,
        structure: Structure,
        numbers: Numbers,
        words: Wording,
        names: tuple[str, str],
        at: int,
        one: int | None,
        start: int,
    ) -> None:
        self.structure, self.pooling, self.one = structure, structure.pooling, one
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
            _Slot(kind, start + n, n + (not first) if kind == "group" else 0)
            for n, kind in enumerate(kinds)
        ]
        self.groups = [slot for slot in self.slots if slot.kind == "group"]
        self.queues = [slot for slot in self.slots if slot.kind in ("first_line", "group")]
        self.values = _values(self.pooling, numbers) if numbers.patience else {}

    def rows(self) -> Iterator[Row]:
        for slot in self.slots:
            told = {name: getattr(self, f"_{name}", None) for name in TEAM}
            cells = []
            for name, build in told.items():
                value = build(slot) if build else None
                if name not in ("structure", "team"):
                    value = _as_formula(value, self.team_sheet)
                cells.append(Cell(value, TEAM_STYLES.get(name, "")))
            yield tuple(cells)

    # The columns of a team. A text is a formula, None an empty cell.

    def _structure(self, slot: _Slot) -> str:
        return self.words.text(self.structure.name)

    def _team(self, slot: _Slot) -> str:
        if slot.kind != "group":
            return self.words.say(f"sheet_{slot.kind}")
        return self.words.say(f"sheet_group_{self.pooling.by}", n=slot.number)

    def _number(self, slot: _Slot) -> float | None:
        return slot.number or None

    def _part(self, slot: _Slot) -> str | None:
        if slot.kind != "group":
            return None
        own = self.cell("number", slot)
        return f"IF({own}<={self.of('groups')},POWER({own},-unevenness),0)"

    def _share(self, slot: _Slot) -> str | None:
        if slot.kind != "group":
            return None
        return f"{self.cell('part', slot)}/SUM({self.range('part')})"

    def _weight(self, slot: _Slot) -> str | None:
        if slot.kind != "group" or not self.pooling.transfers:
            return None
        share = self.cell("share", slot)
        return f"IF({self.of('groups')}>1,{share}/(1-{share}),0)"

    def _first(self, slot: _Slot) -> str | float | None:
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

    def _passed(self, slot: _Slot) -> str | float | None:
        share = self.cell("share", slot)
        if slot.kind == "group" and self.pooling.first_line:
            return f"contacts_per_hour*(1-first_line_share/100)*{share}"
        if slot.kind == "group" and self.pooling.transfers:
            others = f"SUM({self.range('weight')})-{self.cell('weight', slot)}"
            return f"contacts_per_hour*transfer_rate/100*{share}*({others})"
        return 0 if slot.kind in ("group", "first_line") else None

    def _contacts(self, slot: _Slot) -> str | None:
        if slot.kind == "together":
            return f"SUM({self.range('contacts')})"
        if slot.kind == "hub":
            return None
        return f"{self.cell('first', slot)}+{self.cell('passed', slot)}"

    def _aht(self, slot: _Slot) -> str | None:
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

    def _erlangs(self, slot: _Slot) -> str | None:
        if slot.kind == "hub":
            return None
        return f"{self.cell('contacts', slot)}*{self.cell('aht', slot)}/3600"

    def _least(self, slot: _Slot) -> str | None:
        if slot.kind == "hub" or self.values:
            return None
        load = self.cell("erlangs", slot)
        busy = f"ROUNDUP({load}/(max_occupancy/100*(1+1E-14)),0)"
        return f"IF({load}=0,0,MAX(INT({load})+1,{busy}))"

    def _for_level(self, slot: _Slot) -> Formula | None:
        if slot.kind == "hub" or self.values:
            return None
        load, aht, least = (self.cell(name, slot) for name in ("erlangs", "aht", "least"))
        tried = f"({least}+steps)"
        late = f"{_erlang_c(load, tried)}*EXP(-({tried}-{load})*answer_within/{aht})"
        found = f"MATCH(TRUE,(1-{late})*(1+1E-14)>=service_level/100,0)"
        return Formula(f"IF({load}=0,0,{least}+{found}-1)", array=True)

    def _for_wait(self, slot: _Slot) -> Formula | None:
        if slot.kind == "hub" or self.values:
            return None
        load, aht, least = (self.cell(name, slot) for name in ("erlangs", "aht", "least"))
        tried = f"({least}+steps)"
        wait = f"{_erlang_c(load, tried)}*{aht}/({tried}-{load})"
        found = f"MATCH(TRUE,{wait}<=max_mean_wait*(1+1E-14),0)"
        none = f"OR({load}=0,max_mean_wait=0)"
        return Formula(f"IF({none},0,{least}+{found}-1)", array=True)

    def _agents(self, slot: _Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 0)
        for_level, for_wait = self.cell("for_level", slot), self.cell("for_wait", slot)
        most = f"MAX({for_level},{for_wait},minimum_crew)"
        return f"IF({self.cell('contacts', slot)}=0,0,{most})"

    def _waiting(self, slot: _Slot) -> str | None:
        if slot.kind == "hub" or self.values:
            return None
        load, agents = self.cell("erlangs", slot), self.cell("agents", slot)
        return f"IF({load}=0,0,{_erlang_c(load, agents)})"

    def _level(self, slot: _Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 1)
        load, aht, agents, c = (
            self.cell(name, slot) for name in ("erlangs", "aht", "agents", "waiting")
        )
        return f"IF({load}=0,1,1-{c}*EXP(-({agents}-{load})*answer_within/{aht}))"

    def _wait(self, slot: _Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 2)
        load, aht, agents, c = (
            self.cell(name, slot) for name in ("erlangs", "aht", "agents", "waiting")
        )
        return f"IF({load}=0,0,{c}*{aht}/({agents}-{load}))"

    def _occupancy(self, slot: _Slot) -> str | float | None:
        if slot.kind == "hub":
            return None
        if self.values:
            return self._value(slot, 3)
        load, agents = self.cell("erlangs", slot), self.cell("agents", slot)
        return f"IF({load}=0,0,{load}/{agents})"

    def _value(self, slot: _Slot, place: int) -> float:
        """One of the figures that are values; those of a team without work are 0."""
        return self.values.get((slot.kind, slot.number), (0.0, 0.0, 0.0, 0.0))[place]

    def _quota(self, slot: _Slot) -> str | None:
        if slot.kind != "group" or not self.is_helped:
            return None
        rest = f"{self.of('on_duty')}-{self.of('hub')}-minimum_crew*{self.of('groups')}"
        return f"({rest})*{self.cell('erlangs', slot)}/SUM({self.range('erlangs')})"

    def _whole(self, slot: _Slot) -> str | None:
        if slot.kind != "group" or not self.is_helped:
            return None
        return f"INT({self.cell('quota', slot)})"

    def _on_duty(self, slot: _Slot) -> str | None:
        match slot.kind:
            case "together":
                return None
            case "hub":
                return self.of("hub")
            case "group" if self.is_helped:
                return self._shared_out(slot)
        return self.cell("agents", slot)

    def _shared_out(self, slot: _Slot) -> str:
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

    def _posts(self, slot: _Slot) -> str | None:
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

    def _leaders(self, slot: _Slot) -> str | None:
        return None if slot.kind == "together" else _leaders(self.cell("posts", slot), "span")

    def _pay(self, slot: _Slot) -> str | None:
        if slot.kind == "together":
            return None
        pay = f"{self.cell('posts', slot)}*agent_cost*paid_hours"
        is_expert = self.pooling.first_line and slot.kind == "group"
        return f"{pay}*(1+expert_pay/100)" if is_expert else pay

    # The row of the structure.

    def total(self) -> Row:
        cells = [Cell(self.words.text(self.structure.name), "head")]
        for name in TOTAL[1:]:
            value = _as_formula(getattr(self, f"_of_{name}")(), self.total_sheet)
            cells.append(Cell(value, TOTAL_STYLES.get(name, "")))
        return tuple(cells)

    def _of_groups(self) -> str | float:
        by = self.pooling.by
        if by == "one":
            return 1
        if not self.pooling.first_line:
            return by
        behind = f"contacts_per_hour*(1-first_line_share/100)*aht/3600*(1-{self.of('faster')})"
        return f"MIN({by},MAX(INT({behind}/{LEAST_EXPERTS}),1))"

    def _of_faster(self) -> str:
        products, trades = 1 - self.pooling.masters_products, 1 - self.pooling.masters_trades
        return f"1-(1-product_gain/100*{products!r})*(1-trade_gain/100*{trades!r})"

    def _of_aht(self) -> str:
        own = f"aht*(1-{self.of('faster')})"
        if not self.is_helped:
            return own
        outside = f"{self._flexible}*{CHAIN_OUTSIDE if self.pooling.backup == 'chain' else 1!r}"
        return f"{own}*IF({self.of('groups')}>1,1+{outside}*backup_loss/100,1)"

    @property
    def _flexible(self) -> str:
        return "cross_trained/100" if self.pooling.backup == "chain" else "hub_share/100"

    def _of_backup(self) -> str | float:
        if not self.is_helped:
            return 0
        k, r = CHAIN if self.pooling.backup == "chain" else COMMON
        gain = f"1-EXP(-{k!r}*POWER({self._flexible},0.65)*POWER({self.of('groups')},-{r!r}))"
        if self.pooling.backup == "hub":
            gain = f"IF(hub_share>=100,1,{gain})"
        return f"IF({self.of('groups')}>1,{gain},0)"

    def _of_apart(self) -> str:
        return f"SUM({self.range('agents', self.queues)})"

    def _of_together(self) -> str | None:
        return self.cell("agents", self._together) if self.is_helped else None

    def _of_hub(self) -> str | float:
        if self.pooling.backup != "hub":
            return 0
        agents, groups = self.of("on_duty"), self.of("groups")
        part = f"({agents}*hub_share/100)"
        # Halves are rounded to the even number, as Python does.
        whole = f"IF(MOD({part},1)=0.5,2*ROUND({part}/2,0),ROUND({part},0))"
        return f"IF({groups}>1,MIN({whole},{agents}-minimum_crew*{groups}),0)"

    def _of_on_duty(self) -> str:
        if not self.is_helped:
            return self.of("apart")
        share = self.of("backup")
        mixed = f"{self.of('together')}*{share}+{self.of('apart')}*(1-{share})"
        agents = f"MAX(ROUNDUP(({mixed})*(1-1E-12),0),minimum_crew*{self.of('groups')})"
        return f"IF({self.of('groups')}>1,{agents},{self.of('apart')})"

    def _of_posts(self) -> str:
        return f"SUM({self.range('posts', self.slots)})"

    def _of_supervisors(self) -> str:
        own = f"SUM({self.range('leaders', self.slots)})"
        if self.pooling.dual_reporting:
            return f"{own}+{_leaders(self.of('posts'), 'project_span')}"
        return own

    def _of_managers(self) -> str:
        supervisors = self.of("supervisors")
        return f"IF({supervisors}>1,{_leaders(supervisors, 'manager_span')},0)"

    def _of_staff(self) -> str:
        return f"{self.of('posts')}+{self.of('supervisors')}+{self.of('managers')}"

    def _of_level(self) -> str:
        first, level = (self.range(name, self.queues) for name in ("first", "level"))
        return self._mixed(f"SUMPRODUCT({first},{level})/SUM({first})", "level")

    def _of_wait(self) -> str:
        first, contacts, wait = (
            self.range(name, self.queues) for name in ("first", "contacts", "wait")
        )
        return self._mixed(f"SUMPRODUCT({contacts},{wait})/SUM({first})", "wait")

    def _of_occupancy(self) -> str:
        agents, busy = (self.range(name, self.queues) for name in ("agents", "occupancy"))
        return self._mixed(f"SUMPRODUCT({agents},{busy})/SUM({agents})", "occupancy")

    def _mixed(self, apart: str, name: str) -> str:
        if not self.is_helped:
            return apart
        share = self.of("backup")
        return f"({apart})*(1-{share})+{self.cell(name, self._together)}*{share}"

    def _of_transfers(self) -> str:
        first, contacts = (self.range(name, self.queues) for name in ("first", "contacts"))
        return f"MAX((SUM({contacts})-SUM({first}))/SUM({first}),0)"

    def _of_yearly_cost(self) -> str:
        leaders = f"{self.of('supervisors')}*supervisor_cost+{self.of('managers')}*manager_cost"
        return f"(SUM({self.range('pay', self.slots)})+({leaders})*paid_hours)*{WEEKS}"

    def _of_cost_per_contact(self) -> str:
        contacts = "contacts_per_hour*average_load/100*hours_per_week"
        return f"{self.of('yearly_cost')}/{WEEKS}/({contacts})"

    def _of_price(self) -> str | None:
        if self.one is None:
            return None
        return f"{self.of('yearly_cost')}/{column(TOTAL.index('yearly_cost'))}${self.one}-1"

    # Places.

    @property
    def _together(self) -> _Slot:
        return next(slot for slot in self.slots if slot.kind == "together")

    def cell(self, name: str, slot: _Slot) -> str:
        """The cell of a team, from either sheet."""
        return f"'{self.team_sheet}'!{column(TEAM.index(name))}{slot.row}"

    def range(self, name: str, slots: list[_Slot] | None = None) -> str:
        """The cells of neighbouring teams, by default of the groups."""
        rows = [slot.row for slot in slots or self.groups]
        letters = column(TEAM.index(name))
        return f"'{self.team_sheet}'!${letters}${min(rows)}:${letters}${max(rows)}"

    def of(self, name: str) -> str:
        """The cell of the structure, from either sheet."""
        return f"'{self.total_sheet}'!${column(TOTAL.index(name))}${self.at}"


def _as_formula(value: str | float | Formula | None, sheet: str) -> Formula | float | None:
    """A text as the formula that it is; what stands in the same sheet needs no name of it."""
    if isinstance(value, str):
        value = Formula(value)
    if isinstance(value, Formula):
        return Formula(value.text.replace(f"'{sheet}'!", ""), value.array)
    return value


def _erlang_c(load: str, agents: str) -> str:
    """The share of calls that wait, in the functions of a spreadsheet."""
    at = f"_xlfn.POISSON.DIST({agents},{load},FALSE)"
    below = f"_xlfn.POISSON.DIST({agents}-1,{load},TRUE)"
    return f"({at}/({at}+(1-{load}/{agents})*{below}))"


def _leaders(people: str, span: str) -> str:
    return f"ROUNDUP({people}/{span}*(1-1E-9),0)"


def _values(
    pooling: Pooling, numbers: Numbers
) -> Mapping[tuple[str, int], tuple[float, float, float, float]]:
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
