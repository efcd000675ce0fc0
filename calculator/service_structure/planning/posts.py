"""The posts of a structure: who leads whom, how many there are, what they cost a year.

They add up to the staffing of the structure (staffing/costs.py). Every supervisor of a pool leads
one team, of whole posts as far as they go; the last team of a pool has the fraction. The head of
service is one of the managers, or the only supervisor, and leads supervisors herself where that
makes the spans more equal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from service_structure.case.numbers import WEEKS
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import Payroll, leaders_for, pay_in, payroll
from service_structure.staffing.pools import HUB, Pool

HEAD = "head"
SECOND_LINE = "second_line"
NEAR = 2
"""An end is moved by no more than a span divided by this."""

KINDS = (HEAD, "manager", "supervisor", SECOND_LINE, "team")


@dataclass(frozen=True)
class Post:
    """One or more posts of the same kind at the same place.

    `kind` is one of KINDS; a "second_line" leads agents who have a supervisor beside. `group` is
    what the post is for, as in pools.Work ("regions", "one", "hub" …), empty where it is for
    several, and `number` counts the groups of a kind, or the managers, from 1. `count` is in
    full-time posts, `yearly_cost` in the unit of the hourly costs. `reports_to` is the id of a
    post, None for the head; `also_reports_to` that of a second superior.
    """

    id: str
    kind: str
    group: str
    number: int
    count: float
    yearly_cost: float
    reports_to: str | None
    also_reports_to: str | None = None


def posts(structure: str, numbers: Numbers, guide: Guide) -> tuple[Post, ...]:
    """The posts of the structure with this id; each stands after the one that it reports to."""
    pooling = guide.structures[structure].pooling
    paid = payroll(pooling, numbers)
    pools = paid.crew.pools
    teams = [_in_teams(agents, leaders_for(agents, numbers.span)) for agents in paid.posts]
    pays = [numbers.agent_cost * pay_in(pool, pooling, numbers) for pool in pools]
    above = tuple(_above(paid, numbers))
    return (*above, *_groups(pools, teams, pays, above, numbers))


def _above(paid: Payroll, numbers: Numbers) -> Iterator[Post]:
    """The head, the other managers, and the second line of a matrix."""
    pay = numbers.manager_cost if paid.managers else numbers.supervisor_cost
    yield _post(HEAD, HEAD, "", 1, 1, pay, None, numbers)
    managers, teams = max(paid.managers - 1, 0), paid.supervisors - paid.second_line
    for number in range(1, min(managers, teams) + 1):
        yield _post(f"manager_{number}", "manager", "", number, 1, pay, HEAD, numbers)
    if not paid.second_line:
        return
    superior = HEAD
    if managers > teams:  # a second line so large that it takes managers of its own
        superior, rest = "second_line_manager", managers - teams
        yield _post(superior, "manager", SECOND_LINE, 1, rest, pay, HEAD, numbers)
    pay = numbers.supervisor_cost
    yield _post(SECOND_LINE, SECOND_LINE, "", 1, paid.second_line, pay, superior, numbers)


def _groups(
    pools: Sequence[Pool],
    teams: Sequence[Sequence[float]],
    pays: Sequence[float],
    above: Sequence[Post],
    numbers: Numbers,
) -> Iterator[Post]:
    """The supervisors of each pool with their teams."""
    second = next((post.id for post in above if post.kind == SECOND_LINE), None)
    superiors = iter(_superiors([len(counts) for counts in teams], above))
    alone = sum(map(len, teams)) == 1 and len(above) == 1
    hub = ""
    for pool, counts, pay in zip(pools, teams, pays, strict=True):
        group, number = pool.work.group, pool.work.number
        for place, count in enumerate(counts, 1):
            leader = HEAD if alone else f"{group}_{number}_{place}"
            if not alone:
                also = None if group == HUB else hub or None
                hub = hub or (leader if group == HUB else "")
                to = next(superiors)
                cost = numbers.supervisor_cost
                yield _post(leader, "supervisor", group, number, 1, cost, to, numbers, also)
            team = f"{group}_{number}_{place}_team"
            yield _post(team, "team", group, number, count, pay, leader, numbers, second)


def _post(
    name: str,
    kind: str,
    group: str,
    number: int,
    count: float,
    hourly_cost: float,
    reports_to: str | None,
    numbers: Numbers,
    also: str | None = None,
) -> Post:
    cost = count * hourly_cost * numbers.paid_hours * WEEKS
    return Post(name, kind, group, number, count, cost, reports_to, also)


def _in_teams(agents: float, teams: int) -> tuple[float, ...]:
    """Agents in teams of whole posts, as equal as they can be; the last has the fraction.

    They add up exactly: whatever is left of a float after a whole number is one too.

    >>> _in_teams(23.5, 3)
    (8, 8, 7.5)
    """
    first = _equal_parts(int(agents), teams)[:-1]
    return (*first, agents - sum(first))


def _superiors(counts: Sequence[int], above: Sequence[Post]) -> list[str]:
    """Who leads each supervisor, in their order; `counts` are the supervisors of each pool.

    The spans are about equal; where one manager's end and the next one's begin is moved to the end
    of a pool near by.
    """
    leaders = [HEAD, *[post.id for post in above if post.kind == "manager" and not post.group]]
    supervisors, others = sum(counts), len(leaders) - 1
    if not others:
        return [HEAD] * supervisors
    reports = sum([post.reports_to == HEAD for post in above])
    own = max((supervisors - others * reports) // (others + 1), 0)
    ends = [own, *accumulate(_equal_parts(supervisors - own, others), initial=own)][1:]
    near = (supervisors - own) / others / NEAR
    at_pools = [_nearest(end, [0, *accumulate(counts)], near) for end in ends]
    if any(start >= end for start, end in pairwise(at_pools)):  # a manager would lead nobody
        at_pools = ends
    spans = [at_pools[0], *[end - start for start, end in pairwise(at_pools)]]
    return [leader for leader, span in zip(leaders, spans, strict=True) for _ in range(span)]


def _nearest(place: int, marks: Sequence[int], near: float) -> int:
    """The mark nearest to a place; the place itself where none is so near."""
    mark = min(marks, key=lambda mark: abs(mark - place))
    return mark if abs(mark - place) <= near else place


def _equal_parts(whole: int, parts: int) -> tuple[int, ...]:
    """A whole number in parts that differ by one at most, the larger ones first."""
    each, more = divmod(whole, parts)
    return tuple([each + (place < more) for place in range(parts)])
