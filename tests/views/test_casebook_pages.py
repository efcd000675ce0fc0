"""The pages of the casebook: each precedent whole on the page of its sector; a true overview."""

import re

import pytest

from hooks.pages.casebook import counts
from hooks.pages.precedents import of_sector, page_of, words
from hooks.pages.validation import read_validation
from service_structure import load_guide, load_precedents
from service_structure.source.precedents import OTHER, SECTORS
from service_structure.source.translations import texts_of
from tests.views.made import made

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
PRECEDENTS = load_precedents()


def section(precedent: str, language: str) -> str:
    """What the page of its sector says of a precedent."""
    page = made(GUIDE, language)[page_of(PRECEDENTS[precedent].sector)]
    _, after = page.split(f"{{: #{precedent} }}")
    return after.split("\n## ")[0]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_precedent_stands_on_the_page_of_its_sector(language: str) -> None:
    for precedent in PRECEDENTS.values():
        page = made(GUIDE, language)[page_of(precedent.sector)]
        for place, text in texts_of(precedent.id, precedent, GUIDE):
            told = text[language]
            if "/evidence/" not in place:
                assert told[1:] in page, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_precedent_names_its_structures_its_sources_and_how_sure_it_is(language: str) -> None:
    name = words(GUIDE, language)["structure_name"]
    for precedent in PRECEDENTS.values():
        shown = section(precedent.id, language)
        assert f"**[{name(precedent.structure, True)}]" in shown or precedent.structure == OTHER
        for structure in precedent.alternatives:
            assert str(name(structure)) in shown
        assert GUIDE.messages[f"case_{precedent.confidence}"][language] in shown
        for reading in precedent.readings:
            assert f"[{reading.title}]({reading.address})" in shown
            assert reading.published[:4] in shown
        settled = GUIDE.messages["case_settled"][language] in shown
        assert settled == (precedent.settled is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_told_where_the_guide_has_the_question_and_the_level(language: str) -> None:
    shown = section("ch-mobiliar", language)
    assert GUIDE.factors["regions"].name[language] in shown
    known = section("int-lufthansa", language)
    assert ("choosing.md#hours" in known) == (
        "around_clock_zones" in {level.id for level in GUIDE.factors["hours"].levels}
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sector_has_its_page_with_its_precedents_in_the_order_of_their_names(
    language: str,
) -> None:
    for sector in SECTORS:
        page = made(GUIDE, language)[page_of(sector)]
        headings = re.findall(r"^## .* \{: #([\w-]+) \}$", page, re.M)
        assert headings == [p.id for p in of_sector(sector, PRECEDENTS, language)]
        assert headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_counts_by_sector_and_structure(language: str) -> None:
    page = made(GUIDE, language)["cases/index.md"]
    counted = counts(PRECEDENTS.values())
    for sector in SECTORS:
        (row,) = (line for line in page.splitlines() if f"({sector}.md) |" in line)
        empty = GUIDE.messages["empty_cell"][language]
        figures = [int(cell) if cell != empty else 0 for cell in row.strip("| ").split(" | ")[1:]]
        assert sum(figures[:-1]) == figures[-1] == counted.sectors[sector]
    assert GUIDE.languages[language].figure(0.82) in page
    assert f"{counted.total}" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_says_how_many_the_model_is_tested_on_and_why_not_all(language: str) -> None:
    counted = counts(PRECEDENTS.values())
    outside = counted.structures[OTHER]
    tested = read_validation()["cases"]
    assert tested == counted.total - outside
    told = GUIDE.say("case_outside", language, other=outside, rest=tested)
    assert told in made(GUIDE, language)["cases/index.md"]


@pytest.mark.parametrize(
    ("written", "russian", "english"),
    [
        ("2008–2011", "2008–2011", "2008–2011"),
        ("–2011", "до 2011", "until 2011"),
        ("1999–", "с 1999", "since 1999"),
        ("2016", "2016", "2016"),
    ],
)
def test_years_are_written_in_words_where_an_end_is_open(
    written: str, russian: str, english: str
) -> None:
    assert words(GUIDE, "ru")["years"](written) == russian
    assert words(GUIDE, "en")["years"](written) == english


@pytest.mark.parametrize(
    ("written", "russian", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-12", "декабрь 2024", "December 2024"),
        ("2024-12-31", "31 декабря 2024", "31 December 2024"),
    ],
)
def test_days_are_written_as_a_language_writes_them(
    written: str, russian: str, english: str
) -> None:
    assert str(words(GUIDE, "ru")["day"](written)).startswith(russian)
    assert words(GUIDE, "en")["day"](written) == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_structure_leads_to_all_who_have_it_and_numbers_lead_there(
    language: str,
) -> None:
    overview = made(GUIDE, language)["cases/index.md"]
    for structure in GUIDE.structures:
        page = made(GUIDE, language)[f"structures/{structure}.md"]
        own = {p.id: p.sector for p in PRECEDENTS.values() if p.structure == structure}
        linked = re.findall(r"\(\.\./cases/(\w+)\.md#([\w-]+)\)", page)
        assert sorted((sector, case) for case, sector in own.items()) == sorted(linked)
        assert f"**[{len(own)}](../structures/{structure}.md#organisation)**" in overview
        for sector in set(own.values()):
            assert (
                f"](../structures/{structure}.md#organisation) "
                in made(GUIDE, language)[page_of(sector)]
            )
