"""Notice a text that was changed in one language only, by a lock of what was translated from what.

A lock holds, for every text, a short hash of its words in each language, as they were when someone
last vouched for the translation. The guide has one, and the casebook has one of its own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from pathlib import Path

from service_structure.source.loader import GUIDE
from service_structure.source.model_records import Text
from service_structure.source.records import Guide

LOCK = GUIDE / "translations.lock"
LOCK_OF_PRECEDENTS = GUIDE / "precedents.lock"
NAMES = ("id", "factor", "until", "to")
"""What tells the records of a list apart: their id, or what takes its place."""

type Hashes = dict[str, dict[str, str]]
type Told = Iterable[tuple[str, Text]]
"""Texts with their places."""


@dataclass(frozen=True)
class Stale:
    """A text that `changed` in some languages and was `kept` as it is in others, by its place."""

    place: str
    changed: tuple[str, ...]
    kept: tuple[str, ...]

    def describe(self, guide: Guide, language: str) -> str:
        """What changed and what to do, in a language of the guide."""
        names = {"changed": ", ".join(self.changed), "kept": ", ".join(self.kept)}
        return f"{self.place}: {guide.say('translations_stale', language, **names)}"


def read_lock(path: Path = LOCK) -> Hashes:
    """The hashes of the last accepted texts; empty if there is no lock yet."""
    locked: Hashes = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return locked


def write_lock(told: Told, path: Path = LOCK) -> None:
    """Vouch for every translation as it stands now."""
    lines = json.dumps(hashes(told), indent=0, sort_keys=True)
    path.write_text(lines + "\n", encoding="utf-8")


def stale(told: Told, locked: Hashes) -> tuple[Stale, ...]:
    """Every text that changed in some languages and not in the others."""
    found = []
    for place, now in hashes(told).items():
        before = locked.get(place, {})
        known = [language for language in now if language in before]
        changed = tuple([language for language in known if now[language] != before[language]])
        if changed and len(changed) < len(known):
            kept = tuple([language for language in known if language not in changed])
            found.append(Stale(place, changed, kept))
    return tuple(found)


def unlocked(told: Told, locked: Hashes) -> tuple[str, ...]:
    """Texts that the lock does not know as they stand: new, changed in full, or gone."""
    now = hashes(told)
    return tuple(sorted(p for p in now.keys() | locked.keys() if now.get(p) != locked.get(p)))


def hashes(told: Told) -> Hashes:
    """A short hash of every text in every language, by its place."""
    return {
        place: {k: sha256(words.encode()).hexdigest()[:8] for k, words in text.items()}
        for place, text in told
    }


def texts(guide: Guide) -> Iterator[tuple[str, Text]]:
    """Every text of the guide with its place, like `structures/matrix/summary`."""
    languages = guide.languages.keys()
    for field in fields(guide):
        yield from _texts(field.name, getattr(guide, field.name), languages)


def texts_of(place: str, value: object, guide: Guide) -> Iterator[tuple[str, Text]]:
    """Every text of other records than those of the guide, with its place below `place`."""
    return _texts(place, value, guide.languages.keys())


def _texts(place: str, value: object, languages: object) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Mapping):
        if value and value.keys() == languages and all(isinstance(v, str) for v in value.values()):
            yield place, value
        else:
            for key, item in value.items():
                yield from _texts(f"{place}/{key}", item, languages)
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            name = next((getattr(item, key) for key in NAMES if hasattr(item, key)), number)
            yield from _texts(f"{place}/{name}", item, languages)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(f"{place}/{field.name}", getattr(value, field.name), languages)
