"""Several channels become contacts and handling time; the channels stay on the device."""

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.calculator_page import SCREENS, Tool

NewContext = Callable[..., BrowserContext]

TYPED = {
    "calls-contacts": "100",
    "calls-aht": "4:30",
    "chats-contacts": "60",
    "chats-aht": "9:00",
    "chats-at-once": "3",
}


def fill(tool: Tool, field: str, text: str) -> None:
    own = tool.page.locator(f"#channel-{field}")
    own.fill(text)
    own.blur()


def test_channels_go_into_two_fields_as_one_step_and_into_no_address(tool: Tool) -> None:
    tool.go("size=medium")
    before = tool.state
    tool.page.locator("details.numbers").evaluate("group => { group.open = true; }")
    tool.page.locator("#channels > summary").click()
    times = tool.page.locator("#n-aht").get_attribute("placeholder")
    expect(tool.page.locator("#channel-chats-aht")).to_have_attribute("placeholder", str(times))
    for field, text in TYPED.items():
        fill(tool, field, text)
    told = tool.page.locator(".channels__sum")
    expect(told).to_contain_text("160")
    assert tool.state == before
    tool.page.locator("#channels button").click()
    tool.settle()
    assert "n.aht=236&n.contacts_per_hour=160" in tool.state
    expect(tool.page.locator("#n-contacts_per_hour")).to_be_focused()
    tool.do("undo")
    tool.settle()
    assert tool.state == before
    stored = tool.page.evaluate("() => localStorage.getItem('service-structure.channels')")
    assert json.loads(stored)["chats.at_once"] == "3"
    fill(tool, "chats-at-once", "30")
    expect(tool.page.locator("#channel-chats-at-once-fault")).to_contain_text("30")
    expect(tool.page.locator("#channels button")).to_be_hidden()
    expect(told).to_be_empty()
    tool.page.locator("#calculator-toolbar [type=reset]").click()
    tool.settle()
    expect(tool.page.locator("#channel-calls-contacts")).to_have_value("")
    tool.do("undo")
    tool.settle()
    expect(tool.page.locator("#channel-calls-contacts")).to_have_value(TYPED["calls-contacts"])
    tool.page.locator("#calculator-toolbar [type=reset]").click()
    tool.settle()


def test_what_something_else_has_stored_does_no_harm(new_context: NewContext, address: str) -> None:
    context = new_context(**SCREENS["desktop"])
    keys = ("service-structure.channels", "service-structure.names")
    for key in keys:
        context.add_init_script(f"localStorage.setItem('{key}', 'null')")
    tool = Tool.opened(context, address, "en", "desktop", "size=medium")
    expect(tool.page.locator("#channel-calls-contacts")).to_have_value("")
    expect(tool.page.locator("#names-organisation")).to_have_value("")
    assert "size=medium" in tool.state
