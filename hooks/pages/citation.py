"""How to cite the guide or a page of it, as reference lists do, and the works that it cites."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton

from service_structure.source.records import Guide, Source
from service_structure.views.wording import Wording


@dataclass(frozen=True)
class Citation:
    """A reference to the guide or to a page of it, in one language.

    `date` is that of its last change. `forms` are whole references by the name of their style:
    GOST R 7.0.5–2008 is that of footnotes, GOST R 7.0.100–2018 that of reference lists.
    """

    title: str
    authors: str
    version: str
    date: date
    forms: Mapping[str, str]


@dataclass(frozen=True)
class Cited:
    """A page that is cited, with the day of its last change."""

    title: str
    date: date


def citation(guide: Guide, language: str, address: str, page: Cited | None = None) -> Citation:
    """How to cite the guide, or a `page` of it.

    `address` is that of the site in the language, or that of the page; empty if unknown.
    """

    def say(message: str, **values: str) -> str:
        return guide.say(message, language, **values)

    changed = page.date if page else max(change.date for change in guide.changes.values())
    title, authors = say("site_name"), say("cite_authors")
    version, seen = say("cite_version", version=guide.version), f"{say('cite_seen')}: …"
    place = address or "…"
    dated = Wording(guide, language).day(changed)
    day = format_skeleton("MMMMd", changed, locale=language)
    text = f"{say('cite_text')} : {say('cite_electronic')}"
    plain, footnote, listed, book, kind = title, title, title, f"*{title}*", f" — {text}."
    if page:
        plain, footnote = f"{page.title}. {title}", f"{page.title} // {title}"
        listed, kind = f"{page.title}. — {text} // {title}", ""
        book = f"*{page.title}*. {title}"
    return Citation(
        title=title,
        authors=authors,
        version=guide.version,
        date=changed,
        forms={
            "plain": say(
                "cite_plain_form",
                title=plain,
                version=guide.version,
                date=dated,
                address=place,
            ),
            "footnote": f"{footnote} : [{say('cite_site')}]. {version}. {changed.year}."
            f" URL: {place} ({seen}).",
            "list": f"{listed} : {say('cite_site')}. — {version}. — {changed.year}."
            f" — URL: {place} ({seen}).{kind}",
            "apa": f"{authors}. ({changed.year}, {day}). {book} ({version})"
            f" [{say('cite_kind')}]. {place}",
            "bibtex": _bibtex(plain, authors, guide.version, changed, place, page is not None),
        },
    )


def listed_sources(guide: Guide, language: str) -> list[tuple[str, Source]]:
    """The sources with their authors as a list names them, in the order of these names."""
    wording = Wording(guide, language)
    sources = [(wording.listed_author(source), source) for source in guide.sources.values()]
    return sorted(sources, key=lambda listed: (listed[0].casefold(), listed[1].title.casefold()))


def _bibtex(
    title: str, authors: str, version: str, changed: date, place: str, is_page: bool
) -> str:
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
    if is_page:
        key += f"-{place.rstrip('/').rpartition('/')[2]}"
    return "\n".join([f"@misc{{{key},", *lines, "}"])
