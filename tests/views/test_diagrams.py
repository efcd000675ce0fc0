"""The diagrams: every name of the source is drawn, in both languages, and fits its place."""

import re
from itertools import product

import pytest
from markdown import Markdown

from hooks.pages.pages import TEMPLATES
from service_structure import load_guide
from service_structure.source.records import Guide, Structure
from service_structure.views import environment
from service_structure.views.diagrams import MARKS, WIDTH, diagram, legend
from tests.support import ROOT, DataCopy, Document, words
from tests.views.made import made_pages

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
STYLE = ROOT / "docs" / "styles" / "figures.css"
every = pytest.mark.parametrize(
    ("structure", "language"),
    list(product(GUIDE.structures.values(), LANGUAGES)),
    ids=lambda value: getattr(value, "id", value),
)


def names(structure: Structure, language: str) -> list[str]:
    """Every label that the chart of a structure gives, as often as its diagram should show it."""
    chart = structure.chart
    groups = len(chart.groups)
    roles = 1 if structure.pooling.dual_reporting else groups
    found = [*chart.groups, *(role for role in chart.roles for _ in range(roles))]
    found += [chart.lead] * groups if chart.lead else []
    found += [text for text in (chart.intake, chart.role_lead, chart.hub) if text]
    return sorted(text[language] for text in found)


@every
def test_every_name_of_a_chart_is_drawn_as_text(structure: Structure, language: str) -> None:
    drawn = Document(diagram(structure, GUIDE, language))
    labels = sorted(words(text.text) for text in drawn.all("text"))
    for message in ("diagram_customers", "diagram_head"):
        labels.remove(GUIDE.messages[message][language])
    assert labels == names(structure, language), f"draw every name of chart in {structure.file}"


@every
def test_a_diagram_says_in_words_what_it_shows(structure: Structure, language: str) -> None:
    drawn = Document(diagram(structure, GUIDE, language))
    svg = drawn.one("svg")
    assert svg["role"] == "img"
    assert structure.name[language] in drawn.one("title", id=svg["aria-labelledby"]).text
    described = drawn.one("desc", id=svg["aria-describedby"]).text
    assert described == structure.chart.description[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_legend_tells_of_the_marks_that_are_drawn_and_of_no_other(language: str) -> None:
    mark = {name: GUIDE.messages[f"legend_{name}"][language] for name in (*MARKS, "shapes")}
    told = {own.id: legend((own,), GUIDE, language) for own in GUIDE.structures.values()}
    assert mark["help"] not in told["centralised"]
    assert mark["shapes"] not in told["centralised"]
    assert mark["help"] in told["matrix"]
    assert mark["shapes"] in told["matrix"]
    whole = legend(GUIDE.structures.values(), GUIDE, language)
    assert all(words in whole for words in mark.values())


@every
def test_a_diagram_takes_its_looks_from_the_style_sheet_alone(
    structure: Structure, language: str
) -> None:
    """The content security policy allows no inline style, and a theme could not change one."""
    style = STYLE.read_text(encoding="utf-8")
    for size in ("full", "picture", "small"):
        drawn = Document(diagram(structure, GUIDE, language, size))
        assert not list(drawn.all("style"))
        for element in drawn.elements:
            assert not {"style", "fill", "stroke", "onclick"} & element.attributes.keys()
            if element.tag in {"rect", "circle", "path", "polygon", "text"}:
                classes = element["class"].split()
                assert any(f".{name}" in style for name in classes), f"style {classes} in {STYLE}"


@every
def test_the_small_diagram_is_a_sign_beside_a_name(structure: Structure, language: str) -> None:
    drawn = Document(diagram(structure, GUIDE, language, "small"))
    svg = drawn.one("svg")
    assert svg["aria-hidden"] == "true", "a screen reader has the name beside it"
    assert svg.text == ""
    assert "id" not in {name for element in drawn.elements for name in element.attributes}


def test_each_structure_has_a_drawing_of_its_own() -> None:
    structures = GUIDE.structures.values()
    for size in ("full", "picture", "small"):
        shapes = [
            re.sub(r"<(title|desc|text).*?</\1>|aria-\S+|id=\S+", "", diagram(s, GUIDE, "en", size))
            for s in structures
        ]
        alike = len(shapes) - len(set(shapes))
        # Centre, region, function …: what differs is drawn, not only named.
        assert not alike, f"{alike} of the {size} diagrams cannot be told apart"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_diagram_stands_on_the_page_of_its_structure_and_in_the_overview(
    language: str,
) -> None:
    found = {page.uri: page.markdown for page in made_pages(GUIDE, language)}
    for structure in GUIDE.structures.values():
        drawn = diagram(structure, GUIDE, language)
        for uri in (f"structures/{structure.id}.md", "structures/index.md"):
            assert found[uri].count(drawn) == 1, f"the diagram of {structure.id} is not on {uri}"


@pytest.mark.parametrize("structure", list(GUIDE.structures.values()), ids=lambda s: s.id)
def test_a_chart_taken_out_of_the_source_is_missed_by_name(
    structure: Structure, copy: DataCopy
) -> None:
    record = copy.read(structure.file)
    without = re.sub(r"^chart\.\w+ = (\[\n(?:  .*\n)*\]|.*)\n", "", record, flags=re.M)
    assert without != record
    copy.write(structure.file, without)
    (fault,) = copy.faults()
    assert str(fault).startswith(f"{structure.file}: {structure.id}: chart: missing")


def test_a_chart_names_what_the_pooling_asks_for(copy: DataCopy) -> None:
    hub, matrix = "structures/hub_and_spoke.toml", "structures/matrix.toml"
    copy.edit(hub, "chart.hub = ", "chart.nub = ")
    copy.edit(matrix, "chart.role_lead = ", "# chart.role_lead = ")
    copy.edit(matrix, '  { ru = "Проект Б", en = "Project B" },\n', "")
    found = {(f.file, f.field): f.problem for f in copy.faults()}
    assert "missing" in found[hub, "hub"]
    assert "unknown key" in found[hub, "nub"]
    assert "missing" in found[matrix, "role_lead"]
    assert "two or three" in found[matrix, "groups"]


def test_a_new_name_needs_only_the_chart(guide: Guide, copy: DataCopy) -> None:
    copy.edit("structures/product.toml", 'en = "Product A"', 'en = "Loans"')
    changed = copy.guide()
    before, after = (diagram(g.structures["product"], g, "en") for g in (guide, changed))
    assert "Loans" in after
    assert "Loans" not in before


def test_what_a_chart_says_is_text_not_markup(copy: DataCopy) -> None:
    copy.edit("structures/product.toml", 'en = "Product A"', 'en = "<b>A & B</b>"')
    drawn = diagram(copy.guide().structures["product"], copy.guide(), "en")
    assert "&lt;b&gt;A &amp;" in drawn
    assert "<b>" not in drawn


def test_templates_draw_with_one_call(guide: Guide) -> None:
    env, matrix = environment(guide, "en"), guide.structures["matrix"]
    for call, size in (
        ("{{ diagram(matrix) }}", "full"),
        ("{{ diagram(matrix, 'small') }}", "small"),
    ):
        drawn = env.from_string(call).render(matrix=matrix)
        assert drawn == diagram(matrix, guide, "en", size)


def test_the_path_of_a_contact_keeps_the_order_of_its_steps(guide: Guide) -> None:
    steps = [
        {"holder": {"en": "Customer"}, "text": {"en": "Calls."}},
        {"holder": {"en": "Common queue"}, "text": {"en": "Holds the call."}},
    ]
    env = environment(guide, "en", TEMPLATES)
    macro = '{% from "macros.md.jinja" import path with context %}{{ path(steps) }}'
    drawn = Document(
        Markdown(extensions=["md_in_html"]).convert(env.from_string(macro).render(steps=steps))
    )
    assert drawn.one("div")["class"] == "path"
    assert [words(li.text) for li in drawn.all("li")] == [
        "Customer. Calls.",
        "Common queue. Holds the call.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_stands_on_one_line_above_its_people(guide: Guide, language: str) -> None:
    for structure in guide.structures.values():
        if not structure.pooling.dual_reporting:
            drawn = diagram(structure, guide, language)
            for role in structure.chart.roles:
                assert f">{role[language]} </tspan>" in drawn, "it would cover the people below"


def test_a_label_is_legible_on_a_phone() -> None:
    """A diagram fills the column of a phone of 390 pixels, less its margins."""
    (size,) = re.findall(
        r"\.diagram__note \{[^}]*font-size: ([\d.]+)px", STYLE.read_text(encoding="utf-8")
    )
    assert float(size) * (390 - 2 * 16) / WIDTH >= 10
