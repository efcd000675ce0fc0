"""Tables that a narrow screen shows as blocks are tables for a screen reader."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.calculator_page import SCREENS, Tool
from tests.browser.test_every_page import OPEN_ALL

# The parts of tables that do not say what they are.
UNNAMED = """() => [...document.querySelectorAll("article :is(table, thead, tbody, tr, td, th)")]
  .filter((part) => part.role !== {
    TABLE: "table", TR: "row", TD: "cell", TH: part.scope === "row" ? "rowheader" : "columnheader",
  }[part.tagName] && part.role !== "rowgroup")
  .map((part) => part.outerHTML.slice(0, 60))"""

# The theme takes a head that says what it is for a button.
SORTABLE = """() => [...document.querySelectorAll("article th")].filter((head) =>
  getComputedStyle(head).cursor === "pointer" ||
  getComputedStyle(head, "::after").content !== "none"
).map((head) => head.textContent)"""

NewContext = Callable[..., BrowserContext]


def roles_of(page: Page) -> list[str]:
    """The roles of all that a screen reader is told of."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node["role"]["value"] for node in nodes if not node["ignored"]]


@pytest.mark.parametrize("place", ["tiers", "decision_table", "comparison", "method"])
def test_on_a_phone_the_tables_of_a_page_have_rows_and_cells(
    new_context: NewContext, address: str, place: str
) -> None:
    page = new_context(**SCREENS["phone"]).new_page()
    page.goto(f"{address}en/{place}/")
    page.wait_for_selector("table[role=table]", state="attached")
    page.evaluate(OPEN_ALL)
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(SORTABLE) == []
    assert {"table", "row", "cell"} <= set(roles_of(page))


def test_on_a_phone_the_tables_of_a_result_have_rows_and_cells(
    new_context: NewContext, address: str
) -> None:
    context = new_context(**SCREENS["phone"])
    tool = Tool.opened(context, address, "en", "phone", "regions=many&size=large")
    tool.open_part("money")
    assert tool.page.locator("#calculator-result table").count()
    assert tool.page.evaluate(UNNAMED) == []
    assert tool.page.evaluate(SORTABLE) == []
    assert {"table", "row", "rowheader", "cell"} <= set(roles_of(tool.page))
