"""The organisations of a sector: a line of each, which a link, a click or paper opens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from service_structure import load_precedents
from tests.browser.calculator_page import LANGUAGES, SCREENS

CASE = [case for case in load_precedents().values() if case.sector == "public"][-1]
SECTOR = "cases/public/"

NewContext = Callable[..., BrowserContext]


def fold(page: Page) -> Locator:
    return page.locator("details.precedent").filter(has=page.locator(f"#{CASE.id}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_an_organisation_opens_it(
    new_context: NewContext, address: str, language: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    page.goto(f"{address}{language}/{SECTOR}")
    expect(page.locator("details.precedent[open]")).to_have_count(0)
    expect(fold(page).locator("summary").first).to_contain_text(CASE.organisation[language])
    page.goto(f"{address}{language}/{SECTOR}#{CASE.id}")
    expect(fold(page)).to_have_attribute("open", "")
    expect(page.locator(f"#{CASE.id}")).to_be_in_viewport()
    expect(fold(page).locator(".case").first).to_be_visible()


def test_without_javascript_a_click_opens_an_organisation(
    new_context: NewContext, address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}en/{SECTOR}")
    fold(page).locator("summary h2").click()
    expect(fold(page).locator(".case").first).to_be_visible()


def test_on_paper_all_organisations_are_open(page: Page, address: str) -> None:
    page.goto(f"{address}en/{SECTOR}")
    page.emulate_media(media="print")
    heights = page.evaluate(
        "[...document.querySelectorAll('.precedent > .case')].map((one) => one.offsetHeight)"
    )
    assert heights
    assert min(heights) > 0


def test_a_link_to_a_step_of_the_folded_working_opens_it(page: Page, address: str) -> None:
    page.goto(f"{address}en/method/#example_values")
    expect(page.locator("#example_values")).to_be_in_viewport()
