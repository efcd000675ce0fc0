"""A change that puts another structure first is told, with the way back."""

import json
from typing import Any

import pytest

from service_structure import load_guide
from service_structure.views import bridge
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
EXPERTS = "complexity=complex&hours=business&product_difference=very"
CENTRE = EXPERTS.replace("complexity=complex", "complexity=simple")
LIKELY = "authority=ready&complexity=simple&functions=few&size=small"
NOT_YET = "joint_work=rarely&key_accounts=many&ownership=independent"
BUTTON = 'data-action="undo"'


def shown(state: str, before: str, language: str = "en") -> dict[str, Any]:
    request = {"want": "result", "lang": language, "state": state, "before": before}
    result: dict[str, Any] = json.loads(bridge.handle(json.dumps(request)))
    return result


def first(state: str) -> str:
    """The structure that comes first."""
    fragment: str = shown(state, "")["state"]
    return dict(pair.split("=") for pair in fragment.split("&"))["r"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_first_place_is_told_on_the_card_and_beside_the_conclusion(language: str) -> None:
    assert first(EXPERTS) != first(CENTRE)
    inside = GUIDE.languages[language].inside
    name = inside(GUIDE.structures[first(EXPERTS)].short[language])
    criterion = inside(GUIDE.criteria["product_knowledge"].name[language])
    told = GUIDE.say("card_turned_by", language, before=name, criterion=criterion)
    result, alone = shown(CENTRE, EXPERTS, language), shown(CENTRE, "", language)
    assert words(told) in words(result["card"])
    assert (result["card"].count(BUTTON), alone["card"].count(BUTTON)) == (1, 0)
    assert result["summary"] == f"{alone['summary']} {told}"


def test_contacts_of_many_functions_that_become_one_name_no_criterion() -> None:
    """The division that was first has lost what it is made of: no weighing has decided that."""
    many = "functions=many&joint_work=rarely&complexity=complex&ownership=functional&size=large"
    one = many.replace("functions=many", "functions=one")
    assert first(many) == "functional" != first(one)
    name = GUIDE.languages["en"].inside(GUIDE.structures["functional"].short["en"])
    told = GUIDE.say("card_turned", "en", before=name)
    assert shown(one, many)["summary"].endswith(told)


def test_the_same_first_place_is_no_news() -> None:
    assert shown(EXPERTS, EXPERTS) == shown(EXPERTS, "")


@pytest.mark.parametrize("before", ["hours=business", "segments=alike"])
def test_the_first_answers_overtake_nothing(before: str) -> None:
    """As long as one structure is ahead by no more than a little."""
    assert first(before) != first(EXPERTS)
    assert BUTTON not in shown(f"{before}&{EXPERTS}", before)["card"]


def test_a_likely_structure_is_overtaken_also_by_one_answer_more() -> None:
    more = f"{LIKELY}&key_accounts=many"
    assert first(more) != first(LIKELY)
    assert BUTTON in shown(more, LIKELY)["card"]


def test_a_changed_answer_is_told_of_while_the_question_is_open() -> None:
    changed = NOT_YET.replace("joint_work=rarely", "joint_work=often")
    assert first(changed) != first(NOT_YET)
    assert BUTTON in shown(changed, NOT_YET)["card"]
    assert BUTTON in shown(NOT_YET, changed)["card"]


def test_what_was_first_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the results that are kept, that before the last change is asked for first."""
    bridge._recommended.cache_clear()
    shown(EXPERTS, "")
    for state in (CENTRE, NOT_YET, CENTRE):
        shown(state, EXPERTS)
    assert bridge._recommended.cache_info().misses == 4
