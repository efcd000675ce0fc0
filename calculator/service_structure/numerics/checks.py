"""Checks of numerical arguments: an error names the value and says what is allowed.

    check_number      one finite number within bounds
    check_row         one number for each criterion
    check_matrix      alternatives × criteria
    check_weights     weights of at least 0, one above 0
    check_directions  "max" or "min" for each criterion

Each raises NumericsError.
"""

from collections.abc import Sequence
from math import inf, isfinite

from service_structure.errors import NumericsError

TIE = 1e-12
"""Two results closer than this are a tie."""

type Row = tuple[float, ...]
type Matrix = tuple[Row, ...]


def check_number(value: float, name: str, low: float = -inf, high: float = inf) -> float:
    """Return the value as a float; raise `NumericsError` unless it is finite and within its bounds.

    >>> check_number(float("nan"), "weights[2]", low=0)
    Traceback (most recent call last):
    service_structure.errors.NumericsError: weights[2] is nan: give a finite number of at least 0
    """
    try:
        if isfinite(value) and low <= value <= high:
            return float(value)
    except (TypeError, OverflowError):
        pass
    bounds = {
        (False, False): "",
        (True, False): f" of at least {low:g}",
        (False, True): f" of at most {high:g}",
        (True, True): f" from {low:g} to {high:g}",
    }
    raise NumericsError(
        f"{name} is {value!r}: give a finite number{bounds[low > -inf, high < inf]}"
    )


def check_row(
    values: Sequence[float],
    name: str,
    length: int | None = None,
    low: float = -inf,
    high: float = inf,
) -> Row:
    """Return the values as a tuple of floats; raise `NumericsError` on a wrong or missing one."""
    if len(values) == 0:
        raise NumericsError(f"{name} is empty: give at least one number")
    if length is not None and len(values) != length:
        raise NumericsError(
            f"{name} has {len(values)} values: give {length}, one for each criterion"
        )
    row = tuple(values)
    # Names are made up only where something may be wrong.
    if all(type(value) is float and isfinite(value) and low <= value <= high for value in row):
        return row
    return tuple([check_number(value, f"{name}[{k}]", low, high) for k, value in enumerate(row)])


def check_matrix(
    matrix: Sequence[Sequence[float]], name: str = "matrix", low: float = -inf, high: float = inf
) -> Matrix:
    """Return alternatives × criteria as tuples of floats; raise `NumericsError` on a wrong cell.

    >>> check_matrix([[1, 2], [3]])
    Traceback (most recent call last):
    service_structure.errors.NumericsError: matrix[1] has 1 values: give 2, one for each criterion
    """
    if len(matrix) == 0:
        raise NumericsError(f"{name} is empty: give at least one alternative")
    width = len(matrix[0])
    return tuple([check_row(row, f"{name}[{i}]", width, low, high) for i, row in enumerate(matrix)])


def check_weights(weights: Sequence[float], length: int, name: str = "weights") -> Row:
    """Return the weights as given; raise `NumericsError` when one is negative or all are zero."""
    row = check_row(weights, name, length, low=0)
    if not 0 < sum(row) < inf:
        raise NumericsError(
            f"{name} sum to {sum(row):g}: give at least one above 0 and a finite sum"
        )
    return row


def check_directions(directions: Sequence[str], length: int) -> tuple[str, ...]:
    """Return the directions; raise `NumericsError` unless there is "max" or "min" per criterion."""
    if len(directions) != length:
        raise NumericsError(f"directions has {len(directions)} values: give {length}")
    for k, direction in enumerate(directions):
        if direction not in {"max", "min"}:
            raise NumericsError(f'directions[{k}] is {direction!r}: give "max" or "min"')
    return tuple(directions)
