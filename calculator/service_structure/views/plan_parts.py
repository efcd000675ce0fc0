"""The parts of a plan one by one: headcount, roles, briefings, risks, costs, documents."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from service_structure.planning.workdays import QUARTER, WEEK
from service_structure.views.blocks import Column, Entries, Entry, Items, Table
from service_structure.views.sentences import Sentences

if TYPE_CHECKING:  # the plan is worked out only where it is told of
    from service_structure.planning.headcount import Posts
    from service_structure.planning.plan import Plan, Step

CHANGES = ("hired", "left", "redundant")
"""How posts come and go."""

POSTS = ("agents", "leaders", "all")
"""The posts that there are at the end of a quarter."""


def headcount_rows(
    plan: "Plan", words: Sentences
) -> tuple[tuple[str, ...], list[tuple[str, tuple[float, ...]]]]:
    """The kinds of figures that there are, and in the order of time when there are how many posts.

    The changes of a quarter come first, then the posts at its end.
    """
    people, quarters = plan.in_tenths
    changes = [how for how in CHANGES if any(getattr(quarter, how) for quarter in quarters)]
    none = (0.0,) * len(changes)
    rows = [(words.say("headcount_today"), (*none, *_posts(people)))]
    for quarter in quarters:
        until = plan.day(min(quarter.number * QUARTER, plan.days.usual) - 1)
        name = words.say("headcount_quarter", number=quarter.number)
        if until:
            name = words.say("headcount_until", date=words.day(until))
        posts = [getattr(quarter, change) for change in changes]
        rows.append((name, (*posts, *_posts(quarter.end))))
    return (*changes, *POSTS), rows


def headcount(plan: "Plan", words: Sentences, *, in_brief: bool = False) -> Table:
    """Posts by quarter; `in_brief` only those in which any come or go, and the last."""
    kinds, rows = headcount_rows(plan, words)
    changes = len(kinds) - len(POSTS)
    if in_brief:
        rows = [rows[0], *[row for row in rows[1:-1] if any(row[1][:changes])], rows[-1]]
    told = []
    for name, posts in rows:
        gone = [words.number(n) if n else words.nothing for n in posts[:changes]]
        told.append((name, *gone, *map(words.number, posts[changes:])))
    first = Column(words.say("headcount_column_when"), figures=False)
    columns = [Column(words.say(f"headcount_column_{kind}")) for kind in kinds]
    return Table(words.say("plan_headcount"), (first, *columns), tuple(told))


def _posts(posts: "Posts") -> tuple[float, float, float]:
    return posts.agents, posts.supervisors + posts.managers, posts.total


def raci(plan: "Plan", words: Sentences) -> Table:
    """The part of every role in every task, in letters."""
    roles = words.guide.planning.roles.values()
    columns = [Column(words.text(role.name), figures=False) for role in roles]
    rows = [
        (words.text(step.task.name), *[step.task.part_of(role.id) for role in roles])
        for step in plan.steps
    ]
    first = Column(words.say("plan_task"), figures=False)
    return Table(words.say("plan_roles"), (first, *columns), tuple(rows), kind="raci")


def briefings(plan: "Plan", words: Sentences) -> Entries:
    """Whom to tell what, when and by whom, in the order of time."""
    planning = words.guide.planning
    told = []
    for briefing in sorted(planning.briefings.values(), key=plan.told_on):
        when = moment(plan.told_on(briefing), plan, words)
        role = words.inside(words.text(planning.roles[briefing.role].name))
        title = f"{words.text(briefing.audience)}, {when}"
        told_by = words.say("briefing_told", role=role)
        told.append(Entry(title, f"{words.text(briefing.message)} {told_by}"))
    return Entries(tuple(told))


def risks(plan: "Plan", words: Sentences) -> Entries:
    """The risk of every task with its first sign."""
    sign = words.say("plan_sign")
    told = [
        Entry(
            words.text(step.task.name),
            f"{words.text(step.task.risk)} {sign}: {words.inside(words.text(step.task.sign))}",
        )
        for step in plan.steps
    ]
    return Entries(tuple(told))


def risks_of(steps: "Iterable[Step]", words: Sentences) -> Table:
    """The risks of a few tasks."""
    heads = ("plan_task", "plan_risk", "plan_sign")
    rows = [
        (words.text(s.task.name), words.text(s.task.risk), words.text(s.task.sign)) for s in steps
    ]
    columns = tuple([Column(words.say(head), figures=False) for head in heads])
    return Table(words.say("plan_risks"), columns, tuple(rows))


def costs(plan: "Plan", words: Sentences) -> Items:
    """By which numbers the money of a task is worked out."""
    numbers = words.recommendation.inputs.numbers
    told = []
    for step in plan.steps:
        figures = [
            f"{words.inside(words.text(words.guide.assumptions[number].name))} "
            f"({words.quantity(getattr(numbers, number), number, unit=True)})"
            for number in step.task.costs
        ]
        if figures:
            told.append(f"{words.text(step.task.name)}: {'; '.join(figures)}")
    return Items(tuple(told))


def documents(plan: "Plan", words: Sentences) -> Items:
    """What is written on the way, and in which task."""
    return Items(
        tuple(
            [
                f"{words.text(step.task.paper)} ({words.inside(words.text(step.task.name))})"
                for step in plan.steps
                if step.task.paper
            ]
        )
    )


def moment(day: int, plan: "Plan", words: Sentences) -> str:
    """A working day as a date, or as a week where the first day is not known."""
    at = plan.day(day)
    return words.day(at) if at else words.say("plan_week", week=day // WEEK + 1)
