"""No page breaks a rule of axe-core: both themes, desktop and phone, menu and search open."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.calculator_page import SCHEMES
from tests.browser.instant import allow_instant_navigation
from tests.site.built import SITE
from tests.support import ROOT

type NewContext = Callable[..., BrowserContext]
type Theme = Literal["light", "dark"]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # of what is right no list is made, which takes a third longer
}
FIND = """async (rules) => {
  const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(changes.map((change) => change.finished));  // colours change gradually
  const { violations } = await axe.run(document, rules);
  return violations.map(
    (v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target).join(", ")}`);
}"""
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# The rules measure also what is out of sight, which a browser need not have laid out.
LAY_OUT = """() => document.querySelectorAll("#calculator-form fieldset").forEach((question) => {
  question.style.contentVisibility = "visible";
})"""
LANGUAGES = ["ru", "en"]
COMMON_WORD = {"ru": "структуры", "en": "structures"}
NUMBER_OF_RESULTS = {"ru": re.compile("Найдено"), "en": re.compile("matching documents")}
THEMES: tuple[Theme, ...] = ("light", "dark")
VIEWPORTS: dict[str, ViewportSize] = {"desktop": DESKTOP, "phone": PHONE}


def pages(language: str) -> list[str]:
    found = (SITE / language).rglob("index.html")
    return sorted(path.parent.relative_to(SITE).as_posix() + "/" for path in found)


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks as it stands."""
    page.evaluate(LAY_OUT)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {AXE.read_text('utf-8')} }}")  # no policy stops this way in
    found: list[str] = page.evaluate(FIND, RULES)
    return found


def violations_in_both_themes(page: Page) -> list[str]:
    """The same for the page in the light and in the dark theme; it ends in the light one."""
    found = []
    for theme in reversed(THEMES):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[theme])
        found += [f"{theme}: {line}" for line in violations(page)]
    return found


@pytest.fixture(params=VIEWPORTS)
def page(request: pytest.FixtureRequest, new_context: NewContext) -> Page:
    viewport = VIEWPORTS[request.param]
    return new_context(viewport=viewport, reduced_motion="reduce").new_page()


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    return new_context(viewport=PHONE, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule(page: Page, address: str, language: str) -> None:
    """Each page in both themes; that of the calculator before Python comes and changes it."""
    page.route("**/worker.js", lambda route: None)
    found = {}
    for path in pages(language):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found[path] = violations_in_both_themes(page)
    assert not any(found.values()), "\n".join(_lines(found))


@pytest.mark.parametrize("path", ["", "404.html"])
def test_the_pages_of_no_language_break_no_rule(
    new_context: NewContext, address: str, path: str
) -> None:
    page = new_context(locale="fr-FR").new_page()
    page.goto(address + path)
    assert not violations(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_search_breaks_no_rule_and_announces_how_much_it_has_found(
    page: Page, address: str, language: str
) -> None:
    page.goto(f"{address}{language}/")
    search(page, COMMON_WORD[language])
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text(
        NUMBER_OF_RESULTS[language]
    )
    assert not violations_in_both_themes(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "structures/matrix/"])
def test_open_menu_breaks_no_rule(phone: Page, address: str, language: str, path: str) -> None:
    phone.goto(f"{address}{language}/{path}")
    phone.locator("button[data-toggle=__drawer]").click()
    assert not violations_in_both_themes(phone)


def test_the_menu_button_says_whether_the_menu_is_open(phone: Page, address: str) -> None:
    phone.goto(f"{address}en/")
    button = phone.get_by_role("button", name="Navigation")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(
        phone.get_by_role("navigation", name="Navigation").get_by_role("link").first
    ).to_be_focused()
    phone.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_a_closed_menu_is_out_of_the_way_of_the_keyboard(phone: Page, address: str) -> None:
    allow_instant_navigation(phone, address)
    phone.goto(f"{address}en/")
    menu = ".md-sidebar--primary"
    expect(phone.locator(menu)).to_have_js_property("inert", True)
    phone.locator("a[href*='structures/matrix/']:visible").first.click()
    expect(phone).to_have_url(f"{address}en/structures/matrix/")
    expect(phone.locator(menu)).to_have_js_property("inert", True)


def search(page: Page, word: str) -> None:
    """Open the search, by its button where there is one, and wait for what it finds."""
    button = page.locator("header button[data-toggle=__search][aria-controls]")
    if button.is_visible():
        button.click()
    page.get_by_role("searchbox").fill(word)
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def _lines(found: dict[str, list[str]]) -> Iterator[str]:
    for path, lines in found.items():
        yield from (f"{path}: {line}" for line in lines)
