"""Square-root staffing against Erlang C: agents, loads and waits over three orders of magnitude."""

from itertools import product
from math import inf
from statistics import fmean, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure.numerics.queueing import Queue, required_agents
from service_structure.numerics.square_root import agents_needed, load_for, reserve, timely

LOADS = (1, 1.5, 2, 3, 5, 8, 12, 20, 35, 60, 100, 180, 300, 550, 1000)
HANDLING = (240, 360, 900)
TARGETS = ((0.8, 20), (0.8, 3600), (0.8, 28800), (0.9, 10), (0.7, 60), (0.95, 5), (0.5, 20))
OCCUPANCY = (1.0, 0.85)


def error(load: float, aht: float, target: tuple[float, float], occupancy: float) -> float:
    """Agents by which the closed form misses the range that Erlang C rounds up to its figure."""
    level, within = target
    found = agents_needed(load, aht, service_level=level, within=within, max_occupancy=occupancy)
    whole = required_agents(
        3600 * load / aht, aht, service_level=level, within=within, max_occupancy=occupancy
    )
    return max(found - whole, whole - 1 - found, 0.0)


def test_agents_are_within_a_fraction_of_one_of_erlang_c_for_loads_from_1_to_1000() -> None:
    errors = [error(*setting) for setting in product(LOADS, HANDLING, TARGETS, OCCUPANCY)]
    share = quantiles(errors, n=20)[-1]
    print(f"mean {fmean(errors):.3f}, 95 % {share:.2f}, largest {max(errors):.2f} agents")
    assert fmean(errors) <= 0.05
    assert share <= 0.3
    assert max(errors) <= 0.7


@pytest.mark.parametrize("aht", HANDLING)
@pytest.mark.parametrize(("level", "within"), TARGETS)
def test_the_load_for_so_many_agents_is_that_which_needs_them(
    aht: float, level: float, within: float
) -> None:
    for load in LOADS:
        agents = agents_needed(load, aht, service_level=level, within=within, max_occupancy=0.85)
        back = load_for(agents, aht, service_level=level, within=within, max_occupancy=0.85)
        assert back == pytest.approx(load, rel=1e-3)


def test_the_share_in_time_is_near_that_of_erlang_c() -> None:
    errors = []
    for load, aht, within in product((5, 12, 35, 100, 300, 1000), HANDLING, (5, 20, 60, 3600)):
        for spare in (1, 3, 8):
            agents = int(load) + spare
            exact = Queue(3600 * load / aht, aht, agents).service_level(within)
            errors.append(abs(timely(agents, load, aht, within) - exact))
    print(f"share in time: mean {fmean(errors):.3f}, largest {max(errors):.3f}")
    assert fmean(errors) <= 0.01
    assert max(errors) <= 0.06


@given(st.floats(0.5, 2000), st.floats(30, 3600), st.floats(0.3, 0.99), st.floats(0, 30_000))
def test_more_work_or_a_stricter_target_never_needs_fewer_agents(
    load: float, aht: float, level: float, within: float
) -> None:
    agents = agents_needed(load, aht, service_level=level, within=within)
    slack = 1e-6 * agents
    assert agents >= load
    assert agents_needed(1.1 * load, aht, service_level=level, within=within) >= agents - slack
    stricter = min(level + 0.005, 0.995)
    assert agents_needed(load, aht, service_level=stricter, within=within) >= agents - slack
    assert agents_needed(load, aht, service_level=level, within=within / 2) >= agents - slack


@given(st.floats(0.5, 2000), st.floats(30, 3600), st.floats(0, 3600))
def test_the_share_in_time_is_a_share_and_grows_with_agents(
    load: float, aht: float, within: float
) -> None:
    shares = [timely(load * more, load, aht, within) for more in (0.5, 1, 1.01, 1.1, 1.5, 4)]
    assert shares == sorted(shares)
    assert shares[0] == shares[1] == 0.0
    assert shares[-1] <= 1


def test_the_reserve_solves_its_equation() -> None:
    """At 80 % in 20 seconds with 300 seconds and 100 erlangs, as in the literature on queues."""
    beta = reserve(0.2, 10 * 20 / 300)
    agents = 100 + 10 * beta
    assert timely(agents, 100, 300, 20) == pytest.approx(0.8, abs=1e-6)
    assert reserve(0.99, 50) < 0.01
    assert reserve(0.01, 0) < inf


@pytest.mark.parametrize("late", [0.7, 0.2, 0.05, 1e-6])
@pytest.mark.parametrize("limit", [0, 0.3, 4, 50])
def test_the_reserve_solves_its_equation_to_nine_digits(late: float, limit: float) -> None:
    agents = 100 + 10 * reserve(late, limit)
    assert 1 - timely(agents, 100, 300, limit * 30) == pytest.approx(late, abs=1e-9)


@pytest.mark.parametrize("wait", [1e-4, 2, 30, 60, 900])
@pytest.mark.parametrize("load", [4, 100])
def test_a_limit_on_the_mean_wait_is_met_and_no_more(load: float, wait: float) -> None:
    agents = agents_needed(load, 300, service_level=0.01, within=1e5, mean_wait=wait)
    waiting = 1 - timely(agents, load, 300, 0)
    assert waiting * 300 / (agents - load) == pytest.approx(wait, rel=1e-4)


def test_nobody_waits_where_far_more_agents_than_work_are_there() -> None:
    for spare in (369, 371, 379, 390, 1e6):
        assert timely(100 + spare, 100, 300, 0) == 1
    assert timely(100, 100, 300, 1e6) == 0


def test_a_limit_on_the_mean_wait_can_only_add_agents() -> None:
    without = agents_needed(50, 300, service_level=0.8, within=3600)
    within = agents_needed(50, 300, service_level=0.8, within=3600, mean_wait=10)
    assert within > without
    whole = required_agents(600, 300, service_level=0.8, within=3600, mean_wait=10)
    assert whole - 1 <= within + 0.5
    assert within <= whole + 0.5
