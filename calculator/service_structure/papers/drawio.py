"""An organisation chart as a file of draw.io (diagrams.net): plain XML of mxGraph, to be edited."""

from collections.abc import Sequence

from markupsafe import Markup

from service_structure.planning.layout import Box, Layout, Link
from service_structure.views.org_chart import OrgChart, drawn
from service_structure.views.sentences import Sentences

BOX = "rounded=1;arcSize=8;whiteSpace=wrap;html=0;align=left;spacingLeft=8;fontSize=13;"
HEAD = BOX + "strokeWidth=2;fontStyle=1;"
LINE = "edgeStyle=none;rounded=0;endArrow=none;html=0;"
DOTTED = LINE + "dashed=1;dashPattern=2 4;"
INSIDE = "1"
"""The layer that holds boxes and lines; its parent "0" is the root of every drawing."""

FILE = Markup("""\
<?xml version="1.0" encoding="UTF-8"?>
<mxfile host="service-structure">
{pages}</mxfile>
""")
PAGE = Markup("""\
<diagram id="{id}" name="{title}"><mxGraphModel grid="1" page="1" pageScale="1"><root>
<mxCell id="0"/>
<mxCell id="{inside}" parent="0"/>
{cells}</root></mxGraphModel></diagram>
""")
VERTEX = Markup("""\
<mxCell id="{id}" value="{text}" style="{style}" vertex="1" parent="{inside}">\
<mxGeometry x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"\
 as="geometry"/></mxCell>
""")
EDGE = Markup("""\
<mxCell id="{kind}_{link.source}" style="{style}" edge="1" parent="{inside}"\
 source="{link.source}" target="{link.target}"><mxGeometry relative="1" as="geometry">\
<Array as="points">{points}</Array></mxGeometry></mxCell>
""")
POINT = Markup('<mxPoint x="{x:g}" y="{y:g}"/>')


def drawio(pages: Sequence[tuple[str, OrgChart]], words: Sentences) -> bytes:
    """Charts as they are drawn on the page, each on a page of its own with its name.

    Every box and line can be moved and written over.
    """
    return FILE.format(pages=Markup("").join([_page(*page, words) for page in pages])).encode()


def _page(title: str, chart: OrgChart, words: Sentences) -> Markup:
    layout = drawn(chart, words)
    titles = {entry.unit.id: entry.title for entry in chart.entries}
    cells = [_box(box, titles[box.id], layout) for box in layout.boxes]
    cells += map(_link, layout.links)
    name = chart.structure.id
    return PAGE.format(id=name, title=title, inside=INSIDE, cells=Markup("").join(cells))


def _box(box: Box, title: str, layout: Layout) -> Markup:
    """A box whose title draw.io breaks into lines, unless a word of it is too long for one."""
    lines = [title] if " ".join(box.title) == title else list(box.title)
    lines[-1] += f": {box.figure}"
    return VERTEX.format(
        id=box.id,
        text=Markup("&#10;").join([*lines, *box.notes]),
        style=HEAD if box is layout.boxes[0] else BOX,
        inside=INSIDE,
        box=box,
    )


def _link(link: Link) -> Markup:
    """A line; it keeps its corners, and its ends stay at their boxes when these are moved."""
    return EDGE.format(
        kind="second" if link.dotted else "line",
        link=link,
        style=DOTTED if link.dotted else LINE,
        inside=INSIDE,
        points=Markup("").join([POINT.format(x=x, y=y) for x, y in link.points]),
    )
