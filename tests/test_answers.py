"""Answers as they come from files and links: what makes sense is kept, the rest is explained."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import any_answers

from calculator import load_guide, recommend
from calculator.answers import Answers, read_answers
from calculator.records import Guide
from calculator.state import read_fragment, write_fragment

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
    "another version": ("v=2001.1", "other_version", "v", (OWN.version,)),
    "no version": ("v=", "other_version", "v", (OWN.version,)),
    "markup": ("<b>=%3Cimg%20src%3Dx%3E", "unknown_factor", "<b>", FACTORS),
}


@given(any_answers(OWN))
def test_answers_come_back_from_their_link(answers: dict[str, str]) -> None:
    read, faults = read_answers(answers, OWN)
    assert not faults
    assert read_fragment(write_fragment(read, OWN), OWN) == (read, ())


@given(any_answers(OWN))
def test_a_link_is_sorted_and_names_its_version(answers: dict[str, str]) -> None:
    fragment = write_fragment(read_answers(answers, OWN)[0], OWN)
    keys = [pair.partition("=")[0] for pair in filter(None, fragment.split("&"))]
    assert keys == sorted([*answers, "v"] if answers else [])
    assert (f"v={OWN.version}" in fragment.split("&")) == bool(answers)


@given(st.text(max_size=80))
def test_no_link_however_strange_breaks_anything(fragment: str) -> None:
    answers, faults = read_fragment(fragment, OWN)
    assert recommend(dict(answers.levels)).ranking
    for fault in faults:
        assert fault.allowed
        for language in OWN.languages:
            assert fault.describe(OWN, language)


@given(st.recursive(st.none() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_whatever_is_not_a_table_counts_as_no_answer(raw: object) -> None:
    answers, (fault,) = read_answers(raw, OWN)
    assert fault.kind == "not_a_table"
    assert fault.allowed == FACTORS
    assert answers == read_answers({}, OWN)[0]


@pytest.mark.parametrize(("fragment", "kind", "named", "allowed"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_part_of_a_link_is_explained_and_the_rest_is_kept(
    guide: Guide, fragment: str, kind: str, named: str, allowed: tuple[str, ...]
) -> None:
    for whole in (f"{fragment}&size=large", f"size=large&{fragment}"):
        answers, (fault,) = read_fragment(whole, guide)
        assert (fault.kind, fault.factor, fault.allowed) == (kind, named, allowed)
        assert answers.levels["size"] == "large"
        assert "size" in answers.given
        told = {language: fault.describe(guide, language) for language in guide.languages}
        assert told["ru"] != told["en"]
        for sentence in told.values():
            assert ", ".join(allowed) in sentence
            assert named in sentence or kind == "other_version"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (3, "wrong_type", "3"),
        (None, "wrong_type", "None"),
        (True, "wrong_type", "True"),
        (["one"], "wrong_type", "['one']"),
        (float("nan"), "wrong_type", "nan"),
        ("", "empty", ""),
        (" one", "unknown_level", " one"),
        ("one\n", "unknown_level", "one\n"),
    ],
)
def test_a_value_of_the_wrong_kind_is_explained_and_replaced_by_the_usual_one(
    guide: Guide, value: object, kind: str, shown: str
) -> None:
    answers, (fault,) = read_answers({"regions": value, "size": "large"}, guide)
    assert (fault.kind, fault.factor, fault.value) == (kind, "regions", shown)
    assert fault.allowed == REGIONS
    assert _given(answers) == {"size": "large"}
    assert answers.levels["regions"] == guide.factors["regions"].default


def test_a_name_that_is_no_text_is_unknown(guide: Guide) -> None:
    answers, (fault,) = read_answers({7: "one", "size": "large"}, guide)
    assert (fault.kind, fault.factor) == ("unknown_factor", "7")
    assert _given(answers) == {"size": "large"}


def test_the_first_of_two_answers_counts(guide: Guide) -> None:
    answers, (fault,) = read_fragment("regions=one&regions=many", guide)
    assert answers.levels["regions"] == "one"
    assert fault.value == "many"


def test_a_repeated_answer_that_is_wrong_is_told_of_as_well(guide: Guide) -> None:
    _, faults = read_fragment("regions=17&regions=one", guide)
    assert [fault.kind for fault in faults] == ["repeated", "unknown_level"]


def test_what_is_quoted_in_a_message_is_shortened(guide: Guide) -> None:
    _, faults = read_fragment(f"regions={'x' * 5000}&{'y' * 5000}=1&{'z' * 5000}", guide)
    assert len(faults) == 3
    for fault in faults:
        assert max(len(fault.value), len(fault.factor)) == 60
        for language in guide.languages:
            assert len(fault.describe(guide, language)) < 500


def test_braces_in_a_value_are_no_placeholders(guide: Guide) -> None:
    _, (fault,) = read_fragment("regions={allowed}{0}{nothing}", guide)
    assert "{allowed}{0}{nothing}" in fault.describe(guide, "en")


def test_an_empty_link_is_no_answer_and_no_fault(guide: Guide) -> None:
    for fragment in ("", "&", "&&", f"v={guide.version}"):
        answers, faults = read_fragment(fragment, guide)
        assert not faults
        assert _given(answers) == {}
    assert write_fragment(read_answers({}, guide)[0], guide) == ""


def _given(answers: Answers) -> Mapping[str, str]:
    return {factor: answers.levels[factor] for factor in answers.given}
