"""The rules of axe-core: how pages are asked for them, and states in which none is broken.

Every page is asked in test_every_page.py, and the calculator in test_tool_accessibility.py. Of a
state that adds to a page what it adds is asked alone: the rest is asked with that page.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.calculator_page import SCHEMES
from tests.browser.instant import allow_instant_navigation
from tests.support import ROOT

type NewContext = Callable[..., BrowserContext]
type Theme = Literal["light", "dark"]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VIOLATIONS = ["violations"]  # of what is right no list is made, which takes a third longer
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": VIOLATIONS,
}
RULES_OF_COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": VIOLATIONS,
}
"""All that a theme can break, as long as it shows the same elements."""
RULE_OF_TARGETS = {
    "runOnly": {"type": "rule", "values": ["target-size"]},
    "resultTypes": VIOLATIONS,
}

FIND = """async ([within, rules]) => {
  const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(changes.map((change) => change.finished));  // colours change gradually
  const { violations } = await axe.run(within ? { include: within } : document, rules);
  return violations.map(
    (v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target).join(", ")}`);
}"""
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# The button that changes the theme stands in each theme for another one.
SHOWN = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest("[data-md-component=palette]"))
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((one) => `${one.localName}.${one.getAttribute("class")}#${one.id}`)"""
# The rules measure also what is out of sight, which a browser need not have laid out.
LAY_OUT = """() => document.querySelectorAll("#calculator-form fieldset").forEach((question) => {
  question.style.contentVisibility = "visible";
})"""
LANGUAGES = ["ru", "en"]
COMMON_WORD = {"ru": "структуры", "en": "structures"}
NUMBER_OF_RESULTS = {"ru": re.compile("Найдено"), "en": re.compile("matching documents")}
VIEWPORTS: dict[str, ViewportSize] = {"desktop": DESKTOP, "phone": PHONE}


def violations(
    page: Page, rules: Mapping[str, object] = RULES, within: Sequence[str] = ()
) -> list[str]:
    """One line for each rule that the page, or some elements within it, break as it stands."""
    page.evaluate(LAY_OUT)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"{AXE.read_text('utf-8')}; 0")  # no policy stops this way in
    found: list[str] = page.evaluate(FIND, [list(within) or None, rules])
    return found


def violations_in_both_themes(
    page: Page, within: Sequence[str] = (), settle: Callable[[], None] = lambda: None
) -> list[str]:
    """The same in the light and in the dark theme; the page ends in the light one.

    Both show the same elements, so that only the rules of colour are asked in both; `settle` waits
    until a page that works something out shows no progress. With a theme charts are drawn anew,
    which may begin while rules are asked.
    """
    change_theme(page, "dark")
    settle()
    found = [f"dark: {line}" for line in violations(page, RULES_OF_COLOUR, within)]
    settle()
    shown = elements_shown(page)
    change_theme(page, "light")
    settle()
    found += [f"light: {line}" for line in violations(page, RULES, within)]
    settle()
    only_one = sorted(shown ^ elements_shown(page))
    return found + [f"shown in one theme only: {element}" for element in only_one]


def change_theme(page: Page, theme: Theme) -> None:
    """Let the reader's system ask for a theme, and wait until the page has it."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[theme])


def elements_shown(page: Page) -> set[str]:
    """Name, classes and id of every element that can be seen."""
    return set(page.evaluate(SHOWN))


@pytest.fixture(params=VIEWPORTS)
def page(request: pytest.FixtureRequest, new_context: NewContext) -> Page:
    viewport = VIEWPORTS[request.param]
    return new_context(viewport=viewport, reduced_motion="reduce").new_page()


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    return new_context(viewport=PHONE, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("path", ["", "404.html", "offline.html"])
def test_the_pages_of_no_language_break_no_rule(
    new_context: NewContext, at_the_root: str, path: str
) -> None:
    page = new_context(locale="fr-FR").new_page()
    page.goto(at_the_root + path)
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
    assert not violations_in_both_themes(page, ["[role=search]"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "structures/matrix/"])
def test_open_menu_breaks_no_rule(phone: Page, address: str, language: str, path: str) -> None:
    phone.goto(f"{address}{language}/{path}")
    phone.locator(".md-header [data-toggle=__drawer]").click()
    assert not violations_in_both_themes(phone, [".md-header", ".md-sidebar--primary"])


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


def test_a_closed_search_is_out_of_the_way_of_the_keyboard(page: Page, address: str) -> None:
    """A tab leads to its field where that is seen, and to no other part of it."""
    page.goto(f"{address}en/")
    expect(page.locator(".md-search__output")).to_have_js_property("inert", True)
    stops = []
    while not page.evaluate("document.activeElement.closest('main')"):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#site-search') !== null"):
            stops.append(page.evaluate("document.activeElement.name"))
    assert stops == ([] if page.viewport_size == PHONE else ["query"])


@pytest.mark.parametrize(
    ("place", "first"), [("calculator/", "#ask input"), ("", ".home__answers a")]
)
def test_a_keyboard_is_soon_at_the_first_question(
    new_context: NewContext, address: str, place: str, first: str
) -> None:
    page = new_context(viewport=DESKTOP).new_page()
    page.goto(f"{address}en/{place}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("first => document.activeElement.matches(first)", first)


def test_a_heading_of_a_page_is_no_stop_of_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}en/glossary/")
    link = page.locator("h1 .headerlink")
    expect(link).to_have_count(1)
    expect(link).to_have_js_property("tabIndex", -1)


def search(page: Page, word: str) -> None:
    """Open the search, by its button where there is one, and wait for what it finds."""
    button = page.locator("header button[data-toggle=__search][aria-controls]")
    if button.is_visible():
        button.click()
    page.get_by_role("searchbox").fill(word)
    expect(page.locator(".md-search-result__item").first).to_be_visible()
