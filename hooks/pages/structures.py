"""What the page of a structure shows beyond its record: best and worst ratings, staff needed."""

from dataclasses import dataclass
from functools import cache

from service_structure.api import inputs_for
from service_structure.source.records import Guide, Numbers, Structure
from service_structure.staffing.costs import ROUNDING, BreakEven, Staffing, break_even, staff_for

EXTREMES = 2
"""How many criteria are named as the strongest and the weakest of a structure."""


@dataclass(frozen=True)
class Profile:
    """The criteria, by id, on which a structure rates highest and lowest, most extreme first."""

    strongest: tuple[str, ...]
    weakest: tuple[str, ...]


@dataclass(frozen=True)
class UsualCase:
    """A structure staffed for the answers by default, beside one pool and the other structures.

    `one_pool` is None where no structure of the guide has but one pool; `cheapest` and `dearest`
    are the extremes among the others, None where there are none.
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
    """Where a structure is strong and weak; of criteria that are level the first told counts."""
    ratings = structure.ratings
    weak = sorted(ratings, key=lambda criterion: ratings[criterion])
    strong = sorted(ratings, key=lambda criterion: -ratings[criterion])
    return Profile(tuple(strong[:EXTREMES]), tuple(weak[:EXTREMES]))


@cache
def usual_case(structure_id: str, guide: Guide) -> UsualCase:
    """The figures of a structure for the answers by default, as the calculator works them out."""
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
