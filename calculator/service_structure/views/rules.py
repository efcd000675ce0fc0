"""Which words tell the rule that has decided on today's structure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service_structure.decision.evaluation import evaluate
from service_structure.views.findings import Findings

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move

HARDLY_EVER = 0.1
"""Up to this share of the settings a structure is as good as out of the question."""


def rule(move: "Move", found: Findings) -> str:
    """The rule, or the case of it that has words of its own."""
    if move.reason == "is_as_good" and round(100 * move.probability_gain) <= 0:
        return "no_worse"
    if move.reason == "other_causes" and len(move.symptoms) == 1:
        return "other_cause"
    if move.reason == "too_early" and found.sentences.all_given:
        return "too_early_between"
    return move.reason


def of_staying(move: "Move", found: Findings) -> Iterator[str]:
    """That today's structure hardly ever comes first, where it is too early to say which does."""
    if is_where_open(move, found):
        words = found.sentences
        yield words.say("move_where_to", n=words.of_hundred(_first(move.today, found)))


def is_where_open(move: "Move", found: Findings) -> bool:
    """Whether it is too early to say where to go, and today's structure hardly ever comes first."""
    return move.reason == "too_early" and _first(move.today, found) <= HARDLY_EVER


def _first(structure: str, found: Findings) -> float:
    """The share of the settings that the answers leave open in which a structure comes first."""
    place = list(found.guide.structures).index(structure)
    return evaluate(found.recommendation.case, found.guide).settled(place)
