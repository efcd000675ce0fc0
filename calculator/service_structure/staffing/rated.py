"""The ratings of the staffing model in closed form, for the many settings of a recommendation.

    costs_and_waits   what a contact costs, and how many are answered in time, against one pool
    contacts_taken    the contacts of an hour for which so many agents are just enough

The same steps as in pools.py and costs.py, but with people as real numbers and the queues of
square_root.py, so that a structure takes some 20 µs instead of milliseconds. Nobody gives up here:
the patience that a reader types changes what is shown, not what is rated. What the reader is shown
comes from the exact model; tests/core/test_rated.py holds the two side by side.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import fsum, sqrt
from typing import NamedTuple

from service_structure.numerics.square_root import agents_needed, timely
from service_structure.source.numbers import Numbers
from service_structure.source.records import Pooling
from service_structure.staffing.pools import (
    backup_gain,
    cut_of,
    first_line_aht,
    groups_of,
    outside_loss,
    shares,
)

DIGITS = 9
"""Figures are rounded to so many decimals, so that no library's last bit decides a ranking."""

CLOSE = 1e-5
"""How near the search for contacts comes, as a share of them or of the agents."""

HALF = 0.5
"""What rounding up to whole agents adds to a group on average."""

ONE = Pooling(by="one")


class _Part(NamedTuple):
    """Even groups of one kind: all their erlangs, the mean handling time and Σ√share."""

    groups: int
    load: float
    aht: float
    roots: float
    pay: float


def costs_and_waits(
    poolings: Sequence[Pooling], numbers: Numbers
) -> tuple[tuple[float, float], ...]:
    """For each way to divide the work the cost of a contact in per cent of that in one pool, and
    the share in time, in per cent.

    The share is that of contacts which wait no longer than the target at any stop where every
    structure has as many agents as one pool needs.
    """
    contacts = numbers.contacts_per_hour
    one = _parts(ONE, numbers, contacts)
    needed = _agents(one, ONE, numbers)
    usual, agents = _cost(one, needed, ONE, numbers), fsum(needed)
    found = []
    for pooling in poolings:
        parts = _parts(pooling, numbers, contacts)
        cost = _cost(parts, _agents(parts, pooling, numbers), pooling, numbers) / usual
        in_time = _timely(agents, parts, pooling, numbers)
        found.append((round(100 * cost, DIGITS), round(100 * in_time, DIGITS)))
    return tuple(found)


def contacts_taken(pooling: Pooling, numbers: Numbers) -> float | None:
    """The contacts of the busiest hour for which the agents on the payroll are just enough.

    The agents are those of `numbers`, the contacts there are where the search begins. None where
    the smallest crews alone take more agents than that.
    """

    def beyond(contacts: float) -> float:
        """The agents that so many contacts lack; less than 0 if some are idle."""
        parts = _parts(pooling, numbers, contacts)
        needed = _agents(parts, pooling, numbers)
        return fsum(_posts(parts, needed, pooling, numbers)) - numbers.agents

    least, most = CLOSE * numbers.contacts_per_hour, numbers.contacts_per_hour
    idle, missing = beyond(least), beyond(most)
    if idle >= 0:
        return None
    while missing < 0:
        least, idle, most = most, missing, 2 * most
        missing = beyond(most)
    while most - least > CLOSE * most:
        contacts = most - (most - least) * missing / (missing - idle)
        found = beyond(contacts)
        if abs(found) < CLOSE * numbers.agents:
            return contacts
        if found < 0:  # the Illinois method: the end that stays is weighed half
            least, idle, missing = contacts, found, missing / 2
        else:
            most, missing, idle = contacts, found, idle / 2
    return least


def _parts(pooling: Pooling, numbers: Numbers, contacts: float) -> tuple[_Part, ...]:
    """The work of a structure: its groups and, where there is one, the first line before them."""
    groups = groups_of(pooling, numbers, contacts)
    erlangs = contacts * numbers.aht / 3600
    faster = (1 - cut_of(pooling, numbers)) * (1 + outside_loss(pooling, numbers, groups))
    roots = _roots(groups, numbers.unevenness)
    if pooling.first_line:
        solved = numbers.first_line_share / 100
        aht = first_line_aht(pooling, numbers)
        first = _Part(1, erlangs * aht / numbers.aht, aht, 1.0, 1.0)
        pay = 1 + numbers.expert_pay / 100
        behind = erlangs * (1 - solved) * faster
        return (first, _Part(groups, behind, numbers.aht * faster, roots, pay))[
            : 2 if behind else 1
        ]
    load, aht = erlangs * faster, numbers.aht * faster
    if pooling.transfers and groups > 1:
        passed = numbers.transfer_rate / 100
        load += erlangs * passed * numbers.transfer_time / numbers.aht
        aht = (aht + passed * numbers.transfer_time) / (1 + passed)
    return (_Part(groups, load, aht, roots, 1.0),)


@lru_cache(maxsize=256)
def _roots(groups: int, unevenness: float) -> float:
    """How much more reserve separate groups need than one: the sum of the roots of their shares."""
    return fsum([sqrt(share) for share in shares(groups, unevenness)])


def _agents(parts: tuple[_Part, ...], pooling: Pooling, numbers: Numbers) -> tuple[float, ...]:
    return tuple([_agents_of(part, pooling, numbers) for part in parts])


def _agents_of(part: _Part, pooling: Pooling, numbers: Numbers) -> float:
    """Agents on duty in the busiest hour: separate groups and one pool, mixed by the backup."""
    whole = _needed(part, part.roots, numbers) + HALF * part.groups
    separate = max(whole, part.groups * numbers.minimum_crew)
    if pooling.backup == "none" or part.groups == 1:
        return separate
    together = _needed(part, 1.0, numbers) + HALF
    gain = backup_gain(pooling, numbers, part.groups)
    return max(together * gain + separate * (1 - gain), float(part.groups * numbers.minimum_crew))


def _needed(part: _Part, roots: float, numbers: Numbers) -> float:
    """Agents for groups whose square roots of shares add up to `roots`.

    They are like roots² equal groups, each with its share of the load.
    """
    groups = roots * roots
    return groups * agents_needed(
        part.load / groups,
        part.aht,
        service_level=numbers.service_level / 100,
        within=numbers.answer_within,
        mean_wait=numbers.max_mean_wait or None,
        max_occupancy=numbers.max_occupancy / 100,
    )


def _cost(
    parts: tuple[_Part, ...], needed: tuple[float, ...], pooling: Pooling, numbers: Numbers
) -> float:
    """What agents, supervisors and managers cost in an hour, in the unit of the hourly costs."""
    posts = _posts(parts, needed, pooling, numbers)
    pay = supervisors = 0.0
    for part, paid in zip(parts, posts, strict=True):
        pay += paid * part.pay
        supervisors += part.groups * _whole(paid / part.groups / numbers.span)
    if pooling.dual_reporting:
        supervisors += _whole(sum(posts) / numbers.project_span)
    managers = _whole(supervisors / numbers.manager_span) if supervisors > 1 else 0.0
    leaders = supervisors * numbers.supervisor_cost + managers * numbers.manager_cost
    return pay * numbers.agent_cost + leaders


def _posts(
    parts: tuple[_Part, ...], needed: tuple[float, ...], pooling: Pooling, numbers: Numbers
) -> list[float]:
    """Full-time posts behind the agents on duty, by part."""
    available = 1 - numbers.shrinkage / 100
    if pooling.dual_reporting:
        available *= 1 - numbers.coordination_time / 100
    if pooling.repeats_trades:
        available /= 1 + numbers.trade_repetition / 100
    share, week = numbers.average_load / 100, numbers.hours_per_week / numbers.paid_hours
    found = []
    for part, agents in zip(parts, needed, strict=True):
        crews = part.groups * numbers.minimum_crew
        if pooling.backup == "hub":
            crews = numbers.minimum_crew
        found.append(max(max(agents * share, crews) * week, agents) / available)
    return found


def _whole(posts: float) -> float:
    """What a number of leaders comes to on average who are whole people, and one at least."""
    return max(1.0, min(2 * posts - 1, posts + 0.5))


def _timely(agents: float, parts: tuple[_Part, ...], pooling: Pooling, numbers: Numbers) -> float:
    """The share of contacts in time with so many agents in all, shared out by the work."""
    load = fsum([part.load for part in parts])
    found = 1.0
    stops = (1.0, 1 - numbers.first_line_share / 100)
    for part, reached in zip(parts, stops, strict=False):
        own = agents * part.load / load
        level = _level(part, own, part.roots, numbers)
        if pooling.backup != "none" and part.groups > 1:
            gain = backup_gain(pooling, numbers, part.groups)
            level = gain * _level(part, own, 1.0, numbers) + (1 - gain) * level
        if pooling.transfers and part.groups > 1:
            passed = numbers.transfer_rate / 100
            level *= 1 - passed + passed * level
        found *= 1 - reached + reached * level
    return found


def _level(part: _Part, agents: float, roots: float, numbers: Numbers) -> float:
    groups = roots * roots
    return timely(agents / groups, part.load / groups, part.aht, numbers.answer_within)
