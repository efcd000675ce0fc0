"""A change that puts another structure first is told beside it, and undone there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.calculator_page import GUIDE, LANGUAGES, Tool

EXPERTS = {"product_difference": "very", "hours": "business", "complexity": "complex"}
ANNOUNCED_MS = 3000  # a summary waits until answers no longer change


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_first_place_is_told_and_undone_with_the_keyboard(
    cleared: Callable[[str, str], Tool], language: str
) -> None:
    tool = cleared(language, "phone")
    line = tool.page.locator(".card__turned")
    for factor, level in EXPERTS.items():
        tool.choose(factor, level)
        expect(line).to_have_count(0)
    before, state = tool.result.recommended, tool.state
    tool.choose("complexity", "simple")
    assert tool.result.recommended != before
    inside = GUIDE.languages[language].inside
    name = inside(GUIDE.structures[before].short[language])
    criterion = inside(GUIDE.criteria["product_knowledge"].name[language])
    told = tool.says("card_turned_by", before=name, criterion=criterion)
    expect(line).to_contain_text(told, use_inner_text=True)
    for place in ("#calculator-summary", "#calculator-announcement"):
        expect(tool.page.locator(place)).to_contain_text(told, timeout=ANNOUNCED_MS)
    button = line.get_by_role("button", name=tool.says("undo"))
    button.focus()
    tool.page.keyboard.press("Enter")
    tool.settle()
    assert tool.state == state
    expect(line).to_have_count(0)
    expect(tool.page.locator("#calculator-card")).to_be_focused()


def test_a_step_that_leaves_the_first_place_alone_ends_what_was_told(
    cleared: Callable[[str, str], Tool],
) -> None:
    tool = cleared("en", "desktop")
    line = tool.page.locator(".card__turned")
    for factor, level in {**EXPERTS, "complexity": "simple"}.items():
        tool.choose(factor, level)
    tool.choose("complexity", "complex")
    expect(line).to_have_count(1)
    tool.choose("segments", "distinct")
    expect(line).to_have_count(0)
    tool.example("online_shop")
    expect(line).to_have_count(0)


def test_typing_compares_with_what_was_there_before_the_field(
    cleared: Callable[[str, str], Tool],
) -> None:
    """A number is typed letter by letter, which is one step: 1, 12, 120."""
    tool = cleared("en", "desktop")
    for factor, level in EXPERTS.items():
        tool.choose(factor, level)
    before = tool.result.recommended
    slider = tool.page.locator("#w-product_knowledge-slider")
    tool.unfold(slider)
    slider.fill("0")
    tool.settle()
    first = tool.result.recommended
    line = tool.page.locator(".card__turned")
    expect(line).to_have_count(int(first != before))
    slider.fill("60")
    tool.settle()
    expect(line).to_have_count(int(tool.result.recommended != before))
