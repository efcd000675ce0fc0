"""What the decision model is made of: criteria, statements, questions, estimates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum, inf

type Text = Mapping[str, str]
"""One text in every language of the guide, keyed by language id."""

STRONGEST = 4
"""How strongly a statement can speak, in steps of ½: 1 is slightly, 4 is what the structure is
chosen for. A strength of 4 moves the value by half of the scale."""

NEUTRAL = 0.5
"""Value on a criterion of which no statement speaks: the middle of the scale."""

MOST_CONDITIONS = 4
"""The most factors on which one statement may depend, those of its circumstances included."""

LARGEST_MULTIPLIER = 2
"""What a level may multiply a strength by, either way."""

TOTAL_POINTS = 100
"""Weights are points that always add up to this number."""


@dataclass(frozen=True)
class Criterion:
    """What a structure is judged by, on a scale from 0 (`low`) to 1 (`high`) with fixed ends.

    `points` is its weight, of 100, before any question is answered, by judgement; the weight in
    force is that of Estimates. What is `computed` is rated by the staffing model, and statements
    on it have no strength.
    """

    id: str
    name: Text
    meaning: Text
    low: Text
    high: Text
    points: float
    computed: bool


@dataclass(frozen=True)
class Condition:
    """How a statement depends on the answer to one question.

    `times` multiplies the strength, by level: 0 means that the statement does not apply, a negative
    number that it turns round. It runs one way over the levels unless it `turns`. `because` says
    why, `off` what to say where it is 0 or less.
    """

    factor: str
    times: Mapping[str, float]
    turns: bool
    because: Text
    off: Text | None


@dataclass(frozen=True)
class Circumstance:
    """Conditions that several statements share, such as what an agent has to master."""

    id: str
    name: Text
    meaning: Text
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Statement:
    """One advantage or disadvantage of a structure: what the reader reads is what counts.

    It counts with its `strength`, None where the staffing model computes the value, times what its
    `conditions` make of the answers; they include those of its `circumstances`. `mitigation` says
    what to do about a disadvantage; an advantage has none.
    """

    id: str
    kind: str
    criterion: str
    strength: float | None
    text: Text
    detail: Text
    mitigation: Text | None
    sources: tuple[str, ...]
    circumstances: tuple[str, ...]
    conditions: tuple[Condition, ...]

    @property
    def effect(self) -> float:
        """The strength with its sign, positive for an advantage; 0 where it has none."""
        strength = self.strength or 0.0
        return strength if self.kind == "advantage" else -strength


@dataclass(frozen=True)
class Precondition:
    """What a structure is made of: without it the structure loses `absent_penalty` points.

    It holds where the answer to `factor` is the level `at_least` or higher.
    """

    factor: str
    at_least: str
    because: Text


@dataclass(frozen=True)
class Level:
    """One possible answer, and what follows from it besides the conditions of statements.

    `prior` is how often it is met, 0 to 1, where nothing is known. The answer to a question about
    goals moves points between criteria (`moves`, which add up to zero), with the reason. `numbers`
    are values that the answer suggests for the staffing model. A level that is a range of the
    number that its question counts begins at the `least`, which is None otherwise, and ends where
    the next one begins.
    """

    id: str
    name: Text
    prior: float
    moves: Mapping[str, float]
    numbers: Mapping[str, float]
    because: Text | None
    least: float | None = None


@dataclass(frozen=True)
class Factor:
    """A question about the organisation, its levels ordered from low to high.

    Answers about circumstances change what structures do, those about a `goal` what counts. The
    levels may be ranges of a number that it `counts`; it is empty otherwise.
    """

    id: str
    file: str
    order: int
    group: str
    name: Text
    question: Text
    help: Text
    goal: bool
    levels: tuple[Level, ...]
    sources: tuple[str, ...]
    counts: str = ""

    def level(self, level_id: str) -> Level:
        """The level with this id; KeyError if there is none."""
        return self.levels[self.rank(level_id)]

    def range_of(self, level_id: str) -> tuple[float, float]:
        """From which number a level reaches, and where the next one begins."""
        low, next_one = self.level(level_id).least, self.levels[self.rank(level_id) + 1 :][:1]
        return low or 0.0, next_one[0].least or 0.0 if next_one else inf

    def level_of(self, value: float) -> str:
        """The level in whose range a number lies that this question counts."""
        below = [level for level in self.levels if (level.least or 0.0) <= value]
        return (below or self.levels)[-1 if below else 0].id

    def shares(self, levels: Sequence[str]) -> list[float]:
        """How often each of some levels is met where one of them holds: their priors, scaled to 1.

        They are even where none is ever met.
        """
        priors = [self.level(level).prior for level in levels]
        total = fsum(priors)
        return [prior / total for prior in priors] if total else [1 / len(levels)] * len(levels)

    def rank(self, level_id: str) -> int:
        """Position of a level, 0 for the lowest; KeyError if there is none."""
        return self._ranks[level_id]

    @cached_property
    def usual(self) -> str:
        """The level that is met most often."""
        return max(self.levels, key=lambda level: level.prior).id

    def usual_of(self, levels: Sequence[str]) -> str:
        """Of some levels the one that is met most often; of none, of all."""
        if not levels:
            return self.usual
        return max(levels, key=lambda level: self.level(level).prior)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {level.id: rank for rank, level in enumerate(self.levels)}


@dataclass(frozen=True)
class Exclusion:
    """Answers that no organisation can give together, and why: some levels of each of `answers`."""

    id: str
    because: Text
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Estimates:
    """The few numbers that the casebook bears, as `make estimate` has fitted them on a day.

    `points` are the weights of the criteria, of 100, `base` what each structure has in points
    before any statement, and `temperature` is the difference in fit, in points, that makes one
    structure e times as probable as another. `cases` is how many organisations they rest on.
    """

    date: date
    cases: int
    points: Mapping[str, float]
    base: Mapping[str, float]
    temperature: float
