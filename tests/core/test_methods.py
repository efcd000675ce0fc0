"""Weighted sum, TOPSIS, VIKOR and PROMETHEE II against published values and five libraries.

tests/reference/mcda.json names for each entry the library, its version and the call, or the paper.
"""

import json
from collections.abc import Callable
from functools import partial
from math import inf, isfinite, nan
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service_structure.errors import NumericsError
from service_structure.numerics.methods import promethee_ii, ranks, topsis, vikor, weighted_sum

PROBLEMS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "reference/mcda.json").read_text(encoding="utf-8")
)["problems"]


type Method = Callable[..., Any]
type Problem = tuple[list[list[float]], list[int], list[str]]
"""Matrix, weights, directions."""


def run(problem: dict[str, Any], method: str) -> Any:
    """Return our result for a method under the name that the reference gives it."""
    arguments = problem["matrix"], problem["weights"], problem["directions"]
    thresholds: dict[str, Any] = next(
        (r for r in problem["results"] if r["method"] == method and "p" in r), {}
    )
    p, q = thresholds.get("p"), thresholds.get("q")
    calls: dict[str, Callable[[], Any]] = {
        "SAW_minmax": lambda: weighted_sum(*arguments, normalisation="minmax"),
        "SAW_linear": lambda: weighted_sum(*arguments, normalisation="linear"),
        "SAW_sum": lambda: weighted_sum(*arguments, normalisation="sum"),
        "TOPSIS_vector": lambda: topsis(*arguments),
        "VIKOR": lambda: vikor(*arguments),
        "PROMETHEE_II_usual": lambda: promethee_ii(*arguments),
        "PROMETHEE_II_vshape(p)": lambda: promethee_ii(*arguments, preference="vshape", p=p),
        "PROMETHEE_II_linear(q,p)": lambda: promethee_ii(*arguments, preference="linear", p=p, q=q),
    }
    return calls[method]() if method in calls else None


NUMBERS = {"values": "values", "Q": "values", "S": "S", "R": "R"}
IDEALS = {"ideal": "ideal", "anti_ideal": "anti_ideal"}

LIBRARY_RESULTS = [
    pytest.param(problem, result, id=f"{name}-{result['method']}-{result['library']}")
    for name, problem in PROBLEMS.items()
    for result in problem["results"]
    if run(problem, result["method"])
]


@pytest.mark.parametrize(("problem", "result"), LIBRARY_RESULTS)
def test_values_are_those_of_the_library(problem: dict[str, Any], result: dict[str, Any]) -> None:
    ours = run(problem, result["method"])
    for key, name in (NUMBERS | IDEALS).items():
        if key in result:
            assert getattr(ours, name) == pytest.approx(result[key], abs=1e-9), key


@pytest.mark.parametrize(("problem", "result"), LIBRARY_RESULTS)
def test_the_order_is_that_of_the_library(problem: dict[str, Any], result: dict[str, Any]) -> None:
    ours = run(problem, result["method"])
    for i, theirs in enumerate(result.get("ranks", ())):
        for j, other in enumerate(result["ranks"]):
            # pymcdm tells ties apart that differ by 1e-17; ours stay ties.
            if abs(ours.values[i] - ours.values[j]) > 1e-12:
                assert (ours.ranks[i] < ours.ranks[j]) == (theirs < other)
            else:
                assert ours.ranks[i] == ours.ranks[j]


@pytest.mark.parametrize("name", PROBLEMS)
def test_published_values_are_met_within_their_rounding(name: str) -> None:
    for method, published in PROBLEMS[name]["published"].items():
        ours = run(PROBLEMS[name], method)
        for key, field in NUMBERS.items():
            if key in published:
                expected = pytest.approx(published[key], abs=published["atol"])
                assert getattr(ours, field) == expected
        if "ranks" in published:
            assert list(ours.ranks) == published["ranks"]


METHODS = [
    pytest.param(weighted_sum, id="weighted_sum"),
    pytest.param(topsis, id="topsis"),
    pytest.param(vikor, id="vikor"),
    pytest.param(promethee_ii, id="promethee_ii"),
]
grid = st.integers(0, 8).map(lambda eighths: eighths / 8)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    width = draw(st.integers(1, 5))
    row = st.lists(grid, min_size=width, max_size=width)
    matrix = draw(st.lists(row, min_size=1, max_size=6))
    weights = draw(st.lists(st.integers(0, 20), min_size=width, max_size=width))
    assume(any(weights))
    directions = draw(st.lists(st.sampled_from(["max", "min"]), min_size=width, max_size=width))
    return matrix, weights, directions


@pytest.mark.parametrize("method", METHODS)
@given(problem=problems(), random=st.randoms(use_true_random=False))
def test_the_order_of_alternatives_and_criteria_changes_nothing(
    method: Method, problem: Problem, random: Random
) -> None:
    matrix, weights, directions = problem
    result = method(*problem)
    rows = random.sample(range(len(matrix)), len(matrix))
    columns = random.sample(range(len(weights)), len(weights))
    shuffled = method(
        [[matrix[i][k] for k in columns] for i in rows],
        [weights[k] for k in columns],
        [directions[k] for k in columns],
    )
    assert shuffled.values == pytest.approx([result.values[i] for i in rows], abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
@given(problem=problems(), factor=st.floats(1e-6, 1e6))
def test_the_scale_of_the_weights_changes_nothing(
    method: Method, problem: Problem, factor: float
) -> None:
    matrix, weights, directions = problem
    scaled = method(matrix, [weight * factor for weight in weights], directions)
    assert scaled.values == pytest.approx(method(*problem).values, abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
@given(problem=problems())
def test_values_stay_in_their_range_and_a_clone_ties(method: Method, problem: Problem) -> None:
    matrix, weights, directions = problem
    result = method([*matrix, matrix[0]], weights, directions)
    assert result.values[0] == pytest.approx(result.values[-1], abs=1e-12)
    assert result.ranks[0] == result.ranks[-1]
    lowest = -1 if method is promethee_ii else 0
    assert all(lowest - 1e-12 <= value <= 1 + 1e-12 for value in result.values)


@given(problems())
def test_weighted_sum_on_a_fixed_scale_never_reverses_ranks(problem: Problem) -> None:
    matrix, weights, directions = problem
    whole = weighted_sum(*problem)
    last = whole.values.index(min(whole.values))
    rest = [i for i in range(len(matrix)) if i != last] or [0]
    part = weighted_sum([matrix[i] for i in rest], weights, directions)
    assert part.values == tuple(whole.values[i] for i in rest)


@given(problems())
def test_net_flows_sum_to_zero(problem: Problem) -> None:
    assert sum(promethee_ii(*problem).values) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("method", "value"), [(topsis, 0.5), (vikor, 0.0), (promethee_ii, 0.0)])
def test_alternatives_that_are_all_alike_tie(method: Method, value: float) -> None:
    result = method([[0.3, 0.0], [0.1 + 0.2, 0.0]], [1, 1], ["max", "min"])
    assert result.values == (value, value)
    assert result.ranks == (1, 1)


def test_rounding_noise_on_a_criterion_is_not_blown_up_to_its_full_weight() -> None:
    matrix = [[0.3, 0.8], [0.1 + 0.2, 0.9]]
    assert weighted_sum(matrix, [9, 1], ["min", "max"], normalisation="minmax").ranks == (2, 1)
    assert vikor(matrix, [9, 1], ["min", "max"]).ranks == (2, 1)
    assert promethee_ii(matrix, [9, 1], ["min", "max"]).ranks == (2, 1)


RANKINGS: dict[str, Method] = {
    "minmax": partial(weighted_sum, normalisation="minmax"),
    "linear": partial(weighted_sum, normalisation="linear"),
    "sum": partial(weighted_sum, normalisation="sum"),
    "topsis": topsis,
    "vikor": vikor,
    "promethee": promethee_ii,
}
SIZES = (5e-324, 1e-308, 1e-100, 1e-13, 1.0, 1e100, 1.7e308)


@pytest.mark.parametrize("method", RANKINGS.values(), ids=RANKINGS)
@pytest.mark.parametrize("size", SIZES)
def test_the_unit_of_a_criterion_makes_no_difference(method: Method, size: float) -> None:
    """What is twice as much is better by as much, be it counted in light years or in nanometres."""
    low, high = (size, 2 * size) if size < 1e300 else (size / 2, size)
    for direction, order in (("max", (2, 1)), ("min", (1, 2))):
        found = method([[low, 3], [high, 3]], [1, 1], [direction, "max"])
        assert found.ranks == order
        assert found.values == pytest.approx(
            method([[1, 3], [2, 3]], [1, 1], [direction, "max"]).values, rel=1e-9
        )


@pytest.mark.parametrize("method", RANKINGS.values(), ids=RANKINGS)
@pytest.mark.parametrize("size", SIZES[1:])
def test_rounding_noise_separates_nobody_in_any_unit(method: Method, size: float) -> None:
    column = (0.3 * size, (0.1 + 0.2) * size)
    found = method([[column[0], 8], [column[1], 9]], [9, 1], ["min", "max"])
    assert found.ranks == (2, 1)


@pytest.mark.parametrize("method", [RANKINGS["minmax"], topsis, vikor, promethee_ii])
def test_a_range_that_no_float_holds_is_a_range(method: Method) -> None:
    wide = method([[1e308, 0], [-1e308, 1]], [1, 1], ["max", "max"])
    usual = method([[1, 0], [-1, 1]], [1, 1], ["max", "max"])
    assert (wide.values, wide.ranks) == (pytest.approx(usual.values), usual.ranks)


@given(
    rows=st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=n, max_size=n),
            min_size=1,
            max_size=4,
        )
    ),
    data=st.data(),
)
def test_finite_numbers_give_finite_values_or_an_error(
    rows: list[list[float]], data: st.DataObject
) -> None:
    count = len(rows[0])
    weights = data.draw(st.lists(st.floats(0, 1e300), min_size=count, max_size=count).filter(any))
    directions = data.draw(
        st.lists(st.sampled_from(["max", "min"]), min_size=count, max_size=count)
    )
    for method in RANKINGS.values():
        try:
            found = method(rows, weights, directions)
        except NumericsError:
            continue
        assert all(map(isfinite, found.values))
        assert min(found.ranks) == 1


def test_a_single_alternative_is_first_by_every_method() -> None:
    for method in (weighted_sum, topsis, vikor, promethee_ii):
        assert method([[0.2, 0.4]], [1, 2], ["max", "min"]).ranks == (1,)


def test_ties_share_the_better_rank() -> None:
    assert ranks([1.0, 3.0, 3.0 - 1e-13, 2.0]) == (4, 1, 1, 3)
    assert ranks([0.0, 1e-12]) == (1, 1), "better by more than 1e-12, not by as much"


def test_of_two_alternatives_the_better_one_has_the_whole_flow() -> None:
    """By the definition: flows are means over the one other alternative."""
    found = promethee_ii([[3, 1], [2, 1]], [1, 0], ["max", "max"])
    assert (found.positive, found.negative) == ((1, 0), (0, 1))
    assert found.values == (1, -1)


def test_half_of_a_threshold_is_half_of_a_preference() -> None:
    found = promethee_ii([[0.2], [0.1]], [1], ["max"], preference="vshape", p=[0.2])
    assert found.values == pytest.approx((0.5, -0.5))


def test_a_criterion_on_which_all_agree_adds_nothing() -> None:
    """Opricovic & Tzeng 2004 divide by the range; without one the term is 0, as documented."""
    matrix, weights, directions = [[1.0, 7.0], [0.0, 7.0]], [1, 1], ["max", "min"]
    ranged = weighted_sum(matrix, weights, directions, normalisation="minmax")
    assert ranged.normalised == ((1, 0), (0, 0))
    assert (vikor(matrix, weights, directions).S, vikor(matrix, weights, directions).R) == (
        (0, 0.5),
        (0, 0.5),
    )


GOOD: tuple[Any, Any, Any] = ([[0.1, 0.2], [0.3, 0.4]], [1, 1], ["max", "min"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("position", "bad", "message"),
    [
        (0, [], r"matrix is empty"),
        (0, [[], []], r"matrix\[0\] is empty"),
        (0, [[0.1, 0.2], [0.3]], r"matrix\[1\] has 1 values: give 2"),
        (0, [[0.1, nan], [0.3, 0.4]], r"matrix\[0\]\[1\] is nan: give a finite number"),
        (0, [[0.1, 0.2], [-inf, 0.4]], r"matrix\[1\]\[0\] is -inf"),
        (0, [[0.1, None], [0.3, 0.4]], r"matrix\[0\]\[1\] is None"),
        (1, [1], r"weights has 1 values: give 2"),
        (1, [1, -1], r"weights\[1\] is -1: give a finite number of at least 0"),
        (1, [0, 0], r"weights sum to 0: give at least one above 0"),
        (1, [1e308, 1e308], r"weights sum to inf"),
        (2, ["max"], r"directions has 1 values: give 2"),
        (2, ["max", "up"], r'directions\[1\] is \'up\': give "max" or "min"'),
    ],
)
def test_wrong_arguments_are_named(method: Method, position: int, bad: Any, message: str) -> None:
    arguments = [*GOOD[:position], bad, *GOOD[position + 1 :]]
    with pytest.raises(ValueError, match=message):
        method(*arguments)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: weighted_sum([[2]], [1], ["max"]), r"matrix\[0\]\[0\] is 2.0: .*0 to 1"),
        (
            lambda: weighted_sum([[1], [0]], [1], ["min"], normalisation="linear"),
            r"matrix\[1\]\[0\] is 0: give a number above 0",
        ),
        (
            lambda: weighted_sum([[1]], [1], ["max"], normalisation="z"),  # type: ignore[arg-type]
            r'normalisation is \'z\': give "none", "minmax", "linear", "sum"',
        ),
        (lambda: vikor(*GOOD, v=2), r"v is 2: give a finite number from 0 to 1"),
        (lambda: promethee_ii(*GOOD, preference="vshape"), r"p with .*: give one threshold"),
        (lambda: promethee_ii(*GOOD, p=[1, 1]), r'p with preference "usual": give none'),
        (
            lambda: promethee_ii(*GOOD, preference="linear", p=[1, 1], q=[0, 1]),
            r"p\[1\] is 1.0: give a number above 1",
        ),
        (
            lambda: promethee_ii(*GOOD, preference="gauss"),  # type: ignore[arg-type]
            r"preference is 'gauss'",
        ),
    ],
)
def test_wrong_options_are_named(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_tie_is_measured_by_the_largest_value_also_where_that_is_negative() -> None:
    result = promethee_ii([[-1e6], [-1e6 + 5e-7], [1.0]], [1], ["max"])
    assert result.positive == (0.0, 0.0, 1.0)
    result = promethee_ii([[1e6], [1e6 - 5e-7], [1.0]], [1], ["max"])
    assert result.positive == (0.5, 0.5, 0.0)
    result = promethee_ii([[0.0], [0.0]], [1], ["max"])
    assert result.positive == (0.0, 0.0)


@pytest.mark.parametrize("normalisation", ["linear", "sum"])
@pytest.mark.parametrize("direction", ["max", "min"])
def test_a_column_of_ties_is_normalised_to_equal_values(normalisation: Any, direction: str) -> None:
    matrix = [[0.1 + 0.2], [0.3]]
    result = weighted_sum(matrix, [1], [direction], normalisation=normalisation)
    assert result.normalised[0] == result.normalised[1]
    assert topsis(matrix, [1], [direction]).ideal == topsis(matrix, [1], [direction]).anti_ideal
