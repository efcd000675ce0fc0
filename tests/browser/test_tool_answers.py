"""Answering: examples, “don’t know”, progress, undo, reset, changes, what stays in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from service_structure.case.case import read_case
from service_structure.case.number_output import duration
from service_structure.decision.link import write_fragment
from service_structure.views.card import in_brief
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from tests.browser.calculator_page import GUIDE, SCREENS, Tool
from tests.browser.instant import allow_instant_navigation
from tests.support import words

type NewContext = Callable[..., BrowserContext]


def test_an_example_answers_the_questions_and_one_click_takes_it_back(tool: Tool) -> None:
    scenario = GUIDE.scenarios["retail_chain"]
    tool.choose("regions", "one")
    before = tool.state
    tool.example("retail_chain")
    tool.expect_advice(write_fragment(read_case(scenario.answers, GUIDE)[0], GUIDE))
    for factor, level in scenario.answers.items():
        expect(tool.page.locator(f'input[name="{factor}"][value="{level}"]')).to_be_checked()
    expect_progress(tool, len(scenario.answers))
    tool.do("undo")
    assert tool.state == before
    expect(tool.told).to_have_text(tool.says("undone"))
    expect_progress(tool, 1)


def test_every_question_stands_open_until_it_is_answered(tool: Tool) -> None:
    for factor in GUIDE.factors.values():
        unknown = tool.page.locator(f'input[name="{factor.id}"][value=""]')
        expect(unknown).not_to_be_checked()
        told = GUIDE.languages[tool.language].unbroken(tool.says("dont_know"))
        expect(unknown.locator("xpath=..")).to_have_text(told)
    expect(tool.verdict).to_have_text(tool.headline(tool.result))
    expect(tool.page.locator("#changes")).to_have_count(0)
    tool.choose("size", "huge")
    expect_progress(tool, 1)
    tool.choose("size", "")
    expect_progress(tool, 0)
    assert tool.state == ""


def test_nothing_is_chosen_but_what_a_reader_has_chosen(tool: Tool) -> None:
    chosen = tool.page.locator("#calculator-form [type=radio]:checked")
    expect(chosen).to_have_count(0)
    tool.choose("regions", "one")
    tool.choose("size", "")
    tool.choose("products", "few")
    expect(chosen).to_have_count(3)
    tool.do("undo")  # that the size is not known stays said
    expect(chosen).to_have_count(2)
    expect(tool.page.locator('input[name="size"][value=""]')).to_be_checked()
    tool.page.locator("#calculator-toolbar [type=reset]").click()
    tool.settle()
    expect(chosen).to_have_count(0)
    tool.expect_advice("")
    expect(tool.verdict).to_have_text(tool.headline(tool.result))


def test_progress_counts_the_questions_that_are_answered(tool: Tool) -> None:
    expect_progress(tool, 0)
    for given, factor in enumerate(list(GUIDE.factors.values())[:3], 1):
        tool.choose(factor.id, factor.levels[0].id)
        expect_progress(tool, given)


def test_undo_goes_back_step_by_step(new_context: NewContext, address: str) -> None:
    tool = Tool.opened(new_context(), address, "en")
    undo = tool.page.locator("#calculator-toolbar [data-action=undo]")
    expect(undo).to_be_disabled()
    states = [tool.state]
    for factor, level in (("regions", "many"), ("size", "huge"), ("regions", "one")):
        tool.choose(factor, level)
        states.append(tool.state)
    for state in states[-2::-1]:
        undo.click()
        tool.settle()
        assert tool.state == state
        tool.expect_advice(state)
    expect(undo).to_be_disabled()


def test_a_reset_empties_everything_and_can_be_undone(tool: Tool) -> None:
    tool.go("regions=many&n.aht=420&w.cost=30")
    full = tool.state
    tool.page.locator("button[form=calculator-form]").click()
    tool.settle()
    assert tool.state == ""
    tool.expect_advice("")
    for name in ("n-aht", "w-cost"):
        expect(tool.page.locator(f"#{name}")).to_have_value("")
    expect_progress(tool, 0)
    tool.do("undo")
    assert tool.state == full
    expect(tool.page.locator("#n-aht")).to_have_value(duration(420, GUIDE, tool.language))
    expect(tool.page.locator("#w-cost")).to_have_value("30")


def test_what_would_change_the_advice_is_one_click_away_and_one_click_back(tool: Tool) -> None:
    tool.go("regions=many&size=large")
    before = tool.state
    ways = tool.page.locator(".changes li a")
    tool.open_part("compare")
    assert ways.count(), "no answer would change the advice: take other answers for this test"
    fragment = str(ways.first.get_attribute("href")).removeprefix("#")
    promised = words(str(ways.first.locator("xpath=..").text_content()))
    ways.first.click()
    tool.settle()
    tool.expect_advice(fragment)
    advised = tool.name(tool.result.recommended).lower()
    assert promised.lower().endswith(f"{tool.says('then')} {advised}")
    tool.do("undo")
    assert tool.state == before
    tool.expect_advice(before)


@pytest.mark.parametrize("instant", [False, True])
def test_the_first_step_within_the_page_keeps_what_was_done_there(
    new_context: NewContext, address: str, instant: bool
) -> None:
    context = new_context(**SCREENS["desktop"])
    tool = Tool.loaded(context, address, "en")
    if instant:
        allow_instant_navigation(tool.page, address)
        tool.page.reload()
    tool.settle()
    answers = {"regions": "many", "size": "large"}
    for factor, level in answers.items():
        tool.choose(factor, level)
    tool.page.evaluate("document.getElementById('calculator-result').dataset.seen = 'yes'")
    tool.open_part("compare")
    way = tool.page.locator(".changes li a").first
    way.scroll_into_view_if_needed()
    tool.draw()
    way.click()
    tool.settle()
    expect(tool.page.locator("#calculator-result")).to_have_attribute("data-seen", "yes")
    expect(tool.page.locator("section.changes")).to_be_in_viewport()
    for _ in range(len(answers) + 1):
        tool.do("undo")
    assert tool.state == ""
    tool.page.go_back()
    expect(tool.page.locator("#calculator-result")).to_have_attribute("data-seen", "yes")


def test_a_result_stays_where_it_was_scrolled_to(tool: Tool) -> None:
    tool.choose("regions", "many")
    tool.open_part("compare")
    heading = tool.page.locator("#changes")
    heading.evaluate("element => element.scrollIntoView()")
    tool.draw()
    before = heading.bounding_box()
    tool.go("regions=many&size=large&complexity=low")
    after = heading.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 30, "the reader has lost the line"


def test_the_advice_stays_in_sight_while_the_questions_pass(tool: Tool) -> None:
    tool.choose("regions", "many")
    tool.page.locator("#group-management").scroll_into_view_if_needed()
    summary = tool.page.locator("#calculator-summary")
    if tool.screen == "desktop":
        expect(summary).to_be_hidden()
        expect(tool.page.locator("#calculator-card")).to_be_in_viewport(ratio=0.5)
        return
    expect(summary).to_be_in_viewport(ratio=1)
    expect(summary).to_have_text(in_brief(Findings(tool.result, GUIDE, tool.language, PAGE)))
    state = tool.state
    summary.click()
    expect(tool.verdict).to_be_in_viewport(ratio=1)
    back = tool.page.locator(".bar__back")
    expect(back).to_have_text(tool.says("to_questions"))
    back.click()
    expect(tool.page.locator("#ask .help")).to_be_in_viewport(ratio=1)
    expect(back).to_be_hidden()
    tool.page.wait_for_function("wanted => location.hash.slice(1) === wanted", arg=state)


def test_answers_of_last_time_are_offered_again(new_context: NewContext, address: str) -> None:
    context = new_context()
    first = Tool.opened(context, address, "ru")
    expect(first.page.locator("#calculator-draft")).to_be_hidden()
    first.choose("regions", "many")
    state = first.state
    first.page.close()
    again = Tool.opened(context, address, "ru")
    offer = again.page.locator("#calculator-draft")
    expect(offer).to_contain_text(again.says("draft"))
    assert again.state == "", "nothing is applied unasked"
    again.do("draft")
    again.expect_advice(state)
    expect(offer).to_be_hidden()


def expect_progress(tool: Tool, given: int) -> None:
    said = tool.says("progress", given=given, all=len(GUIDE.factors))
    expect(tool.page.locator("#calculator-progress")).to_have_text(said)
    expect(tool.page.locator("#calculator-meter")).to_have_js_property("value", given)
