"""The plan of a change on the page: it comes with today’s structure; a first day dates it."""

from datetime import date

from playwright.sync_api import expect

from service_structure.decision.link import read_fragment
from tests.browser.calculator_page import GUIDE, Tool

FROM_NONE = "size=large&regions=several&p.structure=none"


def test_the_plan_comes_with_the_answer_about_today(tool: Tool) -> None:
    tool.go("size=large&regions=several")
    part = tool.page.locator(".part--plan")
    expect(part.locator("h2")).to_have_text(tool.says("part_plan"))
    tool.choose("p.structure", "none")
    tool.open_part("plan")
    expect(part.locator("h2")).to_have_text(tool.says("plan"))
    expect(part.locator(".timeline li").first).to_be_visible()
    for task in ("goal", "pilot", "closing"):
        expect(part.locator(".timeline")).to_contain_text(
            GUIDE.planning.tasks[task].name[tool.language]
        )


def test_a_first_day_gives_the_plan_dates_and_is_kept_in_the_link(tool: Tool) -> None:
    tool.go(FROM_NONE)
    tool.open_part("plan")
    first = tool.page.locator(".timeline li > span").first
    weeks = tool.says("plan_weeks", first=1, last=2)
    expect(first).to_have_text(weeks.replace("–", "–\N{WORD JOINER}"))
    tool.type("start", "2027-02-01")
    assert read_fragment(tool.state, GUIDE)[0].profile.start == date(2027, 2, 1)
    expect(first).to_contain_text({"ru": "февраля", "en": "February"}[tool.language])
    tool.go(FROM_NONE)
    expect(tool.page.locator("#start")).to_have_value("")
    tool.go(f"{FROM_NONE}&p.start=2027-02-01")
    expect(tool.page.locator("#start")).to_have_value("2027-02-01")


def test_the_table_of_roles_needs_no_scrolling(tool_everywhere: Tool) -> None:
    tool = tool_everywhere
    tool.go(FROM_NONE)
    tool.open_part("plan")
    table = tool.page.locator(".raci")
    tool.unfold(table)
    wider = "table => table.scrollWidth - table.parentElement.clientWidth"
    assert table.evaluate(wider) <= 0
