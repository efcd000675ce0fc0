"""Put mutants in the way of the tests.

The tests run once, to see which lines each of them reaches. Then each mutant gets a process of its
own, a copy of this one, in which its function has the changed code and the tests run that reach its
lines, the quick and specific ones first, until one fails. A mutant that stands outside of
functions, such as a constant, is imported anew.
"""

import ast
import functools
import gc
import json
import os
import resource
import signal
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.machinery import SourceFileLoader
from itertools import chain
from pathlib import Path
from sys import monitoring
from types import CodeType, FunctionType
from typing import NoReturn

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from tools.mutation.mutants import Mutant, functions, mutants
from tools.rooms import imports

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "calculator" / "service_structure"
ROOMS = ("numerics", "staffing", "decision")
LEFT_OUT = ("simulation", "rated", "answer_space", "load", "fuzz")
"""Files of tests that last long."""

MOST_SECONDS = 5.0
"""How long all tests of one mutant may take, without the mutant."""

MEMORY = 4 << 30
TOOL = 4
"""A number for sys.monitoring that profilers and coverage leave alone."""

PLACE = "MUTANT"
"""Says in the environment of a process which mutant it imports: a file and a number."""

settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=25,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def mutants_of(rooms: Iterable[str]) -> list[tuple[Mutant, int]]:
    """What can be changed in some rooms, each with its number in its file."""
    files = sorted(path for room in rooms for path in (PACKAGE / room).glob("*.py"))
    return [
        (mutant, number)
        for path in files
        for number, mutant in enumerate(_parsed(path.relative_to(PACKAGE).as_posix())[1])
    ]


def tests_of(rooms: Iterable[str]) -> list[str]:
    """The tests that import a module of the rooms, and the examples within the rooms."""
    modules = tuple(f"service_structure.{room}." for room in rooms)
    files = [
        path
        for path in sorted((ROOT / "tests" / "core").glob("test_*.py"))
        if path.stem.removeprefix("test_") not in LEFT_OUT
        and any(name.startswith(modules) for name in imports(path))
    ]
    return [*map(str, files), *[str(PACKAGE / room) for room in rooms]]


def code_with(file: str, number: int) -> CodeType:
    """The compiled module with one of its mutants."""
    tree, found = _parsed(file)
    found[number].put()
    return compile(tree, PACKAGE / file, "exec")


def _parsed(file: str) -> tuple[ast.Module, list[Mutant]]:
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    return tree, mutants(file, tree)


def import_mutant(file: str, number: int) -> None:
    """Let the module be imported with one of its mutants."""
    code, ordinary = code_with(file, number), SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        return code if loader.path == str(PACKAGE / file) else ordinary(loader, name)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]


@dataclass
class Reached:
    """Notes which lines run, each once for every name that is given to what runs."""

    rooms: Sequence[str]
    lines: defaultdict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))
    _name: str = ""
    _files: dict[CodeType, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Import all modules of the rooms, and watch their functions."""
        folders = [PACKAGE / room for room in self.rooms]
        for path in sorted(path for folder in folders for path in folder.glob("*.py")):
            import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        monitoring.use_tool_id(TOOL, "mutation")
        monitoring.register_callback(TOOL, monitoring.events.LINE, self._note)
        for function in _functions():
            path = Path(function.__code__.co_filename)
            if path.parent in folders:
                for code in [function.__code__, *functions(function.__code__).values()]:
                    self._files[code] = path.relative_to(PACKAGE).as_posix()
                    monitoring.set_local_events(TOOL, code, monitoring.events.LINE)

    def switch(self, name: str) -> str:
        """Give what runs from now on another name; return the one before."""
        before, self._name = self._name, name
        monitoring.restart_events()
        return before

    def end(self) -> None:
        """Watch no more."""
        for code in self._files:
            monitoring.set_local_events(TOOL, code, monitoring.events.NO_EVENTS)
        monitoring.free_tool_id(TOOL)

    def _note(self, code: CodeType, line: int) -> object:
        self.lines[self._name].add((self._files[code], line))
        return monitoring.DISABLE


@dataclass(eq=False)
class Trial:
    """A plugin that runs the tests of a session on one mutant after the other."""

    chosen: Sequence[tuple[Mutant, int]]
    rooms: Sequence[str]
    jobs: int
    output: int
    alive: list[Mutant] = field(default_factory=list)
    tried: bool = False
    _reached: Reached | None = None
    _seconds: dict[str, float] = field(default_factory=dict)
    _lines: Mapping[str, set[tuple[str, int]]] = field(default_factory=dict)
    _running: dict[int, Mutant] = field(default_factory=dict)
    _caches: list["functools._lru_cache_wrapper[object]"] = field(default_factory=list)
    _functions: list[FunctionType] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Tell whoever waits: what tests print goes nowhere."""
        os.write(self.output, f"{text}\n".encode())

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the loop that runs each test once."""
        gc.unfreeze()  # what is frozen after the collection is not found
        self._caches = list(_caches())
        self._lines = self._reach(session.items)
        self._caches = list(_caches())  # tests have imported more
        self._functions = list(_functions())
        self._seconds = self._undisturbed(session.items)
        passing = f"{len(self._seconds)} of {len(session.items)} tests pass without mutants"
        self.say(f"{passing}, in {sum(self._seconds.values()):.0f} s.")
        reaching = defaultdict(list)
        for item in session.items:
            if item.nodeid in self._seconds:
                for line in self._lines[item.nodeid]:
                    reaching[line].append(item)
        gc.freeze()
        for mutant, number in self.chosen:
            tests = self._specific(mutant, reaching)
            if len(self._running) == self.jobs:
                self._wait()
            child = os.fork()
            if not child:
                self._try(mutant, number, tests)
            self._running[child] = mutant
        while self._running:
            self._wait()
        self.tried = True
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        """What a shared fixture reaches counts for every test that has it."""
        if self._reached is None or fixturedef.scope == "function":
            return (yield)
        before = self._reached.switch(_name(fixturedef))
        try:
            return (yield)
        finally:
            self._reached.switch(before)

    def _reach(self, items: Sequence[pytest.Item]) -> Mapping[str, set[tuple[str, int]]]:
        """The lines, each a file and a number, that every test reaches."""
        self._reached = reached = Reached(self.rooms)
        reached.begin()
        for item, following in zip(items, [*items[1:], None], strict=True):
            self._forget()
            reached.switch(item.nodeid)
            _passes(item, following)
        reached.end()
        self._reached = None
        for item in items:
            fixtures = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
            for definition in chain.from_iterable(fixtures.values()):
                reached.lines[item.nodeid] |= reached.lines[_name(definition)]
        return reached.lines

    def _undisturbed(self, items: Sequence[pytest.Item]) -> dict[str, float]:
        """How long each test takes that passes in a copy of this process."""
        read, write = os.pipe()
        child = os.fork()
        if not child:
            passed = {}
            self._forget()
            for item, following in zip(items, [*items[1:], None], strict=True):
                start = _busy()
                if _passes(item, following):
                    passed[item.nodeid] = _busy() - start
            with os.fdopen(write, "w") as pipe:
                json.dump(passed, pipe)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            found: dict[str, float] = json.load(pipe)
        os.waitpid(child, 0)
        return found

    def _specific(
        self, mutant: Mutant, reaching: dict[tuple[str, int], list[pytest.Item]]
    ) -> list[pytest.Item]:
        """The tests that reach a mutant, as time allows: the quick ones first, of these those that
        reach little else.
        """
        found = {item.nodeid: item for line in mutant.lines for item in reaching[mutant.file, line]}
        if not mutant.function:
            files = [items for (file, _), items in reaching.items() if file == mutant.file]
            found = {item.nodeid: item for items in files for item in items}
        chosen, left = [], MOST_SECONDS

        def order(name: str) -> tuple[float, int, str]:
            return round(self._seconds[name], 1), len(self._lines[name]), name

        for name in sorted(found, key=order):
            if self._seconds[name] <= left:
                chosen.append(found[name])
                left -= self._seconds[name]
        return chosen

    def _wait(self) -> None:
        """Wait for one mutant; one that ends otherwise than well is killed."""
        child, status = os.wait()
        mutant = self._running.pop(child)
        if not status:
            self.alive.append(mutant)
            self.say(f"survives: {mutant.name}")

    def _try(self, mutant: Mutant, number: int, tests: Sequence[pytest.Item]) -> NoReturn:
        """Run tests on a mutant in this process, which ends with 0 if all of them pass."""
        status = 1
        try:
            expected = sum([self._seconds[item.nodeid] for item in tests])
            limit = 3 * expected + (2 if mutant.function else 20)
            signal.setitimer(signal.ITIMER_PROF, limit)  # time of the processor, not of the clock
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            if not mutant.function:
                os.environ[PLACE] = f"{mutant.file}:{number}"
                names = [item.nodeid for item in tests]
                options = ["-m", "pytest", "-x", "-q", "-n0", "-p", "tools.mutation.trial", *names]
                os.execv(sys.executable, [sys.executable, *options])
            self._forget()
            code = functions(code_with(mutant.file, number))
            for function in self._functions:
                old = function.__code__
                new = code.get((old.co_qualname, old.co_firstlineno))
                if new and old.co_filename == str(PACKAGE / mutant.file):
                    function.__code__ = new
            following = [*tests[1:], None]
            status = not all(map(_passes, tests, following))
        finally:
            os._exit(status)

    def _forget(self) -> None:
        for cache in self._caches:
            cache.cache_clear()


def _busy() -> float:
    """Seconds of the processor that this process and those it has started took: a busy machine
    changes no result.
    """
    return sum(os.times()[:4])


def _name(fixture: pytest.FixtureDef[object]) -> str:
    return f"fixture {fixture.baseid}::{fixture.argname}"


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    if isinstance(item, pytest.DoctestItem):  # which leaves itself without names
        names = dict(item.dtest.globs)
    try:
        return not any(report.failed for report in runtestprotocol(item, False, following))
    finally:
        if isinstance(item, pytest.DoctestItem):
            item.dtest.globs.update(names)


def _caches() -> Iterator["functools._lru_cache_wrapper[object]"]:
    """What functions of ours remember, apart from the guide, which is no matter of the rooms."""
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper):
            module = found.__module__
            if module.startswith(("service_structure", "tests")) and ".source" not in module:
                yield found


def _functions() -> Iterator[FunctionType]:
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(str(PACKAGE)):
            yield found


def survivors(
    chosen: Sequence[tuple[Mutant, int]], rooms: Sequence[str], tests: Sequence[str], jobs: int
) -> set[str]:
    """The names of the mutants that no test kills."""
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    printed = ROOT / "build" / "mutation.txt"
    printed.parent.mkdir(exist_ok=True)
    trial = Trial(chosen, rooms, jobs, os.dup(1))
    sys.stdout.flush()
    with printed.open("wb") as file:
        os.dup2(file.fileno(), 1)
    try:
        pytest.main(["-s", "-n0", "-p", "no:cacheprovider", *tests], [trial])
    finally:
        sys.stdout.flush()
        os.dup2(trial.output, 1)
    if not trial.tried:
        raise RuntimeError(printed.read_text(encoding="utf-8"))
    return {mutant.name for mutant in trial.alive}


if PLACE in os.environ:
    wanted, _, place = os.environ[PLACE].partition(":")
    import_mutant(wanted, int(place))
