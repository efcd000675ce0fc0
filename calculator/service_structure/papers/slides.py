"""Writes slides of PowerPoint: a title, texts, tables and shapes, one below the other.

Lengths are in English Metric Units, 12,700 to a point.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from service_structure.papers.column_widths import column_widths, least_widths, shares_of
from service_structure.papers.drawing_ml import (
    NAMESPACE,
    POINT,
    line_through,
    look,
    place,
    rectangle,
)
from service_structure.papers.package import OFFICE, Part, core_properties, escaped, packed
from service_structure.papers.slide_master import layout, master, theme
from service_structure.planning.layout import text_width

MAIN = "http://schemas.openxmlformats.org/presentationml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.presentationml"
NAMES = f'xmlns:a="{NAMESPACE}" xmlns:r="{OFFICE}/relationships" xmlns:p="{MAIN}"'

WIDTH, HEIGHT = 960 * POINT, 540 * POINT
MARGIN, TOP = 48 * POINT, 118 * POINT
ACROSS, DOWN = WIDTH - 2 * MARGIN, HEIGHT - TOP - 52 * POINT
"""What is left for texts, tables and shapes."""

LETTER = 0.52
"""The width of a letter in terms of the size of its typeface, on average and on the safe side."""

LINE = 1.3
"""The distance of lines in terms of the size of the typeface."""

BESIDE = 8 * POINT
"""Room to the right of a cell."""

DRAWN = 0.86
"""The share of a slide that a drawing is given at least."""

FILLED, LINE_IN_BOX, LARGEST_IN_BOX = 0.96, 1.3, 16
"""How much of the width of a box its lines may take, their distance, and the largest size."""

LARGEST, SMALLEST = 22, 10
"""Sizes of the typeface in points; the largest is taken at which all of a slide finds room."""


class Line(NamedTuple):
    """A paragraph: `mark` stands before it, and its first words may be `bold`."""

    text: str
    bold: str = ""
    mark: str = ""


class Grid(NamedTuple):
    """A table: heads, rows, and whether figures stand in each column.

    `scale` is how much larger its rows are than the other texts of the slide.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Sequence[bool]
    scale: float = 1.0


class Rectangle(NamedTuple):
    """A box with lines of text, in the units of its drawing; `fill` and `edge` are colours.

    The first `bold` lines are.
    """

    x: float
    y: float
    width: float
    height: float
    lines: Sequence[str]
    bold: int = 1
    fill: str = "FFFFFF"
    edge: str = "15181F"


class Path(NamedTuple):
    """A line through points."""

    points: Sequence[tuple[float, float]]
    dotted: bool = False


class Drawing(NamedTuple):
    """Boxes and lines of a drawing so wide and so high."""

    width: float
    height: float
    boxes: Sequence[Rectangle]
    paths: Sequence[Path]


type Thing = Line | Grid | Drawing


class Slide(NamedTuple):
    """A slide: its title, which is what it finds, and what stands below."""

    title: str
    things: Sequence[Thing]


def as_pptx(
    slides: Sequence[Slide],
    *,
    title: str,
    foot: str,
    language: str,
    date: str,
    finish: Callable[[str], str] = str,
) -> bytes:
    """A PPTX file; `language` is such as "en-GB", `foot` stands at the foot of every slide.

    `finish` puts the no-break spaces of the language into XML.
    """
    count = len(slides)
    ids = "".join([f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in range(1, count + 1)])
    show = (
        f'<p:presentation {NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f"</p:sldMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst>"
        f'<p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/><p:notesSz cx="6858000" cy="9144000"/>'
        "</p:presentation>"
    )
    related = [("slide", f"slides/slide{n}.xml") for n in range(1, count + 1)]
    parts = {
        "ppt/presentation.xml": Part(
            f"{KIND}.presentation.main+xml",
            show,
            (("slideMaster", "slideMasters/slideMaster1.xml"), *related),
        ),
        "ppt/slideMasters/slideMaster1.xml": Part(
            f"{KIND}.slideMaster+xml",
            master(NAMES, MARGIN, ACROSS),
            (("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")),
        ),
        "ppt/slideLayouts/slideLayout1.xml": Part(
            f"{KIND}.slideLayout+xml",
            layout(NAMES),
            (("slideMaster", "../slideMasters/slideMaster1.xml"),),
        ),
        "ppt/theme/theme1.xml": Part(
            "application/vnd.openxmlformats-officedocument.theme+xml", theme(NAMESPACE)
        ),
    }
    for n, slide in enumerate(slides, 1):
        parts[f"ppt/slides/slide{n}.xml"] = Part(
            f"{KIND}.slide+xml",
            finish(_Writer(language).slide(slide, f"{foot} · {n} / {count}")),
            (("slideLayout", "../slideLayouts/slideLayout1.xml"),),
        )
    return packed("ppt/presentation.xml", parts, core_properties(title, language, date))


def size_for(things: Sequence[Thing]) -> float:
    """The largest size of the typeface, in points, at which things find room below a title."""
    size = float(LARGEST)
    while size > SMALLEST and used(things, size) > DOWN:
        size -= 0.5
    return size


def used(things: Sequence[Thing], size: float) -> float:
    """How much of the height of a slide things take in a size of the typeface."""
    return sum([_height(thing, size) for thing in things])


def scale_of(drawing: Drawing) -> float:
    """How large a drawing is shown, in English Metric Units for each of its own."""
    return min(ACROSS / drawing.width, DRAWN * DOWN / drawing.height, 1.2 * POINT)


def letters_of(drawing: Drawing) -> float:
    """The size of the letters in all boxes of a drawing, in points: no line of any is broken."""
    scale = scale_of(drawing)
    return min([_letters(box, scale) for box in drawing.boxes])


def _letters(box: Rectangle, scale: float) -> float:
    """The largest size, in points and in tenths, at which no line of a box is broken."""
    widest = max([text_width(line, 1.0) for line in box.lines], default=1.0)
    across = FILLED * box.width * scale / POINT / widest
    down = box.height * scale / POINT / (len(box.lines) * LINE_IN_BOX)
    return int(10 * min(across, down, LARGEST_IN_BOX)) / 10


def _height(thing: Thing, size: float) -> float:
    match thing:
        case Line(text, bold, mark):
            lines = _lines(f"{mark} {bold} {text}", ACROSS, size)
            return (lines * LINE + 0.45) * size * POINT
        case Grid(heads, rows):
            widths = _widths(thing, size)
            tall = [_row_height(row, widths, size * thing.scale) for row in rows]
            return _row_height(heads, widths, size) + sum(tall)
        case Drawing():
            return DRAWN * DOWN
    raise TypeError(thing)


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    lines = max([_lines(cell, width, size) for cell, width in zip(row, widths, strict=True)])
    return (lines * LINE + 0.7) * size * POINT


def _lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes, words not broken."""
    room = max(width / (LETTER * size * POINT), 1)
    lines, used = 1, 0.0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += len(word) + (1 if used else 0)
    return lines


def _widths(grid: Grid, size: float) -> list[float]:
    least = least_widths((grid.heads, *grid.rows), grid.figures, size * grid.scale * POINT)
    shares = shares_of((grid.heads, *grid.rows), grid.figures)
    return column_widths([width + BESIDE for width in least], shares, ACROSS)


class _Writer:
    """Writes one slide; every shape has a number of its own."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.used = 1

    def slide(self, slide: Slide, foot: str) -> str:
        shapes = [self._title(slide.title)]
        size = size_for(slide.things)
        top = float(TOP)
        lines: list[Line] = []
        for thing in (*slide.things, None):
            if isinstance(thing, Line):
                lines.append(thing)
                continue
            if lines:
                height = sum([_height(line, size) for line in lines])
                paragraphs = "".join([self._line(line, size) for line in lines])
                shapes.append(self._box(paragraphs, (MARGIN, top, ACROSS, height)))
                top += height
                lines = []
            if isinstance(thing, Grid):
                height = _height(thing, size)
                shapes.append(self._grid(thing, top, size))
                top += height + 10 * POINT
            elif isinstance(thing, Drawing):
                shapes += self._drawing(thing, top)
        paragraph = self._paragraph(self._run(foot, 10, "5A6270"), "r")
        shapes.append(self._box(paragraph, (MARGIN, HEIGHT - 34 * POINT, ACROSS, 20 * POINT)))
        return _slide("sld", "".join(shapes))

    def _title(self, title: str) -> str:
        size = 30 if _lines(title, ACROSS, 30) == 1 else 24
        return (
            f"<p:sp><p:nvSpPr>{self._about('Title')}<p:cNvSpPr/><p:nvPr>"
            '<p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"{self._paragraph(self._run(title, size, '15181F', bold=True))}</p:txBody></p:sp>"
        )

    def _box(
        self,
        paragraphs: str,
        frame: tuple[float, float, float, float],
        filled: str = "<a:noFill/>",
        anchor: str = "t",
    ) -> str:
        inset = 'lIns="0" tIns="0" rIns="0" bIns="0"'
        return (
            f"<p:sp><p:nvSpPr>{self._about('Text')}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{rectangle(*frame, filled)}</p:spPr>"
            f'<p:txBody><a:bodyPr wrap="square" {inset} anchor="{anchor}"/><a:lstStyle/>'
            f"{paragraphs}</p:txBody></p:sp>"
        )

    def _line(self, line: Line, size: float) -> str:
        marked = f"{line.mark}\t" if line.mark else ""
        runs = self._run(f"{marked}", size, "5A6270") if marked else ""
        if line.bold:
            runs += self._run(f"{line.bold} ", size, "15181F", bold=True)
        indent = round(1.5 * size * POINT) if line.mark else 0
        return self._paragraph(runs + self._run(line.text, size, "15181F"), indent=indent)

    def _paragraph(self, runs: str, align: str = "l", indent: int = 0) -> str:
        hanging = f' marL="{indent}" indent="{-indent}"'
        space = (
            '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPct val="35000"/></a:spcAft>'
        )
        return f'<a:p><a:pPr algn="{align}"{hanging}>{space}<a:buNone/></a:pPr>{runs}</a:p>'

    def _run(self, text: str, size: float, colour: str, *, bold: bool = False) -> str:
        heavy = ' b="1"' if bold else ""
        return (
            f'<a:r><a:rPr lang="{self.language}" sz="{round(100 * size)}"{heavy} dirty="0">'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr>'
            f"<a:t>{escaped(text)}</a:t></a:r>"
        )

    def _grid(self, grid: Grid, top: float, size: float) -> str:
        widths = _widths(grid, size)
        columns = "".join([f'<a:gridCol w="{round(width)}"/>' for width in widths])
        rows = ""
        for n, row in enumerate((grid.heads, *grid.rows)):
            own = size * grid.scale if n else size
            cells = "".join(
                [
                    self._cell(cell, own, is_head=n == 0, right=is_figure)
                    for cell, is_figure in zip(row, grid.figures, strict=True)
                ]
            )
            rows += f'<a:tr h="{round(_row_height(row, widths, own))}">{cells}</a:tr>'
        return (
            f"<p:graphicFrame><p:nvGraphicFramePr>{self._about('Table')}<p:cNvGraphicFramePr/>"
            f"<p:nvPr/></p:nvGraphicFramePr>"
            f"{place(MARGIN, top, ACROSS, _height(grid, size), 'p')}"
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
            f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )

    def _cell(self, text: str, size: float, *, is_head: bool, right: bool) -> str:
        run = self._run(text, size * (0.85 if is_head else 1), "5A6270" if is_head else "15181F")
        none = "".join(
            [f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT")]
        )
        width, colour = (12_700, "15181F") if is_head else (6350, "C9CED6")
        under = f'<a:lnB w="{width}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
        return (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{self._paragraph(run, 'r' if right else 'l')}"
            f'</a:txBody><a:tcPr marL="0" marR="{BESIDE - POINT}" marT="38100" marB="25400">'
            f"{none}{under}"
            "<a:noFill/></a:tcPr></a:tc>"
        )

    def _drawing(self, drawing: Drawing, top: float) -> Iterable[str]:
        """Boxes and lines, as large as there is room for."""
        scale = scale_of(drawing)
        left = MARGIN + (ACROSS - drawing.width * scale) / 2
        for path in drawing.paths:
            points = [(left + x * scale, top + y * scale) for x, y in path.points]
            yield self._path(points, path.dotted)
        size = letters_of(drawing)
        for box in drawing.boxes:
            paragraphs = "".join(
                [
                    self._plain(self._run(line, size, "15181F", bold=n < box.bold))
                    for n, line in enumerate(box.lines)
                ]
            )
            corner = (left + box.x * scale, top + box.y * scale)
            extent = (box.width * scale, box.height * scale)
            yield self._box(paragraphs, (*corner, *extent), look(box.fill, box.edge), "ctr")

    def _plain(self, run: str) -> str:
        return f'<a:p><a:pPr algn="ctr"><a:buNone/></a:pPr>{run}</a:p>'

    def _path(self, points: Sequence[tuple[float, float]], dotted: bool) -> str:
        return (
            f"<p:sp><p:nvSpPr>{self._about('Line')}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{line_through(points, dotted=dotted)}</p:spPr></p:sp>"
        )

    def _about(self, name: str) -> str:
        self.used += 1
        return f'<p:cNvPr id="{self.used}" name="{name} {self.used}"/>'


def _slide(kind: str, shapes: str) -> str:
    return (
        f"<p:{kind} {NAMES}><p:cSld><p:spTree><p:nvGrpSpPr>"
        '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:{kind}>"
    )
