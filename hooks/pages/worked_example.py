"""The example of the page on method: one scenario with every step of its computation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, prod

from service_structure.case.answers import read_answers
from service_structure.decision.model import Recommendation, Standing, recommend
from service_structure.source.model_records import (
    NEUTRAL,
    STRONGEST,
    TOTAL_POINTS,
    Condition,
    Statement,
)
from service_structure.source.records import Guide, Scenario
from service_structure.staffing.costs import Rating, ratings

WORKED_EXAMPLE = "retail_chain"
"""The scenario that the page on method works through with all its numbers."""


@dataclass(frozen=True)
class Multiplier:
    """What the answer to one question makes of a statement."""

    condition: Condition
    level: str
    times: float


@dataclass(frozen=True)
class Part:
    """What a statement adds to a value: its `effect`, ± strength/8, times its multipliers."""

    statement: Statement
    effect: float
    multipliers: tuple[Multiplier, ...]
    amount: float


@dataclass(frozen=True)
class Staffed:
    """How the staffing model rates a structure, and what the statements on speed make beside it.

    `stated` is the value on speed by the statements alone; `speed` mixes both.
    """

    standing: Standing
    cost: Rating
    wait: Rating
    stated: float
    speed: float


@dataclass(frozen=True)
class WorkedExample:
    """A scenario in a single setting: every question that it leaves open is answered as is usual.

    `parts` make the value of the first structure on `criterion`, `staffed` are the two structures
    with the highest fits, `odds` what each structure has beside the best: e^((F − best)/τ).
    """

    scenario: Scenario
    answers: Mapping[str, str]
    result: Recommendation
    criterion: str
    parts: tuple[Part, ...]
    value: float
    staffed: tuple[Staffed, Staffed]
    odds: Mapping[str, float]

    @property
    def assumed(self) -> tuple[str, ...]:
        """The questions that the scenario leaves open."""
        return tuple(factor for factor in self.answers if factor not in self.scenario.answers)


@cache
def worked_example(guide: Guide) -> WorkedExample:
    """The worked example of the page on method, computed by the model."""
    scenario = guide.scenarios[WORKED_EXAMPLE]
    answers = read_answers(scenario.answers, guide)[0].usual(guide)
    result = recommend(answers, guide)
    first, second = result.ranking[:2]
    criterion = _most_conditions(first.structure, guide)
    parts = tuple(_parts(first.structure, criterion, answers, guide))
    top = max(standing.fit for standing in result.ranking)
    return WorkedExample(
        scenario=scenario,
        answers=answers,
        result=result,
        criterion=criterion,
        parts=parts,
        value=NEUTRAL + sum(part.amount for part in parts),
        staffed=(_staffed(first, result, guide), _staffed(second, result, guide)),
        odds={
            s.structure: exp(TOTAL_POINTS * (s.fit - top) / guide.estimates.temperature)
            for s in result.ranking
        },
    )


def _most_conditions(structure: str, guide: Guide) -> str:
    """The criterion, rated by statements alone, on which a structure has the most conditions."""

    def conditions(criterion: str) -> int:
        statements = guide.structures[structure].statements_on(criterion)
        return sum(len(statement.conditions) for statement in statements)

    stated = [c.id for c in guide.criteria.values() if not c.computed and c.id != "speed"]
    return max(stated, key=conditions)


def _parts(
    structure: str, criterion: str, answers: Mapping[str, str], guide: Guide
) -> Iterator[Part]:
    for statement in guide.structures[structure].statements_on(criterion):
        multipliers = tuple(
            Multiplier(c, answers[c.factor], c.times[answers[c.factor]])
            for c in statement.conditions
        )
        effect = statement.effect / (2 * STRONGEST)
        yield Part(statement, effect, multipliers, effect * prod(m.times for m in multipliers))


def _staffed(standing: Standing, result: Recommendation, guide: Guide) -> Staffed:
    rated = ratings(result.inputs.numbers, guide)[standing.structure]
    parts = _parts(standing.structure, "speed", result.answers.levels, guide)
    stated = NEUTRAL + sum(part.amount for part in parts)
    by_wait = guide.assumptions["speed_by_wait"].value / 100
    speed = by_wait * rated["speed"].value + (1 - by_wait) * stated
    return Staffed(standing, rated["cost"], rated["speed"], stated, speed)
