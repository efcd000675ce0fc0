"""Whether a symptom comes from the structure, or has a likelier cause."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

from service_structure.case.answers import Answers
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

    `causes` are the possible ones, the likeliest first; `suggested` has the answer that points to
    one, a factor and its level, by the kind of the cause.
    """

    symptom: str
    structural: bool
    causes: tuple[Cause, ...]
    suggested: Mapping[str, tuple[str, str]]


def diagnose(
    symptoms: tuple[str, ...], today: Pooling, target: Pooling, answers: Answers, guide: Guide
) -> Iterator[Diagnosis]:
    """Diagnose the symptoms of a service that could move from one way of pooling to another."""
    for symptom in (guide.symptoms[name] for name in symptoms):
        trait = HAS_TRAIT.get(symptom.trait or "")
        has, loses = bool(trait and trait(today)), bool(trait and not trait(target))
        suggested = dict(_suggested(symptom, answers))
        causes = _causes(symptom, suggested, has=has, first=has and loses)
        yield Diagnosis(symptom.id, has and loses, causes, suggested)


def _suggested(symptom: Symptom, answers: Answers) -> Iterator[tuple[str, tuple[str, str]]]:
    """The kinds of causes to which an answer points, each with that answer."""
    for cause in symptom.causes:
        for factor, levels in cause.suggested_by.items():
            named = answers.named(factor)
            if named and set(named) <= set(levels):
                yield cause.kind, (factor, named[-1])


def _causes(
    symptom: Symptom, suggested: Container[str], *, has: bool, first: bool
) -> tuple[Cause, ...]:
    """The causes that apply: the structure only where it has the trait, first where it is one.

    Of the others those come first to which an answer points.
    """
    structure = [cause for cause in symptom.causes if cause.kind == "structure" and has]
    others = [cause for cause in symptom.causes if cause.kind != "structure"]
    others.sort(key=lambda cause: cause.kind not in suggested)
    return (*structure, *others) if first else (*others, *structure)
