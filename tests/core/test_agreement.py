"""Contacts that do not fit the agents: what a reader has given of both is asked about."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service_structure import load_guide, staff
from service_structure.case.agreement import agents_at_odds
from service_structure.case.answers import Answers, read_answers
from service_structure.case.case import parse_case
from service_structure.case.channels import read_channels
from service_structure.case.number_fault import AgentsFault, NumberFault
from service_structure.case.number_reading import as_typed
from service_structure.case.numbers import Inputs, read_numbers
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.decision.model import recommend_for
from service_structure.source.frozen import FrozenDict
from service_structure.views.export import case_as_json

OWN = load_guide()
NONE = Answers(FrozenDict())


def read(answers: Answers = NONE, **texts: str) -> tuple[Inputs, tuple[NumberFault, ...]]:
    return read_numbers(texts, answers, OWN, "en")


def test_a_months_figure_given_for_the_busiest_hour_is_asked_about() -> None:
    inputs, (fault,) = read(agents="45", contacts_per_hour="5200")
    assert inputs.given == {"agents"}, "until it is confirmed"
    assert isinstance(fault, AgentsFault)
    exact = staff({}, {"contacts_per_hour": 5200})["centralised"].paid_agents
    assert fault.need == pytest.approx(exact, rel=0.05)
    assert fault.describe(OWN, "en") == (
        "Contacts in the busiest hour: 5,200 an hour, 6 min each, takes about 874 agents; you have "
        "45. Did you mean 5200 a day or 5200 a month!? If 5,200 an hour is right, say so with an "
        "exclamation mark: 5200!"
    )
    for language in OWN.languages:
        for text, _ in [*fault.offers(OWN, language), (fault.confirmed(OWN, language), "")]:
            inputs, faults = read(agents="45", contacts_per_hour=text)
            assert not faults
            assert list(inputs.user_numbers.values()) == [45, 5200], "over the period it names"


def test_contacts_of_a_week_are_asked_about_as_they_were_typed() -> None:
    _, (fault,) = read(agents="39", contacts_per_hour="350 cases a week")
    assert isinstance(fault, AgentsFault)
    told = fault.describe(OWN, "en")
    assert told.startswith("Contacts a month: 350 a week, 6 min each, takes about 4 agents;")
    assert "If 350 a week is right" in told
    assert [words for _, words in fault.offers(OWN, "en")] == ["350 a day", "350 an hour"]
    inputs, faults = read(agents="39", contacts_per_hour=fault.confirmed(OWN, "en"))
    assert not faults
    assert inputs.user_numbers["contacts_per_month"] == pytest.approx(350 * 52 / 12, rel=1e-5)


@pytest.mark.parametrize("language", OWN.languages)
def test_what_has_no_unit_is_asked_for_without_brackets(language: str) -> None:
    _, (fault,) = read_numbers({"regions": "four"}, NONE, OWN, language)
    assert "()" not in fault.describe(OWN, language)


@pytest.mark.parametrize(
    ("agents", "text", "offered"),
    [
        (450, "5200 a month", ["5200 a day", "5200 an hour"]),
        (45, "3", []),
        (2000, "5200/day", ["5200 an hour"]),
    ],
)
def test_too_few_contacts_for_the_agents_are_asked_about_over_the_period_they_were_given_for(
    agents: int, text: str, offered: list[str]
) -> None:
    _, (fault,) = read(agents=f"{agents}", contacts_per_hour=text)
    assert (fault.kind, fault.field or fault.number) == ("agents", "contacts_per_hour")
    assert [fill for fill, _ in fault.offers(OWN, "en")] == offered
    assert fault.confirmed(OWN, "en") == f"{text}!"
    assert not read(agents=f"{agents}", contacts_per_hour=f"{text}!")[1]


def test_less_than_the_setting_and_agents_that_nobody_has_given_are_no_reason_to_ask() -> None:
    numbers = read(contacts_per_hour="400")[0].numbers
    times = OWN.assumptions["agents_unlikely"].value
    need = agents_at_odds(replace(numbers, agents=1), times)
    assert need
    for agents, is_asked in ((need / times * 1.01, False), (need / times * 0.99, True)):
        _, faults = read(agents=f"{agents:.4f}", contacts_per_hour="400")
        assert bool(faults) == is_asked
    assert not read(contacts_per_hour="90000")[1]
    assert not read(agents="90000")[1]


def test_small_groups_in_many_places_are_plenty_for_a_reason() -> None:
    """Forty regions with a place each take many more agents than one pool for the same contacts."""
    few, (fault,) = read(agents="90", contacts_per_hour="40")
    assert fault.kind == "agents"
    assert not read(agents="90", contacts_per_hour="40", regions="20")[1]
    assert few.given == {"agents"}


answers = st.fixed_dictionaries(
    {},
    optional={
        factor.id: st.sampled_from([level.id for level in factor.levels])
        for factor in OWN.factors.values()
    },
)


@given(answers, st.floats(0.5, 100_000), st.sampled_from(sorted(OWN.languages)))
def test_contacts_typed_as_they_stand_in_the_field_are_never_asked_about(
    levels: dict[str, str], agents: float, language: str
) -> None:
    """What the agents can take fits them, whatever is answered."""
    read_as, _ = read_answers(levels, OWN)
    inputs, none = read_numbers({"agents": agents}, read_as, OWN)
    assert not none
    shown = inputs.numbers.contacts_per_hour
    assume(shown <= OWN.assumptions["contacts_per_hour"].high)
    text = as_typed(shown, OWN.assumptions["contacts_per_hour"], OWN, language)
    again, faults = read_numbers({"agents": agents, "contacts_per_hour": text}, read_as, OWN)
    assert not faults
    assert again.numbers == inputs.numbers


def test_contacts_that_were_confirmed_survive_a_link_and_a_file() -> None:
    for text, kept in (("5200!", "contacts_per_hour=5200"), ("9!", "contacts_per_hour=9")):
        case, faults = read_fragment(urlencode({"n.agents": 45, "n.contacts_per_hour": text}), OWN)
        assert not faults
        link = write_fragment(case, OWN)
        assert f"n.{kept}%21" in link
        assert read_fragment(link, OWN) == (case, ())
        saved = case_as_json(case, recommend_for(case, OWN), OWN).text
        assert parse_case(saved, OWN) == (case, ())
    case, _ = read_fragment("n.agents=45&n.contacts_per_hour=250", OWN)
    assert "n.contacts_per_hour=250&" in write_fragment(case, OWN), "no mark where they fit"


def test_one_channel_alone_need_not_fit_the_agents() -> None:
    flows, faults = read_channels({"chats.contacts": "3"}, {"agents": 90}, NONE, OWN, "en")
    assert (list(flows), faults) == (["chats"], {})
