"""The casebook: named organisations, the structure each chose, why and what came of it.

They are read apart from the guide, so that nothing waits for them that does without: see
`load_precedents`. A case is what a user says of one organisation; these are precedents.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from service_structure.errors import GuideError
from service_structure.faults import DataFault
from service_structure.source.frozen import FrozenDict
from service_structure.source.loader import GUIDE, folder_of, load_guide
from service_structure.source.model_records import Text
from service_structure.source.reading import Files, Record
from service_structure.source.records import Guide
from service_structure.source.suggestions import meant_or_allowed

FOLDER = "cases"
"""The folder of a guide that holds them, one file for each organisation."""

SECTORS = (
    *("public", "bank", "insurance", "telecom", "retail", "software", "industry", "health"),
    *("education", "utility", "transport", "other"),
)

CONFIDENCE = ("high", "medium", "low")
"""How the structure is known: the source names it, it follows from what is said, it is inferred."""

EXTENTS = ("whole", "opening", "excerpt", "not read again")
"""How much of a source could be read."""

OTHER = "other"
"""What was chosen is none of the structures of the guide."""

SEVERAL_COUNTRIES = "INT"
"""Stands for the country of an organisation that serves customers in several."""

COUNTRY = re.compile(r"[A-Z]{2}|INT")
YEARS = re.compile(r"(?!–$)(?:\d{4})?(?:–(?:\d{4})?)?")
DAY = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?")


@dataclass(frozen=True)
class Evidence:
    """The answer to a question that a source supports, and what supports it."""

    factor: str
    level: str
    text: Text


@dataclass(frozen=True)
class Reading:
    """A source of a precedent, and how much of it was read on what day.

    `published` is a year, a month like 2024-12, a day or empty.
    """

    title: str
    address: str
    published: str
    read: date
    extent: str


@dataclass(frozen=True)
class Precedent:
    """An organisation and the structure of customer service that it chose.

    `structure` is the id of a structure or OTHER, `alternatives` are readings that can be defended
    too. Where two coders who had not seen each other's labels differed, `settled` says why this one
    stands. `found_by` are the words of the search. `years` is like 2008–2011, –2011 (until), 1999–
    (since) or empty; `country` a code of two letters or SEVERAL_COUNTRIES. `not_expressed` is what
    mattered and no question asks.
    """

    id: str
    file: str
    organisation: Text
    country: str
    sector: str
    years: str
    found_by: str
    structure: str
    alternatives: tuple[str, ...]
    confidence: str
    settled: Text | None
    situation: Text
    had: Text
    chose: Text
    why: Text
    outcome: Text
    not_expressed: Text
    evidence: tuple[Evidence, ...]
    readings: tuple[Reading, ...]

    @cached_property
    def answers(self) -> Mapping[str, str]:
        """The levels by the factors that they answer; what no source supports is not among them."""
        return FrozenDict((found.factor, found.level) for found in self.evidence)


@dataclass(frozen=True)
class _Known:
    """The ids that precedents may name, and the languages that their texts need.

    `shown` are the precedents that pages show, by the file and the id of the page.
    """

    languages: tuple[str, ...]
    structures: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    shown: Mapping[tuple[str, str], tuple[str, ...]]


def load_precedents(guide: Guide | None = None) -> Mapping[str, Precedent]:
    """The precedents of a guide by id, by default those of this package.

    They are read once, and again when a file has changed.

    Raises GuideError, with all faults, unless every record is complete and sound.
    """
    guide = load_guide() if guide is None else guide
    folder = (folder_of(guide) / FOLDER).resolve()
    stamps = [path.stat().st_mtime_ns for path in folder.glob("*.toml")]
    return _read_once(folder.parent, _known(guide), (len(stamps), max(stamps, default=0)))


@lru_cache(maxsize=8)
def _read_once(folder: Path, known: _Known, _stamp: tuple[int, int]) -> Mapping[str, Precedent]:
    return _read(folder, known)


def read_precedents(folder: Path, guide: Guide) -> Mapping[str, Precedent]:
    """Read the precedents afresh from the folder of a guide (see load_precedents)."""
    return _read(folder, _known(guide))


def missing_texts(language: str, folder: Path = GUIDE) -> tuple[tuple[DataFault, ...], int]:
    """The texts that precedents lack in a language, and the number of all their texts."""
    files = Files(folder, (language,))
    files.each(FOLDER, _precedent)
    missing = tuple(fault for fault in files.faults if fault.missing == language)
    return missing, files.texts_in.total()


def _read(folder: Path, known: _Known) -> Mapping[str, Precedent]:
    files = Files(folder, known.languages)
    precedents = files.each(FOLDER, _precedent)
    reported = {(fault.file, fault.record, fault.field) for fault in files.faults}
    faults = [
        *files.faults,
        *(
            fault
            for precedent in precedents.values()
            for fault in _check(precedent, known)
            if (fault.file, fault.record, fault.field) not in reported
        ),
        *(
            fault
            for (file, page), names in known.shown.items()
            for name in names
            for fault in _unknown(file, page, "precedents", name, tuple(precedents))
        ),
    ]
    if faults:
        raise GuideError(faults, files.texts_in)
    return precedents


def _known(guide: Guide) -> _Known:
    shown = {(page.file, page.id): page.precedents for page in guide.pages.values()}
    structures = (*guide.structures, OTHER)
    levels = {factor.id: tuple(x.id for x in factor.levels) for factor in guide.factors.values()}
    return _Known(tuple(guide.languages), structures, FrozenDict(levels), FrozenDict(shown))


def _precedent(r: Record) -> Precedent:
    return Precedent(
        id=r.id(),
        file=r.file,
        organisation=r.text("organisation"),
        country=r.string("country"),
        sector=r.choice("sector", SECTORS),
        years=r.string("years", empty=True),
        found_by=r.string("found_by"),
        structure=r.string("structure"),
        alternatives=r.words("alternatives"),
        confidence=r.choice("confidence", CONFIDENCE),
        settled=r.text_if("settled" in r.table, "settled", ""),
        situation=r.text("situation"),
        had=r.text("had"),
        chose=r.text("chose"),
        why=r.text("why"),
        outcome=r.text("outcome"),
        not_expressed=r.text("not_expressed"),
        evidence=r.records("answer", _evidence, identified_by="factor"),
        readings=r.records("source", _reading, identified_by="address"),
    )


def _evidence(r: Record) -> Evidence:
    return Evidence(factor=r.string("factor"), level=r.string("level"), text=r.text("evidence"))


def _reading(r: Record) -> Reading:
    return Reading(
        title=r.string("title"),
        address=r.string("address"),
        published=r.string("published", empty=True),
        read=r.day("read"),
        extent=r.choice("extent", EXTENTS),
    )


def _check(precedent: Precedent, known: _Known) -> Iterator[DataFault]:
    """What a precedent names exists, and its codes are written as they should be."""
    file, record = precedent.file, precedent.id
    yield from _unknown(file, record, "structure", precedent.structure, known.structures)
    for structure in precedent.alternatives:
        yield from _unknown(file, record, "alternatives", structure, known.structures)
    if precedent.structure in precedent.alternatives:
        problem = f'holds "{precedent.structure}", which is the structure itself'
        yield DataFault(file, record, "alternatives", problem)
    for found in precedent.evidence:
        where = f"{record} / answer {found.factor}"
        allowed = known.levels.get(found.factor, ())
        yield from _unknown(file, where, "factor", found.factor, tuple(known.levels))
        yield from _unknown(file, where, "level", found.level, allowed)
    for field, pattern, value, form in (
        ("country", COUNTRY, precedent.country, f"two capital letters or {SEVERAL_COUNTRIES}"),
        ("years", YEARS, precedent.years, 'like "2008–2011", "–2011", "1999–", "2016" or ""'),
    ):
        if not pattern.fullmatch(value):
            yield DataFault(file, record, field, f'is "{value}"; it must be {form}')
    if not precedent.readings:
        problem = "missing; add [[source]] with title, address, published, read and extent"
        yield DataFault(file, record, "source", problem)
    for reading in precedent.readings:
        where = f"{record} / source {reading.address}"
        if not reading.address.startswith(("http://", "https://")):
            problem = "must be a full address, with http:// or https://"
            yield DataFault(file, where, "address", problem)
        if not DAY.fullmatch(reading.published):
            problem = f'is "{reading.published}"; it must be like "2024", "2024-12" or "2024-12-31"'
            yield DataFault(file, where, "published", problem)


def _unknown(
    file: str, record: str, field: str, value: str, allowed: tuple[str, ...]
) -> Iterator[DataFault]:
    """A fault if a reference leads nowhere; empty ones have been reported by the reading."""
    if value and allowed and value not in allowed:
        problem = f'"{value}" is unknown; {meant_or_allowed(value, allowed)}'
        yield DataFault(file, record, field, problem)
