"""What a reader says of the organisation beside the answers: nothing of it rates a structure.

The structure of today and the symptoms decide whether a change pays; where no contacts are given,
the structure also tells how many the agents take (see Case.ranked). The preferred one is set beside
the advice, the currency says how amounts are written, the start when the tasks of a plan are due,
the names what stands in the organisation chart. Names are kept on the device and in files, never in
a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from service_structure.case.answers import NAMED, PROFILE, InputFault, fault
from service_structure.source.frozen import FrozenDict
from service_structure.source.records import Guide

NO_STRUCTURE = "none"
"""The structure of a service that has none of the guide's."""

MOST_NAMES, LONGEST_NAME = 100, 60
"""How many names of one kind are kept, and how many characters of a name."""


@dataclass(frozen=True)
class Profile:
    """How the service is organised today and what its parts are called.

    `structure` is the id of a structure, NO_STRUCTURE, or None where the reader has not said;
    `preferred` the id of the one that the reader or the management would like, or None; `currency`
    the id of a currency or None; `names` maps what is named, one of NAMED, to names in
    the reader's order; `start` is the first day of the change.
    """

    structure: str | None = None
    symptoms: tuple[str, ...] = ()
    currency: str | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)
    start: date | None = None
    preferred: str | None = None

    @property
    def current(self) -> str | None:
        """The structure of the guide that the service has today; None if it has none of them."""
        return None if self.structure == NO_STRUCTURE else self.structure

    @property
    def organisation(self) -> str:
        """The name of the organisation, empty if it is not told; commas divide names, not this."""
        return ", ".join(self.names.get("organisation", ()))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self == Profile()


def read_profile(raw: object, guide: Guide) -> tuple[Profile, tuple[InputFault, ...]]:
    """Return the usable part of a profile and the faults of the rest.

    `raw` maps "structure", "preferred" and "currency" to ids, "start" to a date as in 2026-11-30,
    "symptoms" and what is named to lists, or to texts with commas, semicolons or line breaks
    between two entries.
    """
    if not isinstance(raw, Mapping):
        return Profile(), (fault("profile_not_a_table", "", raw, PROFILE),)
    faults: list[InputFault] = []
    chosen: dict[str, str] = {}
    start: date | None = None
    listed: dict[str, tuple[str, ...]] = {}
    choices = {
        "structure": (*guide.structures, NO_STRUCTURE),
        "preferred": tuple(guide.structures),
        "currency": tuple(guide.currencies),
    }
    for key, value in raw.items():
        if key in choices:
            if isinstance(value, str) and value.strip().lower() in choices[key]:
                chosen[key] = value.strip().lower()
            elif value not in (None, ""):
                faults.append(fault("unknown_choice", f"p.{key}", value, choices[key]))
        elif key == "start":
            start, wrong = _day(value)
            faults += wrong
        elif key in ("symptoms", *NAMED):
            entries = _entries(value)
            if entries is None:
                faults.append(fault("not_a_list", f"p.{key}", value, ()))
            elif key == "symptoms":
                symptoms = tuple(guide.symptoms)
                strange = [entry for entry in entries if entry not in symptoms]
                faults += [fault("unknown_choice", "p.symptoms", s, symptoms) for s in strange]
                listed[key] = tuple([symptom for symptom in symptoms if symptom in entries])
            elif entries:
                if len(entries) > MOST_NAMES:
                    faults.append(fault("too_many_names", f"p.{key}", value, ()))
                listed[key] = tuple([name[:LONGEST_NAME] for name in entries[:MOST_NAMES]])
                cut = set(listed[key]).difference(entries)
                faults += [fault("long_name", f"p.{key}", n, ()) for n in listed[key] if n in cut]
        else:
            faults.append(fault("unknown_part", f"p.{key}", value, PROFILE))
    symptoms_had = listed.pop("symptoms", ())
    names = FrozenDict({key: listed[key] for key in NAMED if key in listed})
    profile = Profile(symptoms=symptoms_had, names=names, start=start, **chosen)
    return profile, tuple(faults)


def profile_as_table(profile: Profile, *, names: bool) -> dict[str, str | list[str]]:
    """What `read_profile` reads, with the names or, as in a link, without."""
    table: dict[str, str | list[str]] = {}
    if profile.structure:
        table["structure"] = profile.structure
    if profile.preferred:
        table["preferred"] = profile.preferred
    if profile.symptoms:
        table["symptoms"] = list(profile.symptoms)
    if profile.currency:
        table["currency"] = profile.currency
    if profile.start:
        table["start"] = profile.start.isoformat()
    if names:
        table |= {key: list(entries) for key, entries in profile.names.items()}
    return table


def _day(value: object) -> tuple[date | None, tuple[InputFault, ...]]:
    """A date, which TOML reads as such and all else as text, or the fault of what is none."""
    if value in (None, ""):
        return None, ()
    if type(value) is date:
        return value, ()
    try:
        return date.fromisoformat(str(value).strip()), ()
    except ValueError:
        return None, (fault("not_a_date", "p.start", value, ()),)


def written_profile(profile: Profile) -> dict[str, str]:
    """A profile without its names as a flat table has it, every entry a text.

    >>> written_profile(Profile("matrix", ("waits", "transfers")))
    {'p.structure': 'matrix', 'p.symptoms': 'waits,transfers'}
    """
    return {
        f"p.{key}": value if isinstance(value, str) else ",".join(value)
        for key, value in profile_as_table(profile, names=False).items()
    }


def _entries(value: object) -> tuple[str, ...] | None:
    """The entries of a list, or of a text with marks between them; None if it is neither."""
    if value is None:
        return ()
    if isinstance(value, str):
        for mark in (";", "\n"):
            value = value.replace(mark, ",")
        value = value.split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
        return None
    return tuple([" ".join(entry.split()) for entry in value if entry.strip()])
