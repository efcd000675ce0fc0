"""The words around a precedent on the pages of the casebook: country, years, dates, sentences."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from babel import Locale
from babel.dates import format_date

from service_structure.source.model_records import Text
from service_structure.source.precedents import (
    OTHER,
    SEVERAL_COUNTRIES,
    Evidence,
    Precedent,
)
from service_structure.source.records import Guide
from service_structure.views.alike import as_sentence
from service_structure.views.wording import Wording

MENU = OVERVIEW = "cases"
"""The section of the menu, and the id of its first page."""

PREFIX = "cases_"
"""The id of the page of a sector is this and the sector."""

CIS = ("RU", "AM", "AZ", "BY", "KG", "KZ", "MD", "TJ", "TM", "UZ")
"""Russia and the other countries of the Commonwealth of Independent States."""


def page_of(sector: str) -> str:
    """The Markdown file of the page of a sector, relative to the language."""
    return f"cases/{sector}.md"


def of_sector(
    sector: str, precedents: Mapping[str, Precedent], language: str
) -> Sequence[Precedent]:
    """The precedents of a sector by the names of their organisations."""
    found = [p for p in precedents.values() if p.sector == sector]
    return sorted(found, key=lambda p: p.organisation[language].casefold())


def of_structure(
    structure: str, precedents: Mapping[str, Precedent], language: str
) -> Mapping[str, Sequence[Precedent]]:
    """The precedents of a structure by sector, those of the sector with most first."""
    sectors = Counter(p.sector for p in precedents.values() if p.structure == structure)
    return {
        sector: [p for p in of_sector(sector, precedents, language) if p.structure == structure]
        for sector, _ in sorted(sectors.items(), key=lambda found: (-found[1], found[0]))
    }


def words(guide: Guide, language: str) -> Mapping[str, Callable[..., object]]:
    """Functions for the templates of the casebook, in one language."""
    locale, wording = Locale.parse(language), Wording(guide, language)

    def message(name: str, **values: object) -> str:
        return guide.say(name, language, **values)

    def sentence(text: Text) -> str:
        """A text with a capital at its beginning and a full stop at its end."""
        return as_sentence(text[language])

    def country(code: str) -> str:
        if code == SEVERAL_COUNTRIES:
            return message("case_countries")
        return str(locale.territories[code]).replace("Соединен", "Соединён")  # CLDR writes no ё

    def years(written: str) -> str:
        if written.startswith("–"):
            return message("case_until", year=written[1:])
        if written.endswith("–"):
            return message("case_since", year=written[:-1])
        return written

    def day(written: date | str) -> str:
        """A day, a month like 2024-12 or a year, as it is written in the language."""
        if isinstance(written, date):
            return wording.day(written)
        year, *rest = map(int, written.split("-"))
        if len(rest) == 2:
            return wording.day(date(year, *rest))
        form = "LLLL y" if rest else "y"
        return format_date(date(year, (rest or [1])[0], 1), form, locale=locale)

    def told(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
        """The answers to questions that the guide asks, with levels that it has."""
        return [
            found
            for found in evidence
            if found.factor in guide.factors
            and found.level in {level.id for level in guide.factors[found.factor].levels}
        ]

    def structure(structure_id: str, capital: bool = False) -> str:
        """The name of a structure inside a sentence or, with a `capital`, at its beginning."""
        if structure_id == OTHER:
            name = message("case_other_structure")
            return name[:1].upper() + name[1:] if capital else name
        name = guide.structures[structure_id].short[language]
        return name if capital else guide.languages[language].inside(name)

    return {
        "sentence": sentence,
        "country": country,
        "years": years,
        "day": day,
        "told": told,
        "structure_name": structure,
    }
