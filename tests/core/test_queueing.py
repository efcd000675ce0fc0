"""Waiting times and required agents, against reference values, published rows and exact sums.

tests/reference/queueing.json holds values of 30 digits from defining sums in 50-digit arithmetic,
and published rows, each with its source.
"""

import json
import math
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpf

from service_structure.numerics.queueing import Queue, erlang_b, erlang_c, required_agents
from tests.support import tries

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "queueing.json").read_text())
PUBLISHED = REFERENCE["published"]
type Row = dict[str, Any]
"""A row of a table of reference values, by the names of its columns."""

EIGHTY_IN_TWENTY: dict[str, Any] = {"service_level": 0.8, "within": 20}


def near(value: float) -> Any:
    """A reference value, within 1e-10 of it."""
    return pytest.approx(float(value), rel=1e-10, abs=1e-300)


def queue(erlangs: float, aht: float, agents: int, patience: float | None = None) -> Queue:
    return Queue(erlangs * 3600 / aht, aht, agents, patience)


def label(row: Row) -> str:
    return "-".join(str(row[key]) for key in ("erlangs", "agents", "lines") if key in row)


# Reference values


@pytest.mark.parametrize("row", REFERENCE["erlang_b"], ids=label)
def test_blocking_agrees_with_reference_values(row: Row) -> None:
    assert erlang_b(row["erlangs"], row["lines"]) == near(row["out"]["blocking"])


@pytest.mark.parametrize("row", REFERENCE["erlang_c"], ids=label)
def test_waiting_without_abandonment_agrees_with_reference_values(row: Row) -> None:
    out = row["out"]
    pool = queue(row["erlangs"], row["aht_s"], row["agents"])
    assert erlang_b(row["erlangs"], row["agents"]) == near(out["erlang_b"])
    assert erlang_c(row["erlangs"], row["agents"]) == near(out["p_wait"])
    assert pool.wait_probability == near(out["p_wait"])
    assert pool.mean_wait == near(out["asa_s"])
    assert pool.mean_queue_length == near(out["queue_length"])
    assert pool.occupancy == near(out["utilisation"])
    assert pool.abandonment == 0
    for share in ("offered", "answered", "virtual"):
        assert pool.service_level(row["target_s"], of=share) == near(out["service_level"])


@pytest.mark.parametrize("row", REFERENCE["erlang_a"], ids=label)
def test_waiting_with_abandonment_agrees_with_reference_values(row: Row) -> None:
    out = row["out"]
    pool = queue(row["erlangs"], row["aht_s"], row["agents"], row["patience_s"])
    assert pool.wait_probability == near(out["p_wait"])
    assert pool.abandonment == near(out["p_abandon"])
    assert pool.mean_wait == near(out["mean_wait_all"])
    assert pool.mean_queue_length == near(out["queue_length"])
    assert pool.occupancy == near(out["occupancy"])
    assert pool.service_level(row["target_s"]) == near(out["sl_offered"])
    assert pool.service_level(row["target_s"], of="answered") == near(out["sl_answered"])
    assert pool.service_level(row["target_s"], of="virtual") == near(out["sl_virtual"])


@pytest.mark.parametrize("row", REFERENCE["required_agents"], ids=label)
def test_required_agents_agree_with_reference_values(row: Row) -> None:
    calls = row["erlangs"] * 3600 / row["aht_s"]
    target = {"service_level": row["target_sl"], "within": row["target_s"]}
    assert required_agents(calls, row["aht_s"], **target) == row["out"]["agents"]


# Published rows


def test_tijms_table_of_servers_for_a_delay_probability_is_reproduced() -> None:
    for row in PUBLISHED["tijms_min_servers_delay_prob"]["rows"]:
        target = {"service_level": 1 - row["alpha"], "within": 0}
        assert required_agents(row["erlangs"] * 12, 300, **target) == row["servers"]


def test_table_of_loads_for_a_blocking_probability_is_reproduced() -> None:
    for row in PUBLISHED["erlang_b_table"]["rows"]:
        low, high = 0.0, 100.0
        while high - low > 1e-9:
            middle = (low + high) / 2
            low, high = (
                (middle, high)
                if erlang_b(middle, row["lines"]) < row["blocking"]
                else (low, middle)
            )
        assert round(low, row["decimals"]) == row["erlangs"]


@pytest.mark.parametrize("row", PUBLISHED["erlang_c_worked"], ids=lambda row: row["source"][:20])
def test_worked_examples_without_abandonment_are_reproduced(row: Row) -> None:
    if "agents" not in row:  # XIMES prints two service levels and no load
        levels = [queue(8.3314, 125, agents).service_level(20) for agents in (10, 11)]
        assert levels == [pytest.approx(0.627, abs=1e-3), pytest.approx(0.804, abs=1e-3)]
        return
    pool = queue(row["erlangs"], row.get("aht_s", 300), row["agents"])
    found = {
        "p_wait": pool.wait_probability,
        "service_level": pool.service_level(row.get("target_s", 0)),
        "asa_s": pool.mean_wait,
        "computed_asa_s": pool.mean_wait,
        "occupancy": pool.occupancy,
    }
    for name, value in found.items():
        if isinstance(row.get(name), (int, float)):
            decimals = len(str(row[name]).partition(".")[2])
            assert value == pytest.approx(row[name], abs=0.51 * 10**-decimals + 1e-12)


def test_example_of_garnett_mandelbaum_and_reiman_is_reproduced() -> None:
    row = PUBLISHED["erlang_a_worked"][0]
    patient, impatient = (Queue(2880, 60, 50, patience) for patience in (None, row["patience_s"]))
    assert impatient.abandonment == pytest.approx(row["computed"]["p_abandon"], rel=1e-5)
    assert impatient.mean_wait == pytest.approx(row["computed"]["mean_wait_s"], rel=1e-5)
    assert impatient.mean_queue_length == pytest.approx(row["computed"]["queue"], rel=1e-5)
    assert impatient.occupancy == pytest.approx(row["computed"]["utilisation"], rel=1e-5)
    assert patient.mean_wait == pytest.approx(row["computed"]["ec_asa_s"], rel=1e-5)
    assert patient.mean_queue_length == pytest.approx(row["computed"]["ec_queue"], rel=1e-5)
    ninety = row["computed"]["ec_wait_90pct_s"]
    assert patient.service_level(ninety) == pytest.approx(0.9, abs=1e-6)


def test_examples_of_a_pool_with_100_agents_are_reproduced() -> None:
    full, over = PUBLISHED["erlang_a_worked"][1:]
    pool = queue(100, full["aht_s"], 100, full["patience_s"])
    assert pool.service_level(20) == pytest.approx(full["computed"]["sl_offered"], abs=1e-6)
    assert pool.service_level(20, of="virtual") == pytest.approx(
        full["computed"]["sl_virtual"], abs=1e-6
    )
    assert pool.abandonment == pytest.approx(full["computed"]["p_abandon"], abs=1e-6)
    assert queue(150, 300, 100, 300).abandonment == pytest.approx(over["p_abandon"], abs=1e-6)


# The figures of the guide


def test_pools_that_are_split_need_more_agents() -> None:
    agents = {n: n * required_agents(1200 / n, 300, **EIGHTY_IN_TWENTY) for n in (1, 2, 5, 10)}
    assert agents == {1: 108, 2: 114, 5: 125, 10: 140}


def test_108_agents_split_in_four_let_calls_wait_seven_times_longer() -> None:
    pooled, split = Queue(1200, 300, 108), Queue(300, 300, 27)
    assert (round(pooled.mean_wait), round(split.mean_wait)) == (12, 90)
    assert round(pooled.service_level(20), 2) == 0.81
    assert round(split.service_level(20), 2) == 0.47


@pytest.mark.parametrize(("erlangs", "cut"), [(20, 25), (100, 15), (200, 8.5), (1000, 3.5)])
def test_five_pools_break_even_when_specialists_are_this_much_faster(
    erlangs: float, cut: float
) -> None:
    pooled = required_agents(erlangs * 12, 300, **EIGHTY_IN_TWENTY)
    tenths = next(
        tenths
        for tenths in range(1000)
        if 5 * required_agents(erlangs * 12 / 5, 300 - 0.3 * tenths, **EIGHTY_IN_TWENTY) <= pooled
    )
    assert tenths / 10 == pytest.approx(cut, abs=0.25)


# Traps that other tools fall into


def test_long_targets_do_not_underflow() -> None:
    assert round(Queue(12000, 300, 1000, 300).service_level(200), 4) == 0.9874
    for load in (60, 80, 100):
        pool = queue(load, 300, 80, 300)
        assert pool.service_level(3600) == near(1 - pool.abandonment)
        assert pool.service_level(3600, of="answered") == near(1)
    crowded = queue(150, 300, 100, 3000)
    assert crowded.service_level(1e7, of="virtual") == 1


def test_a_long_wait_of_callers_without_patience_does_not_underflow() -> None:
    # y·e^-t is below all floats, its power of patience / aht = 0.0004 is not
    levels = [Queue(c, 5000, 1, 2).service_level(1491, "virtual") for c in (900.72, 1801.44)]
    assert levels[1] == pytest.approx(0.2577, abs=5e-5)
    assert levels[1] < levels[0]


def test_occupancy_is_not_rounded_past_the_smallest_number() -> None:
    assert 2.1 / 0.7 > 3
    assert required_agents(25.2, 300, max_occupancy=0.7) == 3
    for agents in range(2, 200):
        for percent in (70, 80, 85, 90):
            load = agents * percent / 100
            assert required_agents(load * 12, 300, max_occupancy=percent / 100) == agents


@pytest.mark.parametrize(("erlangs", "agents"), [(0.5, 1), (2.5, 4), (4.5, 6)])
def test_the_search_starts_below_the_answer(erlangs: float, agents: int) -> None:
    target: dict[str, Any] = {"service_level": 0.5, "within": 20}
    assert required_agents(erlangs * 20, 180, **target) == agents
    assert queue(erlangs, 180, agents).service_level(20) >= 0.5
    assert queue(erlangs, 180, agents - 1).service_level(20) < 0.5


@pytest.mark.parametrize("agents", [0, 1, 9, 10])
def test_overload_is_reported_as_overload(agents: int) -> None:
    pool = Queue(120, 300, agents)
    assert erlang_c(10, agents) == 1
    assert pool.mean_wait == pool.mean_queue_length == math.inf
    assert pool.wait_probability == pool.occupancy == 1
    assert pool.abandonment == pool.service_level(1e6) == 0


@pytest.mark.parametrize("erlangs", [1, 3, 100])
def test_a_whole_load_with_full_occupancy_allowed_needs_one_agent_more(erlangs: int) -> None:
    assert required_agents(erlangs * 12, 300, max_occupancy=1) == erlangs + 1


def test_nobody_is_needed_where_nobody_calls() -> None:
    assert required_agents(0, 300, **EIGHTY_IN_TWENTY, max_occupancy=1) == 0
    assert required_agents(0, 300, max_abandonment=0.01, patience=60) == 0
    assert erlang_c(0, 0) == erlang_c(0, 3) == 0
    assert (erlang_b(0, 0), erlang_b(0, 3)) == (1, 0)
    for agents in (0, 1):
        for patience in (None, 60):
            pool = Queue(0, 300, agents, patience)
            assert pool.wait_probability == pool.mean_wait == pool.mean_queue_length == 0
            assert pool.occupancy == pool.abandonment == 0
            assert pool.service_level(0) == 1


def test_callers_without_agents_all_hang_up() -> None:
    pool = Queue(120, 300, 0, patience=60)
    assert (pool.wait_probability, pool.abandonment, pool.mean_wait) == (1, 1, 60)
    assert [pool.service_level(1e9, of) for of in ("offered", "answered", "virtual")] == [0, 0, 0]


def test_loads_above_150_erlangs_do_not_overflow() -> None:
    assert erlang_b(1, 200) == erlang_c(1, 200) == 0  # 5e-376 is below all floats
    assert erlang_b(1e6, 1) == near(1e6 / (1e6 + 1))
    assert erlang_c(1, 10**9) == erlang_b(1e6, 10**9) == 0


def test_rounding_lifts_no_share_above_1() -> None:
    assert Queue(910.148354731193, 30, 7, 42635.25587375876).occupancy == 1
    for load, agents, patience in ((1, 3, 300), (2, 2, 300), (3, 1, 60)):
        assert queue(load, 300, agents, patience).service_level(1e7, of="answered") == 1


# Exact sums


def exact(erlangs: float, agents: int, patience_per_aht: Any, time: Any) -> dict[str, Any]:
    """The stationary distribution summed state by state, as defined, in 340-digit arithmetic."""
    load, patience, time = mpf(erlangs), mpf(patience_per_aht), mpf(time)

    def line(coming: Any) -> tuple[Any, Any]:
        weight, count, waiting, length = mpf(1), mpf(0), mpf(0), 0
        while weight > count * mpf(10) ** -340 or coming > length:
            length += 1
            weight *= coming / (agents * patience + length)
            count += weight
            waiting += length * weight
        return count, waiting

    fewer = mpf(1)
    for n in range(1, agents):
        fewer = 1 + fewer * n / load
    free = fewer * agents / load
    leaving, coming = agents * patience, load * patience
    count, waiting = line(coming)
    total = free + 1 + count
    left = coming * mpmath.exp(-time)
    decay = mpmath.exp(coming - left - leaving * time)
    late = decay * line(left)[0]
    return {
        "erlang_b": 1 / (1 + free),
        "wait_probability": (1 + count) / total,
        "mean_queue_length": waiting / total,
        "occupancy": (fewer + count) / total,
        "abandonment": waiting / total / coming,
        "offered": (fewer + count - late) / total * agents / load,
        "answered": 1 - late / (fewer + count),
        "virtual": 1 - (decay + late) / total,
    }


@pytest.mark.parametrize("seed", range(tries(60)))
def test_random_pools_agree_with_exact_sums(seed: int) -> None:
    draw = random.Random(seed)
    load = 10 ** draw.uniform(-2, 2.7)
    agents = max(1, round(load + draw.gauss(0, 3) * math.sqrt(load) * draw.choice((1, 1, 3))))
    patience_per_aht = 10 ** draw.uniform(-3, 2)
    time = draw.choice((0, 1e-3, 0.1, 1, 5)) * draw.random()
    pool = Queue(load * 4, 900, agents, patience_per_aht * 900)
    assert pool.patience
    within = time * pool.patience
    with mpmath.workdps(340):
        patience = mpf(pool.patience)
        expected = exact(pool.erlangs, agents, patience / 900, within / patience)
    found = {
        "erlang_b": erlang_b(pool.erlangs, agents),
        **{name: getattr(pool, name) for name in list(expected)[1:5]},
        **{of: pool.service_level(within, of=of) for of in ("offered", "answered", "virtual")},
    }
    assert found == {name: near(value) for name, value in expected.items()}


@pytest.mark.parametrize("load", [3e4, 1e6])
@pytest.mark.parametrize("offset", [-3, 0, 0.5, 5])
def test_large_pools_agree_with_sums_in_plain_arithmetic(load: float, offset: float) -> None:
    agents = round(load + offset * math.sqrt(load))
    inverse, term = 1.0, 1.0
    for line in range(agents, 0, -1):
        term *= line / load
        inverse += term
        if term < 1e-18 * inverse and line < load:
            break
    assert erlang_b(load, agents) == pytest.approx(1 / inverse, rel=1e-10)
    pool = queue(load, 300, agents, 300)  # patience as long as calls: the number in is Poisson
    ahead = pool.wait_probability / (1 - pool.wait_probability)
    weight = count = 1.0
    length = 0
    while weight > 1e-18 * count:
        length += 1
        weight *= load / (agents + length)
        count += weight
    assert ahead == pytest.approx(count / (inverse - 1), rel=1e-10)


def test_endless_patience_is_the_limit_of_patience() -> None:
    for agents in (103, 110, 140):
        endless, long = Queue(1200, 300, agents), Queue(1200, 300, agents, patience=1e14)
        assert long.wait_probability == pytest.approx(endless.wait_probability, rel=1e-8)
        assert long.mean_wait == pytest.approx(endless.mean_wait, rel=1e-8)
        assert long.service_level(20) == pytest.approx(endless.service_level(20), rel=1e-8)


def test_no_patience_is_a_loss_system() -> None:
    pool = Queue(1200, 300, 100, patience=300e-12)
    assert pool.abandonment == pytest.approx(erlang_b(100, 100), rel=1e-8)
    assert pool.service_level(0) == pytest.approx(1 - erlang_b(100, 100), rel=1e-8)


# Properties

LOADS = st.floats(0.01, 1e6)
PATIENCES = st.none() | st.floats(1e-3, 1e9)


@st.composite
def pools(draw: st.DrawFn) -> Queue:
    load = draw(LOADS)
    agents = draw(
        st.integers(0, 10)
        | st.floats(-40, 40).map(lambda z: max(0, round(load + z * math.sqrt(load))))
        | st.integers(0, 10**7)
    )
    return queue(load, draw(st.sampled_from([30.0, 300.0, 5000.0])), agents, draw(PATIENCES))


@given(pools(), st.floats(0, 1e9))
def test_every_value_is_in_its_range(pool: Queue, within: float) -> None:
    shares = [pool.wait_probability, pool.occupancy, pool.abandonment]
    levels = [pool.service_level(within, of=of) for of in ("offered", "answered", "virtual")]
    assert all(0 <= share <= 1 for share in shares + levels)
    assert levels[0] <= min(levels[1:]) * (1 + 1e-9)
    assert 0 <= pool.mean_wait <= (pool.patience or math.inf) * (1 + 1e-12)
    assert pool.mean_queue_length >= 0
    assert 0 <= erlang_b(pool.erlangs, pool.agents) <= erlang_c(pool.erlangs, pool.agents) <= 1


@given(pools(), st.floats(0, 1e4), st.sampled_from([1, 10, 1000]))
def test_more_agents_never_make_waiting_longer(pool: Queue, within: float, more: int) -> None:
    larger = Queue(pool.calls_per_hour, pool.aht, pool.agents + more, pool.patience)
    check_not_worse(larger, pool, within)


@given(pools(), st.floats(0, 1e4), st.floats(1.001, 3))
def test_more_calls_never_make_waiting_shorter(pool: Queue, within: float, factor: float) -> None:
    calls = min(pool.calls_per_hour * factor, 1e6 * 3600 / pool.aht)
    check_not_worse(pool, Queue(calls, pool.aht, pool.agents, pool.patience), within)


def check_not_worse(better: Queue, worse: Queue, within: float) -> None:
    def rounded_up(value: float) -> float:
        return value * (1 + 1e-11) + 1e-300

    assert better.wait_probability <= rounded_up(worse.wait_probability)
    assert better.mean_wait <= rounded_up(worse.mean_wait)
    assert better.mean_queue_length <= rounded_up(worse.mean_queue_length)
    assert better.occupancy <= rounded_up(worse.occupancy)
    assert better.abandonment <= rounded_up(worse.abandonment)
    for of in ("offered", "answered", "virtual"):
        assert worse.service_level(within, of) <= rounded_up(better.service_level(within, of))
    blocking = [erlang_b(pool.erlangs, pool.agents) for pool in (better, worse)]
    assert blocking[0] <= rounded_up(blocking[1])


TARGETS = st.fixed_dictionaries(
    {},
    optional={
        "service": st.tuples(st.floats(0.01, 0.9999), st.floats(0, 600)),
        "mean_wait": st.floats(0.01, 600),
        "max_occupancy": st.floats(0.1, 1),
        "max_abandonment": st.floats(1e-4, 0.9),
    },
).filter(bool)


@given(LOADS, PATIENCES, TARGETS)
def test_the_required_agents_meet_the_targets_and_one_less_does_not(
    load: float, patience: float | None, targets: dict[str, Any]
) -> None:
    targets = dict(targets)
    level, within = targets.pop("service", (None, None))
    calls = load * 12
    agents = required_agents(
        calls, 300, service_level=level, within=within, patience=patience, **targets
    )

    def meets(agents: int) -> bool:
        pool = Queue(calls, 300, agents, patience)
        if patience is None and pool.erlangs >= agents:
            return False
        return bool(
            (level is None or pool.service_level(within) >= level * (1 - 1e-13))
            and pool.mean_wait <= targets.get("mean_wait", math.inf) * (1 + 1e-13)
            and pool.occupancy <= targets.get("max_occupancy", 1) * (1 + 1e-13)
            and pool.abandonment <= targets.get("max_abandonment", 1) * (1 + 1e-13)
        )

    assert meets(agents)
    assert agents == 0 or not meets(agents - 1)


def test_required_agents_rise_with_the_target() -> None:
    agents = [required_agents(1200, 300, service_level=p / 100, within=20) for p in range(1, 100)]
    assert all(fewer <= more for fewer, more in pairwise(agents))


@pytest.mark.parametrize("patience", [20.0, 60.0, 600.0])
@pytest.mark.parametrize("within", [0.0, 5.0, 20.0, 120.0])
def test_without_short_abandons_is_what_a_count_over_the_states_gives(
    patience: float, within: float
) -> None:
    """Of those who are not gone after so long: who is answered by then, and who still waits."""
    pool = Queue(200, 180, 9, patience)
    answered = pool.service_level(within)
    still_there = (1 - pool.service_level(within, "virtual")) * math.exp(-within / patience)
    gone = 1 - answered - still_there
    assert 0 <= gone <= pool.abandonment + 1e-12
    expected = answered / (1 - gone)
    assert pool.service_level(within, "without_short_abandons") == pytest.approx(expected)
    assert answered <= expected <= 1
