"""Organisations like the reader's: fetched when asked for, kept in step with the answers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect

from service_structure import load_precedents
from tests.browser.calculator_page import LANGUAGES, Tool
from tests.browser.test_accessibility import violations

NewContext = Callable[..., BrowserContext]
FILE = re.compile(r"/assets/\w+/precedents\.json$")
ANSWERS = "size=huge&regions=many&products=few&complexity=simple"


def part(tool: Tool) -> Locator:
    return tool.page.locator("#calculator-result section.alike details")


def links(tool: Tool) -> Locator:
    return part(tool).locator("h3 a")


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_organisations_come_when_the_part_is_opened_and_no_file_before(
    new_context: NewContext, address: str, language: str
) -> None:
    context = new_context()
    fetched: list[str] = []
    context.on("request", lambda request: fetched.append(request.url))
    tool = Tool.opened(context, address, language, fragment=ANSWERS)
    assert not list(filter(FILE.search, fetched))
    tool.open_part("alike")
    part(tool).locator("summary").click()
    expect(links(tool)).to_have_count(3)
    tool.settle()
    assert len(list(filter(FILE.search, fetched))) == 1
    tool.page.evaluate("scrollTo(0, 0)")  # out of sight, the toolbar stands on other buttons
    assert not violations(tool.page, within=["section.alike"])
    for link in links(tool).all():
        precedent = load_precedents()[str(link.get_attribute("href")).partition("#")[2]]
        assert (
            link.inner_text()
            .replace("\N{NO-BREAK SPACE}", " ")
            .startswith(precedent.organisation[language][:10])
        )
    first = links(tool).first
    name = first.inner_text()
    first.click()
    heading = tool.page.locator("h2", has_text=name).first
    expect(heading).to_be_in_viewport()
    assert not tool.heard


def test_open_organisations_follow_the_answers(tool: Tool) -> None:
    tool.go(ANSWERS)
    tool.open_part("alike")
    part(tool).locator("summary").click()
    expect(links(tool)).to_have_count(3)
    before = links(tool).all_inner_texts()
    tool.go("size=small&regions=one&products=many&complexity=complex")
    expect(links(tool)).not_to_have_text(before)
    expect(links(tool)).to_have_count(3)
    assert part(tool).get_attribute("open") is not None
    tool.go("size=small")
    expect(part(tool)).to_contain_text(tool.says("alike_none", least=3))


def test_a_file_that_does_not_come_is_told_and_asked_for_again(
    new_context: NewContext, address: str
) -> None:
    context = new_context()

    def fail(route: Route) -> None:
        route.abort()

    context.route(FILE, fail)
    tool = Tool.opened(context, address, "en", fragment=ANSWERS)
    tool.open_part("alike")
    summary = part(tool).locator("summary")
    summary.click()
    expect(part(tool)).to_contain_text(tool.says("alike_failed"))
    context.unroute(FILE)
    summary.click()
    summary.click()
    expect(links(tool)).to_have_count(3)
