"""Read the guide from its TOML files and report every fault at once, by file, record and field."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from calculator.numbers import NUMBERS
from calculator.records import (
    BACKUPS,
    PERIODS,
    POOLED_BY,
    RENAMED,
    STRENGTHS,
    Assumption,
    Change,
    Chart,
    Criterion,
    Fact,
    Factor,
    FlowStep,
    Group,
    Guide,
    Indicator,
    Language,
    Level,
    Metric,
    Page,
    Period,
    Pooling,
    Precondition,
    Renaming,
    Role,
    Scenario,
    Section,
    Source,
    Statement,
    Structure,
    Term,
    Text,
    Transition,
)
from calculator.validation import Fault, check

GUIDE = Path(__file__).with_name("guide")
ID = re.compile(r"[a-z][a-z0-9_-]*")
KINDS = ("advantage", "disadvantage")


class GuideError(Exception):
    """The data of the guide are faulty; `faults` lists everything that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def load_guide(path: Path | str | None = None) -> Guide:
    """Return the guide stored in a folder of TOML files, by default the one of this package.

    Raises GuideError, with all faults, unless every record is complete and sound.
    """
    return _own_guide() if path is None else read_guide(Path(path))


@cache
def _own_guide() -> Guide:
    return read_guide(GUIDE)


def read_guide(folder: Path) -> Guide:
    """Read a guide afresh from its folder (see load_guide)."""
    faults: list[Fault] = []
    files = _Files(folder, faults)
    top = files.one("guide.toml")
    version = top.string("version")
    languages = _by_id(top.records("language", _language))
    files.languages = top.languages = tuple(language.id for language in languages.values())
    if not languages:
        top.fault("language", "at least one [[language]] with id and name is needed")
    guide = Guide(
        version=version,
        languages=languages,
        groups=_by_id(top.records("group", _group)),
        number_groups=_by_id(top.records("number_group", _group)),
        criteria=files.listed("criteria.toml", "criterion", _criterion),
        structures=files.each("structures", _structure),
        factors=files.each("factors", _factor),
        scenarios=files.each("scenarios", _scenario),
        assumptions=files.listed("assumptions.toml", "assumption", _assumption),
        metrics=files.listed("metrics.toml", "metric", _metric),
        terms=files.listed("terms.toml", "term", _term),
        sources=files.listed("sources.toml", "source", _source),
        messages=files.texts("messages.toml"),
        pages=files.each("pages", _page),
        renamed=files.renamed("renamed.toml"),
        changes=files.listed("changes.toml", "change", _change),
    )
    top.close()
    faults.extend(check(guide))
    if faults:
        raise GuideError(faults)
    return guide


def _language(r: "_Record") -> Language:
    return Language(
        id=r.id(),
        name=r.string("name"),
        decimal=r.string("decimal"),
        thousands=r.take("thousands", str, "a text in quotes, such as a space or a comma") or "",
        bind_after=r.words("bind_after", optional=True),
        bind_before=r.words("bind_before", optional=True),
    )


def _group(r: "_Record") -> Group:
    return Group(id=r.id(), name=r.text("name"))


def _criterion(r: "_Record") -> Criterion:
    return Criterion(
        id=r.id(),
        name=r.text("name"),
        meaning=r.text("meaning"),
        low=r.text("low"),
        high=r.text("high"),
        points=r.number("points", 0, 100),
    )


def _structure(r: "_Record") -> Structure:
    pooling = _pooling(r.table_of("pooling", '{ by = "one" }, { by = "regions" } or the like'))
    return Structure(
        id=r.id(),
        file=r.file,
        order=r.order(),
        parents=r.words("parents"),
        pooling=pooling,
        chart=_chart(r.table_of("chart", "chart.description, chart.groups and so on"), pooling),
        name=r.text("name"),
        short=r.text("short"),
        summary=r.text("summary"),
        how=r.text("how"),
        suits=r.texts("suits"),
        unsuited=r.texts("unsuited"),
        flow=r.records("flow", _flow_step),
        staffing=_fact(r, "staffing"),
        roles=r.records("role", _role),
        span=_fact(r, "span"),
        indicators=r.records("indicator", _indicator),
        periods=r.records("period", _period, identified_by="until"),
        organisation=_fact(r, "organisation"),
        preconditions=r.records("precondition", _precondition, identified_by="factor"),
        statements=r.records("statement", _statement),
        transitions=r.records("transition", _transition, identified_by="to"),
    )


def _pooling(r: "_Record") -> Pooling:
    pooling = Pooling(
        by=r.choice("by", POOLED_BY),
        specialists=r.flag("specialists"),
        transfers=r.flag("transfers"),
        first_line=r.flag("first_line"),
        backup=r.choice("backup", BACKUPS, otherwise="none"),
        dual_reporting=r.flag("dual_reporting"),
    )
    r.close()
    return pooling


def _flow_step(r: "_Record") -> FlowStep:
    return FlowStep(id=r.id(), holder=r.text("holder"), text=r.text("text"))


def _fact(owner: "_Record", field: str) -> Fact:
    r = owner.table_of(field, f"[{field}] with text and sources")
    fact = Fact(text=r.text("text"), sources=r.words("sources"))
    r.close()
    return fact


def _role(r: "_Record") -> Role:
    return Role(id=r.id(), name=r.text("name"), duty=r.text("duty"))


def _indicator(r: "_Record") -> Indicator:
    return Indicator(id=r.id(), metric=r.text("metric"), warning=r.text("warning"))


def _period(r: "_Record") -> Period:
    until = r.whole("until", PERIODS[0], PERIODS[-1])
    return Period(until=until, steps=r.texts("steps"), done=r.text("done"))


def _transition(r: "_Record") -> Transition:
    return Transition(
        to=r.string("to"), first=r.text("first"), keep=r.text("keep"), risk=r.text("risk")
    )


def _chart(r: "_Record", pooling: Pooling) -> Chart:
    two_managers, hub = pooling.dual_reporting, pooling.backup == "hub"
    chart = Chart(
        description=r.text("description"),
        groups=r.texts("groups"),
        intake=r.text_if("intake" in r.table, "intake", ""),
        lead=r.text_if("lead" in r.table, "lead", ""),
        roles=r.texts("roles", optional=not two_managers),
        role_lead=r.text_if(two_managers, "role_lead", "needs dual_reporting in the pooling"),
        hub=r.text_if(hub, "hub", 'needs backup = "hub" in the pooling'),
    )
    r.close()
    return chart


def _precondition(r: "_Record") -> Precondition:
    return Precondition(
        factor=r.string("factor"), at_least=r.string("at_least"), because=r.text("because")
    )


def _statement(r: "_Record") -> Statement:
    kind = r.choice("kind", KINDS)
    return Statement(
        id=r.id(),
        kind=kind,
        criterion=r.string("criterion"),
        strength=r.whole("strength", STRENGTHS[0], STRENGTHS[-1]),
        text=r.text("text"),
        detail=r.text("detail"),
        mitigation=r.text_if(
            kind == "disadvantage",
            "mitigation",
            "an advantage has none; remove it or make the kind disadvantage",
        ),
        sources=r.words("sources"),
    )


def _factor(r: "_Record") -> Factor:
    return Factor(
        id=r.id(),
        file=r.file,
        order=r.order(),
        group=r.string("group"),
        name=r.text("name"),
        question=r.text("question"),
        help=r.text("help"),
        default=r.string("default"),
        levels=r.records("level", _level),
        sources=r.words("sources"),
    )


def _level(r: "_Record") -> Level:
    moves = r.numbers("moves", -100, 100)
    return Level(
        id=r.id(),
        name=r.text("name"),
        moves=moves,
        numbers=r.numbers("numbers", optional=True),
        because=r.text_if(
            bool(moves),
            "because",
            "a level that moves no points needs no reason; remove it or add moves",
        ),
    )


def _scenario(r: "_Record") -> Scenario:
    return Scenario(
        id=r.id(),
        file=r.file,
        order=r.order(),
        name=r.text("name"),
        description=r.text("description"),
        answers=r.strings("answers"),
        recommends=r.string("recommends"),
        because=r.text("because"),
        sources=r.words("sources"),
    )


def _assumption(r: "_Record") -> Assumption:
    assumption = r.id()
    return Assumption(
        id=assumption,
        group=r.string("group") if assumption in NUMBERS else None,
        name=r.text("name"),
        value=r.number("value"),
        unit=r.text("unit"),
        low=r.number("low"),
        high=r.number("high"),
        or_none=r.flag("or_none"),
        note=r.text("note"),
        sources=r.words("sources"),
    )


def _metric(r: "_Record") -> Metric:
    return Metric(
        id=r.id(),
        name=r.text("name"),
        meaning=r.text("meaning"),
        formula=r.text("formula"),
        misleads=r.text("misleads"),
        structures=r.words("structures"),
        sources=r.words("sources"),
    )


def _term(r: "_Record") -> Term:
    return Term(
        id=r.id(),
        name=r.text("name"),
        definition=r.text("definition"),
        forms=r.words_by_language("forms"),
        avoid=r.words_by_language("avoid"),
    )


def _source(r: "_Record") -> Source:
    checked = r.day("checked")
    return Source(
        id=r.id(),
        author=r.string("author"),
        title=r.string("title"),
        publication=r.string("publication", empty=True),
        year=r.whole("year", 0, 2100) or None,
        address=r.string("address", empty=True),
        checked=checked,
        best_before=r.day("best_before", otherwise=_a_year_after(checked)),
        note=r.text("note"),
    )


def _a_year_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 365)


def _page(r: "_Record") -> Page:
    return Page(
        id=r.id(),
        file=r.file,
        order=r.order(),
        menu=r.string("menu", optional=True),
        title=r.text("title"),
        nav=r.text("nav"),
        description=r.text("description"),
        lead=r.text("lead"),
        sections=r.records("section", _section),
    )


def _section(r: "_Record") -> Section:
    return Section(id=r.id(), heading=r.text("heading"), body=r.text("body"))


def _change(r: "_Record") -> Change:
    return Change(id=r.id(), date=r.day("date"), records=r.words("records"), text=r.text("text"))


def _renaming(r: "_Record") -> Renaming:
    kind = r.choice("kind", RENAMED)
    return Renaming(
        kind=kind,
        factor=r.string("factor") if kind == "level" else None,
        was=r.string("was"),
        now=r.string("now", empty=True) or None,
        since=r.string("since"),
    )


def _by_id[T: Any](records: Iterable[T]) -> dict[str, T]:
    return {record.id: record for record in records}


@dataclass
class _Files:
    """The files of one guide; unreadable ones become faults and count as empty."""

    folder: Path
    faults: list[Fault]
    languages: tuple[str, ...] = ()

    def one(self, name: str) -> "_Record":
        """The table of one file."""
        try:
            table = tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            table = {}
            self.faults.append(Fault(name, "", "", "the file is missing; create it"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            table = {}
            self.faults.append(Fault(name, "", "", f"not valid TOML in UTF-8: {error}"))
        return _Record(table, name, "", self.languages, self.faults)

    def listed[T](self, name: str, key: str, build: "Callable[[_Record], T]") -> dict[str, T]:
        """The records of a file that holds many under one key."""
        top = self.one(name)
        records = _by_id(top.records(key, build))
        top.close()
        return records

    def each[T](self, folder: str, build: "Callable[[_Record], T]") -> dict[str, T]:
        """The records of a folder that holds one in each file, by their order."""
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
            self.faults.append(Fault(f"{folder}/", "", "", "no record; add a TOML file"))
        return _by_id(sorted(found, key=lambda r: (r.order, r.id)))

    def renamed(self, name: str) -> tuple[Renaming, ...]:
        """The ids that have changed; none as long as the file has no record."""
        top = self.one(name)
        records = top.records("renamed", _renaming, identified_by="was")
        top.close()
        return records

    def texts(self, name: str) -> dict[str, Text]:
        """A file of texts, each under its own id."""
        record = self.one(name)
        return {key: record.text(key) for key in record.table}


@dataclass
class _Record:
    """One table being read: a field is taken out by the kind of value it must hold.

    A wrong value is noted as a fault and replaced by an empty one, so that reading goes on and all
    faults come out together.
    """

    table: dict[str, Any]
    file: str
    label: str
    languages: tuple[str, ...]
    faults: list[Fault]

    def __post_init__(self) -> None:
        self.taken: set[str] = set()

    def fault(self, field: str, problem: str) -> None:
        self.faults.append(Fault(self.file, self.label, field, problem))

    def take(self, field: str, kind: type | tuple[type, ...], what: str) -> Any:
        """The value of a field if it is there and of the right kind, otherwise None."""
        self.taken.add(field)
        if field not in self.table:
            self.fault(field, f"missing; it must be {what}")
            return None
        value = self.table[field]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(field, f"is {value!r}; it must be {what}")
            return None
        return value

    def id(self) -> str:
        what = "a lower-case word of letters, digits, - and _"
        value = self.take("id", str, what)
        if value is not None and not ID.fullmatch(value):
            self.fault("id", f"is {value!r}; it must be {what}")
        return value or ""

    def order(self) -> int:
        return self.whole("order", 0, 100_000)

    def string(self, field: str, *, empty: bool = False, optional: bool = False) -> str:
        self.taken.add(field)
        if optional and field not in self.table:
            return ""
        value = self.take(field, str, "a text in quotes")
        if value is not None and not value.strip() and not empty:
            self.fault(field, "is empty; write a text")
        return value or ""

    def flag(self, field: str) -> bool:
        """A field that may be left out, which means no."""
        self.taken.add(field)
        return field in self.table and bool(self.take(field, bool, "true or false"))

    def table_of(self, field: str, what: str) -> "_Record":
        """The table of fields under one key."""
        table = self.take(field, dict, f"a table, {what}")
        label = f"{self.label} / {field}"
        return _Record(
            table or {}, self.file, label, self.languages, [] if table is None else self.faults
        )

    def choice(self, field: str, allowed: tuple[str, ...], otherwise: str | None = None) -> str:
        """One of the words allowed; the field may be left out if there is one to use otherwise."""
        self.taken.add(field)
        if field not in self.table and otherwise is not None:
            return otherwise
        what = "one of " + ", ".join(allowed)
        value = self.take(field, str, what)
        if value is not None and value not in allowed:
            self.fault(field, f"is {value!r}; it must be {what}")
        return value or ""

    def whole(self, field: str, low: int, high: int) -> int:
        what = f"a whole number from {low} to {high}"
        value = self.take(field, int, what)
        if value is not None and not low <= value <= high:
            self.fault(field, f"is {value}; it must be {what}")
            return low
        return low if value is None else int(value)

    def number(self, field: str, low: float = float("-inf"), high: float = float("inf")) -> float:
        span = "" if high == float("inf") else f" from {low} to {high}"
        return self._number(field, self.take(field, (int, float), f"a number{span}"), low, high)

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
    ) -> dict[str, float]:
        self.taken.add(field)
        if optional and field not in self.table:
            return {}
        table = self.take(field, dict, "a table of numbers, { name = number }") or {}
        return {k: self._number(f"{field}.{k}", v, low, high) for k, v in table.items()}

    def strings(self, field: str) -> dict[str, str]:
        table = self.take(field, dict, "a table of words, { name = word }") or {}
        for key, value in table.items():
            if not isinstance(value, str):
                self.fault(f"{field}.{key}", f"is {value!r}; it must be a word in quotes")
        return {key: value for key, value in table.items() if isinstance(value, str)}

    def words(self, field: str, *, optional: bool = False) -> tuple[str, ...]:
        self.taken.add(field)
        if optional and field not in self.table:
            return ()
        values = self.take(field, list, "a list of ids, which may be empty: []") or []
        for value in values:
            if not isinstance(value, str):
                self.fault(field, f"holds {value!r}; each entry must be an id in quotes")
        return tuple(value for value in values if isinstance(value, str))

    def words_by_language(self, field: str) -> dict[str, tuple[str, ...]]:
        """Words of each language; a language or the whole field may be left out."""
        self.taken.add(field)
        if field not in self.table:
            return {}
        table = self.table_of(field, "lists of words by language, { en = [] }")
        found = {k: table.words(k, optional=True) for k in self.languages}
        table.close()
        return found

    def day(self, field: str, otherwise: date | None = None) -> date:
        self.taken.add(field)
        if otherwise is not None and field not in self.table:
            return otherwise
        value = self.take(field, date, "a date without quotes, like 2026-11-23")
        return value if value is not None else date.min

    def text(self, field: str) -> Text:
        return self._text(field, self.take(field, dict, self._text_form(field)))

    def text_if(self, wanted: bool, field: str, otherwise: str) -> Text | None:
        """A text that must be there when it is wanted and must not be there otherwise."""
        if wanted:
            return self.text(field)
        self.taken.add(field)
        if field in self.table:
            self.fault(field, otherwise)
        return None

    def texts(self, field: str, *, optional: bool = False) -> tuple[Text, ...]:
        self.taken.add(field)
        if optional and field not in self.table:
            return ()
        values = self.take(field, list, "a list of texts in every language") or []
        if not values and field in self.table:
            self.fault(field, "is empty; write at least one text")
        return tuple(self._text(f"{field}[{n}]", value) for n, value in enumerate(values, 1))

    def _text(self, field: str, value: Any) -> Text:
        if value is None:
            return dict.fromkeys(self.languages, "")
        if not isinstance(value, dict):
            self.fault(field, f"is {value!r}; it must be {self._text_form(field)}")
            return dict.fromkeys(self.languages, "")
        for language in self.languages:
            words = value.get(language)
            if not isinstance(words, str) or not words.strip():
                self.fault(f"{field}.{language}", "missing; every text is needed in " + self._all())
        for language in value.keys() - set(self.languages):
            self.fault(f"{field}.{language}", f"unknown language; the guide has {self._all()}")
        return {k: str(value.get(k, "")).strip() for k in self.languages}

    def _text_form(self, field: str) -> str:
        return " and ".join(f'{field}.{language} = "…"' for language in self.languages)

    def _all(self) -> str:
        return ", ".join(self.languages)

    def records[T](
        self, field: str, build: "Callable[[_Record], T]", identified_by: str = "id"
    ) -> tuple[T, ...]:
        """The tables under [[field]], each read by `build`; ids may not repeat."""
        self.taken.add(field)
        tables = self.table.get(field, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self.fault(field, f"must be written as tables, [[{field}]]")
            return ()
        built: list[T] = []
        seen: set[str] = set()
        for number, table in enumerate(tables, 1):
            name = str(table.get(identified_by, f"number {number}"))
            label = f"{self.label} / {field} {name}" if self.label else f"{field} {name}"
            record = _Record(table, self.file, label, self.languages, self.faults)
            if name in seen:
                record.fault(identified_by, f'"{name}" occurs twice; ids must be unique')
            seen.add(name)
            built.append(build(record))
            record.close()
        return tuple(built)

    def close(self) -> None:
        """Note every key that nothing asked for."""
        for key in self.table.keys() - self.taken:
            self.fault(key, "unknown key; allowed are " + ", ".join(sorted(self.taken)))
