"""Every page, visited once on a desktop and once on a phone: all that is asked of each of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

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
PATHS = [f"{language}/{rest}" for language in GUIDE.languages for rest in (*ADDRESSES, "embed/")]

OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"

type NewContext = Callable[..., BrowserContext]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_breaks_no_rule_fits_its_screen_and_asks_no_other_host(
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
    width = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(OPEN_ALL)
    broken = violations_in_both_themes(page)
    if has_python:
        python.release()
        page.wait_for_function(SETTLED, timeout=60_000)  # charts, too, are fetched for
        assert any(url.endswith("python.zst") for url in traffic.asked), "the worker is not watched"
    page.wait_for_load_state("networkidle")

    found = {
        "rules of axe-core that are broken": broken,
        "pixels wider than the screen": max(width - SCREENS[screen]["viewport"]["width"], 0),
        "asked of other hosts": traffic.from_elsewhere(address),
        "failed": traffic.failed,
    }
    assert not any(found.values()), found


def test_every_page_of_the_site_is_visited() -> None:
    built = {
        page.parent.relative_to(SITE).as_posix() + "/"
        for language in GUIDE.languages
        for page in (SITE / language).rglob("index.html")
    }
    assert built == set(PATHS)
