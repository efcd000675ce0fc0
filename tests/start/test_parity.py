"""Every Python gives the same results: a few random cases; `make parity` compares thousands."""

import sys
from pathlib import Path

import pytest

from hooks.quickstart.tests.started import Quick, run_in_pyodide
from service_structure import load_guide
from tests.support import give_up
from tools import in_pyodide, parity

GUIDE = load_guide()
QUICK = ["tests/core/test_square_root.py", "calculator/service_structure/numerics"]
OTHERS = parity.installed()


def test_random_cases_are_of_every_kind() -> None:
    fragments = parity.cases(40, GUIDE)
    assert fragments == parity.cases(40, GUIDE)
    assert len(set(fragments)) == 40
    for part in ("n.", "w.", "size=", "%21", "~"):
        assert any(part in fragment for fragment in fragments)


@pytest.mark.skipif(not OTHERS, reason="no other CPython is installed")
def test_every_cpython_gives_the_same_bits() -> None:
    fragments = parity.cases(25, GUIDE, seed=2)
    here = parity.by_cpython(sys.executable, fragments)
    assert len(set(here)) == len(here) == 25
    for version, python in OTHERS.items():
        assert parity.by_cpython(python, fragments) == here, version


def test_pyodide_gives_the_bits_of_cpython(built: Path, quick: Quick) -> None:
    fragments = parity.cases(20, GUIDE, seed=3)
    here = parity.by_cpython(sys.executable, fragments)
    assert run_in_pyodide(built, parity.program(fragments), quick).split() == here


@pytest.mark.parametrize("test", in_pyodide.LEFT_OUT)
def test_what_is_left_out_in_pyodide_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}" in (in_pyodide.ROOT / "tests" / "core" / file).read_text("utf-8")


def test_tests_of_the_package_pass_in_pyodide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few of them; `make parity` runs all that a browser can run."""
    if not in_pyodide.LIBRARIES.is_dir():
        give_up("what tests in Pyodide need is not installed: make test")
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "recorded")
    code, printed = in_pyodide.run(QUICK)
    assert code == 0, printed[-2000:]
    assert " passed" in printed
