"""The plan of a change: which tasks it takes, when, by whom, and how many people there are then.

Tasks follow from what tells two structures apart. A task begins as soon as all those before it are
done, so the plan is as long as its longest chain. Times are in working days from the first day of
the plan, 0; a task lasts from `start` up to the day before `end`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from math import ceil, fsum

from service_structure.case.agreement import are_near
from service_structure.case.profile import NO_STRUCTURE
from service_structure.decision.model import Recommendation
from service_structure.planning.differences import differences
from service_structure.planning.durations import days_of, pace
from service_structure.planning.headcount import (
    Posts,
    Quarter,
    in_tenths,
    leavers,
    redundancies,
    walk,
)
from service_structure.planning.timetable import Timetable, roll_out, span_of_closing, timetable
from service_structure.planning.workdays import QUARTER, working_day, working_days
from service_structure.source.numbers import Numbers
from service_structure.source.plan_records import Briefing, Country, Days, LegalNote, Task
from service_structure.source.records import Guide
from service_structure.staffing.costs import staffings_for
from service_structure.staffing.pools import groups_of

LEAST = 1e-9
"""Posts below which two headcounts are equal."""


@dataclass(frozen=True)
class Step:
    """A task with its time: `days` is what it takes in this plan, `slack` what it may be late by.

    `notes` are what the law asks for in it.
    """

    task: Task
    days: Days
    after: tuple[str, ...]
    start: int
    end: int
    slack: int
    notes: tuple[LegalNote, ...]

    @property
    def critical(self) -> bool:
        """Whether the plan ends later if the task does."""
        return self.slack == 0


@dataclass(frozen=True)
class Plan:
    """The steps from one structure to another, by their start; `today` may be NO_STRUCTURE.

    `days` is how long all takes in a service of `size` agents, `chain` the tasks of a longest
    chain. `start` is None where no first day is set. `times` are the moments that the budget of the
    move follows: those of the steps, in proportion where the reader has said how many months the
    move takes. Where the plan `is_short`, there are fewer agents today than the structure needs.
    """

    today: str
    target: str
    country: Country
    start: date | None
    steps: tuple[Step, ...]
    days: Days
    size: float
    is_short: bool
    chain: tuple[str, ...]
    people: Posts
    quarters: tuple[Quarter, ...]
    times: Timetable

    @cached_property
    def by_task(self) -> Mapping[str, Step]:
        """The steps by the ids of their tasks."""
        return {step.task.id: step for step in self.steps}

    @cached_property
    def in_tenths(self) -> tuple[Posts, tuple[Quarter, ...]]:
        """The posts of today and the quarters in tenths of a post, adding up as shown."""
        return in_tenths(self.people, self.quarters)

    @property
    def redundancies(self) -> float:
        """Posts that are closed while somebody holds them."""
        return fsum([quarter.redundant for quarter in self.quarters])

    def day(self, number: int) -> date | None:
        """The date of a working day; None where no first day is set."""
        return working_day(self.start, number) if self.start else None

    def told_on(self, briefing: Briefing) -> int:
        """The working day of a briefing, no earlier than the first."""
        return max(self.by_task[briefing.task].start - briefing.days_before, 0)


def plan_for(
    recommendation: Recommendation,
    guide: Guide,
    start: date | None = None,
    language: str = "",
    target: str = "",
) -> Plan | None:
    """The plan from the structure that the profile names to the `target`, else the recommended one.

    None where the profile names none, or the same one. `start` is the first day, else that
    of the profile; the country follows from the currency of the profile, else from `language`.
    """
    profile, target = recommendation.profile, target or recommendation.recommended
    if profile.structure in (None, target):
        return None
    return compose(
        profile.structure or NO_STRUCTURE,
        target,
        recommendation.inputs.numbers,
        guide,
        start=start or profile.start,
        country=country_for(profile.currency, language, guide),
        reckoned=country_for(profile.currency, "", guide),
        agents=recommendation.inputs.given_agents,
    )


def compose(
    today: str,
    target: str,
    numbers: Numbers,
    guide: Guide,
    *,
    start: date | None = None,
    country: Country | None = None,
    reckoned: Country | None = None,
    agents: float | None = None,
) -> Plan:
    """The plan from one structure, or NO_STRUCTURE, to another. KeyError if one is unknown.

    Its times follow the `agents` that there are, where the reader has said it, else those that
    today's structure needs. Where there are clearly fewer than needed, its posts begin with them;
    where there are more, the others may have other work, and the plan leaves them alone. How many
    leave and are made redundant follows from the periods of the country `reckoned` with, if it is
    another one: that of the budget.
    """
    country = country or country_for(None, "", guide)
    plan = _composed(today, target, numbers, guide, country, reckoned or country, agents)
    return replace(plan, start=start)


@lru_cache(maxsize=16)
def _composed(
    today: str,
    target: str,
    numbers: Numbers,
    guide: Guide,
    country: Country,
    reckoned: Country,
    agents: float | None,
) -> Plan:
    """The plan without dates: budget and page ask for the same one."""
    is_short = _is_short(today, numbers, guide, agents)
    people, wanted = _people(today, target, numbers, guide, agents if is_short else None)
    size = people.agents if agents is None else agents
    speed = pace(size, guide)

    @cache
    def steps_in(place: Country, redundant: float) -> tuple[Step, ...]:
        chosen = _tasks(today, target, people.total - wanted.total, redundant, guide)
        times = {t.id: _times(t, today, target, days_of(t, speed), numbers, guide) for t in chosen}
        return _steps(chosen, times, _before(chosen, guide), place, redundant)

    def leaving_in(steps: Sequence[Step]) -> float:
        return leavers(people.total, numbers.attrition, _timetable(steps, numbers.move_months))

    leaving, redundant = _settled(
        people.total - wanted.total, lambda rest: leaving_in(steps_in(reckoned, rest))
    )
    steps = steps_in(country, redundant)
    moments = _timetable(steps, numbers.move_months)
    length = Days(*(_length(steps, end) for end in ("low", "usual", "high")))
    return Plan(
        today=today,
        target=target,
        country=country,
        start=None,
        steps=tuple(sorted(steps, key=lambda step: step.start)),
        days=length,
        size=size,
        is_short=is_short,
        chain=_longest_chain(steps),
        people=people,
        quarters=_quarters(people, wanted, steps, leaving),
        times=moments,
    )


def _settled(surplus: float, leaving: Callable[[float], float]) -> tuple[float, float]:
    """How many leave until posts are closed, and how many posts are then made redundant.

    `leaving` tells the former for a number of the latter: the law may ask to begin sooner the more
    there are.
    """
    redundant = 0.0
    while True:
        gone = leaving(redundant)
        rest = redundancies(surplus, gone)
        if rest <= redundant:
            return gone, redundant
        redundant = rest


def _steps(
    tasks: Sequence[Task],
    times: Mapping[str, Days],
    before: Mapping[str, tuple[str, ...]],
    country: Country,
    redundancies: float,
) -> tuple[Step, ...]:
    """The tasks with their times, no shorter than the law of a country asks for."""
    notes = {task.id: _notes(task, country, redundancies) for task in tasks}
    days = {name: _lawful(own, notes[name]) for name, own in times.items()}
    return _timed(tasks, before, days, notes)


def _timetable(steps: Sequence[Step], months: float) -> Timetable:
    """The moments of the steps, or in proportion to them where a move takes so many months."""
    found = timetable(_spans(steps))
    return found.lasting(months) if months else found


def _spans(steps: Sequence[Step]) -> Mapping[str, tuple[int, int]]:
    """The first day of every task and the day after its last."""
    return {step.task.id: (step.start, step.end) for step in steps}


def country_for(currency: str | None, language: str, guide: Guide) -> Country:
    """The country of a currency, else of a language, else the one that stands for all others."""
    countries = guide.planning.countries.values()
    for country in countries:
        if currency in country.currencies:
            return country
    for country in countries:
        if not currency and language in country.languages:
            return country
    return next(country for country in countries if country.is_general)


def _people(
    today: str, target: str, numbers: Numbers, guide: Guide, agents: float | None
) -> tuple[Posts, Posts]:
    """The posts of today, with so many `agents` if they are too few, and of the target.

    Without a known structure today has the agents that the numbers name, and the target's leaders.
    """
    staffings = staffings_for(numbers, guide)
    own = staffings[target]
    wanted = Posts(own.paid_agents, own.supervisors, own.managers)
    if today == NO_STRUCTURE:
        return Posts(numbers.agents, own.supervisors, own.managers), wanted
    had = staffings[today]
    there = had.paid_agents if agents is None else agents
    return Posts(there, had.supervisors, had.managers), wanted


def _is_short(today: str, numbers: Numbers, guide: Guide, agents: float | None) -> bool:
    """Whether there are clearly fewer agents than a structure needs."""
    if agents is None or today == NO_STRUCTURE:
        return False
    needed = staffings_for(numbers, guide)[today].paid_agents
    return agents < needed and not are_near(agents, needed)


def _tasks(
    today: str, target: str, surplus: float, redundant: float, guide: Guide
) -> tuple[Task, ...]:
    """The tasks of a plan, each below those that come before it.

    A surplus of posts is closed as people leave of their own accord; where too few do, the plan has
    the task to dismiss some.
    """
    had = None if today == NO_STRUCTURE else guide.structures[today].pooling
    found = set(differences(had, guide.structures[target].pooling))
    if surplus < -LEAST:
        found.add("more_people")
    elif surplus > LEAST:
        found.add("too_few_leave" if redundant else "enough_leave")
    return tuple(task for task in guide.planning.tasks.values() if found.intersection(task.when))


def _times(task: Task, today: str, target: str, once: Days, numbers: Numbers, guide: Guide) -> Days:
    """What a task takes, once for every group after the pilot where it comes in waves."""
    pooling = guide.structures[target].pooling
    if pooling.by == "one" and today != NO_STRUCTURE:
        pooling = guide.structures[today].pooling
    waves = min(max(groups_of(pooling, numbers) - 1, 1), task.waves)
    return Days(*(waves * days for days in (once.low, once.usual, once.high)))


def _notes(task: Task, country: Country, redundancies: float) -> tuple[LegalNote, ...]:
    return tuple(
        note
        for note in country.notes
        if note.task == task.id and note.redundancies <= round(redundancies)
    )


def _lawful(days: Days, notes: Sequence[LegalNote]) -> Days:
    """What a task takes at least by law."""
    least = max((working_days(note.days) for note in notes), default=0)
    return Days(*(max(own, least) for own in (days.low, days.usual, days.high)))


def _timed(
    tasks: Sequence[Task],
    before: Mapping[str, tuple[str, ...]],
    days: Mapping[str, Days],
    notes: Mapping[str, tuple[LegalNote, ...]],
) -> tuple[Step, ...]:
    """Every task as early as it can begin, and by how much it may be late.

    One that is done `last` begins as late as it can, and may not be late.
    """
    ends: dict[str, int] = {}
    for task in tasks:
        start = max((ends[name] for name in before[task.id]), default=0)
        ends[task.id] = start + days[task.id].usual
    last = max(ends.values())
    latest: dict[str, int] = {}
    for task in reversed(tasks):
        following = [name for name in latest if task.id in before[name]]
        latest[task.id] = min((latest[n] - days[n].usual for n in following), default=last)
    ends |= {task.id: latest[task.id] for task in tasks if task.last}
    return tuple(
        Step(
            task=task,
            days=days[task.id],
            after=before[task.id],
            start=ends[task.id] - days[task.id].usual,
            end=ends[task.id],
            slack=latest[task.id] - ends[task.id],
            notes=notes[task.id],
        )
        for task in tasks
    )


def _before(tasks: Sequence[Task], guide: Guide) -> Mapping[str, tuple[str, ...]]:
    """The tasks of a plan that come right before each; those that it lacks are passed over."""
    ids = {task.id for task in tasks}
    before: dict[str, tuple[str, ...]] = {}
    for task in guide.planning.tasks.values():
        found = [(name,) if name in ids else before[name] for name in task.after]
        before[task.id] = tuple(dict.fromkeys(name for names in found for name in names))
    return before


def _length(steps: Sequence[Step], end: str) -> int:
    """How long all takes where every task takes its "low", "usual" or "high" time."""
    ends: dict[str, int] = {}
    for step in steps:
        start = max((ends[name] for name in step.after), default=0)
        ends[step.task.id] = start + getattr(step.days, end)
    return max(ends.values())


def _longest_chain(steps: Sequence[Step]) -> tuple[str, ...]:
    """The tasks of a longest chain, from the first to the last."""
    by_task = {step.task.id: step for step in steps}
    step = max(steps, key=lambda step: step.end)
    chain = [step.task.id]
    while step.start:
        step = next(by_task[name] for name in step.after if by_task[name].end == step.start)
        chain.append(step.task.id)
    return tuple(reversed(chain))


def _quarters(
    people: Posts, wanted: Posts, steps: Sequence[Step], leaving: float
) -> tuple[Quarter, ...]:
    """The posts by quarter, changed by the tasks that hire, move people and close posts."""
    spans = _spans(steps)
    moving = roll_out(spans)
    hired, by = spans.get("hiring", moving)
    closed, until = span_of_closing(spans)
    return walk(
        people,
        wanted,
        ceil(max(end for _, end in spans.values()) / QUARTER),
        leaving=leaving,
        hired=(hired / QUARTER, by / QUARTER),
        closed=(closed / QUARTER, until / QUARTER),
    )
