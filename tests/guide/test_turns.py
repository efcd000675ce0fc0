"""Which tests `make test` leaves to `make thorough`: none whose assertions no other test makes."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

import pytest

from tests.turns import by_turns

FILE = "tests/browser/test_some.py"


@dataclass(frozen=True, eq=False)
class Collected:
    """What pytest has collected, as far as it is asked."""

    nodeid: str
    marks: tuple[str, ...]
    where: dict[str, str]

    @property
    def callspec(self) -> SimpleNamespace:
        return SimpleNamespace(params=self.where)

    def get_closest_marker(self, mark: str) -> str | None:
        return mark if mark in self.marks else None


def item(name: str, *marks: str, file: str = FILE, **where: str) -> pytest.Item:
    made = Collected(f"{file}::{name}[{'-'.join(where.values())}]", marks, where)
    return cast("pytest.Item", made)


def in_each_language(name: str, *marks: str, file: str = FILE, **other: str) -> list[pytest.Item]:
    return [item(name, *marks, file=file, **other, language=own) for own in ("ru", "en")]


def taken(items: list[pytest.Item]) -> list[str]:
    run, left_out = by_turns(items)
    assert sorted(each.nodeid for each in [*run, *left_out]) == sorted(i.nodeid for i in items)
    return [each.nodeid.rpartition("::")[2] for each in run]


def test_tests_that_differ_in_the_language_alone_are_made_in_one_by_turns() -> None:
    found = taken([*in_each_language("test_a"), *in_each_language("test_b")])
    assert found == ["test_a[ru]", "test_b[en]"]


def test_whatever_else_differs_is_another_test() -> None:
    items = [*in_each_language("test_a", path="x/"), *in_each_language("test_a", path="y/")]
    assert taken(items) == ["test_a[x/-ru]", "test_a[y/-en]"]


def test_what_hangs_on_words_is_made_everywhere() -> None:
    assert len(taken(in_each_language("test_a", "everywhere"))) == 2


def test_what_needs_no_browser_is_made_in_every_language() -> None:
    assert len(taken(in_each_language("test_a", file="tests/views/test_some.py"))) == 2


def test_what_is_marked_weekly_is_left_out_and_nothing_else_in_its_place() -> None:
    assert taken([*in_each_language("test_a", "weekly"), item("test_b")]) == ["test_b[]"]
