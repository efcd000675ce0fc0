"""What page and files say of the same thing: one name, one figure, one way to write it."""

import re

import pytest

from service_structure import load_guide, recommend
from service_structure.views import board, reasons, render_memo, sections
from service_structure.views.blocks import Arguments, Entries, Items, Paragraph
from service_structure.views.memo import findings
from tests.papers.test_advice import anna, xml
from tests.support import words

OWN = load_guide()
LANGUAGES = ["ru", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_has_the_same_points_on_the_page_and_in_files(language: str) -> None:
    """And those of a criterion say that they are against the other structures."""
    on_page = reasons.arguments(findings(anna(), OWN, language))
    in_files = reasons.reasons(findings(anna(), OWN, language))
    assert on_page
    assert in_files
    shown = {
        argument.statement.text: argument.figure
        for block in on_page.blocks
        if isinstance(block, Arguments)
        for argument in block.arguments
    }
    entries = [e for block in in_files.blocks if isinstance(block, Entries) for e in block.entries]
    told = {detail.title.text: detail.figure for e in entries for detail in e.details}
    both = shown.keys() & told.keys()
    assert both
    assert all(shown[statement] == told[statement] for statement in both)
    tail = OWN.messages["reason_above"][language].partition("}")[2]
    assert all(entry.figure.endswith(tail) for entry in entries)
    html = render_memo(anna(), OWN, language)
    markdown = render_memo(anna(), OWN, language, form="markdown")
    document = xml("docx", anna(), language, "word/document.xml")
    for statement in both:
        for text in (html, markdown, document):
            plain = words(re.sub("<[^>]+>", "", text))
            assert f"{words(statement)} ({words(told[statement])})" in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_counts_the_answers_that_the_annex_lists(language: str) -> None:
    counts = set()
    for answers in ({"products": "many"}, {"regions": "many", "size": "large"}, {"size": "tiny"}):
        found = findings(recommend(answers), OWN, language)
        count = len(found.changes)
        counts.add(min(count, 2))
        told, section = board.nearest_change(found), sections.changes_in_brief(found)
        assert section
        lists = [block.items for block in section.blocks if isinstance(block, Items)]
        assert sum(map(len, lists)) == min(count, 3)
        more = OWN.say("changes_more", language, count=count - 3)
        assert (Paragraph(more) in section.blocks) == (count > 3)
        assert (str(count) in told) == (count > 1)
    assert 2 in counts
