"""The command `staffing`: agents, waits and costs of every structure for an organisation."""

import argparse
from collections.abc import Mapping
from math import isfinite
from typing import Any

from service_structure.case.number_output import quantity_with_unit, rough_duration
from service_structure.case.numbers import Inputs, numbers_in_force
from service_structure.commands.options import (
    add_answers,
    add_command,
    add_format,
    add_language,
    read_options,
)
from service_structure.commands.output import print_json
from service_structure.source.language import Language
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.staffing.costs import (
    BreakEven,
    Rating,
    Staffing,
    break_even,
    ratings,
    staff_for,
)
from service_structure.staffing.pools import Waiting
from service_structure.views.sentences import PAY
from service_structure.views.wording import Wording


def add_command_to(commands: Any, languages: Mapping[str, Language]) -> None:
    """Add the command to the parser."""
    command = add_command(
        commands,
        "staffing",
        "agents, waits and costs of every structure",
        "service-structure staffing",
        "service-structure staffing answers.toml --set contacts_per_hour=200 --set aht=300",
    )
    add_answers(command, optional=True)
    add_language(command, languages)
    add_format(command, "text", "json")
    command.set_defaults(run=_staffing)


def _staffing(options: argparse.Namespace, guide: Guide) -> int:
    case = read_options(options, guide)
    inputs = numbers_in_force(case.numbers, case.answers, guide, case.profile.current)
    staffings = staff_for(inputs.numbers, guide)
    evens = {s.id: break_even(s, inputs.numbers) for s in guide.structures.values()}
    if options.format == "json":
        print_json(_as_json(inputs, staffings, evens, guide))
    else:
        _print_numbers(inputs, guide, options.lang)
        currency = None if PAY.isdisjoint(inputs.given) else case.profile.currency
        _print_staffings(staffings, evens, guide, options.lang, currency)
    return 0


def _as_json(
    inputs: Inputs,
    staffings: Mapping[str, Staffing],
    evens: Mapping[str, BreakEven | None],
    guide: Guide,
) -> dict[str, Any]:
    rated = ratings(inputs.numbers, guide)
    return {
        "numbers": inputs.numbers,
        "given": inputs.given,
        "origins": inputs.origins,
        "computed": inputs.computed,
        "open": inputs.open,
        "structures": {
            name: _staffing_as_json(staffing, evens[name], rated[name])
            for name, staffing in staffings.items()
        },
    }


def _staffing_as_json(
    staffing: Staffing, even: BreakEven | None, rated: Mapping[str, Rating]
) -> dict[str, Any]:
    fields = {name: getattr(staffing, name) for name in staffing.__dataclass_fields__}
    return fields | {
        "paid_staff": staffing.paid_staff,
        "waiting": _waiting_as_json(staffing.waiting),
        "at_equal_staff": _waiting_as_json(staffing.at_equal_staff),
        "break_even": even,
        "ratings": rated,
    }


def _waiting_as_json(waiting: Waiting) -> dict[str, Any]:
    """JSON has no infinity: the wait in overload is null."""
    fields = {name: getattr(waiting, name) for name in waiting.__dataclass_fields__}
    return fields | {"mean_wait": _finite(waiting.mean_wait), "overloaded": waiting.overloaded}


def _print_numbers(inputs: Inputs, guide: Guide, lang: str) -> None:
    messages = guide.messages
    print(messages["staffing_numbers"][lang])
    for number in NUMBERS:
        record = guide.assumptions[number]
        if number in inputs.given:
            origin = messages["number_given"][lang]
        elif source := inputs.origins.get(number):
            factor = guide.factors[source.factor]
            level = factor.level(source.level).name[lang]
            origin = guide.say("number_follows", lang, factor=factor.name[lang], level=level)
        elif number in inputs.computed:
            origin = messages["number_worked_out"][lang]
        else:
            origin = messages["number_usual"][lang]
        if number in inputs.open:
            origin = f"{origin}, {messages['number_open'][lang]}"
        value = quantity_with_unit(getattr(inputs.numbers, number), record, guide, lang)
        print(f"  {number:<18} {value} ({record.name[lang]}; {origin})")


def _print_staffings(
    staffings: Mapping[str, Staffing],
    evens: Mapping[str, BreakEven | None],
    guide: Guide,
    lang: str,
    currency: str | None,
) -> None:
    heads = [
        guide.messages[name][lang]
        for name in (
            *("structure", "agents_on_duty", "paid_agents", "supervisors", "managers"),
            *("occupancy", "service_level", "mean_wait", "abandonment", "transfers"),
            *("yearly_cost", "cost_per_contact", "price_of_split"),
            *("break_even_volume", "break_even_gain"),
        )
    ]
    rows = [
        _cells(staffing, evens[name], guide, lang, currency) for name, staffing in staffings.items()
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    print()
    print(guide.messages["staffing"][lang])
    for row in (heads, *rows):
        first, *others = (
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)))
    if any(staffing.waiting.abandonment for staffing in staffings.values()):
        print(guide.messages["wait_of_all"][lang])


def _cells(
    staffing: Staffing, even: BreakEven | None, guide: Guide, lang: str, currency: str | None
) -> list[str]:
    def figure(value: float, form: str) -> str:
        return guide.languages[lang].figure(value, form)

    def percent(share: float, form: str = ".0f") -> str:
        return figure(100 * share, form) + " %"

    never = guide.messages["never"][lang]
    waiting = staffing.waiting
    volume, gain = (even.contacts_per_hour, even.gain) if even else (None, None)
    return [
        guide.structures[staffing.structure].short[lang],
        str(staffing.agents),
        figure(staffing.paid_agents, ".1f"),
        str(staffing.supervisors),
        str(staffing.managers),
        percent(waiting.occupancy),
        percent(waiting.service_level),
        rough_duration(waiting.mean_wait, guide, lang),
        percent(waiting.abandonment),
        percent(waiting.transfers),
        Wording(guide, lang).money(staffing.yearly_cost, currency),
        Wording(guide, lang).cost_per_contact(staffing.cost_per_contact, currency),
        percent(staffing.price.share, "+.0f"),
        "" if even is None else never if volume is None else figure(volume, ".0f"),
        "" if even is None else never if gain is None else figure(gain, ".1f") + " %",
    ]


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
