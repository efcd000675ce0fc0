"""States that a reader may meet: no Python yet, slow, failed, offline, no script, odd results."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from service_structure import load_guide, recommend
from service_structure.decision.model import VERDICTS
from service_structure.source.records import Guide
from service_structure.views import render_page
from service_structure.views.card import card, in_brief
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from tests.browser.calculator_page import (
    BROKEN_WORDS,
    EACH_ONCE,
    GUIDE,
    HANDLE_EVENTS,
    SCREENS,
    Tool,
    sticking_out,
)
from tests.browser.instant import allow_instant_navigation
from tests.browser.test_accessibility import violations
from tests.browser.traffic import Held
from tests.support import DataCopy, words

LONG = "Dienstleistungsorganisationsstrukturberatungsgesellschaft"
PUT = """([card, below]) => {
  document.getElementById("calculator-card").innerHTML = card;
  document.getElementById("calculator-result").innerHTML = below;
}"""

# What the browser says if the network goes while the site is being kept for later: of a file, or of
# the service worker's script.
KEEPING_CUT_SHORT = re.compile(
    r"ERR_INTERNET_DISCONNECTED|^An unknown error occurred when fetching the script\.$"
)

# Python's answers reach the page a second late. Tells how many it was asked for and has given.
SLOW_ANSWERS = """(() => {
  const { postMessage } = Worker.prototype;
  window.asked = window.answered = 0;
  Worker.prototype.postMessage = function (message) {
    if (message.type !== "request") return postMessage.call(this, message);
    window.asked += 1;
    setTimeout(() => {
      this.addEventListener("message", () => (window.answered += 1), { once: true });
      postMessage.call(this, message);
    }, 1000);
  };
})();"""
# What Python is told and says, in turn: the ids of requests and responses, and that it is ready.
HEARD = """(() => {
  const { postMessage } = Worker.prototype;
  const watched = new Set();
  window.heard = [];
  Worker.prototype.postMessage = function (message) {
    if (message.type === "request") {
      if (!watched.has(this)) {
        this.addEventListener("message", ({ data: { type, id, stage } }) => {
          if (type === "response" || stage === "ready") window.heard.push(stage ?? `${type} ${id}`);
        });
      }
      watched.add(this);
      window.heard.push(`request ${message.id}`);
    }
    return postMessage.call(this, message);
  };
})();"""
DISPLAY = "(group) => getComputedStyle(group.querySelector('summary').nextElementSibling).display"

type NewContext = Callable[..., BrowserContext]


@pytest.mark.everywhere
@pytest.mark.parametrize("language", GUIDE.languages)
def test_on_the_narrowest_phones_the_card_breaks_no_word(
    cleared: Callable[[str, str], Tool], language: str
) -> None:
    tool = cleared(language, "phone")
    for fragment in ("regions=many&size=large", "regions=one", "size=huge&n.agents=420"):
        tool.go(fragment)
        for width in (320, 344, 360):
            tool.page.set_viewport_size({"width": width, "height": 700})
            broken = tool.page.evaluate(BROKEN_WORDS, "#calculator-card")
            assert not broken, f"{width} px: {broken}"


@pytest.mark.parametrize(("language", "screen"), EACH_ONCE)
def test_before_python_is_ready_the_page_can_be_read_and_answered(
    new_context: NewContext, address: str, language: str, screen: str
) -> None:
    context = new_context(**SCREENS[screen])
    context.add_init_script(HEARD)
    runtime = Held(context, "**/runtime/**")
    tool = Tool.loaded(context, address, language, screen)
    status = tool.page.locator("#calculator-status")
    expect(status).to_have_text(re.compile(".+"))
    expect(status).not_to_have_text(tool.says("status_ready"))
    shown = re.compile(r"^(?!.*visually-hidden)")
    expect(status).to_have_class(shown)
    expect(tool.verdict).to_have_text(tool.headline(recommend({})))
    tool.page.locator('input[name="regions"][value="one"]').check()
    tool.unfold(tool.page.locator("#n-aht"))
    tool.page.locator("#n-aht").fill("240")
    tool.page.locator("#n-aht").blur()
    runtime.release()
    tool.settle()
    expect(status).to_have_text(tool.says("status_ready"))
    expect(status).not_to_have_class(shown)  # beside "0 of 21 answered" it would read as an end
    assert "n.aht=240" in tool.state
    assert "regions=one" in tool.state
    tool.expect_advice("regions=one&n.aht=240")
    # Python knew the newest answers when it was ready, and did not work out the former.
    told = tool.page.evaluate("window.heard")
    assert told.index("request 3") < told.index("ready")
    assert not {"response 1", "response 2"} & set(told)
    assert "response 3" in told
    assert not tool.heard


def test_a_failed_start_is_told_and_tried_again_as_often_as_wanted(
    new_context: NewContext, address: str
) -> None:
    language = "ru"
    context = new_context()
    context.route("**/runtime/**", lambda route: route.abort())
    tool = Tool.loaded(context, address, language)
    retry = tool.page.get_by_role("button", name=tool.says("retry"))
    status = tool.page.locator("#calculator-status")
    for _ in range(2):
        expect(status).to_have_text(tool.says("status_failed"))
        tool.page.locator('input[name="regions"][value="one"]').check()
        retry.click()
    expect(status).to_have_text(tool.says("status_failed"))
    context.unroute("**/runtime/**")
    retry.click()
    tool.settle()
    expect(retry).to_be_hidden()
    tool.expect_advice("regions=one")


def test_a_page_whose_files_are_gone_with_a_new_version_says_so_and_loads_that(
    new_context: NewContext, address: str
) -> None:
    language = "ru"
    context = new_context()
    context.route("**/runtime/**", lambda route: route.abort())
    tool = Tool.loaded(context, address, language)
    status = tool.page.locator("#calculator-status")
    expect(status).to_have_text(tool.says("status_failed"))
    assets = tool.page.locator(".calculator").get_attribute("data-assets") or ""
    newer = tool.page.content().replace(f'"{assets}"', '"../assets/new/"')

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.continue_()
        else:
            route.fulfill(body=newer, content_type="text/html")

    context.route(f"**/{language}/calculator/", answer)
    tool.page.locator('input[name="regions"][value="one"]').check()
    retry = tool.page.get_by_role("button", name=tool.says("retry"))
    with tool.page.expect_navigation():
        retry.click()
    expect(tool.page.locator('input[name="regions"][value="one"]')).to_be_checked()


def test_a_page_without_its_script_says_so(new_context: NewContext, address: str) -> None:
    """A host that serves scripts as another type, or a filter that keeps one back (fault E01)."""
    context = new_context()
    body = {"content_type": "application/octet-stream", "body": "export {};"}
    context.route("**/calculator.js", lambda route: route.fulfill(**body))
    page = context.new_page()
    page.goto(f"{address}en/calculator/#size=large")
    messages = load_guide().messages
    expect(page.get_by_role("alert").first).to_contain_text(messages["incomplete"]["en"])
    page.locator('input[name="regions"][value="one"]').check()
    assert page.evaluate("location.hash") == "#size=large&regions=one"
    context.unroute("**/calculator.js")
    with page.expect_navigation():
        page.get_by_role("button", name=messages["load_again"]["en"]).click()
    expect(page.locator('input[name="regions"][value="one"]')).to_be_checked()
    expect(page.locator("#incomplete")).to_be_hidden()


def test_offline_everything_works_on(new_context: NewContext, address: str) -> None:
    context = new_context(service_workers="allow")
    tool = Tool.opened(context, address, "ru")
    tool.choose("size", "large")
    tool.open_part("money")  # the script that draws charts is fetched for the first of them
    context.set_offline(True)
    tool.choose("regions", "many")
    tool.expect_advice("size=large&regions=many")
    expect(tool.page.locator("[data-chart=cost] svg")).to_be_visible()
    tool.do("qr")
    expect(tool.page.locator("#calculator-qr svg")).to_be_visible()
    tool.page.keyboard.press("Escape")
    tool.keep("Mine")
    expect(tool.page.locator(".kept li")).to_have_count(1)
    assert not [line for line in tool.heard if not KEEPING_CUT_SHORT.search(line)]


def test_an_answer_that_comes_when_another_page_is_shown_is_dropped(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.add_init_script(SLOW_ANSWERS)
    allow_instant_navigation(context, address)
    tool = Tool.loaded(context, address, "en")
    tool.page.wait_for_function("() => window.asked === 1")
    tool.page.locator(".md-footer__link--next").click()
    expect(tool.page.locator("#calculator-form")).to_have_count(0)
    tool.page.wait_for_function("() => window.answered === 1")
    tool.page.evaluate(HANDLE_EVENTS)
    assert not tool.heard
    tool.page.go_back()
    expect(tool.page.locator("#calculator-form")).to_have_count(1)
    tool.settle()
    tool.expect_advice("")


def test_what_is_closed_in_the_form_has_no_layout_until_python_rests(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    python = Held(context, "**/python.zst")
    tool = Tool.loaded(context, address, "en")
    group = tool.page.locator("#calculator-form details.group").last
    field = group.locator("input").first
    expect(field).to_be_hidden()
    assert group.evaluate(DISPLAY) == "none"
    group.locator("> summary").focus()
    tool.page.keyboard.press("Enter")
    expect(field).to_be_visible()
    tool.page.keyboard.press("Enter")
    expect(field).to_be_hidden()
    python.release()
    tool.settle()
    expect(tool.page.locator("#calculator-form")).to_have_attribute("data-settled", "")
    assert group.evaluate(DISPLAY) != "none"


@pytest.mark.parametrize(("language", "screen"), EACH_ONCE)
def test_without_javascript_nothing_is_offered_that_cannot_work(
    new_context: NewContext, address: str, language: str, screen: str
) -> None:
    page = new_context(java_script_enabled=False, **SCREENS[screen]).new_page()
    page.goto(f"{address}{language}/calculator/")
    expect(page.locator(".calculator noscript .notice")).to_be_visible()
    expect(page.locator(".verdict__name")).to_be_visible()
    for dead in (".toolbar", ".examples", "#calculator-kept", "#calculator-draft"):
        expect(page.locator(dead)).to_be_hidden()
    folds = "summary:not(.cite-page > *)"  # that one holds text alone and opens by itself
    controls = page.locator(f"button, input, select, textarea, {folds}, [tabindex]:not(a)")
    assert not controls.evaluate_all(
        """all => all.filter((one) => one.checkVisibility({ visibilityProperty: true }))
          .map((one) => one.outerHTML)"""
    )
    menu = page.locator(".md-tabs, .plain-menu").locator("visible=true")
    expect(menu.get_by_role("link")).to_have_count(7)


def test_a_verdict_says_how_sure_it_is(tool: Tool) -> None:
    for verdict, fragment in with_every_verdict().items():
        tool.go(fragment)
        found = Findings(tool.result, GUIDE, tool.language, PAGE)
        is_choice = card(found).choice
        said = words(tool.says("card_open" if is_choice else f"verdict_{verdict}"))
        expect(tool.page.locator(".card__sure strong")).to_have_text(said)
        told = words(in_brief(found))
        expect(tool.page.locator("#calculator-summary")).to_have_text(told)
        assert not violations(tool.page, within=["#calculator-card", "#calculator-result"])


@pytest.mark.everywhere
@pytest.mark.parametrize(("language", "screen"), EACH_ONCE)
def test_very_long_names_break_nothing(
    new_context: NewContext, address: str, copy: DataCopy, language: str, screen: str
) -> None:
    guide = with_long_names(copy)
    result = recommend({"regions": "many", "size": "huge"}, guide)
    views = render_page(result, guide, language)[:2]
    assert "".join(views).count(LONG) > 10
    page = shown(new_context(**SCREENS[screen]), address, language, views)
    page.evaluate(
        "document.querySelectorAll('.calculator details').forEach(d => { d.open = true; })"
    )
    assert not violations(page)
    for each in SCREENS.values():
        page.set_viewport_size(each["viewport"])
        expect_inside(page)


@cache
def with_every_verdict() -> dict[str, str]:
    """Answers that lead to each verdict: one answer, or those of an example."""
    single = [{factor.id: v.id} for factor in GUIDE.factors.values() for v in factor.levels]
    found: dict[str, str] = {}
    for answers in (*(dict(one.answers) for one in GUIDE.scenarios.values()), *single):
        found.setdefault(recommend(answers, GUIDE).verdict, urlencode(answers))
        if len(found) == len(VERDICTS):
            return found
    pytest.fail(f"no example and no single answer leads to {set(VERDICTS) - set(found)}")


def with_long_names(copy: DataCopy) -> Guide:
    """The guide with a word that no line has room for in the name of every structure."""
    for path in (copy.folder / "structures").iterdir():
        _lengthen(path)
    for path in (copy.folder / "factors").iterdir():
        _lengthen(path)
    return copy.guide()


def _lengthen(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    longer = re.sub(r'^(name\.\w\w = ")', rf"\1{LONG} ", content, flags=re.MULTILINE)
    path.write_text(longer, encoding="utf-8")


def shown(context: BrowserContext, address: str, language: str, views: tuple[str, str]) -> Page:
    """The calculator with another result in its place, and no Python to replace that."""
    context.route("**/runtime/**", lambda route: None)
    tool = Tool.loaded(context, address, language)
    expect(tool.page.locator("#calculator-status")).to_have_text(re.compile(".+"))
    tool.page.evaluate(PUT, views)
    return tool.page


def expect_inside(page: Page) -> None:
    """Nothing is cut off or wider than the page."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert page.viewport_size
    assert width <= page.viewport_size["width"], sticking_out(page)
    for view in ("#calculator-card", "#calculator-result"):
        is_inside = "view => view.scrollWidth <= view.clientWidth"
        assert page.locator(view).evaluate(is_inside), f"{view} is too wide"
