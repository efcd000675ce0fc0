"""How good forecasts of a choice are: hits, ranks, scoring rules, calibration, and their intervals.

A forecast has for each case and structure a probability and a score by which they are ranked. The
same cases are forecast in several splits; figures are means over splits, and intervals come from
drawing cases anew (bootstrap, percentiles), all splits of a case together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

BINS = 5
"""Even bins of the probability of the first choice, from 0 to 1."""

RESAMPLES = 1000
INTERVAL = (2.5, 97.5)
"""Percentiles: 95 per cent of the resamples lie within."""

LEAST = 1e-12
"""A probability below this counts as this, so that its logarithm is finite."""

SEED = 1

type Array = NDArray[np.float64]
type Ranks = NDArray[np.intp]


@dataclass(frozen=True)
class Figure:
    """A figure with the ends of its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Like 0.41 (0.35 to 0.48)."""
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


@dataclass(frozen=True)
class Forecasts:
    """Probabilities and scores of all structures, by split and case, and what was `chosen`.

    `also` are other readings that can be defended, by case and structure.
    """

    probability: Array
    score: Array
    chosen: Ranks
    also: NDArray[np.bool_]

    @cached_property
    def rank(self) -> Array:
        """The place of the chosen structure, from 1; of those level with it half come before."""
        own = self._of_chosen(self.score)[..., None]
        before: Array = (self.score > own).sum(2) + ((self.score == own).sum(2) - 1) / 2 + 1.0
        return before

    @cached_property
    def first(self) -> Ranks:
        """The structure that comes first, by split and case."""
        found: Ranks = self.score.argmax(2)
        return found

    @cached_property
    def hit(self) -> Array:
        """1 where the first is the chosen one."""
        found: Array = (self.first == self.chosen).astype(float)
        return found

    @cached_property
    def defended(self) -> Array:
        """1 where the first is the chosen one or another reading that can be defended."""
        other = np.take_along_axis(
            np.broadcast_to(self.also, self.score.shape), self.first[..., None], 2
        )
        return np.maximum(self.hit, other[..., 0])

    @cached_property
    def in_two(self) -> Array:
        """1 where the chosen one is among the first two."""
        found: Array = (self.rank <= 2).astype(float)
        return found

    @cached_property
    def loss(self) -> Array:
        """Minus the logarithm of the probability of the chosen one."""
        loss: Array = -np.log(np.maximum(self._of_chosen(self.probability), LEAST))
        return loss

    @cached_property
    def brier(self) -> Array:
        """The squared distance from the outcome over all structures, 0 to 2 (Brier 1950)."""
        outcome = np.eye(self.score.shape[2])[self.chosen]
        distance: Array = ((self.probability - outcome) ** 2).sum(2)
        return distance

    @cached_property
    def confidence(self) -> Array:
        """The probability of the structure that comes first."""
        own: Array = np.take_along_axis(self.probability, self.first[..., None], 2)[..., 0]
        return own

    def _of_chosen(self, table: Array) -> Array:
        places = np.broadcast_to(self.chosen, table.shape[:2])[..., None]
        own: Array = np.take_along_axis(table, places, 2)[..., 0]
        return own

    def of(self, rows: Ranks | NDArray[np.bool_]) -> "Forecasts":
        """The forecasts of some cases."""
        return Forecasts(
            self.probability[:, rows], self.score[:, rows], self.chosen[rows], self.also[rows]
        )


def mean(by_case: Callable[[Forecasts], Array]) -> Callable[[Forecasts], float]:
    """The measure that is the mean of something over splits and cases."""
    return lambda forecasts: float(by_case(forecasts).mean())


def macro_recall(forecasts: Forecasts) -> float:
    """The share of hits within each chosen structure, averaged over structures."""
    hits, chosen = forecasts.hit.mean(0), forecasts.chosen
    return float(np.mean([hits[chosen == structure].mean() for structure in np.unique(chosen)]))


def calibration_error(forecasts: Forecasts) -> float:
    """The expected calibration error of the first choice (see gap).

    It is never below 0 and drawing cases anew adds noise, so its interval lies high.
    """
    rows = zip(forecasts.confidence, forecasts.hit, strict=True)
    return float(np.mean([gap(confidence, hit) for confidence, hit in rows]))


def gap(confidence: Array, hit: Array) -> float:
    """How far the mean probability in a bin is from the share of hits, weighted by cases.

    Naeini, Cooper & Hauskrecht, Obtaining well calibrated probabilities, 2015.
    """
    place = bins(confidence)
    apart = np.bincount(place, confidence - hit, BINS)
    return float(np.abs(apart).sum() / len(hit))


def bins(confidence: Array) -> Ranks:
    """The bin of each probability."""
    return np.minimum((confidence * BINS).astype(np.intp), BINS - 1)


def perfect_gap(forecasts: Forecasts, runs: int = RESAMPLES) -> float:
    """The calibration error that a perfectly calibrated forecast of as many cases has by chance."""
    source = np.random.default_rng(SEED)
    found = []
    for n in range(runs):
        confidence = forecasts.confidence[n % len(forecasts.confidence)]
        found.append(gap(confidence, (source.random(len(confidence)) < confidence).astype(float)))
    return float(np.mean(found))


MEASURES: Mapping[str, Callable[[Forecasts], float]] = {
    "top1": mean(lambda own: own.hit),
    "top2": mean(lambda own: own.in_two),
    "macro": macro_recall,
    "rank": mean(lambda own: own.rank),
    "log_loss": mean(lambda own: own.loss),
    "brier": mean(lambda own: own.brier),
    "ece": calibration_error,
}
"""The measures of the table, by the names they have in the file of results."""


def figures(
    forecasts: Forecasts,
    measures: Mapping[str, Callable[[Forecasts], float]] = MEASURES,
    resamples: int = RESAMPLES,
) -> Mapping[str, Figure]:
    """Measures with their intervals, all from the same resamples."""
    drawn = [forecasts.of(rows) for rows in _resampled(len(forecasts.chosen), resamples)]
    return {
        name: _figure(measure(forecasts), [measure(own) for own in drawn])
        for name, measure in measures.items()
    }


def differences(
    left: Forecasts,
    right: Forecasts,
    measures: Mapping[str, Callable[[Forecasts], float]],
    resamples: int = RESAMPLES,
) -> Mapping[str, Figure]:
    """The measures of the left less those of the right, of the same cases, with intervals."""
    pairs = [(left.of(rows), right.of(rows)) for rows in _resampled(len(left.chosen), resamples)]
    return {
        name: _figure(
            measure(left) - measure(right), [measure(one) - measure(two) for one, two in pairs]
        )
        for name, measure in measures.items()
    }


def _resampled(count: int, resamples: int) -> Iterator[Ranks]:
    source = np.random.default_rng(SEED)
    for _ in range(resamples):
        yield source.integers(count, size=count)


def _figure(value: float, drawn: Sequence[float]) -> Figure:
    low, high = np.percentile(drawn, INTERVAL)
    return Figure(value, float(low), float(high))


@dataclass(frozen=True)
class Bin:
    """Cases whose first choice has a probability from `least` to `most`.

    `cases` is their mean number over the splits, `probability` the mean probability of the first
    choice and `share` the share of hits.
    """

    least: float
    most: float
    cases: float
    probability: float
    share: float


def reliability(forecasts: Forecasts) -> Sequence[Bin]:
    """The bins that have cases."""
    place, splits = bins(forecasts.confidence), len(forecasts.confidence)
    found = []
    for n in range(BINS):
        inside = place == n
        if inside.any():
            confidence, hit = forecasts.confidence[inside], forecasts.hit[inside]
            count = float(inside.sum() / splits)
            found.append(
                Bin(n / BINS, (n + 1) / BINS, count, float(confidence.mean()), float(hit.mean()))
            )
    return found


def confusion(forecasts: Forecasts) -> Array:
    """How often each structure (column) comes first where each (row) was chosen, mean of splits."""
    splits, _, structures = forecasts.score.shape
    table = np.zeros((structures, structures))
    np.add.at(table, (np.tile(forecasts.chosen, splits), forecasts.first.ravel()), 1 / splits)
    return table
