"""A parser of options whose help and errors are in the language asked for.

The help is written in English where options are declared. A file in the folder `help` says it in
another language, by the English words; what it lacks stays English.
"""

import argparse
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from textwrap import fill
from typing import Any, NoReturn

from service_structure.source.records import Guide

HELP = Path(__file__).with_name("help")
"""The folder with a file for each language that help is translated into."""

HELP_WIDTH = 78
USAGE = "usage: "

SAID = {
    "required": r"the following arguments are required: (?P<what>.+)",
    "unrecognised": r"unrecognized arguments: (?P<what>.+)",
    "no_value": r"argument (?P<option>.+): expected (?:one|at least one) argument",
    "choice": r"argument (?P<option>.+): invalid choice: (?P<value>.+?)"
    r"(?:, maybe you meant .+)? \(choose from (?P<allowed>.+)\)",
    "whole": r"argument (?P<option>.+): invalid int value: (?P<value>.+)",
    "ambiguous": r"ambiguous option: (?P<option>.+) could match (?P<allowed>.+)",
    "surplus": r"argument (?P<option>.+): ignored explicit argument (?P<value>.+)",
}
"""What argparse says in English, by the message that says it in a language of the guide."""


class Parser(argparse.ArgumentParser):
    """Speaks a `language`, and raises UsageError where argparse would print the usage and exit."""

    def __init__(self, *, language: str = "en", **about: Any) -> None:
        super().__init__(**about)
        self.language = language

    def format_help(self) -> str:
        """The help in the language of the parser."""
        translated = self.translated
        if self.description:
            self.description = fill(translated(self.description), HELP_WIDTH)
        if self.epilog:
            head, *examples = self.epilog.splitlines()
            self.epilog = "\n".join((translated(head), *examples))
        for group in self._action_groups:
            group.title = translated(group.title or "")
        for action in self._actions:
            commands = getattr(action, "_choices_actions", ())
            for told in (action, *commands):
                told.help = translated(told.help or "")
            if isinstance(action.metavar, str):
                action.metavar = translated(action.metavar)
        return super().format_help().replace(USAGE, translated(USAGE), 1)

    def translated(self, text: str) -> str:
        """A text of the help in the language of the parser, or as it is."""
        return self._words.get(text if text == USAGE else " ".join(text.split()), text)

    @cached_property
    def _words(self) -> Mapping[str, str]:
        path = HELP / f"{self.language}.toml"
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError with what argparse says."""
        raise UsageError(self.prog, message)


class UsageError(Exception):
    """Options that cannot be used: the command, and what argparse says of them in English."""

    def __init__(self, command: str, message: str) -> None:
        self.command = command
        self.message = message
        super().__init__(message)

    def describe(self, guide: Guide, language: str) -> str:
        """What is wrong and where help is, in a language of the guide."""

        def told(name: str, **values: str) -> str:
            return guide.say(f"usage_{name}", language, **values)

        said = self.message
        for name, form in SAID.items():
            if found := re.fullmatch(form, self.message, re.DOTALL):
                said = told(name, **found.groupdict())
                if name == "required" and "answers" in found["what"]:
                    said = f"{said} {told('answers')}"
                break
        return f"{self.command}: {said} {told('help', command=self.command)}"


def asked_for(arguments: Sequence[str]) -> str:
    """The language that `--lang` or `--language` asks for; empty if none does."""
    for place, word in enumerate(arguments):
        name, equals, value = word.partition("=")
        if len(name) > 4 and "--language".startswith(name):
            return value if equals else "".join(arguments[place + 1 : place + 2])
    return ""
