"""The ratings in closed form against the division of work and the payroll of the exact model.

With people as real numbers and leaders who cost nothing both have to come to the same, whatever
the structure: only the rounding to whole people sets them apart.
"""

from collections.abc import Callable
from dataclasses import replace
from math import fsum

import pytest

from service_structure.numerics.square_root import agents_needed, timely
from service_structure.source.numbers import Numbers
from service_structure.source.records import Pooling
from service_structure.staffing.costs import ONE_POOL, payroll
from service_structure.staffing.pools import (
    Crew,
    Pool,
    Waiting,
    Work,
    backup_gain,
    divide,
    merged,
)
from service_structure.staffing.rated import costs_and_waits
from tests.core.test_staffing import OWN, figures, pooling

NOT_ASKED = Waiting(0, 0, 0, 0, 0, 0)
ALONE = [name for name, s in OWN.structures.items() if s.pooling.backup == "none"]
BACKED_UP = [name for name in OWN.structures if name not in ALONE]
SETTINGS: dict[str, dict[str, float]] = {
    "busy": {"products": 3, "functions": 4, "regions": 5, "customer_groups": 2},
    "specialists are faster": {
        "products": 2, "product_gain": 20, "trade_gain": 30, "trade_repetition": 15,
        "regions": 3, "aht": 240, "shrinkage": 25, "expert_pay": 40, "coordination_time": 10,
    },
    "transfers and a first line": {
        "functions": 2, "transfer_rate": 30, "transfer_time": 90, "first_line_share": 40,
        "products": 4, "average_load": 50, "hours_per_week": 60, "service_level": 90,
    },
    "a crew at all hours": {
        "contacts_per_hour": 60, "products": 2, "regions": 4, "minimum_crew": 6,
        "hours_per_week": 168, "average_load": 30,
    },
    "people are busy for 80 % at most": {"max_occupancy": 80, "products": 2, "regions": 2},
    "the wait is 5 seconds on average": {"max_mean_wait": 5, "products": 2, "regions": 2},
    "everybody helps": {"cross_trained": 90, "hub_share": 60, "backup_loss": 30, "regions": 3},
    "a hub alone": {"hub_share": 100, "backup_loss": 0, "regions": 3},
    "no expert is needed": {"first_line_share": 100},
    "one group of each kind": {
        "functions": 1, "products": 1, "regions": 1, "customer_groups": 1, "transfer_rate": 20,
    },
}  # fmt: skip


def _unled(numbers: Numbers) -> Numbers:
    return replace(numbers, supervisor_cost=0, manager_cost=0)


def agents_for(work: Work, numbers: Numbers) -> float:
    """What a queue of its own needs, and the half that rounding up adds on average."""
    return 0.5 + agents_needed(
        work.erlangs,
        work.aht,
        service_level=numbers.service_level / 100,
        within=numbers.answer_within,
        mean_wait=numbers.max_mean_wait or None,
        max_occupancy=numbers.max_occupancy / 100,
    )


def crew_in_fractions(by: Pooling, numbers: Numbers) -> Crew:
    """The crew of the exact model, but for rounding."""
    works = divide(by, numbers)
    own = [max(agents_for(work, numbers), numbers.minimum_crew) for work in works]
    if by.backup != "none" and len(works) > 1:
        together, gain = agents_for(merged(works), numbers), backup_gain(by, numbers, len(works))
        total = max(
            together * gain + fsum(own) * (1 - gain), float(len(works) * numbers.minimum_crew)
        )
        own = [total * agents / fsum(own) for agents in own]
    pools = [Pool(work, agents) for work, agents in zip(works, own, strict=True)]  # type: ignore[arg-type]
    return Crew(tuple(pools), NOT_ASKED, 0.0)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("structure", OWN.structures)
def test_costs_are_those_of_the_exact_payroll_with_people_as_real_numbers(
    structure: str, setting: dict[str, float]
) -> None:
    by, numbers = pooling(structure), _unled(figures(**setting))
    if by.backup == "hub":
        numbers = replace(numbers, minimum_crew=0)  # a hub keeps one crew: see test_rated.py
    ((cost, _),) = costs_and_waits([by], numbers)
    own, one = (payroll(p, numbers, crew_in_fractions(p, numbers)) for p in (by, ONE_POOL))
    assert cost == pytest.approx(100 * own.weekly_cost / one.weekly_cost, rel=1e-9)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("structure", ALONE)
def test_shares_in_time_are_those_of_its_queues_at_every_stop(
    structure: str, setting: dict[str, float]
) -> None:
    """All groups are alike; as many agents as one pool needs are shared out by the work."""
    by, numbers = pooling(structure), figures(**setting)
    (agents,) = [pool.agents for pool in crew_in_fractions(ONE_POOL, numbers).pools]
    works = divide(by, numbers)
    load = fsum([work.erlangs for work in works])
    levels = [
        timely(agents * w.erlangs / load, w.erlangs, w.aht, numbers.answer_within) for w in works
    ]
    ((_, found),) = costs_and_waits([by], numbers)
    if by.first_line:
        passed, later = 1 - numbers.first_line_share / 100, levels[-1]
    else:
        passed = fsum([w.contacts_per_hour - w.first for w in works]) / numbers.contacts_per_hour
        later = levels[0]
    assert found == pytest.approx(100 * levels[0] * (1 - passed + passed * later), abs=1e-6)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("structure", BACKED_UP)
def test_backup_lifts_the_share_in_time_from_separate_queues_towards_one(
    structure: str, setting: dict[str, float]
) -> None:
    by, numbers = pooling(structure), figures(**setting)
    (agents,) = [pool.agents for pool in crew_in_fractions(ONE_POOL, numbers).pools]
    works = divide(by, numbers)
    one, (first, *_) = merged(works), works
    within = numbers.answer_within
    apart = timely(agents / len(works), first.erlangs, first.aht, within)
    pooled = timely(agents, one.erlangs, one.aht, within)
    gain = backup_gain(by, numbers, len(works)) if len(works) > 1 else 1.0
    ((_, found),) = costs_and_waits([by], numbers)
    assert found == pytest.approx(100 * (gain * pooled + (1 - gain) * apart), abs=1e-6)


def test_uneven_groups_need_what_each_of_them_needs() -> None:
    """Their reserves add up by the roots of their shares, whatever the sizes (1, ½, ⅓ … here)."""
    numbers = _unled(figures(regions=4, unevenness=1))
    ((cost, _),) = costs_and_waits([Pooling(by="regions")], numbers)
    own = [agents_for(work, numbers) for work in divide(Pooling(by="regions"), numbers)]
    (one,) = [agents_for(work, numbers) for work in divide(ONE_POOL, numbers)]
    assert cost == pytest.approx(100 * fsum(own) / one, rel=0.005)
    assert cost < 100 * fsum([4 * agents_for(Work("", 1, 300, 300, 300), numbers)]) / one


@pytest.mark.parametrize(
    ("contacts", "groups", "span", "supervisors", "managers"),
    [
        # Four groups of some 50 posts and one of 170: rounding up adds half a leader to each.
        (1200, 4, 10, (lambda one: one / 10 + 0.5, lambda all4: all4 / 10 + 2), 0.5),
        # A group has a supervisor of its own however small it is; one alone has no manager.
        (4, 2, 100, (lambda one: 1, lambda both: 2), None),
        # Twelve posts with ten to a supervisor: one supervisor or two, never less than one.
        (60, 2, 10, (lambda one: 2 * one / 10 - 1, lambda both: 2), None),
    ],
)
def test_leaders_are_whole_people_and_one_at_least(
    contacts: float,
    groups: int,
    span: float,
    supervisors: tuple[Callable[[float], float], ...],
    managers: float | None,
) -> None:
    numbers = figures(
        contacts_per_hour=contacts, regions=groups, span=span, average_load=80, hours_per_week=60,
        shrinkage=25, agent_cost=10, supervisor_cost=20, manager_cost=50, manager_span=5,
    )  # fmt: skip
    by = Pooling(by="regions")
    costs = []
    for own, count in zip((ONE_POOL, by), supervisors, strict=True):
        posts = payroll(own, numbers, crew_in_fractions(own, numbers)).paid_agents
        led = count(posts)
        chiefs = led / 5 + 0.5 if managers else float(led > 1)
        costs.append(10 * posts + 20 * led + 50 * chiefs)
    ((cost, _),) = costs_and_waits([by], numbers)
    assert cost == pytest.approx(100 * costs[1] / costs[0], rel=1e-9)


def test_a_matrix_has_a_second_line_of_leaders() -> None:
    numbers = figures(
        average_load=100, hours_per_week=40, shrinkage=0, project_span=20,
        agent_cost=10, supervisor_cost=20, products=1,
    )  # fmt: skip
    numbers = replace(numbers, manager_cost=0, coordination_time=0)
    once, twice = Pooling(by="products"), Pooling(by="products", dual_reporting=True)
    (one, _), (two, _) = costs_and_waits([once, twice], numbers)
    (pool,) = crew_in_fractions(ONE_POOL, numbers).pools
    plain = 10 * pool.agents + 20 * (pool.agents / 10 + 0.5)
    assert one == 100
    assert two == pytest.approx(100 * (1 + 20 * (pool.agents / 20 + 0.5) / plain))
