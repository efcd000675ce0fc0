"""What the quick start is given, what it gives back, and the errors it raises."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Application:
    """A pure-Python package that answers a text with a text.

    `distribution` is the name under which the package is installed here. `sources` maps folders
    inside the wheel to the folders that hold their files; those with one of the `suffixes` belong
    to the wheel, unless they or a folder of theirs are `left_out`. `libraries` are installed
    pure-Python distributions that the package imports. `entry` is `module:function`; the function
    takes a text and returns one.

    `warm_up` is a Python file that runs in Pyodide before the snapshot is taken. It defines
    `load(precompiled: str | None)`, which loads what the package would read from files, and
    `warm_up()`, which computes typical results. `precompile` is a script of this machine's Python,
    run as `precompile TREES TARGET` with the unpacked wheels in TREES; the modules it writes into
    TARGET are compiled, and `load` is given their folder.

    `requests` returns what the page typically asks: the profile counts which functions of the
    WebAssembly answer it.
    """

    distribution: str
    sources: Mapping[str, Path]
    suffixes: frozenset[str]
    libraries: tuple[str, ...]
    entry: str
    warm_up: Path
    precompile: Path
    requests: Callable[[], Iterable[str]]
    left_out: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The module of the entry."""
        return self.entry.partition(":")[0]

    @property
    def function(self) -> str:
        """The function of the entry."""
        return self.entry.partition(":")[2]

    @property
    def package(self) -> str:
        """The top-level package of the entry."""
        return self.entry.partition(".")[0]

    def files(self) -> dict[str, Path]:
        """The files that the package's wheel is made of, by their names within it."""
        found = {
            f"{within}/{path.relative_to(folder).as_posix()}": path
            for within, folder in self.sources.items()
            for path in sorted(folder.rglob("*"))
            if path.suffix in self.suffixes
        }
        left_out = tuple(f"{folder}/" for folder in self.left_out)
        return {
            name: path
            for name, path in found.items()
            if not (name.startswith(left_out) or name in self.left_out)
        }


@dataclass(frozen=True)
class Published:
    """The files that a build has laid into its folder.

    `quick` says whether Python starts from a snapshot. `hashes` has the subresource integrity of
    every file by its name. `needed` are the names of the files that a usual start reads: a service
    worker that keeps them can start Python without a network. `stream` is the one of them that a
    service worker may keep unpacked, and `decoder` the script that declares `unpacked(stream)` for
    it; both are empty where the start is ordinary.
    """

    quick: bool
    hashes: Mapping[str, str]
    needed: tuple[str, ...]
    stream: str = ""
    decoder: str = ""


class BuildError(Exception):
    """Python for the browser cannot be built; the message says what to do."""


class StepError(BuildError):
    """A step of the quick start failed; the ordinary start can still be built."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(step, reason)
        self.step = step
        self.reason = reason

    def __str__(self) -> str:  # noqa: D105 (the message)
        return f"the step “{self.step}” of the quick start failed: {self.reason}"
