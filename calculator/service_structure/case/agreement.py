"""Do the numbers of a reader fit one another, and the answers? Reckoned in closed form."""

from collections.abc import Mapping

from service_structure.case.answers import Answers
from service_structure.numerics.square_root import agents_needed
from service_structure.source.numbers import Numbers
from service_structure.source.records import POOLED_BY, Guide

NEAR = 0.05
"""The share of the agents that a reader has by which the model may be off."""

TARGET, SIZE = "answer_within", "size"
SIXTY = 60
"""Seconds of a minute, minutes of an hour."""


def are_near(agents: float, needed: float) -> bool:
    """Whether there are about as many agents as are needed."""
    return abs(needed - agents) < max(1, NEAR * agents)


def usual_target(answers: Answers, guide: Guide) -> float:
    """The time to answer that follows from the answers; 0 where none of them says it."""
    levels = [guide.factors[factor].level(level) for factor, level in answers.levels.items()]
    return next((level.numbers[TARGET] for level in levels if TARGET in level.numbers), 0.0)


def is_target_too_soon(within: float, answers: Answers, guide: Guide) -> bool:
    """Whether a time to answer is seconds where the answers tell of longer waits.

    It then is to the usual time as a second is to a minute, or less.
    """
    return 0 < within * SIXTY <= usual_target(answers, guide)


def is_target_too_late(within: float, answers: Answers, guide: Guide) -> bool:
    """Whether a time to answer is hours where the answers tell of shorter waits.

    It then is to the usual time as a minute is to a second, or more, and as long as the time that
    is usual with an answer that tells of longer waits.
    """
    usual = usual_target(answers, guide)
    targets = [v.numbers.get(TARGET, 0.0) for f in guide.factors.values() for v in f.levels]
    longer = [target for target in targets if target > usual]
    return usual > 0 and bool(longer) and within >= max(min(longer), SIXTY * usual)


def shifts(values: Mapping[str, float]) -> float:
    """How many agents share one place over the hours of a week, those at rest left aside."""
    share = values["average_load"] / 100
    return max(share * values["hours_per_week"] / values["paid_hours"], 1.0)


def agents_at_odds(numbers: Numbers, times: float) -> float | None:
    """The agents on the payroll that the contacts take; None where those that there are fit.

    They do not where they are so many `times` more or fewer: too few beside those of one pool, or
    too many beside those of the most pools into which the service may be divided, in each of which
    a place is always staffed.
    """
    paid = shifts(vars(numbers)) / (1 - numbers.shrinkage / 100)
    together = _on_duty(numbers, 1) * paid
    if together >= times * numbers.agents:
        return together
    pools = max([getattr(numbers, groups) for groups in POOLED_BY if groups != "one"])
    divided = max(_on_duty(numbers, pools), max(numbers.minimum_crew, 1) * pools) * paid
    return divided if numbers.agents >= times * divided else None


def _on_duty(numbers: Numbers, pools: int) -> float:
    """The agents that answer in so many equal pools in the busiest hour, not rounded."""
    load = numbers.contacts_per_hour * numbers.aht / 3600
    return pools * agents_needed(
        load / pools,
        numbers.aht,
        service_level=numbers.service_level / 100,
        within=numbers.answer_within,
        max_occupancy=numbers.max_occupancy / 100,
    )


def contradicts_size(agents: float, answers: Answers, guide: Guide) -> bool:
    """Whether so many agents on the payroll are more than the answer about the size leaves, or
    fewer.

    It happens where numbers are typed that ask for other people than the answer names, such as
    contacts, and where a small service divides into more groups than it can fill.
    """
    named = answers.named(SIZE)
    if not named:
        return False
    factor = guide.factors[SIZE]
    return not factor.range_of(named[0])[0] <= agents < factor.range_of(named[-1])[1]
