"""What the loader says of a broken plan: record, field and what is wrong."""

import pytest

from tests.support import DataCopy

PLAN = "plan.toml"
GOAL = 'id = "goal"\nphase = "prepare"\nwhen = ["always"]\n'

BROKEN = {
    "a task that waits for one below it": (
        (PLAN, f"{GOAL}days = {{ low = 2, usual = 5, high = 10 }}\nafter = []",
         f'{GOAL}days = {{ low = 2, usual = 5, high = 10 }}\nafter = ["pilot"]'),
        ("task goal", "after", '"pilot" stands below'),
    ),
    "a task after one that there is not": (
        (PLAN, 'after = ["goal", "baseline"]', 'after = ["goal", "baselines"]'),
        ("task headcount", "after", "did you mean baseline?"),
    ),
    "a difference that there is not": (
        (PLAN, 'when = ["dual_lost"]', 'when = ["dual_lost", "dual"]'),
        ("task one_manager", "when", '"dual" is unknown'),
    ),
    "a difference without a task": (
        (PLAN, 'when = ["dual_lost"]', 'when = ["merge"]'),
        ("", "when", "no task has dual_lost"),
    ),
    "a task that no difference asks for": (
        (PLAN, 'when = ["dual_lost"]', "when = []"),
        ("task one_manager", "when", "is empty"),
    ),
    "a role with two parts": (
        (PLAN, 'responsible = ["leads", "head"]', 'responsible = ["leads", "board"]'),
        ("task announcement", "accountable", "board has two parts in the task"),
    ),
    "days that run down": (
        (PLAN, "days = { low = 62, usual = 65, high = 90 }",
         "days = { low = 92, usual = 65, high = 90 }"),
        ("task pilot", "days", "write low, usual and high in their order"),
    ),
    "a least time above the shortest": (
        (PLAN, "least = 20", "least = 70"),
        ("task pilot", "least", "is more than the lowest of days, 62"),
    ),
    "a task that does what it likes with the size": (
        (PLAN, 'with_size = "shrinks"\nleast', 'with_size = "shrink"\nleast'),
        ("task pilot", "with_size", "must be one of grows, shrinks, same"),
    ),
    "a briefing before a task that there is not": (
        (PLAN, 'task = "pilot"\ndays_before = 10', 'task = "pilots"\ndays_before = 10'),
        ("briefing neighbours", "task", "did you mean pilot?"),
    ),
    "two countries with one currency": (
        ("countries/us.toml", 'currencies = ["usd"]', 'currencies = ["usd", "gbp"]'),
        ("us", "currencies", '"gbp" stands in gb too'),
    ),
    "no country for all others": (
        ("countries/general.toml", "currencies = []", 'currencies = ["kzt"]'),
        ("", "currencies", "one country without currencies and languages is needed"),
    ),
    "a note on a task that there is not": (
        ("countries/us.toml", 'task = "departures"', 'task = "departure"'),
        ("us / note warn", "task", "did you mean departures?"),
    ),
    "a note with a source that there is not": (
        ("countries/us.toml", 'sources = ["us-warn"]', 'sources = ["us-warning"]'),
        ("us / note warn", "sources", "did you mean us-warn?"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plan_is_told_with_record_field_and_problem(
    copy: DataCopy, edit: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    copy.edit(*edit)
    record, field, words = expected
    faults = copy.faults()
    assert [f for f in faults if (f.record, f.field) == (record, field) and words in f.problem], [
        str(fault) for fault in faults
    ]


def test_a_task_has_one_accountable_role(copy: DataCopy) -> None:
    parts = 'accountable = "{}"\nconsulted = ["leads", "finance"]\ninformed = ["hr"]'
    copy.edit(PLAN, parts.format("board"), parts.format("boss"))
    (fault,) = copy.faults()
    assert (fault.record, fault.field) == ("task goal", "accountable")
    assert "allowed are board, head" in fault.problem
