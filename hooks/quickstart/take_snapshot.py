"""The snapshot: Python's memory with everything imported and typical results computed."""

import json
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from hooks.quickstart.application import Application, BuildError
from hooks.quickstart.library import STUBS, pack, with_stubs
from hooks.quickstart.programs import PYODIDE, SCRIPT, run_node
from hooks.quickstart.strip_exports import unlinked

HEAD = 48
"""Bytes before the configuration: a mark, two lengths and the build id of Pyodide."""

WORD = 4
LINKS = 2 * WORD
"""Bytes before an object: the addresses of the next and of the previous object."""

FLAGS = 3
"""Bits of a link that are not part of the address."""


NO_REFERENCES = {"hiwireKeys": [None], "immortalKeys": []}
"""What Pyodide notes beside a memory in which nothing refers to an object of JavaScript."""


@dataclass(frozen=True)
class Snapshot:
    """Python's memory. Where `ring` is given, the collector's links are written as distances from
    that address on: see `shorten`.
    """

    memory: bytes
    ring: int | None


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
) -> Snapshot:
    """Start Python on these folders, import `modules`, warm up, and take the snapshot.

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
        "clear": "free-memory" not in without,
    }
    settings.write_text(json.dumps(told, default=str))
    run_node("snapshot_in_node.mjs", str(settings))
    return parse(file.read_bytes(), distances="ring" not in without)


def stubs_for(app: Application, without: Collection[str] = ()) -> set[Path]:
    """The stubs that a snapshot of the application needs.

    Those of a library that the application does not have are left out; so are those of a template
    compiler that still has to compile.
    """
    if "stubs" in without:
        return set()
    libraries = {"jinja2"} & set(app.libraries) if "templates" not in without else set()
    return {
        stub
        for stub in STUBS.rglob("*.py")
        if stub.relative_to(STUBS).parts[0] not in {"jinja2"} - libraries
    }


def parse(content: bytes, *, distances: bool = True) -> Snapshot:
    """Read a snapshot: Pyodide's head, a configuration in JSON and the memory; then the address of
    an object that the garbage collector knows, which snapshot_in_node.mjs appends.
    """
    _, start, length = struct.unpack_from("<3I", content)
    if json.loads(content[HEAD : HEAD + length]) != NO_REFERENCES:
        raise BuildError("Python's memory refers to objects of JavaScript")
    (known,) = struct.unpack_from("<I", content, len(content) - WORD)
    memory = memoryview(bytearray(content[start:-WORD])).cast("I")
    ring = shorten(memory, known - LINKS) if distances else None
    return Snapshot(memory.tobytes(), ring)


def shorten(memory: memoryview, start: int) -> int:
    """Write the links that the garbage collector keeps before its objects as distances.

    The collector keeps its objects in a ring: each has the addresses of the next and the previous
    one. The order of the ring means nothing. In the order of addresses, with the distance to the
    next object and nothing about the previous one, the links compress well; restore.js makes a
    ring of them again. `memory` holds words, `start` is the address of any member; returns the
    lowest one. Raises BuildError if the links make no ring.
    """
    places = sorted(_ring(memory, start))
    for place, after in zip(places, [*places[1:], places[0]], strict=True):
        at = place // WORD
        memory[at] = (after - place) % (1 << 32) | memory[at] & FLAGS
        memory[at + 1] &= FLAGS
    return places[0]


def _ring(memory: memoryview, start: int) -> Iterator[int]:
    """The addresses of a ring's members, one after another."""
    place = start
    for _ in memory:
        yield place
        after = memory[place // WORD] & ~FLAGS
        if memory[after // WORD + 1] & ~FLAGS != place:
            break
        place = after
        if place == start:
            return
    raise BuildError("the garbage collector's links make no ring")
