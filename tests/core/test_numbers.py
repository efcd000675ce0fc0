"""Numbers as people type them: what is understood, and how the rest is explained."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure import AnswersError, load_guide
from service_structure.api import inputs_for, staff
from service_structure.case.answers import read_answers
from service_structure.case.numbers import read_numbers
from service_structure.errors import NumbersError
from service_structure.source.numbers import NUMBERS, WHOLE
from service_structure.source.records import Guide

OWN = load_guide()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        (" 300 ", 300),
        ("1 200", 1200),
        ("1\u00a0200,5", 1200.5),
        ("12\u202f000", 12000),
        ("1\u2009200", 1200),
        ("+7", 7),
        ("75%", 75),
        ("75 %", 75),
        (360, 360),
        (2.5, 2.5),
    ],
)
def test_numbers_are_understood_as_people_type_them(typed: object, meant: float) -> None:
    assert inputs_for({}, {"aht": typed}).numbers.aht == meant


@pytest.mark.parametrize(
    ("number", "value", "kind"),
    [
        ("aht", "", "empty"),
        ("aht", "  \u00a0", "empty"),
        ("aht", None, "empty"),
        ("aht", "много", "not_a_number"),
        ("aht", "1e3", "not_a_number"),
        ("aht", "1,200,000", "not_a_number"),
        ("aht", "1.200,5", "not_a_number"),
        ("aht", "12 5", "not_a_number"),
        ("aht", "nan", "not_a_number"),
        ("aht", "<b>", "not_a_number"),
        ("aht", "{low}", "not_a_number"),
        ("aht", float("nan"), "not_a_number"),
        ("aht", float("inf"), "not_a_number"),
        ("aht", True, "not_a_number"),
        ("aht", [3], "not_a_number"),
        ("aht", "1,200", "ambiguous"),
        ("aht", "-5", "negative"),
        ("aht", "\u22125", "negative"),
        ("aht", -(10**400), "negative"),
        ("aht", "0", "zero"),
        ("aht", "0,5", "too_low"),
        ("aht", "9" * 500, "too_high"),
        ("aht", 10**400, "too_high"),
        ("max_mean_wait", 1e-99, "too_low"),
        ("service_level", "100", "too_high"),
        ("regions", "2,5", "not_whole"),
        ("regiones", "3", "unknown"),
        (7, "3", "unknown"),
    ],
)
def test_a_bad_number_is_explained_and_the_rest_is_kept(
    guide: Guide, number: object, value: object, kind: str
) -> None:
    answers, _ = read_answers({}, guide)
    inputs, (fault,) = read_numbers({number: value, "patience": "90"}, answers, guide)
    assert fault.kind == kind
    assert inputs.given == {"patience"}
    assert inputs.numbers == replace(inputs_for().numbers, patience=90)
    told = {language: fault.describe(guide, language) for language in guide.languages}
    assert told["ru"] != told["en"]
    for language, sentence in told.items():
        assert len(sentence) < 700
        if kind != "unknown":
            record = guide.assumptions[str(number)]
            assert record.name[language] in sentence
            assert record.unit[language] in sentence
            assert guide.languages[language].figure(record.high) in sentence


@given(st.dictionaries(st.sampled_from(NUMBERS) | st.text(max_size=5), st.text(max_size=30)))
def test_no_input_however_strange_breaks_anything(raw: dict[str, str]) -> None:
    inputs, faults = read_numbers(raw, read_answers({}, OWN)[0], OWN)
    assert len(faults) + len(inputs.given) == len(raw)
    for number in NUMBERS:
        record = OWN.assumptions[number]
        assert record.allows(getattr(inputs.numbers, number))
    for fault in faults:
        assert fault.describe(OWN, "ru")


@pytest.mark.parametrize("raw", [None, 3, "aht=3", ["aht"]])
def test_whatever_is_not_a_table_counts_as_no_number(guide: Guide, raw: object) -> None:
    inputs, (fault,) = read_numbers(raw, read_answers({}, guide)[0], guide)
    assert fault.kind == "not_a_table"
    assert "aht" in fault.describe(guide, "en")
    assert inputs == inputs_for()


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("number", NUMBERS)
def test_every_structure_is_staffed_at_the_ends_of_every_range(
    guide: Guide, number: str, end: str
) -> None:
    value = getattr(guide.assumptions[number], end)
    for found in staff({"response_time": "minutes"}, {number: value}).values():
        assert math.isfinite(found.yearly_cost)
        assert 0 <= found.waiting.service_level <= 1


def test_bad_input_raises_with_every_fault() -> None:
    with pytest.raises(NumbersError) as caught:
        staff({}, {"aht": "-1", "regions": "x"})
    faults: tuple[Any, ...] = caught.value.faults
    assert [fault.number for fault in faults] == ["aht", "regions"]
    assert "below zero" in str(caught.value)
    with pytest.raises(AnswersError, match="nowhere"):
        staff({"regions": "nowhere"})


def test_what_counts_heads_is_whole() -> None:
    assert {"regions", "products", "functions", "customer_groups", "minimum_crew"} == WHOLE
