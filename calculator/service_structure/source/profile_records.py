"""What a reader may say of a service as it is: what goes wrong, and in which currency it pays."""

from collections.abc import Mapping
from dataclasses import dataclass

from service_structure.source.model_records import Text

CAUSES = ("people", "knowledge", "ownership", "structure")
"""What may be behind a symptom of a service."""

TRAITS = ("separate_queues", "hand_overs", "own_practice", "generalists", "far_from_decisions")
"""What a structure may have that brings about a symptom (see planning/diagnosis.py)."""


@dataclass(frozen=True)
class Currency:
    """A currency that amounts may be in: `written` is how a language writes an amount of it."""

    id: str
    name: Text
    written: Text


@dataclass(frozen=True)
class Cause:
    """What may be behind a symptom: `kind` is one of CAUSES.

    `sign` tells whether it is this one, `first` what to do then. `suggested_by` are the levels, by
    factor, with which it is likelier than others.
    """

    kind: str
    sign: Text
    first: Text
    sources: tuple[str, ...]
    suggested_by: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Symptom:
    """What goes wrong in a service, as its head would say it, and its causes, the likeliest first.

    It may come from the structure where that has the `trait`, one of TRAITS; None if no structure
    brings it about.
    """

    id: str
    name: Text
    trait: str | None
    causes: tuple[Cause, ...]
