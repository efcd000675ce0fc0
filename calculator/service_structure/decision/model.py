"""The decision model: from answers to weights, from statements to values, and to a ranking.

Additive value model on fixed scales: fit(s) = Σ wᶜ · vᶜ(s), with wᶜ ≥ 0, Σ wᶜ = 1 and vᶜ in [0, 1]
(Keeney & Raiffa, *Decisions with Multiple Objectives*, 1976, ch. 3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, sumprod
from typing import TYPE_CHECKING, Any

from service_structure.case.answers import Answers, read_answers, read_weights
from service_structure.case.case import Case
from service_structure.case.numbers import Inputs, read_numbers
from service_structure.errors import AnswersError, NumbersError
from service_structure.numerics.checks import TIE
from service_structure.source.frozen import FrozenDict
from service_structure.source.plain import plain
from service_structure.source.records import NEUTRAL, TOTAL_POINTS, Guide, Precondition, Structure

if TYPE_CHECKING:
    from service_structure.staffing.costs import Rating

SHOWN = 3
"""Structures of the ranking that a recommendation shows where it is printed."""

type Values = Mapping[str, tuple[float, ...]]
"""The value of every structure on every criterion, 0 to 1, in the order of the criteria."""

type Ratings = Mapping[str, Mapping[str, "Rating"]]
"""What the staffing model says of structures, by structure and criterion."""


@dataclass(frozen=True)
class Move:
    """Points that an answer gave to a criterion, or took from it."""

    factor: str
    level: str
    points: float


@dataclass(frozen=True)
class Weight:
    """How much a criterion counts: `points` of 100.

    The answers make it `base` + `moves`; `points` differs from that sum only where the user has set
    weights: this one (`user`), or others, so that this one shares what they leave.
    """

    criterion: str
    base: float
    moves: tuple[Move, ...]
    points: float
    user: bool


@dataclass(frozen=True)
class Contribution:
    """What one criterion adds to a fit: weight (0 to 1) times value (0 to 1).

    `figure` is what the staffing model has worked out for the value, in per cent on the scale of
    the criterion; None where the value follows from the statements alone.
    """

    criterion: str
    weight: float
    value: float
    amount: float
    figure: float | None = None


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

    `inputs` are the numbers of the staffing model. Where the user has given any of them they are
    known and rate cost efficiency and speed (see ratings_for); otherwise the statements do.

    `ranking` holds the candidates from best to worst, then the others. `verdict` is "clear" when
    the best leads by the margin, "close" when `rivals` are within the margin of it, "tie" when some
    of them are exactly level with it, and "none" when no structure is feasible.
    """

    version: str
    answers: Answers
    inputs: Inputs
    weights: tuple[Weight, ...]
    user_weights: Mapping[str, float]
    ranking: tuple[Standing, ...]
    verdict: str
    recommended: str | None
    rivals: tuple[str, ...]

    @property
    def candidates(self) -> tuple[Standing, ...]:
        """The structures that can be recommended, from best to worst."""
        return tuple(standing for standing in self.ranking if standing.candidate)

    def standing(self, structure: str) -> Standing:
        """The standing of one structure; KeyError if it is unknown."""
        for standing in self.ranking:
            if standing.structure == structure:
                return standing
        raise KeyError(structure)

    def as_dict(self) -> dict[str, Any]:
        """All fields as values of JSON, as `service-structure recommend --format json` prints them.

        dataclasses.asdict works as well, but keeps tuples and sets.
        """
        fields: dict[str, Any] = plain(self)
        return fields

    def __repr__(self) -> str:
        """The structure recommended, the verdict and the fits of the best three, in one line."""
        field = self.candidates or self.ranking
        best = ", ".join(f"{s.structure} {s.fit:.3f}" for s in field[:SHOWN])
        return f"<Recommendation {self.recommended}, {self.verdict}: {best}>"

    def _repr_html_(self) -> str:
        """The ranking as a table, for notebooks. Structures stand by their ids."""
        rows = "".join(
            f"<tr><td>{place}</td><td>{standing.structure}</td><td>{standing.fit:.3f}</td>"
            f"<td>{'candidate' if standing.candidate else 'no candidate'}</td></tr>"
            for place, standing in enumerate(self.ranking, 1)
        )
        return (
            f"<table><caption>{self.recommended or 'no structure'} ({self.verdict})</caption>"
            "<thead><tr><th>#</th><th>structure</th><th>fit</th><th></th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )


def recommend(
    answers: Mapping[str, str],
    guide: Guide,
    *,
    weights: Mapping[str, float] | None = None,
    numbers: Mapping[str, object] | None = None,
) -> Recommendation:
    """Rank the structures of a guide for an organisation (see service_structure.recommend).

    Raises AnswersError, or NumbersError where only numbers are wrong, listing every fault.
    """
    read, faults = read_answers(answers, guide)
    own, more = read_weights({} if weights is None else weights, guide)
    inputs, wrong = read_numbers({} if numbers is None else numbers, read, guide)
    if faults or more:
        raise AnswersError((*faults, *more, *wrong), guide)
    if wrong:
        raise NumbersError(wrong, guide)
    return _recommend(read, inputs, own, guide)


def recommend_for(case: Case, guide: Guide) -> Recommendation:
    """Rank the structures for a case that has been read (see recommend)."""
    inputs, _ = read_numbers(case.numbers, case.answers, guide)
    return _recommend(case.answers, inputs, case.weights, guide)


def quick_result(case: Case, guide: Guide) -> tuple[str | None, Mapping[str, float]]:
    """What recommend_for recommends, and the fit of every structure, without the rest of it."""
    values = values_of(guide)
    if case.numbers:
        inputs, _ = read_numbers(case.numbers, case.answers, guide)
        values = values_for(inputs, guide)
    points = with_user_weights(_answered(case.answers, guide), case.weights, tuple(guide.criteria))
    shares = [point / TOTAL_POINTS for point in points]
    fits = {name: sumprod(shares, row) for name, row in values.items()}
    return best_of(fits, case.answers.levels, guide), fits


def best_of(fits: Mapping[str, float], levels: Mapping[str, str], guide: Guide) -> str | None:
    """The first candidate, in the order of the guide, that no other beats by more than a tie."""
    best = None
    for structure in guide.structures.values():
        if best is not None and fits[structure.id] <= fits[best] + TIE:
            continue
        if is_candidate(structure, fits, levels, guide):
            best = structure.id
    return best


def _recommend(
    answers: Answers, inputs: Inputs, own: Mapping[str, float], guide: Guide
) -> Recommendation:
    weights = weigh(answers, guide, own)
    ranking = rank(weights, answers, inputs, guide)
    candidates = [standing for standing in ranking if standing.candidate]
    best = candidates[0] if candidates else None
    margin = guide.assumptions["clear_margin"].value
    rivals = [s for s in candidates[1:] if best and best.fit - s.fit < margin - TIE]
    return Recommendation(
        version=guide.version,
        answers=answers,
        inputs=inputs,
        weights=weights,
        user_weights=FrozenDict(own),
        ranking=ranking,
        verdict=_verdict(best, rivals),
        recommended=best.structure if best else None,
        rivals=tuple(s.structure for s in rivals),
    )


def _verdict(best: Standing | None, rivals: Sequence[Standing]) -> str:
    """How clear the choice is: "none", "tie", "close" or "clear" (see Recommendation)."""
    if best is None:
        return "none"
    if any(best.fit - rival.fit <= TIE for rival in rivals):
        return "tie"
    return "close" if rivals else "clear"


def weigh(answers: Answers, guide: Guide, own: Mapping[str, float]) -> tuple[Weight, ...]:
    """Weights of all criteria, in points of 100: each answer moves points between criteria."""
    moves: dict[str, list[Move]] = {criterion: [] for criterion in guide.criteria}
    for factor_id, level_id in answers.levels.items():
        for criterion, points in guide.factors[factor_id].level(level_id).moves.items():
            moves[criterion].append(Move(factor_id, level_id, points))
    in_force = with_user_weights(_answered(answers, guide), own, tuple(guide.criteria))
    return tuple(
        Weight(
            criterion.id, criterion.points, tuple(moves[criterion.id]), points, criterion.id in own
        )
        for criterion, points in zip(guide.criteria.values(), in_force, strict=True)
    )


def _answered(answers: Answers, guide: Guide) -> list[float]:
    """The points of all criteria as the answers make them."""
    base = [criterion.points for criterion in guide.criteria.values()]
    moves = moves_of(guide)
    moved = [moves[answer] for answer in answers.levels.items()]
    return [max(0.0, fsum(points)) for points in zip(base, *moved, strict=True)]


@lru_cache(maxsize=16)
def moves_of(guide: Guide) -> Mapping[tuple[str, str], tuple[float, ...]]:
    """The points that each answer, a factor and its level, moves: one for each criterion."""
    return {
        (factor.id, level.id): tuple(level.moves.get(c, 0.0) for c in guide.criteria)
        for factor in guide.factors.values()
        for level in factor.levels
    }


def with_user_weights(
    points: Sequence[float], own: Mapping[str, float], criteria: Sequence[str]
) -> list[float]:
    """Points with the user's own in place; the other criteria share the rest in proportion.

    Where the others have no points to go by they share evenly; own points for every criterion are
    scaled to 100.
    """
    if not own:
        return list(points)
    if len(own) == len(criteria):
        total = fsum(own.values())
        return [TOTAL_POINTS * own[criterion] / total for criterion in criteria]
    rest = TOTAL_POINTS - fsum(own.values())
    free = [0.0 if c in own else p for c, p in zip(criteria, points, strict=True)]
    if not any(free):
        free = [0.0 if c in own else 1.0 for c in criteria]
    scale = rest / fsum(free)
    return [own[c] if c in own else scale * p for c, p in zip(criteria, free, strict=True)]


def rank(
    weights: Iterable[Weight], answers: Answers, inputs: Inputs, guide: Guide
) -> tuple[Standing, ...]:
    """Every structure with its fit: candidates from best to worst, then the rest likewise.

    Structures that are level keep the order of the guide.
    """
    shares = [weight.points / TOTAL_POINTS for weight in weights]
    ratings = ratings_for(inputs, guide)
    values = _values(ratings, guide)
    fits = {structure: sumprod(shares, row) for structure, row in values.items()}
    standings = [
        _standing(
            structure,
            _contributions(shares, values[structure.id], ratings.get(structure.id, {}), guide),
            fits,
            answers,
            guide,
        )
        for structure in guide.structures.values()
    ]
    return (
        *_best_first([standing for standing in standings if standing.candidate]),
        *_best_first([standing for standing in standings if not standing.candidate]),
    )


def ratings_for(inputs: Inputs, guide: Guide) -> Ratings:
    """What the staffing model says of structures where numbers are known, otherwise nothing.

    Numbers are known as soon as the user has given one of them.
    """
    if not inputs.given:
        return {}
    from service_structure.staffing.costs import (
        ratings,  # queues are worked out only where numbers are known
    )

    return ratings(inputs.numbers, guide)


def values_for(inputs: Inputs, guide: Guide) -> Values:
    """The values that rank the structures: those of the staffing model before the statements'."""
    return _values(ratings_for(inputs, guide), guide)


def _values(ratings: Ratings, guide: Guide) -> Values:
    values = values_of(guide)
    if not ratings:
        return values
    return {
        structure: tuple(
            ratings[structure][criterion].value if criterion in ratings[structure] else value
            for criterion, value in zip(guide.criteria, row, strict=True)
        )
        for structure, row in values.items()
    }


@lru_cache(maxsize=16)
def values_of(guide: Guide) -> Values:
    """The values that follow from the statements alone."""
    return {
        structure.id: tuple(structure.ratings.get(c, NEUTRAL) for c in guide.criteria)
        for structure in guide.structures.values()
    }


def is_candidate(
    structure: Structure, fits: Mapping[str, float], levels: Mapping[str, str], guide: Guide
) -> bool:
    """Whether a structure can be recommended: feasible and, if a hybrid, of close parents."""
    if not all(_holds(precondition, levels, guide) for precondition in structure.preconditions):
        return False
    gap = _parents_gap(structure, fits)
    return gap is None or gap <= guide.assumptions["hybrid_margin"].value + TIE


def _contributions(
    shares: Sequence[float],
    values: Sequence[float],
    ratings: Mapping[str, "Rating"],
    guide: Guide,
) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(
            criterion,
            share,
            value,
            share * value,
            ratings[criterion].figure if criterion in ratings else None,
        )
        for criterion, share, value in zip(guide.criteria, shares, values, strict=True)
    )


def _standing(
    structure: Structure,
    contributions: tuple[Contribution, ...],
    fits: Mapping[str, float],
    answers: Answers,
    guide: Guide,
) -> Standing:
    return Standing(
        structure=structure.id,
        fit=fits[structure.id],
        contributions=contributions,
        failed=tuple(p for p in structure.preconditions if not _holds(p, answers.levels, guide)),
        parents_gap=_parents_gap(structure, fits),
        candidate=is_candidate(structure, fits, answers.levels, guide),
    )


def _holds(precondition: Precondition, levels: Mapping[str, str], guide: Guide) -> bool:
    factor = guide.factors[precondition.factor]
    return factor.rank(levels[factor.id]) >= factor.rank(precondition.at_least)


def _parents_gap(structure: Structure, fits: Mapping[str, float]) -> float | None:
    if not structure.parents:
        return None
    first, second = structure.parents
    return abs(fits[first] - fits[second])


def _best_first(standings: list[Standing]) -> list[Standing]:
    """Sorted by fit; those within the tolerance of the one before stay in the order given."""
    place = {standing.structure: n for n, standing in enumerate(standings)}
    ordered: list[Standing] = []
    run: list[Standing] = []
    for standing in sorted(standings, key=lambda s: -s.fit):
        if run and run[0].fit - standing.fit > TIE:
            ordered += sorted(run, key=lambda s: place[s.structure])
            run = []
        run.append(standing)
    return ordered + sorted(run, key=lambda s: place[s.structure])
