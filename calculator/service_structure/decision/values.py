"""The value of every structure on every criterion in a setting.

The value of a structure on a criterion is ½ plus, for each statement, ± strength/8 times the
multipliers of its conditions. Cost efficiency is rated by the staffing model alone, speed of
response by both: `speed_by_wait` per cent from the wait, the rest from the statements. Values are
not cut off at the ends of the scale: a structure may be better than the best of one statement.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add, mul

from service_structure.case.case import Case
from service_structure.case.numbers import numbers_for, share_taken
from service_structure.decision.settings import DRAWS, Setting, settings
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import STRONGEST
from service_structure.source.records import Guide
from service_structure.staffing.costs import between, ends
from service_structure.staffing.rated import costs_and_waits

type Table = tuple[float, ...]
type Column = Sequence[float]
"""One figure for each setting."""


@dataclass(frozen=True)
class Term:
    """A statement as a product: effect times one multiplier for each condition.

    `structure`, `criterion` and the questions of `tables` are places in the order of the guide.
    """

    structure: int
    criterion: int
    effect: float
    tables: tuple[tuple[int, Table], ...]

    def amount(self, setting: Setting | Mapping[int, int]) -> float:
        """What the statement adds to the value in a setting."""
        amount = self.effect
        for factor, times in self.tables:
            amount *= times[setting[factor]]
        return amount

    def amounts(self, ranks: Sequence[Sequence[int]]) -> list[float]:
        """The same for each of the settings of which `ranks` has the levels, by question."""
        amounts = [self.effect] * len(ranks[0])
        for factor, times in self.tables:
            amounts = [*map(mul, amounts, map(times.__getitem__, ranks[factor]))]
        return amounts


class Cell:
    """The statements of a structure on a criterion, and what they come to in all settings.

    `questions` are the places of the questions on which they depend. What has been worked out is
    kept: organisations that share these few answers share the figures.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms
        self.questions = sorted({factor for term in terms for factor, _ in term.tables})
        self.sums: dict[tuple[int, ...], float] = {}
        self.columns: dict[tuple[Hashable, ...], Column] = {}

    def column(self, known: Sequence[Hashable], ranks: Sequence[Sequence[int]]) -> Column:
        """A figure for each of the settings of which `ranks` has the levels, by question.

        `known` has for each question the levels that its answer names.
        """
        count = len(ranks[0])
        key = (count, *[known[n] for n in self.questions])
        found = self.columns.get(key)
        if found is None:
            own = [ranks[n] for n in self.questions]
            keys = zip(*own, strict=True) if own else [()] * count
            found = self.columns[key] = tuple([self._sum(its) for its in keys])
        return found

    def _sum(self, ranks: tuple[int, ...]) -> float:
        """What the statements come to at these levels of the questions."""
        found = self.sums.get(ranks)
        if found is None:
            setting = dict(zip(self.questions, ranks, strict=True))
            found = 0.0
            for term in self.terms:
                found += term.amount(setting)
            self.sums[ranks] = found
        return found


@lru_cache(maxsize=16)
def terms(guide: Guide) -> tuple[Term, ...]:
    """The statements of all structures in the order of the guide, but for those computed."""
    criteria, factors = list(guide.criteria), list(guide.factors)
    stated = 1 - guide.assumptions["speed_by_wait"].value / 100
    found = []
    for place, structure in enumerate(guide.structures.values()):
        for statement in structure.statements:
            if statement.strength is None:
                continue
            share = stated if statement.criterion == "speed" else 1.0
            tables = [
                (
                    factors.index(c.factor),
                    tuple(c.times[v.id] for v in guide.factors[c.factor].levels),
                )
                for c in statement.conditions
            ]
            effect = share * statement.effect / (2 * STRONGEST)
            criterion = criteria.index(statement.criterion)
            found.append(Term(place, criterion, effect, tuple(tables)))
    return tuple(found)


@lru_cache(maxsize=16)
def _cells(guide: Guide) -> tuple[tuple[Cell, ...], ...]:
    """The statements by structure and criterion."""
    return tuple(
        tuple(
            Cell([t for t in terms(guide) if (t.structure, t.criterion) == (structure, criterion)])
            for criterion in range(len(guide.criteria))
        )
        for structure in range(len(guide.structures))
    )


def values_in(case: Case, guide: Guide, draws: int = DRAWS) -> tuple[tuple[Column, ...], ...]:
    """The values less ½ by structure and criterion, with a figure for each of the settings that
    the answers of a case leave open.
    """
    drawn = settings(case.answers, guide, draws)
    ranks = tuple(zip(*drawn, strict=True))
    known = [case.answers.named(factor) for factor in guide.factors]
    found = [[cell.column(known, ranks) for cell in row] for row in _cells(guide)]
    cost, speed = _computed(guide)
    ratings = ratings_in(drawn, case, guide)
    for row, figures in zip(found, zip(*ratings, strict=True), strict=True):
        costs, waits = zip(*figures, strict=True)
        row[cost] = costs
        row[speed] = tuple(map(add, row[speed], waits))
    return tuple(map(tuple, found))


@lru_cache(maxsize=16)
def _computed(guide: Guide) -> tuple[int, int]:
    criteria = list(guide.criteria)
    return criteria.index("cost"), criteria.index("speed")


def ratings_in(
    drawn: Sequence[Setting], case: Case, guide: Guide
) -> list[tuple[tuple[float, float], ...]]:
    """What the staffing model adds to the values on cost efficiency and speed in each setting, by
    structure, with the numbers of a case.

    Settings that differ only in questions on which that model does not depend share it.
    """
    asked, given = _staffing_questions(guide), FrozenDict(case.numbers)
    share = share_taken(given, case.answers, guide, case.profile.current) or 1.0
    ranks = [tuple([setting[n] for n in asked]) for setting in drawn]
    shared = {own: rated(own, given, share, guide) for own in set(ranks)}
    return [shared[own] for own in ranks]


@lru_cache(maxsize=4096)
def rated(
    ranks: tuple[int, ...], given: FrozenDict[str, float], share: float, guide: Guide
) -> tuple[tuple[float, float], ...]:
    """The same by the levels of the questions on which the staffing model depends."""
    basis = _basis(guide)
    levels = {factor: ids[rank] for (factor, ids), rank in zip(basis.asked, ranks, strict=True)}
    figures = costs_and_waits(basis.poolings, numbers_for(levels, given, guide, share))
    return tuple(
        [
            (between(cost, *basis.cost) - 0.5, basis.by_wait * (between(wait, *basis.speed) - 0.5))
            for cost, wait in figures
        ]
    )


class _Basis:
    """What `rated` takes of a guide: it is worked out hundreds of times for one recommendation.

    `asked` are the questions on which the staffing model depends, with their levels; `cost` and
    `speed` the ends of these scales; `by_wait` the share of the wait in speed.
    """

    def __init__(self, guide: Guide) -> None:
        factors = [[*guide.factors.values()][n] for n in _staffing_questions(guide)]
        self.asked = [(f.id, [level.id for level in f.levels]) for f in factors]
        self.poolings = [structure.pooling for structure in guide.structures.values()]
        self.cost, self.speed = ends("cost", guide), ends("speed", guide)
        self.by_wait = guide.assumptions["speed_by_wait"].value / 100


_basis = lru_cache(maxsize=16)(_Basis)


@lru_cache(maxsize=16)
def _staffing_questions(guide: Guide) -> tuple[int, ...]:
    """The places of the questions on which the staffing model depends."""
    loads = {
        condition.factor
        for circumstance in ("knowledge", "trades")
        for condition in guide.circumstances[circumstance].conditions
    }
    return tuple(
        n
        for n, factor in enumerate(guide.factors.values())
        if factor.id in loads or any(level.numbers for level in factor.levels)
    )
