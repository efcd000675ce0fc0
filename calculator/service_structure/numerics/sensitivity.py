"""What it would take to change a ranking by weighted sum: closed forms, exact for two alternatives.

    single_weight_change      the weight at which two tie, the others unchanged
    proportional_crossing     the weight at which two tie, the others sharing the rest
    least_total_change        the smallest total change of weights that makes two tie
    rating_change             the rise of one rating that makes two tie
    stability_interval        the weights between which the leader stays in the lead

Throughout, `leader` and `challenger` are the values of two alternatives on the criteria, d is their
difference, D = Σ wₖ·dₖ the gap, and the answer is where the gap closes. Weights may have any sum:
answers are on the same scale. Differences within 1e-12 are none; None means impossible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sumprod
from operator import sub
from sys import float_info

from service_structure.errors import NumericsError
from service_structure.numerics.checks import TIE, Row, check_matrix, check_row, check_weights


def single_weight_change(
    weights: Sequence[float], leader: Sequence[float], challenger: Sequence[float]
) -> tuple[float | None, ...]:
    """Return for each criterion the weight wₖ − D/dₖ at which the two tie, the others unchanged.

    The sum of weights changes with it, so the answer may exceed the present sum; None where it
    would have to be negative or more than a float holds, or where the two do not differ.

    Source: Triantaphyllou & Sánchez 1997, *Decision Sciences* 28(1), 151–194.

    >>> weights = [0.35, 0.25, 0.25, 0.15]
    >>> leader, challenger = [0.75, 0.4, 0.875, 1 / 3], [0.25, 1, 0, 1]
    >>> changes = single_weight_change(weights, leader, challenger)
    >>> [change and round(change, 4) for change in changes]
    [0.0625, 0.4896, 0.0857, 0.3656]
    """
    weights, d, gap = _comparison(weights, leader, challenger)
    slack = TIE * sum(weights)
    if abs(gap) <= slack:
        return weights
    return tuple(
        [
            None if abs(dk) <= TIE else _within(weight - gap / dk, float_info.max, slack)
            for weight, dk in zip(weights, d, strict=True)
        ]
    )


def proportional_crossing(
    weights: Sequence[float], leader: Sequence[float], challenger: Sequence[float]
) -> tuple[float | None, ...]:
    """Return for each criterion the weight at which the two tie, the others sharing the rest.

    The others keep their proportions, so the sum of weights T stays: with r the mean of their
    differences, r = (D − wₖ·dₖ)/(T − wₖ), the weight is T·r/(r − dₖ). None where that is outside
    0–T, where r = dₖ, or where a single criterion has all the weight and the rest no proportions.

    >>> weights = [0.35, 0.25, 0.25, 0.15]
    >>> leader, challenger = [0.75, 0.4, 0.875, 1 / 3], [0.25, 1, 0, 1]
    >>> crossings = proportional_crossing(weights, leader, challenger)
    >>> [crossing and round(crossing, 4) for crossing in crossings]
    [0.0877, 0.395, 0.1026, 0.3008]
    """
    weights, d, gap = _comparison(weights, leader, challenger)
    if abs(gap) <= TIE * sum(weights):
        return weights
    return tuple([_crossing(k, weights, d) for k in range(len(weights))])


@dataclass(frozen=True, slots=True)
class StabilityInterval:
    """The weights of a criterion, from low to high, for which the leader stays best.

    `low_rival` and `high_rival` are the alternatives that tie with it at the ends (as indices), or
    None where an end is that of the scale.
    """

    low: float
    high: float
    low_rival: int | None
    high_rival: int | None


def stability_interval(
    weights: Sequence[float], values: Sequence[Sequence[float]], leader: int | None = None
) -> tuple[StabilityInterval | None, ...]:
    """Return for each criterion the interval of its weight in which the leader stays best.

    The other weights share the rest in proportion (see `proportional_crossing`). The leader is the
    alternative with the highest score (the first of those that tie) unless given as an index. All
    intervals are None when it is not the best, and that of a criterion which has all the weight is
    too, since the others have no proportions.

    >>> values = [[0.75, 0.4, 0.875, 1 / 3], [0.25, 1, 0, 1], [1, 0, 0.375, 0]]
    >>> interval = stability_interval([0.35, 0.25, 0.25, 0.15], values)[0]
    >>> round(interval.low, 4), interval.low_rival, round(interval.high, 4), interval.high_rival
    (0.0877, 1, 0.6286, 2)
    """
    rows = check_matrix(values, "values")
    weights = check_weights(weights, len(rows[0]))
    scores = [sumprod(weights, row) for row in rows]
    if leader is None:
        leader = scores.index(max(scores))
    elif leader not in range(len(rows)):
        raise NumericsError(f"leader is {leader!r}: give an index from 0 to {len(rows) - 1}")
    total = sum(weights)
    if max(scores) - scores[leader] > TIE * total:
        return (None,) * len(weights)
    rivals = [i for i in range(len(rows)) if i != leader]
    differences = {i: tuple(map(sub, rows[leader], rows[i])) for i in rivals}
    return tuple([_interval(k, weights, differences) for k in range(len(weights))])


@dataclass(frozen=True, slots=True)
class LeastChange:
    """The smallest Σ|change of a weight|, and weights of the same sum that reach the tie by it."""

    total: float
    weights: Row


def least_total_change(
    weights: Sequence[float], leader: Sequence[float], challenger: Sequence[float]
) -> LeastChange | None:
    """Return the least total change of the weights, their sum unchanged, at which the two tie.

    Moving weight from criterion j to k closes the gap by dⱼ − dₖ a unit, so all of it goes to the
    criterion with the smallest d, and comes from those with the largest d first: the optimum of the
    linear program. None where one of the two is better on every criterion.

    >>> weights = [0.35, 0.25, 0.25, 0.15]
    >>> leader, challenger = [0.75, 0.4, 0.875, 1 / 3], [0.25, 1, 0, 1]
    >>> change = least_total_change(weights, leader, challenger)
    >>> round(change.total, 4), [round(weight, 4) for weight in change.weights]
    (0.1865, [0.35, 0.25, 0.1568, 0.2432])
    """
    weights, d, gap = _comparison(weights, leader, challenger)
    if gap < 0:
        return least_total_change(weights, challenger, leader)
    least = min(d)
    if least > TIE:
        return None
    target = d.index(least)
    moved = list(weights)
    for k in sorted(range(len(d)), key=d.__getitem__, reverse=True):
        closes = d[k] - least
        if gap <= 0 or closes <= TIE:
            break
        step = min(moved[k], gap / closes)
        moved[k] -= step
        moved[target] += step
        gap -= step * closes
    return LeastChange(sum(map(abs, map(sub, moved, weights))), tuple(moved))


def rating_change(
    weights: Sequence[float], leader: Sequence[float], challenger: Sequence[float]
) -> tuple[float | None, ...]:
    """Return for each criterion by how much the challenger's value must rise to tie: D/wₖ.

    Values are on a scale from 0 to 1; None where the value would leave it or the weight is 0.

    >>> weights = [0.35, 0.25, 0.25, 0.15]
    >>> leader, challenger = [0.75, 0.4, 0.875, 1 / 3], [0.25, 1, 0, 1]
    >>> gains = rating_change(weights, leader, challenger)
    >>> [gain and round(gain, 4) for gain in gains]
    [0.4107, None, 0.575, None]
    """
    check_row(leader, "leader", low=0, high=1)
    challenger = check_row(challenger, "challenger", low=0, high=1)
    weights, _, gap = _comparison(weights, leader, challenger)
    total = sum(weights)
    if abs(gap) <= TIE * total:
        return (0.0,) * len(weights)
    gains = [gap / weight if weight > TIE * total else inf for weight in weights]
    return tuple(
        [
            gain if -TIE <= value + gain <= 1 + TIE else None
            for value, gain in zip(challenger, gains, strict=True)
        ]
    )


def _comparison(
    weights: Sequence[float], leader: Sequence[float], challenger: Sequence[float]
) -> tuple[Row, Row, float]:
    """Return the weights, the differences d and the gap D."""
    leader = check_row(leader, "leader")
    challenger = check_row(challenger, "challenger", len(leader))
    weights = check_weights(weights, len(leader))
    d = tuple(map(sub, leader, challenger))
    return weights, d, sumprod(weights, d)


def _crossing(k: int, weights: Row, d: Row) -> float | None:
    """Return the weight of criterion k in 0–T at which the two tie, the others in proportion."""
    total = sum(weights)
    mean = _mean_of_others(k, weights, d)
    if mean is None or abs(mean - d[k]) <= TIE:
        return None
    return _within(total * mean / (mean - d[k]), total, slack=TIE * total)


def _mean_of_others(k: int, weights: Row, d: Row) -> float | None:
    others = (*weights[:k], 0.0, *weights[k + 1 :])
    rest = sum(others)
    return sumprod(others, d) / rest if rest > TIE * weights[k] else None


def _interval(k: int, weights: Row, differences: dict[int, Row]) -> StabilityInterval | None:
    if sum(weights) - weights[k] <= TIE * weights[k]:
        return None
    weight = weights[k]
    low, low_rival = 0.0, None
    high, high_rival = sum(weights), None
    for rival, d in differences.items():
        crossing = _crossing(k, weights, d)
        mean = _mean_of_others(k, weights, d)
        if crossing is None or mean is None:
            continue
        # The lead grows with the weight where d is above the mean of the others: a lower end.
        if d[k] > mean and crossing > low:
            low, low_rival = min(crossing, weight), rival
        elif d[k] < mean and crossing < high:
            high, high_rival = max(crossing, weight), rival
    return StabilityInterval(low, high, low_rival, high_rival)


def _within(value: float, high: float, slack: float) -> float | None:
    """Return the value held to 0–high, or None where it is outside by more than the slack."""
    return min(max(value, 0.0), high) if -slack <= value <= high + slack else None
