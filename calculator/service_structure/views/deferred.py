"""The parts of a result that take longest to work out, by the slots that they fill."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service_structure.decision.model import Recommendation
from service_structure.source.frozen import FrozenDict
from service_structure.source.records import Guide
from service_structure.views import parts, sections, tables, workings
from service_structure.views.alike import alike, read_briefs
from service_structure.views.as_html import Content, Page
from service_structure.views.blocks import Paragraph
from service_structure.views.card import nearest_change
from service_structure.views.chart_specs import Spec, balance_spec, cost_spec, split_spec
from service_structure.views.charts import cost_chart, cost_finding, split_chart, split_finding
from service_structure.views.findings import Findings
from service_structure.views.one_group import one_group_told
from service_structure.views.org_charts import charts
from service_structure.views.plan import plan_told
from service_structure.views.templates import diagram, environment
from service_structure.views.today import balance_figures, balance_finding
from service_structure.views.turning import turning_told


@dataclass(frozen=True)
class Part:
    """HTML by the slot that it fills, and the specifications of the charts that belong to it."""

    slots: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, Spec] = field(default_factory=dict)


type Contents = tuple[Mapping[str, Content], Mapping[str, Spec]]
"""What fills each slot, before it is marked up, and the charts."""


def render_part(
    name: str,
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    slots: Mapping[str, str] = FrozenDict(),
) -> Part:
    """One part of DEFERRED, with HTML for `slots` in it; KeyError if the name is unknown."""
    found = _findings(recommendation, guide, language)
    if name in parts.LATER:
        page = Page("../", lambda structure: diagram(structure, guide, language, "small"), slots)
        html = page.within(name, parts.part(name, found))
        return Part({name: environment(guide, language).filters["unbroken"](html)})
    contents, charts = DEFERRED[name](found)
    return Part(_marked_up(contents, guide, language), charts)


def render_alike(briefs: str, recommendation: Recommendation, guide: Guide, language: str) -> Part:
    """The organisations most like the reader's; `briefs` is a file of precedents (see alike.py)."""
    found = _findings(recommendation, guide, language)
    told = {"alike": alike(found, read_briefs(briefs))}
    return Part(_marked_up(told, guide, language, below="h3"))


def _findings(recommendation: Recommendation, guide: Guide, language: str) -> Findings:
    return Findings(recommendation, guide, language, parts.PAGE)


def _marked_up(
    contents: Mapping[str, Content], guide: Guide, language: str, *, below: str = "h4"
) -> dict[str, str]:
    page = Page("../", lambda _: "", below=below)
    finish = environment(guide, language).filters["unbroken"]
    return {slot: finish(page.content(told)) for slot, told in contents.items()}


def _nearest(found: Findings) -> Contents:
    return {"nearest": nearest_change(found)}, {}


def _changes(found: Findings) -> Contents:
    return {"changes": sections.single_changes(found)}, {}


def _attribution(found: Findings) -> Contents:
    told = () if found.sentences.nothing_known else workings.attribution(found)
    return {"attribution": told}, {}


def _acceptability(found: Findings) -> Contents:
    return {"acceptability": workings.acceptability(found)}, {}


def _pairs(found: Findings) -> Contents:
    return {"pairs": sections.pairs(found)}, {}


def _cost(found: Findings) -> Contents:
    chart, words = cost_chart(found.recommendation, found.guide), found.sentences
    explained = Paragraph(words.say("chart_people"))
    return (
        {
            "cost-finding": cost_finding(chart, words),
            "cost-figures": (tables.costs(chart, words), explained),
        },
        {"cost": cost_spec(chart, found.guide, words.language)},
    )


def _split(found: Findings) -> Contents:
    chart, words = split_chart(found.recommendation, found.guide), found.sentences
    explained = Paragraph(words.say("chart_people"))
    return (
        {
            "split-finding": split_finding(chart, words),
            "split-figures": (tables.split(chart, words), explained),
        },
        {"split": split_spec(chart, found.guide, words.language)},
    )


def _plan(found: Findings) -> Contents:
    return {"plan": plan_told(found)}, {}


def _chart(found: Findings) -> Contents:
    return {"chart": charts(found)}, {}


def _balance(found: Findings) -> Contents:
    move = found.move
    if move is None or move.today == move.target or move.doubt:
        return {}, {}
    contents: Mapping[str, Content] = {
        "balance-finding": balance_finding(move, found),
        "balance-figures": (balance_figures(move, found),),
        "balance-groups": one_group_told(move, found),
    }
    return contents, {"balance": balance_spec(move, found.sentences)}


def _turns(found: Findings) -> Contents:
    return {"turns": turning_told(found)}, {}


def _slots_alone(_: Findings) -> Contents:
    """A part of the page, which is marked up as sections: see render_part."""
    return {}, {}


DEFERRED: Mapping[str, Callable[[Findings], Contents]] = {
    "nearest": _nearest,
    "preferred": _slots_alone,
    "compare": _slots_alone,
    "changes": _changes,
    "pairs": _pairs,
    "balance": _balance,
    "turns": _turns,
    "money": _slots_alone,
    "cost": _cost,
    "split": _split,
    "chart": _chart,
    "plan": _plan,
    "workings": _slots_alone,
    "attribution": _attribution,
    "acceptability": _acceptability,
}
"""In the order in which a reader may want them; a part of the page comes before those within it."""


def parts_of(recommendation: Recommendation) -> list[str]:
    """The parts that a result has."""
    return [name for name in DEFERRED if parts.is_told(name, recommendation.profile)]
