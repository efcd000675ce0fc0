"""Read a number as people type it: with a decimal comma or point, spaces between thousands."""

import re
from math import isfinite

# No-break, figure, thin and narrow no-break spaces are typed, or pasted, between thousands.
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | {"\u2212": "-"})
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?|[+-]?[.,]\d+", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)


def read_number(value: object) -> float | str:
    """The finite number meant, or the kind of the fault.

    Kinds are "empty", "ambiguous" (1,234 may mean two things), "not_a_number", and "too_high" and
    "negative" for what no float can hold.

    >>> read_number("1 200,5"), read_number("85 %"), read_number("1,234")
    (1200.5, 85.0, 'ambiguous')
    """
    if isinstance(value, str):
        return _read_text(value.translate(SPACES).strip().removesuffix("%").rstrip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "empty" if value is None else "not_a_number"
    try:
        found = float(value)
    except OverflowError:
        return "too_high" if value > 0 else "negative"
    return found if isfinite(found) else "not_a_number"


def _read_text(text: str) -> float | str:
    if not text:
        return "empty"
    if THOUSANDS.fullmatch(text):
        return "ambiguous"
    if not NUMBER.fullmatch(text):
        return "not_a_number"
    found = float(text.replace(" ", "").replace(",", "."))
    return found if isfinite(found) else "too_high"
