"""Notes beside questions: what a reader's number answers, and where what was said disagrees."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from service_structure.case.number_output import quantity
from service_structure.decision.model import Recommendation
from service_structure.source.model_records import Factor
from service_structure.source.numbers import KNOWN
from service_structure.source.records import Guide
from service_structure.views.clashes import doubts
from service_structure.views.fields import miscounted
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE

SYMPTOMS = "symptoms"
"""The question about what goes wrong."""

OFFER = Markup(
    '{told} <button type="button" class="offer" data-answer="{level}" data-for="{factor}">{words}'
    "</button>"
)
LINKED = Markup('{told} <a href="{href}">{words}</a>')


def notes(recommendation: Recommendation, guide: Guide, language: str) -> Mapping[str, str]:
    """What stands below questions, as HTML by question: only those of which something is said.

    Below a question that counts what the reader gave as a number: which answer that is; where only
    a range was answered, or an answer stands for a number that readers know: which number is taken
    for it, and where to give one's own. Below that about symptoms: which of them the numbers or
    today's structure contradict.
    """
    found = Findings(recommendation, guide, language, PAGE)
    given = recommendation.inputs.given
    told = {}
    for factor in guide.factors.values():
        of = _of_number if factor.counts in given else _of_range if factor.counts else _of_answer
        told[factor.id] = of(factor, found)
    doubted = [
        LINKED.format(told=told, href=href, words=found.sentences.say(words))
        for told, href, words in (*_unknown_waits(found), *doubts(found))
    ]
    told[SYMPTOMS] = Markup("<br>").join(doubted)
    return {question: note for question, note in told.items() if note}


def _unknown_waits(found: Findings) -> Iterator[tuple[str, str, str]]:
    """What tells whether people are missing where customers wait; nothing if the reader told it."""
    profile, words = found.recommendation.profile, found.sentences
    if "waits" in profile.symptoms and profile.current and found.headcount is None:
        yield words.say("doubt_waits_unknown"), "#numbers", "doubt_check_numbers"


def _of_answer(factor: Factor, found: Findings) -> Markup:
    """The number that readers know and that follows from an answer in other words: minutes."""
    words, result = found.sentences, found.recommendation
    for name, origin in result.inputs.origins.items():
        number = found.guide.assumptions[name]
        answered = result.answers.named(factor.id) == (origin.level,)
        if number.group == KNOWN and origin.factor == factor.id and answered:
            own = getattr(result.inputs.numbers, name)
            value = quantity(own, number, found.guide, words.language)
            told = words.say("note_follows", number=words.text(number.name), value=value)
            return LINKED.format(told=told, href=f"#n-{name}", words=words.say("note_exact"))
    return Markup("")


def _of_range(factor: Factor, found: Findings) -> Markup:
    """The number that is taken for an answer that holds several."""
    words, result = found.sentences, found.recommendation
    value = getattr(result.inputs.numbers, factor.counts)
    level = factor.level_of(value)
    low, end = factor.range_of(level)
    if result.answers.named(factor.id) != (level,) or end - low <= 1:
        return Markup("")
    told = words.say("note_taken", value=words.exact(value))
    return LINKED.format(told=told, href=f"#n-{factor.counts}", words=words.say("note_exact"))


def _of_number(factor: Factor, found: Findings) -> Markup:
    """Which answer the number is that a question counts, unless it is the one that was given."""
    words, result = found.sentences, found.recommendation
    value = getattr(result.inputs.numbers, factor.counts)
    level = factor.level_of(value)
    answered = result.answers.named(factor.id)
    if answered == (level,):
        return Markup("")
    named = words.answer(factor.id, level)
    told = miscounted(factor, value, result.answers, words)
    offer = "note_answer_instead" if told else "note_answer"
    return OFFER.format(
        told=told or words.say("note_counted", value=words.exact(value), level=named),
        level=level,
        factor=factor.id,
        words=words.say(offer, level=named),
    )
