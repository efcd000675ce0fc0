"""All that is asked of every page.

A page has the same elements in every language, so that what can be wrong with them is asked on one
screen and in one theme in one language, and on the other screen and in the other theme in the
other. How wide it is hangs on the words too and is asked on every screen in every language.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from hooks.pages.pages import uris
from service_structure import load_guide
from tests.browser.calculator_page import SCHEMES, SCREENS
from tests.browser.fixtures import KEEP_NOTHING, PATIENCE, running
from tests.browser.test_accessibility import AXE, Theme, violations
from tests.browser.traffic import Held, Traffic
from tests.site.built import SITE, folder
from tools.settled import SETTLED, WATCH_WORKERS

GUIDE = load_guide()
ADDRESSES = [*map(folder, uris(GUIDE))]
CALCULATORS = ("calculator/", "embed/")
THEMES: tuple[Theme, ...] = ("light", "dark")
# Neighbouring pages, which are often of one template, differ in screen and theme.
VISITS = [
    (
        rest,
        language,
        list(SCREENS)[(n + m) % len(SCREENS)],
        THEMES[(n // len(SCREENS) + m) % len(THEMES)],
    )
    for m, language in enumerate(GUIDE.languages)
    for n, rest in enumerate((*ADDRESSES, "embed/"))
]

OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"

# The theme loads them for the pages that have them: they change the page when they come.
SCRIPTS_WAITED_FOR = ".split-widget[hidden], .compare-picks:not([data-ready])"

# What the text of a page is made of and nobody sees though all of it is open.
UNSEEN = """() => [...document.querySelectorAll("article :is(p, ul, ol, table, pre, figure, dl)")]
  .filter((part) => part.textContent.trim() && !part.checkVisibility())
  .filter((part) => !part.closest("[hidden], noscript, dialog, template"))
  .map((part) => `${part.tagName}: ${part.textContent.trim().slice(0, 60)}`)"""

# A sheet of A4 between its margins, and what is wrong with a page on it: cells whose words lie over
# the next cell, many lines of a few letters.
SHEET: ViewportSize = {"width": 700, "height": 1000}
MISPRINTED = """() => [...document.querySelectorAll("article :is(th, td, h1, h2, h3, p, li, dd)")]
  .filter((part) => part.clientWidth && part.checkVisibility())
  .filter((part) => !part.closest(".visually-hidden, svg"))
  .filter((part) => {
    const letter = parseFloat(getComputedStyle(part).fontSize);
    return part.scrollWidth > part.clientWidth + 1
      || (!part.matches("th") && part.clientWidth < 7 * letter && part.clientHeight > 9 * letter);
  })
  .map((part) => `${part.tagName}: ${part.textContent.trim().slice(0, 60)}`)"""

type NewContext = Callable[..., BrowserContext]


@dataclass(frozen=True)
class Visitor:
    """A page that visits others, and what it is asked and told on the way."""

    page: Page
    traffic: Traffic

    @classmethod
    def of(cls, context: BrowserContext) -> "Visitor":
        page = context.new_page()
        page.add_init_script(WATCH_WORKERS)
        page.add_init_script(path=AXE)  # sent once: for each page that takes a tenth of its visit
        return cls(page, Traffic.of(page))


type GetVisitor = Callable[[str, Theme], Visitor]


@pytest.fixture(scope="module")
def undrawn() -> Iterator[Browser]:
    """A browser that lays pages out and draws none ahead, which takes a quarter of a visit.

    It has no idle moments: the calculator, which waits for one, needs the ordinary browser.
    """
    with running("--disable-threaded-compositing") as found:
        yield found


@pytest.fixture(scope="module")
def visitor(undrawn: Browser) -> Iterator[GetVisitor]:
    """One for each screen and theme: pages without Python share it, since they keep nothing."""
    visitors: dict[tuple[str, Theme], Visitor] = {}

    def on(screen: str, theme: Theme) -> Visitor:
        if (screen, theme) not in visitors:
            context = undrawn.new_context(**options(screen, theme))
            context.add_init_script(KEEP_NOTHING)
            context.set_default_timeout(PATIENCE)
            visitors[screen, theme] = Visitor.of(context)
        one = visitors[screen, theme]
        one.traffic.asked.clear()
        one.traffic.failed.clear()
        return one

    yield on
    for one in visitors.values():
        one.page.context.close()


def options(screen: str, theme: Theme) -> dict[str, Any]:
    """With touch the theme leaves wide code out of the order of the keyboard; no more differs."""
    of_the_reader = {"color_scheme": theme, "reduced_motion": "reduce", "locale": "en-GB"}
    return {**SCREENS[screen], "has_touch": False, **of_the_reader}


PAGES = [visit for visit in VISITS if not visit[0].endswith(CALCULATORS)]
WITH_PYTHON = [visit for visit in VISITS if visit[0].endswith(CALCULATORS)]
WHERE = ("path", "language", "screen", "theme")


@pytest.mark.everywhere
@pytest.mark.parametrize(WHERE, PAGES)
def test_a_page_fits_every_screen_and_paper_and_asks_no_other_host(
    visitor: GetVisitor, address: str, path: str, language: str, screen: str, theme: Theme
) -> None:
    """Also that nothing fails."""
    one = visitor(screen, theme)
    visit(one, f"{address}{language}/{path}", theme)
    found = fitted(one.page, screen)
    one.page.wait_for_load_state("networkidle")
    one.page.evaluate("localStorage.clear(); sessionStorage.clear()")
    found |= told(one.traffic, address)
    assert not any(found.values()), found


@pytest.mark.parametrize(WHERE, PAGES)
def test_a_page_breaks_no_rule_and_hides_no_part(
    visitor: GetVisitor, address: str, path: str, language: str, screen: str, theme: Theme
) -> None:
    one = visitor(screen, theme)
    visit(one, f"{address}{language}/{path}", theme)
    beyond(one.page, screen)
    one.page.evaluate(OPEN_ALL)
    assert not one.page.evaluate(UNSEEN), "nobody sees that"
    assert not violations(one.page)


@pytest.mark.everywhere
@pytest.mark.parametrize(WHERE, WITH_PYTHON)
def test_a_page_with_python_does_so_too(
    new_context: NewContext, address: str, path: str, language: str, screen: str, theme: Theme
) -> None:
    """It is looked at before Python comes and changes it, in a browser that keeps the site."""
    context = new_context(**options(screen, theme), service_workers="allow")
    one = Visitor.of(context)
    python = Held(context, "**/worker.js")
    visit(one, f"{address}{language}/{path}", theme)
    found = fitted(one.page, screen)
    assert not violations(one.page)
    python.release()
    one.page.wait_for_function(SETTLED, timeout=60_000)  # charts, too, are fetched for
    assert any(url.endswith("python.zst") for url in one.traffic.asked), "the worker is not watched"
    one.page.wait_for_load_state("networkidle")
    found |= told(one.traffic, address)
    assert not any(found.values()), found


def visit(one: Visitor, address: str, theme: Theme) -> None:
    """Open a page and wait until its scripts have done what they do to it."""
    one.page.goto(address)
    expect(one.page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[theme])
    expect(one.page.locator(SCRIPTS_WAITED_FOR)).to_have_count(0)


def fitted(page: Page, screen: str) -> dict[str, object]:
    """What of a page does not fit, with all open in the end, on the screen that it came on."""
    # Every change of screen or medium lays the whole page out again: no more of them than needed.
    screens = sorted(SCREENS, key=lambda each: each != screen)
    too_wide = {each: pixels for each in screens if (pixels := beyond(page, each))}
    misprinted = printed(page)
    if pixels := beyond(page, screen):
        too_wide[f"{screen}, all open"] = pixels
    return {"pixels wider than the screen": too_wide, "misprinted": misprinted}


def printed(page: Page) -> list[str]:
    """What is wrong with a page on paper, all of it open; it keeps the width of the sheet."""
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    page.evaluate(OPEN_ALL)
    found: list[str] = page.evaluate(MISPRINTED)
    page.emulate_media(media="screen")
    return found


def told(traffic: Traffic, address: str) -> dict[str, object]:
    """What went wrong while the page came."""
    return {"asked of other hosts": traffic.from_elsewhere(address), "failed": traffic.failed}


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
    assert built == {f"{language}/{path}" for path, language, *_ in VISITS}
