"""What each question is worth: how often another answer to it changes what comes first."""

from dataclasses import replace
from functools import cache

import pytest

from service_structure import next_questions, recommend
from service_structure.case.answers import Answers
from service_structure.decision.evaluation import DIGITS
from service_structure.decision.questions import MAY_STOP, STOP, stage
from service_structure.decision.settings import settings
from tests.drawn import OWN, Levels, case_of, drawn, first

SETTINGS = 250
LEAST = 0.05


@cache
def _settings() -> tuple[tuple[Levels, str], ...]:
    return tuple((levels, first(case_of(levels))) for levels in drawn(SETTINGS, 2))


def changed(question: str) -> float:
    """The share of settings drawn from the priors in which another level changes the first."""
    changes = [
        first(case_of(levels | {question: level.id})) != best
        for levels, best in _settings()
        for level in OWN.factors[question].levels
        if level.id != levels[question]
    ]
    return sum(changes) / len(changes)


@pytest.mark.parametrize("question", OWN.factors)
def test_another_answer_to_a_question_changes_the_first_choice_often_enough(question: str) -> None:
    share = changed(question)
    print(f"{question}: {share:.1%}")
    assert share >= LEAST


def test_the_last_question_changes_the_first_choice_as_often_as_the_result_is_not_settled() -> None:
    """By the settings that are left open, each answered; what is ruled out in one is not first."""
    left = list(OWN.factors)
    for n, levels in enumerate(drawn(84, 5, evenly=True)):
        last = left[n % len(left)]
        known = {name: level for name, level in levels.items() if name != last}
        result = recommend(known)
        kept = [
            OWN.factors[last].levels[setting[left.index(last)]].id
            for setting in settings(Answers(known), OWN)
        ]
        same = [first(case_of(known | {last: level})) == result.recommended for level in kept]
        assert result.settled == pytest.approx(sum(same) / len(same))
        (question,) = next_questions(known)
        assert question.change == pytest.approx(1 - result.settled)


def test_the_more_settled_a_result_the_fewer_questions_are_asked() -> None:
    result = recommend({})
    for settled, expected in (
        *((0.0, "ask"), (MAY_STOP - 0.01, "ask"), (MAY_STOP, "may_stop")),
        *((STOP - 0.01, "may_stop"), (STOP, "stop"), (1.0, "stop")),
    ):
        assert stage(replace(result, settled=settled)) == expected


def test_nothing_is_asked_where_everything_is_answered() -> None:
    for levels in drawn(20, 3):
        result = recommend(levels)
        assert stage(result) == "stop"
        assert not next_questions(levels)


def test_a_reader_may_stop_only_where_most_complete_answers_agree() -> None:
    """Of the ways to complete what is answered, at least the share MAY_STOP keep the structure."""
    stopped = 0
    for levels in drawn(40, 6):
        known: Levels = {}
        while stage(result := recommend(known)) == "ask":
            factor = next_questions(known)[0].factor
            known[factor] = levels[factor]
        others = [first(case_of(whole | known)) for whole in drawn(60, 7)]
        stopped += others.count(result.recommended) / len(others) >= MAY_STOP - 0.1
    assert stopped >= 32


def test_no_last_bit_of_a_logarithm_decides_what_is_asked() -> None:
    for scenario in OWN.scenarios.values():
        answers = dict(list(scenario.answers.items())[:4])
        for question in next_questions(answers):
            assert question.information == round(question.information, DIGITS)
