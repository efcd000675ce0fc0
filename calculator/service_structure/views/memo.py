"""The memo: a page for the board, the plan, and an annex with what stands behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide
from service_structure.views import (
    board,
    board_chart,
    keeping,
    org_charts,
    plan,
    preferred,
    reasons,
    sections,
    today,
    turning,
    workings,
)
from service_structure.views.blocks import Paragraph, Section
from service_structure.views.comparison import LEAST_COMPARED, MOST_COMPARED, Scenario, comparison
from service_structure.views.findings import Findings, Limits

LIMITS = Limits(differences=3, changes=3, pairs=3, drawbacks=5)

type Page = tuple[sections.Build, ...]

WHY: Page = (reasons.reasons, reasons.drawbacks, reasons.idle, sections.rejected)

INPUTS: Page = (sections.alike_told, sections.inputs)


def annex(found: Findings) -> Section:
    """What begins the workings, so that nobody takes them for something to be read."""
    words = found.sentences
    told = Paragraph(words.say("memo_annex_explained"))
    return Section("annex", words.say("memo_annex"), (told,))


PAGES: tuple[Page, Page] = (
    board.PAGE,
    (
        *(plan.plan_in_brief, plan.who_does_what, plan.next_steps, plan.law),
        *(annex, sections.verdict_in_brief),
        *(today.today, preferred.preferred, *WHY, sections.staffing_in_brief),
        *(org_charts.chart, sections.changes_in_brief, *INPUTS),
    ),
)
"""Its sections: the page of the board, and what follows it on pages of its own."""

KEPT: tuple[Page, Page] = (
    keeping.PAGE,
    (
        *(annex, *keeping.TODAY, preferred.preferred, sections.staffing_in_brief, *INPUTS),
        *keeping.MOVE,
    ),
)
"""Those where today's structure is to be kept though another one leads the ranking."""

KEPT_BEST: tuple[Page, Page] = (
    keeping.PAGE,
    (
        *(annex, keeping.all_causes, turning.turning_section),
        *(sections.verdict_in_brief, preferred.preferred, *WHY),
        sections.staffing_in_brief,
        *(plan.watched, keeping.chart, sections.changes_in_brief, *INPUTS),
    ),
)
"""Those where today's structure is the best one."""


CHARTS = (org_charts.chart, keeping.chart)
"""They are left out where the page of the board has what they would show."""


def findings(recommendation: Recommendation, guide: Guide, language: str) -> Findings:
    """What a memo tells of."""
    return Findings(recommendation, guide, language, LIMITS)


def memo(
    found: Findings, scenarios: Sequence[Scenario] = (), scenario: str = ""
) -> Iterator[Section]:
    """The sections of a memo; two or more `scenarios` are compared before the sources.

    `scenario` is the name under which the reader keeps the answers.
    """
    first, rest = _pages(found)
    decision, *others = _built(first, found)
    decision = replace(decision, blocks=(*named(scenario, found), *decision.blocks))
    page = board_chart.with_chart([decision, *others], found)
    yield from page
    said = CHARTS if _says_all_of_the_chart(page, found) else ()
    told = _built([build for build in rest if build not in said], found)
    yield from (replace(section, new_page=place == 0) for place, section in enumerate(told))
    yield from compared(scenarios, found)
    yield workings.sources(found)


def named(scenario: str, found: Findings) -> tuple[Paragraph, ...]:
    """Which scenario a paper describes, if it is one that the reader keeps.

    Without a name of its own it is called Scenario 1, in the language in which it was kept.
    """
    labels = [form.partition(":")[0] for form in found.guide.messages["paper_scenario"].values()]
    is_said = scenario.startswith(tuple(labels))
    told = scenario if is_said else found.sentences.say("paper_scenario", name=scenario)
    return (Paragraph(told),) if scenario else ()


def _built(page: Sequence[sections.Build], found: Findings) -> Iterator[Section]:
    return (section for build in page if (section := build(found)))


def _says_all_of_the_chart(page: Sequence[Section], found: Findings) -> bool:
    """Whether the page of the board has every chart of the annex."""
    alone = today.is_kept(found) or found.recommendation.profile.current in (None, found.best.id)
    return alone and board_chart.has_whole_chart(page, found)


def compared(scenarios: Sequence[Scenario], found: Findings) -> Iterator[Section]:
    """The first scenarios side by side, if there are two."""
    if len(scenarios) >= LEAST_COMPARED:
        language = found.sentences.language
        yield comparison(scenarios[:MOST_COMPARED], found.guide, language, brief=True)


def _pages(found: Findings) -> tuple[Page, Page]:
    if not today.is_kept(found):
        return PAGES
    return KEPT_BEST if today.proposed(found) == found.best.id else KEPT
