"""The prose of the pages: where no line breaks, and notes on terms that need no script."""

import pytest
from markdown import Extension, Markdown

from hooks.theme.prose import any_of, makeExtension
from service_structure.source.records import Guide
from tests.support import Document, words


def page_of(markdown: str, guide: Guide, language: str) -> Document:
    extensions: list[str | Extension] = [
        "attr_list",
        "tables",
        "md_in_html",
        makeExtension(language, guide),
    ]
    return Document(Markdown(extensions=extensions).convert(markdown))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "80 % за 20 секунд", "80_% за_20_секунд"),
        ("ru", "и в центре, и на местах", "и_в_центре, и_на_местах"),
        ("ru", "центр — это служба", "центр_— это служба"),
        ("ru", "если бы он же знал", "если_бы он_же знал"),
        ("ru", "кто-то по-русски бывший", "кто-то по-русски бывший"),
        ("en", "108 agents in 20 seconds", "108_agents in 20_seconds"),
        ("en", "80% of the calls – all", "80% of the calls – all"),
        ("en", "(2 − √2)·k·√R people", "(2_−_√2)·k·√R people"),
        ("ru", "9,3 × 0,49 + 4 × 0,5", "9,3 ×_0,49 +_4 ×_0,5"),
        ("en", "Functional → hub and spoke", "Functional_→ hub and spoke"),
    ],
)
def test_figures_and_short_words_keep_their_neighbour_on_the_line(
    guide: Guide, language: str, text: str, expected: str
) -> None:
    bound = guide.languages[language].unbroken(text).replace("\N{NO-BREAK SPACE}", "_")
    assert bound == expected


def test_a_word_with_a_hyphen_is_whole_in_a_heading_and_reads_as_before(guide: Guide) -> None:
    page = page_of("## Фос-сюр-Мер, *T-Мобайл* и «Что-то» {: #a }\n\nЧто-то.", guide, "ru")
    marked = [span.text for span in page.all("span") if span.get("class") == "whole"]
    assert marked == ["Фос-сюр-Мер,", "T-Мобайл", "«Что-то»"]
    assert words(page.one("h2").text) == "Фос-сюр-Мер, T-Мобайл и «Что-то»"


def test_code_is_left_as_it_is(guide: Guide) -> None:
    assert page_of("`a 5 b в c`", guide, "ru").one("code").text == "a 5 b в c"


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("ru", "Нагрузка 10 эрлангов и ещё 5 эрлангов.", "эрлангов"),
        ("en", "A load of 10 erlangs and 5 erlangs more.", "erlangs"),
    ],
)
def test_the_first_use_of_a_term_opens_its_definition_and_the_second_is_plain(
    guide: Guide, language: str, text: str, word: str
) -> None:
    page = page_of(text, guide, language)
    button = page.one("button")
    assert (button.text, button["type"]) == (word, "button")
    note = page.one("span", id=button["popovertarget"])
    assert note["popover"] == "auto", "the browser opens and closes it, without a script"
    assert "data-search-exclude" in note.attributes, "search finds the definition in the glossary"
    assert words(guide.terms["erlang"].definition[language]) in words(note.text)


def test_the_marks_around_a_term_stay_with_it(guide: Guide) -> None:
    """A line could break before and after a button."""
    page = page_of("Ten (“erlangs”), and more.", guide, "en")
    assert page.one("p").text.startswith("Ten (“erlangs")
    around = page.one("span", **{"class": "clinging"})
    assert around.text.startswith("(“erlangs")
    assert around.text.endswith("”),")


def test_a_cell_of_a_table_of_sentences_names_its_column(guide: Guide) -> None:
    table = "| *Risk* | What to do |\n| --- | --- |\n| Queues | Plan |"
    page = page_of(f'<div class="scroll prose" markdown>\n\n{table}\n\n</div>', guide, "en")
    assert [cell["data-head"] for cell in page.all("td")] == ["Risk", "What to do"]
    plain = page_of(table, guide, "en")
    assert not any("data-head" in cell.attributes for cell in plain.all("td"))


def test_a_term_is_explained_in_running_text_only(guide: Guide) -> None:
    for markdown in (
        "## Erlangs",
        "[erlangs](x.md)",
        "`erlangs`",
        "| erlangs |\n| --- |\n| erlangs |",
        '<div markdown="1"><svg role="img"><title>Ten erlangs</title></svg></div>',
    ):
        assert not list(page_of(markdown, guide, "en").all("button")), markdown
    assert page_of("**Load** in *ten erlangs*", guide, "en").one("button").text == "erlangs"


def test_a_page_with_a_heading_for_a_term_does_not_explain_it(guide: Guide) -> None:
    markdown = "## Erlang {: #erlang }\n\nTen erlangs, and an overflow."
    assert page_of(markdown, guide, "en").one("button").text == "overflow"


def test_a_form_is_a_whole_word_with_its_ending() -> None:
    assert any_of(["норм* управляемости"]).fullmatch("Нормой управляемости")
    assert not any_of(["pool"]).search("carpool, pooling, pool-side")
    assert not any_of(["эрланг*"]).search("эрланговский")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_word_means_two_terms(guide: Guide, language: str) -> None:
    forms = [form for term in guide.terms.values() for form in term.forms.get(language, ())]
    assert len(forms) == len(set(forms)), "one form, one term: the reader gets one definition"
