"""The steps of the quick start, each on its own, and what stops it."""

import json
import struct
from pathlib import Path

import pytest

from hooks.application import CALCULATOR
from hooks.quickstart import (
    BuildError,
    deferred_data,
    library,
    take_snapshot,
    unlink_libraries,
)
from hooks.quickstart.programs import PYODIDE, SCRIPT, WASM, run_python
from hooks.quickstart.tests.operands import operands
from hooks.quickstart.tests.started import Quick
from hooks.quickstart.wasm import (
    Module,
    parse,
)


def test_a_pyodide_that_links_otherwise_stops_the_build() -> None:
    script = (PYODIDE / SCRIPT).read_text()
    changed = script.replace("loadDylibs();updateMemoryViews", "updateMemoryViews")
    assert changed != script
    with pytest.raises(BuildError, match="no longer contains the text LINKING"):
        unlink_libraries.unlinked(changed)


def test_a_webassembly_that_imports_other_numbers_stops_the_build() -> None:
    whole = (PYODIDE / WASM).read_bytes()
    with pytest.raises(BuildError, match="globals that are not of GOT"):
        unlink_libraries.without_indexes(whole.replace(b"\x08GOT.func", b"\x08GOT.else", 1))


def test_a_snapshot_that_holds_objects_of_javascript_stops_the_build() -> None:
    config = json.dumps({"hiwireKeys": [None, "document"], "immortalKeys": []}).encode()
    start = take_snapshot.HEAD + len(config)
    head = struct.pack("<3I", 0, start, len(config)).ljust(take_snapshot.HEAD, b"\0")
    with pytest.raises(BuildError, match="refers to objects of JavaScript"):
        take_snapshot.memory_of(head + config + bytes(16))


def test_nothing_compiled_here_comes_among_what_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the files would hold paths of this machine, wherever Python keeps what it compiles."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    (tmp_path / "imported.py").write_text("")
    script = tmp_path / "script.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import imported")
    run_python("-P", str(script))
    assert {path.name for path in tmp_path.iterdir()} == {"imported.py", "script.py"}


def test_a_stub_stands_in_place_of_its_module_and_nowhere_else(tmp_path: Path) -> None:
    lean = tmp_path / "lean"
    for name in ("ast.pyc", "json.pyc", "asyncio/__init__.pyc", "asyncio/tasks.pyc"):
        (lean / name).parent.mkdir(parents=True, exist_ok=True)
        (lean / name).write_bytes(b"compiled")
    found = library.with_stubs(lean, tmp_path / "stubbed", take_snapshot.stubs_for(CALCULATOR))
    assert found == {library.STUBS / "ast.py", library.STUBS / "asyncio" / "__init__.py"}
    files = {
        p.relative_to(tmp_path / "stubbed").as_posix() for p in (tmp_path / "stubbed").rglob("*.*")
    }
    assert files == {"ast.py", "json.pyc", "asyncio/__init__.py"}


def test_stubs_of_modules_that_are_gone_stop_the_build(tmp_path: Path) -> None:
    for name in ("lean", "trees"):
        (tmp_path / name).mkdir()
    folders = take_snapshot.Folders(tmp_path / "lean", tmp_path / "trees", tmp_path / "templates")
    with pytest.raises(BuildError, match="stubs stand in for nothing"):
        take_snapshot.take(CALCULATOR, folders, [], tmp_path)


def test_tables_travel_with_the_functions_that_read_them(quick: Quick, pyodides: Module) -> None:
    numbers, memory = pyodides.exported_functions(), pyodides.initial_memory()
    first, second = deferred_data.places(set(), memory)
    assert min(len(first), len(second)) > 100_000
    sent = quick.memory()
    assert not any(sent[first.start : first.stop])
    assert not any(sent[second.start : second.stop])
    assert any(memory[first.start : first.stop])
    assert any(memory[second.start : second.stop])
    assert deferred_data.places({numbers["PyInit__codecs_cn"]}, memory) == [second]
    assert deferred_data.places({numbers["PyInit_unicodedata"]}, memory) == [second]
    assert deferred_data.places({numbers["iconv"]}, memory) == [first]
    with pytest.raises(BuildError, match=r"no constant tables after PyInit__elementtree"):
        deferred_data.places(
            set(), deferred_data.blank(memory, [range(first.start, first.start + 2)])
        )


def test_no_function_of_the_first_module_has_the_address_of_a_table_that_comes_later(
    quick: Quick, pyodides: Module
) -> None:
    places = deferred_data.places(set(), pyodides.initial_memory())
    found = {
        number
        for body in parse(quick.first.read_bytes()).bodies
        for number in operands(body)
        if any(number in place for place in places)
    }
    # The end of Unicode, its planes and other masks, the microseconds of a second, a million, what
    # hashes and random numbers are made with: these stand all over the module and are no addresses.
    masks = {0x10FFFF, 0x110000, 0xFFFFF, 0x100000, 0x200000, 0xFFC00, 0x120000, 0xE2080}
    assert found <= masks | {999_999, 1_000_000, 1_000_003, 1_664_525}
    assert operands(pyodides.bodies[pyodides.exported_functions()["iconv"]]) & set(places[1])
