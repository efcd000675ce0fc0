"""Step 9: what the quick start needs: the scripts, and a compressed stream of all else."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import zstandard

from hooks.runtime.manifest import integrity
from hooks.runtime.snapshot import Snapshot
from hooks.runtime.tools import LOADER, MODULES, PYODIDE, SCRIPT
from hooks.runtime.wheel import LOCK

FILE = "python.zst"
SCRIPTS = "python.mjs"
DECODER = "zstd.mjs"
REST = "rest.wasm"
FIRST, DATA, MEMORY, HEAD = "first.wasm", "data.bin", "memory.bin", "head.json"
"""Names of the other parts, where they are laid out."""

PAGE = 1 << 10
"""Bytes of memory that are left out together when none has changed."""

LEVEL = 22
WINDOW = 22
"""How hard to pack, and the binary logarithm of the bytes that the decoder keeps for it."""


def pack(
    image: Snapshot, slender: Path, first: bytes, second: bytes, data: bytes, target: Path
) -> None:
    """Write the first WebAssembly, data and snapshot into one stream, the others beside it.

    Both scripts are one module, which a browser reads while the stream arrives. What it has
    compiled of a file it keeps; what comes in a stream it would compile at every start.

    The stream begins with a line of JSON. Of the snapshot only what differs from the data is
    written, as `runs` of a start and a length. The line also carries the hash of the scripts, the
    check sum of the second WebAssembly, and Pyodide's lock file without packages, which its start
    insists on. The check sum at the end covers the whole stream: what was cut off or changed on its
    way is not used.
    """
    scripts = (PYODIDE / LOADER).read_bytes() + (slender / SCRIPT).read_bytes()
    runs = list(_runs(image.memory, data.ljust(len(image.memory), b"\0")))
    header = {
        "sizes": {"first": len(first), "data": len(data)},
        "size": len(image.memory),
        "config": image.config,
        "ring": image.ring,
        "runs": runs,
        "lock": {**json.loads((PYODIDE / LOCK).read_text()), "packages": {}},
        "scripts": integrity(scripts),
        "rest": zlib.crc32(second),
    }
    line = json.dumps(header).encode() + b"\n"
    memory = (image.memory[start : start + size] for start, size in runs)
    content = b"".join([line, first, data, *memory])
    how = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, window_log=WINDOW, write_checksum=True
    )
    packed = zstandard.ZstdCompressor(compression_params=how).compress(content)
    (target / FILE).write_bytes(packed)
    (target / REST).write_bytes(second)
    (target / SCRIPTS).write_bytes(scripts)


def unpack(target: Path, folder: Path) -> None:
    """Lay what a stream consists of into a folder, for programs that are not the page."""
    line, content = zstandard.decompress((target / FILE).read_bytes()).split(b"\n", 1)
    header = json.loads(line)
    place = 0
    for name, size in zip((FIRST, DATA), header["sizes"].values(), strict=True):
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


def decoder() -> str:
    """A script that declares unpacked(stream), which decodes a stream, and exports nothing.

    The decoder is published as a module, which a service worker cannot be in every browser.
    """
    published = (MODULES / "zstddec" / "dist" / "zstddec-stream.mjs").read_text()
    script, export, rest = published.rpartition("export { ZSTDDecoder };")
    if not export or rest.strip():
        raise RuntimeError("zstddec is not published as it was: see what it exports")
    return script + Path(__file__).with_name("unpack.js").read_text()
