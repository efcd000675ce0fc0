"""The numbers of the staffing model: what the answers suggest, and what a reader types instead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log, prod
from typing import Any

from service_structure.case.agreement import (
    TARGET,
    agents_at_odds,
    is_target_too_late,
    is_target_too_soon,
    shifts,
    usual_target,
)
from service_structure.case.answers import Answers, shorten
from service_structure.case.number_fault import AgentsFault, NumberFault
from service_structure.case.number_input import SURE, is_sure, plain_number
from service_structure.case.number_reading import (
    figure_typed,
    in_other_units,
    in_smaller_units,
    is_explicit,
    is_unusual,
    over_its_period,
    read_one,
)
from service_structure.numerics.square_root import load_for
from service_structure.source.frozen import FrozenDict
from service_structure.source.language import Language
from service_structure.source.numbers import (
    BY_PERIOD,
    CONTACTS,
    FIELD_OF,
    MONTHS,
    MOST_ERLANGS,
    NUMBERS,
    WEEKS,
    WHOLE,
    Numbers,
)
from service_structure.source.records import POOLED_BY, Guide
from service_structure.staffing.costs import contacts_served

LONGEST_WORKING_WEEK = 80
"""Service hours of a week that still has five days."""

PRODUCTS, TRADES = 0.75, 0.25
"""Of the price of breadth so much is due to products, and so much to kinds of work: judgement."""


@dataclass(frozen=True)
class Origin:
    """The answer that suggests a number."""

    factor: str
    level: str


@dataclass(frozen=True)
class Inputs:
    """The numbers in force: those `given` by the reader, the others as the answers suggest.

    `origins` names the answer behind a suggested number; where none is behind it, it is the usual
    value of the guide. `computed` are worked out from other numbers and answers. A number is `open`
    while a question is unanswered on which it depends: the value is that for the usual answer, and
    the ranking reckons with all of them. `today` is the structure that the service has, where it is
    known; `flow_of` the same where the contacts are what the agents take in it, None where they are
    given, or follow as for one pool.
    """

    numbers: Numbers
    given: frozenset[str]
    origins: Mapping[str, Origin]
    computed: frozenset[str]
    open: frozenset[str]
    today: str | None = None
    flow_of: str | None = None

    @property
    def user_numbers(self) -> Mapping[str, float]:
        """The numbers that the reader has given, in the order of the guide."""
        return {name: getattr(self.numbers, name) for name in NUMBERS if name in self.given}

    @property
    def has_contacts(self) -> bool:
        """Whether the reader has told of the contacts; they follow from the agents otherwise."""
        return not CONTACTS.isdisjoint(self.given)

    @property
    def given_agents(self) -> float | None:
        """The agents that there are, where the reader has said it."""
        return self.numbers.agents if "agents" in self.given else None


def read_numbers(
    raw: object,
    answers: Answers,
    guide: Guide,
    language: str | None = None,
    today: str | None = None,
) -> tuple[Inputs, tuple[NumberFault, ...]]:
    """Return usable numbers and the faults of the others.

    `raw` maps ids to numbers or to text as people type it (see number_input), in a language of the
    guide if that is known: English readers write 6,000 for six thousand. A value that is
    allowed but unusual is a fault until it is confirmed: `20!`. Numbers that are missing or faulty
    take the suggested value; that of contacts follows from the structure of `today`, if it is told.
    """
    if not isinstance(raw, Mapping):
        inputs = numbers_in_force({}, answers, guide, today)
        return inputs, (NumberFault("not_a_table", "", shorten(raw)),)
    good: dict[str, float] = {}
    texts: dict[str, tuple[str, object]] = {}
    faults: list[NumberFault] = []
    marks = guide.languages.get(language or "")
    for key, value in raw.items():
        if not isinstance(key, str) or key not in NUMBERS:
            faults.append(NumberFault("unknown", shorten(key), shorten(value)))
            continue
        number = over_its_period(value, guide.assumptions[key], guide, marks)
        found = read_one(value, number, guide, marks)
        if isinstance(found, NumberFault):
            faults.append(found if number.id == key else replace(found, field=key))
        else:
            good[number.id], texts[number.id] = found, (key, value)
    inputs = numbers_in_force(good, answers, guide, today)
    while inputs.numbers.contacts_per_hour * inputs.numbers.aht > 3600 * MOST_ERLANGS:
        behind = next(name for name in NUMBERS if name in good and name in {*CONTACTS, "aht"})
        faults.append(NumberFault("too_much_work", behind, plain_number(good.pop(behind))))
        inputs = numbers_in_force(good, answers, guide, today)
    if TARGET in good:
        fault = _target_fault(good[TARGET], texts[TARGET][1], answers, guide, marks)
        if fault:
            faults.append(fault)
            del good[TARGET]
            inputs = numbers_in_force(good, answers, guide, today)
    while (name := contacts_at_odds(inputs, answers, guide)) and not is_sure(texts[name][1]):
        faults.append(_agents_fault(name, *texts[name], inputs, answers, guide, marks))
        del good[name]
        inputs = numbers_in_force(good, answers, guide, today)
    return inputs, tuple(faults)


def numbers_in_force(
    given: Mapping[str, float], answers: Answers, guide: Guide, today: str | None = None
) -> Inputs:
    """The numbers that the model reckons with where a reader has `given` some of them.

    `today` is the structure that the service has, where it is known (see share_taken).
    """
    return _in_force(FrozenDict(given), answers, guide, today)


@lru_cache(maxsize=16)
def _in_force(
    given: FrozenDict[str, float], answers: Answers, guide: Guide, today: str | None
) -> Inputs:
    """The same, kept: what reads a case, what ranks and what shows the form ask for it."""
    suggested = {
        number: Origin(factor, level)
        for factor, level in answers.levels.items()
        for number in guide.factors[factor].level(level).numbers
    }
    unanswered = guide.factors.keys() - answers.levels.keys()
    behind = _questions_behind(guide)
    if given.keys() & FIELD_OF.keys():
        behind = {**behind, "contacts_per_hour": behind["hours_per_week"] | behind["average_load"]}
    computed = frozenset(COMPUTED - given.keys())
    computed -= {number for number, source in _FROM.items() if source not in given}
    if "supervisors" in given:
        behind = {**behind, "span": frozenset() if "agents" in given else behind["agents"]}
    known = given.keys() | computed
    share = share_taken(given, answers, guide, today)
    if share and today:
        beside = [behind[number] for number in (*_DIVIDED, guide.structures[today].pooling.by)]
        behind = {**behind, "contacts_per_hour": behind["contacts_per_hour"].union(*beside)}
    return Inputs(
        numbers=numbers_for(answers.usual(guide), given, guide, share or 1.0),
        given=frozenset(given),
        origins=FrozenDict({n: o for n, o in suggested.items() if n not in known}),
        computed=computed,
        open=frozenset(n for n in NUMBERS if n not in given and unanswered & behind[n]),
        today=today,
        flow_of=today if share else None,
    )


def _target_fault(
    found: float, value: object, answers: Answers, guide: Guide, marks: Language | None
) -> NumberFault | None:
    """The question about a time to answer that hardly fits the answers; the likeliest first.

    Seconds may have been meant as minutes or hours, unless they were written out; hours, written
    out or not, as minutes or seconds.
    """
    number, usual = guide.assumptions[TARGET], usual_target(answers, guide)
    if is_target_too_soon(found, answers, guide):
        if is_explicit(value, number, guide, marks):
            return None
        kind, sure, ways = "target", "", in_other_units(found, number, guide)
    elif is_target_too_late(found, answers, guide) and isinstance(value, str):
        if is_sure(value):
            return None
        kind, sure, ways = "target_late", f"{value}{SURE}", in_smaller_units(value, number, guide)
        ways = tuple([way for way in ways if not is_target_too_late(way, answers, guide)])
    else:
        return None
    meant = sorted(ways, key=lambda way: abs(log(way / usual)))
    return NumberFault(kind, TARGET, shorten(value), tuple(meant), found, sure=sure)


def contacts_at_odds(inputs: Inputs, answers: Answers, guide: Guide) -> str:
    """The number given for contacts that does not fit the agents given; empty if there is none.

    What the agents given can take, which stands in the empty field, always fits.
    """
    name = next((name for name in NUMBERS if name in CONTACTS & inputs.given), "")
    if not name or "agents" not in inputs.given or _at_odds(inputs, guide) is None:
        return ""
    others = {n: value for n, value in inputs.user_numbers.items() if n not in CONTACTS}
    usual = numbers_in_force(others, answers, guide, inputs.today).numbers.contacts_per_hour
    return name if inputs.numbers.contacts_per_hour != usual else ""


def _at_odds(inputs: Inputs, guide: Guide) -> float | None:
    """The agents that the contacts take, where that is hard to believe beside those given."""
    return agents_at_odds(inputs.numbers, guide.assumptions["agents_unlikely"].value)


def _agents_fault(
    name: str,
    field: str,
    value: object,
    inputs: Inputs,
    answers: Answers,
    guide: Guide,
    marks: Language | None,
) -> AgentsFault:
    """The question about contacts that do not fit the agents."""
    found, have = inputs.user_numbers[name], inputs.numbers.agents
    figure, period = figure_typed(value, guide.assumptions[name], guide, marks)
    figure = figure or found
    need = _at_odds(inputs, guide) or have
    own = {n: other for n, other in inputs.user_numbers.items() if n not in CONTACTS}
    others: list[tuple[float, str, bool]] = []
    for other in BY_PERIOD[0].values():
        if other == name or not guide.assumptions[other].allows(figure):
            continue
        beside = numbers_in_force({**own, other: figure}, answers, guide, inputs.today)
        odds = _at_odds(beside, guide)
        if odds is None or abs(log(odds / have)) < abs(log(need / have)):
            others.append((abs(log((odds or have) / have)), other, odds is None))
    likely = {other: fits for _, other, fits in sorted(others)}
    return AgentsFault(
        "agents",
        name,
        shorten(value),
        meant=(figure,) * len(likely),
        found=found,
        typed=figure,
        aht=inputs.numbers.aht,
        period=period,
        sure=f"{value}{SURE}",
        field=field if field != name else "",
        need=need,
        have=have,
        others=tuple(likely.items()),
    )


def written_numbers(
    numbers: Mapping[str, float],
    guide: Guide,
    answers: Answers | None = None,
    today: str | None = None,
) -> dict[str, str]:
    """Numbers as text that `read_numbers` reads as the same values without a question.

    Whether contacts fit the agents, and a target the waits, depends on the `answers` and on the
    structure of `today`.

    >>> from service_structure import load_guide
    >>> written_numbers({"aht": 270, "answer_within": 2}, load_guide())
    {'aht': '270', 'answer_within': '2!'}
    """
    answers, odd = answers or Answers(FrozenDict()), [""]
    within = numbers.get(TARGET, 0)
    if is_target_too_soon(within, answers, guide) or is_target_too_late(within, answers, guide):
        odd.append(TARGET)
    if "agents" in numbers and CONTACTS & numbers.keys():
        inputs = numbers_in_force(numbers, answers, guide, today)
        odd.append(contacts_at_odds(inputs, answers, guide))
    return {
        name: plain_number(value)
        + SURE * (name in odd or is_unusual(value, guide.assumptions[name]))
        for name, value in numbers.items()
    }


def numbers_for(
    levels: Mapping[str, str],
    given: Mapping[str, float],
    guide: Guide,
    share: float = 1.0,
) -> Numbers:
    """The numbers for a level of every factor; those `given` replace exactly what they name.

    The others follow from the answers, and COMPUTED ones from these and from one another. Contacts
    are a `share` (see share_taken) of what the agents take as one pool.
    """
    values: dict[str, Any] = {**_usual_values(guide)}
    for factor, level in levels.items():
        values |= guide.factors[factor].level(level).numbers
    values |= given
    for number in _GROUPS - given.keys():
        values[number] = min(values[number], _most_groups(values["agents"]))
    for number, compute in _COMPUTE.items():
        if number not in given:
            values[number] = compute(values, levels, guide)
    if share != 1:
        values["contacts_per_hour"] = _contacts_within(share * values["contacts_per_hour"], guide)
    for number in WHOLE:
        values[number] = int(values[number])
    return Numbers(**values)


@lru_cache(maxsize=64)
def share_taken(
    given: FrozenDict[str, float], answers: Answers, guide: Guide, today: str | None
) -> float | None:
    """The contacts that the agents take in the structure of `today`, as a share of what they would
    take as one pool.

    It is worked out for the usual of the open answers. None where that structure is not known or is
    one pool, where contacts are given, and where the numbers do not describe it: the share is more
    than `agents_apart` or less than 1 in so many.
    """
    if today is None or not CONTACTS.isdisjoint(given):
        return None
    pooling = guide.structures[today].pooling
    if pooling.by == "one":
        return None
    numbers = numbers_for(answers.usual(guide), given, guide)
    share = (contacts_served(pooling, numbers) or 0.0) / numbers.contacts_per_hour
    most = guide.assumptions["agents_apart"].value
    return share if 1 / most <= share <= most else None


@lru_cache(maxsize=16)
def _usual_values(guide: Guide) -> Mapping[str, float]:
    return {number: guide.assumptions[number].value for number in NUMBERS}


def _most_groups(agents: float) -> float:
    """Into how many groups so many agents divide at most: two people each, and two groups."""
    return max(agents // 2, 2)


def load(circumstance: str, levels: Mapping[str, str], guide: Guide) -> float:
    """How much of a circumstance there is: the product of its multipliers for these answers."""
    return prod([c.times[levels[c.factor]] for c in guide.circumstances[circumstance].conditions])


def _contacts(values: Mapping[str, float], levels: Mapping[str, str], guide: Guide) -> float:
    """The contacts in the busiest hour: those of a day or month, spread over the hours of service.

    Where neither is known, as many as so many agents on the payroll can serve in one pool.
    """
    hours = values["hours_per_week"]
    in_a_week = values["contacts_per_month"] * MONTHS / WEEKS
    if values["contacts_per_day"]:
        in_a_week = values["contacts_per_day"] * service_days(hours)
    if in_a_week:
        return _contacts_within(in_a_week / hours / (values["average_load"] / 100), guide)
    on_duty = values["agents"] * (1 - values["shrinkage"] / 100) / shifts(values)
    erlangs = load_for(
        on_duty,
        values["aht"],
        service_level=values["service_level"] / 100,
        within=values["answer_within"],
        max_occupancy=values["max_occupancy"] / 100,
    )
    return _contacts_within(3600 * erlangs / values["aht"], guide)


def _contacts_within(contacts: float, guide: Guide) -> float:
    """Contacts of an hour to three digits, within what is allowed."""
    allowed = guide.assumptions["contacts_per_hour"]
    return min(max(float(f"{contacts:.3g}"), allowed.low), allowed.high)


def service_days(hours_per_week: float) -> int:
    """The days of a week on which a service of so many hours a week works."""
    return 7 if hours_per_week > LONGEST_WORKING_WEEK else 5


def _hourly(values: Mapping[str, float], levels: Mapping[str, str], guide: Guide) -> float:
    """What a paid hour of an agent costs: monthly pay with on-costs, where it is known."""
    allowed = guide.assumptions["agent_cost"]
    if not values["monthly_pay"]:
        return allowed.value
    cost = values["monthly_pay"] * (1 + values["on_costs"] / 100)
    hour = cost * MONTHS / WEEKS / values["paid_hours"]
    return min(max(float(f"{hour:.6g}"), allowed.low), allowed.high)


def _span(values: Mapping[str, float], levels: Mapping[str, str], guide: Guide) -> float:
    """How many agents a supervisor has: as many as today, if the reader tells the supervisors."""
    allowed = guide.assumptions["span"]
    if not values["supervisors"]:
        return values["span"]
    today = round(values["agents"] / values["supervisors"], 1)
    return min(max(today, allowed.low), allowed.high)


def _gain(circumstance: str, part: float) -> "_Compute":
    """By how many per cent those are faster who need not master all products, or all trades.

    The more agents, the more one pool routes by skill inside, and the less there is to gain.
    """

    def gain(values: Mapping[str, float], levels: Mapping[str, str], guide: Guide) -> float:
        half = guide.assumptions["skill_routing"].value
        longer = (
            guide.assumptions["breadth_loss"].value / 100 * part / (1 + values["agents"] / half)
        )
        share = longer * load(circumstance, levels, guide)
        return round(100 * share / (1 + share), 1)

    return gain


def _in_proportion(number: str) -> "_Compute":
    """A pay that keeps its usual proportion to that of an agent."""

    def pay(values: Mapping[str, float], levels: Mapping[str, str], guide: Guide) -> float:
        usual = guide.assumptions
        return values["agent_cost"] * usual[number].value / usual["agent_cost"].value

    return pay


type _Compute = Callable[[Mapping[str, float], Mapping[str, str], Guide], float]

_COMPUTE: Mapping[str, _Compute] = {
    "contacts_per_hour": _contacts,
    "agent_cost": _hourly,
    "span": _span,
    "product_gain": _gain("knowledge", PRODUCTS),
    "trade_gain": _gain("trades", TRADES),
    "supervisor_cost": _in_proportion("supervisor_cost"),
    "manager_cost": _in_proportion("manager_cost"),
}
COMPUTED = frozenset(_COMPUTE)
"""Numbers that follow from others unless the reader types them."""

_FROM = {"agent_cost": "monthly_pay", "span": "supervisors"}
"""Of these, those that follow only from a number that a reader gives."""

_BASED_ON = {
    "contacts_per_hour": (
        *("agents", "average_load", "hours_per_week", "paid_hours", "shrinkage", "aht"),
        *("service_level", "answer_within", "max_occupancy"),
    ),
    "agent_cost": ("paid_hours",),
    "product_gain": ("agents",),
    "trade_gain": ("agents",),
    "supervisor_cost": ("agent_cost",),
    "manager_cost": ("agent_cost",),
    **dict.fromkeys(POOLED_BY[1:], ("agents",)),
}
_DIVIDED = (
    *("max_mean_wait", "unevenness", "product_gain", "trade_gain", "trade_repetition"),
    *("backup_loss", "cross_trained", "hub_share", "first_line_share", "transfer_rate"),
    *("transfer_time", "coordination_time", "minimum_crew"),
)
"""On which contacts depend, too, where today's structure divides the agents; and on its groups."""

_GROUPS = frozenset(POOLED_BY) - {"one"}
_LOADS = {"product_gain": "knowledge", "trade_gain": "trades"}


@lru_cache(maxsize=16)
def _questions_behind(guide: Guide) -> Mapping[str, frozenset[str]]:
    """The questions whose answers change each number."""
    direct = {
        number: {f.id for f in guide.factors.values() if any(number in v.numbers for v in f.levels)}
        for number in NUMBERS
    }
    for number, circumstance in _LOADS.items():
        direct[number] |= {c.factor for c in guide.circumstances[circumstance].conditions}
    return {
        number: frozenset(direct[number].union(*[direct[n] for n in _BASED_ON.get(number, ())]))
        for number in NUMBERS
    }
