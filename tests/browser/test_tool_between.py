"""An answer between two levels on the page, and parts of the result that wait to be seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.calculator_page import GUIDE, Tool
from tests.support import words

NewContext = Callable[..., BrowserContext]

CLOSE_PARTS = "() => document.querySelectorAll('.part').forEach(part => { part.open = false; })"


def asked(tool: Tool) -> str:
    return str(tool.page.locator("#ask fieldset").get_attribute("id"))


def between(tool: Tool) -> Locator:
    return tool.page.locator("#ask .between")


def choice(tool: Tool, factor: str, value: str) -> Locator:
    return tool.page.locator(f'input[name="{factor}"][value="{value}"]')


def plain(text: str | None) -> str:
    """A text as it was written: without the joiners that the page puts into it."""
    return words(text or "").replace("\N{WORD JOINER}", "")


def test_a_reader_who_hesitates_between_two_answers_says_so_and_is_asked_on(tool: Tool) -> None:
    factor = GUIDE.factors[asked(tool)]
    first, second = factor.levels[:2]
    expect(between(tool)).not_to_have_attribute("open", "")
    between(tool).locator("summary").click()
    pair = between(tool).locator(".choice").first
    told = tool.says(
        "answer_between", one=first.name[tool.language], other=second.name[tool.language]
    )
    assert plain(pair.inner_text()) == words(told)
    pair.click()
    tool.settle()
    assert f"{factor.id}={first.id}~{second.id}" in tool.state
    assert tool.result.answers.pairs == {factor.id: (first.id, second.id)}
    tool.expect_advice(tool.state)
    assert asked(tool) != factor.id, "the next question follows"
    tool.do("ask-back")
    assert asked(tool) == factor.id
    expect(choice(tool, factor.id, f"{first.id}~{second.id}")).to_be_checked()
    tool.do("undo")
    assert tool.state == ""
    expect(tool.page.locator(f"#{factor.id} :checked")).to_have_count(0)


def test_what_is_answered_between_two_is_not_asked_again(tool: Tool) -> None:
    pairs = "&".join(f"{f.id}={f.levels[0].id}~{f.levels[1].id}" for f in GUIDE.factors.values())
    tool.go(pairs)
    count = len(GUIDE.factors)
    expect(tool.page.locator("#calculator-progress")).to_have_text(
        tool.says("progress", given=count, all=count)
    )
    for group in tool.page.locator(".group__count").all():
        given, every = [int(n) for n in group.inner_text().split() if n.isdigit()]
        assert given == every


def test_a_link_shows_its_two_answers_also_where_they_are_no_neighbours(tool: Tool) -> None:
    tool.go("regions=one~few&products=few~many")
    for factor, value in (("regions", "one~few"), ("products", "few~many")):
        box = choice(tool, factor, value)
        expect(box).to_be_checked()
        assert box.evaluate("box => box.closest('.between').open")
    levels = GUIDE.factors["products"]
    either = [levels.level(own).name[tool.language] for own in ("few", "many")]
    label = tool.page.locator('.choice:has([name=products][value="few~many"])')
    assert plain(label.text_content()) == words(
        tool.says("answer_between", one=either[0], other=either[1])
    )
    tool.choose("size", "tiny")  # what the form has no button for at first is not lost
    assert "products=few~many" in tool.state
    assert "regions=one~few" in tool.state
    tool.go("regions=one")
    assert not choice(tool, "regions", "one").evaluate(
        "box => box.closest('fieldset').querySelector('.between').open"
    )


@pytest.mark.parametrize("value", ["one~", "~few", "few~one~few", "one~<img>", "one~one~one"])
def test_a_damaged_pair_adds_no_choice(tool: Tool, value: str) -> None:
    count = tool.page.locator("[name=regions]").count()
    tool.go(f"size=tiny&regions={value}")
    assert tool.page.locator("[name=regions]").count() == count
    assert not tool.page.locator("#calculator-form img").count()


def test_a_keyboard_reaches_the_pairs(cleared: Callable[[str, str], Tool]) -> None:
    tool = cleared("en", "desktop")
    factor = asked(tool)
    choice(tool, factor, "").focus()
    tool.page.keyboard.press("Tab")
    assert tool.page.evaluate("document.activeElement.matches('#ask .between > summary')")
    tool.page.keyboard.press("Enter")
    choice(tool, factor, "").focus()
    tool.page.keyboard.press("ArrowDown")
    tool.settle()
    first, second = GUIDE.factors[factor].levels[:2]
    assert tool.result.answers.pairs == {factor: (first.id, second.id)}
    assert asked(tool) == factor, "a keyboard walks on through the answers"


# Parts


def test_a_closed_part_costs_nothing_and_comes_when_it_is_opened(tool: Tool) -> None:
    tool.page.evaluate(CLOSE_PARTS)
    tool.choose("size", "large")
    before = tool.page.evaluate("questions()")
    tool.choose("regions", "many")
    assert tool.page.evaluate("questions()") - before <= 2, "the result, and what the card lacks"
    tool.page.locator(".part--money > summary").click()
    tool.settle()
    for slot in ("cost-finding", "split-finding"):
        expect(tool.page.locator(f"[data-slot={slot}]")).not_to_be_empty()
        expect(tool.page.locator(f"[data-slot={slot}]")).not_to_have_attribute("data-stale", "")
    tool.open_parts()
    for place in tool.page.locator(".part [data-slot]:not([data-slot=alike])").all():
        expect(place).not_to_have_attribute("data-stale", "")


def test_a_reader_who_points_at_a_title_finds_the_part_worked_out(tool: Tool) -> None:
    tool.go("size=large&regions=many")
    tool.page.evaluate(CLOSE_PARTS)
    tool.choose("products", "many")
    before = tool.page.evaluate("questions()")
    tool.page.locator(".part > summary").last.focus()
    tool.settle()
    assert tool.page.evaluate("questions()") > before
    assert not tool.page.locator(".part").last.evaluate("part => part.open")
