"""What a designer would send back: edges, gaps and sizes, measured on pages as they are drawn."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.calculator_page import LANGUAGES

PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
FINGER = 40  # px, the least height of what is pressed
NEAR = 1.5  # px

ARROWS = """() => [...document.querySelectorAll("summary")].flatMap((summary) => {
  const arrow = getComputedStyle(summary, "::after");
  if (!summary.checkVisibility() || arrow.position !== "absolute") return [];
  const texts = document.createTreeWalker(summary, NodeFilter.SHOW_TEXT);
  let text = texts.nextNode();
  while (text && !text.data.trim()) text = texts.nextNode();
  const words = new Range();
  words.selectNodeContents(text);
  const line = [...words.getClientRects()].find((part) => part.width > 1);
  const moved = arrow.translate === "none" ? 0.5 : 0;
  const middle = parseFloat(arrow.top) + moved * parseFloat(arrow.height);
  return [{ text: text.data.trim(), right: parseFloat(arrow.right),
    off: middle - (line.top + line.height / 2 - summary.getBoundingClientRect().top),
    several: summary.querySelector("h2")?.getClientRects().length > 1
      || line.height * 1.9 < summary.getBoundingClientRect().height - 20 }];
})"""
PRESSED = "button:not(.term), select, input[type=text], .choice, .menu summary, .menu label"
SMALL = f"""() => [...document.querySelectorAll(".calculator :is({PRESSED})")].filter((one) => {{
  const {{ height }} = one.getBoundingClientRect();
  return one.checkVisibility() && height > 1 && height < {FINGER} - 0.5;
}}).map((one) => one.id || one.textContent.trim())"""
TOPS = """(selector) => [...document.querySelectorAll(selector)].map(
  (one) => Math.round(one.getBoundingClientRect().top))"""


@pytest.mark.parametrize("path", ["promises", "structures/product", "cases/bank", "calculator"])
def test_the_arrow_of_a_fold_is_level_with_its_first_line_and_at_the_edge(
    page: Page, address: str, path: str
) -> None:
    page.goto(f"{address}ru/{path}/")
    arrows = page.evaluate(ARROWS)
    assert arrows
    for arrow in arrows:
        # That of a chapter stands in the middle of all its lines.
        assert arrow["several"] or abs(arrow["off"]) <= NEAR, arrow
        assert arrow["right"] <= 0, arrow


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_begins_with_the_page_and_not_with_a_gap(
    page: Page, address: str, language: str
) -> None:
    page.set_viewport_size(PHONE_SIZE)
    for path in ("calculator/", "structures/matrix/", ""):
        page.goto(f"{address}{language}/{path}")
        below = """() => document.querySelector("h1").getBoundingClientRect().top
            - document.querySelector("header").getBoundingClientRect().bottom"""
        assert page.evaluate(below) <= 44


def test_the_bar_of_a_phone_covers_nothing_at_the_end_of_the_page(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE_SIZE)
    page.goto(f"{address}ru/calculator/#size=large")
    expect(page.locator("#calculator-toolbar")).to_be_visible(timeout=60_000)
    expect(page.locator(".bar")).to_be_visible()
    below = """() => {
      scrollTo(0, document.documentElement.scrollHeight);
      const { bottom } = document.querySelector("footer").getBoundingClientRect();
      return bottom - document.querySelector(".bar").getBoundingClientRect().top;
    }"""
    assert page.evaluate(below) <= 0


def test_what_a_finger_presses_is_40_px_high(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE_SIZE)
    page.goto(f"{address}ru/calculator/#size=large")
    expect(page.locator("#calculator-toolbar")).to_be_visible(timeout=60_000)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    expect(page.locator(".menu__list")).to_be_visible()
    assert page.evaluate(SMALL) == []


def test_the_name_of_a_structure_is_as_near_its_lead_as_other_titles(
    page: Page, address: str
) -> None:
    gap = """() => document.querySelector(".lead").getBoundingClientRect().top
        - document.querySelector("h1").getBoundingClientRect().bottom"""
    page.goto(f"{address}en/choosing/")
    usual = page.evaluate(gap)
    page.goto(f"{address}en/structures/matrix/")
    assert page.evaluate(gap) == pytest.approx(usual, abs=6)


def test_the_facts_of_the_home_page_are_told_on_one_line(page: Page, address: str) -> None:
    page.goto(f"{address}ru/")
    tops = page.evaluate(TOPS, ".home__facts p:last-child")
    assert len(tops) == 3
    assert len(set(tops)) == 1


def test_statements_side_by_side_name_their_structure_where_they_are_stacked(
    page: Page, address: str
) -> None:
    """A colour alone would not tell whose they are."""
    page.set_viewport_size(PHONE_SIZE)
    page.goto(f"{address}en/comparison/")
    expect(page.locator(".compare-picks[data-ready]")).to_be_visible()
    for structure in ("centralised", "matrix"):
        page.locator(f".compare-picks input[value={structure}]").check(force=True)
    cells = page.locator(".compare__statements td:visible")
    told = "(cell) => getComputedStyle(cell, '::before').content"
    assert [cell.evaluate(told) for cell in cells.all()] == ['"Centralised"', '"Matrix"'] * 2


def test_the_label_of_the_choice_of_columns_keeps_clear_of_it(page: Page, address: str) -> None:
    page.goto(f"{address}en/comparison/")
    gap = """() => {
      const words = new Range();
      words.selectNodeContents(document.querySelector(".compare-picks legend"));
      return document.querySelector(".compare-picks label").getBoundingClientRect().top
        - words.getBoundingClientRect().bottom;
    }"""
    assert page.evaluate(gap) >= 8


@pytest.mark.parametrize("width", [390, 1440])
def test_the_ring_of_the_search_does_not_cover_the_number_of_results(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}en/glossary/")
    if width < 960:
        page.locator("button[data-toggle=__search]").first.click()
    else:
        page.keyboard.press("/")
    field = page.locator("input[type=search]")
    expect(field).to_be_focused()
    reach = """(field) => parseFloat(getComputedStyle(field).outlineOffset)
        + parseFloat(getComputedStyle(field).outlineWidth)"""
    assert field.evaluate(reach) <= 0
    assert "inset" in field.evaluate("(field) => getComputedStyle(field).boxShadow")


def test_the_menu_is_as_wide_as_its_drawer(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE_SIZE)
    page.goto(f"{address}ru/structures/matrix/")
    page.locator("button[data-toggle=__drawer]").first.click()
    item = page.locator(".menu a[aria-current]")
    expect(item).to_be_visible()
    room = """(item) => item.closest(".menu").parentElement.getBoundingClientRect().width
        - item.getBoundingClientRect().width"""
    assert item.evaluate(room) <= 60


def test_on_paper_no_table_of_a_result_is_wider_than_the_sheet(page: Page, address: str) -> None:
    """A browser would print the whole result smaller for it."""
    page.goto(f"{address}ru/calculator/#size=large")
    expect(page.locator("#calculator-toolbar")).to_be_visible(timeout=60_000)
    page.evaluate("document.querySelectorAll('.part').forEach((one) => { one.open = true; })")
    expect(page.locator("#calculator-result .structures").first).to_be_attached()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 within usual margins
    wide = """() => [...document.querySelectorAll("#calculator-result .figures")].filter(
        (one) => one.getBoundingClientRect().right > innerWidth).length"""
    assert page.evaluate(wide) == 0


def test_the_figures_of_the_last_column_end_where_the_rule_does(page: Page, address: str) -> None:
    page.goto(f"{address}en/calculator/#size=large")
    expect(page.locator("#calculator-toolbar")).to_be_visible(timeout=60_000)
    page.locator("#part-money").click()
    table = page.locator("#calculator-result .figures:visible").first
    expect(table).to_be_visible()
    last = table.locator("tbody tr").first.locator("td").last
    assert last.evaluate("(cell) => getComputedStyle(cell).paddingRight") == "0px"


IN_LINES = (
    """() => [...document.querySelectorAll("time")].map((time) => time.getClientRects().length)"""
)


@pytest.mark.everywhere
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_date_stands_in_one_line_on_every_phone(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}{language}/structures/product/")
    for width in range(250, 430, 10):
        page.set_viewport_size({"width": width, "height": 844})
        lines = page.evaluate(IN_LINES)
        assert lines
        assert set(lines) == {1}, width
