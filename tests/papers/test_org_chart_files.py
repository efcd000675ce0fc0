"""The organisation chart as files: SVG, draw.io, Mermaid, CSV and Word, as others read them."""

import csv
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.papers import make_paper
from service_structure.papers.chart_slide import drawing_of
from service_structure.papers.drawing_ml import POINT
from service_structure.papers.drawio import drawio
from service_structure.papers.mermaid import mermaid
from service_structure.papers.posts_csv import COLUMNS, posts_csv
from service_structure.papers.slides import NAMES as SPACES
from service_structure.papers.slides import _Writer
from service_structure.papers.tree_file import tree_file
from service_structure.papers.word import TEXT_WIDTH, Skin, _root
from service_structure.papers.word_chart import HIGHEST, LARGEST, READABLE, chart_run
from service_structure.planning.layout import IN_PRINT, NOTE, TALLEST, TITLE, text_width
from service_structure.staffing.pools import groups_of
from service_structure.views.blocks import Tree
from service_structure.views.memo import findings
from service_structure.views.org_chart import OrgChart, branches, drawn, org_chart
from service_structure.views.org_charts import BOXES, chart_of
from service_structure.views.sentences import Sentences

OWN = load_guide()
NAMES = {"products": ['R&D "Alpha" <beta> #1', "«Касса»; `x`"], "organisation": ["A & B"]}
BOX = re.compile(r'    (\w+)\["([^"]+)"\]')
LINE = re.compile(r"    (\w+) (---|-\.-) (\w+)")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LINES = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
SVG = "{http://www.w3.org/2000/svg}"

MADE = [
    (structure, language, most)
    for structure in OWN.structures
    for language in OWN.languages
    for most in (30, None)
]


def result() -> Recommendation:
    table = {"answers": {"size": "large"}, "profile": {**NAMES, "currency": "rub"}}
    case, faults = read_case({**table, "numbers": {"regions": 6, "products": 4}}, OWN)
    assert not faults
    return recommend_for(case, OWN)


RESULT = result()


def made(structure: str, language: str, most: int | None) -> tuple[OrgChart, Sentences]:
    chart = org_chart(structure, RESULT, OWN, language, most)
    return chart, Sentences(RESULT, OWN, language)


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_draw_io_finds_every_box_and_every_line_where_the_page_has_them(
    structure: str, language: str, most: int | None
) -> None:
    chart, words = made(structure, language, most)
    layout = drawn(chart, words)
    root = ET.fromstring(drawio([("Page", chart)], words))
    cells = {cell.attrib["id"]: cell for cell in root.iter("mxCell")}
    assert len(cells) == len(list(root.iter("mxCell")))
    for cell in cells.values():
        for reference in ("parent", "source", "target"):
            assert cell.attrib.get(reference, "0") in cells
    boxes = {name: cell for name, cell in cells.items() if "vertex" in cell.attrib}
    assert list(boxes) == [box.id for box in layout.boxes]
    for box in layout.boxes:
        geometry = boxes[box.id].find("mxGeometry")
        assert geometry is not None
        assert geometry.attrib["as"] == "geometry"
        for side in ("x", "y", "width", "height"):
            assert float(geometry.attrib[side]) == pytest.approx(getattr(box, side), rel=1e-4)
        assert " ".join(box.title) in boxes[box.id].attrib["value"]
    edges = [cell for cell in cells.values() if "edge" in cell.attrib]
    assert len(edges) == len(layout.links)
    assert all(len(list(edge.iter("mxPoint"))) >= 3 for edge in edges)


@pytest.mark.parametrize("language", OWN.languages)
def test_draw_io_has_a_page_for_today_and_one_for_the_target(language: str) -> None:
    table = {"answers": {"size": "large"}, "profile": {"structure": "decentralised"}}
    case, faults = read_case(table, OWN)
    assert not faults
    both = recommend_for(case, OWN)
    assert both.recommended != "decentralised"
    for found, shown in (
        (both, ["decentralised", both.recommended]),
        (RESULT, [RESULT.recommended]),
    ):
        pages = ET.fromstring(make_paper("drawio", found, OWN, language).content).findall("diagram")
        assert [page.attrib["id"] for page in pages] == shown
        for page, structure in zip(pages, shown, strict=True):
            assert OWN.structures[structure].name[language] in page.attrib["name"]
            ids = [cell.attrib["id"] for cell in page.iter("mxCell")]
            assert len(ids) == len(set(ids)) > 3


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_mermaid_has_a_box_for_each_post_and_no_sign_of_its_own_within_it(
    structure: str, language: str, most: int | None
) -> None:
    chart, words = made(structure, language, most)
    first, *lines = mermaid(chart, words).decode().splitlines()
    assert first == "flowchart TD"
    boxes = [found for line in lines if (found := BOX.fullmatch(line))]
    links = [found for line in lines if (found := LINE.fullmatch(line))]
    assert len(boxes) + len(links) == len(lines)
    ids = [found[1] for found in boxes]
    assert ids == [entry.unit.id for entry in chart.entries]
    assert not {"end", "graph", "subgraph", "style", "class"} & set(ids)
    assert all({found[1], found[3]} <= set(ids) for found in links)
    solid = [found for found in links if found[2] == "---"]
    assert len(solid) == len(ids) - 1
    for found in boxes:
        assert not re.search(r'[<>"`]|#(?!\w+;)|&', found[2].replace("<br>", ""))


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_the_table_adds_up_and_names_only_superiors_that_it_has(
    structure: str, language: str, most: int | None
) -> None:
    chart, words = made(structure, language, most)
    lines = posts_csv(chart, words).decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines, delimiter=";" if language == "ru" else ","))
    assert tuple(rows[0]) == COLUMNS
    ids = {row["id"] for row in rows}
    assert {row["reports_to"] for row in rows} - {""} <= ids
    assert {row["dotted"] for row in rows} - {""} <= ids
    count = sum(float(row["count"].replace(",", ".")) for row in rows)
    assert round(count, 1) == chart.count
    assert sum(float(row["yearly_cost"]) for row in rows) == chart.yearly_cost


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_the_drawing_is_xml_with_every_label_in_it(
    structure: str, language: str, most: int | None
) -> None:
    chart, words = made(structure, language, most)
    layout = drawn(chart, words)
    root = ET.fromstring(tree_file(chart, words))
    labels = [text.text for text in root.iter(f"{SVG}text")]
    told = [line for box in layout.boxes for line in (box.figure, *box.title, *box.notes)]
    assert labels == told
    assert len(list(root.iter(f"{SVG}rect"))) == len(layout.boxes)
    assert len(list(root.iter(f"{SVG}path"))) == len(layout.links)
    for link in layout.links:
        for (x, y), (to_x, to_y) in pairwise(link.points):
            assert x == to_x or y == to_y, "a line is not at a right angle"


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_a_document_draws_every_box_and_line_or_lists_the_boxes(
    structure: str, language: str, most: int | None
) -> None:
    chart, words = made(structure, language, most)
    layout = drawn(chart, words, IN_PRINT)
    block = Tree(structure, "A & B", layout, branches(chart, words))
    root = ET.fromstring(_root("document", "".join(Skin().markup[Tree](block))))
    shapes = list(root.iter(f"{SHAPE}wsp"))
    text = "".join(root.itertext())
    for entry in chart.entries:
        assert words.exact(entry.count) in text
    if not shapes:
        assert NOTE * min(HIGHEST / layout.height, TEXT_WIDTH / 20 / layout.width) < READABLE
        assert len(chart.entries) == len(list(root.iter(f"{WORD}p")))
        return
    texts = ["".join(shape.itertext()) for shape in shapes]
    expected = ["".join((*box.title, *box.notes)) for box in layout.boxes]
    assert [sorted(text) for text in texts if text] == [
        sorted(said + box.figure) for said, box in zip(expected, layout.boxes, strict=True)
    ]
    assert texts.count("") == len(layout.links)
    (extent,) = root.iter(f"{PLACED}extent")
    for shape in shapes:
        offset, size = shape.find(f".//{LINES}off"), shape.find(f".//{LINES}ext")
        assert offset is not None
        assert size is not None
        for side, length in (("x", "cx"), ("y", "cy")):
            assert int(offset.attrib[side]) >= 0
            assert int(offset.attrib[side]) + int(size.attrib[length]) <= int(extent.attrib[length])
    numbers = [one.attrib["id"] for one in root.iter() if one.tag.endswith(("docPr", "cNvPr"))]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_a_document_has_letters_no_larger_than_those_for_which_a_line_was_broken(
    structure: str, language: str, most: int | None
) -> None:
    layout = drawn(*made(structure, language, most), IN_PRINT)
    run = chart_run(layout, "", TEXT_WIDTH / 20, 1)
    for size in map(int, re.findall(r'<w:sz w:val="(\d+)"/>', run)):
        assert size / 2 <= TITLE * min(LARGEST, HIGHEST / layout.height)


@pytest.mark.parametrize(("structure", "language", "most"), MADE)
def test_no_line_in_a_box_of_a_slide_is_wider_than_the_box(
    structure: str, language: str, most: int | None
) -> None:
    drawing = drawing_of(drawn(*made(structure, language, most), brief=True))
    shapes = list(ET.fromstring(f"<a {SPACES}>{''.join(_Writer('')._drawing(drawing, 0))}</a>"))
    boxes = [shape for shape in shapes if shape.find(f".//{LINES}t") is not None]
    assert len(boxes) == len(drawing.boxes)
    for box in boxes:
        extent = box.find(f".//{LINES}ext")
        assert extent is not None
        for run in box.iter(f"{LINES}r"):
            size = int(run.find(f"{LINES}rPr").attrib["sz"]) / 100  # type: ignore[union-attr]
            text = run.findtext(f"{LINES}t") or ""
            assert text_width(text, size) * POINT <= int(extent.attrib["cx"]), text


def test_charts_of_every_size_are_drawn_or_listed() -> None:
    """Neither way is out of use."""
    drawings = [drawn(*made(structure, "en", most), IN_PRINT) for structure, _, most in MADE]
    runs = [chart_run(layout, "", TEXT_WIDTH / 20, 1) for layout in drawings]
    assert {bool(run) for run in runs} == {True, False}


@pytest.mark.parametrize("language", OWN.languages)
@pytest.mark.parametrize("agents", [10, 25, 200])
def test_experts_who_share_products_are_called_after_none_of_them(
    language: str, agents: int
) -> None:
    """The boxes, the head and the card name as many groups as the staffing model has."""
    table = {"answers": {"products": "several"}, "profile": {"products": ["Alpha"] * 7}}
    case, _ = read_case({**table, "numbers": {"agents": agents, "products": 7}}, OWN)
    found = recommend_for(case, OWN)
    shape = OWN.structures["expert_line"]
    groups = groups_of(shape.pooling, found.inputs.numbers)
    products = found.inputs.numbers.products
    chart = org_chart("expert_line", found, OWN, language, None)
    words = Sentences(found, OWN, language)
    boxes = [entry for entry in chart.entries if entry.unit.group == "products"]
    assert len({entry.unit.groups for entry in boxes}) == groups
    told = OWN.say("org_shared", language, groups=groups, n=products)
    assert (told in chart.entries[0].notes) == (groups < products)
    alone = OWN.say("org_experts", language)
    titles = {(entry.within or entry.title).replace("\u00a0", " ") for entry in boxes}
    if groups == products:
        assert titles == {"Alpha"}
    elif groups == 1:
        assert titles == {alone}
    else:
        assert titles == {f"{alone} {n}" for n in range(1, groups + 1)}
    files = mermaid(chart, words), posts_csv(chart, words), drawio([("", chart)], words)
    for file in (*files, tree_file(chart, words)):
        assert ("Alpha" in file.decode()) == (groups == products)


@pytest.mark.parametrize("structure", OWN.structures)
def test_a_chart_in_print_is_the_lowest_of_those_that_are_tried(structure: str) -> None:
    """A lower one leaves less of the page before it empty."""
    found = findings(RESULT, OWN, "en")
    tree = next(block for block in chart_of(structure, found) if isinstance(block, Tree))
    chart, words = made(structure, "en", BOXES[0])
    usual = drawn(chart, words, IN_PRINT)
    lowest = min(drawn(chart, words, IN_PRINT, tallest=n).height for n in (TALLEST, 6, 4))
    assert tree.layout.height == lowest <= usual.height
