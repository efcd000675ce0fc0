"""From the way a structure divides the work to pools of agents: what reaches each, what it needs.

Pools that do not help one another are queues of their own, M/M/N or M/M/N+M. They are exact where
every contact of a pool takes equally long on average, also with transfers (Jackson's theorem: what
leaves a queue and is passed on at random arrives at random); where a pool mixes full contacts with
short transfers the mixture is taken as exponential with the mean of both. In six simulated settings
(100 and 400 contacts per hour, AHT 300 s, transfers of 60, 120 and 600 s) that overstated service
levels by less than 0.01 and understated mean waits by 6 to 13 % (intervals of 99.9 % are as wide).
A contact that is abandoned is counted as if it could still be transferred, which errs on the safe
side.

Pools that back one another up lie between separate pools and one pool. Agents and waits are set at
a share b of the way from separate to pooled:

    b = 1 - exp(-k · φ^0.65 · n^-r)

with φ the share of flexible agents and n the number of groups; k = 7 and r = 0.6 where φ is the
share of agents who know two neighbouring fields, closed to a chain (Jordan & Graves 1995; Wallace
& Whitt 2005), k = 6.9 and r = 0.3 where φ is the share of agents in a common hub (Chevalier,
Shumsky & Tabordon 2004). The form is ours, as the sources give none for so few agents. Its
constants were fitted to 62 simulations of 120,000 contacts each: 9 to 100 erlangs in 2 to 10 even
groups, φ from 0.1 to 1, 80 % in 20 to 120 s, AHT 180 to 600 s, contacts outside the own field as
long as the others or 10 % longer. Against the number of agents that these needed, interpolated to
a fraction of an agent, the error is 0.4 agents on average and 1.0 at most; as the result is rounded
up, it lies between 0.6 agents below and 1.5 above. `tests/core/test_simulation.py` measures
it anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import ceil, exp, fsum, inf
from typing import Any

from service_structure.numerics.queueing import Queue, required_agents
from service_structure.source.numbers import Numbers
from service_structure.source.records import Pooling

FIRST_LINE = "first_line"
HUB = "hub"
ALMOST_ALL = 1 - 1e-12
# Agents that the work of a group of experts keeps busy; with less the groups are put together.
LEAST_EXPERTS = 2
# k and r of the share of the gain that backup brings (see above).
CHAIN = (7.0, 0.6)
COMMON = (6.9, 0.3)
# Contacts served outside the own field, per flexible agent: 6 to 8 % at φ = 0.2, 25 to 32 % at 1.
CHAIN_OUTSIDE = 0.3


@dataclass(frozen=True)
class Work:
    """What reaches one pool: contacts per hour and their mean handling time in seconds.

    `first` of the contacts have not been anywhere before; the others were passed on. `group` is
    what the pool is for (see Pooling.by; "first_line"; "hub") and `number` counts from 1.
    """

    group: str
    number: int
    contacts_per_hour: float
    first: float
    aht: float

    @property
    def erlangs(self) -> float:
        """Agents that this work keeps busy."""
        return self.contacts_per_hour * self.aht / 3600


@dataclass(frozen=True)
class Pool:
    """Agents on duty in the busiest hour, and the work that reaches them."""

    work: Work
    agents: int
    patience: float | None = None

    @cached_property
    def queue(self) -> Queue:
        """The pool as a queue of its own, where no other pool helps it."""
        return Queue(self.work.contacts_per_hour, self.work.aht, self.agents, self.patience)


@dataclass(frozen=True)
class Waiting:
    """How customers fare. Shares from 0 to 1, times in seconds.

    `service_level` is the share of first contacts answered in time, of all offered; `timely` the
    share of contacts that waited no longer than that at any stop, transfers included. `mean_wait`
    is the wait of a contact at all its stops, inf in overload. `transfers` is the share passed on.
    """

    service_level: float
    timely: float
    mean_wait: float
    abandonment: float
    occupancy: float
    transfers: float

    @property
    def overloaded(self) -> bool:
        """Whether some pool gets more work than it can ever do."""
        return self.mean_wait == inf


@dataclass(frozen=True)
class Crew:
    """The pools of a structure in the busiest hour and how customers fare.

    `backup` is the share of the gain of one pool that the pools reach by helping one another.
    """

    pools: tuple[Pool, ...]
    waiting: Waiting
    backup: float

    @property
    def agents(self) -> int:
        """Agents on duty in all pools."""
        return sum(pool.agents for pool in self.pools)


def crew(pooling: Pooling, numbers: Numbers, cut: float | None = None) -> Crew:
    """Staff the pools of a structure so that each meets the targets.

    `cut` is the share by which specialists are faster; None takes it from the numbers.
    """
    works = divide(pooling, numbers, cut)
    pools = tuple([staffed(work, numbers) for work in works])
    waiting = _waiting(pools, numbers)
    if not _is_backed_up(pooling, works):
        return Crew(pools, waiting, 0.0)
    one = staffed(merged(works), numbers)
    backup = backup_gain(pooling, numbers, len(works))
    separate = sum(pool.agents for pool in pools)
    agents = max(
        ceil((one.agents * backup + separate * (1 - backup)) * ALMOST_ALL),
        len(works) * numbers.minimum_crew,
    )
    return Crew(
        pools=_shared(works, agents, pooling, numbers, numbers.minimum_crew),
        waiting=_between(waiting, _waiting((one,), numbers), backup),
        backup=backup,
    )


def crew_of(agents: int, pooling: Pooling, numbers: Numbers) -> Crew:
    """The pools of a structure with so many agents in all, shared out in proportion to the work.

    Unlike `crew` it may be too few: pools then are overloaded.
    """
    works = divide(pooling, numbers)
    pools = _allotted(works, agents, numbers)
    waiting = _waiting(pools, numbers)
    if not _is_backed_up(pooling, works):
        return Crew(pools, waiting, 0.0)
    one = Pool(merged(works), agents, numbers.patience or None)
    backup = backup_gain(pooling, numbers, len(works))
    return Crew(
        pools=_shared(works, agents, pooling, numbers, least_crew=0),
        waiting=_between(waiting, _waiting((one,), numbers), backup),
        backup=backup,
    )


def divide(pooling: Pooling, numbers: Numbers, cut: float | None = None) -> tuple[Work, ...]:
    """The work that reaches each pool of a structure in the busiest hour."""
    if cut is None:
        cut = cut_of(pooling, numbers)
    count = groups_of(pooling, numbers)
    parts = shares(count, numbers.unevenness)
    aht = numbers.aht * (1 - cut) * (1 + outside_loss(pooling, numbers, count))
    if pooling.first_line:
        return _behind_first_line(pooling, numbers, parts, aht)
    works = [_work(pooling.by, n, numbers.contacts_per_hour * p, aht) for n, p in enumerate(parts)]
    if pooling.transfers and count > 1:
        return _with_transfers(works, parts, numbers)
    return tuple(works)


def groups_of(pooling: Pooling, numbers: Numbers, contacts: float | None = None) -> int:
    """Into how many groups the work is divided; experts share products until two have work.

    The contacts of the busiest hour are those of the numbers where no others are given.
    """
    if pooling.by == "one":
        return 1
    count: int = getattr(numbers, pooling.by)
    if not pooling.first_line:
        return count
    contacts = numbers.contacts_per_hour if contacts is None else contacts
    passed = contacts * (1 - numbers.first_line_share / 100)
    behind = passed * numbers.aht / 3600 * (1 - cut_of(pooling, numbers))
    return min(count, max(int(behind / LEAST_EXPERTS), 1))


def cut_of(pooling: Pooling, numbers: Numbers) -> float:
    """The share by which agents are faster because they need not master all products or trades."""
    by_product = numbers.product_gain / 100 * (1 - pooling.masters_products)
    by_trade = numbers.trade_gain / 100 * (1 - pooling.masters_trades)
    return 1 - (1 - by_product) * (1 - by_trade)


def first_line_aht(pooling: Pooling, numbers: Numbers) -> float:
    """The mean handling time of a first line, which need not master what the experts do."""
    solved = numbers.first_line_share / 100
    own = numbers.aht * (1 - cut_of(pooling, numbers))
    return solved * own + (1 - solved) * numbers.transfer_time


def shares(count: int, unevenness: float) -> tuple[float, ...]:
    """Shares of so many groups, the n-th in proportion to 1 / n^unevenness (Zipf).

    >>> [round(share, 2) for share in shares(3, 1)]
    [0.55, 0.27, 0.18]
    """
    sizes = [n**-unevenness for n in range(1, count + 1)]
    total = fsum(sizes)
    return tuple([size / total for size in sizes])


def split_agents(contacts_per_hour: float, aht: float, pools: int, **targets: Any) -> int:
    """Agents that equal pools need together; `targets` are those of `required_agents`.

    >>> [split_agents(1200, 300, n, service_level=0.8, within=20) for n in (1, 2, 5, 10)]
    [108, 114, 125, 140]
    """
    return pools * required_agents(contacts_per_hour / pools, aht, **targets)


def split_break_even(contacts_per_hour: float, aht: float, pools: int, **targets: Any) -> float:
    """Least share by which AHT has to fall for equal pools to need no more agents than one.

    >>> f"{split_break_even(1200, 300, 5, service_level=0.8, within=20):.1%}"
    '14.8%'
    """
    one = split_agents(contacts_per_hour, aht, 1, **targets)
    return smallest_where(
        lambda cut: split_agents(contacts_per_hour, aht * (1 - cut), pools, **targets) <= one
    )


def smallest_where(holds: Callable[[float], bool], low: float = 0.0, high: float = 1.0) -> float:
    """Smallest number, to 1/2000 of the span, from which a condition holds that holds at high."""
    if holds(low):
        return low
    precision = (high - low) / 2000
    while high - low > precision:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _work(group: str, place: int, contacts: float, aht: float) -> Work:
    return Work(group, place + 1, contacts, contacts, aht)


def _with_transfers(
    works: Sequence[Work], parts: Sequence[float], numbers: Numbers
) -> tuple[Work, ...]:
    """A share of the contacts of each pool goes on to another, in proportion to its size."""
    passed = numbers.contacts_per_hour * numbers.transfer_rate / 100
    weights = [part / (1 - part) for part in parts]
    found = []
    for work, part, weight in zip(works, parts, weights, strict=True):
        coming = passed * part * (fsum(weights) - weight)
        contacts = work.first + coming
        aht = (work.first * work.aht + coming * numbers.transfer_time) / contacts
        found.append(replace(work, contacts_per_hour=contacts, aht=aht))
    return tuple(found)


def _behind_first_line(
    pooling: Pooling, numbers: Numbers, parts: Sequence[float], aht: float
) -> tuple[Work, ...]:
    """All contacts reach the first line, and those that it does not solve an expert as well."""
    solved = numbers.first_line_share / 100
    contacts = numbers.contacts_per_hour
    first_line = _work(FIRST_LINE, 0, contacts, first_line_aht(pooling, numbers))
    experts = [
        Work(pooling.by, n, contacts * (1 - solved) * part, 0.0, aht)
        for n, part in enumerate(parts, 1)
    ]
    return (first_line, *(expert for expert in experts if expert.contacts_per_hour))


def merged(works: Sequence[Work]) -> Work:
    """All the work of several pools as that of one."""
    if len(works) == 1:
        return works[0]
    contacts = fsum([work.contacts_per_hour for work in works])
    first = fsum([work.first for work in works])
    aht = 3600 * fsum([work.erlangs for work in works]) / contacts
    return Work("one", 1, contacts, first, aht)


def staffed(work: Work, numbers: Numbers) -> Pool:
    """A pool with the fewest agents who meet the targets without help from others."""
    agents = max(agents_for(work, numbers), numbers.minimum_crew)
    return Pool(work, agents, numbers.patience or None)


def agents_for(work: Work, numbers: Numbers, *, level: bool = True, wait: bool = True) -> int:
    """The fewest agents who meet the targets, on request without that of the level or the wait."""
    return _required(
        work.contacts_per_hour,
        work.aht,
        numbers.service_level / 100 if level else None,
        numbers.answer_within if level else None,
        (numbers.max_mean_wait or None) if wait else None,
        numbers.max_occupancy / 100,
        numbers.patience or None,
    )


@lru_cache(maxsize=4096)
def _required(
    contacts: float,
    aht: float,
    service_level: float | None,
    within: float | None,
    mean_wait: float | None,
    max_occupancy: float,
    patience: float | None,
) -> int:
    return required_agents(
        contacts,
        aht,
        service_level=service_level,
        within=within,
        mean_wait=mean_wait,
        max_occupancy=max_occupancy,
        patience=patience,
    )


def _is_backed_up(pooling: Pooling, works: Sequence[Work]) -> bool:
    return pooling.backup != "none" and len(works) > 1


def backup_gain(pooling: Pooling, numbers: Numbers, groups: int) -> float:
    """The share of the gain of one pool that backup brings (see the top of this file)."""
    k, r = CHAIN if pooling.backup == "chain" else COMMON
    flexible = _flexible(pooling, numbers)
    if pooling.backup == "hub" and flexible >= 1:
        return 1.0  # everyone is in the hub
    return 1 - exp(-k * flexible**0.65 * groups**-r)


def _flexible(pooling: Pooling, numbers: Numbers) -> float:
    return (numbers.cross_trained if pooling.backup == "chain" else numbers.hub_share) / 100


def outside_loss(pooling: Pooling, numbers: Numbers, groups: int) -> float:
    """By which share handling takes longer because some contacts are served outside the field."""
    if pooling.backup == "none" or groups < 2:
        return 0.0
    outside = _flexible(pooling, numbers) * (CHAIN_OUTSIDE if pooling.backup == "chain" else 1)
    return outside * numbers.backup_loss / 100


def _shared(
    works: Sequence[Work], agents: int, pooling: Pooling, numbers: Numbers, least_crew: int
) -> tuple[Pool, ...]:
    """Agents of groups that help one another, and those of the hub that helps them all."""
    spare = agents - least_crew * len(works)
    hub = round(agents * _flexible(pooling, numbers)) if pooling.backup == "hub" else 0
    hub = min(hub, spare)
    pools = _allotted(works, agents - hub, numbers, least_crew)
    if not hub:
        return pools
    return (Pool(Work(HUB, 1, 0.0, 0.0, merged(works).aht), hub), *pools)


def _allotted(
    works: Sequence[Work], agents: int, numbers: Numbers, least_crew: int = 0
) -> tuple[Pool, ...]:
    """Agents beyond the least crew shared out in proportion to the work, by largest remainders."""
    load = fsum([work.erlangs for work in works])
    rest = agents - least_crew * len(works)
    quotas = [rest * work.erlangs / load for work in works]
    given = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(works)), key=lambda n: (given[n] - quotas[n], n))
    for n in by_remainder[: rest - sum(given)]:
        given[n] += 1
    patience = numbers.patience or None
    given = [least_crew + own for own in given]
    return tuple([Pool(work, own, patience) for work, own in zip(works, given, strict=True)])


def _waiting(pools: Sequence[Pool], numbers: Numbers) -> Waiting:
    """How customers fare whose pools do not help one another."""
    first = fsum([pool.work.first for pool in pools])
    arrivals = [pool.work.contacts_per_hour for pool in pools]
    passed = fsum(arrivals) - first
    levels = [pool.queue.service_level(numbers.answer_within) for pool in pools]
    at_first = fsum([p.work.first * level for p, level in zip(pools, levels, strict=True)]) / first
    transfers = max(passed / first, 0.0)
    later = 1.0
    if transfers:
        moved = [pool.work.contacts_per_hour - pool.work.first for pool in pools]
        later = fsum([m * level for m, level in zip(moved, levels, strict=True)]) / fsum(moved)
    waits = [a * pool.queue.mean_wait for a, pool in zip(arrivals, pools, strict=True)]
    lost = [a * pool.queue.abandonment for a, pool in zip(arrivals, pools, strict=True)]
    agents = sum(pool.agents for pool in pools)
    busy = fsum([pool.agents * pool.queue.occupancy for pool in pools])
    return Waiting(
        service_level=at_first,
        timely=at_first * (1 - transfers + transfers * later),
        mean_wait=sum(waits) / first,
        abandonment=min(fsum(lost) / first, 1.0),
        occupancy=busy / agents if agents else 1.0,
        transfers=transfers,
    )


def _between(separate: Waiting, pooled: Waiting, share: float) -> Waiting:
    """Interpolate linearly: share 0 is `separate`, share 1 is `pooled`."""

    def mix(low: float, high: float) -> float:
        if share in (0, 1):  # an infinite wait times 0 is no number
            return high if share else low
        return low * (1 - share) + high * share

    return Waiting(
        service_level=mix(separate.service_level, pooled.service_level),
        timely=mix(separate.timely, pooled.timely),
        mean_wait=mix(separate.mean_wait, pooled.mean_wait),
        abandonment=mix(separate.abandonment, pooled.abandonment),
        occupancy=mix(separate.occupancy, pooled.occupancy),
        transfers=pooled.transfers,
    )
