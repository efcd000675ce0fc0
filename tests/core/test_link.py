"""Links as they arrive: what texts, messengers, gateways and trackers have made of them."""

from urllib.parse import quote

import pytest

from service_structure import load_guide
from service_structure.decision.link import read_fragment, texts_in, write_fragment

GUIDE = load_guide()
CASE, _ = read_fragment("size=large&regions=several&n.aht=4:30&n.answer_within=2!&w.cost=25", GUIDE)
FRAGMENT = write_fragment(CASE, GUIDE, "hub_and_spoke")
ANSWERS = write_fragment(read_fragment("size=large&regions=several", GUIDE)[0], GUIDE)

BEHIND = [
    *(
        ".",
        ",",
        ";",
        ":",
        ")",
        "]",
        "}",
        ">",
        "»",
        "”",
        '"',
        "'",
        "!",
        "?",
        "…",
        "*",
        "_",
        "~",
        "`",
    ),
    *(").", ".»", " ", "\u200b", "\ufeff", "\u00a0", "%20", "%C2%BB", "&", "&.", "\u2060)"),
]
TRACKERS = [
    *(
        "utm_source=mail",
        "fbclid=Iw",
        "gclid=1",
        "yclid=1",
        "ysclid=l1",
        "_openstat=1",
        "msclkid=1",
    ),
    *(
        "mc_cid=1",
        "mc_eid=1",
        "igshid=1",
        "igsh=1",
        "gbraid=1",
        "_gl=1*2",
        "dclid=1",
        "UTM_Medium=x",
    ),
]


@pytest.mark.parametrize("fragment", [FRAGMENT, ANSWERS], ids=["weights", "answers"])
@pytest.mark.parametrize("behind", BEHIND)
def test_punctuation_behind_a_link_costs_nothing(fragment: str, behind: str) -> None:
    assert read_fragment(fragment + behind, GUIDE) == read_fragment(fragment, GUIDE)
    assert texts_in(fragment + behind) == texts_in(fragment)


@pytest.mark.parametrize("and_sign", ["&amp;", "&AMP;", "&amp;amp;", "&#38;", "&#x26;", "%26"])
def test_an_and_sign_that_was_escaped_is_one(and_sign: str) -> None:
    assert read_fragment(FRAGMENT.replace("&", and_sign), GUIDE) == (CASE, ())


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_link_may_be_encoded_as_a_whole(times: int) -> None:
    fragment = FRAGMENT
    for _ in range(times):
        fragment = quote(fragment, safe="")
    assert read_fragment(fragment, GUIDE) == (CASE, ())


@pytest.mark.parametrize("tracker", TRACKERS)
def test_a_tracker_is_passed_over_wherever_it_stands(tracker: str) -> None:
    for fragment in (f"{FRAGMENT}&{tracker}", f"{tracker}&{FRAGMENT}"):
        assert read_fragment(fragment, GUIDE) == (CASE, ())


@pytest.mark.parametrize("mark", ["®", "%C2%AE", "%c2%ae"])
def test_what_html_makes_of_the_key_of_regions_is_that_key(mark: str) -> None:
    assert read_fragment(FRAGMENT.replace("&reg", mark), GUIDE) == (CASE, ())


@pytest.mark.parametrize("unseen", ["\n", "\r\n", "\t", "\u200b", "\u00ad", "%E2%80%8B", "\u2060"])
def test_a_break_in_a_link_is_passed_over(unseen: str) -> None:
    for place in range(0, FRAGMENT.index("n.answer_within"), 7):
        broken = FRAGMENT[:place] + unseen + FRAGMENT[place:]
        if "%" not in FRAGMENT[max(place - 2, 0) : place]:
            assert read_fragment(broken, GUIDE) == (CASE, ())


def test_a_protected_underscore_is_one() -> None:
    assert read_fragment(FRAGMENT.replace("_", "\\_"), GUIDE) == (CASE, ())


def test_a_text_to_scroll_to_is_no_answer() -> None:
    assert read_fragment(f"{FRAGMENT}:~:text=fit", GUIDE) == (CASE, ())


def test_what_means_something_at_the_end_of_a_link_is_kept() -> None:
    case, faults = read_fragment("n.answer_within=2!", GUIDE)
    assert (case.numbers, faults) == ({"answer_within": 2}, ())
    assert read_fragment("n.monthly_pay=72 000 ₽", GUIDE)[0].numbers == {"monthly_pay": 72_000}


def test_an_older_version_is_named_without_what_stands_behind_it() -> None:
    (fault,) = read_fragment("size=large&v=2020.01).", GUIDE)[1]
    assert "(2020.01);" in fault.describe(GUIDE, "en")
    assert "(2020.01)," in fault.describe(GUIDE, "ru")
