"""Step 7: the tables that only functions of the second WebAssembly can read: they come with it.

What the profile did not see read may be read all the same, so that is no reason to leave data out.
But a table that is `static` in a file of C can be reached by functions of that file alone, until
one of them gives its address away. The linker lays files one after another, functions and constant
data alike. So when the profile has no function of a row of files, no function of the first module
can know where their constants are; and what calls one of theirs brings the second module before.
"""

from collections.abc import Container, Iterable
from typing import NamedTuple

from hooks.quickstart.tools import PYODIDE, WASM, RuntimeBuildError
from hooks.quickstart.wasm import parse

TRAILS = range(0xA1, 0xFF)
"""The second bytes of a row of 94 characters in the encodings of East Asia."""


class Tables(NamedTuple):
    """Constants of neighbouring files: `start` and `end` are bytes within them, the first and the
    last, `after` and `before` functions of other files that stand on either side of theirs.
    """

    after: str
    before: str
    start: bytes
    end: bytes


def _row(encoding: str, lead: int, trails: Container[int] = TRAILS) -> bytes:
    """A row of a character set, as tables hold it: two bytes for a character."""
    row = (bytes([lead, trail]).decode(encoding) for trail in range(256) if trail in trails)
    return "".join(row).encode("utf-16-le")


ALL = (
    # From the character sets of China to the Unicode database, and the one file after these.
    Tables(
        "PyInit__elementtree",
        "PyInit_mmap",
        _row("gb2312", 0xA1),
        b"This module performs file control and I/O control",
    ),
    # Musl, the library of C, has the character sets of East Asia once more, for iconv().
    Tables(
        "hypotl",
        "if_indextoname",
        _row("gbk", 0x81, {*range(0x40, 0xFF)} - {0x7F}),
        _row("euc_kr", 0xFD),
    ),
)


def places(called: Container[int], memory: bytes) -> list[range]:
    """Where tables are that no function `called` can read, in `memory`, that of the snapshot.

    Raises RuntimeBuildError when the module is not as it was.
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
            raise RuntimeBuildError(f"no tables after {after}: see tables.py") from None
        if initial.count(start) > 1 or initial[place] != memory[place]:
            raise RuntimeBuildError(f"no constant tables after {after}: see tables.py")
        if not any(n in called for n in functions):
            found.append(range(place.start, place.stop))
    return found


def blank(memory: bytes, places: Iterable[range]) -> bytes:
    """The memory with nothing in these places."""
    left = bytearray(memory)
    for place in places:
        left[place.start : place.stop] = bytes(len(place))
    return bytes(left)
