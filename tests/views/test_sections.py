"""A result is a list of sections, marked up as HTML, for print, as Markdown and as text."""

from dataclasses import replace
from typing import get_args

import pytest

from service_structure import load_guide, recommend
from service_structure.views import render_comparison, render_memo, render_report, render_result
from service_structure.views.as_html import Page, Print
from service_structure.views.as_text import TextSkin
from service_structure.views.blocks import (
    Aside,
    Block,
    Column,
    Details,
    Link,
    Paragraph,
    Section,
    Slot,
    Table,
)
from service_structure.views.sections import OUTPUTS, sections
from service_structure.views.sentences import Sentences
from tests.guides import with_nothing_feasible
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
HOSTILE = "<b>&'\""


def text_skin(*, markdown: bool = True) -> TextSkin:
    return TextSkin(markdown=markdown, inside=str.lower)


def test_every_skin_knows_every_kind_of_block() -> None:
    kinds = set(get_args(Block.__value__))
    page = Page("../", lambda _: "")
    assert page.markup.keys() == text_skin().markup.keys() == kinds


@pytest.mark.parametrize("output", OUTPUTS)
def test_sections_have_ids_of_their_own_and_only_the_version_has_no_heading(output: str) -> None:
    built = sections(output, recommend({}), GUIDE, "en")
    ids = [section.id for section in built if section.id]
    assert len(ids) == len(set(ids))
    without_heading = [section for section in built if not section.heading]
    assert len(without_heading) == (output not in {"page", "memo"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [{}, {"regions": "many"}, {"budget": "low", "size": "small"}])
def test_every_output_tells_verdict_margin_and_reasons_in_the_same_words(
    language: str, answers: dict[str, str]
) -> None:
    result = recommend(answers)
    told = Sentences(result, GUIDE, language)
    for shown in (
        words(render_result(result, GUIDE, language, full=False)),
        words(render_report(result, GUIDE, language)),
        words(render_memo(result, GUIDE, language)),
        words(render_memo(result, GUIDE, language, form="markdown")),
    ):
        assert words(told.verdict) in shown
        assert words(told.margin) in shown


def test_what_a_text_holds_is_no_markup_on_the_page_nor_in_print() -> None:
    table = Table(HOSTILE, (Column(HOSTILE), Column(HOSTILE)), ((HOSTILE, HOSTILE),))
    blocks = (Paragraph((HOSTILE, Link(HOSTILE, f"x/{HOSTILE}"))), table)
    section = Section("x", HOSTILE, (*blocks, Details(HOSTILE, blocks, HOSTILE)))
    for skin in (Page("../", lambda _: ""), Print()):
        html = skin.sections([section])
        assert "<b>" not in html
        assert html.count("&lt;b&gt;&amp;&#39;&#34;") >= 10


def test_what_only_the_page_can_show_is_left_out_elsewhere() -> None:
    paragraph = Paragraph(("Said", Aside(" on the page"), Slot("later")))
    section = Section("x", "Heading", (paragraph, Slot("later")))
    page = Page("../", lambda _: "", {"later": "<i>now</i>"}).sections([section])
    assert '<p>Said on the page<span data-slot="later"><i>now</i></span>' in page
    assert '<div data-slot="later"><i>now</i></div>' in page
    in_print = Print().sections([section]).replace("\n", "")
    assert in_print == "<section><h2>Heading</h2><p>Said</p></section>"
    assert text_skin().sections([section]) == "## Heading\n\nSaid\n"
    assert text_skin(markdown=False).sections([section]) == "Heading\n=======\n\nSaid\n"


def test_a_table_is_a_table_in_markdown_too() -> None:
    columns = (Column("Name", figures=False), Column("Figure"))
    table = Table("", columns, (("one", "1"),), foot=("all", "1"))
    assert text_skin().sections([Section("", "", (table,))]) == (
        "| Name | Figure |\n| --- | ---: |\n| one | 1 |\n| all | 1 |\n"
    )


def test_names_keep_their_capitals_where_the_language_wants_them() -> None:
    result = recommend({})
    assert result.rivals, "choose answers with rivals: the margin is to name them"
    name = GUIDE.structures[result.rivals[0]].name["en"]
    english = GUIDE.languages["en"]
    for lowercase in (True, False):
        language = replace(english, lowercase_names=lowercase)
        guide = replace(GUIDE, languages={**GUIDE.languages, "en": language})
        margin = Sentences(result, guide, "en").margin
        assert (name in margin, name[:1].lower() + name[1:] in margin) == (not lowercase, lowercase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_without_a_feasible_structure_can_be_compared(language: str) -> None:
    guide = with_nothing_feasible()
    columns = [(budget, recommend({"budget": budget}, guide=guide)) for budget in ("low", "high")]
    assert [result.recommended is None for _, result in columns] == [True, False]
    shown = words(render_comparison(columns, guide, language))
    assert guide.messages["verdict_none"][language] in shown
    assert shown.count("<td>—</td>") == 1
