"""The words and figures of one language of the guide, as templates and sentences use them."""

from datetime import date

from service_structure.case.answers import BETWEEN
from service_structure.case.number_output import (
    duration,
    quantity,
    quantity_with_unit,
    rough_duration,
    unit_of,
)
from service_structure.source.model_records import Text
from service_structure.source.records import Assumption, Guide, Source

BY_NAME = ((1e9, "money_billions"), (1e6, "money_millions"))
"""From which amounts on the messages that name their units are used."""


class Wording:
    """How one language of a guide writes its texts, messages and figures."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide = guide
        self.language = language

    def text(self, value: Text) -> str:
        """A text of the guide."""
        return value[self.language]

    def say(self, message: str, **values: object) -> str:
        """An interface string with its placeholders filled; KeyError if either is unknown."""
        return self.guide.say(message, self.language, **values)

    @property
    def nothing(self) -> str:
        """What stands in a cell that has no figure."""
        return self.say("empty_cell")

    def unit(self, number: Assumption) -> str:
        """The unit of a number of the model, as it stands alone."""
        return unit_of(number, self.guide, self.language)

    def inside(self, name: str) -> str:
        """A name as it stands inside a sentence."""
        return self.guide.languages[self.language].inside(name)

    def answer(self, factor: str, level: str) -> str:
        """A level of a question by its name, or two of them (one~few) as “A” or “B”."""
        record = self.guide.factors[factor]
        names = [self.text(record.level(own).name) for own in level.split(BETWEEN)]
        return names[0] if len(names) == 1 else self.either(*names)

    def either(self, one: str, other: str) -> str:
        """Two answers one of which holds: “A” or “B”."""
        return self.say("answer_between", one=one, other=other)

    def number(self, value: float, form: str = ".1f") -> str:
        """A computed figure, with one decimal unless `form` says otherwise."""
        return self.guide.languages[self.language].figure(value, form)

    def exact(self, value: float) -> str:
        """A figure that stands in the data, with all its digits."""
        return self.number(round(value, 9), ".10g")

    def signed(self, value: float) -> str:
        """A figure of the data with its sign."""
        return self.number(value, "+g")

    def duration(self, seconds: float) -> str:
        """A duration that stands in the data, exact: 4 min 30 s."""
        return duration(seconds, self.guide, self.language)

    def wait(self, seconds: float) -> str:
        """A duration that was worked out, as exact as a reader needs it: 7 min."""
        return rough_duration(seconds, self.guide, self.language)

    def day(self, day: date) -> str:
        """A day with its month in words and its year."""
        return self.say("day", day=day.day, month=self._month(day), year=day.year)

    def short_day(self, day: date) -> str:
        """A day with its month in words."""
        return self.say("day_short", day=day.day, month=self._month(day))

    def author(self, source: Source) -> str:
        """Who wrote a source, in letters that readers of the language know."""
        is_read = self.guide.languages[self.language].cyrillic
        return source.author if is_read else source.author_abroad or source.author

    def listed_author(self, source: Source) -> str:
        """Who wrote a source, as a list has it: the surname of the first author in front."""
        author = self.author(source)
        if not source.surname:
            return author
        first, *others = author.split(", ")
        return ", ".join([source.surname, first.removesuffix(source.surname).strip(), *others])

    def source_label(self, source: Source) -> str:
        """Author and year of a source, with its title where another source has the same two."""
        author = self.author(source)
        label = f"{author}, {source.year}" if source.year else author
        alike = [
            other
            for other in self.guide.sources.values()
            if (other.author, other.year) == (source.author, source.year)
        ]
        if len(alike) == 1:
            return label
        title = source.title.rpartition(": ")[2]  # behind the number of a chapter
        return self.say("source_titled", label=label, title=title)

    def imprint(self, source: Source) -> str:
        """Where a source was published, without its author's name if that is the publisher's too.

        Empty if nothing is known.
        """
        publisher, _, rest = source.publication.partition(", ")
        if publisher.casefold() not in (source.author.casefold(), self.author(source).casefold()):
            return source.publication
        return rest[:1].upper() + rest[1:]

    def _month(self, day: date) -> str:
        return self.say("months").split(", ")[day.month - 1]

    def money(self, amount: float, currency: str | None, form: str = ".0f") -> str:
        """An amount in a currency of the guide; a bare figure where none is chosen."""
        figure = self.number(abs(amount), form)
        sign = "−" if figure.strip("0.,") and amount < 0 else ""
        chosen = self.guide.currencies.get(currency or "")
        return sign + (chosen.written[self.language].format(n=figure) if chosen else figure)

    def cost_per_contact(self, amount: float, currency: str | None) -> str:
        """What a contact costs; without a currency it may be a small part of an hour."""
        return self.money(amount, currency, ".2f" if currency else ".3f")

    def brief_money(self, amount: float, currency: str | None) -> str:
        """An amount of few digits, at least three of a million or more: ₽57.0m."""
        for times, message in BY_NAME:
            if abs(amount) >= times:
                value = round(abs(amount) / times, 9)
                digits = (value < 10) + (value < 100)
                form = f".{digits}f" if value == round(value, digits) else ".10g"
                figure = self.say(message, n=self.number(value, form))
                chosen = self.guide.currencies.get(currency or "")
                written = chosen.written[self.language].format(n=figure) if chosen else figure
                return f"−{written}" if amount < 0 else written
        return self.money(amount, currency)

    def quantity(self, value: float, number: str, *, unit: bool = False) -> str:
        """A number of the model; with `unit` its unit always stands beside it."""
        write = quantity_with_unit if unit else quantity
        return write(value, self.guide.assumptions[number], self.guide, self.language)

    def percent(self, share: float, digits: int = 0, sign: str = "") -> str:
        """A share (0 to 1) in per cent, with a `sign` unless it rounds to nothing."""
        shown = round(100 * share, digits) + 0.0
        n = self.number(shown, f"{sign if shown else ''}.{digits}f")
        return self.say("percent", n=n)
