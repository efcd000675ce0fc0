"""The contacts that the agents of today take in the structure that they have today."""

from dataclasses import replace
from random import Random

import pytest

from service_structure import load_guide, next_questions, recommend, staff
from service_structure.api import inputs_for
from service_structure.case.agreement import are_near
from service_structure.case.case import Case, read_case
from service_structure.case.numbers import numbers_for, read_numbers
from service_structure.case.profile import Profile
from service_structure.decision.counterfactual import changes
from service_structure.decision.evaluation import quick_result
from service_structure.decision.model import recommend_for
from service_structure.source.numbers import CONTACTS
from service_structure.source.records import Pooling
from service_structure.staffing.costs import HALF_AN_AGENT, Staffings, contacts_served
from service_structure.staffing.rated import contacts_taken
from service_structure.views.fields import number_fields
from tests.drawn import OWN, case_of, drawn

SETTINGS = drawn(60, seed=41)
DIVIDED = [name for name, one in OWN.structures.items() if one.pooling.by != "one"]


def cases(count: int) -> list[Case]:
    """Complete answers with each structure by turns, every second with agents of its own."""
    found = []
    for n, levels in enumerate(SETTINGS[:count]):
        numbers = {"agents": Random(n).choice([40.0, 90.0, 300.0])} if n % 2 else {}
        profile = Profile(structure=DIVIDED[n % len(DIVIDED)])
        found.append(replace(case_of(levels, numbers), profile=profile))
    return found


@pytest.mark.parametrize("structure", OWN.structures)
def test_more_agents_take_more_contacts(structure: str) -> None:
    pooling = OWN.structures[structure].pooling
    for levels in SETTINGS[:20]:
        numbers = numbers_for(levels, {}, OWN)
        taken = [
            contacts_taken(pooling, replace(numbers, agents=agents)) or 0.0
            for agents in (60.0, 180.0, 540.0)
        ]
        assert taken == sorted(taken)
        assert 0 < taken[1] < taken[2]


@pytest.mark.parametrize("structure", OWN.structures)
def test_where_the_search_begins_changes_nothing(structure: str) -> None:
    pooling = OWN.structures[structure].pooling
    for levels in SETTINGS[:20]:
        numbers = numbers_for(levels, {"agents": 200}, OWN)
        far = replace(numbers, contacts_per_hour=7 * numbers.contacts_per_hour)
        assert contacts_taken(pooling, far) == pytest.approx(
            contacts_taken(pooling, numbers), rel=1e-4
        )


def test_crews_that_take_more_agents_than_there_are_take_no_contacts() -> None:
    numbers = numbers_for(SETTINGS[0], {"agents": 5, "regions": 4, "minimum_crew": 6}, OWN)
    assert contacts_taken(Pooling(by="regions"), numbers) is None


def test_todays_structure_needs_the_agents_that_there_are() -> None:
    """By the exact model, people counted whole; to a twentieth where there are many of them."""
    apart = []
    for levels in SETTINGS:
        for structure in DIVIDED:
            inputs = inputs_for(levels, {"agents": 300}, profile={"structure": structure})
            if inputs.flow_of:
                need = Staffings(inputs.numbers, OWN)[structure].paid_agents
                apart.append(are_near(300, need))
                assert need <= 300 + HALF_AN_AGENT
    assert len(apart) > 0.9 * len(SETTINGS) * len(DIVIDED)
    assert sum(apart) >= 0.97 * len(apart)


@pytest.mark.parametrize("agents", [12.0, 25.0, 40.0])
def test_few_people_are_counted_whole(agents: float) -> None:
    """The flow said to be what they take is never one for which they are too few."""
    found = 0
    for levels in SETTINGS[:20]:
        for structure in DIVIDED:
            inputs = inputs_for(levels, {"agents": agents}, profile={"structure": structure})
            if inputs.flow_of:
                needed = Staffings(inputs.numbers, OWN)[structure].paid_agents
                assert needed <= agents + 0.5
                found += 1
    assert found > 50


def test_the_contacts_served_are_hardly_fewer_than_in_closed_form() -> None:
    for structure in DIVIDED:
        pooling = OWN.structures[structure].pooling
        for levels in SETTINGS[:20]:
            numbers = numbers_for(levels, {"agents": 900}, OWN)
            served, smooth = contacts_served(pooling, numbers), contacts_taken(pooling, numbers)
            assert served
            assert smooth
            assert 0.95 * smooth < served < 1.01 * smooth


def test_every_function_takes_the_same_flow() -> None:
    answers, today = {"size": "large", "regions": "many"}, {"structure": "decentralised"}
    result = recommend(answers, numbers={"agents": 120}, profile=today)
    inputs = inputs_for(answers, {"agents": 120}, profile=today)
    assert result.inputs.numbers == inputs.numbers
    assert inputs.flow_of == "decentralised"
    alone = inputs_for(answers, {"agents": 120})
    assert alone.flow_of is None
    assert inputs.numbers.contacts_per_hour < 0.95 * alone.numbers.contacts_per_hour
    agents = staff(answers, {"agents": 120}, profile=today)["decentralised"].paid_agents
    assert are_near(120, agents)
    asked = next_questions(answers, numbers={"agents": 120}, profile=today)
    assert {question.factor for question in asked} == OWN.factors.keys() - answers.keys()


@pytest.mark.parametrize("structure", ["centralised", "none", None])
def test_without_groups_today_the_flow_is_that_of_one_pool(structure: str | None) -> None:
    profile = {"structure": structure} if structure else {}
    inputs = inputs_for({"size": "large"}, {"agents": 120}, profile=profile)
    assert inputs.flow_of is None
    assert inputs.numbers == inputs_for({"size": "large"}, {"agents": 120}).numbers


def test_contacts_that_are_given_hold_whatever_there_is_today() -> None:
    contacts = {"contacts_per_hour": 700, "contacts_per_day": 7000, "contacts_per_month": 150_000}
    assert contacts.keys() == CONTACTS
    for number, flow in contacts.items():
        given = {"agents": 120, number: flow}
        for structure in OWN.structures:
            table = {"answers": {"size": "large"}, "numbers": given}
            case, faults = read_case({**table, "profile": {"structure": structure}}, OWN)
            assert not faults
            alone, _ = read_case(table, OWN)
            assert case.ranked == alone.ranked
            assert recommend_for(case, OWN).ranking == recommend_for(alone, OWN).ranking


def test_a_case_typed_as_its_fields_show_it_is_ranked_the_same() -> None:
    taken = 0
    for case in cases(40):
        before = recommend_for(case, OWN)
        fields = number_fields(case, OWN, "en")
        shown = {"contacts_per_hour": fields["n.contacts_per_hour"]["usual"], **case.numbers}
        inputs, wrong = read_numbers(shown, case.answers, OWN, "en", case.profile.current)
        assert not wrong
        typed = replace(case, numbers=inputs.user_numbers)
        assert recommend_for(typed, OWN).ranking == before.ranking
        taken += before.inputs.flow_of is not None
    assert taken > 30


def test_the_field_says_from_what_the_contacts_follow() -> None:
    for case in (*cases(4), case_of(SETTINGS[0])):
        told = number_fields(case, OWN, "en")["n.contacts_per_hour"]["origin"]
        is_todays = recommend_for(case, OWN).inputs.flow_of is not None
        assert ("as they are organised today" in told) == is_todays


def test_what_would_change_the_advice_is_worked_out_for_the_same_flow() -> None:
    for case in cases(12):
        result = recommend_for(case, OWN)
        for change in changes(result, OWN):
            answers = case.answers.replaced(change.answers, OWN)
            after = replace(case, answers=answers)
            assert quick_result(after, OWN)[0] == change.recommended
            assert recommend_for(after, OWN).recommended == change.recommended


def test_the_flow_is_that_of_one_pool_where_the_numbers_do_not_describe_today() -> None:
    """Three people cannot be eight regional teams; and nothing is told of such a flow."""
    given = {"agents": 6, "regions": 30}
    inputs = inputs_for({"hours": "extended"}, given, profile={"structure": "decentralised"})
    assert inputs.flow_of is None
    assert inputs.numbers == inputs_for({"hours": "extended"}, given).numbers
    assert load_guide().assumptions["agents_apart"].value > 1
