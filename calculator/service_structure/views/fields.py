"""What stands beside the fields of the form: what holds while a number or a weight is not set."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import Any

from service_structure.case.answers import Answers, InputFault
from service_structure.case.numbers import Inputs, NumberFault, read_numbers
from service_structure.decision.link import plain_number
from service_structure.decision.model import Recommendation, Weight
from service_structure.errors import Fault
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.views.templates import environment

type Fields = Mapping[str, Mapping[str, str]]
"""Texts by the name of a field, and by what they say."""


def field_of(fault: Fault) -> str | None:
    """The name of the field that a fault belongs to; None if there is no such field."""
    if isinstance(fault, NumberFault) and fault.number in NUMBERS:
        return f"n.{fault.number}"
    if isinstance(fault, InputFault) and fault.kind == "wrong_weight":
        return f"w.{fault.factor}"
    return None


def faults_by_field(faults: Sequence[Fault], guide: Guide, language: str) -> Mapping[str, str]:
    """What is wrong in each field that holds something wrong."""
    fields = {field_of(fault): fault.describe(guide, language) for fault in faults}
    return {field: words for field, words in fields.items() if field}


def typed(value: float, guide: Guide, language: str) -> str:
    """A number as a reader of the language would type it, without marks between thousands."""
    return plain_number(value).replace(".", guide.languages[language].decimal)


def number_fields(
    answers: Answers,
    guide: Guide,
    language: str,
    numbers: Mapping[str, float] = FrozenDict(),
) -> Fields:
    """For every number what it is while its field is empty (`usual`), and why (`origin`).

    `numbers` are those that the reader has typed: others may be worked out from them.
    """
    inputs, _ = read_numbers(numbers, answers, guide)
    found = {}
    for name in NUMBERS:
        others = {key: value for key, value in numbers.items() if key != name}
        left = inputs if name not in numbers else read_numbers(others, answers, guide)[0]
        value = guide.languages[language].figure(getattr(left.numbers, name))
        found[f"n.{name}"] = {"usual": value, "origin": _number_origin(name, left, guide, language)}
    return found


def _number_origin(name: str, inputs: Inputs, guide: Guide, language: str) -> str:
    """Why a number is what it is while its field is empty, and what it may be."""
    record, figure = guide.assumptions[name], guide.languages[language].figure
    words = {"value": figure(getattr(inputs.numbers, name))}
    message = "number_origin_usual"
    if name in inputs.origins:
        factor = guide.factors[inputs.origins[name].factor]
        words["factor"] = factor.name[language]
        words["level"] = factor.level(inputs.origins[name].level).name[language]
        message = "number_origin_follows"
    if name in inputs.computed:
        words["basis"] = guide.messages[f"number_basis_{name}"][language]
        message = "number_origin_computed"
    told = [guide.messages[message][language].format(**words)]
    if name in inputs.open:
        told.append(guide.messages["number_open_note"][language])
    limits = {"low": figure(record.low), "high": figure(record.high)}
    return " ".join([*told, guide.messages["number_limits"][language].format(**limits)])


def weight_fields(recommendation: Recommendation, guide: Guide, language: str, root: str) -> Fields:
    """For every weight its points (`usual`), as a plain number (`points`), and why (`origin`).

    `most` is what it may be set to beside the other weights that the user has set.
    """
    own = recommendation.user_weights
    others = len(own) < len(guide.criteria) - 1
    return {
        f"w.{weight.criterion}": {
            "usual": guide.languages[language].figure(weight.points, ".4g"),
            "points": f"{weight.points:.4g}",
            "most": f"{_most(weight.criterion, own) if others else TOTAL_POINTS:.4g}",
            "origin": _origin(weight, guide, language, root, shared=bool(own)),
        }
        for weight in recommendation.weights
    }


@lru_cache(maxsize=512)
def _origin(weight: Weight, guide: Guide, language: str, root: str, *, shared: bool) -> str:
    """Why a criterion weighs what it does; few do otherwise after one answer more."""
    env = environment(guide, language)
    views: Any = env.get_template("weight.html.jinja").module
    return str(env.filters["unbroken"](views.origin(weight, root, shared)))


def _most(criterion: str, own: Mapping[str, float]) -> float:
    return max(TOTAL_POINTS - fsum([p for c, p in own.items() if c != criterion]), 0.0)
