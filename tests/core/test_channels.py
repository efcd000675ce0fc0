"""Several channels as one flow."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.case.channels import AT_ONCE, CHANNELS, Flow, read_channels, together

GUIDE = load_guide()
ANSWERS = read_case({"hours": "extended"}, GUIDE)[0].answers


def flows(
    texts: Mapping[str, str], numbers: Mapping[str, float] | None = None
) -> Mapping[str, Flow]:
    found, faults = read_channels(texts, numbers or {}, ANSWERS, GUIDE)
    assert not faults
    return found


@given(
    st.dictionaries(
        st.sampled_from(CHANNELS),
        st.builds(Flow, st.floats(0.1, 1e5), st.floats(1, 86_400)),
        min_size=1,
    )
)
def test_the_sum_has_the_contacts_and_the_work_of_all_channels(own: dict[str, Flow]) -> None:
    whole = together(own)
    assert whole.contacts == pytest.approx(sum(flow.contacts for flow in own.values()))
    assert whole.work == pytest.approx(sum(flow.work for flow in own.values()))
    times = [flow.aht for flow in own.values()]
    assert min(times) * (1 - 1e-9) <= whole.aht <= max(times) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("at_once", "part"), [("", GUIDE.assumptions[AT_ONCE].value), ("3", 3.0), ("1,5", 1.5)]
)
def test_a_chat_takes_its_part_of_the_agent_who_handles_several(at_once: str, part: float) -> None:
    told = {"chats.contacts": "30", "chats.aht": "9 min", "chats.at_once": at_once}
    assert flows(told) == {"chats": Flow(30.0, 540 / part)}


def test_calls_are_taken_one_at_a_time() -> None:
    assert flows({"calls.contacts": "60", "calls.aht": "4:30", "calls.at_once": "3"}) == {
        "calls": Flow(60.0, 270.0)
    }


def test_what_is_written_counts_with_its_average_hour_and_calls_with_the_busiest() -> None:
    numbers = {"hours_per_week": 100.0, "average_load": 50.0}
    found = flows({"calls.contacts": "700 a day", "written.contacts": "700 a day"}, numbers)
    assert found["written"].contacts == pytest.approx(700 * 7 / 100, rel=1e-3)
    assert found["calls"].contacts == pytest.approx(2 * 700 * 7 / 100, rel=1e-3)
    assert flows({"written.contacts": "49 an hour"}, numbers)["written"].contacts == 49


def test_a_handling_time_that_is_not_given_follows_from_the_answers() -> None:
    usual = GUIDE.assumptions["aht"].value
    numbers = {"aht": 99.0, "contacts_per_hour": 7.0}  # of the form: they are to be replaced
    assert flows({"calls.contacts": "60"}, numbers) == {"calls": Flow(60.0, usual)}
    assert flows({"calls.aht": "4:30"}, numbers) == {}


@pytest.mark.parametrize(
    ("texts", "field", "told"),
    [
        ({"calls.contacts": "many"}, "calls.contacts", "“many” is not a number"),
        ({"written.aht": "6", "written.contacts": "1"}, "written.aht", "Did you mean 6 min?"),
        ({"chats.at_once": "30"}, "chats.at_once", "“30” cannot be used. Give 1 to 10."),
        ({"chats.at_once": "0"}, "chats.at_once", "Give 1 to 10."),
    ],
)
def test_what_cannot_be_used_is_told_of_its_own_field(
    texts: Mapping[str, str], field: str, told: str
) -> None:
    _, faults = read_channels(texts, {}, ANSWERS, GUIDE)
    assert list(faults) == [field]
    assert told in faults[field].describe(GUIDE, "en")
