"""What the guide puts on its pages breaks no rule of axe-core: both themes, desktop and phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from support import ROOT, SITE

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FIND = """rules => axe.run(".md-content", rules).then(({ violations }) => violations.map(
    v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target).join(", ")}`))"""
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize(("theme", "viewport"), [("light", DESKTOP), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_content_of_every_page_breaks_no_rule(
    new_context: Callable[..., BrowserContext],
    address: str,
    language: str,
    theme: str,
    viewport: dict[str, int],
) -> None:
    page = new_context(viewport=viewport, color_scheme=theme, reduced_motion="reduce").new_page()
    found = {}
    for path in _pages(language):
        page.goto(address + path)
        page.add_script_tag(path=AXE)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        if violations := page.evaluate(FIND, RULES):
            found[path] = violations
    assert not found, "\n".join(
        f"{path}: {line}" for path, lines in found.items() for line in lines
    )


def _pages(language: str) -> list[str]:
    folder: Path = SITE / language
    pages = (path.parent.relative_to(SITE).as_posix() + "/" for path in folder.rglob("index.html"))
    return sorted(pages)
