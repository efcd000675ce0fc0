"""The switch between light and dark: of the system, or chosen and kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from service_structure.source.records import Guide
from tests.browser.calculator_page import LANGUAGES, SCHEMES

NewContext = Callable[..., BrowserContext]

PAPER = {"light": "#ffffff", "dark": "#14161c"}
NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("none"); } });
"""


def expect_shown(page: Page, guide: Guide, language: str, name: str, theme: str) -> None:
    """The name of the switch, the theme of the page, and the colour that it gives the browser."""
    text = guide.messages[f"palette_{name}"][language]
    expect(page.locator("button[data-scheme]:visible")).to_have_attribute("aria-label", text)
    expect_theme(page, theme)


def expect_theme(page: Page, theme: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[theme])
    colour = page.locator("meta[name=theme-color][media=all]")
    expect(colour).to_have_attribute("content", PAPER[theme])


@pytest.mark.parametrize("theme", SCHEMES)
def test_a_page_has_the_theme_of_the_system_before_any_script_has_come(
    new_context: NewContext, address: str, theme: str
) -> None:
    page = new_context(color_scheme=theme).new_page()

    def abort(route: Route) -> None:
        route.abort()

    page.route("**/*.js", abort)
    page.goto(f"{address}en/")
    expect_theme(page, theme)
    paper = "rgb({}, {}, {})".format(*bytes.fromhex(PAPER[theme][1:]))
    expect(page.locator(".md-header")).to_have_css("background-color", paper)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_choose_a_theme_that_stays_on_every_page_in_every_language(
    page: Page, address: str, guide: Guide, language: str
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}{language}/")
    expect_shown(page, guide, language, "auto", "light")
    page.emulate_media(color_scheme="dark")
    expect_shown(page, guide, language, "auto", "dark")
    page.locator("button[data-scheme]:visible").focus()
    page.keyboard.press("Enter")
    expect_shown(page, guide, language, "light", "light")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    for other in LANGUAGES:
        page.goto(f"{address}{other}/calculator/")
        expect_shown(page, guide, other, "light", "light")
    page.goto(f"{address}{language}/")
    page.locator("button[data-scheme]:visible").focus()
    page.keyboard.press("Space")
    page.emulate_media(color_scheme="light")
    expect_shown(page, guide, language, "dark", "dark")
    page.keyboard.press("Enter")
    expect_shown(page, guide, language, "auto", "light")


def test_without_storage_the_switch_works_on_the_page(
    page: Page, address: str, guide: Guide
) -> None:
    page.emulate_media(color_scheme="light")
    page.add_init_script(NO_STORAGE)
    page.goto(f"{address}en/")
    for name, theme in (("auto", "light"), ("light", "light"), ("dark", "dark")):
        expect_shown(page, guide, "en", name, theme)
        page.locator("button[data-scheme]:visible").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_reads_no_style_sheet_again_once_it_is_shown(
    page: Page, address: str, language: str
) -> None:
    """Else the browser works out the style of everything anew: see main.html."""
    page.add_init_script("""
        addEventListener("load", () => setTimeout(() => {
            window.relative = [...document.querySelectorAll("link[rel=stylesheet]")]
                .filter((link) => !link.getAttribute("href").startsWith("http")).length;
        }), { once: true });
        new MutationObserver((records) => {
            window.changed = (window.changed ?? []).concat(
                records.filter(({ target }) => target.rel === "stylesheet" && document.body)
                    .map(({ target }) => target.href));
        }).observe(document, { subtree: true, attributeFilter: ["href"] });
    """)
    page.goto(f"{address}{language}/calculator/")
    page.wait_for_function("() => window.relative === 0")
    assert page.evaluate("window.changed ?? []") == []


@pytest.mark.parametrize("theme", SCHEMES)
def test_without_javascript_a_page_has_the_theme_of_the_system(
    new_context: NewContext, address: str, theme: str
) -> None:
    page = new_context(color_scheme=theme, java_script_enabled=False).new_page()
    page.goto(f"{address}en/structures/matrix/")
    paper = "rgb({}, {}, {})".format(*bytes.fromhex(PAPER[theme][1:]))
    expect(page.locator("body")).to_have_css("background-color", paper)
    expect(page.locator(".md-header")).to_have_css("background-color", paper)
    expect(page.locator("body")).to_have_css("color-scheme", theme)
