"""How work is divided into pools, who helps whom and who is paid, each worked out by hand."""

from dataclasses import replace
from math import exp, fsum, inf

import pytest

from service_structure.numerics.queueing import Queue
from service_structure.source.records import Pooling
from service_structure.staffing.costs import (
    MOST_CONTACTS,
    ONE_POOL,
    break_even,
    exact_figures,
    leaders_for,
    on_scale,
    payroll,
    staff_for,
)
from service_structure.staffing.pools import (
    FIRST_LINE,
    HUB,
    Crew,
    Pool,
    Waiting,
    Work,
    backup_gain,
    crew,
    crew_of,
    divide,
    groups_of,
    merged,
    outside_loss,
    smallest_where,
)
from tests.core.test_staffing import OWN, figures, pooling

CHAIN = Pooling(by="regions", backup="chain")
COMMON = Pooling(by="regions", backup="hub")
ALONE = Pooling(by="regions")
EXPERTS = pooling("expert_line")
NOT_ASKED = Waiting(0, 0, 0, 0, 0, 0)


# What reaches each pool


def test_pools_are_counted_from_1_and_say_what_they_are_for() -> None:
    assert [(w.group, w.number) for w in divide(ALONE, figures(regions=2))] == [
        ("regions", 1),
        ("regions", 2),
    ]
    found = divide(EXPERTS, figures(products=2))
    assert [(w.group, w.number) for w in found] == [
        (FIRST_LINE, 1),
        ("products", 1),
        ("products", 2),
    ]
    assert [w.group for w in divide(EXPERTS, figures(first_line_share=100))] == [FIRST_LINE]


@pytest.mark.parametrize(
    ("contacts", "solved", "groups"),
    [(60, 0, 2), (60, 50, 1), (60, 15, 2), (60, 20.1, 1), (96, 0, 4), (1200, 0, 6), (6, 0, 1)],
)
def test_experts_share_products_until_two_of_them_have_work(
    contacts: float, solved: float, groups: int
) -> None:
    """12 contacts an hour of 300 seconds keep one expert busy, 24 contacts two: one group."""
    numbers = figures(contacts_per_hour=contacts, first_line_share=solved, products=6)
    assert groups_of(EXPERTS, numbers) == groups
    assert groups_of(replace(EXPERTS, first_line=False), numbers) == 6


def test_experts_who_are_faster_fill_fewer_groups() -> None:
    numbers = figures(contacts_per_hour=60, first_line_share=0, products=6, product_gain=40)
    assert groups_of(replace(EXPERTS, masters_products=0), numbers) == 1  # 5 erlangs become 3


def test_what_is_passed_on_goes_to_the_others_by_their_size() -> None:
    """Of 600, 300 and 200 contacts a tenth goes on: of the first pool's 60 the second gets 36."""
    numbers = figures(contacts_per_hour=1100, functions=3, unevenness=1, transfer_rate=10)
    large, middle, small = divide(pooling("functional"), numbers)
    assert [w.first for w in (large, middle, small)] == pytest.approx([600, 300, 200])
    assert large.contacts_per_hour == pytest.approx(600 + 30 * 600 / 800 + 20 * 600 / 900)
    assert middle.contacts_per_hour == pytest.approx(300 + 60 * 300 / 500 + 20 * 300 / 900)
    assert small.contacts_per_hour == pytest.approx(200 + 60 * 200 / 500 + 30 * 200 / 800)
    seconds = 600 * 300 + (large.contacts_per_hour - 600) * 120
    assert large.aht == pytest.approx(seconds / large.contacts_per_hour)


def test_all_the_work_of_several_pools_is_that_of_one() -> None:
    works = [Work("a", 1, 30.0, 20.0, 120.0), Work("a", 2, 10.0, 10.0, 240.0)]
    whole = merged(works)
    assert (whole.group, whole.number, whole.contacts_per_hour, whole.first) == ("one", 1, 40, 30)
    assert whole.aht == pytest.approx(150)
    assert merged(works[:1]) == works[0]


def test_a_pool_is_staffed_for_every_target_that_is_set() -> None:
    """100 erlangs at 80 % are 125 agents; waits of 5 s on average need more than 80 % in 20 s."""
    assert crew(ONE_POOL, figures(max_occupancy=80)).agents == 125
    usual = Queue(1200, 300, 108)
    waits = figures(max_mean_wait=5)
    found = crew(ONE_POOL, waits).agents
    assert Queue(1200, 300, found).mean_wait <= 5 < Queue(1200, 300, found - 1).mean_wait
    assert usual.mean_wait > 5
    patient = crew(ONE_POOL, figures(patience=60)).pools[0]
    assert (patient.patience, patient.queue.patience) == (60, 60)
    assert patient.agents < 108
    assert crew(ONE_POOL, figures()).pools[0].patience is None


# Backup


@pytest.mark.parametrize(("share", "groups"), [(5, 2), (20, 5), (50, 3), (100, 10)])
def test_backup_brings_the_share_of_the_gain_that_the_formula_says(
    share: float, groups: int
) -> None:
    numbers = figures(cross_trained=share, hub_share=share)
    flexible = share / 100
    chain = 1 - exp(-7 * flexible**0.65 * groups**-0.6)
    common = 1 - exp(-6.9 * flexible**0.65 * groups**-0.3)
    assert backup_gain(CHAIN, numbers, groups) == pytest.approx(chain)
    assert backup_gain(COMMON, numbers, groups) == (1 if share == 100 else pytest.approx(common))


def test_work_outside_the_own_field_takes_longer() -> None:
    """Of the chain three tenths of what flexible agents do, of the hub all of it."""
    numbers = figures(cross_trained=50, hub_share=40, backup_loss=20)
    assert outside_loss(CHAIN, numbers, 2) == pytest.approx(0.5 * 0.3 * 0.2)
    assert outside_loss(COMMON, numbers, 2) == pytest.approx(0.4 * 0.2)
    for by, groups in ((CHAIN, 1), (COMMON, 1), (ALONE, 5)):
        assert outside_loss(by, numbers, groups) == 0


def test_a_crew_that_is_backed_up_lies_between_separate_pools_and_one() -> None:
    numbers = figures(regions=5, cross_trained=10, backup_loss=0)
    found = crew(CHAIN, numbers)
    assert found.backup == backup_gain(CHAIN, numbers, 5)
    apart, one = crew(ALONE, numbers), crew(ONE_POOL, numbers)
    mixed = one.agents * found.backup + apart.agents * (1 - found.backup)
    assert mixed - 1e-6 <= found.agents < mixed + 1
    for name in ("service_level", "timely", "mean_wait", "abandonment", "occupancy"):
        low, high = getattr(apart.waiting, name), getattr(one.waiting, name)
        expected = low + (high - low) * found.backup
        assert getattr(found.waiting, name) == pytest.approx(expected), name
    assert (apart.backup, one.backup) == (0, 0)


def test_too_few_agents_who_back_one_another_up_wait_like_those_between() -> None:
    numbers = figures(regions=4, hub_share=20, backup_loss=0, patience=120)
    found = crew_of(96, COMMON, numbers)
    apart, one = crew_of(96, ALONE, numbers).waiting, crew_of(96, ONE_POOL, numbers).waiting
    gain = backup_gain(COMMON, numbers, 4)
    assert found.backup == gain
    assert found.waiting.mean_wait == pytest.approx(
        apart.mean_wait * (1 - gain) + one.mean_wait * gain
    )
    assert one.mean_wait < found.waiting.mean_wait < apart.mean_wait


def test_where_nobody_or_everybody_helps_an_endless_wait_stays_what_it_is() -> None:
    """Four regions of unequal size: with 102 agents some are overloaded, one pool is not."""
    numbers = figures(regions=4, unevenness=1, cross_trained=0, hub_share=100, backup_loss=0)
    alone, one = (crew_of(102, by, numbers).waiting for by in (ALONE, ONE_POOL))
    assert (alone.mean_wait, one.mean_wait < inf) == (inf, True)
    assert crew_of(102, CHAIN, numbers).waiting == alone
    assert crew_of(102, COMMON, numbers).waiting == one
    assert crew_of(98, CHAIN, numbers).waiting.mean_wait == inf


def test_groups_that_help_one_another_keep_their_smallest_crews() -> None:
    for by in (CHAIN, COMMON):
        found = crew(by, replace(figures(regions=5), minimum_crew=40))
        groups = [pool for pool in found.pools if pool.work.group != HUB]
        assert (found.agents, [pool.agents for pool in groups]) == (200, [40] * 5)
    (hub, *groups) = crew(COMMON, figures(regions=5, minimum_crew=20, hub_share=90)).pools
    assert [pool.agents for pool in groups] == [20] * 5
    assert hub.work == Work(HUB, 1, 0.0, 0.0, hub.work.aht)
    assert hub.work.aht == pytest.approx(300 * (1 + 0.9 * 0.1))


def test_two_groups_are_the_fewest_that_can_help_one_another() -> None:
    for by in (CHAIN, COMMON):
        assert crew(by, figures(regions=1)).backup == crew_of(110, by, figures()).backup == 0
        assert crew(by, figures(regions=2)).backup > 0
    assert [pool.work.group for pool in crew(CHAIN, figures(regions=2)).pools] == ["regions"] * 2


def test_fewer_agents_than_groups_are_shared_out_as_well() -> None:
    found = [crew_of(3, by, figures(regions=5)) for by in (ALONE, CHAIN, COMMON)]
    assert [sum(pool.agents for pool in one.pools) for one in found] == [3, 3, 3]
    assert [min(pool.agents for pool in one.pools) for one in found] == [0, 0, 0]
    assert found[0].backup == 0


def test_agents_are_shared_out_by_the_work_and_of_equals_the_first_get_more() -> None:
    assert [p.agents for p in crew_of(10, ALONE, figures(regions=4)).pools] == [3, 3, 2, 2]
    uneven = crew_of(22, ALONE, figures(regions=3, unevenness=1)).pools  # by 6 : 3 : 2
    assert [pool.agents for pool in uneven] == [12, 6, 4]
    uneven = crew_of(20, ALONE, figures(regions=3, unevenness=1)).pools  # 10.9, 5.5 and 3.6
    assert [pool.agents for pool in uneven] == [11, 5, 4]


# How customers fare


def test_contacts_fare_as_their_queues_do_each_by_its_share() -> None:
    numbers = figures(regions=2, unevenness=1, patience=90)
    found = crew_of(104, ALONE, numbers)
    large, small = (
        Queue(c, 300, p.agents, 90) for c, p in zip((800, 400), found.pools, strict=True)
    )
    assert [pool.agents for pool in found.pools] == [69, 35]
    mean = {
        "service_level": (2 * large.service_level(20) + small.service_level(20)) / 3,
        "timely": (2 * large.service_level(20) + small.service_level(20)) / 3,
        "mean_wait": (2 * large.mean_wait + small.mean_wait) / 3,
        "abandonment": (2 * large.abandonment + small.abandonment) / 3,
        "occupancy": (69 * large.occupancy + 35 * small.occupancy) / 104,
        "transfers": 0,
    }
    for name, expected in mean.items():
        assert getattr(found.waiting, name) == pytest.approx(expected), name


def test_who_is_passed_on_waits_twice() -> None:
    """A fifth of the contacts: two even pools with 660 first contacts and 132 passed on each."""
    numbers = figures(contacts_per_hour=1320, functions=2, transfer_rate=20, transfer_time=300)
    found = crew_of(140, pooling("functional"), numbers).waiting
    queue = Queue(792, 300, 70)
    level = queue.service_level(20)
    assert found.transfers == pytest.approx(0.2)
    assert found.service_level == pytest.approx(level)
    assert found.timely == pytest.approx(level * (0.8 + 0.2 * level))
    assert found.mean_wait == pytest.approx(1.2 * queue.mean_wait)


def test_who_reaches_an_expert_has_waited_for_the_first_line() -> None:
    numbers = figures(products=2, first_line_share=75, transfer_time=100, product_gain=0)
    found = crew(EXPERTS, numbers)
    front, *experts = found.pools
    first, later = (pool.queue.service_level(20) for pool in (front, experts[0]))
    assert found.waiting.transfers == pytest.approx(0.25)
    assert found.waiting.service_level == pytest.approx(first)
    assert found.waiting.timely == pytest.approx(first * (0.75 + 0.25 * later))


def test_without_agents_everybody_who_is_there_is_busy() -> None:
    found = crew_of(0, ONE_POOL, figures()).waiting
    assert (found.occupancy, found.service_level, found.mean_wait) == (1, 0, inf)
    numbers = figures(functions=2, transfer_rate=20, patience=60)
    assert crew_of(0, pooling("functional"), numbers).waiting.abandonment == 1


# Who is paid, and what it costs


def test_the_price_of_a_split_is_what_it_takes_more_than_one_pool() -> None:
    numbers = figures(regions=4, trade_repetition=10)
    found = staff_for(numbers, OWN)
    one, split = found["centralised"], found["decentralised"]
    assert split.price.agents == split.agents - one.agents > 0
    assert split.price.paid_staff == pytest.approx(split.paid_staff - one.paid_staff)
    assert split.price.yearly_cost == pytest.approx(split.yearly_cost - one.yearly_cost)
    assert split.price.share == pytest.approx(split.yearly_cost / one.yearly_cost - 1)
    cost, timely = exact_figures(pooling("decentralised"), numbers)
    assert cost == pytest.approx(100 * split.yearly_cost / one.yearly_cost)
    assert timely == pytest.approx(100 * split.at_equal_staff.timely)


def _paid(by: Pooling, agents: tuple[int, ...], **numbers: float) -> tuple[float, ...]:
    """Supervisors, those of the second line, managers and the cost of a week of so many posts."""
    own = figures(shrinkage=0, average_load=100, hours_per_week=40, **numbers)
    works = divide(by, own)
    pools = [Pool(work, count) for work, count in zip(works, agents, strict=True)]
    found = payroll(by, own, Crew(tuple(pools), NOT_ASKED, 0.0))
    assert found.paid_agents == fsum(found.posts)
    assert found.paid_staff == found.paid_agents + found.supervisors + found.managers
    return found.supervisors, found.second_line, found.managers, found.weekly_cost


def test_every_group_has_supervisors_of_its_own_and_several_of_them_a_manager() -> None:
    """An hour of an agent costs 1, of a supervisor 1.5, of a manager 2.5; 40 hours a week."""
    assert _paid(ALONE, (10,), regions=1) == (1, 0, 0, 40 * (10 + 1.5))
    assert _paid(ALONE, (10, 11), regions=2) == (3, 0, 1, 40 * (21 + 4.5 + 2.5))
    assert _paid(ALONE, (45, 45), regions=2) == (10, 0, 2, 40 * (90 + 15 + 5))


def test_in_a_matrix_agents_answer_to_a_second_line_too_and_coordinate() -> None:
    matrix = Pooling(by="regions", dual_reporting=True)
    found = _paid(matrix, (20, 20), regions=2, project_span=20, coordination_time=0.01)
    assert found[:3] == (3 + 3 + 3, 3, 2)  # just above 40 posts
    assert found[3] == pytest.approx(40 * (40 / 0.9999 + 9 * 1.5 + 2 * 2.5))


def test_experts_behind_a_first_line_earn_more() -> None:
    *led, cost = _paid(EXPERTS, (10, 10), products=1, expert_pay=30)
    assert led == [2, 0, 1]
    assert cost == pytest.approx(40 * (10 + 13 + 3 + 2.5))


@pytest.mark.parametrize(
    ("people", "span", "leaders"),
    [(0.5, 10, 1), (10, 10, 1), (10 + 1e-9, 10, 1), (10.01, 10, 2), (30, 10, 3), (3, 1, 3)],
)
def test_a_leader_more_is_needed_where_more_than_rounding_is_left(
    people: float, span: float, leaders: int
) -> None:
    assert leaders_for(people, span) == leaders


def test_figures_beyond_the_ends_of_a_scale_are_its_ends() -> None:
    """Cost efficiency is 1 at 90 % of the cost of one pool and 0 at 140 %."""
    found = [on_scale(figure, "cost", OWN) for figure in (80, 90, 102.5, 115, 140, 200)]
    assert found == pytest.approx([1, 1, 0.75, 0.5, 0, 0])


# Break-even


def test_the_least_number_for_which_something_holds_is_found_to_a_2000th_of_the_span() -> None:
    spans = [(0.0, 1.0, 0.3), (0.0, 1.0, 0.9999), *((10.0, 20.0, 10.1 + n) for n in range(9))]
    for low, high, least in spans:
        found = smallest_where(least.__le__, low, high)
        assert least <= found <= least + (high - low) / 2000
    assert smallest_where(lambda _: True, 2.0, 3.0) == 2


@pytest.mark.parametrize("gain", [5, 10, 20])
def test_just_below_its_break_even_a_split_does_not_pay(gain: float) -> None:
    """The volume is right to a 2000th of itself, the gain to a 2000th of 99 %."""
    numbers = figures(products=5, product_gain=gain)
    product = OWN.structures["product"]
    found = break_even(product, numbers)
    assert found is not None
    assert found.contacts_per_hour is not None
    assert found.gain is not None
    volume, faster = found.contacts_per_hour, found.gain
    for below, at in (
        [replace(numbers, contacts_per_hour=volume * share) for share in (1 - 1 / 2000, 1)],
        [replace(numbers, product_gain=faster - less) for less in (0.0495, 0)],
    ):
        assert exact_figures(product.pooling, below)[0] > 100
        assert exact_figures(product.pooling, at)[0] <= 100 + 1e-6


@pytest.mark.parametrize(("gain", "aht"), [(2.4, 300), (0.3, 72000)])
def test_volumes_of_which_no_source_tells_are_not_searched(gain: float, aht: float) -> None:
    """30,000 contacts of five minutes an hour would pay, and so would 20,000 of twenty hours."""
    numbers = replace(figures(products=5, product_gain=gain), aht=aht)
    product = OWN.structures["product"]
    found = break_even(product, numbers)
    assert found is not None
    assert found.contacts_per_hour is None
    more = replace(numbers, contacts_per_hour=30_000 if aht == 300 else 20_000)
    assert exact_figures(product.pooling, more)[0] < 100


def test_experts_for_one_product_may_pay_though_there_is_no_split() -> None:
    numbers = figures(products=1, first_line_share=80, product_gain=0)
    assert break_even(OWN.structures["product"], numbers) is None
    assert break_even(OWN.structures["expert_line"], numbers) is not None


def test_a_split_that_always_pays_breaks_even_at_the_least_volume() -> None:
    """Three quarters less work each, and one person each in both: it pays from one contact on."""
    numbers = replace(figures(products=2, product_gain=75), supervisor_cost=0.0, manager_cost=0.0)
    found = break_even(OWN.structures["product"], numbers)
    assert found is not None
    assert found.contacts_per_hour is not None
    assert found.contacts_per_hour < MOST_CONTACTS
    volume = found.contacts_per_hour
    by = OWN.structures["product"].pooling
    for contacts, pays in ((volume, True), (2 * volume, True), (MOST_CONTACTS, True)):
        at = replace(numbers, contacts_per_hour=contacts)
        assert (exact_figures(by, at)[0] <= 100 + 1e-6) == pays
