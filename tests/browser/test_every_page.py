"""Every page, visited once in each language: all that is asked of each of them.

A page has the same elements in every language, so that what can be wrong with them is asked on one
screen in one language and on the other screen in the other. How wide it is hangs on the words too
and is asked on every screen.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from hooks.pages.pages import pages
from service_structure import load_guide
from tests.browser.calculator_page import SCREENS
from tests.browser.test_accessibility import violations_in_both_themes
from tests.browser.traffic import Held, Traffic
from tests.site.built import SITE
from tools.settled import SETTLED, WATCH_WORKERS

GUIDE = load_guide()
ADDRESSES = [
    "" if p.uri == "index.md" else p.uri.removesuffix("index.md").replace(".md", "/")
    for p in pages(GUIDE, "en", "../runtime/")
]
CALCULATORS = ("calculator/", "embed/")
VISITS = [
    (f"{language}/{rest}", list(SCREENS)[(n + m) % len(SCREENS)])
    for m, language in enumerate(GUIDE.languages)
    for n, rest in enumerate((*ADDRESSES, "embed/"))
]

OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"

type NewContext = Callable[..., BrowserContext]


@pytest.mark.parametrize(("path", "screen"), VISITS)
def test_a_page_breaks_no_rule_fits_every_screen_and_asks_no_other_host(
    new_context: NewContext, address: str, path: str, screen: str
) -> None:
    """Also that nothing fails. The calculator is looked at before Python comes and changes it."""
    has_python = path.endswith(CALCULATORS)
    keeping = {"service_workers": "allow"} if has_python else {}
    # With touch the theme leaves wide code out of the order of the keyboard; nothing else differs.
    options = {**SCREENS[screen], "has_touch": False, "reduced_motion": "reduce", **keeping}
    context = new_context(**options)
    page = context.new_page()
    page.add_init_script(WATCH_WORKERS)
    traffic = Traffic.of(page)
    python = Held(context, "**/worker.js")

    page.goto(address + path)
    too_wide = {each: pixels for each in (*SCREENS, screen) if (pixels := beyond(page, each))}
    page.evaluate(OPEN_ALL)
    broken = violations_in_both_themes(page)
    if has_python:
        python.release()
        page.wait_for_function(SETTLED, timeout=60_000)  # charts, too, are fetched for
        assert any(url.endswith("python.zst") for url in traffic.asked), "the worker is not watched"
    page.wait_for_load_state("networkidle")

    found = {
        "rules of axe-core that are broken": broken,
        "pixels wider than the screen": too_wide,
        "asked of other hosts": traffic.from_elsewhere(address),
        "failed": traffic.failed,
    }
    assert not any(found.values()), found


def beyond(page: Page, screen: str) -> int:
    """How many pixels a page is wider than a screen, which it is then shown on."""
    size = SCREENS[screen]["viewport"]
    if page.viewport_size != size:
        page.set_viewport_size(size)
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    return max(width - int(size["width"]), 0)


def test_every_page_of_the_site_is_visited() -> None:
    built = {
        page.parent.relative_to(SITE).as_posix() + "/"
        for language in GUIDE.languages
        for page in (SITE / language).rglob("index.html")
    }
    assert built == {path for path, _ in VISITS}
