"""Answers that would change a recommendation: all of them, each by a run of the model."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import load_guide, recommend
from service_structure.decision.counterfactual import (
    MOST_PAIRED,
    _single_changes,
    changes,
    left_out,
    paired_changes,
)
from service_structure.decision.model import Recommendation
from tests.drawn import excluded
from tests.support import any_answers, tries

EXACT = 1e-12
OWN = load_guide()
CRITERIA = list(OWN.criteria)
ANSWERS = any_answers(OWN)

SOME_WEIGHTS = st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 25), max_size=4)


def fits(result: Recommendation) -> dict[str, float]:
    return {s.structure: s.fit for s in result.ranking}


@settings(max_examples=tries(6))
@given(ANSWERS, SOME_WEIGHTS)
def test_the_single_answers_that_change_the_recommendation_are_all_of_them(
    answers: dict[str, str], weights: dict[str, float]
) -> None:
    """Of those given: what the others may do is told by the questions to answer next."""
    before = recommend(answers, weights=weights)
    expected = {}
    for step in possible_steps(before):
        after = recommend(answers | dict([step]), weights=weights)
        if after.recommended != before.recommended:
            expected[step,] = after.recommended
    found = changes(before, OWN)
    assert {change.answers: change.recommended for change in found} == expected
    assert len(found) == len(expected)
    order = [(-change.prior / 2**change.steps, -change.lead) for change in found]
    assert order == sorted(order), "the likeliest comes first"
    possible = possible_steps(before)
    for change in found:
        ((factor, level),) = change.answers
        present = before.answers.levels[factor]
        priors = {
            own.id: own.prior
            for own in OWN.factors[factor].levels
            if own.id == present or (factor, own.id) in possible
        }
        assert change.prior == pytest.approx(priors[level] / sum(priors.values()))


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

    harmless = [step for step in possible_steps(before) if step not in alone]
    closest = sorted(harmless, key=lambda step: (lead(step), step))[:MOST_PAIRED]
    expected = {}
    for pair in combinations(closest, 2):
        if pair[0][0] != pair[1][0]:
            after = recommend(answers | dict(pair))
            if excluded(answers | dict(pair), dict(pair)):
                continue
            if after.recommended != before.recommended:
                expected[pair] = after.recommended
    found = paired_changes(before, OWN)
    assert {change.answers: change.recommended for change in found} == expected
    assert len(found) == len(expected)


@settings(max_examples=tries(5))
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


def test_worlds_that_cannot_be_are_no_changes() -> None:
    """One place with strong local differences, one product unlike the others, five people …"""
    for exclusion in OWN.exclusions.values():
        last, others = list(exclusion.answers)[-1], dict(exclusion.answers)
        levels = others.pop(last)
        known = {factor: own[0] for factor, own in others.items()}
        free = next(own.id for own in OWN.factors[last].levels if own.id not in levels)
        tried = {step for step, _ in _single_changes(recommend({**known, last: free}), OWN)}
        assert not tried & {(last, level) for level in levels}, exclusion.id
        assert all(
            step in tried for step in single_steps(recommend({last: free})) if step[1] not in levels
        )


def test_what_is_left_out_is_told_with_its_reason() -> None:
    """Only where the answer left out would have changed the recommendation."""
    answers = {"regions": "many", "place_difference": "strong", "decision_right": "local"}
    result = recommend(answers)
    assert recommend({**answers, "regions": "one"}).recommended != result.recommended
    assert [exclusion.id for exclusion in left_out(result, OWN)] == ["one_place", "one_office"]
    assert not left_out(recommend({"regions": "many", "digital": "high"}), OWN)


def test_answers_that_contradict_each_other_already_leave_other_questions_alone() -> None:
    answers = {"products": "one", "product_difference": "partly", "size": "small"}
    tried = {step for step, _ in _single_changes(recommend(answers), OWN)}
    left = set(single_steps(recommend(answers))) - tried
    assert left == {("product_difference", "very")}, "it contradicts the single product as much"


@pytest.mark.parametrize(
    ("factor", "number"), [(f.id, f.counts) for f in OWN.factors.values() if f.counts]
)
def test_a_number_that_is_typed_leaves_only_the_level_in_which_it_lies(
    factor: str, number: str
) -> None:
    lowest, second, *_ = OWN.factors[factor].levels
    numbers = {number: f"{second.numbers[number]:g}!"}
    for present, expected in ((lowest, [(factor, second.id)]), (second, [])):
        result = recommend({factor: present.id}, numbers=numbers)
        assert [step for step, _ in _single_changes(result, OWN)] == expected


def test_two_levels_named_are_each_a_change_and_the_likeliest() -> None:
    answers = {"regions": ("one", "few"), "place_difference": "none", "functions": "one"}
    result = recommend(answers)
    regions = OWN.factors["regions"]
    seen = set()
    for change in changes(result, OWN):
        ((factor, level),) = change.answers
        assert recommend({**answers, factor: level}).recommended == change.recommended
        if factor == "regions":
            seen.add(level)
            near = level in ("one", "few")
            assert change.steps == (0 if near else regions.rank(level) - 1)
            if near:
                total = regions.level("one").prior + regions.level("few").prior
                assert change.prior == pytest.approx(regions.level(level).prior / total)
    tried = {step for step, _ in _single_changes(result, OWN)}
    tried_regions = {level for factor, level in tried if factor == "regions"}
    assert seen <= tried_regions == {level.id for level in regions.levels}


def possible_steps(result: Recommendation) -> list[tuple[str, str]]:
    """The single steps to an answer that contradicts no other."""
    present = dict(result.answers.levels)
    return [step for step in single_steps(result) if not excluded(present | dict([step]), step[:1])]


def single_steps(result: Recommendation) -> list[tuple[str, str]]:
    """Every other level of the questions that were answered."""
    return [
        (factor, level.id)
        for factor, present in result.answers.levels.items()
        for level in OWN.factors[factor].levels
        if level.id != present
    ]
