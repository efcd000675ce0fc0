"""Recommend for a file of organisations: row by row, in order, in memory that does not grow."""

import csv
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from itertools import batched, chain, islice
from math import isfinite
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from service_structure.case.case import by_table, flat_names, read_case, without_repeats
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.errors import BatchError
from service_structure.source.records import Guide
from service_structure.source.suggestions import suggestions

FORMATS = ("csv", "jsonl")
LABELS = ("id", "name")
"""Columns that are not answers: they are carried through to the results as they stand."""

DELIMITERS = ",;\t"
BOM = b"\xef\xbb\xbf"
LONGEST_LINE = 65_536
LONGEST_RECORD = 20
"""Most lines of one CSV row: its cells may hold line breaks."""

JOBS = range(1, 61)
CHUNK = 100
CHUNKS_IN_FLIGHT = 4
"""Chunks of rows that are under way for each job: what bounds the memory of several jobs."""

BAR = 30
REDRAW_SECONDS = 0.1

type Label = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation as it stands in the file: its answers, numbers and weights yet unchecked.

    `line` counts from 1; a row that cannot even be read has a `problem` instead of answers.
    """

    line: int
    id: Label = None
    name: Label = None
    answers: dict[str, object] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What is recommended for one row; a row with problems has no recommendation.

    `probability` is that of the recommended structure; `shortlist` holds it and the most probable
    others. `candidates` are ranked from best to worst; `fit` covers every structure. `move` is what
    to do about today's structure (planning/move.py), None where the row does not name it.
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
    move: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """An open file of organisations and the rows that are still to come."""

    file: BufferedReader
    format: str
    delimiter: str
    bom: bool
    rows: Iterator[Row]

    @property
    def progress(self) -> float:
        """The share of the file that has been read, 0 to 1; always 0 if its size is unknown."""
        size = os.fstat(self.file.fileno()).st_size
        return self.file.tell() / size if size else 0.0


def run(
    path: Path,
    guide: Guide,
    *,
    output: Path | None = None,
    form: str | None = None,
    jobs: int = 1,
    lang: str = "en",
) -> int:
    """Write a result for every row of a file; return how many rows could not be used.

    The results go to `output` or standard output, in the format `form` or that of the file; the
    problems also go to standard error. Raises BatchError if the file cannot be used at all.
    """
    if jobs not in JOBS:
        raise BatchError(f"{jobs} jobs: give a number from {JOBS[0]} to {JOBS[-1]}")
    if output and output.exists() and path.exists() and output.samefile(path):
        raise BatchError(f"{output}: is the file to be read; write the results to another")
    try:
        return _run(path, guide, output, form, jobs, lang)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BatchError(f"{error.filename or output or path}: {error.strerror}") from error
    except BrokenProcessPool as error:
        raise BatchError("a worker process was ended from outside; try fewer jobs") from error


def _run(
    path: Path, guide: Guide, output: Path | None, form: str | None, jobs: int, lang: str
) -> int:
    count = bad = 0
    with open_table(path, guide) as table, _opened(output) as out:
        write = _writer(out, form or table.format, table, guide)
        bar = _ProgressBar(shown=sys.stderr.isatty() and not out.isatty())
        for count, result in enumerate(evaluated(table.rows, guide, jobs, lang), 1):
            write(result)
            if result.problems:
                bad += 1
                bar.clear()
                for problem in result.problems:
                    print(f"{path}, line {result.line}: {problem}", file=sys.stderr)
            bar.show(table, count)
        bar.clear()
    if bad:
        print(f"{path}: {bad:,} of {count:,} rows could not be used", file=sys.stderr)
    return bad


# Reading


def read_rows(path: Path, guide: Guide) -> Iterator[Row]:
    """Every row of a file of organisations (see open_table)."""
    with open_table(path, guide) as table:
        yield from table.rows


@contextmanager
def open_table(path: Path, guide: Guide) -> Iterator[Table]:
    """Open a CSV file with a header, or JSON Lines: one object to a line.

    Columns or keys are ids of factors, ids of numbers after `n.`, of criteria after `w.`, keys of a
    profile after `p.`, `id` and `name`; cells without content are unanswered. CSV
    may be separated by commas, semicolons or tabs. Raises BatchError, before any row is read, if
    the name does not tell the format, the first line is not UTF-8, or the header is unusable.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise BatchError(f"{path}: unknown format; the name must end in .csv or .jsonl")
    # Bytes that are not UTF-8 are kept until their row is read, so that they spoil only that row.
    with (
        path.open("rb") as file,
        TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="") as text,
    ):
        bom = file.peek(len(BOM)).startswith(BOM)
        lines = _lines(text)
        head = list(islice(lines, LONGEST_RECORD))
        first = next(filter(str.strip, head), "")
        if problem := _unreadable(first):
            raise BatchError(f"{path}: {problem}")
        delimiter = max(DELIMITERS, key=first.count)
        lines = chain(head, lines)
        try:
            rows = _json_rows(lines) if form == "jsonl" else _csv_rows(lines, delimiter, guide)
        except BatchError as error:
            raise BatchError(f"{path}: {error}") from None
        yield Table(file, form, delimiter, bom, rows)


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is too long only a beginning that is also too long."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith("\n"):
            line = file.readline(LONGEST_LINE + 1)


def _unreadable(line: str) -> str:
    """Why a line cannot be read, or nothing."""
    if len(line) > LONGEST_LINE:
        return f"a line is longer than {LONGEST_LINE:,} characters"
    try:
        line.encode()
    except UnicodeEncodeError:
        return "not UTF-8 text; save the file as UTF-8 (in Excel: “CSV UTF-8”)"
    return ""


def _json_rows(lines: Iterable[str]) -> Iterator[Row]:
    return (json_row(line, number) for number, line in enumerate(lines, 1) if line.strip())


def json_row(line: str, number: int) -> Row:
    """The row that one line of JSON Lines holds."""
    if problem := _unreadable(line):
        return Row(number, problem=problem)
    try:
        table = json.loads(line, object_pairs_hook=without_repeats)
    except json.JSONDecodeError as error:
        return Row(number, problem=f"not valid JSON: {error.msg} at character {error.colno}")
    except (ValueError, RecursionError) as error:
        return Row(number, problem=f"not valid JSON: {error}")
    if not isinstance(table, dict):
        return Row(number, problem='not an object; write {"factor": "level", …}')
    return _row(number, table)


def _csv_rows(lines: Iterable[str], delimiter: str, guide: Guide) -> Iterator[Row]:
    """The rows below the header, which is read and checked at once."""
    records = (r for r in _records(lines, delimiter) if r.problem or any(r.cells))
    top = next(records, _Record(1, []))
    header = top.cells
    while header and not header[-1]:
        header.pop()
    if problem := top.problem or _header_problem(header, guide):
        raise BatchError(f"line {top.line}: {problem}")
    return (_csv_row(record, header) for record in records)


def _header_problem(header: list[str], guide: Guide) -> str:
    known = (*LABELS, *flat_names(guide))
    allowed = ", ".join(known)
    if not header:
        return f"no header; the first row must name the columns. Allowed are: {allowed}"
    if unknown := [name for name in header if name not in known]:
        meant = {name: suggestions(name, known) for name in unknown}
        hints = [
            repr(name) + (f" (did you mean {' or '.join(close)}?)" if close else "")
            for name, close in meant.items()
        ]
        rest = "" if all(meant.values()) else f". Allowed are: {allowed}"
        return f"unknown columns: {', '.join(hints)}{rest}"
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        return f"columns that stand twice: {', '.join(repeated)}; keep one of each"
    if not set(header) - set(LABELS):
        return f"no column holds answers; name at least one of {', '.join(guide.factors)}"
    return ""


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of one CSV row, or the problem with it, and how many lines it takes up."""

    line: int
    cells: list[str]
    problem: str = ""
    height: int = 1


def _records(lines: Iterable[str], delimiter: str) -> Iterator[_Record]:
    source = iter(lines)
    ahead = deque(islice(source, LONGEST_RECORD))
    number = 1
    while ahead:
        record = _record(ahead, number, delimiter)
        yield record
        number += record.height
        for _ in range(record.height):
            ahead.popleft()
        ahead.extend(islice(source, record.height))


def _record(ahead: Iterable[str], number: int, delimiter: str) -> _Record:
    """The record that begins with the first of some lines.

    A quotation mark that nothing closes would swallow all rows below: it spoils only its own line.
    """
    problem = ""
    block: list[str] = []
    for line in ahead:
        block.append(line)
        if unreadable := _unreadable(line):
            problem = problem or unreadable
            break
        try:
            cells = next(csv.reader(block, delimiter=delimiter, strict=True))
        except csv.Error as error:
            problem = problem or f"not valid CSV: {error}; check the quotation marks"
        else:
            return _Record(number, [cell.strip() for cell in cells], height=len(block))
    return _Record(number, [], problem)


def _csv_row(record: _Record, header: list[str]) -> Row:
    if record.problem:
        return Row(record.line, problem=record.problem)
    cells = record.cells
    if len(cells) < len(header) or any(cells[len(header) :]):
        problem = f"{len(cells)} cells where the header names {len(header)} columns"
        return Row(record.line, problem=problem)
    return _row(record.line, dict(zip(header, cells, strict=False)))


def _row(line: int, table: dict[str, object]) -> Row:
    answers = {key: value for key, value in table.items() if value is not None and value != ""}
    labels: dict[str, Any] = {key: answers.pop(key, None) for key in LABELS}
    for key, value in labels.items():
        if not _is_label(value):
            return Row(line, problem=f"{key}: must be a text or a number")
    return Row(line, **labels, answers=answers)


def _is_label(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


# Evaluating


def evaluate(row: Row, guide: Guide, lang: str = "en") -> Result:
    """What is recommended for one row, or its problems in a language of the guide."""
    if row.problem:
        return Result(row.line, row.id, row.name, problems=(row.problem,))
    case, faults = read_case(by_table(row.answers), guide)
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
        move=_advised(found, guide),
    )


def _advised(found: Recommendation, guide: Guide) -> str | None:
    """Whether to stay with today's structure, mend or move; None where it is not known."""
    if found.profile.current is None:
        return None
    from service_structure.planning.move import move_for

    move = move_for(found, guide)
    return move.verdict if move else None


def evaluated(
    rows: Iterable[Row], guide: Guide, jobs: int = 1, lang: str = "en"
) -> Iterator[Result]:
    """The results of rows, in their order, from one process or several."""
    if jobs == 1:
        yield from (evaluate(row, guide, lang) for row in rows)
        return
    # Spawned, not forked: a fork may hang if the program that calls this has threads.
    context = get_context("spawn")
    workers = ProcessPoolExecutor(jobs, context, initializer=_leave_interrupts_to_the_parent)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for chunk in batched(rows, CHUNK):
            waiting.append(workers.submit(_evaluate_chunk, chunk, guide, lang))
            if len(waiting) >= jobs * CHUNKS_IN_FLIGHT:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        workers.shutdown(cancel_futures=True)


def _evaluate_chunk(rows: Iterable[Row], guide: Guide, lang: str) -> list[Result]:
    return [evaluate(row, guide, lang) for row in rows]


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# Writing


def _opened(output: Path | None) -> AbstractContextManager[TextIO]:
    # A label may hold half of a character that only JSON can spell: it is written as its escape.
    target = output or sys.stdout.fileno()
    return open(
        target, "w", encoding="utf-8", errors="backslashreplace", newline="", closefd=bool(output)
    )


def _writer(out: TextIO, form: str, table: Table, guide: Guide) -> Callable[[Result], object]:
    """Writes results to `out`: CSV comes out with the delimiter and byte order mark it came with.

    Where lists are separated by semicolons, numbers have a decimal comma.
    """
    if form == "jsonl":
        return lambda result: out.write(json.dumps(as_record(result), ensure_ascii=False) + "\n")
    delimiter = table.delimiter if table.format == "csv" else ","
    if table.format == "csv" and table.bom:
        out.write(BOM.decode())
    columns: list[str] = []
    for name in Result.__dataclass_fields__:
        wide = [f"{name}_{structure}" for structure in guide.structures]
        columns += wide if name == "fit" else [name]
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    mark = "," if delimiter == ";" else "."
    return lambda result: writer.writerow(_as_cells(as_record(result), mark))


def as_record(result: Result) -> dict[str, Any]:
    """A result as a JSON object, its keys in the order of the fields."""
    return {name: getattr(result, name) for name in Result.__dataclass_fields__}


def _as_cells(record: dict[str, Any], mark: str) -> dict[str, object]:
    cells: dict[str, object] = {}
    for name, value in record.items():
        if name == "fit":
            cells |= {f"fit_{key}": str(fit).replace(".", mark) for key, fit in value.items()}
        elif name == "probability":
            cells[name] = "" if value is None else str(value).replace(".", mark)
        else:
            cells[name] = " ".join(value) if isinstance(value, tuple) else value
    return cells


class _ProgressBar:
    """A bar on standard error, drawn anew a few times a second."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown
        self.start = monotonic()
        self.due = self.start

    def show(self, table: Table, rows: int) -> None:
        now = monotonic()
        if not self.shown or now < self.due:
            return
        self.due = now + REDRAW_SECONDS
        share = min(table.progress, 1)
        full = round(BAR * share)
        speed = rows / max(now - self.start, REDRAW_SECONDS)
        bar = f"[{'#' * full}{'.' * (BAR - full)}] {share:4.0%}"
        print(f"\r{bar}  {rows:,} rows, {speed:,.0f} a second\x1b[K", end="", file=sys.stderr)
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr)
