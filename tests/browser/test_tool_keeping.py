"""Taking a result along: charts, links, files and the printed memo."""

import csv
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, expect

from service_structure.case.number_input import read_number
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.views import render_memo
from tests.browser.calculator_page import GUIDE, Tool
from tests.papers.cases import moved, organisation
from tests.support import words

A4 = (595, 842)  # points
A4_ACROSS, A4_INSIDE = 665, 1016  # pixels between the margins of the memo
ANSWERS = "regions=many&size=large&n.contacts_per_hour=250&w.cost=20"


def test_charts_are_drawn_and_follow_the_answers(tool: Tool) -> None:
    tool.choose("regions", "many")
    tool.open_part("money")
    for name in ("cost", "split"):
        picture = chart(tool, name)
        expect(picture.locator("svg")).to_be_visible()
        assert picture.get_attribute("role") == "img"
        assert picture.get_attribute("aria-label")
        before = picture.inner_html()
        tool.type("n-contacts_per_hour", "2000" if name == "cost" else "37")
        assert picture.inner_html() != before, f"the chart {name} did not follow"
        width = picture.locator("svg").evaluate("svg => svg.getBoundingClientRect().width")
        assert width <= picture.evaluate("place => place.clientWidth") + 1


def test_the_figures_of_a_chart_stand_behind_it_as_a_table(tool: Tool) -> None:
    tool.go("n.contacts_per_hour=250")
    tool.open_part("money")
    for name in ("cost", "split"):
        figure = tool.page.locator(f".chart:has([data-chart={name}])")
        figure.locator("summary").click()
        table = figure.locator("table")
        expect(table).to_be_visible()
        cells = table.locator("tbody td:not(:empty)").all_text_contents()
        assert len(cells) >= 10
        assert any(isinstance(read_number(cell), float) for cell in cells)
        figure.locator("summary").click()


def test_a_chart_is_saved_as_a_picture_that_needs_no_page(tool: Tool, tmp_path: Path) -> None:
    tool.choose("regions", "many")
    tool.open_part("money")
    tool.draw()
    tool.settle()  # a chart that is drawn anew moves what stands below it
    for name in ("cost", "split"):
        with tool.page.expect_download() as coming:
            tool.page.locator(f"[data-save={name}]").click()
        picture = saved(coming.value, tmp_path)
        assert coming.value.suggested_filename == f"{name}.svg"
        assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
        finding = tool.page.locator(f".chart:has([data-chart={name}]) figcaption").inner_text()
        titles = ElementTree.fromstring(picture).findall("{http://www.w3.org/2000/svg}text")
        assert words(" ".join(str(line.text) for line in titles)) == words(finding)
        for foreign in ("var(", "inherit", "currentColor"):
            assert foreign not in picture, f"{foreign} means nothing outside the page"
        assert '<rect width="100%" height="100%" fill="#ffffff"' in picture
        tool.page.emulate_media(color_scheme="dark")
        with tool.page.expect_download() as coming:
            tool.page.locator(f"[data-save={name}]").click()
        assert saved(coming.value, tmp_path) == picture, "a dark chart on white paper"
        tool.page.emulate_media(color_scheme="light")


def test_a_copied_link_brings_the_same_answers(tool: Tool) -> None:
    tool.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tool.go(ANSWERS)
    state = tool.state
    tool.do("link")
    expect(tool.told).to_have_text(tool.says("copied"))
    link = tool.page.evaluate("navigator.clipboard.readText()")
    assert link == tool.page.url
    tool.go("")
    tool.go(link.partition("#")[2])
    assert tool.state == state


def test_a_link_that_cannot_be_copied_is_told_of(tool: Tool) -> None:
    tool.go(ANSWERS)
    tool.page.context.clear_permissions()
    tool.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject('no'); }")
    tool.do("link")
    expect(tool.told).to_have_text(tool.says("not_copied"))
    tool.page.evaluate("() => { delete navigator.clipboard.writeText; }")


def test_a_qr_code_shows_the_link_and_escape_closes_it(tool_everywhere: Tool) -> None:
    tool = tool_everywhere
    tool.go(ANSWERS)
    tool.do("qr")
    dialog = tool.page.get_by_role("dialog", name=tool.says("qr_title"))
    expect(dialog.locator("svg")).to_be_visible()
    expect(dialog.locator(".qr__link")).to_have_text(tool.page.url)
    picture = Image.open(BytesIO(dialog.locator("svg").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == tool.page.url
    box = dialog.bounding_box()
    screen = tool.page.viewport_size
    assert box
    assert screen
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= screen["width"], "the dialog leaves the screen"
    tool.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(tool.page.locator(".menu > summary")).to_be_focused()


def test_a_saved_file_opens_as_the_same_answers(tool: Tool, tmp_path: Path) -> None:
    tool.go(ANSWERS)
    state = tool.state
    text = download(tool, "json", tmp_path)
    tool.go("")
    tool.open_file(text)
    assert tool.state == state
    tool.expect_advice(state)
    expect(tool.problems).to_be_empty()
    expect(tool.page.locator("#n-contacts_per_hour")).to_have_value("250")
    expect(tool.page.locator('input[name="size"][value="large"]')).to_be_checked()
    tool.do("undo")
    assert tool.state == "", "opening a file can be undone"


def test_whoever_comes_with_a_file_opens_it_before_any_answer(tool: Tool, tmp_path: Path) -> None:
    tool.go(ANSWERS)
    state = tool.state
    saved = tmp_path / "saved.json"
    saved.write_text(download(tool, "json", tmp_path))
    tool.go("")
    tool.page.locator("#presets").click()
    with tool.page.expect_file_chooser() as chooser:
        tool.do("open")
    chooser.value.set_files(saved)
    expect(tool.page.locator('input[name="size"][value="large"]')).to_be_checked()
    tool.settle()
    assert tool.state == state


def test_the_tables_as_csv_hold_the_figures_of_the_result(tool: Tool, tmp_path: Path) -> None:
    tool.go(ANSWERS)
    text = download(tool, "csv", tmp_path)
    assert text.startswith("\ufeff"), "Excel reads the file as something else than UTF-8"
    decimal = GUIDE.languages[tool.language].decimal
    rows = list(csv.reader(text[1:].splitlines(), delimiter=";" if decimal == "," else ","))
    assert {len(row) for row in rows} == {4}
    fits = {row[1]: row[3] for row in rows if row[0] == "ranking" and row[2] == "fit"}
    for standing in tool.result.ranking:
        found = float(fits[standing.structure].replace(decimal, "."))
        assert found == pytest.approx(TOTAL_POINTS * standing.fit)
    assert {"answers", "numbers", "weights", "staffing", "cost by volume"} <= {r[0] for r in rows}


def test_the_memo_in_markdown_says_what_the_result_says(tool: Tool, tmp_path: Path) -> None:
    tool.go(ANSWERS)
    memo = download(tool, "markdown", tmp_path)
    best = GUIDE.structures[str(tool.result.recommended)]
    assert memo.startswith("# ")
    for expected in (
        tool.says("memo_title"),
        best.name[tool.language].lower(),
        f"<{tool.page.url}>",
        str(date.today().year),
        tool.says("memo_inputs"),
        *(structure.name[tool.language] for structure in GUIDE.structures.values()),
        *(step[tool.language] for step in best.first_steps),
    ):
        assert words(expected).lower() in words(memo).lower()
    assert "{" not in memo
    assert not re.search(r"\n{4,}", memo), "gaps in the text"


def test_the_memo_is_printed_on_a4_and_holds_all_that_a_board_asks(tool: Tool) -> None:
    tool.go(ANSWERS)
    tool.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    tool.do("print")
    assert tool.page.evaluate("window.printed")
    tool.page.emulate_media(media="print")
    memo = tool.page.locator("#calculator-memo")
    expect(memo).to_be_visible()
    for hidden in ("#calculator-form", "#calculator-result", ".md-header", ".md-footer"):
        expect(tool.page.locator(hidden)).to_be_hidden()
    said = words(memo.inner_text()).lower()
    result, best = tool.result, GUIDE.structures[str(tool.result.recommended)]
    rejected = [one.structure for one in result.ranking if one.structure != best.id]
    year = str(date.today().year)
    for expected in (
        *(tool.says(part) for part in ("board_reasons", "board_risks", "board_money")),
        *(tool.says(part) for part in ("board_alternative", "reasons", "memo_rejected")),
        *(tool.says(part) for part in ("memo_inputs", "working_sources")),
        best.name[tool.language],
        *(tool.name(structure) for structure in rejected),
        *(factor.name[tool.language] for factor in GUIDE.factors.values()),
        *("250", year),
    ):
        assert words(expected).lower() in said, f"the memo lacks “{expected}”"
    assert "http" not in said
    picture = Image.open(BytesIO(memo.locator(".memo__qr svg").screenshot(scale="device")))
    (code,) = zxingcpp.read_barcodes(picture.resize((3 * picture.width, 3 * picture.height)))
    assert code.text == tool.page.url
    paper = tool.page.pdf(prefer_css_page_size=True)
    pages = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert pages
    assert {(round(float(w)), round(float(h))) for w, h in pages} == {A4}
    assert len(pages) <= 9, "a page for the board, one for the steps, and the annex"
    assert first_page_height(tool) <= A4_INSIDE, "the board reads one page"
    tool.page.evaluate("dispatchEvent(new Event('afterprint'))")
    tool.page.emulate_media(media="screen")
    expect(memo).to_be_hidden()
    expect(tool.page.locator("#calculator-form")).to_be_visible()


@pytest.mark.everywhere
def test_the_page_of_the_board_is_one_page_for_any_organisation(tool: Tool) -> None:
    """Also with its chart; and no table is so wide that print makes all of the memo smaller."""
    charts, results = 0, 16
    tool.page.emulate_media(media="print")
    for seed in range(results):
        result = (moved if seed % 3 else organisation)(seed, GUIDE)
        troubles = ("waits", "transfers", "unlike_answers")[: seed % 4]
        result = replace(result, profile=replace(result.profile, symptoms=troubles))
        html = render_memo(
            result, GUIDE, tool.language, name="A", date=date.today(), address=tool.page.url
        )
        tool.page.locator("#calculator-memo").evaluate(
            """(memo, html) => {
              memo.innerHTML = html;
              memo.querySelector(".memo__qr").prepend(document.createElementNS(
                "http://www.w3.org/2000/svg", "svg"));
              memo.hidden = false;
              document.documentElement.classList.add("prints-memo");
            }""",
            html,
        )
        assert first_page_height(tool) <= A4_INSIDE, seed
        charts += tool.page.locator(".memo .chart:not(.new-page, .new-page ~ *)").count()
    tool.page.evaluate("document.documentElement.classList.remove('prints-memo')")
    tool.page.locator("#calculator-memo").evaluate("memo => { memo.hidden = true; }")
    tool.page.emulate_media(media="screen")
    assert 0 < charts < results


def first_page_height(tool: Tool) -> float:
    """How far the memo reaches down before its second page, in pixels of CSS, as wide as A4."""
    size = tool.page.viewport_size
    tool.page.set_viewport_size({"width": A4_ACROSS, "height": 1000})
    height, width = tool.page.locator("#calculator-memo").evaluate(
        """memo => {
          const last = memo.querySelector(".new-page").previousElementSibling;
          const height = last.getBoundingClientRect().bottom - memo.getBoundingClientRect().top;
          return [height, document.documentElement.scrollWidth];
        }"""
    )
    if size:
        tool.page.set_viewport_size(size)
    assert width <= A4_ACROSS
    return float(height)


def chart(tool: Tool, name: str) -> Locator:
    return tool.page.locator(f"[data-chart={name}]")


def download(tool: Tool, action: str, folder: Path) -> str:
    tool.page.locator(".menu > summary").click()
    with tool.page.expect_download() as coming:
        tool.page.locator(f"[data-action={action}]").click()
    expect(tool.told).to_have_text(tool.says("saved"))
    tool.settle()
    return saved(coming.value, folder)


def saved(coming: object, folder: Path) -> str:
    path = folder / "saved"
    coming.save_as(path)  # type: ignore[attr-defined]
    return path.read_text(encoding="utf-8")
