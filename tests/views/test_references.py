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
def test_no_publisher_repeats_the_author(guide: Guide, language: str) -> None:
    words, page = Wording(guide, language), made(guide, language)["sources.md"]
    for source in guide.sources.values():
        assert words.imprint(source).split(", ")[0] != source.author
        assert words.imprint(source) in page
    assert words.imprint(guide.sources["miami-today-2005"]) == "4 August 2005"
    assert words.imprint(guide.sources["sqm-transfers"]) == ""
