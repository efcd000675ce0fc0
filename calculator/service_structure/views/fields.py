"""What stands beside the fields of the form: what holds while a number or a weight is not set."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import Any

from markupsafe import Markup

from service_structure.case.answers import Answers, InputFault
from service_structure.case.case import Case
from service_structure.case.number_fault import AgentsFault, CurrencyFault, NumberFault
from service_structure.case.number_input import SURE
from service_structure.case.number_output import (
    duration,
    number_range,
    quantity,
    quantity_with_unit,
    typed,
    with_decimal_mark,
)
from service_structure.case.number_reading import as_typed
from service_structure.case.numbers import Inputs, Origin, numbers_in_force
from service_structure.decision.model import Recommendation, Weight
from service_structure.errors import Fault
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import TOTAL_POINTS, Factor
from service_structure.source.numbers import CONTACTS, FIELD_OF, KNOWN, MONTHS, NUMBERS
from service_structure.source.records import Assumption, Guide
from service_structure.views.templates import environment
from service_structure.views.wording import Wording

type Fields = Mapping[str, Mapping[str, str]]
"""Texts by the name of a field, and by what they say."""

FOLLOWS = Markup('<span class="follows">{}</span>')
"""What follows from an answer of the reader: also a phone shows it."""

PLAIN = re.compile(r"-?\d+(\.\d+)?!?", re.ASCII)
"""A number as links have it."""


def field_of(fault: Fault) -> str | None:
    """The name of the field that a fault belongs to; None if there is no such field."""
    if isinstance(fault, NumberFault) and fault.number in NUMBERS:
        return f"n.{fault.field or FIELD_OF.get(fault.number, fault.number)}"
    if isinstance(fault, InputFault) and fault.kind == "wrong_weight":
        return f"w.{fault.factor}"
    return None


def faults_by_field(
    faults: Sequence[Fault], result: Recommendation, guide: Guide, language: str
) -> Mapping[str, str]:
    """What is wrong in each field that holds something wrong, and what is used instead, as HTML.

    Beside it stand buttons that put in what was probably meant, or confirm what was typed. Where
    contacts do not fit the agents over any period, the field of these says so too.
    """
    template = environment(guide, language).get_template("fault.html.jinja")
    found: dict[str, str] = {}
    for fault in faults:
        if not (field := field_of(fault)):
            continue
        name = field[2:]
        if isinstance(fault, NumberFault):
            number = guide.assumptions[name]
            used = quantity_with_unit(getattr(result.inputs.numbers, name), number, guide, language)
            told = _wrong(fault, guide, language)
        else:
            weight = next(w for w in result.weights if w.criterion == name)
            used = guide.languages[language].figure(weight.points, ".4g")
            told = fault.describe(guide, language)
        found[field] = template.render(
            field=field.replace(".", "-"),
            told=told,
            offers=_offers(fault, guide, language) if isinstance(fault, NumberFault) else (),
            used=used,
        )
        if isinstance(fault, AgentsFault) and result.inputs.given_agents:
            if True in dict(fault.others).values():
                continue  # over another period the contacts fit
            have = quantity_with_unit(fault.have, guide.assumptions["agents"], guide, language)
            wrong = fault.wrong(guide, language)
            found.setdefault("n.agents", template.render(told=wrong, offers=(), used=have))
    return found


def _wrong(fault: NumberFault, guide: Guide, language: str) -> str:
    """What is wrong in the field of a number, and what is allowed unless there is an offer."""
    told = fault.wrong(guide, language)
    ways = len(fault.meant) + (fault.found is not None)
    if not ways:
        told = f"{told} {fault.allowed(guide, language)}"
    if fault.meant:
        told = f"{told} {guide.messages['number_which'][language]}"
    return told[0].upper() + told[1:]


def _offers(fault: NumberFault, guide: Guide, language: str) -> list[tuple[str, str, str]]:
    """What may be put into a field because of a faulty number: its id, the text, and the words.

    The field is that of the number, for which no id stands, or that of the currency.
    """
    if isinstance(fault, CurrencyFault):
        ways = fault.ways_out(guide, language)
        return [(field, *way) for field, way in zip(("", "currency"), ways, strict=True)]
    number = guide.assumptions[fault.number]
    offers = [
        ("", text if fault.is_written_out else as_typed(value, number, guide, language), words)
        for value, (text, words) in zip(fault.meant, fault.offers(guide, language), strict=True)
    ]
    if fault.found is not None:
        words = quantity_with_unit(fault.found, number, guide, language)
        if isinstance(fault, AgentsFault):
            words = fault.in_words(guide, language)
        if not offers:
            words = guide.say("number_keep", language, value=words)
        own = fault.confirmed(guide, language)
        if number.quantity == "duration" and not fault.sure:
            own = as_typed(fault.found, number, guide, language)
        offers.append(("", own, words))
    return offers


def typed_numbers(
    texts: Mapping[str, str], faults: Sequence[Fault], case: Case, guide: Guide, language: str
) -> Mapping[str, str]:
    """What stands in each field for numbers and weights, as a reader of the language types it.

    `texts` are those of the fragment that was read: 4:30 stays as it is, 4.5 gets the decimal mark
    of the language, seconds without a unit get their units. A number that cannot be used is left
    for the reader to mend.
    """
    decimal = guide.languages[language].decimal
    wrong = {field_of(fault) for fault in faults}
    shown = {f"w.{name}": typed(value, guide, language) for name, value in case.weights.items()}
    for name, value in case.numbers.items():
        field = f"n.{FIELD_OF.get(name, name)}"
        text = texts.get(f"n.{name}", texts.get(field, ""))
        if PLAIN.fullmatch(text) and guide.assumptions[name].quantity == "duration":
            text = ""  # nobody writes 9000 for two hours and a half
        elif PLAIN.fullmatch(text):
            text = with_decimal_mark(text, decimal)
            if name in FIELD_OF:
                own = typed(value, guide, language)
                sure = SURE * text.endswith(SURE)
                text = guide.say(f"typed_{name}", language, n=own) + sure
        shown[field] = text or as_typed(value, guide.assumptions[name], guide, language)
    return {**shown, **{field: texts[field] for field in wrong & texts.keys() if field}}


def number_fields(
    case: Case, guide: Guide, language: str, texts: Mapping[str, str] = FrozenDict()
) -> Fields:
    """For every number what it is while its field is empty (`usual`), and why (`origin`).

    Others may be worked out from those that the reader has typed. `echo` says in words what was
    understood where one of the `texts` in the fields has another form.
    """
    numbers, today = case.numbers, case.profile.current
    inputs = numbers_in_force(numbers, case.answers, guide, today)
    counting = {factor.counts: factor for factor in guide.factors.values()}
    found = {}
    for name in NUMBERS:
        if name in FIELD_OF:
            continue
        others = {n: value for n, value in numbers.items() if name not in (n, FIELD_OF.get(n))}
        is_empty = len(others) == len(numbers)
        left = inputs if is_empty else numbers_in_force(others, case.answers, guide, today)
        usual, origin = _usual(
            name,
            getattr(left.numbers, name),
            left.origins.get(name),
            guide,
            language,
            is_computed=name in left.computed,
            is_open=name in left.open,
            is_empty=is_empty,
            basis=f"{name}_today" if name in CONTACTS and left.flow_of else name,
        )
        if name in counting and name in numbers:
            words = Wording(guide, language)
            if told := miscounted(counting[name], numbers[name], case.answers, words):
                origin = f"{FOLLOWS.format(told)} {origin}"
        text, record = texts.get(f"n.{name}", ""), guide.assumptions[name]
        echo = _echo(text, numbers.get(name), record, guide, language)
        found[f"n.{name}"] = {"usual": usual, "origin": origin, "echo": echo}
    for number, echo in (
        ("contacts_per_hour", _echo_of_contacts(inputs, guide, language)),
        ("monthly_pay", _echo_of_pay(inputs, guide, language, case.profile.currency)),
        ("supervisors", _echo_of_supervisors(inputs, guide, language)),
    ):
        if echo:
            found[f"n.{number}"]["echo"] = echo
    return found


def miscounted(factor: Factor, value: float, answers: Answers, words: Wording) -> str:
    """That a number is another answer than was given to the question that counts it, if so."""
    level, answered = factor.level_of(value), answers.named(factor.id)
    if not answered or level in answered:
        return ""
    return words.say(
        "note_miscounted",
        value=words.exact(value),
        level=words.answer(factor.id, level),
        answer=words.answer(factor.id, answers.written[factor.id]),
    )


def _echo_of_contacts(inputs: Inputs, guide: Guide, language: str) -> str:
    """What contacts of a day or a month come to in the busiest hour, and how."""
    if "contacts_per_hour" in inputs.given or not inputs.given & FIELD_OF.keys():
        return ""
    figure = guide.languages[language].figure
    return guide.say(
        "number_echo_contacts",
        language,
        contacts=figure(inputs.numbers.contacts_per_hour),
        hours=figure(inputs.numbers.hours_per_week),
    )


def _echo_of_supervisors(inputs: Inputs, guide: Guide, language: str) -> str:
    """How many agents each of the supervisors has who are there."""
    if "supervisors" not in inputs.given or "span" in inputs.given:
        return ""
    numbers, figure = inputs.numbers, guide.languages[language].figure
    own = round(numbers.agents / numbers.supervisors, 1)
    message = "number_echo_span" if own == numbers.span else "number_echo_span_limit"
    return guide.say(message, language, own=figure(own), span=figure(numbers.span))


def _echo_of_pay(inputs: Inputs, guide: Guide, language: str, currency: str | None) -> str:
    """What monthly pay comes to in an hour and in a year."""
    if "monthly_pay" not in inputs.given or "agent_cost" in inputs.given:
        return ""
    numbers = inputs.numbers
    year = numbers.monthly_pay * MONTHS * (1 + numbers.on_costs / 100)
    return guide.say(
        "number_echo_pay",
        language,
        hour=Wording(guide, language).money(numbers.agent_cost, currency, ".4g"),
        year=Wording(guide, language).money(year, currency),
    )


def _echo(text: str, value: float | None, number: Assumption, guide: Guide, language: str) -> str:
    """What was understood, a duration always, a figure where it was typed in another form."""
    if not text or value is None:
        return ""
    shown = " ".join(text.split()).removesuffix(SURE).strip()
    if number.quantity == "duration":
        told = duration(value, guide, language)
    elif PLAIN.fullmatch(shown.replace(",", ".").replace(" ", "")):
        return ""
    else:
        told = guide.languages[language].figure(value)
    return guide.say("number_echo", language, value=told)


@lru_cache(maxsize=512)
def _usual(
    name: str,
    value: float,
    answer: Origin | None,
    guide: Guide,
    language: str,
    *,
    is_computed: bool,
    is_open: bool,
    is_empty: bool,
    basis: str,
) -> tuple[str, str]:
    """What a number is while its field is empty, and why; few differ after one answer more.

    `answer` is the one behind it, if there is one, `basis` the message that says from what it is
    worked out. Nothing stands in the field of a number that is none.
    """
    record = guide.assumptions[name]
    words = {"value": quantity(value, record, guide, language)}
    message = "number_origin_usual"
    if answer:
        factor = guide.factors[answer.factor]
        words["factor"] = factor.name[language]
        words["level"] = factor.level(answer.level).name[language]
        is_range = is_empty and factor.counts == name
        message = "number_origin_range" if is_range else "number_origin_follows"
    if is_computed:
        words["basis"] = guide.messages[f"number_basis_{basis}"][language]
        message = "number_origin_computed"
    told = [guide.say(message, language, **words)]
    if message == "number_origin_range" or (answer and not is_computed and record.group == KNOWN):
        told = [FOLLOWS.format(told[0])]
    if is_open:
        told.append(guide.messages["number_open_note"][language])
    limits = number_range(record.low, record.high, record, guide, language)
    told.append(guide.say("number_limits", language, range=limits))
    is_none = record.none and not value
    field = "" if is_none else as_typed(value, record, guide, language).removesuffix(SURE)
    return field, " ".join(told)


def weight_fields(recommendation: Recommendation, guide: Guide, language: str, root: str) -> Fields:
    """For every weight its points (`usual`), as a plain number (`points`), and why (`origin`).

    `most` is what it may be set to beside the other weights that the user has set.
    """
    own = recommendation.user_weights
    others = len(own) < len(guide.criteria) - 1
    return {
        f"w.{weight.criterion}": {
            "usual": guide.languages[language].figure(weight.points, ".4g"),
            "points": f"{weight.points:.4g}",
            "most": f"{_most(weight.criterion, own) if others else TOTAL_POINTS:.4g}",
            "origin": _origin(weight, guide, language, root, shared=bool(own)),
        }
        for weight in recommendation.weights
    }


@lru_cache(maxsize=512)
def _origin(weight: Weight, guide: Guide, language: str, root: str, *, shared: bool) -> str:
    """Why a criterion weighs what it does; few do otherwise after one answer more."""
    env = environment(guide, language)
    views: Any = env.get_template("weight.html.jinja").module
    return str(env.filters["unbroken"](views.origin(weight, root, shared)))


def _most(criterion: str, own: Mapping[str, float]) -> float:
    return max(TOTAL_POINTS - fsum([p for c, p in own.items() if c != criterion]), 0.0)
