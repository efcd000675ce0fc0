"""Computed figures of a structure's page: its extreme ratings and its staff in an example."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import dist

from service_structure.api import inputs_for
from service_structure.decision.usual import usual_values
from service_structure.source.model_records import Statement
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide, Structure
from service_structure.staffing.costs import ROUNDING, BreakEven, Staffing, break_even, staff_for

EXTREMES = 2
"""The number of criteria named as strongest, and as weakest."""

MAIN = 4
"""The number of statements that a page shows in short, for and against the structure."""


@dataclass(frozen=True)
class Profile:
    """The criteria, by id, on which a structure rates highest and lowest, most extreme first."""

    strongest: tuple[str, ...]
    weakest: tuple[str, ...]


@dataclass(frozen=True)
class UsualCase:
    """A structure staffed for the most frequent answers, beside one pool and the other structures.

    `raised` are the answers that differ from the most frequent ones, as without them the structure
    would not be what it is; for one pool, as the other structures would not be.
    `one_pool` is None if no structure of the guide has a single pool. `even` is the break-even of
    the structure. `cheapest` and `dearest` are the extremes among the other structures, None if
    there are none.
    """

    raised: Mapping[str, str]
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


def profile(structure: Structure, guide: Guide) -> Profile:
    """The strongest and weakest criteria of a structure; of equal ratings the first one counts.

    The ratings are those where nothing is known of the organisation.
    """
    ratings = usual_values(guide)[structure.id]
    weak = sorted(ratings, key=lambda criterion: ratings[criterion])
    strong = sorted(ratings, key=lambda criterion: -ratings[criterion])
    return Profile(tuple(strong[:EXTREMES]), tuple(weak[:EXTREMES]))


def neighbours(structure: Structure, guide: Guide) -> tuple[str, ...]:
    """What a structure is compared with: what it combines, or the one with the nearest ratings.

    The ratings are those where nothing is known of the organisation.
    """
    if structure.parents:
        return structure.parents
    ratings = usual_values(guide)
    own = ratings[structure.id].values()
    others = [other for other in guide.structures if other != structure.id]
    return tuple(sorted(others, key=lambda other: dist(own, ratings[other].values()))[:1])


def main_statements(statements: Iterable[Statement], most: int = MAIN) -> tuple[Statement, ...]:
    """The strongest statements, in the order of the data.

    Those with computed strength are taken where there are not enough others.
    """
    kept = sorted(statements, key=lambda s: -(s.strength or 0))[:most]
    return tuple(s for s in statements if s in kept)


@cache
def usual_case(structure_id: str, guide: Guide) -> UsualCase:
    """Staff a structure for the most frequent answers, as the calculator does."""
    structure = guide.structures[structure_id]
    raised = _raised(guide.structures.values() if _is_one_pool(structure) else [structure], guide)
    numbers = inputs_for(raised, guide=guide).numbers
    staffings = staff_for(numbers, guide)
    others = [staffings[other] for other in guide.structures if other != structure_id]
    pools = [staffings[s.id] for s in guide.structures.values() if _is_one_pool(s)]
    return UsualCase(
        raised=raised,
        numbers=numbers,
        staffing=staffings[structure_id],
        one_pool=next(iter(pools), None),
        even=break_even(structure, numbers),
        cheapest=min(others, key=lambda s: s.yearly_cost, default=None),
        dearest=max(others, key=lambda s: s.yearly_cost, default=None),
    )


def _raised(structures: Iterable[Structure], guide: Guide) -> Mapping[str, str]:
    """The most frequent levels at which structures have what they are made of, where others are."""
    least: dict[str, int] = {}
    for structure in structures:
        for p in structure.preconditions:
            rank = guide.factors[p.factor].rank(p.at_least)
            least[p.factor] = max(rank, least.get(p.factor, 0))
    found = {}
    for name, rank in least.items():
        factor = guide.factors[name]
        level = max(factor.levels[rank:], key=lambda level: level.prior).id
        if level != factor.usual:
            found[name] = level
    return found


def _is_one_pool(structure: Structure) -> bool:
    return structure.pooling.by == "one"
