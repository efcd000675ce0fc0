"""The headcount of a change by quarter: from the posts of today to exactly those of the target.

Posts are compared in all, as in the budget of the move: people may change from one kind of post to
another. Of a surplus those who leave of their own accord are not replaced, and what is left of it
is made redundant once the plan says so. Who is missing is hired evenly until everyone moves.
"""

from dataclasses import dataclass

from service_structure.case.numbers import MONTHS
from service_structure.source.numbers import Numbers

KINDS = ("agents", "supervisors", "managers")


@dataclass(frozen=True)
class Posts:
    """Full-time posts, with parts of a post as the staffing model has them."""

    agents: float
    supervisors: float
    managers: float

    @property
    def total(self) -> float:
        """All posts."""
        return self.agents + self.supervisors + self.managers


@dataclass(frozen=True)
class Quarter:
    """How many are `hired`, `left` without being replaced and are made `redundant`.

    `end` is what there is then. `number` counts from 1.
    """

    number: int
    hired: float
    left: float
    redundant: float
    end: Posts


def leavers(today: Posts, numbers: Numbers) -> float:
    """How many leave of their own accord while people move."""
    return today.total * numbers.attrition / 100 * numbers.move_months / MONTHS


def walk(
    today: Posts, target: Posts, quarters: int, *, leaving: float, hired_by: int, closed_in: int
) -> tuple[Quarter, ...]:
    """The quarters of a change.

    Up to `leaving` people go of their own accord, evenly until the quarter `closed_in`, in which
    posts are closed; hiring is over with the quarter `hired_by`. Both count from 1.
    """
    gap = target.total - today.total
    left = min(max(-gap, 0.0), leaving)
    redundant = max(-gap, 0.0) - left
    found, now = [], today.total
    for number in range(1, quarters + 1):
        new = max(gap, 0.0) / hired_by if number <= hired_by else 0.0
        gone = left / closed_in if number <= closed_in else 0.0
        closed = redundant if number == closed_in else 0.0
        now += new - gone - closed
        done = (now - today.total) / gap if gap else number / quarters
        end = target if number == quarters else _between(today, target, done)
        found.append(Quarter(number, new, gone, closed, end))
    return tuple(found)


def _between(today: Posts, target: Posts, done: float) -> Posts:
    """The posts when a share of the change is done."""
    pairs = [(getattr(today, kind), getattr(target, kind)) for kind in KINDS]
    return Posts(*[have + done * (want - have) for have, want in pairs])
