"""The command line: recommend, sensitivity, batch, guide, scenarios, staffing and queue."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from service_structure.commands.options import (
    BadInputError,
    add_answers,
    add_language,
    print_json,
    read_options,
)
from service_structure.decision.model import Recommendation, recommend, recommend_for
from service_structure.source.loader import GuideError, load_guide
from service_structure.source.records import Guide

BAD_INPUT = 2
FAILED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 (a check failed) or 2 (bad input)."""
    try:
        guide = load_guide()
        options = _parser(guide).parse_args(argv)
        run: Callable[[argparse.Namespace, Guide], int] = options.run
        return run(options, guide)
    except (BadInputError, GuideError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser(guide: Guide) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="service-structure",
        description="Choose an organisational structure of customer service.",
    )
    parser.add_argument("--version", action="version", version=guide.version)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("recommend", help="rank the structures for an organisation")
    _add_case(command, guide)
    command.add_argument("--explain", action="store_true", help="add all that `sensitivity` says")
    command.set_defaults(run=_recommend)

    command = commands.add_parser(
        "sensitivity", help="say what would change a recommendation, and how firm it is"
    )
    _add_case(command, guide)
    command.set_defaults(run=_sensitivity)

    command = commands.add_parser(
        "batch",
        help="recommend for every row of a file",
        description="Columns are ids of factors (see the command guide), of numbers after n. and of"
        " criteria after w. (n.aht, w.cost), id and name. Empty cells are unanswered. Bad rows are"
        " reported and do not stop the rest; the exit code is then 1. CSV is written with the"
        " delimiter it was read with; beside semicolons, numbers have a decimal comma.",
    )
    command.add_argument("file", type=Path, help="CSV with a header, or JSON Lines (.csv, .jsonl)")
    command.add_argument("--output", type=Path, help="where to write (default: standard output)")
    command.add_argument("--format", choices=("csv", "jsonl"), help="default: that of the file")
    command.add_argument("--jobs", type=int, default=1, help="processes to use (default: 1)")
    add_language(command, guide)
    command.set_defaults(run=_batch)

    command = commands.add_parser("guide", help="show the source of the guide, or check it")
    command.add_argument("--format", choices=("text", "json"), default="text")
    add_language(command, guide)
    lock = command.add_mutually_exclusive_group()
    lock.add_argument(
        "--check-translations", action="store_true", help="fail if a translation is out of date"
    )
    lock.add_argument(
        "--accept-translations", action="store_true", help="vouch for all translations as they are"
    )
    command.set_defaults(run=_guide)

    command = commands.add_parser("scenarios", help="run the worked examples")
    add_language(command, guide)
    command.set_defaults(run=_scenarios)

    from service_structure.commands import staffing as staffing_cli

    staffing_cli.add_commands(commands, guide)
    return parser


def _add_case(command: argparse.ArgumentParser, guide: Guide) -> None:
    """The arguments that describe one organisation and the form of the report on it."""
    add_answers(command)
    command.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="CRITERION=POINTS",
        help="set a weight, of 100; the other criteria share the rest (may be repeated)",
    )
    add_language(command, guide)
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text")


def _recommend(options: argparse.Namespace, guide: Guide) -> int:
    parts = {"advice", "sensitivity"} if options.explain else {"advice"}
    return _report(options, guide, frozenset(parts))


def _sensitivity(options: argparse.Namespace, guide: Guide) -> int:
    return _report(options, guide, frozenset({"sensitivity"}))


def _report(options: argparse.Namespace, guide: Guide, parts: frozenset[str]) -> int:
    recommendation = recommend_for(read_options(options, guide), guide)
    if options.format == "json":
        print_json(_as_json(recommendation, guide, parts))
    else:
        from service_structure.views import render_report

        print(render_report(recommendation, guide, options.lang, options.format, parts), end="")
    return 0


def _as_json(recommendation: Recommendation, guide: Guide, parts: frozenset[str]) -> object:
    """What of a recommendation the JSON form of a report holds."""
    if "sensitivity" not in parts:
        return recommendation
    from service_structure.decision.explain import explain

    explanation = explain(recommendation, guide)
    if "advice" not in parts:
        return explanation
    return {"recommendation": recommendation, "explanation": explanation}


def _batch(options: argparse.Namespace, guide: Guide) -> int:
    from service_structure.commands import batch

    try:
        bad = batch.run(
            options.file,
            output=options.output,
            form=options.format,
            jobs=options.jobs,
            lang=options.lang,
        )
    except batch.BatchError as error:
        raise BadInputError(str(error)) from error
    return FAILED if bad else 0


def _guide(options: argparse.Namespace, guide: Guide) -> int:
    if options.check_translations or options.accept_translations:
        return _translations(guide, accept=options.accept_translations)
    if options.format == "json":
        print_json(guide)
        return 0
    lang = options.lang
    for title, records in (
        ("structures", guide.structures.values()),
        ("criteria", guide.criteria.values()),
        ("factors", guide.factors.values()),
    ):
        print(title)
        for record in records:
            print(f"  {record.id:<20} {record.name[lang]}")
            for level in getattr(record, "levels", ()):
                print(f"    {level.id:<18} {level.name[lang]}")
    return 0


def _translations(guide: Guide, *, accept: bool) -> int:
    from service_structure.source import translations

    if accept:
        translations.write_lock(guide)
        print(f"{sum(1 for _ in translations.texts(guide))} texts accepted")
        return 0
    locked = translations.read_lock()
    lines = translations.stale(guide, locked)
    lines += tuple(
        f"{place}: not in the lock as it stands; read it in every language, run `make translations`"
        for place in translations.unlocked(guide, locked)
        if not any(line.startswith(f"{place}:") for line in lines)
    )
    for line in lines:
        print(line, file=sys.stderr)
    return FAILED if lines else 0


def _scenarios(options: argparse.Namespace, guide: Guide) -> int:
    failed = 0
    for scenario in guide.scenarios.values():
        result = recommend(scenario.answers, guide)
        holds = result.recommended == scenario.recommends
        failed += not holds
        fit = result.ranking[0].fit
        expected = "" if holds else f" (expected {scenario.recommends})"
        name = scenario.name[options.lang]
        print(f"{scenario.id:<24} {result.recommended} {fit:.3f}{expected}  {name}")
    return FAILED if failed else 0
