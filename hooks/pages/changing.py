"""How long a change of structure takes in services of each size."""

from dataclasses import dataclass
from functools import cache
from itertools import permutations
from statistics import median

from service_structure.api import inputs_for
from service_structure.planning.plan import compose
from service_structure.planning.workdays import YEAR
from service_structure.source.model_records import Level
from service_structure.source.numbers import MONTHS
from service_structure.source.records import Guide

SIZE = "agents"
"""The number that the question about size counts."""


@dataclass(frozen=True)
class Length:
    """The usual length of a change at one answer about size, in months, over all pairs."""

    level: Level
    shortest: float
    middle: float
    longest: float


@cache
def lengths(guide: Guide) -> tuple[Length, ...]:
    """The length at every answer about size, without the periods that laws ask for."""
    size = next((factor for factor in guide.factors.values() if factor.counts == SIZE), None)
    return tuple([_length(size.id, level, guide) for level in size.levels]) if size else ()


def _length(size: str, level: Level, guide: Guide) -> Length:
    numbers = inputs_for({size: level.id}, guide=guide).numbers
    months = [
        compose(today, target, numbers, guide).days.usual * MONTHS / YEAR
        for today, target in permutations(guide.structures, 2)
    ]
    return Length(level, min(months), median(months), max(months))
