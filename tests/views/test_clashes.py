"""What the result says of answers that contradict each other."""

import re
from html import unescape
from typing import Any

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.views import render_page
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
TODAY = {"structure": "centralised", "symptoms": ["idle_and_overloaded"]}


def told(language: str, **case: Any) -> dict[str, list[str]]:
    """The places that each sentence about a contradiction leads to, by sentence."""
    found, faults = read_case({"answers": {}, **case}, GUIDE)
    assert not faults
    _, html, _ = render_page(recommend_for(found, GUIDE), GUIDE, language, root="", full=False)
    part = re.search(r'<section class="clashes".*?</section>', html, re.DOTALL)
    items = re.findall(r"<li>(.*)</li>", part[0]) if part else []
    return {words(unescape(item)): re.findall(r'href="(.*?)"', item) for item in items}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exclusion", GUIDE.exclusions.values(), ids=lambda one: one.id)
def test_answers_that_nobody_can_give_together_are_told_and_found(
    exclusion: Any, language: str
) -> None:
    answers = {factor: levels[0] for factor, levels in exclusion.answers.items()}
    found = told(language, answers=answers)
    places = [f"#{factor}" for factor in answers]
    because = words(exclusion.because[language])
    assert places in [to for sentence, to in found.items() if because in sentence]
    one_less = dict(list(answers.items())[1:])
    assert not [sentence for sentence in told(language, answers=one_less) if because in sentence]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_contradicts_an_answer_is_told_once(language: str) -> None:
    ((sentence, places),) = told(
        language, answers={"size": "small"}, numbers={"agents": 60}
    ).items()
    assert "60" in sentence
    assert places == ["#size", "#numbers"]
    ((sentence, places),) = told(
        language, answers={"size": "tiny"}, numbers={"contacts_per_hour": 250}
    ).items()
    assert "1–" in sentence
    assert places == ["#size", "#numbers"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_symptom_that_cannot_be_leads_to_what_contradicts_it(language: str) -> None:
    answers = {"size": "medium"}
    assert list(told(language, answers=answers, profile=TODAY).values()) == [["#today"]]
    today = TODAY | {"structure": "decentralised"}
    assert not told(language, answers=answers, profile=today)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_rules_out_todays_structure_is_asked_about(language: str) -> None:
    profile = {"structure": "decentralised"}
    name = GUIDE.languages[language].inside(GUIDE.structures["decentralised"].name[language])
    ((sentence, places),) = told(language, answers={"regions": "one"}, profile=profile).items()
    assert words(name) in sentence
    assert places == ["#regions"]
    assert not told(language, answers={"regions": "few"}, profile=profile)
    matrix = {"products": "one", "functions": "one"}
    both = told(language, answers=matrix, profile={"structure": "matrix"})
    assert [place for places in both.values() for place in places] == ["#functions", "#products"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_that_agree_are_told_nothing(language: str) -> None:
    for scenario in GUIDE.scenarios.values():
        assert not told(language, answers=dict(scenario.answers))
