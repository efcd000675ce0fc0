"""A result that the browser prints: the card and the open parts, and nothing to press."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, ViewportSize, expect

from tests.browser.calculator_page import Tool
from tests.browser.instant import allow_instant_navigation, follow

CONTROLS = (".bar", ".toolbar", ".menu__list", ".preset", "#embed-code", "#calculator-form")
A4 = ViewportSize(width=720, height=1000)
"""Without its margins."""


def test_paper_has_the_card_and_the_open_parts_alone(tool: Tool) -> None:
    tool.go("size=large&regions=many&functions=many&p.structure=functional")
    tool.page.locator(".menu > summary").click()
    tool.unfold(tool.page.locator("#embed-code"))
    tool.open_part("money")
    closed = tool.page.locator(".part:not([open])")
    assert closed.count() > 1
    tool.page.set_viewport_size(A4)
    tool.page.emulate_media(media="print")
    for control in CONTROLS:
        for each in tool.page.locator(control).all():
            expect(each).to_be_hidden()
    for part in closed.all():
        expect(part).to_be_hidden()
    for shown in ("#verdict", ".part[open] > summary", ".part--money .figures"):
        expect(tool.page.locator(shown).first).to_be_visible()


def test_paper_has_what_is_compared_and_nothing_to_tick(tool: Tool) -> None:
    for name, fragment in {"Now": "regions=many", "Later": "regions=one"}.items():
        tool.go(fragment)
        tool.keep(name)
    tool.page.set_viewport_size(A4)
    kept = tool.page.locator("#calculator-kept")
    if kept.is_hidden():
        tool.page.locator("[data-action=scenarios]").click()
    ticks = kept.locator("[type=checkbox]")
    compared = kept.locator("#calculator-comparison")
    expect(ticks).to_have_count(2)
    for is_ticked in (True, False):
        for tick in ticks.all():
            tick.set_checked(is_ticked)
        tool.settle()
        tool.page.emulate_media(media="print")
        expect(kept.locator(".kept")).to_be_hidden()
        expect(kept.locator("> p")).to_be_hidden()
        expect(kept).to_be_visible(visible=is_ticked)
        expect(compared).to_be_visible(visible=is_ticked)
        tool.page.emulate_media(media="screen")


def test_paper_has_a_chart_once(tool: Tool) -> None:
    tool.go("size=large&functions=many&p.structure=functional")
    tool.open_part("chart")
    drawn = tool.page.locator(".tree__drawing + .tree__list")
    expect(drawn.first).to_be_attached()
    tool.page.set_viewport_size(A4)
    tool.page.emulate_media(media="print")
    for chart in drawn.all():
        expect(chart).to_be_hidden()


COUNT_PRINTS = "() => { window.prints = 0; window.print = () => { window.prints += 1; }; }"


def test_the_print_button_prints_once_also_after_other_pages(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    """Instant navigation keeps the scripts: no button may be listened to twice."""
    context = new_context()
    allow_instant_navigation(context, address)
    tool = Tool.opened(context, address, "en", fragment="regions=many&size=large")
    for visit in range(2):
        tool.page.evaluate(COUNT_PRINTS)
        tool.page.locator(".menu > summary").click()
        tool.page.locator("[data-action=print]").click()
        expect(tool.page.locator("html")).to_have_class(re.compile("prints-memo"))
        tool.settle()
        assert tool.page.evaluate("window.prints") == 1
        tool.page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(tool.page.locator("#calculator-memo")).to_be_hidden()
        if visit:
            break
        follow(tool.page, f"{address}en/structures/")
        expect(tool.page.locator("#calculator-form")).to_have_count(0)
        tool.page.go_back()
        expect(tool.page.locator("#calculator-form")).to_have_count(1)
        tool.settle()
