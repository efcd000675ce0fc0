"""What the guide is made of: one frozen record per concept of the subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

type Text = Mapping[str, str]
"""One text in every language of the guide, keyed by language id."""

STRENGTHS = range(1, 5)
"""How strongly a statement speaks: 1 is slightly, 4 is what the structure is chosen for."""

NET_LIMIT = 4
"""Statements of one structure on one criterion may add up to at most this, either way."""

TOTAL_POINTS = 100
"""Weights are points that always add up to this number."""

POOLED_BY = ("one", "regions", "functions", "products", "customer_groups")
"""What a structure may form its groups by; all but "one" are numbers of the staffing model."""

BACKUPS = ("none", "chain", "hub")
"""How groups help one another: not at all, by people who know two fields, by a common reserve."""


@dataclass(frozen=True)
class Language:
    """A language of the guide, its own name and its decimal mark."""

    id: str
    name: str
    decimal: str


@dataclass(frozen=True)
class Group:
    """A part of the questionnaire."""

    id: str
    name: Text


@dataclass(frozen=True)
class Criterion:
    """What a structure is judged by, on a scale from 0 (`low`) to 1 (`high`) with fixed ends.

    `points` is its weight, of 100, before any question is answered.
    """

    id: str
    name: Text
    meaning: Text
    low: Text
    high: Text
    points: float


@dataclass(frozen=True)
class Statement:
    """One advantage or disadvantage of a structure: what the reader reads is what counts.

    `mitigation` says what to do about a disadvantage; an advantage has none.
    """

    id: str
    kind: str
    criterion: str
    strength: int
    text: Text
    detail: Text
    mitigation: Text | None
    sources: tuple[str, ...]

    @property
    def effect(self) -> int:
        """The strength with its sign: positive for an advantage."""
        return self.strength if self.kind == "advantage" else -self.strength


@dataclass(frozen=True)
class Precondition:
    """A structure is feasible only if the answer to `factor` is the level `at_least` or higher."""

    factor: str
    at_least: str
    because: Text


@dataclass(frozen=True)
class Pooling:
    """How a structure divides the work into groups, each with a queue of its own.

    There is one group, or one for each region, function, product or group of customers (`by`).
    Agents may be `specialists`, faster in their field; contacts may be passed on between groups
    (`transfers`); a shared `first_line` may stand before the groups; the groups may help one
    another (`backup`); and everyone may answer to two managers (`dual_reporting`).
    """

    by: str
    specialists: bool = False
    transfers: bool = False
    first_line: bool = False
    backup: str = "none"
    dual_reporting: bool = False


@dataclass(frozen=True)
class Structure:
    """A way to organise customer service; a hybrid names the two structures it combines."""

    id: str
    file: str
    order: int
    parents: tuple[str, ...]
    pooling: Pooling
    name: Text
    short: Text
    summary: Text
    how: Text
    suits: tuple[Text, ...]
    unsuited: tuple[Text, ...]
    first_steps: tuple[Text, ...]
    metrics: tuple[Text, ...]
    preconditions: tuple[Precondition, ...]
    statements: tuple[Statement, ...]

    @property
    def advantages(self) -> tuple[Statement, ...]:
        """Statements in favour, in the order of the data."""
        return tuple(s for s in self.statements if s.kind == "advantage")

    @property
    def disadvantages(self) -> tuple[Statement, ...]:
        """Statements against, in the order of the data."""
        return tuple(s for s in self.statements if s.kind == "disadvantage")

    def statements_on(self, criterion: str) -> tuple[Statement, ...]:
        """The statements behind the rating on one criterion."""
        return tuple(s for s in self.statements if s.criterion == criterion)

    @cached_property
    def ratings(self) -> Mapping[str, float]:
        """Value on every criterion that a statement speaks of, 0 to 1.

        The effects of the statements are added and mapped from −4…4 to 0…1. A criterion that no
        statement mentions is not in the mapping: nothing is known either way.
        """
        effects: dict[str, int] = {}
        for statement in self.statements:
            effects[statement.criterion] = effects.get(statement.criterion, 0) + statement.effect
        return MappingProxyType({c: (1 + net / NET_LIMIT) / 2 for c, net in effects.items()})


@dataclass(frozen=True)
class Level:
    """One possible answer: how many points it moves between criteria, and why.

    The moves of a level add up to zero, so the weights keep their sum, and the effect of an answer
    does not depend on the other answers. The usual level moves nothing and needs no reason.
    `numbers` are values that the answer suggests for the staffing model.
    """

    id: str
    name: Text
    moves: Mapping[str, float]
    numbers: Mapping[str, float]
    because: Text | None


@dataclass(frozen=True)
class Factor:
    """A question about the organisation, its levels ordered from low to high."""

    id: str
    file: str
    order: int
    group: str
    name: Text
    question: Text
    help: Text
    default: str
    levels: tuple[Level, ...]
    sources: tuple[str, ...]

    def level(self, level_id: str) -> Level:
        """The level with this id; KeyError if there is none."""
        return self.levels[self.rank(level_id)]

    def rank(self, level_id: str) -> int:
        """Position of a level, 0 for the lowest; KeyError if there is none."""
        for rank, level in enumerate(self.levels):
            if level.id == level_id:
                return rank
        raise KeyError(level_id)


@dataclass(frozen=True)
class Scenario:
    """A worked example: an organisation, its answers and the structure it is expected to get."""

    id: str
    file: str
    order: int
    name: Text
    description: Text
    answers: Mapping[str, str]
    recommends: str
    because: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Assumption:
    """A number of the model that is set rather than derived, with the range it may take."""

    id: str
    name: Text
    value: float
    unit: Text
    low: float
    high: float
    note: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A glossary entry."""

    id: str
    name: Text
    definition: Text


@dataclass(frozen=True)
class Source:
    """A work that the guide cites; `year` is None when undated, `address` empty when offline."""

    id: str
    author: str
    title: str
    publication: str
    year: int | None
    address: str
    checked: date
    note: Text


@dataclass(frozen=True)
class Section:
    """A headed part of a page's own prose."""

    id: str
    heading: Text
    body: Text


@dataclass(frozen=True)
class Page:
    """The words of a page that belong to no other record."""

    id: str
    file: str
    order: int
    title: Text
    nav: Text
    description: Text
    lead: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Change:
    """What was changed in the guide, and when.

    `records` are those concerned, like `structures/matrix`; without any it is the whole guide.
    """

    id: str
    date: date
    records: tuple[str, ...]
    text: Text


@dataclass(frozen=True, eq=False)
class Guide:
    """The whole source; every mapping is keyed by id, in the order readers see.

    Two guides are equal only if they are the same object, so that a guide can key a cache.
    """

    version: str
    languages: Mapping[str, Language]
    groups: Mapping[str, Group]
    criteria: Mapping[str, Criterion]
    structures: Mapping[str, Structure]
    factors: Mapping[str, Factor]
    scenarios: Mapping[str, Scenario]
    assumptions: Mapping[str, Assumption]
    terms: Mapping[str, Term]
    sources: Mapping[str, Source]
    messages: Mapping[str, Text]
    pages: Mapping[str, Page]
    changes: Mapping[str, Change]

    def last_change(self, record: str) -> Change:
        """The latest change of a record, like `structures/matrix`, or of the whole guide."""
        return max(
            (c for c in self.changes.values() if record in c.records or not c.records),
            key=lambda change: change.date,
        )
