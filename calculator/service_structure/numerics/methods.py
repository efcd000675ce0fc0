"""Four ways to rank alternatives by weighted criteria: weighted sum, TOPSIS, VIKOR, PROMETHEE II.

    weighted_sum       sum of weight × value, after a normalisation
    topsis             closeness to the best and distance from the worst alternative
    vikor              compromise between the group's utility and the worst regret
    promethee_ii       net outranking flow of pairwise preferences
    ranks              places of values, 1 for the highest, ties sharing the better

All take a matrix of alternatives × criteria, a weight of at least 0 for each criterion (scaled to
sum 1) and a direction for each, "max" or "min". The rank of an alternative is 1 plus the number of
those that are better by more than 1e-12, so ties share the better rank: 1, 2, 2, 4. A criterion on
which all alternatives agree within 1e-12 of its largest value separates nobody, whatever its unit.
Values may have any size that a float has: none of the results is NaN or infinite.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import dist, hypot, inf, isclose, isfinite, sumprod
from typing import Literal

from service_structure.errors import NumericsError
from service_structure.numerics.checks import (
    TIE,
    Matrix,
    Row,
    check_directions,
    check_matrix,
    check_number,
    check_row,
    check_weights,
)

type Normalisation = Literal["none", "minmax", "linear", "sum"]
type Preference = Literal["usual", "vshape", "linear"]


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """Values (higher is better), their ranks, and the normalised matrix they sum up."""

    values: Row
    ranks: tuple[int, ...]
    normalised: Matrix


def weighted_sum(
    matrix: Sequence[Sequence[float]],
    weights: Sequence[float],
    directions: Sequence[str],
    *,
    normalisation: Normalisation = "none",
) -> WeightedSum:
    """Rank by Σ wₖ·rₖ, with x normalised to r as follows (in brackets: where x is minimised).

    - "none": x (1 − x), for values on a fixed scale from 0 to 1;
    - "minmax": (x − min)/(max − min) ((max − x)/(max − min)), or 0 where max = min;
    - "linear": x/max (min/x);
    - "sum": x/Σx (1/x divided by Σ1/x).

    Only "none" cannot reverse ranks when a losing alternative is removed. "linear" and "sum" need
    values of at least 0, and above 0 where a criterion is minimised.

    >>> result = weighted_sum([[1, 0.2], [0.4, 1]], [3, 1], ["max", "max"])
    >>> [round(value, 12) for value in result.values], result.ranks
    ([0.8, 0.55], (1, 2))
    """
    rows, weights, directions = _problem(matrix, weights, directions)
    if normalisation not in _NORMALISATIONS:
        raise NumericsError(f"normalisation is {normalisation!r}: give {_names(_NORMALISATIONS)}")
    normalise, low, high = _NORMALISATIONS[normalisation]
    check_matrix(rows, low=low, high=high)
    if normalisation in {"linear", "sum"}:
        _check_divisors(rows, directions)
    columns = [
        normalise(column, direction)
        for column, direction in zip(_columns(rows), directions, strict=True)
    ]
    normalised = tuple(_columns(columns))
    values = tuple([sumprod(weights, row) for row in normalised])
    return WeightedSum(values, ranks(values), normalised)


@dataclass(frozen=True, slots=True)
class Topsis:
    """Closeness to the ideal (higher is better), ranks, and what they come from.

    `ideal` and `anti_ideal` are weighted normalised values; `to_ideal` and `to_anti_ideal` are the
    Euclidean distances of the alternatives from them.
    """

    values: Row
    ranks: tuple[int, ...]
    ideal: Row
    anti_ideal: Row
    to_ideal: Row
    to_anti_ideal: Row


def topsis(
    matrix: Sequence[Sequence[float]], weights: Sequence[float], directions: Sequence[str]
) -> Topsis:
    """Rank by closeness d⁻/(d⁺ + d⁻) to the ideal, with vector normalisation x/√Σx².

    Alternatives that are all alike are as close to the ideal as to its opposite: 0.5.

    Source: Hwang & Yoon 1981; example with its published values from Tzeng & Huang 2011,
    *Multiple Attribute Decision Making*.

    >>> matrix = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    >>> result = topsis(matrix, [0.3, 0.4, 0.3], ["max", "max", "max"])
    >>> [round(value, 4) for value in result.values], result.ranks
    ([0.5037, 0.6581, 0.7482, 0.334], (3, 2, 1, 4))
    """
    rows, weights, directions = _problem(matrix, weights, directions)
    columns = []
    for weight, column in zip(weights, _columns(rows), strict=True):
        parts = _of_largest(column)
        length = hypot(*parts) or 1.0
        columns.append([weight * x / length for x in parts])
    ideal, anti_ideal = _best_and_worst(columns, directions)
    points = _columns(columns)
    to_ideal = tuple([dist(point, ideal) for point in points])
    to_anti_ideal = tuple([dist(point, anti_ideal) for point in points])
    alike = dist(ideal, anti_ideal) <= TIE
    values = tuple(
        [0.5 if alike else d / (d + e) for d, e in zip(to_anti_ideal, to_ideal, strict=True)]
    )
    return Topsis(values, ranks(values), ideal, anti_ideal, to_ideal, to_anti_ideal)


@dataclass(frozen=True, slots=True)
class Vikor:
    """Q (as `values`; lower is better), its ranks, group utility S and individual regret R."""

    values: Row
    ranks: tuple[int, ...]
    S: Row
    R: Row


def vikor(
    matrix: Sequence[Sequence[float]],
    weights: Sequence[float],
    directions: Sequence[str],
    *,
    v: float = 0.5,
) -> Vikor:
    """Rank by Q = v·(S − S*)/(S⁻ − S*) + (1 − v)·(R − R*)/(R⁻ − R*), lowest first.

    S is the sum and R the largest of the weighted shortfalls wₖ·(best − x)/(best − worst); S* and
    R* are the lowest, S⁻ and R⁻ the highest of them, and a term with no range is 0.

    Source: Opricovic & Tzeng 2004, *European Journal of Operational Research* 156, 445–455, with
    the published values of its mountain climbing example.

    >>> result = vikor([[1, 3000], [2, 3750], [5, 4500]], [0.5, 0.5], ["min", "max"])
    >>> result.values, result.ranks
    ((1.0, 0.0, 1.0), (2, 1, 2))
    >>> result.S, result.R
    ((0.5, 0.375, 0.5), (0.5, 0.25, 0.5))
    """
    rows, weights, directions = _problem(matrix, weights, directions)
    v = check_number(v, "v", low=0, high=1)
    best, worst = _best_and_worst(_columns(rows), directions)
    shortfalls = [
        [
            w * _position(x, top, end)
            for w, x, top, end in zip(weights, row, best, worst, strict=True)
        ]
        for row in rows
    ]
    sums = tuple(map(sum, shortfalls))
    peaks = tuple(map(max, shortfalls))
    values = tuple(
        [
            v * _part(s, min(sums), max(sums)) + (1 - v) * _part(r, min(peaks), max(peaks))
            for s, r in zip(sums, peaks, strict=True)
        ]
    )
    return Vikor(values, ranks([-value for value in values]), sums, peaks)


@dataclass(frozen=True, slots=True)
class Promethee:
    """Net flows (as `values`; higher is better), their ranks, and the two flows they come from."""

    values: Row
    ranks: tuple[int, ...]
    positive: Row
    negative: Row


def promethee_ii(
    matrix: Sequence[Sequence[float]],
    weights: Sequence[float],
    directions: Sequence[str],
    *,
    preference: Preference = "usual",
    p: Sequence[float] | None = None,
    q: Sequence[float] | None = None,
) -> Promethee:
    """Rank by the net flow: how much an alternative is preferred to the others less the reverse.

    The preference for a over b is Σ wₖ·P(dₖ), where dₖ is by how much a is better; flows are means
    over the m − 1 others.

    - "usual": P = 1 where d > 0;
    - "vshape": P = d/p, at most 1, with a threshold of preference `p` for each criterion;
    - "linear": P = (d − q)/(p − q), from 0 to 1, with a threshold of indifference `q` as well.

    Source: Brans & Vincke 1985, *Management Science* 31(6), 647–656.

    >>> matrix = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    >>> result = promethee_ii(matrix, [0.3, 0.4, 0.3], ["max", "max", "max"])
    >>> [round(value, 4) for value in result.values], result.ranks
    ([-0.3333, 0.1667, 0.5667, -0.4], (3, 2, 1, 4))
    """
    rows, weights, directions = _problem(matrix, weights, directions)
    indifference, full = _thresholds(preference, p, q, len(weights))
    ties = [TIE * max(abs(min(column)), abs(max(column))) for column in _columns(rows)]
    limits = tuple(zip(ties, indifference, full, strict=True))
    gains = [
        [x if direction == "max" else -x for x, direction in zip(row, directions, strict=True)]
        for row in rows
    ]

    def preferred(a: Sequence[float], b: Sequence[float]) -> float:
        return sum(
            [
                weight * _preference(x - y, *limit)
                for weight, x, y, limit in zip(weights, a, b, limits, strict=True)
            ]
        )

    table = [[preferred(a, b) for b in gains] for a in gains]
    others = max(len(rows) - 1, 1)
    positive = tuple([sum(row) / others for row in table])
    negative = tuple([sum(column) / others for column in _columns(table)])
    values = tuple([gain - loss for gain, loss in zip(positive, negative, strict=True)])
    return Promethee(values, ranks(values), positive, negative)


def ranks(values: Iterable[float]) -> tuple[int, ...]:
    """Return 1 + the number of values higher by more than 1e-12, for each value.

    >>> ranks([0.1 + 0.2, 0.9, 0.3, 0])
    (2, 1, 2, 4)
    """
    values = tuple(values)
    return tuple([1 + sum([other > value + TIE for other in values]) for value in values])


def _problem(
    matrix: Sequence[Sequence[float]], weights: Sequence[float], directions: Sequence[str]
) -> tuple[Matrix, Row, tuple[str, ...]]:
    rows = check_matrix(matrix)
    weights = check_weights(weights, len(rows[0]))
    total = sum(weights)
    shares = tuple([weight / total for weight in weights])
    return rows, shares, check_directions(directions, len(weights))


def _columns(rows: Sequence[Sequence[float]]) -> list[Row]:
    return list(zip(*rows, strict=True))


def _best_and_worst(
    columns: Sequence[Sequence[float]], directions: Sequence[str]
) -> tuple[Row, Row]:
    pairs = [
        (max(column), min(column)) if direction == "max" else (min(column), max(column))
        for column, direction in zip(columns, directions, strict=True)
    ]
    return tuple([best for best, _ in pairs]), tuple([worst for _, worst in pairs])


def _position(x: float, start: float, end: float) -> float:
    """Return where x lies from start (0) to end (1), and 0 when the two are a tie."""
    if isclose(start, end, rel_tol=TIE):
        return 0.0
    if isfinite(end - start):
        return (x - start) / (end - start)
    return (x / 2 - start / 2) / (end / 2 - start / 2)


def _part(x: float, low: float, high: float) -> float:
    """The position of a weighted sum, whose scale is fixed: there rounding errors are a tie."""
    return 0.0 if high - low <= TIE else (x - low) / (high - low)


def _check_divisors(rows: Matrix, directions: tuple[str, ...]) -> None:
    for i, row in enumerate(rows):
        for k, (x, direction) in enumerate(zip(row, directions, strict=True)):
            if x == 0 and direction == "min":
                raise NumericsError(f"matrix[{i}][{k}] is 0: give a number above 0 to be minimised")


def _as_given(column: Row, direction: str) -> Row:
    return column if direction == "max" else tuple([1 - x for x in column])


def _between_extremes(column: Row, direction: str) -> Row:
    low, high = min(column), max(column)
    worst, best = (low, high) if direction == "max" else (high, low)
    return tuple([_position(x, worst, best) for x in column])


def _by_largest(column: Row, direction: str) -> Row:
    if direction == "max" or _is_tied(column):
        return _of_largest(column)
    return tuple([min(column) / x for x in column])


def _by_sum(column: Row, direction: str) -> Row:
    parts = _by_largest(column, direction)
    return tuple([x / (sum(parts) or 1.0) for x in parts])


def _of_largest(column: Row) -> Row:
    """A column as shares of its largest value, all equal where they are a tie."""
    largest = max(abs(min(column)), abs(max(column))) or 1.0
    if _is_tied(column):
        return (column[0] / largest,) * len(column)
    return tuple([x / largest for x in column])


def _is_tied(column: Row) -> bool:
    return isclose(min(column), max(column), rel_tol=TIE)


_NORMALISATIONS: dict[str, tuple[Callable[[Row, str], Row], float, float]] = {
    "none": (_as_given, 0, 1),
    "minmax": (_between_extremes, -inf, inf),
    "linear": (_by_largest, 0, inf),
    "sum": (_by_sum, 0, inf),
}
"""How to normalise a column, and the lowest and highest value allowed."""

_PREFERENCES = {"usual": (False, False), "vshape": (True, False), "linear": (True, True)}


def _thresholds(
    preference: str, p: Sequence[float] | None, q: Sequence[float] | None, count: int
) -> tuple[Row, Row]:
    if preference not in _PREFERENCES:
        raise NumericsError(f"preference is {preference!r}: give {_names(_PREFERENCES)}")
    for name, given, wanted in zip("pq", (p, q), _PREFERENCES[preference], strict=True):
        if (given is not None) != wanted:
            need = "one threshold for each criterion" if wanted else "none"
            raise NumericsError(f'{name} with preference "{preference}": give {need}')
    indifference = (0.0,) * count if q is None else check_row(q, "q", count, low=0)
    full = (0.0,) * count if p is None else check_row(p, "p", count, low=0)
    for k, (low, high) in enumerate(zip(indifference, full, strict=True)):
        if p is not None and high <= low:
            raise NumericsError(f"p[{k}] is {high!r}: give a number above {low:g}")
    return indifference, full


def _preference(difference: float, tie: float, low: float, high: float) -> float:
    if difference <= max(low, tie):
        return 0.0
    return 1.0 if difference >= high else (difference - low) / (high - low)


def _names(options: Iterable[str]) -> str:
    return ", ".join([f'"{option}"' for option in options])
