"""Do the contacts that a reader has given fit the agents? Reckoned in closed form."""

from collections.abc import Mapping

from service_structure.numerics.square_root import agents_needed
from service_structure.source.numbers import Numbers
from service_structure.source.records import POOLED_BY

NEAR = 0.05
"""The share of the agents that a reader has by which the model may be off."""


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
