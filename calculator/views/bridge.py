"""The one function that the page calls: a JSON request in, a JSON response out."""

import json
from typing import Any

from calculator.loader import load_guide
from calculator.model import recommend_for
from calculator.state import read_fragment, write_fragment
from calculator.views import render_problems, render_result


def handle(request: str) -> str:
    """Answer `{"state": fragment, "lang": language, "full": true or false}`.

    The response has the result as `html`, the canonical fragment as `state`, the given `answers`
    and the `problems` found as HTML, empty if there are none. Without `full` the parts of the
    result that take longest are left out: the page asks for them once the rest is shown.
    """
    asked: dict[str, Any] = json.loads(request)
    guide = load_guide()
    language = asked["lang"]
    case, faults = read_fragment(asked["state"], guide)
    result = recommend_for(case, guide)
    return json.dumps(
        {
            "html": render_result(result, guide, language, full=asked["full"]),
            "state": write_fragment(case, guide),
            "answers": case.given,
            "problems": render_problems(faults, guide, language),
        },
        ensure_ascii=False,
    )
