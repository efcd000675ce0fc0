"""Step 5: the snapshot: Python's memory with everything imported and the usual result computed."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hooks.quickstart.library import STUBS, pack, with_stubs
from hooks.quickstart.slim import unlinked
from hooks.quickstart.tools import PYODIDE, SCRIPT, RuntimeBuildError, run_node

HEAD = 48
"""Bytes before the configuration: a mark, two lengths and the identity of Pyodide."""

WORD = 4
LINKS = 2 * WORD
"""Bytes before an object: where the next one is, and where the one before it."""

FLAGS = 3
"""Bits of a link that are no part of the place."""


NO_REFERENCES = {"hiwireKeys": [None], "immortalKeys": []}
"""What Pyodide notes beside a memory in which nothing refers to an object of JavaScript."""


@dataclass(frozen=True)
class Snapshot:
    """The memory of a Python; the links of the ring that starts at `ring` are shortened there.

    See `shorten`.
    """

    memory: bytes
    ring: int


def take(lean: Path, trees: Path, templates: Path, modules: list[str], scratch: Path) -> Snapshot:
    """Start the lean library, import `modules`, warm up, and take the snapshot.

    `templates` holds those of the package, compiled. Raises RuntimeBuildError when Python could not
    go on from the snapshot without Pyodide's script.
    """
    file, library, script, stubbed, code = (
        scratch / name
        for name in ("snapshot.bin", "snapshot-library.zip", SCRIPT, "stubbed", "code")
    )
    script.write_text(unlinked((PYODIDE / SCRIPT).read_text()))
    found = with_stubs(lean, stubbed)
    for tree in trees.iterdir():
        found |= with_stubs(tree, code / tree.name)
    if idle := set(STUBS.rglob("*.py")) - found:
        raise RuntimeBuildError(f"stubs stand in for nothing: {sorted(map(str, idle))}")
    pack(stubbed, library)
    run_node("snapshot.mjs", *map(str, (file, library, code, templates, script)), *modules)
    return parse(file.read_bytes())


def parse(content: bytes) -> Snapshot:
    """Part a snapshot: as Pyodide makes it, a head, a configuration in JSON, and the memory; then
    the address of an object that the garbage collector knows.
    """
    _, start, length = struct.unpack_from("<3I", content)
    if json.loads(content[HEAD : HEAD + length]) != NO_REFERENCES:
        raise RuntimeBuildError("Python holds objects of JavaScript: see snapshot.py")
    (known,) = struct.unpack_from("<I", content, len(content) - WORD)
    memory = memoryview(bytearray(content[start:-WORD])).cast("I")
    ring = shorten(memory, known - LINKS)
    return Snapshot(memory.tobytes(), ring)


def shorten(memory: memoryview, start: int) -> int:
    """Make distances of the links that the garbage collector has before its objects.

    It keeps them as a ring: each has the place of the next and of the one before it. In which order
    they stand in the ring means nothing. In that of their places, with the distance to the next
    and nothing about the one before, the links no longer take a tenth of the compressed memory.
    restore.js makes a ring of them again. `memory` holds words, `start` is the place of any member;
    returns that of the first. Raises RuntimeBuildError if this is no such ring.
    """
    places = sorted(_ring(memory, start))
    for place, after in zip(places, [*places[1:], places[0]], strict=True):
        at = place // WORD
        memory[at] = (after - place) % (1 << 32) | memory[at] & FLAGS
        memory[at + 1] &= FLAGS
    return places[0]


def _ring(memory: memoryview, start: int) -> Iterator[int]:
    """The places of a ring's members, one after another."""
    place = start
    for _ in memory:
        yield place
        after = memory[place // WORD] & ~FLAGS
        if memory[after // WORD + 1] & ~FLAGS != place:
            break
        place = after
        if place == start:
            return
    raise RuntimeBuildError("Python links its objects otherwise than it did: see snapshot.py")
