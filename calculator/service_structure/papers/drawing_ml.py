"""Lines and rectangles in DrawingML (ECMA-376 part 1, 20.1), as slides and documents hold them.

Lengths are in English Metric Units.
"""

from collections.abc import Sequence

NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
POINT = 12_700


def place(x: float, y: float, width: float, height: float, space: str = "a") -> str:
    """Where a shape stands, and how large it is."""
    return (
        f'<{space}:xfrm><a:off x="{round(x)}" y="{round(y)}"/>'
        f'<a:ext cx="{round(width)}" cy="{round(height)}"/></{space}:xfrm>'
    )


def rectangle(x: float, y: float, width: float, height: float, look: str) -> str:
    """The properties of a rectangle with a fill and an edge, or neither."""
    return f'{place(x, y, width, height)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}'


def look(fill: str, edge: str) -> str:
    """A fill and an edge in colours such as "15181F"."""
    return (
        f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill><a:ln w="{POINT}">'
        f'<a:solidFill><a:srgbClr val="{edge}"/></a:solidFill></a:ln>'
    )


def line_through(points: Sequence[tuple[float, float]], *, dotted: bool) -> str:
    """The properties of a line through points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), min(ys)
    width, height = max(round(max(xs) - left), 1), max(round(max(ys) - top), 1)
    first, *others = [f'<a:pt x="{round(x - left)}" y="{round(y - top)}"/>' for x, y in points]
    steps = f"<a:moveTo>{first}</a:moveTo>" + "".join(
        [f"<a:lnTo>{point}</a:lnTo>" for point in others]
    )
    dash = '<a:prstDash val="sysDash"/>' if dotted else ""
    return (
        f"{place(left, top, width, height)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>"
        '<a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}" fill="none">{steps}</a:path></a:pathLst>'
        '</a:custGeom><a:noFill/><a:ln w="12700"><a:solidFill><a:srgbClr val="15181F"/>'
        f"</a:solidFill>{dash}</a:ln>"
    )
