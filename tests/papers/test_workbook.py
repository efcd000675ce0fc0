"""The workbook says what Python says, also after a number in it has been changed.

WORKBOOKS workbooks are opened as they were made, and as many with a number changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from service_structure import recommend
from service_structure.decision.model import Recommendation
from service_structure.papers.budget_sheet import MONTHS_ROW, OWN_ROW, TOTAL_ROW
from service_structure.papers.sheets import column
from service_structure.papers.staffing_block import FIRST_ROW, TOTAL
from service_structure.papers.workbook import as_xlsx, number_cells
from service_structure.planning.budget import (
    COINS,
    ESTIMATES,
    MONTHS_AHEAD,
    ONE_OFF,
    RUNNING,
)
from service_structure.planning.move import move_for
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffing, staff_for
from tests.papers.cases import RANGES, WORKBOOKS, drawn, organisation
from tests.papers.office import XLSX, Sheets, convert, formula_cells, read_sheets, with_value

NUMBERS_SHEET, WEIGHTS_SHEET = 2, 3

near = partial(pytest.approx, rel=1e-9, abs=1e-9)


@pytest.fixture(scope="module")
def opened(office: Path, guide: Guide) -> Mapping[str, Sheets]:
    """Workbooks as LibreOffice works them out, by name: it is started once for all of them."""
    files = []
    for name, result in made(guide).items():
        files.append(office / f"{name}.xlsx")
        files[-1].write_bytes(as_xlsx(result, guide, "en", "2026-11-28"))
    for name, result in with_a_number(guide).items():
        number, value = changed_number(name, result)
        files.append(office / f"{name}.xlsx")
        cell = number_cells()[number]
        with_value(as_xlsx(result, guide, "en", ""), NUMBERS_SHEET, cell, value, files[-1])
    for name, result in with_a_weight(guide).items():
        files.append(office / f"{name}.xlsx")
        content = as_xlsx(result, guide, "en", "")
        with_value(content, WEIGHTS_SHEET, f"B{FIRST_ROW + 1}", 40.0, files[-1])
    for name, result in with_a_move(guide).items():
        files.append(office / f"{name}.xlsx")
        files[-1].write_bytes(as_xlsx(result, guide, "en", ""))
    return {file.stem: read_sheets(file) for file in convert(files, XLSX, office)}


def made(guide: Guide) -> dict[str, Recommendation]:
    results = {f"made-{seed}": organisation(seed, guide) for seed in range(WORKBOOKS)}
    results["made-patient"] = organisation(99, guide, patience=120)
    # The share of one of its groups is six agents, but for what rounding takes from them.
    return results | {"made-nearly-six": organisation(178, guide)}


def with_a_number(guide: Guide) -> dict[str, Recommendation]:
    return {f"number-{seed}": organisation(seed, guide) for seed in range(100, 100 + WORKBOOKS)}


def changed_number(name: str, result: Recommendation) -> tuple[str, float]:
    source = Random(name)
    number = "agent_cost" if name.endswith("100") else source.choice([*RANGES])
    return number, drawn(number, source)


def with_a_weight(guide: Guide) -> dict[str, Recommendation]:
    return {f"weight-{seed}": organisation(seed, guide, full=True) for seed in (200, 201)}


def with_a_move(guide: Guide) -> dict[str, Recommendation]:
    """Large and small services that move from each structure to another."""
    moves = {}
    for seed, structure in enumerate(guide.structures, 300):
        result = organisation(seed, guide)
        if result.recommended != structure:
            profile = replace(result.profile, structure=structure)
            moves[f"move-{structure}"] = replace(result, profile=profile)
    name, usual = next(iter(moves.items()))
    numbers = replace(usual.inputs.numbers, move_months=9.0)
    given = usual.inputs.given | {"move_months"}
    moves[f"{name}-in-9"] = replace(
        usual, inputs=replace(usual.inputs, numbers=numbers, given=given)
    )
    for agents in (3.5, 4000.0):
        numbers = replace(usual.inputs.numbers, agents=agents)
        inputs = replace(usual.inputs, numbers=numbers, given=usual.inputs.given | {"agents"})
        moves[f"{name}-own-{agents:g}"] = replace(usual, inputs=inputs)
    return moves


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


def assert_staffed_alike(sheets: Sheets, numbers: Numbers, guide: Guide) -> None:
    for row, (structure, staffing) in enumerate(staff_for(numbers, guide).items(), FIRST_ROW):
        for name, expected in figures(staffing).items():
            cell = f"{column(TOTAL.index(name))}{row}"
            told = sheets["Staffing"].get(cell)
            assert told == near(expected), f"{structure}: {name} in {cell}"


def assert_fits_alike(sheets: Sheets, result: Recommendation, guide: Guide) -> None:
    places = [standing.structure for standing in result.ranking]
    fits = {standing.structure: standing.fit for standing in result.ranking}
    for row, structure in enumerate(guide.structures, FIRST_ROW):
        assert sheets["Fit"][f"F{row}"] == near(100 * fits[structure]), structure
        level = [other for other in places if abs(fits[other] - fits[structure]) < 1e-9]
        assert sheets["Fit"][f"H{row}"] in {1 + places.index(other) for other in level}, structure


def test_every_figure_equals_pythons(opened: Mapping[str, Sheets], guide: Guide) -> None:
    for name, result in made(guide).items():
        assert_staffed_alike(opened[name], result.inputs.numbers, guide)
        assert_fits_alike(opened[name], result, guide)


def test_a_formula_is_stored_with_the_value_that_comes_out(
    opened: Mapping[str, Sheets], office: Path, guide: Guide
) -> None:
    """Previews, phones and pandas show what is stored, and work nothing out."""
    wrong = []
    for name in (*made(guide), *with_a_move(guide)):
        file = office / f"{name}.xlsx"
        stored = read_sheets(file)
        for sheet, cells in formula_cells(file).items():
            for cell in cells:
                told, worked_out = stored[sheet].get(cell), opened[name][sheet][cell]
                if told is None or told != near(worked_out):
                    wrong.append(f"{name}: {sheet}!{cell}: {told}, not {worked_out}")
    assert not wrong, wrong[:20]


def test_no_cell_has_an_error(opened: Mapping[str, Sheets]) -> None:
    errors = [
        f"{name}: {sheet}!{cell}: {value}"
        for name, sheets in opened.items()
        for sheet, cells in sheets.items()
        for cell, value in cells.items()
        if isinstance(value, str) and value.startswith(("#", "Err:"))
    ]
    assert not errors


def test_a_changed_number_is_followed(opened: Mapping[str, Sheets], guide: Guide) -> None:
    for name, result in with_a_number(guide).items():
        number, value = changed_number(name, result)
        changed: dict[str, Any] = {number: value}
        numbers = replace(result.inputs.numbers, **changed)
        if number == "agent_cost":  # which the pay of leaders follows
            rise = value / result.inputs.numbers.agent_cost
            numbers = replace(
                numbers,
                supervisor_cost=numbers.supervisor_cost * rise,
                manager_cost=numbers.manager_cost * rise,
            )
        assert_staffed_alike(opened[name], numbers, guide)


def test_a_changed_weight_is_followed(opened: Mapping[str, Sheets], guide: Guide) -> None:
    """Where everything is answered; otherwise values are averages that go with the weights."""
    for name, result in with_a_weight(guide).items():
        weights = {weight.criterion: weight.points for weight in result.weights}
        weights[result.weights[1].criterion] = 40.0
        again = recommend(
            result.answers.levels, guide, weights=weights, numbers=result.inputs.user_numbers
        )
        assert_fits_alike(opened[name], again, guide)


def test_the_budget_equals_pythons_to_the_smallest_coin(
    opened: Mapping[str, Sheets], guide: Guide
) -> None:
    for name, result in with_a_move(guide).items():
        move = move_for(result, guide)
        assert move is not None
        cells = opened[name]["Budget"]
        for place, estimate in enumerate(ESTIMATES, 1):
            price = cells[f"{column(place)}{TOTAL_ROW}"]
            assert price == near(move.budget.price(estimate) / COINS), f"{name}: {estimate}"
        last = column(2 * len(RUNNING) + len(ONE_OFF) + 2)
        balance = [cells[f"{last}{MONTHS_ROW + month}"] for month in range(MONTHS_AHEAD)]
        assert balance == near([amount / COINS for amount in move.budget.balance()]), name
        assert f"B{OWN_ROW + 1}" in cells if "-own-" in name else move.own is None
        if own := move.own:
            agents = [cells[f"B{OWN_ROW + n}"] for n in range(1, 6)]
            assert agents == near([own.have, own.missing, own.needed, own.moved, own.target])
            costs = (own.cost, own.missing_cost, own.needed_cost, own.moved_cost, own.target_cost)
            pay = [cells[f"C{OWN_ROW + n}"] for n in range(1, 6)]
            assert pay == near([cost / COINS for cost in costs])


@pytest.mark.parametrize("language", ["ru", "en"])
def test_equal_results_are_equal_files(guide: Guide, language: str) -> None:
    first, second = (as_xlsx(organisation(5, guide), guide, language, "") for _ in range(2))
    assert first == second
