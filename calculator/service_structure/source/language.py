"""A language of the guide: its way of writing figures, and where its lines must not break."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

AGREEING = re.compile(r"\{(\w+):([^{}]*\|[^{}]*)\}")
"""A placeholder that stands for a word by its forms: {n:point|points}."""

LAST_FIGURE = re.compile(r"\d+(?:[.,]\d+)?(?!.*\d)")
NO_BREAK = "\N{NO-BREAK SPACE}"
WORD_JOINER = "\N{WORD JOINER}"
RANGE = f"–{WORD_JOINER}"

MONEY = "$¢-¥֏؋₠-⃏"
"""The signs of currencies, within brackets of a pattern."""


@dataclass(frozen=True)
class Language:
    """A language of the guide, its own name and its way of writing figures.

    `decimal` stands before the fraction, `thousands` between groups of three digits in figures
    from `grouped_from` on: British English groups 1,000, Russian does not group four digits.

    A line may end neither after a word of `bind_after` nor before one of `bind_before`.
    `lowercase_names` says that a name begins with a small letter inside a sentence.

    A word beside a number has one form more than there are `plurals`: patterns that the number
    matches for each form but the last. A further form, where there is one, is that beside a
    fraction: in Russian this differs from the others where the number itself is in an oblique case.

    Readers of a `cyrillic` language know these letters, so that authors are named as they write
    themselves. Files for office programs name the language by its `locale`.
    """

    id: str
    name: str
    decimal: str
    thousands: str
    bind_after: tuple[str, ...] = ()
    bind_before: tuple[str, ...] = ()
    lowercase_names: bool = False
    plurals: tuple[str, ...] = ("1",)
    grouped_from: int = 10_000
    cyrillic: bool = False
    locale: str = ""

    def fill(self, text: str, values: Mapping[str, object]) -> str:
        """A text with its {placeholders} filled; {n:point|points} is the form that agrees with n.

        KeyError if there is no value for a placeholder.

        >>> english = Language("en", "English", ".", ",")
        >>> [english.fill("{n} {n:point|points}", {"n": n}) for n in ("1", "1.5")]
        ['1 point', '1.5 points']
        """
        if "|" in text:
            agreed = AGREEING.sub(lambda found: self._agreeing(values[found[1]], found[2]), text)
            text = type(text)(agreed)  # which may be marked as HTML
        return text.format(**values) if "{" in text else text

    def _agreeing(self, value: object, forms: str) -> str:
        """The form of a word that stands beside a number as it is written."""
        figure = LAST_FIGURE.search(str(value))
        *named, last = forms.split("|")
        if len(named) > len(self._plurals):  # fractions have a form of their own
            if figure and not figure[0].isdecimal():
                return last
            *named, last = named
        for form, pattern in zip(named, self._plurals, strict=True):
            if figure and pattern.fullmatch(figure[0]):
                return form
        return last

    @cached_property
    def _plurals(self) -> Sequence[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in self.plurals]

    def inside(self, name: str) -> str:
        """A name as it stands inside a sentence.

        >>> english = Language("en", "English", ".", ",", lowercase_names=True)
        >>> english.inside("Hub and spoke"), english.inside("HR")
        ('hub and spoke', 'HR')
        >>> Language("de", "Deutsch", ",", ".").inside("Matrixstruktur")
        'Matrixstruktur'
        """
        if not self.lowercase_names or name[1:2].isupper():
            return name
        return name[:1].lower() + name[1:]

    def figure(self, value: float, form: str = ".10g") -> str:
        """A figure as it is written in this language. Years and other names are no figures.

        >>> Language("en", "English", ".", ",", grouped_from=1000).figure(4500)
        '4,500'
        >>> [Language("ru", "Русский", ",", " ").figure(value) for value in (4500.5, 12345)]
        ['4500,5', '12 345']
        """
        sign, rest = ("+", form[1:]) if form.startswith("+") else ("", form)
        plain = f"{value:{sign}{rest}}"
        digits = len(plain.lstrip("+-").partition(".")[0])
        written = f"{value:{sign},{rest}}" if digits >= len(str(self.grouped_from)) else plain
        return written.replace("inf", "i").translate(self._marks)

    @cached_property
    def _marks(self) -> Mapping[int, str]:
        return str.maketrans({",": self.thousands, ".": self.decimal, "-": "−", "i": "∞"})

    def unbroken(self, text: str) -> str:
        """The text with no break in ranges of figures, after figures and beside words that cling.

        An arrow stays with what it leads from, a sign with the figure behind it.

        >>> russian = Language("ru", "Русский", ",", " ", ("в",), ("—",))
        >>> russian.unbroken("В центре — 80 % людей").replace("\\xa0", "_")
        'В_центре_— 80_% людей'
        >>> russian.unbroken("6–20") == "6–\N{WORD JOINER}20"
        True
        >>> russian.unbroken("за 595 млн ₽").replace("\\xa0", "_")
        'за 595_млн_₽'
        """
        for joint, whole in self._joints:
            text = joint.sub(whole, text)
        return text

    @cached_property
    def _joints(self) -> Sequence[tuple[re.Pattern[str], str]]:
        """Where a line could break and must not, and what stands there instead."""
        joints = [
            (r"(?<=\d)–(?=\d)", RANGE),
            (r"(?<=\d) (?=[^\W\d_]|%)|(?<=,) (?=[^\W\d_]{1,2}$)", NO_BREAK),
            (r" (?=→)|(?<=[−+×]) (?=[\d√])|(?<=\(\d) (?=[−+])", NO_BREAK),
            (rf"(?<=[\w.,]) (?=[{MONEY}](?!\d))", NO_BREAK),
            (rf"(?<=[−+])(?=[{MONEY}])", WORD_JOINER),
        ]
        if self.bind_after:
            words = "|".join(map(re.escape, self.bind_after))
            joints.append((rf"(?<![\w-])({words}) (?=\S)", rf"\1{NO_BREAK}"))
        if self.bind_before:
            words = "|".join(map(re.escape, self.bind_before))
            joints.append((rf" (?=(?:{words})(?!\w))", NO_BREAK))
        return [(re.compile(joint, re.I), whole) for joint, whole in joints]
