"""The draft casebook: every record is whole, and the tool that checks it notices what is not."""

import pytest

from tools import casebook

CASES = casebook.read_cases()


def test_every_case_is_whole() -> None:
    assert CASES
    assert not [fault for name, case in CASES.items() for fault in casebook.faults(name, case)]


def test_every_difference_between_two_coders_is_settled_with_a_reason() -> None:
    codings = casebook.read_codings()
    assert codings.keys() == CASES.keys()
    assert not [
        fault
        for name, case in CASES.items()
        for fault in casebook.coding_faults(name, case, codings[name])
    ]


def test_a_label_of_neither_coder_and_a_missing_reason_are_told() -> None:
    case = {"structure": "matrix", "alternatives": []}
    codings = ({"structure": "product"}, {"structure": "functional"})
    found = " ".join(casebook.coding_faults("x", case, codings))
    assert "neither coder" in found
    assert "a coder wrote functional" in found
    assert "settled belongs where the coders differ" in found


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"structure": "pyramid"}, "'pyramid' is no structure"),
        ({"sector": "moon"}, "sector must be one of"),
        ({"why": {"ru": "", "en": "Why"}}, "why.ru is missing"),
        ({"mood": "good"}, "mood is unknown"),
        ({"source": []}, "every case has sources"),
        ({"answer": [{"factor": "weather", "level": "fine"}]}, "'weather' is no question"),
        ({"answer": [{"factor": "size", "level": "vast"}]}, "size is 'vast'"),
    ],
)
def test_a_fault_is_told_with_what_is_allowed(changed: dict[str, object], told: str) -> None:
    name, case = next(iter(CASES.items()))
    assert any(told in fault for fault in casebook.faults(name, {**case, **changed}))


def test_kappa_is_one_for_coders_who_agree_and_nought_for_chance() -> None:
    assert casebook.kappa([("a", "a"), ("b", "b")]) == 1
    assert casebook.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
