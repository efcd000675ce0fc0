"""Read the text of a file that holds cases, and say in the reader's language why it cannot be.

    read_text      bytes as text: UTF-8, UTF-16 by its mark, or an encoding that is named
    read_json      text as JSON
    read_toml      text as TOML
    what_it_is     what else a text seems to be: a workbook, a table

Each returns a FileFault instead where it cannot. `os_fault` makes one of an error of the system,
`write_fault` where a file was to be written.
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from errno import ENOSPC

from service_structure.case.answers import shorten
from service_structure.source.records import Guide

DEEPEST = 20
"""Brackets within brackets that a file of a case may have; it needs two."""

WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of Excel begin: those of today, which are archives, and those of before 2007."""

STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
"""A string of JSON, or what begins one and never ends: so the search takes linear time."""

PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
"""Where a parser of TOML says that it stopped."""

NEAR = 20
"""Characters of a text that are quoted where it cannot be read on."""


@dataclass(frozen=True)
class FileFault:
    """What is wrong with a file or with a part of it.

    `kind` names the message, `values` fill its placeholders.
    """

    kind: str
    values: tuple[tuple[str, str], ...] = ()

    def describe(self, guide: Guide, language: str) -> str:
        """What is wrong and what helps, in a language of the guide."""
        return guide.say(f"file_{self.kind}", language, **dict(self.values))


@dataclass(frozen=True)
class NotRead:
    """A file of which nothing can be used, and why."""

    reason: FileFault

    def describe(self, guide: Guide, language: str) -> str:
        """One sentence that says of what it speaks."""
        problem = self.reason.describe(guide, language)
        return guide.say("file_not_read", language, problem=problem)


def file_fault(kind: str, **values: object) -> FileFault:
    """A fault whose texts are short enough to show, whatever the file holds."""
    return FileFault(kind, tuple([(key, shorten(value)) for key, value in values.items()]))


def write_fault(error: OSError) -> FileFault:
    """Why the system does not write a file."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return file_fault("no_folder")
    return os_fault(error)


def os_fault(error: OSError) -> FileFault:
    """Why the system does not open, read or write a file."""
    if error.errno == ENOSPC:
        return file_fault("full")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return file_fault("missing")
    if isinstance(error, IsADirectoryError):
        return file_fault("folder")
    if isinstance(error, PermissionError):
        return file_fault("forbidden")
    return file_fault("system", reason=error.strerror or error)


def read_text(data: bytes, encoding: str = "") -> str | FileFault:
    """The text of a file: UTF-8, or UTF-16 where its mark says so, unless an encoding is named."""
    if data.startswith(WORKBOOK):
        return file_fault("binary")
    try:
        return data.decode(encoding or encoding_of(data)).removeprefix("\ufeff")
    except LookupError:
        return file_fault("unknown_encoding", encoding=encoding)
    except UnicodeError:
        return file_fault("not_text", encoding=encoding or "UTF-8")


def encoding_of(start: bytes) -> str:
    """The encoding that the mark at the start of a file tells; UTF-8 without one."""
    return "utf-16" if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"


def read_json(text: str) -> object:
    """What a text in JSON says, or a FileFault."""
    text = text.removeprefix("\ufeff")
    if _depth(text) > DEEPEST:
        return file_fault("json_deep")
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        near = " ".join(text[error.pos : error.pos + NEAR].split())
        if not near:
            return file_fault("json_cut_off")
        return file_fault("json_syntax", line=error.lineno, column=error.colno, near=near)
    except _RepeatedKeyError as error:
        return file_fault("json_repeated", key=error.key)
    except (ValueError, RecursionError):
        return file_fault("json_number")


def read_toml(text: str) -> object:
    """What a text in TOML says, or a FileFault."""
    import tomllib  # which the page does without

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        if not place:
            return file_fault("toml_cut_off")
        line, column = map(int, place.groups())
        near = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
        return file_fault("toml_syntax", line=line, column=column, near=near.strip())
    except (ValueError, RecursionError):
        return file_fault("toml_value")


def what_it_is(text: str) -> FileFault | None:
    """What a text seems to be that is no case: a workbook read as text, or a table."""
    if text.encode(errors="replace").startswith(WORKBOOK) or "\0" in text[:1000]:
        return file_fault("binary")
    first = next(filter(None, map(str.strip, text.splitlines())), "")
    if first.startswith(("{", "[")) or "=" in first.removeprefix("sep="):
        return None
    return file_fault("table") if re.search(r"[,;\t]", first) else None


def _depth(text: str) -> int:
    """How deeply the brackets of JSON nest.

    Python stops by itself before its stack is exhausted; in a browser it cannot.
    """
    deepest = depth = 0
    for bracket in re.findall(r"[\[{\]}]", STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


class _RepeatedKeyError(ValueError):
    """A key stands twice in a JSON object."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object in which no key stands twice.

    JSON allows that and keeps the last, and nobody would notice the loss.
    """
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise _RepeatedKeyError(key)
        table[key] = value
    return table
