"""Draw a structure as SVG, from its chart and the way it pools the work.

Every diagram reads downwards: customers, intake, groups, head of service. A solid arrow is the path
of a contact, a dashed line is command, a dotted arrow is help; a ring is a manager; people of the
same shape can stand in for one another. Colours come from the classes, as the theme sets them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from service_structure.source.records import Guide, Structure
from service_structure.views.pictures import picture
from service_structure.views.signs import sign

WIDTH = 440.0
"""Units across a full diagram: at the width of a phone a label is still 11 pixels high."""

LETTER = 9.0
"""Room for one letter of a label, which is 14 units high, in a wide font of the reader's."""

NOTE_LETTER = 7.9
"""Room for one letter of a note, which is 12.5 units high."""

MARKS = ("path", "command", "help", "manager", "agent")
"""The marks that a legend explains, by the classes of their elements."""

SHAPES = ("circle", "square", "triangle")
GAP, ROW, STEP, LINE, ROLE = 26.0, 34.0, 24.0, 17.0, 41.0
BADGE = 26.0
"""Room for the ring of a manager before a name."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> float:
        """Half-way across."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


def diagram(structure: Structure, guide: Guide, language: str, size: str = "full") -> Markup:
    """A structure as SVG: "full" with its labels and a description, "small" as a mere sign.

    A "picture" stands between them: people and the way of a contact, without words. It and the
    sign say nothing that the name beside them does not, so assistive technology skips them.
    """
    if size == "small":
        return sign(structure)
    if size == "picture":
        return picture(structure)
    words = _Labels(structure, guide, language)
    parts, height = _full(structure, words)
    return Markup(
        '<svg class="diagram s-{id}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' aria-labelledby="diagram-{id}" aria-describedby="diagram-{id}-described">'
        '<title id="diagram-{id}">{title}</title><desc id="diagram-{id}-described">{desc}</desc>'
        "{parts}</svg>"
    ).format(
        w=_n(WIDTH),
        h=_n(height),
        id=structure.id,
        title=guide.say("diagram_title", language, structure=structure.name[language]),
        desc=structure.chart.description[language],
        parts=_join(parts),
    )


def legend(structures: Iterable[Structure], guide: Guide, language: str) -> str:
    """What the marks mean that stand in the diagrams of some structures."""
    drawn = "".join(diagram(structure, guide, language) for structure in structures)
    marks = [
        guide.messages[f"legend_{mark}"][language]
        for mark in MARKS
        if f'class="diagram__{mark}"' in drawn
    ]
    told = guide.say("diagram_legend", language, marks=", ".join(marks))
    if '<polygon class="diagram__agent"' not in drawn:
        return told
    return f"{told} {guide.messages['legend_shapes'][language]}"


class _Labels:
    """The words of one diagram in one language."""

    def __init__(self, structure: Structure, guide: Guide, language: str) -> None:
        chart = structure.chart
        self.customers = guide.messages["diagram_customers"][language]
        self.head = guide.messages["diagram_head"][language]
        self.groups = tuple(group[language] for group in chart.groups)
        self.roles = tuple(role[language] for role in chart.roles)
        self.intake, self.lead, self.role_lead, self.hub = (
            text[language] if text else ""
            for text in (chart.intake, chart.lead, chart.role_lead, chart.hub)
        )


def _full(structure: Structure, words: _Labels) -> tuple[list[Markup], float]:
    """The parts of a full diagram from top to bottom, and its height."""
    pooling = structure.pooling
    source = Box(1, 1, WIDTH - 2, ROW)
    parts = [_box(source, "customers", rounded=ROW / 2), _label(source, words.customers)]
    if words.intake:
        height = ROW + STEP if pooling.first_line else ROW
        intake = Box(1, source.bottom + GAP, WIDTH - 2, height)
        parts += [
            _arrow(source.centre, source.bottom, intake.y),
            _box(intake, "group" if pooling.first_line else "intake"),
            _label(Box(intake.x, intake.y, intake.width, ROW), words.intake),
        ]
        if pooling.first_line:
            parts += _people("circle", 12, intake, intake.y + ROW + 6)
        source = intake
    left = 142.0 if pooling.dual_reporting else 1.0
    columns = _columns(len(words.groups), left, source.bottom + GAP, words)
    parts += [_arrow(column.centre, source.bottom, column.y) for column in columns]
    for n, column in enumerate(columns):
        parts += _group(n, column, structure, words)
    parts += _between(structure, columns)
    lowest = columns
    if pooling.dual_reporting:
        leads = _role_boxes(columns[0], words)
        parts += _second_managers(leads, columns, words)
        lowest = (leads[-1], *columns)
    if pooling.backup == "hub":
        hub = Box(1, columns[0].bottom + GAP, WIDTH - 2, ROW + STEP)
        for column in columns:
            parts += [_arrow(column.centre - 14, column.bottom, hub.y)]
            parts += [_command(column.centre + 14, column.bottom, column.centre + 14, hub.y)]
        parts += [_box(hub, "hub"), _label(Box(hub.x, hub.y, hub.width, ROW), words.hub)]
        parts += _people("circle", 6, hub, hub.y + ROW + 6)
        lowest = (hub,)
    head = Box(90, max(box.bottom for box in lowest) + GAP, WIDTH - 180, ROW)
    parts += _commands(lowest, head)
    parts += [_box(head, "head"), _manager(head.x + 18, head.y + ROW / 2)]
    parts += [_label(Box(head.x + 12, head.y, head.width - 12, ROW), words.head)]
    return parts, head.bottom + 1


def _columns(count: int, left: float, top: float, words: _Labels) -> tuple[Box, ...]:
    """The boxes of the groups side by side, all as high as the fullest of them needs."""
    gap = 22.0
    width = (WIDTH - 1 - left - gap * (count - 1)) / count
    height = _title_height(words, width) + _lead_height(words, width) + _work_height(words)
    return tuple(Box(left + n * (width + gap), top, width, height) for n in range(count))


def _title_height(words: _Labels, width: float) -> float:
    return 14 + LINE * max(len(_wrap(group, width, LETTER)) for group in words.groups)


def _lead_height(words: _Labels, width: float) -> float:
    lines = len(_wrap(words.lead, width - BADGE, NOTE_LETTER))
    return 14 + (LINE - 2) * lines if words.lead else 0


def _work_height(words: _Labels) -> float:
    return 4 + ROLE * len(words.roles) if words.roles else 9 + 2 * STEP


def _group(n: int, box: Box, structure: Structure, words: _Labels) -> list[Markup]:
    """One group: its name, its people and, below a line, who answers for its result."""
    title, lead = _title_height(words, box.width), _lead_height(words, box.width)
    parts = [_box(box, "group"), _label(Box(box.x, box.y, box.width, title), words.groups[n])]
    top = box.y + title
    for k, role in enumerate(words.roles):
        row, shape = top + ROLE * k, SHAPES[k % len(SHAPES)]
        if structure.pooling.dual_reporting:
            parts += _people(shape, 3 if box.width > 120 else 2, box, row + ROLE / 2)
        else:
            parts += [_note(Box(box.x, row, box.width, 18), role)]
            parts += _people(shape, 2, box, row + 27)
    if not words.roles:
        shape = SHAPES[n % len(SHAPES)] if structure.pooling.specialists else "circle"
        across = 9 if len(words.groups) == 1 else 3
        parts += _people(shape, across, box, top + 8) + _people(shape, across, box, top + 8 + STEP)
    if lead:
        footer = Box(box.x, box.bottom - lead, box.width, lead)
        parts += [_line(footer.x, footer.y, footer.x + footer.width, footer.y, "edge")]
        parts += _led(footer, words.lead)
    return parts


def _role_boxes(column: Box, words: _Labels) -> tuple[Box, ...]:
    """Where the managers of the roles stand: left of the groups, each beside a row of people."""
    top = column.y + _title_height(words, column.width)
    return tuple(
        Box(1, top + ROLE * k + 2, column.x - 20, ROLE - 4) for k in range(len(words.roles))
    )


def _second_managers(leads: Sequence[Box], columns: Sequence[Box], words: _Labels) -> list[Markup]:
    """The managers of the roles, each in command of a row."""
    top = columns[0].y
    parts = [_note(Box(leads[0].x, top, leads[0].width, leads[0].y - top), words.role_lead)]
    for box, role in zip(leads, words.roles, strict=True):
        parts += [_box(box, "lead"), *_led(box, role)]
        y = box.y + box.height / 2
        starts = [box, *columns[:-1]]
        parts += [_command(a.x + a.width, y, b.x, y) for a, b in zip(starts, columns, strict=True)]
    parts += [_command(a.centre, a.bottom, a.centre, b.y) for a, b in pairwise(leads)]
    return parts


def _led(box: Box, words: str) -> list[Markup]:
    """Someone who leads: a ring and a name beside it."""
    lines = _wrap(words, box.width - BADGE, NOTE_LETTER)
    beside = Box(box.x + BADGE - 2, box.y, 0, box.height)
    return [
        _manager(box.x + 13, box.y + box.height / 2),
        _text(beside, lines, "note", LINE - 2, anchor="start"),
    ]


def _between(structure: Structure, columns: Sequence[Box]) -> list[Markup]:
    """What passes between neighbouring groups: contacts, or people who know both fields."""
    chain = structure.pooling.backup == "chain"
    if not (chain or structure.pooling.transfers):
        return []
    kind = "help" if chain else "path"
    y = columns[0].y + (18 if chain else columns[0].height / 2)
    return [_double_arrow(a.x + a.width, b.x, y, kind) for a, b in pairwise(columns)]


def _commands(lowest: Sequence[Box], head: Box) -> list[Markup]:
    """Dashed lines from the head of service up to everyone who answers to the head."""
    bar = head.y - GAP / 2
    parts = [_command(head.centre, head.y, head.centre, bar)]
    parts += [_command(box.centre, bar, box.centre, box.bottom) for box in lowest]
    ends = [head.centre, *(box.centre for box in lowest)]
    if max(ends) > min(ends):
        parts += [_command(min(ends), bar, max(ends), bar)]
    return parts


def _people(shape: str, count: int, box: Box, y: float) -> list[Markup]:
    """A row of agents in the middle of a box."""
    start = box.centre - (count - 1) * STEP / 2
    return [_agent(shape, start + STEP * n, y, 7) for n in range(count)]


def _agent(shape: str, x: float, y: float, r: float) -> Markup:
    if shape == "circle":
        return Markup('<circle class="diagram__agent" cx="{}" cy="{}" r="{}"/>').format(
            _n(x), _n(y), _n(r)
        )
    points: tuple[tuple[float, float], ...]
    if shape == "square":
        points = ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))
    else:
        points = ((0, -1.1), (1.1, 0.9), (-1.1, 0.9))
    place = " ".join(f"{_n(x + r * dx)},{_n(y + r * dy)}" for dx, dy in points)
    return Markup('<polygon class="diagram__agent" points="{}"/>').format(place)


def _manager(x: float, y: float, r: float = 5.5) -> Markup:
    return Markup('<circle class="diagram__manager" cx="{}" cy="{}" r="{}"/>').format(
        _n(x), _n(y), _n(r)
    )


def _box(box: Box, kind: str, rounded: float = 5) -> Markup:
    return Markup(
        '<rect class="diagram__{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
    ).format(kind, _n(box.x), _n(box.y), _n(box.width), _n(box.height), _n(rounded))


def _label(box: Box, words: str) -> Markup:
    return _text(box, _wrap(words, box.width, LETTER), "label", LINE)


def _note(box: Box, words: str) -> Markup:
    return _text(box, _wrap(words, box.width, NOTE_LETTER), "note", LINE - 2)


def _text(
    box: Box, lines: Sequence[str], kind: str, leading: float, anchor: str = "middle"
) -> Markup:
    """Lines in the middle of a box; the blank after each keeps words apart for who reads aloud."""
    first = box.y + box.height / 2 - (len(lines) - 1) * leading / 2 + 0.34 * leading - 1
    spans = _join(
        Markup('<tspan x="{}" y="{}">{} </tspan>').format(
            _n(box.centre), _n(first + leading * n), line
        )
        for n, line in enumerate(lines)
    )
    return Markup('<text class="diagram__{}" text-anchor="{}">{}</text>').format(
        kind, anchor, spans
    )


def _wrap(words: str, width: float, letter: float) -> list[str]:
    """The words in lines that fit a width, as far as a single word fits."""
    room = int((width - 6) / letter)
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _arrow(x: float, top: float, bottom: float) -> Markup:
    """The path of a contact, downwards."""
    return _line(x, top, x, bottom - 6, "path") + _head((x, bottom), (-4, -8), (4, -8), "path")


def _double_arrow(left: float, right: float, y: float, kind: str) -> Markup:
    return (
        _line(left + 6, y, right - 6, y, kind)
        + _head((left + 1, y), (8, -4), (8, 4), kind)
        + _head((right - 1, y), (-8, -4), (-8, 4), kind)
    )


def _head(
    tip: tuple[float, float], a: tuple[float, float], b: tuple[float, float], kind: str
) -> Markup:
    """An arrowhead: its tip, and its two other corners as seen from there."""
    points = (tip, (tip[0] + a[0], tip[1] + a[1]), (tip[0] + b[0], tip[1] + b[1]))
    place = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return Markup('<polygon class="diagram__tip diagram__tip--{}" points="{}"/>').format(
        kind, place
    )


def _command(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return _line(x1, y1, x2, y2, "command")


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<path class="diagram__{}" d="M{} {}L{} {}"/>').format(
        kind, _n(x1), _n(y1), _n(x2), _n(y2)
    )


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _n(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
