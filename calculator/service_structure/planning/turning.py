"""Which single answer or symptom would turn the advice to keep today's structure, or to move."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service_structure.decision.counterfactual import Step, other_answers, with_answers
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import PUT_OFF, Move, move_for
from service_structure.source.records import Guide


@dataclass(frozen=True)
class Turn:
    """One other answer, or one symptom more or less, and what would be advised then.

    Either `answer` or `symptom` is given; the symptom is to be named if it is not, or else to go.
    """

    move: Move
    answer: Step | None = None
    symptom: str = ""


def turns(move: Move, recommendation: Recommendation, guide: Guide) -> tuple[Turn, ...] | None:
    """Every single change that turns the advice, the likeliest answers first, then symptoms.

    Each is run through the whole model. None where the advice is put off.
    """
    if move.reason in PUT_OFF:
        return None
    tried = (*_by_answer(recommendation, guide), *_by_symptom(recommendation, guide))
    return tuple([turn for turn in tried if turn.move.is_advised != move.is_advised])


def _by_answer(recommendation: Recommendation, guide: Guide) -> Iterator[Turn]:
    for step in other_answers(recommendation, guide):
        other = recommend_for(with_answers(recommendation, [step], guide), guide)
        if move := move_for(other, guide):
            yield Turn(move, answer=step)


def _by_symptom(recommendation: Recommendation, guide: Guide) -> Iterator[Turn]:
    profile = recommendation.profile
    for symptom in guide.symptoms:
        named = set(profile.symptoms) ^ {symptom}
        told = tuple([own for own in guide.symptoms if own in named])
        other = replace(recommendation, profile=replace(profile, symptoms=told))
        if move := move_for(other, guide):
            yield Turn(move, symptom=symptom)
