"""How an answer between two levels is told: both levels, everywhere, and neither of them alone."""

import html
import json
import re

import pytest

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.questions import stage
from service_structure.views import asking, render_comparison, render_memo, render_result
from service_structure.views.card import card
from service_structure.views.export import case_as_json, tables_as_csv
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
ANSWERS = {"regions": ("few", "several"), "place_difference": "strong", "size": ("small", "medium")}


def either(factor: str, language: str, pair: tuple[str, str] = ("few", "several")) -> str:
    levels = [GUIDE.factors[factor].level(own).name[language] for own in pair]
    message = GUIDE.messages["answer_between"][language]
    return words(message.format(one=levels[0], other=levels[1]))


def plain(page: str) -> str:
    """The text of a page on one line."""
    return words(html.unescape(re.sub(r"<[^>]*>", " ", page))).replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_memos_and_the_comparison_list_both_levels(language: str) -> None:
    result = recommend(ANSWERS)
    memo = plain(render_memo(result, GUIDE, language))
    markdown = plain(render_memo(result, GUIDE, language, form="markdown"))
    both = [("one", result), ("other", recommend({"regions": "one"}))]
    compared = plain(render_comparison(both, GUIDE, language))
    size = either("size", language, ("small", "medium"))
    for text in (memo, markdown, compared):
        assert either("regions", language) in text
        assert size in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_names_no_level_that_was_not_given(language: str) -> None:
    """Where the question is told with an answer, it is with both; changes tell what may be."""
    pair = ("several", "many")
    result = recommend({"regions": pair, "place_difference": "strong", "decision_right": "local"})
    name = GUIDE.factors["regions"].name[language]
    page = plain(render_result(result, GUIDE, language, full=False))
    for level in GUIDE.factors["regions"].levels:
        assert f"{name}: {level.name[language]}" not in page
    assert f"{name}: {either('regions', language, pair)}" in page


def test_files_hold_both_levels() -> None:
    case, _ = read_case(ANSWERS, GUIDE)
    result = recommend(ANSWERS)
    saved = json.loads(case_as_json(case, result, GUIDE).text)
    assert saved["answers"]["regions"] == "few~several"
    assert read_case(saved, GUIDE) == (case, ())
    assert "answers,regions,level,few~several" in tables_as_csv(result, GUIDE, "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_answered_between_two_is_not_asked_again_but_told_as_open(language: str) -> None:
    result = recommend(ANSWERS)
    found = Findings(result, GUIDE, language, PAGE)
    assert {"regions", "size"} <= {question.factor for question in found.questions}
    left = asking(result, GUIDE, language)["questions"]
    assert not ANSWERS.keys() & set(left)
    assert not ANSWERS.keys() & {factor.id for factor in card(found).parting}
    assert stage(result) in {"ask", "may_stop", "stop"}
