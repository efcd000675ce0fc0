"""Where one group more or less changes what a move brings, that is told with both figures."""

from math import log

import pytest

from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import Move, move_for
from service_structure.planning.one_group import OneGroup, is_other, one_group, other_time
from service_structure.planning.transition import money_of
from service_structure.views import render_page, render_report
from service_structure.views.blocks import Paragraph
from service_structure.views.board import people_and_money
from service_structure.views.deferred import render_part
from service_structure.views.findings import Findings
from service_structure.views.one_group import one_group_told
from service_structure.views.parts import PAGE
from tests.drawn import OWN as GUIDE
from tests.drawn import random_moves, result_of
from tests.support import words


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
    *_, paragraph = one_group_told(findings.move, findings)
    told = words(str(paragraph.text))  # type: ignore[union-attr]
    say = findings.sentences
    for amount in (say.roughly(findings.move.budget.value()), say.roughly(one.value)):
        assert words(amount) in told
    assert GUIDE.assumptions[one.number].name[language] in told
    assert told in words(render_report(result, GUIDE, language))
    assert told not in words(render_page(result, GUIDE, language, full=False).below)
    assert told in words(render_part("balance", result, GUIDE, language).slots["balance-groups"])


def turned() -> tuple[Recommendation, Move, dict[str, object], tuple[float, int]]:
    """A move whose sign hangs on the handling time that is assumed."""
    return next(
        (r, m, g, found) for r, m, g in random_moves() if (found := other_time(m, r, GUIDE))
    )


def test_the_other_handling_time_is_a_usual_one_that_changes_the_sign() -> None:
    level = {v.numbers["aht"] for v in GUIDE.factors["complexity"].levels}
    told = 0
    for result, move, given in random_moves():
        value = move.budget.value()
        answers, agents = given["answers"], given["agents"]
        times = sorted(level, key=lambda aht: abs(log(aht / result.inputs.numbers.aht)))
        expected = None
        for aht in times[1:]:
            again = result_of(answers, move.today, agents=agents, aht=aht)  # type: ignore[arg-type]
            money = money_of(move.today, move.target, again.inputs, None, GUIDE).value()
            if (money < 0) != (value < 0):
                expected = (aht, money)
                break
        assert other_time(move, result, GUIDE) == expected
        told += expected is not None
    assert told


def test_a_handling_time_that_is_given_is_not_doubted() -> None:
    result, move, given, (_, _) = turned()
    aht = result.inputs.numbers.aht
    again = result_of(given["answers"], move.today, agents=given["agents"], aht=aht)  # type: ignore[arg-type]
    same = move_for(again, GUIDE)
    assert same
    assert other_time(same, again, GUIDE) is None


@pytest.mark.parametrize("language", GUIDE.languages)
def test_an_assumed_handling_time_is_told_with_the_money_that_hangs_on_it(language: str) -> None:
    result, move, given, (then, value) = turned()
    findings = Findings(result, GUIDE, language, PAGE)
    say = findings.sentences
    told = words(
        say.say(
            "move_time",
            now=say.duration(result.inputs.numbers.aht),
            then=say.duration(then),
            value=say.roughly(move.budget.value()),
            other=say.roughly(value),
        )
    )
    assert told in words(render_report(result, GUIDE, language))
    assert told in words(render_part("balance", result, GUIDE, language).slots["balance-groups"])
    assert told not in words(render_page(result, GUIDE, language, full=False).below)
    if findings.move and findings.move.verdict == "move":
        last = people_and_money(findings).blocks[-1]
        assert isinstance(last, Paragraph)
        assert words(str(last.text)) == told
    # the structure in mind has the same, where its own money turns
    for own in GUIDE.structures:
        case, _ = read_case(
            {
                "answers": given["answers"],
                "numbers": {"agents": given["agents"]},
                "profile": {"structure": move.today, "preferred": own},
            },
            GUIDE,
        )
        minded = recommend_for(case, GUIDE)
        way = Findings(minded, GUIDE, language, PAGE).preference
        other = way and other_time(way, minded, GUIDE)
        if own not in (move.target, move.today) and other:
            part = render_part("preferred", minded, GUIDE, language).slots["preferred"]
            assert words(say.roughly(other[1])) in words(part)
            break
    else:
        pytest.fail("no structure in mind has a value that turns")


def _told(result: Recommendation, move: Move) -> tuple[OneGroup, ...]:
    return one_group(move, result, GUIDE)
