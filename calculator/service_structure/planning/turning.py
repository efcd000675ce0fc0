"""Which single answer or symptom would turn the advice to keep today's structure, or to move."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service_structure.decision.counterfactual import Step, other_answers, with_answers
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import PUT_OFF, Advice, Move, advice_for
from service_structure.source.records import Guide


@dataclass(frozen=True)
class Turn:
    """One other answer, or one symptom more or less, and what would be advised then.

    Either `answer` or `symptom` is given; the symptom is to be named if it is not, or else to go.
    """

    advice: Advice
    answer: Step | None = None
    symptom: str = ""


def turns(move: Move, recommendation: Recommendation, guide: Guide) -> tuple[Turn, ...] | None:
    """Every single change that turns the advice, the likeliest answers first, then symptoms.

    None where the advice is put off.
    """
    if move.reason in PUT_OFF:
        return None
    tried = (*_by_answer(move, recommendation, guide), *_by_symptom(recommendation, guide))
    return tuple([turn for turn in tried if turn.advice.is_advised != move.is_advised])


def _by_answer(move: Move, recommendation: Recommendation, guide: Guide) -> Iterator[Turn]:
    """Answers each run through the whole model, but for those that cannot turn the advice.

    What is to be kept stays so where another answer puts it first.
    """
    for step, first in other_answers(recommendation, guide).items():
        if first == move.today and not move.is_advised:
            continue
        other = recommend_for(with_answers(recommendation, [step], guide), guide)
        if advice := advice_for(other, guide):
            yield Turn(advice, answer=step)


def _by_symptom(recommendation: Recommendation, guide: Guide) -> Iterator[Turn]:
    profile = recommendation.profile
    for symptom in guide.symptoms:
        named = set(profile.symptoms) ^ {symptom}
        told = tuple([own for own in guide.symptoms if own in named])
        other = replace(recommendation, profile=replace(profile, symptoms=told))
        if advice := advice_for(other, guide):
            yield Turn(advice, symptom=symptom)
