"""The whole answer space, some 10¹⁰ complete answer sets: large samples of it and all pairs.

Statements are products of table entries, so numpy works out those of many answer sets at once from
the data, with the ratings of the staffing model from a table; some are held against recommend().
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import prod
from typing import Any

import numpy as np
import pytest

from service_structure import load_guide, recommend
from service_structure.decision.values import rated_in
from service_structure.source.model_records import STRONGEST
from service_structure.source.records import Guide

GUIDE = load_guide()
STRUCTURES, FACTORS, CRITERIA = (
    list(GUIDE.structures),
    list(GUIDE.factors.values()),
    list(GUIDE.criteria),
)
PLACE = {factor.id: n for n, factor in enumerate(FACTORS)}
LEVELS = [len(factor.levels) for factor in FACTORS]
USUAL = np.array([factor.rank(factor.usual) for factor in FACTORS])
STAFFED = 1_500
"""Combinations of the answers behind the staffing model that the sample is drawn among."""

SAMPLE = 60_000
EXACT = 1e-9

type Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Outcome:
    """Fits, in points about 0, and candidates of answer sets (rows), by structure (columns)."""

    fits: Array
    candidates: Array

    @classmethod
    def of(cls, answers: Array, guide: Guide = GUIDE) -> "Outcome":
        points = _points(answers, guide)
        values = _values(answers, guide)
        fits = np.einsum("nc,nsc->ns", points, values)
        fits += np.array([guide.estimates.base[s] for s in guide.structures])
        absent = np.zeros(fits.shape)
        for s, structure in enumerate(guide.structures.values()):
            for condition in structure.preconditions:
                least = guide.factors[condition.factor].rank(condition.at_least)
                absent[:, s] += answers[:, PLACE[condition.factor]] < least
        fits -= guide.assumptions["absent_penalty"].value * absent
        return cls(fits, absent == 0)

    @property
    def running(self) -> Array:
        """The fits of the candidates; rounded, so that of equal ones the first in order wins."""
        return np.where(self.candidates, self.fits.round(9), -1e3)

    @property
    def recommended(self) -> Array:
        return self.running.argmax(axis=1)

    @property
    def probability(self) -> Array:
        """The probability of the recommended structure."""
        odds = np.exp((self.fits - self.fits.max(1, keepdims=True)) / GUIDE.estimates.temperature)
        shares = odds / odds.sum(1, keepdims=True)
        found: Array = shares[np.arange(len(shares)), self.recommended]
        return found


def _points(answers: Array, guide: Guide) -> Array:
    points = np.tile([guide.estimates.points[c] for c in CRITERIA], (len(answers), 1))
    for n, factor in enumerate(guide.factors.values()):
        moves = np.array([[v.moves.get(c, 0.0) for c in CRITERIA] for v in factor.levels])
        points = points + moves[answers[:, n]]
    kept: Array = np.maximum(points, 0.0)
    return kept


def _values(answers: Array, guide: Guide) -> Array:
    values = np.zeros((len(answers), len(STRUCTURES), len(CRITERIA)))
    stated = 1 - guide.assumptions["speed_by_wait"].value / 100
    for s, structure in enumerate(guide.structures.values()):
        for statement in structure.statements:
            if statement.strength is None:
                continue
            amount = np.full(len(answers), statement.effect / (2 * STRONGEST))
            for condition in statement.conditions:
                factor = guide.factors[condition.factor]
                times = np.array([condition.times[level.id] for level in factor.levels])
                amount = amount * times[answers[:, PLACE[condition.factor]]]
            share = stated if statement.criterion == "speed" else 1.0
            values[:, s, CRITERIA.index(statement.criterion)] += share * amount
    rated = np.array([rated_in(tuple(map(int, row)), {}, guide) for row in answers])
    values[:, :, CRITERIA.index("cost")] = rated[:, :, 0]
    values[:, :, CRITERIA.index("speed")] += rated[:, :, 1]
    return values


BEHIND_STAFFING = sorted(
    {n for n, f in enumerate(FACTORS) if any(level.numbers for level in f.levels)}
    | {
        PLACE[condition.factor]
        for name in ("knowledge", "trades")
        for condition in GUIDE.circumstances[name].conditions
    }
)


def sample(count: int = SAMPLE) -> Array:
    """Answer sets at random, each level of every factor about equally often.

    Those of the staffing model are drawn among so many combinations, which takes less time.
    """
    random = np.random.default_rng(20261128)
    answers = np.stack([random.integers(0, levels, count) for levels in LEVELS], axis=1)
    staffed = np.stack([random.integers(0, levels, STAFFED) for levels in LEVELS], axis=1)
    answers[:, BEHIND_STAFFING] = staffed[random.integers(0, STAFFED, count)][:, BEHIND_STAFFING]
    return answers


def all_pairs(others: Array) -> Array:
    """Every pair of levels of two factors, set in each row of `others`."""
    rows = []
    for a, b in combinations(range(len(FACTORS)), 2):
        for one, two in product(range(LEVELS[a]), range(LEVELS[b])):
            changed = others.copy()
            changed[:, a], changed[:, b] = one, two
            rows.append(changed)
    return np.concatenate(rows)


def as_answers(row: Array) -> dict[str, str]:
    return {f.id: f.levels[level].id for f, level in zip(FACTORS, row, strict=True)}


def percent(shares: Mapping[str, float]) -> str:
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {share:.1%}" for name, share in ordered)


@pytest.fixture(scope="module")
def sampled() -> Outcome:
    return Outcome.of(sample())


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Tells a figure to whoever runs pytest with -s or --junit-xml."""

    def tell(name: str, figure: str) -> None:
        record_property(name, figure)
        print(f"\n{name}: {figure}")

    return tell


def test_the_space_is_too_large_to_try_every_answer_set() -> None:
    assert prod(LEVELS) > 10**9


@pytest.mark.parametrize("kind", ["sample", "pairs", "edge"])
def test_the_arrays_give_what_the_model_recommends(kind: str) -> None:
    every = all_pairs(USUAL[None]) if kind == "pairs" else sample(6_000)
    drawn = np.random.default_rng(7).choice(len(every), 300, replace=False)
    answers = _on_the_edge(every, 300) if kind == "edge" else every[drawn]
    outcome = Outcome.of(answers)
    for n, row in enumerate(answers):
        result = recommend(as_answers(row))
        found = [result.standing(structure) for structure in STRUCTURES]
        own = 0.5 + outcome.fits[n] / 100
        assert np.abs(own - [s.fit for s in found]).max() <= EXACT
        assert outcome.candidates[n].tolist() == [s.candidate for s in found]
        assert STRUCTURES[outcome.recommended[n]] == result.recommended
        assert outcome.probability[n] == pytest.approx(result.best.probability, abs=1e-9)


def _on_the_edge(answers: Array, count: int) -> Array:
    """Those whose probability comes closest to the border of a verdict."""
    borders = [GUIDE.assumptions[f"{name}_from"].value / 100 for name in _GRADES]
    probability = Outcome.of(answers).probability
    distance = np.min([np.abs(probability - border) for border in borders], axis=0)
    return answers[np.argsort(distance)[:count]]


_GRADES = ("recommended", "likely", "leading")


@pytest.mark.parametrize("others", ["usual", "random"])
def test_every_pair_of_answers_gives_a_valid_ranking(others: str) -> None:
    random = np.random.default_rng(11)
    drawn = np.stack([random.integers(0, count, 2) for count in LEVELS], axis=1)
    outcome = Outcome.of(all_pairs(USUAL[None] if others == "usual" else drawn))
    assert np.isfinite(outcome.fits).all()
    assert outcome.candidates.any(axis=1).all()


def test_fits_stay_within_the_scale(sampled: Outcome, report: Callable[[str, str], None]) -> None:
    """Values may leave the scale of their criterion; the fit of a candidate does not leave its."""
    lowest, highest = float(sampled.fits.min()), float(sampled.fits.max())
    report("fits", f"{50 + lowest:.1f} to {50 + highest:.1f}")
    assert highest <= 50
    assert np.where(sampled.candidates, sampled.fits, 0).min() >= -50


def test_every_structure_is_recommended_somewhere_and_none_nearly_everywhere(
    sampled: Outcome, report: Callable[[str, str], None]
) -> None:
    counts = np.bincount(sampled.recommended, minlength=len(STRUCTURES)) / len(sampled.fits)
    wins = dict(zip(STRUCTURES, counts.tolist(), strict=True))
    report("recommended", percent(wins))
    assert min(wins.values()) >= 0.02
    assert max(wins.values()) <= 0.45


def test_a_recommendation_is_neither_always_sure_nor_never(
    sampled: Outcome, report: Callable[[str, str], None]
) -> None:
    borders = [GUIDE.assumptions[f"{name}_from"].value / 100 for name in _GRADES]
    shares = {
        name: float((sampled.probability >= border).mean())
        for name, border in zip(_GRADES, borders, strict=True)
    }
    report("at least", percent(shares))
    assert 0.1 < shares["recommended"] < 0.7
    assert shares["leading"] > 0.75


def test_no_answer_decides_more_than_two_fifths_of_the_differences(
    report: Callable[[str, str], None],
) -> None:
    """All structures against their mean, which is as good as all pairs of them."""
    answers = sample(4_000)
    shares = variance_shares(answers, _leads(Outcome.of(answers).fits))
    report("shares of variance", percent(shares))
    assert max(shares.values()) <= 0.4


def test_no_answer_decides_between_two_structures_unless_one_is_made_of_it(
    report: Callable[[str, str], None],
) -> None:
    """What a structure cannot be built without may decide, or what a hybrid adds to its parent."""
    answers = sample(4_000)
    fits = Outcome.of(answers).fits
    largest = {}
    for (a, one), (b, two) in combinations(enumerate(GUIDE.structures.values()), 2):
        shares = variance_shares(answers, fits[:, [a]] - fits[:, [b]])
        factor = max(shares, key=shares.__getitem__)
        largest[f"{one.id} or {two.id}: {factor}"] = shares[factor]
        kin = one.id in two.parents or two.id in one.parents
        needed = {p.factor for s in (one, two) for p in s.preconditions}
        assert kin or factor in needed or shares[factor] <= 0.4, percent(shares)
    report("largest shares between two", percent(largest))


def variance_shares(answers: Array, sums: Array) -> dict[str, float]:
    """The share of each factor, by itself, in the variance of sums of fits (Sobol’ 1993)."""
    total = sums.var(axis=0).sum()
    shares = {}
    for n, factor in enumerate(FACTORS):
        means = np.stack([sums[answers[:, n] == level].mean(0) for level in range(LEVELS[n])])
        weights = np.array([(answers[:, n] == level).mean() for level in range(LEVELS[n])])
        shares[factor.id] = float((weights @ (means - weights @ means) ** 2).sum() / total)
    return shares


def _leads(fits: Array) -> Array:
    count = fits.shape[1]
    leads: Array = (fits - fits.mean(1, keepdims=True)) * count / (count - 1)
    return leads


def test_the_weight_of_a_criterion_goes_one_way_as_an_answer_rises() -> None:
    for factor in FACTORS:
        for criterion in GUIDE.criteria:
            points = [level.moves.get(criterion, 0.0) for level in factor.levels]
            steps = [b - a for a, b in pairwise(points)]
            assert min(steps) >= 0 or max(steps) <= 0, f"{factor.id}, {criterion}: {points}"


def test_what_a_statement_makes_of_an_answer_runs_one_way_unless_it_says_that_it_turns() -> None:
    for structure in GUIDE.structures.values():
        for statement in structure.statements:
            for condition in statement.conditions:
                levels = GUIDE.factors[condition.factor].levels
                times = [condition.times[level.id] for level in levels]
                one_way = times in (sorted(times), sorted(times, reverse=True))
                assert one_way != condition.turns, f"{structure.id}, {statement.id}"


def _rows(answers: Array) -> Iterator[dict[str, str]]:
    yield from (as_answers(row) for row in answers)


def test_levels_are_drawn_about_equally_often() -> None:
    answers = sample(4_000)
    for n, levels in enumerate(LEVELS):
        shares = np.bincount(answers[:, n], minlength=levels) / len(answers)
        assert shares.min() > 0.6 / levels
    assert all(set(row) == set(GUIDE.factors) for row in _rows(answers[:3]))
