"""Step 8: Pyodide's WebAssembly split by profile: what runs from start to answer, and the rest.

Both modules have all functions of the whole one under their old numbers, so no instruction needs to
change. A function that stands in the other module is a trampoline of a few bytes here, which passes
its arguments on through a table that both share. Memory, tables, globals and the tag are the first
module's. It runs without the second until something is called against expectation; then the
function in the last place of the shared table has to bring the second (docs/static/assets/
restore.js). The data that memory starts with are part of the snapshot.
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
PARTS = b"parts"
"""The name of the table through which each module calls the functions of the other."""
NOTHING = b"\x60\0\0"  # the type of a function without parameters and results


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


def split(
    content: bytes, called: Container[int], later: Iterable[range] = ()
) -> tuple[bytes, bytes]:
    """The module with the functions `called`, by their numbers as `instrument` counts them, and the
    module with all others.

    They have no data, but for what stands in the places `later`: the second one brings that.
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
    first.exports.append(export(PARTS, OF_TABLE, table))
    first.sections.pop(DATA_COUNT, None)
    first.data = []
    data = whole.initial_memory()
    second.data = [data_segment(place.start, data[place.start : place.stop]) for place in later]
    return first.encode(), second.encode()


def _add_ensure(module: Module, table: int, last: int) -> int:
    """Add a function that calls the last of the table while its first place is empty."""
    module.types.append(NOTHING)
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
