"""Where one group more or less changes what a move brings, that is told with both figures."""

from functools import cache
from random import Random

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import Move, move_for
from service_structure.planning.one_group import OneGroup, is_other, one_group
from service_structure.views import render_page, render_report
from service_structure.views.deferred import render_part
from service_structure.views.findings import Findings
from service_structure.views.one_group import one_group_told
from service_structure.views.parts import PAGE
from tests.support import words

GUIDE = load_guide()


def result_of(answers: dict[str, str], today: str, **numbers: object) -> Recommendation:
    profile = {"structure": today}
    case, faults = read_case({"answers": answers, "numbers": numbers, "profile": profile}, GUIDE)
    assert not faults
    return recommend_for(case, GUIDE)


@cache
def random_moves() -> tuple[tuple[Recommendation, Move, dict[str, object]], ...]:
    random, found = Random(3), []
    for _ in range(60):
        answers = {f.id: random.choice(f.levels).id for f in GUIDE.factors.values()}
        today, agents = random.choice(list(GUIDE.structures)), random.choice((40, 80, 150))
        result = result_of(answers, today, agents=agents)
        move = move_for(result, GUIDE)
        if move and move.today != move.target:
            found.append((result, move, {"answers": answers, "agents": agents}))
    return tuple(found)


def test_the_other_figure_is_that_of_the_move_with_that_many_groups() -> None:
    told = 0
    for result, move, given in random_moves():
        for one in one_group(move, result, GUIDE):
            assert abs(one.then - one.now) == 1
            assert min(one.then, one.now) > 1
            assert is_other(move.budget.value(), one.value)
            numbers = {"agents": given["agents"], one.number: one.then}
            again = result_of(given["answers"], move.today, **numbers)  # type: ignore[arg-type]
            other = move_for(again, GUIDE)
            if other and other.target == move.target:
                assert other.budget.value() == one.value
                told += 1
    assert told > 5


@pytest.mark.parametrize(
    ("value", "other", "told"),
    [(100, 199, False), (100, 200, True), (100, 50, True), (-100, -199, False), (1, -1, True)],
)
def test_a_value_is_another_with_another_sign_or_twice_as_large(
    value: int, other: int, told: bool
) -> None:
    assert is_other(value, other) == is_other(other, value) == told


@pytest.mark.parametrize("language", GUIDE.languages)
def test_both_figures_stand_in_the_report_and_come_later_on_the_page(language: str) -> None:
    result, _, one = next((r, m, found[0]) for r, m, _ in random_moves() if (found := _told(r, m)))
    findings = Findings(result, GUIDE, language, PAGE)
    assert findings.move
    (paragraph,) = one_group_told(findings.move, findings)
    told = words(str(paragraph.text))  # type: ignore[union-attr]
    say = findings.sentences
    for amount in (say.roughly(findings.move.budget.value()), say.roughly(one.value)):
        assert words(amount) in told
    assert GUIDE.assumptions[one.number].name[language] in told
    assert told in words(render_report(result, GUIDE, language))
    assert told not in words(render_page(result, GUIDE, language, full=False).below)
    assert told in words(render_part("balance", result, GUIDE, language).slots["balance-groups"])


def _told(result: Recommendation, move: Move) -> tuple[OneGroup, ...]:
    return one_group(move, result, GUIDE)
