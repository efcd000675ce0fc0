"""The results of the worked examples, computed with the site: shown before Python is there."""

import json
from collections.abc import Iterator

from calculator.answers import read_answers
from calculator.records import Guide
from calculator.state import write_fragment
from calculator.views.bridge import handle

FOLDER = "assets/precomputed/"


def precomputed(guide: Guide, language: str) -> Iterator[tuple[str, str]]:
    """Address within the language and content of each file: what the worker would answer."""
    for scenario in guide.scenarios.values():
        fragment = write_fragment(read_answers(scenario.answers, guide)[0], guide)
        request = {"state": fragment, "lang": language, "full": True}
        yield f"{FOLDER}{scenario.id}.json", handle(json.dumps(request))
