"""A case: all that a user says of one organisation, its answers, numbers and weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from service_structure.case.answers import (
    NOTHING,
    PREFIXES,
    PROFILE,
    Answers,
    fault,
    read_answers,
    read_weights,
)
from service_structure.case.files import FileFault, NotRead, read_json, what_it_is
from service_structure.case.migration import migrated
from service_structure.case.number_fault import CurrencyFault
from service_structure.case.number_input import currencies_in
from service_structure.case.numbers import read_numbers
from service_structure.case.profile import Profile, read_profile
from service_structure.errors import Fault
from service_structure.source.frozen import FrozenDict
from service_structure.source.numbers import CONTACTS, NUMBERS
from service_structure.source.records import Guide

CASE_TABLES = ("answers", "numbers", "weights", "profile")
LABELS = (
    *("version", "name", "recommended", "verdict", "probability", "shortlist", "settled"),
    "next_question",
)
"""What a table of a case may hold beside its parts; it changes no result."""


@dataclass(frozen=True)
class Case:
    """Answers to questions, the numbers and weights that the user sets, and a profile.

    `numbers` maps ids of the staffing model's numbers to values, `weights` criteria to points of
    100; what they do not name follows from the answers.
    """

    answers: Answers
    numbers: Mapping[str, float]
    weights: Mapping[str, float]
    profile: Profile = field(default_factory=Profile)

    @property
    def given(self) -> Mapping[str, str]:
        """The answers that were given, as a link writes them, sorted by factor."""
        return dict(sorted(self.answers.written.items()))

    @property
    def ranked(self) -> "Case":
        """What of the case ranks structures.

        Today's structure is part of it only where contacts follow from what its agents take.
        """
        today = self.profile.current if CONTACTS.isdisjoint(self.numbers) else None
        numbers, weights = FrozenDict(self.numbers), FrozenDict(self.weights)
        return Case(self.answers, numbers, weights, Profile(structure=today))


NOTHING_SAID = Case(NOTHING, FrozenDict(), FrozenDict())


def read_case(
    raw: object, guide: Guide, language: str | None = None
) -> tuple[Case, tuple[Fault, ...]]:
    """Return the usable part of a case and the faults of the rest.

    `raw` is a table with the tables of CASE_TABLES, each of which may be left out, or a table of
    answers alone. Numbers are read as people type them in the `language`, if it is known.
    """
    table = dict(as_table(raw))
    gone: list[Fault] = []
    for name in CASE_TABLES:
        part = table.get(name, {})
        if isinstance(part, Mapping):
            table[name], more = migrated(name, part, guide)
            gone += more
    answers, wrong_answers = read_answers(table["answers"], guide)
    weights, wrong_weights = read_weights(table["weights"], guide)
    profile, wrong_profile = read_profile(table["profile"], guide)
    if profile.currency is None:
        profile = replace(profile, currency=_first_currency(table["numbers"], guide))
    others: Mapping[str, CurrencyFault] = {}
    if profile.currency and isinstance(numbers := table["numbers"], Mapping):
        others = _in_other_currencies(numbers, profile.currency, guide, language)
        table["numbers"] = {key: numbers[key] for key in numbers if key not in others}
    inputs, wrong_numbers = read_numbers(
        table["numbers"], answers, guide, language, profile.current
    )
    strange = [key for key in table if key not in {*CASE_TABLES, *LABELS}]
    return Case(answers, FrozenDict(inputs.user_numbers), FrozenDict(weights), profile), (
        *[fault("unknown_part", key, table[key], CASE_TABLES) for key in strange],
        *gone,
        *wrong_answers,
        *wrong_numbers,
        *others.values(),
        *wrong_weights,
        *wrong_profile,
    )


def _first_currency(numbers: object, guide: Guide) -> str | None:
    """The currency that is named first beside the numbers, if there is one."""
    texts = numbers.values() if isinstance(numbers, Mapping) else ()
    named = (min(found) for text in texts if (found := currencies_in([text], guide)))
    return next(named, None)


def _in_other_currencies(
    numbers: Mapping[Any, object], currency: str, guide: Guide, language: str | None
) -> dict[str, CurrencyFault]:
    """The amounts that could be used if they did not name another currency, by their numbers."""
    found: dict[str, CurrencyFault] = {}
    for name, text in numbers.items():
        if name not in NUMBERS or guide.assumptions[name].quantity != "money":
            continue
        strange = currencies_in([text], guide) - {currency}
        if not strange:
            continue
        inputs, wrong = read_numbers({name: text}, Answers(FrozenDict()), guide, language)
        if wrong:
            continue
        ((number, value),) = inputs.user_numbers.items()
        found[name] = CurrencyFault(
            "currency",
            number,
            str(text),
            field=name if name != number else "",
            written=min(strange),
            chosen=currency,
            amount=value,
        )
    return found


def parse_case(
    text: str, guide: Guide, language: str | None = None
) -> tuple[Case, tuple[Fault, ...]]:
    """Return the usable part of a case written as JSON, and the faults of the rest."""
    raw = read_json(text)
    if isinstance(raw, FileFault):
        case, _ = read_case({}, guide)
        return case, (NotRead(what_it_is(text) or raw),)
    return read_case(raw, guide, language)


def as_table(raw: object) -> Mapping[str, object]:
    """A case as a table of its parts; whatever names none of them is taken for its answers."""
    if isinstance(raw, Mapping) and raw.keys() & {*CASE_TABLES, *LABELS}:
        return raw
    return {"answers": raw}


def by_table(flat: Mapping[Any, object]) -> Mapping[str, Mapping[object, object]]:
    """A flat table, such as a link or a row of a file holds, as a table of the parts of a case."""
    table: dict[str, dict[object, object]] = {part: {} for part in CASE_TABLES}
    for key, value in flat.items():
        prefix = key[:2] if isinstance(key, str) else ""
        if prefix in PREFIXES:
            table[PREFIXES[prefix]][str(key)[2:]] = value
        else:
            table["answers"][key] = value
    return table


def flat_names(guide: Guide) -> tuple[str, ...]:
    """Every key that a flat table may have."""
    return (
        *guide.factors,
        *(f"n.{number}" for number in NUMBERS),
        *(f"w.{criterion}" for criterion in guide.criteria),
        *(f"p.{key}" for key in PROFILE),
    )
