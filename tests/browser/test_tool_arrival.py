"""Who opens a link sees its result first; who goes on answering stays at the questions.

The link is that of a worked example, whose result comes with the site.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service_structure.case.case import read_case
from service_structure.decision.link import write_fragment
from tests.browser.calculator_page import GUIDE, SCREENS, Tool
from tests.browser.traffic import Held
from tools.settled import SETTLED, WATCH_WORKERS

type NewContext = Callable[..., BrowserContext]

LINK = write_fragment(read_case(GUIDE.scenarios["retail_chain"].answers, GUIDE)[0], GUIDE)
ONE_ANSWER = "size=tiny"  # after which a long question comes


def expect_result(page: Page) -> None:
    expect(page.locator("#calculator-card .card__sure")).to_be_attached()
    expect(page.locator("#verdict")).to_be_in_viewport(ratio=1)
    expect(page.locator("#ask fieldset")).not_to_be_in_viewport()


def expect_questions(page: Page) -> None:
    expect(page.locator("#calculator-card .card__sure")).to_be_attached()
    expect(page.locator("#verdict")).not_to_be_in_viewport()


def test_a_link_begins_with_its_result_and_leads_back_to_the_questions(
    new_context: NewContext, address: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    page.goto(f"{address}ru/calculator/#{LINK}")
    expect_result(page)
    assert page.evaluate("document.activeElement === document.body"), "the focus is elsewhere"
    page.locator(".bar__back").click()
    expect(page.locator("#ask .choice").first).to_be_in_viewport(ratio=1)
    page.locator("a[data-switch-language]").click()
    page.wait_for_url("**/en/calculator/*")
    expect_questions(page)
    page.reload()
    expect_questions(page)
    page.goto(f"{address}en/examples/")
    page.go_back()
    expect_questions(page)


def test_an_answer_of_the_home_page_puts_the_focus_on_the_next_question_without_a_ring(
    new_context: NewContext, address: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    page.goto(f"{address}en/")
    page.locator(".home__answers a").first.tap()
    question = page.locator("#ask fieldset")
    expect(question).to_be_focused()
    assert not question.evaluate("question => question.matches(':focus-visible')")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_link_with_scenarios_begins_with_their_comparison(
    new_context: NewContext, address: str, screen: str
) -> None:
    """The card shows what the sender has had last: the scenario that is marked."""
    page = new_context(**SCREENS[screen]).new_page()
    page.goto(
        f"{address}en/calculator/#regions=one&s1=Now,regions:many,size:large&s2=Then,regions:one"
    )
    expect(page.locator("#calculator-comparison table").first).to_be_in_viewport()
    expect(page.locator("#kept")).to_be_in_viewport(ratio=1)
    shown = GUIDE.say("kept_shown", "en")
    expect(page.locator(".kept label")).to_have_text(["Now", f"Then {shown}"])
    page.locator(".kept button").first.click()  # opens it
    expect(page.locator(".kept label")).to_have_text([f"Now {shown}", "Then"])


def test_a_link_with_a_single_scenario_begins_with_its_result(
    new_context: NewContext, address: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    page.goto(f"{address}ru/calculator/#{LINK}&s1=Now,regions:many")
    expect_result(page)


def test_a_reader_who_acts_before_the_result_is_there_stays_at_the_question(
    new_context: NewContext, address: str
) -> None:
    context = new_context(**SCREENS["phone"])
    python = Held(context, "**/python.zst")
    tool = Tool.loaded(context, address, "en", "phone", f"{ONE_ANSWER}&regions=one")
    tool.page.keyboard.press("Tab")
    assert tool.page.evaluate("document.activeElement !== document.body")
    python.release()
    tool.settle()
    expect_questions(tool.page)


def test_an_answer_on_the_home_page_leads_to_the_next_question(
    new_context: NewContext, address: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    page.goto(f"{address}ru/")
    page.locator(f".home__answers a[href*='{ONE_ANSWER}']").click()
    expect_questions(page)
    expect(page.locator(".bar")).to_be_visible()
    question, last, bar = page.evaluate(
        """() => ["#ask fieldset", "#ask .choice--unknown", ".bar"].map(
          (name) => document.querySelector(name).getBoundingClientRect().toJSON())"""
    )
    assert question["top"] > 0
    assert last["bottom"] <= bar["top"], "the bar covers an answer"


@pytest.mark.parametrize("language", GUIDE.languages)
def test_a_keyboard_goes_on_from_the_home_page_at_the_next_question(
    new_context: NewContext, address: str, language: str
) -> None:
    context = new_context(**SCREENS["desktop"])
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(f"{address}{language}/")
    answer = page.locator(f".home__answers a[href*='{ONE_ANSWER}']")
    for _ in range(40):
        page.keyboard.press("Tab")
        if answer.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/calculator/*")
    page.wait_for_function(SETTLED)
    question = page.locator("#ask fieldset")
    expect(question).to_be_focused()
    expect(question).to_be_in_viewport()
    assert question.get_attribute("id") != "size"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(question.locator(":checked")).to_have_count(1)
    page.wait_for_function(SETTLED)
    assert page.evaluate("location.hash").count("size=tiny") == 1


def test_on_a_wide_screen_the_card_is_in_sight_and_nothing_scrolls(
    new_context: NewContext, address: str
) -> None:
    page = new_context(**SCREENS["desktop"]).new_page()
    page.goto(f"{address}en/calculator/#{LINK}")
    expect(page.locator("#verdict")).to_be_in_viewport(ratio=1)
    expect(page.locator("#ask .choice").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0
