"""Rounded figures add up to their rounded total, and none moves by more than a unit."""

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure.numerics.rounding import apportion

VALUES = st.lists(st.floats(0, 1e6), max_size=12)


@pytest.mark.parametrize(
    ("values", "digits", "expected"),
    [
        ([], 0, ()),
        ([3, 4], 0, (3, 4)),
        ([0.2, 0.9, 0.9], 0, (0, 1, 1)),
        ([0.9, 0.2, 0.9], 0, (1, 0, 1)),
        ([0.5, 0.5, 0.5, 0.5], 0, (1, 1, 0, 0)),
        ([2.6, 2.7, 2.6], 0, (3, 3, 2)),
        ([1.25, 1.25], 1, (1.3, 1.2)),
        ([0.126, 0.126, 0.127], 2, (0.13, 0.12, 0.13)),
    ],
)
def test_the_largest_remainders_are_rounded_up_and_of_equals_the_first(
    values: list[float], digits: int, expected: tuple[float, ...]
) -> None:
    assert apportion(values, digits) == expected


def test_where_floats_hold_a_total_worse_than_its_parts_these_are_rounded_down() -> None:
    """Beside forty quadrillions the total is three less than the parts rounded down."""
    assert apportion([1298719009.6, 2.0, 4.174360292068086e16])[:2] == (1298719008, 1)


@given(values=VALUES, digits=st.integers(0, 2))
def test_the_sum_is_the_rounded_total_and_no_value_moves_by_more_than_a_unit(
    values: list[float], digits: int
) -> None:
    rounded = apportion(values, digits)
    assert fsum(rounded) == pytest.approx(round(fsum(values), digits), abs=1e-6)
    unit = 10.0**-digits
    assert all(abs(a - b) < unit + 1e-9 for a, b in zip(values, rounded, strict=True))
