"""A sheet with the budget of the move by formulas: three years, month by month.

It does in a spreadsheet what planning/budget.py does, with amounts in units of money. Every cell of
the months is rounded once, to whole units or, in a small service, to hundredths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise

from service_structure.papers.figure_lines import row_of
from service_structure.papers.sheets import Cell, Formula, Paper, Row, Sheet, column
from service_structure.papers.staffing_block import FIRST_ROW, TOTAL, money_unit
from service_structure.planning.budget import (
    COINS,
    ESTIMATES,
    LARGE,
    MONTHS_AHEAD,
    ONE_OFF,
    RUNNING,
    agents_pay,
    month_of_post,
    running_costs,
    week_of_post,
)
from service_structure.planning.headcount import LEAST_SEEN
from service_structure.planning.move import Move
from service_structure.planning.timetable import Timetable
from service_structure.planning.transition import Transition
from service_structure.source.numbers import MONTHS, WEEKS
from service_structure.staffing.costs import Staffing
from service_structure.views.as_text import plain
from service_structure.views.findings import Findings
from service_structure.views.own_agents import own_agents_of, own_headcount, own_told
from service_structure.views.today import beside_payroll, unsure

BASIS = ("staff", "payroll", "seats", "post_month", "post_week", "replacement", "agents_pay")
"""What both ways are reckoned from: today in column B, the target in column C."""

ESTIMATED = (
    *("hiring_cost", "training_weeks", "ramp_up_weeks", "retraining_weeks", "severance_months"),
    *("double_running", "dip", "dip_months", "move_other"),
)
"""Numbers of the move, for each of ESTIMATES in a column from B on."""

MOMENTS = tuple(field.name for field in fields(Timetable))
"""When the move changes costs, in months: one column for all estimates."""

DIGITS_ROW = FIRST_ROW + len(BASIS)
ESTIMATED_ROW = DIGITS_ROW + 3
MOMENTS_ROW = ESTIMATED_ROW + len(ESTIMATED) + 2
ONE_OFF_ROW = MOMENTS_ROW + len(MOMENTS) + 2
TOTAL_ROW = ONE_OFF_ROW + len(ONE_OFF)
MONTHS_ROW = TOTAL_ROW + 4
OWN_ROW = MONTHS_ROW + MONTHS_AHEAD + 3
"""From the reader's own agents to those after the move, where they are others."""

LAST = column(2 * len(RUNNING) + len(ONE_OFF) + 2)
"""The column of the balance, month by month."""

TODAY, AFTER = "B", "C"
USUAL = column(1 + ESTIMATES.index("usual"))


def budget_sheet(
    found: Findings, move: Transition, tab: str, title: str, staffing_tab: str
) -> Sheet:
    """The sheet of a move, by the name and under the title given; formulas name numbers by ids."""
    words = found.sentences
    rows: list[Row] = [
        (Cell(title, "title"),),
        (Cell(" ".join(_notes(found, move)), "note"),),
        _heads(found, "budget_basis", "board_today", "board_after"),
        *_basis(found, move, staffing_tab),
        _digits(found, move),
        (),
        _heads(found, "budget_estimate", *[f"move_{estimate}" for estimate in ESTIMATES]),
        *_estimated(found),
        (),
        _heads(found, "budget_moments", "budget_month"),
        *_moments(found, move),
        (),
        _heads(found, "move_once", *[f"move_{estimate}" for estimate in ESTIMATES]),
        *_one_off(found, move),
        _totals(found, move),
        (),
        (Cell(words.say("budget_months"), "note"),),
        _heads(found, *_month_heads()),
        *_months(move),
        _sums(found, move),
        *_own(found, move, staffing_tab),
    ]
    columns = len(_month_heads())
    paper = Paper(columns, end=MONTHS_ROW - 3)
    return Sheet(tab, rows, (44.0, *[13.0] * (columns - 1)), paper=paper, folded=_folded(move))


def _folded(move: Transition) -> frozenset[int]:
    """Rows that say nothing to a reader: to how many decimals, and when to hire if nobody is."""
    hiring = {MOMENTS_ROW + MOMENTS.index(name) for name in ("hired_from", "hired_by")}
    is_hiring = move.after.paid_staff > move.before.paid_staff
    return frozenset({DIGITS_ROW} | (set() if is_hiring else hiring))


def _notes(found: Findings, move: Transition) -> Iterator[str]:
    """Whether the move is advised, what the sheet holds, and beside which other yearly cost."""
    words = found.sentences
    if isinstance(move, Move) and move.verdict != "move":
        yield words.say("budget_not_advised")
    if isinstance(move, Move) and move.doubt:
        yield unsure(move, found)
    yield words.say("budget_note", money=money_unit(words))
    for paragraph in beside_payroll(move, found):
        yield plain(paragraph.text)


def money(move: Transition) -> str:
    """The form of amounts: whole units, or hundredths where months are reckoned in these."""
    return "whole" if move.budget.step == COINS else "two"


def _form(name: str, move: Transition) -> str:
    """The form of a basis."""
    return "two" if name == "staff" else money(move)


def _at(name: str) -> int:
    """The row of a basis."""
    return FIRST_ROW + BASIS.index(name)


def _number(name: str) -> int:
    """The row of an estimated number."""
    return ESTIMATED_ROW + ESTIMATED.index(name)


def _heads(found: Findings, *names: str) -> Row:
    return tuple([Cell(found.sentences.figure_name(name), "head") for name in names])


def _basis(found: Findings, move: Transition, tab: str) -> Iterator[Row]:
    for name in BASIS:
        both = zip((TODAY, AFTER), _places(found, move), (move.before, move.after), strict=True)
        cells = [
            Cell(
                Formula(_basis_of(name, letter, place, tab), _basis_value(name, who, found)),
                _form(name, move),
            )
            for letter, place, who in both
        ]
        yield (Cell(found.sentences.say(f"budget_{name}")), *cells)


def _places(found: Findings, move: Transition) -> tuple[int, int]:
    """The rows of today's structure and of the target in the sheet of structures."""
    return row_of(move.today, found), row_of(move.target, found)


def _basis_of(name: str, letter: str, row: int, tab: str) -> str:
    def of(total: str) -> str:
        return f"'{tab}'!{column(TOTAL.index(total))}{row}"

    month, week = f"{letter}{_at('post_month')}", f"{letter}{_at('post_week')}"
    found = f"(hiring_cost/100*{month}+(training_weeks+ramp_up_weeks/2)*{week})"
    return {
        "staff": of("staff"),
        "payroll": f"{of('yearly_cost')}/{MONTHS}",
        "seats": f"{letter}{_at('staff')}*seat_cost",
        "post_month": f"{of('yearly_cost')}/{MONTHS}/{of('staff')}",
        "post_week": f"{of('yearly_cost')}/{WEEKS}/{of('staff')}",
        "replacement": f"{letter}{_at('staff')}*attrition/100/{MONTHS}*{found}",
        "agents_pay": f"{of('yearly_cost')}-({of('supervisors')}*supervisor_cost"
        f"+{of('managers')}*manager_cost)*paid_hours*{WEEKS}",
    }[name]


def _digits(found: Findings, move: Transition) -> Row:
    """To how many decimals amounts are rounded."""
    digits = 0 if move.budget.step == COINS else 2
    told = Formula(f"IF({TODAY}{_at('payroll')}>{LARGE},0,2)", digits)
    return (Cell(found.sentences.say("budget_digits")), Cell(told))


def _basis_value(name: str, staffing: Staffing, found: Findings) -> float:
    numbers = found.recommendation.inputs.numbers
    match name:
        case "staff":
            return staffing.paid_staff
        case "post_month":
            return month_of_post(staffing)
        case "post_week":
            return week_of_post(staffing)
        case "agents_pay":
            return agents_pay(staffing, numbers)
    return running_costs(staffing, numbers)[name]


def _estimated(found: Findings) -> Iterator[Row]:
    """The numbers of the move; one that the reader has given is the same in all estimates."""
    inputs = found.recommendation.inputs
    for name in ESTIMATED:
        about = found.guide.assumptions[name]
        usual = Cell(Formula(name, getattr(inputs.numbers, name)))
        if about.likely is None or name in inputs.given:
            cells = [usual, usual, usual]
        else:
            ends = (about.likely.low, about.likely.high)
            cells = [Cell(ends[0], "input"), usual, Cell(ends[1], "input")]
        yield (Cell(found.sentences.text(about.name)), *cells)


def _moments(found: Findings, move: Transition) -> Iterator[Row]:
    """The timetable, which stretches with the number of months if the reader changes that."""
    times = move.budget.times
    for name in MOMENTS:
        own: float = getattr(times, name)
        told = f"IF(move_months=0,{own!r},{own!r}/{times.moved!r}*move_months)"
        yield (Cell(found.sentences.say(f"budget_{name}")), Cell(Formula(told, own), "two"))


def _moment(name: str) -> str:
    return f"$B${MOMENTS_ROW + MOMENTS.index(name)}"


def _one_off(found: Findings, move: Transition) -> Iterator[Row]:
    for kind in ONE_OFF:
        cells = []
        for n, estimate in enumerate(ESTIMATES, 1):
            coins = move.budget.one_off(estimate).get(kind, 0)
            cells.append(Cell(Formula(_whole(kind, column(n)), coins / COINS), money(move)))
        yield (Cell(found.sentences.say(f"cost_{kind}")), *cells)


def _whole(kind: str, letter: str) -> str:
    """The cost of a kind, as the sum of its rounded parts."""
    parts = _parts(kind, letter)
    return f"{parts}*ROUND({_amount(kind, letter)}/{parts},$B${DIGITS_ROW})"


def _parts(kind: str, letter: str) -> str:
    """Over how many months a kind of cost is spread."""
    if kind == "other":
        return "1"
    if kind == "dip":
        return f"MAX(ROUNDUP({letter}${_number('dip_months')},0),1)"
    start, end = _during(kind)
    return f"MAX(ROUNDUP({end},0)-ROUNDDOWN({start},0),1)"


def _during(kind: str) -> tuple[str, str]:
    """From when to when a cost other than the dip is spent, in months."""
    return {
        "redundancy": (_moment("closed_from"), _moment("moved")),
        "hiring": (_moment("hired_from"), _moment("hired_by")),
        "training": ("0", _moment("decided")),
        "double_running": (_moment("pilot"), _moment("moved")),
        "other": ("0", "0"),
    }[kind]


def _amount(kind: str, letter: str) -> str:
    """What a kind of cost comes to before rounding."""

    def of(name: str) -> str:
        return f"{letter}${_number(name)}"

    def basis(name: str, way: str) -> str:
        return f"${way}${_at(name)}"

    before, after = basis("staff", TODAY), basis("staff", AFTER)
    hired = f"MAX({after}-{before},0)"
    induction = f"({of('training_weeks')}+{of('ramp_up_weeks')}/2)*{basis('post_week', AFTER)}"
    leavers = f"{before}*attrition/100*{_moment('closed_from')}/{MONTHS}"
    retrained = f"MIN({before},{after})*{of('retraining_weeks')}*{basis('post_week', AFTER)}"
    payroll, agents = basis("payroll", TODAY), basis("agents_pay", AFTER)
    twice = f"({_moment('moved')}-{_moment('pilot')})"
    rest = f"({before}-{after}-{leavers})"
    redundant = f"IF({rest}<{LEAST_SEEN!r},0,{rest})"
    return {
        "redundancy": f"{redundant}*{of('severance_months')}*{basis('post_month', TODAY)}",
        "hiring": f"{hired}*{of('hiring_cost')}/100*{basis('post_month', AFTER)}",
        "training": f"({hired}*{induction}+{retrained})",
        "double_running": f"{of('double_running')}/100*{payroll}*{twice}",
        "dip": f"{of('dip')}/100*{agents}/{MONTHS}*{of('dip_months')}",
        "other": of("move_other"),
    }[kind]


def _totals(found: Findings, move: Transition) -> Row:
    sums = []
    for n, estimate in enumerate(ESTIMATES, 1):
        cells = f"{column(n)}{ONE_OFF_ROW}:{column(n)}{TOTAL_ROW - 1}"
        sums.append(Formula(f"SUM({cells})", move.budget.price(estimate) / COINS))
    name = Cell(found.sentences.say("move_total"), "total")
    return (name, *[Cell(told, f"total {money(move)}") for told in sums])


def _month_heads() -> list[str]:
    """The messages of the columns of the months."""
    today = [f"budget_{kind}_today" for kind in RUNNING]
    spent = [f"cost_{kind}" for kind in (*RUNNING, *ONE_OFF)]
    return ["move_month", *today, *spent, "budget_saved", "move_balance"]


def _month_values(move: Transition) -> list[tuple[int, ...]]:
    """What stands in these columns but the first, in coins, month by month."""
    today, moved = move.budget.today, {line.kind: line for line in move.budget.moved["usual"]}
    spent = [moved[kind] for kind in (*RUNNING, *ONE_OFF)]
    balance = move.budget.balance()
    saved = [then - before for before, then in pairwise((0, *balance))]
    return [*[line.amounts for line in (*today, *spent)], tuple(saved), balance]


def _months(move: Transition) -> Iterator[Row]:
    values = _month_values(move)
    many, spent = len(RUNNING), len(ONE_OFF)
    before, after = column(1), column(many)
    first, last = column(many + 1), column(2 * many + spent)
    saved, balance = column(2 * many + spent + 1), column(2 * many + spent + 2)
    for month in range(MONTHS_AHEAD):
        row = MONTHS_ROW + month
        cells = [f"ROUND({TODAY}${_at(kind)},$B${DIGITS_ROW})" for kind in RUNNING]
        cells += [_running(kind, row) for kind in RUNNING]
        cells += [_spent(kind, row) for kind in ONE_OFF]
        cells.append(f"SUM({before}{row}:{after}{row})-SUM({first}{row}:{last}{row})")
        cells.append(f"{saved}{row}" + (f"+{balance}{row - 1}" if month else ""))
        worked = [amounts[month] / COINS for amounts in values]
        pairs = zip(cells, worked, strict=True)
        yield (Cell(month + 1), *[Cell(Formula(*pair), money(move)) for pair in pairs])


def _running(kind: str, row: int) -> str:
    """A cost that rises as people are hired, or falls as they move, from the month after."""
    before, after = f"{TODAY}${_at(kind)}", f"{AFTER}${_at(kind)}"
    start, end = [
        f"IF({after}>{before},{_moment(rising)},{_moment(falling)})"
        for rising, falling in (("hired_from", "closed_from"), ("hired_by", "moved"))
    ]
    done = f"MIN(MAX(($A{row}-1-{start})/({end}-{start}),0),1)"
    return f"ROUND({before}+{done}*({after}-{before}),$B${DIGITS_ROW})"


def _spent(kind: str, row: int) -> str:
    """The part of a one-off cost that falls into a month."""
    start = f"ROUNDUP({_moment('moved')},0)"
    if kind != "dip":
        start = f"ROUNDDOWN({_during(kind)[0]},0)"
    parts = _parts(kind, USUAL)
    own = f"ROUND({_amount(kind, USUAL)}/{parts},$B${DIGITS_ROW})"
    return f"IF(AND($A{row}>{start},$A{row}<={start}+{parts}),{own},0)"


def _sums(found: Findings, move: Transition) -> Row:
    sums = []
    for n, amounts in enumerate(_month_values(move)[:-1], 1):
        cells = f"{column(n)}{MONTHS_ROW}:{column(n)}{MONTHS_ROW + MONTHS_AHEAD - 1}"
        sums.append(Cell(Formula(f"SUM({cells})", sum(amounts) / COINS), f"total {money(move)}"))
    return (Cell(found.sentences.say("move_total"), "total"), *sums)


def _own(found: Findings, move: Transition, tab: str) -> Iterator[Row]:
    """The way from the reader's own agents to those after the move; see own_agents.py."""
    own = own_agents_of(move, found)
    if own is None:
        return
    have, needed, target = OWN_ROW + 1, OWN_ROW + 3, OWN_ROW + 5
    before, after = [f"'{tab}'!{column(TOTAL.index('posts'))}{row}" for row in _places(found, move)]
    pay, pay_then = [f"{letter}{_at('agents_pay')}" for letter in (TODAY, AFTER)]
    beyond = "own_row_missing" if own.missing > 0 else "own_row_beyond"
    missing = Formula(f"B{needed}-B{have}", own.missing)
    moved = Formula(f"B{target}-B{needed}", own.moved)
    rows: Sequence[tuple[str, float | Formula, str, int]] = (
        ("own_row_have", own.have, f"{pay}*B{have}/{before}", own.cost),
        (beyond, missing, f"C{needed}-C{have}", own.missing_cost),
        ("own_row_needed", Formula(f"ROUND({before},1)", own.needed), pay, own.needed_cost),
        ("own_row_move", moved, f"C{target}-C{needed}", own.moved_cost),
        ("own_row_target", Formula(f"ROUND({after},1)", own.target), pay_then, own.target_cost),
    )
    yield ()
    yield (Cell(" ".join([*own_headcount(move, found), *own_told(move, found)]), "note"),)
    yield _heads(found, "own_way", "own_agents", "own_cost")
    for message, agents, cost, coins in rows:
        counted = Cell(agents, "one" if isinstance(agents, Formula) else "input one")
        paid = Cell(Formula(f"ROUND({cost},$B${DIGITS_ROW})", coins / COINS), money(move))
        yield (Cell(found.sentences.say(message)), counted, paid)
