"""Which tests `make test` runs: of those in a browser that differ only in where they are made, one.

`make thorough` runs all. What hangs on the length of words is marked `everywhere`: both ask it
everywhere. What is marked `weekly` is asked by `make thorough` alone; all else is asked by both.
"""

from collections import defaultdict
from collections.abc import Sequence

import pytest

IN_BROWSERS = ("tests/browser/", "tests/start/")
WHERE = {"language", "screen", "theme", "tool", "spoil"}
"""Parameters that say where a test is made, not what it asks: `tool` is a language and a screen,
`spoil` how a file is spoilt."""

type Asked = tuple[str, frozenset[tuple[str, str]]]


def by_turns(items: Sequence[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests of `make test`, and those that `make thorough` runs besides."""
    alike: dict[Asked, list[pytest.Item]] = defaultdict(list)
    weekly = [item for item in items if item.get_closest_marker("weekly")]
    for item in items:
        if item not in weekly:
            alike[_asked(item)].append(item)
    taken = {group[n % len(group)] for n, group in enumerate(alike.values())}
    return (
        [item for item in items if item in taken],
        [item for item in items if item not in taken],
    )


def _asked(item: pytest.Item) -> Asked:
    """What a test asks, wherever it is made; one that is made everywhere is like no other."""
    spec = getattr(item, "callspec", None)
    is_everywhere = item.get_closest_marker("everywhere") is not None
    if spec is None or is_everywhere or not item.nodeid.startswith(IN_BROWSERS):
        return item.nodeid, frozenset()
    asked = {key: value for key, value in spec.params.items() if key not in WHERE}
    return item.nodeid.partition("[")[0], frozenset((key, repr(asked[key])) for key in asked)
