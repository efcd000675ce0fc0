"""Marks sections up as a document of Word (WordprocessingML, ECMA-376 part 1)."""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from math import ceil
from typing import Any

from service_structure.papers.column_widths import column_widths, least_widths, shares_of
from service_structure.papers.package import OFFICE, Part, core_properties, escaped, packed
from service_structure.papers.word_chart import NAMES, chart_run
from service_structure.papers.word_styles import settings, styles
from service_structure.planning.layout import text_width
from service_structure.views.as_text import plain
from service_structure.views.blocks import (
    Argument,
    Arguments,
    Block,
    Branch,
    Chart,
    Column,
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

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TEXT_WIDTH = 9638
"""Between the margins of A4, in twentieths of a point."""

DEEPEST = 3
"""The last level of lists, from 0."""

CELL_MARGIN = 113
"""To the right of a cell, in twentieths of a point."""

SIZES = (("", 9.0), ("Small", 7.5))
"""Of tables, by the endings of their styles; the first is taken in which no figure is broken."""

SOURCES = "sources"
"""The section whose list is told in a row, in small letters."""

TOGETHER = 12
"""Rows of a table with each in one line, or lines of any, that is not broken over pages."""


def as_docx(
    head: Sequence[str],
    sections: Iterable[Section],
    *,
    title: str,
    foot: str,
    finish: Callable[[str], str] = str,
    language: str,
    date: str,
) -> bytes:
    """A DOCX file: the lines of the head, the title, and sections.

    `foot` stands at the foot of every page before its number; `language` is such as "en-GB", and
    `finish` puts its no-break spaces into XML.
    """
    skin = Skin(finish)
    body = [*[_paragraph(_run(line), "Subtitle") for line in head]]
    body.append(_paragraph(_run(title), "Title"))
    body += skin.sections(sections)
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="794" w:right="1134" w:bottom="794"'
        ' w:left="1134" w:header="397" w:footer="397" w:gutter="0"/></w:sectPr>'
    )
    document = f"<w:body>{''.join(body)}{page}</w:body>"
    parts = {
        "word/document.xml": Part(
            f"{KIND}.document.main+xml",
            _root("document", finish(document)),
            (
                ("styles", "styles.xml"),
                ("numbering", "numbering.xml"),
                ("settings", "settings.xml"),
                ("footer", "footer1.xml"),
            ),
        ),
        "word/styles.xml": Part(f"{KIND}.styles+xml", _root("styles", styles(language))),
        "word/numbering.xml": Part(
            f"{KIND}.numbering+xml", _root("numbering", _numbering(skin.lists))
        ),
        "word/settings.xml": Part(f"{KIND}.settings+xml", _root("settings", settings(language))),
        "word/footer1.xml": Part(f"{KIND}.footer+xml", _root("ftr", _footer(foot))),
    }
    return packed("word/document.xml", parts, core_properties(title, language, date))


class Skin:
    """Marks up blocks as paragraphs and tables. `lists` counts the numbered lists.

    Columns are as wide as texts are once `finish` has put no-break spaces into them.
    """

    def __init__(self, finish: Callable[[str], str] = str) -> None:
        self.finish = finish
        self.lists = self.charts = 0
        self.markup: dict[type, Callable[[Any], list[str]]] = {
            Paragraph: self._told,
            Subheading: lambda block: [_paragraph(_run(block.text), "Heading2")],
            Title: lambda block: [_paragraph(_run(block.name.text, bold=True))],
            Items: self._items,
            Entries: self._entries,
            Terms: self._terms,
            Ranking: self._ranking,
            Sides: self._sides,
            Table: self._table,
            Details: self._details,
            Timeline: self._timeline,
            Tree: self._tree,
            Arguments: self._arguments,
            Chart: lambda block: [],
            Slot: lambda block: [],
        }

    def sections(self, sections: Iterable[Section]) -> list[str]:
        """Paragraphs and tables of sections."""
        told = []
        for section in sections:
            if section.heading:
                heading = _run(section.heading)
                told.append(_paragraph(heading, "Heading1", new_page=section.new_page))
            told += _in_a_row(section) if section.id == SOURCES else self._blocks(section.blocks)
        return told

    def _blocks(self, blocks: Sequence[Block]) -> list[str]:
        """What stands before a table or a chart is on its page; so are two short tables."""
        told = []
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            match block, following:
                case Paragraph(), Table() | Tree():
                    told += self._told(block, keep=True)
                case Table(), Table() if len(block.rows) + len(following.rows) < TOGETHER:
                    told += self._table(block, keep=True)
                case _:
                    told += self.markup[type(block)](block)
        return told

    def _told(self, block: Paragraph, *, keep: bool = False) -> list[str]:
        style = "Lead" if block.kind == "lead" else ""
        return [_paragraph(_text(block.text), style, keep=keep)]

    def _number(self) -> int:
        """The number of a new numbered list; 1 is the list with bullets."""
        self.lists += 1
        return self.lists + 1

    def _items(self, block: Items) -> list[str]:
        number = self._number() if block.ordered else 1
        kept = _kept(len(block.items))
        return [_item(_text(item), number, keep=n in kept) for n, item in enumerate(block.items)]

    def _entries(self, block: Entries) -> list[str]:
        told = []
        for entry in block.entries:
            title = entry.title.text if isinstance(entry.title, Link) else entry.title
            figure = f" ({entry.figure})" if entry.figure else ""
            text = f" {entry.text}" if entry.text else ""
            runs = _run(f"{title}{figure}.", bold=True) + _run(text)
            told.append(_item(runs, 1, keep=bool(entry.details)))
            told += _behind(entry.details, 1)
        return told

    def _terms(self, block: Terms) -> list[str]:
        if not block.heads:
            return [
                _item(_run(f"{term}: ", bold=True) + _run(text), 1) for term, text in block.pairs
            ]
        return self._table(_side_by_side(block.pairs, block.heads))

    def _ranking(self, block: Ranking) -> list[str]:
        number = self._number()
        return [_item(_place(place), number) for place in block.places]

    def _sides(self, block: Sides) -> list[str]:
        told = []
        for side in block.sides:
            told.append(_paragraph(_run(side.head, bold=True), keep=True))
            entries = [f"{name} {figure}" for name, figure in side.entries] or [side.nothing]
            kept = _kept(len(entries))
            told += [_item(_run(entry), 1, keep=n in kept) for n, entry in enumerate(entries)]
        return told

    def _details(self, block: Details) -> list[str]:
        figure = f" ({block.figure})" if block.figure else ""
        return [_paragraph(_run(block.summary + figure), "Heading2"), *self._blocks(block.blocks)]

    def _timeline(self, block: Timeline) -> list[str]:
        told = []
        for phase in block.phases:
            told.append(_paragraph(_run(phase.name, bold=True), keep=True))
            for bar in phase.bars:
                note = f" {bar.note}" if bar.note else ""
                told.append(_item(_run(f"{bar.name}: {bar.time}.{note}", bold=bar.strong), 1))
        return told

    def _tree(self, block: Tree) -> list[str]:
        """A chart, or a list of its boxes where it is too large for paper."""
        self.charts += 1
        run = chart_run(block.layout, block.label, TEXT_WIDTH / 20, self.charts)
        return [_paragraph(run)] if run else _branches(block.branches, 0)

    def _arguments(self, block: Arguments) -> list[str]:
        return [_item(_argument(argument), 1) for argument in block.arguments]

    def _table(self, block: Table, *, keep: bool = False) -> list[str]:
        """A table; a short one is not broken, and one to `keep` stands on the page of the next.

        Of a long one at least two rows stand on either page.
        """
        columns = block.columns
        widths, size = _widths(block, self.finish)
        grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
        heads = [_run(column.head) for column in columns]
        rows = [_row(heads, columns, widths, f"TableHead{size}")]
        told = [(row, "TableText") for row in block.rows]
        told += [(block.foot, "TableFoot")] if block.foot else []
        is_short = _lines_of(told, widths, dict(SIZES)[size]) <= TOGETHER
        kept = _kept(len(told))
        for n, (row, style) in enumerate(told):
            with_next = keep or n + 1 < len(told) if is_short else n in kept
            cells = _cells(row, columns)
            rows.append(_row(cells, columns, widths, f"{style}{size}", keep=with_next))
        table = (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/><w:tblW w:w="5000" w:type="pct"/>'
            '<w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0460" w:firstRow="1" w:lastRow="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        return [table, _paragraph("", "AfterTable", keep=keep)]


def _kept(count: int) -> set[int]:
    """Of so many items or rows those that stand on the page of the next: none is left alone."""
    return {0, count - 2} if count > 1 else set()


def _lines_of(
    rows: Sequence[tuple[Sequence[Text], str]], widths: Sequence[int], size: float
) -> int:
    """How many lines the rows of a table take."""
    return sum(
        [
            max(
                [
                    ceil(20 * text_width(plain(cell), size) / (width - CELL_MARGIN))
                    for cell, width in zip(row, widths, strict=True)
                ]
            )
            for row, _ in rows
        ]
    )


def _side_by_side(pairs: Sequence[tuple[str, str]], heads: tuple[str, str]) -> Table:
    """Pairs as a table; of many the second half stands beside the first."""
    columns = tuple([Column(head, figures=False) for head in heads])
    if len(pairs) <= TOGETHER:
        return Table("", columns, tuple(pairs))
    half = (len(pairs) + 1) // 2
    rows = zip_longest(pairs[:half], pairs[half:], fillvalue=("",) * len(columns))
    return Table("", columns * 2, tuple([(*left, *right) for left, right in rows]))


def _in_a_row(section: Section) -> list[str]:
    """The items of a section, one after the other."""
    items = [item for block in section.blocks if isinstance(block, Items) for item in block.items]
    return [_paragraph(_run("  ·  ").join(map(_text, items)), "Source")] if items else []


def _widths(block: Table, finish: Callable[[str], str]) -> tuple[list[int], str]:
    """The widths of columns, and the ending of the styles in whose size no figure is broken."""
    heads = [column.head for column in block.columns]
    figures = [column.figures for column in block.columns]
    told = [row for row in (heads, *block.rows, block.foot) if row]
    rows = [[finish(plain(cell)) for cell in row] for row in told]
    tried = [(ending, _least(rows, figures, size)) for ending, size in SIZES]
    fitting = [(ending, least) for ending, least in tried if sum(least) <= TEXT_WIDTH]
    ending, least = (fitting or tried[-1:])[0]
    shares = shares_of(rows, figures)
    return [round(width) for width in column_widths(least, shares, TEXT_WIDTH)], ending


def _least(rows: Sequence[Sequence[str]], figures: Sequence[bool], size: float) -> list[float]:
    return [20 * width + CELL_MARGIN for width in least_widths(rows, figures, size)]


def _cells(row: Sequence[Text], columns: Sequence[Column]) -> list[str]:
    """The cells of a row; a figure is not broken from its unit."""
    told = []
    for cell, column in zip(row, columns, strict=True):
        if column.figures and isinstance(cell, str):
            told.append(_run(cell.replace(" ", "\N{NO-BREAK SPACE}")))
        else:
            told.append(_text(cell))
    return told


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    style: str,
    *,
    keep: bool = False,
) -> str:
    """A row; one to `keep` stands on the page of the next."""
    about = "<w:cantSplit/>" + "<w:tblHeader/>" * style.startswith("TableHead")
    told = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        told.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{_paragraph(cell, style, right=column.figures, keep=keep)}</w:tc>"
        )
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(told)}</w:tr>"


def _behind(details: Sequence[Detail], level: int) -> list[str]:
    told = []
    kept = _kept(len(details))
    for n, detail in enumerate(details):
        text = f". {detail.text}" if detail.text else ""
        figure = f" ({detail.figure})" if detail.figure else ""
        runs = _run(detail.title.text + figure + text)
        told.append(_item(runs, 1, level, keep=n in kept or bool(detail.details)))
        told += _behind(detail.details, level + 1)
    return told


def _branches(branches: Sequence[Branch], level: int) -> list[str]:
    """Posts as a list in which each stands below the one that it reports to."""
    told = []
    for branch in branches:
        notes = f"; {', '.join(branch.notes)}" if branch.notes else ""
        runs = _run(f"{branch.title}: {branch.figure}", bold=True) + _run(notes)
        told.append(_item(runs, 1, min(level, DEEPEST)))
        told += _branches(branch.branches, level + 1)
    return told


def _place(place: Place) -> str:
    notes = " ".join([note for note in (place.remark, *place.notes) if note])
    told = _run(place.name.text, bold=True) + _run(f": {place.figure}")
    return told + _run(f". {notes}") if notes else told


def _argument(argument: Argument) -> str:
    because = f" {argument.because}" if argument.because else ""
    told = _run(f"{argument.statement.text}.", bold=True) + _run(because)
    return told + _run(f" {argument.criterion}: {argument.figure}.")


def _paragraph(
    runs: str, style: str = "", *, right: bool = False, new_page: bool = False, keep: bool = False
) -> str:
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    about += "<w:keepNext/>" if keep else ""
    about += "<w:pageBreakBefore/>" if new_page else ""
    about += '<w:jc w:val="right"/>' if right else ""
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def _item(runs: str, number: int, level: int = 0, *, keep: bool = False) -> str:
    about = "<w:keepNext/>" if keep else ""
    about += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr><w:pStyle w:val="ListParagraph"/>{about}</w:pPr>{runs}</w:p>'


def _text(text: Text) -> str:
    if isinstance(text, str):
        return _run(text)
    return "".join([_span(span) for span in text])


def _span(span: object) -> str:
    match span:
        case str():
            return _run(span)
        case Link():
            return _run(span.text)
        case Named():
            return _run(span.name.text)
        case Small():
            return _run(f"({span.text})", small=True)
        case Line():
            return f"{_text(span.text)}<w:r><w:br/></w:r>"
    return ""  # what only a page can show


def _run(text: str, *, bold: bool = False, small: bool = False) -> str:
    if not text:
        return ""
    about = ("<w:b/>" if bold else "") + ('<w:sz w:val="17"/>' if small else "")
    properties = f"<w:rPr>{about}</w:rPr>" if about else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _root(name: str, content: str) -> str:
    names = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships"{NAMES}'
    return f"<w:{name} {names}>{content}</w:{name}>"


def _footer(text: str) -> str:
    fields = [
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f' {name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for name in ("PAGE", "NUMPAGES")
    ]
    tab = "<w:r><w:tab/></w:r>"
    return _paragraph(_run(text) + tab + fields[0] + _run(" / ") + fields[1], "Footer")


def _numbering(lists: int) -> str:
    """Bullets as list 1, and so many lists with numbers from 1 each."""
    bullets = "".join([_level(level, "bullet", "•–·"[level % 3]) for level in range(DEEPEST + 1)])
    numbers = "".join([_level(level, "decimal", f"%{level + 1}.") for level in range(DEEPEST + 1)])
    kinds = "".join(
        [
            f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="hybridMultilevel"/>'
            f"{levels}</w:abstractNum>"
            for n, levels in enumerate((bullets, numbers))
        ]
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    own = [
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/>{restart}</w:num>'
        for n in range(2, lists + 2)
    ]
    return f'{kinds}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{"".join(own)}'


def _level(level: int, form: str, text: str) -> str:
    left = 340 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="340"/></w:pPr></w:lvl>'
    )
