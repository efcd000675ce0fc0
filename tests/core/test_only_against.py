"""An answer that puts a structure first only by counting against the next one is told."""

from functools import cache
from random import Random

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.attribution import statement_parts
from service_structure.decision.model import Recommendation
from service_structure.decision.only_against import Against, _is_plain, only_against
from service_structure.views import render_page, render_report
from service_structure.views.sentences import Sentences
from tests.support import words

GUIDE = load_guide()


def against(result: Recommendation) -> tuple[Against, ...]:
    return only_against(result, statement_parts(result, result.recommended, GUIDE), GUIDE)


@cache
def found_at_random() -> tuple[tuple[dict[str, str], Recommendation, Against], ...]:
    random, found = Random(5), []
    for _ in range(250):
        asked = random.sample(list(GUIDE.factors.values()), random.choice((6, 10, 20)))
        answers = {f.id: random.choice(f.levels).id for f in asked}
        result = recommend(answers)
        found += [(answers, result, one) for one in against(result)]
    return tuple(found)


@pytest.mark.weekly
def test_without_such_an_answer_the_next_structure_is_ahead() -> None:
    ruling = {p.factor for s in GUIDE.structures.values() for p in s.preconditions}
    for answers, result, one in found_at_random():
        factor = GUIDE.factors[one.factor]
        assert not factor.goal
        assert not any(level.numbers for level in factor.levels)
        assert one.factor not in ruling
        assert one.level == answers[one.factor]
        left = recommend({f: level for f, level in answers.items() if f != one.factor})
        assert left.standing(one.structure).fit > left.standing(result.recommended).fit
        own = GUIDE.structures[result.recommended].statements
        assert all(c.factor != one.factor for s in own for c in s.conditions)
        parts = [
            {part.statement.id: part.amount for part in statement_parts(own, one.structure, GUIDE)}
            for own in (result, left)
        ]
        taken = {name: amount - parts[0][name] for name, amount in parts[1].items()}
        assert one.statement.id == max(taken, key=lambda name: taken[name])
    assert len(found_at_random()) > 2


@pytest.mark.parametrize("language", GUIDE.languages)
def test_such_an_answer_is_told_among_the_reasons(language: str) -> None:
    _, result, found = found_at_random()[0]
    answer = Sentences(result, GUIDE, language).level(found.factor, found.level)
    told = words(render_page(result, GUIDE, language, full=False).below)
    reasons = told.split(GUIDE.say("drawbacks", language))[0]
    assert answer in reasons
    statement = GUIDE.languages[language].inside(found.statement.text[language])
    assert statement in reasons
    assert statement in words(render_report(result, GUIDE, language))


def test_every_such_answer_is_found() -> None:
    """But for those that put a statement on the next structure out of force."""
    random, found = Random(8), 0
    for _ in range(250):
        answers = {f.id: random.choice(f.levels).id for f in GUIDE.factors.values()}
        result = recommend(answers)
        first, second = [own.structure for own in result.candidates[:2]]
        expected = set()
        conditions = [c for s in GUIDE.structures[first].statements for c in s.conditions]
        effects = [e for part in statement_parts(result, second, GUIDE) for e in part.effects]
        left_out = {c.factor for c in conditions} | {e.factor for e in effects if e.times <= 0}
        for factor in GUIDE.factors.values():
            if factor.id not in left_out and _is_plain(factor, GUIDE):
                left = recommend({f: own for f, own in answers.items() if f != factor.id})
                if left.standing(second).fit > left.standing(first).fit:
                    expected.add(factor.id)
        assert {one.factor for one in against(result)} == expected
        found += len(expected)
    assert found
