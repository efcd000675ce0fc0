"""Say why a structure stands where it does, what would change that, and how firmly it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from service_structure.decision.attribution import (
    Attribution,
    StatementPart,
    attribution,
    statement_parts,
)
from service_structure.decision.counterfactual import Counterfactual, changes, paired_changes
from service_structure.decision.model import SHOWN, Move, Recommendation, Standing, Weight
from service_structure.decision.questions import NextQuestion, next_questions
from service_structure.numerics import methods, robustness, sensitivity
from service_structure.numerics.checks import TIE
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.plain import plain
from service_structure.source.records import Guide

DRAWS = 5_000
"""Draws of weights behind a rank acceptability: its standard error is at most 0.0071."""


SPREAD = 3.0
"""Values may lie outside the scale; for methods that want 0 to 1 they are shrunk by this."""


@dataclass(frozen=True)
class Reason:
    """What one criterion does for a structure against the average of the other candidates.

    `amount` is w·v less the mean of the others', in fit; `parts` are the structure's own statements
    on the criterion with what each adds, `moves` the answers that made the criterion weigh more.
    What is left of the value is worked out by the staffing model.
    """

    criterion: str
    amount: float
    value: float
    weight: Weight
    parts: tuple[StatementPart, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Difference:
    """What one criterion adds to a structure's lead over a rival: w·(v − rival's v), in fit."""

    criterion: str
    amount: float


@dataclass(frozen=True)
class Rivalry:
    """The recommended structure beside another one: why the first, and what would make them level.

    `differences` and what the base and penalty of the first are above those of the other
    (`start`) add up to the `lead`. Weights are points of 100, one for each criterion in the
    order of the guide, None where no weight does it: `single_weights` with the others unchanged,
    `shared_weights` with the others sharing the rest. `least_change` is the smallest total change
    of weights, None if there is none. `ratings` is by how much the other's rating would have to
    rise. `winning_probability` is that of the first for uniformly distributed weights, exact.
    """

    structure: str
    lead: float
    start: float
    differences: tuple[Difference, ...]
    single_weights: tuple[float | None, ...]
    shared_weights: tuple[float | None, ...]
    least_change: sensitivity.LeastChange | None
    ratings: tuple[float | None, ...]
    winning_probability: float

    @property
    def pros(self) -> tuple[Difference, ...]:
        """What speaks for the recommended structure, the most weighty first."""
        return tuple(d for d in self.differences if d.amount > TIE)

    @property
    def cons(self) -> tuple[Difference, ...]:
        """What speaks for the other one, the most weighty first."""
        return tuple(d for d in reversed(self.differences) if d.amount < -TIE)


@dataclass(frozen=True)
class Stability:
    """Among the present candidates the best leads while a weight is from `low` to `high` points.

    The other criteria share the rest; `low_rival` and `high_rival` lead beyond the ends, None where
    the end is 0 or 100.
    """

    criterion: str
    low: float
    high: float
    low_rival: str | None
    high_rival: str | None


@dataclass(frozen=True)
class Opinion:
    """The order in which another method puts the candidates, on the same values and weights."""

    method: str
    order: tuple[tuple[str, ...], ...]

    @property
    def best(self) -> tuple[str, ...]:
        """The structure that it puts first, or several if they are level."""
        return self.order[0]


@dataclass(frozen=True)
class Acceptability:
    """How often a candidate takes each rank when the weights are uncertain, best rank first."""

    structure: str
    probabilities: tuple[float, ...]
    standard_errors: tuple[float, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything that can be said of a recommendation beyond the ranking itself.

    `drawbacks` are the statements that cost the recommended structure fit, the worst first, and
    `idle` its advantages that an answer has put out of force. `questions` are those still to be
    answered, the most telling first. `pairs` and `acceptability` take longest to work out; they are
    None until asked for.
    """

    reasons: tuple[Reason, ...]
    drawbacks: tuple[StatementPart, ...]
    idle: tuple[StatementPart, ...]
    attribution: Attribution
    rivalries: tuple[Rivalry, ...]
    changes: tuple[Counterfactual, ...]
    questions: tuple[NextQuestion, ...]
    stability: tuple[Stability, ...]
    opinions: tuple[Opinion, ...]
    pairs: tuple[Counterfactual, ...] | None
    acceptability: tuple[Acceptability, ...] | None

    def as_dict(self) -> dict[str, Any]:
        """All fields as JSON values, as `service-structure sensitivity --format json` prints them.

        What has not been asked for, `pairs` and `acceptability` where `full` was false, is None.
        """
        fields: dict[str, Any] = plain(self)
        return fields

    def __repr__(self) -> str:
        """The strongest reasons with their amounts, and how much more there is, in one line."""
        best = ", ".join(f"{r.criterion} {r.amount:+.3f}" for r in self.reasons[:SHOWN])
        return (
            f"<Explanation {best}; {len(self.reasons)} reasons, {len(self.drawbacks)} drawbacks,"
            f" {len(self.rivalries)} rivalries, {len(self.changes)} changes>"
        )


def explain(recommendation: Recommendation, guide: Guide, *, full: bool = True) -> Explanation:
    """Explain a recommendation.

    Without `full` the two slow parts, pairs of answers and rank acceptability, are left out.
    """
    best = recommendation.recommended
    parts = statement_parts(recommendation, best, guide)
    return Explanation(
        reasons=reasons(recommendation, best, guide),
        drawbacks=drawbacks(parts),
        idle=idle(parts),
        attribution=attribution(recommendation, best, guide),
        rivalries=rivalries(recommendation),
        changes=changes(recommendation, guide),
        questions=questions(recommendation, guide),
        stability=stability(recommendation),
        opinions=opinions(recommendation),
        pairs=paired_changes(recommendation, guide) if full else None,
        acceptability=acceptability(recommendation, guide) if full else None,
    )


def reasons(recommendation: Recommendation, structure: str, guide: Guide) -> tuple[Reason, ...]:
    """Every criterion as a reason for or against a structure, from the best to the worst.

    The amounts, with what its base and penalty are above those of the others, add up to the
    structure's fit less the mean fit of the other candidates (of all others if there is none).
    """
    own = recommendation.standing(structure)
    others = [s for s in recommendation.ranking if s.structure != structure]
    field = [s for s in others if s.candidate] or others
    parts = statement_parts(recommendation, structure, guide)
    found = []
    for n, weight in enumerate(recommendation.weights):
        mean = fsum(s.contributions[n].amount for s in field) / len(field) if field else 0.0
        found.append(
            Reason(
                criterion=weight.criterion,
                amount=own.contributions[n].amount - mean,
                value=own.contributions[n].value,
                weight=weight,
                parts=tuple(p for p in parts if p.statement.criterion == weight.criterion),
                moves=tuple(move for move in weight.moves if move.points > 0),
            )
        )
    return tuple(sorted(found, key=lambda reason: -reason.amount))


def advantages(parts: Sequence[StatementPart]) -> tuple[StatementPart, ...]:
    """The statements that add to the fit of their structure, first those that add most."""
    return tuple(sorted((p for p in parts if p.amount > TIE), key=lambda part: -part.amount))


def drawbacks(parts: Sequence[StatementPart]) -> tuple[StatementPart, ...]:
    """The statements that cost their structure fit, first those that cost it most."""
    return tuple(sorted((p for p in parts if p.amount < -TIE), key=lambda part: part.amount))


def idle(parts: Sequence[StatementPart]) -> tuple[StatementPart, ...]:
    """The advantages of a structure that an answer has put out of force or turned round."""
    return tuple(p for p in parts if p.statement.kind == "advantage" and not p.applies)


def questions(recommendation: Recommendation, guide: Guide) -> tuple[NextQuestion, ...]:
    """The questions that are not answered yet, the one that tells most first."""
    return next_questions(recommendation.case, guide)


def rivalries(recommendation: Recommendation) -> tuple[Rivalry, ...]:
    """The recommended structure beside each of the others, in the order of the ranking."""
    best, *others = recommendation.ranking
    return tuple(_rivalry(best, other, recommendation) for other in others)


def stability(recommendation: Recommendation) -> tuple[Stability, ...]:
    """For every criterion the weights that keep the best of the candidates in the lead."""
    field = recommendation.candidates
    if len(field) < 2:
        return tuple(
            Stability(weight.criterion, 0.0, TOTAL_POINTS, None, None)
            for weight in recommendation.weights
        )
    intervals = sensitivity.stability_interval(_points(recommendation), _values(field), leader=0)
    return tuple(
        Stability(
            criterion=weight.criterion,
            low=interval.low if interval else weight.points,
            high=min(interval.high, TOTAL_POINTS) if interval else weight.points,
            low_rival=_name(field, interval.low_rival if interval else None),
            high_rival=_name(field, interval.high_rival if interval else None),
        )
        for weight, interval in zip(recommendation.weights, intervals, strict=True)
    )


def opinions(recommendation: Recommendation) -> tuple[Opinion, ...]:
    """What TOPSIS, VIKOR and PROMETHEE II make of the candidates; nothing if there is only one."""
    field = recommendation.candidates
    if len(field) < 2:
        return ()
    values, points = _values(field), _points(recommendation)
    directions = ["max"] * len(points)
    ranks = {
        "topsis": methods.topsis(values, points, directions).ranks,
        "vikor": methods.vikor(values, points, directions).ranks,
        "promethee_ii": methods.promethee_ii(values, points, directions).ranks,
    }
    return tuple(
        Opinion(
            method,
            tuple(
                tuple(s.structure for s, its in zip(field, taken, strict=True) if its == rank)
                for rank in sorted(set(taken))
            ),
        )
        for method, taken in ranks.items()
    )


def acceptability(recommendation: Recommendation, guide: Guide) -> tuple[Acceptability, ...]:
    """How often each candidate takes each rank when the weights are only roughly right.

    SMAA-2 with weights spread around the present ones: a Dirichlet distribution whose
    concentration is the assumption `weight_concentration`.
    """
    field = recommendation.candidates
    if not field:
        return ()
    found = robustness.rank_acceptability(
        _shrunk(_values(field)),
        draws=DRAWS,
        center=[max(points, TIE) for points in _points(recommendation)],
        concentration=guide.assumptions["weight_concentration"].value,
    )
    return tuple(
        Acceptability(standing.structure, probabilities, errors)
        for standing, probabilities, errors in zip(
            field, found.probabilities, found.standard_errors, strict=True
        )
    )


def _rivalry(best: Standing, other: Standing, recommendation: Recommendation) -> Rivalry:
    points = _points(recommendation)
    first, second = _values([best, other])
    differences = [
        Difference(own.criterion, own.amount - its.amount)
        for own, its in zip(best.contributions, other.contributions, strict=True)
    ]
    return Rivalry(
        structure=other.structure,
        lead=best.fit - other.fit,
        start=best.base - best.penalty - other.base + other.penalty,
        differences=tuple(sorted(differences, key=lambda d: -d.amount)),
        single_weights=sensitivity.single_weight_change(points, first, second),
        shared_weights=sensitivity.proportional_crossing(points, first, second),
        least_change=sensitivity.least_total_change(points, first, second),
        ratings=_rises(points, first, second),
        winning_probability=robustness.pairwise_winning_probability(*_shrunk([first, second])),
    )


def _points(recommendation: Recommendation) -> list[float]:
    return [weight.points for weight in recommendation.weights]


def _values(standings: Sequence[Standing]) -> list[list[float]]:
    """The values with base and penalty in each: as weights add up to 1, they give the fit."""
    return [
        [c.value + standing.base - standing.penalty for c in standing.contributions]
        for standing in standings
    ]


def _shrunk(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    """The values on a scale so wide that all lie between 0 and 1; no order changes."""
    return [[min(max((value + 1) / SPREAD, 0.0), 1.0) for value in row] for row in rows]


def _rises(
    points: Sequence[float], first: Sequence[float], second: Sequence[float]
) -> tuple[float | None, ...]:
    """By how much each value of the second would have to rise for the two to be level."""
    wide = _shrunk([first, second])
    found = sensitivity.rating_change(points, *wide)
    return tuple(None if rise is None else SPREAD * rise for rise in found)


def _name(field: Sequence[Standing], index: int | None) -> str | None:
    return None if index is None else field[index].structure
