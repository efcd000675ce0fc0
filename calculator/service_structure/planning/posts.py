"""The posts of a structure: who leads whom, how many there are, what they cost a year.

They add up to the staffing of the structure (staffing/costs.py). Every supervisor of a pool leads
one team, of whole posts as far as they go; the last team of a pool has the fraction. The head of
service is one of the managers, or the only supervisor. The teams of a group hang under one line:
under managers of its own, as far as there are any, or else under the supervisor of its first team.
Only where the groups are too many for the head, whole groups share a manager.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from service_structure.source.numbers import WEEKS, Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import Payroll, leaders_for, pay_in, payroll
from service_structure.staffing.pools import HUB, Pool

HEAD = "head"
SECOND_LINE = "second_line"
FIRST = 2
"""How much more the first manager of a group is worth than a further one."""

KINDS = (HEAD, "manager", "supervisor", SECOND_LINE, "team")


@dataclass(frozen=True)
class Post:
    """One or more posts of the same kind at the same place.

    `kind` is one of KINDS; a "second_line" leads agents who have a supervisor beside. `group` is
    what the post is for, as in pools.Work ("regions", "one", "hub" …), empty where it is for
    several, and `number` counts the groups of a kind, from 1; `place` the teams of a group. `count`
    is in full-time posts, `yearly_cost` in the unit of the hourly costs. `reports_to` is the id of
    a post, None for the head; `also_reports_to` that of a second superior.
    """

    id: str
    kind: str
    group: str
    number: int
    count: float
    yearly_cost: float
    reports_to: str | None
    also_reports_to: str | None = None
    place: int = 1


def posts(structure: str, numbers: Numbers, guide: Guide) -> tuple[Post, ...]:
    """The posts of the structure with this id; each stands after the one that it reports to."""
    pooling = guide.structures[structure].pooling
    paid = payroll(pooling, numbers)
    pools = paid.crew.pools
    teams = [_in_teams(agents, leaders_for(agents, numbers.span)) for agents in paid.posts]
    pays = [numbers.agent_cost * pay_in(pool, pooling, numbers) for pool in pools]
    counts = [len(own) for own in teams]
    others = max(paid.managers - 1, 0)
    apart = pools[0].work.group != pools[-1].work.group
    superiors = _superiors(counts, paid.second_line, others, numbers.manager_span, apart=apart)
    above = tuple(_above(paid, superiors.managers[SECOND_LINE], numbers))
    return (*above, *_groups(pools, teams, pays, superiors, above, numbers))


def _above(paid: Payroll, of_second: int, numbers: Numbers) -> Iterator[Post]:
    """The head, and the second line of a matrix with its own managers."""
    pay = numbers.manager_cost if paid.managers else numbers.supervisor_cost
    yield _post(HEAD, HEAD, "", 1, 1, pay, None, numbers)
    superior = HEAD
    if of_second:
        superior = "second_line_manager"
        yield _post(superior, "manager", SECOND_LINE, 1, of_second, pay, HEAD, numbers)
    if paid.second_line:
        pay, count = numbers.supervisor_cost, paid.second_line
        yield _post(SECOND_LINE, SECOND_LINE, "", 1, count, pay, superior, numbers)


def _groups(
    pools: Sequence[Pool],
    teams: Sequence[Sequence[float]],
    pays: Sequence[float],
    superiors: "_Superiors",
    above: Sequence[Post],
    numbers: Numbers,
) -> Iterator[Post]:
    """The supervisors of each pool with their teams; a manager stands before all that he leads.

    Whoever leads a whole spoke answers to whoever leads the hub, too.
    """
    second = SECOND_LINE if above[-1].kind == SECOND_LINE else None
    alone = sum(map(len, teams)) == 1 and not superiors.managers.total() and not second
    seen = {HEAD}
    hub = None
    for pool, counts, pay, superior in zip(pools, teams, pays, superiors.ids, strict=True):
        group, number = pool.work.group, pool.work.number
        first = ""
        for place, (count, to) in enumerate(zip(counts, superior, strict=True), 1):
            if to not in seen:
                seen.add(to)
                cost, many = numbers.manager_cost, superiors.managers[to]
                if to in superiors.shared:
                    yield _post(to, "manager", "", 1, many, cost, HEAD, numbers)
                else:
                    first = to
                    yield _post(to, "manager", group, number, many, cost, HEAD, numbers, hub)
            leader = HEAD if alone else f"{group}_{number}_{place}"
            if not alone:
                also = None if first else hub
                under = first if first and to == HEAD and len(pools) > 1 else to
                cost = numbers.supervisor_cost
                yield _post(
                    leader, "supervisor", group, number, 1, cost, under, numbers, also, place
                )
                first = first or leader
            team = f"{group}_{number}_{place}_team"
            yield _post(team, "team", group, number, count, pay, leader, numbers, second, place)
        if group == HUB:
            hub = first


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
    place: int = 1,
) -> Post:
    cost = count * hourly_cost * numbers.paid_hours * WEEKS
    return Post(name, kind, group, number, count, cost, reports_to, also, place)


def _in_teams(agents: float, teams: int) -> tuple[float, ...]:
    """Agents in teams of whole posts, as equal as they can be; the last has the fraction.

    They add up exactly: whatever is left of a float after a whole number is one too.

    >>> _in_teams(23.5, 3)
    (8, 8, 7.5)
    """
    first = _equal_parts(int(agents), teams)[:-1]
    return (*first, agents - sum(first))


@dataclass(frozen=True)
class _Superiors:
    """The head or the manager of each supervisor, pool by pool, by their ids.

    `managers` says how many managers an id stands for, SECOND_LINE for those of the second line.
    """

    ids: Sequence[Sequence[str]]
    managers: Counter[str]

    @property
    def shared(self) -> frozenset[str]:
        """The managers who are for no pool by itself: they share one, or have several."""
        pools = Counter([superior for own in self.ids for superior in {*own}])
        return frozenset([name for name in pools if pools[name] > 1 or len(self.ids) == 1])


def _superiors(
    counts: Sequence[int], second: int, managers: int, span: float, *, apart: bool
) -> _Superiors:
    """Who leads the supervisors of each pool; `counts` says how many these are.

    The first pool may stand `apart` from the others: a first line, or a hub.
    """
    if not managers:
        return _Superiors([[HEAD] * count for count in counts], Counter())
    if len(counts) == 1:
        return _in_one_pool(counts[0], second, managers)
    if managers < len(counts) and len(counts) + bool(second) > span:
        of_second = 0
        if second > span:
            of_second = min(round(managers * second / (sum(counts) + second)), managers - 1)
        found = _with_shared_managers(counts, managers - of_second, apart=apart)
        return replace(found, managers=found.managers + Counter({SECOND_LINE: of_second}))
    return _with_own_managers(counts, second, managers)


def _in_one_pool(count: int, second: int, managers: int) -> _Superiors:
    """Managers lead about equally many; a single one leaves as many to the head."""
    given = _with_own_managers([count], second, managers).managers
    leading = given["manager_1"]
    if not leading:
        return _Superiors([[HEAD] * count], given)
    own = max((count - 1 - bool(second)) // 2, 0) if managers == 1 else 0
    spans = [own, *_equal_parts(count - own, leading)]
    names = [HEAD, *[f"manager_{number}" for number in range(1, leading + 1)]]
    ids = [name for name, led in zip(names, spans, strict=True) for _ in range(led)]
    return _Superiors([ids], Counter([*names[1:], *[SECOND_LINE] * given[SECOND_LINE]]))


def _with_own_managers(counts: Sequence[int], second: int, managers: int) -> _Superiors:
    """One after the other, a manager goes to the group of which each has most supervisors to lead.

    A group of several teams that has none yet counts as FIRST groups of its size. Groups that are
    left without one report to the head.
    """
    names = [f"manager_{number}" for number in range(1, len(counts) + 1)]
    led = {**dict(zip(names, counts, strict=True)), **({SECOND_LINE: second} if second else {})}
    given: Counter[str] = Counter()

    def need(name: str) -> float:
        is_first = not given[name] and led[name] > 1 and name != SECOND_LINE
        return led[name] / (given[name] + 1) * (FIRST if is_first else 1)

    for _ in range(managers):
        given[max(led, key=need)] += 1
    ids = [
        [name if given[name] else HEAD] * count for name, count in zip(names, counts, strict=True)
    ]
    return _Superiors(ids, given)


def _with_shared_managers(counts: Sequence[int], managers: int, *, apart: bool) -> _Superiors:
    """Managers lead whole groups, as many supervisors each as can be; a single one leads half.

    Large groups, which come first, have several managers of their own; what stands `apart` shares
    none with the others.
    """
    rest, left = list(counts), managers
    leaders: list[str] = []
    given: Counter[str] = Counter()
    while left:
        own = min(round(rest[0] * left / sum(rest)), left - 1)
        if own < 2 and (leaders or not apart):
            break
        name = f"manager_{len(leaders) + 1}" if own else HEAD
        leaders.append(name)
        given += Counter({name: own})
        left -= own
        del rest[0]
    names = [f"manager_{len(leaders) + number}" for number in range(1, left + 1)]
    shared = names if managers > 1 else [HEAD, *names]
    for name, groups in zip(shared, _bundles(rest, len(shared)), strict=True):
        leaders += [name] * groups
    ids = [[name] * count for name, count in zip(leaders, counts, strict=True)]
    return _Superiors(ids, given + Counter(names))


def _bundles(counts: Sequence[int], parts: int) -> list[int]:
    """How many groups, in their order, make each of so many parts with about equal sums.

    >>> _bundles([9, 2, 2, 2, 1], 3)
    [1, 2, 2]
    """
    found: list[int] = []
    for left in range(parts, 0, -1):
        rest = counts[sum(found) :]
        sums = list(accumulate(rest[: len(rest) - left + 1]))
        off = [abs(total - sum(rest) / left) for total in sums]
        found.append(off.index(min(off)) + 1)
    return found


def _equal_parts(whole: int, parts: int) -> tuple[int, ...]:
    """A whole number in parts that differ by one at most, the larger ones first."""
    each, more = divmod(whole, parts)
    return tuple([each + (place < more) for place in range(parts)])
