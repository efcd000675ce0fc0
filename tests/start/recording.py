"""Keeps the calls of the package that its tests make, to make them again in another Python.

As a plugin of pytest it writes them to a file: pytest -p recording --recorded FILE …
The browser's Python runs this file, too, and then calls `replay`.
"""

import functools
import importlib
import inspect
import io
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from types import MappingProxyType
from typing import Any, cast

from service_structure.source.loader import load_guide
from service_structure.source.records import Guide

MODULES = (
    *("case.answers", "case.case", "case.migration", "case.numbers"),
    *("decision.attribution", "decision.counterfactual", "decision.explain"),
    *(
        "decision.link",
        "decision.model",
        "decision.questions",
        "decision.settings",
        "decision.values",
    ),
    *("numerics.methods", "numerics.queueing", "numerics.robustness", "numerics.sensitivity"),
    *("staffing.costs", "staffing.pools", "staffing.rated"),
)
"""Not numerics.square_root and decision.evaluation: exp() and erfc() are the C library's and
differ in the last bit. What rests on them is rounded: see staffing.rated, case.numbers and
decision.model.
"""

MOST_CALLS = 40
"""Of one function, each with other arguments: properties are tested with hundreds."""

MOST_SECONDS = 0.15
"""Of processor time for all kept calls of one function: another Python takes longer."""

MOST_CASES = 12
"""Of one test: the others make the same calls with other numbers."""

GUIDE = "the guide"


class _Pickler(pickle.Pickler):
    """Writes what is equal as equal bytes, and the guide by name."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=5)
        self.fast = True  # or what is one object here and two elsewhere would differ

    def persistent_id(self, value: object) -> object:
        if isinstance(value, frozenset):  # has another order in every Python
            return sorted(value)
        if isinstance(value, Guide):  # some tests make one of their own, which is too large to keep
            if value is not load_guide():
                raise pickle.PicklingError("a guide of its own")
            return GUIDE
        return None

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, MappingProxyType):  # which has no name to find it by
            return dict, (dict(value),)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, name: object) -> object:
        return load_guide() if name == GUIDE else frozenset(cast("list[object]", name))


def written(value: object) -> bytes:
    """A value as bytes, every float to its last bit."""
    file = io.BytesIO()
    _Pickler(file).dump(value)
    return file.getvalue()


def read(content: bytes) -> Any:
    """The value that was written."""
    return _Unpickler(io.BytesIO(content)).load()


class Recorder:
    """Stands before every public function of MODULES and keeps what tests call them with."""

    def __init__(self) -> None:
        self.calls: dict[tuple[str, str], set[bytes]] = defaultdict(set)
        self.seconds: dict[tuple[str, str], float] = defaultdict(float)
        self._inside = False

    def listen(self) -> None:
        for module in [importlib.import_module(f"service_structure.{name}") for name in MODULES]:
            for name, function in inspect.getmembers(module, callable):
                public = not name.startswith("_") and not inspect.isclass(function)
                if public and function.__module__ == module.__name__:
                    setattr(module, name, self._heard(module.__name__, name, function))

    def _heard(self, module: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def called(*arguments: object, **named: object) -> object:
            if self._inside:  # called by the package itself
                return function(*arguments, **named)
            is_new = self._keep(module, name, arguments, named)
            self._inside = True
            start = process_time()
            try:
                return function(*arguments, **named)
            finally:
                self._inside = False
                if is_new:
                    self.seconds[module, name] += process_time() - start

        return called

    def _keep(self, module: str, name: str, *arguments: object) -> bool:
        """Keep a call, unless there are enough of this function; whether it is now one more."""
        calls = self.calls[module, name]
        if len(calls) == MOST_CALLS or self.seconds[module, name] > MOST_SECONDS:
            return False
        try:
            content = written(arguments)
        except (pickle.PicklingError, TypeError, AttributeError):
            return False  # a function, a stream, a temporary class
        if content in calls:
            return False
        calls.add(content)
        return True

    def write(self, file: Path) -> None:
        every = [(*where, call) for where, calls in self.calls.items() for call in sorted(calls)]
        file.write_bytes(pickle.dumps(every))


def replay(every: bytes) -> Iterator[tuple[str, bytes]]:
    """The name of each function that was called, and what it gives when it is called again."""
    for module, name, call in pickle.loads(every):
        arguments, named = read(call)
        try:
            result = getattr(importlib.import_module(module), name)(*arguments, **named)
            if isinstance(result, Iterator):
                result = list(result)
        except Exception as error:
            result = repr(error)
        yield name, written(result)


def pytest_addoption(parser: Any) -> None:
    parser.addoption("--recorded", type=Path, required=True)


def pytest_configure(config: Any) -> None:
    config.recorder = Recorder()
    config.recorder.listen()


def pytest_collection_modifyitems(items: list[Any]) -> None:
    cases: dict[str, int] = defaultdict(int)
    kept = []
    for item in items:
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        if cases[test] <= MOST_CASES:
            kept.append(item)
    items[:] = kept


def pytest_unconfigure(config: Any) -> None:
    config.recorder.write(config.getoption("--recorded"))
