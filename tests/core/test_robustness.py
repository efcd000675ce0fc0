"""Rank acceptability and pairwise probabilities against closed forms and exact rationals.

tests/reference/mcda.json, section "smaa", holds the closed forms with their derivations.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import comb, inf, nan, prod
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure.numerics.checks import TIE
from service_structure.numerics.robustness import pairwise_winning_probability, rank_acceptability

ROOT = Path(__file__).parents[2]
TWO_CRITERIA, THREE_CRITERIA, PAIRWISE = json.loads(
    (ROOT / "tests/reference/mcda.json").read_text(encoding="utf-8")
)["smaa"]["closed_form"]

unit = st.floats(0, 1, allow_subnormal=False)
differences = st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=1, max_size=12)


def value_rows(criteria: int = 4) -> st.SearchStrategy[list[list[float]]]:
    row = st.lists(unit, min_size=criteria, max_size=criteria)
    return st.lists(row, min_size=1, max_size=6)


def exact_probability(d: Sequence[Fraction]) -> Fraction:
    """Return Σ dⱼⁿ⁻¹ / Πₖ≠ⱼ(dⱼ − dₖ) over dⱼ > 0 in rational numbers; all dⱼ must be different."""
    return sum(
        (
            x ** (len(d) - 1) / prod((x - y for k, y in enumerate(d) if k != j), start=Fraction(1))
            for j, x in enumerate(d)
            if x > 0
        ),
        Fraction(0),
    )


def against_zero(d: Sequence[float]) -> float:
    return pairwise_winning_probability(d, [0.0] * len(d))


@pytest.mark.parametrize("draws", [100, 10_000, 200_000])
def test_acceptability_with_two_criteria_is_the_closed_form(draws: int) -> None:
    result = rank_acceptability(TWO_CRITERIA["values"], draws=draws)
    for row, errors, expected in zip(
        result.probabilities,
        result.standard_errors,
        TWO_CRITERIA["rank_acceptability"],
        strict=True,
    ):
        for p, error, exact in zip(row, errors, expected, strict=True):
            assert abs(p - exact) <= 3 * error


@pytest.mark.parametrize("draws", [100, 10_000, 200_000])
def test_first_ranks_with_three_criteria_are_the_closed_form(draws: int) -> None:
    result = rank_acceptability(THREE_CRITERIA["values"], draws=draws)
    for row, errors, exact in zip(
        result.probabilities,
        result.standard_errors,
        THREE_CRITERIA["first_rank_acceptability"],
        strict=True,
    ):
        assert abs(row[0] - exact) <= 3 * errors[0]


@pytest.mark.parametrize("case", PAIRWISE["cases"], ids=lambda case: case["p"])
def test_the_draws_agree_with_the_exact_pairwise_probability(case: dict[str, Any]) -> None:
    d = [float(Fraction(x)) for x in case["d"]]
    scale = max(map(abs, d))
    a, b = [max(x, 0) / scale for x in d], [max(-x, 0) / scale for x in d]
    result = rank_acceptability([a, b], draws=100_000)
    exact = float(Fraction(case["p"]))
    assert abs(result.probabilities[0][0] - exact) <= 3 * result.standard_errors[0][0]


@pytest.mark.parametrize(
    ("center", "concentration", "threshold", "exact"),
    [
        ([0.5, 0.5], 0.1, 0.5, 0.5),  # Beta(0.05, 0.05) is symmetric
        ([1, 1], 2, 0.2, 0.8),  # Beta(1, 1): 1 − t
        ([2, 1], 3, 0.6, 0.64),  # Beta(2, 1): 1 − t²
        ([0.5, 1], 1.5, 0.25, 0.5),  # Beta(½, 1): 1 − √t
        ([1, 2, 3, 4], 10, 0.3, 0.7**9),  # Beta(1, 9): (1 − t)⁹
        ([3, 2, 1], 6, 0.5, 0.5),  # Beta(3, 3) is symmetric
    ],
)
def test_dirichlet_weights_follow_the_beta_distribution(
    center: list[float], concentration: float, threshold: float, exact: float
) -> None:
    only_first = [1.0] + [0.0] * (len(center) - 1)
    level = [threshold] * len(center)
    result = rank_acceptability(
        [only_first, level], center=center, concentration=concentration, draws=40_000
    )
    assert abs(result.probabilities[0][0] - exact) <= 3 * result.standard_errors[0][0]


def test_equal_shapes_of_one_are_the_uniform_distribution() -> None:
    values = THREE_CRITERIA["values"]
    result = rank_acceptability(values, center=[1, 1, 1], concentration=3)
    assert abs(result.probabilities[3][0] - 0.25) <= 3 * result.standard_errors[3][0]


def test_a_large_concentration_ranks_as_the_center_does() -> None:
    result = rank_acceptability([[1, 0], [0, 1]], center=[51, 49], concentration=1e9)
    assert result.probabilities == ((1.0, 0.0), (0.0, 1.0))


def test_a_criterion_without_weight_decides_nothing() -> None:
    result = rank_acceptability([[1, 0.5], [0, 0.5]], center=[0, 1], concentration=10)
    assert result.probabilities == ((0.5, 0.5), (0.5, 0.5))


@given(value_rows())
def test_every_row_and_column_of_acceptability_sums_to_one(rows: list[list[float]]) -> None:
    table = rank_acceptability(rows, draws=100).probabilities
    for line in (*table, *zip(*table, strict=True)):
        assert sum(line) == pytest.approx(1, abs=1e-12)
        assert min(line) >= 0


@given(value_rows(), st.randoms(use_true_random=False))
def test_the_order_of_alternatives_changes_nothing(rows: list[list[float]], random: Random) -> None:
    order = random.sample(range(len(rows)), len(rows))
    table = rank_acceptability(rows, draws=100).probabilities
    shuffled = rank_acceptability([rows[i] for i in order], draws=100).probabilities
    assert shuffled == tuple(table[i] for i in order)


@given(value_rows())
def test_clones_share_their_ranks_evenly(rows: list[list[float]]) -> None:
    table = rank_acceptability([*rows, rows[0]], draws=100).probabilities
    assert table[0] == table[-1]


def test_a_dominant_alternative_always_takes_the_first_rank() -> None:
    table = rank_acceptability([[0.5, 0.5], [0.5 + 1e-11, 0.5 + 1e-11]]).probabilities
    assert table == ((0.0, 1.0), (1.0, 0.0))


def test_rounding_noise_in_the_values_is_a_tie() -> None:
    table = rank_acceptability([[0.3, 0.2], [0.1 + 0.2, 0.2]]).probabilities
    assert table == ((0.5, 0.5), (0.5, 0.5))


def test_values_count_on_the_grid_that_is_told() -> None:
    """0.3 of a step of 2⁻⁴⁰ is none, 0.6 of it is one."""
    near = rank_acceptability([[0.5], [0.5 + 0.3 * 2**-40]]).probabilities
    assert near == ((0.5, 0.5), (0.5, 0.5))
    apart = rank_acceptability([[0.5], [0.5 + 0.6 * 2**-40]]).probabilities
    assert apart == ((0.0, 1.0), (1.0, 0.0))


def test_one_criterion_or_one_alternative_leaves_nothing_uncertain() -> None:
    assert rank_acceptability([[0.2], [0.7]]).probabilities == ((0.0, 1.0), (1.0, 0.0))
    assert rank_acceptability([[0.2, 0.9]]).probabilities == ((1.0,),)


def test_more_than_255_alternatives_are_ranked_too() -> None:
    rows = [[i / 300, i / 300] for i in range(300)]
    table = rank_acceptability(rows, draws=3).probabilities
    assert all(row[299 - i] == 1 for i, row in enumerate(table))


@pytest.mark.parametrize("draws", [1, 999, 1000, 1001, 2500])
def test_any_number_of_draws_is_drawn(draws: int) -> None:
    result = rank_acceptability(TWO_CRITERIA["values"], draws=draws)
    assert sum(result.probabilities[0]) == pytest.approx(1, abs=1e-12)
    assert all((p * draws) == pytest.approx(round(p * draws)) for p in result.probabilities[0])


PRINT_COUNTS = """
from service_structure.numerics.robustness import rank_acceptability as r
values = [[0.9, 0.1, 0.4], [0.2, 0.8, 0.5], [0.5, 0.5, 0.5]]
for options in {}, {"seed": 7}, {"center": [0.5, 0.3, 0.2], "concentration": 6}:
    table = r(values, draws=2000, **options).probabilities
    print([[round(p * 2000) for p in row] for row in table])
"""
COUNTS = [
    "[[787, 76, 1137], [1018, 119, 863], [195, 1805, 0]]",
    "[[802, 62, 1136], [1019, 117, 864], [179, 1821, 0]]",
    "[[1358, 63, 579], [528, 51, 1421], [114, 1886, 0]]",
]
"""A promise to readers: the same answers give the same numbers everywhere."""


def test_the_draws_are_what_they_always_were(capsys: pytest.CaptureFixture[str]) -> None:
    exec(PRINT_COUNTS, {})
    assert capsys.readouterr().out.splitlines() == COUNTS


def test_a_shape_of_one_is_drawn_as_it_always_was() -> None:
    values = [[1, 0, 0.3], [0, 1, 0.5], [0.5, 0.4, 0.4]]
    result = rank_acceptability(values, draws=1000, center=[1, 1, 2], concentration=4)
    assert [round(1000 * row[0]) for row in result.probabilities] == [355, 645, 0]


def test_standard_errors_are_those_of_a_share() -> None:
    result = rank_acceptability(TWO_CRITERIA["values"], draws=400)
    for shares, errors in zip(result.probabilities, result.standard_errors, strict=True):
        assert errors == pytest.approx([(p * (1 - p) / 400) ** 0.5 for p in shares])


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_draws_are_the_same_in_every_process(hash_seed: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_COUNTS],
        cwd=ROOT,
        env={"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.splitlines() == COUNTS


@pytest.mark.parametrize("case", PAIRWISE["cases"], ids=lambda case: case["p"])
def test_pairwise_probability_is_the_published_rational(case: dict[str, Any]) -> None:
    d = [float(Fraction(x)) for x in case["d"]]
    assert against_zero(d) == pytest.approx(float(Fraction(case["p"])), abs=1e-12)


@given(differences)
def test_pairwise_probability_equals_exact_arithmetic(d: list[float]) -> None:
    # Equal differences are told apart by amounts far below 1e-12, in rational numbers.
    distinct = [Fraction(x) + Fraction(k, 10**40) for k, x in enumerate(d, 1)]
    if max(map(abs, d)) > 1e-12:
        assert against_zero(d) == pytest.approx(float(exact_probability(distinct)), abs=1e-12)


@pytest.mark.parametrize("gap", [0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3])
def test_near_ties_between_differences_cost_no_accuracy(gap: float) -> None:
    d = [0.5, 0.5 + gap, 0.5 - gap, -0.25, -0.25 - gap, 0.5 + 2 * gap, -0.25 + gap, 0.1, -0.3, gap]
    distinct = [Fraction(x) + Fraction(k, 10**40) for k, x in enumerate(d, 1)]
    assert against_zero(d) == pytest.approx(float(exact_probability(distinct)), rel=1e-13)


@pytest.mark.parametrize(("gains", "losses"), list(product([1, 2, 5, 20], [1, 3, 8, 30])))
def test_repeated_differences_give_the_binomial_tail(gains: int, losses: int) -> None:
    # With p differences of 3 and q of −2, the weight on the gains is Beta(p, q) and must exceed
    # 2/5: the probability that at most p − 1 of p + q − 1 uniform points fall below 2/5.
    points, share = gains + losses - 1, Fraction(2, 5)
    exact = sum(comb(points, k) * share**k * (1 - share) ** (points - k) for k in range(gains))
    assert against_zero([3.0] * gains + [-2.0] * losses) == pytest.approx(float(exact), rel=1e-13)


@given(differences, st.randoms(use_true_random=False))
def test_pairwise_probability_is_symmetric_and_ignores_order_and_scale(
    d: list[float], random: Random
) -> None:
    p = against_zero(d)
    assert 0 <= p <= 1
    assert against_zero([-x for x in d]) == pytest.approx(1 - p, abs=1e-12)
    assert against_zero(random.sample(d, len(d))) == pytest.approx(p, abs=1e-12)
    if max(map(abs, d)) > 1e-10:
        assert against_zero([x / 4 for x in d]) == pytest.approx(p, abs=1e-12)


def test_a_criterion_on_which_two_agree_changes_no_probability() -> None:
    assert against_zero([1, -3, 0, 0]) == against_zero([1, -3]) == 0.25


def test_alternatives_that_agree_everywhere_win_half_the_time() -> None:
    assert pairwise_winning_probability([0.1 + 0.2, 0.5], [0.3, 0.5]) == 0.5
    assert pairwise_winning_probability([TIE, 0], [0, TIE]) == 0.5
    assert pairwise_winning_probability([TIE, 0], [0, 0]) == 0.5
    assert pairwise_winning_probability([2 * TIE, 0], [0, 0]) == 1


def test_dominance_is_certain_even_when_it_is_not_strict() -> None:
    assert pairwise_winning_probability([1, 0.5], [0.2, 0.5]) == 1
    assert pairwise_winning_probability([0.2, 0.5], [1, 0.5]) == 0


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ([], {}, r"values is empty"),
        ([[]], {}, r"values\[0\] is empty"),
        ([[0.5, 0.5], [0.5]], {}, r"values\[1\] has 1 values: give 2"),
        ([[0.5, nan]], {}, r"values\[0\]\[1\] is nan: give a finite number from 0 to 1"),
        ([[0.5, inf]], {}, r"values\[0\]\[1\] is inf"),
        ([[0.5, 1.5]], {}, r"values\[0\]\[1\] is 1.5"),
        ([[0.5, "high"]], {}, r"values\[0\]\[1\] is 'high'"),
        ([[0.5]], {"draws": 0}, r"draws is 0: give a whole number of at least 1"),
        ([[0.5]], {"draws": 10.5}, r"draws is 10.5"),
        ([[0.5]], {"seed": -1}, r"seed is -1: give a whole number of at least 0"),
        ([[0.5]], {"center": [1]}, r"belong together"),
        ([[0.5]], {"concentration": 9}, r"belong together"),
        ([[0.5]], {"center": [0], "concentration": 9}, r"center sum to 0"),
        ([[0.5]], {"center": [1, 2], "concentration": 9}, r"center has 2 values: give 1"),
        ([[0.5]], {"center": [1], "concentration": 0}, r"concentration is 0: give .* from 0.1"),
        ([[0.5]], {"center": [1], "concentration": 1e12 + 0.5}, r"concentration is .* to 1e\+12"),
    ],
)
def test_wrong_arguments_are_named(arguments: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rank_acceptability(arguments, **options)


def test_a_comparison_of_different_criteria_is_refused() -> None:
    with pytest.raises(ValueError, match=r"b has 1 values: give 2"):
        pairwise_winning_probability([1, 2], [1])
    with pytest.raises(ValueError, match=r"a\[1\] is nan"):
        pairwise_winning_probability([1, nan], [1, 2])
