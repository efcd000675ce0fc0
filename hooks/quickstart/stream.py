"""The stream: the first WebAssembly module and the snapshot, packed as one file."""

import json
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from hooks.quickstart import zstd
from hooks.quickstart.application import BuildError
from hooks.quickstart.programs import BROWSER, MODULES

FILE = "python.zst"
DECODER = "zstd.js"
REST = "rest.wasm"
FIRST, MEMORY, HEAD = "first.wasm", "memory.bin", "head.json"
"""Names of the stream's contents where `unpack` lays them out."""

PAGE = 1 << 10
"""Bytes of memory that are left out together when all are zero."""

LEVEL = 22
WINDOW = 23
"""The compression level, and the binary logarithm of the bytes that the decoder keeps."""


def pack(
    memory: bytes,
    first: bytes,
    second: bytes | None,
    target: Path,
    without: Collection[str] = (),
) -> None:
    """Write the first WebAssembly module and the snapshot as a stream, the second module beside it.

    The stream begins with a line of JSON: the length of the WebAssembly (`first`) and of memory
    (`size`), both in bytes; the start and length of each piece of memory that follows (`runs`), as
    zeros are not sent; and the check sum of the second module (`rest`), null if there is none.
    zstd's check sum at the end covers the whole stream, so that one which was cut off or changed on
    its way is not used.
    """
    size = len(memory)
    runs = [(0, size)] if "zero-pages" in without else list(_runs(memory))
    header = {
        "first": len(first),
        "size": size,
        "runs": runs,
        "rest": None if second is None else zlib.crc32(second),
    }
    line = json.dumps(header).encode() + b"\n"
    pieces = (memory[start : start + length] for start, length in runs)
    content = b"".join([line, first, *pieces])
    (target / FILE).write_bytes(zstd.compress(content, LEVEL, WINDOW))
    if second is not None:
        (target / REST).write_bytes(second)
    (target / DECODER).write_text(decoder())


def unpack(target: Path, folder: Path) -> None:
    """Lay the contents of the stream in `target` into a folder, for programs outside the page."""
    line, content = zstd.decompress((target / FILE).read_bytes()).split(b"\n", 1)
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
    """A script that declares the global unpacked(stream), which decodes a stream.

    The page and the service worker load the same file: zstddec is published as a module, which a
    service worker cannot be in every browser.
    """
    published = (MODULES / "zstddec" / "dist" / "zstddec-stream.mjs").read_text()
    script, export, rest = published.rpartition("export { ZSTDDecoder };")
    if not export or rest.strip():
        raise BuildError("zstddec no longer ends with `export { ZSTDDecoder };`")
    return script + (BROWSER / "unpack.js").read_text()
