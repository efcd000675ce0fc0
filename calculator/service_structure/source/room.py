"""The room in the model: how many points answers may still take from each criterion."""

from collections.abc import Mapping
from math import fsum

from service_structure.source.records import Guide

TOLERANCE = 1e-9


def taken_from(criterion: str, guide: Guide) -> Mapping[str, float]:
    """The most points that each question can take from a criterion; only those that take some."""
    losses = {
        factor.id: min((level.moves.get(criterion, 0) for level in factor.levels), default=0)
        for factor in guide.factors.values()
    }
    return {factor: -loss for factor, loss in losses.items() if loss < 0}


def room(guide: Guide) -> Mapping[str, float]:
    """The points that are left of each criterion if every answer takes as much as it can.

    A new level or question can take that much; negative room is a fault (see validation).
    """
    left = {
        criterion: points - fsum(taken_from(criterion, guide).values())
        for criterion, points in guide.estimates.points.items()
    }
    return {
        criterion: 0.0 if abs(points) < TOLERANCE else points for criterion, points in left.items()
    }


def room_in_words(guide: Guide) -> str:
    """The room of all criteria in one line: those with points left, then those without.

    Criteria from which more is taken than they have are in neither list.
    """
    left = room(guide)
    some = ", ".join(f"{name} {points:g}" for name, points in left.items() if points > 0)
    none = ", ".join(name for name, points in left.items() if points == 0)
    return f"points left: {some or 'none'}; no points left: {none or 'nowhere'}"
