"""The one function that the page calls: a JSON request in, a JSON response out."""

import json
from collections.abc import Sequence
from typing import Any

from calculator.answers import Fault
from calculator.case import Case
from calculator.loader import load_guide
from calculator.model import recommend_for
from calculator.numbers import NumberFault
from calculator.records import Guide
from calculator.state import read_fragment, write_fragment
from calculator.views import number_fields, render_problems, render_result, typed


def handle(request: str) -> str:
    """Answer `{"state": fragment, "last": fragment, "lang": language, "full": true or false}`.

    The response has the result as `html` and the canonical fragment as `state`; the given `answers`
    and `numbers`, the latter as they may be typed; for each number what it is while its field is
    empty (`fields`); and what could not be used: `faults` by field, and all of it as HTML in
    `problems`. In place of numbers and weights that cannot be used stand those of `last`, the
    fragment of the result shown before. Without `full` the parts of the result that take longest
    are left out: the page asks for them once the rest is shown.
    """
    asked: dict[str, Any] = json.loads(request)
    guide = load_guide()
    language = asked["lang"]
    case, faults = read_fragment(asked["state"], guide)
    last, _ = read_fragment(asked.get("last", ""), guide)
    case = _completed(case, faults, last)
    result = recommend_for(case, guide)
    return json.dumps(
        {
            "html": render_result(result, guide, language, full=asked["full"]),
            "state": write_fragment(case, guide),
            "answers": case.given,
            "numbers": {
                f"n.{name}": typed(value, guide, language) for name, value in case.numbers.items()
            },
            "fields": number_fields(case.answers, guide, language),
            "faults": _by_field(faults, guide, language),
            "problems": render_problems(faults, guide, language),
        },
        ensure_ascii=False,
    )


def _completed(case: Case, faults: Sequence[Fault], last: Case) -> Case:
    """The case with the last usable value in place of every number or weight at fault."""
    wrong = {fault.number for fault in faults if isinstance(fault, NumberFault)}
    kept = {name: value for name, value in last.numbers.items() if name in wrong}
    return Case(case.answers, {**case.numbers, **kept}, case.weights)


def _by_field(faults: Sequence[Fault], guide: Guide, language: str) -> dict[str, str]:
    return {
        f"n.{fault.number}": fault.describe(guide, language)
        for fault in faults
        if isinstance(fault, NumberFault)
    }
