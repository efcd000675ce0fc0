"""Draw a structure without words, as a picture of people and the way of a contact.

A dot is an agent, of the same shape where agents can stand in for one another; a ring is a manager;
a solid arrow is the way of a contact, a dashed line is command; small grey dots are customers.
Managers stand above, customers below.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from service_structure.source.records import Structure

WIDTH, HEIGHT = 320.0, 214.0
MIDDLE = WIDTH / 2
BAR = 34.0
"""The height of the dashed line that joins the managers of the teams."""

STEPS = (22.0, 18.0, 15.0, 13.0, 11.0, 9.5, 8.0, 7.0, 6.0, 5.0)
"""Distances between agents; a team takes the widest one at which all of it finds room."""

SHAPES = ("circle", "square", "triangle")
TEAMS = (6, 6, 6)
MOST_TEAMS = 6


def picture(structure: Structure, teams: Sequence[int] = ()) -> Markup:
    """The picture of a structure as SVG; `teams` are the agents of each group, if they are known.

    It says nothing that the name beside it does not, so assistive technology skips it.
    """
    return Markup(
        '<svg class="diagram picture s-{}" viewBox="0 0 320 214" width="320" height="214"'
        ' aria-hidden="true" focusable="false">{}</svg>'
    ).format(structure.id, Markup("".join(_parts(structure, tuple(teams)[:MOST_TEAMS]))))


def _parts(structure: Structure, teams: tuple[int, ...]) -> Iterator[str]:
    pooling = structure.pooling
    if pooling.dual_reporting:
        yield from _grid()
    elif pooling.backup == "hub":
        yield from _star()
    elif pooling.first_line:
        yield from _storeys()
    elif pooling.by == "one":
        yield from _one_team(sum(teams) or 20)
    elif pooling.by == "customer_groups":
        yield from _mirror()
    else:
        yield from _teams(structure, teams or TEAMS)
    yield _ring(MIDDLE if not pooling.dual_reporting else 56, 14, 8)


def _one_team(people: int) -> Iterator[str]:
    """One group with one queue."""
    yield _command(f"M{MIDDLE:g} 22V56")
    yield _group(30, 56, 260, 70)
    yield from _people("circle", people, 30, 60, 260, 64)
    yield _arrow(MIDDLE, 148, 129)
    yield from _queue(MIDDLE, 148, 8)
    yield '<path class="diagram__path" d="M72 192C72 176 118 186 128 166M248 192C248 176 202 186'
    yield ' 192 166M160 192V166"/>'
    yield from _customers(MIDDLE, 244, 204)


def _teams(structure: Structure, teams: tuple[int, ...]) -> Iterator[str]:
    """Groups side by side, each with its manager, its queue and its customers."""
    pooling = structure.pooling
    gap = 18 if len(teams) < 4 else 12
    width = (300 - gap * (len(teams) - 1)) / len(teams)
    middles = [10 + width / 2 + n * (width + gap) for n in range(len(teams))]
    top, height = (58, 64) if pooling.by != "products" else (68, 56)
    if pooling.by == "products":
        width -= 8
    yield from _commands(middles, top)
    for n, (x, people) in enumerate(zip(middles, teams, strict=True)):
        left = x - width / 2
        if pooling.by == "products":
            yield from _lid(left, top, width, height)
        yield _group(left, top, width, height)
        shape = SHAPES[n % len(SHAPES)] if pooling.by == "functions" else "circle"
        yield from _people(shape, people, left, top + 6, width, height - 8)
        yield _ring(x, top, 6.5)
        yield _arrow(x, 148, 126)
        if not pooling.transfers:
            yield from _queue(x, 143, 3)
            yield _arrow(x, 194, 161)
            yield from _customers(x, min(width, 84), 204)
        if pooling.by == "regions":
            yield from _pin(left + width - 10)
    if pooling.transfers:
        for a, b in pairwise(middles):
            yield _sideways(a + width / 2, b - width / 2, top + height / 2)
        yield from _queue(MIDDLE, 148, 22, 292)
        yield _arrow(MIDDLE, 194, 166)
        yield from _customers(MIDDLE, 276, 204)


def _storeys() -> Iterator[str]:
    """A common first line with groups of experts above it."""
    middles = (54.0, MIDDLE, 266.0)
    yield from _commands(middles, 44, 30)
    for shape, x in zip(SHAPES, middles, strict=True):
        yield _group(x - 32, 44, 64, 36)
        yield from _people(shape, 2, x - 32, 48, 64, 32)
        yield _ring(x, 44, 5.5)
        yield _arrow(x, 112, 83)
    yield _group(10, 112, 300, 38)
    yield from _people("circle", 12, 10, 112, 300, 38)
    yield _arrow(MIDDLE, 166, 153)
    yield from _queue(MIDDLE, 166, 8)
    yield from _customers(MIDDLE, 244, 204)


def _mirror() -> Iterator[str]:
    """Two teams alike, each with agents of every kind and customers of its own."""
    yield f'<path class="diagram__axis" d="M{MIDDLE:g} 30V208"/>'
    yield from _commands((84.0, 236.0), 56, 14)
    for x, order in ((84.0, SHAPES), (236.0, SHAPES[::-1])):
        yield _group(x - 56, 56, 112, 68)
        for n, shape in enumerate(order):
            for y in (82, 104):
                yield _agent(shape, x - 32 + 32 * n, y, 6.8)
        yield _ring(x, 56, 6.5)
        yield _arrow(x, 144, 127)
        yield from _queue(x, 145, 4)
        yield _arrow(x, 194, 164)
        yield from _customers(x, 112, 204)


def _star() -> Iterator[str]:
    """A centre and the teams on the spot around it."""
    hub, spokes = (MIDDLE, 106), ((44, 54), (276, 54), (284, 150), (160, 190), (36, 150))
    for x, y in spokes:
        yield f'<path class="diagram__axis diagram__axis--whole" d="M{hub[0]:g} {hub[1]}L{x} {y}"/>'
    yield f'<circle class="diagram__group" cx="{hub[0]:g}" cy="{hub[1]}" r="46"/>'
    for dx, dy in ((0, -20), (-19, -7), (19, -7), (0, 2), (-19, 15), (19, 15), (0, 24)):
        yield _agent("circle", hub[0] + dx, hub[1] + dy, 6.5)
    yield _command(f"M{MIDDLE:g} 22V54")
    yield _ring(MIDDLE, 60, 6.5)
    for x, y in spokes:
        yield f'<circle class="diagram__group" cx="{x}" cy="{y}" r="23"/>'
        yield _agent("circle", x - 8, y + 1, 6) + _agent("circle", x + 8, y + 1, 6)
        yield _ring(x, y - 23, 5)


def _grid() -> Iterator[str]:
    """Everyone stands where the line of a product crosses the line of a function."""
    columns, rows = (124, 184, 244), (68, 120, 172)
    yield _command("M56 14H244M56 14V172")
    for x in columns:
        yield f'<path class="diagram__axis diagram__axis--whole" d="M{x} 20V196"/>'
    for y in rows:
        yield f'<path class="diagram__axis diagram__axis--whole" d="M62 {y}H268"/>'
    for y in rows:
        for shape, x in zip(SHAPES, columns, strict=True):
            yield _agent(shape, x, y, 9)
        yield _ring(56, y, 6.5)
        yield _sideways(296, 272, y)
        for dx, dy in ((0, 0), (6, -7), (6, 7), (12, 0)):
            yield f'<circle class="diagram__customer" cx="{300 + dx}" cy="{y + dy}" r="3"/>'
    for x in columns:
        yield _ring(x, 14, 6.5)


def _people(
    shape: str, count: int, left: float, top: float, width: float, height: float
) -> Iterator[str]:
    """Agents in rows within a box; those for whom there is no room at all are left out."""
    for step in STEPS:
        columns, rows = int((width - 8) // step), int((height - 4) // step)
        if columns * rows >= count:
            break
    used = min(rows, -(-count // columns))
    across = min(columns, -(-count // used)) if used else columns
    y0 = top + (height - step * (used - 1)) / 2
    for n in range(min(count, columns * rows)):
        row, column = divmod(n, across)
        x = left + (width - step * (across - 1)) / 2 + step * column
        yield _agent(shape, x, y0 + step * row, 0.3 * step if count > 1 else 6.5)


def _agent(shape: str, x: float, y: float, r: float) -> str:
    if shape == "circle":
        return f'<circle class="diagram__agent" cx="{x:.4g}" cy="{y:.4g}" r="{r:.3g}"/>'
    if shape == "square":
        side = 1.8 * r
        return (
            f'<rect class="diagram__agent" x="{x - side / 2:.4g}" y="{y - side / 2:.4g}"'
            f' width="{side:.3g}" height="{side:.3g}"/>'
        )
    return (
        f'<path class="diagram__agent" d="M{x:.4g} {y - 1.1 * r:.4g}l{1.1 * r:.3g}'
        f' {2 * r:.3g}h{-2.2 * r:.3g}z"/>'
    )


def _commands(middles: Sequence[float], top: float, bar: float = BAR) -> Iterator[str]:
    """From the head of service to the managers of the teams."""
    down = "".join(f"M{x:.4g} {bar:g}V{top:g}" for x in middles)
    yield _command(f"M{MIDDLE:g} 22V{bar:g}M{min(middles):.4g} {bar:g}H{max(middles):.4g}{down}")


def _command(path: str) -> str:
    return f'<path class="diagram__command" d="{path}"/>'


def _ring(x: float, y: float, r: float) -> str:
    return f'<circle class="diagram__manager" cx="{x:.4g}" cy="{y:.4g}" r="{r:g}"/>'


def _group(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="diagram__group" x="{x:.4g}" y="{y:g}" width="{width:.4g}"'
        f' height="{height:g}" rx="6"/>'
    )


def _lid(x: float, y: float, width: float, height: float) -> Iterator[str]:
    """Lid and side of a box, seen from the right."""
    yield f'<path class="diagram__lid" d="M{x:.4g} {y:g}l9-11h{width:.4g}l-9 11z"/>'
    yield f'<path class="diagram__lid" d="M{x + width:.4g} {y:g}l9-11v{height:g}l-9 11z"/>'


def _pin(x: float) -> Iterator[str]:
    yield f'<path class="diagram__agent" d="M{x:.4g} 194c-2.8-4.8-6.6-7.6-6.6-12.3a6.6 6.6 0 0 1'
    yield f' 13.2 0c0 4.8-3.8 7.6-6.6 12.3z"/><circle class="sign__hole" cx="{x:.4g}" cy="181.7"'
    yield ' r="2.5"/>'


def _queue(x: float, y: float, waiting: int, width: float = 0) -> Iterator[str]:
    width = width or 21 + 11 * waiting
    yield f'<rect class="diagram__queue" x="{x - width / 2:.4g}" y="{y:g}" width="{width:g}"'
    yield ' height="16" rx="8"/>'
    step = (width - 30) / (waiting - 1)
    for n in range(waiting):
        place = x - (width - 30) / 2 + step * n
        yield f'<circle class="diagram__customer" cx="{place:.4g}" cy="{y + 8:g}" r="3"/>'


def _customers(x: float, width: float, y: float) -> Iterator[str]:
    count = int(width // 13)
    for n in range(count):
        place = x + (n - (count - 1) / 2) * width / count
        yield f'<circle class="diagram__customer" cx="{place:.4g}" cy="{y:g}" r="3"/>'


def _arrow(x: float, bottom: float, top: float) -> str:
    """The way of a contact, upwards."""
    return (
        f'<path class="diagram__path" d="M{x:.4g} {bottom:g}V{top + 5:g}"/>'
        f'<path class="diagram__tip" d="M{x:.4g} {top:g}l4.2 7.5h-8.4z"/>'
    )


def _sideways(start: float, end: float, y: float) -> str:
    """The way of a contact to the right, or to the left if it ends there."""
    back = -7.5 if end > start else 7.5
    return (
        f'<path class="diagram__path" d="M{start:.4g} {y:g}H{end + back:.4g}"/>'
        f'<path class="diagram__tip" d="M{end:.4g} {y:g}l{back:g}-4.2v8.4z"/>'
    )
