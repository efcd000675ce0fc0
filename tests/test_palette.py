"""The switch between light and dark: of the system, or chosen and kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from tool import LANGUAGES

from calculator.records import Guide

NewContext = Callable[..., BrowserContext]

SCHEMES = {"light": "default", "dark": "slate"}
PAPER = {"light": "#ffffff", "dark": "#171a20"}
NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("none"); } });
"""
COLOURS = """
() => [...document.querySelectorAll("meta[name=theme-color]")]
  .filter(({ media }) => matchMedia(media).matches).map(({ content }) => content)
"""


def shown(page: Page) -> tuple[str, str, list[str]]:
    """The name of the switch, the theme of the page, and the colour it gives the browser."""
    name = page.locator("button[data-scheme]:visible").get_attribute("aria-label")
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    return str(name), str(scheme), page.evaluate(COLOURS)


def has(guide: Guide, language: str, name: str, theme: str) -> tuple[str, str, list[str]]:
    return guide.messages[f"palette_{name}"][language], SCHEMES[theme], [PAPER[theme]]


@pytest.mark.parametrize("theme", SCHEMES)
def test_a_page_has_the_theme_of_the_system_before_any_script_has_come(
    new_context: NewContext, address: str, theme: str
) -> None:
    page = new_context(color_scheme=theme).new_page()

    def abort(route: Route) -> None:
        route.abort()

    page.route("**/*.js", abort)
    page.goto(f"{address}en/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[theme])
    paper = "rgb({}, {}, {})".format(*bytes.fromhex(PAPER[theme][1:]))
    expect(page.locator(".md-header")).to_have_css("background-color", paper)
    assert page.evaluate(COLOURS) == [PAPER[theme]], "main.html and style.css differ"


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_choose_a_theme_that_stays_on_every_page_in_every_language(
    page: Page, address: str, guide: Guide, language: str
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}{language}/")
    assert shown(page) == has(guide, language, "auto", "light")
    page.emulate_media(color_scheme="dark")
    assert shown(page) == has(guide, language, "auto", "dark")
    page.locator("button[data-scheme]:visible").focus()
    page.keyboard.press("Enter")
    assert shown(page) == has(guide, language, "light", "light")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    for other in LANGUAGES:
        page.goto(f"{address}{other}/calculator/")
        assert shown(page) == has(guide, other, "light", "light")
    page.goto(f"{address}{language}/")
    page.locator("button[data-scheme]:visible").focus()
    page.keyboard.press("Space")
    page.emulate_media(color_scheme="light")
    assert shown(page) == has(guide, language, "dark", "dark")
    page.keyboard.press("Enter")
    assert shown(page) == has(guide, language, "auto", "light")


def test_without_storage_the_switch_works_on_the_page(
    page: Page, address: str, guide: Guide
) -> None:
    page.emulate_media(color_scheme="light")
    page.add_init_script(NO_STORAGE)
    page.goto(f"{address}en/")
    for name, theme in (("auto", "light"), ("light", "light"), ("dark", "dark")):
        assert shown(page) == has(guide, "en", name, theme)
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
