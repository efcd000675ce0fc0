"""Tables in files: no figure is broken in Word, and sheets of Excel are printed to be read."""

import io
import re
from itertools import pairwise
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from service_structure.case.case import read_case
from service_structure.case.number_output import quantity_with_unit
from service_structure.decision.model import recommend_for
from service_structure.papers import make_paper
from service_structure.papers.column_widths import column_widths, least_widths, shares_of
from service_structure.papers.sheets import ACROSS, FORMATS, HEIGHT, LOOKS, WRAPPED
from service_structure.papers.word import CELL_MARGIN, TEXT_WIDTH, Skin
from service_structure.papers.workbook import as_xlsx
from service_structure.planning.layout import text_width
from service_structure.source.records import Guide
from service_structure.views.as_text import plain
from service_structure.views.blocks import (
    Column,
    Detail,
    Entries,
    Entry,
    Items,
    Link,
    Section,
    Side,
    Sides,
    Table,
    Terms,
)
from service_structure.views.comparison import comparison
from tests.papers.test_advice import anna

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIZES = {"TableText": 9.0, "TableFoot": 9.0, "TableTextSmall": 7.5, "TableFootSmall": 7.5}
LANGUAGES = ["ru", "en"]


def part(form: str, guide: Guide, language: str, name: str, **numbers: object) -> str:
    scenarios = [("Now", anna(contacts_per_hour=120)), ("Then", anna())]
    paper = make_paper(form, anna(**numbers), guide, language, scenarios=scenarios)
    with ZipFile(io.BytesIO(paper.content)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contacts", [12, 240, 24_000])
def test_every_figure_in_word_has_room_in_its_column(
    guide: Guide, language: str, contacts: int
) -> None:
    xml = part("docx", guide, language, "word/document.xml", contacts_per_hour=f"{contacts}!")
    checked = 0
    for table in ElementTree.fromstring(xml).iter(f"{WORD}tbl"):
        widths = [int(column.attrib[f"{WORD}w"]) for column in table.iter(f"{WORD}gridCol")]
        assert sum(widths) == pytest.approx(TEXT_WIDTH, abs=len(widths))
        for row in table.iter(f"{WORD}tr"):
            for cell, width in zip(row.iter(f"{WORD}tc"), widths, strict=True):
                style = next(cell.iter(f"{WORD}pStyle")).attrib[f"{WORD}val"]
                if style not in SIZES or next(cell.iter(f"{WORD}jc"), None) is None:
                    continue
                text = "".join([run.text or "" for run in cell.iter(f"{WORD}t")])
                assert " " not in text
                assert 20 * text_width(text, SIZES[style]) + CELL_MARGIN <= width + 1, text
                checked += 1
    assert checked > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_before_a_table_or_a_chart_is_on_its_page(guide: Guide, language: str) -> None:
    """And the two tables with the money of a move are on one."""
    xml = part("docx", guide, language, "word/document.xml")
    body = next(ElementTree.fromstring(xml).iter(f"{WORD}body"))
    before, together = 0, 0
    for thing, following in pairwise(body):
        is_table = following.tag == f"{WORD}tbl"
        style = next(thing.iter(f"{WORD}pStyle"), None)
        name = style.attrib[f"{WORD}val"] if style is not None else ""
        if thing.tag != f"{WORD}p" or name.startswith("Heading"):
            continue
        is_kept = next(thing.iter(f"{WORD}keepNext"), None) is not None
        if is_table or next(following.iter(f"{WORD}drawing"), None) is not None:
            assert is_kept, "".join(thing.itertext())
            before += not name
            together += name == "AfterTable"
    assert before > 2
    assert together == 1


def test_columns_of_long_texts_are_wider_than_those_of_short_ones() -> None:
    rows = [["Name", "1", "x" * 225], ["Head", "2", "Why"]]
    first, figures, last = shares_of(rows, [False, True, False])
    assert figures == 0.4
    assert last > 2 * first
    assert first + last == pytest.approx(2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_are_told_in_a_row_and_many_answers_side_by_side(
    guide: Guide, language: str
) -> None:
    document = ElementTree.fromstring(part("docx", guide, language, "word/document.xml"))
    styles = [style.attrib[f"{WORD}val"] for style in document.iter(f"{WORD}pStyle")]
    assert styles.count("Source") == 1
    terms = Terms(tuple((str(n), f"answer {n}") for n in range(15)), ("Question", "Answer"))
    (table, *_) = Skin().sections([Section("inputs", "", (terms,))])
    rows = re.findall(r"<w:tr>.*?</w:tr>", table)
    assert len(rows) == 1 + 8
    assert re.findall(r"<w:t [^>]*>([^<]*)", rows[1]) == ["0", "answer 0", "8", "answer 8"]
    assert re.findall(r"<w:t [^>]*>([^<]*)", rows[-1]) == ["7", "answer 7"]


def test_words_that_cling_to_one_another_have_room_in_the_head_of_a_column(guide: Guide) -> None:
    xml = part("docx", guide, "ru", "word/document.xml")
    clinging = 0
    for table in ElementTree.fromstring(xml).iter(f"{WORD}tbl"):
        widths = [int(column.attrib[f"{WORD}w"]) for column in table.iter(f"{WORD}gridCol")]
        heads = next(table.iter(f"{WORD}tr")).iter(f"{WORD}tc")
        for cell, width in zip(heads, widths, strict=True):
            style = next(cell.iter(f"{WORD}pStyle")).attrib[f"{WORD}val"]
            text = "".join([run.text or "" for run in cell.iter(f"{WORD}t")])
            size = SIZES[style.replace("Head", "Text")]
            for word in text.split(" "):
                assert 20 * text_width(word, size) + CELL_MARGIN <= width + 1, word
                clinging += "\N{NO-BREAK SPACE}" in word
    assert clinging > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_has_a_sign_in_the_workbook_and_a_count_no_unit(guide: Guide, language: str) -> None:
    told = {"answers": {"regions": "many"}, "numbers": {"monthly_pay": 2400, "regions": 4}}
    case, faults = read_case({**told, "profile": {"currency": "gbp"}}, guide)
    assert not faults
    made = make_paper("xlsx", recommend_for(case, guide), guide, language).content
    with ZipFile(io.BytesIO(made)) as archive:
        cells = [
            text.text or ""
            for part in archive.namelist()
            if part.startswith("xl/") and part.endswith(".xml")
            for text in ElementTree.fromstring(archive.read(part)).iter()
            if text.tag.endswith("}t")
        ]
    assert any(cell.endswith(", £") for cell in cells)
    assert not any(guide.currencies["gbp"].name[language] in cell for cell in cells)
    assert not {"count", "шт."} & {*cells}
    regions = guide.assumptions["regions"]
    assert quantity_with_unit(4, regions, guide, language) == "4"


def test_columns_fill_their_width_and_give_way_where_there_is_no_room() -> None:
    figures = [False, True, True]
    rows = [["Head", "A", "B"], ["A few words", "1,000,000", "2"]]
    least = least_widths(rows, figures, 10)
    assert least[1] == text_width("1,000,000", 10) > least[2]
    shares = shares_of(rows, figures)
    widths = column_widths(least, shares, 300)
    assert sum(widths) == pytest.approx(300)
    assert all(width >= 1.13 * own - 1e-9 for width, own in zip(widths, least, strict=True))
    narrow = column_widths(least, shares, 20)
    assert sum(narrow) == pytest.approx(20)
    assert min(narrow) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_printed_without_their_workings_and_with_heads_on_every_page(
    guide: Guide, language: str
) -> None:
    book = part("xlsx", guide, language, "xl/workbook.xml")
    teams = guide.messages["tab_teams"][language]
    assert f"'{teams}'!$A$3:$Y$" in book  # the steps stand in column AA
    assert f"'{teams}'!$A:$B,'{teams}'!$3:$3" in book
    sheet = part("xlsx", guide, language, "xl/worksheets/sheet6.xml")
    assert 'orientation="landscape" fitToWidth="2" fitToHeight="0"' in sheet
    assert "&amp;P / &amp;N" in sheet
    title = guide.messages["sheet_teams"][language]
    assert f'<oddHeader>&amp;L&amp;"Arial,Bold"&amp;12{title}</oddHeader>' in sheet, "cut on page 2"


def test_rows_of_groups_that_there_are_not_are_folded_and_not_printed(guide: Guide) -> None:
    sheet = ElementTree.fromstring(
        part("xlsx", guide, "en", "xl/worksheets/sheet6.xml", regions=3, products=12)
    )
    seen = set()
    for row in sheet.iter(f"{SHEET}row"):
        cells = ["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")][:2]
        name = " ".join(cells)
        if re.search(r"(Region|Product) \d+$", name) and not name.startswith("First line"):
            seen.add(bool(row.get("hidden")))
            number = int(name.split()[-1])
            most = 3 if "Region" in name else 12
            assert bool(row.get("hidden")) == (number > most), name
            assert (row.get("collapsed") == "1") == (number == most < 12), name
    assert seen == {True, False}
    assert sheet.find(f"{SHEET}sheetPr/{SHEET}outlinePr") is not None


def test_the_months_of_the_budget_begin_a_page(guide: Guide) -> None:
    sheet = ElementTree.fromstring(part("xlsx", guide, "en", "xl/worksheets/sheet8.xml"))
    end = next(sheet.iter(f"{SHEET}brk"))
    rows = {row.get("r"): "".join(row.itertext()) for row in sheet.iter(f"{SHEET}row")}
    assert guide.messages["budget_months"]["en"] in rows[str(int(end.attrib["id"]) + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["eur", "rub"])
def test_every_column_of_the_workbook_has_room_for_its_figures_and_words(
    guide: Guide, language: str, currency: str
) -> None:
    """A figure without room is ###; a digit of Arial counts 1, a comma or a point a half."""
    table = {"answers": {"size": "huge", "products": "many"}, "numbers": {"monthly_pay": 950_000}}
    profile = {"structure": "decentralised", "currency": currency}
    case, _ = read_case({**table, "profile": profile}, guide)
    content = as_xlsx(recommend_for(case, guide), guide, language, "")
    checked, moneys = 0, 0
    with ZipFile(io.BytesIO(content)) as archive:
        forms = [
            int(xf.attrib["numFmtId"])
            for xf in ElementTree.fromstring(archive.read("xl/styles.xml")).iter(f"{SHEET}xf")
        ][1:]
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            root = ElementTree.fromstring(archive.read(name))
            widths = [float(col.attrib["width"]) for col in root.iter(f"{SHEET}col")]
            for cell in root.iter(f"{SHEET}c"):
                letters = re.sub(r"\d", "", cell.attrib["r"])
                at = int(letters, 26 + 10) - 10 if len(letters) == 1 else len(widths)
                value = cell.findtext(f"{SHEET}v")
                style = int(cell.attrib["s"])
                if at >= len(widths):
                    continue
                text = "".join([run.text or "" for run in cell.iter(f"{SHEET}t")])
                is_wrapped = LOOKS[style // len(FORMATS)] in WRAPPED
                if text and is_wrapped:
                    for word in text.split():
                        assert text_width(word, 1.0) / 0.556 < widths[at], word
                if value is None:
                    continue
                form = list(FORMATS)[forms[style] - 164] if forms[style] else ""
                digits = {"whole": 0, "one": 1}.get(form, 2)
                shown = f"{float(value):,.{digits}f}"
                needed = sum([1 if letter.isdigit() else 0.5 for letter in shown])
                assert needed + 0.7 <= widths[at], (name, cell.attrib["r"], shown)
                checked += 1
                if abs(float(value)) > 1e6:
                    assert form == "whole", (name, cell.attrib["r"])
                    moneys += 1
    assert checked > 1000
    assert moneys > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_of_experts_in_the_workbook_are_not_called_after_single_products(
    guide: Guide, language: str
) -> None:
    """How many there are follows from a formula; they may be fewer than the products."""
    name = guide.structures["expert_line"].short[language]
    content = as_xlsx(anna(), guide, language, "")
    with ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet6.xml"))
    rows = [[text.text for text in row.iter(f"{SHEET}t")] for row in root.iter(f"{SHEET}row")]
    teams = [row[1] for row in rows if row and row[0] == name]
    product = guide.say("sheet_group_products", language, n=1).split()[0]
    assert guide.say("org_experts_of", language, n=1) in teams
    assert not [team for team in teams if str(team).startswith(product)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_kept_scenarios_side_by_side_on_a_sheet_of_its_own(
    guide: Guide, language: str
) -> None:
    scenarios = [("Now", anna(contacts_per_hour=120)), ("Then", anna())]
    paper = make_paper("xlsx", anna(), guide, language, scenarios=scenarios)
    with ZipFile(io.BytesIO(paper.content)) as archive:
        names = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        *_, last = [sheet.attrib["name"] for sheet in names]
        assert last == guide.say("tab_scenarios", language)
        number = len([name for name in archive.namelist() if "/worksheets/sheet" in name])
        sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    told = [[cell.findtext(f".//{SHEET}t") for cell in row] for row in sheet.iter(f"{SHEET}row")]
    compared = comparison(scenarios, guide, language, brief=True)
    tables = [block for block in compared.blocks if isinstance(block, Table)]
    for table in tables:
        for row in table.rows:
            assert [plain(cell) for cell in row] in told
    assert ["Now", "Then"] in [row[1:] for row in told]
    alone = make_paper("xlsx", anna(), guide, language, scenarios=scenarios[:1])
    with ZipFile(io.BytesIO(alone.content)) as archive:
        assert f'name="{last}"' not in archive.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_note_in_the_workbook_goes_over_several_lines(guide: Guide, language: str) -> None:
    """One that ran on to the right was cut by the window, and a page in print shrank to it."""
    paper = make_paper("xlsx", anna(contacts_per_hour=120), guide, language)
    long = 0
    with ZipFile(io.BytesIO(paper.content)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/sheet"):
                continue
            root = ElementTree.fromstring(archive.read(name))
            widths = [float(col.attrib["width"]) for col in root.iter(f"{SHEET}col")]
            merged = {cell.attrib["ref"] for cell in root.iter(f"{SHEET}mergeCell")}
            for row in root.iter(f"{SHEET}row"):
                cells = list(row.iter(f"{SHEET}c"))
                text = "".join(row.itertext())
                letters = text_width(text, 1.0) / 0.556
                if len(cells) > 1 or letters < 1.1 * ACROSS:
                    continue
                place = next(m for m in merged if m.startswith(f"A{row.attrib['r']}:"))
                last = int(place.partition(":")[2].rstrip("0123456789"), 36) - 9
                lines = letters / sum(widths[:last])
                assert float(row.attrib["ht"]) >= lines * HEIGHT, text
                long += 1
    assert long >= 5
    first = part("xlsx", guide, language, "xl/worksheets/sheet1.xml")
    assert 'fitToWidth="1" fitToHeight="1"' in first, "the answers are on two pages"


def kept(xml: str, kind: str) -> list[bool]:
    """Of the rows of a table, or of paragraphs, whether each stands on the page of the next."""
    return ["<w:keepNext/>" in found for found in re.findall(rf"<w:{kind}>.*?</w:{kind}>", xml)]


def test_a_long_table_has_two_rows_at_least_on_either_page_and_a_short_one_is_whole() -> None:
    """Its head stands on both; what counts is the lines of its rows, not how many there are."""
    columns = (Column("Structure", figures=False), Column("Why", figures=False))
    for words_of_row, whole in ((["a word"] * 5, True), (["many words " * 40] * 5, False)):
        (table, _) = Skin().markup[Table](Table("", columns, tuple(("A", w) for w in words_of_row)))
        assert table.count("<w:tblHeader/>") == 1
        rows = kept(table, "tr")[1:]
        assert rows == ([True] * 4 + [False] if whole else [True, False, False, True, False])


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_no_item_of_a_list_is_left_alone_at_the_end_or_the_start_of_a_page(count: int) -> None:
    items = tuple(f"Item {n}" for n in range(count))
    rows = kept("".join(Skin().markup[Items](Items(items))), "p")
    assert rows[-1] is False
    if count > 1:
        assert rows[0]
        assert rows[-2]
    assert sum(rows) <= 2, "a long list is broken where the page ends"


def test_what_is_told_below_an_item_begins_on_its_page() -> None:
    details = (Detail(Link("A detail", "#"), ""), Detail(Link("Another", "#"), ""))
    entries = Entries((Entry("Title", "text", "", details), Entry("Alone", "text", "", ())))
    title, first, _, alone = kept("".join(Skin().markup[Entries](entries)), "p")
    assert title
    assert first
    assert not alone
    sides = Sides((Side("For it", (("Cost", "3"), ("Speed", "2")), ""),))
    assert kept("".join(Skin().markup[Sides](sides)), "p") == [True, True, False]
