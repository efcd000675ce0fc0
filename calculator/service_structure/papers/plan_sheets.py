"""The sheets of a plan: when to do what by formulas, who does it, what to fear, whom to tell.

A reader types the first day and how long tasks take. Every task begins after those before it, as in
planning/plan.py; days count from 1. Tasks that are done last begin as late as they can: they end on
the day before the first that waits for them, which in turn may begin only when they can be done.
"""

from collections.abc import Iterator
from datetime import date

from service_structure.papers.fit_sheet import heads
from service_structure.papers.sheets import Cell, Formula, Paper, Row, Sheet
from service_structure.planning.plan import Plan, Step
from service_structure.views.findings import Findings
from service_structure.views.own_agents import own_in_plan
from service_structure.views.plan_parts import headcount_rows
from service_structure.views.sentences import Sentences

FIRST_ROW = 6
"""The row of the first task."""

FIRST_DAY_ROW = 3

START = f"$B${FIRST_DAY_ROW}"
"""The cell of the first day."""

EPOCH = date(1899, 12, 30)
"""The day 0 of dates in a spreadsheet."""

COLUMNS = (
    *("plan_task", "plan_sheet_phase", "plan_sheet_begins", "plan_sheet_ends"),
    *("plan_sheet_days", "plan_sheet_low", "plan_sheet_high"),
    *("plan_sheet_from", "plan_sheet_to", "plan_sheet_slack"),
)
"""The heads of a task, before those of the roles."""

DAYS, FROM, TO, SLACK = "E", "H", "I", "J"
WIDTHS = (44.0, 18.0, *[13.0] * 2, *[11.0] * 6)
GAP = 2.0
"""The width of the column between figures and roles."""


def plan_sheet(plan: Plan, found: Findings, tab: str) -> Sheet:
    """The tasks with dates, days and roles."""
    words = found.sentences
    roles = words.guide.planning.roles.values()
    names = [Cell(words.text(role.name), "head") for role in roles]
    is_advised = found.move is None or found.move.verdict == "move"
    notes = [] if is_advised else [words.say("plan_sheet_not_advised")]
    notes += [words.say("plan_sheet_note"), words.say("plan_raci")]
    first = None if plan.start is None else _serial(plan, 0)
    rows: list[Row] = [
        (Cell(tab, "title"),),
        (Cell(" ".join(notes), "note"),),
        (Cell(words.say("plan_sheet_first")), Cell(first, "input day")),
        (),
        (*heads(words, *COLUMNS), Cell(None), *names),
        *_tasks(plan, words),
        _whole(plan, words),
    ]
    widths = (*WIDTHS, GAP, *[13.0] * len(names))
    paper = Paper(len(widths), across=2, start=FIRST_DAY_ROW)
    return Sheet(tab, rows, widths, FIRST_ROW - 1, paper=paper)


def headcount_sheet(plan: Plan, found: Findings, tab: str) -> Sheet:
    """The posts by quarter: those that come and go, and those that there are then."""
    words = found.sentences
    note = " ".join([words.say("plan_sheet_posts"), *own_in_plan(found)])
    kinds, quarters = headcount_rows(plan, words)
    names = [f"headcount_column_{kind}" for kind in kinds]
    rows: list[Row] = [
        (Cell(tab, "title"),),
        (Cell(note, "note"),),
        heads(words, "headcount_column_when", *names),
        *[(Cell(name), *[Cell(n, "one") for n in posts]) for name, posts in quarters],
    ]
    return Sheet(tab, rows, (30.0, *[14.0] * len(kinds)), 3)


def risk_sheet(plan: Plan, words: Sentences, tab: str, plan_tab: str) -> Sheet:
    """What each task is about, its risk with the first sign, when to stop; whom to tell what.

    Days and dates follow those of the sheet of the plan.
    """
    tasks = ("plan_task", "plan_sheet_what", "plan_risk", "plan_sign", "plan_stops")
    rows: list[Row] = [
        (Cell(tab, "title"),),
        (),
        heads(words, *tasks, "plan_sheet_document"),
    ]
    for step in plan.steps:
        task = step.task
        told = (task.name, task.what, task.risk, task.sign, task.stop, task.paper)
        rows.append(tuple([Cell(words.text(text) if text else None) for text in told]))
    whom = ("plan_sheet_whom", "plan_sheet_message", "plan_sheet_by")
    rows += [(), heads(words, *whom, "plan_sheet_day", "plan_sheet_date")]
    planning, places = words.guide.planning, _rows(plan)
    for briefing in sorted(planning.briefings.values(), key=plan.told_on):
        begins, told_on = f"'{plan_tab}'!{FROM}{places[briefing.task]}", plan.told_on(briefing)
        date = _dated(f"D{len(rows) + 1}", f"'{plan_tab}'!{START}")
        rows.append(
            (
                Cell(words.text(briefing.audience)),
                Cell(words.text(briefing.message)),
                Cell(words.text(planning.roles[briefing.role].name)),
                Cell(Formula(f"MAX({begins}-{briefing.days_before},1)", told_on + 1), "whole"),
                Cell(Formula(date, _serial(plan, told_on)), "day"),
            )
        )
    return Sheet(tab, rows, (34.0, 44.0, 36.0, 36.0, 36.0, 26.0), 3, paper=Paper(6))


def _serial(plan: Plan, number: int) -> int:
    """A working day as spreadsheets count days; 0 where the first day is not known."""
    day = plan.day(number)
    return (day - EPOCH).days if day else 0


def _rows(plan: Plan) -> dict[str, int]:
    """The rows of the tasks."""
    return {step.task.id: row for row, step in enumerate(plan.steps, FIRST_ROW)}


def _tasks(plan: Plan, words: Sentences) -> Iterator[Row]:
    rows, roles = _rows(plan), words.guide.planning.roles
    for step in plan.steps:
        row = rows[step.task.id]
        cells = (
            *[
                Cell(Formula(_dated(f"{letter}{row}"), _serial(plan, day)), "day")
                for letter, day in ((FROM, step.start), (TO, step.end - 1))
            ],
            Cell(step.days.usual, "input whole"),
            Cell(step.days.low, "whole"),
            Cell(step.days.high, "whole"),
            Cell(Formula(_from(step, plan, rows), step.start + 1), "whole"),
            Cell(Formula(f"{FROM}{row}+{DAYS}{row}-1", step.end), "whole"),
            Cell(Formula(_slack(step, plan, rows), step.slack), "whole"),
        )
        parts = [Cell(step.task.part_of(role) or None) for role in roles]
        phase = Cell(words.say(f"phase_{step.task.phase}"))
        yield (Cell(words.text(step.task.name)), phase, *cells, Cell(None), *parts)


def _from(step: Step, plan: Plan, rows: dict[str, int]) -> str:
    """The first day of a task: after those before it, or if it is done last before the next."""
    if step.task.last:
        following = [rows[s.task.id] for s in plan.steps if step.task.id in s.after]
        return f"MIN({','.join([f'{FROM}{row}' for row in following])})-{DAYS}{rows[step.task.id]}"
    return f"1+{_done(step, plan, rows)}"


def _done(step: Step, plan: Plan, rows: dict[str, int]) -> str:
    """By which day all tasks before a task can be done."""
    ends = []
    for name in step.after:
        before = plan.by_task[name]
        own = f"{_done(before, plan, rows)}+{DAYS}{rows[name]}"
        ends.append(own if before.task.last else f"{TO}{rows[name]}")
    return f"MAX({','.join(ends)})" if ends else "0"


def _slack(step: Step, plan: Plan, rows: dict[str, int]) -> str:
    """By how many days a task may end later without making the change longer."""
    own = rows[step.task.id]
    following = [rows[s.task.id] for s in plan.steps if step.task.id in s.after]
    if step.task.last or not following:
        return "0"
    latest = ",".join([f"{FROM}{row}+{SLACK}{row}" for row in following])
    return f"MIN({latest})-1-{TO}{own}"


def _dated(day: str, start: str = START) -> str:
    """The date of a working day; none without a first day, which stands in the cell `start`."""
    return f"IF({start}=0,0,WORKDAY({start}-1,{day}))"


def _whole(plan: Plan, words: Sentences) -> Row:
    """How long all takes; the extremes are those of the durations as they were."""
    last = f"{TO}{FIRST_ROW}:{TO}{FIRST_ROW + len(plan.steps) - 1}"
    days = Cell(Formula(f"MAX({last})", plan.days.usual), "total whole")
    ends = [Cell(end, "total whole") for end in (plan.days.low, plan.days.high)]
    empty = Cell(None, "total")
    name = Cell(words.say("plan_sheet_all"), "total")
    return (name, *[empty] * 3, days, *ends, *[empty] * 3)
