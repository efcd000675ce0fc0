"""Whether a symptom comes from the structure, or has a likelier cause."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from service_structure.source.frozen import FrozenDict
from service_structure.source.profile_records import Cause, Symptom
from service_structure.source.records import Guide, Pooling


def _stands_alone(pooling: Pooling) -> bool:
    return pooling.by != "one" and pooling.backup == "none"


def _knows_all(pooling: Pooling) -> bool:
    return pooling.masters_products == 1 and pooling.masters_trades == 1


HAS_TRAIT: Mapping[str, Callable[[Pooling], bool]] = FrozenDict(
    separate_queues=_stands_alone,
    hand_overs=lambda pooling: pooling.transfers or pooling.first_line,
    own_practice=lambda pooling: pooling.repeats_trades,
    generalists=_knows_all,
    far_from_decisions=lambda pooling: pooling.by in ("one", "functions"),
)
"""What each of profile_records.TRAITS means."""


@dataclass(frozen=True)
class Diagnosis:
    """Where a symptom comes from: from the structure if the target does away with its trait.

    `causes` are the possible ones, the likeliest first.
    """

    symptom: str
    structural: bool
    causes: tuple[Cause, ...]


def diagnose(
    symptoms: tuple[str, ...], today: Pooling, target: Pooling, guide: Guide
) -> Iterator[Diagnosis]:
    """Diagnose the symptoms of a service that could move from one way of pooling to another."""
    for symptom in (guide.symptoms[name] for name in symptoms):
        trait = HAS_TRAIT.get(symptom.trait or "")
        has, loses = bool(trait and trait(today)), bool(trait and not trait(target))
        yield Diagnosis(symptom.id, has and loses, _causes(symptom, has=has, first=has and loses))


def _causes(symptom: Symptom, *, has: bool, first: bool) -> tuple[Cause, ...]:
    """The causes that apply: the structure only where it has the trait, first where it is one."""
    structure = [cause for cause in symptom.causes if cause.kind == "structure" and has]
    others = [cause for cause in symptom.causes if cause.kind != "structure"]
    return (*structure, *others) if first else (*others, *structure)
