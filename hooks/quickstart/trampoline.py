"""A WebAssembly module that calls a C function with as many arguments as the function declares.

CPython calls every C function with three arguments; many declare fewer. WebAssembly rejects such
calls, so this module looks up the callee's signature first. Pyodide has a module for that, too, but
the snapshot is made without it, as not every browser can run it; restore.js adds this one.
"""

from hooks.quickstart.wasm import (
    END,
    FUNCREF,
    I32,
    OF_FUNCTION,
    OF_MEMORY,
    OF_TABLE,
    Import,
    Module,
    constant,
    export,
)

MOST = 3
"""Arguments of a callee. Type N of the module is that of a callee with N arguments."""

SUCCESS, CALLEE, FIRST, FOUND = b"\0", b"\1", 2, b"\5"
"""Parameters of `call`: the address for its success, the callee's index, the first argument; and a
local variable for the callee.
"""

GET, SET, TABLE_GET, STORE = b"\x20", b"\x21", b"\x25\0", b"\x36\2\0"
IS_OF_TYPE, IF, CALL_INDIRECT, RETURN = b"\xfb\x14", b"\x04\x40", b"\x11", b"\x0f"


def trampoline() -> bytes:
    """The module: it imports `memory` and `table` and exports `call`."""
    takes = [b"\x60" + bytes([n]) + I32 * n + b"\1" + I32 for n in (*range(MOST + 1), 2 + MOST)]
    body = [b"\1\1" + FUNCREF, _note(1), GET + CALLEE + TABLE_GET + SET + FOUND]
    for n in reversed(range(MOST + 1)):  # most callees declare three
        arguments = b"".join(GET + bytes([FIRST + place]) for place in range(n))
        call = arguments + GET + CALLEE + CALL_INDIRECT + bytes([n]) + b"\0" + RETURN
        body.append(GET + FOUND + IS_OF_TYPE + bytes([n]) + IF + call + END)
    body += [_note(0), constant(0), END]
    return Module(
        types=takes,
        imports=[
            Import(b"", b"memory", OF_MEMORY, b"\0\0"),
            Import(b"", b"table", OF_TABLE, FUNCREF + b"\0\0"),
        ],
        functions=[MOST + 1],
        exports=[export(b"call", OF_FUNCTION, 0)],
        bodies=[b"".join(body)],
    ).encode()


def _note(success: int) -> bytes:
    return GET + SUCCESS + constant(success) + STORE
