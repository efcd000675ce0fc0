"""Organisations most like the reader's: what counts as alike, and what weighs how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

import pytest
from hypothesis import given

from service_structure import load_guide, load_precedents
from service_structure.decision.similar import LEAST_COMMON, similar
from tests.support import any_answers

GUIDE = load_guide()
PRECEDENTS = load_precedents()


@dataclass(frozen=True)
class Told:
    id: str
    answers: Mapping[str, str]


HIGHEST = {name: GUIDE.factors[name].levels[-1].id for name in ("regions", "budget")}
READER = {"size": "huge", **HIGHEST}
TWIN = Told("twin", READER)
NEAR = Told("near", {**READER, "size": "large"})
FAR = Told("far", {**READER, "size": "tiny"})
OTHERS = [
    Told("a", {"size": "small", "regions": "one", "budget": "low"}),
    Told("b", {"size": "medium", "regions": "few", "budget": "moderate"}),
]


def order(answers: Mapping[str, str], precedents: list[Told], count: int = 9) -> list[str]:
    return [own.precedent.id for own in similar(answers, precedents, GUIDE, count)]


def test_the_same_answers_are_most_alike_and_nearer_levels_more_than_far_ones() -> None:
    assert order(READER, [*OTHERS, FAR, NEAR, TWIN])[:3] == ["twin", "near", "far"]


def test_a_likeness_says_which_answers_are_common_and_which_the_same() -> None:
    (found,) = similar(READER, [*OTHERS, NEAR], GUIDE, 1)
    assert found.common == ("size", "regions", "budget")
    assert found.alike == ("regions", "budget")
    assert 0 < found.share < 1


def test_fewer_than_three_common_answers_are_no_likeness() -> None:
    assert LEAST_COMMON == 3
    assert not order({"size": "huge", "regions": "many"}, [TWIN, *OTHERS])
    assert not order(READER, [Told("two", {"size": "huge", "regions": "many"})])


def test_likeness_is_that_of_the_formula_worked_out_by_hand() -> None:
    """Two precedents that differ everywhere: each question tells one bit, and so does the mean.

    Of three answers the first agrees with all; the second is a quarter alike in size, three levels
    of four away, and not at all in the others, which are at the other ends of their scales.
    """
    first, second = similar(READER, [TWIN, OTHERS[0]], GUIDE)
    assert first.share == pytest.approx((3 + 1 / 2) / (3 + 1))
    assert second.share == pytest.approx((1 / 4 + 1 / 2) / (3 + 1))
    assert second.alike == ()


def test_a_question_weighs_by_the_bits_that_it_tells_among_the_precedents() -> None:
    """All three differ in size, one of them in regions, none in budget."""
    small = Told("small", {**READER, "size": "small"})
    told = [TWIN, small, Told("medium", {**READER, "size": "medium", "regions": "one"})]
    size, regions = log2(3), log2(3) - 2 / 3
    mean = (size + regions) / 3
    (found,) = [own for own in similar(READER, told, GUIDE) if own.precedent == small]
    expected = (size / 4 + regions + mean / 2) / (size + regions + mean)
    assert found.share == pytest.approx(expected)


def test_a_question_weighs_as_much_however_few_precedents_answer_it() -> None:
    """Two bits of four that answer, one bit of two: their number does not count."""
    few = {**READER, "languages": "many"}
    told = [
        Told("one", few),
        Told("two", {**few, "languages": "one"}),
        *[
            Told(size, {"size": size, "regions": "many", "budget": "high"})
            for size in ("tiny", "small")
        ],
    ]
    sizes, languages = 1.5, 1.0  # of four that answer, two are huge; of two that answer, one
    mean = (sizes + languages) / 4
    (found,) = [own for own in similar(few, told, GUIDE) if own.precedent.id == "two"]
    assert found.share == pytest.approx((sizes + mean / 2) / (sizes + languages + mean))


def test_three_are_told_and_of_equally_like_ones_those_with_more_in_common() -> None:
    same = [Told(name, READER) for name in "abcd"]
    assert [own.precedent.id for own in similar(READER, same, GUIDE)] == ["a", "b", "c"]
    longer = {**READER, "digital": "low"}
    assert order(longer, [Told("a", READER), Told("z", longer)]) == ["z", "a"]


def test_what_either_left_open_contributes_nothing() -> None:
    more = Told("more", {**READER, "digital": "low", "languages": "many"})
    (left,), (right,) = (similar(READER, [own, *OTHERS], GUIDE, 1) for own in (TWIN, more))
    assert left.share == right.share


def test_agreement_in_more_answers_counts_for_more() -> None:
    longer = {**READER, "digital": "low", "languages": "many"}
    spread = [Told("c", {**OTHERS[0].answers, "digital": "high", "languages": "one"})]
    full = Told("full", longer)
    assert order(longer, [TWIN, full, *OTHERS, *spread])[:2] == ["full", "twin"]


def test_a_question_that_all_answer_alike_weighs_nothing() -> None:
    strict = {"regulation": "strict"}
    told = [Told(own.id, {**own.answers, **strict}) for own in (NEAR, *OTHERS)]
    (with_it,) = similar({**READER, "regulation": "light"}, told, GUIDE, 1)
    (agreeing,) = similar({**READER, **strict}, told, GUIDE, 1)
    assert with_it.share == agreeing.share
    assert "regulation" in with_it.common
    assert "regulation" not in with_it.alike


def test_where_nothing_tells_them_apart_the_order_is_that_of_the_ids() -> None:
    same = [Told(name, READER) for name in "cab"]
    assert order(READER, same) == ["a", "b", "c"]
    assert {own.share for own in similar(READER, same, GUIDE)} == {0.0}


@pytest.mark.parametrize("strange", [{"weather": "fine"}, {"languages": "thousands"}])
def test_answers_that_nobody_knows_are_passed_over(strange: dict[str, str]) -> None:
    told = [TWIN, NEAR, *OTHERS]
    assert similar({**READER, **strange}, told, GUIDE) == similar(READER, told, GUIDE)


def test_levels_that_the_guide_does_not_have_yet_are_compared() -> None:
    answers = {**READER, "hours": "around_clock"}
    near, far = (
        Told(level, {**READER, "hours": level}) for level in ("around_clock_zones", "business")
    )
    assert order(answers, [far, near, *OTHERS])[:2] == ["around_clock_zones", "business"]


def test_no_precedent_is_more_like_another_than_itself() -> None:
    for precedent in PRECEDENTS.values():
        found = similar(precedent.answers, PRECEDENTS.values(), GUIDE, len(PRECEDENTS))
        shares = {own.precedent.id: own.share for own in found}
        if len(precedent.answers) >= LEAST_COMMON:
            assert shares[precedent.id] == pytest.approx(max(shares.values())), precedent.id


@given(any_answers(GUIDE))
def test_shares_fall_from_at_most_one_and_the_order_of_the_input_does_not_matter(
    answers: dict[str, str],
) -> None:
    found = similar(answers, PRECEDENTS.values(), GUIDE, 5)
    shares = [own.share for own in found]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    turned = similar(answers, reversed([*PRECEDENTS.values()]), GUIDE, 5)
    assert [own.precedent.id for own in turned] == [own.precedent.id for own in found]
