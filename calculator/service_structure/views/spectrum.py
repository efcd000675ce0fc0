"""The spectrum: every structure in the order of the guide, as wide as it is probable."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide


@dataclass(frozen=True)
class Share:
    """A structure on the spectrum: its `probability`, and where it starts, both 0 to 1."""

    structure: str
    probability: float
    start: float


def spectrum(result: Recommendation, guide: Guide) -> Sequence[Share]:
    """The shares of all structures from left to right; they make up 1 without a gap."""
    probable = [result.standing(structure).probability for structure in guide.structures]
    starts = accumulate(probable, initial=0.0)
    return tuple(map(Share, guide.structures, probable, starts))
