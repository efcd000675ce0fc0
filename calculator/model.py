"""The decision model: from answers to weights, from statements to values, and to a ranking.

Additive value model on fixed scales: fit(s) = Σ wᶜ · vᶜ(s), with wᶜ ≥ 0, Σ wᶜ = 1 and vᶜ in [0, 1]
(Keeney & Raiffa, *Decisions with Multiple Objectives*, 1976, ch. 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sumprod

from calculator.answers import Answers, AnswersError, read_answers
from calculator.loader import load_guide
from calculator.records import TOTAL_POINTS, Guide, Precondition, Structure

NEUTRAL = 0.5
"""Value on a criterion of which no statement speaks: the middle of the scale."""

TIE = 1e-12
"""Fits that differ by no more than this are equal."""


@dataclass(frozen=True)
class Move:
    """Points that an answer gave to a criterion, or took from it."""

    factor: str
    level: str
    points: float


@dataclass(frozen=True)
class Weight:
    """How much a criterion counts: `points` of 100 are its `base` and the moves of the answers."""

    criterion: str
    base: float
    moves: tuple[Move, ...]
    points: float


@dataclass(frozen=True)
class Contribution:
    """What one criterion adds to a fit: weight (0 to 1) times value (0 to 1)."""

    criterion: str
    weight: float
    value: float
    amount: float


@dataclass(frozen=True)
class Standing:
    """How a structure fares. It is a candidate unless a precondition fails or, for a hybrid, its
    parents are so far apart (`parents_gap`, in fit) that the better one alone is the answer.
    """

    structure: str
    fit: float
    contributions: tuple[Contribution, ...]
    failed: tuple[Precondition, ...]
    parents_gap: float | None
    candidate: bool

    @property
    def feasible(self) -> bool:
        """Whether every precondition holds."""
        return not self.failed


@dataclass(frozen=True)
class Recommendation:
    """The structures ranked for an organisation.

    `ranking` holds the candidates from best to worst, then the others. `verdict` is "clear" when
    the best leads by the margin, "close" when it does not (`rivals` are within the margin of it),
    and "none" when no structure is feasible.
    """

    version: str
    answers: Answers
    weights: tuple[Weight, ...]
    ranking: tuple[Standing, ...]
    verdict: str
    recommended: str | None
    rivals: tuple[str, ...]

    def standing(self, structure: str) -> Standing:
        """The standing of one structure; KeyError if it is unknown."""
        for standing in self.ranking:
            if standing.structure == structure:
                return standing
        raise KeyError(structure)


def recommend(answers: Mapping[str, str], guide: Guide | None = None) -> Recommendation:
    """Rank the structures for an organisation.

    `answers` maps factor ids to level ids; factors left out take their default level. Raises
    AnswersError, listing every fault, if an answer is unknown or of the wrong type.

    >>> recommend({"regions": "one", "size": "tiny"}).recommended
    'centralised'
    """
    guide = guide or load_guide()
    read, faults = read_answers(answers, guide)
    if faults:
        raise AnswersError(faults, guide)
    return recommend_for(read, guide)


def recommend_for(answers: Answers, guide: Guide) -> Recommendation:
    """Rank the structures for answers that have been read and are complete."""
    weights = weigh(answers, guide)
    standings = rank(weights, answers, guide)
    candidates = [s for s in standings if s.candidate]
    margin = guide.assumptions["clear_margin"].value
    best = candidates[0] if candidates else None
    rivals = tuple(s.structure for s in candidates[1:] if best and best.fit - s.fit < margin)
    return Recommendation(
        version=guide.version,
        answers=answers,
        weights=weights,
        ranking=standings,
        verdict="none" if best is None else "close" if rivals else "clear",
        recommended=best.structure if best else None,
        rivals=rivals,
    )


def weigh(answers: Answers, guide: Guide) -> tuple[Weight, ...]:
    """Weights of all criteria, in points of 100: each answer moves points between criteria."""
    moves: dict[str, list[Move]] = {criterion: [] for criterion in guide.criteria}
    for factor_id, level_id in answers.levels.items():
        for criterion, points in guide.factors[factor_id].level(level_id).moves.items():
            moves[criterion].append(Move(factor_id, level_id, points))
    return tuple(
        Weight(
            criterion=criterion.id,
            base=criterion.points,
            moves=tuple(moves[criterion.id]),
            points=max(0.0, fsum((criterion.points, *(m.points for m in moves[criterion.id])))),
        )
        for criterion in guide.criteria.values()
    )


def rank(weights: tuple[Weight, ...], answers: Answers, guide: Guide) -> tuple[Standing, ...]:
    """Every structure with its fit: candidates from best to worst, then the rest likewise.

    Equal fits keep the order of the guide.
    """
    shares = [weight.points / TOTAL_POINTS for weight in weights]
    values = {s.id: [s.ratings.get(c, NEUTRAL) for c in guide.criteria] for s in _all(guide)}
    fits = {structure: sumprod(shares, row) for structure, row in values.items()}
    standings = [_standing(s, shares, values[s.id], fits, answers, guide) for s in _all(guide)]
    return tuple(sorted(standings, key=lambda s: (not s.candidate, -round(s.fit / TIE))))


def _all(guide: Guide) -> tuple[Structure, ...]:
    return tuple(guide.structures.values())


def _standing(
    structure: Structure,
    shares: list[float],
    values: list[float],
    fits: Mapping[str, float],
    answers: Answers,
    guide: Guide,
) -> Standing:
    failed = tuple(p for p in structure.preconditions if not _holds(p, answers, guide))
    gap = (
        abs(fits[structure.parents[0]] - fits[structure.parents[1]]) if structure.parents else None
    )
    return Standing(
        structure=structure.id,
        fit=fits[structure.id],
        contributions=tuple(
            Contribution(criterion, share, value, share * value)
            for criterion, share, value in zip(guide.criteria, shares, values, strict=True)
        ),
        failed=failed,
        parents_gap=gap,
        candidate=not failed and (gap is None or gap <= guide.assumptions["hybrid_margin"].value),
    )


def _holds(precondition: Precondition, answers: Answers, guide: Guide) -> bool:
    factor = guide.factors[precondition.factor]
    return factor.rank(answers.levels[factor.id]) >= factor.rank(precondition.at_least)
