"""A page in the hands of a reader: notes on terms, and the decision table on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import LANGUAGES


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_a_note_opens_by_keyboard_and_by_touch_within_the_window(
    page: Page, address: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{address}en/myths/")
    term = page.locator(".term").first
    note = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(note).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= size[0]
    assert 0 <= box["y"] <= box["y"] + box["height"] <= size[1]
    assert box["width"] >= min(300, size[0] - 40), "as wide as the text on a phone"
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    term.click()
    expect(note).to_be_visible()
    page.locator("h1").click()
    expect(note).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_decision_table_prints_on_one_sheet(
    page: Page, address: str, language: str, theme: str
) -> None:
    page.emulate_media(color_scheme="light" if theme == "light" else "dark")
    page.goto(f"{address}{language}/decision_table/")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, "say less in the table, or smaller"
    page.emulate_media(media="print")
    paper = "() => getComputedStyle(document.body).getPropertyValue('--paper')"
    assert page.evaluate(paper) == "#ffffff", "a dark theme wastes ink"
