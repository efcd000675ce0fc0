"""The budget of a move beside a plain cash-flow calculation, and that it adds up."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure.case.case import read_case
from service_structure.case.numbers import Inputs
from service_structure.decision.model import recommend_for
from service_structure.planning.budget import (
    COINS,
    ESTIMATES,
    HORIZONS,
    MONTHS_AHEAD,
    ONE_OFF,
    RUNNING,
    Budget,
    budget,
)
from service_structure.planning.plan import compose
from service_structure.planning.timetable import Timetable
from service_structure.source.loader import load_guide
from service_structure.source.numbers import Numbers
from service_structure.staffing.costs import Staffing, staff_for

OWN = load_guide()
UNCERTAIN = [n for n in OWN.assumptions.values() if n.likely]
LINES = len(RUNNING) + len(ONE_OFF)


def inputs_of(levels: Mapping[str, str], **numbers: float) -> Inputs:
    case, faults = read_case({"answers": levels, "numbers": numbers}, OWN)
    assert not faults
    return recommend_for(case, OWN).inputs


def cash_flow(now: Staffing, then: Staffing, times: Timetable, inputs: Inputs) -> list[float]:
    """By month, what has been saved in all: people move one by one, everything is paid as it falls.

    The same as budget.py by another way: month after month, in floats, from people and weeks.
    """
    n = inputs.numbers
    week = {s: s.yearly_cost / 52 / s.paid_staff for s in (now, then)}
    month = {s: s.yearly_cost / 12 / s.paid_staff for s in (now, then)}
    to_replace = {
        s: month[s] * n.hiring_cost / 100 + week[s] * (n.training_weeks + 0.5 * n.ramp_up_weeks)
        for s in (now, then)
    }
    costs = {
        s: (
            s.paid_staff * month[s],
            s.paid_staff * n.seat_cost,
            s.paid_staff * n.attrition / 1200 * to_replace[s],
        )
        for s in (now, then)
    }
    gone = max(now.paid_staff - then.paid_staff, 0)
    laid_off = max(gone - now.paid_staff * n.attrition / 1200 * times.closed_from, 0)
    come = max(then.paid_staff - now.paid_staff, 0)
    leaders = then.supervisors * n.supervisor_cost + then.managers * n.manager_cost
    agents = then.yearly_cost / 12 - leaders * n.paid_hours * 52 / 12
    stay = now.paid_staff - gone
    learning = stay * n.retraining_weeks * week[then] + come * (
        to_replace[then] - month[then] * n.hiring_cost / 100
    )
    twice = n.double_running / 100 * now.yearly_cost / 12 * (times.moved - times.pilot)
    done = ceil(times.moved)
    once = [
        (n.move_other, 0, 1),
        (learning, 0, times.decided),
        (come * month[then] * n.hiring_cost / 100, times.hired_from, times.hired_by),
        (laid_off * n.severance_months * month[now], times.closed_from, times.moved),
        (twice, times.pilot, times.moved),
        (n.dip / 100 * agents * n.dip_months, done, done + n.dip_months),
    ]
    saved, flow = 0.0, []
    for passed in range(MONTHS_AHEAD):
        for old, new in zip(costs[now], costs[then], strict=True):
            if new > old:
                share = (passed - times.hired_from) / (times.hired_by - times.hired_from)
            else:
                share = (passed - times.closed_from) / (times.moved - times.closed_from)
            saved += min(max(share, 0), 1) * (old - new)
        for amount, start, end in once:
            touched = range(int(start), max(ceil(end), int(start) + 1))
            saved -= amount / len(touched) if passed in touched else 0
        flow.append(saved)
    return flow


def times_of(structure: str, other: str, numbers: Numbers) -> Timetable:
    """When a move between two structures changes costs."""
    return compose(structure, other, numbers, OWN).times


def drawn(seed: int) -> tuple[Staffing, Staffing, Timetable, Inputs]:
    rng = Random(seed)
    levels = {f.id: rng.choice(f.levels).id for f in OWN.factors.values() if rng.random() < 0.5}
    numbers = {
        n.id: rng.uniform(n.likely.low, n.likely.high)
        for n in UNCERTAIN
        if n.likely and rng.random() < 0.5
    }
    numbers |= {"move_months": rng.choice([0, 1, 4.5, 12]), "attrition": rng.choice([0, 30, 80])}
    numbers |= {"seat_cost": rng.choice([0, 120])}
    inputs = inputs_of(levels)
    inputs = replace(
        inputs,
        numbers=replace(inputs.numbers, **numbers),  # type: ignore[arg-type]  # none is whole
        given=frozenset(numbers),
    )
    staffed = staff_for(inputs.numbers, OWN)
    now, then = rng.sample(list(staffed), 2)
    return staffed[now], staffed[then], times_of(now, then, inputs.numbers), inputs


@pytest.mark.parametrize("seed", range(60))
def test_balance_and_payback_are_those_of_a_plain_cash_flow(seed: int) -> None:
    now, then, times, inputs = drawn(seed)
    found, flow = budget(now, then, times, inputs, OWN), cash_flow(now, then, times, inputs)
    for month, (coins, plain) in enumerate(zip(found.balance(), flow, strict=True), 1):
        assert abs(coins - COINS * plain) <= (len(RUNNING) + LINES) * month * found.step / 2 + 1e-6
    behind = [month for month, sum_ in enumerate(flow, 1) if sum_ < 0]
    payback = behind[-1] + 1 if behind else 1
    near = [abs(COINS * sum_) < LINES * MONTHS_AHEAD * found.step for sum_ in flow]
    if not any(near):
        assert found.payback() == (payback if payback <= MONTHS_AHEAD else None)


@pytest.mark.parametrize("seed", range(40))
def test_everything_adds_up_to_the_smallest_coin(seed: int) -> None:
    found = budget(*drawn(seed), OWN)
    for estimate in ESTIMATES:
        lines = found.moved[estimate]
        assert [line.kind for line in lines] == [*RUNNING, *ONE_OFF]
        assert all(a % found.step == 0 for line in lines for a in line.amounts)
        spent = sum(line.total for line in lines)
        assert found.value(estimate) == sum(line.total for line in found.today) - spent
        assert found.value(estimate) == sum(found.savings) - found.price(estimate)
        assert found.price(estimate) == sum(found.one_off(estimate).values())
    low, usual, high = map(found.price, ESTIMATES)
    assert low <= usual <= high


@pytest.mark.parametrize("seed", range(40))
def test_a_move_pays_back_exactly_up_to_its_break_even_cost(seed: int) -> None:
    """Where all of it is spent before: then the balance is what it may cost less what it costs."""
    found = budget(*drawn(seed), OWN)
    for months in HORIZONS:
        spent = sum(
            sum(line.amounts[:months]) for line in found.moved["usual"] if line.kind in ONE_OFF
        )
        if spent == found.price():
            assert found.value(months=months) == found.break_even(months) - spent


def test_what_is_known_has_no_range() -> None:
    known = {number.id: number.value for number in UNCERTAIN}
    inputs = inputs_of({"size": "large"}, **known)
    staffings = staff_for(inputs.numbers, OWN)
    ends = staffings["product"], staffings["centralised"]
    times = times_of("product", "centralised", inputs.numbers)
    found = budget(*ends, times, inputs, OWN)
    assert len({found.price(estimate) for estimate in ESTIMATES}) == 1
    open_ = budget(*ends, times, inputs_of({"size": "large"}), OWN)
    assert open_.price("low") < open_.price("usual") < open_.price("high")


def test_staying_costs_nothing() -> None:
    inputs = inputs_of({"size": "large"})
    same = staff_for(inputs.numbers, OWN)["matrix"]
    found = budget(same, same, times_of("matrix", "matrix", inputs.numbers), inputs, OWN)
    assert (found.price("high"), found.value("high"), found.payback()) == (0, 0, 1)


def test_people_who_leave_need_not_be_made_redundant() -> None:
    few, many = inputs_of({"size": "huge"}, attrition=0), inputs_of({"size": "huge"}, attrition=100)

    def redundancy(inputs: Inputs) -> int:
        staffings = staff_for(inputs.numbers, OWN)
        worst = max(staffings, key=lambda s: staffings[s].paid_staff)
        best = min(staffings, key=lambda s: staffings[s].paid_staff)
        times = times_of(worst, best, inputs.numbers)
        found = budget(staffings[worst], staffings[best], times, inputs, OWN)
        return found.one_off().get("redundancy", 0)

    assert redundancy(few) > redundancy(many) == 0


@given(st.floats(0.5, 24), st.floats(0, 12))
def test_every_cost_falls_within_the_three_years(move_months: float, dip_months: float) -> None:
    """However long the move and the dip last, what is spent once is spent before the end."""
    inputs = inputs_of({"size": "medium"})
    numbers = replace(inputs.numbers, move_months=move_months, dip_months=dip_months, move_other=5)
    inputs = replace(inputs, numbers=numbers)
    staffings = staff_for(numbers, OWN)
    now, then = staffings["product"], staffings["functional"]
    times = times_of("product", "functional", numbers)
    found: Budget = budget(now, then, times, inputs, OWN)
    dip = numbers.dip / 100 * dip_months
    spent = found.one_off().get("dip", 0)
    if dip * then.yearly_cost > MONTHS_AHEAD:  # less is rounded away month by month
        assert spent > 0
    assert spent == 0 or dip > 0
    assert found.one_off()["other"] == 5 * COINS
