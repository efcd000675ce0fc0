"""The supervisors that a reader has say how many agents one of them leads."""

import pytest

from service_structure import load_guide, recommend
from service_structure.staffing.costs import staff_for
from service_structure.views import render_form
from service_structure.views.fields import number_fields
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
    fields = number_fields(
        result.answers, OWN, language, result.inputs.user_numbers, {"n.supervisors": "4"}
    )
    figure = OWN.languages[language].figure(9.8)
    assert fields["n.supervisors"]["echo"] == OWN.say("number_echo_span", language, span=figure)
    assert OWN.messages["number_basis_span"][language] in fields["n.span"]["origin"]
