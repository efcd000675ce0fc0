"""What answers do: which statements depend on a question, and what an answer alone changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from service_structure.decision.model import recommend
from service_structure.source.model_records import Condition, Level, Statement
from service_structure.source.records import Guide, Structure


@dataclass(frozen=True)
class Dependence:
    """A statement that depends on a question by a condition of its own."""

    structure: Structure
    statement: Statement
    condition: Condition


@dataclass(frozen=True)
class Use:
    """A statement that depends on a circumstance."""

    structure: Structure
    statement: Statement


def own_conditions(statement: Statement, guide: Guide) -> tuple[Condition, ...]:
    """The conditions of a statement without those of its circumstances."""
    shared = [c for name in statement.circumstances for c in guide.circumstances[name].conditions]
    return tuple(c for c in statement.conditions if c not in shared)


@cache
def dependences(guide: Guide) -> Mapping[str, tuple[Dependence, ...]]:
    """The statements that depend on each question by conditions of their own."""
    found = tuple(_dependences(guide))
    return {
        factor: tuple(each for each in found if each.condition.factor == factor)
        for factor in guide.factors
    }


def _dependences(guide: Guide) -> Iterator[Dependence]:
    for structure in guide.structures.values():
        for statement in structure.statements:
            for condition in own_conditions(statement, guide):
                yield Dependence(structure, statement, condition)


@cache
def uses(guide: Guide) -> Mapping[str, tuple[Use, ...]]:
    """The statements that depend on each circumstance."""
    return {
        name: tuple(
            Use(structure, statement)
            for structure in guide.structures.values()
            for statement in structure.statements
            if name in statement.circumstances
        )
        for name in guide.circumstances
    }


LEAST_SHIFT = 0.02
"""The least change of a probability that is told."""

MOST_SHIFTED = 3
"""Structures that are named for an answer on each side."""


@dataclass(frozen=True)
class Shift:
    """By how much an answer alone changes the probability of a structure."""

    structure: Structure
    change: float


@dataclass(frozen=True)
class Shifts:
    """What an answer alone changes: what gains, then what loses, the largest change first."""

    level: Level
    changes: tuple[Shift, ...]


@cache
def shifts(guide: Guide) -> Mapping[str, tuple[Shifts, ...]]:
    """What every answer does to the probabilities where all other questions are open."""
    before = _probabilities({}, guide)
    return {
        factor.id: tuple(_shifts(factor.id, level, before, guide) for level in factor.levels)
        for factor in guide.factors.values()
    }


def _shifts(factor: str, level: Level, before: Mapping[str, float], guide: Guide) -> Shifts:
    after = _probabilities({factor: level.id}, guide)
    changes = [Shift(guide.structures[name], after[name] - before[name]) for name in before]
    changes.sort(key=lambda shift: -abs(shift.change))
    told = [shift for shift in changes if abs(shift.change) >= LEAST_SHIFT]
    gains = [shift for shift in told if shift.change > 0]
    losses = [shift for shift in told if shift.change < 0]
    return Shifts(level, (*gains[:MOST_SHIFTED], *losses[:MOST_SHIFTED]))


def _probabilities(answers: Mapping[str, str], guide: Guide) -> Mapping[str, float]:
    return {s.structure: s.probability for s in recommend(answers, guide).ranking}
