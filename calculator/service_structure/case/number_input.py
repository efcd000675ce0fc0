"""Read a number as people type it: with a decimal comma or point, grouped digits and units."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from math import fsum, isfinite, prod

from service_structure.source.language import Language
from service_structure.source.records import UNITS, Guide, Unit

SURE = "!"
"""Behind a number it says that the number is meant, however unusual it is."""

# No-break, figure, thin and narrow no-break spaces are typed, or pasted, between thousands.
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | {"\u2212": "-"})
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?|[+-]?[.,]\d+", re.ASCII)
COMMAS = re.compile(r"[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})", re.ASCII)
POINTS = re.compile(r"[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
POINTED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
TWOFOLD = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])", re.ASCII)
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,6}):([0-5]\d)", re.ASCII)
TOKEN = re.compile(r"\s*(?:([+-]?[0-9.,](?:[0-9., ]*[0-9])?)|([^\W\d_]+|[^\w\s.])\.?)\s*")

MODIFIERS: Mapping[str, tuple[str, ...]] = {
    "share": ("share",),
    "money": ("money", "scale", "period", "each"),
    "count": ("count", "scale"),
    "flow": ("count", "scale", "period", "each"),
}
"""The units that may stand beside the one number of a quantity."""


MEASURES = tuple([quantity for quantity in UNITS if quantity not in {"noun", "kind"}])
"""The units that change what a number says; a noun only says what one number counts."""

COUNTED = ("person", "contact")
"""The units by which a reader says what is counted."""

LEAST_STEM, LONGEST_ENDING = 4, 3
"""Letters that two forms of one word share at least, and in which they differ at most."""


@dataclass(frozen=True)
class Reading:
    """A number that was read. It is `sure` if marked so, and may have had a `unit`.

    `period` is the unit of the period over which it counts, if that was named.
    """

    value: float
    sure: bool = False
    unit: bool = False
    period: str = ""


def read_quantity(
    value: object,
    quantity: str,
    guide: Guide,
    marks: Language | None = None,
    own: Sequence[str] = (),
    noun: str = "",
    counted: Sequence[str] | None = None,
) -> Reading | str:
    """The number of a quantity that is meant, or the kind of the fault (see `read_number`).

    A duration is in seconds, which it is taken for without a unit. `marks` are those of the
    language in which it was typed, if that is known. Words that say that a number is about right
    are passed over, and so are those that are like its `own`, such as what it counts, those of the
    unit `noun` and, beside what is counted, those that say of which kind it is. The fault is
    "words" where others stand beside one number (see `without_words`). Where it is known which of
    the units COUNTED are `counted`, another one alone is a fault of that name.

    >>> from service_structure import load_guide
    >>> [read_quantity(t, "duration", load_guide()).value for t in ("4:30", "4,5 мин", "1h 20m")]
    [270.0, 270.0, 4800.0]
    >>> read_quantity("72 тыс. ₽", "money", load_guide()).value
    72000.0
    >>> texts = ("ок. 35 инженеров", "~35k", "30 call centre agents")
    >>> [read_quantity(text, "count", load_guide()).value for text in texts]
    [35.0, 35000.0, 30.0]
    """
    if not isinstance(value, str):
        found = read_number(value)
        return found if isinstance(found, str) else Reading(found)
    text = value.translate(SPACES).strip()
    sure = text.endswith(SURE)
    known = _units(guide)
    text = _without_hedges(text.removesuffix(SURE).rstrip(), known)
    if sure and TWOFOLD.search(text.replace(",", " ")):
        marks = None  # a point that was confirmed stands before a fraction
    if quantity == "duration" and (clock := CLOCK.fullmatch(text)):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Reading(3600.0 * hours + 60 * minutes + seconds, sure, unit=True)
    tokens = _tokens(text)
    if not any(word for _, word in tokens):
        plain = read_number(text, marks)
        return plain if isinstance(plain, str) else Reading(plain, sure)
    if quantity not in {"duration", "hours"}:
        passed = {w for _, w in tokens if _is_like(w, own) or known.are_one(w, own, noun)}
        if quantity == "count" and (passed or any(known.find(w, ("count",)) for _, w in tokens)):
            passed |= {w for _, w in tokens if known.is_kind(w)}
        kept = [token for token in tokens if token[1] not in passed]
        product = _product(kept, sure, MODIFIERS.get(quantity, ()), known, marks)
        other = "" if counted is None else known.counts_other([w for _, w in tokens], counted)
        return other if other and isinstance(product, Reading) else product
    total = _sum(tokens, known, marks)
    if isinstance(total, str):
        return total
    return Reading(total / 3600 if quantity == "hours" else total, sure, unit=True)


def counted_in(text: str, guide: Guide) -> tuple[str, ...]:
    """Which of COUNTED a number counts by its own unit: what that names first.

    >>> from service_structure import load_guide
    >>> texts = "full-time posts", "calls a day", "months of the cost of a post"
    >>> [counted_in(text, load_guide()) for text in texts]
    [('person',), ('contact',), ()]
    """
    units = _units(guide)
    words = [word for _, word in _tokens(text)]
    named = [unit.id for word in words if (unit := units.find(word, ("count", "period")))]
    return tuple([unit for unit in named[:1] if unit in COUNTED])


def figure_beside(text: str, guide: Guide) -> float:
    """The figure that stands beside one unit of time; 0 where there are several, or none.

    >>> from service_structure import load_guide
    >>> [figure_beside(t, load_guide()) for t in ("8 h", "ок. 1,5 ч", "1 h 20 m", "28800")]
    [8.0, 1.5, 0.0, 0.0]
    """
    tokens = _tokens(_without_hedges(text.translate(SPACES).strip(), _units(guide)))
    figures = [number for number, _ in tokens if number]
    found = read_number(figures[0]) if len(figures) == 1 and len(tokens) > 1 else 0.0
    return 0.0 if isinstance(found, str) else found


def without_words(text: str, quantity: str, guide: Guide) -> str:
    """A text without the words that are no units; empty where one of them may be a unit.

    A word beside a length of time or an amount may be, and so may one after “per”.

    >>> from service_structure import load_guide
    >>> guide = load_guide()
    >>> [without_words(t, "flow", guide) for t in ("3000 parcels a month", "3000 per fortnight")]
    ['3000 a month', '']
    """
    if quantity in {"duration", "hours", "money"}:
        return ""
    units, kept = _units(guide), list[str]()
    for number, word in _tokens(text.translate(SPACES).strip().removesuffix(SURE)):
        if number or units.find(word, MODIFIERS.get(quantity, ())):
            kept.append(number or word)
        elif kept and units.find(kept[-1], ("each",)):
            return ""
    return " ".join(kept)


def currencies_in(texts: Iterable[object], guide: Guide) -> frozenset[str]:
    """The currencies that are named beside amounts, by their ids.

    >>> from service_structure import load_guide
    >>> sorted(currencies_in(["75 тыс. ₽", "4:30", 12], load_guide()))
    ['rub']
    """
    units = _units(guide)
    words = [word for text in texts if isinstance(text, str) for _, word in _tokens(text.strip())]
    found = [units.find(word, ("money",)) for word in words if word]
    return frozenset([unit.id for unit in found if unit])


def without_currency(text: str, guide: Guide) -> str:
    """A text without the currencies that it names.

    >>> from service_structure import load_guide
    >>> [without_currency(t, load_guide()) for t in ("$3k", "75 тыс. руб. в месяц", "50 €!")]
    ['3k', '75 тыс. в месяц', '50!']
    """
    units = _units(guide)
    parts = [
        "" if token[2] and units.find(token[2].lower(), ("money",)) else token[0]
        for token in TOKEN.finditer(text)
    ]
    return re.sub(r"\s+(?=\s|!|$)", "", "".join(parts)).strip()


def is_sure(value: object) -> bool:
    """Whether a text says that its number is meant, however unusual it is."""
    return isinstance(value, str) and value.rstrip().endswith(SURE)


def read_number(value: object, marks: Language | None = None) -> float | str:
    """The finite number meant, or the kind of the fault.

    Kinds are "empty", "ambiguous" (1,234 may mean two things), "not_a_number", and "too_high" and
    "negative" for what no float can hold. A language with 1,234 for thousands means these by it;
    1.230, as people type it, may mean two things too.

    >>> read_number("1 200,5"), read_number("1,200,000"), read_number("1,234")
    (1200.5, 1200000.0, 'ambiguous')
    >>> english, russian = Language("en", "English", ".", ","), Language("ru", "Русский", ",", " ")
    >>> read_number("1,234", english), read_number("6.000", english), read_number("6.125", russian)
    (1234.0, 'ambiguous', 6.125)
    """
    if isinstance(value, str):
        return _read_text(value.translate(SPACES).strip().removesuffix("%").rstrip(), marks)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "empty" if value is None else "not_a_number"
    try:
        found = float(value)
    except OverflowError:
        return "too_high" if value > 0 else "negative"
    return found if isfinite(found) else "not_a_number"


def both_ways(text: str) -> tuple[str, ...]:
    """A text with 1,234 or 1.234 in it, with thousands and with a fraction; sure of the latter.

    >>> both_ways("6.000 в месяц"), both_ways("1,234 ₽")
    (('6000 в месяц', '6 в месяц'), ('1234 ₽', '1.234 ₽!'))
    """
    text = text.translate(SPACES).strip().removesuffix(SURE).rstrip()
    found = TWOFOLD.search(text)
    if not found:
        return ()
    fraction = re.sub(r"\.?0+$", "", found[0].replace(",", "."))
    sure = SURE if POINTED.fullmatch(fraction) else ""
    before, after = text[: found.start()], text[found.end() :]
    whole = re.sub("[.,]", "", found[0])
    return f"{before}{whole}{after}", f"{before}{fraction}{after}{sure}"


def plain_number(value: float) -> str:
    """The shortest text without an exponent that reads back as the same number."""
    return f"{Decimal(repr(float(value))):f}".removesuffix(".0")


def _read_text(text: str, marks: Language | None) -> float | str:
    if not text:
        return "empty"
    if THOUSANDS.fullmatch(text):
        if marks is None or marks.thousands != ",":
            return "ambiguous"
        text = text.replace(",", "")
    elif marks and POINTED.fullmatch(text) and text.endswith("0"):
        return "ambiguous"  # no link and no file ends a fraction with a zero
    elif COMMAS.fullmatch(text):
        text = text.replace(",", "")
    elif POINTS.fullmatch(text):
        text = text.replace(".", "")
    elif not NUMBER.fullmatch(text):
        return "not_a_number"
    found = float(text.replace(" ", "").replace(",", "."))
    return found if isfinite(found) else "too_high"


type _Token = tuple[str, str]
"""A number or a word; the other is empty."""


def _tokens(text: str) -> Sequence[_Token]:
    """The numbers and words that a text consists of; empty if there is anything else in it."""
    found, place = [], 0
    while place < len(text):
        token = TOKEN.match(text, place)
        if not token:
            return ()
        found.append((token[1] or "", (token[2] or "").lower()))
        place = token.end()
    return found


def _sum(tokens: Sequence[_Token], units: "_Units", marks: Language | None) -> float | str:
    """Seconds of several parts, such as 1 h 20 m; a last part without a unit has the next one."""
    parts: list[float] = []
    step = 0.0
    rest = list(tokens)
    while rest:
        value = read_number(rest.pop(0)[0] or "no number", marks)
        if isinstance(value, str):
            return value
        times = step / 60
        if rest:
            words = [word for _, word in takewhile(lambda token: token[1], rest)]
            del rest[: len(words)]
            unit = units.find(" ".join(words), ("duration",))
            times = unit.times if unit else 0.0
        if times < 1 or (step and times >= step):
            return "not_a_number"
        parts.append(value * times)
        step = times
    return round(fsum(parts), 9)


def _product(
    tokens: Sequence[_Token],
    sure: bool,
    quantities: Sequence[str],
    units: "_Units",
    marks: Language | None,
) -> Reading | str:
    """One number with the units that stand beside it."""
    numbers = [number for number, word in tokens if number]
    words = [word for _, word in tokens if word]
    found = [unit for word in words if (unit := units.find(word, quantities))]
    periods = [unit for unit in found if unit.quantity == "period"]
    if len(numbers) != 1 or len(periods) > 1:
        return "not_a_number"
    if len(found) < len(words):
        is_unit = any(units.find(w, MEASURES) and not units.find(w, quantities) for w in words)
        return "not_a_number" if is_unit else "words"
    value = read_number(numbers[0], marks)
    if marks and marks.decimal == "," and POINTED.fullmatch(numbers[0]):
        value = "ambiguous"  # 6.125 a month: hardly a fraction
    if isinstance(value, str):
        return value
    digits = 2 if any(unit.times != 1 for unit in periods) else 9
    total = round(value * prod([unit.times for unit in found]), digits)
    return Reading(total, sure, unit=True, period="".join([unit.id for unit in periods]))


def _without_hedges(text: str, units: "_Units") -> str:
    """A text without words such as “about” before its number or behind it."""
    while (token := TOKEN.match(text)) and token.end() < len(text):
        if not units.find((token[2] or "").lower(), ("about",)):
            break
        text = text[token.end() :]
    before, _, last = text.rpartition(" ")
    is_hedge = units.find(last.rstrip(".").lower(), ("about",))
    return before if before and is_hedge else text


def _is_like(word: str, own: Sequence[str]) -> bool:
    """Whether a word is one of a number's own, or another form of it with an ending of its own."""
    return any(
        word[:stem] == one[:stem]
        for one in own
        if (stem := max(LEAST_STEM, len(one) - LONGEST_ENDING, len(word) - LONGEST_ENDING))
    )


@dataclass(frozen=True)
class _Units:
    """The words of a guide's units, in all its languages."""

    words: tuple[tuple[Unit, tuple[str, ...]], ...]

    def find(self, word: str, quantities: Sequence[str]) -> Unit | None:
        """The unit of one of these quantities that a word names."""
        for unit, words in self.words:
            if unit.quantity in quantities and _is_among(word, words):
                return unit
        return None

    def counts_other(self, words: Iterable[str], counted: Sequence[str]) -> str:
        """The first unit that says what is counted, unless one of those `counted` is there too."""
        named = [unit.id for word in words if (unit := self.find(word, ("count",)))]
        told = [unit for unit in named if unit in COUNTED]
        return told[0] if told and not {*told} & {*counted} else ""

    def is_kind(self, word: str) -> bool:
        """Whether a word says of which kind something is, and may be no unit."""
        return bool(self.find(word, ("kind",)) and not self.find(word, MEASURES))

    def are_one(self, word: str, own: Sequence[str], noun: str) -> bool:
        """Whether a word and one of a number's own name one unit, or it names what is counted."""
        return any(
            _is_among(word, words)
            and (unit.id == noun or unit.quantity in MEASURES)
            and (unit.id == noun or any(_is_among(one, words) for one in own))
            for unit, words in self.words
        )


@lru_cache(maxsize=16)
def _units(guide: Guide) -> _Units:
    units = guide.units.values()
    return _Units(
        tuple([(unit, tuple([w for own in unit.words.values() for w in own])) for unit in units])
    )


def _is_among(word: str, words: Sequence[str]) -> bool:
    """Whether a word is one of these, in which a star stands for any letters.

    >>> _is_among("рабочих дней", ["раб* д*"]), _is_among("часть", ["ч", "*ск*"])
    (True, False)
    """
    return any(word == spelt or ("*" in spelt and _fits(word, spelt)) for spelt in words)


def _fits(word: str, spelt: str) -> bool:
    first, *others = spelt.split("*")
    if not word.startswith(first):
        return False
    place = len(first)
    for part in others:
        place = word.find(part, place) + len(part)
        if place < len(part):
            return False
    return not others[-1] or place == len(word)
