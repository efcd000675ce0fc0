"""The search on disk: its index is small, and its texts know every page."""

import gzip
import os
import re

import pytest

from service_structure import load_guide
from tests.site.built import SITE
from tests.site.queries import QUERIES, texts
from tests.support import Document, words

LONG = 60
"""Characters of a row that no sentence beside the table repeats."""

GLUED = re.compile(r"[a-zа-яё][A-ZА-ЯЁ][a-zа-яё]")
"""The end of a line and the beginning of the next one."""

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize("language", QUERIES)
def test_the_table_of_queries_is_long_enough_and_names_pages_that_exist(language: str) -> None:
    assert len(QUERIES[language]) >= 60
    known = {text["location"].partition("#")[0] for text in texts(language)}
    assert set(QUERIES[language].values()) <= known


@pytest.mark.parametrize("language", QUERIES)
def test_the_index_is_compact(language: str) -> None:
    folder = SITE / language / "search"
    assert (folder / "search_index.json").stat().st_size < 1000
    assert "\\u" not in (folder / "texts.json").read_text(encoding="utf-8")


@pytest.mark.skipif("READABLE" in os.environ, reason="a readable site is larger")
@pytest.mark.parametrize("language", QUERIES)
def test_what_every_page_loads_of_the_search_is_small(language: str) -> None:
    (worker,) = (SITE / language / "assets/javascripts/workers").glob("search.*.min.js")
    assert len(gzip.compress(worker.read_bytes(), 6)) < 3500


@pytest.mark.parametrize("language", QUERIES)
def test_no_row_of_a_table_stands_in_a_text(language: str) -> None:
    for page in ("tiers", "decision_table", "method", "metrics", "comparison"):
        html = (SITE / language / page / "index.html").read_text(encoding="utf-8")
        rows = [row for r in Document(html).all("tr") if len(row := words(r.text)) > LONG]
        assert rows
        known = " ".join(
            words(text["text"]) for text in texts(language) if text["location"].startswith(page)
        )
        assert not [row for row in rows if row in known]


@pytest.mark.parametrize("language", QUERIES)
def test_the_calculator_is_found_by_what_it_is_and_not_by_its_questions(language: str) -> None:
    title, text = next(
        (text["title"], text["text"])
        for text in texts(language)
        if text["location"] == "calculator/"
    )
    assert title
    assert text
    questions = [factor.question[language] for factor in load_guide().factors.values()]
    known = " ".join(t["text"] for t in texts(language) if t["location"].startswith("calculator/"))
    assert not [question for question in questions if words(question) in words(known)]


@pytest.mark.parametrize("language", QUERIES)
def test_a_line_break_parts_words(language: str) -> None:
    found = [text for text in texts(language) if text["location"].startswith("structures/#")]
    assert found
    assert not [text["text"] for text in found if GLUED.search(text["text"])]


@pytest.mark.parametrize("language", QUERIES)
def test_a_term_and_its_description_read_as_a_sentence(language: str) -> None:
    root = SITE / language
    for page in ("metrics", "structures/matrix", "cases/bank"):
        whole = (root / page / "index.html").read_text("utf-8")
        terms = Document(whole.partition('class="cite-page"')[0]).all("dt")
        known = " ".join(t["text"] for t in texts(language) if t["location"].startswith(page))
        assert terms
        for term in terms:
            mark = "" if words(term.text)[-1] in ".?!" else ":"
            assert f"<p>{words(term.text)}{mark} " in words(known)


@pytest.mark.parametrize("language", QUERIES)
def test_texts_know_every_page(language: str) -> None:
    root = SITE / language
    pages = {
        path.parent.relative_to(root).as_posix() + "/"
        for path in root.rglob("index.html")
        if 'name="robots" content="noindex"' not in path.read_text(encoding="utf-8")
    }
    known = {text["location"].partition("#")[0] for text in texts(language)}
    assert known == {"" if page == "./" else page for page in pages}
    assert Document((root / "index.html").read_text("utf-8")).one("html")["lang"] == language


@pytest.mark.parametrize("language", QUERIES)
def test_no_text_has_multipliers_of_the_model(language: str) -> None:
    """They stand on pages of structures and on the one about choosing."""
    off = load_guide().messages["condition_off"][language].partition("{")[0]
    of_model = re.compile(rf" ×\d[.,]?\d* ·|{re.escape(off)}")
    pages = [t for t in texts(language) if t["location"].startswith(("choosing", "structures"))]
    assert pages
    assert not [text["location"] for text in pages if of_model.search(words(text["text"]))]
