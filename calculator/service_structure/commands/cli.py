"""The command line: one function for each command, or a module where a command needs more."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from service_structure import __version__
from service_structure.case.files import FileFault
from service_structure.commands import guide as guide_command
from service_structure.commands import output
from service_structure.commands import plan as plan_command
from service_structure.commands import queue as queue_command
from service_structure.commands import staffing as staffing_command
from service_structure.commands import volumes as volumes_command
from service_structure.commands.options import (
    add_answers,
    add_command,
    add_encoding,
    add_format,
    add_language,
    add_profile,
    default_language,
    read_options,
)
from service_structure.commands.parser import Parser, UsageError, asked_for
from service_structure.decision.model import Recommendation, recommend, recommend_for
from service_structure.errors import CommandError, ServiceStructureError
from service_structure.source.language import Language
from service_structure.source.loader import load_guide, read_languages
from service_structure.source.records import Guide

PAPERS = ("docx", "pptx", "xlsx", "svg", "drawio", "mermaid", "posts")
"""Forms of a recommendation that are files for other programs; see papers.FORMS."""

FAILED = 1
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 (a check failed) or 2 (bad input)."""
    arguments = sys.argv[1:] if argv is None else argv

    def told(fault: FileFault) -> str:
        return fault.describe(load_guide(), _language(arguments))

    try:
        output.prepare(told)
        with output.written_out(told):
            return _run(arguments)
    except ServiceStructureError as error:
        output.say(error)
        output.hint()
        return error.exit_code
    except BrokenPipeError:
        output.discard()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _languages() -> Mapping[str, Language]:
    return read_languages() or load_guide().languages  # or the error that says why not


def _language(arguments: Sequence[str]) -> str:
    """The language that is asked for, if the guide has it, or that of the locale."""
    languages, asked = _languages(), asked_for(arguments)
    return asked if asked in languages else default_language(languages)


def _run(arguments: Sequence[str]) -> int:
    language = _language(arguments)
    try:
        options = _parser(_languages(), language).parse_args(arguments)
    except UsageError as error:
        raise CommandError(error.describe(load_guide(), language)) from None
    if getattr(options, "missing", None) is not None:
        return guide_command.missing(options, language)
    run: Callable[[argparse.Namespace, Guide], int] = options.run
    return run(options, load_guide())


def _parser(languages: Mapping[str, Language], language: str) -> Parser:
    parser = Parser(
        language=language,
        prog="service-structure",
        description="Choose an organisational structure of customer service.",
        epilog="`service-structure COMMAND --help` describes a command, with examples.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = add_command(
        commands,
        "recommend",
        "rank the structures for an organisation",
        "service-structure recommend answers.toml",
        "service-structure recommend size=large regions=several n.aht=4:30",
        "service-structure recommend answers.toml --explain --set aht=420 --weight cost=30",
        "service-structure recommend answers.toml --today product --symptom waits --currency eur",
        "service-structure recommend answers.toml --format xlsx --output advice.xlsx",
        'echo \'{"regions": "one"}\' | service-structure recommend - --format json',
    )
    _add_case(command, languages, *PAPERS)
    command.add_argument("--output", type=Path, help="where to write (default: standard output)")
    command.add_argument("--explain", action="store_true", help="add all that `sensitivity` says")
    command.set_defaults(run=_recommend)

    command = add_command(
        commands,
        "sensitivity",
        "say what would change a recommendation, and how firm it is",
        "service-structure sensitivity answers.toml --format markdown > report.md",
    )
    _add_case(command, languages)
    command.set_defaults(run=_sensitivity)

    command = add_command(
        commands,
        "batch",
        "recommend for every row of a file",
        "service-structure batch companies.csv --output results.csv",
        "service-structure batch companies.jsonl --format csv --jobs 4 > results.csv",
        "service-structure batch companies.csv --encoding cp1251 --staffing --excel",
        description="Columns are ids of factors (see the command guide), of numbers after n., of"
        " criteria after w. and of what is said of today's service after p. (n.aht, w.cost,"
        " p.structure), id and name, in small or capital letters. A line of JSON may also be a case"
        " as the calculator saves it. Empty cells, and n/a, are unanswered. Bad rows are reported"
        " and do not stop the rest; the exit code is then 1. Results are UTF-8. CSV is written with"
        " the delimiter it was read with; beside semicolons, numbers have a decimal comma. A label"
        " that a spreadsheet would take for a formula gets a ' before it.",
    )
    command.add_argument(
        "file",
        type=Path,
        help="CSV with a header (comma, semicolon, tab), or JSON Lines; - for standard input",
    )
    add_encoding(command)
    command.add_argument("--output", type=Path, help="where to write (default: standard output)")
    command.add_argument(
        "--format", choices=("csv", "jsonl"), help="form of the results (default: that of the file)"
    )
    command.add_argument(
        "--excel",
        action="store_true",
        help="write CSV as Excel opens it where numbers have a decimal comma: with semicolons and"
        " the mark of UTF-8",
    )
    command.add_argument(
        "--staffing",
        action="store_true",
        help="add agents, posts, waits and costs of every structure",
    )
    command.add_argument("--jobs", type=int, default=1, help="processes to use (default: 1)")
    add_language(command, languages)
    command.set_defaults(run=_batch)

    guide_command.add_command_to(commands, languages)

    command = add_command(
        commands,
        "scenarios",
        "run the worked examples",
        "service-structure scenarios --lang ru",
        description="One line for each: id, structure recommended, fit, probability, name. The"
        " exit code is 1 if the guide expects another structure.",
    )
    add_language(command, languages)
    command.set_defaults(run=_scenarios)

    plan_command.add_command_to(commands, languages)
    staffing_command.add_command_to(commands, languages)
    queue_command.add_command_to(commands, languages)
    volumes_command.add_command_to(commands, languages)
    for own in commands.choices.values():
        own.language = language
    return parser


def _add_case(
    command: argparse.ArgumentParser, languages: Mapping[str, Language], *papers: str
) -> None:
    """The arguments that describe one organisation and the form of the report on it."""
    add_answers(command)
    command.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="CRITERION=POINTS",
        help="set a weight, of 100; the other criteria share the rest (may be repeated)",
    )
    add_profile(command)
    add_language(command, languages)
    add_format(command, "text", "json", "markdown", *papers)


def _recommend(options: argparse.Namespace, guide: Guide) -> int:
    parts = {"advice", "sensitivity"} if options.explain else {"advice"}
    if options.format in PAPERS:
        from service_structure.commands import papers

        recommendation = recommend_for(read_options(options, guide), guide)
        papers.write(options.format, recommendation, guide, options.lang, options.output)
        return 0
    if options.output:
        with output.into(options.output, lambda fault: fault.describe(guide, options.lang)):
            return _report(options, guide, frozenset(parts))
    return _report(options, guide, frozenset(parts))


def _sensitivity(options: argparse.Namespace, guide: Guide) -> int:
    return _report(options, guide, frozenset({"sensitivity"}))


def _report(options: argparse.Namespace, guide: Guide, parts: frozenset[str]) -> int:
    recommendation = recommend_for(read_options(options, guide), guide)
    if options.format == "json":
        output.print_json(_as_json(recommendation, guide, options.lang, parts))
    else:
        from service_structure.views import render_report

        print(render_report(recommendation, guide, options.lang, options.format, parts), end="")
    return 0


def _as_json(
    recommendation: Recommendation, guide: Guide, language: str, parts: frozenset[str]
) -> object:
    """What of a recommendation the JSON form of a report holds."""
    if "sensitivity" not in parts:
        return _with_move(recommendation, guide, language)
    from service_structure.decision.explain import explain

    explanation = explain(recommendation, guide)
    if "advice" not in parts:
        return explanation
    told = _with_move(recommendation, guide, language)
    return {"recommendation": told, "explanation": explanation}


def _with_move(recommendation: Recommendation, guide: Guide, language: str) -> dict[str, object]:
    """A recommendation with what to do about today's structure, and the plan of the way there.

    Both are null where today's structure is not known, the plan also where it is to stay.
    `preference` is the way to the structure that the reader has in mind, null where none is named.
    """
    from service_structure.planning.move import move_for
    from service_structure.planning.plan import plan_for
    from service_structure.planning.transition import transition

    plan = plan_for(recommendation, guide, language=language)
    preferred = recommendation.profile.preferred
    return {
        **recommendation.as_dict(),
        "move": move_for(recommendation, guide),
        "preference": preferred and transition(recommendation, preferred, guide),
        "plan": plan and plan_command.as_json(plan, guide),
    }


def _batch(options: argparse.Namespace, guide: Guide) -> int:
    from service_structure.commands import batch

    bad = batch.run(
        options.file,
        guide,
        output=options.output,
        form=batch.Form(options.format or "", options.excel, options.staffing),
        encoding=options.encoding,
        jobs=options.jobs,
        lang=options.lang,
    )
    return FAILED if bad else 0


def _scenarios(options: argparse.Namespace, guide: Guide) -> int:
    failed = 0
    for scenario in guide.scenarios.values():
        result = recommend(scenario.answers, guide)
        holds = result.recommended == scenario.recommends
        failed += not holds
        best = result.best
        name, expected = scenario.name[options.lang], ""
        if not holds:
            told = guide.say("scenario_expected", options.lang, structure=scenario.recommends)
            expected = f" ({told})"
        figures = f"{best.fit:.3f} {best.probability:.2f}"
        print(f"{scenario.id:<24} {result.recommended} {figures}{expected}  {name}")
    return FAILED if failed else 0
