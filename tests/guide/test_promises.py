"""Each promise of the site names the tests that try to break it, and all of them exist."""

import ast
from functools import cache

import pytest

from service_structure import load_guide
from service_structure.source.site_records import Promise
from tests.support import ROOT

PROMISES = load_guide().promises.values()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_every_test_that_a_promise_names_exists(promise: Promise) -> None:
    assert promise.tests, "a promise that nothing tries to break is worth nothing"
    assert len(set(promise.tests)) == len(promise.tests)
    for test in promise.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).is_file(), f"{promise.id}: {file} has moved; name its new place"
        assert name in named_in(file), f"{promise.id}: {file} has no {name}; name what replaced it"


def test_a_test_that_is_gone_would_be_noticed() -> None:
    assert "test_a_test_that_is_gone_would_be_noticed" in named_in("tests/guide/test_promises.py")
    assert "named_in" not in named_in("tests/guide/test_promises.py")


@cache
def named_in(file: str) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    names = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))
