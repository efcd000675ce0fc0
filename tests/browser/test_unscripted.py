"""Without JavaScript no page invites to answer what only the calculator can take in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service_structure import load_guide
from tests.browser.calculator_page import LANGUAGES

GUIDE = load_guide()
INVITING = ("", "examples/", "method/", "choosing/", "structures/matrix/", "calculator/")
BUTTONS = "main :is(a[href*='calculator/#'], .md-button[href$='calculator/'])"
INVITATIONS = (
    "usual_yours",
    "is_it_for_us",
    "examples_open",
    "card_nothing_asks",
    "home_asks",
    "home_unsure",
)


@pytest.fixture
def unscripted(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(java_script_enabled=False).new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_no_page_invites_to_answer(
    unscripted: Page, page: Page, address: str, language: str
) -> None:
    page.context.route("**/worker.js", lambda route: None)  # nothing here is worked out
    found: set[str] = set()
    for place in INVITING:
        for visitor in (page, unscripted):
            visitor.goto(f"{address}{language}/{place}")
            inviting = [visitor.locator(BUTTONS)]
            for message in INVITATIONS:
                said = visitor.get_by_text(GUIDE.messages[message][language])
                inviting.append(said)
                if visitor is page and said.count():
                    found.add(message)
            if visitor is unscripted:
                for each in inviting:
                    expect(each.locator("visible=true"), place).to_have_count(0)
    assert found == {*INVITATIONS}, "a page has no such invitation any more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_home_page_leads_to_what_can_be_read(
    unscripted: Page, address: str, language: str
) -> None:
    unscripted.goto(f"{address}{language}/")
    notice = unscripted.locator(".home noscript .notice")
    expect(notice).to_contain_text(GUIDE.messages["without_javascript"][language])
    expect(unscripted.get_by_text(GUIDE.factors["size"].question[language])).to_be_hidden()
    links = notice.get_by_role("link")
    expect(links).to_have_count(3)
    for link in links.all():
        assert unscripted.request.get(link.evaluate("a => a.href")).ok
