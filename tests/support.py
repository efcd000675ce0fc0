"""Helpers of several tests: a copy of the data to change, all answers at random, parsed pages."""

import io
import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from hypothesis import strategies as st

from service_structure import GuideError, load_guide
from service_structure.case.agreement import contradicts_size
from service_structure.case.case import Case, read_case
from service_structure.case.numbers import numbers_in_force
from service_structure.commands.cli import main
from service_structure.faults import DataFault
from service_structure.source import precedents, reading
from service_structure.source.loader import GUIDE
from service_structure.source.numbers import NUMBERS, WHOLE
from service_structure.source.records import Guide
from service_structure.staffing.costs import payroll

ROOT = Path(__file__).parents[1]
QUICK = os.environ.get("HYPOTHESIS_PROFILE") in {"quick", "recorded", "mutation"}
TIMES = int(os.environ.get("TIMES", "1"))
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "source"}


MOVE = """
[[transition]]
to = "{to}"
first = {{ ru = "Начните с малого.", en = "Start small." }}
keep = {{ ru = "Всё полезное.", en = "Whatever serves." }}
risk = {{ ru = "Спешка.", en = "Haste." }}
"""


def tries(most: int) -> int:
    """How many random cases a test takes: in `make quick` and `make test` a quarter of them.

    `TIMES=10 make thorough` takes ten times as many.
    """
    return max(most // 4, 3) if QUICK else most * TIMES


def give_up(lacking: str) -> NoReturn:
    """Skip a test that lacks a program, or fail it where CI is set; `lacking` says what to do."""
    if os.environ.get("CI"):
        pytest.fail(lacking)
    pytest.skip(lacking)


_parsed = cache(tomllib.loads)


@contextmanager
def parsed_once() -> Iterator[None]:
    """Let the loader parse each text of TOML once: copies of the data differ in one file or two."""
    once = SimpleNamespace(loads=_parsed, TOMLDecodeError=tomllib.TOMLDecodeError)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "tomllib", once)
        yield


@dataclass(frozen=True)
class DataCopy:
    """A copy of the guide's data that a test may change; the precedents are linked, not copied."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "DataCopy":
        shutil.copytree(GUIDE, folder, ignore=shutil.ignore_patterns(precedents.FOLDER))
        (folder / precedents.FOLDER).symlink_to(GUIDE / precedents.FOLDER)
        return cls(folder)

    def take_precedents(self) -> None:
        """Copy the precedents too, so that they may be changed."""
        place = self.folder / precedents.FOLDER
        place.unlink()
        shutil.copytree(GUIDE / precedents.FOLDER, place)

    def restore(self) -> None:
        """Make the copy equal to the guide again, for the next test: most change a file or two."""
        place = self.folder / precedents.FOLDER
        if not place.is_symlink():
            shutil.rmtree(place)
            place.symlink_to(GUIDE / precedents.FOLDER)
        originals, copies = dict(_files(str(GUIDE))), dict(_files(str(self.folder)))
        for name in copies.keys() - originals.keys():
            (self.folder / name).unlink()
        for name, version in originals.items():
            if copies.get(name) != version:
                shutil.copy2(GUIDE / name, self.folder / name)

    def read(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, file: str, content: str) -> None:
        own = (
            file.startswith(f"{precedents.FOLDER}/")
            and (self.folder / precedents.FOLDER).is_symlink()
        )
        assert not own, "that is the project's own file: take_precedents() first"
        (self.folder / file).write_text(content, encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that must stand in the file exactly once."""
        content = self.read(file)
        count = content.count(old)
        assert count == 1, f"{old!r} occurs {count} times in {file}: bring the test up to date"
        self.write(file, content.replace(old, new))

    def connect(self, structure: str) -> None:
        """Add the transitions to and from a new structure that are missing."""
        files = {path.stem: path for path in (self.folder / "structures").iterdir()}
        for origin, path in files.items():
            for goal in files.keys() - {origin}:
                content = path.read_text(encoding="utf-8")
                if structure in {origin, goal} and f'to = "{goal}"' not in content:
                    path.write_text(content + MOVE.format(to=goal), encoding="utf-8")

    def guide(self) -> Guide:
        return load_guide(self.folder)

    def faults(self) -> tuple[DataFault, ...]:
        """What is wrong with the data, read from the error; nothing if there is none."""
        try:
            load_guide(self.folder)
        except GuideError as error:
            return error.faults
        return ()


def _files(folder: str, within: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """The files below a folder with size and time; the precedents are not among them."""
    for entry in os.scandir(folder):
        if entry.name == precedents.FOLDER:
            continue
        if entry.is_dir():
            yield from _files(entry.path, f"{within}{entry.name}/")
        else:
            version = entry.stat()
            yield f"{within}{entry.name}", (version.st_size, version.st_mtime_ns)


def any_answers(guide: Guide) -> st.SearchStrategy[dict[str, str]]:
    """Answers to any of the questions, each with any of its levels."""
    levels = {f.id: st.sampled_from([x.id for x in f.levels]) for f in guide.factors.values()}
    return st.fixed_dictionaries({}, optional=levels)


def any_case(guide: Guide) -> st.SearchStrategy[Case]:
    """Any answers with any numbers and weights that a user may set beside them."""
    numbers = {name: _any_number(name, guide) for name in NUMBERS}
    weights = dict.fromkeys(guide.criteria, st.floats(0, 10))
    parts = st.fixed_dictionaries(
        {
            "answers": any_answers(guide),
            "numbers": st.fixed_dictionaries({}, optional=numbers),
            "weights": st.fixed_dictionaries({}, optional=weights).filter(
                lambda own: len(own) < len(weights) or any(own.values())
            ),
        }
    )
    return parts.map(lambda raw: read_case(raw, guide)[0])


def _any_number(name: str, guide: Guide) -> st.SearchStrategy[float]:
    allowed = guide.assumptions[name]
    if name in WHOLE:
        return st.integers(int(allowed.low), int(allowed.high))
    return st.floats(allowed.low, allowed.high)


class Output(io.TextIOWrapper):
    """Standard output or error in an encoding; a file, since a batch writes to its descriptor."""

    def __init__(self, encoding: str) -> None:
        self.kept = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the wrapper around it)
        super().__init__(self.kept, encoding, errors="strict")

    def written(self) -> str:
        self.flush()
        self.kept.seek(0)
        return self.kept.read().decode(self.encoding)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


def run_calculator(*arguments: object, text: str | bytes = "", encoding: str = "utf-8") -> Done:
    """What `python -m service_structure` does with some standard input, in this process."""
    sent = text.encode() if isinstance(text, str) else text
    with Output(encoding) as out, Output(encoding) as err, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent), encoding))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # how argparse ends
            code = int(end.code or 0)
        return Done(code, out.written(), err.written())


@dataclass
class Element:
    """An element of a page with its attributes and all the text inside, without scripts."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Document(HTMLParser):
    """The elements of one HTML page, in their order."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                break

    def handle_data(self, data: str) -> None:
        hidden = self.open and self.open[-1].tag in {"script", "style"}
        for element in self.open[-1:] if hidden else self.open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> Iterator[Element]:
        for element in self.elements:
            if element.tag == tag and attributes.items() <= element.attributes.items():
                yield element

    def one(self, tag: str, **attributes: str) -> Element:
        (element,) = self.all(tag, **attributes)
        return element

    @property
    def ids(self) -> set[str]:
        return {element["id"] for element in self.elements if "id" in element.attributes}


MACHINE_DATE = re.compile(r"(?<![\w/.-])(?:19|20)\d\d-\d\d(?:-\d\d)?(?![\w/-])")
"""A day or month as machines write it: 2026-11-29, 2026-11."""


def words(text: str) -> str:
    """A text with every run of white space as one blank, and no word joiners."""
    return " ".join(text.replace("\N{WORD JOINER}", "").split())


def size_is_contradicted(case: Case, structure: str, guide: Guide) -> bool:
    """Whether the agents that a structure needs contradict what a case says of the size."""
    numbers = numbers_in_force(case.numbers, case.answers, guide).numbers
    paid = payroll(guide.structures[structure].pooling, numbers).paid_agents
    return contradicts_size(paid, case.answers, guide)
