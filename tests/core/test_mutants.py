"""Mutation testing puts the faults into the code that it says, each of them once."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT
from tools.mutation.mutants import functions, mutants
from tools.mutation.trial import ROOMS, code_with, mutants_of

MODULE = """
from functools import cache

LIMIT = 3

@cache(8)
def f(a: int = 1, *rest) -> int:
    '''Docs.'''
    if a:
        raise ValueError(a + 1)
    for b in sorted(rest, key=lambda b: -b):
        if not b:
            continue
        a += max(b, 2) if b > a and b != 7 else len([c for c in rest if c])
    return a

class C:
    size = 1.5

    def g(self):
        def h():
            return True
        return h() or None
"""


def test_every_kind_of_fault_is_found_and_nothing_else() -> None:
    assert [mutant.name for mutant in mutants("m.py", ast.parse(MODULE))] == [
        "m.py module: LIMIT = 3 → LIMIT = 4",
        "m.py module: 1 → 2",
        "m.py f: a → not a",
        "m.py f: -b → b",
        "m.py f: not b → b",
        "m.py f: continue → break",
        "m.py f: a += max(b, 2) if b > a and b != 7 else len([c for c in rest if c]) → "
        "a -= max(b, 2) if b > a and b != 7 else len([c for c in rest if c])",
        "m.py f: b > a and b != 7 → b > a or b != 7",
        "m.py f: b > a → b >= a",
        "m.py f: b != 7 → b == 7",
        "m.py f: b != 7 → b != 8",
        "m.py f: max(b, 2) → min(b, 2)",
        "m.py f: max(b, 2) → max(b, 3)",
        "m.py f: c → not c",
        "m.py f: return a → return None",
        "m.py module: size = 1.5 → size = 2.5",
        "m.py C.g: return True → return None",
        "m.py C.g: return True → return False",
        "m.py C.g: return h() or None → return None",
        "m.py C.g: h() or None → h() and None",
    ]


def test_faults_that_look_alike_have_numbers() -> None:
    found = mutants("m.py", ast.parse("def f(a):\n    return a + 1, a + 1"))
    assert [mutant.change for mutant in found if "-" in mutant.change] == [
        "a + 1 → a - 1",
        "a + 1 → a - 1 (2)",
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_every_fault_of_a_room_can_be_put_and_has_a_name_of_its_own(room: str) -> None:
    found = mutants_of([room])
    assert len({mutant.name for mutant, _ in found}) == len(found) > 100
    mutant, number = found[len(found) // 2]
    assert code_with(mutant.file, number)


def test_a_running_function_takes_the_changed_code() -> None:
    source = "def f(a):\n    return [b + 1 for b in a]"
    space: dict[str, Callable[..., Any]] = {}
    exec(compile(source, "m.py", "exec"), space)
    tree = ast.parse(source)
    next(mutant for mutant in mutants("m.py", tree) if " - " in mutant.change).put()
    changed = functions(compile(tree, "m.py", "exec"))
    assert space["f"]([5]) == [6]
    code = space["f"].__code__
    space["f"].__code__ = changed[code.co_qualname, code.co_firstlineno]
    assert space["f"]([5]) == [4]


@pytest.mark.long
def test_a_fault_survives_where_no_test_notices_it(tmp_path: Path) -> None:
    """Constants are imported anew, functions changed where they are: both are tried here."""
    weak = tmp_path / "test_weak.py"
    weak.write_text(
        "from service_structure.numerics.rounding import apportion\n\n\n"
        "def test_rest() -> None:\n    assert apportion([1.4, 1.4, 1.4]) == (2, 1, 1)\n",
        encoding="utf-8",
    )
    wanted = ["rest > 0 → rest >= 0", "10.0 ** digits", "module: 0 → 1"]
    program = (
        "from tools.mutation.trial import mutants_of, survivors\n"
        "chosen = [one for one in mutants_of(['numerics'])"
        f" if 'rounding' in one[0].file and any(text in one[0].name for text in {wanted!r})]\n"
        f"found = survivors(chosen, ['numerics'], [{str(weak)!r}], jobs=2)\n"
        "print(len(chosen), *sorted(found), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-3:] == [
        "4",
        "numerics/rounding.py apportion: 10.0 ** digits → 11.0 ** digits",
        "numerics/rounding.py apportion: rest > 0 → rest >= 0",
    ]
