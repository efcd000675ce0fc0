"""What several commands share: the options of a case, of the language and of the form."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

from service_structure.case.answers import InputFault, fault
from service_structure.case.case import Case, as_table, read_case
from service_structure.case.files import (
    FileFault,
    file_fault,
    os_fault,
    read_json,
    read_text,
    read_toml,
    what_it_is,
)
from service_structure.errors import CommandError
from service_structure.source.language import Language
from service_structure.source.records import Guide

HELP_WIDTH = 78

STANDARD_INPUT = "-"

BEGINS_JSON = re.compile(r"\s*(\{|\[(?!\s*\w+\s*\]))")
"""How JSON begins; TOML may begin with a table, [numbers]."""

PAIRS = {"--set": ("numbers", "aht=240"), "--weight": ("weights", "cost=25")}
"""Options that set one entry of a part of a case: which part, and what the option may look like."""


def add_command(
    commands: Any, name: str, summary: str, *examples: str, description: str = ""
) -> argparse.ArgumentParser:
    """Add a command whose help ends in examples."""
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=fill(description or f"{summary[0].upper()}{summary[1:]}.", HELP_WIDTH),
        epilog="\n  ".join(("examples:", *examples)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return command


def add_answers(command: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """The arguments that describe one organisation."""
    command.add_argument(
        "answers",
        nargs="?" if optional else None,
        help="a TOML or JSON file of answers, or of a case with the tables answers, numbers and"
        " weights; - for standard input",
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NUMBER=VALUE",
        help="set a number of the staffing model, as `staffing` lists them (may be repeated)",
    )
    add_encoding(command)


def add_encoding(command: argparse.ArgumentParser) -> None:
    """Let a command read files in an encoding that is named."""
    command.add_argument(
        "--encoding",
        default="",
        help="encoding of the file, such as cp1251 (default: UTF-8, or UTF-16 by its mark)",
    )


def add_profile(command: argparse.ArgumentParser) -> None:
    """The arguments that describe the service as it is today."""
    command.add_argument(
        "--today",
        metavar="STRUCTURE",
        help="today's structure, or none: adds whether to stay, mend or move, and what it costs",
    )
    command.add_argument(
        "--symptom",
        action="append",
        default=[],
        metavar="SYMPTOM",
        help="what goes wrong today, as `guide` lists it (may be repeated)",
    )
    command.add_argument("--currency", help="the currency of amounts, such as rub or eur")
    command.add_argument("--start", metavar="DATE", help="the first day of a change: 2027-02-01")


def add_language(command: argparse.ArgumentParser, languages: Mapping[str, Language]) -> None:
    """Let a command speak any language of the guide."""
    default = default_language(languages)
    command.add_argument(
        "--lang",
        choices=tuple(languages),
        default=default,
        help=f"language of what is printed (default: {default})",
    )


def default_language(languages: Mapping[str, Language]) -> str:
    """The language of what is printed where none is asked for."""
    return "en" if "en" in languages else next(iter(languages))


def add_format(command: argparse.ArgumentParser, *forms: str) -> None:
    """Let a command print in several forms, by default the first."""
    command.add_argument(
        "--format",
        choices=forms,
        default=forms[0],
        help=f"form of the output (default: {forms[0]})",
    )


def read_options(options: argparse.Namespace, guide: Guide) -> Case:
    """The case that a file and the options that set single numbers and weights describe.

    Options go before what the file says. Raises CommandError with a line for each fault.
    """
    raw = _read_file(options.answers, options.encoding) if options.answers else {}
    if isinstance(raw, FileFault):
        raise CommandError(f"{options.answers}: {raw.describe(guide, options.lang)}")
    table = dict(as_table(raw))
    formless: list[InputFault] = []
    for option, (part, example) in PAIRS.items():
        words = getattr(options, option.removeprefix("--"), [])
        own = table.get(part, {})
        if words and isinstance(own, dict):
            table[part] = {**own, **_pairs(words)}
        formless += (
            fault("no_value", f"{option} {word}", "", [f"{option} {example}"])
            for word in words
            if "=" not in word
        )
    profile, own = _profile(options), table.get("profile", {})
    if profile and isinstance(own, dict):
        table["profile"] = {**own, **profile}
    case, faults = read_case(table, guide)
    if formless or faults:
        raise CommandError(*(f.describe(guide, options.lang) for f in (*faults, *formless)))
    return case


def _profile(options: argparse.Namespace) -> dict[str, object]:
    """What the options say of the service as it is today."""
    said = {
        "structure": getattr(options, "today", None),
        "symptoms": getattr(options, "symptom", None),
        "currency": getattr(options, "currency", None),
        "start": getattr(options, "start", None),
    }
    return {key: value for key, value in said.items() if value}


def _pairs(words: Sequence[str]) -> dict[str, str]:
    """Options of the form NAME=VALUE as a table."""
    pairs = (word.partition("=") for word in words)
    return {name.strip(): value for name, equals, value in pairs if equals}


def _read_file(name: str, encoding: str) -> object:
    """The contents of a TOML or JSON file or of standard input, or a FileFault."""
    try:
        if name != STANDARD_INPUT:
            return _parsed(Path(name).read_bytes(), name, encoding)
        if sys.stdin is None:
            return file_fault("no_input")
        return _parsed(sys.stdin.buffer.read(), name, encoding)
    except OSError as error:
        return os_fault(error)


def _parsed(data: bytes, name: str, encoding: str) -> object:
    text = read_text(data, encoding)
    if isinstance(text, FileFault):
        return text
    is_json = name.endswith(".json") or (BEGINS_JSON.match(text) and not name.endswith(".toml"))
    found = read_json(text) if is_json else read_toml(text)
    return (what_it_is(text) or found) if isinstance(found, FileFault) else found
