"""Why a number cannot be used, what was probably meant, and how to say so."""

import re
from dataclasses import dataclass
from functools import reduce

from service_structure.case.answers import where_it_belongs
from service_structure.case.number_input import SURE, without_currency
from service_structure.case.number_output import (
    number_range,
    quantity,
    quantity_with_unit,
    suggestion,
    typed,
    unit_of,
    with_decimal_mark,
)
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide

FIGURE = re.compile(r"\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class NumberFault:
    """A number that could not be used: `kind` names the message.

    `meant` are values that were probably meant, and `ways` how to type them where the text has more
    than the number; `found` is the value that was read and that is used once it is confirmed.
    `sure` is how to confirm it where its unit must stay.
    `field` is the number in whose place it was typed, if another: 3000 a day.
    """

    kind: str
    number: str
    value: str
    meant: tuple[float, ...] = ()
    found: float | None = None
    ways: tuple[str, ...] = ()
    sure: str = ""
    field: str = ""

    def describe(self, guide: Guide, language: str) -> str:
        """What is wrong, what may have been meant or is allowed, in a language of the guide."""
        known = guide.assumptions.get(self.number) if self.number in NUMBERS else None
        if known is None:
            message = guide.say(
                f"fault_number_{self.kind}",
                language,
                number=self.number,
                value=self.value,
                allowed=", ".join(NUMBERS),
            )
            if self.kind != "unknown":
                return message
            return f"{message} {where_it_belongs(self.number, NUMBERS, guide, language)}"
        told = [self.wrong(guide, language)]
        if self.meant:
            either = guide.messages["number_or"][language]
            likely = reduce(
                lambda one, other: either.format(one=one, other=other),
                [way for way, _ in self.offers(guide, language)],
            )
            message = guide.messages["fault_did_you_mean"][language]
            told.append(message.format(suggestions=likely))
        if self.found is None:
            told.append(self.allowed(guide, language))
        else:
            told.append(
                guide.say(
                    "number_confirm",
                    language,
                    value=self.in_words(guide, language),
                    sure=self.confirmed(guide, language),
                )
            )
        form = guide.messages["number_named"][language]
        return form.format(number=known.name[language], told=" ".join(told))

    def in_words(self, guide: Guide, language: str) -> str:
        """The value that was read."""
        return quantity(self.found or 0, guide.assumptions[self.number], guide, language)

    def offers(self, guide: Guide, language: str) -> list[tuple[str, str]]:
        """What was probably meant, as a reader may type it, and in words, with its unit."""
        number, own = guide.assumptions[self.number], guide.languages[language]
        if not self.ways:
            texts = [suggestion(value, number, guide, language) for value in self.meant]
            words = [quantity_with_unit(value, number, guide, language) for value in self.meant]
            return list(zip(texts, words, strict=True))
        return [
            (
                FIGURE.sub(lambda found: with_decimal_mark(found[0], own.decimal), way),
                FIGURE.sub(lambda found: own.figure(float(found[0])), way.removesuffix(SURE)),
            )
            for way in self.ways
        ]

    @property
    def is_written_out(self) -> bool:
        """Whether what is offered stands as it has to be typed, with words beside the number."""
        return bool(self.ways)

    def confirmed(self, guide: Guide, language: str) -> str:
        """How to type that the number that was read is meant; there has to be one."""
        return self.sure or f"{typed(self.found or 0, guide, language)}{SURE}"

    def wrong(self, guide: Guide, language: str) -> str:
        """What is wrong with a known number, without its name."""
        number = guide.assumptions[self.number]
        usual = number_range(number.plausible.low, number.plausible.high, number, guide, language)
        message = guide.messages[f"fault_number_{self.kind}"][language]
        return message.format(value=self.value, usual=usual)

    def allowed(self, guide: Guide, language: str) -> str:
        """What a known number may be, with an example."""
        number = guide.assumptions[self.number]
        is_bare = number.quantity == "count" and not unit_of(number, guide, language)
        return guide.say(
            "number_allowed_bare" if is_bare else f"number_allowed_{number.quantity}",
            language,
            range=number_range(number.low, number.high, number, guide, language),
            example=quantity(number.example, number, guide, language),
            plain=typed(number.example, guide, language),
            unit=unit_of(number, guide, language),
        )


@dataclass(frozen=True)
class AgentsFault(NumberFault):
    """Contacts that take many times the agents that there are, or a small part of them.

    `need` are the agents that they take with the handling time `aht`, `have` those that there are.
    `typed` is the figure as it stands beside its `period`, the id of a unit, if no number is for
    that period. It may have been meant over another: `others` are the numbers for it, each with
    whether it fits.
    """

    need: float = 0.0
    have: float = 0.0
    typed: float = 0.0
    aht: float = 0.0
    period: str = ""
    others: tuple[tuple[str, bool], ...] = ()

    @property
    def is_written_out(self) -> bool:
        """Always: a period stands beside the figure."""
        return True

    def offers(self, guide: Guide, language: str) -> list[tuple[str, str]]:
        """The same figure over the other periods, and sure where that fits the agents no better."""
        own = guide.languages[language]
        return [
            (
                guide.say(f"typed_{other}", language, n=typed(self.typed, guide, language))
                + SURE * (not fits),
                guide.say(f"typed_{other}", language, n=own.figure(self.typed)),
            )
            for other, fits in self.others
        ]

    def in_words(self, guide: Guide, language: str) -> str:
        """The contacts over the period for which they were typed."""
        message = f"typed_{self.period or self.number}"
        return guide.say(message, language, n=guide.languages[language].figure(self.typed))

    def wrong(self, guide: Guide, language: str) -> str:
        """How many agents the contacts take, beside those that there are."""
        figure = guide.languages[language].figure
        return guide.say(
            "fault_number_agents",
            language,
            value=self.in_words(guide, language),
            aht=quantity(self.aht, guide.assumptions["aht"], guide, language),
            need=figure(float(f"{max(round(self.need), 1):.3g}")),
            have=figure(self.have),
        )


@dataclass(frozen=True)
class CurrencyFault(NumberFault):
    """An amount in the currency `written`, where amounts are in the currency `chosen`.

    Nothing is converted: the amount is given in the one, or the other is chosen.
    """

    written: str = ""
    chosen: str = ""
    amount: float = 0.0

    def ways_out(self, guide: Guide, language: str) -> tuple[tuple[str, str], tuple[str, str]]:
        """The same amount in the currency chosen, and the other currency, each with its words."""
        own = guide.currencies[self.chosen].written[language]
        amount = own.format(n=guide.languages[language].figure(self.amount))
        switch = self._say("number_switch_currency", guide, language)
        return (without_currency(self.value, guide), amount), (self.written, switch)

    def wrong(self, guide: Guide, language: str) -> str:
        """Which currency was written, and which is chosen."""
        return self._say("fault_number_currency", guide, language)

    def allowed(self, guide: Guide, language: str) -> str:
        """What can be done about it."""
        return self._say("number_allowed_currency", guide, language)

    def _say(self, message: str, guide: Guide, language: str) -> str:
        signs = [
            guide.currencies[own].written[language].format(n="").strip()
            for own in (self.written, self.chosen)
        ]
        return guide.say(message, language, written=signs[0], chosen=signs[1])
