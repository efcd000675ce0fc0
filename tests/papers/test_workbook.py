"""The workbook says what Python says, also after a number in it has been changed."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from service_structure import recommend
from service_structure.decision.model import Recommendation
from service_structure.papers.sheets import column
from service_structure.papers.staffing_sheets import FIRST_ROW, TOTAL
from service_structure.papers.workbook import as_xlsx
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffing, staff_for
from tests.papers.cases import RANGES, WHOLE, drawn, organisation
from tests.papers.office import XLSX, Sheets, convert, read_sheets, with_value

CASES = 20
"""Workbooks that are opened as they were made, and as many with a number changed."""

near = partial(pytest.approx, rel=1e-9, abs=1e-9)


def figures(staffing: Staffing) -> dict[str, float]:
    """What Python says for the columns of the sheet of structures."""
    return {
        "on_duty": staffing.agents,
        "posts": staffing.paid_agents,
        "supervisors": staffing.supervisors,
        "managers": staffing.managers,
        "staff": staffing.paid_staff,
        "backup": staffing.backup,
        "level": staffing.waiting.service_level,
        "wait": staffing.waiting.mean_wait,
        "occupancy": staffing.waiting.occupancy,
        "transfers": staffing.waiting.transfers,
        "yearly_cost": staffing.yearly_cost,
        "cost_per_contact": staffing.cost_per_contact,
        "price": staffing.price.share,
    }


def assert_staffed_alike(sheets: Sheets, numbers: Numbers, guide: Guide, *leave: str) -> None:
    for row, (structure, staffing) in enumerate(staff_for(numbers, guide).items(), FIRST_ROW):
        for name, expected in figures(staffing).items():
            if name not in leave:
                cell = f"{column(TOTAL.index(name))}{row}"
                told = sheets["Staffing"].get(cell)
                assert told == near(expected), f"{structure}: {name} in {cell}"


def assert_fits_alike(sheets: Sheets, result: Recommendation, guide: Guide) -> None:
    places = [standing.structure for standing in result.ranking]
    fits = {standing.structure: standing.fit for standing in result.ranking}
    for row, structure in enumerate(guide.structures, FIRST_ROW):
        assert sheets["Fit"][f"F{row}"] == near(100 * fits[structure]), structure
        rank = sheets["Fit"][f"H{row}"]
        level = [other for other in places if abs(fits[other] - fits[structure]) < 1e-9]
        assert rank in {1 + places.index(other) for other in level}, structure


def test_every_figure_equals_pythons(office: Path, guide: Guide) -> None:
    results = [organisation(seed, guide) for seed in range(CASES)]
    results.append(organisation(99, guide, patience=120))
    files = []
    for seed, result in enumerate(results):
        files.append(office / f"case-{seed}.xlsx")
        files[-1].write_bytes(as_xlsx(result, guide, "en", "2026-11-28"))
    for result, file in zip(results, convert(files, XLSX, office), strict=True):
        sheets = read_sheets(file)
        errors = [
            f"{name}!{cell}: {value}"
            for name, sheet in sheets.items()
            for cell, value in sheet.items()
            if isinstance(value, str) and value.startswith(("#", "Err:"))
        ]
        assert not errors
        assert_staffed_alike(sheets, result.inputs.numbers, guide)
        assert_fits_alike(sheets, result, guide)


def test_a_changed_number_is_followed(office: Path, guide: Guide) -> None:
    source = Random(7)
    changed = []
    for seed in range(CASES):
        result = organisation(100 + seed, guide)
        number = source.choice([*RANGES])
        value = drawn(number, source)
        made = as_xlsx(result, guide, "en", "")
        cell = _cell_of(number, result, guide)
        file = office / f"changed-{seed}.xlsx"
        with_value(made, 2, cell, value, file)
        numbers = replace(result.inputs.numbers, **{number: value})
        changed.append((file, numbers, number))
    files = convert([file for file, *_ in changed], XLSX, office)
    for file, (_, numbers, number) in zip(files, changed, strict=True):
        assert number in WHOLE or numbers
        assert_staffed_alike(read_sheets(file), numbers, guide)


def test_a_changed_weight_is_followed(office: Path, guide: Guide) -> None:
    changed = []
    criteria = list(guide.criteria)
    for seed in range(4):
        result = organisation(200 + seed, guide, full=True)
        weights = {weight.criterion: weight.points for weight in result.weights}
        place = seed % len(criteria)
        file = office / f"weight-{seed}.xlsx"
        made = as_xlsx(result, guide, "en", "")
        with_value(made, 3, f"B{FIRST_ROW + place}", 40.0, file)
        weights[criteria[place]] = 40.0
        numbers = dict(result.inputs.user_numbers)
        again = recommend(result.answers.given, guide, weights=weights, numbers=numbers)
        changed.append((file, again))
    files = convert([file for file, _ in changed], XLSX, office)
    for file, (_, again) in zip(files, changed, strict=True):
        assert_fits_alike(read_sheets(file), again, guide)


def _cell_of(number: str, result: Recommendation, guide: Guide) -> str:
    from service_structure.papers.workbook import _numbers
    from service_structure.views.sentences import Sentences

    _, names = _numbers(Sentences(result, guide, "en"), "Numbers")
    return names[number].partition("!")[2].replace("$", "")
