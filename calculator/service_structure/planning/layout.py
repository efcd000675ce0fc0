"""Where the boxes of an organisation chart stand: a tree of three storeys.

The head stands on top. Below, in bands as wide as the page, stand columns: what the head leads, and
under a manager what hangs under him. Teams of one group, if the head leads them, stand in a stack.
Solid lines run from the left of a stack, dotted ones to its right. Lengths are in pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

TITLE, NOTE = 15.0, 13.0
"""The sizes of letters: the first line of a box, and the others."""

PADDING, LEADING, INDENT = 12.0, 19.0, 20.0
GAP, STEP, DROP = 26.0, 12.0, 54.0
"""Between columns, between the boxes of a stack, and from a storey to the next."""

NARROW, WIDE, LONGEST = 132.0, 178.0, 330.0
"""How wide a box is, and how wide one may be for its longest word to stay whole."""

ACROSS, IN_PRINT = 1110.0, 870.0
"""How wide a band may be, on a page of the site and on A4."""

PRINTED = 0.77
"""How large a drawing is on A4: its letters are about as large as those beside it."""

TALLEST = 8
"""Boxes in a column; those of a larger group stand in several columns, side by side."""

ADVANCES = {
    0.28: " 'ijі\u00a0\u202f",
    0.34: "!,.:;I`lІїЇ‘’·",
    0.42: "()-[]frt{|}",
    0.48: '"*г',
    0.53: "/\\zт“”",
    0.57: "17_sз–«»",
    0.6: "+<=>J^acekvxy~Гаексухчэяёє×−",
    0.63: "235?FLbdghnopquбвийнопрь",
    0.66: "04689TZТдлц",
    0.7: "#$EPSYЕЁЗР₽£",
    0.75: "&ABCDKRUVXАБВКЛСУХЧЬЭЯмъЄ€",
    0.8: "GHNOQДИЙНОПЦ",
    0.88: "wжшфыюЪ",
    0.95: "%MmМФщ",
    1.05: "@WЖШЩЮЫ…—",
    1.2: "№",
}
"""How far letters advance, in their size: those of Golos Text in semibold and of Arial in bold,
the wider of the two, rounded up."""

WIDEST = 1.25
ADVANCE = {letter: width for width, letters in ADVANCES.items() for letter in letters}


@dataclass(frozen=True)
class Node:
    """What is to be placed: a title with a figure beside it, notes, and what it reports to.

    `under` and `also` are ids of nodes that stand before it; only the head is under nothing. Nodes
    of one `stack` stand above one another.
    """

    id: str
    title: str
    figure: str
    notes: tuple[str, ...]
    under: str | None
    also: str | None = None
    stack: str = ""


@dataclass(frozen=True)
class Box:
    """A node in its place: `lines` of its title and of its notes, broken so that they fit."""

    id: str
    x: float
    y: float
    width: float
    height: float
    title: tuple[str, ...]
    figure: str
    notes: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Half-way across."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Link:
    """A line from a box to the one it reports to, with right angles; dotted if it is the second."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    dotted: bool = False


@dataclass(frozen=True)
class Layout:
    """Boxes and links, within a drawing of this size."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    width: float
    height: float


def text_width(text: str, size: float) -> float:
    """How wide a text is at most, in semibold letters of this size."""
    return size * sum([ADVANCE.get(letter, WIDEST) for letter in text])


def lay_out(nodes: Sequence[Node], across: float = ACROSS, tallest: int = TALLEST) -> Layout:
    """Place the head, which stands first, and below it what reports to it, in bands."""
    return _Drawing(nodes, across, tallest).layout()


@dataclass(frozen=True)
class _Column:
    """A node, if there is one, and what hangs below it, or `under` that of a column before it."""

    top: Node | None
    hanging: tuple[Node, ...]
    under: Node | None = None


class _Drawing:
    """Boxes as they are placed, from the top to the bottom."""

    def __init__(self, nodes: Sequence[Node], across: float, tallest: int) -> None:
        self.head, *self.others = nodes
        self.tallest = tallest
        natural = min(max(map(_natural_width, nodes)), WIDE)
        whole = min(max(map(_least_width, nodes)), LONGEST)
        self.width = float(ceil(max(NARROW, natural, whole)))
        self.wide = self.width + INDENT
        self.bands = self._bands(across)
        self.margin = STEP if len(self.bands) > 1 else 0.0
        most = max(map(len, self.bands), default=1)
        self.full = most * self.wide + (most - 1) * GAP + 2 * self.margin
        if any(node.also for node in nodes):
            self.full += STEP  # for a dotted line to the right of the last column
        self.boxes: dict[str, Box] = {}
        self.links: list[Link] = []
        self.ports: dict[str, tuple[tuple[float, float], ...]] = {}

    def layout(self) -> Layout:
        """The drawing, with all boxes and links."""
        columns = len(self.bands[0]) if self.bands else 1
        middle = self.margin + (columns * (self.wide + GAP) - GAP) / 2
        self._box(self.head, middle - self.wide / 2, 0.0, self.wide)
        bottom = self.boxes[self.head.id].bottom
        for number, band in enumerate(self.bands):
            bottom = self._band(band, number, bottom)
        for node in self.others:
            if node.also:
                self._second_line(node.id, node.also)
        return Layout(tuple(self.boxes.values()), tuple(self.links), self.full, bottom)

    def _bands(self, across: float) -> list[list[_Column]]:
        """The columns below the head, in bands of about equally many; a node has its own in one."""
        abreast = max(int((across + GAP) // (self.wide + GAP)), 1)
        groups = self._columns(abreast)
        fewest = len(_packed(groups, abreast))
        narrowest = next(n for n in range(1, abreast + 1) if len(_packed(groups, n)) == fewest)
        return _packed(groups, narrowest)

    def _columns(self, abreast: int) -> list[list[_Column]]:
        """Columns for each node below the head that leads others, and for each stack of others.

        What is too tall takes several. Where a stack has several boxes all stacks hang alike, so
        that boxes of the same rank look the same.
        """
        below: Mapping[str, list[Node]] = {node.id: [] for node in (self.head, *self.others)}
        for node in self.others:
            below[node.under or self.head.id].append(node)
        direct = below[self.head.id]
        stacks: dict[str, list[Node]] = {}
        for node in direct:
            stacks.setdefault(node.id if below[node.id] else node.stack or node.id, []).append(node)
        highest = self.tallest if len(stacks) > 1 else -(-len(direct) // abreast)
        parts = [part for stack in stacks.values() for part in _in_rows(stack, highest)]
        alike = all(len(part) == 1 for part in parts)
        return [
            self._led(part[0], below[part[0].id], abreast)
            if len(part) == 1 and (alike or below[part[0].id])
            else [_Column(None, tuple(part))]
            for part in parts
        ]

    def _led(self, top: Node, hanging: Sequence[Node], abreast: int) -> list[_Column]:
        """A node with what it leads below it, in as many columns as that takes."""
        rows = _in_rows(hanging, max(self.tallest, -(-len(hanging) // abreast)))
        first, *others = rows or [[]]
        return [
            _Column(top, tuple(first)),
            *[_Column(None, tuple(part), under=top) for part in others],
        ]

    def _band(self, columns: Sequence[_Column], number: int, above: float) -> float:
        """Place columns side by side; where the lowest of them ends."""
        top = above + DROP
        bottoms = [
            self._column(column, self.margin + place * (self.wide + GAP), top, number)
            for place, column in enumerate(columns)
        ]
        return max(bottoms)

    def _column(self, column: _Column, x: float, top: float, band: int) -> float:
        y, bus = top, top - DROP / 2
        if column.top:
            box = self._box(column.top, x, y, self.wide)
            self._link(column.top, ((box.middle, box.y), (box.middle, bus)), band)
            second = box.middle + self.wide // 4
            self.ports[box.id] = ((second, box.y), (second, top - STEP))
        rail = x + INDENT / 2
        above = column.top or column.under
        leader = self.boxes[above.id] if above else None
        if leader:
            y = leader.bottom + STEP
        for node in column.hanging:
            box = self._box(node, x + INDENT, y, self.width)
            centre = box.y + box.height / 2
            if leader:
                first, shelf = leader.x + INDENT / 2, leader.bottom + STEP / 2
                turns = ((rail, shelf), (first, shelf)) if column.under else ()
                points = ((box.x, centre), (rail, centre), *turns, (first, leader.bottom))
                self.links.append(Link(node.id, leader.id, points))
            else:
                self._link(node, ((box.x, centre), (rail, centre), (rail, bus)), band)
            right = x + self.wide
            outside = right + STEP - 2
            self.ports[box.id] = ((right, centre), (outside, centre), (outside, top - STEP))
            y = box.bottom + STEP
        return y - STEP

    def _link(self, node: Node, points: tuple[tuple[float, float], ...], band: int) -> None:
        """A line up to the bar of its band, and from there to the head."""
        head = self.boxes[self.head.id]
        bar = head.bottom + DROP / 2
        if band:  # down the left margin, past the bands above
            points = (*points, (1.0, points[-1][1]), (1.0, bar))
        self.links.append(
            Link(node.id, head.id, (*points, (head.middle, bar), (head.middle, head.bottom)))
        )

    def _second_line(self, source: str, target: str) -> None:
        """A dotted line along the bars of both; down the right margin from one band to another."""
        start, end = self.ports[source], self.ports[target]
        down: tuple[tuple[float, float], ...] = ()
        if start[-1][1] != end[-1][1]:
            down = ((self.full - 1, start[-1][1]), (self.full - 1, end[-1][1]))
        self.links.append(Link(source, target, (*start, *down, *reversed(end)), dotted=True))

    def _box(self, node: Node, x: float, y: float, width: float) -> Box:
        room = width - 2 * PADDING
        title = _broken(node.title, TITLE, room - _figure_width(node.figure))
        notes = tuple([line for note in node.notes for line in _broken(note, NOTE, room)])
        height = LEADING * (len(title) + len(notes)) + 2 * PADDING - 4
        box = Box(node.id, x, y, width, height, title, node.figure, notes)
        self.boxes[node.id] = box
        return box


def _natural_width(node: Node) -> float:
    """How wide a box has to be for every text of a node to take one line."""
    title = text_width(node.title, TITLE) + _figure_width(node.figure)
    return 2 * PADDING + max([title, *[text_width(note, NOTE) for note in node.notes]])


def _least_width(node: Node) -> float:
    """How wide a box has to be for no word of a node to be broken."""
    title = max([text_width(word, TITLE) for word in node.title.split(" ")])
    notes = [text_width(word, NOTE) for note in node.notes for word in note.split(" ")]
    return 2 * PADDING + max([title + _figure_width(node.figure), *notes])


def _figure_width(figure: str) -> float:
    return text_width(figure, TITLE) + PADDING if figure else 0.0


def _broken(text: str, size: float, room: float) -> tuple[str, ...]:
    """A text in lines that have room; a word that is too long by itself is broken where it must."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= room:
            lines[-1] = joined
        else:
            lines += _pieces(word, size, room)
    return tuple(lines)


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word in as few pieces as have room."""
    if text_width(word, size) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if text_width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _packed(groups: Sequence[Sequence[_Column]], abreast: int) -> list[list[_Column]]:
    """Columns in bands of so many, those of a group together; a larger one has its own band."""
    bands: list[list[_Column]] = []
    for group in groups:
        if not bands or len(bands[-1]) + len(group) > abreast:
            bands.append([])
        bands[-1] += group
    return bands


def _in_rows[T](items: Sequence[T], most: int) -> list[list[T]]:
    """Items in as few rows of at most so many as possible, about equally many in each."""
    rows = -(-len(items) // most)
    return [list(items[len(items) * n // rows : len(items) * (n + 1) // rows]) for n in range(rows)]
