"""What is folded on pages: organisations of a sector, chapters about a structure.

A link, a click or paper opens them.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from service_structure import load_guide, load_precedents
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


STRUCTURES = list(load_guide().structures)
MOST_SCREENS = 9
EARLY = ("for", "against", "suits", "unsuited")
SCREENS_TO = """(ids) => ids.map((id) =>
  (document.getElementById(id).getBoundingClientRect().top + scrollY) / innerHeight)"""
LENGTH = "document.documentElement.scrollHeight / innerHeight"
CHAPTERS = """() => [...document.querySelectorAll(".chapter > :not(summary)")]
  .map((one) => one.offsetHeight)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_a_structure_is_told_in_nine_screens_and_what_decides_in_three(
    new_context: NewContext, address: str, language: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    for structure in STRUCTURES:
        page.goto(f"{address}{language}/structures/{structure}/")
        assert max(page.evaluate(SCREENS_TO, EARLY)) < 3, structure
        assert page.evaluate(LENGTH) <= MOST_SCREENS, structure
    page.goto(f"{address}{language}/method/")
    assert page.evaluate(LENGTH) <= MOST_SCREENS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_a_statement_opens_its_chapter(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}{language}/structures/product/")
    expect(page.locator(".chapter[open]")).to_have_count(0)
    link = page.locator(".for-against li a").first
    statement = page.locator(link.evaluate("link => link.hash"))
    expect(statement).to_be_hidden()
    link.click()
    expect(statement).to_be_in_viewport()
    expect(page.locator(".chapter[open]")).to_have_count(1)


# A visit of its own: a second jump within a tenth of a second of the first goes astray in Chromium.
def test_an_address_of_a_statement_opens_its_chapter(page: Page, address: str) -> None:
    page.goto(f"{address}en/structures/product/#to_matrix")
    expect(page.locator("#to_matrix")).to_be_in_viewport()
    expect(page.locator(".chapter[open]")).to_have_count(1)


def test_on_paper_and_without_javascript_all_chapters_are_open(
    page: Page, new_context: NewContext, address: str
) -> None:
    page.goto(f"{address}en/structures/product/")
    page.emulate_media(media="print")
    heights = page.evaluate(CHAPTERS)
    assert len(heights) > 20
    assert min(heights) > 0
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(f"{address}en/structures/product/")
    for place in ("#advantages", "#staffing", "#day_90", "#organisation"):
        expect(plain.locator(f".chapter:has({place}) > :not(summary)").first).to_be_visible()
