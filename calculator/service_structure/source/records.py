"""What the guide is made of: one frozen record per concept of the subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service_structure.source.language import Language
from service_structure.source.model_records import (
    Circumstance,
    Criterion,
    Estimates,
    Exclusion,
    Factor,
    Precondition,
    Statement,
    Text,
)
from service_structure.source.plan_records import Planning
from service_structure.source.profile_records import Currency, Symptom
from service_structure.source.site_records import Component, Promise

SEARCHED = ("pages", "structures", "factors", "criteria", "metrics", "terms")
"""Records that have a page, or a heading on one, and so can be found by a synonym."""

POOLED_BY = ("one", "regions", "functions", "products", "customer_groups")
"""What a structure may form its groups by; all but "one" are numbers of the staffing model."""

RENAMED = ("factor", "level", "number", "criterion", "structure")
"""What may bear an id that readers keep in links and files."""

BACKUPS = ("none", "chain", "hub")
"""How groups help one another: not at all, by people who know two fields, by a common reserve."""

QUANTITIES = ("duration", "share", "money", "hours", "count", "flow", "points", "index")
"""What a number of the model may count; a duration is in seconds, a share in per cent."""

ASKED_ABOUT = QUANTITIES[:4]
"""Quantities of which a number of the staffing model says what is plausible."""

UNITS = ("duration", "share", "scale", "money", "count", "period", "each", "about", "noun", "kind")
"""What a unit may belong to; "each" stands before a period, a "kind" before what is counted."""

PERIODS = (30, 60, 90)
"""The last days of the three periods in which a structure is introduced."""


@dataclass(frozen=True)
class Group:
    """A part of the form, of its questions or its numbers."""

    id: str
    name: Text


@dataclass(frozen=True)
class Pooling:
    """How a structure divides the work into groups, each with a queue of its own.

    There is one group, or one for each region, function, product or group of customers (`by`).
    Agents may be `specialists`, faster in their field; contacts may be passed on between groups
    (`transfers`); a shared `first_line` may stand before the groups; the groups may help one
    another (`backup`); and everyone may answer to two managers (`dual_reporting`).

    `masters_products` and `masters_trades` are the shares, 0 to 1, of all products and of all kinds
    of work that one agent has to master; with `repeats_trades` every group has all kinds of work.
    """

    by: str
    specialists: bool = False
    transfers: bool = False
    first_line: bool = False
    backup: str = "none"
    dual_reporting: bool = False
    masters_products: float = 1.0
    masters_trades: float = 1.0
    repeats_trades: bool = False


@dataclass(frozen=True)
class FlowStep:
    """What happens to a contact on its way through a structure, and who or what holds it then."""

    id: str
    holder: Text
    text: Text


@dataclass(frozen=True)
class Fact:
    """A passage on one subject with its sources."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """A post that a structure needs, and what whoever fills it answers for."""

    id: str
    name: Text
    duty: Text


@dataclass(frozen=True)
class Indicator:
    """A metric to watch, and the sign by which it warns."""

    id: str
    metric: Text
    warning: Text


@dataclass(frozen=True)
class Period:
    """What to do up to the day `until` of introducing a structure, and what is `done` by then."""

    until: int
    steps: tuple[Text, ...]
    done: Text


@dataclass(frozen=True)
class Transition:
    """How to move on from one structure to the structure `to`.

    It belongs to the structure that is left; the page of the other one shows the same record.
    """

    to: str
    first: Text
    keep: Text
    risk: Text


@dataclass(frozen=True)
class Chart:
    """The names in the diagram of a structure; what is drawn between them follows from `pooling`.

    Contacts may pass an `intake` on their way to the `groups`, each with a `lead`; `roles` are the
    kinds of work inside every group, with managers of their own (`role_lead`) where everyone
    answers to two; `hub` is the common reserve. `description` tells what the drawing shows.
    """

    description: Text
    groups: tuple[Text, ...]
    intake: Text | None
    lead: Text | None
    roles: tuple[Text, ...]
    role_lead: Text | None
    hub: Text | None


@dataclass(frozen=True)
class Sign:
    """A line on where a structure fits, or does not.

    `answers` are the levels of the questions by which it shows, as far as questions ask for it:
    with them the structure has to stand better, or worse, than with nothing answered.
    """

    text: Text
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Structure:
    """A way to organise customer service; a hybrid names the two structures it combines.

    `signs_for` and `signs_against` tell where it fits and where not (`suits` and `unsuited` in the
    data), `variants` its kinds, `staffing` what drives the figures of the staffing model, `span`
    how many people a manager can have, `organisation` who works like this. There is one of
    `periods` for each of PERIODS and one of `transitions` for every other structure.
    """

    id: str
    file: str
    order: int
    parents: tuple[str, ...]
    pooling: Pooling
    chart: Chart
    name: Text
    short: Text
    summary: Text
    how: Text
    variants: Fact | None
    signs_for: tuple[Sign, ...]
    signs_against: tuple[Sign, ...]
    flow: tuple[FlowStep, ...]
    staffing: Fact
    roles: tuple[Role, ...]
    span: Fact
    indicators: tuple[Indicator, ...]
    periods: tuple[Period, ...]
    organisation: Fact
    preconditions: tuple[Precondition, ...]
    statements: tuple[Statement, ...]
    transitions: tuple[Transition, ...]

    @property
    def suits(self) -> tuple[Text, ...]:
        """Where the structure fits, in sentences."""
        return tuple(sign.text for sign in self.signs_for)

    @property
    def unsuited(self) -> tuple[Text, ...]:
        """Where it does not fit, in sentences."""
        return tuple(sign.text for sign in self.signs_against)

    @property
    def first_steps(self) -> tuple[Text, ...]:
        """All steps of the first 90 days, in their order."""
        return tuple(step for period in self.periods for step in period.steps)

    @property
    def metrics(self) -> tuple[Text, ...]:
        """What to watch, without the signs of trouble."""
        return tuple(indicator.metric for indicator in self.indicators)

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

    def transition_to(self, structure_id: str) -> Transition:
        """How to move on to another structure; KeyError if it is not among the transitions."""
        for transition in self.transitions:
            if transition.to == structure_id:
                return transition
        raise KeyError(structure_id)


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
class Unit:
    """A unit that readers write beside a number: `words` are read, in every language.

    `times` is what one of it is worth in the quantity, `written` how a language writes so many of
    it; None for what is only read.
    """

    id: str
    quantity: str
    times: float
    written: Text | None
    words: Mapping[str, tuple[str, ...]]

    def beside(self, figure: str, language: str) -> str:
        """A figure with the unit."""
        return self.written[language].format(n=figure) if self.written else figure


@dataclass(frozen=True)
class Span:
    """The values from `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Assumption:
    """A number of the model that is set rather than derived, with the range it may take.

    `quantity`, one of QUANTITIES, is what it counts. With `or_none` it may be 0, meaning `none`.
    What is not `plausible` is asked about before it is used. `example` is what a message shows;
    most organisations lie within `likely`. `group` is that of the form. `judgement`: no source.
    """

    id: str
    group: str | None
    name: Text
    quantity: str
    value: float
    unit: Text | None
    low: float
    high: float
    plausible: Span
    likely: Span | None
    or_none: bool
    none: Text | None
    example: float
    note: Text
    judgement: bool
    sources: tuple[str, ...]

    def allows(self, value: float) -> bool:
        """Whether the number may take a value."""
        return self.low <= value <= self.high or (self.or_none and value == 0)

    def expects(self, value: float) -> bool:
        """Whether an organisation may well have a value that is allowed; zero is no slip."""
        return value in self.plausible or value == 0


@dataclass(frozen=True)
class Term:
    """A glossary entry.

    `forms` are the words by which it is known in running text and `avoid` those that say the same
    but are not used, by language; a star stands for up to three letters of an ending.
    """

    id: str
    name: Text
    definition: Text
    forms: Mapping[str, tuple[str, ...]]
    avoid: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Synonym:
    """Words that readers search for where the guide uses others; they are shown nowhere.

    `means` names the records that are found by them, like `factors/hours`; `words` are listed by
    language.
    """

    id: str
    means: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Source:
    """A work that the guide cites; `year` is None when undated, `address` empty when offline.

    Lists put it under the `surname` of the first `author`; an organisation has none. It was
    `checked` on a day and should be looked at again once the day `best_before` is past.
    """

    id: str
    author: str
    author_abroad: str
    surname: str
    title: str
    publication: str
    year: int | None
    address: str
    checked: date
    best_before: date
    note: Text

    @property
    def is_cyrillic(self) -> bool:
        """Whether it is written in Cyrillic letters, as its title is."""
        return any("\u0400" <= letter <= "\u04ff" for letter in self.title)


@dataclass(frozen=True)
class Section:
    """A headed part of a page's own prose."""

    id: str
    heading: Text
    body: Text


@dataclass(frozen=True)
class Metric:
    """Something to measure: its formula, how it misleads and the structures that it serves best."""

    id: str
    name: Text
    meaning: Text
    formula: Text
    misleads: Text
    structures: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """The words of a page that belong to no other record.

    Pages of one `menu` stand together under its name, the message `nav_` and its id; a page without
    one stands by itself. A page may show a worked `example` and `precedents` of the casebook, by
    their ids.
    """

    id: str
    file: str
    order: int
    menu: str
    title: Text
    nav: Text
    description: Text
    lead: Text
    sections: tuple[Section, ...]
    example: str
    precedents: tuple[str, ...]


@dataclass(frozen=True)
class Revision:
    """What was changed in the guide, and when.

    `records` are those concerned, like `structures/matrix`; without any it is the whole guide.
    """

    id: str
    date: date
    records: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class Renaming:
    """An id that has changed, so that older links and files keep their meaning.

    `kind` is what bears it; a level also names its `factor`. `now` is None where nothing took its
    place, `since` the version that first had the new id.
    """

    kind: str
    factor: str | None
    was: str
    now: str | None
    since: str


@dataclass(frozen=True, eq=False)
class Guide:
    """The whole source; every mapping is keyed by id, in the order readers see.

    Two guides are equal only if they are the same object, so that a guide can key a cache.
    """

    version: str
    languages: Mapping[str, Language]
    groups: Mapping[str, Group]
    number_groups: Mapping[str, Group]
    criteria: Mapping[str, Criterion]
    circumstances: Mapping[str, Circumstance]
    exclusions: Mapping[str, Exclusion]
    structures: Mapping[str, Structure]
    factors: Mapping[str, Factor]
    scenarios: Mapping[str, Scenario]
    assumptions: Mapping[str, Assumption]
    units: Mapping[str, Unit]
    currencies: Mapping[str, Currency]
    symptoms: Mapping[str, Symptom]
    planning: Planning
    estimates: Estimates
    metrics: Mapping[str, Metric]
    terms: Mapping[str, Term]
    synonyms: Mapping[str, Synonym]
    sources: Mapping[str, Source]
    messages: Mapping[str, Text]
    pages: Mapping[str, Page]
    promises: Mapping[str, Promise]
    components: Mapping[str, Component]
    renamed: tuple[Renaming, ...]
    changes: Mapping[str, Revision]

    def __repr__(self) -> str:
        """The version and how much is in it, in one line."""
        return (
            f"<Guide {self.version} in {', '.join(self.languages)}:"
            f" {len(self.structures)} structures, {len(self.factors)} factors,"
            f" {len(self.criteria)} criteria>"
        )

    def say(self, message: str, language: str, **values: object) -> str:
        """An interface string with its placeholders filled; KeyError if either is unknown."""
        return self.languages[language].fill(self.messages[message][language], values)

    def last_change(self, record: str) -> Revision:
        """The latest change of a record, like `structures/matrix`, or of the whole guide."""
        return max(
            (c for c in self.changes.values() if record in c.records or not c.records),
            key=lambda change: change.date,
        )
