"""The mark of the site is the same on pages, in icons and in pictures."""

import re

from hooks.pages.mark import bars
from service_structure import load_guide
from tests.site.built import SITE
from tests.support import ROOT
from tools.icons import icon

ICON = ROOT / "docs" / "static" / "assets" / "icon.svg"


def test_the_icon_is_drawn_from_the_mark() -> None:
    assert ICON.read_text() == f"{icon()}\n", "draw it anew: python -m tools.icons"


def test_the_bars_have_the_order_and_the_heights_of_the_header() -> None:
    page = (SITE / "en" / "index.html").read_text(encoding="utf-8")
    header = re.findall(r'class="mark__bar s-(\w+)".*?height="(\d+)"', page, re.DOTALL)
    assert [name for name, _ in header] == list(load_guide().structures)
    assert [float(height) for _, height in header] == [bar.height for bar in bars()]
    tokens = (ROOT / "docs" / "styles" / "tokens.css").read_text(encoding="utf-8")
    dark = tokens.partition("slate")[2]
    for (name, _), bar in zip(header, bars(), strict=True):
        assert f"--{name}: {bar.colour};" in dark
