"""The memo: a page for the board, the plan, and an annex with what stands behind them."""

from collections.abc import Iterator
from dataclasses import replace

from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide
from service_structure.views import board, plan, reasons, sections, today
from service_structure.views.blocks import Section
from service_structure.views.findings import Findings, Limits

LIMITS = Limits(differences=3, changes=3, pairs=3, drawbacks=5)


PAGES: tuple[tuple[sections.Build, ...], ...] = (
    (
        *(board.decision, board.chart, board.reasons, board.risks),
        *(board.people_and_money, board.alternative),
    ),
    (plan.plan_in_brief, plan.next_steps),
    (
        *(sections.verdict_in_brief, today.today, reasons.reasons, reasons.drawbacks, reasons.idle),
        *(
            sections.rejected,
            sections.staffing_in_brief,
            board.chart_apart,
            sections.changes_in_brief,
        ),
        *(sections.alike_told, sections.inputs, sections.sources),
    ),
)
"""Its sections; each of these begins a page."""


def findings(recommendation: Recommendation, guide: Guide, language: str) -> Findings:
    """What a memo tells of."""
    return Findings(recommendation, guide, language, LIMITS)


def memo(found: Findings) -> Iterator[Section]:
    """The sections of a memo."""
    for place, page in enumerate(PAGES):
        built = [section for build in page if (section := build(found))]
        for section in built:
            yield replace(section, new_page=place > 0 and section is built[0])


def organisation(found: Findings) -> str:
    """The name of the organisation, where the reader has told it."""
    return next(iter(found.recommendation.profile.names.get("organisation", ())), "")
