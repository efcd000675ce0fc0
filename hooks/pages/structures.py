"""Computed figures of a structure's page: its extreme ratings and its staff in the usual case."""

from dataclasses import dataclass
from functools import cache

from service_structure.api import inputs_for
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide, Structure
from service_structure.staffing.costs import ROUNDING, BreakEven, Staffing, break_even, staff_for

EXTREMES = 2
"""The number of criteria named as strongest, and as weakest."""


@dataclass(frozen=True)
class Profile:
    """The criteria, by id, on which a structure rates highest and lowest, most extreme first."""

    strongest: tuple[str, ...]
    weakest: tuple[str, ...]


@dataclass(frozen=True)
class UsualCase:
    """A structure staffed for the default answers, beside one pool and the other structures.

    `one_pool` is None if no structure of the guide has a single pool. `even` is the break-even of
    the structure. `cheapest` and `dearest` are the extremes among the other structures, None if
    there are none.
    """

    numbers: Numbers
    staffing: Staffing
    one_pool: Staffing | None
    even: BreakEven | None
    cheapest: Staffing | None
    dearest: Staffing | None

    @property
    def pays(self) -> bool:
        """Whether the structure costs no more than one pool."""
        return self.staffing.price.share <= ROUNDING


def profile(structure: Structure) -> Profile:
    """The strongest and weakest criteria of a structure; of equal ratings the first one counts."""
    ratings = structure.ratings
    weak = sorted(ratings, key=lambda criterion: ratings[criterion])
    strong = sorted(ratings, key=lambda criterion: -ratings[criterion])
    return Profile(tuple(strong[:EXTREMES]), tuple(weak[:EXTREMES]))


@cache
def usual_case(structure_id: str, guide: Guide) -> UsualCase:
    """Staff a structure for the default answers, as the calculator does."""
    numbers = inputs_for(guide=guide).numbers
    staffings = staff_for(numbers, guide)
    others = [staffings[other] for other in guide.structures if other != structure_id]
    pools = [staffings[s.id] for s in guide.structures.values() if s.pooling.by == "one"]
    return UsualCase(
        numbers=numbers,
        staffing=staffings[structure_id],
        one_pool=next(iter(pools), None),
        even=break_even(guide.structures[structure_id], numbers),
        cheapest=min(others, key=lambda s: s.yearly_cost, default=None),
        dearest=max(others, key=lambda s: s.yearly_cost, default=None),
    )
