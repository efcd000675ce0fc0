"""An organisation chart in a document of Word: shapes that Word can move and edit.

The shapes are a group of WordprocessingML's drawings, as Word reads them since 2010 (MS-ODRAWXML
2.2). A chart whose letters would be too small for paper is not drawn.
"""

from collections.abc import Iterator

from service_structure.papers.drawing_ml import NAMESPACE, POINT, line_through, look, rectangle
from service_structure.papers.package import escaped
from service_structure.planning.layout import LEADING, NOTE, PADDING, TITLE, Box, Layout

OFFICE_2010 = "http://schemas.microsoft.com/office/word/2010"
NAMES = (
    f' xmlns:a="{NAMESPACE}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:wpg="{OFFICE_2010}/wordprocessingGroup"'
    f' xmlns:wps="{OFFICE_2010}/wordprocessingShape"'
)
"""What the root of a document has to name for its charts."""

LARGEST = 0.58
"""Points for each pixel of a layout, as on the page: letters are as large as those beside them."""

HIGHEST = 660.0
"""Points from the first box to the last: a page has room for them under a heading."""

READABLE = 6.0
"""The least size of letters in points."""

EDGE = 1.5
"""Points around a drawing for the edges of its outermost boxes."""

FIRST_ID = 100
"""Of the first chart in a document; its shapes follow, and each chart begins a new hundred."""


def chart_run(layout: Layout, label: str, across: float, number: int) -> str:
    """A run with the chart as it fits into `across` points; empty if no one could read it.

    `label` stands for it where it cannot be seen; `number` counts the charts of the document.
    """
    scale = min(LARGEST, (across - 2 * EDGE) / layout.width, HIGHEST / layout.height)
    if NOTE * scale < READABLE:
        return ""
    unit = scale * POINT
    size = [round(length * unit + 2 * EDGE * POINT) for length in (layout.width, layout.height)]
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    ids = FIRST_ID * number
    shapes = "".join(_shapes(layout, scale, ids))
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{ids}" name="Chart {number}" descr="{escaped(label)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{OFFICE_2010}/wordprocessingGroup">'
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>'
        f'<a:chOff x="0" y="0"/><a:chExt {extent}/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:t>{escaped(label)}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _shapes(layout: Layout, scale: float, ids: int) -> Iterator[str]:
    unit, edge = scale * POINT, EDGE * POINT
    number = ids
    for link in layout.links:
        number += 1
        points = [(edge + x * unit, edge + y * unit) for x, y in link.points]
        yield _shape(number, "Line", line_through(points, dotted=link.dotted))
    for box in layout.boxes:
        number += 1
        frame = (edge + box.x * unit, edge + box.y * unit, box.width * unit, box.height * unit)
        yield _shape(number, "Box", rectangle(*frame, look("FFFFFF", "5A6270")), _said(box, scale))


def _shape(number: int, name: str, properties: str, inside: str = "") -> str:
    body = '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
    text = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{name} {number}"/><wps:cNvSpPr/>'
        f"<wps:spPr>{properties}</wps:spPr>{text}{body}</wps:wsp>"
    )


def _said(box: Box, scale: float) -> str:
    """The lines of a box: the figure stands at the right end of the first one."""
    first, *others = box.title
    told = [_line(escaped(first), TITLE, box, scale, box.figure)]
    told += [_line(escaped(line), TITLE, box, scale) for line in others]
    told += [_line(escaped(line), NOTE, box, scale) for line in box.notes]
    return "".join(told)


def _line(text: str, size: float, box: Box, scale: float, figure: str = "") -> str:
    twips = 20 * scale
    inset = round(PADDING * twips)
    right = round((box.width - PADDING) * twips)
    bold = "<w:b/>" if size == TITLE else ""
    # In half points, rounded down: larger letters than those of the layout might break a line.
    look_of = f'<w:rPr>{bold}<w:sz w:val="{int(2 * size * scale)}"/></w:rPr>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>' if figure else ""
    ending = f"<w:r>{look_of}<w:tab/><w:t>{escaped(figure)}</w:t></w:r>" if figure else ""
    return (
        f'<w:p><w:pPr>{tab}<w:spacing w:before="0" w:after="0" w:line="{round(LEADING * twips)}"'
        f' w:lineRule="exact"/><w:ind w:left="{inset}"/></w:pPr>'
        f"<w:r>{look_of}<w:t>{text}</w:t></w:r>{ending}</w:p>"
    )
