"""The headcount of a change by quarter: from the posts of today to exactly those of the target.

Of a surplus those who leave of their own accord are not replaced; what is left of it is made
redundant once the plan says so. Who is missing is hired evenly until the plan has them at work.
"""

from collections.abc import Callable
from dataclasses import dataclass

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

    def each(self, other: "Posts", change: Callable[[float, float], float]) -> "Posts":
        """A figure of each kind from those of two."""
        return Posts(*[change(getattr(self, kind), getattr(other, kind)) for kind in KINDS])


NOBODY = Posts(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Quarter:
    """The posts `hired`, `left` without being replaced and made `redundant`; `end` is what is then.

    `number` counts from 1.
    """

    number: int
    hired: Posts
    left: Posts
    redundant: Posts
    end: Posts


def walk(
    today: Posts, target: Posts, quarters: int, *, attrition: float, hired_by: int, closed_in: int
) -> tuple[Quarter, ...]:
    """The quarters of a change.

    `attrition` is the share, 0 to 1, of people who leave in a year. Hiring is over with the quarter
    `hired_by`, and posts are closed in the quarter `closed_in`; both count from 1.
    """
    leaving = 1 - (1 - attrition) ** 0.25
    now, found = today, []
    for number in range(1, quarters + 1):
        surplus = now.each(target, lambda have, want: max(have - want, 0.0))
        left = redundant = hired = NOBODY
        if number <= closed_in:
            left = now.each(surplus, lambda have, spare: min(have * leaving, spare))
        if number == closed_in:
            redundant = surplus.each(left, lambda spare, gone: spare - gone)
        if number <= hired_by:
            share = 1 / (hired_by - number + 1)
            hired = now.each(target, lambda have, want, s=share: max(want - have, 0.0) * s)  # type: ignore[misc]
        changed = now.each(hired, lambda have, new: have + new)
        changed = changed.each(left, lambda have, gone: have - gone)
        changed = changed.each(redundant, lambda have, gone: have - gone)
        now = target if number == quarters else changed
        found.append(Quarter(number, hired, left, redundant, now))
    return tuple(found)
