"""Splits Pyodide's WebAssembly by profile: functions that ran while it was taken, and all others.

Each function keeps its index in both modules, so no instruction needs to change. In the module that
lacks a function, a jump of a few bytes stands in its place: it passes the arguments on through a
table that both modules share. The first module owns memory, tables, globals and the exception tag,
and runs without the second one. When a function of the second one is called, the jump first calls
the function in the last place of the shared table, which restore.js puts there to load the second
module. Neither module has the data that memory starts with, as they are part of the snapshot.
"""

from collections.abc import Container, Iterable

from hooks.quickstart.wasm import (
    DATA_COUNT,
    END,
    FUNCREF,
    I32,
    OF_FUNCTION,
    OF_GLOBAL,
    OF_MEMORY,
    OF_TABLE,
    OF_TAG,
    Import,
    Module,
    constant,
    data_segment,
    export,
    leb,
    locals_and_code,
    parse,
    vector,
)

SHARED = b"split"
"""The module name of all that the second module imports from the first."""
SHARED_TABLE = b"shared_table"
"""The name of the table through which each module calls the functions of the other."""
NO_PARAMETERS = b"\x60\0\0"
"""The type of a function without parameters and results."""


def instrument(content: bytes) -> bytes:
    """The module with a global `called N` for each of its functions: 1 once it has been called."""
    module = parse(content)
    first = module.imported(OF_GLOBAL) + len(module.globals_)
    for n, body in enumerate(module.bodies):
        module.globals_.append((I32 + b"\1", constant(0) + END))
        module.exports.append(export(f"called {n}".encode(), OF_GLOBAL, first + n))
        variables, code = locals_and_code(body)
        module.bodies[n] = variables + constant(1) + b"\x24" + leb(first + n) + code
    return module.encode()


def without_data(content: bytes) -> bytes:
    """The module without the data that memory starts with."""
    module = parse(content)
    _drop_data(module)
    return module.encode()


def split(
    content: bytes, called: Container[int], later: Iterable[range] = ()
) -> tuple[bytes, bytes]:
    """The module with the functions `called`, numbered as in `instrument`, and that of all others.

    The second one brings the data at the addresses `later`; the first has none.
    """
    whole, first = parse(content), parse(content)
    second = Module(types=whole.types, imports=whole.imports, functions=whole.functions)
    size = len(whole.functions)
    places = sorted(range(size), key=lambda n: n in called)
    place_of = {n: place for place, n in enumerate(places)}
    others = sum(n not in called for n in range(size))
    functions = [leb(whole.imported(OF_FUNCTION) + n) for n in places]
    table = whole.imported(OF_TABLE) + len(whole.tables)
    limits = leb(size + 1)

    first.tables.append(FUNCREF + b"\1" + limits + limits)
    first.elements.append(_segment(table, others, functions[others:]))
    ensure = _add_ensure(first, table, size)
    for n, type_ in enumerate(whole.functions):
        jump = _jump(whole.types[type_], type_, place_of[n], table)
        if n in called:
            second.bodies.append(b"\0" + jump)
        else:
            second.bodies.append(whole.bodies[n])
            first.bodies[n] = b"\0\x10" + leb(ensure) + jump
    _share(first, second)
    second.elements.append(_segment(table, 0, functions[:others]))
    first.exports.append(export(SHARED_TABLE, OF_TABLE, table))
    _drop_data(first)
    data = whole.initial_memory()
    second.data = [data_segment(place.start, data[place.start : place.stop]) for place in later]
    return first.encode(), second.encode()


def _drop_data(module: Module) -> None:
    module.sections.pop(DATA_COUNT, None)
    module.data = []


def _add_ensure(module: Module, table: int, last: int) -> int:
    """Add a function that calls place `last` of the table while place 0 is empty."""
    module.types.append(NO_PARAMETERS)
    type_ = leb(len(module.types) - 1)
    is_empty = constant(0) + b"\x25" + leb(table) + b"\xd1"
    call_last = constant(last) + b"\x11" + type_ + leb(table)
    module.functions.append(len(module.types) - 1)
    module.bodies.append(b"\0" + is_empty + b"\x04\x40" + call_last + END + END)
    return module.imported(OF_FUNCTION) + len(module.functions) - 1


def _jump(described: bytes, type_: int, place: int, table: int) -> bytes:
    """Instructions that call a function of the table with the arguments of this one."""
    arguments = b"".join(b"\x20" + leb(n) for n in range(described[1]))
    return arguments + constant(place) + b"\x11" + leb(type_) + leb(table) + END


def _segment(table: int, start: int, functions: Iterable[bytes]) -> bytes:
    return b"\2" + leb(table) + constant(start) + END + b"\0" + vector(functions)


def _share(first: Module, second: Module) -> None:
    """Export from the first module all that is no function, and import it into the second."""
    shared = [
        (OF_TABLE, first.imported(OF_TABLE), first.tables),
        (OF_MEMORY, first.imported(OF_MEMORY), first.memories),
        (OF_TAG, first.imported(OF_TAG), first.tags),
        (OF_GLOBAL, first.imported(OF_GLOBAL), [described for described, _ in first.globals_]),
    ]
    for kind, start, all_described in shared:
        for n, described in enumerate(all_described, start):
            name = f"{kind} {n}".encode()
            first.exports.append(export(name, kind, n))
            second.imports.append(Import(SHARED, name, kind, described))
