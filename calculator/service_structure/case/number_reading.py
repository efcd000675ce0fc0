"""Read one number of the model as a reader types it, or say what is to be asked about it."""

import re
from functools import lru_cache

from service_structure.case.answers import shorten
from service_structure.case.number_fault import NumberFault
from service_structure.case.number_input import (
    SURE,
    Reading,
    both_ways,
    counted_in,
    figure_beside,
    read_quantity,
    without_words,
)
from service_structure.case.number_output import quantity, typed
from service_structure.source.language import Language
from service_structure.source.numbers import BY_PERIOD, PERIODS, WHOLE
from service_structure.source.records import Assumption, Guide


def read_one(
    value: object, number: Assumption, guide: Guide, marks: Language | None
) -> float | NumberFault:
    """The number meant, or why it cannot be used."""
    read = _quantity(value, number, guide, marks)
    if read == "words":
        return _beside_words(str(value), number, guide, marks)
    if read == "ambiguous":
        ways = _both_ways(str(value), number, guide)
        usual = [way for way in ways.values() if number.expects(way.value)]
        if len(usual) != 1:
            allowed = {text: way for text, way in ways.items() if number.allows(way.value)}
            meant = tuple([way.value for way in allowed.values()])
            texts = tuple(allowed) if any(way.unit for way in allowed.values()) else ()
            return NumberFault(read, number.id, shorten(value), meant, ways=texts)
        read = usual[0]
    if isinstance(read, str):
        return NumberFault(read, number.id, shorten(value))
    if read.period and read.period not in PERIODS.get(number.id, ()):
        return NumberFault("period", number.id, shorten(value))
    kind, meant = _doubt(read, number, guide)
    if not kind:
        return read.value
    found = read.value if kind in {"fraction", "unusual"} and number.allows(read.value) else None
    is_timed = read.period or (read.unit and number.quantity == "duration")
    sure = f"{value}{SURE}" if is_timed and found is not None else ""
    return NumberFault(kind, number.id, shorten(value), meant, found, sure=sure)


def _beside_words(
    text: str, number: Assumption, guide: Guide, marks: Language | None
) -> NumberFault:
    """The question about a number beside which a word stands that is not known."""
    way = without_words(text, number.quantity, guide)
    read = _quantity(way, number, guide, marks)
    if not isinstance(read, Reading) or not number.allows(read.value):
        return NumberFault("not_a_number", number.id, shorten(text))
    ways = (way,) if read.unit else ()
    return NumberFault("words", number.id, shorten(text), (read.value,), ways=ways)


def over_its_period(
    value: object, number: Assumption, guide: Guide, marks: Language | None
) -> Assumption:
    """The number that a value is for where it names another period: 3000 a day."""
    for numbers in BY_PERIOD:
        if number.id in numbers.values():
            read = _with_period(value, number, guide, marks)
            return guide.assumptions[numbers.get(read.period if read else "", number.id)]
    return number


def figure_typed(
    value: object, number: Assumption, guide: Guide, marks: Language | None
) -> tuple[float, str]:
    """The figure beside a period that no number is for, and its unit; 0 and nothing otherwise."""
    read = _with_period(value, number, guide, marks)
    if not read or not read.period or guide.units[read.period].times == 1:
        return 0.0, ""
    return round(read.value / guide.units[read.period].times, 2), read.period


def _with_period(
    value: object, number: Assumption, guide: Guide, marks: Language | None
) -> Reading | None:
    read = _quantity(value, number, guide, marks)
    if read == "words":
        read = _quantity(without_words(str(value), number.quantity, guide), number, guide)
    if read == "ambiguous":
        read = next(iter(_both_ways(str(value), number, guide).values()), read)
    return read if isinstance(read, Reading) else None


def is_explicit(value: object, number: Assumption, guide: Guide, marks: Language | None) -> bool:
    """Whether a number that was read has a unit, was confirmed or is no text."""
    if not isinstance(value, str):
        return True
    read = _quantity(value, number, guide, marks)
    return isinstance(read, Reading) and (read.unit or read.sure)


def as_typed(value: float, number: Assumption, guide: Guide, language: str) -> str:
    """A value as a reader may type it, so that it is read back without a question.

    >>> from service_structure import load_guide
    >>> guide = load_guide()
    >>> [as_typed(v, guide.assumptions["aht"], guide, "en") for v in (270, 20)]
    ['4 min 30 s', '20 s!']
    """
    if (number.quantity == "duration" and value) or _as_fraction(value, number) is not None:
        written = quantity(value, number, guide, language)
    else:
        written = typed(value, guide, language)
    return written if number.expects(value) else f"{written}{SURE}"


def is_unusual(value: float, number: Assumption) -> bool:
    """Whether a value without a unit is asked about before it is used."""
    return not number.expects(value) or _as_fraction(value, number) is not None


def _quantity(
    value: object, number: Assumption, guide: Guide, marks: Language | None = None
) -> Reading | str:
    """The number that a text says, beside which what it counts may stand."""
    own = _own_words(number) if number.quantity == "count" else ()
    return read_quantity(
        value, number.quantity, guide, marks, own, number.id, _counted(number, guide)
    )


@lru_cache(maxsize=64)
def _own_words(number: Assumption) -> tuple[str, ...]:
    """The words of a number's name and unit, in all languages."""
    texts = [*number.name.values(), *(number.unit or {}).values()]
    return tuple(re.findall(r"[^\W\d_]{4,}", " ".join(texts).lower()))


@lru_cache(maxsize=64)
def _counted(number: Assumption, guide: Guide) -> tuple[str, ...]:
    """What a number counts by its own unit."""
    return counted_in(" ".join((number.unit or {}).values()), guide)


def _both_ways(text: str, number: Assumption, guide: Guide) -> dict[str, Reading]:
    """What 1,234 may mean, by how to type that: with thousands, with a fraction."""
    ways = {way: _quantity(way, number, guide) for way in both_ways(text)}
    return {way: read for way, read in ways.items() if isinstance(read, Reading)}


def _doubt(read: Reading, number: Assumption, guide: Guide) -> tuple[str, tuple[float, ...]]:
    """Why a number that was read is not used, if so, and what may have been meant."""
    value = read.value
    fraction = _as_fraction(value, number)
    if fraction is not None and not (read.unit or read.sure):
        return "fraction", (fraction,)
    other = () if read.unit else in_other_units(value, number, guide)
    if not number.allows(value):
        return _beyond(value, number), other
    if number.id in WHOLE and value % 1:
        return "not_whole", ()
    if not (read.sure or number.expects(value)):
        return "unusual", other
    return "", ()


def _beyond(value: float, number: Assumption) -> str:
    """How a value lies outside the range of a number."""
    if value <= 0:
        return "negative" if value else "zero"
    return "too_low" if value < number.low else "too_high"


def in_other_units(value: float, number: Assumption, guide: Guide) -> tuple[float, ...]:
    """What a duration without a unit is in each of the larger units that make it a usual one."""
    if number.quantity != "duration" or value <= 0:
        return ()
    ways = [round(value * guide.units[unit].times, 9) for unit in ("minute", "hour", "day")]
    return tuple([way for way in ways if number.expects(way)])


def in_smaller_units(text: str, number: Assumption, guide: Guide) -> tuple[float, ...]:
    """What the one figure of a duration, without its unit, is in minutes and in seconds."""
    figure = figure_beside(text, guide)
    ways = [round(figure * guide.units[unit].times, 9) for unit in ("minute", "second")]
    return tuple([way for way in ways if way and number.expects(way)])


def _as_fraction(value: float, number: Assumption) -> float | None:
    """The per cent that were meant by a fraction, such as 30 by 0.3; None if it may be none."""
    per_cent = round(100 * value, 9)
    is_one = number.quantity == "share" and 0 < value < 1 and number.allows(per_cent)
    return per_cent if is_one else None
