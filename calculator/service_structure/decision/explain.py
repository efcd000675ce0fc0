"""Say why a structure stands where it does, what would change that, and how firmly it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from service_structure.decision.counterfactual import Counterfactual, changes, paired_changes
from service_structure.decision.model import SHOWN, Move, Recommendation, Standing, Weight
from service_structure.numerics import methods, robustness, sensitivity
from service_structure.numerics.checks import TIE
from service_structure.source.plain import plain
from service_structure.source.records import TOTAL_POINTS, Guide, Statement

DRAWS = 5_000
"""Draws of weights behind a rank acceptability: its standard error is at most 0.0071."""


@dataclass(frozen=True)
class Reason:
    """What one criterion does for a structure against the average of the other candidates.

    `amount` is w·(v − mean of the others' v), in fit; `statements` stand behind the structure's own
    `value`, `moves` are the answers that made the criterion weigh more. `figure` is what the
    staffing model says of the structure, None where the statements alone rate it.
    """

    criterion: str
    amount: float
    value: float
    figure: float | None
    weight: Weight
    statements: tuple[Statement, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Difference:
    """What one criterion adds to a structure's lead over a rival: w·(v − rival's v), in fit."""

    criterion: str
    amount: float


@dataclass(frozen=True)
class Rivalry:
    """The recommended structure beside another one: why the first, and what would make them level.

    `differences` add up to the `lead`. Weights are points of 100, one for each criterion in the
    order of the guide, None where no weight does it: `single_weights` with the others unchanged,
    `shared_weights` with the others sharing the rest. `least_change` is the smallest total change
    of weights, None if there is none. `ratings` is by how much the other's rating would have to
    rise. `winning_probability` is that of the first for uniformly distributed weights, exact.
    """

    structure: str
    lead: float
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
    the end is 0 or 100. Weights also move the parents of hybrids, so a hybrid may become a
    candidate, or cease to be one, before an end is reached.
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

    `pairs` and `acceptability` take longest to work out; they are None until asked for.
    """

    reasons: tuple[Reason, ...]
    drawbacks: tuple[Statement, ...]
    rivalries: tuple[Rivalry, ...]
    changes: tuple[Counterfactual, ...]
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


def explain(
    recommendation: Recommendation, guide: Guide, *, full: bool = True
) -> Explanation | None:
    """Explain a recommendation; None if no structure is feasible.

    Without `full` the two slow parts, pairs of answers and rank acceptability, are left out.
    """
    best = recommendation.recommended
    if best is None:
        return None
    return Explanation(
        reasons=reasons(recommendation, best, guide),
        drawbacks=drawbacks(recommendation, best, guide),
        rivalries=rivalries(recommendation),
        changes=changes(recommendation, guide),
        stability=stability(recommendation),
        opinions=opinions(recommendation),
        pairs=paired_changes(recommendation, guide) if full else None,
        acceptability=acceptability(recommendation, guide) if full else None,
    )


def reasons(recommendation: Recommendation, structure: str, guide: Guide) -> tuple[Reason, ...]:
    """Every criterion as a reason for or against a structure, from the best to the worst.

    The amounts add up to the structure's fit less the mean fit of the other candidates (of all
    other structures if there is no other candidate).
    """
    own = recommendation.standing(structure)
    others = [s for s in recommendation.ranking if s.structure != structure]
    field = [s for s in others if s.candidate] or others
    found = []
    for n, weight in enumerate(recommendation.weights):
        mean = fsum(s.contributions[n].amount for s in field) / len(field) if field else 0.0
        found.append(
            Reason(
                criterion=weight.criterion,
                amount=own.contributions[n].amount - mean,
                value=own.contributions[n].value,
                figure=own.contributions[n].figure,
                weight=weight,
                statements=guide.structures[structure].statements_on(weight.criterion),
                moves=tuple(move for move in weight.moves if move.points > 0),
            )
        )
    return tuple(sorted(found, key=lambda reason: -reason.amount))


def drawbacks(
    recommendation: Recommendation, structure: str, guide: Guide
) -> tuple[Statement, ...]:
    """The disadvantages of a structure, first those that cost it most fit for these answers."""
    points = {weight.criterion: weight.points for weight in recommendation.weights}
    return tuple(
        sorted(
            guide.structures[structure].disadvantages,
            key=lambda statement: -points[statement.criterion] * statement.strength,
        )
    )


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
    found = robustness.rank_acceptability(
        _values(field),
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
        differences=tuple(sorted(differences, key=lambda d: -d.amount)),
        single_weights=sensitivity.single_weight_change(points, first, second),
        shared_weights=sensitivity.proportional_crossing(points, first, second),
        least_change=sensitivity.least_total_change(points, first, second),
        ratings=sensitivity.rating_change(points, first, second),
        winning_probability=robustness.pairwise_winning_probability(first, second),
    )


def _points(recommendation: Recommendation) -> list[float]:
    return [weight.points for weight in recommendation.weights]


def _values(standings: Sequence[Standing]) -> list[list[float]]:
    return [[c.value for c in standing.contributions] for standing in standings]


def _name(field: Sequence[Standing], index: int | None) -> str | None:
    return None if index is None else field[index].structure
