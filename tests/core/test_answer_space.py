"""The answer space, more than 10¹⁰ complete settings: a sample, and what each answer decides.

The formula of the model is written down anew from the data and held against recommend(). That each
structure comes first somewhere and none nearly everywhere is a test of test_home_ground.py.

`make quick` leaves these tests out: the model works out 6,000 settings for them.
"""

from collections.abc import Callable, Mapping
from itertools import combinations, pairwise
from math import exp, fsum, prod
from typing import Any

import numpy as np
import pytest

from service_structure import recommend
from service_structure.api import inputs_for
from service_structure.decision.model import Recommendation
from service_structure.source.records import Structure
from service_structure.staffing.costs import ratings
from tests.drawn import OWN, Levels, case_of, drawn, points

STRUCTURES, FACTORS = list(OWN.structures), list(OWN.factors.values())
SAMPLE = drawn(400, 20261123, evenly=True)
VARIED = 80
"""Settings in which each answer is tried at all its levels."""
EXACT = 1e-12

type Array = np.ndarray[Any, Any]
type Report = Callable[[str, str], None]


@pytest.fixture(scope="module")
def results() -> list[Recommendation]:
    return [recommend(levels) for levels in SAMPLE]


@pytest.fixture(scope="module")
def varied() -> dict[str, Array]:
    """By factor: the points of each structure, by setting, level of the factor and structure."""
    settings = drawn(VARIED, 4, evenly=True)
    return {
        factor.id: np.array(
            [
                [[*points(case_of(s | {factor.id: level.id})).values()] for level in factor.levels]
                for s in settings
            ]
        )
        for factor in FACTORS
    }


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Report:
    """Tells a figure to whoever runs pytest with -s or --junit-xml."""

    def tell(name: str, figure: str) -> None:
        record_property(name, figure)
        print(f"\n{name}: {figure}")

    return tell


def expected(levels: Levels) -> tuple[dict[str, float], dict[str, bool]]:
    """Fits, and who is a candidate, by the formula: weights, values, base points and penalty."""
    weights = dict(OWN.estimates.points)
    for factor, level in levels.items():
        for criterion, moved in OWN.factors[factor].level(level).moves.items():
            weights[criterion] += moved
    rated = ratings(inputs_for(levels).numbers, OWN)
    fits, candidates = {}, {}
    for structure in OWN.structures.values():
        computed = {criterion: one.value for criterion, one in rated[structure.id].items()}
        absent = sum(
            OWN.factors[p.factor].rank(levels[p.factor]) < OWN.factors[p.factor].rank(p.at_least)
            for p in structure.preconditions
        )
        total = fsum(
            max(weight, 0) * (value(structure, criterion, levels, computed) - 0.5)
            for criterion, weight in weights.items()
        )
        total += OWN.estimates.base[structure.id]
        total -= OWN.assumptions["absent_penalty"].value * absent
        fits[structure.id] = 0.5 + total / 100
        candidates[structure.id] = not absent
    return fits, candidates


def value(
    structure: Structure, criterion: str, levels: Levels, computed: Mapping[str, float]
) -> float:
    """A half and an eighth for each step of strength; cost, and a part of speed, as computed."""
    if criterion == "cost":
        return computed[criterion]
    stated = 0.5 + fsum(
        s.effect / 8 * prod(c.times[levels[c.factor]] for c in s.conditions)
        for s in structure.statements_on(criterion)
    )
    if criterion != "speed":
        return stated
    by_wait = OWN.assumptions["speed_by_wait"].value / 100
    return by_wait * computed[criterion] + (1 - by_wait) * stated


def variance_shares(varied: Mapping[str, Array], weigh: Array) -> dict[str, float]:
    """How much of the variance of Σ weigh·fit each answer decides, with all that it acts on.

    The total effect of Sobol: what is left to the answer where all others are known. The columns of
    `weigh` are several such sums, whose variances are added up.
    """
    fits = np.array([[*points(case_of(levels)).values()] for levels in SAMPLE])
    whole = float((fits @ weigh).var(axis=0).sum())
    return {
        factor: float((found @ weigh).var(axis=1).sum(axis=-1).mean()) / whole
        for factor, found in varied.items()
    }


def percent(shares: Mapping[str, float]) -> str:
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {share:.1%}" for name, share in ordered)


def test_the_space_is_too_large_to_try_every_answer_set() -> None:
    assert prod(len(factor.levels) for factor in FACTORS) > 10**10


def test_every_pair_of_answers_is_in_the_sample() -> None:
    for one, two in combinations(FACTORS, 2):
        seen = {(levels[one.id], levels[two.id]) for levels in SAMPLE}
        assert len(seen) == len(one.levels) * len(two.levels), f"{one.id}, {two.id}"


def test_the_formula_gives_what_the_model_recommends(results: list[Recommendation]) -> None:
    for levels, result in zip(SAMPLE, results, strict=True):
        fits, candidates = expected(levels)
        assert {s.structure: s.fit for s in result.ranking} == pytest.approx(fits, abs=EXACT)
        assert {s.structure: s.candidate for s in result.ranking} == candidates
        running = [name for name in STRUCTURES if candidates[name]]
        assert fits[result.recommended] >= max(fits[name] for name in running) - 1e-9
        ranked = [(s.candidate, round(s.fit, 9)) for s in result.ranking]
        assert ranked == sorted(ranked, reverse=True)


def test_probabilities_are_those_of_the_fits(results: list[Recommendation]) -> None:
    for result in results:
        odds = {
            s.structure: exp(100 * (s.fit - result.best.fit) / OWN.estimates.temperature)
            for s in result.ranking
        }
        total = fsum(odds.values())
        assert {s.structure: s.probability for s in result.ranking} == pytest.approx(
            {name: own / total for name, own in odds.items()}, abs=1e-9
        )


def test_every_answer_set_of_the_sample_gives_a_valid_ranking(
    results: list[Recommendation],
) -> None:
    for result in results:
        assert all(0 <= s.fit <= 1 for s in result.ranking)
        assert fsum(s.probability for s in result.ranking) == pytest.approx(1)
        assert result.candidates
        assert result.best.candidate
        assert result.settled == 1


def test_a_sure_winner_is_neither_a_rarity_nor_a_matter_of_course(
    results: list[Recommendation], report: Report
) -> None:
    verdicts = [result.verdict for result in results]
    shares = {verdict: verdicts.count(verdict) / len(results) for verdict in set(verdicts)}
    report("verdicts", percent(shares))
    assert 0.05 < shares["recommended"] < 0.5
    assert 0.05 < shares["open"] < 0.5


def test_no_answer_decides_more_than_two_fifths_of_the_differences(
    varied: dict[str, Array], report: Report
) -> None:
    """All structures against their mean, which is as good as all pairs of them."""
    n = len(STRUCTURES)
    shares = variance_shares(varied, np.eye(n) - 1 / n)
    report("shares of variance", percent(shares))
    assert max(shares.values()) <= 0.4


def test_no_answer_decides_between_two_structures(varied: dict[str, Array], report: Report) -> None:
    """Not alone: at least three tenths are left to the others."""
    largest = {}
    for (a, one), (b, two) in combinations(enumerate(STRUCTURES), 2):
        difference = np.zeros((len(STRUCTURES), 1))
        difference[a], difference[b] = 1, -1
        shares = variance_shares(varied, difference)
        factor = max(shares, key=shares.__getitem__)
        largest[f"{one} or {two}: {factor}"] = shares[factor]
        assert shares[factor] <= 0.7, f"{one} or {two}: {percent(shares)}"
    report("largest shares between two", percent(largest))


def test_the_weight_of_a_criterion_goes_one_way_as_an_answer_rises() -> None:
    for factor in FACTORS:
        for criterion in OWN.criteria:
            moved = [level.moves.get(criterion, 0.0) for level in factor.levels]
            steps = [b - a for a, b in pairwise(moved)]
            assert min(steps) >= 0 or max(steps) <= 0, f"{factor.id}, {criterion}: {moved}"


def test_a_goal_that_counts_more_never_sets_back_on_average_what_it_supports(
    varied: dict[str, Array],
) -> None:
    """A goal supports a structure whose lead grows by a point over its whole range, on average.

    Questions about circumstances may well turn: large groups pay where small ones do not.
    """
    n = len(STRUCTURES)
    for factor in filter(lambda f: f.goal, FACTORS):
        fits = varied[factor.id].mean(axis=0)
        leads = (fits - fits.mean(axis=1, keepdims=True)) * n / (n - 1)
        for structure, column in zip(STRUCTURES, leads.T, strict=True):
            whole, steps = column[-1] - column[0], np.diff(column)
            if abs(whole) >= 1:
                assert (np.sign(whole) * steps).min() >= -EXACT, f"{factor.id}, {structure}"
