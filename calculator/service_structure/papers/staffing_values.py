"""The value that Python has for every formula in the two sheets of the staffing.

Programs that do not work formulas out, such as previews, show these. Attributes and methods have
the names of the columns in which the formulas stand (see staffing_block.py).
"""

from service_structure.source.numbers import Numbers
from service_structure.source.records import Structure
from service_structure.staffing.costs import Staffing, leaders_for, pay_in, posts_behind
from service_structure.staffing.pools import (
    FIRST_LINE,
    HUB,
    Pool,
    Work,
    agents_for,
    cut_of,
    divide,
    groups_of,
    merged,
    outside_loss,
    shares,
    staffed,
)

type Place = tuple[str, int]
"""The kind of a team and its number, which is 0 of all but groups."""

TOGETHER: Place = ("together", 0)

NEARLY = 1e-9
"""An agent less this is a whole one: programs differ in how they round 115.99999999999999 down."""


class TotalValues:
    """The figures of a structure."""

    def __init__(self, structure: Structure, numbers: Numbers, staffing: Staffing) -> None:
        self.teams = TeamValues(structure, numbers, staffing)
        pooling, waiting = structure.pooling, staffing.waiting
        self.groups = self.teams.groups
        self.faster = cut_of(pooling, numbers)
        self.aht = self.teams.own_aht
        self.backup, self.on_duty = staffing.backup, staffing.agents
        self.apart = sum([self.teams.of("agents", place) for place in self.teams.works])
        self.together = self.teams.of("agents", TOGETHER)
        self.hub = self.teams.of("on_duty", ("hub", 0))
        self.posts, self.staff = staffing.paid_agents, staffing.paid_staff
        self.supervisors, self.managers = staffing.supervisors, staffing.managers
        self.level, self.wait = waiting.service_level, waiting.mean_wait
        self.occupancy, self.transfers = waiting.occupancy, waiting.transfers
        self.yearly_cost, self.price = staffing.yearly_cost, staffing.price.share
        self.cost_per_contact = staffing.cost_per_contact


class TeamValues:
    """The figures of the teams of a structure, by their places."""

    def __init__(self, structure: Structure, numbers: Numbers, staffing: Staffing) -> None:
        self.pooling, self.numbers, self.total = structure.pooling, numbers, staffing
        self.groups = groups_of(self.pooling, numbers)
        self.own_aht = numbers.aht * (1 - cut_of(self.pooling, numbers))
        self.own_aht *= 1 + outside_loss(self.pooling, numbers, self.groups)
        self.shares = shares(self.groups, numbers.unevenness)
        works = divide(self.pooling, numbers)
        self.works = {_place(work): work for work in works}
        self.all = merged(works)
        self.pools = {_place(pool.work): pool for pool in staffing.pools}

    def of(self, column: str, place: Place) -> float:
        """The value in a column; without work it is 0 in most."""
        value: float = getattr(self, f"_{column}")(place)
        return value

    def _part(self, place: Place) -> float:
        number = place[1]
        return number**-self.numbers.unevenness if number <= self.groups else 0.0

    def _share(self, place: Place) -> float:
        return self.shares[place[1] - 1] if place[1] <= self.groups else 0.0

    def _weight(self, place: Place) -> float:
        share = self._share(place)
        return share / (1 - share) if self.groups > 1 else 0.0

    def _first(self, place: Place) -> float:
        work = self._work(place)
        return work.first if work else 0.0

    def _passed(self, place: Place) -> float:
        return self._contacts(place) - self._first(place)

    def _contacts(self, place: Place) -> float:
        work = self._work(place)
        return work.contacts_per_hour if work else 0.0

    def _aht(self, place: Place) -> float:
        work = self._work(place)
        if work:
            return work.aht
        return 0.0 if self.pooling.transfers else self.own_aht

    def _erlangs(self, place: Place) -> float:
        work = self._work(place)
        return work.erlangs if work else 0.0

    def _least(self, place: Place) -> float:
        work = self._work(place)
        return agents_for(work, self.numbers, level=False, wait=False) if work else 0

    def _for_level(self, place: Place) -> float:
        work = self._work(place)
        return agents_for(work, self.numbers, wait=False) if work else 0

    def _for_wait(self, place: Place) -> float:
        work = self._work(place)
        if not work or not self.numbers.max_mean_wait:
            return 0
        return agents_for(work, self.numbers, level=False)

    def _agents(self, place: Place) -> float:
        pool = self._alone(place)
        return pool.agents if pool else 0

    def _waiting(self, place: Place) -> float:
        pool = self._alone(place)
        return pool.queue.wait_probability if pool else 0.0

    def _level(self, place: Place) -> float:
        pool = self._alone(place)
        return pool.queue.service_level(self.numbers.answer_within) if pool else 1.0

    def _wait(self, place: Place) -> float:
        pool = self._alone(place)
        return pool.queue.mean_wait if pool else 0.0

    def _occupancy(self, place: Place) -> float:
        pool = self._alone(place)
        return pool.queue.occupancy if pool else 0.0

    def _quota(self, place: Place) -> float:
        rest = self.total.agents - self._on_duty(("hub", 0))
        rest -= self.numbers.minimum_crew * self.groups
        return rest * self._erlangs(place) / self.all.erlangs

    def _whole(self, place: Place) -> float:
        return int(self._quota(place) + NEARLY)

    def _on_duty(self, place: Place) -> float:
        return self.pools[place].agents if place in self.pools else 0

    def _posts(self, place: Place) -> float:
        pool = self.pools.get(place)
        return posts_behind(pool, self.pooling, self.numbers) if pool else 0.0

    def _leaders(self, place: Place) -> float:
        return leaders_for(self._posts(place), self.numbers.span)

    def _pay(self, place: Place) -> float:
        pool, numbers = self.pools.get(place), self.numbers
        if pool is None:
            return 0.0
        hourly = numbers.agent_cost * pay_in(pool, self.pooling, numbers)
        return self._posts(place) * hourly * numbers.paid_hours

    def _work(self, place: Place) -> Work | None:
        return self.all if place == TOGETHER else self.works.get(place)

    def _alone(self, place: Place) -> Pool | None:
        """A team with the agents that it needs without help from others."""
        work = self._work(place)
        return staffed(work, self.numbers) if work else None


def _place(work: Work) -> Place:
    return (work.group, 0) if work.group in (FIRST_LINE, HUB) else ("group", work.number)
