"""Read one TOML table by the kind of value that each field must hold, noting every fault."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from service_structure.faults import DataFault
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import Text
from service_structure.source.suggestions import meant_or_allowed

ID = re.compile(r"[a-z][a-z0-9_-]*")
PLACEHOLDER = re.compile(r"\{(\w*)(?::[^{}]*)?\}")


def by_id[T: Any](records: Iterable[T]) -> dict[str, T]:
    """The records by their ids."""
    return {record.id: record for record in records}


@dataclass
class Files:
    """The files of one guide; unreadable ones become faults and count as empty."""

    folder: Path
    languages: tuple[str, ...] = ()
    faults: list[DataFault] = field(default_factory=list)
    texts_in: Counter[str] = field(default_factory=Counter)
    """How many texts each file has."""

    def one(self, name: str) -> "Record":
        """The table of one file."""
        try:
            table = tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            table = {}
            self.faults.append(DataFault(name, "", "", "the file is missing; create it"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            table = {}
            self.faults.append(DataFault(name, "", "", f"not valid TOML in UTF-8: {error}"))
        return Record(table, name, "", self.languages, self.faults, self.texts_in)

    def listed[T](self, name: str, key: str, build: Callable[["Record"], T]) -> dict[str, T]:
        """The records of a file that holds many under one key."""
        top = self.one(name)
        records = by_id(top.records(key, build))
        top.close()
        return records

    def each[T](self, folder: str, build: Callable[["Record"], T]) -> dict[str, T]:
        """The records of a folder that holds one in each file, by their order, if they have one."""
        found: list[Any] = []
        for path in sorted((self.folder / folder).glob("*.toml")):
            faults = len(self.faults)
            record = self.one(f"{folder}/{path.name}")
            if len(self.faults) > faults:
                continue
            record.label = str(record.table.get("id", ""))
            if record.label != path.stem:
                record.fault("id", f'must be the name of the file, "{path.stem}"')
            found.append(build(record))
            record.close()
        if not found:
            self.faults.append(DataFault(f"{folder}/", "", "", "no record; add a TOML file"))
        return by_id(sorted(found, key=lambda r: (getattr(r, "order", 0), r.id)))

    def sequence[T](
        self, name: str, key: str, build: Callable[["Record"], T], identified_by: str
    ) -> tuple[T, ...]:
        """The records of a file that holds many under one key; there may be none."""
        top = self.one(name)
        records = top.records(key, build, identified_by)
        top.close()
        return records

    def texts(self, folder: str) -> dict[str, Text]:
        """The texts of all files below a folder, each under an id that no other file has.

        A text names the same {placeholders} in every language.
        """
        found: dict[str, Text] = {}
        paths = sorted((self.folder / folder).rglob("*.toml"))
        if not paths:
            self.faults.append(DataFault(f"{folder}/", "", "", "no text; add a TOML file"))
        for path in paths:
            record = self.one(path.relative_to(self.folder).as_posix())
            for key in record.table:
                if key in found:
                    record.fault(key, "stands in another file too; an id is used once")
                found[key] = record.placeholders_alike(key, record.text(key))
        return found


@dataclass
class Record:
    """One table being read: a field is taken out by the kind of value it must hold.

    A wrong value is noted as a fault and replaced by an empty one, so that reading goes on and all
    faults come out together.
    """

    table: dict[str, Any]
    file: str
    label: str
    languages: tuple[str, ...]
    faults: list[DataFault]
    texts_in: Counter[str]
    consumed: set[str] = field(default_factory=set)

    def fault(self, field: str, problem: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append(DataFault(self.file, self.label, field, problem))

    def take(self, field: str, kind: type | tuple[type, ...], what: str) -> Any:
        """The value of a field if it is there and of the right kind, otherwise None."""
        self.consumed.add(field)
        if field not in self.table:
            self.fault(field, f"missing; it must be {what}")
            return None
        value = self.table[field]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(field, f"is {value!r}; it must be {what}")
            return None
        return value

    def id(self) -> str:
        """The id of the record."""
        what = "a lower-case word of letters, digits, - and _"
        value = self.take("id", str, what)
        if value is not None and not ID.fullmatch(value):
            self.fault("id", f"is {value!r}; it must be {what}")
        return value or ""

    def order(self) -> int:
        """The place of the record among its kind."""
        return self.whole("order", 0, 100_000)

    def string(self, field: str, *, empty: bool = False, optional: bool = False) -> str:
        """A text of no language; it may be `empty` or, if `optional`, missing."""
        self.consumed.add(field)
        if optional and field not in self.table:
            return ""
        value = self.take(field, str, "a text in quotes")
        if value is not None and not value.strip() and not empty:
            self.fault(field, "is empty; write a text")
        return value or ""

    def flag(self, field: str) -> bool:
        """A field that may be left out, which means no."""
        self.consumed.add(field)
        return field in self.table and bool(self.take(field, bool, "true or false"))

    def table_of(self, field: str, what: str) -> "Record":
        """The table of fields under one key."""
        table = self.take(field, dict, f"a table, {what}")
        part = self._part(table or {}, f"{self.label} / {field}")
        if table is None:
            part.faults = []  # that the table is missing says enough
        return part

    def _part(self, table: dict[str, Any], label: str) -> "Record":
        return Record(table, self.file, label, self.languages, self.faults, self.texts_in)

    def choice(self, field: str, allowed: tuple[str, ...], otherwise: str | None = None) -> str:
        """One of the words allowed; the field may be left out if there is one to use otherwise."""
        self.consumed.add(field)
        if field not in self.table and otherwise is not None:
            return otherwise
        what = "one of " + ", ".join(allowed)
        value = self.take(field, str, what)
        if value is not None and value not in allowed:
            self.fault(field, f"is {value!r}; it must be {what}")
        return value or ""

    def whole(self, field: str, low: int, high: int) -> int:
        """A whole number within its bounds."""
        what = f"a whole number from {low} to {high}"
        value = self.take(field, int, what)
        if value is not None and not low <= value <= high:
            self.fault(field, f"is {value}; it must be {what}")
            return low
        return low if value is None else int(value)

    def number(self, field: str, low: float = float("-inf"), high: float = float("inf")) -> float:
        """A finite number within its bounds."""
        span = "" if high == float("inf") else f" from {low} to {high}"
        return self._number(field, self.take(field, (int, float), f"a number{span}"), low, high)

    def share(self, field: str) -> float:
        """A number from 0 to 1 that may be left out, which means 1."""
        self.consumed.add(field)
        return self.number(field, 0, 1) if field in self.table else 1.0

    def _number(self, field: str, value: Any, low: float, high: float) -> float:
        if value is None:
            return 0.0
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.fault(field, f"is {value!r}; it must be a number")
            return 0.0
        if not isfinite(value) or not low <= value <= high:
            self.fault(field, f"is {value}; it must be a number from {low} to {high}")
            return 0.0
        return float(value)

    def numbers(
        self,
        field: str,
        low: float = float("-inf"),
        high: float = float("inf"),
        *,
        optional: bool = False,
    ) -> FrozenDict[str, float]:
        """A table of finite numbers, each within the bounds."""
        self.consumed.add(field)
        if optional and field not in self.table:
            return FrozenDict()
        table = self.take(field, dict, "a table of numbers, { name = number }") or {}
        return FrozenDict((k, self._number(f"{field}.{k}", v, low, high)) for k, v in table.items())

    def strings(self, field: str) -> FrozenDict[str, str]:
        """A table of words."""
        table = self.take(field, dict, "a table of words, { name = word }") or {}
        for key, value in table.items():
            if not isinstance(value, str):
                self.fault(f"{field}.{key}", f"is {value!r}; it must be a word in quotes")
        return FrozenDict((k, value) for k, value in table.items() if isinstance(value, str))

    def words(self, field: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of ids."""
        self.consumed.add(field)
        if optional and field not in self.table:
            return ()
        values = self.take(field, list, "a list of ids, which may be empty: []") or []
        for value in values:
            if not isinstance(value, str):
                self.fault(field, f"holds {value!r}; each entry must be an id in quotes")
        return tuple(value for value in values if isinstance(value, str))

    def words_by_key(self, field: str) -> FrozenDict[str, tuple[str, ...]]:
        """Lists of ids by an id; the whole field may be left out."""
        self.consumed.add(field)
        if field not in self.table:
            return FrozenDict()
        table = self.table_of(field, "lists of ids by id, { id = [] }")
        found = FrozenDict((key, table.words(key)) for key in table.table)
        table.close()
        return found

    def words_by_language(self, field: str) -> FrozenDict[str, tuple[str, ...]]:
        """Words of each language; a language or the whole field may be left out."""
        self.consumed.add(field)
        if field not in self.table:
            return FrozenDict()
        table = self.table_of(field, "lists of words by language, { en = [] }")
        found = FrozenDict((k, table.words(k, optional=True)) for k in self.languages)
        table.close()
        return found

    def day(self, field: str, otherwise: date | None = None) -> date:
        """A date; the field may be left out if there is a day to use otherwise."""
        self.consumed.add(field)
        if otherwise is not None and field not in self.table:
            return otherwise
        value = self.take(field, date, "a date without quotes, like 2026-11-23")
        return value if value is not None else date.min

    def text(self, field: str) -> Text:
        """A text in every language."""
        if isinstance(self.table.get(field), dict):
            self.consumed.add(field)
            return self._text(field, self.table[field])
        return self._text(field, self.take(field, dict, self._text_form(field)))

    def placeholders_alike(self, message: str, text: Text) -> Text:
        """A text of an interface string, with a fault where its {placeholders} differ."""
        expected = None
        for language, words in text.items():
            if not words:  # which is a fault of its own
                continue
            found = set(PLACEHOLDER.findall(words))
            expected = found if expected is None else expected
            if found != expected:
                wanted = ", ".join(sorted(expected)) or "no placeholder"
                problem = f"has placeholders {sorted(found)}; the first language has {wanted}"
                self.faults.append(DataFault(self.file, message, language, problem))
        return text

    def text_if(self, wanted: bool, field: str, otherwise: str) -> Text | None:
        """A text that must be there when it is wanted and must not be there otherwise."""
        if wanted:
            return self.text(field)
        self.consumed.add(field)
        if field in self.table:
            self.fault(field, otherwise)
        return None

    def texts(self, field: str, *, optional: bool = False, beside: str = "") -> tuple[Text, ...]:
        """A list of texts, each in every language; a key `beside` these is none of them."""
        self.consumed.add(field)
        if optional and field not in self.table:
            return ()
        values = self.take(field, list, "a list of texts in every language") or []
        if not values and field in self.table:
            self.fault(field, "is empty; write at least one text")
        return tuple(
            self._text(f"{field}[{n}]", _without(beside, value))
            for n, value in enumerate(values, 1)
        )

    def texts_with(self, field: str, key: str) -> tuple[tuple[Text, ...], list[Mapping[str, str]]]:
        """A list of texts, and for each the table of words that stands under `key`, if one does."""
        tables: list[Mapping[str, str]] = []
        for n, value in enumerate(self.table.get(field) or [], 1):
            table = value.get(key, {}) if isinstance(value, dict) else {}
            if not isinstance(table, dict) or not all(isinstance(x, str) for x in table.values()):
                self.fault(f"{field}[{n}].{key}", 'must be a table like { regions = "many" }')
                table = {}
            tables.append(FrozenDict(table))
        return self.texts(field, beside=key), tables

    def _text(self, field: str, value: Any) -> Text:
        self.texts_in[self.file] += 1
        if not isinstance(value, dict):
            if value is not None:
                self.fault(field, f"is {value!r}; it must be {self._text_form(field)}")
            return FrozenDict.fromkeys(self.languages, "")
        found = {}
        for language in self.languages:
            words = value.get(language)
            found[language] = words.strip() if isinstance(words, str) else ""
            if not found[language]:
                problem = "missing; every text is needed in " + self._all()
                place = f"{field}.{language}"
                self.faults.append(DataFault(self.file, self.label, place, problem, language))
        for language in value.keys() - found.keys():
            self.fault(f"{field}.{language}", f"unknown language; the guide has {self._all()}")
        return FrozenDict(found)

    def _text_form(self, field: str) -> str:
        return " and ".join(f'{field}.{language} = "…"' for language in self.languages)

    def _all(self) -> str:
        return ", ".join(self.languages)

    def records[T](
        self, field: str, build: Callable[["Record"], T], identified_by: str = "id"
    ) -> tuple[T, ...]:
        """The tables under [[field]], each read by `build`; ids may not repeat."""
        self.consumed.add(field)
        tables = self.table.get(field, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self.fault(field, f"must be written as tables, [[{field}]]")
            return ()
        built: list[T] = []
        seen: set[str] = set()
        for number, table in enumerate(tables, 1):
            name = str(table.get(identified_by, f"number {number}"))
            label = f"{self.label} / {field} {name}" if self.label else f"{field} {name}"
            record = self._part(table, label)
            if name in seen:
                record.fault(identified_by, f'"{name}" occurs twice; ids must be unique')
            seen.add(name)
            built.append(build(record))
            record.close()
        return tuple(built)

    def close(self) -> None:
        """Note every key that nothing asked for."""
        for key in self.table.keys() - self.consumed:
            self.fault(key, f"unknown key; {meant_or_allowed(key, sorted(self.consumed))}")


def _without(key: str, value: Any) -> Any:
    """A table without a key; anything else as it is."""
    if isinstance(value, dict) and key in value:
        return {k: v for k, v in value.items() if k != key}
    return value
