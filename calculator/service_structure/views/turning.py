"""What would turn the advice on today's structure: to move instead of keeping it, or back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service_structure.decision.counterfactual import with_answers
from service_structure.decision.link import write_fragment
from service_structure.views.blocks import (
    Block,
    Blocks,
    Items,
    Link,
    Paragraph,
    Section,
    Slot,
    Subheading,
    Text,
)
from service_structure.views.findings import Findings

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.turning import Turn

FIRST = {"too_early": "turn_early", "numbers_apart": "turn_check", "flow_unknown": "turn_count"}
"""Reasons that put a decision off, and what is to be done first."""

OWN = {**FIRST, "outweighs": "turn_outweighs"}
"""Reasons with words of their own; the others share those of the verdict."""

WITH = "turn_with", "turn_with_any"
WITHOUT = "turn_without", "turn_without_any"
"""The messages for one symptom and for several."""

THEN = {"stay": "turn_stay", "mend": "turn_mend", "move": "turn_move"}


def turning(found: Findings) -> Iterator[Block]:
    """The place of what is told, or what is told where nothing comes later."""
    if found.limits.slots:
        yield Slot("turns")
    else:
        yield from turning_told(found)


def turning_section(found: Findings) -> Section | None:
    """What is told, as a section of its own."""
    told = _told(found)
    return Section("turns", found.sentences.say(_message(found)), told) if told else None


def turning_told(found: Findings) -> Blocks:
    """What is told, below a heading."""
    told = _told(found)
    return (Subheading(found.sentences.say(_message(found))), *told) if told else ()


def _told(found: Findings) -> Blocks:
    """Every answer and symptom that would turn the advice; nothing where it is put off."""
    if found.turns is None:
        return ()
    if not found.turns:
        return (Paragraph(found.sentences.say(_message(found, "_none"))),)
    told: list[Text] = [
        *_answers([turn for turn in found.turns if turn.answer], found),
        *_symptoms([turn for turn in found.turns if turn.symptom], found),
    ]
    return (Items(tuple(told)),)


def _message(found: Findings, part: str = "") -> str:
    """The message on what would undo a move, or make one worth it."""
    way = "move" if found.move and found.move.is_advised else "keep"
    return f"turns_{way}{part}"


def _answers(turns: "list[Turn]", found: Findings) -> Iterator[Text]:
    """The likeliest answers, each a link to the result with it; how many others there are."""
    words, limit = found.sentences, found.limits.changes
    for turn in turns[:limit]:
        if turn.answer:
            case = with_answers(found.recommendation, [turn.answer], found.guide)
            link = Link(words.level(*turn.answer), f"#{write_fragment(case, found.guide)}")
            yield link, f" {words.say('then')} {then(turn, found)}"
    if limit is not None and len(turns) > limit:
        yield words.say("turns_more", n=len(turns) - limit)


def _symptoms(turns: "list[Turn]", found: Findings) -> Iterator[Text]:
    """Symptoms to be named, or to go, by what would be advised then."""
    words = found.sentences
    named = found.recommendation.profile.symptoms
    by_end: dict[tuple[bool, str], list[str]] = {}
    for turn in turns:
        end = turn.symptom in named, then(turn, found)
        by_end.setdefault(end, []).append(_symptom(turn, found))
    for (is_named, told), names in by_end.items():
        one, several = WITHOUT if is_named else WITH
        message = one if len(names) == 1 else several
        yield words.say(message, names="; ".join(names), then=told)


def _symptom(turn: "Turn", found: Findings) -> str:
    name = found.sentences.text(found.guide.symptoms[turn.symptom].name)
    return found.sentences.inside(name)


def then(turn: "Turn", found: Findings) -> str:
    """What would be advised then."""
    words, advice = found.sentences, turn.advice
    message = OWN.get(advice.reason) or THEN[advice.verdict]
    return words.say(message, target=words.inside(words.name(advice.target)))


def in_short(found: Findings) -> str:
    """How many changes would turn the advice and which is the likeliest; empty if it is put off."""
    words = found.sentences
    if found.turns is None:
        return ""
    if not found.turns:
        return words.say(_message(found, "_none"))
    first = found.turns[0]
    what = words.inside(words.level(*first.answer)) if first.answer else _symptom(first, found)
    message = _message(found, "_only" if len(found.turns) == 1 else "_any")
    return words.say(message, n=len(found.turns), first=what, then=then(first, found))
