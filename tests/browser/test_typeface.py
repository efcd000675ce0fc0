"""Text is in the typeface of the site from its first paint, and nothing moves when a page loads."""

import pytest
from playwright.sync_api import Page

from tests.browser.calculator_page import LANGUAGES
from tests.support import ROOT

PAGES = ["", "structures/matrix/", "comparison/", "sources/"]
LIMIT = 60_000  # bytes of all files of the typeface
SHIFTS = """() => { window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_a_page_loads(
    page: Page, address: str, language: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(f"({SHIFTS})()")
    page.goto(f"{address}{language}/{path}", wait_until="networkidle")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    assert page.evaluate("shifted") < 0.01


def test_both_weights_are_read_with_the_style_sheet(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}ru/", wait_until="networkidle")
    loaded = "(weight) => [...document.fonts].some((f) => f.weight === String(weight)"
    for weight in (400, 600):
        assert page.evaluate(f"{loaded} && f.status === 'loaded')", weight), weight
    assert not [url for url in asked if url.endswith((".woff", ".woff2", ".ttf"))]


def test_the_typeface_is_small_and_has_its_licence() -> None:
    folder = ROOT / "docs" / "typeface"
    assert sum(file.stat().st_size for file in folder.glob("*.woff2")) < LIMIT
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8").upper()
