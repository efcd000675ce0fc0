"""Rounding figures: to three digits, and so that they add up to their rounded total."""

from collections.abc import Sequence
from math import floor, fsum


def apportion(values: Sequence[float], digits: int = 0) -> tuple[float, ...]:
    """Round values of 0 and more to so many decimals; their sum is the total rounded likewise.

    By largest remainders: no value moves by more than one unit of the last decimal.

    >>> apportion([1.4, 1.4, 1.4])
    (2.0, 1.0, 1.0)
    """
    unit = 10.0**digits
    total = round(round(fsum(values), digits) * unit)
    scaled = [value * unit for value in values]
    given = [floor(value) for value in scaled]
    by_remainder = sorted(range(len(values)), key=lambda n: (given[n] - scaled[n], n))
    rest = total - sum(given)
    for place in by_remainder[:rest] if rest >= 0 else by_remainder[rest:]:
        given[place] += 1 if rest > 0 else -1
    return tuple([round(value / unit, digits) for value in given])


def three_digits(value: float) -> float:
    """A value to three significant digits.

    >>> three_digits(57_884_914), three_digits(-0.12345)
    (57900000.0, -0.123)
    """
    return float(f"{value:.3g}")
