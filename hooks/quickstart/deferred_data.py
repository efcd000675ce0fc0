"""Tables that only the second WebAssembly module can read, and that therefore come with it.

A table that the profile did not see read may still be read later, so the profile alone is no reason
to leave it out. But a `static` table of a C file can be reached only by functions of that file,
until one of them hands out its address. The linker lays files one after another, functions and
constant data alike. So when no function of a row of files is in the first module, no function of
the first module knows the address of their tables; and a call to one of theirs loads the second
module, with the tables, first.
"""

from collections.abc import Container, Iterable
from typing import NamedTuple

from hooks.quickstart.application import BuildError
from hooks.quickstart.programs import PYODIDE, WASM
from hooks.quickstart.wasm import parse

TRAILS = range(0xA1, 0xFF)
"""The second bytes of the 94 characters of a row in East Asian encodings."""


class Tables(NamedTuple):
    """Constant data of neighbouring C files.

    `start` and `end` are the first and the last bytes of the data. `after` and `before` are the
    exported functions of other files between which all functions of these files lie.
    """

    after: str
    before: str
    start: bytes
    end: bytes


def _row(encoding: str, lead: int, trails: Container[int] = TRAILS) -> bytes:
    """A row of a character set as the tables hold it, in two bytes for each character."""
    row = (bytes([lead, trail]).decode(encoding) for trail in range(256) if trail in trails)
    return "".join(row).encode("utf-16-le")


ALL = (
    # CPython's character sets of East Asia, its Unicode database, and the file after these.
    Tables(
        "PyInit__elementtree",
        "PyInit_mmap",
        _row("gb2312", 0xA1),
        b"This module performs file control and I/O control",
    ),
    # The C library's own character sets of East Asia, for iconv().
    Tables(
        "hypotl",
        "if_indextoname",
        _row("gbk", 0x81, {*range(0x40, 0xFF)} - {0x7F}),
        _row("euc_kr", 0xFD),
    ),
)


def places(called: Container[int], memory: bytes) -> list[range]:
    """The addresses of tables that no function in `called` can read, in the snapshot's `memory`.

    Raises BuildError when the neighbouring functions or the data are not found.
    """
    module = parse((PYODIDE / WASM).read_bytes())
    numbers = module.exported_functions()
    initial = module.initial_memory()
    found = []
    for after, before, start, end in ALL:
        try:
            functions = range(numbers[after] + 1, numbers[before])
            place = slice(initial.index(start), initial.index(end, initial.index(start)) + len(end))
        except (KeyError, ValueError):
            raise BuildError(f"no tables after {after}: change ALL in deferred_data.py") from None
        if initial.count(start) > 1 or initial[place] != memory[place]:
            raise BuildError(f"no constant tables after {after}: change ALL in deferred_data.py")
        if not any(n in called for n in functions):
            found.append(range(place.start, place.stop))
    return found


def blank(memory: bytes, places: Iterable[range]) -> bytes:
    """The memory with zeros in these places."""
    left = bytearray(memory)
    for place in places:
        left[place.start : place.stop] = bytes(len(place))
    return bytes(left)
