"""Dates and references stand on the pages as readers of the language write them."""

import re
from collections import Counter
from datetime import date

import pytest

from service_structure import load_guide
from service_structure.source.records import Guide
from service_structure.views.wording import Wording
from tests.support import MACHINE_DATE
from tests.views.made import made

LANGUAGES = list(load_guide().languages)
NOT_PROSE = re.compile(r"\]\([^)]*\)|<[^>]*>|`[^`]*`|^ {8}.*$", re.M)
"""Link targets, tags, code in a line and in a block."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_shows_a_date_as_machines_write_it(guide: Guide, language: str) -> None:
    found = {
        uri: dates
        for uri, page in made(guide, language).items()
        if uri != "api.md" and (dates := MACHINE_DATE.findall(NOT_PROSE.sub(" ", page)))
    }
    assert not found, "write them with the filter `day`"


@pytest.mark.parametrize(
    ("language", "written"), [("ru", "29 ноября 2026 года"), ("en", "29 November 2026")]
)
def test_a_day_is_written_with_its_month_in_words(
    guide: Guide, language: str, written: str
) -> None:
    assert Wording(guide, language).day(date(2026, 11, 29)) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sources_have_the_same_label(guide: Guide, language: str) -> None:
    words = Wording(guide, language)
    labels = Counter(words.source_label(source) for source in guide.sources.values())
    assert [label for label, times in labels.items() if times > 1] == []
    assert words.source_label(guide.sources["tijms-2003"]).endswith(", 2003")


def test_the_title_parts_sources_of_one_author_and_year(guide: Guide) -> None:
    source = guide.sources["openstax-structures"]
    assert Wording(guide, "en").source_label(source) == "OpenStax, “Contemporary Structures”"
    assert Wording(guide, "ru").source_label(source) == "OpenStax, «Contemporary Structures»"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_sources_is_in_the_order_of_surnames(guide: Guide, language: str) -> None:
    page = made(guide, language)["sources.md"]
    listed = re.findall(r"^- \*\*(.+?)\*\*", page, re.MULTILINE)
    assert len(listed) == len(guide.sources)
    assert listed == sorted(listed, key=str.casefold)
    assert "Campbell, Andrew, Sven Kunisch, Günter Müller-Stewens." in listed
    assert "Fischer, Gregory W." in listed, "no second full stop"
    assert any(author.startswith("van Dijk, Nico M.") for author in listed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_says_its_year_or_a_stop_twice(guide: Guide, language: str) -> None:
    page = made(guide, language)["sources.md"]
    assert "McKinsey Quarterly, June 2011. " in page
    assert "June 2011. 2011." not in page
    assert re.findall(r"[.?!]\)?\.", page.split("{: #sources }")[1]) == []


def test_readers_abroad_see_the_author_of_a_russian_work_in_their_letters(guide: Guide) -> None:
    english, russian = Wording(guide, "en"), Wording(guide, "ru")
    law = guide.sources["ru-labour-code"]
    assert english.source_label(law) == "Labour Code of Russia, 2001"
    assert russian.source_label(law) == "Трудовой кодекс РФ, 2001"
    for source in guide.sources.values():
        assert not re.search(r"[а-яё]", english.source_label(source), re.IGNORECASE), source.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_publisher_repeats_the_author(guide: Guide, language: str) -> None:
    words, page = Wording(guide, language), made(guide, language)["sources.md"]
    for source in guide.sources.values():
        assert words.imprint(source).split(", ")[0] != source.author
        assert words.imprint(source) in page
    assert words.imprint(guide.sources["miami-today-2005"]) == "4 August 2005"
    assert words.imprint(guide.sources["sqm-transfers"]) == ""
