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
from service_structure.source.loader import load_guide
from service_structure.staffing.costs import Staffing, staff_for

OWN = load_guide()
UNCERTAIN = [n for n in OWN.assumptions.values() if n.likely]
LINES = len(RUNNING) + len(ONE_OFF)


def inputs_of(levels: Mapping[str, str], **numbers: float) -> Inputs:
    case, faults = read_case({"answers": levels, "numbers": numbers}, OWN)
    assert not faults
    return recommend_for(case, OWN).inputs


def cash_flow(now: Staffing, then: Staffing, inputs: Inputs) -> list[float]:
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
    full = {
        s: s.paid_staff * (month[s] + n.seat_cost + n.attrition / 1200 * to_replace[s])
        for s in (now, then)
    }
    gone = max(now.paid_staff - then.paid_staff, 0)
    laid_off = max(gone - now.paid_staff * n.attrition / 1200 * n.move_months, 0)
    come = max(then.paid_staff - now.paid_staff, 0)
    leaders = then.supervisors * n.supervisor_cost + then.managers * n.manager_cost
    agents = then.yearly_cost / 12 - leaders * n.paid_hours * 52 / 12
    at_work = max(ceil(n.move_months), 1)
    slow = max(ceil(n.dip_months), 1)
    saved, flow = 0.0, []
    for passed in range(MONTHS_AHEAD):
        share = min(passed / n.move_months, 1) if n.move_months else 1
        saved += full[now] - (1 - share) * full[now] - share * full[then]
        if passed == 0:
            saved -= n.move_other
        if passed < at_work:
            stay = now.paid_staff - gone
            saved -= laid_off * n.severance_months * month[now] / at_work
            saved -= come * to_replace[then] / at_work
            saved -= stay * n.retraining_weeks * week[then] / at_work
            saved -= n.double_running / 100 * now.yearly_cost / 12 * n.move_months / at_work
        if ceil(n.move_months) <= passed < ceil(n.move_months) + slow:
            saved -= n.dip / 100 * agents * n.dip_months / slow
        flow.append(saved)
    return flow


def drawn(seed: int) -> tuple[Staffing, Staffing, Inputs]:
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
    now, then = rng.sample(list(staff_for(inputs.numbers, OWN).values()), 2)
    return now, then, inputs


@pytest.mark.parametrize("seed", range(60))
def test_balance_and_payback_are_those_of_a_plain_cash_flow(seed: int) -> None:
    now, then, inputs = drawn(seed)
    found, flow = budget(now, then, inputs, OWN), cash_flow(now, then, inputs)
    for month, (coins, plain) in enumerate(zip(found.balance(), flow, strict=True), 1):
        assert abs(coins - COINS * plain) <= (len(RUNNING) + LINES) * month * found.step / 2 + 1e-6
    behind = [month for month, sum_ in enumerate(flow, 1) if sum_ < 0]
    payback = behind[-1] + 1 if behind else 1
    near = [abs(COINS * sum_) < LINES * MONTHS_AHEAD * found.step for sum_ in flow]
    if not any(near):
        assert found.payback() == (payback if payback <= MONTHS_AHEAD else None)


@pytest.mark.parametrize("seed", range(40))
def test_everything_adds_up_to_the_smallest_coin(seed: int) -> None:
    now, then, inputs = drawn(seed)
    found = budget(now, then, inputs, OWN)
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
    found = budget(staffings["product"], staffings["centralised"], inputs, OWN)
    assert len({found.price(estimate) for estimate in ESTIMATES}) == 1
    open_ = budget(
        staffings["product"], staffings["centralised"], inputs_of({"size": "large"}), OWN
    )
    assert open_.price("low") < open_.price("usual") < open_.price("high")


def test_staying_costs_nothing() -> None:
    inputs = inputs_of({"size": "large"})
    same = staff_for(inputs.numbers, OWN)["matrix"]
    found = budget(same, same, inputs, OWN)
    assert (found.price("high"), found.value("high"), found.payback()) == (0, 0, 1)


def test_people_who_leave_need_not_be_made_redundant() -> None:
    few, many = inputs_of({"size": "huge"}, attrition=0), inputs_of({"size": "huge"}, attrition=100)

    def redundancy(inputs: Inputs) -> int:
        staffings = staff_for(inputs.numbers, OWN)
        worst = max(staffings.values(), key=lambda s: s.paid_staff)
        best = min(staffings.values(), key=lambda s: s.paid_staff)
        return budget(worst, best, inputs, OWN).one_off().get("redundancy", 0)

    assert redundancy(few) > redundancy(many) == 0


@given(st.floats(0, 24), st.floats(0, 12))
def test_every_cost_falls_within_the_three_years(move_months: float, dip_months: float) -> None:
    """However long the move and the dip last, what is spent once is spent before the end."""
    inputs = inputs_of({"size": "medium"})
    numbers = replace(inputs.numbers, move_months=move_months, dip_months=dip_months, move_other=5)
    inputs = replace(inputs, numbers=numbers)
    staffings = staff_for(numbers, OWN)
    now, then = staffings["product"], staffings["functional"]
    found: Budget = budget(now, then, inputs, OWN)
    dip = numbers.dip / 100 * dip_months
    spent = found.one_off().get("dip", 0)
    if dip * then.yearly_cost > MONTHS_AHEAD:  # less is rounded away month by month
        assert spent > 0
    assert spent == 0 or dip > 0
    assert found.one_off()["other"] == 5 * COINS
