"""The page of a structure begins with what speaks for and against it."""

import re

import pytest

from hooks.pages.structures import MAIN, main_statements
from service_structure import load_guide
from service_structure.source.records import Fact, Structure
from tests.support import ROOT
from tests.views.made import made

GUIDE = load_guide()
pages = pytest.mark.parametrize("language", GUIDE.languages)
structures = pytest.mark.parametrize("structure", GUIDE.structures.values(), ids=lambda s: s.id)


@pages
@structures
def test_for_and_against_stand_before_the_diagram_and_lead_to_the_statements(
    structure: Structure, language: str
) -> None:
    page = made(GUIDE, language)[f"structures/{structure.id}.md"]
    top = page.split("{: #how }")[0]
    shown = re.findall(r"^- \[(.+)\]\(#(\w+)\)$", top, re.MULTILINE)
    kept = (*main_statements(structure.advantages), *main_statements(structure.disadvantages))
    assert shown == [(s.text[language], s.id) for s in kept]
    for _, anchor in shown:
        assert f"{{: #{anchor} }}" in page
    assert "](../calculator.md)" in top


@pages
@structures
def test_a_page_leads_to_the_comparison_with_its_neighbours(
    structure: Structure, language: str
) -> None:
    page = made(GUIDE, language)[f"structures/{structure.id}.md"]
    ((first, *others),) = [
        found.split(",") for found in re.findall(r"comparison\.md\?compare=([\w,]+)\)", page)
    ]
    assert first == structure.id
    assert 1 <= len(others) <= 3, "the comparison shows two to four"
    assert set(others) <= GUIDE.structures.keys() - {structure.id}
    if structure.parents:
        assert tuple(others) == structure.parents


@structures
@pytest.mark.parametrize("most", [2, MAIN])
def test_no_statement_left_out_is_stronger_than_one_shown(structure: Structure, most: int) -> None:
    """The comparison shows two, the page of a structure more."""
    for statements in (structure.advantages, structure.disadvantages):
        shown = main_statements(statements, most)
        assert len(shown) == min(most, len(statements))
        rest = [s.strength or 0 for s in statements if s not in shown]
        assert max(rest, default=0) <= min(s.strength or 0 for s in shown)


@structures
def test_each_structure_has_three_tones_of_its_hue_light_and_dark(structure: Structure) -> None:
    tokens = (ROOT / "docs" / "styles" / "tokens.css").read_text(encoding="utf-8")
    for tone in ("", "-text", "-tint"):
        assert len(re.findall(rf"^ +--{structure.id}{tone}: #", tokens, re.MULTILINE)) == 2
    assert f".s-{structure.id} {{" in tokens


@pages
@structures
def test_the_comparison_shows_the_weightiest_for_and_against(
    structure: Structure, language: str
) -> None:
    page = made(GUIDE, language)["comparison.md"]
    table = page.split('class="compare__statements"')[1].split("</tbody>")[0]
    shown = re.findall(rf'structures/{structure.id}[^"]*#(\w+)"', table)
    weightiest = [main_statements(s) for s in (structure.advantages, structure.disadvantages)]
    assert shown == [statement.id for four in weightiest for statement in four]


@pages
def test_a_rating_that_the_staffing_model_shares_says_so(language: str) -> None:
    """Else 60 stands beside nothing but a drawback."""
    told = GUIDE.messages["computed_speed"][language]
    for structure in GUIDE.structures:
        page = made(GUIDE, language)[f"structures/{structure}.md"]
        (row,) = [line for line in page.splitlines() if "comparison.md#speed) |" in line]
        assert told in row


@pages
def test_the_kinds_of_a_structure_stand_with_their_sources_where_there_are_some(
    language: str,
) -> None:
    told: dict[str, Fact] = {}
    for structure in GUIDE.structures.values():
        page = made(GUIDE, language)[f"structures/{structure.id}.md"]
        assert ("{: #variants }" in page) == (structure.variants is not None)
        if structure.variants:
            told[structure.id] = structure.variants
    names = {
        "ru": ("**слабой**", "**сбалансированной**", "**сильной**", "**пунктирная**"),
        "en": ("**weak**", "**balanced**", "**strong**", "**dotted line**"),
    }
    assert all(name in told["matrix"].text[language] for name in names[language])
    part = page_of("matrix", language).split("{: #variants }")[1].split('class="chapters"')[0]
    assert all(f"sources.md#{source}" in part for source in told["matrix"].sources)


def page_of(structure: str, language: str) -> str:
    return made(GUIDE, language)[f"structures/{structure}.md"]
