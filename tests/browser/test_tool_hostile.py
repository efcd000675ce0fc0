"""Hostile links, files and stored scenarios: no script runs, the reader is told, the rest holds."""

import json
from collections.abc import Callable
from itertools import cycle
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, expect

from service_structure.decision.link import read_fragment
from tests.browser.calculator_page import GUIDE, LANGUAGES, Tool

SCRIPT = "<img src=x onerror='window.ran = 1'><script>window.ran = 1</script>"
SOUND = "size=large"
LINKS = {
    "script in a name": f"{quote(SCRIPT)}=1&{SOUND}",
    "script in a value": f"regions={quote(SCRIPT)}&w.cost={quote(SCRIPT)}&{SOUND}",
    "script without encoding": f"<img src=x onerror=ran=1>=1&regions=<svg/onload=ran=1>&{SOUND}",
    "huge numbers": f"n.aht=1e999&n.contacts_per_hour={'9' * 5000}&{SOUND}",
    "no numbers": f"n.aht=NaN&w.cost=Infinity&w.speed=-0x10&{SOUND}",
    "duplicate keys": f"{SOUND}&size=tiny&size=huge&n.aht=300&n.aht=200",
    "broken percent-encoding": f"regions=%E0%A4%A&%=1&%zz=%&budget=%25253C&{SOUND}",
    "another version": f"v=1999.1&r={quote(SCRIPT)}&{SOUND}",
    "NUL and other control characters": f"regions=one%00&%00%01%1b=%07&{SOUND}",
    "a lone surrogate": f"regions=\ud800&\udfff=%ED%A0%80&{SOUND}",
    "keys of prototypes": f"__proto__=1&constructor=2&hasOwnProperty=3&toString=4&{SOUND}",
    "names of the form itself": f"elements=1&action=2&reset=3&length=4&n.__proto__=5&{SOUND}",
    "no pairs": f"=&&&==&a==b&{SOUND}&;",
    "a hundred thousand characters": f"{SOUND}&{'x' * 100_000}=1",
    "two thousand keys": f"{SOUND}&" + "&".join(f"k{n}=1" for n in range(2_000)),
}
ANSWERS = {"answers": {"size": "large"}}
UNREADABLE = {
    "not JSON": "size = large",
    "nothing": "",
    "deep JSON": "[" * 100_000 + "]" * 100_000,
    "deep objects": '{"answers":' * 50_000 + "1" + "}" * 50_000,
    "bytes of a picture": b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe",
    "NUL": '{"answers": {"size": "la\x00rge"}}',
    "duplicate keys": '{"answers": {"size": "large", "size": "tiny"}}',
    "a number of 10,000 digits": '{"numbers": {"aht": ' + "9" * 10_000 + "}}",
    "null": "null",
    "a list": "[1, 2, 3]",
    "10 MB": '{"answers": {"size": "' + "x" * 10_000_000 + '"}}',
}
PARTLY_READABLE = {
    "script in names": {**ANSWERS, SCRIPT: SCRIPT, "numbers": {SCRIPT: SCRIPT, "aht": SCRIPT}},
    "wrong types": {**ANSWERS, "numbers": {"aht": [], "span": {}}, "weights": {"cost": True}},
    "parts that are none": {**ANSWERS, "numbers": 7, "weights": "much"},
    "huge numbers": {**ANSWERS, "numbers": {"aht": 1e300, "contacts_per_hour": -1e300}},
    "keys of prototypes": {**ANSWERS, "__proto__": {"ran": 1}, "weights": {"__proto__": 1}},
    "answers of other types": {"answers": {"size": "large", "regions": 3, "budget": None}},
}
RAW = {
    "lone surrogates": '{"answers": {"size": "large", "regions": "\\ud800"}, "\\udfff": 1}',
    "an infinite number": '{"answers": {"size": "large"}, "numbers": {"aht": Infinity}}',
    "a number no float can hold": '{"answers": {"size": "large"}, "numbers": {"aht": 1e400}}',
    "a mark before the text and a wrong number": "\ufeff"
    '{"answers": {"size": "large"}, "numbers": {"aht": -1}}',
}
STORED = {
    "not JSON": "{",
    "no list": '{"name": "x", "state": "y"}',
    "strange entries": json.dumps([None, 1, "x", [], {"name": 1, "state": "a"}, {"name": "x"}]),
    "script": json.dumps(
        [{"name": SCRIPT, "state": f"regions={SCRIPT}", "chosen": True}] * 2
        + [{"name": "__proto__", "state": "__proto__=1", "chosen": True}]
    ),
    "states of another version": json.dumps(
        [
            {"name": str(n), "state": f"v=1999.1&r=gone&gone=1&x{n}=%E0%A4%A", "chosen": True}
            for n in range(3)
        ]
    ),
}

type NewContext = Callable[..., BrowserContext]


@pytest.mark.parametrize(("kind", "language"), [*zip(LINKS, cycle(LANGUAGES), strict=False)])
def test_a_hostile_link_is_told_of_and_its_sound_part_applied(
    cleared: Callable[[str, str], Tool], language: str, kind: str
) -> None:
    tool = cleared(language, "desktop")
    tool.go(LINKS[kind])
    expect(tool.problems).not_to_be_empty()
    expect_harmless(tool)
    expect(tool.page.locator('input[name="size"][value="large"]')).to_be_checked()
    assert dict(read_fragment(tool.state, GUIDE)[0].given) == {"size": "large"}
    tool.choose("regions", "one")
    assert read_fragment(tool.state, GUIDE)[0].given["regions"] == "one", "the tool works on"


@pytest.mark.parametrize("kind", ["script without encoding", "broken percent-encoding"])
def test_a_hostile_link_does_no_more_when_the_page_is_opened_with_it(
    new_context: NewContext, address: str, kind: str
) -> None:
    tool = Tool.opened(new_context(), address, "ru", fragment=LINKS[kind])
    expect(tool.problems).not_to_be_empty()
    expect_harmless(tool)
    tool.expect_advice(SOUND)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_of_and_changes_no_answer(
    cleared: Callable[[str, str], Tool], kind: str
) -> None:
    tool = cleared("ru", "desktop")
    tool.choose("regions", "one")
    state = tool.state
    tool.open_file(UNREADABLE[kind])
    expect(tool.problems).not_to_be_empty()
    expect_harmless(tool)
    assert tool.state == state, "answers were lost to a file that says nothing"


@pytest.mark.parametrize("kind", [*PARTLY_READABLE, *RAW])
def test_a_hostile_file_is_told_of_and_its_sound_part_applied(
    cleared: Callable[[str, str], Tool], kind: str
) -> None:
    tool = cleared("en", "desktop")
    tool.open_file(PARTLY_READABLE.get(kind) or RAW[kind])
    expect(tool.problems).not_to_be_empty()
    expect_harmless(tool)
    tool.expect_advice(SOUND)


@pytest.mark.parametrize("kind", STORED)
def test_stored_scenarios_that_something_else_has_written_do_no_harm(
    new_context: NewContext, address: str, kind: str
) -> None:
    context = new_context()
    entry = json.dumps(STORED[kind])
    context.add_init_script(f"localStorage['service-structure.scenarios'] = {entry}")
    context.add_init_script("localStorage['service-structure.draft'] = 'x=<img onerror=ran=1>'")
    tool = Tool.opened(context, address, "en")
    expect_harmless(tool)
    tool.do("draft")
    scenarios = tool.page.locator("[data-action=scenarios]")
    if scenarios.is_visible():
        scenarios.click()
        tool.settle()
    for button in tool.page.locator(".kept button:first-of-type").all():
        button.click()
        tool.settle()
    expect_harmless(tool)
    tool.choose("size", "large")
    assert "size=large" in tool.state


def test_a_name_is_shown_as_it_is_written(cleared: Callable[[str, str], Tool]) -> None:
    tool = cleared("en", "desktop")
    name = SCRIPT[:70]
    for fragment in ("regions=one", "regions=many"):
        tool.go(fragment)
        tool.keep(name + fragment[-3:])
    compared = tool.page.locator("#calculator-comparison table").first
    expect(compared.locator("thead th").last).to_have_text(name + "any")
    expect_harmless(tool)


def expect_harmless(tool: Tool) -> None:
    assert tool.page.evaluate("window.ran") is None, "a script ran"
    assert not tool.page.locator(".calculator :is(img, script, [onerror], [onload])").count()
    assert tool.page.evaluate("({}).ran") is None, "the prototype of all objects was changed"
    assert not tool.heard, "errors in the console"
