"""Draw an organisation chart as SVG, for the page and for print."""

from collections.abc import Iterator

from markupsafe import Markup

from service_structure.planning.layout import LEADING, PADDING, Box, Layout, Link

EDGE = 2.0
"""Room around a drawing for the strokes of its outermost boxes."""

ROOMS = {"narrow": 480.0, "middle": 720.0}
"""How wide a drawing may be for a large phone, or a tablet, to have room for it."""

BASELINE = 14.0
"""From the top of a line to the baseline of its letters."""


def tree_svg(layout: Layout, structure: str, scale: float = 1.0) -> Markup:
    """A drawing for a page, in the colours of its style sheet; a list beside it says the same."""
    rooms = "".join([f" tree__drawing--{n}" for n, room in ROOMS.items() if layout.width <= room])
    attributes = f'class="tree__drawing{rooms} s-{{}}" aria-hidden="true" focusable="false"'
    return svg(layout, attributes, structure, scale=scale)


def svg(
    layout: Layout, attributes: str, value: str, inside: str = "", scale: float = 1.0
) -> Markup:
    """A drawing with these attributes, in which a value stands, and with what is `inside` first."""
    width, height = layout.width + 2 * EDGE, layout.height + 2 * EDGE
    size = f'viewBox="{-EDGE:g} {-EDGE:g} {width:g} {height:g}" width="{scale * width:g}"'
    frame = f'<svg {attributes} {size} height="{scale * height:g}">{{}}{{}}</svg>'
    return Markup(frame).format(value, inside, Markup("".join(_parts(layout))))


def _parts(layout: Layout) -> Iterator[str]:
    for link in layout.links:
        yield _line(link)
    for box in layout.boxes:
        yield from _box(box, is_head=box is layout.boxes[0])


def _line(link: Link) -> str:
    kind = "tree__second" if link.dotted else "tree__line"
    # From the end that lines share, so that the dots of one cover those of the others.
    points = "L".join([f"{x:g} {y:g}" for x, y in reversed(link.points)])
    return f'<path class="{kind}" d="M{points}"/>'


def _box(box: Box, *, is_head: bool) -> Iterator[str]:
    kind = "tree__box tree__box--head" if is_head else "tree__box"
    yield (
        f'<rect class="{kind}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}"'
        f' height="{box.height:g}" rx="7"/>'
    )
    baseline = box.y + PADDING - 2 + BASELINE
    right = box.x + box.width - PADDING
    yield f'<text class="tree__figure" x="{right:g}" y="{baseline:g}" text-anchor="end">'
    yield Markup("{}</text>").format(box.figure)
    for number, line in enumerate((*box.title, *box.notes)):
        kind = "tree__title" if number < len(box.title) else "tree__note"
        y = baseline + LEADING * number
        yield f'<text class="{kind}" x="{box.x + PADDING:g}" y="{y:g}">'
        yield Markup("{}</text>").format(line)
