"""What stands below questions: which answer a number is, and what contradicts what was said."""

import re
from dataclasses import replace
from typing import Any

import pytest

from service_structure import Recommendation, load_guide
from service_structure.case.case import read_case
from service_structure.case.number_output import quantity
from service_structure.decision.link import read_fragment
from service_structure.decision.model import recommend_for
from service_structure.source.numbers import KNOWN
from service_structure.views.fields import number_fields
from service_structure.views.notes import notes
from service_structure.views.render import MOST_FAULTS, render_problems
from tests.support import Document, words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
COUNTED = {factor.id: factor for factor in GUIDE.factors.values() if factor.counts}


def result(**case: Any) -> Recommendation:
    found, faults = read_case({"answers": {}, **case}, GUIDE)
    assert not faults
    return recommend_for(found, GUIDE)


def told(language: str, **case: Any) -> dict[str, str]:
    return dict(notes(result(**case), GUIDE, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("factor", COUNTED)
def test_a_number_says_which_answer_it_is_and_offers_it(factor: str, language: str) -> None:
    asked = COUNTED[factor]
    for level in asked.levels:
        note = told(language, numbers={asked.counts: level.least})[factor]
        assert level.name[language] in note
        assert f'data-answer="{level.id}" data-for="{factor}"' in note


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("factor", COUNTED)
def test_an_answer_that_agrees_with_the_number_needs_no_note(factor: str, language: str) -> None:
    asked = COUNTED[factor]
    for level in asked.levels:
        numbers = {asked.counts: level.least}
        assert factor not in told(language, answers={factor: level.id}, numbers=numbers)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("factor", COUNTED)
def test_where_a_range_was_answered_the_number_taken_is_told_with_a_place_for_ones_own(
    factor: str, language: str
) -> None:
    asked = COUNTED[factor]
    for level in asked.levels:
        answers = {"size": "huge", factor: level.id}  # a small service has no room for many groups
        note = told(language, answers=answers).get(factor, "")
        low, end = asked.range_of(level.id)
        assert bool(note) == (end - low > 1)
        if note:
            taken = str(int(level.numbers[asked.counts]))
            assert taken in note.replace("\xa0", "").replace(",", "")
            assert f'href="#n-{asked.counts}"' in note


IN_WORDS = [
    (factor.id, level.id, name)
    for factor in GUIDE.factors.values()
    for level in factor.levels
    for name in level.numbers
    if name != factor.counts and GUIDE.assumptions[name].group == KNOWN
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("factor", "level", "number"), IN_WORDS)
def test_where_an_answer_in_words_stands_for_a_number_that_number_is_told(
    factor: str, level: str, number: str, language: str
) -> None:
    """Customers who wait minutes are answered within 20 s: below the question and at the field."""
    answers = {factor: level}
    found = result(answers=answers)
    record = GUIDE.assumptions[number]
    value = quantity(getattr(found.inputs.numbers, number), record, GUIDE, language)
    note = told(language, answers=answers)[factor]
    assert value in note
    assert record.name[language] in note
    assert f'href="#n-{number}"' in note
    origin = number_fields(found.case, GUIDE, language)[f"n.{number}"]["origin"]
    assert value in origin
    assert 'class="follows"' in origin, "a phone shows it too"
    given = told(language, answers=answers, numbers={number: f"{record.example}!"})
    assert factor not in given, "the reader's own number holds"
    first, second = [own.id for own in GUIDE.factors[factor].levels[:2]]
    assert factor not in told(language, answers={factor: f"{first}~{second}"}), "it is open"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_contradicts_the_number_is_asked_about(language: str) -> None:
    note = told(language, answers={"size": "small"}, numbers={"agents": 60})["size"]
    assert "6–20" in note
    assert "60" in note
    assert 'data-answer="medium"' in note
    between = told(language, answers={"size": "small~medium"}, numbers={"agents": 60})["size"]
    assert "6–20" not in between
    assert 'data-answer="medium"' in between


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("factor", COUNTED)
def test_a_number_that_contradicts_the_answer_says_so_at_its_own_field(
    factor: str, language: str
) -> None:
    """Where it was typed, as much as below the question that it answers otherwise."""
    asked = COUNTED[factor]
    low, high = asked.levels[0], asked.levels[-1]
    assert high.least
    for value, is_told in ((high.least, True), (low.least or 0, False)):
        found = result(answers={factor: low.id}, numbers={asked.counts: value})
        numbers = found.inputs.user_numbers
        field = number_fields(found.case, GUIDE, language)[f"n.{asked.counts}"]
        said = f"“{low.name[language]}”" if language == "en" else f"«{low.name[language]}»"
        assert (said in field["origin"]) == is_told
        if is_told:
            told_there = field["origin"].partition("</span>")[0].partition(">")[2]
            assert told_there in told(language, answers={factor: low.id}, numbers=numbers)[factor]


def test_where_a_range_was_answered_the_number_says_what_follows_from_it() -> None:
    case, _ = read_case({"answers": {"size": "medium"}}, GUIDE)
    origin = number_fields(case, GUIDE, "en")["n.agents"]["origin"]
    assert "You answered “21–100”, so we take 50" in origin
    own = replace(case, numbers={"agents": 60.0})
    assert "Left empty: 50" in number_fields(own, GUIDE, "en")["n.agents"]["origin"]


TODAY: dict[str, Any] = {"structure": "decentralised", "symptoms": ["waits"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_waits_with_enough_people_are_asked_about(language: str) -> None:
    enough = {"agents": 30, "contacts_per_hour": 60}
    note = told(language, profile=TODAY, numbers=enough)["symptoms"]
    assert re.search(r"\b30\b", note)
    assert 'href="#numbers"' in note
    few = {"agents": 6, "contacts_per_hour": 60}
    assert "symptoms" not in told(language, profile=TODAY, numbers=few)
    assert "symptoms" not in told(language, profile={"structure": "matrix"}, numbers=enough)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_people_or_contacts_are_unknown_it_says_what_the_waits_rest_on(
    language: str,
) -> None:
    words = GUIDE.say("doubt_waits_unknown", language)
    assert words in told(language, profile=TODAY)["symptoms"]
    assert words in told(language, profile=TODAY, numbers={"agents": 60})["symptoms"]
    assert "symptoms" not in told(language, profile={"symptoms": ["waits"]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_idle_and_overloaded_groups_contradict_a_single_queue(language: str) -> None:
    symptoms = ["idle_and_overloaded"]
    one = {"structure": "centralised", "symptoms": symptoms}
    assert 'href="#today"' in told(language, profile=one)["symptoms"]
    many = {"structure": "product", "symptoms": symptoms}
    assert "symptoms" not in told(language, profile=many)


@pytest.mark.parametrize("count", [MOST_FAULTS, MOST_FAULTS + 1, 10_000])
def test_of_thousands_of_faults_the_first_are_told_and_how_many_more(count: int) -> None:
    faults = read_fragment("&".join(f"k{n}=1" for n in range(count)), GUIDE)[1]
    assert len(faults) == count
    items = Document(render_problems(faults, GUIDE, "en")).all("li")
    told = [words(item.text) for item in items]
    more = f"{count - MOST_FAULTS:,}"
    assert told[MOST_FAULTS:] == ([] if count == MOST_FAULTS else [f"And {more} more."])
    assert all(f"k{n}" in text for n, text in enumerate(told[:MOST_FAULTS]))
