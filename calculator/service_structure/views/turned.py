"""Whether the last change has put another structure first."""

from service_structure.decision.model import Recommendation
from service_structure.decision.questions import stage
from service_structure.source.records import Guide
from service_structure.views.sentences import Sentences


def turned(before: Recommendation | None, now: Recommendation, guide: Guide, language: str) -> str:
    """That another structure is first, in one sentence; `before` is the result without the change.

    Empty where the same one is first, and with the first answers: one structure then takes over
    from another while the question is still open.
    """
    if before is None or before.recommended == now.recommended or _is_early(before, now, guide):
        return ""
    words = Sentences(now, guide, language)
    name = words.inside(words.short(before.recommended))
    if (criterion := _tipped_by(before, now)) is None:
        return words.say("card_turned", before=name)
    told = words.inside(words.criterion(criterion))
    return words.say("card_turned_by", before=name, criterion=told)


def _tipped_by(before: Recommendation, now: Recommendation) -> str | None:
    """The criterion on which the new first one has gained most on the old one.

    None where what a structure is made of has decided more: a precondition is no criterion.
    """
    was, gaps = _gap(before, now, before), _gap(before, now, now)
    most = max(gaps, key=lambda name: gaps[name] - was[name])
    return most or None


def _gap(before: Recommendation, now: Recommendation, result: Recommendation) -> dict[str, float]:
    """By how much the fit of the new first one is above that of the old one, by criterion.

    In the entry "" are the preconditions; what is ruled out loses the whole scale.
    """
    new, old = [result.standing(one.recommended) for one in (now, before)]
    gap = {"": old.penalty - new.penalty + (not old.candidate) - (not new.candidate)}
    for one, other in zip(new.contributions, old.contributions, strict=True):
        gap[one.criterion] = one.amount - other.amount
    return gap


def _is_early(before: Recommendation, now: Recommendation, guide: Guide) -> bool:
    """Whether nothing was likely yet, and what has changed is one answer more."""
    grade = Sentences(before, guide, next(iter(guide.languages))).grade
    if grade == "nothing":
        return True
    is_more = not now.answers.given <= before.answers.given
    return grade in {"open", "leading"} and is_more and stage(before) == "ask"
