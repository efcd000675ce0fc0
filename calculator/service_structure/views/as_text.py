"""Mark a result up as Markdown or as plain text, which differ in headings and names."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from service_structure.views.blocks import (
    Arguments,
    Aside,
    Block,
    Blocks,
    Branch,
    Chart,
    Detail,
    Details,
    Entries,
    Items,
    Line,
    Link,
    Named,
    Paragraph,
    Place,
    Ranking,
    Section,
    Sides,
    Slot,
    Small,
    Subheading,
    Table,
    Terms,
    Text,
    Timeline,
    Title,
    Tree,
)

INDENT = "    "


class TextSkin:
    """Marks up sections as Markdown or plain text; `inside` writes a name inside a sentence."""

    def __init__(self, *, markdown: bool, inside: Callable[[str], str]) -> None:
        self.markdown = markdown
        self.inside = inside
        self.markup: dict[type, Callable[[Any], list[str]]] = {
            Paragraph: lambda block: [plain(block.text)],
            Subheading: lambda block: [self.heading(block.text), ""],
            Title: lambda block: [self._strong(block.name.text)],
            Items: self._items,
            Entries: self._entries,
            Terms: lambda block: [f"- {term}: {text}" for term, text in block.pairs],
            Ranking: self._ranking,
            Sides: self._sides,
            Table: self._table,
            Details: self._details,
            Arguments: lambda block: [],
            Timeline: self._timeline,
            Chart: lambda block: [],
            Tree: lambda block: _branches(block.branches),
            Slot: lambda block: [],
        }

    def sections(self, sections: Iterable[Section]) -> str:
        """The sections as text that ends with a line break."""
        return "\n".join([self._section(section) for section in sections])

    def heading(self, words: str) -> str:
        """A heading of the second level."""
        return f"## {words}" if self.markdown else f"{words}\n{'=' * len(words)}"

    def _section(self, section: Section) -> str:
        lines = [self.heading(section.heading), ""] if section.heading else []
        return "\n".join([*lines, *self._blocks(section.blocks), ""])

    def _blocks(self, blocks: Blocks) -> list[str]:
        """Lines of blocks with an empty line between two of them, but between opened details."""
        lines: list[str] = []
        before: Block | None = None
        for block in blocks:
            if told := [line for line in self.markup[type(block)](block) if line.strip()]:
                if before and not (_is_item(before) and _is_item(block)):
                    lines.append("")
                lines += told
                before = block
        return lines

    def _strong(self, words: str) -> str:
        return f"**{words}**" if self.markdown else words

    def _items(self, block: Items) -> list[str]:
        return [
            f"{f'{n}.' if block.ordered else '-'} {plain(item)}"
            for n, item in enumerate(block.items, 1)
        ]

    def _entries(self, block: Entries) -> list[str]:
        lines = []
        for entry in block.entries:
            title = plain((entry.title,))
            figure = f" ({entry.figure})" if entry.figure else ""
            head = self._strong(title) if figure else title
            lines.append(f"- {head}{figure}. {entry.text}".rstrip())
            lines += _behind(entry.details, INDENT)
        return lines

    def _ranking(self, block: Ranking) -> list[str]:
        return [f"{n}. {_place(place)}" for n, place in enumerate(block.places, 1)]

    def _sides(self, block: Sides) -> list[str]:
        lines = []
        for side in block.sides:
            told = [f"{self.inside(name)} {figure}" for name, figure in side.entries]
            lines.append(f"{side.head}: {', '.join(told) or side.nothing}.")
        return lines

    def _table(self, block: Table) -> list[str]:
        rules = ["---:" if column.figures else "---" for column in block.columns]
        heads = [column.head for column in block.columns]
        rows = [*block.rows, block.foot] if block.foot else block.rows
        return [_row(heads), _row(rules), *map(_row, rows)]

    def _timeline(self, block: Timeline) -> list[str]:
        lines = []
        for phase in block.phases:
            lines.append(f"- {self._strong(phase.name)}")
            lines += [f"{INDENT}- {bar.name} ({bar.time}). {bar.note}" for bar in phase.bars]
        return lines

    def _details(self, block: Details) -> list[str]:
        if not block.figure:
            return [self.heading(block.summary), *self._blocks(block.blocks)]
        inner = [line for block in block.blocks for line in self.markup[type(block)](block)]
        head = f"- {self._strong(block.summary)}: {block.figure}."
        return [head, *[f"{INDENT}- {line}" for line in inner]]


def _behind(details: Sequence[Detail], indent: str) -> list[str]:
    """Details in lines, what stands behind each of them further in."""
    lines = []
    for detail in details:
        text = f". {detail.text}" if detail.text else ""
        figure = f" ({detail.figure})" if detail.figure else ""
        lines.append(f"{indent}- {detail.title.text}{figure}{text}")
        lines += _behind(detail.details, indent + INDENT)
    return lines


def _branches(branches: Sequence[Branch], indent: str = "") -> list[str]:
    """Posts in lines, those that report to one further in."""
    lines = []
    for branch in branches:
        notes = "".join([f"; {note}" for note in branch.notes])
        lines.append(f"{indent}- {branch.title}: {branch.figure}{notes}")
        lines += _branches(branch.branches, indent + INDENT)
    return lines


def _is_item(block: Block) -> bool:
    return isinstance(block, Details) and bool(block.figure)


def _place(place: Place) -> str:
    notes = " ".join([note for note in (place.remark, *place.notes) if note])
    told = f"{place.name.text}: {place.figure}"
    return f"{told}. {notes}" if notes else told


def _row(cells: Sequence[Text]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def plain(text: Text) -> str:
    """A text without its links."""
    if isinstance(text, str):
        return text
    return "".join([_span(span) for span in text]).strip()


def _span(span: object) -> str:
    match span:
        case str():
            return span
        case Link():
            return span.text
        case Small():
            return f"({span.text})"
        case Line():
            return f"{plain(span.text)} "
        case Named():
            return span.name.text
        case Aside() | Slot():
            return ""
    raise TypeError(span)
