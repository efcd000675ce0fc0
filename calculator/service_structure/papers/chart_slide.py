"""The slide with the organisation chart, in letters that a board can read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service_structure.papers.slides import (
    SMALLEST,
    Drawing,
    Line,
    Path,
    Rectangle,
    Slide,
    letters_of,
    scale_of,
)
from service_structure.planning.layout import TALLEST, Layout
from service_structure.planning.posts import HEAD
from service_structure.views import today
from service_structure.views.findings import Findings
from service_structure.views.org_chart import Entry, OrgChart, drawn, org_chart
from service_structure.views.org_charts import BOXES, total_of
from service_structure.views.sentences import Sentences

WIDTHS = (700.0, 1100.0, 1500.0, 2000.0)
"""How wide its bands may be, in pixels."""

HEIGHTS = (1, 2, 4, TALLEST)
"""How many boxes may stand in its columns."""

FEWEST = 5
"""Boxes of a chart that puts many together and still says something."""

SHORTENED = (24, 16)
"""Letters of a reader's name that is cut because letters of 10 points have no room otherwise."""


def chart_slide(found: Findings) -> Slide:
    """Who reports to whom in the structure that is proposed, and what all of it costs."""
    words, charts = found.sentences, _charts(found)
    told = f"{total_of(charts[0], found)} {words.say('org_not_counted')}"
    return Slide(words.say("board_chart"), [Line(told), _readable(charts, words)])


def _charts(found: Findings) -> list[OrgChart]:
    """The chart in fewer and fewer boxes, as long as it says something."""
    words, structure = found.sentences, today.proposed(found)
    charts: list[OrgChart] = []
    for most in BOXES:
        chart = org_chart(structure, words.recommendation, words.guide, words.language, most)
        if charts and len(chart.entries) < FEWEST:
            break  # a head and all the others
        if chart not in charts:
            charts.append(chart)
    return charts


def _readable(charts: Sequence[OrgChart], words: Sentences) -> Drawing:
    """The first drawing with letters large enough: of fewer boxes, then with fewer notes in them.

    Where none is, the one with the largest letters: they say more than a head and all the others.
    """
    drawings: list[Drawing] = []
    for chart, priced in _tried(charts, words):
        drawings.append(_largest(chart, words, priced=priced))
        if letters_of(drawings[-1]) >= SMALLEST:
            return drawings[-1]
    return max(drawings, key=letters_of)


def _tried(charts: Sequence[OrgChart], words: Sentences) -> Iterator[tuple[OrgChart, bool]]:
    """Charts, and whether their boxes say what they cost, from all notes to shortened names."""
    bare = [*map(named, charts)]
    yield from ((chart, True) for chart in charts)
    yield from ((chart, priced) for priced in (True, False) for chart in bare)
    for most in SHORTENED:
        short = [cut for chart in bare if (cut := shortened(chart, most, words)) != chart]
        yield from ((chart, priced) for priced in (True, False) for chart in short)


def named(chart: OrgChart) -> OrgChart:
    """A chart without the notes that a slide can do without: who leads, how many teams there are.

    Where boxes have one title, the note stays that tells them apart.
    """
    titles = Counter([entry.title for entry in chart.entries])
    entries = [replace(e, notes=_telling(e) if titles[e.title] > 1 else ()) for e in chart.entries]
    return replace(chart, entries=tuple(entries))


def _telling(entry: Entry) -> tuple[str, ...]:
    """The place of a team in its group, or the teams of a manager."""
    if entry.unit.kind == HEAD or entry.within:  # the box above tells them apart
        return ()
    return entry.notes[-1:] if entry.unit.kind == "team" else entry.notes[:1]


def shortened(chart: OrgChart, most: int, words: Sentences) -> OrgChart:
    """A chart with the reader's names cut to `most` letters; the same if some were alike then."""
    names = {name for some in words.recommendation.profile.names.values() for name in some}
    cut = {name: _cut(name, most) for name in names}
    if len(set(cut.values())) < len(cut):
        return chart

    def told(text: str) -> str:
        for name in sorted(cut, key=len, reverse=True):
            text = text.replace(name, cut[name])
        return text

    entries = [
        replace(e, title=told(e.title), notes=tuple(map(told, e.notes))) for e in chart.entries
    ]
    return replace(chart, entries=tuple(entries))


def _cut(name: str, most: int) -> str:
    """The beginning of a long name: whole words, if these are at least half of what has room."""
    if len(name) <= most:
        return name
    whole = name[: most + 1].rpartition(" ")[0]
    return f"{whole if 2 * len(whole) >= most else name[:most]}…"


def _largest(chart: OrgChart, words: Sentences, *, priced: bool) -> Drawing:
    """The drawing of a chart with the largest letters."""
    drawings = [
        drawing_of(drawn(chart, words, across, brief=True, priced=priced, tallest=tallest))
        for across in WIDTHS
        for tallest in HEIGHTS
    ]
    return max(drawings, key=lambda drawing: (letters_of(drawing), scale_of(drawing)))


def drawing_of(layout: Layout) -> Drawing:
    """A chart as boxes and lines of a slide."""
    boxes = [
        Rectangle(
            box.x,
            box.y,
            box.width,
            box.height,
            (*box.title[:-1], f"{box.title[-1]}: {box.figure}", *box.notes),
            bold=len(box.title),
        )
        for box in layout.boxes
    ]
    paths = [Path(link.points, link.dotted) for link in layout.links]
    return Drawing(layout.width, layout.height, boxes, paths)
