"""The rooms of the package: arrows one way, no circle, a true picture; short files, own texts."""

from graphlib import CycleError

import pytest

from tests.support import ROOT
from tools import rooms

MOST_LINES = 500
FOLDERS = ("benchmarks", "calculator", "docs", "hooks", "tests", "tools")
KINDS = {".css", ".jinja", ".js", ".md", ".mjs", ".py", ".ts"}
"""Files that people read from top to bottom; data (TOML, locks, JSON) may be longer."""


def test_every_module_stands_in_a_room_or_is_the_face_of_the_package() -> None:
    outside = {module for module in rooms.modules() if not rooms.room_of(module)}
    assert outside == {"service_structure", "service_structure.__main__"}
    assert {rooms.room_of(module) for module in rooms.modules()} - {""} == set(rooms.ORDER)


def test_a_room_imports_only_rooms_that_come_after_it() -> None:
    for room, imported in rooms.room_graph().items():
        below = rooms.ORDER[rooms.ORDER.index(room) + 1 :]
        assert imported <= set(below), f"{room} imports {imported - set(below)}"


def test_the_numerical_methods_and_the_source_know_nothing_of_each_other() -> None:
    graph = rooms.room_graph()
    assert graph["numerics"] | graph["source"] <= {"errors", "faults"}
    assert graph["errors"] <= {"faults"}


def test_no_modules_import_one_another_in_a_circle() -> None:
    rooms.check_acyclic(rooms.module_graph())


def test_a_circle_is_found_and_named() -> None:
    with pytest.raises(CycleError, match=r"'a', 'b'|'b', 'a'"):
        rooms.check_acyclic({"a": {"b"}, "b": {"a"}})


def test_an_import_inside_a_function_counts() -> None:
    lazy = rooms.module_graph()["service_structure.commands.cli"]
    assert lazy & {"service_structure.commands.staffing", "service_structure.commands.batch"}


def test_the_package_imports_neither_the_site_nor_what_only_the_project_has() -> None:
    foreign = ("benchmarks", "hooks", "tests", "tools")
    for path in rooms.modules().values():
        assert not [n for n in rooms.imports(path) if n.partition(".")[0] in foreign], path


def test_no_file_is_longer_than_500_lines_unless_it_holds_data() -> None:
    paths = [*ROOT.glob("*.*"), *(p for name in FOLDERS for p in (ROOT / name).rglob("*"))]
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in paths
        if path.suffix in KINDS and "node_modules" not in path.parts
    }
    assert len(lengths) > 200
    assert not {name: length for name, length in lengths.items() if length > MOST_LINES}


def test_the_picture_in_the_readme_is_that_of_the_imports() -> None:
    readme = rooms.README.read_text(encoding="utf-8")
    assert rooms.block() in readme, "run `python -m tools.rooms --write`"
