"""Results computed at build time, shown until Python has started.

They are those of the worked examples, and of each answer with which the home page begins: so that
who comes from there sees at once what to answer next.
"""

import json
from collections.abc import Iterator
from typing import Any

from service_structure.case.case import read_case
from service_structure.decision.link import write_fragment
from service_structure.source.model_records import Factor
from service_structure.source.records import Guide
from service_structure.views.bridge import handle

FOLDER = "assets/precomputed/"


def precomputed(guide: Guide, language: str) -> Iterator[tuple[str, str]]:
    """Yield the file name (relative to the language) and content of each precomputed result.

    The content is JSON: the worker's response to a request for the result, and the slots and
    charts of all deferred parts.
    """
    for state, name in examples(guide).items():
        result = _answer("result", state, language)
        parts = [_answer(part, state, language) for part in result["parts"]]
        for followed in ("slots", "charts"):
            result[followed] = {k: v for part in parts for k, v in part[followed].items()}
        yield f"{FOLDER}{name}.json", json.dumps(result, ensure_ascii=False)


def examples(guide: Guide) -> dict[str, str]:
    """Map the URL fragment of each worked example, and of each first answer, to its name."""
    first = first_question(guide)
    answers = {scenario.id: scenario.answers for scenario in guide.scenarios.values()}
    answers |= {f"{first.id}-{level.id}": {first.id: level.id} for level in first.levels}
    return {
        write_fragment(read_case(given, guide)[0], guide): name for name, given in answers.items()
    }


def first_question(guide: Guide) -> Factor:
    """The question on the home page."""
    return next(iter(guide.factors.values()))


def _answer(want: str, state: str, language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        handle(json.dumps({"want": want, "state": state, "lang": language}))
    )
    return found
