"""Read the guide from its TOML files and report every fault at once, by file, record and field."""

import copyreg
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from service_structure.errors import GuideError, ServiceStructureError
from service_structure.faults import DataFault
from service_structure.source import model_loader, plan_loader, profile_loader, site_loader
from service_structure.source.language import Language
from service_structure.source.model_records import (
    Circumstance,
    Precondition,
    Text,
)
from service_structure.source.numbers import NUMBERS
from service_structure.source.reading import Files, Record, by_id
from service_structure.source.records import (
    ASKED_ABOUT,
    BACKUPS,
    PERIODS,
    POOLED_BY,
    QUANTITIES,
    RENAMED,
    UNITS,
    Assumption,
    Chart,
    Fact,
    FlowStep,
    Group,
    Guide,
    Indicator,
    Metric,
    Page,
    Period,
    Pooling,
    Renaming,
    Revision,
    Role,
    Scenario,
    Section,
    Sign,
    Source,
    Span,
    Structure,
    Synonym,
    Term,
    Transition,
    Unit,
)
from service_structure.source.validation import check

GUIDE = next(
    folder
    for folder in (Path(__file__).parents[1] / "guide", Path(__file__).parents[2] / "guide")
    if folder.is_dir()
)
"""The guide lies in the installed package, and beside the package in the repository."""

TELLING = ("guide.toml", "criteria.toml")
"""Files by which a guide is known: a folder with neither is another one than was meant."""

_folders: WeakKeyDictionary[Guide, Path] = WeakKeyDictionary()


def load_guide(path: Path | str | None = None) -> Guide:
    """Return the guide stored in a folder of TOML files, by default the one of this package.

    The package's own guide is read once; every call returns the same object, also in a process to
    which it was sent. Raises GuideError, with all faults, unless every record is complete and
    sound.
    """
    return _own_guide() if path is None else read_guide(Path(path))


@cache
def _own_guide() -> Guide:
    return read_guide(GUIDE)


def _reduced(guide: Guide) -> tuple[Any, ...]:
    """What a guide is pickled and copied as: that of this package by its version alone."""
    if _own_guide.cache_info().currsize and guide is _own_guide():
        return _own_guide_of, (guide.version,)
    return Guide, tuple(getattr(guide, field.name) for field in fields(Guide))


def _own_guide_of(version: str) -> Guide:
    guide = load_guide()
    if guide.version != version:
        raise ServiceStructureError(
            f"the guide that was pickled is of version {version}; that of this package is"
            f" {guide.version}: load it anew"
        )
    return guide


copyreg.pickle(Guide, _reduced)


def read_guide(folder: Path) -> Guide:
    """Read a guide afresh from its folder (see load_guide)."""
    if not any((folder / name).is_file() for name in TELLING):
        raise GuideError([DataFault(str(folder), "", "", _no_guide(folder))])
    files = Files(folder)
    guide = _read(files)
    reported = {(fault.file, fault.record, fault.field) for fault in files.faults}
    found = (*check(guide), *plan_loader.check(guide))
    faults = [*files.faults, *(f for f in found if not reported.intersection(_places(f)))]
    if faults:
        raise GuideError(faults, files.texts_in)
    _folders[guide] = folder
    return guide


def folder_of(guide: Guide) -> Path:
    """The folder that a guide was read from; that of this package for one made otherwise."""
    return _folders.get(guide, GUIDE)


def add_messages(guide: Guide, texts: Mapping[str, Text]) -> None:
    """Add messages that come later than a guide; those that it has already stay as they are.

    A copy of the guide would not do: results and templates are kept by the guide that made them.
    """
    known: Any = guide.messages
    dict.update(known, {**texts, **known})


def _no_guide(folder: Path) -> str:
    """Why a folder cannot be read as a guide, with the one within it that can."""
    for inner in (folder / "guide", folder / "calculator" / "guide"):
        if all((inner / name).is_file() for name in TELLING):
            return f"holds no guide; did you mean {inner}?"
    if not folder.is_dir():
        return "no such folder; give the one that holds guide.toml"
    return "holds no guide; give the folder that holds guide.toml"


def _places(fault: DataFault) -> Iterator[tuple[str, str, str]]:
    """Where a fault stands: its field, and the table around it as a field of its record."""
    yield fault.file, fault.record, fault.field
    record, _, table = fault.record.rpartition(" / ")
    yield fault.file, record, table


def read_languages(folder: Path = GUIDE) -> Mapping[str, Language]:
    """The languages of a guide, without reading the rest of it; empty if they cannot be read."""
    return by_id(Files(folder).one("guide.toml").records("language", _language))


def missing_texts(language: str, folder: Path = GUIDE) -> tuple[tuple[DataFault, ...], int]:
    """The texts that a guide lacks in a language, and the number of all texts.

    The language need not be among those of the guide yet.
    """
    files = Files(folder)
    _read(files, also=(language,))
    missing = tuple(fault for fault in files.faults if fault.missing == language)
    return missing, files.texts_in.total()


def _read(files: Files, also: Iterable[str] = ()) -> Guide:
    """Read all files, noting every fault in a record on its own, in `also` other languages."""
    top = files.one("guide.toml")
    version = top.string("version")
    languages = by_id(top.records("language", _language))
    files.languages = top.languages = tuple(dict.fromkeys((*languages, *also)))
    shared = files.listed("circumstances.toml", "circumstance", model_loader.circumstance)
    if not languages:
        top.fault("language", "at least one [[language]] with id and name is needed")
    guide = Guide(
        version=version,
        languages=languages,
        groups=by_id(top.records("group", _group)),
        number_groups=by_id(top.records("number_group", _group)),
        criteria=files.listed("criteria.toml", "criterion", model_loader.criterion),
        circumstances=shared,
        exclusions=files.listed("exclusions.toml", "exclusion", model_loader.exclusion),
        structures=files.each("structures", lambda r: _structure(r, shared)),
        factors=files.each("factors", model_loader.factor),
        scenarios=files.each("scenarios", _scenario),
        assumptions=files.listed("assumptions.toml", "assumption", _assumption),
        units=files.listed("units.toml", "unit", _unit),
        currencies=files.listed("currencies.toml", "currency", profile_loader.currency),
        symptoms=files.listed("symptoms.toml", "symptom", profile_loader.symptom),
        planning=plan_loader.planning(files),
        estimates=model_loader.estimates(files.one("estimates.toml")),
        metrics=files.listed("metrics.toml", "metric", _metric),
        terms=files.listed("terms.toml", "term", _term),
        synonyms=files.listed("synonyms.toml", "synonym", _synonym),
        sources=files.listed("sources.toml", "source", _source),
        messages=files.texts("messages"),
        pages=files.each("pages", _page),
        promises=files.listed("promises.toml", "promise", site_loader.promise),
        components=files.listed("components.toml", "component", site_loader.component),
        renamed=files.sequence("renamed.toml", "renamed", _renaming, identified_by="was"),
        changes=files.listed("changes.toml", "change", _change),
    )
    top.close()
    return guide


def _language(r: Record) -> Language:
    return Language(
        id=r.id(),
        name=r.string("name"),
        decimal=r.string("decimal"),
        thousands=r.take("thousands", str, "a text in quotes, such as a space or a comma") or "",
        bind_after=r.words("bind_after", optional=True),
        bind_before=r.words("bind_before", optional=True),
        lowercase_names=r.flag("lowercase_names"),
        plurals=r.words("plurals", optional=True) or Language.plurals,
        grouped_from=r.whole("grouped_from", 1000, 10_000)
        if "grouped_from" in r.table
        else Language.grouped_from,
        cyrillic=r.flag("cyrillic"),
        locale=r.string("locale", optional=True),
    )


def _group(r: Record) -> Group:
    return Group(id=r.id(), name=r.text("name"))


def _structure(r: Record, shared: Mapping[str, Circumstance]) -> Structure:
    pooling = _pooling(r.table_of("pooling", '{ by = "one" }, { by = "regions" } or the like'))
    return Structure(
        id=r.id(),
        file=r.file,
        order=r.order(),
        parents=r.words("parents"),
        pooling=pooling,
        chart=_chart(
            r.table_of(
                "chart",
                "chart.description, .groups and, where drawn, .intake, .lead, .roles, .hub",
            ),
            pooling,
        ),
        name=r.text("name"),
        short=r.text("short"),
        summary=r.text("summary"),
        how=r.text("how"),
        signs_for=_signs(r, "suits"),
        signs_against=_signs(r, "unsuited"),
        flow=r.records("flow", _flow_step),
        variants=_fact(r, "variants") if "variants" in r.table else None,
        staffing=_fact(r, "staffing"),
        roles=r.records("role", _role),
        span=_fact(r, "span"),
        indicators=r.records("indicator", _indicator),
        periods=r.records("period", _period, identified_by="until"),
        organisation=_fact(r, "organisation"),
        preconditions=r.records("precondition", _precondition, identified_by="factor"),
        statements=r.records("statement", lambda s: model_loader.statement(s, shared)),
        transitions=r.records("transition", _transition, identified_by="to"),
    )


def _signs(r: Record, field: str) -> tuple[Sign, ...]:
    texts, answers = r.texts_with(field, "answers")
    return tuple(Sign(text, found) for text, found in zip(texts, answers, strict=True))


def _pooling(r: Record) -> Pooling:
    pooling = Pooling(
        by=r.choice("by", POOLED_BY),
        specialists=r.flag("specialists"),
        transfers=r.flag("transfers"),
        first_line=r.flag("first_line"),
        backup=r.choice("backup", BACKUPS, otherwise="none"),
        dual_reporting=r.flag("dual_reporting"),
        masters_products=r.share("masters_products"),
        masters_trades=r.share("masters_trades"),
        repeats_trades=r.flag("repeats_trades"),
    )
    r.close()
    return pooling


def _flow_step(r: Record) -> FlowStep:
    return FlowStep(id=r.id(), holder=r.text("holder"), text=r.text("text"))


def _fact(owner: Record, field: str) -> Fact:
    r = owner.table_of(field, f"[{field}] with text and sources")
    fact = Fact(text=r.text("text"), sources=r.words("sources"))
    r.close()
    return fact


def _role(r: Record) -> Role:
    return Role(id=r.id(), name=r.text("name"), duty=r.text("duty"))


def _indicator(r: Record) -> Indicator:
    return Indicator(id=r.id(), metric=r.text("metric"), warning=r.text("warning"))


def _period(r: Record) -> Period:
    until = r.whole("until", PERIODS[0], PERIODS[-1])
    return Period(until=until, steps=r.texts("steps"), done=r.text("done"))


def _transition(r: Record) -> Transition:
    return Transition(
        to=r.string("to"), first=r.text("first"), keep=r.text("keep"), risk=r.text("risk")
    )


def _chart(r: Record, pooling: Pooling) -> Chart:
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


def _precondition(r: Record) -> Precondition:
    return Precondition(
        factor=r.string("factor"), at_least=r.string("at_least"), because=r.text("because")
    )


def _scenario(r: Record) -> Scenario:
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


def _unit(r: Record) -> Unit:
    unit = r.id()
    quantity = r.choice("quantity", UNITS)
    is_shown = quantity in {"duration", "share"}
    return Unit(
        id=unit,
        quantity=quantity,
        times=r.number("times"),
        written=r.text_if(is_shown, "written", "not needed: it is only read"),
        words=r.words_by_language("words"),
    )


def _assumption(r: Record) -> Assumption:
    assumption = r.id()
    quantity = r.choice("quantity", QUANTITIES)
    of_form = assumption in NUMBERS
    has_plausible = "plausible" in r.table or (of_form and quantity in ASKED_ABOUT)
    value, low, high = r.number("value"), r.number("low"), r.number("high")
    or_none = r.flag("or_none")
    return Assumption(
        id=assumption,
        group=r.string("group", optional=not of_form) or None,
        name=r.text("name"),
        quantity=quantity,
        value=value,
        unit=r.text("unit") if "unit" in r.table or quantity != "count" else None,
        low=low,
        high=high,
        plausible=_span(r, "plausible") if has_plausible else Span(low, high),
        likely=_span(r, "likely") if "likely" in r.table else None,
        or_none=or_none,
        none=r.text_if(or_none, "none", "not needed: the number cannot be 0 for none"),
        example=r.number("example") if or_none else value,
        note=r.text("note"),
        judgement=r.flag("judgement"),
        sources=r.words("sources"),
    )


def _span(r: Record, field: str) -> Span:
    table = r.table_of(field, "{ low = 1, high = 9 }")
    span = Span(table.number("low"), table.number("high"))
    table.close()
    return span


def _metric(r: Record) -> Metric:
    return Metric(
        id=r.id(),
        name=r.text("name"),
        meaning=r.text("meaning"),
        formula=r.text("formula"),
        misleads=r.text("misleads"),
        structures=r.words("structures"),
        sources=r.words("sources"),
    )


def _term(r: Record) -> Term:
    return Term(
        id=r.id(),
        name=r.text("name"),
        definition=r.text("definition"),
        forms=r.words_by_language("forms"),
        avoid=r.words_by_language("avoid"),
    )


def _synonym(r: Record) -> Synonym:
    return Synonym(id=r.id(), means=r.words("means"), words=r.words_by_language("words"))


def _source(r: Record) -> Source:
    checked = r.day("checked")
    return Source(
        id=r.id(),
        author=r.string("author"),
        author_abroad=r.string("author_abroad", optional=True),
        surname=r.string("surname", optional=True),
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


def _page(r: Record) -> Page:
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
        example=r.string("example", optional=True),
        precedents=r.words("precedents", optional=True),
    )


def _section(r: Record) -> Section:
    return Section(id=r.id(), heading=r.text("heading"), body=r.text("body"))


def _change(r: Record) -> Revision:
    return Revision(id=r.id(), date=r.day("date"), records=r.words("records"), text=r.text("text"))


def _renaming(r: Record) -> Renaming:
    kind = r.choice("kind", RENAMED)
    return Renaming(
        kind=kind,
        factor=r.string("factor") if kind == "level" else None,
        was=r.string("was"),
        now=r.string("now", empty=True) or None,
        since=r.string("since"),
    )
