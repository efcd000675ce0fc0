"""The numbers of the staffing model: what the answers suggest, and what a reader types instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from service_structure.case.answers import Answers, shorten, where_it_belongs
from service_structure.case.number_input import read_number
from service_structure.source.frozen import FrozenDict
from service_structure.source.numbers import NUMBERS, WHOLE, Numbers
from service_structure.source.records import Assumption, Guide


@dataclass(frozen=True)
class Origin:
    """The answer that suggests a number."""

    factor: str
    level: str


@dataclass(frozen=True)
class Inputs:
    """The numbers in force: those `given` by the reader, the others as the answers suggest.

    `origins` names the answer behind a suggested number; where none is behind it, it is the usual
    value of the guide.
    """

    numbers: Numbers
    given: frozenset[str]
    origins: Mapping[str, Origin]

    @property
    def user_numbers(self) -> Mapping[str, float]:
        """The numbers that the reader has given, in the order of the guide."""
        return {name: getattr(self.numbers, name) for name in NUMBERS if name in self.given}


@dataclass(frozen=True)
class NumberFault:
    """A number that could not be used: `kind` names the message."""

    kind: str
    number: str
    value: str

    def describe(self, guide: Guide, language: str) -> str:
        """One sentence in a language of the guide: what is wrong, what is allowed."""
        message = guide.messages[f"fault_number_{self.kind}"][language]
        known = guide.assumptions.get(self.number) if self.number in NUMBERS else None
        if known is None:
            message = message.format(
                number=self.number, value=self.value, allowed=", ".join(NUMBERS)
            )
            if self.kind != "unknown":
                return message
            return f"{message} {where_it_belongs(self.number, NUMBERS, guide, language)}"
        figure = guide.languages[language].figure
        return message.format(
            number=known.name[language],
            value=self.value,
            low=figure(known.low),
            high=figure(known.high),
            unit=known.unit[language],
        )


def read_numbers(
    raw: object, answers: Answers, guide: Guide
) -> tuple[Inputs, tuple[NumberFault, ...]]:
    """Return usable numbers and the faults of the others.

    `raw` maps ids to numbers or to text as people type it: with a decimal comma or point, with
    spaces between thousands. Numbers that are missing or faulty take the suggested value.
    """
    usual, origins = _suggested(answers, guide)
    if not isinstance(raw, Mapping):
        return Inputs(usual, frozenset(), origins), (NumberFault("not_a_table", "", shorten(raw)),)
    good: dict[str, float] = {}
    faults = []
    for key, value in raw.items():
        if not isinstance(key, str) or key not in NUMBERS:
            faults.append(NumberFault("unknown", shorten(key), shorten(value)))
            continue
        found = _read(value, guide.assumptions[key])
        if isinstance(found, str):
            faults.append(NumberFault(found, key, shorten(value)))
        else:
            good[key] = found
    origins = {number: origin for number, origin in origins.items() if number not in good}
    return Inputs(_numbers(vars(usual) | good), frozenset(good), FrozenDict(origins)), tuple(faults)


def _suggested(answers: Answers, guide: Guide) -> tuple[Numbers, Mapping[str, Origin]]:
    """The numbers that follow from the answers, and which answers they follow from."""
    values = {number: guide.assumptions[number].value for number in NUMBERS}
    origins = {}
    for factor, level in answers.levels.items():
        for number, value in guide.factors[factor].level(level).numbers.items():
            values[number] = value
            origins[number] = Origin(factor, level)
    return _numbers(values), FrozenDict(origins)


def _numbers(values: Mapping[str, float]) -> Numbers:
    typed = {number: int(v) if number in WHOLE else v for number, v in values.items()}
    return Numbers(**typed)  # type: ignore[arg-type]


def _read(value: object, allowed: Assumption) -> float | str:
    """The number meant, or the kind of the fault."""
    found = read_number(value)
    if isinstance(found, str):
        return found
    if allowed.allows(found):
        return "not_whole" if allowed.id in WHOLE and found % 1 else found
    if found < 0:
        return "negative"
    if not found:
        return "zero"
    return "too_low" if found < allowed.low else "too_high"
