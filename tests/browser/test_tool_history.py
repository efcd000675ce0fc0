"""Back and forward: a change is a step of the browser; a switch of the language keeps the place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.calculator_page import EACH_ONCE, SCREENS, Tool
from tests.browser.instant import allow_instant_navigation, follow
from tools.settled import SETTLED, WATCH_WORKERS

type NewContext = Callable[..., BrowserContext]

STEPS = {"regions": "many", "size": "large", "products": "many"}
LENGTH = "history.length"
TOP = "element => element.getBoundingClientRect().top"


def test_back_undoes_each_answer_and_forward_gives_it_again(
    new_context: NewContext, address: str
) -> None:
    tool = Tool.opened(new_context(**SCREENS["phone"]), address, "en", "phone")
    before = tool.page.evaluate(LENGTH)
    states = [tool.state]
    for factor, level in STEPS.items():
        tool.choose(factor, level)
        states.append(tool.state)
    assert tool.page.evaluate(LENGTH) == before + len(STEPS)
    for state in states[-2::-1]:
        walk(tool, tool.page.go_back, state)
    expect(tool.page.locator("#calculator-toolbar [data-action=undo]")).to_be_disabled()
    for state in states[1:]:
        walk(tool, tool.page.go_forward, state)
        for factor, level in STEPS.items():
            box = tool.page.locator(f'input[name="{factor}"][value="{level}"]')
            expect(box).to_be_checked(checked=f"{factor}={level}" in state)
    assert not tool.heard


# What happens on the page after an answer, in order: Python is asked, its answer is shown, the
# address changes. Listeners that are added here come after those of the page.
IN_ORDER = """() => {
  window.order = [];
  for (const name of ["pushState", "replaceState"]) {
    const own = history[name].bind(history);
    history[name] = (...given) => { window.order.push(name); own(...given); };
  }
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (JSON.parse(message.body ?? "{}").want === "result") {
      window.order.push("asked");
      this.addEventListener("message", () => window.order.push("shown"), { once: true });
    }
    return post.call(this, message, ...rest);
  };
}"""


def test_the_address_does_not_hold_up_question_and_result(
    new_context: NewContext, address: str
) -> None:
    tool = Tool.opened(new_context(**SCREENS["desktop"]), address, "ru")
    tool.page.evaluate(IN_ORDER)
    tool.choose("regions", "many")
    assert tool.page.evaluate("order") == ["asked", "pushState", "shown", "replaceState"]


def test_the_address_of_an_answer_is_kept_though_the_next_one_follows_at_once(
    new_context: NewContext, address: str
) -> None:
    """What is written later is written before the browser takes the next step."""
    tool = Tool.opened(new_context(**SCREENS["desktop"]), address, "en")
    tool.choose("regions", "many")
    first = tool.state
    tool.page.evaluate(
        """() => {
          const choose = (name, value) =>
            document.querySelector(`input[name="${name}"][value="${value}"]`).click();
          addEventListener("python-answered", () => choose("products", "many"), { once: true });
          choose("size", "large");
        }"""
    )
    tool.settle()
    tool.expect_advice("regions=many&size=large&products=many")
    tool.page.go_back()
    tool.settle()
    tool.expect_advice("regions=many&size=large")
    walk(tool, tool.page.go_back, first)
    expect(tool.page.locator("#calculator-toolbar [data-action=undo]")).to_be_enabled()


def test_back_from_a_page_without_answers_leaves_it(new_context: NewContext, address: str) -> None:
    context = new_context()
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(f"{address}en/")
    page.goto(f"{address}en/calculator/")
    page.wait_for_function(SETTLED)
    tool = Tool(page, "en")
    tool.choose("regions", "many")
    walk(tool, page.go_back, "")
    page.go_back()
    expect(page).to_have_url(f"{address}en/")


def test_back_works_where_the_theme_has_shown_the_page_anew(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    allow_instant_navigation(page, address)
    page.goto(f"{address}en/structures/")
    follow(page, f"{address}en/calculator/")
    expect(page.locator("#calculator-status")).to_be_attached()  # the address comes first
    page.wait_for_function(SETTLED)
    tool = Tool(page, "en")
    for factor, level in STEPS.items():
        tool.choose(factor, level)
    for _ in range(len(STEPS)):
        page.go_back()
        tool.settle()
    tool.expect_advice("")
    page.go_back()
    expect(page).to_have_url(f"{address}en/structures/")
    expect(page.locator("#calculator-form")).to_have_count(0)


@pytest.mark.parametrize(("language", "screen"), EACH_ONCE)
@pytest.mark.parametrize("is_instant", [False, True])
def test_back_from_another_page_comes_to_where_the_reader_has_left(
    new_context: NewContext, address: str, language: str, screen: str, is_instant: bool
) -> None:
    """The page is as long as before only when Python has answered and parts are open again."""
    context = new_context(**SCREENS[screen])
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    if is_instant:
        allow_instant_navigation(page, address)
    page.goto(f"{address}{language}/calculator/#regions=many&size=large&products=many")
    page.wait_for_function(SETTLED)
    tool = Tool(page, language)
    link = page.locator(".part a[href*='/structures/']").last
    tool.unfold(link)
    tool.settle()
    link.evaluate("link => link.scrollIntoView({ block: 'center', behavior: 'instant' })")
    top = link.evaluate(TOP)
    assert page.evaluate("scrollY > innerHeight")
    link.click()
    expect(page.locator("#calculator-status")).not_to_be_attached()  # the address comes first
    page.go_back()
    expect(page.locator("#calculator-status")).to_be_attached()
    page.wait_for_function(SETTLED)
    expect(link).to_be_in_viewport()
    assert link.evaluate(TOP) == pytest.approx(top, abs=2)


def test_typing_and_dragging_make_one_step_each(new_context: NewContext, address: str) -> None:
    """In a page of its own: a browser counts no more than 50 steps."""
    tool = Tool.opened(new_context(**SCREENS["desktop"]), address, "en")
    tool.choose("regions", "many")
    before, length = tool.state, tool.page.evaluate(LENGTH)
    for text in ("5", "5:3", "5:30"):
        tool.type("n-aht", text)
    typed = tool.state
    slider = tool.page.locator("#w-cost-slider")
    tool.unfold(slider)
    for _ in range(4):
        slider.press("ArrowRight")
        tool.settle()
    assert tool.page.evaluate(LENGTH) == length + 2
    walk(tool, tool.page.go_back, typed)
    walk(tool, tool.page.go_back, before)


def test_an_answer_stands_in_the_address_before_python_has_understood_it(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.route("**/runtime/**", lambda route: route.abort())
    tool = Tool.loaded(context, address, "en")
    expect(tool.page.locator("#calculator-status")).to_have_text(tool.says("status_failed"))
    tool.page.locator('input[name="regions"][value="one"]').check()
    assert tool.state == "regions=one"
    tool.page.reload()
    expect(tool.page.locator('input[name="regions"][value="one"]')).to_be_checked()
    again = context.new_page()
    again.goto(f"{address}en/calculator/")
    expect(again.locator("#calculator-draft")).to_be_visible()


def test_within_a_frame_the_history_is_left_to_the_page_around(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(f"{address}en/")
    page.evaluate(
        """(place) => {
          const frame = document.createElement("iframe");
          frame.name = "embedded";
          Object.assign(frame, { src: place, width: 900, height: 900 });
          document.body.replaceChildren(frame);
          return new Promise((loaded) => frame.addEventListener("load", loaded));
        }""",
        f"{address}en/embed/",
    )
    frame = page.frame("embedded")
    assert frame
    frame.wait_for_function(SETTLED, timeout=60_000)
    before = page.evaluate(LENGTH)
    for level in ("one", "many"):
        frame.locator(f'input[name="regions"][value="{level}"]').dispatch_event("click")
        frame.wait_for_function(SETTLED, timeout=60_000)
    frame.wait_for_function("() => location.hash.includes('regions=many')")
    assert page.evaluate(LENGTH) == before


def test_a_switch_of_the_language_keeps_answers_open_parts_and_the_line_in_sight(
    new_context: NewContext, address: str
) -> None:
    context = new_context(**SCREENS["desktop"])
    tool = Tool.opened(context, address, "en", fragment="regions=many&size=large")
    state = tool.state
    tool.page.locator(".part--why > summary").click()
    tool.page.locator(".part--money > summary").click()
    tool.settle()
    line = tool.page.locator("section.staffing table").first
    line.evaluate("element => element.scrollIntoView()")
    tool.draw()
    before = line.bounding_box()
    # Playwright scrolls up by the height of the header before it clicks what stands in that.
    tool.page.locator("a[data-switch-language]").evaluate("link => link.click()")
    tool.page.wait_for_url("**/ru/calculator/**")
    other = Tool(tool.page, "ru")
    other.settle()
    assert other.state == state
    for part, is_open in (("why", False), ("money", True), ("plan", False)):
        box = other.page.locator(f".part--{part}")
        expect(box).to_have_js_property("open", is_open)
    after = line.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 30, "the reader has lost the line"


@pytest.mark.parametrize(
    "place", ["structures/matrix/#flow", "comparison/?compare=centralised,matrix#speed"]
)
def test_a_switch_of_the_language_keeps_the_address_within_a_page(
    page: Page, address: str, place: str
) -> None:
    page.goto(f"{address}ru/{place}")
    anchor = page.locator(f"#{place.partition('#')[2]}")
    expect(anchor).to_be_in_viewport()
    page.locator("a[data-switch-language]").click()
    expect(page).to_have_url(f"{address}en/{place}")
    expect(anchor).to_be_in_viewport()


def test_a_switch_of_the_language_keeps_the_line_in_sight_without_an_anchor(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/structures/matrix/")
    heading = page.locator("#flow")
    heading.evaluate("element => { scrollTo(0, element.offsetTop - 200); }")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(drawn))")
    before = heading.bounding_box()
    page.locator("a[data-switch-language]").click()
    page.wait_for_url(f"{address}ru/structures/matrix/")
    page.wait_for_function("scrollY > 0")
    after = heading.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 100


def walk(tool: Tool, step: Callable[[], object], state: str) -> None:
    """Go back or forward, and find these answers."""
    step()
    tool.page.wait_for_function("wanted => location.hash.slice(1) === wanted", arg=state)
    tool.settle()
    assert tool.state == state
    tool.expect_advice(state)
