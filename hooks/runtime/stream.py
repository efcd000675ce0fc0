"""Step 4: one compressed stream of all that the quick start needs, decoded while it arrives."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from hooks.runtime.tools import MODULES, PYODIDE
from hooks.runtime.wheel import LOCK

FILE = "python.xz"
DECODER = "xz-decompress.mjs"
PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")

PAGE = 1 << 14
"""Bytes of memory that are left out together when all are zero."""

# The data of the WebAssembly file stands again in the snapshot: the dictionary must span both, and
# costs the reader as much memory. Words of four bytes are what a snapshot consists of.
FILTERS = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 8 << 20,
        "lc": 1,
        "lp": 2,
        "pb": 2,
    }
]


def pack(image: Path, target: Path) -> None:
    """Write scripts, WebAssembly and snapshot, after a line of JSON that says how long each is.

    Of the snapshot only what is not zero is written, as `runs` of a start and a length. The line
    also carries Pyodide's lock file without packages, which its start insists on. The check sum at
    the end covers everything: what was cut off or changed on its way is not used.
    """
    parts = [(PYODIDE / name).read_bytes() for name in PARTS]
    memory = image.read_bytes()
    runs = list(_runs(memory))
    header = {
        "sizes": [len(part) for part in parts],
        "memory": len(memory),
        "runs": runs,
        "lock": {**json.loads((PYODIDE / LOCK).read_text()), "packages": {}},
    }
    line = json.dumps(header).encode() + b"\n"
    content = b"".join([line, *parts, *(memory[start : start + size] for start, size in runs)])
    packed = lzma.compress(content, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS)
    (target / FILE).write_bytes(packed)


def unpack_memory(target: Path) -> bytes:
    """The snapshot that a stream holds, as the browser restores it."""
    line, content = lzma.decompress((target / FILE).read_bytes()).split(b"\n", 1)
    header = json.loads(line)
    memory = bytearray(header["memory"])
    place = sum(header["sizes"])
    for start, size in header["runs"]:
        memory[start : start + size] = content[place : place + size]
        place += size
    return bytes(memory)


def _runs(memory: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of each run of pages that are not all zero."""
    start = None
    for place in range(0, len(memory) + PAGE, PAGE):
        zero = not memory[place : place + PAGE].strip(b"\0")
        if not zero and start is None:
            start = place
        elif zero and start is not None:
            yield start, min(place, len(memory)) - start
            start = None


def copy_decoder(target: Path) -> None:
    """Write the decoder as a module: it is published for CommonJS, which browsers do not know."""
    source = MODULES / "xz-decompress" / "dist" / "package" / "xz-decompress.min.js"
    (target / DECODER).write_text(
        "const exports = {}, module = { exports }, require = () => ({});\n"
        f"{source.read_text()}\n"
        "export const { XzReadableStream } = module.exports;\n"
    )
