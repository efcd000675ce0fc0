"""The results of the worked examples, computed at build time: shown until Python has started."""

import json
from collections.abc import Iterator
from typing import Any

from service_structure.case.case import read_case
from service_structure.decision.link import write_fragment
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
    """Map the URL fragment of each worked example to its id."""
    return {
        write_fragment(read_case(scenario.answers, guide)[0], guide): scenario.id
        for scenario in guide.scenarios.values()
    }


def _answer(want: str, state: str, language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        handle(json.dumps({"want": want, "state": state, "lang": language}))
    )
    return found
