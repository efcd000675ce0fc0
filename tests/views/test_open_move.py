"""A move where two structures suit about equally, and one whose money is in doubt."""

from functools import cache
from random import Random

import pytest

from service_structure.decision.model import Recommendation
from service_structure.planning.move import Move, move_for
from service_structure.planning.transition import transition
from service_structure.views import (
    render_comparison,
    render_page,
    render_report,
)
from service_structure.views.board import decision, people_and_money
from service_structure.views.card import card
from service_structure.views.deferred import render_part
from service_structure.views.findings import Findings
from service_structure.views.open_move import second
from service_structure.views.parts import PAGE
from service_structure.views.today import because, headline, payback, unsure
from tests.drawn import OWN, result_of
from tests.support import words

LANGUAGES = list(OWN.languages)
KINDS = {(own, other) for own in (False, True) for other in (False, True)}
"""Whether a move to the first pays for itself, and one to the other."""


def _drawn(seed: int, *, contacts: bool) -> tuple[Recommendation, Move]:
    random = Random(seed)
    answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
    today, agents = random.choice(list(OWN.structures)), random.choice((15, 60, 200))
    numbers = {"contacts_per_hour": f"{6 * agents}!"} if contacts else {"agents": agents}
    result = result_of(answers, today, **numbers)
    move = move_for(result, OWN)
    assert move
    return result, move


@cache
def open_moves() -> tuple[Recommendation, ...]:
    """Results by which two structures suit about equally, and a move is worth it or may be."""
    drawn = [_drawn(seed, contacts=True) for seed in range(360)]
    return tuple(
        result
        for result, move in drawn
        if result.verdict == "open" and move.is_advised and not move.doubt
    )


@cache
def doubtful() -> tuple[Recommendation, ...]:
    """Results by which a move is worth it, or may be, while nobody knows what it brings."""
    drawn = [_drawn(seed, contacts=False) for seed in range(120)]
    return tuple(result for result, move in drawn if move.doubt and move.is_advised)


def _asked(found: Findings) -> str:
    """What the board is asked for, as text."""
    return " ".join([str(getattr(block, "text", "")) for block in decision(found).blocks])


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_move_to_the_other_of_two_brings_is_told_beside_the_first(language: str) -> None:
    seen = set()
    for result in open_moves():
        found = Findings(result, OWN, language, PAGE)
        move, name = found.move, found.sentences.name
        assert move
        way = transition(result, second(found), OWN)
        assert way
        pays = move.budget.value() >= 0, way.budget.value() >= 0
        told = because(move, found)
        amount = found.sentences.roughly(abs(way.budget.value()))
        message = "move_other_pays" if pays[1] else "move_other_does_not"
        other = found.sentences.inside(name(way.target))
        assert OWN.say(message, language, other=other, value=amount) in told
        for structure, is_for in zip((move.target, way.target), pays, strict=True):
            own = found.sentences.inside(name(structure))
            is_told = OWN.say("move_one_pays", language, name=own) in told
            assert is_told == (is_for and pays[0] != pays[1])
        assert told in _asked(found)
        seen.add(pays)
    assert len(seen & KINDS) >= 3


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_board_is_not_asked_to_approve_a_move_that_no_money_speaks_for(language: str) -> None:
    approved = OWN.say("board_move", language, today="", target="")[:30]
    reasons = set()
    for result in (*open_moves(), *doubtful()):
        found = Findings(result, OWN, language, PAGE)
        assert found.move
        if found.move.outweighs:
            reasons.add(found.move.reason)
            assert approved not in _asked(found)
            assert headline(found) != OWN.say("move_move", language, today="", target="")
    assert reasons == {"outweighs", "outweighs_apart"}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_payback_is_told_where_the_money_is_in_doubt(language: str) -> None:
    assert len(doubtful()) > 3
    for result in doubtful()[:6]:
        found = Findings(result, OWN, language, PAGE)
        move = found.move
        assert move
        paid, told = payback(move.budget, found), words(unsure(move, found))
        page = words(render_page(result, OWN, language, full=False).below)
        board = people_and_money(found).blocks
        shown = (page, words(render_report(result, OWN, language)), words(str(board)))
        for text in shown:
            assert words(paid) not in text
            assert told in text
        assert 'id="balance' not in render_page(result, OWN, language, full=False).below
        assert render_part("balance", result, OWN, language).slots == {}
        beside = words(render_comparison([("a", result), ("b", result)], OWN, language))
        assert found.sentences.roughly(move.budget.value()) not in beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_people_of_two_structures_side_by_side_are_of_one_kind(language: str) -> None:
    """As many agents as the first needs: where the other needs clearly others, both are told so."""
    kinds = set()
    for result in open_moves():
        found = Findings(result, OWN, language, PAGE)
        needed = round(found.staffings[result.recommended].paid_agents)
        contacts = f"{result.inputs.numbers.contacts_per_hour:.0f}!"
        given = dict(result.answers.levels)
        typed = result_of(given, "", agents=f"{needed}!", contacts_per_hour=contacts)
        shown = Findings(typed, OWN, language, PAGE)
        figures = [option.figures[0] for option in card(shown).options]
        have = shown.sentences.exact(needed)
        told = {
            OWN.say("card_staff_told", language, n=number, have=have) == label
            for number, label in figures
        }
        assert len(told) <= 1
        kinds |= told
    assert kinds == {True, False}
