"""Take a fit apart: into its statements with their conditions, and into the answers given.

Both are exact: the parts of either add up to the fit of the structure. A statement adds the mean,
over the settings, of weight times strength times multipliers. What an answer adds is its Shapley
value: the mean, over all orders in which the answers may become known, of what it changes (Shapley
1953, *Contributions to the Theory of Games* II). A statement depends on few answers, so it is taken
apart by itself. What is worked out by the staffing model stays one block, as its figures depend on
many answers at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import factorial, fsum, sumprod
from operator import add, mul

from service_structure.case.answers import BETWEEN, NOTHING, Answers
from service_structure.case.case import NOTHING_SAID, Case
from service_structure.decision.evaluation import Coefficients, evaluate, mean
from service_structure.decision.model import Recommendation
from service_structure.decision.settings import Setting, settings
from service_structure.decision.values import Column, Term, ratings_in, terms
from service_structure.numerics.checks import TIE
from service_structure.source.model_records import NEUTRAL, TOTAL_POINTS, Statement, Text
from service_structure.source.records import Guide


@dataclass(frozen=True)
class Effect:
    """What an answer makes of a statement: its strength is multiplied by `times`.

    `because` says why; where the statement does not apply, that it does not. The `level` may be two
    of them, written one~few: `times` is then their mean. `usual` is the mean over all levels: what
    the question would make of the statement if it were open.
    """

    factor: str
    level: str
    times: float
    usual: float
    because: Text


@dataclass(frozen=True)
class StatementPart:
    """What a statement adds to the fit of its structure, and the answers that made it count so."""

    statement: Statement
    amount: float
    effects: tuple[Effect, ...]

    @property
    def applies(self) -> bool:
        """Whether no answer has put the statement out of force or turned it round."""
        return all(effect.times > 0 for effect in self.effects)

    @property
    def strengthened(self) -> tuple[Effect, ...]:
        """The answers that make the statement count for more than open questions would.

        The one that does most comes first. Only of these does `because` tell why it counts here: a
        sentence such as "the more products, the more …" does not explain it where they are few.
        """
        more = [effect for effect in self.effects if effect.times > effect.usual + TIE]
        return tuple(sorted(more, key=lambda effect: effect.usual - effect.times))

    @property
    def undecided(self) -> tuple[str, ...]:
        """The open questions whose answers may put the statement out of force or turn it round."""
        told = {effect.factor for effect in self.effects}
        return tuple(
            condition.factor
            for condition in self.statement.conditions
            if condition.factor not in told and min(condition.times.values()) <= 0
        )


@dataclass(frozen=True)
class AnswerPart:
    """What an answer adds to a fit, against not having answered the question.

    The `level` may be two of them, written one~few.
    """

    factor: str
    level: str
    amount: float


@dataclass(frozen=True)
class Attribution:
    """The fit of a structure by answers: `unknown` + Σ `answers` + `computed`.

    `unknown` is the fit with nothing answered, with the weights that the user has set, if any.
    `computed` is what the staffing model adds to that since answers and numbers are known.
    """

    structure: str
    unknown: float
    answers: tuple[AnswerPart, ...]
    computed: float


def statement_parts(
    recommendation: Recommendation, structure: str, guide: Guide
) -> tuple[StatementPart, ...]:
    """The statements of a structure with what each adds to its fit, in the order of the guide.

    What is worked out by the staffing model has no statement: it is the rest of the contributions
    on cost efficiency and speed.
    """
    evaluation = evaluate(recommendation.case, guide)
    ranks = tuple(zip(*evaluation.settings, strict=True))
    count = len(evaluation.settings)
    place = list(guide.structures).index(structure)
    own = [term for term in terms(guide) if term.structure == place]
    stated = [s for s in guide.structures[structure].statements if s.strength is not None]
    return tuple(
        StatementPart(
            statement,
            sumprod(evaluation.weights[term.criterion], term.amounts(ranks)) / count / TOTAL_POINTS,
            _effects(statement, usual, recommendation.answers, guide),
        )
        for statement, term, usual in zip(stated, own, _usual(structure, guide), strict=True)
    )


@lru_cache(maxsize=64)
def _usual(structure: str, guide: Guide) -> tuple[tuple[float, ...], ...]:
    """By how much the answers met on average multiply each statement of a structure that counts.

    There is one figure for each of its conditions.
    """
    return tuple(
        tuple(
            sumprod(c.times.values(), guide.factors[c.factor].shares(tuple(c.times)))
            for c in statement.conditions
        )
        for statement in guide.structures[structure].statements
        if statement.strength is not None
    )


def _effects(
    statement: Statement, usually: Sequence[float], answers: Answers, guide: Guide
) -> tuple[Effect, ...]:
    """What each answer makes of a statement; two levels are told where it holds with both."""
    found = []
    for condition, usual in zip(statement.conditions, usually, strict=True):
        factor, named = guide.factors[condition.factor], answers.named(condition.factor)
        multipliers = [condition.times[level] for level in named]
        if len(named) == 1:
            times = multipliers[0]
            because = condition.off if times <= 0 and condition.off else condition.because
            found.append(Effect(factor.id, named[0], times, usual, because))
        elif named and min(multipliers) > 0:
            times = sumprod(multipliers, factor.shares(named))
            written = BETWEEN.join(named)
            found.append(Effect(factor.id, written, times, usual, condition.because))
    return tuple(found)


def attribution(recommendation: Recommendation, structure: str, guide: Guide) -> Attribution:
    """What each answer adds to the fit of a structure, against not having answered it."""
    written = recommendation.answers.written
    known = {factor: written[factor] for factor in guide.factors if factor in written}
    own = recommendation.user_weights
    nothing, drawn = settings(NOTHING, guide), settings(recommendation.answers, guide)
    if len(drawn) == 1:
        drawn *= len(nothing)
    place = list(guide.structures).index(structure)
    amounts = dict.fromkeys(known, 0.0)
    unknown = 0.0
    weighing = _Weighing(nothing, drawn, known, own, guide)
    for term in terms(guide):
        if term.structure == place:
            start, parts = weighing.shapley(term)
            unknown += start
            for factor, amount in parts.items():
                amounts[factor] += amount
    coefficients = Coefficients.of(guide)
    factors = list(guide.factors)
    for asked, least in coefficients.needs[place]:
        before = coefficients.penalty * mean([setting[asked] < least for setting in nothing])
        after = coefficients.penalty * mean([setting[asked] < least for setting in drawn])
        unknown -= before
        if factors[asked] in known:
            amounts[factors[asked]] += before - after
    idle = weighing.computed(weighing.points_before, nothing, NOTHING_SAID, place)
    computed = weighing.computed(weighing.points, drawn, recommendation.case, place)
    unknown += idle + coefficients.base[place]
    return Attribution(
        structure=structure,
        unknown=NEUTRAL + unknown / TOTAL_POINTS,
        answers=tuple(
            AnswerPart(factor, level, amounts[factor] / TOTAL_POINTS)
            for factor, level in known.items()
        ),
        computed=(computed - idle) / TOTAL_POINTS,
    )


class _Weighing:
    """The settings with nothing answered and those with all answers, side by side, draw by draw."""

    def __init__(
        self,
        nothing: Sequence[Setting],
        drawn: Sequence[Setting],
        known: Mapping[str, str],
        own: Mapping[str, float],
        guide: Guide,
    ) -> None:
        self.guide = guide
        self.before, self.after = [list(zip(*rows, strict=True)) for rows in (nothing, drawn)]
        self.names = tuple(guide.factors)
        self.known = known
        self.coefficients = Coefficients.of(guide)
        self.own = own
        self.points = self.coefficients.weights_in(drawn, own)
        self.points_before = self.points if own else self.coefficients.weights_in(nothing, own)
        self.weights: dict[tuple[int, frozenset[int]], list[float]] = {}

    def shapley(self, term: Term) -> tuple[float, dict[str, float]]:
        """What a term adds with nothing answered, and what each answer adds, in points."""
        tables = [n for n, _ in term.tables if self.names[n] in self.known]
        goals = [n for n in self._goals(term.criterion) if self.names[n] in self.known]
        players = list(dict.fromkeys((*tables, *goals)))
        value = [
            self._value(term, self._subset(players, mask)) for mask in range(2 ** len(players))
        ]
        count = len(players)
        parts = {}
        for place, player in enumerate(players):
            bit = 1 << place
            parts[self.names[player]] = fsum(
                [
                    (value[mask | bit] - value[mask])
                    * factorial(mask.bit_count())
                    * factorial(count - mask.bit_count() - 1)
                    / factorial(count)
                    for mask in range(2**count)
                    if not mask & bit
                ]
            )
        return value[0], parts

    def _goals(self, criterion: int) -> list[int]:
        """The goals that move the weight of a criterion; none where the user's weights hold."""
        return [] if self.own else [n for n, _ in self.coefficients.moves[criterion]]

    @staticmethod
    def _subset(players: Sequence[int], mask: int) -> frozenset[int]:
        return frozenset(player for place, player in enumerate(players) if mask & 1 << place)

    def _value(self, term: Term, known: frozenset[int]) -> float:
        """What a term adds where only some of the answers are known, in points."""
        amounts = [term.effect] * len(self.before[0])
        for factor, times in term.tables:
            amounts = [*map(mul, amounts, [times[rank] for rank in self._ranks(factor, known)])]
        return sumprod(amounts, self._weights(term.criterion, known)) / len(amounts)

    def _ranks(self, factor: int, known: frozenset[int]) -> Sequence[int]:
        """The level of a question in every setting where only some of the answers are known."""
        return (self.after if factor in known else self.before)[factor]

    def _weights(self, criterion: int, known: frozenset[int]) -> Sequence[float]:
        if self.own:
            return self.points[criterion]
        key = criterion, known.intersection(self._goals(criterion))
        if key not in self.weights:
            points = [self.coefficients.weights[criterion]] * len(self.before[0])
            for n, by_level in self.coefficients.moves[criterion]:
                moves = [by_level[rank] for rank in self._ranks(n, known)]
                points = [*map(add, points, moves)]
            self.weights[key] = [max(point, 0.0) for point in points]
        return self.weights[key]

    def computed(
        self,
        points: Sequence[Column],
        drawn: Sequence[Setting],
        case: Case,
        place: int,
    ) -> float:
        """What the staffing model adds to a structure, in points; `points` weigh each criterion."""
        criteria = list(self.guide.criteria)
        cost, speed = points[criteria.index("cost")], points[criteria.index("speed")]
        figures = [own[place] for own in ratings_in(drawn, case, self.guide)]
        rated, waits = zip(*figures, strict=True)
        return mean([*map(add, map(mul, cost, rated), map(mul, speed, waits))])
