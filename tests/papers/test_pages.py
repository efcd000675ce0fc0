"""The page of the board is one page: LibreOffice lays it out."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
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


BANK = {
    "answers": {
        "size": "large",
        "regions": "few",
        "products": "several",
        "functions": "few",
        "product_difference": "very",
        "complexity": "mixed",
        "response_time": "minutes",
        "regulation": "strict",
        "digital": "high",
    },
    "numbers": {"agents": 120, "contacts_per_month": "60000!", "aht": 360, "monthly_pay": 75_000},
    "profile": {
        "structure": "decentralised",
        "symptoms": ["waits", "unlike_answers"],
        "currency": "rub",
        "start": "2027-02-01",
    },
}
"""A service that has told all that it knows: other agents than it needs, troubles, pay, a day."""


def results(guide: Guide, language: str) -> Iterator[Findings]:
    """Services that say how they are organised today, and some that do not."""
    case, faults = read_case(BANK, guide)
    assert not faults
    yield findings(recommend_for(case, guide), guide, language)
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
    assert pages
    assert not {name: count for name, count in pages.items() if count != 1}
