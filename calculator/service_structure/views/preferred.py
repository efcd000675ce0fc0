"""The structure that the reader has in mind, beside the first on the list and today's.

It is told how well that structure fits, what it costs, what would soften its weak points, and which
answers would put it first: whoever wants it, or has to argue against it, needs all of that.
"""

from collections.abc import Iterator

from service_structure.decision import explain
from service_structure.decision.attribution import statement_parts
from service_structure.decision.model import Standing
from service_structure.views.blocks import (
    Block,
    Blocks,
    Details,
    Items,
    Paragraph,
    Section,
    Subheading,
)
from service_structure.views.cost_parts import cost_parts
from service_structure.views.figures import FIGURES
from service_structure.views.findings import Findings
from service_structure.views.one_group import time_told
from service_structure.views.org_charts import chart_of
from service_structure.views.plan import plan_blocks
from service_structure.views.reasons import sides, weak_points
from service_structure.views.today import compared, gains, proposed

COST = "yearly_cost"

WEAK = 4
"""Weak points that are told."""


def preferred(found: Findings) -> Section | None:
    """What speaks for and against the structure that the reader has in mind, and what it takes."""
    own = found.recommendation.profile.preferred
    if own is None or found.sentences.nothing_known:
        return None
    has_more = own not in (found.best.id, found.recommendation.profile.current)
    is_said = found.limits.slots and has_more  # the page has it beside the heading
    told = [*(() if is_said else (finding(found),)), *unmet(own, found)]
    blocks: list[Block] = [Paragraph(" ".join(told))] if told else []
    if has_more:
        blocks += [*_beside_first(own, found), *_move(found), *_weak_points(own, found)]
        blocks += first_if(own, found)
        if found.limits.slots:
            blocks += [*_chart(own, found), *_plan(own, found)]
    return Section("preferred", heading(found), tuple(blocks))


def heading(found: Findings) -> str:
    """What the section is called."""
    words, own = found.sentences, found.recommendation.profile.preferred
    return words.say("preferred", name=words.inside(words.name(own or found.best.id)))


def finding(found: Findings) -> str:
    """How the structure stands, and what it costs beside the first on the list."""
    words, result = found.sentences, found.recommendation
    own, best = result.profile.preferred or found.best.id, found.best.id
    if own == best:
        return words.say("preferred_first" if proposed(found) == own else "preferred_not_yet")
    told = [words.say("preferred_today")] if own == result.profile.current else []
    if not result.standing(own).candidate:
        return " ".join([*told, words.say("preferred_out")])
    return " ".join([*told, _place(result.standing(own), found), _cost(own, found)])


def _place(standing: Standing, found: Findings) -> str:
    from service_structure.planning.move import is_as_good

    words, result = found.sentences, found.recommendation
    message = "preferred_listed" if standing.structure in result.shortlist else "preferred_place"
    return words.say(
        "preferred_near" if is_as_good(result, standing.structure, found.guide) else message,
        place=result.ranking.index(standing) + 1,
        of=len(result.ranking),
        share=words.percent(standing.probability),
        first_share=words.percent(result.best.probability),
        first=words.inside(words.name(result.recommended)),
    )


def _cost(own: str, found: Findings) -> str:
    """By how much a year costs more or less than with the first on the list."""
    words, figure = found.sentences, FIGURES[COST]
    more = figure.difference(found.staffings[found.best.id], found.staffings[own])
    message = "preferred_dearer" if more > 0 else "preferred_cheaper" if more < 0 else ""
    amount = words.with_unit(words.brief(abs(more)))
    return words.say(message or "preferred_same", amount=amount)


def unmet(own: str, found: Findings) -> Iterator[str]:
    """What its preconditions lack."""
    if own != found.best.id:
        yield from map(found.sentences.unmet, found.recommendation.standing(own).failed)


def _beside_first(own: str, found: Findings) -> Iterator[Block]:
    """What speaks for either, and the figures of both."""
    words = found.sentences
    rivalry = next(rivalry for rivalry in found.rivalries if rivalry.structure == own)
    yield sides(rivalry, found)
    if found.preference and found.preference.today == found.best.id:
        return  # the figures of the move have it
    label = words.say("preferred_figures")
    yield Subheading(label)
    heads = [words.short(structure) for structure in (found.best.id, own)]
    yield compared(label, found.best.id, own, heads, found)
    yield from cost_parts(found.staffings[found.best.id], found.staffings[own], found)
    if found.preference is None and words.open_figures:
        yield Paragraph(words.open_figures)


def _move(found: Findings) -> Blocks:
    """What the move from today's structure would change, cost and bring."""
    words, way = found.sentences, found.preference
    if way is None:
        return ()
    heading = Subheading(words.say("move_gain", target=words.inside(words.name(way.target))))
    told = (*cost_parts(way.before, way.after, found), *time_told(way, found))
    return (heading, *balance(found), *told, *gains(way, found))


def balance(found: Findings) -> Iterator[Paragraph]:
    """What the move brings in three years beside one to the first on the list."""
    words, way, move = found.sentences, found.preference, found.move
    if way and move and move.today != found.best.id and not move.doubt:
        yield Paragraph(
            words.say(
                "preferred_balance",
                own=words.roughly(way.budget.value()),
                first=words.roughly(move.budget.value()),
                name=words.inside(words.name(found.best.id)),
            )
        )


def _weak_points(own: str, found: Findings) -> Blocks:
    parts = statement_parts(found.recommendation, own, found.guide)
    weightiest = explain.drawbacks(parts)[:WEAK]
    if not weightiest:
        return ()
    return (Subheading(found.sentences.say("preferred_risks")), weak_points(own, weightiest, found))


def first_if(own: str, found: Findings) -> Blocks:
    """Which single answers would put it first."""
    words = found.sentences
    changes = [change for change in found.changes if change.recommended == own]
    if not changes:
        return (Paragraph(words.say("preferred_never")),)
    told = Items(tuple([words.change(change) for change in changes[: found.limits.changes]]))
    return (Subheading(words.say("preferred_if")), told)


def _chart(own: str, found: Findings) -> Blocks:
    return (Details(found.sentences.say("part_chart"), chart_of(own, found)),)


def _plan(own: str, found: Findings) -> Blocks:
    """The plan of the way there, where today's structure is known."""
    from service_structure.planning.plan import plan_for

    words, profile = found.sentences, found.recommendation.profile
    if profile.structure is None:
        return ()
    plan = plan_for(found.recommendation, found.guide, language=words.language, target=own)
    return (Details(words.say("plan"), plan_blocks(plan, words)),) if plan else ()
