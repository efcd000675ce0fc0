"""What several commands share: the options of a case, of the language and of the form."""

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

from service_structure.case.answers import InputFault, fault
from service_structure.case.case import Case, as_table, by_table, read_case
from service_structure.case.files import (
    FileFault,
    file_fault,
    os_fault,
    read_json,
    read_text,
    read_toml,
    what_it_is,
)
from service_structure.commands.parser import HELP_WIDTH
from service_structure.errors import CommandError
from service_structure.source.language import Language
from service_structure.source.records import Guide

STANDARD_INPUT = "-"

BEGINS_JSON = re.compile(r"\s*(\{|\[(?!\s*\w+\s*\]))")
"""How JSON begins; TOML may begin with a table, [numbers]."""

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables that say in which language a user reads, the first that is set."""

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
        nargs="*" if optional else "+",
        help="a TOML or JSON file of answers, or of a case with the tables answers, numbers and"
        " weights; - for standard input; or words like size=large and n.aht=240, which go before"
        " what a file says",
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
        "--preferred",
        metavar="STRUCTURE",
        help="a structure that you would like: it is set beside the recommended one",
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
    command.add_argument(
        "--lang",
        "--language",
        choices=tuple(languages),
        default=default_language(languages),
        help="language of what is printed (default: %(default)s)",
    )


def default_language(languages: Mapping[str, Language]) -> str:
    """The language of what is printed where none is asked for: that of the locale, or English."""
    locale = next((os.environ[name] for name in LOCALE if os.environ.get(name)), "")
    own = re.split(r"[_.@-]", locale)[0].lower()
    if own in languages:
        return own
    return "en" if "en" in languages else next(iter(languages))


def add_format(command: argparse.ArgumentParser, *forms: str) -> None:
    """Let a command print in several forms, by default the first."""
    command.add_argument(
        "--format",
        choices=forms,
        default=forms[0],
        help="form of the output (default: %(default)s)",
    )


def read_options(options: argparse.Namespace, guide: Guide) -> Case:
    """The case that a file, words and the options that set numbers and weights describe.

    Options go before words, and these before what the file says. Raises CommandError with a line
    for each fault.
    """
    table = dict(as_table(_said_by_file(options, guide)))
    said = by_table(_pairs([word for word in options.answers if _is_pair(word)]))
    for part, entries in said.items():
        own = table.get(part, {})
        if entries and isinstance(own, dict):
            table[part] = {**own, **entries}
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
    case, faults = read_case(table, guide, options.lang)
    if formless or faults:
        raise CommandError(*(f.describe(guide, options.lang) for f in (*faults, *formless)))
    return case


def _said_by_file(options: argparse.Namespace, guide: Guide) -> object:
    """What the file says that is named among the words; nothing if there is none."""
    files = [word for word in options.answers if not _is_pair(word)]
    hint = guide.say("usage_answers", options.lang)
    if len(files) > 1:
        raise CommandError(
            f"{guide.say('usage_files', options.lang, files=', '.join(files))} {hint}"
        )
    raw = _read_file(files[0], options.encoding) if files else {}
    if isinstance(raw, FileFault):
        told = f"{files[0]}: {raw.describe(guide, options.lang)}"
        is_there = files[0] == STANDARD_INPUT or Path(files[0]).exists()
        raise CommandError(told if is_there else f"{told} {hint}")
    return raw


def _is_pair(word: str) -> bool:
    """Whether a word is an answer or a number and no file: size=large."""
    return "=" in word and not Path(word).exists()


def _profile(options: argparse.Namespace) -> dict[str, object]:
    """What the options say of the service as it is today."""
    said = {
        "structure": getattr(options, "today", None),
        "preferred": getattr(options, "preferred", None),
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
