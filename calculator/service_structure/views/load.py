"""For what contacts and target the staffing model works, and from what they follow."""

from collections.abc import Iterator, Sequence

from service_structure.case.numbers import service_days
from service_structure.views.blocks import Paragraph, Span
from service_structure.views.findings import Findings

HOURS = "hours_per_week"

BEYOND = 0.05
"""The share answered in time beyond the target that calls for an explanation."""

NEAR = 0.06
"""How near the mean occupancy comes to the most that agents bear where that decides."""

LED_FROM = {
    "contacts_per_day": "staffing_from_contacts_per_day",
    "contacts_per_month": "staffing_from_contacts_per_month",
}
"""Contacts of another time than the busiest hour, and how they are led to it."""


def load_told(found: Findings) -> tuple[Span, ...]:
    """The contacts, their target, where they come from, and whether the hours are known."""
    words, inputs = found.sentences, found.recommendation.inputs
    numbers = inputs.numbers
    told = words.say(
        "staffing_explained",
        contacts=words.exact(numbers.contacts_per_hour),
        aht=words.duration(numbers.aht),
        level=words.exact(numbers.service_level),
        within=words.duration(numbers.answer_within),
    )
    hours = hours_told(found)
    told = " ".join([told, *_origin(found), *_beyond_target(found)])
    return (told, *((" ", *hours) if hours else ()))


def _beyond_target(found: Findings) -> Iterator[str]:
    """That it takes more agents to keep them from being too busy than to answer in time."""
    words, numbers = found.sentences, found.recommendation.inputs.numbers
    waiting, most = found.staffings[found.best.id].waiting, numbers.max_occupancy
    is_level = waiting.service_level < numbers.service_level / 100 + BEYOND
    if is_level or not most / 100 - NEAR <= waiting.occupancy <= most / 100 < 1:
        return
    level = words.percent(waiting.service_level)
    yield words.say("staffing_beyond_target", level=level, most=words.exact(most))


def _origin(found: Findings) -> Iterator[str]:
    """How the contacts of the busiest hour follow from those of a day or month, or from agents."""
    words, inputs = found.sentences, found.recommendation.inputs
    numbers = inputs.numbers
    if not inputs.has_contacts:
        whose = "staffing_from_agents_today" if inputs.flow_of else "staffing_from_agents"
        yield words.say(whose, agents=words.exact(numbers.agents))
    elif "contacts_per_hour" in inputs.computed:
        period = next(name for name in LED_FROM if name in inputs.given)
        yield words.say(
            LED_FROM[period],
            given=words.exact(getattr(numbers, period)),
            days=service_days(numbers.hours_per_week),
            hours=words.exact(numbers.hours_per_week),
            share=words.exact(numbers.average_load),
        )


def with_hours(told: Sequence[str], found: Findings) -> Iterator[Paragraph]:
    """What is told of people and load, if anything; below it, of given contacts, the open hours."""
    if told:
        yield Paragraph(" ".join(told))
        if found.recommendation.inputs.has_contacts and (hours := hours_told(found)):
            yield Paragraph(hours)


def hours_told(found: Findings) -> tuple[Span, ...]:
    """The question about hours, where it is open and the reader's own figures hang on it."""
    inputs, factors = found.recommendation.inputs, found.guide.factors.values()
    if HOURS not in inputs.open or not (inputs.has_contacts or "agents" in inputs.given):
        return ()
    name = next(f.id for f in factors if any(HOURS in level.numbers for level in f.levels))
    told = found.sentences.say(
        "hours_open", hours=found.sentences.exact(inputs.numbers.hours_per_week)
    )
    return (f"{told} ", found.sentences.factor_link(name), ".")
