"""Recommend for a file of organisations: row by row, in order, in memory that does not grow."""

import csv
import json
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import batched
from math import isfinite
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from service_structure.case.case import CASE_TABLES, Case, by_table, read_case
from service_structure.case.files import file_fault, os_fault, write_fault
from service_structure.case.number_input import read_number
from service_structure.case.numbers import numbers_in_force
from service_structure.commands.rows import Label, Row, Table, open_table
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.errors import BatchError
from service_structure.source.records import Guide
from service_structure.staffing.costs import staff_for

FORMATS = ("csv", "jsonl")
BOM = "\ufeff"

FORMULA = re.compile(r"[=+\-@\t\r\n]")
"""How a cell begins that a spreadsheet would take for a formula."""

JOBS = range(1, 61)
CHUNK = 25
CHUNKS_IN_FLIGHT = 4
"""Chunks of rows that are under way for each job: what bounds the memory of several jobs."""

STAFFING = ("agents", "paid_agents", "paid_staff", "mean_wait", "yearly_cost")
"""The figures of the staffing model for each structure."""

BAR = 30
REDRAW_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Result:
    """What is recommended for one row; a row with problems has no recommendation.

    `probability` is that of the recommended structure; `shortlist` holds it and the most probable
    others. `candidates` are ranked from best to worst; `fit` covers every structure. So does
    `staffing`, if it was asked for: agents on duty and on the payroll, all posts, the mean wait in
    seconds (None in overload) and the cost of a year. `move` is what to do about today's structure
    (planning/move.py), None where the row does not name it.
    """

    line: int
    id: Label
    name: Label
    recommended: str | None = None
    verdict: str | None = None
    probability: float | None = None
    shortlist: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    fit: dict[str, float] = field(default_factory=dict)
    staffing: dict[str, dict[str, float | None]] = field(default_factory=dict)
    move: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """How results are written.

    As `format`, "csv" or "jsonl", empty for that of the file. With `excel` CSV is as Excel opens it
    where lists have semicolons; with `staffing` results have the figures of the staffing model.
    """

    format: str = ""
    excel: bool = False
    staffing: bool = False


def run(
    path: Path,
    guide: Guide,
    *,
    output: Path | None = None,
    form: Form | None = None,
    encoding: str = "",
    jobs: int = 1,
    lang: str = "en",
) -> int:
    """Write a result for every row of a file; return how many rows could not be used.

    The results go to `output` or standard output; the problems also go to standard error. Raises
    BatchError if the file cannot be used at all.
    """

    def unusable(place: object, kind: str, **values: object) -> BatchError:
        return BatchError(f"{place}: {file_fault(kind, **values).describe(guide, lang)}")

    form = form or Form()
    if jobs not in JOBS:
        raise unusable(f"--jobs {jobs}", "jobs", low=JOBS[0], high=JOBS[-1])
    if output and output.exists() and path.exists() and output.samefile(path):
        raise unusable(output, "same")
    try:
        with (
            open_table(path, guide, encoding=encoding, lang=lang) as table,
            _opened(output) as out,
        ):
            shown = sys.stderr.isatty() and not out.isatty()
            bar = _ProgressBar(table, guide, lang, shown=shown)
            results = evaluated(table.rows, guide, jobs, lang, staffing=form.staffing)
            return _run(results, _writer(out, form, table, guide), bar, path, guide, lang)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = error.filename or output or path
        fault = write_fault(error) if output and str(place) == str(output) else os_fault(error)
        raise BatchError(f"{place}: {fault.describe(guide, lang)}") from error
    except BrokenProcessPool as error:
        raise unusable(path, "worker") from error


def _run(
    results: Iterable[Result],
    write: Callable[[Result], object],
    bar: "_ProgressBar",
    path: Path,
    guide: Guide,
    lang: str,
) -> int:
    count = bad = 0
    told = guide.messages["file_line"][lang]
    for count, result in enumerate(results, 1):
        write(result)
        if result.problems:
            bad += 1
            bar.clear()
            for problem in result.problems:
                line = told.format(file=path, line=result.line, problem=problem)
                print(line, file=sys.stderr)
        bar.show(count)
    bar.clear()
    if bad:
        figure = guide.languages[lang].figure
        fault = file_fault("rows", bad=figure(bad, "d"), count=figure(count, "d"))
        print(f"{path}: {fault.describe(guide, lang)}", file=sys.stderr)
    return bad


# Evaluating


def evaluate(row: Row, guide: Guide, lang: str = "en", staffing: bool = False) -> Result:
    """What is recommended for one row, or its problems in a language of the guide."""
    if row.problem:
        problem = row.problem.describe(guide, lang)
        return Result(row.line, row.id, row.name, problems=(problem,))
    has_tables = row.answers.keys() & set(CASE_TABLES)
    table = row.answers if has_tables else by_table(row.answers)
    case, faults = read_case(table, guide, lang)
    if faults:
        problems = tuple(fault.describe(guide, lang) for fault in faults)
        return Result(row.line, row.id, row.name, problems=problems)
    found = recommend_for(case, guide)
    return Result(
        line=row.line,
        id=row.id,
        name=row.name,
        recommended=found.recommended,
        verdict=found.verdict,
        probability=found.best.probability,
        shortlist=found.shortlist,
        candidates=tuple(standing.structure for standing in found.candidates),
        fit={structure: found.standing(structure).fit for structure in guide.structures},
        staffing=_staffing(case, guide) if staffing else {},
        move=_advised(found, guide),
    )


def _staffing(case: Case, guide: Guide) -> dict[str, dict[str, float | None]]:
    today = case.profile.current
    numbers = numbers_in_force(case.numbers, case.answers, guide, today).numbers
    return {
        name: dict(
            zip(
                STAFFING,
                (
                    found.agents,
                    found.paid_agents,
                    found.paid_staff,
                    found.waiting.mean_wait if isfinite(found.waiting.mean_wait) else None,
                    found.yearly_cost,
                ),
                strict=True,
            )
        )
        for name, found in staff_for(numbers, guide).items()
    }


def _advised(found: Recommendation, guide: Guide) -> str | None:
    """Whether to stay with today's structure, mend or move; None where it is not known."""
    if found.profile.current is None:
        return None
    from service_structure.planning.move import move_for

    move = move_for(found, guide)
    return move.verdict if move else None


def evaluated(
    rows: Iterable[Row], guide: Guide, jobs: int = 1, lang: str = "en", staffing: bool = False
) -> Iterator[Result]:
    """The results of rows, in their order, from one process or several."""
    if jobs == 1:
        yield from (evaluate(row, guide, lang, staffing) for row in rows)
        return
    # Spawned, not forked: a fork may hang if the program that calls this has threads.
    context = get_context("spawn")
    workers = ProcessPoolExecutor(jobs, context, initializer=_leave_interrupts_to_the_parent)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for chunk in batched(rows, CHUNK):
            waiting.append(workers.submit(_evaluate_chunk, chunk, guide, lang, staffing))
            if len(waiting) >= jobs * CHUNKS_IN_FLIGHT:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        workers.shutdown(cancel_futures=True)


def _evaluate_chunk(rows: Iterable[Row], guide: Guide, lang: str, staffing: bool) -> list[Result]:
    return [evaluate(row, guide, lang, staffing) for row in rows]


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# Writing


def _opened(output: Path | None) -> AbstractContextManager[TextIO]:
    # A label may hold half of a character that only JSON can spell: it is written as its escape.
    target = output or sys.stdout.fileno()
    return open(
        target, "w", encoding="utf-8", errors="backslashreplace", newline="", closefd=bool(output)
    )


def _writer(out: TextIO, form: Form, table: Table, guide: Guide) -> Callable[[Result], object]:
    """Writes results to `out`: CSV comes out with the delimiter and byte order mark it came with.

    Where lists are separated by semicolons, numbers have a decimal comma.
    """
    if (form.format or table.format) == "jsonl":
        return lambda result: out.write(json.dumps(as_record(result), ensure_ascii=False) + "\n")
    came_as_csv = table.format == "csv"
    delimiter = ";" if form.excel else table.delimiter if came_as_csv else ","
    if form.excel or (came_as_csv and table.bom):
        out.write(BOM)
    shape = as_record(Result(0, None, None))
    shape["fit"] = dict.fromkeys(guide.structures)
    if form.staffing:
        shape["staffing"] = dict.fromkeys(guide.structures, dict.fromkeys(STAFFING))
    writer = csv.DictWriter(out, _flat(shape), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    mark = "," if delimiter == ";" else "."
    return lambda result: writer.writerow(
        {name: _as_cell(value, mark) for name, value in _flat(as_record(result)).items()}
    )


def as_record(result: Result) -> dict[str, Any]:
    """A result as a JSON object, its keys in the order of the fields."""
    record = {name: getattr(result, name) for name in Result.__dataclass_fields__}
    if not result.staffing:
        del record["staffing"]
    return record


def _flat(record: Mapping[str, Any]) -> dict[str, object]:
    """A record with a column for every structure: fit_matrix, agents_matrix."""
    cells: dict[str, object] = {}
    for name, value in record.items():
        if name == "fit":
            cells |= {f"fit_{structure}": fit for structure, fit in value.items()}
        elif name == "staffing":
            for structure, figures in value.items():
                cells |= {f"{figure}_{structure}": x for figure, x in figures.items()}
        else:
            cells[name] = value
    return cells


def _as_cell(value: object, mark: str) -> object:
    """A value as a cell that a spreadsheet shows as it is, with its decimal mark."""
    if isinstance(value, float):
        return str(value).replace(".", mark)
    text = " ".join(value) if isinstance(value, tuple) else value
    if isinstance(text, str) and FORMULA.match(text) and isinstance(read_number(text), str):
        return f"'{text}"
    return text


class _ProgressBar:
    """A bar on standard error, drawn anew a few times a second."""

    def __init__(self, table: Table, guide: Guide, lang: str, *, shown: bool) -> None:
        self.table = table
        self.guide = guide
        self.lang = lang
        self.shown = shown
        self.start = monotonic()
        self.due = self.start

    def show(self, rows: int) -> None:
        now = monotonic()
        if not self.shown or now < self.due:
            return
        self.due = now + REDRAW_SECONDS
        share = min(self.table.progress, 1)
        full = round(BAR * share)
        speed = rows / max(now - self.start, REDRAW_SECONDS)
        bar = f"[{'#' * full}{'.' * (BAR - full)}] {share:4.0%}"
        figure = self.guide.languages[self.lang].figure
        numbers = {"rows": figure(rows, "d"), "speed": figure(speed, ".0f")}
        told = self.guide.say("batch_progress", self.lang, **numbers)
        print(f"\r{bar}  {told}\x1b[K", end="", file=sys.stderr)
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr)
