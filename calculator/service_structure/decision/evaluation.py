"""Fits and probabilities in every setting that an organisation's answers leave open (see model.py).

All is worked out in columns, a figure for each setting: that is faster than setting by setting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, fsum, sumprod
from operator import add, mul

from service_structure.case.case import Case
from service_structure.decision.candidates import candidates_for, leads
from service_structure.decision.settings import Setting, settings
from service_structure.decision.values import Column, values_in
from service_structure.numerics.checks import TIE
from service_structure.source.model_records import NEUTRAL, TOTAL_POINTS
from service_structure.source.records import Guide

DIGITS = 12
"""Probabilities are rounded to so many decimals: the last bit of exp() differs by C library."""


@dataclass(frozen=True)
class Evaluation:
    """What every setting comes to, in points: a Column has a figure for each setting.

    `weights` are the points of each criterion, `values` those less ½ by structure and criterion,
    `absent` how many preconditions each structure lacks and `fits` its fit, about 0. `chances` are
    the probabilities of the structures, in one row for each setting.
    """

    settings: tuple[Setting, ...]
    weights: tuple[Column, ...]
    values: tuple[tuple[Column, ...], ...]
    absent: tuple[Column, ...]
    fits: tuple[Column, ...]
    chances: tuple[tuple[float, ...], ...]

    def part(self, structure: int, criterion: int) -> float:
        """What a criterion adds to the fit of a structure, on average; both as places."""
        values = self.values[structure][criterion]
        return sumprod(self.weights[criterion], values) / len(values)

    def probability(self, structure: int) -> float:
        """The probability of a structure, the place of which is given, on average."""
        return round(mean([row[structure] for row in self.chances]), DIGITS)

    def settled(self, structure: int) -> float:
        """The share of the settings in which a structure comes first among the candidates."""
        rows = zip(zip(*self.fits, strict=True), zip(*self.absent, strict=True), strict=True)
        return sum([leads(structure, fits, absent) for fits, absent in rows]) / len(self.settings)


def evaluate(case: Case, guide: Guide) -> Evaluation:
    """Work out fits in every setting that a case leaves open."""
    return evaluated(case.ranked, guide)


@lru_cache(maxsize=4)
def evaluated(case: Case, guide: Guide) -> Evaluation:
    """The same, kept for all that rests on what ranks the structures of a case."""
    coefficients = Coefficients.of(guide)
    drawn, weights, values, absent = _columns(case, guide)
    fits = []
    for base, lacking, row in zip(coefficients.base, absent, values, strict=True):
        fit = [base - coefficients.penalty * lacks for lacks in lacking]
        for weight, value in zip(weights, row, strict=True):
            fit = [*map(add, fit, map(mul, weight, value))]
        fits.append(fit)
    return Evaluation(
        settings=drawn,
        weights=weights,
        values=values,
        absent=absent,
        fits=tuple(fits),
        chances=tuple([_softmax(row, coefficients.temperature) for row in zip(*fits, strict=True)]),
    )


def quick_result(case: Case, guide: Guide) -> tuple[str, Mapping[str, float]]:
    """What recommend_for recommends, and the fit of every structure, without the rest of it."""
    coefficients = Coefficients.of(guide)
    drawn, weights, values, absent = _columns(case.ranked, guide)
    fits = {}
    for name, base, lacking, row in zip(
        guide.structures, coefficients.base, absent, values, strict=True
    ):
        parts = [*map(sumprod, weights, row), -coefficients.penalty * sum(lacking)]
        fits[name] = NEUTRAL + (base + fsum(parts) / len(drawn)) / TOTAL_POINTS
    candidates = candidates_for(case.answers, guide)
    best = candidates[0]
    for name in candidates[1:]:
        if fits[name] > fits[best] + TIE:
            best = name
    return best, fits


type _Columns = tuple[
    tuple[Setting, ...], tuple[Column, ...], tuple[tuple[Column, ...], ...], tuple[Column, ...]
]


@lru_cache(maxsize=64)
def _columns(case: Case, guide: Guide) -> _Columns:
    """The settings of a case, with weights, values and what is absent in each of them.

    Kept for every single other answer: some are run again through the whole model.
    """
    coefficients, drawn = Coefficients.of(guide), settings(case.answers, guide)
    return (
        drawn,
        coefficients.weights_in(drawn, case.weights),
        values_in(case, guide),
        coefficients.absent_in(drawn),
    )


@dataclass(frozen=True)
class Coefficients:
    """Weights, moves and the rest by which settings are weighed, in the order of the guide.

    `moves` has for each criterion the goals that move its weight, with the points by level, and
    `needs` for each structure what it is made of: a question and the least level.
    """

    criteria: tuple[str, ...]
    weights: tuple[float, ...]
    moves: tuple[tuple[tuple[int, tuple[float, ...]], ...], ...]
    base: tuple[float, ...]
    needs: tuple[tuple[tuple[int, int], ...], ...]
    penalty: float
    temperature: float

    @staticmethod
    @lru_cache(maxsize=16)
    def of(guide: Guide) -> "Coefficients":
        """The coefficients of a guide."""
        factors = list(guide.factors.values())
        return Coefficients(
            criteria=tuple(guide.criteria),
            weights=tuple([guide.estimates.points[c] for c in guide.criteria]),
            moves=tuple(
                tuple(
                    (n, tuple([level.moves.get(criterion, 0.0) for level in factor.levels]))
                    for n, factor in enumerate(factors)
                    if any(criterion in level.moves for level in factor.levels)
                )
                for criterion in guide.criteria
            ),
            base=tuple([guide.estimates.base[s] for s in guide.structures]),
            needs=tuple(
                tuple(
                    (
                        factors.index(guide.factors[p.factor]),
                        guide.factors[p.factor].rank(p.at_least),
                    )
                    for p in s.preconditions
                )
                for s in guide.structures.values()
            ),
            penalty=guide.assumptions["absent_penalty"].value,
            temperature=guide.estimates.temperature,
        )

    def weights_in(self, drawn: Sequence[Setting], own: Mapping[str, float]) -> tuple[Column, ...]:
        """The weights of all criteria, in points of 100, each with a figure for every setting."""
        ranks = tuple(zip(*drawn, strict=True))
        found = []
        for weight, moves in zip(self.weights, self.moves, strict=True):
            points = [weight] * len(drawn)
            for factor, by_level in moves:
                points = [*map(add, points, [by_level[rank] for rank in ranks[factor]])]
            found.append(tuple([max(point, 0.0) for point in points]))
        if own:
            rows = [with_user_weights(row, own, self.criteria) for row in zip(*found, strict=True)]
            return tuple(zip(*rows, strict=True))
        return tuple(found)

    def absent_in(self, drawn: Sequence[Setting]) -> tuple[tuple[int, ...], ...]:
        """How many preconditions each structure lacks, with a figure for every setting."""
        ranks = tuple(zip(*drawn, strict=True))
        found = []
        for needs in self.needs:
            absent = [0] * len(drawn)
            for factor, least in needs:
                absent = [*map(add, absent, [rank < least for rank in ranks[factor]])]
            found.append(tuple(absent))
        return tuple(found)


def with_user_weights(
    points: Sequence[float], own: Mapping[str, float], criteria: Sequence[str]
) -> list[float]:
    """Points with the user's own in place; the other criteria share the rest in proportion.

    Where the others have no points to go by they share evenly; own points for every criterion are
    scaled to 100.
    """
    if len(own) == len(criteria):
        total = fsum(own.values())
        return [TOTAL_POINTS * own[criterion] / total for criterion in criteria]
    rest = TOTAL_POINTS - fsum(own.values())
    free = [0.0 if c in own else p for c, p in zip(criteria, points, strict=True)]
    if not any(free):
        free = [0.0 if c in own else 1.0 for c in criteria]
    scale = rest / fsum(free)
    return [own[c] if c in own else scale * p for c, p in zip(criteria, free, strict=True)]


def mean(column: Column) -> float:
    """The mean of the figures of all settings."""
    return fsum(column) / len(column)


def _softmax(fits: Sequence[float], temperature: float) -> tuple[float, ...]:
    top = max(fits)
    odds = [exp((fit - top) / temperature) for fit in fits]
    total = fsum(odds)
    return tuple([own / total for own in odds])
