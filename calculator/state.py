"""The state of the calculator as it is kept in the fragment of its address."""

from decimal import Decimal
from urllib.parse import unquote_plus, urlencode

from calculator.answers import Fault, fault
from calculator.case import Case, parted, read_case
from calculator.records import Guide

VERSION_KEY = "v"
"""Fragments carry the version of the guide they were made with under this key."""


ADVICE_KEY = "r"
"""And under this key the structure that was recommended."""


def read_fragment(fragment: str, guide: Guide) -> tuple[Case, tuple[Fault, ...]]:
    """Return the case kept in a URL fragment (without its #) and the faults found in it.

    Of a key that occurs twice the first value counts.
    """
    flat: dict[object, object] = {}
    faults: list[Fault] = []
    for pair in filter(None, fragment.split("&")):
        key, equals, value = (unquote_plus(part, errors="replace") for part in pair.partition("="))
        if key == VERSION_KEY:
            if value != guide.version:
                faults.append(fault("other_version", key, value, [guide.version]))
        elif not equals:
            faults.append(fault("not_a_pair", key, "", guide.factors))
        elif key in flat:
            faults.append(fault("repeated", key, value, [str(flat[key])]))
        else:
            flat[key] = value
    case, more = read_case(parted(flat), guide)
    return case, (*faults, *more)


def write_fragment(case: Case, guide: Guide, recommended: str | None = None) -> str:
    """Return the URL fragment (without #) of what a case gives, sorted; empty if it gives nothing.

    Numbers are written in full, so that reading them back gives the same case. With `recommended`
    the fragment also remembers the advice, so that a later version can say whether it has changed.
    """
    given = dict(case.given)
    given |= {f"n.{number}": written(value) for number, value in case.numbers.items()}
    given |= {f"w.{criterion}": written(value) for criterion, value in case.weights.items()}
    if not given:
        return ""
    given[VERSION_KEY] = guide.version
    if recommended:
        given[ADVICE_KEY] = recommended
    return urlencode(sorted(given.items()))


def written(value: float) -> str:
    """The shortest text without an exponent that reads back as the same number."""
    return f"{Decimal(repr(float(value))):f}".removesuffix(".0")
