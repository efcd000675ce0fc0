"""The staffing model against a discrete-event simulation (Ciw), within its confidence intervals.

Each setting is simulated several times with fixed seeds; the mean of the runs has a 99.9 % interval
by Student's t. Where the model is exact its figure lies inside. Where it is an approximation
(unequal handling times in one pool, pools that back one another up) the error is bounded.

`make quick` leaves these tests out: they take a sixth of the time of all that it could run.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from statistics import fmean, stdev
from typing import Any

import ciw
import pytest
from scipy.special import stdtrit

from service_structure import load_guide
from service_structure.api import inputs_for
from service_structure.numerics.queueing import Queue
from service_structure.source.numbers import Numbers
from service_structure.source.records import Pooling
from service_structure.staffing.pools import Crew, crew, crew_of

RUNS = 8
CONFIDENCE = 0.999
USUAL: dict[str, float] = {
    "service_level": 80,
    "answer_within": 20,
    "max_occupancy": 100,
    "product_gain": 0,
    "trade_gain": 0,
}
GUIDE = load_guide()


@dataclass(frozen=True)
class Sample:
    """A figure of several independent runs."""

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        return fmean(self.values)

    @property
    def margin(self) -> float:
        """Half the width of the confidence interval."""
        quantile = stdtrit(len(self.values) - 1, (1 + CONFIDENCE) / 2)
        return float(quantile * stdev(self.values) / math.sqrt(len(self.values)))

    def holds(self, value: float) -> bool:
        return abs(value - self.mean) <= self.margin


def runs(
    network: Any, contacts: int, measure: Callable[[list[Any]], list[float]], **kind: Any
) -> list[Sample]:
    """What is measured in the records of each run, a tenth of which is left out as warm-up."""
    found = []
    for seed in range(RUNS):
        ciw.seed(seed)
        simulation = ciw.Simulation(network, **kind)
        simulation.simulate_until_max_customers(contacts, method="Finish")
        records = simulation.get_all_records()
        start = max(record.arrival_date for record in records) / 10
        found.append(measure([r for r in records if r.arrival_date >= start]))
    return [Sample(values) for values in zip(*found, strict=True)]


def figures(**numbers: float) -> Numbers:
    return inputs_for({}, USUAL | numbers).numbers


def exponential(mean: float) -> Any:
    return ciw.dists.Exponential(1 / mean)


def waits(within: float) -> Callable[[list[Any]], list[float]]:
    """Share answered in time, mean wait of all, share that hung up."""

    def measure(records: list[Any]) -> list[float]:
        answered = [r for r in records if r.record_type == "service"]
        lost = len(records) - len(answered)
        return [
            sum(r.waiting_time <= within for r in answered) / len(records),
            fmean(r.waiting_time for r in records),
            lost / len(records),
        ]

    return measure


# Separate pools and abandonment, where the model is exact


@pytest.mark.parametrize(
    ("agents", "patience"),
    [
        pytest.param(13, None, id="13 patient"),
        pytest.param(27, None, id="27 patient", marks=pytest.mark.weekly),
        pytest.param(10, 120, id="10 impatient"),
        pytest.param(24, 300, id="24 impatient", marks=pytest.mark.weekly),
        pytest.param(20, 60, id="overloaded, impatient", marks=pytest.mark.weekly),
    ],
)
def test_one_pool_waits_as_simulated(agents: int, patience: float | None) -> None:
    queue = Queue({13: 120, 10: 120}.get(agents, 300), 300, agents, patience)
    network = ciw.create_network(
        arrival_distributions=[exponential(3600 / queue.calls_per_hour)],
        service_distributions=[exponential(300)],
        number_of_servers=[agents],
        reneging_time_distributions=[exponential(patience) if patience else None],
    )
    level, wait, lost = runs(network, 6000, waits(20))
    assert level.holds(queue.service_level(20))
    assert wait.holds(queue.mean_wait)
    assert lost.holds(queue.abandonment)


@pytest.mark.weekly
def test_uneven_regions_wait_as_simulated() -> None:
    """Three pools of 60, 30 and 20 contacts in turn: the model adds them up."""
    numbers = figures(contacts_per_hour=110, aht=300, regions=3, unevenness=1, patience=200)
    found = crew(Pooling(by="regions"), numbers)
    network = ciw.create_network(
        arrival_distributions=[exponential(3600 / p.work.contacts_per_hour) for p in found.pools],
        service_distributions=[exponential(300)] * 3,
        number_of_servers=[pool.agents for pool in found.pools],
        reneging_time_distributions=[exponential(200)] * 3,
        routing=[[0.0] * 3] * 3,
    )
    level, wait, lost = runs(network, 8000, waits(20))
    assert level.holds(found.waiting.service_level)
    assert wait.holds(found.waiting.mean_wait)
    assert lost.holds(found.waiting.abandonment)


# Transfers


def transferred(found: Crew, aht: float, transfer_time: float, rate: float) -> list[Sample]:
    """After its first service a contact becomes a transfer or is done; Ciw then routes by class."""
    shares = [pool.work.first for pool in found.pools]
    count, total = len(shares), sum(shares)
    passing = [
        [0.0 if i == j else shares[j] / (total - shares[i]) for j in range(count)]
        for i in range(count)
    ]
    stay = [[0.0] * count] * count
    after = {
        "Contact": {"Contact": 0.0, "Transfer": rate, "Done": 1 - rate},
        "Transfer": {"Contact": 0.0, "Transfer": 0.0, "Done": 1.0},
        "Done": {"Contact": 0.0, "Transfer": 0.0, "Done": 1.0},
    }
    network = ciw.create_network(
        arrival_distributions={
            "Contact": [exponential(3600 / share) for share in shares],
            "Transfer": [None] * count,
            "Done": [None] * count,
        },
        service_distributions={
            "Contact": [exponential(aht)] * count,
            "Transfer": [exponential(transfer_time)] * count,
            "Done": [exponential(1)] * count,
        },
        routing={"Contact": stay, "Transfer": passing, "Done": stay},
        class_change_matrices=[after] * count,
        number_of_servers=[pool.agents for pool in found.pools],
    )

    def measure(records: list[Any]) -> list[float]:
        contacts = [r for r in records if r.original_customer_class == "Contact"]
        passed = len(records) - len(contacts)
        return [
            sum(r.waiting_time <= 20 for r in contacts) / len(contacts),
            sum(r.waiting_time for r in records) / len(contacts),
            passed / len(contacts),
        ]

    return runs(network, 8000, measure)


@pytest.mark.weekly
def test_transfers_as_long_as_contacts_wait_as_simulated() -> None:
    """Equal times: each pool is exactly M/M/N (Jackson 1957)."""
    numbers = figures(
        contacts_per_hour=100, aht=300, functions=3, transfer_rate=19, transfer_time=300
    )
    found = crew(Pooling(by="functions", transfers=True), numbers)
    level, wait, passed = transferred(found, 300, 300, 0.19)
    assert level.holds(found.waiting.service_level)
    assert wait.holds(found.waiting.mean_wait)
    assert passed.holds(found.waiting.transfers)


@pytest.mark.weekly
def test_short_transfers_are_approximated_closely() -> None:
    """A pool of 300 s contacts and 120 s transfers is taken as one of the mean of both."""
    numbers = figures(
        contacts_per_hour=100, aht=300, functions=3, transfer_rate=19, transfer_time=120
    )
    found = crew(Pooling(by="functions", transfers=True), numbers)
    level, wait, passed = transferred(found, 300, 120, 0.19)
    assert passed.holds(found.waiting.transfers)
    assert abs(level.mean - found.waiting.service_level) <= 0.01 + level.margin
    assert abs(wait.mean - found.waiting.mean_wait) <= 0.1 * found.waiting.mean_wait + wait.margin


@pytest.mark.weekly
def test_a_first_line_and_its_experts_are_approximated_closely() -> None:
    """The first line mixes contacts of 300 s, 70 %, and hand-overs of 120 s."""
    numbers = figures(
        contacts_per_hour=200, aht=300, products=2, first_line_share=70, transfer_time=120
    )
    found = crew(Pooling(by="products", specialists=True, first_line=True), numbers)
    first, *experts = found.pools
    parts = [expert.work.contacts_per_hour / 60 for expert in experts]
    easy, hard = 0.7 * 200, 0.3 * 200
    network = ciw.create_network(
        arrival_distributions={
            "Easy": [exponential(3600 / easy), None, None],
            "Hard": [exponential(3600 / hard), None, None],
        },
        service_distributions={
            "Easy": [exponential(300)] * 3,
            "Hard": [exponential(120), exponential(300), exponential(300)],
        },
        routing={
            "Easy": [[0.0] * 3] * 3,
            "Hard": [[0.0, *parts], [0.0] * 3, [0.0] * 3],
        },
        number_of_servers=[pool.agents for pool in found.pools],
    )

    def measure(records: list[Any]) -> list[float]:
        front = [r for r in records if r.node == 1]
        return [
            sum(r.waiting_time <= 20 for r in front) / len(front),
            sum(r.waiting_time for r in records) / len(front),
        ]

    level, wait = runs(network, 8000, measure)
    assert first.work.group == "first_line"
    assert abs(level.mean - found.waiting.service_level) <= 0.01 + level.margin
    assert abs(wait.mean - found.waiting.mean_wait) <= 0.1 * found.waiting.mean_wait + wait.margin


# Pools that back one another up


class Skilled(ciw.Node):  # type: ignore[misc]
    """A node whose agents serve only some groups: own first, then whoever has waited longest."""

    groups: tuple[tuple[int, ...], ...]  # the groups of each agent, the own one first
    slower: float

    def choose_next_customer(self) -> Any:
        waiting = [ind for ind in self.individuals[0] if not ind.server]
        for ind in waiting:
            if self.find_free_server(ind) is not None:
                return ind
        return None

    def find_free_server(self, ind: Any) -> Any:
        group = int(ind.customer_class)
        best, found = None, None
        for server in self.servers:
            if not server.busy:
                groups = self.groups[server.id_number - 1]
                if group in groups:
                    order = (groups[0] != group, len(groups))
                    if best is None or order < best:
                        best, found = order, server
        return found

    def begin_service_if_possible_release(self, next_individual: Any, newly_free: Any) -> None:
        """Unlike the base class, give the agent only a contact of the agent's groups."""
        if newly_free is None:
            return
        ind = self.choose_next_customer()
        if ind is not None:
            self.attach_server(newly_free, ind)
            ind.service_start_date = self.now
            ind.service_time = self.get_service_time(ind)
            ind.service_end_date = self.now + ind.service_time
            self.number_in_service += 1
            newly_free.next_end_service_date = ind.service_end_date

    def get_service_time(self, ind: Any) -> float:
        outside = ind.server and self.groups[ind.server.id_number - 1][0] != int(ind.customer_class)
        return float(super().get_service_time(ind)) * (1 + self.slower if outside else 1)


def skills(backup: str, agents: int, count: int, share: float) -> tuple[tuple[int, ...], ...]:
    """The groups that each agent serves; a hub's own group (-1) is nobody's."""
    hub = round(share * agents) if backup == "hub" else 0
    found: list[tuple[int, ...]] = [(-1, *range(count))] * hub
    for group in range(count):
        own = (agents - hub) // count + (group < (agents - hub) % count)
        double = round(share * own) if backup == "chain" else 0
        found += [(group, (group + 1) % count)] * double + [(group,)] * (own - double)
    return tuple(found)


@cache
def backed_up(
    backup: str, agents: int, count: int, share: float, contacts: float, slower: float
) -> tuple[Sample, ...]:
    network = ciw.create_network(
        arrival_distributions={
            str(group): [exponential(3600 * count / contacts)] for group in range(count)
        },
        service_distributions={str(group): [exponential(300)] for group in range(count)},
        number_of_servers=[agents],
        routing={str(group): [[0.0]] for group in range(count)},
    )
    who = skills(backup, agents, count, share)
    node = type("Node", (Skilled,), {"groups": who, "slower": slower})
    return tuple(runs(network, 5000, waits(20), node_class=node))


BACKED_UP = [("chain", 3, 20, 20), ("hub", 3, 20, 20), ("chain", 5, 20, 50), ("hub", 5, 20, 20)]


@pytest.mark.weekly
@pytest.mark.parametrize(("backup", "groups", "erlangs", "share"), BACKED_UP)
def test_pools_that_help_one_another_meet_the_target_with_hardly_an_agent_to_spare(
    backup: str, groups: int, erlangs: int, share: int
) -> None:
    """The approximation of pools.py: at its number of agents the target is met, 2 below missed."""
    numbers = figures(
        contacts_per_hour=erlangs * 12,
        aht=300,
        regions=groups,
        products=groups,
        unevenness=0,
        cross_trained=share,
        hub_share=share,
        backup_loss=10,
    )
    pooling = Pooling(by="regions", backup=backup)
    found = crew(pooling, numbers)
    separate = crew(Pooling(by="regions"), numbers).agents
    assert crew(Pooling(by="one"), numbers).agents < found.agents < separate
    simulated = {
        agents: backed_up(backup, agents, groups, share / 100, erlangs * 12, 0.1)[0]
        for agents in (found.agents, found.agents - 2)
    }
    enough, too_few = simulated[found.agents], simulated[found.agents - 2]
    assert enough.mean + enough.margin >= 0.8
    assert too_few.mean - too_few.margin < 0.8
    assert abs(enough.mean - found.waiting.service_level) <= 0.06 + enough.margin
    waiting = crew_of(found.agents, pooling, numbers).waiting
    assert abs(enough.mean - waiting.service_level) <= 0.06 + enough.margin
