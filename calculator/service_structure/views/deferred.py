"""The parts of a result that take longest to work out, by the slots that they fill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service_structure.decision.counterfactual import paired_changes
from service_structure.decision.explain import acceptability
from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide
from service_structure.staffing.costs import break_even
from service_structure.views.charts import Spec, cost_chart, cost_spec, split_chart, split_spec
from service_structure.views.words import Sentences, environment


@dataclass(frozen=True)
class Part:
    """HTML by the slot that it fills, and the specifications of the charts that belong to it."""

    slots: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, Spec] = field(default_factory=dict)


def render_part(name: str, recommendation: Recommendation, guide: Guide, language: str) -> Part:
    """One part of DEFERRED, empty if no structure is feasible; KeyError if the name is unknown."""
    render = DEFERRED[name]
    if recommendation.recommended is None:
        return Part()
    words = Sentences(recommendation, guide, language)
    env = environment(guide, language)
    views: Any = env.get_template("slots.html.jinja").make_module(
        {"fragment_after": words.fragment_after}
    )
    part = render(recommendation, guide, language, views)
    finish = env.filters["unbroken"]
    return Part({slot: finish(html) for slot, html in part.slots.items()}, part.charts)


def _acceptability(recommendation: Recommendation, guide: Guide, language: str, views: Any) -> Part:
    found = acceptability(recommendation, guide)
    slots = {f"first-{own.structure}": views.first(own) for own in found}
    return Part(
        {**slots, "sure": views.sure(found[0]), "acceptability": views.acceptability(found)}
    )


def _pairs(recommendation: Recommendation, guide: Guide, language: str, views: Any) -> Part:
    return Part({"pairs": views.pairs(paired_changes(recommendation, guide))})


def _cost(recommendation: Recommendation, guide: Guide, language: str, views: Any) -> Part:
    chart = cost_chart(recommendation, guide)
    numbers = recommendation.inputs.numbers
    evens = {
        curve.structure: break_even(guide.structures[curve.structure], numbers)
        for curve in chart.curves
    }
    return Part(
        {"cost-figures": views.cost_figures(chart, evens)},
        {"cost": cost_spec(chart, guide, language)},
    )


def _split(recommendation: Recommendation, guide: Guide, language: str, views: Any) -> Part:
    chart = split_chart(recommendation.inputs.numbers)
    return Part(
        {"split-figures": views.split_figures(chart)},
        {"split": split_spec(chart, guide, language)},
    )


type Render = Callable[[Recommendation, Guide, str, Any], Part]

DEFERRED: Mapping[str, Render] = {
    "acceptability": _acceptability,
    "pairs": _pairs,
    "split": _split,
    "cost": _cost,
}
"""In the order in which a reader may want them."""
