"""The organisation chart with the reader's names, which stay on the device."""

import json

from playwright.sync_api import expect

from tests.browser.calculator_page import Tool

STATE = "size=large&regions=many&n.regions=3&p.structure=decentralised"
NAMES = ("Kola", "Ladoga", "Onega")


def test_names_stand_in_the_chart_and_leave_the_device_nowhere(tool: Tool) -> None:
    sent: list[str] = []
    tool.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    tool.go(STATE)
    tool.open_part("chart")
    chart = tool.page.locator("[data-slot=chart]")
    field = tool.page.locator("#names-regions")
    tool.page.locator("details.names").evaluate("group => { group.open = true; }")
    expect(tool.page.locator("#names-organisation")).to_be_visible()
    expect(field).to_be_visible()
    field.fill("\n".join(NAMES))
    field.blur()
    tool.settle()
    for name in NAMES:
        expect(chart).to_contain_text(name)
    field.fill("\n".join(NAMES[:2]))
    field.blur()
    tool.settle()
    note = tool.page.locator("#names-regions-note")
    note.locator("button").click()
    tool.settle()
    assert "n.regions=2" in tool.page.url
    expect(note).to_be_empty()
    stored = tool.page.evaluate("() => localStorage.getItem('service-structure.names')")
    assert json.loads(stored)["regions"].split() == list(NAMES[:2])
    field.fill("")
    field.blur()
    tool.settle()
    expect(chart).not_to_contain_text(NAMES[0])
    assert not [line for line in [*sent, tool.page.url] if any(name in line for name in NAMES)]


def test_starting_again_clears_the_names_too_and_undoing_it_brings_them_back(tool: Tool) -> None:
    tool.go(STATE)
    tool.page.locator("details.names").evaluate("group => { group.open = true; }")
    field = tool.page.locator("#names-organisation")
    field.fill("Ladoga")
    field.blur()
    tool.settle()
    before = tool.state
    for undo in (lambda: tool.do("undo"), tool.page.go_back):
        tool.page.locator("#calculator-toolbar [type=reset]").click()
        tool.settle()
        assert tool.state == ""
        expect(field).to_have_value("")
        expect(tool.told).to_have_text(tool.says("cleared"))
        undo()
        tool.settle()
        assert tool.state == before
        expect(field).to_have_value("Ladoga")
    stored = tool.page.evaluate("() => localStorage.getItem('service-structure.names')")
    assert json.loads(stored) == {"organisation": "Ladoga"}
    field.fill("")
    field.blur()
