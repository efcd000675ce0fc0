"""A workbook as its reader sees it: names, differences, what is folded away, what is printed."""

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.papers import make_paper
from service_structure.papers.budget_sheet import DIGITS_ROW, budget_sheet
from service_structure.papers.figure_lines import more
from service_structure.papers.plan_sheets import FIRST_DAY_ROW
from service_structure.papers.sheets import Formula
from service_structure.papers.staffing_sheets import staffing_sheets
from service_structure.views.memo import findings
from tests.papers.cases import moved

OWN = load_guide()
LANGUAGES = list(OWN.languages)
CITIES = ["Almaty", "Brest", "Chita"]


def result_for(profile: Mapping[str, object]) -> Recommendation:
    table = {"numbers": {"regions": 4}, "profile": profile}
    case, faults = read_case(table, OWN)
    assert not faults
    return recommend_for(case, OWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_have_the_readers_names(language: str) -> None:
    """As far as they go; experts who share products are called after none of them."""
    found = findings(result_for({"regions": CITIES}), OWN, language)
    numbers, words = found.recommendation.inputs.numbers, found.sentences
    (teams, _), _ = staffing_sheets(numbers, OWN, words, ("Teams", "Staffing"))
    named = {row[1].value for row in teams.rows[3:] if len(row) > 1}
    fourth = words.say("sheet_group_regions", n=4)
    assert {*CITIES, fourth} <= named
    assert words.say("sheet_group_regions", n=1) not in named
    assert words.say("sheet_group_products", n=1) in named


@pytest.mark.parametrize(
    ("own", "first", "form", "difference"),
    [
        (141.04, 161.96, "one", -21.0),  # exactly -20.92
        (0.8104, 0.8096, "share", 0.0),
        (0.8106, 0.8094, "share", 0.002),
        (2.25, 1.0, "one", 1.3),  # a half is rounded as spreadsheets do it
        (1_000_000.4, 999_999.6, "whole", 0.0),
        (1.006, 1.0, "two", 0.01),
        (1.006, 1.0, "", 1.006 - 1.0),
    ],
)
def test_a_difference_is_that_of_the_figures_shown(
    own: float, first: float, form: str, difference: float
) -> None:
    told = more(Formula("A1", own), Formula("B1", first), form)
    assert told.value == difference
    assert ("ROUND(" in told.text) == bool(form)


def test_what_says_nothing_is_folded_away() -> None:
    """To how many decimals months are reckoned; when to hire, where nobody is hired."""
    seen = set()
    for seed in range(12):
        found = findings(moved(seed, OWN), OWN, "en")
        if (move := found.move) and move.today != move.target:
            sheet = budget_sheet(found, move, "Budget", "Budget", "Staffing")
            away = {str(sheet.rows[row - 1][0].value) for row in sheet.folded}
            assert DIGITS_ROW in sheet.folded
            hiring = {found.sentences.say(f"budget_hired_{end}") for end in ("from", "by")}
            is_hiring = move.after.paid_staff > move.before.paid_staff
            assert away & hiring == (set() if is_hiring else hiring)
            seen.add(is_hiring)
    assert seen == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_day_is_printed_with_the_plan(language: str) -> None:
    table = {"numbers": {"regions": 9}, "profile": {"structure": "decentralised"}}
    case, _ = read_case(table, OWN)
    result = recommend_for(case, OWN)
    assert findings(result, OWN, language).plan
    content = make_paper("xlsx", result, OWN, language, date=date(2026, 12, 1)).content
    with ZipFile(BytesIO(content)) as book:
        text = book.read("xl/workbook.xml").decode()
    tab = "Plan" if language == "en" else "План"
    assert re.search(rf"Print_Area[^>]*>'{tab}'!\$A\${FIRST_DAY_ROW}:", text)
