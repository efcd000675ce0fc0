"""Charts of the staffing model: the figures behind each, and its specification for Vega.

One specification is drawn at build time and in the browser. Colours are CSS custom properties, so
that a drawing follows the theme; lines also differ in dash and mark and bear their names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Any

from service_structure.decision.model import Recommendation
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide
from service_structure.staffing.costs import cost_per_contact
from service_structure.staffing.pools import split_agents

STEPS = range(-6, 7)
"""Volumes of the cost chart: today's times √2 to these powers, an eighth to eightfold."""
MOST_POOLS = 12

COST_TICKS = (25, 50, 75, 100, 125, 150, 200, 300, 400, 600, 800, 1200)
HEIGHT = 260  # of the field of a chart, in pixels
LABEL_GAP = 15
DASHES: tuple[list[int], ...] = ([], [6, 3], [2, 3], [9, 3, 2, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke", "wedge")

type Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Curve:
    """The cost of a contact in one structure at every volume, in per cent of that in one pool."""

    structure: str
    costs: tuple[float, ...]


@dataclass(frozen=True)
class CostChart:
    """Cost against volume for every candidate; `now` is the volume of today."""

    volumes: tuple[float, ...]
    curves: tuple[Curve, ...]
    now: float


@dataclass(frozen=True)
class SplitChart:
    """Agents that equal pools need together at the volume of today, from one pool on.

    `equal` are those of agents as fast as in one pool, `faster` of specialists.
    """

    equal: tuple[int, ...]
    faster: tuple[int, ...]


def cost_chart(recommendation: Recommendation, guide: Guide) -> CostChart:
    """What a contact costs in every candidate, at volumes around that of today."""
    numbers = recommendation.inputs.numbers
    volumes = tuple([numbers.contacts_per_hour * 2 ** (step / 2) for step in STEPS])
    at_volumes = [replace(numbers, contacts_per_hour=volume) for volume in volumes]
    ranked = [standing.structure for standing in recommendation.candidates]
    curves = [
        Curve(
            structure,
            tuple([cost_per_contact(guide.structures[structure].pooling, at) for at in at_volumes]),
        )
        for structure in ranked
    ]
    return CostChart(volumes, tuple(curves), numbers.contacts_per_hour)


def split_chart(numbers: Numbers) -> SplitChart:
    """Agents that 1 to 12 equal pools need at the volume of today."""
    targets: dict[str, float] = {
        "service_level": numbers.service_level / 100,
        "within": numbers.answer_within,
        "max_occupancy": numbers.max_occupancy / 100,
    }
    if numbers.max_mean_wait:
        targets["mean_wait"] = numbers.max_mean_wait
    if numbers.patience:
        targets["patience"] = numbers.patience

    def agents(aht: float) -> tuple[int, ...]:
        pools = range(1, MOST_POOLS + 1)
        return tuple([split_agents(numbers.contacts_per_hour, aht, n, **targets) for n in pools])

    return SplitChart(
        agents(numbers.aht), agents(numbers.aht * (1 - specialist_gain(numbers) / 100))
    )


def specialist_gain(numbers: Numbers) -> float:
    """By how many per cent specialists are faster: in one product or one trade, the larger gain."""
    return max(numbers.product_gain, numbers.trade_gain)


def cost_spec(chart: CostChart, guide: Guide, language: str) -> Spec:
    """The specification of the cost chart, its best structure first and emphasised."""
    names = [guide.structures[curve.structure].short[language] for curve in chart.curves]
    points = [
        {"volume": volume, "cost": cost, "name": name}
        for curve, name in zip(chart.curves, names, strict=True)
        for volume, cost in zip(chart.volumes, curve.costs, strict=True)
    ]
    costs = [cost for curve in chart.curves for cost in curve.costs]
    low, high = min(costs) / 1.05, max(costs) * 1.05
    ends = {name: curve.costs[-1] for curve, name in zip(chart.curves, names, strict=True)}
    places = _spread({n: log(end) for n, end in ends.items()}, log(high / low) * LABEL_GAP / HEIGHT)
    named_by_legend = {
        "marks": _cost_marks(chart, names, guide, language),
        "legends": [_legend()],
    }
    return _spec(
        guide,
        language,
        narrow=named_by_legend,
        data=[
            {"name": "points", "values": points},
            {
                "name": "labels",
                "values": [
                    {"name": name, "cost": ends[name], "at": exp(at), "volume": chart.volumes[-1]}
                    for name, at in places.items()
                ],
            },
        ],
        scales=[
            {"name": "x", "type": "log", "range": "width", "domain": _ends(chart.volumes)},
            {"name": "y", "type": "log", "range": "height", "domain": [low, high]},
            *_styles(names),
        ],
        title=guide.messages["chart_cost"][language],
        axes=[
            # Every second volume, so that the numbers have room; the last would meet the names.
            _axis("bottom", "x", chart.volumes[:-1:2], guide.messages["chart_volume"][language]),
            _axis("left", "y", [tick for tick in COST_TICKS if low <= tick <= high]),
        ],
        marks=[*_cost_marks(chart, names, guide, language), *_end_labels()],
    )


def split_spec(chart: SplitChart, guide: Guide, language: str) -> Spec:
    """The specification of the chart of what a split into equal pools costs in agents."""
    names = [guide.messages[name][language] for name in ("chart_equal", "chart_faster")]
    series = zip(names, (chart.equal, chart.faster), strict=True)
    points = [
        {"pools": pools, "agents": agents, "name": name}
        for name, row in series
        for pools, agents in enumerate(row, 1)
    ]
    return _spec(
        guide,
        language,
        data=[{"name": "points", "values": points}],
        scales=[
            {"name": "x", "type": "point", "range": "width", "domain": list(_pools(chart))},
            {
                "name": "y",
                "range": "height",
                "domain": {"data": "points", "field": "agents"},
                "zero": False,
                "nice": True,
            },
            *_styles(names),
        ],
        title=guide.messages["chart_agents"][language],
        axes=[
            _axis("bottom", "x", _pools(chart), guide.messages["chart_pools"][language]),
            _axis("left", "y"),
        ],
        marks=[
            _reference("y", chart.equal[0], guide.messages["chart_one_pool"][language]),
            _lines("points", "pools", "agents", emphasised=names[0]),
        ],
        legends=[_legend()],
    )


def _cost_marks(chart: CostChart, names: Sequence[str], guide: Guide, language: str) -> list[Spec]:
    return [
        _reference("x", chart.now, guide.messages["chart_today"][language]),
        _lines("points", "volume", "cost", emphasised=names[0] if names else ""),
    ]


def _legend() -> Spec:
    return {
        "stroke": "colour",
        "shape": "shape",
        "orient": "top",
        "columns": 1,
        "labelLimit": 0,
        "symbolType": "circle",
    }


def _pools(chart: SplitChart) -> Sequence[int]:
    return range(1, len(chart.equal) + 1)


def _ends(values: Sequence[float]) -> list[float]:
    return [values[0], values[-1]]


def _spread(wanted: Mapping[str, float], gap: float) -> dict[str, float]:
    """Places for labels as near as can be to those wanted and no closer together than a gap.

    Labels that would overlap form a block around the mean of what they want.
    """
    blocks: list[tuple[list[str], float]] = []
    for name in sorted(wanted, key=lambda n: wanted[n]):
        names, middle = [name], wanted[name]
        while blocks and middle - blocks[-1][1] < gap * (len(names) + len(blocks[-1][0])) / 2:
            before, its = blocks.pop()
            middle = (its * len(before) + middle * len(names)) / (len(before) + len(names))
            names = [*before, *names]
        blocks.append((names, middle))
    return {
        name: middle + gap * (place - (len(names) - 1) / 2)
        for names, middle in blocks
        for place, name in enumerate(names)
    }


def _spec(
    guide: Guide,
    language: str,
    *,
    title: str,
    narrow: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Spec:
    """What every chart shares.

    In `usermeta`, `number` is how Vega writes figures in the language, and `narrow` what takes the
    place of other parts where the chart has little width.
    """
    own = guide.languages[language]
    text = {"fill": "var(--ink)", "font": "inherit", "fontSize": 12}
    heading = {"text": title, "anchor": "start", "frame": "group", "dx": -32, "offset": 12}
    in_lines = {**heading, "text": title.replace(", ", ",\n").splitlines()}
    return {
        "width": 480,
        "height": HEIGHT,
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "title": heading,
        "usermeta": {
            "narrow": {"title": in_lines, **(narrow or {})},
            "number": {
                "decimal": own.decimal,
                "thousands": own.thousands,
                "grouping": [3],
                "currency": ["", ""],
            },
        },
        "config": {
            "axis": {
                "domainColor": "var(--ink-soft)",
                "gridColor": "var(--line)",
                "labelColor": "var(--ink)",
                "labelFont": "inherit",
                "labelFontSize": 12,
                "tickColor": "var(--ink-soft)",
                "titleColor": "var(--ink-soft)",
                "titleFont": "inherit",
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "titlePadding": 8,
            },
            "legend": {
                "labelColor": "var(--ink)",
                "labelFont": "inherit",
                "labelFontSize": 12,
                "symbolStrokeWidth": 2,
            },
            "text": text,
            "title": {
                "color": "var(--ink-soft)",
                "font": "inherit",
                "fontSize": 12,
                "fontWeight": "normal",
            },
        },
        **parts,
    }


def _styles(names: Sequence[str]) -> list[Spec]:
    """A colour, a dash and a mark for every name, so that none depends on colour alone."""
    ordinal = {"type": "ordinal", "domain": list(names)}
    count = len(names)
    return [
        {**ordinal, "name": "colour", "range": [f"var(--series-{n + 1})" for n in range(count)]},
        {**ordinal, "name": "dash", "range": [DASHES[n % len(DASHES)] for n in range(count)]},
        {**ordinal, "name": "shape", "range": [SHAPES[n % len(SHAPES)] for n in range(count)]},
    ]


def _axis(
    orient: str, scale: str, values: Sequence[float] | None = None, title: str | None = None
) -> Spec:
    own = {} if values is None else {"values": list(values), "format": ".3~r"}
    apart = {"labelOverlap": "greedy", "labelSeparation": 4}
    grid = {"grid": orient == "left"}
    return {"orient": orient, "scale": scale, "title": title, **grid, **apart, **own}


def _reference(axis: str, value: float, label: str) -> Spec:
    """A broken line across the chart at a value of one axis, with its name."""
    at = {"scale": axis, "value": value}
    if axis == "x":
        ends = {"x": at, "y": {"value": 0}, "y2": {"signal": "height"}}
        name = {"x": {**at, "offset": 4}, "y": {"value": 4}, "baseline": {"value": "top"}}
    else:
        ends = {"y": at, "x": {"value": 0}, "x2": {"signal": "width"}}
        name = {
            "x": {"signal": "width"},
            "y": {**at, "offset": -4},
            "align": {"value": "right"},
            "baseline": {"value": "bottom"},
        }
    colour = {"value": "var(--warm)"}
    rule = {**ends, "stroke": colour, "strokeDash": {"value": [4, 4]}}
    text = {**name, "fill": colour, "text": {"value": label}}
    return {
        "type": "group",
        "marks": [
            {"type": "rule", "encode": {"enter": rule}},
            {"type": "text", "encode": {"enter": text}},
        ],
    }


def _lines(data: str, x: str, y: str, *, emphasised: str) -> Spec:
    """A line with marks for each name."""
    width = {"signal": f"datum.name === {_quoted(emphasised)} ? 3 : 1.5"}
    place = {"x": {"scale": "x", "field": x}, "y": {"scale": "y", "field": y}}
    colour = {"scale": "colour", "field": "name"}
    return {
        "type": "group",
        "from": {"facet": {"name": "line", "data": data, "groupby": "name"}},
        "marks": [
            {
                "type": "line",
                "from": {"data": "line"},
                "encode": {
                    "enter": {
                        **place,
                        "stroke": colour,
                        "strokeDash": {"scale": "dash", "field": "name"},
                        "strokeWidth": width,
                    }
                },
            },
            {
                "type": "symbol",
                "from": {"data": "line"},
                "encode": {
                    "enter": {
                        **place,
                        "fill": {"value": "var(--paper-soft)"},
                        "shape": {"scale": "shape", "field": "name"},
                        "size": {"value": 36},
                        "stroke": colour,
                        "strokeWidth": {"value": 1.5},
                    }
                },
            },
        ],
    }


def _end_labels() -> list[Spec]:
    """The name of each line beside its right end, with a thin lead to the end."""
    end = {"scale": "y", "field": "cost"}
    at = {"scale": "y", "field": "at"}
    x = {"scale": "x", "field": "volume"}
    colour = {"scale": "colour", "field": "name"}
    return [
        {
            "type": "rule",
            "from": {"data": "labels"},
            "encode": {
                "enter": {
                    "x": {**x, "offset": 5},
                    "x2": {**x, "offset": 16},
                    "y": end,
                    "y2": at,
                    "stroke": colour,
                }
            },
        },
        {
            "type": "text",
            "from": {"data": "labels"},
            "encode": {
                "enter": {
                    "x": {**x, "offset": 19},
                    "y": at,
                    "baseline": {"value": "middle"},
                    "fill": colour,
                    "text": {"field": "name"},
                }
            },
        },
    ]


def _quoted(name: str) -> str:
    """A name as a string of Vega's expression language."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
