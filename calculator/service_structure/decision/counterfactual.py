"""Find the answers that would change a recommendation: one of them, or two together.

Only answers that were given are varied: what the others may do, questions.py says. Every change is
run through the model before it is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.decision.model import Recommendation, quick_result
from service_structure.source.frozen import FrozenDict
from service_structure.source.records import Guide

MOST_PAIRED = 12
"""Pairs are made of so many single answers, those that bring another structure closest."""

type Step = tuple[str, str]
"""A factor and the level that it would take."""


@dataclass(frozen=True)
class Counterfactual:
    """Answers that, put in place of the present ones, change the recommendation.

    `steps` counts by how many levels the answers differ from the present ones, `prior` is how often
    such answers are met, 0 to 1, and `lead` is by how much fit the new recommendation beats the
    present one.
    """

    answers: tuple[Step, ...]
    recommended: str
    steps: int
    prior: float
    lead: float


def changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Every single answer that changes the recommendation, the likeliest first."""
    return _changing(((step,) for step in _steps(recommendation, guide)), recommendation, guide)


def paired_changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Pairs of answers that change the recommendation though neither does so alone.

    They are sought among the answers that bring another structure closest (see MOST_PAIRED).
    """
    harmless = []
    for step in _steps(recommendation, guide):
        best, fits = quick_result(with_answers(recommendation, (step,), guide), guide)
        if best == recommendation.recommended:
            rival = max(fit for name, fit in fits.items() if name != best)
            harmless.append((fits[best] - rival, step))
    close = [step for _, step in sorted(harmless)[:MOST_PAIRED]]
    pairs = (pair for pair in combinations(close, 2) if pair[0][0] != pair[1][0])
    return _changing(pairs, recommendation, guide)


def with_answers(recommendation: Recommendation, steps: Sequence[Step], guide: Guide) -> Case:
    """The case with some answers replaced; numbers and weights stay."""
    replaced = {**recommendation.answers.levels, **dict(steps)}
    levels = {factor: replaced[factor] for factor in guide.factors if factor in replaced}
    return Case(
        Answers(FrozenDict(levels)),
        recommendation.inputs.user_numbers,
        recommendation.user_weights,
    )


def _steps(recommendation: Recommendation, guide: Guide) -> Iterator[Step]:
    """Every other level of the questions that were answered."""
    for factor, present in recommendation.answers.levels.items():
        for level in guide.factors[factor].levels:
            if level.id != present:
                yield factor, level.id


def _changing(
    found: Iterable[Sequence[Step]], recommendation: Recommendation, guide: Guide
) -> tuple[Counterfactual, ...]:
    """Run the model for each; keep those that change the recommendation, the likeliest first."""
    kept = []
    for steps in found:
        after, fits = quick_result(with_answers(recommendation, steps, guide), guide)
        if after != recommendation.recommended:
            kept.append(_change(tuple(steps), recommendation, after, fits, guide))
    return tuple(sorted(kept, key=lambda change: (change.steps, -change.prior, -change.lead)))


def _change(
    steps: tuple[Step, ...],
    before: Recommendation,
    after: str,
    fits: Mapping[str, float],
    guide: Guide,
) -> Counterfactual:
    present = before.answers.levels
    distance = sum(
        abs(guide.factors[f].rank(level) - guide.factors[f].rank(present[f])) for f, level in steps
    )
    prior = prod([guide.factors[f].level(level).prior for f, level in steps])
    return Counterfactual(steps, after, distance, prior, fits[after] - fits[before.recommended])
