"""The posts of a structure: they are those of its staffing, and each has its place."""

from itertools import pairwise
from math import fsum

import pytest
from hypothesis import given, settings

from service_structure import load_guide, staff
from service_structure.api import inputs_for
from service_structure.case.case import Case
from service_structure.case.numbers import numbers_for
from service_structure.planning.posts import KINDS, Post, posts
from service_structure.source.numbers import Numbers
from service_structure.staffing.costs import staff_for
from tests.support import any_case, tries

OWN = load_guide()
TOLERANCE = 1e-12


def numbers_of(case: Case) -> Numbers:
    return numbers_for(case.answers.usual(OWN), case.numbers, OWN)


def posts_of(structure: str, **numbers: object) -> tuple[Post, ...]:
    return posts(structure, inputs_for({}, numbers).numbers, OWN)


def count(found: tuple[Post, ...], kind: str) -> float:
    return fsum(post.count for post in found if post.kind == kind)


@pytest.mark.long
@settings(max_examples=tries(50))
@given(case=any_case(OWN))
def test_the_posts_of_every_structure_are_those_of_its_staffing(case: Case) -> None:
    numbers = numbers_of(case)
    for structure, staffing in staff_for(numbers, OWN).items():
        found = posts(structure, numbers, OWN)
        assert count(found, "team") == staffing.paid_agents
        assert fsum(post.count for post in found) == pytest.approx(staffing.paid_staff, TOLERANCE)
        assert fsum(post.yearly_cost for post in found) == pytest.approx(
            staffing.yearly_cost, TOLERANCE
        )
        leading = count(found, "supervisor") + count(found, "second_line")
        managers = count(found, "manager")
        assert leading + managers + 1 == staffing.supervisors + staffing.managers


@pytest.mark.long
@settings(max_examples=tries(30))
@given(case=any_case(OWN))
def test_every_post_reports_to_one_that_stands_before_it(case: Case) -> None:
    for structure in OWN.structures:
        found = posts(structure, numbers_of(case), OWN)
        assert [post.id for post in found if post.reports_to is None] == ["head"]
        seen: set[str] = set()
        for post in found:
            assert post.id not in seen
            assert post.kind in KINDS
            assert post.count > 0
            assert {post.reports_to, post.also_reports_to} - {None} <= seen
            seen.add(post.id)
        superiors = {post.reports_to for post in found}
        assert {post.id for post in found if post.kind == "manager"} <= superiors


def test_a_single_team_is_led_by_the_head_of_service() -> None:
    head, team = posts_of("centralised", contacts_per_hour=10)
    assert (head.kind, team.kind, team.reports_to) == ("head", "team", "head")
    supervisor = inputs_for({}, {}).numbers.supervisor_cost
    assert head.yearly_cost == supervisor * inputs_for({}, {}).numbers.paid_hours * 52


def test_a_team_has_whole_posts_and_the_last_of_a_pool_the_fraction() -> None:
    teams = [post.count for post in posts_of("centralised", agents=57) if post.kind == "team"]
    assert all(value == int(value) for value in teams[:-1])
    assert max(teams) - min(teams) < 2


def test_both_lines_of_a_matrix_stand_in_it_and_every_agent_answers_to_both() -> None:
    found = posts_of("matrix", agents=60)
    staffing = staff({}, {"agents": 60})["matrix"]
    assert count(found, "second_line") == staffing.supervisors - count(found, "supervisor") > 0
    assert {post.also_reports_to for post in found if post.kind == "team"} == {"second_line"}


def test_whoever_leads_a_spoke_answers_to_whoever_leads_the_hub() -> None:
    found = posts_of("hub_and_spoke", contacts_per_hour=600, regions=4, hub_share=30)
    hub, *others = [post for post in found if post.reports_to == "head"]
    assert (hub.kind, hub.group) == ("manager", "hub")
    assert {post.also_reports_to for post in others} == {hub.id}
    assert {post.also_reports_to for post in found} == {hub.id, None}
    assert [post.number for post in others] == [1, 2, 3, 4]


@pytest.mark.parametrize("structure", ["decentralised", "functional", "expert_line"])
def test_elsewhere_nobody_has_two_superiors(structure: str) -> None:
    assert not any(post.also_reports_to for post in posts_of(structure, agents=300))


GROUPED = [s.id for s in OWN.structures.values() if s.pooling.by != "one"]


@pytest.mark.long
@settings(max_examples=tries(50))
@given(case=any_case(OWN))
def test_the_teams_of_a_group_hang_under_one_line(case: Case) -> None:
    """Its own managers, its first supervisor, or a manager who leads whole groups."""
    for structure in GROUPED:
        found = posts(structure, numbers_of(case), OWN)
        by_id = {post.id: post for post in found}
        groups: dict[tuple[str, int], list[Post]] = {}
        for post in found:
            if post.kind == "supervisor":
                groups.setdefault((post.group, post.number), []).append(post)
        for (group, number), (first, *others) in groups.items():
            above = by_id[first.reports_to or ""]
            line = first if above.kind == "head" and len(groups) > 1 else above
            if len(groups) > 1:
                assert {post.reports_to for post in others} <= {line.id}
                assert line.kind != "head"
            if line.kind == "manager" and line.group:
                assert (line.group, line.number) == (group, number)


def test_every_function_has_a_line_of_its_own_and_the_largest_have_the_managers() -> None:
    found = posts_of("functional", agents=120, functions=3)
    lines = [post for post in found if post.reports_to == "head"]
    assert [(post.group, post.number) for post in lines] == [("functions", n) for n in (1, 2, 3)]
    managers = [post.kind == "manager" for post in lines]
    assert sorted(managers, reverse=True) == managers
    assert 0 < sum(managers) < 3
    assert all(post.kind == "supervisor" for post in lines[sum(managers) :])


def test_where_groups_have_managers_enough_some_have_several_in_one_place() -> None:
    found = posts_of("functional", agents=400, functions=3)
    managers = [post for post in found if post.kind == "manager"]
    assert [post.number for post in managers] == [1, 2, 3]
    led = [sum(post.reports_to == own.id for post in found) / own.count for own in managers]
    assert max(own.count for own in managers) > 1
    assert max(led) < 2 * min(led)


@pytest.mark.parametrize("agents", [60, 120, 400])
def test_a_first_line_shares_no_manager_with_experts(agents: int) -> None:
    found = posts_of("expert_line", agents=agents, products=15)
    shared = {post.id for post in found if (post.kind, post.group) == ("manager", "")}
    led = {post.group for post in found if post.reports_to in shared}
    assert "first_line" not in led


def test_a_second_line_larger_than_its_only_group_takes_the_manager() -> None:
    found = posts_of("matrix", agents=60, products=1, span=25, project_span=6)
    assert [post.group for post in found if post.kind == "manager"] == ["second_line"]
    assert {p.reports_to for p in found if p.kind == "supervisor"} == {"head"}


def test_managers_of_many_regions_lead_about_equally_many_and_whole_regions() -> None:
    found = posts_of("decentralised", contacts_per_hour=2000, regions=12, unevenness=0)
    led = [
        [post.number for post in found if post.reports_to == leader and post.kind == "supervisor"]
        for leader in [post.id for post in found if post.kind == "manager"]
    ]
    assert 2 < len(led) < 12
    assert max(map(len, led)) <= 2 * min(map(len, led))
    assert sorted(number for own in led for number in {*own}) == list(range(1, 13))
    for first, second in pairwise(led):
        assert max(first) < min(second)
