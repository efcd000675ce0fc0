"""Fixtures that every test may have, and where the time of a run goes."""

import gc
import os
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import settings

from service_structure import load_guide
from service_structure.source.records import Guide
from tests.support import DataCopy, parsed_once, tries
from tests.turns import by_turns

SLOWEST_SHOWN = 20

os.environ["LC_ALL"] = "C.UTF-8"  # in whose language commands speak

settings.register_profile("patient", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=tries(100))
settings.register_profile("recorded", deadline=None, max_examples=20)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "patient"))


@pytest.fixture(scope="session")
def guide() -> Guide:
    return load_guide()


@pytest.fixture(scope="session")
def only_copy(tmp_path_factory: pytest.TempPathFactory) -> DataCopy:
    """The copy of the guide's data that tests change one after the other."""
    return DataCopy.at(tmp_path_factory.mktemp("data") / "guide")


@pytest.fixture
def copy(only_copy: DataCopy) -> Iterator[DataCopy]:
    """A copy of the guide's data, to change."""
    with parsed_once():
        yield only_copy
    only_copy.restore()


def pytest_collection_finish() -> None:
    """What stays to the end is not looked through again and again by the collector of garbage."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the long tests first: the others are then shared out while they run."""
    if os.environ.get("BY_TURNS"):
        items[:], left_out = by_turns(items)
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_configure(config: pytest.Config) -> None:
    """Where CI is set, show the slowest tests."""
    if os.environ.get("CI") and not config.option.durations:
        config.option.durations = SLOWEST_SHOWN


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where CI is set, show the time of each folder: set-up, test and tear-down, of all workers."""
    if not os.environ.get("CI"):
        return
    seconds: dict[str, float] = defaultdict(float)
    tests: dict[str, int] = defaultdict(int)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = os.path.dirname(report.nodeid.partition("::")[0])  # noqa: PTH120
                seconds[folder] += report.duration
                tests[folder] += report.when == "call"
    terminalreporter.section("time per folder")
    for folder in sorted(seconds, key=seconds.__getitem__, reverse=True):
        terminalreporter.line(f"{seconds[folder]:8.1f} s  {tests[folder]:5d} tests  {folder}")
