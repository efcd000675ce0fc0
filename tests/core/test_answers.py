"""Cases as they come from files and links: what makes sense is kept, the rest is explained."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import load_guide
from service_structure.case.answers import read_answers
from service_structure.case.case import Case, read_case
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.decision.model import recommend_for
from service_structure.source.records import Guide
from service_structure.source.suggestions import suggestions
from tests.support import DataCopy, any_answers, any_case, tries

OWN = load_guide()
REGIONS = tuple(level.id for level in OWN.factors["regions"].levels)
FACTORS = tuple(OWN.factors)

# A fragment with a fault, the kind of the fault, what it names, what is allowed instead.
# All of them carry size=large as well, which must be kept.
FAULTY = {
    "an unknown factor": ("weather=fine", "unknown_factor", "weather", FACTORS),
    "an unknown level": ("regions=17", "unknown_level", "regions", REGIONS),
    "a level in capitals": ("regions=ONE", "unknown_level", "regions", REGIONS),
    "an empty value": ("regions=", "empty", "regions", REGIONS),
    "an answer given twice": ("regions=one&regions=many", "repeated", "regions", ("one",)),
    "no pair": ("regions", "not_a_pair", "regions", FACTORS),
    "a value without a name": ("=one", "unknown_factor", "", FACTORS),
    "broken percent-encoding": ("regions=%E0%A4%A", "unknown_level", "regions", REGIONS),
    "markup": ("<b>=%3Cimg%20src%3Dx%3E", "unknown_factor", "<b>", FACTORS),
}


@given(any_case(OWN))
def test_a_case_comes_back_from_its_link(case: Case) -> None:
    assert read_fragment(write_fragment(case, OWN), OWN) == (case, ())


@given(any_answers(OWN))
def test_a_link_is_sorted_and_names_its_version(answers: dict[str, str]) -> None:
    fragment = write_fragment(read_case(answers, OWN)[0], OWN)
    keys = [pair.partition("=")[0] for pair in filter(None, fragment.split("&"))]
    assert keys == sorted([*answers, "v"] if answers else [])
    assert (f"v={OWN.version}" in fragment.split("&")) == bool(answers)


@given(any_answers(OWN))
def test_only_what_was_answered_is_known_in_the_order_of_the_guide(answers: dict[str, str]) -> None:
    read, faults = read_answers(dict(reversed(answers.items())), OWN)
    assert not faults
    assert read.levels == answers
    assert list(read.levels) == [factor for factor in OWN.factors if factor in answers]
    assert read.given == answers.keys()


@given(any_answers(OWN))
def test_the_usual_answers_fill_in_the_level_that_is_met_most_often(
    answers: dict[str, str],
) -> None:
    usual = read_answers(answers, OWN)[0].usual(OWN)
    assert usual.keys() == OWN.factors.keys()
    for factor in OWN.factors.values():
        if factor.id in answers:
            assert usual[factor.id] == answers[factor.id]
        else:
            most = factor.level(usual[factor.id]).prior
            assert most == max(level.prior for level in factor.levels)


def test_the_priors_of_a_question_add_up_to_1(guide: Guide) -> None:
    for factor in guide.factors.values():
        assert abs(sum(level.prior for level in factor.levels) - 1) <= 1e-9


@pytest.mark.parametrize("advised", [None, "same", "functional", "never"])
@pytest.mark.parametrize("version", ["2001.1", "", "<b>1"])
def test_a_link_of_another_version_says_whether_the_advice_has_changed(
    guide: Guide, version: str, advised: str | None
) -> None:
    best = recommend_for(read_case({"size": "large"}, guide)[0], guide).recommended
    assert best != "functional"
    link = f"size=large&v={version}" + (
        f"&r={best if advised == 'same' else advised}" if advised else ""
    )
    case, (fault,) = read_fragment(link, guide)
    assert case.given == {"size": "large"}
    told = fault.describe(guide, "en")
    assert guide.version in told
    assert version in told
    name = guide.structures[best].name["en"]
    outcome = {
        None: "may have changed",
        "same": f"The advice is the same: {name}",
        "functional": f"it was Functional structure, it is {name}",
        "never": f"it was never, it is {name}",
    }
    assert outcome[advised] in told
    assert fault.describe(guide, "ru") != told


def test_a_link_of_this_version_is_taken_without_a_word(guide: Guide) -> None:
    case, _ = read_case({"size": "large"}, guide)
    link = write_fragment(case, guide, "functional")
    assert "r=functional" in link
    assert read_fragment(link, guide) == (case, ())


RENAMED = """
[[renamed]]
kind = "factor"
was = "places"
now = "regions"
since = "2026.12"

[[renamed]]
kind = "level"
factor = "regions"
was = "lots"
now = "many"
since = "2026.12"

[[renamed]]
kind = "level"
factor = "regions"
was = "mobile"
now = ""
since = "2026.12"

[[renamed]]
kind = "factor"
was = "weather"
now = ""
since = "2026.12"

[[renamed]]
kind = "number"
was = "talk_time"
now = "aht"
since = "2026.12"

[[renamed]]
kind = "criterion"
was = "price"
now = "cost"
since = "2026.12"

[[renamed]]
kind = "structure"
was = "central"
now = "centralised"
since = "2026.12"
"""


def test_ids_that_have_changed_keep_their_meaning_in_older_links(copy: DataCopy) -> None:
    copy.write("renamed.toml", RENAMED)
    guide = copy.guide()
    case, faults = read_fragment("places=lots&n.talk_time=200&w.price=20&size=tiny", guide)
    assert not faults
    assert case.given == {"regions": "many", "size": "tiny"}
    assert (case.numbers, case.weights) == ({"aht": 200}, {"cost": 20})
    now, _ = read_fragment("places=lots&regions=one", guide)
    assert now.given == {"regions": "one"}, "what already has its new id is kept"
    _, (told,) = read_fragment("regions=one&size=tiny&v=2026.11x&r=central", guide)
    assert "The advice is the same" in told.describe(guide, "en")


def test_answers_that_no_longer_exist_are_named(copy: DataCopy) -> None:
    copy.write("renamed.toml", RENAMED)
    guide = copy.guide()
    case, faults = read_fragment("weather=fine&places=mobile&size=tiny", guide)
    assert case.given == {"size": "tiny"}
    told = [fault.describe(guide, "en") for fault in faults]
    assert len(told) == 2
    assert "no longer has “weather” (since version 2026.12)" in told[0]
    assert "regions: the answer “mobile” no longer exists" in told[1]


@pytest.mark.parametrize("question", ["volume", "seasonality", "time_zones"])
def test_a_link_with_a_question_that_is_no_longer_asked_says_so(
    guide: Guide, question: str
) -> None:
    case, (fault,) = read_fragment(f"{question}=high&size=large", guide)
    assert case.given == {"size": "large"}
    assert f"no longer has “{question}”" in fault.describe(guide, "en")
    assert fault.describe(guide, "ru") != fault.describe(guide, "en")


def test_a_number_of_an_older_link_keeps_its_meaning(guide: Guide) -> None:
    case, faults = read_fragment("n.specialist_gain=12&size=large", guide)
    assert not faults
    assert case.numbers == {"product_gain": 12}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('now = "regions"', 'now = "nowhere"', "renamed places: now: “nowhere” is unknown"),
        ('was = "price"', 'was = "speed"', "renamed speed: was: is in use"),
        ('factor = "regions"\nwas = "lots"', 'was = "lots"', "renamed lots: factor: missing"),
    ],
)
def test_a_renaming_that_leads_nowhere_is_a_fault(
    copy: DataCopy, old: str, new: str, told: str
) -> None:
    assert old in RENAMED
    copy.write("renamed.toml", RENAMED.replace(old, new))
    fault, *_ = copy.faults()
    assert told.replace("“", '"').replace("”", '"') in str(fault)


def test_a_number_and_a_question_of_one_name_are_told_apart(guide: Guide) -> None:
    assert "regions" in guide.factors
    case, faults = read_fragment("n.regions=9&regions=many&w.cost=25%2C5", guide)
    assert not faults
    assert case.given == {"regions": "many"}
    assert case.numbers == {"regions": 9}
    assert case.weights == {"cost": 25.5}
    link = f"n.regions=9&regions=many&v={guide.version}&w.cost=25.5"
    assert write_fragment(case, guide) == link


@pytest.mark.parametrize(
    ("fragment", "told"),
    [
        ("n.aht=-5", "-5 is below zero"),
        ("n.aht=abc", "“abc” is not a number"),
        ("n.weather=5", "no number “weather”"),
        ("w.cost=1e9", "cost: the weight 1e9"),
        ("w.price=5", "no criterion “price”"),
        ("w.cost=60&w.speed=41", "101 of 100"),
        ("n.=1", "no number “”"),
    ],
)
def test_a_faulty_number_or_weight_of_a_link_is_explained_and_the_rest_is_kept(
    guide: Guide, fragment: str, told: str
) -> None:
    case, (fault,) = read_fragment(f"{fragment}&size=large&n.patience=90", guide)
    assert told in fault.describe(guide, "en")
    assert fault.describe(guide, "ru") != fault.describe(guide, "en")
    assert (case.given, case.numbers, case.weights) == ({"size": "large"}, {"patience": 90}, {})


@settings(max_examples=tries(40))
@given(st.text(max_size=80))
def test_no_link_however_strange_breaks_anything(fragment: str) -> None:
    case, faults = read_fragment(fragment, OWN)
    assert recommend_for(case, OWN).ranking
    for fault in faults:
        for language in OWN.languages:
            assert fault.describe(OWN, language)


@given(st.recursive(st.none() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_whatever_is_not_a_table_counts_as_no_answer(raw: object) -> None:
    answers, (fault,) = read_answers(raw, OWN)
    assert fault.kind == "not_a_table"
    assert fault.allowed == FACTORS
    assert answers == read_answers({}, OWN)[0]
    assert not answers.levels


@pytest.mark.parametrize(("fragment", "kind", "named", "allowed"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_part_of_a_link_is_explained_and_the_rest_is_kept(
    guide: Guide, fragment: str, kind: str, named: str, allowed: tuple[str, ...]
) -> None:
    for whole in (f"{fragment}&size=large", f"size=large&{fragment}"):
        fault: Any
        case, (fault,) = read_fragment(whole, guide)
        assert (fault.kind, fault.factor, fault.allowed) == (kind, named, allowed)
        assert case.given.items() >= {("size", "large")}
        told = {language: fault.describe(guide, language) for language in guide.languages}
        assert told["ru"] != told["en"]
        for sentence in told.values():
            meant = suggestions(fault.value, allowed) if kind == "unknown_level" else ()
            assert ", ".join(meant or allowed) in sentence
            assert named in sentence


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (3, "wrong_type", "3"),
        (None, "wrong_type", "None"),
        (True, "wrong_type", "True"),
        ({"one": 1}, "wrong_type", "{'one': 1}"),
        (float("nan"), "wrong_type", "nan"),
        ("", "empty", ""),
        (" one", "unknown_level", " one"),
        ("one\n", "unknown_level", "one\n"),
    ],
)
def test_a_value_of_the_wrong_kind_is_explained_and_counts_as_no_answer(
    guide: Guide, value: object, kind: str, shown: str
) -> None:
    answers, (fault,) = read_answers({"regions": value, "size": "large"}, guide)
    assert (fault.kind, fault.factor, fault.value) == (kind, "regions", shown)
    assert fault.allowed == REGIONS
    assert answers.levels == {"size": "large"}


def test_a_name_that_is_no_text_is_unknown(guide: Guide) -> None:
    answers, (fault,) = read_answers({7: "one", "size": "large"}, guide)
    assert (fault.kind, fault.factor) == ("unknown_factor", "7")
    assert answers.levels == {"size": "large"}


def test_the_first_of_two_answers_counts(guide: Guide) -> None:
    fault: Any
    case, (fault,) = read_fragment("regions=one&regions=many", guide)
    assert case.given == {"regions": "one"}
    assert fault.value == "many"


def test_a_repeated_answer_that_is_wrong_is_told_of_as_well(guide: Guide) -> None:
    faults: tuple[Any, ...] = read_fragment("regions=17&regions=one", guide)[1]
    assert [fault.kind for fault in faults] == ["repeated", "unknown_level"]


def test_what_is_quoted_in_a_message_is_shortened(guide: Guide) -> None:
    faults: tuple[Any, ...] = read_fragment(
        f"regions={'x' * 5000}&{'y' * 5000}=1&{'z' * 5000}", guide
    )[1]
    assert len(faults) == 3
    for fault in faults:
        assert max(len(fault.value), len(fault.factor)) == 60
        for language in guide.languages:
            assert len(fault.describe(guide, language)) < 500


def test_braces_in_a_value_are_no_placeholders(guide: Guide) -> None:
    _, (fault,) = read_fragment("regions={allowed}{0}{nothing}x", guide)
    assert "{allowed}{0}{nothing}x" in fault.describe(guide, "en")


def test_an_empty_link_is_no_answer_and_no_fault(guide: Guide) -> None:
    for fragment in ("", "&", "&&", f"v={guide.version}"):
        case, faults = read_fragment(fragment, guide)
        assert not faults
        assert (case.given, case.numbers, case.weights) == ({}, {}, {})
    assert write_fragment(read_case({}, guide)[0], guide) == ""
