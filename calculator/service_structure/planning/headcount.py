"""The headcount of a change by quarter: from the posts of today to exactly those of the target.

Posts are compared in all, as in the budget of the move: people may change from one kind of post to
another. Of a surplus those who leave of their own accord are not replaced, and what is left of it
is made redundant once the plan says so. Who is missing is hired evenly until everyone moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from service_structure.case.numbers import MONTHS
from service_structure.numerics.rounding import apportion
from service_structure.source.numbers import Numbers

KINDS = ("agents", "supervisors", "managers")
FLOWS = ("hired", "left", "redundant")

DIGITS = 1
"""Decimals of posts, as readers see them."""


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


def in_tenths(today: Posts, quarters: Sequence[Quarter]) -> tuple[Posts, tuple[Quarter, ...]]:
    """The posts of today and the quarters in tenths of a post, so that they add up as shown.

    Every quarter ends with the posts before it, plus those hired, less those gone; the last ends
    with those of the target, each rounded likewise.
    """
    first, last = _rounded(today, today.total), _rounded(quarters[-1].end, quarters[-1].end.total)
    gap = abs(round(last.total - first.total, DIGITS))
    flows = [[getattr(quarter, flow) for quarter in quarters] for flow in FLOWS]
    totals = _adding_up([fsum(flow) for flow in flows], gap)
    told = [_adding_up(flow, total) for flow, total in zip(flows, totals, strict=True)]
    found, now = [], first.total
    for quarter, hired, left, redundant in zip(quarters, *told, strict=True):
        now = round(now + hired - left - redundant, DIGITS)
        end = last if quarter is quarters[-1] else _rounded(quarter.end, now)
        found.append(Quarter(quarter.number, hired, left, redundant, end))
    return first, tuple(found)


def _rounded(posts: Posts, total: float) -> Posts:
    kinds = [getattr(posts, kind) for kind in KINDS]
    return Posts(*_adding_up(kinds, round(total, DIGITS)))


def _adding_up(values: Sequence[float], total: float) -> tuple[float, ...]:
    """Values in tenths that add up to a total in tenths, in proportion."""
    exact = fsum(values)
    return apportion([value * total / exact if exact else 0.0 for value in values], DIGITS)


def _between(today: Posts, target: Posts, done: float) -> Posts:
    """The posts when a share of the change is done."""
    pairs = [(getattr(today, kind), getattr(target, kind)) for kind in KINDS]
    return Posts(*[have + done * (want - have) for have, want in pairs])
