"""What a result consists of: sections of blocks, and blocks of text, with no mark-up in them.

`sections` builds them, `as_html` and `as_text` mark them up. Each kind of block says how it looks
on the page, and where that differs, in print (the memo) and in text (reports, Markdown).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # planning is imported only where it is told of
    from service_structure.planning.layout import Layout


@dataclass(frozen=True)
class Link:
    """A text that leads to a page of the site or, if `to` begins with #, to other answers."""

    text: str
    to: str


@dataclass(frozen=True)
class Aside:
    """What is said on the page only, where a reader can act on it."""

    text: "str | Link"


@dataclass(frozen=True)
class Line:
    """A line of its own within a cell."""

    text: "Text"


@dataclass(frozen=True)
class Small:
    """A remark beside a figure."""

    text: str


@dataclass(frozen=True)
class Named:
    """The name of a structure, on the page with its sign and in its hue."""

    name: Link
    structure: str


@dataclass(frozen=True)
class Slot:
    """The place of a slow part, within a text or as a block of its own; on the page only."""

    name: str


type Span = str | Link | Aside | Line | Named | Small | Slot
type Text = str | tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `kind` is its class on the page."""

    text: Text
    kind: str = ""


@dataclass(frozen=True)
class Subheading:
    """A second heading within a section, of the same level."""

    text: str


@dataclass(frozen=True)
class Title:
    """The name of the structure that the section is about, with its small `diagram`."""

    name: Link
    diagram: str


@dataclass(frozen=True)
class Items:
    """A list, numbered if `ordered`."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Detail:
    """What stands behind an entry, and what stands behind that in turn."""

    title: Link
    text: str = ""
    figure: str = ""
    details: "tuple[Detail, ...]" = ()


@dataclass(frozen=True)
class Entry:
    """A titled item of a list; with a `figure` its title is a heading."""

    title: str | Link
    text: str
    figure: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Entries:
    """A list of titled items."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Terms:
    """Pairs of a term and what it is. In print, if there are `heads`, a table of two columns."""

    pairs: tuple[tuple[str, str], ...]
    heads: tuple[str, str] | None = None


@dataclass(frozen=True)
class Place:
    """One place of a ranking: a `share` (0 to 1), drawn as a bar with its `figure`, and notes.

    `remark` is set apart from the `notes` after it. One that is `out` of the running stands back.
    """

    diagram: str
    name: Link
    share: float
    figure: str
    remark: str = ""
    notes: tuple[str, ...] = ()
    out: bool = False


@dataclass(frozen=True)
class Ranking:
    """A numbered list with bars."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: names with their figures, or the word for `nothing`."""

    head: str
    entries: tuple[tuple[str, str], ...]
    nothing: str


@dataclass(frozen=True)
class Sides:
    """Lists side by side; in text each is one sentence."""

    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Column:
    """The head of a column, and whether figures stand in it."""

    head: str
    figures: bool = True


@dataclass(frozen=True)
class Table:
    """A table whose first column names the rows; `label` names it to a screen reader.

    `kind` is a class on the page: "raci" where letters stand in the cells, "structures" where each
    column is a structure.
    """

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    foot: tuple[Text, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Details:
    """Blocks behind a summary that opens them; with a `figure` an item of a list in text."""

    summary: str
    blocks: "Blocks"
    figure: str = ""


@dataclass(frozen=True)
class Argument:
    """From answers to a statement that they make count, its criterion and what it adds to the fit.

    `share` (0 to 1) is that amount drawn as a bar; `because` says why the answers have that effect.
    What no answer has strengthened has words in their place.
    """

    answers: tuple[Link | str, ...]
    statement: Link
    because: str
    criterion: str
    share: float
    figure: str


@dataclass(frozen=True)
class Arguments:
    """Arguments, the weightiest first; on the page only."""

    arguments: tuple[Argument, ...]


@dataclass(frozen=True)
class Chart:
    """A chart under its finding, with its figures behind a summary; on the page only."""

    name: str
    finding: Slot
    label: str
    summary: str
    figures: Slot


@dataclass(frozen=True)
class Bar:
    """A task on a timeline, from `start` to `end` (shares, 0 to 1, of its whole), with a note.

    `strong` marks one on which the length of the whole depends.
    """

    name: str
    time: str
    note: str
    start: float
    end: float
    strong: bool


@dataclass(frozen=True)
class Phase:
    """A part of a timeline."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Timeline:
    """Tasks over time, by phase; in text a list.

    `label` names it to a screen reader. It has the hue of a structure, `diagram`.
    """

    label: str
    diagram: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class Branch:
    """A post of an organisation chart in words, and the posts that report to it."""

    title: str
    figure: str
    notes: tuple[str, ...]
    branches: "tuple[Branch, ...]" = ()


@dataclass(frozen=True)
class Tree:
    """An organisation chart in the colour of a structure: drawn, and as a list on a phone.

    In print it is only drawn, in text only a list. `label` names the drawing.
    """

    structure: str
    label: str
    layout: "Layout"
    branches: tuple[Branch, ...]


type Block = (
    Paragraph
    | Subheading
    | Title
    | Items
    | Entries
    | Terms
    | Ranking
    | Sides
    | Table
    | Details
    | Arguments
    | Chart
    | Timeline
    | Tree
    | Slot
)
type Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A part of a result with a heading; without one it continues the section before.

    One with `new_page` begins a page where there are pages.
    """

    id: str
    heading: str
    blocks: Blocks
    new_page: bool = False


@dataclass(frozen=True)
class Part:
    """Sections behind a heading that opens them, with what was found in one sentence.

    Without sections it is a slot of its name.
    """

    id: str
    heading: str
    finding: str
    sections: tuple[Section, ...]
