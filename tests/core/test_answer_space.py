"""The whole answer space, some 10¹⁰ answer sets: a stratified sample of a million and all pairs.

Fits are linear in the answers, so that numpy works out all of them at once from the data; a few
thousand are held against recommend().
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import prod
from typing import Any

import numpy as np
import pytest

from service_structure import load_guide, recommend
from service_structure.source.model_records import NEUTRAL
from service_structure.source.records import Guide

GUIDE = load_guide()
STRUCTURES, FACTORS = list(GUIDE.structures), list(GUIDE.factors.values())
LEVELS = [len(factor.levels) for factor in FACTORS]
USUAL = np.array([factor.rank(factor.default) for factor in FACTORS])
SAMPLE = 1_020_000  # a multiple of every number of levels: each level comes equally often
CHUNK = 60_000
DRAWN = 1_000  # of each kind, to hold against recommend()
EXACT = 1e-12

# One kind of work speaks against branches a little (0.2 points), as it does for one pool.
WAVERING = {("functions", "decentralised")}

type Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Model:
    """The data as arrays: the fits of the base weights, and what each level adds to them."""

    base: Array
    effects: tuple[Array, ...]

    @classmethod
    def of(cls, guide: Guide) -> "Model":
        values = np.array(
            [[s.ratings.get(c, NEUTRAL) for c in guide.criteria] for s in guide.structures.values()]
        )
        points = np.array([criterion.points for criterion in guide.criteria.values()])
        moves = [
            np.array([[level.moves.get(c, 0.0) for c in guide.criteria] for level in factor.levels])
            for factor in guide.factors.values()
        ]
        return cls(points @ values.T / 100, tuple(m @ values.T / 100 for m in moves))

    @property
    def leads(self) -> tuple[Array, ...]:
        """What each level adds to the lead of a structure over the mean of the others."""
        n = len(STRUCTURES)
        return tuple((e - e.mean(1, keepdims=True)) * n / (n - 1) for e in self.effects)


@dataclass(frozen=True)
class Outcome:
    """Fits and candidates of answer sets (rows), by structure (columns)."""

    fits: Array
    candidates: Array

    @classmethod
    def of(cls, answers: Array) -> "Outcome":
        fits = np.tile(MODEL.base, (len(answers), 1))
        for column, effects in zip(answers.T, MODEL.effects, strict=True):
            fits += effects[column]
        candidates = np.ones(fits.shape, dtype=bool)
        place = {factor.id: n for n, factor in enumerate(FACTORS)}
        margin = GUIDE.assumptions["hybrid_margin"].value + EXACT
        for s, structure in enumerate(GUIDE.structures.values()):
            for condition in structure.preconditions:
                n = place[condition.factor]
                candidates[:, s] &= answers[:, n] >= FACTORS[n].rank(condition.at_least)
            if structure.parents:
                first, second = (fits[:, STRUCTURES.index(p)] for p in structure.parents)
                candidates[:, s] &= np.abs(first - second) <= margin
        return cls(fits, candidates)

    @property
    def running(self) -> Array:
        """The fits of the candidates; rounded, so that of equal ones the first in order wins."""
        return np.where(self.candidates, self.fits.round(11), -1)

    @property
    def recommended(self) -> Array:
        return self.running.argmax(axis=1)

    @property
    def leads(self) -> Array:
        """By how much the best candidate is ahead of the next; at least 1 where it is alone."""
        next_best, best = np.partition(self.running, -2, axis=1)[:, -2:].T
        leads: Array = best - next_best
        return leads

    @property
    def valid(self) -> Array:
        """Whether all fits are on the scale, and there is somebody to recommend."""
        on_scale = (self.fits >= 0) & (self.fits <= 1)  # NaN is not
        return on_scale.all(axis=1) & self.candidates.any(axis=1)


MODEL = Model.of(GUIDE)


def sample() -> Iterator[Array]:
    """Answer sets at random in which every level of every factor comes equally often."""
    random = np.random.default_rng(20261123)
    columns = [random.permutation(SAMPLE) % count for count in LEVELS]
    for start in range(0, SAMPLE, CHUNK):
        yield np.stack([column[start : start + CHUNK] for column in columns], axis=1)


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


def variance_shares(weigh: Array) -> dict[str, float]:
    """The share of each factor in the variance of Σ weigh·fit, all answers equally likely.

    The columns of `weigh` are several such sums, whose variances are added up.
    """
    variances = {
        factor.id: float((effects @ weigh).var(axis=0).sum())
        for factor, effects in zip(FACTORS, MODEL.effects, strict=True)
    }
    total = sum(variances.values())
    return {factor: variance / total for factor, variance in variances.items()}


def percent(shares: Mapping[str, float]) -> str:
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {share:.1%}" for name, share in ordered)


@dataclass(frozen=True)
class Sampled:
    """What came of the sample, in shares: each structure recommended, none clearly so, valid."""

    wins: dict[str, float]
    close: float
    valid: float


@pytest.fixture(scope="module")
def sampled() -> Sampled:
    counts = []
    for answers in sample():
        outcome = Outcome.of(answers)
        wins = np.bincount(outcome.recommended, minlength=len(STRUCTURES))
        close = outcome.leads < GUIDE.assumptions["clear_margin"].value - EXACT
        counts.append([*wins, close.sum(), outcome.valid.sum()])
    *wins, close, valid = (np.sum(counts, axis=0) / SAMPLE).tolist()
    return Sampled(dict(zip(STRUCTURES, wins, strict=True)), close, valid)


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Tells a figure to whoever runs pytest with -s or --junit-xml."""

    def tell(name: str, figure: str) -> None:
        record_property(name, figure)
        print(f"\n{name}: {figure}")

    return tell


def test_the_space_is_too_large_to_try_every_answer_set() -> None:
    assert prod(LEVELS) > 10**7
    assert SAMPLE >= 10**6
    assert all(SAMPLE % count == 0 for count in LEVELS)


def on_the_edge(answers: Array, count: int) -> Array:
    """Those whose leads or parents' gaps come closest to the margins."""
    outcome = Outcome.of(answers)
    distances = [np.abs(outcome.leads - GUIDE.assumptions["clear_margin"].value)]
    for structure in filter(lambda s: s.parents, GUIDE.structures.values()):
        first, second = (outcome.fits[:, STRUCTURES.index(p)] for p in structure.parents)
        gap = np.abs(first - second)
        distances.append(np.abs(gap - GUIDE.assumptions["hybrid_margin"].value))
    return answers[np.argsort(np.min(distances, axis=0))[:count]]


@pytest.mark.parametrize("kind", ["sample", "pairs", "edge"])
def test_the_arrays_give_what_the_model_recommends(kind: str) -> None:
    random = np.random.default_rng(7)
    every = all_pairs(USUAL[None]) if kind == "pairs" else next(sample())
    drawn = random.choice(len(every), DRAWN, replace=False)
    answers = on_the_edge(every, DRAWN) if kind == "edge" else every[drawn]
    outcome = Outcome.of(answers)
    margin = GUIDE.assumptions["clear_margin"].value
    for n, row in enumerate(answers):
        result = recommend(as_answers(row))
        found = [result.standing(structure) for structure in STRUCTURES]
        assert np.abs(outcome.fits[n] - [s.fit for s in found]).max() <= EXACT
        assert outcome.candidates[n].tolist() == [s.candidate for s in found]
        assert STRUCTURES[outcome.recommended[n]] == result.recommended
        assert (outcome.leads[n] < margin - EXACT) == (result.verdict != "clear")
        ranked = [(s.candidate, round(s.fit, 11)) for s in result.ranking]
        assert ranked == sorted(ranked, reverse=True)


@pytest.mark.parametrize("others", ["usual", "random"])
def test_every_pair_of_answers_gives_a_valid_ranking(others: str) -> None:
    random = np.random.default_rng(11)
    drawn = np.stack([random.integers(0, count, 60) for count in LEVELS], axis=1)
    assert Outcome.of(all_pairs(USUAL[None] if others == "usual" else drawn)).valid.all()


def test_every_answer_set_of_the_sample_gives_a_valid_ranking(sampled: Sampled) -> None:
    assert sampled.valid == 1


def test_every_structure_is_recommended_somewhere_and_none_nearly_everywhere(
    sampled: Sampled, report: Callable[[str, str], None]
) -> None:
    report("recommended", percent(sampled.wins))
    assert min(sampled.wins.values()) > 0.01
    assert max(sampled.wins.values()) <= 0.45


def test_a_clear_winner_is_neither_a_rarity_nor_a_matter_of_course(
    sampled: Sampled, report: Callable[[str, str], None]
) -> None:
    report("no clear winner", f"{sampled.close:.1%}")
    assert 0.2 < sampled.close < 0.5


def test_no_answer_decides_more_than_two_fifths_of_the_differences(
    report: Callable[[str, str], None],
) -> None:
    """All structures against their mean, which is as good as all pairs of them."""
    n = len(STRUCTURES)
    shares = variance_shares(np.eye(n) - 1 / n)
    report("shares of variance", percent(shares))
    assert max(shares.values()) <= 0.4


def test_no_answer_decides_between_two_structures_unless_one_is_made_of_the_other(
    report: Callable[[str, str], None],
) -> None:
    """A hybrid and its own parent may differ in little else than what one question asks about."""
    largest = {}
    for (a, one), (b, two) in combinations(enumerate(STRUCTURES), 2):
        difference = np.zeros((len(STRUCTURES), 1))
        difference[a], difference[b] = 1, -1
        shares = variance_shares(difference)
        factor = max(shares, key=shares.__getitem__)
        largest[f"{one} or {two}: {factor}"] = shares[factor]
        kin = one in GUIDE.structures[two].parents or two in GUIDE.structures[one].parents
        assert kin or shares[factor] <= 0.4, f"{one} or {two}: {percent(shares)}"
    report("largest shares between two", percent(largest))


def test_the_weight_of_a_criterion_goes_one_way_as_an_answer_rises() -> None:
    for factor in FACTORS:
        for criterion in GUIDE.criteria:
            points = [level.moves.get(criterion, 0.0) for level in factor.levels]
            steps = [b - a for a, b in pairwise(points)]
            assert min(steps) >= 0 or max(steps) <= 0, f"{factor.id}, {criterion}: {points}"


def test_a_higher_answer_never_sets_back_what_the_factor_supports() -> None:
    """A factor supports a structure whose lead grows by a point of 100 over its whole range.

    The effect of an answer is the same whatever the others are, so that this holds everywhere.
    """
    for factor, leads in zip(FACTORS, MODEL.leads, strict=True):
        for structure, column in zip(STRUCTURES, leads.T, strict=True):
            steps = np.diff(column)
            if column[-1] - column[0] >= 0.01:
                assert steps.min() >= -EXACT, f"{factor.id}, {structure}: {column}"
            if column[0] - column[-1] >= 0.01 and (factor.id, structure) not in WAVERING:
                assert steps.max() <= EXACT, f"{factor.id}, {structure}: {column}"
