"""Closed forms of sensitivity against the reference problem, a linear program and their own ties.

tests/reference/mcda.json, section "weight_stability", holds the reference problem.
"""

import json
from collections.abc import Callable, Sequence
from itertools import combinations
from math import inf, nan, sumprod
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service_structure.errors import NumericsError
from service_structure.numerics.sensitivity import (
    least_total_change,
    proportional_crossing,
    rating_change,
    single_weight_change,
    stability_interval,
)
from tests.support import tries

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "reference/mcda.json").read_text(encoding="utf-8")
)
MIXED = REFERENCE["weight_stability"]["mixed_5x4"]
WEIGHTS: list[float] = REFERENCE["problems"]["mixed_5x4"]["weights"]
VALUES: list[list[float]] = MIXED["value_matrix"]
PAIRS = [
    pytest.param(
        pair, VALUES[int(pair["leader"][1]) - 1], VALUES[int(pair["challenger"][1]) - 1], id=name
    )
    for pair in MIXED["pairs"]
    for name in [f"{pair['leader']}-{pair['challenger']}"]
]


def close(actual: Sequence[float | None], expected: Sequence[float | None]) -> bool:
    return all(
        (a is None) == (e is None) and (a is None or a == pytest.approx(e, abs=1e-9))
        for a, e in zip(actual, expected, strict=True)
    )


@pytest.mark.parametrize(("pair", "leader", "challenger"), PAIRS)
def test_the_reference_problem_is_reproduced(
    pair: dict[str, Any], leader: Sequence[float], challenger: Sequence[float]
) -> None:
    assert close(single_weight_change(WEIGHTS, leader, challenger), pair["new_single_weight"])
    assert close(proportional_crossing(WEIGHTS, leader, challenger), pair["proportional_crossing"])
    assert close(rating_change(WEIGHTS, leader, challenger), pair["value_gain_needed"])
    change = least_total_change(WEIGHTS, leader, challenger)
    assert change is not None
    assert change.total == pytest.approx(pair["min_l1_change"], abs=1e-9)
    assert close(change.weights, pair["min_l1_weights"])


def test_stability_intervals_of_the_reference_problem_are_its_nearest_crossings() -> None:
    for k, interval in enumerate(stability_interval(WEIGHTS, VALUES)):
        crossings = [c for pair in MIXED["pairs"] if (c := pair["proportional_crossing"][k])]
        assert interval is not None
        assert interval.low == pytest.approx(
            max([c for c in crossings if c < WEIGHTS[k]], default=0), abs=1e-9
        )
        assert interval.high == pytest.approx(
            min([c for c in crossings if c > WEIGHTS[k]], default=1), abs=1e-9
        )


def test_the_least_total_change_is_the_optimum_of_a_linear_program() -> None:
    linprog = pytest.importorskip("scipy.optimize", exc_type=ImportError).linprog
    random = Random(20261123)
    impossible = 0
    for _ in range(tries(400)):
        n = random.randint(2, 10)
        raw = [random.random() if random.random() < 0.9 else 0.0 for _ in range(n)]
        raw[0] += 0.01
        weights = [weight / sum(raw) for weight in raw]
        a, b = ([random.randint(0, 8) / 8 for _ in range(n)] for _ in range(2))
        d = [x - y for x, y in zip(a, b, strict=True)]
        # Minimise Σ(up + down) where Σ(up − down) = 0 and Σ(w + up − down)·d = 0, down ≤ w.
        program = linprog(
            [1] * (2 * n),
            A_eq=[[1] * n + [-1] * n, [*d, *[-x for x in d]]],
            b_eq=[0, -sumprod(weights, d)],
            bounds=[(0, None)] * n + [(0, weight) for weight in weights],
            method="highs",
        )
        change = least_total_change(weights, a, b)
        if change is None:
            impossible += 1
            assert program.status == 2, "the linear program found a tie where we found none"
        else:
            assert change.total == pytest.approx(program.fun, abs=1e-9)
            assert sum(change.weights) == pytest.approx(1, abs=1e-12)
            assert min(change.weights) >= 0
            assert sumprod(change.weights, d) == pytest.approx(0, abs=1e-12)
    assert 0 < impossible < 200


eighths = st.integers(0, 8).map(lambda n: n / 8)


type Comparison = tuple[list[float], list[list[float]]]
"""Weights, and the values of the alternatives."""


@st.composite
def comparisons(draw: st.DrawFn, alternatives: int = 2) -> Comparison:
    n = draw(st.integers(2, 6))
    weights = draw(st.lists(st.integers(0, 20).map(float), min_size=n, max_size=n))
    assume(any(weights))
    row = st.lists(eighths, min_size=n, max_size=n)
    return weights, draw(st.lists(row, min_size=alternatives, max_size=alternatives))


def replaced(weights: Sequence[float], k: int, weight: float) -> list[float]:
    return [*weights[:k], weight, *weights[k + 1 :]]


def shared(weights: Sequence[float], k: int, weight: float) -> list[float]:
    """Return weights with a new one of criterion k, the others sharing the rest in proportion."""
    share = (sum(weights) - weight) / sum(replaced(weights, k, 0.0))
    return replaced([other * share for other in weights], k, weight)


def gap(weights: Sequence[float], a: Sequence[float], b: Sequence[float]) -> float:
    return (sumprod(weights, a) - sumprod(weights, b)) / sum(weights)


@given(comparisons())
def test_every_change_of_one_weight_really_is_a_tie(comparison: Comparison) -> None:
    weights, (a, b) = comparison
    for k, weight in enumerate(single_weight_change(weights, a, b)):
        if weight is not None and sum(replaced(weights, k, weight)) > 0:
            assert gap(replaced(weights, k, weight), a, b) == pytest.approx(0, abs=1e-12)
    for k, weight in enumerate(proportional_crossing(weights, a, b)):
        if weight is not None and sum(replaced(weights, k, 0.0)) > 0:
            assert gap(shared(weights, k, weight), a, b) == pytest.approx(0, abs=1e-12)


@given(comparisons())
def test_none_means_that_no_weight_ties_them(comparison: Comparison) -> None:
    weights, (a, b) = comparison
    total = sum(weights)
    for k, weight in enumerate(proportional_crossing(weights, a, b)):
        if weight is None and sum(replaced(weights, k, 0.0)) > 0:
            ends = [gap(shared(weights, k, end), a, b) for end in (0.0, total)]
            assert ends[0] * ends[1] > 0


@given(comparisons())
def test_every_change_of_a_rating_really_is_a_tie(comparison: Comparison) -> None:
    weights, (a, b) = comparison
    for k, gain in enumerate(rating_change(weights, a, b)):
        if gain is not None:
            assert gap(weights, a, replaced(b, k, b[k] + gain)) == pytest.approx(0, abs=1e-12)


@given(comparisons(alternatives=4))
def test_the_ends_of_a_stability_interval_are_ties_or_ends_of_the_scale(
    comparison: Comparison,
) -> None:
    weights, values = comparison
    total = sum(weights)
    scores = [sumprod(weights, row) for row in values]
    leader = scores.index(max(scores))
    for k, interval in enumerate(stability_interval(weights, values)):
        if interval is None:
            assert sum(replaced(weights, k, 0.0)) == 0
            continue
        assert 0 <= interval.low <= weights[k] <= interval.high <= total
        ends = [
            (interval.low, interval.low_rival, 0.0),
            (interval.high, interval.high_rival, total),
        ]
        for end, rival, of_scale in ends:
            at_end = shared(weights, k, end)
            others = [gap(at_end, values[leader], row) for row in values]
            assert min(others) >= -1e-12, "the leader is best up to the end"
            if rival is None:
                assert end == of_scale
            else:
                assert others[rival] == pytest.approx(0, abs=1e-12)


@given(comparisons(alternatives=4))
def test_beyond_a_stability_interval_the_leader_is_beaten(comparison: Comparison) -> None:
    weights, values = comparison
    total = sum(weights)
    scores = [sumprod(weights, row) for row in values]
    assume(min(abs(x - y) for x, y in combinations(scores, 2)) > 1e-9)
    leader = scores.index(max(scores))
    for k, interval in enumerate(stability_interval(weights, values)):
        if interval is None:
            continue
        for beyond in (interval.low - 1e-6 * total, interval.high + 1e-6 * total):
            if 0 <= beyond <= total:
                at = shared(weights, k, beyond)
                assert min(gap(at, values[leader], row) for row in values) < 0


def test_a_weight_that_no_float_holds_is_impossible() -> None:
    changes = single_weight_change([0, 0, 3e175], [0, 0, 3e132], [0, 0.5, 0])
    assert changes == (None, None, 0)


@given(comparisons(), st.integers(-10, 10))
def test_answers_scale_with_the_weights(comparison: Comparison, power: int) -> None:
    weights, (a, b) = comparison
    factor = 2.0**power
    scaled = [weight * factor for weight in weights]
    for function in (single_weight_change, proportional_crossing):
        expected = [w and w * factor for w in function(weights, a, b)]
        assert function(scaled, a, b) == tuple(expected)
    assert rating_change(scaled, a, b) == rating_change(weights, a, b)


@given(comparisons(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_changes_nothing(comparison: Comparison, random: Random) -> None:
    weights, (a, b) = comparison
    order = random.sample(range(len(weights)), len(weights))
    shuffled = [[row[k] for k in order] for row in (weights, a, b)]
    for function in (single_weight_change, proportional_crossing, rating_change):
        answers = function(weights, a, b)
        assert close(function(*shuffled), [answers[k] for k in order])
    one, other = least_total_change(weights, a, b), least_total_change(*shuffled)
    assert (one is None) == (other is None)
    if one and other:
        assert one.total == pytest.approx(other.total, abs=1e-9)


def test_alternatives_that_tie_already_need_no_change() -> None:
    weights, a, b = (0.5, 0.5), [0.1 + 0.2, 0.5], [0.3, 0.5]
    assert single_weight_change(weights, a, b) == weights
    assert proportional_crossing(weights, a, b) == weights
    assert rating_change(weights, a, b) == (0, 0)
    change = least_total_change(weights, a, b)
    assert change is not None
    assert change.total == pytest.approx(0, abs=1e-12)


def test_an_alternative_better_on_every_criterion_cannot_be_caught_by_weights() -> None:
    assert least_total_change([1, 2], [0.9, 0.8], [0.5, 0.6]) is None
    assert proportional_crossing([1, 2], [0.9, 0.8], [0.5, 0.6]) == (None, None)


def test_a_challenger_that_is_ahead_is_tied_by_the_same_total_change() -> None:
    a, b = [0.2, 0.9], [0.8, 0.4]
    assert least_total_change([2, 1], a, b) == least_total_change([2, 1], b, a)


def test_a_criterion_with_all_the_weight_leaves_no_proportions() -> None:
    assert proportional_crossing([1, 0], [0.9, 0.1], [0.2, 0.8]) == (None, 0.7 / 1.4)
    first, second = stability_interval([1, 0], [[0.9, 0.1], [0.2, 0.8]])
    assert first is None
    assert second is not None
    assert second.low == 0
    assert second.high == pytest.approx(0.5)


def test_an_alternative_that_is_not_best_has_no_stability_interval() -> None:
    assert stability_interval([1, 1], [[0.9, 0.9], [0.1, 0.2]], leader=1) == (None, None)


def test_a_tie_at_the_end_of_the_scale_has_no_rival() -> None:
    """The two are level where the first criterion has no weight, or the second has none."""
    first, second = stability_interval([1, 1], [[1, 0.5], [0, 0.5]])
    assert first is not None
    assert second is not None
    assert (first.low, first.low_rival, first.high, first.high_rival) == (0, None, 2, None)
    assert (second.low, second.low_rival, second.high, second.high_rival) == (0, None, 2, None)


def test_an_alternative_alone_is_best_for_all_weights() -> None:
    assert all(i and (i.low, i.high) == (0, 3) for i in stability_interval([1, 2], [[0.5, 0.5]]))


@pytest.mark.parametrize(
    "function", [single_weight_change, proportional_crossing, least_total_change, rating_change]
)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [], []), r"leader is empty"),
        (([1, 2], [0.5, 0.5], [0.5]), r"challenger has 1 values: give 2"),
        (([1], [0.5, 0.5], [0.5, 0.1]), r"weights has 1 values: give 2"),
        (([1, nan], [0.5, 0.5], [0.5, 0.1]), r"weights\[1\] is nan: .* of at least 0"),
        (([1, -2], [0.5, 0.5], [0.5, 0.1]), r"weights\[1\] is -2"),
        (([0, 0], [0.5, 0.5], [0.5, 0.1]), r"weights sum to 0"),
        (([1, 2], [0.5, inf], [0.5, 0.1]), r"leader\[1\] is inf"),
        (([1, 2], [0.5, 0.5], [nan, 0.1]), r"challenger\[0\] is nan"),
    ],
)
def test_wrong_arguments_are_named(
    function: Callable[..., object], arguments: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(*arguments)


def test_a_leader_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match=r"leader is 2: give an index from 0 to 1"):
        stability_interval([1], [[0.1], [0.2]], leader=2)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_what_is_a_tie_does_not_depend_on_the_unit_of_the_weights(unit: float) -> None:
    weights = (0.5 * unit, 0.5 * unit)
    higher, lower = (0.1 + 0.2, 0.5), (0.3, 0.5)  # alike but for rounding
    assert single_weight_change(weights, higher, lower) == weights
    assert proportional_crossing(weights, higher, lower) == weights
    assert rating_change(weights, higher, lower) == (0.0, 0.0)
    assert None not in stability_interval(weights, [lower, higher], leader=0)
    apart = (0.3 + 1e-9, 0.5)
    assert None in single_weight_change(weights, apart, lower)
    assert rating_change(weights, apart, lower) != (0.0, 0.0)
    assert stability_interval(weights, [lower, apart], leader=0) == (None, None)


def test_a_rating_may_rise_or_fall_to_the_end_of_its_scale_and_no_further() -> None:
    assert rating_change([1], [1], [0.4]) == (0.6,)
    assert rating_change([1], [0], [0.4]) == (-0.4,)
    assert rating_change([1, 1], [1, 0.5], [0.6, 0]) == (None, 0.9)


@pytest.mark.parametrize("pair", [([1.5], [0.5]), ([0.5], [1.5])])
def test_a_rating_above_its_scale_is_refused(pair: tuple[list[float], list[float]]) -> None:
    with pytest.raises(NumericsError, match=r"is 1\.5: give a finite number from 0 to 1"):
        rating_change([1], *pair)
