"""The files that a build makes, when it makes them, and what it says when it cannot."""

import hashlib
import importlib
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from hooks.application import CALCULATOR
from hooks.quickstart import (
    Application,
    BuildError,
    StepError,
    build,
    builder,
    manifest,
    stream,
)
from hooks.quickstart.builder import START
from hooks.quickstart.programs import LOCK, PYODIDE, PYODIDE_FILES, ROOT, check_pyodide
from hooks.quickstart.steps import OPTIONAL, step
from hooks.quickstart.tests.started import Quick, ask_in_node, run_in_pyodide, unpacked

MAGIC_NUMBER = """
import importlib.util
print(importlib.util.MAGIC_NUMBER.hex())
"""


@pytest.fixture
def project(tmp_path: Path) -> Application:
    """The calculator with a copy of its sources, to change."""
    copies = {}
    for within, folder in CALCULATOR.sources.items():
        copies[within] = tmp_path / "project" / within
        shutil.copytree(folder, copies[within])
    return replace(CALCULATOR, sources=copies)


def test_the_runtime_holds_what_the_browser_needs_and_nothing_else(built: Path) -> None:
    lock = json.loads((built / "pyodide-lock.json").read_text())
    assert set(lock["packages"]) == {CALCULATOR.distribution, *CALCULATOR.libraries}
    wheels = {package["file_name"] for package in lock["packages"].values()}
    assert {path.name for path in built.iterdir()} == {
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
        "python.zst",
        "rest.wasm",
        "start.js",
        "zstd.js",
        "manifest.json",
        *wheels,
    }


def test_the_lock_file_names_the_very_wheels_beside_it(built: Path) -> None:
    for package in json.loads((built / "pyodide-lock.json").read_text())["packages"].values():
        content = (built / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]


def test_the_wheels_hold_code_compiled_by_the_python_that_runs_it(built: Path) -> None:
    magic = bytes.fromhex(run_in_pyodide(built, MAGIC_NUMBER))
    for path in built.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            compiled = [name for name in archive.namelist() if name.endswith(".pyc")]
            assert compiled
            assert all(archive.read(name).startswith(magic) for name in compiled)
            assert not [n for n in archive.namelist() if n.endswith((".py", ".so", ".c"))]


def test_no_wheel_tells_where_it_was_built(built: Path) -> None:
    for path in built.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert str(ROOT).encode() not in content, f"{name} holds a path of this machine"
                assert b"/wheels/" not in content, f"{name} holds a path of the build"


def test_the_snapshot_tells_nothing_of_the_machine_that_made_it(quick: Quick) -> None:
    assert str(ROOT).encode() not in (quick.folder / stream.MEMORY).read_bytes()


def test_every_data_file_and_template_of_the_package_is_in_its_wheel(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("service_structure-*.whl"))) as archive:
        packed = set(archive.namelist())
    home = ROOT / "calculator"
    files = {f"service_structure/{p.relative_to(home)}" for p in (home / "guide").rglob("*.toml")}
    left_out = tuple(f"{folder}/" for folder in CALCULATOR.left_out)
    guide = {name for name in files if not name.startswith(left_out)}
    templates = {path.relative_to(home).as_posix() for path in home.rglob("*.jinja")}
    assert guide
    assert templates
    assert guide | templates <= packed
    assert not (files - guide) & packed
    licences = {name.rpartition("/")[2] for name in packed if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-CONTENT"}


def test_the_manifest_has_the_hash_of_every_file_of_the_ordinary_start(built: Path) -> None:
    hashes = json.loads((built / manifest.FILE).read_text())
    other = {manifest.FILE, stream.FILE, stream.DECODER, stream.REST, START}
    files = {path.name: path for path in built.iterdir() if path.name not in other}
    assert hashes == {n: manifest.integrity(path.read_bytes()) for n, path in files.items()}


def test_the_files_are_made_anew_only_when_a_source_changes(
    project: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, cache = tmp_path / "target", tmp_path / "cache"
    made = []

    def make(app: Application, folder: Path, without: frozenset[str]) -> None:
        made.append((app, without))
        folder.mkdir(parents=True)
        for file in (LOCK, stream.FILE):
            (folder / file).touch()

    monkeypatch.setattr(builder, "_make", make)
    build(project, target, cache)
    build(project, target, cache)
    assert len(made) == 1

    (project.sources["service_structure/guide"] / "extra.toml").write_text("# a change\n")
    build(project, target, cache)
    assert len(made) == 2

    build(project, target, cache, without={"lean"})
    assert made[2:] == [(project, frozenset({"lean"}))]


def test_a_missing_pyodide_is_reported_with_the_step_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "PYODIDE", tmp_path / "absent")
    with pytest.raises(BuildError, match=r"make setup.*pyodide\.mjs"):
        build(CALCULATOR, tmp_path / "target", tmp_path / "cache")


def test_a_pyodide_with_other_files_is_named_with_its_version(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"version": "0.29.5"}')
    with pytest.raises(BuildError, match=r"Pyodide 0\.29\.5 has no pyodide\.mjs.*UPGRADE\.md"):
        check_pyodide(tmp_path)


def test_a_fault_in_the_package_is_reported_with_its_file_and_no_step(
    project: Application, tmp_path: Path
) -> None:
    (project.sources["service_structure"] / "broken.py").write_text("def :\n")
    with pytest.raises(BuildError, match=r"service_structure/broken\.py") as caught:
        build(project, tmp_path / "target", tmp_path / "cache")
    assert not isinstance(caught.value, StepError)
    assert not (tmp_path / "target").exists()


def test_missing_sources_are_named(project: Application, tmp_path: Path) -> None:
    folder = project.sources["service_structure/guide"]
    shutil.rmtree(folder)
    with pytest.raises(BuildError, match=re.escape(f"restore {folder}")):
        build(project, tmp_path / "target", tmp_path / "cache", quick=False)


def test_a_folder_with_other_files_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(BuildError, match="name another folder"):
        build(CALCULATOR, tmp_path, tmp_path / "cache", quick=False)
    assert (tmp_path / "letter.txt").exists()


def test_an_unknown_step_cannot_be_left_out(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"no optional step is called rings: choose among"):
        build(CALCULATOR, tmp_path / "target", tmp_path / "cache", without={"rings"})


def test_a_failed_step_is_named_with_its_cause() -> None:
    expected = r"the step “mend” of the quick start failed: ZeroDivisionError: division by zero"
    with pytest.raises(StepError, match=expected), step("mend"):
        1 / 0  # noqa: B018 (what fails)


def test_the_ordinary_start_is_pyodides_own(tmp_path: Path) -> None:
    published = build(CALCULATOR, tmp_path / "target", tmp_path / "cache", quick=False)
    assert not published.quick
    assert not published.stream
    assert not published.decoder
    for name in PYODIDE_FILES:
        if name != LOCK:
            assert published.hashes[name] == manifest.integrity((PYODIDE / name).read_bytes())
    assert set(published.needed) == {path.name for path in (tmp_path / "target").iterdir()}
    assert not (tmp_path / "cache").exists()


@pytest.mark.weekly
def test_all_optional_steps_can_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LEVEL", 1)  # takes seconds less
    published = build(CALCULATOR, tmp_path / "target", tmp_path / "cache", without=OPTIONAL)
    assert len(list((tmp_path / "cache").iterdir())) == 1, "nothing else is kept"
    assert published.needed == ("python.zst", "start.js", "zstd.js")
    (tmp_path / "quick").mkdir()
    quick = unpacked(tmp_path / "target", tmp_path / "quick")
    requests = list(CALCULATOR.requests())[:2]
    module = importlib.import_module(CALCULATOR.module)
    answers = [json.loads(getattr(module, CALCULATOR.function)(request)) for request in requests]
    assert json.loads(ask_in_node(tmp_path / "target", quick, requests)) == answers
