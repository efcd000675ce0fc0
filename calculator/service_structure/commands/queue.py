"""The command `queue`: waits in one pool, or the agents that it needs."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from service_structure.case.answers import Answers, shorten
from service_structure.case.number_input import Reading, read_quantity
from service_structure.case.number_output import duration
from service_structure.case.numbers import read_numbers
from service_structure.commands.options import add_command, add_format, add_language
from service_structure.commands.output import print_json
from service_structure.errors import CommandError
from service_structure.numerics.queueing import CALLS, Calls, Queue, required_agents
from service_structure.source.frozen import FrozenDict
from service_structure.source.language import Language
from service_structure.source.numbers import MOST_ERLANGS, Numbers
from service_structure.source.records import Guide

OPTIONS = {
    "calls": "contacts_per_hour",
    "aht": "aht",
    "service_level": "service_level",
    "within": "answer_within",
    "patience": "patience",
}
"""The numbers of the staffing model that options set."""

AGENTS = range(10 * MOST_ERLANGS + 1)
"""The agents that may be on duty."""


def add_command_to(commands: Any, languages: Mapping[str, Language]) -> None:
    """Add the command to the parser."""
    command = add_command(
        commands,
        "queue",
        "waits in one pool, or the agents that it needs",
        "service-structure queue --calls 100 --aht 180",
        "service-structure queue --calls 100 --aht 4:30 --agents 8 --patience 120",
        "service-structure queue --calls 240 --aht 300 --service-level 80% --of answered",
        description="Numbers may be written as in the form and for `staffing --set`: 12,5; 4:30;"
        " 5 min; 80%; “3000 a day”. Calls are those of an hour: double those of half an"
        " hour. Whoever handles several chats at once gives the handling time divided by their"
        " number.",
    )
    command.add_argument("--calls", required=True, help="contacts per hour")
    command.add_argument("--aht", required=True, help="handling time, in seconds without a unit")
    command.add_argument("--agents", help="agents on duty (default: as many as the target needs)")
    command.add_argument(
        "--service-level",
        default="80%",
        help="target: share of calls answered in time, as 0.8 or 80%% (default: 80%%)",
    )
    command.add_argument(
        "--within", default="20", help="what is in time, in seconds without a unit (default: 20)"
    )
    command.add_argument(
        "--patience",
        default="0",
        help="mean time until a caller hangs up (default: 0, nobody hangs up)",
    )
    command.add_argument(
        "--of",
        choices=[calls.replace("_", "-") for calls in CALLS],
        default=CALLS[0],
        help="calls of which the service level is a share: all offered; those answered; those"
        " offered without the ones that hang up in time; or those of somebody who never hangs up"
        " (default: %(default)s)",
    )
    add_language(command, languages)
    add_format(command, "text", "json")
    command.set_defaults(run=_run)


@dataclass(frozen=True)
class _Pool:
    """A queue, the agents that its target needs, and what it comes to."""

    queue: Queue
    least: int
    service_level: float
    of: Calls


def _run(options: argparse.Namespace, guide: Guide) -> int:
    numbers, agents = _read(options, guide)
    of: Calls = next(calls for calls in CALLS if calls == options.of.replace("-", "_"))
    least = required_agents(
        numbers.contacts_per_hour,
        numbers.aht,
        service_level=numbers.service_level / 100,
        within=numbers.answer_within,
        patience=numbers.patience or None,
        of=of,
    )
    on_duty = least if agents is None else agents
    queue = Queue(numbers.contacts_per_hour, numbers.aht, on_duty, numbers.patience or None)
    pool = _Pool(queue, least, queue.service_level(numbers.answer_within, of), of)
    if options.format == "json":
        print_json(_as_json(pool))
    else:
        _print(pool, guide, options.lang)
    return 0


def _read(options: argparse.Namespace, guide: Guide) -> tuple[Numbers, int | None]:
    """The numbers of the options and the agents; CommandError with a line for each fault."""
    given = {number: getattr(options, option) for option, number in OPTIONS.items()}
    level = read_quantity(given["service_level"], "share", guide)
    if isinstance(level, Reading) and not level.unit and 0 < level.value < 1:
        given["service_level"] = str(100 * level.value)
    inputs, faults = read_numbers(given, Answers(FrozenDict()), guide, options.lang)
    lines = [fault.describe(guide, options.lang) for fault in faults]
    read = (
        None
        if options.agents is None
        else read_quantity(
            options.agents, "count", guide, guide.languages[options.lang], counted=("person",)
        )
    )
    agents = read.value if isinstance(read, Reading) else read
    if isinstance(agents, str) or (agents is not None and (agents % 1 or agents not in AGENTS)):
        figure = guide.languages[options.lang].figure
        lines.append(
            guide.say(
                "queue_agents_wrong",
                options.lang,
                value=shorten(options.agents),
                most=figure(AGENTS[-1], "d"),
            )
        )
        agents = None
    if lines:
        raise CommandError(*lines)
    return inputs.numbers, None if agents is None else int(agents)


def _as_json(pool: _Pool) -> dict[str, Any]:
    """JSON has no infinity: the wait in overload is null."""
    queue = pool.queue
    return {
        "agents": queue.agents,
        "required_agents": pool.least,
        "calls_per_hour": queue.calls_per_hour,
        "erlangs": queue.erlangs,
        "occupancy": queue.occupancy,
        "wait_probability": queue.wait_probability,
        "mean_wait": queue.mean_wait if isfinite(queue.mean_wait) else None,
        "service_level": pool.service_level,
        "service_level_of": pool.of,
        "abandonment": queue.abandonment,
        "overloaded": queue.mean_wait == inf,
    }


def _print(pool: _Pool, guide: Guide, lang: str) -> None:
    queue, messages = pool.queue, guide.messages
    figure = guide.languages[lang].figure

    def line(name: str, value: str, end: str = "") -> None:
        print(f"{messages[name][lang]:<18}{value:>10}{end}")

    def percent(share: float) -> str:
        return figure(100 * share, ".1f")

    line("queue_agents", figure(queue.agents, "d"))
    line("queue_contacts", figure(queue.calls_per_hour, ".4g"))
    line("queue_load", figure(queue.erlangs, ".4g"))
    if queue.mean_wait == inf:
        print(
            guide.say(
                "overload",
                lang,
                erlangs=figure(queue.erlangs, ".4g"),
                agents=queue.agents,
                least=pool.least,
            )
        )
        return
    line("occupancy", percent(queue.occupancy), " %")
    line("wait_probability", percent(queue.wait_probability), " %")
    line("mean_wait", duration(round(queue.mean_wait, 1), guide, lang))
    line(
        "service_level", percent(pool.service_level), f" % {messages[f'queue_of_{pool.of}'][lang]}"
    )
    line("abandonment", percent(queue.abandonment), " %")
    if queue.patience:
        print(messages["wait_of_all"][lang])
