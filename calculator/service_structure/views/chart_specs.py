"""The drawings of charts, as specifications for Vega.

One specification is drawn at build time and in the browser. At most two lines bear the hue of their
structure, the others are one grey; each line has its name beside it or, where the chart is narrow,
above it. Colours are CSS custom properties, so that a drawing follows the theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import TYPE_CHECKING, Any

from service_structure.source.records import Guide
from service_structure.views.charts import CostChart, SplitChart, is_faster
from service_structure.views.sentences import Sentences

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move

COST_TICKS = (25, 50, 75, 100, 125, 150, 200, 300, 400, 600, 800, 1200)
HEIGHT = 280  # of the field of a chart, in pixels
FONT_SIZE = 13
LABEL_GAP = 17
REST = "var(--ink-soft)"
DASH = [7, 4]  # of the second line, so that the two differ without colour, too
BALANCES = {"usual": "balance_usual", "low": "balance_low", "high": "balance_high"}
"""How the lines of a move's balance are called, by how dear the move itself is."""

type Spec = Mapping[str, Any]
type Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Line:
    """A line of a chart. `structure` lends its hue to one that is to stand out."""

    name: str
    points: Points
    structure: str = ""
    dash: Sequence[int] = ()

    @property
    def stroke(self) -> str:
        """The colour of the line."""
        return f"var(--{self.structure})" if self.structure else REST

    @property
    def ink(self) -> str:
        """The colour of its name."""
        return f"var(--{self.structure}-text)" if self.structure else REST


def cost_spec(chart: CostChart, guide: Guide, language: str) -> Spec:
    """The specification of the cost chart: the recommended structure and the next one stand out."""
    lines = [
        Line(
            guide.structures[curve.structure].short[language],
            [*zip(chart.volumes, curve.costs, strict=True)],
            curve.structure if n < 2 else "",
            DASH if n == 1 else (),
        )
        for n, curve in enumerate(chart.curves)
    ]
    costs = [cost for curve in chart.curves for cost in curve.costs]
    low, high = min(costs) / 1.05, max(costs) * 1.05
    ends = [log(line.points[-1][1]) for line in lines]
    places = [*map(exp, _spread(ends, log(high / low) * LABEL_GAP / HEIGHT))]
    volume = guide.languages[language].figure(float(f"{chart.now:.3g}"))
    today = guide.say("chart_today", language, volume=volume)
    return _spec(
        guide,
        language,
        lines,
        places,
        title=guide.messages["chart_cost"][language],
        scales=[
            {"name": "x", "type": "log", "range": "width", "domain": _ends(chart.volumes)},
            {"name": "y", "type": "log", "range": "height", "domain": [low, high]},
        ],
        axes=[
            _axis("bottom", "x", _round(chart.volumes), guide.messages["chart_volume"][language]),
            _axis("left", "y", [tick for tick in COST_TICKS if low <= tick <= high]),
        ],
        own=(chart.now, today),
    )


def split_spec(chart: SplitChart, guide: Guide, language: str) -> Spec:
    """The specification of the chart of what a split into equal groups takes in agents.

    Marked are the groups of the structure that its finding names: not those that the reader has.
    """
    equal = [*zip(chart.pools, chart.equal, strict=True)]
    lines = [Line(guide.messages["chart_equal"][language], equal, chart.structure)]
    if is_faster(chart):
        faster = guide.messages["chart_faster"][language]
        points = [*zip(chart.pools, chart.faster, strict=True)][1:]  # in one pool there are none
        lines = [Line(faster, points, chart.structure), replace(lines[0], structure="")]
    agents = [*chart.equal, *chart.faster[1:]]
    low, high = 0.95 * min(agents), 1.03 * max(agents)
    ends = [line.points[-1][1] for line in lines]
    places = _spread(ends, (high - low) * LABEL_GAP / HEIGHT)
    own = guide.say("chart_own", language, groups=chart.own)
    return _spec(
        guide,
        language,
        lines,
        places,
        title=guide.messages["chart_agents"][language],
        scales=[
            {
                "name": "x",
                "type": "sqrt",
                "range": "width",
                "domain": _ends(chart.pools),
                "zero": False,
            },
            {"name": "y", "range": "height", "domain": [low, high], "zero": False},
        ],
        axes=[
            _axis("bottom", "x", chart.pools, guide.messages["chart_pools"][language]),
            _axis("left", "y"),
        ],
        own=(chart.own, own) if chart.own > 1 else None,
        dots=True,
    )


def balance_spec(move: "Move", words: Sentences) -> Spec:
    """The specification of the chart of what a move has brought in all, month by month."""
    budget = move.budget
    balances = {name: (0, *budget.balance(estimate)) for estimate, name in BALANCES.items()}
    coins = [amount for balance in balances.values() for amount in balance]
    times, money = words.money_unit(max(map(abs, coins)) / 100)
    lines = [
        Line(
            words.say(name),
            [(month, amount / (100 * times)) for month, amount in enumerate(balance)],
            move.target if name == BALANCES["usual"] else "",
            () if name == BALANCES["usual"] else DASH,
        )
        for name, balance in balances.items()
    ]
    low, high = min(coins) / (100 * times), max(coins) / (100 * times)
    ends = [line.points[-1][1] for line in lines]
    months = [*range(0, len(budget.balance()) + 1, 6)]
    return _spec(
        words.guide,
        words.language,
        lines,
        _spread(ends, (high - low or 1) * LABEL_GAP / HEIGHT),
        title=words.say("chart_balance", money=money),
        scales=[
            {"name": "x", "range": "width", "domain": _ends(months)},
            {"name": "y", "range": "height", "domain": [low, high], "nice": True, "zero": True},
        ],
        axes=[
            _axis("bottom", "x", months, words.say("move_month")),
            _axis("left", "y"),
        ],
        own=None,
        rest="move_other_estimates",
    )


def _round(volumes: Sequence[float]) -> list[float]:
    """Round numbers between the ends: 1, 2 and 5 times powers of ten.

    >>> _round([9, 144])
    [10.0, 20.0, 50.0, 100.0]
    """
    least, most = _ends(volumes)
    found = [step * 10.0**power for power in range(-1, 8) for step in (1, 2, 5)]
    return [number for number in found if least <= number <= most]


def _ends(values: Sequence[float]) -> list[float]:
    return [values[0], values[-1]]


def _spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places for labels as near as can be to those wanted and no closer together than a gap.

    Labels that would overlap form a block around the mean of what they want.
    """
    blocks: list[tuple[list[int], float]] = []
    for label in sorted(range(len(wanted)), key=wanted.__getitem__):
        labels, middle = [label], wanted[label]
        while blocks and middle - blocks[-1][1] < gap * (len(labels) + len(blocks[-1][0])) / 2:
            before, its = blocks.pop()
            middle = (its * len(before) + middle * len(labels)) / (len(before) + len(labels))
            labels = [*before, *labels]
        blocks.append((labels, middle))
    found = [0.0] * len(wanted)
    for labels, middle in blocks:
        for place, label in enumerate(labels):
            found[label] = middle + gap * (place - (len(labels) - 1) / 2)
    return found


def _spec(
    guide: Guide,
    language: str,
    lines: Sequence[Line],
    places: Sequence[float],
    *,
    title: str,
    scales: Sequence[Spec],
    axes: Sequence[Spec],
    own: tuple[float, str] | None,
    dots: bool = False,
    rest: str = "chart_rest",
) -> Spec:
    """A chart of lines, the first on top; `places` are those of their names on the y scale.

    `own` marks where the reader is on the x scale, with its name. With `dots` the points of the
    lines are shown. `rest` is the message that names the lines that do not stand out. In
    `usermeta`, `number` is how Vega writes figures in the language, and `narrow` what takes the
    place of other parts where the chart has little width.
    """
    data = [
        {"name": f"line{n}", "values": [{"x": x, "y": y} for x, y in line.points]}
        for n, line in enumerate(lines)
    ]
    drawn = [mark for n, line in reversed([*enumerate(lines)]) for mark in _line(n, line, dots)]
    reference = _reference(*own) if own else []
    at_own = [mark for line in reversed(lines) for mark in _own_point(line, own)]
    labels = [_label(line, at) for line, at in zip(lines, places, strict=True)]
    formats = guide.languages[language]
    heading = {"text": title, "anchor": "start", "frame": "bounds", "offset": 12}
    in_lines = {**heading, "text": title.replace(", ", ",\n").splitlines()}
    in_lines |= {"frame": "group", "dx": -32}  # its bounds reach left of the drawing for a legend
    told = [line for line in lines if line.structure or len(lines) == 2]
    if others := [line for line in lines if line not in told]:
        told.append(Line(guide.messages[rest][language], (), dash=others[0].dash))
    return {
        "width": 640,
        "height": HEIGHT,
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "title": heading,
        "usermeta": {
            "narrow": {
                "title": in_lines,
                "marks": [*reference, *drawn, *at_own],
                "scales": [*scales, *_legend_scales(told)],
                "legends": [_legend()],
            },
            "number": {
                "decimal": formats.decimal,
                "thousands": formats.thousands,
                "grouping": [3],
                "currency": ["", ""],
            },
        },
        "data": data,
        "scales": scales,
        "axes": axes,
        "marks": [*reference, *drawn, *at_own, *labels],
        "config": _config(),
    }


def _config() -> Spec:
    """Fonts and colours of everything that is no mark."""
    soft = {"color": "var(--ink-soft)", "font": "inherit", "fontSize": FONT_SIZE}
    return {
        "axis": {
            "domainColor": "var(--ink-soft)",
            "gridColor": "var(--line)",
            "labelColor": "var(--ink)",
            "labelFont": "inherit",
            "labelFontSize": FONT_SIZE,
            "tickColor": "var(--ink-soft)",
            "titleColor": "var(--ink-soft)",
            "titleFont": "inherit",
            "titleFontSize": FONT_SIZE,
            "titleFontWeight": "normal",
            "titlePadding": 8,
        },
        "legend": {
            "labelColor": "var(--ink)",
            "labelFont": "inherit",
            "labelFontSize": FONT_SIZE,
            "symbolStrokeWidth": 3,
        },
        "text": {"fill": "var(--ink)", "font": "inherit", "fontSize": FONT_SIZE},
        "title": {**soft, "fontWeight": "normal"},
    }


def _legend() -> Spec:
    return {
        "stroke": "colour",
        "strokeDash": "dash",
        "orient": "top",
        "columns": 1,
        "labelLimit": 0,
        "symbolType": "stroke",
        "symbolSize": 500,
    }


def _legend_scales(lines: Sequence[Line]) -> list[Spec]:
    """A colour and a dash for the name of each line."""
    ordinal = {"type": "ordinal", "domain": [line.name for line in lines]}
    return [
        {**ordinal, "name": "colour", "range": [line.stroke for line in lines]},
        {**ordinal, "name": "dash", "range": [list(line.dash) for line in lines]},
    ]


def _axis(
    orient: str, scale: str, values: Sequence[float] | None = None, title: str | None = None
) -> Spec:
    own = {} if values is None else {"values": list(values), "format": ",.3~r"}
    apart = {"labelOverlap": "greedy", "labelSeparation": 4}
    grid = {"grid": orient == "left"}
    return {"orient": orient, "scale": scale, "title": title, **grid, **apart, **own}


def _reference(value: float, label: str) -> list[Spec]:
    """A broken line across the chart where the reader is, with its name."""
    at = {"scale": "x", "value": value}
    rule = {"x": at, "y": {"value": 0}, "y2": {"signal": "height"}}
    name = {"x": {**at, "offset": 5}, "y": {"value": 3}, "baseline": {"value": "top"}}
    broken = {"stroke": {"value": REST}, "strokeDash": {"value": [2, 3]}}
    return [
        {"type": "rule", "encode": {"enter": {**rule, **broken}}},
        {
            "type": "text",
            "encode": {"enter": {**name, "fill": {"value": REST}, "text": {"value": label}}},
        },
    ]


def _line(number: int, line: Line, dots: bool) -> list[Spec]:
    place = {"x": {"scale": "x", "field": "x"}, "y": {"scale": "y", "field": "y"}}
    source = {"data": f"line{number}"}
    look = {
        "stroke": {"value": line.stroke},
        "strokeWidth": {"value": 3 if line.structure else 1.5},
        "strokeOpacity": {"value": 1 if line.structure else 0.55},
        "strokeDash": {"value": list(line.dash)},
        "interpolate": {"value": "monotone"},
    }
    marks: list[Spec] = [{"type": "line", "from": source, "encode": {"enter": {**place, **look}}}]
    if dots:
        dot = {"fill": {"value": line.stroke}, "size": {"value": 30}}
        marks.append({"type": "symbol", "from": source, "encode": {"enter": {**place, **dot}}})
    return marks


def _own_point(line: Line, own: tuple[float, str] | None) -> list[Spec]:
    """The reader's own point on a line that stands out."""
    if own is None or not line.structure:
        return []
    return [
        {
            "type": "symbol",
            "encode": {
                "enter": {
                    "x": {"scale": "x", "value": x},
                    "y": {"scale": "y", "value": y},
                    "fill": {"value": line.stroke},
                    "size": {"value": 110},
                    "stroke": {"value": "var(--paper)"},
                    "strokeWidth": {"value": 2},
                }
            },
        }
        for x, y in line.points
        if x == own[0]
    ]


def _label(line: Line, at: float) -> Spec:
    """The name of a line beside its right end, with a thin lead to the end."""
    x, y = line.points[-1]
    right = {"scale": "x", "value": x}
    return {
        "type": "group",
        "marks": [
            {
                "type": "rule",
                "encode": {
                    "enter": {
                        "x": {**right, "offset": 6},
                        "x2": {**right, "offset": 18},
                        "y": {"scale": "y", "value": y},
                        "y2": {"scale": "y", "value": at},
                        "stroke": {"value": line.stroke},
                        "strokeOpacity": {"value": 1 if line.structure else 0.55},
                    }
                },
            },
            {
                "type": "text",
                "encode": {
                    "enter": {
                        "x": {**right, "offset": 22},
                        "y": {"scale": "y", "value": at},
                        "baseline": {"value": "middle"},
                        "fill": {"value": line.ink},
                        "fontWeight": {"value": 600 if line.structure else 400},
                        "text": {"value": line.name},
                    }
                },
            },
        ],
    }
