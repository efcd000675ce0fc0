"""Bring what older links and files say to the ids of today (see guide/renamed.toml)."""

from collections.abc import Mapping

from service_structure.case.answers import InputFault, fault
from service_structure.source.records import Guide, Renaming

KEYS = {"answers": "factor", "numbers": "number", "weights": "criterion"}
"""What the keys of a part of a case are ids of."""


def migrated(
    part: str, table: Mapping[object, object], guide: Guide
) -> tuple[Mapping[object, object], tuple[InputFault, ...]]:
    """Return a part of a case with the ids of today, and a fault for each that is no more.

    An entry that already stands there under its new id is kept.
    """
    if not guide.renamed or part not in KEYS:
        return table, ()
    found: dict[object, object] = {}
    faults = []
    for key, value in table.items():
        renaming = _of(KEYS[part], key, guide)
        if renaming and renaming.now is None:
            faults.append(fault("gone", key, value, [renaming.since]))
            continue
        new = renaming.now if renaming else key
        level = _of("level", value, guide, new) if part == "answers" else None
        if level and level.now is None:
            faults.append(fault("level_gone", new, value, [level.since]))
        elif new == key or new not in table:
            found[new] = level.now if level else value
    return found, tuple(faults)


def structure_today(structure: str, guide: Guide) -> str | None:
    """The id that a structure has today; None if it is no more."""
    renaming = _of("structure", structure, guide)
    today = renaming.now if renaming else structure
    return today if today in guide.structures else None


def _of(kind: str, name: object, guide: Guide, factor: object = None) -> Renaming | None:
    for renaming in guide.renamed:
        if (renaming.kind, renaming.was, renaming.factor) == (kind, name, factor):
            return renaming
    return None
