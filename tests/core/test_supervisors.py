"""The supervisors that a reader has say how many agents one of them leads."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.staffing.costs import staff_for
from service_structure.views import render_form
from service_structure.views.fields import number_fields
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from service_structure.views.today import because
from tests.support import Document

OWN = load_guide()
LANGUAGES = list(OWN.languages)
SOME = {"size": "medium", "products": "several", "complexity": "complex"}


@pytest.mark.parametrize(
    ("agents", "supervisors", "span"),
    [("39", "4", 9.8), ("39", "6.5", 6.0), ("39", "39", 2.0), ("400", "2", 100.0)],
)
def test_agents_and_supervisors_give_the_span(agents: str, supervisors: str, span: float) -> None:
    inputs = recommend(SOME, OWN, numbers={"agents": agents, "supervisors": supervisors}).inputs
    assert inputs.numbers.span == span
    assert "span" in inputs.computed
    assert "span" not in inputs.origins


def test_a_span_that_is_typed_goes_first_and_without_supervisors_answers_say_it() -> None:
    typed = recommend(SOME, OWN, numbers={"agents": 39, "supervisors": 4, "span": 7}).inputs
    assert typed.numbers.span == 7
    bare = recommend(SOME, OWN, numbers={"agents": 39}).inputs
    assert bare.numbers.span == OWN.factors["complexity"].level("complex").numbers["span"]
    assert "span" in bare.origins
    assert "span" not in bare.computed


def test_without_agents_the_span_is_open_as_they_are() -> None:
    inputs = recommend({"products": "several"}, OWN, numbers={"supervisors": 4}).inputs
    assert {"agents", "span"} <= inputs.open
    assert inputs.numbers.span == round(inputs.numbers.agents / 4, 1)
    known = recommend({"complexity": "complex"}, OWN, numbers={"agents": 40, "supervisors": 4})
    assert "span" not in known.inputs.open


def test_fewer_supervisors_are_fewer_in_every_structure_that_can_do_with_them() -> None:
    numbers = {"agents": 60, "contacts_per_hour": 90}
    many = staff_for(
        recommend(SOME, OWN, numbers={**numbers, "supervisors": 12}).inputs.numbers, OWN
    )
    few = staff_for(recommend(SOME, OWN, numbers={**numbers, "supervisors": 6}).inputs.numbers, OWN)
    assert all(few[s].supervisors <= many[s].supervisors for s in OWN.structures)
    assert few["centralised"].supervisors < many["centralised"].supervisors


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_field_says_how_many_each_has(language: str) -> None:
    assert Document(render_form(OWN, language)).all("input", id="n-supervisors")
    result = recommend(SOME, OWN, numbers={"agents": 39, "supervisors": 4})
    fields = number_fields(result.case, OWN, language, {"n.supervisors": "4"})
    figure = OWN.languages[language].figure(9.8)
    assert fields["n.supervisors"]["echo"] == OWN.say("number_echo_span", language, span=figure)
    assert OWN.messages["number_basis_span"][language] in fields["n.span"]["origin"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_span_beyond_the_model_is_not_used_without_a_word(language: str) -> None:
    for agents, supervisors, own, span in ((39.0, 39.0, 1.0, 2.0), (130.0, 1.0, 130.0, 100.0)):
        numbers = {"agents": agents, "supervisors": supervisors}
        result = recommend(SOME, OWN, numbers=numbers)
        texts = {"n.supervisors": str(supervisors)}
        told = number_fields(result.case, OWN, language, texts)
        figure = OWN.languages[language].figure
        assert told["n.supervisors"]["echo"] == OWN.say(
            "number_echo_span_limit", language, own=figure(own), span=figure(span)
        )


def random_results(count: int) -> Iterator[Recommendation]:
    """Organisations with a structure today."""
    random = Random(3)
    for _ in range(count):
        answers = {factor.id: random.choice(factor.levels).id for factor in OWN.factors.values()}
        profile = {"structure": random.choice(list(OWN.structures))}
        yield recommend(answers, OWN, profile=profile)


@pytest.mark.long
def test_a_saving_in_leaders_whom_the_reader_does_not_have_is_called_smaller() -> None:
    """The model has one in every group at least; who has fewer saves fewer."""
    told = set()
    for random_result in random_results(300):
        found = Findings(random_result, OWN, "en", PAGE)
        move = found.move
        if move is None or move.reason != "pays":
            continue
        asked = f"(“{OWN.assumptions['supervisors'].name['en']}”)" in because(move, found)
        for have in (1, 10_000) if asked else ():
            own = recommend_for(
                replace(
                    random_result.case, numbers={**random_result.case.numbers, "supervisors": have}
                ),
                OWN,
            )
            then = Findings(own, OWN, "en", PAGE)
            if then.move is None or then.move.reason != "pays":
                continue
            need = then.move.before.supervisors
            said = OWN.say("move_because_own_leaders", "en", need=need, have=have)
            is_said = said in because(then.move, then)
            assert is_said <= (need > have)
            assert "(“" not in because(then.move, then)
            told.add(is_said)
    assert told == {True, False}
