"""Figures as they are shown: whoever takes one from the other gets the difference told."""

import re
from itertools import pairwise
from random import Random

import pytest

from service_structure import load_guide, recommend
from service_structure.planning.headcount import DIGITS, Posts, in_tenths, walk
from service_structure.staffing.costs import Staffing, staff_for
from service_structure.views import tables
from service_structure.views.figures import FIGURES
from service_structure.views.memo import findings
from service_structure.views.sentences import Sentences

OWN = load_guide()
SIZES = OWN.factors["size"].levels
UNITS = {"d": 86_400, "h": 3600, "min": 60, "m": 1e6, "bn": 1e9, "%": 0.01, "pp": 0.01}


def value(told: str) -> float:
    """A figure in English, as it is written, as a number; what rounds to nothing as 0."""
    if told.startswith("<"):
        return 0
    sign = -1 if told.startswith("−") else 1
    total = 0.0
    for figure, unit in re.findall(r"([\d.,]+)\s?(%|[A-Za-z]+)?", told):
        total += float(figure.replace(",", "")) * UNITS.get(unit, 1)
    return sign * total


def staffings() -> list[Staffing]:
    rng = Random(7)
    found: list[Staffing] = []
    for level in SIZES:
        numbers = {"monthly_pay": 90_000, "aht": rng.choice((90, 270, 900))}
        result = recommend({"size": level.id}, OWN, numbers=numbers)
        found += staff_for(result.inputs.numbers, OWN).values()
    return found


@pytest.mark.parametrize(
    ("language", "value", "form", "written"),
    [
        ("en", 999, "g", "999"),
        ("en", 1000, "g", "1,000"),
        ("en", -4500.5, ".1f", "−4,500.5"),
        ("en", 999.96, ".1f", "1,000.0"),
        ("en", 12345, "+g", "+12,345"),
        ("ru", 4500.5, ".1f", "4500,5"),
        ("ru", 9999.96, ".1f", "10\u202f000,0"),
        ("ru", 12345, "g", "12\u202f345"),
        ("ru", 1e6, ".0f", "1\u202f000\u202f000"),
    ],
)
def test_thousands_are_grouped_from_where_the_language_does(
    language: str, value: float, form: str, written: str
) -> None:
    assert OWN.languages[language].figure(value, form) == written


def test_a_difference_is_that_of_the_figures_shown() -> None:
    words = Sentences(recommend({}), OWN, "en")
    for before, after in zip(staffings(), reversed(staffings()), strict=True):
        for figure in FIGURES.values():
            shown = value(figure.told(after, words)) - value(figure.told(before, words))
            told = value(figure.difference_told(before, after, words))
            assert told == pytest.approx(shown, abs=1e-6, rel=1e-9)


@pytest.mark.parametrize("language", OWN.languages)
def test_hours_of_a_large_service_are_told_in_thousands_and_money_exactly(language: str) -> None:
    large = {"size": "huge", "regions": "many"}
    numbers: dict[str, object] = {"agents": 2500}
    hours, money = [
        Sentences(recommend(large, numbers=numbers | pay), OWN, language)
        for pay in ({}, {"monthly_pay": 90_000})
    ]
    table = tables.staffing(findings(hours.recommendation, OWN, language), ["yearly_cost"])
    cells = [str(row[1]) for row in table.rows]
    assert all(len(re.sub(r"\D", "", cell)) <= 5 for cell in cells), cells
    for words, digits in ((hours, 5), (money, 9)):
        staffed = [*staff_for(words.recommendation.inputs.numbers, OWN).values()]
        told = [FIGURES["yearly_cost"].told(own, words) for own in staffed]
        assert all(len(re.sub(r"\D", "", own)) <= digits + 1 for own in told), told
        assert (max(len(re.sub(r"\D", "", own)) for own in told) > 5) == (words is money)
        if language == "en" and words is hours:
            for before, after in pairwise(staffed):
                shown = [value(FIGURES["yearly_cost"].told(own, words)) for own in (before, after)]
                gap = value(FIGURES["yearly_cost"].difference_told(before, after, words))
                assert gap == pytest.approx(shown[1] - shown[0], abs=1e-3)


def test_amounts_of_a_headline_have_three_digits_and_names_of_millions() -> None:
    words = Sentences(recommend({}), OWN, "en")
    assert words.brief_money(57_900_000, "rub") == "₽57.9m"
    assert words.brief_money(-1_230_000_000, "rub") == "−₽1.23bn"
    assert words.brief_money(642_000, "rub") == "₽642,000"
    assert Sentences(recommend({}), OWN, "ru").brief_money(57_900_000, "rub") == "57,9 млн ₽"
    assert words.brief(999_999) == "1.00m"
    assert [words.brief_money(n, "usd") for n in (23e6, 18.9e6, 5.3e6)] == [
        "$23.0m",
        "$18.9m",
        "$5.30m",
    ], "figures of one column are equally exact"


@pytest.mark.parametrize("seed", range(40))
def test_the_quarters_of_a_plan_add_up_as_they_are_shown(seed: int) -> None:
    rng = Random(seed)
    today, target = [Posts(rng.uniform(5, 90), rng.randint(0, 9), rng.randint(1, 3)) for _ in "ab"]
    quarters = rng.randint(1, 6)
    leaving, closed = rng.uniform(0, 8), rng.randint(1, quarters)
    span = (rng.uniform(0, closed - 0.1), closed)
    walked = walk(today, target, quarters, leaving=leaving, hired=span, closed=span)
    first, told = in_tenths(today, walked)
    before = round(first.total, DIGITS)
    assert before == round(today.total, DIGITS)
    for exact, quarter in zip(walked, told, strict=True):
        flows = quarter.hired - quarter.left - quarter.redundant
        before = round(before + flows, DIGITS)
        assert round(quarter.end.total, DIGITS) == before
        assert quarter.end.total == pytest.approx(exact.end.total, abs=0.31)
        for kind in ("agents", "supervisors", "managers"):
            assert round(getattr(quarter.end, kind), DIGITS) == getattr(quarter.end, kind)
    assert round(told[-1].end.total, DIGITS) == round(target.total, DIGITS)
