"""What each structure costs and how fast it answers: people, money, waits, the price of a split.

Every pool is staffed for the busiest hour (see pools.py) and the pools are added up. What is on the
payroll follows from the opening hours: a pool has on average `average_load` of its busiest crew on
duty, never less than the smallest crew, and everyone on duty in the busiest hour is employed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import ceil, fsum

from service_structure.source.numbers import MOST_ERLANGS, WEEKS, Numbers
from service_structure.source.records import Guide, Pooling, Structure
from service_structure.staffing.pools import Crew, Pool, Waiting, crew, crew_of, smallest_where
from service_structure.staffing.rated import contacts_taken, costs_and_waits

ONE_POOL = Pooling(by="one")
# Volumes beyond this are not searched for a break-even: no service in the sources is as large.
MOST_CONTACTS = 20_000.0
ROUNDING = 1e-9
ATTEMPTS = 12
"""How often fewer contacts are tried before so many agents are said to take none."""

FEWER = 0.99
"""The share of the contacts that the next attempt has at most: three digits tell it apart."""

HALF_AN_AGENT = 0.5
"""So many agents on the payroll may be missing, so that no search ends on a fraction of one."""


@dataclass(frozen=True)
class SplitCost:
    """Extra agents, posts and cost compared with one pool; negative if it needs less.

    `share` is the extra cost relative to the cost of one pool.
    """

    agents: int
    paid_staff: float
    yearly_cost: float
    share: float


@dataclass(frozen=True)
class Staffing:
    """The people, waits and costs of one structure.

    `agents` are on duty in the busiest hour, `paid_agents` on the payroll as full-time posts;
    `paid_staff` adds supervisors and managers. `waiting` holds at this staff, `at_equal_staff` with
    as many agents on duty as one pool needs. `backup` is the share of the gain of one pool that
    the pools reach by helping one another. Money is in the units of the hourly costs.
    """

    structure: str
    pools: tuple[Pool, ...]
    agents: int
    paid_agents: float
    supervisors: int
    managers: int
    waiting: Waiting
    backup: float
    yearly_cost: float
    cost_per_contact: float
    price: SplitCost
    at_equal_staff: Waiting

    @property
    def paid_staff(self) -> float:
        """Full-time posts: agents, supervisors and managers."""
        return self.paid_agents + self.supervisors + self.managers


@dataclass(frozen=True)
class BreakEven:
    """When a split pays, by yearly cost; None if it never does.

    `contacts_per_hour` is the volume above which it costs no more than one pool, `gain` by how many
    per cent the agents of its groups have to be faster for that at today's volume.
    """

    contacts_per_hour: float | None
    gain: float | None


@dataclass(frozen=True)
class Rating:
    """A value from 0 to 1 and the figure behind it, in per cent on the scale of the criterion."""

    value: float
    figure: float


def staff_for(numbers: Numbers, guide: Guide) -> Mapping[str, Staffing]:
    """Staff every structure for the numbers of the staffing model; keyed by structure id."""
    staffings = Staffings(numbers, guide)
    return {structure: staffings[structure] for structure in guide.structures}


class Staffings:
    """The staffing of every structure by its id, each worked out when it is first asked for.

    The answer card needs one or two of them. `found` holds what has been worked out.
    """

    def __init__(self, numbers: Numbers, guide: Guide) -> None:
        self.numbers = numbers
        self.guide = guide
        self.found: dict[str, Staffing] = {}

    def __getitem__(self, structure: str) -> Staffing:
        """Staff a structure. KeyError if the guide has none of this id."""
        if structure not in self.found:
            record = self.guide.structures[structure]
            self.found[structure] = _staffing(record, self.numbers, self._one)
        return self.found[structure]

    @cached_property
    def _one(self) -> "Payroll":
        return payroll(ONE_POOL, self.numbers)


staffings_for = lru_cache(maxsize=16)(Staffings)
"""The staffing for some numbers: most answers leave them as they were."""


def ratings(numbers: Numbers, guide: Guide) -> Mapping[str, Mapping[str, Rating]]:
    """Ratings of every structure on cost efficiency and speed of resolution, on fixed scales.

    `cost` rates the cost of a contact in per cent of that in one pool, from 1 at `cost_best` to 0
    at `cost_worst`. `speed` rates the share of contacts that wait no longer than the target at any
    stop when every structure has as many agents as one pool needs, from 0 at `speed_worst` to 1 at
    `speed_best`. The ends are assumptions of the guide and hold for all organisations, so that no
    rating depends on which structures are compared. The figures are those of rated.py.
    """
    structures = guide.structures.values()
    figures = costs_and_waits([structure.pooling for structure in structures], numbers)
    return {
        structure.id: {
            "cost": Rating(on_scale(cost, "cost", guide), cost),
            "speed": Rating(on_scale(timely, "speed", guide), timely),
        }
        for structure, (cost, timely) in zip(structures, figures, strict=True)
    }


def exact_figures(pooling: Pooling, numbers: Numbers) -> tuple[float, float]:
    """The figures that are rated, as the exact model works them out, both in per cent."""
    one = crew(ONE_POOL, numbers).agents
    return cost_per_contact(pooling, numbers), 100 * crew_of(one, pooling, numbers).waiting.timely


def cost_per_contact(pooling: Pooling, numbers: Numbers) -> float:
    """What a contact costs in a structure, in per cent of what it costs in one pool."""
    one = payroll(ONE_POOL, numbers)
    own = payroll(pooling, numbers)
    return 100 * own.weekly_cost / one.weekly_cost


def break_even(structure: Structure, numbers: Numbers) -> BreakEven | None:
    """When a structure costs no more than one pool; None for one pool itself.

    Volumes are searched up to 20,000 contacts per hour and MOST_ERLANGS of work, every doubling
    from 1 and then between the last that is too small and the next. As people come whole, a split
    may also pay at single volumes below.
    """
    pooling = structure.pooling
    if pooling.by == "one" or (getattr(numbers, pooling.by) == 1 and not pooling.first_line):
        return None
    return BreakEven(_break_even_volume(pooling, numbers), _break_even_gain(pooling, numbers))


def _break_even_volume(pooling: Pooling, numbers: Numbers) -> float | None:
    def pays(contacts: float) -> bool:
        at = replace(numbers, contacts_per_hour=contacts)
        return _excess(pooling, at, None) <= ROUNDING

    volume = min(MOST_CONTACTS, 3600 * MOST_ERLANGS / numbers.aht)
    if not pays(volume):
        return None
    while volume > 1 and pays(volume / 2):
        volume /= 2
    return smallest_where(pays, volume / 2, volume)


def _break_even_gain(pooling: Pooling, numbers: Numbers) -> float | None:
    highest = 0.99

    def pays(cut: float) -> bool:
        return _excess(pooling, numbers, cut) <= ROUNDING

    return 100 * smallest_where(pays, 0.0, highest) if pays(highest) else None


def _excess(pooling: Pooling, numbers: Numbers, cut: float | None) -> float:
    """The cost of a structure above that of one pool, as a share of the latter."""
    one = payroll(ONE_POOL, numbers)
    split = payroll(pooling, numbers, crew(pooling, numbers, cut))
    return split.weekly_cost / one.weekly_cost - 1


@dataclass(frozen=True)
class Payroll:
    """The payroll of a crew: full-time posts and what they cost in a week.

    `posts` are those of the agents of each pool; `second_line` of the supervisors are those to whom
    agents answer beside their own.
    """

    crew: Crew
    posts: tuple[float, ...]
    supervisors: int
    second_line: int
    managers: int
    weekly_cost: float

    @property
    def paid_agents(self) -> float:
        """Full-time posts of agents."""
        return fsum(self.posts)

    @property
    def paid_staff(self) -> float:
        """Full-time posts: agents, supervisors and managers."""
        return self.paid_agents + self.supervisors + self.managers


def _staffing(structure: Structure, numbers: Numbers, one: Payroll) -> Staffing:
    posts = payroll(structure.pooling, numbers)
    contacts = numbers.contacts_per_hour * numbers.average_load / 100 * numbers.hours_per_week
    more = posts.weekly_cost - one.weekly_cost
    return Staffing(
        structure=structure.id,
        pools=posts.crew.pools,
        agents=posts.crew.agents,
        paid_agents=posts.paid_agents,
        supervisors=posts.supervisors,
        managers=posts.managers,
        waiting=posts.crew.waiting,
        backup=posts.crew.backup,
        yearly_cost=posts.weekly_cost * WEEKS,
        cost_per_contact=posts.weekly_cost / contacts,
        price=SplitCost(
            agents=posts.crew.agents - one.crew.agents,
            paid_staff=posts.paid_staff - one.paid_staff,
            yearly_cost=more * WEEKS,
            share=more / one.weekly_cost,
        ),
        at_equal_staff=crew_of(one.crew.agents, structure.pooling, numbers).waiting,
    )


def payroll(pooling: Pooling, numbers: Numbers, staffed: Crew | None = None) -> Payroll:
    """Who is on the payroll: every pool has supervisors of its own, a matrix a second line.

    `staffed` is the crew of the structure, worked out if it is not given.
    """
    staffed = staffed or crew(pooling, numbers)
    paid = tuple([posts_behind(pool, pooling, numbers) for pool in staffed.pools])
    supervisors = sum([leaders_for(posts, numbers.span) for posts in paid])
    second = leaders_for(fsum(paid), numbers.project_span) if pooling.dual_reporting else 0
    supervisors += second
    managers = leaders_for(supervisors, numbers.manager_span) if supervisors > 1 else 0
    pay = [
        posts * numbers.agent_cost * pay_in(pool, pooling, numbers)
        for pool, posts in zip(staffed.pools, paid, strict=True)
    ]
    leaders = supervisors * numbers.supervisor_cost + managers * numbers.manager_cost
    weekly_cost = (fsum(pay) + leaders) * numbers.paid_hours
    return Payroll(staffed, paid, supervisors, second, managers, weekly_cost)


@lru_cache(maxsize=64)
def contacts_served(pooling: Pooling, numbers: Numbers) -> float | None:
    """The contacts of the busiest hour, to three digits, for which the agents on the payroll are
    just enough, people counted whole.

    The search starts from the model in closed form and lowers the contacts until no more agents are
    needed than there are. None where the smallest crews alone take more.
    """
    contacts = contacts_taken(pooling, numbers)
    for _ in range(ATTEMPTS):
        if not contacts:
            return None
        contacts = float(f"{contacts:.3g}")
        needed = payroll(pooling, replace(numbers, contacts_per_hour=contacts)).paid_agents
        if needed <= numbers.agents + HALF_AN_AGENT:
            return contacts
        contacts *= min(numbers.agents / needed, FEWER)
    return None


def posts_behind(pool: Pool, pooling: Pooling, numbers: Numbers) -> float:
    """Full-time posts behind a crew that covers the opening hours."""
    on_duty = max(pool.agents * numbers.average_load / 100, numbers.minimum_crew)
    posts = max(on_duty * numbers.hours_per_week / numbers.paid_hours, pool.agents)
    available = 1 - numbers.shrinkage / 100
    if pooling.dual_reporting:
        available *= 1 - numbers.coordination_time / 100
    if pooling.repeats_trades:
        available /= 1 + numbers.trade_repetition / 100
    return posts / available


def pay_in(pool: Pool, pooling: Pooling, numbers: Numbers) -> float:
    """The pay of a pool's agents in terms of the usual: experts behind a first line earn more."""
    is_expert = pooling.first_line and pool.work.group == pooling.by
    return 1 + numbers.expert_pay / 100 if is_expert else 1.0


def leaders_for(people: float, span: float) -> int:
    """How many lead so many people, with at most `span` for each."""
    return ceil(people / span * (1 - ROUNDING))


def on_scale(figure: float, criterion: str, guide: Guide) -> float:
    """A figure in per cent as a value from 0 to 1, between the fixed ends of its criterion."""
    return between(figure, *ends(criterion, guide))


def between(figure: float, worst: float, best: float) -> float:
    """A figure as a value from 0 to 1, between the ends of its scale."""
    return min(max((figure - worst) / (best - worst), 0.0), 1.0)


@lru_cache(maxsize=32)
def ends(criterion: str, guide: Guide) -> tuple[float, float]:
    """The figures with the values 0 and 1."""
    worst, best = (guide.assumptions[f"{criterion}_{end}"].value for end in ("worst", "best"))
    return worst, best
