"""Numerical arguments: what is allowed at the ends of a range, and how a refusal says it."""

from math import inf, nan

import pytest

from service_structure.errors import NumericsError
from service_structure.numerics.checks import check_matrix, check_number, check_row


@pytest.mark.parametrize(
    ("bounds", "outside", "words"),
    [
        ({}, inf, "x is inf: give a finite number"),
        ({"low": 0}, -1, "x is -1: give a finite number of at least 0"),
        ({"high": 2.5}, 3, "x is 3: give a finite number of at most 2.5"),
        ({"low": 0, "high": 1}, 1.5, "x is 1.5: give a finite number from 0 to 1"),
    ],
)
def test_a_refusal_says_what_is_allowed(
    bounds: dict[str, float], outside: float, words: str
) -> None:
    with pytest.raises(NumericsError) as refused:
        check_number(outside, "x", **bounds)
    assert str(refused.value) == words


def test_the_ends_of_a_range_are_allowed_and_without_a_range_all_that_is_finite() -> None:
    assert [check_number(end, "x", low=0, high=1) for end in (0, 1)] == [0, 1]
    assert check_row([0, 1.0], "x", low=0, high=1) == (0, 1)
    far = [-1e308, 1e308]
    assert [check_number(value, "x") for value in far] == far
    assert check_row(far, "x") == tuple(far)
    assert check_matrix([far]) == (tuple(far),)
    for value in (nan, inf, -inf):
        with pytest.raises(NumericsError, match="give a finite number"):
            check_matrix([[value]])
