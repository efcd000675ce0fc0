"""The reasons that a result gives for what an answer does: short, and of the reader's answer."""

import re
from collections.abc import Iterator

import pytest

from service_structure import load_guide
from service_structure.source.model_records import Text
from service_structure.source.records import Guide

LONGEST = 160
"""Characters of a reason: four lines on a phone."""

OPPOSITE = {
    "ru": re.compile(r"^чем\b.*, тем\b.*;|; чем\b", re.I),
    "en": re.compile(r"^the (?:more|less|\w+er)\b.*, .*;|; the (?:more|less|\w+er)\b", re.I),
}
"""“The more …, the more …; with one, …”: what stands before the semicolon implies the rest."""

TWO_CLAIMS = {
    "tier_without_spread/size",
    "shared_rules/regions",
    "local_first_answer/hours",
    "local_first_answer/regions",
    "account_at_spoke/regions",
    "fast_product_change/products",
}
"""Reasons whose end is a claim of its own: from where on nothing grows, or a second gain."""


def conditions(guide: Guide) -> Iterator[tuple[str, Text]]:
    """What is told of each condition of a statement, with its place."""
    for structure in guide.structures.values():
        for statement in structure.statements:
            for condition in statement.conditions:
                place = f"{statement.id}/{condition.factor}"
                yield place, condition.because
                if condition.off:
                    yield place, condition.off


@pytest.mark.parametrize("language", list(load_guide().languages))
def test_a_reason_is_short_enough_for_a_phone(guide: Guide, language: str) -> None:
    goals = [
        (f"{factor.id}/{level.id}", level.because)
        for factor in guide.factors.values()
        for level in factor.levels
        if level.because
    ]
    assert goals
    told = [(place, text[language]) for place, text in (*conditions(guide), *goals)]
    long = {place: len(text) for place, text in told if len(text) > LONGEST}
    assert not long, f"cut to {LONGEST} characters; how it works is told in the statement's detail"


@pytest.mark.parametrize("language", list(load_guide().languages))
def test_a_reason_does_not_end_in_the_answer_that_the_reader_has_not_given(
    guide: Guide, language: str
) -> None:
    found = {
        place for place, text in conditions(guide) if OPPOSITE[language].search(text[language])
    }
    assert found <= TWO_CLAIMS, "cut what “the more …, the more …” implies, or name the place here"


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("ru", "Чем больше дел, тем хуже; одно не в тягость.", "Чем больше дел, тем хуже."),
        ("ru", "Одно не в тягость; чем дел больше, тем хуже.", "Одно легко; два — нет."),
        ("en", "The more cases, the worse; with one, no harm.", "The more cases, the worse."),
        ("en", "One does no harm; the more cases, the harder.", "One is easy; two are not."),
    ],
)
def test_the_opposite_answer_is_found(language: str, wrong: str, right: str) -> None:
    assert OPPOSITE[language].search(wrong)
    assert not OPPOSITE[language].search(right)
