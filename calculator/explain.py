"""Say why a structure stands where it does: criterion by criterion, down to the sentences."""

from dataclasses import dataclass
from statistics import fmean

from calculator.model import Move, Recommendation, Weight
from calculator.records import Guide, Statement


@dataclass(frozen=True)
class Reason:
    """What one criterion does for a structure against the average of the other candidates.

    `amount` is w·(v − mean of the others' v), in fit; `statements` stand behind the structure's own
    value, `moves` are the answers that made the criterion weigh more.
    """

    criterion: str
    amount: float
    weight: Weight
    statements: tuple[Statement, ...]
    moves: tuple[Move, ...]


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
        mean = fmean(s.contributions[n].amount for s in field) if field else 0.0
        found.append(
            Reason(
                criterion=weight.criterion,
                amount=own.contributions[n].amount - mean,
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
