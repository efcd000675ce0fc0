"""What the money of a move hangs on: one group more or less, where people are counted whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service_structure.case.numbers import Inputs
from service_structure.decision.model import Recommendation
from service_structure.planning.budget import budget
from service_structure.planning.move import Move
from service_structure.planning.plan import compose, country_for
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffings

TIMES = 2
"""By how many times a value differs that is told."""

FEWEST = 2
"""Groups; that dividing at all costs something is no surprise."""


@dataclass(frozen=True)
class OneGroup:
    """How many groups of a kind there are, how many there would be, and the value of the move then.

    The value is that after all months, in coins.
    """

    number: str
    now: int
    then: int
    value: int


def one_group(move: Move, recommendation: Recommendation, guide: Guide) -> tuple[OneGroup, ...]:
    """The groups of which one more or less changes the sign of the value, or changes it twofold.

    Of both, the one that changes it more.
    """
    value = move.budget.value()
    found = []
    for number in _groups(move, guide):
        others = list(_beside(number, move, recommendation, guide))
        telling = [one for one in others if is_other(value, one.value)]
        if telling:
            found.append(max(telling, key=lambda one: abs(one.value - value)))
    return tuple(found)


def is_other(value: int, other: int) -> bool:
    """Whether a value has another sign, or is so many times another."""
    low, high = sorted(map(abs, (value, other)))
    return (value < 0) != (other < 0) or high >= TIMES * max(low, 1)


def _groups(move: Move, guide: Guide) -> list[str]:
    """The numbers of groups into which either structure divides its people."""
    kinds = [guide.structures[structure].pooling.by for structure in (move.today, move.target)]
    return [number for number in dict.fromkeys(kinds) if number in guide.assumptions]


def _beside(
    number: str, move: Move, recommendation: Recommendation, guide: Guide
) -> Iterator[OneGroup]:
    inputs = recommendation.inputs
    now = getattr(inputs.numbers, number)
    for then in (now - 1, now + 1):
        if min(now, then) >= FEWEST and guide.assumptions[number].allows(then):
            other = replace(inputs, numbers=replace(inputs.numbers, **{number: then}))
            yield OneGroup(number, now, then, _value(move, other, recommendation, guide))


def _value(move: Move, inputs: Inputs, recommendation: Recommendation, guide: Guide) -> int:
    """The value of the same move with other numbers, as in planning/move.py."""
    staffings = Staffings(inputs.numbers, guide)
    country = country_for(recommendation.profile.currency, "", guide)
    plan = compose(
        move.today,
        move.target,
        inputs.numbers,
        guide,
        country=country,
        agents=inputs.given_agents,
    )
    before, after = staffings[move.today], staffings[move.target]
    return budget(before, after, plan.times, inputs, guide).value()
