"""Step 5: the snapshot: Python's memory with everything imported and the usual result computed."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hooks.runtime.library import STUBS, pack, with_stubs
from hooks.runtime.tools import RuntimeBuildError, run_node

HEAD = 48
"""Bytes before the configuration: a mark, two lengths and the identity of Pyodide."""


@dataclass(frozen=True)
class Snapshot:
    """The memory of a Python, and what Pyodide has to know of it (`config`)."""

    memory: bytes
    config: dict[str, Any]


def take(
    lean: Path, trees: Path, templates: Path, slender: Path, modules: list[str], scratch: Path
) -> Snapshot:
    """Start the lean library, import `modules`, warm up, and take the snapshot.

    `templates` holds those of the package, compiled for each language. `slender` holds the script
    and the WebAssembly that will run it, as a function has its place in memory from the first start
    on.
    """
    file, library, stubbed, code = (
        scratch / name for name in ("snapshot.bin", "snapshot-library.zip", "stubbed", "code")
    )
    found = with_stubs(lean, stubbed)
    for tree in trees.iterdir():
        found |= with_stubs(tree, code / tree.name)
    if idle := set(STUBS.rglob("*.py")) - found:
        raise RuntimeBuildError(f"stubs stand in for nothing: {sorted(map(str, idle))}")
    pack(stubbed, library)
    run_node("snapshot.mjs", *map(str, (file, library, code, templates, slender)), *modules)
    return parse(file.read_bytes())


def parse(content: bytes) -> Snapshot:
    """Part a snapshot as Pyodide makes it: a head, a configuration in JSON, and the memory."""
    _, start, length = struct.unpack_from("<3I", content)
    config = json.loads(content[HEAD : HEAD + length])
    return Snapshot(content[start:], config)
