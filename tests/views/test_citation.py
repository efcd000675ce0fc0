"""How to cite the guide: the page and CITATION.cff say the same."""

import re
from datetime import date
from functools import cache
from html import unescape

import pytest
import yaml  # type: ignore[import-untyped]
from markdown import markdown

from hooks.pages.citation import Cited, citation
from hooks.pages.pages import pages
from service_structure import load_guide
from tests.support import ROOT, words

GUIDE = load_guide()
ADDRESS = "https://example.org/guide/"


def test_the_citation_file_agrees_with_the_page() -> None:
    file = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    cited = citation(GUIDE, "en", ADDRESS)
    assert file["version"] == cited.version
    assert file["title"] == cited.title
    assert [author["name"] for author in file["authors"]] == [cited.authors]
    assert file["date-released"] == cited.date, "a change of the guide is a release: date it so"


@cache
def page_of_sources(language: str) -> str:
    (page,) = (p for p in pages(GUIDE, language, "", ADDRESS) if p.uri == "sources.md")
    return page.markdown


@pytest.mark.parametrize("language", GUIDE.languages)
def test_every_form_names_title_version_year_and_address(language: str) -> None:
    section = page_of_sources(language).split("{: #cite }")[1].split("{: #sources }")[0]
    forms = re.findall(r"^:   (.*?)(?=\n\n\S|\n\n\n|\Z)", section, re.DOTALL | re.MULTILINE)
    assert len(forms) == 5, "plain, two of GOST, APA and BibTeX"
    for form in forms:
        for part in (GUIDE.messages["site_name"][language], GUIDE.version, "2026", ADDRESS):
            assert part in words(form)


@pytest.mark.parametrize("language", GUIDE.languages)
def test_bibtex_is_balanced(language: str) -> None:
    page = page_of_sources(language)
    (entry,) = re.findall(r"@misc\{.*?\n +\}\n", page, re.DOTALL)
    assert entry.count("{") == entry.count("}")
    section = page.split("{: #cite }")[1].split("{: #sources }")[0]
    html = markdown(section, extensions=["attr_list", "def_list", "md_in_html"])
    (code,) = re.findall(r"<pre><code>(.*?)</code></pre>", html, re.DOTALL)
    assert [line.strip() for line in unescape(code).splitlines()] == [
        line.strip() for line in entry.splitlines()
    ], "each field stands on a line of its own"
    assert re.search(r'author = "\{[^{}"]+\}",', entry)


@pytest.mark.parametrize("language", GUIDE.languages)
def test_a_page_is_cited_as_a_part_of_the_guide(language: str) -> None:
    address = f"{ADDRESS}{language}/structures/matrix/"
    title = GUIDE.messages["site_name"][language]
    cited = citation(GUIDE, language, address, Cited("Matrix", date(2025, 3, 4)))
    whole = citation(GUIDE, language, ADDRESS)
    assert cited.forms.keys() == whole.forms.keys()
    for form, text in cited.forms.items():
        assert "Matrix" in text
        assert address in text
        assert text.index("Matrix") < text.index(title, text.index("Matrix")), form
        assert "2025" in text
        assert text.count("*") in (0, 2)
    keys = [own.forms["bibtex"].partition(",")[0] for own in (cited, whole)]
    assert keys[0] == f"{keys[1]}-matrix"
