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
    return words.say("card_turned", before=words.inside(words.short(before.recommended)))


def _is_early(before: Recommendation, now: Recommendation, guide: Guide) -> bool:
    """Whether nothing was likely yet, and what has changed is one answer more."""
    grade = Sentences(before, guide, next(iter(guide.languages))).grade
    if grade == "nothing":
        return True
    is_more = not now.answers.given <= before.answers.given
    return grade in {"open", "leading"} and is_more and stage(before) == "ask"
