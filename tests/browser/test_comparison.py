"""The table of ratings: two to four structures can be picked, and it fits every window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service_structure.source.records import Guide
from tests.browser.calculator_page import LANGUAGES

NewContext = Callable[..., BrowserContext]
SIZES = [(1440, 900), (820, 1180), (390, 844), (320, 640)]
STACKED = 960  # px, up to which ratings stand below their criterion, across the whole window
MARGIN = 32  # px
NARROW = """() => document.querySelector(".md-content").clientWidth
  - document.querySelector(".compare table").offsetWidth"""
# The names at the head of columns that have no room for all their letters.
CUT_OFF = """() => [...document.querySelectorAll(".compare thead th:not([hidden]) span")]
  .filter((name) => name.scrollWidth > name.closest("th").clientWidth)
  .map((name) => name.textContent)"""
RATED = "tbody:last-of-type tr"
SPREADS = f"""() => [...document.querySelectorAll(".compare {RATED}")].map((row) => {{
  const values = [...row.querySelectorAll("[data-value]:not([hidden])")].map(
    (cell) => Number(cell.dataset.value));
  return Math.max(...values) - Math.min(...values);
}})"""


def pick(page: Page, *structures: str) -> None:
    expect(page.locator(".compare-picks[data-ready]")).to_be_visible()
    for structure in structures:
        page.locator(f".compare-picks input[value={structure}]").check(force=True)


@pytest.mark.everywhere
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_no_wider_than_the_window(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}{language}/comparison/")
    wide = """() => [document.documentElement, document.querySelector(".compare")].filter(
        (box) => box.scrollWidth > box.clientWidth).length"""
    for structures in ((), ("centralised", "matrix"), ("product", "expert_line")):
        pick(page, *structures)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            told = f"{width} px, {structures}"
            assert page.evaluate(wide) == 0, told
            assert width > STACKED or page.evaluate(NARROW) <= MARGIN, told
            assert not page.evaluate(CUT_OFF), told


def test_of_the_picked_structures_the_criteria_that_part_them_come_first(
    page: Page, address: str, guide: Guide
) -> None:
    page.goto(f"{address}en/comparison/")
    heads = page.locator(".compare thead th[data-structure]:visible")
    expect(heads).to_have_count(len(guide.structures))
    order = page.locator(f".compare {RATED} th").all_inner_texts()
    assert order == [criterion.name["en"] for criterion in guide.criteria.values()]
    pick(page, "centralised", "product")
    expect(heads).to_have_count(2)
    expect(page.locator(".compare__statements")).to_be_visible()
    said = page.locator("li > [data-structure]")
    told = said.locator("visible=true").evaluate_all("all => all.map((p) => p.dataset.structure)")
    assert set(told) == {"centralised", "product"}
    spreads = page.evaluate(SPREADS)
    assert spreads == sorted(spreads, reverse=True)
    page.locator(".compare-picks input:checked").first.uncheck(force=True)
    expect(heads).to_have_count(len(guide.structures))
    expect(said.locator("visible=true")).to_have_count(said.count())
    assert page.locator(f".compare {RATED} th").all_inner_texts() == order


def test_no_more_than_four_can_be_picked(page: Page, address: str) -> None:
    page.goto(f"{address}en/comparison/")
    pick(page, "centralised", "product", "matrix", "functional")
    expect(page.locator(".compare-picks input:disabled")).to_have_count(4)
    page.locator(".compare-picks input:checked").first.uncheck(force=True)
    expect(page.locator(".compare-picks input:disabled")).to_have_count(0)


def test_the_address_names_what_is_compared(page: Page, address: str) -> None:
    page.goto(f"{address}en/comparison/")
    pick(page, "product", "matrix")
    expect(page).to_have_url(f"{address}en/comparison/?compare=product,matrix")
    page.goto(f"{address}en/comparison/?compare=matrix,nonsense,product#speed")
    heads = page.locator(".compare thead th[data-structure]:visible")
    expect(heads).to_have_count(2)
    expect(page.locator(".compare-picks input:checked")).to_have_count(2)
    page.locator("a[data-switch-language]").click()
    expect(page).to_have_url(f"{address}ru/comparison/?compare=matrix,nonsense,product#speed")
    expect(heads).to_have_count(2)
    for _ in range(2):
        page.locator(".compare-picks input:checked").first.uncheck(force=True)
    expect(page).to_have_url(f"{address}ru/comparison/#speed")


def test_from_the_page_of_a_structure_it_is_picked_with_its_neighbour(
    page: Page, address: str
) -> None:
    page.goto(f"{address}en/structures/expert_line/")
    page.locator("a[href*='compare=']").click()
    page.wait_for_url("**/comparison/?compare=*")
    picked = page.locator(".compare-picks input:checked")
    expect(picked).to_have_count(3)
    values = picked.evaluate_all("boxes => boxes.map((box) => box.value)")
    assert set(values) == {"expert_line", "centralised", "product"}
    expect(page.locator(".compare thead th[data-structure]:visible")).to_have_count(3)


def test_without_scripts_the_whole_table_stands(
    new_context: NewContext, address: str, guide: Guide
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}en/comparison/")
    expect(page.locator(".compare-picks")).to_be_hidden()
    expect(page.locator(".compare [data-value]:visible")).to_have_count(
        len(guide.structures) * len(guide.criteria)
    )
