"""Bring what older links and files say to the ids of today (see guide/renamed.toml)."""

from collections.abc import Mapping

from service_structure.case.answers import BETWEEN, InputFault, fault, separated
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
        today = _levels_today(new, value, guide) if part == "answers" else value
        if isinstance(today, InputFault):
            faults.append(today)
        elif new == key or new not in table:
            found[new] = today
    return found, tuple(faults)


def _levels_today(factor: object, value: object, guide: Guide) -> object:
    """An answer with the ids of today; a fault if it names a level that is no more."""
    named = separated(value)
    renamings = [_of("level", level, guide, factor) for level in named]
    for renaming in filter(None, renamings):
        if renaming.now is None:
            return fault("level_gone", factor, renaming.was, [renaming.since])
    if not any(renamings):
        return value
    pairs = zip(named, renamings, strict=True)
    return BETWEEN.join([str(r.now if r else level) for level, r in pairs])


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
