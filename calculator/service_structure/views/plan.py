"""The plan of a change in words: how long, in which order, who, how many people, what to fear."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from service_structure.case.profile import NO_STRUCTURE
from service_structure.decision.model import Recommendation
from service_structure.planning.workdays import WEEK, YEAR
from service_structure.source.numbers import MONTHS
from service_structure.source.plan_records import PHASES
from service_structure.source.records import Guide, Structure
from service_structure.views.as_text import TextSkin
from service_structure.views.blocks import (
    Aside,
    Bar,
    Block,
    Blocks,
    Details,
    Items,
    Paragraph,
    Phase,
    Section,
    Slot,
    Span,
    Subheading,
    Text,
    Timeline,
)
from service_structure.views.findings import Findings
from service_structure.views.own_agents import own_in_plan
from service_structure.views.owners import owners
from service_structure.views.plan_parts import (
    CHANGES,
    briefings,
    costs,
    documents,
    headcount,
    raci,
    risks,
    risks_of,
)
from service_structure.views.sentences import Sentences
from service_structure.views.today import is_kept, proposed

if TYPE_CHECKING:  # the plan is worked out only where it is told of
    from service_structure.planning.plan import Plan, Step

WORST_TOLD = 3
"""Risks that a memo names: those of the longest tasks of the chain."""


LEAST_TOLD = 0.5
"""Months by which the money may differ from the plan without a word."""


def plan(found: Findings) -> Section | None:
    """The plan of the change, where today's structure is known and is another one."""
    if not found.plan:
        return None
    if found.limits.slots:
        return Section("plan", found.sentences.say("plan"), (Slot("plan"),))
    return Section("plan", _heading(found), plan_told(found))


def _heading(found: Findings) -> str:
    """The heading of a plan; it says so where the change is not advised."""
    not_advised = found.move is not None and found.move.verdict != "move"
    return found.sentences.say("plan_not_advised_heading" if not_advised else "plan")


def plan_told(found: Findings) -> Blocks:
    """The plan itself, and what to watch."""
    if not found.plan:
        return ()
    words = found.sentences
    metrics = Details(words.say("metrics"), (_metrics(found.best, words),))
    return (*_doubts(found), *plan_blocks(found.plan, words), metrics)


def _doubts(found: Findings) -> Blocks:
    """What the plan does not say of itself: whether it is advised, its money, its people."""
    people = " ".join(own_in_plan(found))
    return (*_doubt(found), *other_length(found), *([Paragraph(people)] if people else []))


def _doubt(found: Findings) -> Blocks:
    """That the change is not advised, where it is not."""
    if found.move is None or found.move.verdict == "move":
        return ()
    return (Paragraph(found.sentences.say("plan_not_advised")),)


def other_length(found: Findings) -> tuple[Paragraph, ...]:
    """That the money is reckoned for other months than the tasks take, where it is."""
    words, plan, move = found.sentences, found.plan, found.move
    if plan is None or move is None:
        return ()
    own, months = plan.by_task["closing"].start * MONTHS / YEAR, move.budget.times.moved
    if abs(own - months) < LEAST_TOLD:
        return ()
    given = found.recommendation.inputs.numbers.move_months
    message = "plan_months_given" if given else "plan_months_country"
    told = words.say(message, months=words.exact(round(months, 1)), own=words.number(own))
    return (Paragraph(told),)


def plan_in_brief(found: Findings) -> Section | None:
    """The plan on one page."""
    if not found.plan:
        return None
    words = found.sentences
    told = (*_doubts(found), *plan_blocks_in_brief(found.plan, words))
    return Section("plan", _heading(found), told)


def who_does_what(found: Findings) -> Section | None:
    """Who does what and who is told what when, in the annex of a memo."""
    plan, words = found.plan, found.sentences
    if not plan:
        return None
    told = (
        Paragraph(words.say("plan_raci")),
        raci(plan, words),
        Subheading(words.say("plan_briefings")),
        briefings(plan, words),
        Subheading(words.say("plan_papers")),
        documents(plan, words),
    )
    return Section("plan_roles", words.say("plan_roles"), told)


def law(found: Findings) -> Section | None:
    """What the law of the country asks for on the way, where there is a plan."""
    told = _law(found.plan, found.sentences) if found.plan else ()
    if not found.plan or not told:
        return None
    return Section("law", _law_heading(found.plan, found.sentences), told)


def next_steps(found: Findings) -> Section | None:
    """What to do first, and what to watch; the plan says better where there is one.

    Where today's structure is to stay there is nothing to begin.
    """
    words = found.sentences
    if words.nothing_known or found.plan:
        return None
    if is_kept(found):
        return watched(found)
    return Section(
        "next",
        words.say("first_steps"),
        (
            Items(tuple(map(words.text, found.best.first_steps)), ordered=True),
            Subheading(words.say("metrics")),
            _metrics(found.best, words),
        ),
    )


def watched(found: Findings) -> Section:
    """By which figures to see whether today's structure still does."""
    words, structure = found.sentences, found.guide.structures[proposed(found)]
    return Section("next", words.say("metrics"), (_metrics(structure, words),))


def _metrics(structure: Structure, words: Sentences) -> Items:
    return Items(tuple(map(words.text, structure.metrics)))


def render_plan(
    plan: "Plan", recommendation: Recommendation, guide: Guide, language: str, form: str = "text"
) -> str:
    """A plan as plain text (`form` "text") or as Markdown ("markdown")."""
    words = Sentences(recommendation, guide, language)
    told = (Paragraph(plan_found(plan, words)), *plan_blocks(plan, words))
    skin = TextSkin(markdown=form == "markdown", inside=words.inside)
    return skin.sections([Section("plan", words.say("plan"), told)])


def plan_found(plan: "Plan", words: Sentences) -> str:
    """How long the change takes, and what takes longest."""
    days = plan.days
    longest = max(plan.chain, key=lambda name: plan.by_task[name].days.usual)
    told = words.say(
        "plan_found",
        months=months(days.usual, words),
        low=months(days.low, words),
        high=months(days.high, words),
        longest=words.inside(words.text(plan.by_task[longest].task.name)),
    )
    first, last = plan.day(0), plan.day(days.usual - 1)
    if first and last:
        told = f"{words.say('plan_dates', first=words.day(first), last=words.day(last))} {told}"
    return told


def plan_blocks(plan: "Plan", words: Sentences) -> Blocks:
    """The whole plan."""
    notes = _law(plan, words)
    return (
        *_opening(plan, words),
        _timeline(plan, words),
        Paragraph(_chain(plan, words)),
        Subheading(words.say("plan_headcount")),
        Paragraph(_people(plan, words)),
        headcount(plan, words),
        Subheading(words.say("plan_stops")),
        Items(tuple([words.text(s.task.stop) for s in plan.steps if s.task.stop])),
        Details(words.say("plan_roles"), (Paragraph(words.say("plan_raci")), raci(plan, words))),
        Details(words.say("plan_briefings"), (briefings(plan, words),)),
        Details(words.say("plan_risks"), (risks(plan, words),)),
        Details(words.say("plan_costs"), (costs(plan, words),)),
        Details(words.say("plan_papers"), (documents(plan, words),)),
        *((Details(_law_heading(plan, words), notes),) if notes else ()),
    )


def plan_blocks_in_brief(plan: "Plan", words: Sentences) -> Blocks:
    """The plan on one page: phases with dates, people by quarter, worst risks, when to stop."""
    chain = sorted(plan.chain, key=lambda name: -plan.by_task[name].days.usual)
    worst = [plan.by_task[name] for name in chain[:WORST_TOLD]]
    phases = [f"{name}, {time}: {tasks}." for name, time, tasks in phases_told(plan, words)]
    return (
        Paragraph(plan_found(plan, words)),
        Items(tuple(phases)),
        Paragraph(owners(plan, words)),
        Paragraph(_people(plan, words)),
        headcount(plan, words, in_brief=True),
        Subheading(words.say("plan_risks")),
        risks_of(worst, words),
        Subheading(words.say("plan_stops")),
        Items(tuple([words.text(step.task.stop) for step in plan.steps if step.task.stop])),
        Subheading(words.say("plan_worked")),
        _metrics(words.guide.structures[plan.target], words),
    )


def _opening(plan: "Plan", words: Sentences) -> Blocks:
    """From where to where, what the structures say of that step, and what the times rest on."""
    blocks: list[Block] = []
    if plan.today == NO_STRUCTURE:
        blocks.append(Paragraph(words.say("plan_from_none", target=_name(plan.target, words))))
    else:
        today, target = _name(plan.today, words), _name(plan.target, words)
        blocks.append(Paragraph(words.say("plan_from_to", today=today, target=target)))
        move = words.guide.structures[plan.today].transition_to(plan.target)
        told = (("move_first", move.first), ("move_keep", move.keep), ("move_risk", move.risk))
        blocks.append(
            Items(tuple([f"{words.say(m)}: {words.inside(words.text(text))}" for m, text in told]))
        )
    message = "plan_rests_dates" if plan.start else "plan_rests"
    agents = words.number(plan.size, ".0f")
    blocks.append(Paragraph(words.say(message, agents=agents), "note"))
    return tuple(blocks)


def _timeline(plan: "Plan", words: Sentences) -> Timeline:
    length = plan.days.usual
    phases = [
        Phase(
            words.say(f"phase_{phase}"),
            tuple(
                [
                    Bar(
                        name=words.text(step.task.name),
                        time=_time(step.start, step.end, plan, words),
                        note=words.text(step.task.what),
                        start=step.start / length,
                        end=step.end / length,
                        strong=step.task.id in plan.chain,
                    )
                    for step in steps
                ]
            ),
        )
        for phase, steps in _phases(plan)
    ]
    return Timeline(words.say("plan_timeline"), plan.target, tuple(phases))


def _chain(plan: "Plan", words: Sentences) -> str:
    """The longest chain: dark in the picture."""
    names = [words.inside(words.text(plan.by_task[name].task.name)) for name in plan.chain]
    return words.say("plan_chain", names=" → ".join(names))


def _people(plan: "Plan", words: Sentences) -> str:
    """From how many posts to how many, and how."""
    message = "plan_people_own" if plan.is_short else "plan_people"
    if plan.today == NO_STRUCTURE:
        message = "plan_people_none"
    people, quarters = plan.in_tenths
    told = [
        words.say(
            message,
            today=words.number(people.total, ".0f"),
            target=words.number(quarters[-1].end.total, ".0f"),
        )
    ]
    for how in CHANGES:
        posts = sum([getattr(quarter, how) for quarter in quarters])
        if round(posts):
            told.append(words.say(f"plan_people_{how}", posts=words.number(posts, ".0f")))
    told += _no_redundancy(plan, words)
    share = words.recommendation.inputs.numbers.double_running / 100
    double = share * people.total
    if round(double):
        posts = words.number(double, ".0f")
        told.append(words.say("plan_people_double", posts=posts, share=words.percent(share)))
    return " ".join(told)


def _no_redundancy(plan: "Plan", words: Sentences) -> Iterator[str]:
    """That nobody is dismissed, by which rule, where those who leave make room for all."""
    if "vacated_posts" in plan.by_task:
        attrition = words.recommendation.inputs.numbers.attrition
        yield words.say("plan_people_not_redundant", attrition=words.percent(attrition / 100))


def _law_heading(plan: "Plan", words: Sentences) -> str:
    if plan.country.is_general:
        return words.say("plan_law_general")
    return words.say("plan_law", country=words.text(plan.country.name))


def _law(plan: "Plan", words: Sentences) -> Blocks:
    """What the law asks for, with its sources; how the country was chosen; ask a lawyer.

    Nothing where no step of the plan needs a note.
    """
    told: list[Text] = []
    for step in plan.steps:
        for note in step.notes:
            spans: list[Span] = [words.text(note.text)]
            for source in note.sources:
                spans += [" ", words.source_in_short(words.guide.sources[source])]
            told.append((*spans,))
    ask = (words.say("plan_law_ask"), Aside(f" {words.say('plan_law_country')}"))
    return (Items(tuple(told)), Paragraph(ask)) if told else ()


def _phases(plan: "Plan") -> "list[tuple[str, tuple[Step, ...]]]":
    """The steps of each phase that has any."""
    found = [(phase, tuple(s for s in plan.steps if s.task.phase == phase)) for phase in PHASES]
    return [(phase, steps) for phase, steps in found if steps]


def phases_told(
    plan: "Plan", words: Sentences, most: int | None = None
) -> "Iterator[tuple[str, str, str]]":
    """Each phase with its time and its tasks; of more than `most` the longest ones are named."""
    for phase, steps in _phases(plan):
        longest = sorted(steps, key=lambda step: -step.days.usual)[:most]
        named = [words.inside(words.text(s.task.name)) for s in steps if s in longest]
        told, more = "; ".join(named), len(steps) - len(named)
        if more:
            told = words.say("names_more", names=told, n=more)
        time = _time(_first(steps), _last(steps), plan, words)
        yield words.say(f"phase_{phase}"), time, told


def _first(steps: "Iterable[Step]") -> int:
    return min([step.start for step in steps])


def _last(steps: "Iterable[Step]") -> int:
    return max([step.end for step in steps])


def _time(start: int, end: int, plan: "Plan", words: Sentences) -> str:
    """From when to when: in dates where the first day is known, otherwise in weeks."""
    first, last = plan.day(start), plan.day(end - 1)
    if first and last and plan.start:
        named = plan.start.year != last.year
        return _span(first, last, words.day if named else words.short_day, words)
    from_week, to_week = start // WEEK + 1, (end - 1) // WEEK + 1
    if from_week == to_week:
        return words.say("plan_week", week=from_week)
    return words.say("plan_weeks", first=from_week, last=to_week)


def _span(first: date, last: date, written: Callable[[date], str], words: Sentences) -> str:
    """Two days, `written` with their year where a plan does not end in the year of its start."""
    if first == last:
        return written(first)
    if (first.year, first.month) == (last.year, last.month):
        return words.say("plan_span_month", first=first.day, last=written(last))
    begin = words.short_day(first) if first.year == last.year else written(first)
    return words.say("plan_span", first=begin, last=written(last))


def months(days: int, words: Sentences) -> str:
    """So many working days in months."""
    return words.number(12 * days / YEAR, ".0f")


def _name(structure: str, words: Sentences) -> str:
    return words.inside(words.name(structure))
