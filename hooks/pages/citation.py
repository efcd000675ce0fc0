"""How to cite the guide: its version, its date and its address, as reference lists need them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton

from service_structure.source.records import Guide


@dataclass(frozen=True)
class Citation:
    """What a reference to the guide is made of.

    `date` is that of the last change, `address` that of the site in one language, or empty.
    `values` fill the forms of a citation (the messages `cite_…_form`).
    """

    key: str
    date: date
    address: str
    values: Mapping[str, str]


def citation(guide: Guide, language: str, address: str) -> Citation:
    """How to cite the guide in one of its languages."""
    changed = max(change.date for change in guide.changes.values())
    return Citation(
        key=f"service-structure-guide-{guide.version.replace('.', '-')}",
        date=changed,
        address=address,
        values={
            "authors": guide.messages["cite_authors"][language],
            "title": guide.messages["site_name"][language],
            "version": guide.version,
            "year": str(changed.year),
            "date": format_date(changed, "d MMMM y", locale=language),
            "day": format_skeleton("MMMMd", changed, locale=language),
            "address": address or "…",
        },
    )
