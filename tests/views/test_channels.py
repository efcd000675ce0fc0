"""What the form says of several channels."""

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.views.channels import channels_told

GUIDE = load_guide()
TEXTS = {
    "calls.contacts": "500 a day",
    "calls.aht": "5 min",
    "chats.contacts": "200 a day",
    "chats.aht": "12 min",
    "written.contacts": "300 a day",
    "written.aht": "8 min",
}


@pytest.mark.parametrize("language", GUIDE.languages)
def test_shares_of_the_work_add_up_to_a_hundred(language: str) -> None:
    case, _ = read_case({}, GUIDE)
    told = channels_told(TEXTS, case, GUIDE, language)["told"].rpartition(":")[2]
    shares = [int(word.strip("%.,\u202f\xa0")) for word in told.split() if word[0].isdigit()]
    assert len(shares) == 3
    assert sum(shares) == 100


def test_nothing_is_put_into_the_fields_where_anything_is_wrong() -> None:
    case, _ = read_case({}, GUIDE)
    told = channels_told({**TEXTS, "chats.at_once": "30"}, case, GUIDE, "en")
    assert (told["told"], told["fill"]) == ("", {})
    assert list(told["faults"]) == ["chats.at_once"]


def test_nothing_is_said_before_anything_is_typed() -> None:
    case, _ = read_case({}, GUIDE)
    assert channels_told({}, case, GUIDE, "en") == {"told": "", "fill": {}, "faults": {}}
