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


def test_the_hub_sets_the_rules_for_the_spokes() -> None:
    found = posts_of("hub_and_spoke", contacts_per_hour=600, regions=4, hub_share=30)
    supervisors = [post for post in found if post.kind == "supervisor"]
    assert {p.also_reports_to for p in supervisors if p.group == "regions"} == {"hub_1_1"}
    assert {p.also_reports_to for p in supervisors if p.group == "hub"} == {None}


@pytest.mark.parametrize("structure", ["decentralised", "functional", "expert_line"])
def test_elsewhere_nobody_has_two_superiors(structure: str) -> None:
    assert not any(post.also_reports_to for post in posts_of(structure, agents=300))


def test_managers_lead_about_equally_many_and_whole_regions_where_they_can() -> None:
    found = posts_of("decentralised", contacts_per_hour=2000, regions=8, unevenness=0)
    led = [
        [post.number for post in found if post.reports_to == leader and post.kind == "supervisor"]
        for leader in ("head", *[post.id for post in found if post.kind == "manager"])
    ]
    assert len(led) == 5
    assert all(5 <= len(regions) <= 10 for regions in led)
    for first, second in pairwise(led):
        assert max(first) < min(second)
