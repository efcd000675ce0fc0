"""Which organisations of the casebook are most like the reader's, by answers that both gave.

How alike two answers to one question are: 1 if they are the same, 0 if they are the ends of the
scale, in between by the number of levels between them. A question weighs by how much it tells: the
entropy of its levels (bits) among the precedents that answer it. One that all of them answer alike
weighs nothing, as agreement on it says nothing.

    likeness = (Σ weight · alike + ½ mean weight) / (Σ weight + mean weight)

over the questions that both answered. The mean weight stands for one more answer, half alike, so
that three answers that agree are less than eight that do. Questions that either left open
contribute nothing, and with fewer than LEAST_COMMON in common there is no likeness.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, log2
from typing import Protocol

from service_structure.source.records import Guide

LEAST_COMMON = 3
"""The fewest questions that both must have answered."""


class Answered(Protocol):
    """What can be compared: a precedent, or as much of one as the browser gets."""

    @property
    def id(self) -> str:
        """The id of the precedent."""
        ...

    @property
    def answers(self) -> Mapping[str, str]:
        """Level ids by factor ids; what is not known is left out."""
        ...


@dataclass(frozen=True)
class Likeness[P: Answered]:
    """How like a precedent is, from 0 to 1, and the factors that both answered.

    `alike` are those of the `common` factors with the same level, both in the order of the reader's
    answers.
    """

    precedent: P
    share: float
    common: tuple[str, ...]
    alike: tuple[str, ...]


def similar[P: Answered](
    answers: Mapping[str, str], precedents: Iterable[P], guide: Guide, count: int = 3
) -> tuple[Likeness[P], ...]:
    """The precedents most like an organisation with these answers, the most alike first.

    `answers` holds only what was answered. There are fewer than `count` where fewer precedents have
    LEAST_COMMON answers in common. Of equally like ones that with more common answers comes first,
    then that whose id does.
    """
    scales = {
        factor.id: {level.id: rank for rank, level in enumerate(factor.levels)}
        for factor in guide.factors.values()
    }
    known = {f: level for f, level in answers.items() if level in scales.get(f, ())}
    compared = tuple(precedents)
    weights = {factor: _entropy(factor, compared) for factor in known}
    told = [likeness for p in compared if (likeness := _likeness(known, p, scales, weights))]
    told.sort(key=lambda own: (-round(own.share, 9), -len(own.common), own.precedent.id))
    return tuple(told[:count])


def _likeness[P: Answered](
    answers: Mapping[str, str],
    precedent: P,
    scales: Mapping[str, Mapping[str, int]],
    weights: Mapping[str, float],
) -> Likeness[P] | None:
    theirs = precedent.answers
    common = tuple(factor for factor in answers if theirs.get(factor) in scales[factor])
    if len(common) < LEAST_COMMON:
        return None
    total = fsum(weights[factor] for factor in common)
    closeness = {
        factor: 1
        - abs(scales[factor][answers[factor]] - scales[factor][theirs[factor]])
        / max(len(scales[factor]) - 1, 1)
        for factor in common
    }
    agreed = fsum(weights[factor] * closeness[factor] for factor in common)
    mean = fsum(weights.values()) / len(weights)
    share = (agreed + mean / 2) / (total + mean) if total + mean else 0.0
    alike = tuple(factor for factor in common if closeness[factor] == 1)
    return Likeness(precedent, share, common, alike)


def _entropy(factor: str, precedents: Iterable[Answered]) -> float:
    """The entropy (bits) of the levels of a question among the precedents that answer it."""
    counted = Counter(p.answers[factor] for p in precedents if factor in p.answers)
    total = counted.total()
    return -fsum(n / total * log2(n / total) for n in counted.values()) + 0.0
