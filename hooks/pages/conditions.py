"""On which questions the statements depend, seen from the questions and from the circumstances."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from service_structure.source.model_records import Condition, Statement
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
