"""What the money of a move hangs on: one group more or less, as people are counted whole, and a
handling time that is assumed."""

from collections.abc import Iterator
from dataclasses import dataclass

from service_structure.case.numbers import contacts_at_odds, numbers_in_force
from service_structure.decision.model import Recommendation
from service_structure.planning.move import Move
from service_structure.planning.transition import Transition, money_of
from service_structure.source.records import Guide

TIMES = 2
"""By how many times a value differs that is told."""

AHT = "aht"

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


def other_time(
    way: Transition, recommendation: Recommendation, guide: Guide
) -> tuple[float, int] | None:
    """The handling time, in seconds, nearest to one assumed with which the value changes its sign.

    With it that value, in coins. Tried are those that any answer suggests, unless the contacts
    given and the agents given would not agree then. None where the reader has given a time.
    """
    inputs, answers = recommendation.inputs, recommendation.answers
    if AHT in inputs.given:
        return None
    levels = [level for factor in guide.factors.values() for level in factor.levels]
    usual = {level.numbers[AHT] for level in levels if AHT in level.numbers}
    now, value = inputs.numbers.aht, way.budget.value()
    for then in sorted(usual - {now}, key=lambda time: max(time, now) / min(time, now)):
        given = {**inputs.user_numbers, AHT: then}
        other = numbers_in_force(given, answers, guide, inputs.today)
        if not contacts_at_odds(other, answers, guide):
            money = money_of(way.today, way.target, other, recommendation.profile.currency, guide)
            if (money.value() < 0) != (value < 0):
                return then, money.value()
    return None


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
            given = {**inputs.user_numbers, number: then}
            other = numbers_in_force(given, recommendation.answers, guide, inputs.today)
            money = money_of(move.today, move.target, other, recommendation.profile.currency, guide)
            yield OneGroup(number, now, then, money.value())
