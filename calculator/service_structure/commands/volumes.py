"""The command `volumes`: what a list of contacts, or of intervals, says of demand.

rows ──> the hour of the day, the day, contacts and handling time of each
     ──> mean contacts of every hour of the day ──> the busiest hour, and the average one beside it
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from typing import Any

from service_structure.case.files import FileFault, file_fault, os_fault, read_text
from service_structure.case.number_input import plain_number, read_number, read_quantity
from service_structure.case.number_output import quantity_with_unit
from service_structure.commands.options import (
    STANDARD_INPUT,
    add_command,
    add_encoding,
    add_format,
    add_language,
)
from service_structure.commands.output import print_json
from service_structure.errors import CommandError
from service_structure.source.language import Language
from service_structure.source.records import Guide

DELIMITERS = ",;\t"
SEP = re.compile(r'"?sep=.')
CLOCK = re.compile(
    r"(?<!\d)(\d{1,2}):\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b\.?)?", re.I | re.ASCII
)
HOURS = re.compile(r"(\d{1,2})(?:[0-5]\d)?|\d{1,2}\s*[-–—]\s*\d{1,2}", re.ASCII)
"""An hour without a colon: 9, 09, 930, 0930; or two between which the interval lies."""

COLUMNS = ("time", "day", "contacts", "handling")
"""What columns may hold, as options name them."""

HEADS = {
    "handling": r"aht|handl|talk|durat|обработ|разговор|длит",
    "contacts": r"offered|contacts|volume|arriv|^calls\b|поступ|^(число )?(обращени|звонк)",
    "time": r"interval|hour|time|start|интервал|час|время|начал",
    "day": r"date|day|дата|день",
}
"""Words in the heads of columns, by what these hold: the first kind that a head speaks of."""

NOT_MEANT = re.compile(
    r"\bid\b|answer|abandon|speed|wait|hold|accept|ожидан|принят|потер|номер", re.I
)
"""Words in the heads of columns that hold something else."""


@dataclass(frozen=True)
class Volumes:
    """What a list says of demand: contacts of an average day by hour, handling time in seconds.

    `busiest` is the hour of the day with most contacts; `average_load` is the average hour that has
    any, in per cent of that. `columns` names what was read, `left_out` counts rows that were not.
    """

    columns: dict[str, str]
    rows: int
    left_out: int
    days: int
    by_hour: dict[int, float]
    busiest: int
    contacts_per_hour: float
    average_load: float
    aht: float | None


@dataclass(frozen=True)
class _Row:
    hour: int
    day: str
    contacts: float
    handling: float | None


def add_command_to(commands: Any, languages: Mapping[str, Language]) -> None:
    """Add the command to the parser."""
    command = add_command(
        commands,
        "volumes",
        "contacts per hour and handling time from a list of calls or intervals",
        "service-structure volumes calls.csv",
        "service-structure volumes acd.csv --time Interval --contacts Offered --handling AHT",
        "service-structure volumes calls.csv --format toml | service-structure staffing -",
        description="Reads a CSV file whose rows are contacts, intervals (a quarter or half of an"
        " hour, an hour) or the hours of a day. The busiest hour is the hour of the day with most"
        " contacts in an average day of the file. Columns are known by their heads or named.",
    )
    command.add_argument("file", help="a CSV file with a header; - for standard input")
    command.add_argument("--time", metavar="COLUMN", help="the time of a contact or interval")
    command.add_argument("--day", metavar="COLUMN", help="its date, if that is a column of its own")
    command.add_argument(
        "--contacts", metavar="COLUMN", help="contacts of an interval; without it a row is one"
    )
    command.add_argument("--handling", metavar="COLUMN", help="handling time of a contact")
    add_encoding(command)
    add_language(command, languages)
    add_format(command, "text", "toml", "json")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace, guide: Guide) -> int:
    named = {name: getattr(options, name) for name in COLUMNS if getattr(options, name)}
    text = _read(options.file, options.encoding)
    found = text if isinstance(text, FileFault) else volumes(text, guide, named, options.lang)
    if isinstance(found, FileFault):
        raise CommandError(f"{options.file}: {found.describe(guide, options.lang)}")
    if options.format == "json":
        print_json({name: getattr(found, name) for name in found.__dataclass_fields__})
    elif options.format == "toml":
        _print_toml(found)
    else:
        _print(found, guide, options.lang)
    return 0


def volumes(
    text: str, guide: Guide, named: Mapping[str, str], language: str
) -> Volumes | FileFault:
    """What a text in CSV says of demand, or why it says nothing.

    `named` are the heads of columns by what they hold: time, day, contacts, handling.
    Numbers are those of the language: 1,234 contacts are a thousand in English.
    """
    marks = guide.languages[language]
    lines = [line for line in text.splitlines() if line.strip() and not SEP.fullmatch(line.strip())]
    delimiter = max(DELIMITERS, key=lines[0].count) if lines else ","
    head, *records = csv.reader(lines, delimiter=delimiter) if lines else [[]]
    head = [cell.strip() for cell in head]
    if unknown := [name for name in named.values() if name not in head]:
        return file_fault("no_such_column", column=unknown[0], there=", ".join(head))
    columns = _columns(head) | dict(named)
    if "time" not in columns:
        return file_fault("no_time", there=", ".join(head))
    places = {name: head.index(column) for name, column in columns.items()}
    rows = [row for record in records if (row := _row(record, places, guide, marks))]
    if not fsum(row.contacts for row in rows):
        return file_fault("no_times", column=columns["time"])
    return _summed(rows, columns, len(records))


def _summed(rows: Sequence[_Row], columns: dict[str, str], count: int) -> Volumes:
    days = len({row.day for row in rows})
    means = {
        hour: fsum(row.contacts for row in rows if row.hour == hour) / days
        for hour in sorted({row.hour for row in rows})
    }
    served = [mean for mean in means.values() if mean]
    busiest = max(means, key=lambda hour: means[hour])
    return Volumes(
        columns=columns,
        rows=len(rows),
        left_out=count - len(rows),
        days=days,
        by_hour=means,
        busiest=busiest,
        contacts_per_hour=means[busiest],
        average_load=100 * fsum(served) / len(served) / means[busiest],
        aht=_handling(rows),
    )


def _handling(rows: Iterable[_Row]) -> float | None:
    """The mean handling time of a contact; None where none is known."""
    known = [(row.contacts, row.handling) for row in rows if row.handling]
    handled = fsum(contacts for contacts, _ in known)
    return fsum(contacts * each for contacts, each in known) / handled if handled else None


def _read(name: str, encoding: str) -> str | FileFault:
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        return os_fault(error)
    return read_text(data, encoding)


def _columns(heads: Sequence[str]) -> dict[str, str]:
    """The first column of each kind, by its head."""
    found: dict[str, str] = {}
    for head in heads:
        if NOT_MEANT.search(head):
            continue
        kinds = (kind for kind, words in HEADS.items() if re.search(words, head, re.I))
        if kind := next(kinds, None):
            found.setdefault(kind, head)
    return found


def _row(
    record: Sequence[str], places: Mapping[str, int], guide: Guide, marks: Language
) -> _Row | None:
    """What a record says, or None if it cannot be read."""

    def cell(name: str) -> str:
        place = places.get(name, len(record))
        return record[place].strip() if place < len(record) else ""

    moment = _moment(cell("time"))
    contacts = read_number(cell("contacts"), marks) if "contacts" in places else 1.0
    if moment is None or isinstance(contacts, str) or contacts < 0:
        return None
    hour, day = moment
    handling = read_quantity(cell("handling"), "duration", guide, marks)
    seconds = None if isinstance(handling, str) else handling.value
    return _Row(hour, cell("day") or day, contacts, seconds)


def _moment(text: str) -> tuple[int, str] | None:
    """The hour of the day that a text names first, and what it says of the day before that."""
    if clock := CLOCK.search(text):
        hour, half = int(clock[1]), (clock[2] or "").lower()
        if half:
            hour = hour % 12 + 12 * (half == "p")
        day = text[: clock.start()].strip()
    elif HOURS.fullmatch(text):
        digits, day = re.split(r"\D", text)[0], ""
        hour = int(digits[:-2] if len(digits) > 2 else digits)
    else:
        return None
    return (hour, day) if hour < 24 else None


def _numbers(found: Volumes) -> dict[str, float]:
    """The numbers of the staffing model, rounded to what a list can tell."""
    numbers = {
        "contacts_per_hour": round(found.contacts_per_hour, 1),
        "average_load": round(found.average_load),
    }
    return numbers if found.aht is None else numbers | {"aht": round(found.aht)}


def _print_toml(found: Volumes) -> None:
    print("[numbers]")
    for name, value in _numbers(found).items():
        print(f"{name} = {plain_number(value)}")


def _print(found: Volumes, guide: Guide, lang: str) -> None:
    def told(message: str, **values: object) -> str:
        return guide.say(f"volumes_{message}", lang, **values)

    def column(name: str) -> str:
        return told("column", name=found.columns[name]) if name in found.columns else told(name)

    columns = {name: column(name) for name in ("time", "contacts", "handling")}
    print(told("read", rows=found.rows, days=found.days, **columns))
    if found.left_out:
        print(told("left_out", rows=found.left_out))
    print()
    print(told("hours"))
    for hour, contacts in found.by_hour.items():
        print(f"{hour:>5}:00  {guide.languages[lang].figure(contacts, '.1f'):>8}")
    print()
    print(told("use"))
    for name, value in _numbers(found).items():
        record = guide.assumptions[name]
        print(
            f"  {name:<18} {quantity_with_unit(value, record, guide, lang)} ({record.name[lang]})"
        )
