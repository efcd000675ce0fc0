"""The staffing model: published figures, what must hold for every number, and reading numbers."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import load_guide
from service_structure.api import inputs_for, staff
from service_structure.case.numbers import Origin, written_numbers
from service_structure.source.numbers import NUMBERS, Numbers
from service_structure.source.records import Guide, Pooling, Scenario
from service_structure.staffing.costs import ONE_POOL, break_even, ratings, staff_for
from service_structure.staffing.pools import (
    FIRST_LINE,
    HUB,
    crew,
    crew_of,
    cut_of,
    divide,
    shares,
    split_agents,
    split_break_even,
)
from tests.support import DataCopy, run_calculator

OWN = load_guide()
EIGHTY_IN_TWENTY = {"service_level": 0.8, "within": 20}
# 1,200 contacts an hour of 300 s each are 100 erlangs; nothing else limits the staff.
FIGURES: dict[str, float] = {
    "contacts_per_hour": 1200,
    "aht": 300,
    "service_level": 80,
    "answer_within": 20,
    "max_occupancy": 100,
    "unevenness": 0,
    "product_gain": 0,
    "trade_gain": 0,
    "trade_repetition": 0,
}
SPLITS = (
    "decentralised",
    "product",
    "hub_and_spoke",
    "matrix",
    "functional",
    "mirrored_teams",
    "expert_line",
)


def figures(**numbers: float) -> Numbers:
    return inputs_for({}, written_numbers(FIGURES | numbers, OWN)).numbers


def pooling(structure: str) -> Pooling:
    return OWN.structures[structure].pooling


any_numbers = st.builds(
    figures,
    contacts_per_hour=st.floats(1, 2000),
    aht=st.floats(30, 1200),
    answer_within=st.sampled_from([0, 10, 20, 60, 600, 3600]),
    service_level=st.floats(50, 95),
    patience=st.sampled_from([0, 0, 60, 300]),
    max_occupancy=st.floats(70, 100),
    cross_trained=st.floats(0, 100),
    hub_share=st.floats(0, 100),
    regions=st.integers(1, 8),
    products=st.integers(1, 8),
    functions=st.integers(1, 5),
    customer_groups=st.integers(1, 5),
    unevenness=st.floats(0, 2),
    average_load=st.floats(20, 100),
    hours_per_week=st.floats(20, 168),
)


# How a split of 100 erlangs among equal pools costs agents or waits: 80 % in 20 s, AHT 300 s


@pytest.mark.parametrize(("pools", "agents"), [(1, 108), (2, 114), (5, 125), (10, 140)])
def test_100_erlangs_need_more_agents_the_more_pools_there_are(pools: int, agents: int) -> None:
    """Required agents by the Erlang C formula: 80 % in 20 s, AHT 300 s."""
    assert split_agents(1200, 300, pools, **EIGHTY_IN_TWENTY) == agents
    assert staff_for(figures(regions=pools), OWN)["decentralised"].agents == agents


def test_108_agents_split_in_four_keep_customers_waiting_seven_times_as_long() -> None:
    """Mean wait 12 s → 90 s, service level 0.81 → 0.47."""
    numbers = figures(regions=4)
    one, four = (crew_of(108, by, numbers).waiting for by in (ONE_POOL, pooling("decentralised")))
    assert (round(one.mean_wait), round(one.service_level, 2)) == (12, 0.81)
    assert (round(four.mean_wait), round(four.service_level, 2)) == (90, 0.47)
    assert staff_for(numbers, OWN)["decentralised"].at_equal_staff == four


@pytest.mark.parametrize(("erlangs", "percent"), [(20, 25.0), (100, 15.0), (200, 8.5), (1000, 3.5)])
def test_the_larger_the_load_the_less_a_split_asks_of_its_specialists(
    erlangs: int, percent: float
) -> None:
    """The AHT cut at which 5 pools need no more agents than one, in steps of 0.5 %."""
    cut = split_break_even(erlangs * 12, 300, 5, **EIGHTY_IN_TWENTY)
    assert math.ceil(200 * cut) / 2 == percent


# Pools


def test_shares_add_up_and_fall_with_unevenness() -> None:
    assert shares(4, 0) == (0.25,) * 4
    for unevenness in (0, 0.5, 1, 3):
        found = shares(7, unevenness)
        assert math.isclose(math.fsum(found), 1)
        assert list(found) == sorted(found, reverse=True)


def test_transfers_add_their_contacts_and_their_work() -> None:
    """By hand: 19 % of 1200 contacts come again for 120 s each."""
    numbers = figures(unevenness=0.7, functions=3, transfer_rate=19, transfer_time=120)
    works = divide(pooling("functional"), numbers)
    assert math.fsum(w.first for w in works) == pytest.approx(1200)
    assert math.fsum(w.contacts_per_hour for w in works) == pytest.approx(1200 * 1.19)
    assert math.fsum(w.erlangs for w in works) == pytest.approx(100 + 228 * 120 / 3600)


def test_two_functions_swap_what_they_pass_on() -> None:
    """By hand: of two pools each sends a fifth of its own contacts to the other."""
    numbers = figures(unevenness=1, functions=2, transfer_rate=20)
    large, small = divide(pooling("functional"), numbers)
    assert large.contacts_per_hour == pytest.approx(800 + 0.2 * 400)
    assert small.contacts_per_hour == pytest.approx(400 + 0.2 * 800)


def test_a_first_line_solves_its_share_and_hands_over_the_rest() -> None:
    """By hand: 70 % of 1200 contacts take 270 s, 30 % take 120 s and then an expert 270 s."""
    numbers = figures(first_line_share=70, transfer_time=120, products=3, product_gain=20)
    halves = replace(pooling("expert_line"), masters_products=0.5)
    front, *experts = divide(halves, numbers)
    assert (front.group, front.contacts_per_hour) == (FIRST_LINE, 1200)
    assert front.aht == pytest.approx(0.7 * 270 + 0.3 * 120)
    assert math.fsum(e.contacts_per_hour for e in experts) == pytest.approx(360)
    assert {round(e.aht, 9) for e in experts} == {270}
    assert all(e.first == 0 for e in experts)


def test_a_hub_holds_its_share_of_the_agents() -> None:
    found = staff_for(figures(regions=5, hub_share=20), OWN)["hub_and_spoke"]
    (hub,) = (pool for pool in found.pools if pool.work.group == HUB)
    assert hub.agents == round(0.2 * found.agents)
    assert sum(pool.agents for pool in found.pools) == found.agents


@pytest.mark.parametrize(
    ("structure", "flexible"), [("matrix", "cross_trained"), ("hub_and_spoke", "hub_share")]
)
def test_backup_leads_from_separate_pools_towards_one(structure: str, flexible: str) -> None:
    """More people who can help: never more agents (helping costs nothing here)."""
    found = []
    for share in range(0, 101, 10):
        numbers = figures(regions=5, products=5, backup_loss=0, **{flexible: share})
        found.append(crew(pooling(structure), numbers))
    agents = [c.agents for c in found]
    assert agents[0] == 125  # five separate pools
    assert agents == sorted(agents, reverse=True)
    assert 108 <= agents[-1] <= 110
    assert [c.backup for c in found] == sorted(c.backup for c in found)


def test_too_few_agents_are_an_overload_and_never_a_negative_wait() -> None:
    for agents in (0, 1, 50, 99, 100):
        for structure in OWN.structures.values():
            waiting = crew_of(agents, structure.pooling, figures(regions=4)).waiting
            assert waiting.mean_wait > 0
            assert 0 <= waiting.timely <= waiting.service_level <= 1
            if structure.id == "centralised":
                assert waiting.overloaded
                assert waiting.service_level == 0


# What must hold


@settings(deadline=None)
@given(any_numbers)
def test_every_pool_meets_every_target(numbers: Numbers) -> None:
    for structure in OWN.structures.values():
        if structure.pooling.backup != "none":
            continue
        for pool in crew(structure.pooling, numbers).pools:
            queue = pool.queue
            assert queue.service_level(numbers.answer_within) >= numbers.service_level / 100 - 1e-9
            assert queue.occupancy <= numbers.max_occupancy / 100 + 1e-9


@settings(deadline=None)
@given(any_numbers)
def test_figures_stay_in_their_ranges(numbers: Numbers) -> None:
    for found in staff_for(numbers, OWN).values():
        for waiting in (found.waiting, found.at_equal_staff):
            assert 0 <= waiting.timely <= waiting.service_level + 1e-12 <= 1 + 2e-12
            assert 0 <= waiting.abandonment <= 1
            assert 0 <= waiting.occupancy <= 1
            assert waiting.mean_wait >= 0
        assert found.agents == sum(pool.agents for pool in found.pools)
        assert found.paid_agents >= found.agents
        assert found.supervisors >= 1
        assert math.isfinite(found.cost_per_contact)
        assert found.cost_per_contact > 0
    for rated in ratings(numbers, OWN).values():
        assert all(0 <= value.value <= 1 for value in rated.values())


@settings(deadline=None)
@given(any_numbers, st.floats(1, 1.5))
def test_more_contacts_never_need_fewer_agents(numbers: Numbers, growth: float) -> None:
    more = replace(numbers, contacts_per_hour=numbers.contacts_per_hour * growth)
    for structure in OWN.structures.values():
        assert crew(structure.pooling, more).agents >= crew(structure.pooling, numbers).agents


@settings(deadline=None)
@given(any_numbers)
def test_a_split_without_faster_specialists_is_never_cheaper(numbers: Numbers) -> None:
    staffings = staff_for(replace(numbers, patience=0), OWN)
    for structure in SPLITS:
        assert staffings[structure].price.share >= -1e-9
        assert staffings[structure].price.agents >= 0


@pytest.mark.parametrize(
    ("gain", "structure"), [("product_gain", "product"), ("trade_gain", "functional")]
)
def test_faster_specialists_need_fewer_agents(gain: str, structure: str) -> None:
    found = [staff_for(figures(**{gain: g}), OWN)[structure].agents for g in (0, 10, 20, 40)]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_whoever_masters_less_of_both_gains_by_both() -> None:
    """By hand: 10 % of 90 % faster by all products, 20 % of 50 % by half of the trades."""
    narrow = Pooling(by="products", masters_products=0.1, masters_trades=0.5)
    numbers = figures(product_gain=10, trade_gain=20)
    assert cut_of(narrow, numbers) == pytest.approx(1 - 0.91 * 0.9)
    assert cut_of(ONE_POOL, numbers) == 0


def test_groups_that_repeat_all_trades_need_more_posts() -> None:
    """By hand: an eighth more posts on the payroll, the same agents on duty."""
    once = staff_for(figures(regions=3), OWN)["decentralised"]
    repeated = staff_for(figures(regions=3, trade_repetition=12.5), OWN)["decentralised"]
    assert repeated.agents == once.agents
    assert repeated.paid_agents == pytest.approx(1.125 * once.paid_agents)


@pytest.mark.parametrize("scenario", OWN.scenarios.values(), ids=lambda s: s.id)
def test_every_structure_is_staffed_for_every_worked_example(scenario: Scenario) -> None:
    found = staff(scenario.answers)
    assert list(found) == list(OWN.structures)
    for staffing in found.values():
        assert staffing.agents >= 1
        assert not staffing.waiting.overloaded


def test_one_pool_is_the_measure_of_price_and_rating() -> None:
    found = staff()["centralised"]
    assert (found.price.agents, found.price.yearly_cost, found.price.share) == (0, 0, 0)
    rated = ratings(inputs_for().numbers, OWN)["centralised"]
    assert rated["cost"].figure == 100
    assert rated["cost"].value == pytest.approx(0.8)  # 1 at 90 %, 0 at 140 %
    assert rated["speed"].figure == pytest.approx(100 * found.waiting.timely, abs=5)
    assert rated["speed"].value == pytest.approx(rated["speed"].figure / 100)


def test_the_payroll_of_one_pool_is_what_a_hand_calculation_says() -> None:
    """108 agents at the peak, 60 % on average, 84 hours at 40 a week, 30 % shrinkage."""
    numbers = figures(average_load=60, hours_per_week=84, shrinkage=30, span=10, manager_span=8)
    found = staff_for(numbers, OWN)["centralised"]
    agents = 108 * 0.6 * 84 / 40 / 0.7
    assert found.paid_agents == pytest.approx(agents)  # 194.4
    assert (found.supervisors, found.managers) == (20, 3)
    yearly = 52 * 40 * (agents + 20 * 1.5 + 3 * 2.5)
    assert found.yearly_cost == pytest.approx(yearly)
    assert found.cost_per_contact == pytest.approx(yearly / (52 * 84 * 1200 * 0.6))
    assert found.paid_staff == pytest.approx(agents + 23)
    dear = staff_for(replace(numbers, agent_cost=3.0), OWN)["centralised"]
    assert dear.yearly_cost - found.yearly_cost == pytest.approx(52 * 40 * 2 * agents)


def test_everyone_on_duty_in_the_busiest_hour_is_employed() -> None:
    found = staff_for(figures(average_load=10, hours_per_week=40), OWN)["centralised"]
    assert found.paid_agents == pytest.approx(108 / 0.7)


def test_a_pool_is_never_left_empty() -> None:
    numbers = figures(contacts_per_hour=1, regions=5, hours_per_week=168, minimum_crew=2)
    found = staff_for(numbers, OWN)["decentralised"]
    assert [pool.agents for pool in found.pools] == [2] * 5
    assert found.paid_agents == pytest.approx(5 * 2 * 168 / 40 / 0.7)


# Break-even


def test_at_its_break_even_gain_a_split_costs_as_little_as_one_pool() -> None:
    numbers = figures(products=5)
    even = break_even(OWN.structures["product"], numbers)
    assert even is not None
    assert even.gain is not None
    for gain, pays in ((even.gain, True), (even.gain - 0.2, False)):
        share = staff_for(replace(numbers, product_gain=gain), OWN)["product"].price.share
        assert (share <= 1e-9) == pays


def test_above_its_break_even_volume_a_split_costs_as_little_as_one_pool() -> None:
    numbers = figures(products=5, product_gain=10)
    even = break_even(OWN.structures["product"], numbers)
    assert even is not None
    assert even.contacts_per_hour is not None
    for factor, pays in ((1, True), (2, True), (4, True), (0.25, False)):
        at = replace(numbers, contacts_per_hour=even.contacts_per_hour * factor)
        assert (staff_for(at, OWN)["product"].price.share <= 1e-9) == pays


def test_one_pool_has_no_break_even_and_a_split_without_gain_never_pays() -> None:
    numbers = figures(regions=5)
    assert break_even(OWN.structures["centralised"], numbers) is None
    assert break_even(OWN.structures["decentralised"], replace(numbers, regions=1)) is None
    even = break_even(OWN.structures["matrix"], numbers)
    assert even is not None
    assert even.contacts_per_hour is None


# Numbers that follow from answers


def test_without_answers_the_numbers_are_those_of_the_usual_ones(guide: Guide) -> None:
    inputs = inputs_for(guide=guide)
    usual = inputs_for({factor.id: factor.usual for factor in guide.factors.values()}, guide=guide)
    assert inputs.numbers == usual.numbers
    assert not inputs.origins
    for number in NUMBERS:
        if number not in inputs.open:
            assert getattr(inputs.numbers, number) == guide.assumptions[number].value


def test_an_answer_suggests_numbers_and_says_so() -> None:
    inputs = inputs_for({"response_time": "minutes", "regions": "many"}, {"regions": 4})
    assert (inputs.numbers.answer_within, inputs.numbers.regions) == (20, 4)
    assert inputs.origins["answer_within"] == Origin("response_time", "minutes")
    assert "regions" not in inputs.origins
    assert inputs.given == {"regions"}


@pytest.mark.parametrize(
    ("edit", "field", "problem"),
    [
        (("numbers = { regions = 3 }", "numbers = { regiones = 3 }"), "numbers", "is unknown"),
        (("numbers = { regions = 3 }", "numbers = { regions = 0 }"), "numbers.regions", "1 to 100"),
        (("numbers = { regions = 3 }", "numbers = { regions = 3.5 }"), "numbers.regions", "whole"),
        (
            ("numbers = { regions = 3 }", "numbers = { regions = true }"),
            "numbers.regions",
            "number",
        ),
        (("numbers = { regions = 3 }", "numbers = 3"), "numbers", "a table of numbers"),
    ],
)
def test_a_wrong_suggestion_in_the_data_is_a_fault(
    copy: DataCopy, edit: tuple[str, str], field: str, problem: str
) -> None:
    copy.edit("factors/regions.toml", *edit)
    faults = [f for f in copy.faults() if f.record == "regions / level few"]
    assert {f.field for f in faults} == {field}
    assert any(problem in fault.problem for fault in faults)


@pytest.mark.parametrize(
    ("table", "field", "problem"),
    [
        ('{ by = "planets" }', "by", "one of one, regions"),
        ("{ specialists = true }", "by", "missing"),
        ('{ by = "regions", backup = "luck" }', "backup", "one of none, chain, hub"),
        ('{ by = "regions", transfers = 1 }', "transfers", "true or false"),
        ('{ by = "regions", colour = 1 }', "colour", "unknown key"),
        ('{ by = "regions", backup = "hub", first_line = true }', "backup", "remove"),
    ],
)
def test_a_wrong_pooling_in_the_data_is_a_fault(
    copy: DataCopy, table: str, field: str, problem: str
) -> None:
    copy.edit("structures/decentralised.toml", '{ by = "regions", repeats_trades = true }', table)
    faults = {(fault.record, fault.field): fault.problem for fault in copy.faults()}
    assert problem in faults["decentralised / pooling", field]


def test_a_structure_without_pooling_is_one_fault(copy: DataCopy) -> None:
    copy.edit(
        "structures/decentralised.toml", 'pooling = { by = "regions", repeats_trades = true }\n', ""
    )
    (fault,) = copy.faults()
    assert (fault.record, fault.field) == ("decentralised", "pooling")


# The command line


def test_the_staffing_as_json_holds_the_figures_of_the_model() -> None:
    done = run_calculator(
        *("staffing", "-", "--set", "aht=4,5 min", "--set", "regions = 4", "--format", "json"),
        text='{"response_time": "minutes"}',
    )
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    expected = staff({"response_time": "minutes"}, {"aht": 270, "regions": 4})
    assert found["given"] == ["aht", "regions"]
    assert found["origins"]["answer_within"] == {"factor": "response_time", "level": "minutes"}
    for name, staffing in expected.items():
        seen = found["structures"][name]
        assert (seen["agents"], seen["yearly_cost"]) == (staffing.agents, staffing.yearly_cost)
        assert seen["paid_staff"] == staffing.paid_staff
        assert set(seen["ratings"]) == {"cost", "speed"}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_staffing_as_text_has_a_line_for_every_structure(guide: Guide, language: str) -> None:
    done = run_calculator("staffing", "--lang", language)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    for structure in guide.structures.values():
        (line,) = (x for x in lines if x.startswith(structure.short[language] + "  "))
        assert f" {staff()[structure.id].agents} " in line


def test_every_bad_number_is_told_of_on_the_command_line() -> None:
    done = run_calculator("staffing", "--set", "aht=-4", "--set", "x=1", "--set", "patience")
    assert (done.code, done.out) == (2, "")
    aht, unknown, formless = done.err.splitlines()
    assert "-4 is below zero" in aht
    assert "no number “x”" in unknown
    assert "“--set patience” has no value" in formless
