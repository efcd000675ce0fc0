"""What would turn the advice on today's structure: to move instead of keeping it, or back."""

from functools import cache
from random import Random

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.counterfactual import changes, other_answers
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.decision.possible import contradictions
from service_structure.planning.move import PUT_OFF, Move, move_for
from service_structure.planning.turning import Turn, turns
from service_structure.views import board, render_page, render_report, turning
from service_structure.views.deferred import render_part
from service_structure.views.memo import findings, memo
from tests.support import words

GUIDE = load_guide()

ONE_POOL = {
    "size": "medium",
    "regions": "few",
    "place_difference": "none",
    "products": "few",
    "product_difference": "alike",
    "functions": "few",
    "complexity": "mixed",
    "key_accounts": "few",
    "joint_work": "sometimes",
    "authority": "partly",
    "budget": "moderate",
    "decision_right": "agent",
}
"""Answers that speak for one queue and leave little open."""

type Given = tuple[dict[str, str], str, tuple[str, ...]]


def result_of(
    answers: dict[str, str], today: str, symptoms: tuple[str, ...] = (), **numbers: object
) -> Recommendation:
    profile = {"structure": today, "symptoms": list(symptoms)}
    case, faults = read_case({"answers": answers, "numbers": numbers, "profile": profile}, GUIDE)
    assert not faults
    return recommend_for(case, GUIDE)


def advice(answers: dict[str, str], today: str, symptoms: tuple[str, ...]) -> Move:
    move = move_for(result_of(answers, today, symptoms), GUIDE)
    assert move
    return move


@cache
def random_cases() -> tuple[tuple[Given, Recommendation, Move], ...]:
    random, found = Random(39), []
    for _ in range(14):
        answers = {
            factor.id: random.choices(factor.levels, [own.prior for own in factor.levels])[0].id
            for factor in GUIDE.factors.values()
            if random.random() < 0.8
        }
        today = random.choice(list(GUIDE.structures))
        symptoms = tuple([name for name in GUIDE.symptoms if random.random() < 0.15])
        result = result_of(answers, today, symptoms)
        found.append(((answers, today, symptoms), result, advice(answers, today, symptoms)))
    return tuple(found)


@pytest.mark.weekly
def test_every_turn_and_no_other_change_turns_the_advice() -> None:
    """Against answers that are given anew, one at a time, and symptoms likewise."""
    told = {True: 0, False: 0}
    for (answers, today, symptoms), result, move in random_cases():
        if move.reason in PUT_OFF:
            assert turns(move, result, GUIDE) is None
            continue
        expected = set()
        for factor, own in answers.items():
            for level in GUIDE.factors[factor].levels:
                changed = answers | {factor: level.id}
                other = result_of(changed, today, symptoms)
                if level.id == own or contradictions(other.case, [factor], GUIDE):
                    continue
                if advice(changed, today, symptoms).is_advised != move.is_advised:
                    expected.add((factor, level.id))
        for symptom in GUIDE.symptoms:
            named = tuple([own for own in GUIDE.symptoms if (own in symptoms) != (own == symptom)])
            if advice(answers, today, named).is_advised != move.is_advised:
                expected.add(("", symptom))
        found = turns(move, result, GUIDE)
        assert found is not None
        assert {turn.answer or ("", turn.symptom) for turn in found} == expected
        assert len(found) == len(expected)
        kinds = [bool(turn.answer) for turn in found]
        assert kinds == sorted(kinds, reverse=True)
        told[move.is_advised] += len(found)
    assert min(told.values()) > 5


def test_other_answers_come_in_the_order_in_which_changes_are_told() -> None:
    told = 0
    for _, result, _ in random_cases():
        likelihoods = {change.answers[0]: change.likelihood for change in changes(result, GUIDE)}
        order = [likelihoods[own] for own in other_answers(result, GUIDE) if own in likelihoods]
        assert order == sorted(likelihoods.values(), reverse=True)
        told += len(order)
    assert told > 10


def test_a_trouble_with_a_likelier_cause_than_the_structure_turns_a_move() -> None:
    elsewhere = {symptom.id for symptom in GUIDE.symptoms.values() if symptom.trait is None}
    result = result_of(ONE_POOL, "functional", contacts_per_hour=100)
    move = move_for(result, GUIDE)
    assert move
    assert move.reason == "pays"
    turned = {own.symptom: own.advice for own in turns(move, result, GUIDE) or () if own.symptom}
    assert elsewhere
    assert elsewhere <= set(turned)
    assert {turned[symptom].reason for symptom in elsewhere} == {"other_causes"}


@pytest.mark.parametrize("language", GUIDE.languages)
def test_the_turns_stand_in_report_memo_and_board_and_come_later_on_the_page(language: str) -> None:
    for _, result, move in random_cases()[:6]:
        found = findings(result, GUIDE, language)
        heading = GUIDE.say("turns_move" if move.is_advised else "turns_keep", language)
        short = turning.in_short(found)
        sections = list(memo(found))
        report, page = words(render_report(result, GUIDE, language)), _below(result, language)
        in_annex = [s.id for s in sections if heading in words(str(s))]
        if move.reason in PUT_OFF:
            assert not short
            assert not in_annex
            continue
        assert short in words(str([s for s in sections if s.id == "alternative"]))
        assert in_annex
        assert heading in report
        assert heading not in page
        later = words(render_part("turns", result, GUIDE, language).slots["turns"])
        assert heading in later
        for turn in (found.turns or ())[:3]:
            assert _named(turn, language).lower() in later.lower()


def _below(result: Recommendation, language: str) -> str:
    return words(render_page(result, GUIDE, language, full=False).below)


def _named(turn: Turn, language: str) -> str:
    if turn.answer:
        factor = GUIDE.factors[turn.answer[0]]
        return words(factor.level(turn.answer[1]).name[language])
    return words(GUIDE.symptoms[turn.symptom].name[language])


def test_the_board_and_the_turns_have_words_for_every_reason_that_puts_a_decision_off() -> None:
    assert set(board.PUT_OFF) == set(turning.FIRST) == PUT_OFF
