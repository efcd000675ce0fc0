"""How to cite the guide, in the forms of reference lists, and the works that it cites itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton

from service_structure.source.records import Guide, Source
from service_structure.views.wording import Wording


@dataclass(frozen=True)
class Citation:
    """A reference to the guide in one language.

    `date` is that of the last change. `forms` are whole references by the name of their style:
    GOST R 7.0.5–2008 is that of footnotes, GOST R 7.0.100–2018 that of reference lists.
    """

    title: str
    authors: str
    version: str
    date: date
    forms: Mapping[str, str]


def citation(guide: Guide, language: str, address: str) -> Citation:
    """How to cite the guide; `address` is that of the site in the language, empty if unknown."""

    def say(message: str, **values: str) -> str:
        return guide.say(message, language, **values)

    changed = max(change.date for change in guide.changes.values())
    title, authors = say("site_name"), say("cite_authors")
    version, seen = say("cite_version", version=guide.version), f"{say('cite_seen')}: …"
    place = address or "…"
    dated = Wording(guide, language).day(changed)
    day = format_skeleton("MMMMd", changed, locale=language)
    text = f"{say('cite_text')} : {say('cite_electronic')}"
    return Citation(
        title=title,
        authors=authors,
        version=guide.version,
        date=changed,
        forms={
            "plain": say(
                "cite_plain_form", title=title, version=guide.version, date=dated, address=place
            ),
            "footnote": f"{title} : [{say('cite_site')}]. {version}. {changed.year}. URL: {place}"
            f" ({seen}).",
            "list": f"{title} : {say('cite_site')}. — {version}. — {changed.year}. — URL: {place}"
            f" ({seen}). — {text}.",
            "apa": f"{authors}. ({changed.year}, {day}). *{title}* ({version})"
            f" [{say('cite_kind')}]. {place}",
            "bibtex": _bibtex(title, authors, guide.version, changed, place),
        },
    )


def listed_sources(guide: Guide, language: str) -> list[tuple[str, Source]]:
    """The sources with their authors as a list names them, in the order of these names."""
    wording = Wording(guide, language)
    sources = [(wording.listed_author(source), source) for source in guide.sources.values()]
    return sorted(sources, key=lambda listed: (listed[0].casefold(), listed[1].title.casefold()))


def _bibtex(title: str, authors: str, version: str, changed: date, place: str) -> str:
    """Inner braces keep BibTeX from taking names apart and from changing capitals."""
    fields = {
        "author": f'"{{{authors}}}"',
        "title": f'"{{{title}}}"',
        "year": f"{{{changed.year}}}",
        "month": f"{{{changed.month}}}",
        "version": f"{{{version}}}",
        "url": f"{{{place}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items()]
    key = f"service-structure-guide-{version.replace('.', '-')}"
    return "\n".join([f"@misc{{{key},", *lines, "}"])
