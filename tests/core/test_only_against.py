"""An answer that puts a structure first only by counting against the next one is told."""

from random import Random

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.attribution import statement_parts
from service_structure.decision.model import Recommendation
from service_structure.decision.only_against import Against, only_against
from service_structure.views import render_page, render_report
from service_structure.views.sentences import Sentences
from tests.support import words

GUIDE = load_guide()
INDEPENDENT = {
    **dict(ownership="independent", place_difference="none", size="large", digital="high"),
    **dict(complexity="simple", change="moderate", regulation="light", authority="ready"),
}


def against(result: Recommendation) -> tuple[Against, ...]:
    return only_against(result, statement_parts(result, result.recommended, GUIDE), GUIDE)


def test_without_such_an_answer_the_next_structure_is_ahead() -> None:
    random = Random(5)
    found = 0
    for _ in range(250):
        asked = random.sample(list(GUIDE.factors.values()), random.choice((6, 10, 20)))
        answers = {f.id: random.choice(f.levels).id for f in asked}
        result = recommend(answers)
        for one in against(result):
            assert one.level == answers[one.factor]
            left = recommend({f: level for f, level in answers.items() if f != one.factor})
            assert left.standing(one.structure).fit > left.standing(result.recommended).fit
            own = GUIDE.structures[result.recommended].statements
            assert all(c.factor != one.factor for s in own for c in s.conditions)
            found += 1
    assert found > 2


@pytest.mark.parametrize("language", GUIDE.languages)
def test_that_nobody_can_order_units_is_told_where_it_decides_against_the_centre(
    language: str,
) -> None:
    result = recommend(INDEPENDENT)
    (found,) = against(result)
    assert (found.factor, found.structure, found.statement.id) == (
        *("ownership", "centralised", "cannot_order"),
    )
    answer = Sentences(result, GUIDE, language).level("ownership", "independent")
    told = words(render_page(result, GUIDE, language, full=False).below)
    reasons = told.split(GUIDE.say("drawbacks", language))[0]
    assert answer in reasons
    statement = GUIDE.languages[language].inside(found.statement.text[language])
    assert statement in reasons
    assert statement in words(render_report(result, GUIDE, language))
    assert not against(recommend({**INDEPENDENT, "ownership": "ordered"}))
