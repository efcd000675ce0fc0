"""What a move costs and saves, month by month over three years.

Today's way costs the same every month: the payroll, seats, and the replacement of those who leave.
A move changes these as its plan does (see timetable.py): a cost that rises does so evenly while
people are hired, one that falls does so evenly while posts are closed, or where none are, from the
decision to go on after the pilot until the last group has moved; each from the month after. It adds
one-off costs: training before that decision, hiring while people are hired, redundancies while
posts are closed, double running from the pilot on, and the dip in the months after all.

Posts are compared in all, as people may change from one kind to another. Of fewer posts than today
first those are closed whose holders have left by then, and only the rest is made
redundant, if it is a twentieth of a post at least. Until then leavers are replaced, at the usual
price.

Amounts are in coins. Every cell of a table is rounded once, to whole units of money or, in a small
service, to whole coins, and every total is a sum of cells: so all views and files add up exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from math import ceil, floor

from service_structure.case.numbers import Inputs
from service_structure.planning.headcount import leavers, redundancies
from service_structure.planning.timetable import Timetable
from service_structure.source.frozen import FrozenDict
from service_structure.source.numbers import MONTHS, WEEKS, Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffing

COINS = 100
"""Of a unit of money."""

LARGE = 1_000
"""Units of money; a payroll of more a month is reckoned in whole units."""

MONTHS_AHEAD = 36
HORIZONS = (12, 24, 36)
"""The months after which a move may have to pay back."""

ESTIMATES = ("low", "usual", "high")
"""How dear the move itself is. Numbers that the reader has given are the same in all."""

RUNNING = ("payroll", "seats", "replacement")
ONE_OFF = ("redundancy", "hiring", "training", "double_running", "dip", "other")


@dataclass(frozen=True)
class Line:
    """The amounts of one kind of cost, in coins, month by month."""

    kind: str
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The sum over all months."""
        return sum(self.amounts)


@dataclass(frozen=True)
class Budget:
    """Three years as today and with the move, in coins.

    `today` has the lines of RUNNING, `moved` for each of ESTIMATES these and the lines of ONE_OFF.
    All amounts are multiples of `step`, which is 1 or COINS. `times` is when the move changes them.
    """

    today: tuple[Line, ...]
    moved: Mapping[str, tuple[Line, ...]]
    step: int
    times: Timetable

    @cached_property
    def savings(self) -> tuple[int, ...]:
        """What a month costs less than today before one-off costs; the same in all estimates."""
        after = [line for line in self.moved["usual"] if line.kind in RUNNING]
        pairs = zip(_by_month(self.today), _by_month(after), strict=True)
        return tuple([now - then for now, then in pairs])

    def one_off(self, estimate: str = "usual") -> Mapping[str, int]:
        """What the move costs once, by kind; kinds that cost nothing are left out."""
        lines = [line for line in self.moved[estimate] if line.kind in ONE_OFF]
        return {line.kind: line.total for line in lines if line.total}

    def price(self, estimate: str = "usual") -> int:
        """What the move costs once, in all."""
        return sum(self.one_off(estimate).values())

    def balance(self, estimate: str = "usual") -> tuple[int, ...]:
        """By the end of each month, what the move has saved in all, less what it has cost."""
        pairs = zip(_by_month(self.today), _by_month(self.moved[estimate]), strict=True)
        return tuple(accumulate([now - then for now, then in pairs]))

    def value(self, estimate: str = "usual", months: int = MONTHS_AHEAD) -> int:
        """The balance after so many months."""
        return self.balance(estimate)[months - 1]

    def payback(self, estimate: str = "usual") -> int | None:
        """The month from which the balance is never again below zero; None if there is none."""
        behind = [month for month, sum_ in enumerate(self.balance(estimate), 1) if sum_ < 0]
        month = behind[-1] + 1 if behind else 1
        return month if month <= MONTHS_AHEAD else None

    def break_even(self, months: int) -> int:
        """What the move may cost once at most to have paid back after so many months."""
        return sum(self.savings[:months])


def budget(
    today: Staffing, target: Staffing, times: Timetable, inputs: Inputs, guide: Guide
) -> Budget:
    """The budget of a move from one staffing to another; nothing is spent if they are the same."""
    numbers = inputs.numbers
    before, after = running_costs(today, numbers), running_costs(target, numbers)
    step = COINS if before["payroll"] > LARGE else 1
    running = tuple(
        [Line(kind, _in_steps(before[kind], after[kind], times, step)) for kind in RUNNING]
    )
    moved = {}
    for estimate in ESTIMATES:
        spent = _one_off(today, target, times, _at(estimate, inputs, guide), step)
        once = () if today == target else spent
        moved[estimate] = (*running, *once)
    same = [Line(kind, (coins_of(before[kind], step),) * MONTHS_AHEAD) for kind in RUNNING]
    return Budget(tuple(same), FrozenDict(moved), step, times)


def _at(estimate: str, inputs: Inputs, guide: Guide) -> Numbers:
    """The numbers in force, with those that are not given at one end of what is likely."""
    if estimate == "usual":
        return inputs.numbers
    ends = {
        number.id: getattr(number.likely, estimate)
        for number in guide.assumptions.values()
        if number.likely and number.group and number.id not in inputs.given
    }
    return replace(inputs.numbers, **ends)


def running_costs(staffing: Staffing, numbers: Numbers) -> Mapping[str, float]:
    """What a month costs, by kind."""
    leavers = staffing.paid_staff * numbers.attrition / 100 / MONTHS
    return {
        "payroll": staffing.yearly_cost / MONTHS,
        "seats": staffing.paid_staff * numbers.seat_cost,
        "replacement": leavers * (_hiring(staffing, numbers) + _induction(staffing, numbers)),
    }


def _one_off(
    today: Staffing, target: Staffing, times: Timetable, numbers: Numbers, step: int
) -> tuple[Line, ...]:
    more = target.paid_staff - today.paid_staff
    left = leavers(today.paid_staff, numbers.attrition, times)
    redundant, hired = redundancies(-more, left), max(more, 0.0)
    stay = min(today.paid_staff, target.paid_staff)
    retraining = stay * numbers.retraining_weeks * week_of_post(target)
    agents = agents_pay(target, numbers) / MONTHS
    twice = numbers.double_running / 100 * today.yearly_cost / MONTHS
    over = ceil(times.moved)
    spent = {
        "redundancy": (
            redundant * numbers.severance_months * month_of_post(today),
            (times.closed_from, times.moved),
        ),
        "hiring": (hired * _hiring(target, numbers), (times.hired_from, times.hired_by)),
        "training": (hired * _induction(target, numbers) + retraining, (0, times.decided)),
        "double_running": (twice * (times.moved - times.pilot), (times.pilot, times.moved)),
        "dip": (numbers.dip / 100 * agents * numbers.dip_months, (over, over + numbers.dip_months)),
        "other": (numbers.move_other, (0, 0)),
    }
    return tuple(
        [Line(kind, _spread(amount, *when, step)) for kind, (amount, when) in spent.items()]
    )


def agents_pay(staffing: Staffing, numbers: Numbers) -> float:
    """What the agents cost a year, without those who lead them."""
    return staffing.yearly_cost - leaders_pay(staffing, numbers)


def leaders_pay(staffing: Staffing, numbers: Numbers) -> float:
    """What supervisors and managers cost a year."""
    hour = staffing.supervisors * numbers.supervisor_cost + staffing.managers * numbers.manager_cost
    return hour * numbers.paid_hours * WEEKS


def _hiring(staffing: Staffing, numbers: Numbers) -> float:
    """What it costs to find one person."""
    return numbers.hiring_cost / 100 * month_of_post(staffing)


def _induction(staffing: Staffing, numbers: Numbers) -> float:
    """What a new person is paid before doing as much as the others."""
    return (numbers.training_weeks + numbers.ramp_up_weeks / 2) * week_of_post(staffing)


def month_of_post(staffing: Staffing) -> float:
    """What a post costs in a month, on average."""
    return staffing.yearly_cost / MONTHS / staffing.paid_staff


def week_of_post(staffing: Staffing) -> float:
    """What a post costs in a week, on average."""
    return staffing.yearly_cost / WEEKS / staffing.paid_staff


def _in_steps(before: float, after: float, times: Timetable, step: int) -> tuple[int, ...]:
    """A monthly cost that changes evenly: each month has what was done by the end of the last."""
    rises = after > before
    start, end = (times.hired_from, times.hired_by) if rises else (times.closed_from, times.moved)
    done = [min(max((month - start) / (end - start), 0.0), 1.0) for month in range(MONTHS_AHEAD)]
    return tuple([coins_of(before + share * (after - before), step) for share in done])


def _spread(amount: float, start: float, end: float, step: int) -> tuple[int, ...]:
    """An amount in equal parts over the months that a time touches, one at least."""
    first = floor(start)
    parts = max(ceil(end) - first, 1)
    own = coins_of(amount / parts, step)
    return tuple([own if first <= month < first + parts else 0 for month in range(MONTHS_AHEAD)])


def _by_month(lines: tuple[Line, ...] | list[Line]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*[line.amounts for line in lines], strict=True)))


def coins_of(amount: float, step: int) -> int:
    """An amount in coins, rounded to a multiple of `step`."""
    return step * round(COINS * amount / step)
