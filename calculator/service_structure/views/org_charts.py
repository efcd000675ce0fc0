"""The section with the organisation charts of today's structure and of the recommended one."""

from typing import TYPE_CHECKING

from service_structure.source.records import Structure
from service_structure.staffing.pools import groups_of
from service_structure.views.blocks import Block, Blocks, Paragraph, Section, Slot, Subheading, Tree
from service_structure.views.findings import Findings
from service_structure.views.own_agents import is_other_headcount
from service_structure.views.today import is_kept

if TYPE_CHECKING:  # charts are drawn only where they are shown
    from service_structure.views.org_chart import OrgChart

BOXES = (30, 18, 12, 8, 5)
"""How many boxes a chart may have: as many as a reader takes in, then fewer until they fit."""


def chart(found: Findings) -> Section:
    """The organisation chart of the recommended structure, and of today's."""
    blocks = (Slot("chart"),) if found.limits.slots else charts(found)
    return Section("chart", found.sentences.say("part_chart"), blocks)


def charts(found: Findings) -> Blocks:
    """The chart of the recommended structure and that of today's, if it is another."""
    today, target = found.recommendation.profile.current, found.best.id
    shown = [target] if today in (None, target) else [today, target]
    blocks: list[Block] = []
    several = len(shown) > 1
    for structure in shown:
        if several:
            blocks.append(Subheading(heading(structure, found)))
        blocks += chart_of(structure, found, named=not several)
    return tuple(blocks)


def heading(structure: str, found: Findings) -> str:
    """Whether a chart is that of today's structure, of the target or of the leader, and its name.

    There is no target where today's structure is to be kept.
    """
    is_today = structure == found.recommendation.profile.current
    message = "org_today" if is_today else "org_leader" if is_kept(found) else "org_target"
    return found.sentences.say(message, structure=found.sentences.name(structure))


def chart_of(
    structure: str,
    found: Findings,
    *,
    brief: bool = False,
    most: int = BOXES[0],
    named: bool = True,
) -> Blocks:
    """The chart of the structure with this id in `most` boxes, under its total, over its legend.

    The total names the structure unless a heading does. A `brief` one tells money to three digits,
    and with fewer boxes than usual only in the total.
    """
    from service_structure.planning.layout import ACROSS, IN_PRINT, TALLEST
    from service_structure.views.org_chart import assumed_groups, branches, drawn, org_chart

    words = found.sentences
    chart = org_chart(structure, words.recommendation, words.guide, words.language, most)
    legend = [words.say("org_legend"), words.say("org_not_counted")]
    if any(entry.unit.also_reports_to for entry in chart.entries):
        legend.append(words.say("org_legend_second"))
    if chart.folded:
        legend.append(words.say("org_legend_folded"))
    if words.shared_groups(chart.structure):
        legend.append(words.say("org_legend_shared"))
    if chart.structure.pooling.by != "one" and words.recommendation.inputs.numbers.unevenness:
        legend.append(words.say("org_legend_uneven"))
    if assumed_groups(chart.structure, words):
        legend.append(words.say("org_legend_assumed"))
    across, heights = (ACROSS, (TALLEST,)) if found.limits.slots else (IN_PRINT, (TALLEST, 6, 4))
    priced = not brief or most == BOXES[0]
    layouts = [
        drawn(chart, words, across, brief=brief, priced=priced, tallest=tallest)
        for tallest in heights
    ]
    label = words.say("org_label", structure=words.name(structure))
    tree = Tree(
        structure,
        label,
        min(layouts, key=lambda layout: layout.height),
        branches(chart, words),
    )
    total = Paragraph(total_of(chart, found, named=named), "total")
    misnamed = () if brief else other_names(chart.structure, found)
    return total, *misnamed, tree, Paragraph(" ".join(legend), "help")


def other_names(structure: Structure, found: Findings) -> tuple[Paragraph, ...]:
    """That the reader has named more or fewer groups than there are in the chart."""
    words, result = found.sentences, found.recommendation
    names = len(result.profile.names.get(structure.pooling.by, ()))
    if not names or words.shared_groups(structure):
        return ()
    groups = groups_of(structure.pooling, result.inputs.numbers)
    told = (words.say("names_differ", names=names, groups=groups), words.say("org_names_differ"))
    return () if names == groups else (Paragraph(" ".join(told)),)


def total_of(chart: "OrgChart", found: Findings, *, named: bool = True) -> str:
    """The posts and the cost of a chart, by the name of its structure: those of the tables.

    They are called those of the model where the reader has other agents.
    """
    words = found.sentences
    cost = words.amount(chart.yearly_cost)
    needed = found.staffings[chart.structure.id].paid_agents
    message = "org_total_by_model" if is_other_headcount(needed, found) else "org_total"
    told = words.say(message, posts=words.exact(chart.count), cost=words.with_unit(cost))
    return f"{words.name(chart.structure.id)}. {told}" if named else told
