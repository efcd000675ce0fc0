"""What a plan of the change is made of: roles, tasks, briefings and the notes of a country."""

from collections.abc import Mapping
from dataclasses import dataclass

from service_structure.source.model_records import Text

PHASES = ("prepare", "build", "pilot", "rollout", "settle")
"""The parts of a plan, in their order."""

DIFFERENCES = (
    *("always", "merge", "groups", "regroup"),
    *("to_regions", "from_regions", "to_functions", "to_products", "to_customer_groups"),
    *("specialists_gained", "specialists_lost", "transfers_gained", "trades_gained"),
    *("first_line_gained", "first_line_lost", "hub_gained", "hub_lost", "chain_gained"),
    *("dual_gained", "dual_lost", "more_people", "enough_leave", "too_few_leave"),
)
"""What may tell two structures apart (see planning/differences.py and planning/plan.py)."""

WITH_SIZE = ("grows", "shrinks", "same")
"""What a larger service does to the time of a task (see planning/durations.py): more people take
longer, fewer take less; only fewer take less; or it is the same for all."""


@dataclass(frozen=True)
class PlanRole:
    """Somebody who takes part in a change."""

    id: str
    name: Text


@dataclass(frozen=True)
class Days:
    """Working days that a task takes: at best, usually, and where it meets resistance."""

    low: int
    usual: int
    high: int


@dataclass(frozen=True)
class Task:
    """Something to do where two structures differ in one of the ways that `when` names.

    `days` are those of a service of usual size, `with_size` is one of WITH_SIZE, and `least` are
    the days below which no service is quicker. `after` names the tasks before it; one that is done
    `last` begins as late as it can, any other as early. With `waves` it is repeated for every group
    after the first, no more often than that. One role is `accountable`,
    the others are `responsible`, `consulted` or `informed`. `costs` are the numbers by which its
    money is worked out. `sign` is the first sign of its `risk`; `stop` says what halts the change
    here, `paper` what is written.
    """

    id: str
    phase: str
    when: tuple[str, ...]
    days: Days
    with_size: str
    least: int
    after: tuple[str, ...]
    last: bool
    waves: int
    responsible: tuple[str, ...]
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    costs: tuple[str, ...]
    name: Text
    what: Text
    risk: Text
    sign: Text
    stop: Text | None
    paper: Text | None

    def part_of(self, role: str) -> str:
        """The letters of a role in a RACI table; empty where it has no part."""
        letters = ""
        if role in self.responsible:
            letters += "R"
        if role == self.accountable:
            letters += "A"
        if role in self.consulted:
            letters += "C"
        return letters + "I" if role in self.informed else letters


@dataclass(frozen=True)
class Briefing:
    """What an `audience` is told by a role, so many working days before a task begins."""

    id: str
    task: str
    days_before: int
    role: str
    audience: Text
    message: Text


@dataclass(frozen=True)
class LegalNote:
    """What the law of a country asks for in a task.

    It holds from so many `redundancies` on, 0 for any change; `days` are the calendar days that the
    task takes at least, 0 where the law names none.
    """

    id: str
    task: str
    redundancies: int
    days: int
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Country:
    """The notes of a country, which is known by a currency or else by a language.

    The one that has neither is for readers whose country is not known.
    """

    id: str
    file: str
    order: int
    name: Text
    currencies: tuple[str, ...]
    languages: tuple[str, ...]
    notes: tuple[LegalNote, ...]

    @property
    def is_general(self) -> bool:
        """Whether this is the one for readers whose country is not known."""
        return not (self.currencies or self.languages)


@dataclass(frozen=True)
class Planning:
    """All that plans are composed of, by id; a task stands below those that come before it."""

    roles: Mapping[str, PlanRole]
    tasks: Mapping[str, Task]
    briefings: Mapping[str, Briefing]
    countries: Mapping[str, Country]
