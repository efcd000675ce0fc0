"""What several commands share: the options of a case, the language, and JSON as output."""

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service_structure.case.case import Case, as_table, read_case, without_repeats
from service_structure.source.plain import plain
from service_structure.source.records import Guide


class BadInputError(Exception):
    """What the user gave cannot be used; one line for each fault."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


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


def add_language(command: argparse.ArgumentParser, guide: Guide) -> None:
    """Let a command speak any language of the guide."""
    languages = tuple(guide.languages)
    default = "en" if "en" in languages else languages[0]
    command.add_argument("--lang", choices=languages, default=default)


def read_options(options: argparse.Namespace, guide: Guide) -> Case:
    """The case that a file and the options that set single numbers and weights describe.

    Options go before what the file says. Raises BadInputError with a line for each fault.
    """
    table = dict(as_table(read_table(options.answers) if options.answers else {}))
    words = {"numbers": options.set, "weights": getattr(options, "weight", [])}
    for part, given in words.items():
        own = table.get(part, {})
        if given and isinstance(own, dict):
            table[part] = {**own, **_pairs(given)}
    case, faults = read_case(table, guide)
    if faults:
        raise BadInputError(*(fault.describe(guide, options.lang) for fault in faults))
    return case


def _pairs(words: Sequence[str]) -> dict[str, str]:
    """Options of the form NAME=VALUE as a table; without = the value is empty."""
    pairs = (word.partition("=") for word in words)
    return {name.strip(): value for name, _, value in pairs}


def read_table(name: str) -> object:
    """The contents of a TOML or JSON file, or of standard input in either form."""
    try:
        if name == "-":
            return _parse(sys.stdin.buffer.read(), "standard input")
        return _parse(Path(name).read_bytes(), name)
    except OSError as error:
        raise BadInputError(f"{name}: cannot be read: {error.strerror}") from error


def _parse(data: bytes, name: str) -> object:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name}: not UTF-8 text: {error}") from error
    looks_like_json = text.lstrip().startswith(("{", "["))
    is_json = name.endswith(".json") or (looks_like_json and not name.endswith(".toml"))
    try:
        if is_json:
            return json.loads(text, object_pairs_hook=without_repeats)
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if is_json else "TOML"
        raise BadInputError(f"{name}: not valid {kind}: {error}") from error


def print_json(value: Any) -> None:
    """Print records as JSON."""
    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=2)
    print()
