"""Takes a WebAssembly module apart and writes one: no more of the format than splitting needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

# Ids of sections and kinds of imports and exports (WebAssembly core specification, 5.5).
CUSTOM, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT = range(8)
ELEMENT, CODE, DATA, DATA_COUNT, TAG = 9, 10, 11, 12, 13
ORDER = (
    TYPE,
    IMPORT,
    FUNCTION,
    TABLE,
    MEMORY,
    TAG,
    GLOBAL,
    EXPORT,
    ELEMENT,
    DATA_COUNT,
    CODE,
    DATA,
)
OF_FUNCTION, OF_TABLE, OF_MEMORY, OF_GLOBAL, OF_TAG = range(5)

I32 = b"\x7f"
FUNCREF = b"\x70"
HEAD = b"\0asm\1\0\0\0"
END = b"\x0b"


class WasmError(ValueError):
    """The module has something in it that is not provided for here."""


@dataclass(frozen=True)
class Import:
    """One import: `described` is its type as it stands in the module, after the kind."""

    module: bytes
    name: bytes
    kind: int
    described: bytes


@dataclass
class Module:
    """A module: what is counted in each index space, and all else as the bytes that it was.

    Each list holds what the module defines, without what it imports; `functions` are the indexes
    of their types, `bodies` start with their local variables, `globals_` are pairs of a type and
    a start value. `sections` keeps the content of all the others.
    """

    types: list[bytes] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    functions: list[int] = field(default_factory=list)
    tables: list[bytes] = field(default_factory=list)
    memories: list[bytes] = field(default_factory=list)
    tags: list[bytes] = field(default_factory=list)
    globals_: list[tuple[bytes, bytes]] = field(default_factory=list)
    exports: list[bytes] = field(default_factory=list)
    elements: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)
    customs: list[bytes] = field(default_factory=list)
    sections: dict[int, bytes] = field(default_factory=dict)

    def imported(self, kind: int) -> int:
        """How many of a kind are imported: the index of the first that the module defines."""
        return sum(each.kind == kind for each in self.imports)

    def exported_functions(self) -> dict[str, int]:
        """The functions that are exported, by name: their numbers among those defined here."""
        found, first = {}, self.imported(OF_FUNCTION)
        for entry in self.exports:
            reader = Reader(entry)
            text = reader.take(reader.number()).decode()
            if reader.byte() == OF_FUNCTION:
                found[text] = reader.number() - first
        return found

    def initial_memory(self) -> bytes:
        """Memory before anything runs, as far as there are data."""
        memory = bytearray()
        for segment in self.data:
            reader = Reader(segment, 2)  # after the kind of segment and the instruction i32.const
            start = reader.number()
            reader.byte()
            content = reader.take(reader.number())
            memory.extend(bytes(max(0, start + len(content) - len(memory))))
            memory[start : start + len(content)] = content
        return bytes(memory)

    def encode(self) -> bytes:
        """The module as a file."""
        lists = {
            TYPE: self.types,
            IMPORT: [
                name(each.module) + name(each.name) + bytes([each.kind]) + each.described
                for each in self.imports
            ],
            FUNCTION: [leb(index) for index in self.functions],
            TABLE: self.tables,
            MEMORY: self.memories,
            TAG: self.tags,
            GLOBAL: [described + start for described, start in self.globals_],
            EXPORT: self.exports,
            ELEMENT: self.elements,
            CODE: [leb(len(body)) + body for body in self.bodies],
            DATA: self.data,
        }
        contents = self.sections | {id_: vector(items) for id_, items in lists.items() if items}
        return b"".join(
            [
                HEAD,
                *(_section(CUSTOM, content) for content in self.customs),
                *(_section(id_, contents[id_]) for id_ in ORDER if id_ in contents),
            ]
        )


def _section(id_: int, content: bytes) -> bytes:
    return bytes([id_]) + leb(len(content)) + content


def leb(number: int) -> bytes:
    """An unsigned number in LEB128."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def signed_leb(number: int) -> bytes:
    """A signed number in LEB128, as a constant in code is written."""
    out = bytearray()
    while not -0x40 <= number < 0x40:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number & 0x7F])


def constant(number: int) -> bytes:
    """The instruction i32.const."""
    return b"\x41" + signed_leb(number)


def name(text: bytes) -> bytes:
    """A name: its length and its bytes."""
    return leb(len(text)) + text


def vector(items: Iterable[bytes]) -> bytes:
    """A vector: how many there are, and each."""
    listed = list(items)
    return leb(len(listed)) + b"".join(listed)


def locals_and_code(body: bytes) -> tuple[bytes, bytes]:
    """A function's body, parted where its variables end and its instructions begin."""
    reader = Reader(body)
    for _ in range(reader.number()):
        reader.number()
        reader.byte()
    return body[: reader.place], body[reader.place :]


def export(text: bytes, kind: int, index: int) -> bytes:
    """One entry of the section of exports."""
    return name(text) + bytes([kind]) + leb(index)


def exported_name(entry: bytes) -> str:
    """The name in an entry of the section of exports."""
    reader = Reader(entry)
    return reader.take(reader.number()).decode()


def data_segment(place: int, content: bytes) -> bytes:
    """One segment of data that memory starts with, or gets with a later module."""
    return b"\0" + constant(place) + END + name(content)


class Reader:
    """Reads the encoding of a module from a place on."""

    def __init__(self, content: bytes, place: int = 0) -> None:
        self.content = content
        self.place = place

    def byte(self) -> int:
        """One byte."""
        self.place += 1
        return self.content[self.place - 1]

    def take(self, size: int) -> bytes:
        """The next bytes."""
        self.place += size
        return self.content[self.place - size : self.place]

    def number(self) -> int:
        """A number in LEB128; a signed one is read over rightly, its value is not."""
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return result

    def sliced(self, read: "Callable[[Reader], object]") -> bytes:
        """The bytes that a method of this class reads over."""
        start = self.place
        read(self)
        return self.content[start : self.place]

    def function_type(self) -> None:
        """Parameters and results, of types of one byte."""
        if self.byte() != 0x60:
            raise WasmError("a type that is no function's is not provided for")
        self.take(self.number())
        self.take(self.number())

    def table(self) -> None:
        """The type of the elements and the limits."""
        if self.byte() not in (0x70, 0x6F):
            raise WasmError("a table with a start value is not provided for")
        self.limits()

    def limits(self) -> None:
        """One number, or two."""
        flags = self.byte()
        self.number()
        if flags & 1:
            self.number()

    def tag(self) -> None:
        """The type of an exception."""
        self.byte()
        self.number()

    def imported(self) -> Import:
        """One import."""
        module, text = self.take(self.number()), self.take(self.number())
        kind = self.byte()
        read = (
            Reader.number,
            Reader.table,
            Reader.limits,
            lambda reader: reader.take(2),
            Reader.tag,
        )[kind]
        return Import(module, text, kind, self.sliced(read))

    def export(self) -> None:
        """One export."""
        self.take(self.number())
        self.byte()
        self.number()

    def element(self) -> None:
        """A segment of functions for a table: the first one, or one that is named."""
        kind = self.byte()
        if kind not in (0, 2):
            raise WasmError("elements that are no functions for a table are not provided for")
        if kind:
            self.number()
        self.expression()
        if kind:
            self.byte()
        for _ in range(self.number()):
            self.number()

    def active_data(self) -> None:
        """A segment of data that memory starts with."""
        if self.byte() != 0:
            raise WasmError("data for later is not provided for")
        self.expression()
        self.take(self.number())

    def expression(self) -> None:
        """A start value: one constant, or a global."""
        if self.byte() not in (0x41, 0x42, 0x23, 0xD2):
            raise WasmError("a start value other than one integer or global is not provided for")
        self.number()
        if self.byte() != END[0]:
            raise WasmError("a start value is one instruction")


# What the section of each id lists: where a module keeps it, and what reads one item.
ITEMS: dict[int, tuple[str, Callable[[Reader], object]]] = {
    TYPE: ("types", partial(Reader.sliced, read=Reader.function_type)),
    IMPORT: ("imports", Reader.imported),
    FUNCTION: ("functions", Reader.number),
    TABLE: ("tables", partial(Reader.sliced, read=Reader.table)),
    MEMORY: ("memories", partial(Reader.sliced, read=Reader.limits)),
    TAG: ("tags", partial(Reader.sliced, read=Reader.tag)),
    GLOBAL: ("globals_", lambda part: (part.take(2), part.sliced(Reader.expression))),
    EXPORT: ("exports", partial(Reader.sliced, read=Reader.export)),
    ELEMENT: ("elements", partial(Reader.sliced, read=Reader.element)),
    CODE: ("bodies", lambda part: part.take(part.number())),
    DATA: ("data", partial(Reader.sliced, read=Reader.active_data)),
}


def parse(content: bytes) -> Module:
    """Take a module apart. Raises WasmError for what is not provided for."""
    if not content.startswith(HEAD):
        raise WasmError("this is no WebAssembly of version 1")
    module = Module()
    reader = Reader(content, len(HEAD))
    while reader.place < len(content):
        id_ = reader.byte()
        part = Reader(reader.take(reader.number()))
        if id_ == CUSTOM:
            module.customs.append(part.content)
        elif id_ in ITEMS:
            name_, read = ITEMS[id_]
            setattr(module, name_, [read(part) for _ in range(part.number())])
        elif id_ in ORDER:
            module.sections[id_] = part.content
        else:
            raise WasmError(f"section {id_} is not provided for")
    return module
