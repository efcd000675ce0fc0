"""How firmly a ranking holds when the weights are uncertain: SMAA-2 and pairwise probabilities.

    rank_acceptability             how often each alternative takes each rank (SMAA-2)
    pairwise_winning_probability   how often the first beats the second, exact

Both raise NumericsError for arguments that cannot be used.
"""

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import cos, log, pi, sin, sqrt
from operator import mul, sub
from random import Random

from service_structure.errors import NumericsError
from service_structure.numerics.checks import (
    TIE,
    Matrix,
    Row,
    check_matrix,
    check_number,
    check_row,
    check_weights,
)

MOST_KEPT = 10_000
"""So many draws of weights at most are kept for the next call."""


@dataclass(frozen=True, slots=True)
class RankAcceptability:
    """Probabilities (alternatives × ranks, best rank first) and their standard errors."""

    probabilities: Matrix
    standard_errors: Matrix
    draws: int


def rank_acceptability(
    values: Sequence[Sequence[float]],
    *,
    draws: int = 10_000,
    seed: int = 0,
    center: Sequence[float] | None = None,
    concentration: float | None = None,
) -> RankAcceptability:
    """Return the probability of each rank for each alternative when the weights are uncertain.

    `values` are alternatives × criteria on 0–1, higher is better; an alternative scores Σ wₖ·vₖ.
    The weights are uniform on the simplex, or, with `center`, Dirichlet with mean `center` (scaled
    to sum 1) and parameters center·`concentration`, so that a larger concentration keeps them
    closer to the center: the standard deviation of wₖ is √(wₖ(1 − wₖ)/(concentration + 1)).

    The same arguments give the same draws on every platform. Values count on a grid of 2⁻⁴⁰ (less
    than 1e-12), and alternatives with equal scores share the ranks that they take, so that clones
    share evenly and every row and column sums to 1. The standard error is √(p(1 − p)/draws).

    Source: Lahdelma & Salminen 2001, *Operations Research* 49(3) (SMAA-2).

    With two criteria A scores w, B 1 − w and C 0.6, which gives exactly
    A: .4 .1 .5, B: .4 .1 .5, C: .2 .8 0.

    >>> result = rank_acceptability([[1, 0], [0, 1], [0.6, 0.6]])
    >>> [[round(p, 1) for p in row] for row in result.probabilities]
    [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]
    """
    rows = check_matrix(values, "values", low=0, high=1)
    for name, number, least in (("draws", draws, 1), ("seed", seed, 0)):
        if not isinstance(number, int) or number < least:
            raise NumericsError(f"{name} is {number!r}: give a whole number of at least {least}")
    shapes = _dirichlet_shapes(center, concentration, len(rows[0]))

    blocks = kept_weights if draws <= MOST_KEPT else _weights
    counts = [Counter[int]() for _ in rows]
    for size, weights in blocks(shapes, len(rows[0]), draws, seed):
        for count, ranks in zip(counts, _ranks(_scores(rows, weights), size), strict=True):
            count.update(ranks)

    probabilities = tuple([_shares(count, len(rows), draws) for count in counts])
    errors = tuple([tuple([sqrt(p * (1 - p) / draws) for p in row]) for row in probabilities])
    return RankAcceptability(probabilities, errors, draws)


def pairwise_winning_probability(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the exact probability that a scores above b when all weights are equally likely.

    With d = a − b and weights uniform on the simplex this is Σ dⱼⁿ⁻¹ / Πₖ≠ⱼ(dⱼ − dₖ) over dⱼ > 0,
    the divided difference of max(x, 0)ⁿ⁻¹. That sum cancels when two dⱼ are close and fails when
    they are equal. Its recursion on one positive and one negative difference at a time (Varsi
    1973, *Pacific Journal of Mathematics* 46(1)) only averages: it is accurate for any d.

    Alternatives that differ by no more than 1e-12 on every criterion tie: 0.5.

    >>> pairwise_winning_probability([1, 0], [0, 3])
    0.25
    >>> pairwise_winning_probability([2, 1, 0, 0], [0, 0, 1, 3])  # 49/120
    0.4083333333333333
    """
    a = check_row(a, "a")
    b = check_row(b, "b", len(a))
    differences = list(map(sub, a, b))
    if max(map(abs, differences)) <= TIE:
        return 0.5
    gains = [d for d in differences if d > 0]
    losses = [-d for d in differences if d < 0]
    # wins[j] is the probability of the gains so far against the first j losses.
    wins = [0.0] * (len(losses) + 1)
    for gain in gains:
        wins[0] = 1.0
        for j, loss in enumerate(losses, 1):
            share = gain / (gain + loss)
            wins[j] = share * wins[j - 1] + (1 - share) * wins[j]
    return wins[-1]


# One integer holds a whole block of draws, 96 bits (a lane) for each. Adding, subtracting or
# multiplying such integers does so for all draws at once and exactly, at the speed of C and with
# the same result on every platform. Weights take 53 bits and values 41, so that a score leaves the
# top bit of its lane free: set before a subtraction, it survives where nothing was borrowed, which
# compares two numbers in every lane. A block is small enough for the processor's cache.

_LANE = 96
_WEIGHT = 53
_VALUE = 40
_BLOCK = 1000


def _weights(
    shapes: Row | None, count: int, draws: int, seed: int
) -> Iterator[tuple[int, list[int]]]:
    """The weights of all criteria in blocks of draws, each with its size."""
    random = Random(seed)
    for start in range(0, draws, _BLOCK):
        size = min(_BLOCK, draws - start)
        if shapes is None:
            yield size, _uniform_weights(count, size, random)
        else:
            yield size, _dirichlet_weights(shapes, size, random)


@lru_cache(maxsize=1)
def kept_weights(
    shapes: Row | None, count: int, draws: int, seed: int
) -> Sequence[tuple[int, list[int]]]:
    """The same, kept while only the values change: drawing takes most of the time."""
    return [*_weights(shapes, count, draws, seed)]


def _in_every_lane(number: int, size: int) -> int:
    return int.from_bytes(number.to_bytes(_LANE // 8, "little") * size, "little")


def _uniform_weights(count: int, size: int, random: Random) -> list[int]:
    """Cut the unit interval at sorted random points: the pieces are uniform on the simplex."""
    top = _in_every_lane(1 << (_LANE - 1), size)
    whole = _in_every_lane(1 << _WEIGHT, size)
    fraction = _in_every_lane((1 << _WEIGHT) - 1, size)
    cuts: list[int] = []
    for _ in range(count - 1):
        point = random.getrandbits(_LANE * size) & fraction
        for i, cut in enumerate(cuts):
            difference = (cut | top) - point
            greater = difference & top
            excess = difference & (greater - (greater >> (_LANE - 1)))  # max(cut − point, 0)
            cuts[i] = cut - excess
            point += excess
        cuts.append(point)
    return [right - left for left, right in pairwise([0, *cuts, whole])]


def _dirichlet_shapes(
    center: Sequence[float] | None, concentration: float | None, count: int
) -> Row | None:
    if center is None and concentration is None:
        return None
    if center is None or concentration is None:
        raise NumericsError("center and concentration belong together: give both or neither")
    center = check_weights(center, count, "center")
    # Below 0.1 nearly all weight falls on one criterion, and above 1e12 nothing moves any more.
    scale = check_number(concentration, "concentration", low=0.1, high=1e12) / sum(center)
    return tuple([weight * scale for weight in center])


def _dirichlet_weights(shapes: Row, size: int, random: Random) -> list[int]:
    gammas = [_gammas(shape, size, random) for shape in shapes]
    scales = [(1 << _WEIGHT) / sum(draw) for draw in zip(*gammas, strict=True)]
    lanes = struct.Struct("<" + "Q4x" * size)
    return [int.from_bytes(lanes.pack(*map(int, map(mul, g, scales))), "little") for g in gammas]


def _gammas(shape: float, size: int, random: Random) -> list[float]:
    """Draw gamma variates: Marsaglia & Tsang 2000, *ACM Trans. Mathematical Software* 26(3).

    `Random.gammavariate` takes three times as long, and may change from one Python to the next.
    """
    uniform = random.random
    if shape == 0:
        return [0.0] * size
    if shape < 1:
        return [g * (1 - uniform()) ** (1 / shape) for g in _gammas(shape + 1, size, random)]
    d = shape - 1 / 3
    c = 1 / sqrt(9 * d)
    found: list[float] = []
    while len(found) < size:
        radius, angle = sqrt(-2 * log(1 - uniform())), 2 * pi * uniform()
        for normal in (radius * cos(angle), radius * sin(angle)):
            root = 1 + c * normal
            if root > 0:
                v = root * root * root
                u = 1 - uniform()
                square = normal * normal
                if u < 1 - 0.0331 * square * square or log(u) < square / 2 + d * (1 - v + log(v)):
                    found.append(d * v)
    return found[:size]


def _scores(rows: Matrix, weights: list[int]) -> list[int]:
    scale = 1 << _VALUE
    return [sum([round(v * scale) * w for v, w in zip(row, weights, strict=True)]) for row in rows]


def _ranks(scores: list[int], size: int) -> Iterator[tuple[int, ...]]:
    """Yield for each alternative, draw by draw, its last rank + 2¹⁶ · the number it ties with."""
    ones = _in_every_lane(1, size)
    top = ones << (_LANE - 1)
    ranks = [0] * len(scores)
    for (i, a), (j, b) in combinations(enumerate(scores), 2):
        a_holds = ((a | top) - b >> (_LANE - 1)) & ones
        b_holds = ((b | top) - a >> (_LANE - 1)) & ones
        ties = (a_holds & b_holds) << 16
        ranks[i] += b_holds + ties
        ranks[j] += a_holds + ties
    lanes = struct.Struct("<" + "I8x" * size)
    for rank in ranks:
        yield lanes.unpack(rank.to_bytes(lanes.size, "little"))


def _shares(count: Counter[int], ranks: int, draws: int) -> Row:
    """Turn how often each rank came up into probabilities; ties share their ranks evenly."""
    shares = [0.0] * ranks
    for code, times in count.items():
        tied, last = divmod(code, 1 << 16)
        for rank in range(last - tied, last + 1):
            shares[rank] += times / (tied + 1)
    return tuple([share / draws for share in shares])
