"""The calculator on another site: its two forms, the code for them, and a preview."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service_structure.views.render import MOST_ASKED
from tests.browser.calculator_page import GUIDE, LANGUAGES, PHONE, Tool
from tests.browser.test_accessibility import violations
from tests.site.built import HOME
from tools.settled import SETTLED, WATCH_WORKERS

type NewContext = Callable[..., BrowserContext]


def compact(context: BrowserContext, address: str, language: str, rest: str = "") -> Tool:
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(f"{address}embed.html?lang={language}&form=compact{rest}")
    page.wait_for_url("**/embed/**")
    page.wait_for_function(SETTLED, timeout=60_000)
    return Tool(page, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compact_form_asks_up_to_five_questions_and_shows_the_card_alone(
    new_context: NewContext, address: str, language: str
) -> None:
    tool = compact(new_context(**PHONE), address, language)
    page = tool.page
    for hidden in (".group", "#calculator-result", ".toolbar", ".examples", ".progress"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#calculator-card")).to_be_visible()
    assert not violations(page)
    progress = page.locator(".compact__progress")
    given = 0
    while page.locator("#ask").is_visible():
        given += 1
        expect(progress).to_have_text(tool.says("compact_progress", n=given, all=MOST_ASKED))
        asked = page.locator("#ask fieldset").get_attribute("id")
        page.locator("#ask .choice").nth(1).click()
        tool.settle()
        assert f"{asked}=" in tool.state
    assert given == len(tool.result.answers.given) <= MOST_ASKED
    expect(tool.verdict).to_have_text(tool.headline(tool.result))
    whole = page.locator(".compact__end a")
    expect(whole).to_be_visible()
    assert whole.get_attribute("href") == f"{HOME}{language}/calculator/#{tool.state}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".compact__end button").click()
    tool.settle()
    expect(page.locator("#ask")).to_be_visible()


def test_an_example_fills_the_compact_form(new_context: NewContext, address: str) -> None:
    tool = compact(new_context(), address, "en", "&preset=retail_chain")
    scenario = GUIDE.scenarios["retail_chain"]
    assert tool.result.recommended == scenario.recommends
    expect(tool.page.locator("#ask")).to_be_hidden()


def test_without_the_word_the_whole_form_stands(page: Page, address: str) -> None:
    page.goto(f"{address}en/embed/?form=other")
    expect(page.locator(".group").first).to_be_visible()
    expect(page.locator(".compact")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_for_another_site_follows_the_form_and_can_be_seen(
    new_context: NewContext, address: str, language: str
) -> None:
    tool = Tool.opened(new_context(), address, language)
    code = tool.page.locator("#embed-code")
    tool.unfold(code)
    expect(code).to_contain_text(f'embed.html?lang={language}"')
    tool.page.get_by_label(tool.says("embed_form")).select_option(index=1)
    expect(code).to_contain_text(f'embed.html?lang={language}&form=compact"')
    expect(tool.page.locator("#embed-preview iframe")).to_have_count(0)
    tool.page.get_by_role("button", name=tool.says("embed_preview")).click()
    frame = tool.page.frame_locator("#embed-preview iframe")
    expect(frame.locator("#calculator-card")).to_be_visible()
    expect(frame.locator(".group").first).to_be_hidden()
    fits = """() => {
      const frame = document.querySelector("#embed-preview iframe");
      const { scrollHeight, clientHeight } = frame.contentDocument.documentElement;
      return frame.offsetHeight > 300 && scrollHeight <= clientHeight;
    }"""
    tool.page.wait_for_function(fits)
    before = tool.page.locator("#embed-preview iframe").bounding_box()
    for _ in range(2):
        question = frame.locator("#ask fieldset").get_attribute("id")
        frame.locator("#ask .choice").nth(1).click()
        expect(frame.locator(f"#ask #{question}")).to_have_count(0)  # the next one is asked
    expect(frame.locator("#calculator-card .card__figures").first).to_be_visible()
    tool.page.wait_for_function(fits)
    after = tool.page.locator("#embed-preview iframe").bounding_box()
    assert before
    assert after
    assert before["height"] != after["height"], "the frame does not follow its page"
    assert not tool.heard
