"""A parser of options whose errors are one line in the language asked for."""

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from service_structure.source.records import Guide

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
    """Raises UsageError where argparse would print the usage and exit."""

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
                break
        return f"{self.command}: {said} {told('help', command=self.command)}"


def asked_for(arguments: Sequence[str]) -> str:
    """The language that `--lang` asks for; empty if none does."""
    for place, word in enumerate(arguments):
        name, equals, value = word.partition("=")
        if len(name) > 4 and "--lang".startswith(name):
            return value if equals else "".join(arguments[place + 1 : place + 2])
    return ""
