"""Answers that would change a recommendation: all of them, each by a run of the model."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import load_guide, recommend
from service_structure.decision.counterfactual import MOST_PAIRED, changes, paired_changes
from service_structure.decision.model import Recommendation
from tests.support import any_answers

EXACT = 1e-12
OWN = load_guide()
CRITERIA = list(OWN.criteria)
ANSWERS = any_answers(OWN)

SOME_WEIGHTS = st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 25), max_size=4)


def fits(result: Recommendation) -> dict[str, float]:
    return {s.structure: s.fit for s in result.ranking}


@settings(max_examples=6)
@given(ANSWERS, SOME_WEIGHTS)
def test_the_single_answers_that_change_the_recommendation_are_all_of_them(
    answers: dict[str, str], weights: dict[str, float]
) -> None:
    """Of those given: what the others may do is told by the questions to answer next."""
    before = recommend(answers, weights=weights)
    expected = {}
    for step in single_steps(before):
        after = recommend(answers | dict([step]), weights=weights)
        if after.recommended != before.recommended:
            expected[step,] = after.recommended
    found = changes(before, OWN)
    assert {change.answers: change.recommended for change in found} == expected
    assert len(found) == len(expected)
    order = [(change.steps, -change.prior, -change.lead) for change in found]
    assert order == sorted(order)
    for change in found:
        ((factor, level),) = change.answers
        assert change.prior == OWN.factors[factor].level(level).prior


@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_of_answers_that_change_the_recommendation_are_all_of_the_closest(
    seed: int,
) -> None:
    """Of answers that change nothing alone, those that bring another structure closest."""
    random = Random(seed)
    answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
    before = recommend(answers)
    alone = {change.answers[0] for change in changes(before, OWN)}

    def lead(step: tuple[str, str]) -> float:
        found = fits(recommend(answers | dict([step])))
        own = found.pop(before.recommended)
        return own - max(found.values())

    harmless = [step for step in single_steps(before) if step not in alone]
    closest = sorted(harmless, key=lambda step: (lead(step), step))[:MOST_PAIRED]
    expected = {}
    for pair in combinations(closest, 2):
        if pair[0][0] != pair[1][0]:
            after = recommend(answers | dict(pair))
            if after.recommended != before.recommended:
                expected[pair] = after.recommended
    found = paired_changes(before, OWN)
    assert {change.answers: change.recommended for change in found} == expected
    assert len(found) == len(expected)


@settings(max_examples=5)
@given(ANSWERS, SOME_WEIGHTS)
def test_a_reported_change_leads_to_the_recommendation_that_it_names(
    answers: dict[str, str], weights: dict[str, float]
) -> None:
    before = recommend(answers, weights=weights)
    for change in (*changes(before, OWN)[:10], *paired_changes(before, OWN)[:10]):
        after = recommend({**before.answers.levels, **dict(change.answers)}, weights=weights)
        assert after.recommended == change.recommended != before.recommended
        lead = after.ranking[0].fit - after.standing(before.ranking[0].structure).fit
        assert abs(change.lead - lead) <= EXACT
        ranks = [
            OWN.factors[f].rank(level) - OWN.factors[f].rank(before.answers.levels[f])
            for f, level in change.answers
        ]
        assert change.steps == sum(map(abs, ranks))


def single_steps(result: Recommendation) -> list[tuple[str, str]]:
    """Every other level of the questions that were answered."""
    return [
        (factor, level.id)
        for factor, present in result.answers.levels.items()
        for level in OWN.factors[factor].levels
        if level.id != present
    ]
