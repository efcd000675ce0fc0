"""The command `plan`: from one structure to another, with dates, roles, people and risks."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from service_structure.case.profile import NO_STRUCTURE
from service_structure.commands.options import (
    add_answers,
    add_command,
    add_format,
    add_language,
    read_options,
)
from service_structure.commands.output import print_json
from service_structure.decision.model import recommend_for
from service_structure.errors import CommandError
from service_structure.planning.plan import Plan, compose, country_for
from service_structure.source.language import Language
from service_structure.source.records import Guide


def add_command_to(commands: Any, languages: Mapping[str, Language]) -> None:
    """Add the command to the parser."""
    command = add_command(
        commands,
        "plan",
        "plan the change from one structure to another",
        "service-structure plan answers.toml --from centralised --start 2027-02-01",
        "service-structure plan --from none --to matrix --country gb",
        description="The tasks with their order, dates and roles, the headcount by quarter, risks"
        " and what the law asks for. Without --from it is today's structure of the file (table"
        " profile), without --to the recommended one.",
    )
    add_answers(command, optional=True)
    command.add_argument("--from", dest="origin", help="today's structure, or none")
    command.add_argument("--to", dest="target", help="the structure to get to")
    command.add_argument("--start", metavar="DATE", help="the first day, such as 2027-02-01")
    command.add_argument("--country", help="whose law counts (default: by currency or language)")
    add_language(command, languages)
    add_format(command, "text", "json", "markdown")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace, guide: Guide) -> int:
    case = read_options(options, guide)
    recommendation = recommend_for(case, guide)
    profile = recommendation.profile
    spoken = guide, options.lang
    every = tuple(guide.structures)
    today = _one_of("--from", options.origin or profile.structure, (*every, NO_STRUCTURE), *spoken)
    target = _one_of("--to", options.target or recommendation.recommended, every, *spoken)
    if today == target:
        raise CommandError(guide.say("usage_no_way", options.lang, structure=today))
    country = country_for(profile.currency, options.lang, guide)
    if options.country:
        countries = guide.planning.countries
        country = countries[_one_of("--country", options.country, tuple(countries), *spoken)]
    plan = compose(
        today,
        target,
        recommendation.inputs.numbers,
        guide,
        start=profile.start,
        country=country,
        agents=recommendation.inputs.given_agents,
    )
    if options.format == "json":
        print_json(as_json(plan, guide))
        return 0
    from service_structure.views.plan import render_plan

    shown = replace(recommendation, profile=replace(profile, structure=today))
    print(render_plan(plan, shown, guide, options.lang, options.format), end="")
    return 0


def _one_of(
    option: str, given: str | None, allowed: tuple[str, ...], guide: Guide, language: str
) -> str:
    if given not in allowed:
        named = ", ".join(allowed)
        told = guide.say("usage_needed", language, option=option, allowed=named)
        if given:
            value = repr(given)
            told = guide.say("usage_choice", language, option=option, value=value, allowed=named)
        raise CommandError(told)
    return given


def as_json(plan: Plan, guide: Guide) -> dict[str, Any]:
    """The plan with ids, working days from 0, and dates where the first day is known."""
    return {
        "today": plan.today,
        "target": plan.target,
        "country": plan.country.id,
        "start": _iso(plan.day(0)),
        "days": plan.days,
        "chain": plan.chain,
        "tasks": tuple(
            {
                "id": step.task.id,
                "phase": step.task.phase,
                "start": step.start,
                "end": step.end,
                "first_day": _iso(plan.day(step.start)),
                "last_day": _iso(plan.day(step.end - 1)),
                "days": step.days,
                "after": step.after,
                "slack": step.slack,
                "roles": {
                    role: part for role in guide.planning.roles if (part := step.task.part_of(role))
                },
                "costs": step.task.costs,
                "notes": tuple(note.id for note in step.notes),
            }
            for step in plan.steps
        ),
        "people": plan.people,
        "quarters": plan.quarters,
        "briefings": {
            briefing.id: plan.told_on(briefing) for briefing in guide.planning.briefings.values()
        },
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
