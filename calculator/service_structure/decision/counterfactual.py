"""Find the answers that would change a recommendation: one of them, or two together.

Only answers that were given are varied: what the others may do, questions.py says. Every change is
run through the model before it is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import prod

from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.decision.evaluation import quick_result
from service_structure.decision.model import Recommendation
from service_structure.source.frozen import FrozenDict
from service_structure.source.records import Guide

MOST_PAIRED = 6
"""Pairs are made of so many single answers, those that bring another structure closest."""

type Step = tuple[str, str]
"""A factor and the level that it would take."""

type QuickResult = tuple[str, Mapping[str, float]]
"""What is recommended, and the fit of every structure."""


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
    tried = _single_changes(recommendation, guide)
    return _changing([((step,), result) for step, result in tried], recommendation, guide)


def paired_changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Pairs of answers that change the recommendation though neither does so alone.

    They are sought among the answers that bring another structure closest (see MOST_PAIRED).
    """
    harmless = []
    for step, (best, fits) in _single_changes(recommendation, guide):
        if best == recommendation.recommended:
            rival = max(fit for name, fit in fits.items() if name != best)
            harmless.append((fits[best] - rival, step))
    close = [step for _, step in sorted(harmless)[:MOST_PAIRED]]
    pairs = [pair for pair in combinations(close, 2) if pair[0][0] != pair[1][0]]
    tried = [
        (pair, quick_result(with_answers(recommendation, pair, guide), guide)) for pair in pairs
    ]
    return _changing(tried, recommendation, guide)


def with_answers(recommendation: Recommendation, steps: Sequence[Step], guide: Guide) -> Case:
    """The case with some answers replaced; numbers and weights stay."""
    replaced = {**recommendation.answers.levels, **dict(steps)}
    levels = {factor: replaced[factor] for factor in guide.factors if factor in replaced}
    return Case(
        Answers(FrozenDict(levels)),
        recommendation.inputs.user_numbers,
        recommendation.user_weights,
    )


def _single_changes(
    recommendation: Recommendation, guide: Guide
) -> Sequence[tuple[Step, QuickResult]]:
    """Every other level of the questions that were answered, with what the model makes of it."""
    return _tried(
        FrozenDict(recommendation.answers.levels),
        FrozenDict(recommendation.inputs.user_numbers),
        FrozenDict(recommendation.user_weights),
        guide,
    )


@lru_cache(maxsize=2)
def _tried(
    levels: FrozenDict[str, str],
    numbers: FrozenDict[str, float],
    weights: FrozenDict[str, float],
    guide: Guide,
) -> Sequence[tuple[Step, QuickResult]]:
    """The single changes and the pairs of one result rest on the same runs of the model."""
    return [
        (
            (factor, level.id),
            quick_result(
                Case(Answers(FrozenDict({**levels, factor: level.id})), numbers, weights), guide
            ),
        )
        for factor, present in levels.items()
        for level in guide.factors[factor].levels
        if level.id != present
    ]


def _changing(
    tried: Iterable[tuple[Sequence[Step], QuickResult]],
    recommendation: Recommendation,
    guide: Guide,
) -> tuple[Counterfactual, ...]:
    """Those that change the recommendation, the likeliest first."""
    kept = [
        _change(tuple(steps), recommendation, after, fits, guide)
        for steps, (after, fits) in tried
        if after != recommendation.recommended
    ]
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
