"""Check the numbers of a guide, and the symptoms of a service."""

import re
from collections.abc import Iterator

from service_structure.faults import DataFault
from service_structure.source.language import AGREEING
from service_structure.source.numbers import NUMBERS, WHOLE
from service_structure.source.records import Guide
from service_structure.source.references import unknown

REQUIRED_ASSUMPTIONS = (
    *("absent_penalty", "shortlist_share", "weight_concentration", "stay_margin", "outweigh_from"),
    *("agents_apart", "agents_unlikely"),
    *("plan_agents", "plan_least", "plan_most", "chats_at_once"),
    *("recommended_from", "likely_from", "leading_from", "breadth_loss", "skill_routing"),
    *("cost_best", "cost_worst", "speed_best", "speed_worst", "speed_by_wait"),
    *NUMBERS,
)

TWO = 2
"""Forms of a noun, for one and for more; with so few a fraction has none of its own."""


def currencies(guide: Guide) -> Iterator[DataFault]:
    """Every unit of money is a currency, so that naming it chooses that."""
    for unit in guide.units.values():
        if unit.quantity == "money":
            yield from unknown("units.toml", f"unit {unit.id}", "id", unit.id, guide.currencies)


def plurals(guide: Guide) -> Iterator[DataFault]:
    """Words beside numbers have as many forms as their language tells apart."""
    for own in guide.languages.values():
        for pattern in own.plurals:
            try:
                re.compile(pattern)
            except re.error as error:
                problem = f"{pattern!r} is no pattern: {error}"
                yield DataFault("guide.toml", f"language {own.id}", "plurals", problem)
    units = [
        ("assumptions.toml", f"assumption {number.id}", number.unit)
        for number in guide.assumptions.values()
        if number.unit
    ]
    told = [("messages/", message, text) for message, text in guide.messages.items()]
    for file, record, text in (*units, *told):
        for language, words in text.items():
            wanted = len(guide.languages[language].plurals) + 1
            most = wanted + (wanted > TWO)
            for name, forms in AGREEING.findall(words):
                if not wanted <= (has := forms.count("|") + 1) <= most:
                    problem = f"{{{name}:{forms}}} has {has} forms; the language has {wanted}"
                    problem += ", and maybe one for fractions" if most > wanted else ""
                    yield DataFault(file, record, language, problem)


def symptoms(guide: Guide) -> Iterator[DataFault]:
    """Every symptom has a cause that is not the structure; causes name what exists."""
    for symptom in guide.symptoms.values():
        record = f"symptom {symptom.id}"
        if not any(cause.kind != "structure" for cause in symptom.causes):
            problem = "at least one is needed that is not the structure, [[symptom.cause]]"
            yield DataFault("symptoms.toml", record, "cause", problem)
        for cause in symptom.causes:
            where = f"{record} / cause {cause.kind}"
            for source in cause.sources:
                yield from unknown("symptoms.toml", where, "sources", source, guide.sources)
            for factor, levels in cause.suggested_by.items():
                field = f"suggested_by.{factor}"
                yield from unknown("symptoms.toml", where, field, factor, guide.factors)
                if factor in guide.factors:
                    allowed = [own.id for own in guide.factors[factor].levels]
                    for level in levels:
                        yield from unknown("symptoms.toml", where, field, level, allowed)


def assumptions(guide: Guide) -> Iterator[DataFault]:
    """Every number that is needed is there, and its value and ranges lie within one another."""
    yield from _read_by_the_model(guide)
    for assumption in guide.assumptions.values():
        record = f"assumption {assumption.id}"
        if not assumption.allows(assumption.value):
            problem = (
                f"is {assumption.value:g}; allowed is {assumption.low:g} to {assumption.high:g}"
            )
            yield DataFault("assumptions.toml", record, "value", problem)
        elif not assumption.expects(assumption.value):
            problem = f"is {assumption.value:g}, which is not plausible"
            yield DataFault("assumptions.toml", record, "value", problem)
        plausible = assumption.plausible
        if not assumption.low <= plausible.low <= plausible.high <= assumption.high:
            problem = f"goes beyond the range from {assumption.low:g} to {assumption.high:g}"
            yield DataFault("assumptions.toml", record, "plausible", problem)
        likely = assumption.likely
        if likely and not assumption.low <= likely.low <= likely.high <= assumption.high:
            problem = f"goes beyond the range from {assumption.low:g} to {assumption.high:g}"
            yield DataFault("assumptions.toml", record, "likely", problem)
        elif likely and assumption.value not in likely:
            problem = f"leaves out the usual value, {assumption.value:g}"
            yield DataFault("assumptions.toml", record, "likely", problem)
        if assumption.id in WHOLE and assumption.value % 1:
            problem = f"is {assumption.value:g}; it must be a whole number"
            yield DataFault("assumptions.toml", record, "value", problem)
        if assumption.group is not None:
            yield from unknown(
                "assumptions.toml", record, "group", assumption.group, guide.number_groups
            )
        for source in assumption.sources:
            yield from unknown("assumptions.toml", record, "sources", source, guide.sources)


def _read_by_the_model(guide: Guide) -> Iterator[DataFault]:
    """There are the numbers that the model reads, no others; those of the form stand in groups."""
    file = "assumptions.toml"
    for name in REQUIRED_ASSUMPTIONS:
        if name not in guide.assumptions:
            yield DataFault(file, f"assumption {name}", "", "missing; the model needs it")
    for assumption in guide.assumptions.values():
        record = f"assumption {assumption.id}"
        if assumption.id not in REQUIRED_ASSUMPTIONS:
            problem = "no part of the model reads it; what the form asks is also a field of Numbers"
            yield DataFault(file, record, "id", f"{problem} in source/numbers.py")
        elif assumption.group and assumption.id not in NUMBERS:
            yield DataFault(file, record, "group", "only numbers of the form stand in a group")
