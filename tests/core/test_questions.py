"""What each question is worth: how often another answer to it changes what comes first."""

from functools import cache

import pytest

from tests.core.drawn import OWN, Levels, case_of, drawn, first

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
