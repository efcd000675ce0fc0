"""Tables that a narrow screen shows as blocks are tables for a screen reader."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.calculator_page import SCREENS, Tool
from tests.site.built import SITE
from tests.support import Document

ROLES = {"table": "table", "tr": "row", "td": "cell"}

NewContext = Callable[..., BrowserContext]


@pytest.mark.parametrize("place", ["tiers", "decision_table", "comparison", "method"])
def test_every_table_of_a_page_says_what_its_parts_are(place: str) -> None:
    page = Document((SITE / "en" / place / "index.html").read_text("utf-8"))
    for tag, role in ROLES.items():
        parts = page.all(tag)
        assert parts
        assert {part["role"] for part in parts} == {role}
    for head in page.all("th"):
        row = head.get("scope") == "row"
        assert head["role"] == ("rowheader" if row else "columnheader")


def test_on_a_phone_a_table_of_the_result_has_rows_and_cells_in_the_accessibility_tree(
    new_context: NewContext, address: str
) -> None:
    context = new_context(**SCREENS["phone"])
    tool = Tool.opened(context, address, "en", "phone", "regions=many&size=large")
    tool.open_part("money")
    nodes = context.new_cdp_session(tool.page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in nodes if not node["ignored"]]
    for role in ("table", "row", "rowheader", "cell"):
        assert role in roles
    assert roles.count("row") >= roles.count("table") > 0
