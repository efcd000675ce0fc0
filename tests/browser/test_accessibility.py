"""No page breaks a rule of axe-core: both themes, desktop and phone, menu and search open."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.instant import allow_instant_navigation
from tests.site.built import SITE
from tests.support import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FIND = """rules => axe.run(document, rules).then(({ violations }) => violations.map(
    v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target).join(", ")}`))"""
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# The rules measure also what is out of sight, which a browser need not have laid out.
LAY_OUT = """() => document.querySelectorAll("#calculator-result > section").forEach((section) => {
  section.style.contentVisibility = "visible";
})"""
LANGUAGES = ["ru", "en"]
COMMON_WORD = {"ru": "структуры", "en": "structures"}

type NewContext = Callable[..., BrowserContext]


def pages(language: str) -> list[str]:
    found = (SITE / language).rglob("index.html")
    return sorted(path.parent.relative_to(SITE).as_posix() + "/" for path in found)


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks as it stands."""
    page.evaluate(LAY_OUT)
    page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")  # no policy stops this way in
    found: list[str] = page.evaluate(FIND, RULES)
    return found


@pytest.fixture(params=[("light", DESKTOP), ("light", PHONE), ("dark", DESKTOP), ("dark", PHONE)])
def page(request: pytest.FixtureRequest, new_context: NewContext) -> Page:
    theme, viewport = request.param
    context = new_context(viewport=viewport, color_scheme=theme, reduced_motion="reduce")
    return context.new_page()


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    return new_context(viewport=PHONE, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule(page: Page, address: str, language: str) -> None:
    found = {}
    for path in pages(language):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found[path] = violations(page)
    assert not any(found.values()), "\n".join(_lines(found))


@pytest.mark.parametrize("path", ["", "404.html"])
def test_the_pages_of_no_language_break_no_rule(
    new_context: NewContext, address: str, path: str
) -> None:
    page = new_context(locale="fr-FR").new_page()
    page.goto(address + path)
    assert not violations(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_search_breaks_no_rule(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}{language}/")
    search(page, COMMON_WORD[language])
    assert not violations(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "structures/matrix/"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_open_menu_breaks_no_rule(
    phone: Page, address: str, language: str, path: str, theme: str
) -> None:
    phone.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    phone.goto(f"{address}{language}/{path}")
    phone.locator("button[data-toggle=__drawer]").click()
    assert not violations(phone)


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
    phone.get_by_role("link", name="Matrix structure").click()
    expect(phone).to_have_url(f"{address}en/structures/matrix/")
    expect(phone.locator(menu)).to_have_js_property("inert", True)


def test_the_number_of_results_is_announced(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    search(page, "matrix")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("matching documents")


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
