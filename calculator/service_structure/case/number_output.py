"""Write a number of the model as readers of a language write it, with its unit."""

from service_structure.case.number_input import plain_number, read_number
from service_structure.source.records import Assumption, Guide

LONG = 2 * 86_400
"""Seconds from which a duration is told in days."""


def duration(seconds: float, guide: Guide, language: str) -> str:
    """A duration, exact: 4 min 30 s, 8 h, 3 d.

    >>> from service_structure import load_guide
    >>> [duration(s, load_guide(), "en") for s in (20.5, 270, 28_800, 172_800)]
    ['20.5 s', '4 min 30 s', '8 h', '2 d']
    """
    units = [guide.units[name] for name in ("day", "hour", "minute", "second")]
    parts: list[str] = []
    left = round(seconds, 9)
    for unit in units if seconds >= LONG else units[1:]:
        n = left // unit.times if unit.times > 1 else left
        left = round(left - n * unit.times, 9)
        if n or (unit.id == "second" and not parts):
            parts.append(unit.beside(typed(n, guide, language), language))
    return " ".join(parts)


def rough_duration(seconds: float, guide: Guide, language: str) -> str:
    """A duration that was worked out, as `rounded_duration` leaves it; none is as short as 0 s.

    >>> from service_structure import load_guide
    >>> [rough_duration(s, load_guide(), "en") for s in (0.2, 92.6)]
    ['< 1 s', '1 min 33 s']
    """
    if seconds == float("inf"):
        return guide.languages[language].figure(seconds)
    shown = rounded_duration(seconds)
    return duration(shown, guide, language) if shown else f"< {duration(1, guide, language)}"


def rounded_duration(seconds: float) -> float:
    """Seconds rounded to whole seconds, minutes or hours by their length.

    >>> rounded_duration(92.6), rounded_duration(190.0), rounded_duration(float("inf"))
    (93.0, 180.0, inf)
    """
    if seconds == float("inf"):
        return seconds
    step = 1 if seconds < 120 else 60 if seconds < 86_400 else 3600
    return float(step * round(seconds / step))


def quantity(value: float, number: Assumption, guide: Guide, language: str) -> str:
    """A value of a number, with the unit where it belongs to the figure."""
    if number.none and not value:
        return number.none[language]
    if number.quantity == "duration":
        return duration(value, guide, language)
    written = guide.languages[language].figure(value)
    if number.quantity == "share":
        return guide.units["per_cent"].beside(written, language)
    return written


def quantity_with_unit(value: float, number: Assumption, guide: Guide, language: str) -> str:
    """A value of a number with its unit, whatever it counts."""
    written = quantity(value, number, guide, language)
    if number.quantity in {"duration", "share"} or (number.none and not value):
        return written
    return f"{written} {unit_of(number, guide, language, written)}".rstrip()


def suggestion(value: float, number: Assumption, guide: Guide, language: str) -> str:
    """A value that a reader may copy: as `quantity` writes it, without marks between thousands."""
    if number.quantity in {"duration", "share"}:
        return quantity(value, number, guide, language)
    return typed(value, guide, language)


def unit_of(number: Assumption, guide: Guide, language: str, figure: str = "0") -> str:
    """The unit of a number, as it stands beside a figure or alone; a count may have none.

    >>> from service_structure import load_guide
    >>> weeks = load_guide().assumptions["training_weeks"]
    >>> [unit_of(weeks, load_guide(), "en", figure) for figure in ("1", "2")]
    ['week', 'weeks']
    """
    unit = number.unit[language] if number.unit else ""
    return guide.languages[language].fill(unit, {"n": figure})


def typed(value: float, guide: Guide, language: str) -> str:
    """A number as a reader of the language would type it, without marks between thousands."""
    return with_decimal_mark(plain_number(value), guide.languages[language].decimal)


def with_decimal_mark(number: str, decimal: str) -> str:
    """A plain number with the decimal mark of a language, unless that could be misread.

    >>> with_decimal_mark("4.5", ","), with_decimal_mark("1.234", ",")
    ('4,5', '1.234')
    """
    written = number.replace(".", decimal)
    return number if read_number(written) == "ambiguous" else written


def number_range(low: float, high: float, number: Assumption, guide: Guide, language: str) -> str:
    """The values of a number from one to another, in words."""
    return guide.say(
        "number_range",
        language,
        low=quantity(low, number, guide, language),
        high=quantity(high, number, guide, language),
    )
