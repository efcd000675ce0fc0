"""The section with the organisation charts of today's structure and of the recommended one."""

from service_structure.views.blocks import Block, Blocks, Paragraph, Section, Slot, Subheading, Tree
from service_structure.views.findings import Findings


def chart(found: Findings) -> Section:
    """The organisation chart of the recommended structure, and of today's."""
    blocks = (Slot("chart"),) if found.limits.slots else charts(found)
    return Section("chart", found.sentences.say("part_chart"), blocks)


def charts(found: Findings) -> Blocks:
    """The chart of the recommended structure and that of today's, if it is another."""
    today, target = found.recommendation.profile.current, found.best.id
    shown = [target] if today in (None, target) else [today, target]
    heads = {target: "org_target", today: "org_today"}
    blocks: list[Block] = []
    for structure in shown:
        name = found.sentences.name(structure)
        if len(shown) > 1:
            blocks.append(Subheading(found.sentences.say(heads[structure], structure=name)))
        blocks += chart_of(structure, found)
    return tuple(blocks)


def chart_of(structure: str, found: Findings) -> Blocks:
    """The chart of the structure with this id, under its total and over its legend."""
    from service_structure.planning.layout import ACROSS, IN_PRINT
    from service_structure.views.org_chart import branches, drawn, org_chart

    words = found.sentences
    chart = org_chart(structure, words.recommendation, words.guide, words.language)
    total = words.say(
        "org_total", posts=words.exact(chart.count), cost=words.amount(chart.yearly_cost)
    )
    legend = [words.say("org_legend")]
    if any(entry.unit.also_reports_to for entry in chart.entries):
        legend.append(words.say("org_legend_second"))
    if chart.folded:
        legend.append(words.say("org_legend_folded"))
    label = words.say("org_label", structure=words.name(structure))
    tree = Tree(
        structure,
        label,
        drawn(chart, words, ACROSS if found.limits.slots else IN_PRINT),
        branches(chart, words),
    )
    return Paragraph(total), tree, Paragraph(" ".join(legend), "help")
