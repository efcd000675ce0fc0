"""Step 6: one compressed stream of all that the quick start needs, decoded while it arrives."""

import json
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path

from hooks.runtime.snapshot import Snapshot
from hooks.runtime.tools import MODULES, PYODIDE
from hooks.runtime.wasm import parse
from hooks.runtime.wheel import LOCK

FILE = "python.xz"
DECODER = "xz-decompress.mjs"
REST = "rest.wasm"
SCRIPTS = ("pyodide.mjs", "pyodide.asm.mjs")
FIRST, MEMORY, HEAD = "first.wasm", "memory.bin", "head.json"
"""Names of the other parts, where they are laid out."""

PAGE = 1 << 10
"""Bytes of memory that are left out together when none has changed."""

# The dictionary costs the reader as much memory. A snapshot consists of words of four bytes.
FILTERS = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 6,
        "dict_size": 8 << 20,
        "lc": 1,
        "lp": 2,
        "pb": 2,
    }
]


def pack(image: Snapshot, first: bytes, second: bytes, target: Path) -> None:
    """Write scripts, first WebAssembly and snapshot into one stream, and the second beside it.

    The stream begins with a line of JSON that says how long each part is. Of the snapshot only what
    differs from the data of the WebAssembly is written, as `runs` of a start and a length. The line
    also carries the check sum of the second WebAssembly, and Pyodide's lock file without packages,
    which its start insists on. The check sum at the end covers everything: what was cut off or
    changed on its way is not used.
    """
    parts = [*((PYODIDE / name).read_bytes() for name in SCRIPTS), first]
    data = bytes(parse(first).initial_memory(len(image.memory)))
    runs = list(_runs(image.memory, data))
    header = {
        "sizes": [len(part) for part in parts],
        "size": len(image.memory),
        "config": image.config,
        "runs": runs,
        "lock": {**json.loads((PYODIDE / LOCK).read_text()), "packages": {}},
        "rest": zlib.crc32(second),
    }
    line = json.dumps(header).encode() + b"\n"
    memory = (image.memory[start : start + size] for start, size in runs)
    content = b"".join([line, *parts, *memory])
    packed = lzma.compress(content, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS)
    (target / FILE).write_bytes(packed)
    (target / REST).write_bytes(second)


def unpack(target: Path, folder: Path) -> None:
    """Lay what a stream consists of into a folder, for programs that are not the page."""
    line, content = lzma.decompress((target / FILE).read_bytes()).split(b"\n", 1)
    header = json.loads(line)
    place = 0
    for name, size in zip((*SCRIPTS, FIRST), header["sizes"], strict=True):
        (folder / name).write_bytes(content[place : place + size])
        place += size
    (folder / MEMORY).write_bytes(content[place:])
    (folder / HEAD).write_text(line.decode())


def _runs(memory: bytes, data: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of each run of pages in which `memory` differs from `data`."""
    start = None
    for place in range(0, len(memory) + PAGE, PAGE):
        page = slice(place, place + PAGE)
        same = memory[page] == data[page]
        if not same and start is None:
            start = place
        elif same and start is not None:
            yield start, min(place, len(memory)) - start
            start = None


def decoder(declaration: str) -> str:
    """A script that declares XzReadableStream, with `export const` or `const`.

    The decoder is published for CommonJS, which browsers do not know.
    """
    source = MODULES / "xz-decompress" / "dist" / "package" / "xz-decompress.min.js"
    return (
        "const exports = {}, module = { exports }, require = () => ({});\n"
        f"{source.read_text()}\n"
        f"{declaration} {{ XzReadableStream }} = module.exports;\n"
    )
