"""The calculator in every state for everyone: axe-core, keyboard, zoom, forced colours, touch."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service_structure.case.channels import CHANNELS
from service_structure.decision.link import read_fragment
from tests.browser.calculator_page import GUIDE, LANGUAGES, Tool, sticking_out
from tests.browser.test_accessibility import violations, violations_in_both_themes

ALL_OPEN = "document.querySelectorAll('.calculator details').forEach(d => { d.open = true; })"
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8
LONGEST_ANNOUNCEMENT = 160  # characters
LATE = 1500  # ms after which all is announced that will be: announcements wait on purpose

# Everything that can be hit, but for links within a sentence, which the rule leaves out.
SMALL_TARGETS = """smallest => [...document.querySelectorAll(
    ".calculator :is(button, summary, select, textarea, [role=button], .choice, " +
    "input:not(.choice input, [type=file], [type=checkbox]), label:has([type=checkbox]))")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < smallest || box.height < smallest))
  .map(([element, box]) => `${element.outerHTML.slice(0, 90)}: ${box.width} x ${box.height}`)"""
# Of the tests that listen on a page only the newest hears.
HEAR = """() => {
  for (const observer of window.listening ?? []) observer.disconnect();
  window.listening = [];
  window.announced = [];
  const live = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
  for (const region of document.querySelectorAll(live)) {
    const observer = new MutationObserver(() => {
      const heard = region.ariaLive !== "off" && region.textContent.trim();
      if (heard) window.announced.push(heard);
    });
    observer.observe(region, { childList: true, characterData: true, subtree: true });
    window.listening.push(observer);
  }
}"""
# Lets an announcement wait until late() is called.
HOLD = """() => {
  const { setTimeout } = window;
  window.setTimeout = (called, delay, ...rest) => {
    if (delay !== 800) return setTimeout(called, delay, ...rest);
    window.late = called;
  };
  window.release = () => { window.setTimeout = setTimeout; };
}"""
# Keeps a notice in sight until the test hides it.
NOTICE_STAYS = """() => {
  const { setTimeout } = window;
  window.setTimeout = (called, delay, ...rest) =>
    delay === 4000 ? 0 : setTimeout(called, delay, ...rest);
  window.release = () => { window.setTimeout = setTimeout; };
}"""
FOCUS = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const element = document.activeElement;
  const shown = element.matches(".choice input") ? element.parentElement : element;
  const box = shown.getBoundingClientRect();
  const clear = (x, y) => {
    const at = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
    return at && (shown.contains(at) || at.contains(shown));
  };
  const parts = [0.02, 0.25, 0.5, 0.75, 0.98];
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
  return {
    inside: element.closest(".calculator") !== null,
    label: element.outerHTML.slice(0, 100),
    covered: box.width > 1 && !parts.some((x) => parts.some((y) => clear(x, y))),
    marked: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none",
  };
}"""
PROBLEMS = "weather=fine&n.aht=-1&w.cost=heavy&size=large"

WITH_UNITS = {"duration", "flow", "money"}
"""What readers type with letters, such as 4.5 min."""

type NewContext = Callable[..., BrowserContext]


def test_no_state_of_the_calculator_breaks_a_rule_of_axe(tool: Tool) -> None:
    tool.page.emulate_media(reduced_motion="reduce")
    found = {}
    for state, added in states(tool):
        found[state] = violations_in_both_themes(tool.page, added, tool.settle)
    lines = [f"{state}: {line}" for state, broken in found.items() for line in broken]
    assert not lines, "\n".join(lines)


def states(tool: Tool) -> Iterator[tuple[str, list[str]]]:
    """Bring the calculator into one state after the other; what it adds, or nothing for the whole.

    What is open last is the whole page, with all that stands around a menu or a dialogue.
    """
    page = tool.page
    page.evaluate(NOTICE_STAYS)
    tool.go(PROBLEMS)
    yield "problems shown", ["#calculator-problems", "#calculator-form"]
    tool.go("regions=many&size=large&w.cost=20")
    page.locator(".menu > summary").click()
    yield "menu open", [".menu"]
    page.keyboard.press("Escape")
    tool.do("qr")
    yield "QR code shown", ["#calculator-qr"]
    page.keyboard.press("Escape")
    tool.keep("One")
    tool.do("keep")
    yield "asked for a name", ["#calculator-keep"]
    page.keyboard.press("Escape")
    tool.go("regions=one")
    tool.keep("Two")
    expect(tool.told).not_to_contain_class("visually-hidden")
    page.evaluate(ALL_OPEN)
    tool.settle()
    tool.draw()  # the charts learn how wide their places are
    tool.settle()
    yield "comparison and notice shown, everything open", []
    tool.told.evaluate("notice => notice.classList.add('visually-hidden')")
    page.evaluate("release()")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_start_breaks_no_rule_of_axe(
    new_context: NewContext, address: str, language: str
) -> None:
    context = new_context(reduced_motion="reduce")
    context.route("**/runtime/**", lambda route: route.abort())
    tool = Tool.loaded(context, address, language)
    expect(tool.page.get_by_role("button", name=tool.says("retry"))).to_be_visible()
    assert not violations_in_both_themes(tool.page)


def test_the_main_task_needs_no_mouse(cleared: Callable[[str, str], Tool]) -> None:
    tool = cleared("ru", "desktop")
    press, write = tool.page.keyboard.press, tool.page.keyboard.insert_text
    tab_to(tool, "[name=regions]")
    press("ArrowDown")
    tool.settle()
    tab_to(tool, "#group-scale > summary")
    press("Enter")
    tab_to(tool, "[name=size]")
    press("ArrowDown")
    tool.settle()
    tab_to(tool, "#numbers")
    press("Enter")
    tab_to(tool, "#n-contacts_per_hour")
    write("250")
    tab_to(tool, "#weights")
    press("Enter")
    tab_to(tool, "#w-cost-slider")
    press("ArrowRight")
    tool.settle()
    case, _ = read_fragment(tool.state, GUIDE)
    second = {factor: GUIDE.factors[factor].levels[1].id for factor in ("size", "regions")}
    assert dict(case.given) == second
    assert case.numbers == {"contacts_per_hour": 250}
    assert set(case.weights) == {"cost"}
    tab_to(tool, ".part--compare > summary")
    press("Enter")
    expect(tool.page.locator(".ranking")).to_be_visible()
    for name in ("One", "Two"):
        tab_to(tool, "[data-action=keep]", "Shift+Tab")
        press("Enter")
        expect(tool.page.locator("#calculator-keep input")).to_be_focused()
        write(name)
        press("Enter")
        tool.settle()
        expect(tool.page.locator("[data-action=keep]")).to_be_focused()
    tab_to(tool, ".menu > summary")
    press("Enter")
    tab_to(tool, "[data-action=link]")
    press("Escape")
    expect(tool.page.locator(".menu > summary")).to_be_focused()
    compared = tool.page.locator("#calculator-comparison table")
    expect(compared.first.locator("thead th")).to_have_text([tool.says("scenario"), "One", "Two"])
    tab_to(tool, ".kept [type=checkbox]")
    press("Space")
    tool.settle()
    expect(compared).to_have_count(0)
    assert tool.page.evaluate("document.activeElement.matches('.kept [type=checkbox]')"), (
        "the focus was lost"
    )


@pytest.mark.parametrize(
    ("screen", "first", "key"),
    [((1440, 900), "[data-action=preview]", "Shift+Tab"), ((390, 700), "[data-scenario]", "Tab")],
    ids=["desktop", "phone"],
)
def test_the_focus_is_always_marked_and_never_covered(
    new_context: NewContext, address: str, screen: tuple[int, int], first: str, key: str
) -> None:
    """By the header on the way up, by the bar of a phone on the way down."""
    width, height = screen
    tool = Tool.opened(new_context(viewport={"width": width, "height": height}), address, "en")
    tool.page.evaluate(ALL_OPEN)
    wrong, stops = [], 0
    tool.page.locator(first).first.focus()
    for _ in range(300):
        tool.page.keyboard.press(key)
        stop = tool.page.evaluate(FOCUS)
        if not stop["inside"]:
            break
        stops += 1
        if stop["covered"]:
            wrong.append(f"covered: {stop['label']}")
        if not stop["marked"]:
            wrong.append(f"not marked: {stop['label']}")
    assert stops > len(GUIDE.factors) + 20, "the keyboard does not reach the whole form"
    assert not wrong, "\n".join(wrong)


@pytest.mark.everywhere
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_a_narrow_screen(
    cleared: Callable[[str, str], Tool], language: str
) -> None:
    """Of 320 px, also as a screen of 1280 x 1024 px is that shows everything at 400 %."""
    width = 320
    tool = cleared(language, "desktop")
    tool.page.set_viewport_size({"width": width, "height": 640})
    for name, fragment in (("One", "regions=many"), ("Two", "regions=one")):
        tool.go(fragment)
        tool.keep(name)
    tool.go(PROBLEMS)
    tool.page.evaluate(ALL_OPEN)
    assert tool.page.evaluate("document.documentElement.scrollWidth") <= width, sticking_out(
        tool.page
    )
    tool.do("qr")
    for height in (640, 256):
        tool.page.set_viewport_size({"width": width, "height": height})
        tool.draw()
        assert tool.page.evaluate("document.documentElement.scrollWidth") <= width
        box = tool.page.locator("#calculator-qr").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] <= height


def test_with_forced_colours_a_chosen_answer_can_be_told_from_the_others(
    cleared: Callable[[str, str], Tool],
) -> None:
    tool = cleared("en", "desktop")
    tool.page.emulate_media(forced_colors="active")
    tool.go("size=large")
    border = "label => getComputedStyle(label).borderTopWidth"
    chosen, other = (
        tool.page.locator(f".choice:has([name=size][value={level}])").evaluate(border)
        for level in ("large", "tiny")
    )
    assert chosen != other
    mark = "span => getComputedStyle(span, '::before').content"
    assert "✓" in tool.page.locator(".choice:has([value=large]) span").evaluate(mark)
    assert not violations(tool.page)


def test_reduced_motion_is_respected(tool: Tool) -> None:
    tool.page.emulate_media(reduced_motion="reduce")
    tool.example("retail_chain")
    tool.do("link")
    moving = """() => document.getAnimations().filter(
      ({ effect }) => effect.getComputedTiming().duration > 1).map(({ effect }) =>
      effect.target.outerHTML.slice(0, 80))"""
    assert not tool.page.evaluate(moving)
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert tool.page.evaluate(behaviour) == "auto"


def test_links_skip_to_the_questions_and_to_the_result(tool: Tool) -> None:
    tool.go("regions=many&size=large")
    state = tool.state
    for message, place in (("to_questions", "#ask"), ("to_result", "#verdict")):
        link = tool.page.locator(".skip", has_text=tool.says(message))
        link.focus()
        box = link.bounding_box()
        assert box
        assert box["height"] > 10, "it is out of sight although it has the focus"
        link.press("Enter")
        expect(tool.page.locator(place)).to_be_in_viewport()
        tool.page.wait_for_function("wanted => location.hash.slice(1) === wanted", arg=state)


def test_everything_is_large_enough_for_a_finger(tool_everywhere: Tool) -> None:
    tool = tool_everywhere
    tool.go("regions=many&size=large")
    tool.keep("One")
    tool.page.locator(".menu > summary").click()
    tool.page.evaluate(ALL_OPEN)
    tool.settle()
    small = tool.page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    assert not small, "\n".join(small)


def test_announcements_are_short_and_not_per_keystroke(tool: Tool) -> None:
    tool.page.wait_for_timeout(LATE)  # for what was said of the answers before
    tool.page.evaluate(HEAR)
    box = tool.page.locator("#n-contacts_per_hour")
    tool.unfold(box)
    box.press_sequentially("2000", delay=20)
    assert not tool.page.evaluate("announced"), "typing is interrupted"
    box.blur()
    tool.settle()
    for level in ("one", "few", "several", "one"):
        tool.choose("regions", level)
    tool.page.wait_for_timeout(LATE)
    said = tool.page.evaluate("announced")
    assert len(said) <= 5, f"five changes, {len(said)} announcements: {said}"
    assert all(one != other for one, other in pairwise(said)), f"said twice: {said}"
    tool.keep("One")
    tool.choose("regions", "many")
    tool.keep("Two")
    tool.page.wait_for_timeout(LATE)
    long = [one for one in tool.page.evaluate("announced") if len(one) > LONGEST_ANNOUNCEMENT]
    assert not long, f"too long to listen to: {long}"


def test_advice_that_comes_back_before_another_was_heard_is_not_announced_again(tool: Tool) -> None:
    tool.page.evaluate(HOLD)
    tool.choose("regions", "one")
    tool.page.evaluate("late()")
    tool.page.evaluate(HEAR)
    tool.choose("regions", "several")
    tool.choose("regions", "one")
    tool.page.evaluate("late()")
    unchanged = tool.page.evaluate("announced")
    tool.choose("regions", "several")
    tool.page.evaluate("late()")
    changed = tool.page.evaluate("announced")
    tool.page.evaluate("release()")
    assert not unchanged
    assert len(changed) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_field_brings_the_keys_for_numbers(
    opened: Callable[[str, str], Tool], language: str
) -> None:
    page: Page = opened(language, "phone").page
    modes = page.locator("#calculator-form input[type=text]").evaluate_all(
        "fields => fields.map(field => [field.name || field.dataset.channel, field.inputMode])"
    )
    assert len(modes) > len(GUIDE.criteria) + 5
    for name, mode in modes:
        kind, _, number = name.partition(".")
        in_words = kind in CHANNELS and number != "at_once"
        has_units = in_words or (kind == "n" and GUIDE.assumptions[number].quantity in WITH_UNITS)
        assert mode == ("" if has_units else "decimal"), name


def tab_to(tool: Tool, selector: str, key: str = "Tab") -> None:
    """Move the focus with one key until it is where it should be."""
    for _ in range(300):
        tool.page.keyboard.press(key)
        if tool.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{key} does not reach {selector}")
