"""The headcount of a change by quarter: from the posts of today to exactly those of the target.

Posts are compared in all, as in the budget of the move: people may change from one kind of post to
another. Posts of a surplus are closed last (see timetable.py): first those of people who have left
of their own accord by then, whose replacements stay only until that day; what is left of the
surplus is made redundant. Who is missing is hired evenly while the plan hires.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, fsum

from service_structure.numerics.rounding import apportion
from service_structure.planning.timetable import Timetable
from service_structure.source.numbers import MONTHS

KINDS = ("agents", "supervisors", "managers")
FLOWS = ("hired", "left", "redundant")

DIGITS = 1
"""Decimals of posts, as readers see them."""

LEAST_SEEN = 0.05
"""Posts; fewer are rounded to none."""


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
    """How many are `hired`, and how many posts are closed: holders have `left` or are `redundant`.

    `end` is what there is then. `number` counts from 1.
    """

    number: int
    hired: float
    left: float
    redundant: float
    end: Posts


def leavers(posts: float, attrition: float, times: Timetable) -> float:
    """How many of so many leave of their own accord until posts are closed; `attrition` a year."""
    return posts * attrition / 100 * times.closed_from / MONTHS


def redundancies(surplus: float, leaving: float) -> float:
    """Posts of a surplus that are closed while somebody holds them, where so many people leave.

    What readers see as no post is none. A `surplus` below zero is a lack.
    """
    rest = surplus - leaving
    return rest if rest >= LEAST_SEEN else 0.0


def walk(
    today: Posts,
    target: Posts,
    quarters: int,
    *,
    leaving: float,
    hired: tuple[float, float],
    closed: tuple[float, float],
) -> tuple[Quarter, ...]:
    """The quarters of a change.

    `hired` and `closed` are from when to when posts are filled and closed, in quarters from the
    first day. Posts of up to `leaving` people who have left are closed evenly, those of others in
    the quarter in which closing ends.
    """
    gap = target.total - today.total
    redundant = redundancies(-gap, leaving)
    left = max(-gap, 0.0) - redundant
    found, now = [], today.total
    for number in range(1, quarters + 1):
        new = max(gap, 0.0) * _within(number, hired)
        gone = left * _within(number, closed)
        dismissed = redundant if number == max(ceil(closed[1]), 1) else 0.0
        now += new - gone - dismissed
        done = (now - today.total) / gap if gap else _by(number, closed)
        end = target if number == quarters else _between(today, target, done)
        found.append(Quarter(number, new, gone, dismissed, end))
    return tuple(found)


def _within(quarter: int, span: tuple[float, float]) -> float:
    """The share of a span that falls into a quarter."""
    return _by(quarter, span) - _by(quarter - 1, span)


def _by(moment: float, span: tuple[float, float]) -> float:
    """The share of a span that has passed by a moment; the span has some length."""
    start, end = span
    return min(max((moment - start) / (end - start), 0.0), 1.0)


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
