"""Read a file of organisations row by row: CSV with a header, or JSON Lines.

A row that cannot be read is a fault of its own and costs no other row.
"""

import csv
import re
import sys
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from io import BufferedReader, RawIOBase, TextIOWrapper
from itertools import chain, islice
from math import isfinite
from os import fstat
from pathlib import Path
from typing import Any, TextIO, cast

from service_structure.case.case import CASE_TABLES, flat_names
from service_structure.case.files import WORKBOOK, FileFault, encoding_of, file_fault, read_json
from service_structure.errors import BatchError
from service_structure.source.records import Guide
from service_structure.source.suggestions import suggestions

LABELS = ("id", "name")
"""Columns that are not answers: they are carried through to the results as they stand."""

STANDARD_INPUT = Path("-")

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""The format that the name of a file tells; otherwise its first line tells it."""

UNANSWERED = frozenset(
    {"", "-", "–", "—", "?", "n/a", "#n/a", "na", "n.a.", "nan", "null", "none", "unknown"}
    | {"н/д", "#н/д", "нд", "нет данных", "неизвестно", "не знаю"}
)
"""What people write into the cell of a question that they cannot answer, in small letters."""

MEASURES = re.compile(
    r"call|agent|queue|talk|hold|answer|abandon|wait|speed|durat|handl|interval|offered|date|time|"
    r"звон|вызов|операт|очеред|разгов|длит|ожидан|дата|время|обращен|интервал|принят|потер",
    re.I,
)
"""Words in the header of a file in which a row is a call or an interval."""

DELIMITERS = ",;\t"
MARK = re.compile("sep=(.)")
"""The first line by which Excel tells and learns the delimiter."""

LONGEST_LINE = 65_536
LONGEST_RECORD = 20
"""Most lines of one CSV row: its cells may hold line breaks."""

NO_TEXT = "\0"
"""A character that no text has: binary files, and UTF-16 that is read as UTF-8, are full of it."""

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
    problem: FileFault | None = None


@dataclass(frozen=True)
class Table:
    """An open file of organisations and the rows that are still to come.

    `bom` says whether it began with the mark of UTF-8.
    """

    file: BufferedReader
    format: str
    delimiter: str
    bom: bool
    rows: Iterator[Row]

    @property
    def progress(self) -> float:
        """The share of the file that has been read, 0 to 1; always 0 if its size is unknown."""
        size = fstat(self.file.fileno()).st_size
        return self.file.tell() / size if size else 0.0


def read_rows(path: Path, guide: Guide) -> Iterator[Row]:
    """Every row of a file of organisations (see open_table)."""
    with open_table(path, guide) as table:
        yield from table.rows


@contextmanager
def open_table(
    path: Path, guide: Guide, *, encoding: str = "", lang: str = "en"
) -> Iterator[Table]:
    """Open a CSV file with a header, or JSON Lines: one object to a line; "-" is standard input.

    Columns or keys are ids of factors, ids of numbers after `n.` and of criteria after `w.`, `id`
    and `name`, in small or capital letters; a line of JSON may also be a case with its tables.
    Cells without content, or with such as n/a, are unanswered. CSV may be separated by commas,
    semicolons or tabs. Without an `encoding` a file is UTF-8, or UTF-16 where its mark says so.

    Raises BatchError, before any row is read, if it is no text or the header is unusable.
    """
    try:
        with _opened(path) as file:
            text = _decoded(file, encoding)
            yield _table(file, text, path, guide)
            text.detach()
    except _UnusableError as error:
        raise BatchError(f"{path}: {error.fault.describe(guide, lang)}") from None


class _UnusableError(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, fault: FileFault) -> None:
        self.fault = fault


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    if path != STANDARD_INPUT:
        with path.open("rb") as file:
            yield file
    elif sys.stdin is None:
        raise _UnusableError(file_fault("no_input"))
    else:
        with nullcontext(sys.stdin.buffer) as stream:
            yield (
                stream
                if isinstance(stream, BufferedReader)
                else BufferedReader(cast(RawIOBase, stream))
            )


def _decoded(file: BufferedReader, encoding: str) -> TextIOWrapper:
    """The text of a file. Bytes that are none are kept, so that they spoil only their own row."""
    start = file.peek()
    if start.startswith(WORKBOOK):
        raise _UnusableError(file_fault("workbook"))
    try:
        return TextIOWrapper(file, encoding or encoding_of(start), "surrogateescape", newline="")
    except LookupError:
        raise _UnusableError(file_fault("unknown_encoding", encoding=encoding)) from None


def _table(file: BufferedReader, text: TextIOWrapper, path: Path, guide: Guide) -> Table:
    bom = file.peek().startswith(BOM_UTF8)
    lines = _lines(text)
    head = list(islice(lines, LONGEST_RECORD))
    first = next(filter(str.strip, head), "")
    if problem := _unreadable(first):
        raise _UnusableError(problem)
    is_json = first.lstrip().startswith(("{", "["))
    form = FORMATS.get(path.suffix.lower()) or ("jsonl" if is_json else "csv")
    if form == "jsonl" and first.strip() in {"{", "["}:
        raise _UnusableError(file_fault("one_json"))
    delimiter = max(DELIMITERS, key=first.count)
    if form == "csv" and (mark := MARK.fullmatch(first.strip().strip('"'))):
        delimiter = mark[1]
        head[head.index(first)] = "\n"
    lines = chain(head, lines)
    rows = _json_rows(lines, guide) if form == "jsonl" else _csv_rows(lines, delimiter, guide)
    return Table(file, form, delimiter, bom, rows)


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is too long only a beginning that is also too long."""
    try:
        while line := file.readline(LONGEST_LINE + 1):
            yield line
            while len(line) > LONGEST_LINE and not line.endswith("\n"):
                line = file.readline(LONGEST_LINE + 1)
    except UnicodeError:  # an encoding in which what follows cannot be kept as bytes either
        yield NO_TEXT


def _unreadable(line: str) -> FileFault | None:
    """Why a line cannot be read, if so."""
    if len(line) > LONGEST_LINE:
        return file_fault("long_line", most=f"{LONGEST_LINE:,}")
    try:
        line.encode()
    except UnicodeEncodeError:
        return file_fault("row_not_text")
    return file_fault("row_not_text") if NO_TEXT in line else None


def _json_rows(lines: Iterable[str], guide: Guide) -> Iterator[Row]:
    return (json_row(line, number, guide) for number, line in enumerate(lines, 1) if line.strip())


def json_row(line: str, number: int, guide: Guide) -> Row:
    """The row that one line of JSON Lines holds."""
    if problem := _unreadable(line):
        return Row(number, problem=problem)
    table = read_json(line)
    if isinstance(table, FileFault):
        return Row(number, problem=table)
    if not isinstance(table, dict):
        return Row(number, problem=file_fault("no_object"))
    if not table.keys() & set(CASE_TABLES):
        columns = [_column(key, guide) for key in table]
        if twice := next((name for name in columns if columns.count(name) > 1), None):
            return Row(number, problem=file_fault("json_repeated", key=twice))
        table = dict(zip(columns, table.values(), strict=True))
    return _row(number, table, guide)


def _csv_rows(lines: Iterable[str], delimiter: str, guide: Guide) -> Iterator[Row]:
    """The rows below the header, which is read and checked at once."""
    records = (r for r in _records(lines, delimiter) if r.problem or any(r.cells))
    top = next(records, _Record(1, []))
    header = [_column(cell, guide) for cell in top.cells]
    while header and not header[-1]:
        header.pop()
    if problem := top.problem or _header_problem(header, guide):
        raise _UnusableError(problem)
    return (_csv_row(record, header, guide) for record in records)


def _column(name: str, guide: Guide) -> str:
    """The column that is meant by a name: capital letters, spaces and hyphens do not matter."""
    name = name.strip().strip("\ufeff")
    plain = re.sub(r"[\s-]+", "_", name.lower())
    return plain if plain in _known(guide) else name


@lru_cache(maxsize=16)
def _known(guide: Guide) -> tuple[str, ...]:
    """Every column that a file may have."""
    return (*LABELS, *flat_names(guide))


def _header_problem(header: list[str], guide: Guide) -> FileFault | None:
    known = _known(guide)
    if not header:
        return FileFault("no_header", (("allowed", ", ".join(known)),))
    if unknown := [name for name in header if name not in known]:
        return _unknown_columns(header, unknown, known)
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        return file_fault("repeated_columns", columns=", ".join(repeated))
    if not set(header) - set(LABELS):
        return FileFault("no_answers", (("allowed", ", ".join(guide.factors)),))
    return None


def _unknown_columns(header: list[str], unknown: list[str], known: tuple[str, ...]) -> FileFault:
    """What is said of columns that nobody knows: of another kind of file, or mistyped."""
    if not set(header) & {*known} - {*LABELS}:
        about_calls = sum([bool(MEASURES.search(name)) for name in unknown]) > 1
        return file_fault("calls" if about_calls else "other_table", columns=", ".join(header))
    meant = {name: suggestions(name, known) for name in unknown}
    close = [f"{name} → {' / '.join(ids)}" for name, ids in meant.items() if ids]
    columns = ("columns", ", ".join(map(repr, unknown)))
    if all(meant.values()):
        return FileFault("mistyped_columns", (columns, ("meant", ", ".join(close))))
    return FileFault("unknown_columns", (columns, ("allowed", ", ".join(known))))


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of one CSV row, or the problem with it, and how many lines it takes up."""

    line: int
    cells: list[str]
    problem: FileFault | None = None
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
    problem: FileFault | None = None
    block: list[str] = []
    for line in ahead:
        block.append(line)
        if unreadable := _unreadable(line):
            problem = problem or unreadable
            break
        try:
            cells = next(csv.reader(block, delimiter=delimiter, strict=True))
        except csv.Error:
            problem = problem or file_fault("csv_quotes")
        else:
            return _Record(number, [cell.strip() for cell in cells], height=len(block))
    return _Record(number, [], problem)


def _csv_row(record: _Record, header: list[str], guide: Guide) -> Row:
    if record.problem:
        return Row(record.line, problem=record.problem)
    cells = record.cells
    if any(cells[len(header) :]):
        return Row(record.line, problem=file_fault("cells", found=len(cells), named=len(header)))
    # Excel writes no separators behind the last cell that has content.
    return _row(record.line, dict(zip(header, cells, strict=False)), guide)


def _row(line: int, table: dict[str, object], guide: Guide) -> Row:
    answers = {key: meant for key in table if (meant := _meant(key, table[key], guide)) is not None}
    labels: dict[str, Any] = {key: table.get(key) for key in LABELS}
    for key, value in labels.items():
        answers.pop(key, None)
        if not _is_label(value):
            return Row(line, problem=file_fault("label", key=key))
    labels = {key: None if value == "" else value for key, value in labels.items()}
    return Row(line, **labels, answers=answers)


def _meant(key: str, value: object, guide: Guide) -> object:
    """What a cell says: None where it is unanswered, a level also in capital letters."""
    if not isinstance(value, str) or (value and key.startswith("p.")):
        return value  # in a profile "none" is a structure, and names are texts of their own
    plain = value.strip().lower()
    factor = guide.factors.get(key)
    if plain in UNANSWERED and not (factor and plain in [level.id for level in factor.levels]):
        return None
    return plain if factor else value


def _is_label(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))
