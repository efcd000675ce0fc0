"""Step 9: what the quick start needs, as a compressed stream."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import zstandard

from hooks.quickstart.caller import caller
from hooks.quickstart.snapshot import Snapshot
from hooks.quickstart.tools import MODULES

FILE = "python.zst"
DECODER = "zstd.mjs"
REST = "rest.wasm"
FIRST, MEMORY, HEAD = "first.wasm", "memory.bin", "head.json"
"""Names of the other parts, where they are laid out."""

PAGE = 1 << 10
"""Bytes of memory that are left out together when all are zero."""

LEVEL = 22
WINDOW = 22
"""How hard to pack, and the binary logarithm of the bytes that the decoder keeps for it."""


def pack(image: Snapshot, first: bytes, second: bytes, target: Path) -> None:
    """Write the first WebAssembly and the snapshot into one stream, the second beside it.

    The stream begins with a line of JSON: how long the WebAssembly is and how large memory, where
    its ring begins, and `runs`, the start and the length of each piece of it that follows, as zeros
    are not sent; the bytes of caller.py; and the check sum of the second WebAssembly. The check sum
    at the end covers the whole stream: what was cut off or changed on its way is not used.
    """
    runs = list(_runs(image.memory))
    header = {
        "first": len(first),
        "size": len(image.memory),
        "ring": image.ring,
        "runs": runs,
        "caller": list(caller()),
        "rest": zlib.crc32(second),
    }
    line = json.dumps(header).encode() + b"\n"
    memory = (image.memory[start : start + size] for start, size in runs)
    content = b"".join([line, first, *memory])
    how = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, window_log=WINDOW, write_checksum=True
    )
    packed = zstandard.ZstdCompressor(compression_params=how).compress(content)
    (target / FILE).write_bytes(packed)
    (target / REST).write_bytes(second)


def unpack(target: Path, folder: Path) -> None:
    """Lay what a stream consists of into a folder, for programs that are not the page."""
    line, content = zstandard.decompress((target / FILE).read_bytes()).split(b"\n", 1)
    size = json.loads(line)["first"]
    (folder / FIRST).write_bytes(content[:size])
    (folder / MEMORY).write_bytes(content[size:])
    (folder / HEAD).write_text(line.decode())


def _runs(memory: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of each run of pages that are not all zeros."""
    start = None
    for place in range(0, len(memory) + PAGE, PAGE):
        empty = not any(memory[place : place + PAGE])
        if not empty and start is None:
            start = place
        elif empty and start is not None:
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
