"""Find the answers that would change a recommendation: one of them, or two together.

Every combination is screened on points alone; what is found is applied, run through the model and
reported only if the recommendation really changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import sumprod
from operator import add

from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.case.numbers import read_numbers
from service_structure.decision.model import (
    Recommendation,
    Values,
    best_of,
    moves_of,
    quick_result,
    values_for,
    with_user_weights,
)
from service_structure.source.records import TOTAL_POINTS, Guide

type Step = tuple[str, str]
"""A factor and the level that it would take."""


@dataclass(frozen=True)
class Counterfactual:
    """Answers that, put in place of the present ones, change the recommendation.

    `steps` counts by how many levels the answers differ from the present ones, and `lead` is by how
    much fit the new recommendation beats the present one: small steps and large leads are telling.
    """

    answers: tuple[Step, ...]
    recommended: str | None
    steps: int
    lead: float


def changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Every single answer that changes the recommendation, the most telling first."""
    screen = _PointScreen(recommendation, guide)
    steps = [(step,) for step in _steps(recommendation, guide)]
    return _verified([s for s in steps if screen.changed_by(s)], recommendation, guide)


def paired_changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Every pair of answers that changes the recommendation though neither does so alone."""
    screen = _PointScreen(recommendation, guide)
    harmless = [s for s in _steps(recommendation, guide) if not screen.changed_by((s,))]
    pairs = [pair for pair in combinations(harmless, 2) if pair[0][0] != pair[1][0]]
    return _verified([pair for pair in pairs if screen.changed_by(pair)], recommendation, guide)


def with_answers(recommendation: Recommendation, steps: Sequence[Step]) -> Case:
    """The case with some answers replaced; those count as given, numbers and weights stay."""
    answers = recommendation.answers
    changed = Answers(
        {**answers.levels, **dict(steps)}, answers.given | {factor for factor, _ in steps}
    )
    return Case(changed, recommendation.inputs.user_numbers, recommendation.user_weights)


def _steps(recommendation: Recommendation, guide: Guide) -> Iterator[Step]:
    """Every answer other than the present ones."""
    for factor in guide.factors.values():
        for level in factor.levels:
            if level.id != recommendation.answers.levels[factor.id]:
                yield factor.id, level.id


def _verified(
    found: Sequence[Sequence[Step]], recommendation: Recommendation, guide: Guide
) -> tuple[Counterfactual, ...]:
    """Run the model for each; keep those that change the recommendation, the most telling first."""
    kept = []
    for steps in found:
        after, fits = quick_result(with_answers(recommendation, steps), guide)
        if after != recommendation.recommended:
            kept.append(_change(tuple(steps), recommendation, after, fits, guide))
    return tuple(sorted(kept, key=lambda change: (change.steps, -change.lead)))


def _change(
    steps: tuple[Step, ...],
    before: Recommendation,
    after: str | None,
    fits: Mapping[str, float],
    guide: Guide,
) -> Counterfactual:
    present = before.answers.levels
    distance = sum(
        abs(guide.factors[f].rank(level) - guide.factors[f].rank(present[f])) for f, level in steps
    )
    old = before.recommended
    lead = fits[after] - fits[old] if after and old else 0.0
    return Counterfactual(steps, after, distance, lead)


class _PointScreen:
    """Tells fast, by adding points, whether answers change the recommendation.

    Values stay as they are, unless numbers are known and an answer suggests other numbers.
    """

    def __init__(self, recommendation: Recommendation, guide: Guide) -> None:
        self.guide = guide
        self.criteria = tuple(guide.criteria)
        self.numbers = recommendation.inputs.user_numbers
        self.values: dict[tuple[str, ...], Values] = {}
        self.suggesting = _suggesting(guide) if self.numbers else ()
        self.moves = moves_of(guide)
        self.present = recommendation.answers.levels
        self.own = recommendation.user_weights
        self.points = [criterion.points for criterion in guide.criteria.values()]
        for step in self.present.items():
            self.points = list(map(add, self.points, self.moves[step]))
        self.recommended = recommendation.recommended

    def changed_by(self, steps: Sequence[Step]) -> bool:
        """Whether the model would recommend another structure after these steps."""
        points = self.points
        for factor, level in steps:
            before = self.moves[factor, self.present[factor]]
            points = [
                p + new - old
                for p, new, old in zip(points, self.moves[factor, level], before, strict=True)
            ]
        shares = with_user_weights(points, self.own, self.criteria)
        levels = {**self.present, **dict(steps)}
        values = self._values(levels)
        fits = {s: sumprod(shares, row) / TOTAL_POINTS for s, row in values.items()}
        return best_of(fits, levels, self.guide) != self.recommended

    def _values(self, levels: Mapping[str, str]) -> Values:
        """The values after these answers, worked out once for all that suggest the same numbers."""
        key = tuple([levels[factor] for factor in self.suggesting])
        if key not in self.values:
            inputs, _ = read_numbers(self.numbers, Answers(levels, frozenset()), self.guide)
            self.values[key] = values_for(inputs, self.guide)
        return self.values[key]


@lru_cache(maxsize=16)
def _suggesting(guide: Guide) -> tuple[str, ...]:
    """The factors whose answers suggest numbers to the staffing model."""
    return tuple(
        factor.id
        for factor in guide.factors.values()
        if any(level.numbers for level in factor.levels)
    )
