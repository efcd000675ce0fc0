"""Why it is too early to decide: what answers are missing, and whether staying is open."""

import pytest

from service_structure import load_guide, recommend
from service_structure.views import board, render_memo, render_report
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from service_structure.views.today import because, headline
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)
FEW = {"size": "large", "functions": "many", "products": "few", "regions": "several"}


def found(answers: dict[str, str], language: str, **profile: object) -> Findings:
    numbers = {"agents": 85, "contacts_per_hour": "60!"} if "symptoms" in profile else {}
    result = recommend(answers, OWN, numbers=numbers, profile=profile)
    return Findings(result, OWN, language, PAGE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("today", "is_open"), [("centralised", True), ("expert_line", False)])
def test_who_is_to_wait_learns_whether_staying_is_open(
    language: str, today: str, *, is_open: bool
) -> None:
    """One pool comes first in 14 of 100 cases, a first line with experts in none."""
    told = found({**FEW, "complexity": "complex"}, language, structure=today)
    assert told.move
    assert told.move.reason == "too_early"
    name = told.sentences.inside(told.sentences.name(today))
    message = "move_early" if is_open else "move_early_where"
    assert headline(told) == told.sentences.say(message, today=name)
    where_to = told.sentences.say("move_where_to", n="0")
    assert because(told.move, told).endswith(where_to) != is_open


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_answered_everything_is_not_asked_for_missing_answers(language: str) -> None:
    middle = {factor.id: factor.levels[1].id for factor in OWN.factors.values()}
    told = found({**middle, "size": "small~medium"}, language, structure="functional")
    assert told.move
    assert told.move.reason == "too_early"
    assert told.sentences.settled == told.sentences.say("settled_between", n="50")
    name = told.sentences.inside(told.sentences.name(told.recommendation.recommended))
    rule = told.sentences.say("move_because_too_early_between", target=name, changed="50")
    assert because(told.move, told).startswith(rule)
    del middle["budget"]
    some = found({**middle, "size": "small~medium"}, language)
    cases = some.sentences.of_hundred(1 - some.recommendation.settled)
    assert some.sentences.settled == some.sentences.say("settled", n=cases)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("today", ["decentralised", "matrix"])
def test_a_board_learns_that_the_figures_do_not_explain_long_waits(
    language: str, today: str
) -> None:
    told = found(FEW, language, structure=today, symptoms=["waits"])
    assert told.move
    need = told.sentences.number(told.staffings[today].paid_agents, ".0f")
    doubt = words(told.sentences.say("board_waits", need=need, have="85"))
    assert doubt in words(render_memo(told.recommendation, OWN, language))
    few = recommend(FEW, OWN, profile={"structure": today, "symptoms": ["waits"]})
    assert not [*board.unexplained_waits(Findings(few, OWN, language, PAGE))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_single_question_has_more_cases_than_all_together_is_told(language: str) -> None:
    told = OWN.say("questions_back", language)
    seen = set()
    for today in ({"size": "medium"}, {"regions": "several"}, FEW):
        result = recommend(today, OWN)
        asked = Findings(result, OWN, language, PAGE).questions[:3]
        is_odd = any(question.change > 1 - result.settled for question in asked)
        assert (told in render_report(result, OWN, language)) == is_odd
        seen.add(is_odd)
    assert seen == {True, False}
