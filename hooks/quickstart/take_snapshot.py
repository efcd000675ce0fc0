"""The snapshot: Python's memory with everything imported and typical results computed."""

import json
import struct
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from hooks.quickstart.application import Application, BuildError
from hooks.quickstart.library import STUBS, pack, with_stubs
from hooks.quickstart.programs import PYODIDE, SCRIPT, run_node
from hooks.quickstart.unlink_libraries import unlinked

HEAD = 48
"""Bytes before the configuration: a mark, two lengths and the build id of Pyodide."""

NO_REFERENCES = {"hiwireKeys": [None], "immortalKeys": []}
"""What Pyodide notes beside a memory in which nothing refers to an object of JavaScript."""


@dataclass(frozen=True)
class Folders:
    """What a snapshot is taken of: the compiled standard library, the unpacked wheels, and the
    application's compiled templates, if there are any.
    """

    lean: Path
    trees: Path
    precompiled: Path | None


def take(
    app: Application,
    folders: Folders,
    modules: list[str],
    scratch: Path,
    without: Collection[str] = (),
) -> bytes:
    """Start Python on these folders, import `modules`, warm up, and return the memory.

    Raises BuildError when Python could not go on from the snapshot without Pyodide's script.
    """
    file, library, script, stubbed, code, settings = (
        scratch / name
        for name in (
            *("snapshot.bin", "snapshot-library.zip", SCRIPT, "stubbed", "code"),
            "snapshot.json",
        )
    )
    script.write_text(unlinked((PYODIDE / SCRIPT).read_text()))
    stubs = stubs_for(app, without)
    found = with_stubs(folders.lean, stubbed, stubs)
    for tree in folders.trees.iterdir():
        found |= with_stubs(tree, code / tree.name, stubs)
    if idle := stubs - found:
        raise BuildError(f"stubs stand in for nothing: {sorted(map(str, idle))}")
    pack(stubbed, library)
    told = {
        "snapshot": file,
        "library": library,
        "script": script,
        "trees": code,
        "precompiled": folders.precompiled,
        "warmUp": app.warm_up,
        "modules": modules,
        "compute": "warm-up" not in without,
        "strip": "lean" not in without,
        "untrack": "untracked" not in without,
        "clear": "free-memory" not in without,
    }
    settings.write_text(json.dumps(told, default=str))
    run_node("snapshot_in_node.mjs", str(settings))
    return memory_of(file.read_bytes())


def stubs_for(app: Application, without: Collection[str] = ()) -> set[Path]:
    """The stubs that a snapshot of the application needs: none of a library that it does not have.

    There are none either where templates are compiled in the snapshot, which takes the modules that
    stubs replace.
    """
    if {"stubs", "templates"} & set(without):
        return set()
    absent = {"jinja2"} - set(app.libraries)
    return {p for p in STUBS.rglob("*.py") if p.relative_to(STUBS).parts[0] not in absent}


def memory_of(content: bytes) -> bytes:
    """The memory in a snapshot: Pyodide's head, a configuration in JSON, and the memory.

    Raises BuildError if Python's memory refers to objects of JavaScript.
    """
    _, start, length = struct.unpack_from("<3I", content)
    if json.loads(content[HEAD : HEAD + length]) != NO_REFERENCES:
        raise BuildError("Python's memory refers to objects of JavaScript")
    return content[start:]
