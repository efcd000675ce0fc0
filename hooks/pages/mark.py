"""The mark of the site for pictures outside its pages: a bar for each structure, in its hue."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service_structure.source.loader import load_guide

DOCS = Path(__file__).parents[2] / "docs"
TOKENS = DOCS / "styles" / "tokens.css"
LOGO = DOCS / "overrides" / "partials" / "logo.html"

GROUND = "#15181f"
"""The ground of the pictures: the ink of the pages."""

HUE = re.compile(r"--(\w+): (#[0-9a-f]{6});\s+--\1-text:")
BAR = 2.2
STEP = 3.0
HIGHEST = 24.0


@dataclass(frozen=True)
class Bar:
    """A bar that stands on the ground line 0; `left`, `width` and `height` in units of the mark."""

    colour: str
    left: float
    width: float
    height: float


@cache
def bars() -> tuple[Bar, ...]:
    """The bars from left to right: 24 units wide, and no higher.

    Heights and order are those of the header's mark, hues those of the dark theme.
    """
    (heights,) = re.findall(r"set heights = \((.+?)\)", LOGO.read_text("utf-8"))
    dark = TOKENS.read_text("utf-8").partition('[data-md-color-scheme="slate"]')[2]
    found = dict(HUE.findall(dark.partition("}")[0]))
    hues = [found[structure] for structure in load_guide().structures]
    return tuple(
        Bar(hue, STEP * n + (STEP - BAR) / 2, BAR, float(height))
        for n, (hue, height) in enumerate(zip(hues, heights.split(", "), strict=True))
    )
