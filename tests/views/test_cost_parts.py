"""Where costs do not follow the number of people, a sentence says of what they are made."""

import re

import pytest

from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.planning.move import Move
from service_structure.source.numbers import WEEKS
from service_structure.views import render_page, render_report
from service_structure.views.board import people_and_money
from service_structure.views.cost_parts import cost_parts
from service_structure.views.deferred import render_part
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from tests.drawn import OWN as GUIDE
from tests.drawn import random_moves
from tests.support import words


def told_of(language: str) -> list[tuple[Findings, Move, str]]:
    """Every move at random, and what is told of it, if anything."""
    found = []
    for result, move, _ in random_moves():
        findings = Findings(result, GUIDE, language, PAGE)
        told = [str(p.text) for p in cost_parts(move.before, move.after, findings)]
        found.append((findings, move, words(" ".join(told))))
    return found


@pytest.mark.parametrize("language", GUIDE.languages)
def test_the_parts_are_those_of_the_staffing_model_and_add_up(language: str) -> None:
    told = [each for each in told_of(language) if each[2]]
    assert 1 < len(told) < len(random_moves()) / 2
    for found, move, text in told:
        numbers = found.recommendation.inputs.numbers
        hours = numbers.paid_hours * WEEKS
        pairs = move.before, move.after
        leaders, agents = [
            [
                s.supervisors * numbers.supervisor_cost + s.managers * numbers.manager_cost
                for s in pairs
            ],
            [s.paid_agents * numbers.agent_cost for s in pairs],
        ]
        experts = [s.yearly_cost / hours - lead - a for s, lead, a in zip(pairs, leaders, agents)]  # noqa: B905
        say, parts = found.sentences, 0
        for kind, (was, then) in {"agents": agents, "experts": experts, "leaders": leaders}.items():
            more = (then - was) * hours
            figure = words(("+" if more > 0 else "−") + say.brief(abs(more)))
            assert (figure in text) or abs(more) < 1, kind
            parts += abs(more) >= 1
        assert len(re.findall(r"[+−]", text)) == parts
        assert words(say.with_unit("")) in text, "the unit stands once"


def test_more_cost_beside_fewer_posts_or_agents_is_always_told() -> None:
    seen = 0
    for _, move, text in told_of("en"):
        cost = move.after.yearly_cost - move.before.yearly_cost
        is_odd = cost * move.people < 0
        if is_odd and abs(cost) > 0.02 * move.before.yearly_cost:
            assert text
            seen += 1
    assert seen


@pytest.mark.long
@pytest.mark.parametrize("language", GUIDE.languages)
def test_it_stands_with_the_money_on_page_report_and_board(language: str) -> None:
    boards = 0
    for found, move, text in [each for each in told_of(language) if each[2]]:
        result = found.recommendation
        slots = render_part("balance", result, GUIDE, language).slots
        assert bool(slots) != bool(move.doubt)
        part = slots.get("balance-groups") or render_page(result, GUIDE, language, full=False).below
        assert text in words(part)
        assert text in words(render_report(result, GUIDE, language))
        if move.verdict == "move":
            blocks = people_and_money(found).blocks
            assert text in words(" ".join(str(getattr(block, "text", "")) for block in blocks))
            boards += 1
    assert boards


@pytest.mark.long
@pytest.mark.parametrize("language", GUIDE.languages)
def test_it_stands_with_the_figures_of_the_structure_in_mind(language: str) -> None:
    seen = 0
    for result, move, given in random_moves()[:25]:
        for own in GUIDE.structures:
            before, after = [result.standing(name) for name in (move.target, own)]
            found = Findings(result, GUIDE, language, PAGE)
            pair = found.staffings[before.structure], found.staffings[after.structure]
            told = [words(str(p.text)) for p in cost_parts(*pair, found)]
            if told and own not in (move.today, move.target):
                profile = {"structure": move.today, "preferred": own}
                table = {"answers": given["answers"], "profile": profile}
                table["numbers"] = {"agents": given["agents"]}
                minded = recommend_for(read_case(table, GUIDE)[0], GUIDE)
                part = render_part("preferred", minded, GUIDE, language).slots["preferred"]
                assert told[0] in words(part)
                seen += 1
                break
    assert seen
