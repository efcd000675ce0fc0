"""Write to the terminal, a file or a pipe in whatever encoding it has, never with a traceback."""

import codecs
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from service_structure.case.files import FileFault, file_fault, os_fault, write_fault
from service_structure.errors import CommandError
from service_structure.source.plain import plain

type Told = Callable[[FileFault], str]
"""Says a fault in the reader's language."""

REPLACEMENTS = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "--",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{THIN SPACE}": " ",
    "\N{WORD JOINER}": "",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{INFINITY}": "inf",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{DIVISION SIGN}": "/",
    "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{MIDDLE DOT}": "*",
    "\N{BULLET}": "*",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{NUMERO SIGN}": "No.",
    "\N{SUPERSCRIPT MINUS}": "^-",
    **dict(zip("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890", strict=True)),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚", "'"),
}
"""What stands for a character that an encoding lacks; a letter that it lacks becomes "?"."""

ERRORS = "service_structure.replace"
"""The name under which `_replaced` is known to Python's codecs."""

UNWRITTEN = (
    "Some letters were written as “?”: the encoding {encoding} does not have them."
    " Set PYTHONIOENCODING=utf-8."
)
"""In English, because the encoding may lack the letters of any other language."""

_encodings_that_lack_letters: set[str] = set()


def prepare(told: Told) -> None:
    """Let standard output and standard error replace what their encodings lack.

    Raises CommandError if there is no standard output.
    """
    _encodings_that_lack_letters.clear()
    codecs.register_error(ERRORS, _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ERRORS)
    if sys.stdout is None:
        raise CommandError(told(file_fault("closed_output")))


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    if any(character not in REPLACEMENTS for character in text):
        _encodings_that_lack_letters.add(error.encoding)
    return "".join(_writable(character, error.encoding) for character in text), error.end


def _writable(character: str, encoding: str) -> str:
    """The replacement of a character, if the encoding at least has that."""
    replacement = REPLACEMENTS.get(character, "?")
    try:
        replacement.encode(encoding)
    except UnicodeEncodeError:
        return "?"
    return replacement


@contextmanager
def written_out(told: Told) -> Iterator[None]:
    """Write out at the end what is waiting. Raises CommandError where it cannot be written.

    BrokenPipeError is left to the caller: a reader that stops early is no error.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard()
        reason = told(os_fault(error))
        raise CommandError(told(file_fault("not_written", problem=reason))) from error
    hint()


@contextmanager
def into(target: Path, told: Told) -> Iterator[None]:
    """Let what is printed go into a file, as UTF-8. Raises CommandError where it cannot."""
    try:
        with target.open("w", encoding="utf-8") as file, redirect_stdout(file):
            yield
    except OSError as error:
        raise CommandError(f"{target}: {told(write_fault(error))}") from error


def hint() -> None:
    """Say which encodings lacked letters since `prepare`, and what helps."""
    for encoding in sorted(_encodings_that_lack_letters):
        say(UNWRITTEN.format(encoding=encoding))


def discard() -> None:
    """Let what is waiting for standard output go nowhere, where Python's end would fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def say(line: object) -> None:
    """Print a line on standard error, if there is one."""
    if sys.stderr is not None:
        print(line, file=sys.stderr)


def print_json(value: Any) -> None:
    """Print records as JSON; letters that the encoding may lack are escaped."""
    unicode = (sys.stdout.encoding or "").lower().replace("_", "-").startswith("utf")
    json.dump(plain(value), sys.stdout, ensure_ascii=not unicode, indent=2)
    print()
