"""From the agents that the reader has today to those of the target, in posts and in money.

The budget compares what the same work takes in both structures. Where the reader has other agents
than today's structure needs for it, the difference is no effect of the move and stands apart.
"""

from dataclasses import dataclass

from service_structure.case.numbers import Inputs
from service_structure.planning.budget import agents_pay, coins_of
from service_structure.staffing.costs import Staffing

DIGITS = 1
"""Decimals of agents, as readers see them."""


@dataclass(frozen=True)
class OwnAgents:
    """Agents that the reader has, and that today's structure and the target need.

    Agents are in tenths, costs of a year in coins; those of the reader earn what agents of today's
    structure do. What is `missing` and what is `moved` add up to the whole way, as shown.
    """

    have: float
    needed: float
    target: float
    cost: int
    needed_cost: int
    target_cost: int

    @property
    def missing(self) -> float:
        """Agents that today's structure needs beyond those there are; negative if fewer."""
        return round(self.needed - self.have, DIGITS)

    @property
    def missing_cost(self) -> int:
        """What they cost a year."""
        return self.needed_cost - self.cost

    @property
    def moved(self) -> float:
        """Agents that the move adds; negative if it saves some."""
        return round(self.target - self.needed, DIGITS)

    @property
    def moved_cost(self) -> int:
        """What they cost a year."""
        return self.target_cost - self.needed_cost


def own_agents(before: Staffing, after: Staffing, step: int, inputs: Inputs) -> OwnAgents | None:
    """The way from the agents that the reader has given; None where none are given."""
    if inputs.given_agents is None:
        return None
    numbers = inputs.numbers
    pay, pay_then = agents_pay(before, numbers), agents_pay(after, numbers)
    have = round(inputs.given_agents, DIGITS)
    return OwnAgents(
        have=have,
        needed=round(before.paid_agents, DIGITS),
        target=round(after.paid_agents, DIGITS),
        cost=coins_of(pay * have / before.paid_agents, step),
        needed_cost=coins_of(pay, step),
        target_cost=coins_of(pay_then, step),
    )
