"""Charts of the staffing model: the figures behind each, and its finding in words.

People are real numbers here (see staffing/rated.py): whole ones would make a saw of every curve.
The finding stands as the caption of the figure, which chart_specs.py draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from service_structure.decision.model import Recommendation
from service_structure.numerics.square_root import agents_needed
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide
from service_structure.staffing.pools import cut_of, groups_of
from service_structure.staffing.rated import HALF, costs_and_waits
from service_structure.views.sentences import Sentences

STEPS = range(-6, 7)
"""Volumes of the cost chart: today's times √2 to these powers, an eighth to eightfold."""

LEVEL = 3
"""Costs that differ by less, in per cent of that in one pool, are told as equal."""

MOST_POINTS = 6
"""Numbers of groups on the chart of a split."""


@dataclass(frozen=True)
class Curve:
    """The cost of a contact in one structure at every volume, in per cent of that in one pool."""

    structure: str
    costs: tuple[float, ...]


@dataclass(frozen=True)
class CostChart:
    """Cost against volume for every candidate, from best to worst; `now` is the volume of today."""

    volumes: tuple[float, ...]
    curves: tuple[Curve, ...]
    now: float


@dataclass(frozen=True)
class SplitChart:
    """Agents that so many equal groups (`pools`) need together at the volume of today.

    `equal` are those of agents as fast as in one pool, `faster` of specialists, who take `gain` per
    cent less time. `structure` divides the work into `own` groups: the best candidate that divides
    it at all. With none the chart shows what any split takes, and `own` is 1.
    """

    pools: tuple[int, ...]
    equal: tuple[float, ...]
    faster: tuple[float, ...]
    gain: float
    structure: str
    own: int


def cost_chart(recommendation: Recommendation, guide: Guide) -> CostChart:
    """What a contact costs in every candidate, at volumes around that of today."""
    numbers = recommendation.inputs.numbers
    volumes = tuple([numbers.contacts_per_hour * 2 ** (step / 2) for step in STEPS])
    ranked = [standing.structure for standing in recommendation.candidates]
    poolings = [guide.structures[structure].pooling for structure in ranked]
    rows = [
        [cost for cost, _ in costs_and_waits(poolings, replace(numbers, contacts_per_hour=volume))]
        for volume in volumes
    ]
    columns = zip(*rows, strict=True)
    curves = [Curve(structure, costs) for structure, costs in zip(ranked, columns, strict=True)]
    return CostChart(volumes, tuple(curves), numbers.contacts_per_hour)


def split_chart(recommendation: Recommendation, guide: Guide) -> SplitChart:
    """Agents that a few numbers of equal groups need at the volume of today."""
    numbers = recommendation.inputs.numbers
    structure, own = _divided(recommendation, guide)
    pools = _pools(own)
    gain = max(numbers.product_gain, numbers.trade_gain)
    if own > 1:
        gain = 100 * cut_of(guide.structures[structure].pooling, numbers)
    return SplitChart(
        pools,
        tuple([_agents(n, numbers.aht, numbers) for n in pools]),
        tuple([_agents(n, numbers.aht * (1 - gain / 100), numbers) for n in pools]),
        gain,
        structure,
        own,
    )


def _divided(recommendation: Recommendation, guide: Guide) -> tuple[str, int]:
    """The best candidate that divides the work, and into how many groups."""
    for standing in recommendation.candidates:
        pooling = guide.structures[standing.structure].pooling
        groups = groups_of(pooling, recommendation.inputs.numbers)
        if groups > 1:
            return standing.structure, groups
    return recommendation.recommended, 1


def _pools(own: int) -> tuple[int, ...]:
    """At most MOST_POINTS numbers of groups from one to a little beyond the reader's own.

    >>> _pools(3), _pools(15)
    ((1, 2, 3, 4, 5, 6), (1, 2, 4, 8, 15, 17))
    """
    if own + 2 <= MOST_POINTS:
        return tuple(range(1, MOST_POINTS + 1))
    steps = MOST_POINTS - 2
    return tuple(sorted({*[round(own ** (n / steps)) for n in range(steps + 1)], own + 2}))


def _agents(pools: int, aht: float, numbers: Numbers) -> float:
    """Agents on duty in so many equal groups, with what rounding adds to each on average."""
    return pools * HALF + pools * agents_needed(
        numbers.contacts_per_hour * aht / 3600 / pools,
        aht,
        service_level=numbers.service_level / 100,
        within=numbers.answer_within,
        mean_wait=numbers.max_mean_wait or None,
        max_occupancy=numbers.max_occupancy / 100,
    )


def cost_finding(chart: CostChart, words: Sentences) -> str:
    """How the cost of the recommended structure compares with that of the next one, in words."""
    best, *others = chart.curves
    names = {"best": words.inside(words.short(best.structure))}
    if not others:
        return words.say("cost_alone", **names)
    rival = others[0]
    names["rival"] = words.inside(words.short(rival.structure))
    gaps = [own - its for own, its in zip(best.costs, rival.costs, strict=True)]
    runs = [*groupby([(gap >= LEVEL) - (gap <= -LEVEL) for gap in gaps])]
    signs = [sign for sign, _ in runs]
    told = {-1: "cost_less", 0: "cost_level", 1: "cost_more"}[signs[-1]]
    if len(signs) == 1:
        return words.say(told, **names)
    if signs not in (sorted(signs), sorted(signs, reverse=True)):
        today = gaps[chart.volumes.index(chart.now)]
        told = "cost_mixed" if abs(today) < LEVEL else f"cost_{'less' if today < 0 else 'more'}_now"
        return words.say(told, **names)
    limit = LEVEL * (signs[-1] or signs[0])
    volume = _last_crossing(chart.volumes, gaps, limit)
    return words.say(f"{told}_from", volume=words.exact(float(f"{volume:.2g}")), **names)


def _last_crossing(volumes: Sequence[float], gaps: Sequence[float], limit: float) -> float:
    """The largest volume at which the gap passes a limit, between two of the volumes."""
    found = volumes[0]
    for (low, high), (before, after) in zip(pairwise(volumes), pairwise(gaps), strict=True):
        if (before - limit) * (after - limit) <= 0 and before != after:
            found = low * (high / low) ** ((before - limit) / (before - after))
    return found


def split_finding(chart: SplitChart, words: Sentences) -> str:
    """What a split takes in agents, in words: into the groups of the structure that is named.

    It is named only where it has such groups and nothing else: no first line, no help between them.
    """
    pooling = words.guide.structures[chart.structure].pooling
    is_plain = chart.own > 1 and not pooling.first_line and pooling.backup == "none"
    groups = max(chart.own, 2)
    one, split = round(chart.equal[0]), round(chart.faster[chart.pools.index(groups)])
    gain = words.number(chart.gain, ".0f")
    if split == one:
        told = "split_same"
    elif split < one:
        told = "split_saves"
    else:
        told = "split_costs" if is_faster(chart) else "split_costs_plainly"
    figures = {"one": words.exact(one), "agents": words.exact(split)}
    whose = f" ({words.inside(words.name(chart.structure))})" if is_plain else ""
    return words.say(told, groups=groups, whose=whose, gain=gain, **figures)


def is_faster(chart: SplitChart) -> bool:
    """Whether specialists are faster by what can be told in whole per cent."""
    return round(chart.gain) > 0
