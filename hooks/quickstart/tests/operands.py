"""The integers in the instructions of a WebAssembly function: constants and memory offsets."""

from collections.abc import Callable

from hooks.quickstart.wasm import Reader, WasmError, locals_and_code

# Instructions by what follows them (WebAssembly core specification 5.4, with exceptions as Pyodide
# uses them): nothing; one number; two; and the others.
NONE = (*range(0x45, 0xC5), 0x00, 0x01, 0x05, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1)
ONE = (*range(0x02, 0x05), *range(0x06, 0x0A), 0x0C, 0x0D, 0x10, *range(0x20, 0x27), 0xD0, 0xD2)
ONE += (0x12, 0x18, 0x3F, 0x40, 0x42)
CALL_INDIRECT, BR_TABLE, SELECT, PREFIX = 0x11, 0x0E, 0x1C, 0xFC
I32_CONST, F32_CONST, F64_CONST = 0x41, 0x43, 0x44
LOADS_AND_STORES = range(0x28, 0x3F)
MEMORY_INIT, MEMORY_COPY, TABLE_INIT, TABLE_COPY = 8, 10, 12, 14
AFTER_PREFIX = {MEMORY_INIT: 2, MEMORY_COPY: 2, TABLE_INIT: 2, TABLE_COPY: 2}


def operands(body: bytes) -> set[int]:
    """All integers that may be an address in the instructions of a function.

    Raises WasmError for an instruction that is not provided for.
    """
    _, code = locals_and_code(body)
    reader = Reader(code)
    found = set()
    skip: dict[int, Callable[[], object]] = {
        **dict.fromkeys(NONE, lambda: None),
        **dict.fromkeys(ONE, reader.number),
        CALL_INDIRECT: lambda: (reader.number(), reader.number()),
        BR_TABLE: lambda: [reader.number() for _ in range(reader.number() + 1)],
        SELECT: lambda: reader.take(reader.number()),
        F32_CONST: lambda: reader.take(4),
        F64_CONST: lambda: reader.take(8),
        PREFIX: lambda: _skip_after_prefix(reader),
    }
    while reader.place < len(code):
        instruction = reader.byte()
        if instruction == I32_CONST:
            number = reader.number()
            if not code[reader.place - 1] & 0x40:  # else it is negative
                found.add(number)
        elif instruction in LOADS_AND_STORES:
            reader.number()
            found.add(reader.number())
        elif instruction in skip:
            skip[instruction]()
        else:
            raise WasmError(f"instruction {instruction:#x} is not provided for")
    return found


def _skip_after_prefix(reader: Reader) -> None:
    kind = reader.number()
    for _ in range(AFTER_PREFIX.get(kind, int(kind > 7))):
        reader.number()
