"""Answers that contradict each other: what the result says of them, and where they stand."""

from collections.abc import Iterable, Iterator

from service_structure.decision.possible import contradictions
from service_structure.views.blocks import Items, Link, Paragraph, Section, Text
from service_structure.views.findings import Findings

NUMBERS = "numbers"
"""The place of all numbers that a reader may give."""

type Clash = tuple[str, tuple[str, ...]]
"""A sentence, and the places where a reader can change what it is about."""


def clashes(found: Findings) -> Section | None:
    """What cannot hold together of that which the reader has said; None if all can."""
    words = found.sentences
    told = (*[_item(*own, found) for own in contradicted(found)], *_symptoms(found))
    if not told:
        return None
    blocks = (Paragraph(words.say("clashes_explained")), Items(told))
    return Section("clashes", words.say("clashes"), blocks)


def contradicted(found: Findings) -> Iterator[Clash]:
    """What contradicts what, and where to change it."""
    yield from _answers(found)
    yield from _today(found)
    yield from _payroll(found)


def _answers(found: Findings) -> Iterator[Clash]:
    """Answers that no organisation can give together, and those that a number contradicts."""
    result, guide, words = found.recommendation, found.guide, found.sentences
    broken = contradictions(result.case, guide.factors, guide)
    for exclusion in guide.exclusions.values():
        if exclusion.id in broken:
            yield words.text(exclusion.because), tuple(exclusion.answers)
    for factor in guide.factors.values():
        if factor.id in broken:
            value = result.case.numbers[factor.counts]
            told = words.say(
                "note_miscounted",
                answer=words.answer(factor.id, result.answers.written[factor.id]),
                value=words.exact(value),
                level=words.answer(factor.id, factor.level_of(value)),
            )
            yield told, (factor.id, NUMBERS)


def _today(found: Findings) -> Iterator[Clash]:
    """Answers that rule out what today's structure is made of, though it works."""
    words, today = found.sentences, found.recommendation.profile.current
    if today is not None:
        told = words.say("clash_today", today=words.inside(words.name(today)))
        for precondition in found.recommendation.standing(today).failed:
            yield told, (precondition.factor,)


def _payroll(found: Findings) -> Iterator[Clash]:
    """That contacts and hours ask for another payroll than the answer on size.

    Where the reader tells of the payroll, that alone is compared with the answer.
    """
    if "agents" not in found.recommendation.inputs.given and found.contradiction:
        told = found.sentences.contradiction(found.contradiction)
        yield told, ("size", NUMBERS)


def _symptoms(found: Findings) -> Iterator[Text]:
    """What contradicts a symptom."""
    for told, href, words in doubts(found):
        yield (f"{told} ", Link(found.sentences.say(words), href), ".")


def _item(told: str, places: Iterable[str], found: Findings) -> Text:
    """A sentence, and links to the places where a reader can change what it is about."""
    words = found.sentences
    spans: list[str | Link] = [f"{told} {words.say('clashes_to')} "]
    for n, place in enumerate(places):
        spans += [", "] if n else []
        spans.append(Link(place_name(place, found), f"#{place}"))
    return (*spans, ".")


def place_name(place: str, found: Findings) -> str:
    """What a place is called within a sentence."""
    words, factor = found.sentences, found.guide.factors.get(place)
    return words.inside(words.text(factor.name) if factor else words.say("numbers"))


def doubts(found: Findings) -> Iterator[tuple[str, str, str]]:
    """What contradicts a symptom: a sentence, where to check, and the message that leads there."""
    symptoms = found.recommendation.profile.symptoms
    if told := enough_people(found, "doubt_waits"):
        yield told, f"#{NUMBERS}", "doubt_check_numbers"
    today = found.recommendation.profile.current
    has_one_queue = today is not None and found.guide.structures[today].pooling.by == "one"
    if "idle_and_overloaded" in symptoms and today and has_one_queue:
        words = found.sentences
        name = words.inside(words.name(today))
        yield words.say("doubt_one_queue", today=name), "#today", "doubt_check_today"


def enough_people(found: Findings, message: str) -> str:
    """Why the long waits that are named do not fit the numbers; empty where they do.

    The model reckons with as many agents as the target takes. Only where the reader has told of
    both agents and contacts can they be too few.
    """
    words, result = found.sentences, found.recommendation
    if "waits" not in result.profile.symptoms or found.headcount is None:
        return ""
    today = result.profile.current
    staffed = found.staffings[today] if today else None
    need = staffed.paid_agents if staffed else found.headcount[1]
    have = result.inputs.numbers.agents
    if have < need:
        return ""
    return words.say(message, have=words.exact(have), need=words.number(need, ".0f"))
