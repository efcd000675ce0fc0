"""The page of the board is one page: LibreOffice lays it out."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from service_structure.papers.word import as_docx
from service_structure.source.records import Guide
from service_structure.views import board
from service_structure.views.blocks import Section
from service_structure.views.findings import Findings
from service_structure.views.memo import findings, memo
from service_structure.views.own_agents import own_agents_of
from tests.papers.cases import FILES, moved, organisation
from tests.papers.office import convert

LANGUAGES = ("ru", "en")
PAGE = re.compile(rb"/Type/Page\b")
CASES = max(6, FILES)


def results(guide: Guide, language: str) -> Iterator[Findings]:
    """Services that say how they are organised today, and some that do not."""
    for seed in range(CASES):
        make = organisation if seed % 3 == 2 else moved
        yield findings(make(seed, guide), guide, language)


def first_page(found: Findings) -> list[Section]:
    first, *others = memo(found)
    return [first, *takewhile(lambda section: not section.new_page, others)]


def test_the_page_of_the_board_is_one_page(office: Path, guide: Guide) -> None:
    files, charts, owned = [], 0, 0
    for language in LANGUAGES:
        for number, found in enumerate(results(guide, language)):
            files.append(office / f"board-{language}-{number}.docx")
            page = first_page(found)
            charts += any(section.id == "chart" for section in page)
            owned += bool(found.move and own_agents_of(found.move, found))
            head, title = ["An organisation", "For decision, 28 November 2026"], board.title(found)
            document = as_docx(head, page, title=title, foot="", language=language, date="")
            files[-1].write_bytes(document)
    pages = {
        file.name: len(PAGE.findall(file.read_bytes())) for file in convert(files, "pdf", office)
    }
    assert charts
    assert owned
    assert set(pages.values()) == {1}, pages
