"""Find the answers that would change a recommendation: one of them, or two together.

Only answers that were given are varied: what the others may do, questions.py says. Where an answer
names two levels, each of them is a change, too. Every change is run through the model before it is
told, and none leads to answers that contradict each other (see possible.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import prod

from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.decision.evaluation import quick_result
from service_structure.decision.model import Recommendation
from service_structure.decision.possible import contradictions
from service_structure.source.model_records import Exclusion
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

    `steps` counts by how many levels the answers differ from the present ones; `prior` is how often
    such answers are met, 0 to 1, among organisations that give the others as they are; and `lead`
    is by how much fit the new recommendation beats the present one.
    """

    answers: tuple[Step, ...]
    recommended: str
    steps: int
    prior: float
    lead: float

    @property
    def likelihood(self) -> float:
        """By what changes are ordered: the prior, halved for each level that lies on the way.

        Many places become several sooner than one, though most organisations have one.
        """
        return _likelihood(self.prior, self.steps)


def changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Every single answer that changes the recommendation, the likeliest first."""
    tried = _single_changes(recommendation, guide)
    return _changing([((step,), result) for step, result in tried], recommendation, guide)


def left_out(recommendation: Recommendation, guide: Guide) -> tuple[Exclusion, ...]:
    """The exclusions on account of which some single changes are none: they would meet them."""
    broken: set[str] = set()
    for _, (best, _), contradicted in _tried_with(recommendation, guide):
        if best != recommendation.recommended:
            broken |= contradicted
    return tuple([exclusion for exclusion in guide.exclusions.values() if exclusion.id in broken])


def paired_changes(recommendation: Recommendation, guide: Guide) -> tuple[Counterfactual, ...]:
    """Pairs of answers that change the recommendation though neither does so alone.

    They are sought among the answers that bring another structure closest (see MOST_PAIRED) and can
    each be given.
    """
    harmless = []
    for step, (best, fits) in _single_changes(recommendation, guide):
        if best == recommendation.recommended:
            rival = max(fit for name, fit in fits.items() if name != best)
            harmless.append((fits[best] - rival, step))
    close = [step for _, step in sorted(harmless)[:MOST_PAIRED]]
    pairs = [
        pair
        for pair in combinations(close, 2)
        if pair[0][0] != pair[1][0] and not _contradicted(recommendation, pair, guide)
    ]
    tried = [
        (pair, quick_result(with_answers(recommendation, pair, guide), guide)) for pair in pairs
    ]
    return _changing(tried, recommendation, guide)


def with_answers(recommendation: Recommendation, steps: Sequence[Step], guide: Guide) -> Case:
    """The case with some answers replaced; numbers, weights and profile stay."""
    answers = recommendation.answers.replaced(steps, guide)
    return replace(recommendation.case, answers=answers)


def other_answers(recommendation: Recommendation, guide: Guide) -> Mapping[Step, str]:
    """Every other answer that can be given beside the rest, the likeliest first.

    With each stands the structure that is recommended then.
    """
    firsts = {step: best for step, (best, _) in _single_changes(recommendation, guide)}
    likeliest = sorted(firsts, key=lambda step: -_likelihood_of(step, recommendation, guide))
    return {step: firsts[step] for step in likeliest}


def _likelihood_of(step: Step, before: Recommendation, guide: Guide) -> float:
    return _likelihood(_chance(step, before, guide), _distance(step, before.answers, guide))


def _likelihood(prior: float, steps: int) -> float:
    return float(prior * 0.5**steps)


def _single_changes(
    recommendation: Recommendation, guide: Guide
) -> Sequence[tuple[Step, QuickResult]]:
    """Every other answer that can be given, with what the model makes of it."""
    tried = _tried_with(recommendation, guide)
    return [(step, result) for step, result, contradicted in tried if not contradicted]


def _tried_with(
    recommendation: Recommendation, guide: Guide
) -> Sequence[tuple[Step, QuickResult, frozenset[str]]]:
    return _tried(recommendation.case.ranked, guide)


@lru_cache(maxsize=2)
def _tried(case: Case, guide: Guide) -> Sequence[tuple[Step, QuickResult, frozenset[str]]]:
    """Every other answer with what the model makes of it, and with what it contradicts.

    The single changes and the pairs of one result rest on the same runs of the model.
    """
    found = []
    for step in _steps(case.answers, guide):
        other = replace(case, answers=case.answers.replaced([step], guide))
        found.append((step, quick_result(other, guide), contradictions(other, step[:1], guide)))
    return found


def _steps(answers: Answers, guide: Guide) -> list[Step]:
    """Every other level of the questions that were answered, in the order of the guide."""
    return [
        (factor.id, level.id)
        for factor in guide.factors.values()
        if factor.id in answers.given
        for level in factor.levels
        if level.id != answers.levels.get(factor.id)
    ]


def _contradicted(
    recommendation: Recommendation, steps: Sequence[Step], guide: Guide
) -> frozenset[str]:
    """What cannot be about some answers once they are replaced."""
    changed = [factor for factor, _ in steps]
    return contradictions(with_answers(recommendation, steps, guide), changed, guide)


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
    return tuple(sorted(kept, key=lambda change: (-change.likelihood, -change.lead)))


def _change(
    steps: tuple[Step, ...],
    before: Recommendation,
    after: str,
    fits: Mapping[str, float],
    guide: Guide,
) -> Counterfactual:
    distance = sum([_distance(step, before.answers, guide) for step in steps])
    prior = prod([_chance(step, before, guide) for step in steps])
    return Counterfactual(steps, after, distance, prior, fits[after] - fits[before.recommended])


def _distance(step: Step, answers: Answers, guide: Guide) -> int:
    """How many levels lie between a step and the present answer, or the nearer of its two."""
    factor, level = guide.factors[step[0]], step[1]
    return min([abs(factor.rank(level) - factor.rank(own)) for own in answers.named(factor.id)])


def _chance(step: Step, before: Recommendation, guide: Guide) -> float:
    """How often a level is met where the other answers are as they are.

    Of the two levels that an answer names it is how often this one is met of the two.
    """
    factor, level = guide.factors[step[0]], step[1]
    among = before.answers.named(factor.id)
    if level not in among:
        among = tuple(
            [
                own.id
                for own in factor.levels
                if own.id in among or not _contradicted(before, [(factor.id, own.id)], guide)
            ]
        )
    return dict(zip(among, factor.shares(among), strict=True))[level]
