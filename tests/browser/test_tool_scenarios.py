"""Scenarios: kept, opened, renamed, removed, side by side, in a link and in the memo."""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from service_structure.decision.link import read_fragment
from service_structure.decision.model import recommend_for
from tests.browser.calculator_page import GUIDE, Tool, sticking_out
from tests.browser.test_accessibility import LAY_OUT, violations
from tests.support import words

CASES = {
    "Север": "regions=many&size=large",
    "South": "regions=one",
    "<b>East</b>": "products=many&n.aht=600",
    "West": "budget=high&w.cost=40",
    "A fifth": "change=fast",
}
TWO = dict(list(CASES.items())[:2])
LONG = "A name that is longer than a link should have to carry along"

type NewContext = Callable[..., BrowserContext]


def test_scenarios_are_kept_compared_opened_and_removed(tool: Tool) -> None:
    keep(tool, TWO)
    expect(tool.told).to_have_text(tool.says("kept_told"))
    open_scenarios(tool)
    expect_comparison(tool, TWO)
    keep(tool, dict(list(CASES.items())[2:]))
    items = tool.page.locator(".kept li")
    expect(items).to_have_count(5)
    expect(columns(tool)).to_have_text(list(CASES)[:4])
    left_out = tool.page.locator("#calculator-comparison .notice")
    expect(left_out).to_have_text(tool.says("compare_left_out", most=4, names="A fifth"))
    tool.page.evaluate(LAY_OUT)  # or what comes into sight is laid out then, and moves the box
    items.nth(1).get_by_role("checkbox").uncheck()
    tool.settle()
    expect_comparison(tool, {name: f for name, f in CASES.items() if name != "South"})
    expect(left_out).to_have_count(0)
    tool.page.evaluate(LAY_OUT)
    press(tool, "kept_open", "South")
    tool.expect_advice(CASES["South"])
    for name in list(CASES)[:4]:
        tool.page.evaluate(LAY_OUT)
        press(tool, "kept_remove", name)
    expect(items).to_have_count(1)
    expect(columns(tool)).to_have_count(0)


def test_differences_come_first_with_their_signs_and_in_words(tool_everywhere: Tool) -> None:
    tool = tool_everywhere
    now = "regions=many&size=large&place_difference=strong"
    keep(tool, {"Now": now, "Then": "regions=one&size=huge"})
    open_scenarios(tool)
    rows = tool.page.locator("#calculator-comparison table").first.locator("tbody tr")
    heads = [tool.says(name) for name in ("paid_staff", "yearly_cost", "mean_wait")]
    for head, more, less in zip(
        heads,
        ("delta_paid_staff_more", "delta_yearly_cost_more", "delta_mean_wait_more"),
        ("delta_paid_staff_less", "delta_yearly_cost_less", "delta_mean_wait_less"),
        strict=True,
    ):
        cells = rows.filter(has_text=head).locator("td")
        expect(cells.first.locator("small")).to_have_count(0)
        delta = words(cells.nth(1).locator("small").inner_text())
        told = {"+": more, "−": less}
        assert delta.endswith(words(tool.says(told[delta[0]])))
    expect(rows.first.locator("small")).to_have_text(tool.says("delta_structure_other"))
    assert not violations(tool.page, within=["#calculator-kept", "#calculator-comparison"])
    assert not sticking_out(tool.page)


def test_scenarios_open_below_the_screen_are_brought_into_sight(tool: Tool) -> None:
    keep(tool, TWO)
    open_scenarios(tool)
    heading = tool.page.locator("#kept")
    tool.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    expect(heading).not_to_be_in_viewport()
    button = tool.page.locator("[data-action=scenarios]")
    button.dispatch_event("click")  # a click of a mouse would scroll to the button first
    expect(heading).to_be_in_viewport()
    button.dispatch_event("click")
    expect(tool.page.locator("#calculator-kept")).to_be_hidden()


def test_a_scenario_is_renamed_and_two_never_share_a_name(tool: Tool) -> None:
    keep(tool, TWO)
    open_scenarios(tool)
    rename(tool, "South", "Юг")
    expect(columns(tool)).to_have_text(["Север", "Юг"])
    rename(tool, "Юг", "Север")
    expect(columns(tool)).to_have_text(["Север", "Север (2)"])
    press(tool, "kept_open", "Север (2)")
    tool.expect_advice(TWO["South"])


def test_a_scenario_kept_under_a_name_again_takes_the_place_of_the_first(tool: Tool) -> None:
    for fragment in ("regions=one", "regions=many"):
        tool.go(fragment)
        tool.keep("Mine")
    expect(tool.page.locator(".kept li")).to_have_count(1)
    tool.go("")
    open_scenarios(tool)
    press(tool, "kept_open", "Mine")
    tool.expect_advice("regions=many")


def test_a_scenario_opened_is_one_step_back(tool: Tool) -> None:
    tool.go("regions=many&size=large&products=many")
    tool.keep("Mine")
    tool.go("regions=one")
    before = tool.state
    open_scenarios(tool)
    press(tool, "kept_open", "Mine")
    tool.page.go_back()
    tool.page.wait_for_function("before => location.hash.slice(1) === before", arg=before)
    tool.settle()
    tool.expect_advice("regions=one")


def test_a_scenario_without_a_name_is_not_kept(tool: Tool) -> None:
    tool.go("regions=one")
    tool.do("keep")
    dialog = tool.page.get_by_role("dialog", name=tool.says("keep_title"))
    dialog.get_by_role("textbox").fill("")
    dialog.get_by_role("button", name=tool.says("keep")).click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=tool.says("cancel")).click()
    expect(dialog).to_be_hidden()
    expect(tool.page.locator("[data-action=scenarios]")).to_be_hidden()


def test_a_name_is_offered_that_no_other_scenario_has_and_typing_replaces_it(tool: Tool) -> None:
    tool.go("regions=one")
    name = tool.page.locator("#calculator-keep input")
    for n, typed in ((1, tool.says("kept_unnamed", n=2)), (2, "")):
        tool.do("keep")
        offered = tool.says("kept_unnamed", n=n) + (" (2)" if n == 2 else "")
        expect(name).to_have_value(offered)
        if typed:
            tool.page.keyboard.insert_text(typed)
            expect(name).to_have_value(typed)
        name.press("Enter")
        tool.settle()
    expect(tool.page.locator(".kept label")).to_have_count(2)


def test_kept_scenarios_are_there_after_a_reload(tool: Tool) -> None:
    keep(tool, TWO)
    tool.page.reload()
    tool.settle()
    open_scenarios(tool)
    expect_comparison(tool, TWO)
    assert not tool.heard


def test_a_copied_link_brings_the_scenarios_that_are_ticked(
    new_context: NewContext, address: str
) -> None:
    sender = Tool.opened(new_context(), address, "ru")
    sender.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keep(sender, {**TWO, LONG: "change=fast", "West": "budget=high&w.cost=40"})
    open_scenarios(sender)
    sender.page.locator(".kept li").nth(3).get_by_role("checkbox").uncheck()
    sender.do("link")
    expect(sender.told).to_have_text(sender.says("copied"))
    link = sender.page.evaluate("navigator.clipboard.readText()")
    reader = Tool.opened(new_context(), address, "ru", fragment=link.partition("#")[2])
    names = [*TWO, reader.says("kept_unnamed", n=3)]
    expect(reader.told).to_have_text(reader.says("received"))
    expect(columns(reader)).to_have_text(names)
    assert reader.state == sender.state, "the address keeps the answers alone"
    expect(reader.problems).to_be_empty()
    expect(reader.page.locator("#kept")).to_be_in_viewport()
    reader.page.goto(link)  # again: nothing is kept twice
    reader.settle()
    expect(reader.page.locator(".kept li")).to_have_count(3)
    assert not sender.heard
    assert not reader.heard


def test_scenarios_too_long_for_a_link_stay_here_and_that_is_told(tool: Tool) -> None:
    tool.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    everything = "&".join(f"{f.id}={f.levels[0].id}" for f in GUIDE.factors.values())
    keep(tool, {"Ж" * 40 + str(n): everything for n in range(1, 5)})
    keep(tool, {"Ж" * 39 + str(n): everything for n in range(1, 4)})
    tool.do("link")
    expect(tool.told).to_have_text(tool.says("copied_in_part"))
    assert len(tool.page.evaluate("navigator.clipboard.readText()")) <= 2000


@pytest.mark.parametrize(
    "damage", ["&s1=Now", "&s1=,regions", "&s1=%E0,regions:ma", "&s1=&s2=,,,&s3=a,nonsense:x"]
)
def test_a_damaged_scenario_in_a_link_harms_nothing(
    new_context: NewContext, address: str, damage: str
) -> None:
    tool = Tool.opened(new_context(), address, "en", fragment=f"regions=many{damage}")
    tool.expect_advice("regions=many")
    expect(tool.problems).to_be_empty()
    assert not tool.heard


def test_the_memo_names_the_scenario_shown_and_compares_those_ticked(tool: Tool) -> None:
    keep(tool, TWO)
    tool.page.evaluate("() => { window.print = () => {}; }")
    tool.do("print")
    tool.page.emulate_media(media="print")
    section = tool.page.locator("#calculator-memo section.comparison")
    expect(section.get_by_role("heading", name=tool.says("compare"))).to_be_visible()
    for name in TWO:
        expect(section.get_by_role("columnheader", name=name).first).to_be_visible()
    shown = tool.says("paper_scenario", name=[*TWO][-1])
    expect(tool.page.locator("#calculator-memo section").first).to_contain_text(shown)
    tool.page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_without_storage_the_reader_is_told_to_save_a_file(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    tool = Tool.opened(context, address, "en")
    keep(tool, TWO)
    expect(tool.told).to_have_text(tool.says("not_kept"))
    open_scenarios(tool)
    expect_comparison(tool, TWO)  # until the page is left
    assert not tool.heard


def keep(tool: Tool, cases: Mapping[str, str]) -> None:
    for name, fragment in cases.items():
        tool.go(fragment)
        tool.keep(name)


def open_scenarios(tool: Tool) -> None:
    if tool.page.locator("#calculator-kept").is_hidden():
        tool.page.locator("[data-action=scenarios]").click()
    expect(tool.page.locator("#calculator-kept")).to_be_visible()
    tool.settle()


def press(tool: Tool, message: str, name: str) -> None:
    tool.page.get_by_role("button", name=f"{tool.says(message)}: {name}", exact=True).click()
    tool.settle()


def rename(tool: Tool, name: str, fresh: str) -> None:
    press(tool, "kept_rename", name)
    dialog = tool.page.get_by_role("dialog", name=tool.says("kept_rename"))
    expect(dialog.locator("input")).to_have_value(name)
    dialog.locator("input").fill(fresh)
    dialog.locator("button[value=keep]").click()
    tool.settle()


def columns(tool: Tool) -> Locator:
    table = tool.page.locator("#calculator-comparison table").first
    return table.locator("thead th:not(:first-child)")


def expect_comparison(tool: Tool, cases: Mapping[str, str]) -> None:
    """The cases stand side by side; below what comes of them, only rows in which they differ."""
    expect(columns(tool)).to_have_text(list(cases))
    results = [recommend_for(read_fragment(f, GUIDE)[0], GUIDE) for f in cases.values()]
    first, *others = tool.page.locator("#calculator-comparison table").all()
    named = first.locator("tbody tr").first.locator("td .named")
    expect(named).to_have_text([tool.name(result.recommended) for result in results])
    assert others
    for row in [row for table in others for row in table.locator("tbody tr").all()]:
        cells = row.locator("td").all_text_contents()
        assert len(cells) == len(cases)
        assert len(set(cells)) > 1, f"the scenarios do not differ in {row.inner_text()}"


def test_a_notice_covers_no_button_of_the_tool_bar(tool: Tool) -> None:
    tool.go("size=large")
    tool.page.locator("[data-action=keep]").scroll_into_view_if_needed()
    tool.keep("Now")
    notice = tool.page.locator("#calculator-notice:not(.visually-hidden)").bounding_box()
    assert notice
    for button in tool.page.locator(".toolbar > *").all():
        box = button.bounding_box()
        assert box is None or box["y"] >= notice["y"] + notice["height"]
