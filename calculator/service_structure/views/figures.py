"""Figures that a decision turns on, rounded as readers see them, and differences of these.

A difference is that of the figures shown: whoever takes one from the other gets it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service_structure.case.number_output import rounded_duration
from service_structure.staffing.costs import Staffing
from service_structure.views.sentences import Sentences


@dataclass(frozen=True)
class Figure:
    """A figure of the staffing model: its value as it is `shown`, and how that is `written`.

    `gap` writes a difference where that is written in another way; `hours` rounds the value where
    amounts are in hours of an agent.
    """

    shown: Callable[[Staffing], float]
    written: Callable[[Sentences, float], str]
    gap: Callable[[Sentences, float], str] | None = None
    hours: Callable[[float], float] | None = None

    def told(self, staffed: Staffing, words: Sentences) -> str:
        """The figure in words."""
        return self.as_shown(self.shown(staffed), words)

    def as_shown(self, value: float, words: Sentences) -> str:
        """A value of this kind in words."""
        return self.written(words, self._rounded(value, words))

    def _rounded(self, value: float, words: Sentences) -> float:
        return self.hours(value) if self.hours and not words.is_own_money else value

    def difference(self, before: Staffing, after: Staffing) -> float:
        """By how much the figure shown grows."""
        shown, then = self.shown(before), self.shown(after)
        return 0.0 if shown == then else round(then - shown, 9)

    def difference_told(self, before: Staffing, after: Staffing, words: Sentences) -> str:
        """The difference with its sign."""
        shown, then = [self._rounded(self.shown(one), words) for one in (before, after)]
        gap = 0.0 if shown == then else round(then - shown, 9)
        return signed((self.gap or self.written)(words, abs(gap)), gap)


def signed(written: str, value: float) -> str:
    """A figure that is written without a sign, with the sign of its value."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{written}"


def _brief(words: Sentences, value: float) -> str:
    return words.brief_money(value, words.currency)


MANY = 1e6
"""Hours of an agent from which on they are told in thousands."""

FIGURES: Mapping[str, Figure] = {
    "paid_staff": Figure(
        lambda found: round(found.paid_staff, 1), lambda words, value: words.number(value)
    ),
    "yearly_cost": Figure(
        lambda found: float(round(found.yearly_cost)),
        lambda words, value: words.amount(value) if words.is_own_money else _brief(words, value),
        hours=lambda value: round(value, -3) if value >= MANY else value,
    ),
    "mean_wait": Figure(
        lambda found: rounded_duration(found.waiting.mean_wait),
        lambda words, value: words.wait(value),
        lambda words, value: words.duration(value) if value < float("inf") else words.wait(value),
    ),
    "service_level": Figure(
        lambda found: round(found.waiting.service_level, 2),
        lambda words, value: words.percent(value),
        lambda words, value: words.percentage_points(value),
    ),
}
"""As tables tell them on the page, in the memo and on slides, by the messages that name them.

They are exact, but for many hours, of which nobody counts the last; in a sentence amounts have
three digits (see Sentences.roughly).
"""
