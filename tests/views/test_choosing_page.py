"""The pages on choosing and on comparison: where they begin, and what their figures are of."""

import html
import re

import pytest

from service_structure import load_guide
from service_structure.decision.link import read_fragment
from service_structure.source.model_records import STRONGEST
from service_structure.source.records import Guide
from tests.views.made import made

LANGUAGES = list(load_guide().languages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_long_page_on_choosing_leads_to_the_short_one_in_its_first_lines(
    guide: Guide, language: str
) -> None:
    first = made(guide, language)["choosing.md"].split("\n## ", maxsplit=1)[0]
    assert "](decision_table.md)" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_choosing_begins_with_three_questions_and_with_what_else_may_be_wrong(
    guide: Guide, language: str
) -> None:
    """Each question leads to its places on the page and, with an answer, to the calculator."""
    page = made(guide, language)["choosing.md"]
    before, tables = page.split("{: #answers }")
    assert "\n| " not in before
    assert "\n| " in tables
    assert before.index("{: #begin }") < before.index("{: #symptoms }")
    _, begin = before.split("{: #begin }")
    questions = [line for line in begin.split("\n## ")[0].splitlines() if line.startswith("1. ")]
    assert len(questions) == 3
    for question in questions:
        places = re.findall(r"\]\(#(\w+)\)", question)
        assert len(places) == 3
        assert set(places) <= set(guide.factors)
        links = re.findall(r'href="\.\./calculator/#([^"]+)"', question)
        answers = [read_fragment(html.unescape(link), guide)[0].given for link in links]
        assert answers == [{places[0]: x.id} for x in guide.factors[places[0]].levels]


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("ru", ["размера компании", "специфики бизнеса", "сложности услуг", "бюджета", "факторов"]),
        ("en", ["size of the company", "specifics of", "complexity of", "budget", "factors"]),
    ],
)
def test_the_page_on_choosing_names_the_criteria_of_a_choice(
    guide: Guide, language: str, named: list[str]
) -> None:
    lead = guide.pages["choosing"].lead[language]
    assert not [name for name in named if name not in lead]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_beside_a_statement_says_that_it_is_its_strength_and_of_how_much(
    guide: Guide, language: str
) -> None:
    """The ratings go from 0 to 100; of one beyond it is said right below the table."""
    page = made(guide, language)["comparison.md"]
    told = page.split("</table>")[1].split("\n## ")[0]
    assert guide.messages["beyond_scale"][language] in told
    for structure in guide.structures.values():
        for statement in structure.statements:
            figure = f"{statement.effect:+g}".replace("-", "−")
            figure = figure.replace(".", guide.languages[language].decimal)
            told = guide.say("strength_of", language, strength=figure, of=STRONGEST)
            line = f"- **{structure.short[language]}**, {told}: [{statement.text[language]}]"
            assert not statement.effect or line in page
