"""Complete answers at random, and what the model makes of them: points of fit, moves."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from random import Random
from statistics import fmean

from service_structure import load_guide
from service_structure.case.answers import Answers
from service_structure.case.case import Case, read_case
from service_structure.decision.evaluation import quick_result
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import Move, move_for
from service_structure.source.frozen import FrozenDict
from service_structure.source.records import Guide

OWN = load_guide()

type Levels = dict[str, str]


def drawn(
    count: int,
    seed: int,
    given: Mapping[str, Sequence[str]] | None = None,
    *,
    evenly: bool = False,
) -> list[Levels]:
    """So many complete answers, by the priors of the levels or every level equally often.

    `given` names the levels among which an answer is drawn; all of them where it names none.
    """
    random, given = Random(seed), given or {}
    found = []
    for _ in range(count):
        levels = {}
        for factor in OWN.factors.values():
            among = [x for x in factor.levels if x.id in given.get(factor.id, (x.id,))]
            weights = [1.0 if evenly else level.prior for level in among]
            levels[factor.id] = random.choices(among, weights)[0].id
        found.append(levels)
    return found


def case_of(
    levels: Mapping[str, str],
    numbers: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Case:
    """A case with answers in the order of the guide."""
    ordered = FrozenDict({f: levels[f] for f in OWN.factors if f in levels})
    return Case(Answers(ordered), FrozenDict(numbers or {}), FrozenDict(weights or {}))


def excluded(answers: Mapping[str, str], changed: Iterable[str]) -> set[str]:
    """The exclusions that answers meet, of those about some questions."""
    return {
        name
        for name, exclusion in OWN.exclusions.items()
        if exclusion.answers.keys() & set(changed)
        and all(answers.get(factor) in levels for factor, levels in exclusion.answers.items())
    }


def points(case: Case, guide: Guide = OWN) -> dict[str, float]:
    """The fit of every structure in points of 100."""
    return {name: 100 * fit for name, fit in quick_result(case, guide)[1].items()}


def first(case: Case, guide: Guide = OWN) -> str:
    """The structure that comes first."""
    return quick_result(case, guide)[0]


def lead(found: Mapping[str, float], structure: str, against: str | None = None) -> float:
    """How far a structure is ahead of another one, or of the mean of all others."""
    if against:
        return found[structure] - found[against]
    return found[structure] - fmean([x for name, x in found.items() if name != structure])


def result_of(answers: dict[str, str], today: str, **numbers: object) -> Recommendation:
    """What is recommended to a service that has a structure today."""
    profile = {"structure": today}
    case, faults = read_case({"answers": answers, "numbers": numbers, "profile": profile}, OWN)
    assert not faults
    return recommend_for(case, OWN)


@cache
def random_moves() -> tuple[tuple[Recommendation, Move, dict[str, object]], ...]:
    """Moves to another structure, each with its result and the answers and agents given."""
    random, found = Random(3), []
    for _ in range(60):
        answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
        today, agents = random.choice(list(OWN.structures)), random.choice((40, 80, 150))
        result = result_of(answers, today, agents=agents)
        move = move_for(result, OWN)
        if move and move.today != move.target:
            found.append((result, move, {"answers": answers, "agents": agents}))
    return tuple(found)
