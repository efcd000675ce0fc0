"""The sheets of a plan: as planning/plan.py has it, also after a reader has changed it.

That the formulas give the values stored with them is asked in test_workbook.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from service_structure import load_guide
from service_structure.decision.model import Recommendation
from service_structure.papers.plan_sheets import (
    COLUMNS,
    DAYS,
    EPOCH,
    FIRST_ROW,
    FROM,
    SLACK,
    START,
    TO,
    headcount_sheet,
    plan_sheet,
    risk_sheet,
)
from service_structure.papers.sheets import Formula
from service_structure.papers.workbook import as_xlsx
from service_structure.planning.plan import Plan
from service_structure.planning.workdays import working_day
from service_structure.views.memo import findings
from tests.papers.cases import organisation
from tests.papers.office import XLSX, convert, read_sheets, with_value

OWN = load_guide()
LANGUAGES = list(OWN.languages)
FIRST = date(2027, 1, 9)  # a Saturday
MESSAGES = {own.message["en"]: own for own in OWN.planning.briefings.values()}
ROWS = range(6)
"""Seeds of services, each from another structure of the guide, that close posts or hire."""


def moving(seed: int, start: date | None) -> Recommendation:
    result = organisation(seed, OWN)
    others = [name for name in OWN.structures if name != result.recommended]
    profile = replace(result.profile, structure=others[seed % len(others)], start=start)
    return replace(result, profile=profile)


def plan_of(result: Recommendation) -> Plan:
    plan = findings(result, OWN, "en").plan
    assert plan
    return plan


def changed(plan: Plan, days: Mapping[str, int]) -> Iterator[tuple[str, int, int, int]]:
    """Each task with its start, its end and its slack where tasks take so long, by walking back."""
    names = [step.task.id for step in plan.steps]
    after = {step.task.id: step.after for step in plan.steps}
    last = {step.task.id for step in plan.steps if step.task.last}

    def done(name: str) -> int:
        return days[name] + max(map(done, after[name]), default=0)

    def latest(name: str) -> int:
        following = [other for other in names if name in after[other]]
        return min([latest(other) - days[other] for other in following], default=whole)

    whole = max(map(done, names))
    for name in names:
        end = latest(name) if name in last else done(name)
        yield name, end - days[name], end, latest(name) - end


def serial(number: int) -> int:
    return (working_day(FIRST, number) - EPOCH).days


def test_every_start_end_and_slack_follows_a_changed_duration(office: Path) -> None:
    files: list[Path] = []
    told: dict[str, tuple[dict[str, int], list[tuple[str, int, int, int]]]] = {}
    for seed in ROWS:
        result = moving(seed, FIRST)
        plan = plan_of(result)
        content = as_xlsx(result, OWN, "en", "")
        days = {step.task.id: step.days.usual for step in plan.steps}
        rows = {step.task.id: row for row, step in enumerate(plan.steps, FIRST_ROW)}
        tasks = [*days]
        file = office / f"plan-{seed}.xlsx"
        for task, longer in ((tasks[seed % len(tasks)], 3), (tasks[-2 - seed % 3], 70)):
            days[task] += longer
            with_value(content, sheet_of(content, file), f"{DAYS}{rows[task]}", days[task], file)
            content = file.read_bytes()
        files.append(file)
        told[file.stem] = rows, list(changed(plan, days))
    for file in convert(files, XLSX, office):
        sheets = read_sheets(file)
        cells, risks = sheets["Plan"], sheets["Risks of the plan"]
        places, due = told[file.stem]
        for task, start, end, slack in due:
            row = places[task]
            found = [cells[f"{letter}{row}"] for letter in (FROM, TO, SLACK, "C", "D")]
            assert found == [start + 1, end, slack, serial(start), serial(end - 1)], (file, task)
        starts = {task: start for task, start, *_ in due}
        said = {cell: str(t) for cell, t in risks.items() if cell[0] == "B" and t in MESSAGES}
        assert len(said) == len(MESSAGES)
        for cell, message in said.items():
            told_on = max(starts[MESSAGES[message].task] - MESSAGES[message].days_before, 0)
            assert [risks[f"D{cell[1:]}"], risks[f"E{cell[1:]}"]] == [told_on + 1, serial(told_on)]


def sheet_of(content: bytes, file: Path) -> int:
    """The number of the sheet of the plan."""
    file.write_bytes(content)
    return 1 + list(read_sheets(file)).index("Plan")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("start", [None, FIRST])
def test_without_a_first_day_there_are_no_dates(start: date | None, language: str) -> None:
    found = findings(moving(3, start), OWN, language)
    assert found.plan
    sheet = plan_sheet(found.plan, found, "Plan")
    begins = COLUMNS.index("plan_sheet_begins")
    first = sheet.rows[int(START[-1]) - 1][1]
    dates = [row[begins].value for row in sheet.rows[FIRST_ROW - 1 : -1]]
    assert all(isinstance(day, Formula) for day in dates)
    stored = {day.value for day in dates if isinstance(day, Formula)}
    if start is None:
        assert first.value is None
        assert stored == {0}
    else:
        monday = (FIRST + timedelta(2) - EPOCH).days
        assert first.value == monday == min(stored)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", ROWS)
def test_the_sheets_have_every_task_role_risk_and_quarter(seed: int, language: str) -> None:
    found = findings(moving(seed, FIRST), OWN, language)
    plan, words = found.plan, found.sentences
    assert plan
    names = [words.text(step.task.name) for step in plan.steps]
    sheet = plan_sheet(plan, found, "Plan")
    tasks = sheet.rows[FIRST_ROW - 1 : -1]
    assert [row[0].value for row in tasks] == names
    for row, step in zip(tasks, plan.steps, strict=True):
        letters = [cell.value or "" for cell in row[len(COLUMNS) + 1 :]]
        assert letters == [step.task.part_of(role) for role in OWN.planning.roles]
        assert "".join(map(str, letters)).count("A") == 1
    risks = risk_sheet(plan, words, "Risks", "Plan").rows
    assert [row[0].value for row in risks[3 : 3 + len(names)]] == names
    told = {cell.value for row in risks for cell in row}
    assert {words.text(step.task.risk) for step in plan.steps} <= told
    assert {words.text(own.message) for own in OWN.planning.briefings.values()} <= told
    quarters = headcount_sheet(plan, found, "Headcount").rows[3:]
    assert len(quarters) == 1 + len(plan.quarters)
    assert quarters[-1][-1].value == plan.in_tenths[1][-1].end.total
