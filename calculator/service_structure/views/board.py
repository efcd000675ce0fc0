"""The page for a board: what it is to decide, why, what is at risk, people and money, what else.

The memo begins with it, the slides are made of it.
"""

from service_structure.decision.attribution import StatementPart
from service_structure.numerics.checks import TIE
from service_structure.staffing.costs import Staffing
from service_structure.views.blocks import (
    Block,
    Blocks,
    Column,
    Items,
    Paragraph,
    Section,
    Table,
    Text,
    Tree,
)
from service_structure.views.findings import Findings
from service_structure.views.org_charts import chart as charts
from service_structure.views.org_charts import chart_of
from service_structure.views.today import because, payback

REASONS, RISKS = 3, 2
"""How many are told."""

HIGHEST = 300.0
"""A drawing that leaves the rest of the page its room, in pixels."""


def title(found: Findings) -> str:
    """The heading of the memo: the structure that the board is to decide on."""
    words = found.sentences
    structure = found.guide.structures[proposed(found)]
    return words.say("board_title", name=words.inside(words.text(structure.name)))


def proposed(found: Findings) -> str:
    """Today's structure where it is to stay, otherwise the recommended one."""
    if found.move and found.move.verdict != "move":
        return found.move.today
    return found.best.id


def decision(found: Findings) -> Section:
    """What the board is asked for, why, and how sure the model is."""
    words, move = found.sentences, found.move
    if move is None:
        asked = words.say("board_decide", name=_name(found.best.id, found))
        return Section("decision", "", (Paragraph(asked, "lead"), Paragraph(words.probability)))
    names = {"today": _name(move.today, found), "target": _name(move.target, found)}
    asked = words.say(f"board_{move.verdict}", **names)
    told = f"{because(move, found)} {words.probability}"
    return Section("decision", "", (Paragraph(asked, "lead"), Paragraph(told)))


def _name(structure: str, found: Findings) -> str:
    return found.sentences.inside(found.sentences.text(found.guide.structures[structure].name))


def chart(found: Findings) -> Section | None:
    """Who reports to whom, where the drawing is low enough for the page of the board."""
    total, tree, *_ = chart_of(proposed(found), found)
    if not isinstance(tree, Tree) or tree.layout.height > HIGHEST:
        return None
    return Section("chart", found.sentences.say("board_chart"), (total, tree))


def chart_apart(found: Findings) -> Section | None:
    """The charts, unless the page of the board has what they would show."""
    profile = found.recommendation.profile
    alone = profile.current in (None, found.best.id)
    return None if alone and chart(found) else charts(found)


def reasons(found: Findings) -> Section | None:
    """The weightiest advantages, each with what makes it count here."""
    words = found.sentences
    helping = sorted((part for part in found.parts if part.amount > TIE), key=lambda p: -p.amount)
    if words.nothing_known or not helping:
        return None
    told = tuple([_reason(part, found) for part in helping[:REASONS]])
    heading = words.say("board_reasons")
    if proposed(found) != found.best.id:
        heading = words.say("board_reasons_for", name=_name(found.best.id, found))
    return Section("why", heading, (Items(told, ordered=True),))


def _reason(part: StatementPart, found: Findings) -> str:
    words = found.sentences
    effects = sorted((e for e in part.effects if e.times > 0), key=lambda effect: -effect.times)
    because = next(filter(None, [found.once(words.text(e.because)) for e in effects]), "")
    return f"{words.text(part.statement.text)}. {because}".strip()


def risks(found: Findings) -> Section | None:
    """The weightiest drawbacks, each with what softens it."""
    words = found.sentences
    if words.nothing_known or not found.drawbacks:
        return None
    told = []
    for part in found.drawbacks[:RISKS]:
        softened = words.text(part.statement.mitigation) if part.statement.mitigation else ""
        told.append(f"{words.text(part.statement.text)}. {softened}".strip())
    heading = words.say("board_risks")
    if proposed(found) != found.best.id:
        heading = words.say("board_risks_of", name=_name(found.best.id, found))
    return Section("risks", heading, (Items(tuple(told)),))


def people_and_money(found: Findings) -> Section:
    """People, cost and waits: today and after; where today is unknown, beside the runner-up."""
    words, best, move = found.sentences, found.best.id, found.move
    other = move.today if move else _runner_up(found)
    shown = [best] if other in (None, best) else [other, best] if move else [best, other]
    heads = [words.short(structure) for structure in shown]
    figures = [_figures(found.staffings[structure], found) for structure in shown]
    rows: list[tuple[Text, ...]] = [tuple(row) for row in zip(_names(found), *figures, strict=True)]
    blocks: list[Block] = []
    if move and move.today != move.target:
        heads = [words.say("board_today"), words.say("board_after"), words.say("board_difference")]
        differences = _differences(move.before, move.after, found)
        rows = [(*row, told) for row, told in zip(rows, differences, strict=True)]
        blocks.append(Paragraph(" ".join(payback(move.budget, found))))
    columns = (Column(words.say("board_figures"), figures=False), *map(Column, heads))
    table = Table(words.say("board_money"), columns, tuple(rows))
    return Section("money", words.say("board_money"), (table, *blocks))


def _names(found: Findings) -> list[str]:
    words = found.sentences
    cost = words.say("yearly_cost")
    if words.currency is None:
        cost = f"{cost}, {words.say('money_unnamed')}"
    return [
        words.say("paid_staff"),
        cost,
        words.say("mean_wait"),
        words.say("service_level"),
    ]


def _figures(staffed: Staffing, found: Findings) -> list[str]:
    words = found.sentences
    return [
        words.number(staffed.paid_staff),
        words.amount(staffed.yearly_cost),
        words.wait(staffed.waiting.mean_wait),
        words.percent(staffed.waiting.service_level),
    ]


def _differences(before: Staffing, after: Staffing, found: Findings) -> list[str]:
    words = found.sentences
    cost = after.yearly_cost - before.yearly_cost
    wait = round(after.waiting.mean_wait) - round(before.waiting.mean_wait)
    level = round(100 * after.waiting.service_level) - round(100 * before.waiting.service_level)
    longer = words.wait(abs(wait))
    return [
        words.number(after.paid_staff - before.paid_staff, "+z.1f"),
        words.amount(cost, sign="+"),
        f"+{longer}" if wait > 0 else f"−{longer}" if wait else longer,
        words.say("board_percentage_points", n=words.number(level, "+z.0f" if level else "z.0f")),
    ]


def _runner_up(found: Findings) -> str | None:
    """The second of the candidates."""
    others = found.candidates[1:2]
    return others[0].structure if others else None


def alternative(found: Findings) -> Section | None:
    """The runner-up, and the likeliest answer that would put another structure first."""
    words, other = found.sentences, _runner_up(found)
    if proposed(found) != found.best.id:
        other = found.best.id
    if other is None:
        return None
    staffed = found.staffings[other]
    told = words.say(
        "board_runner_up",
        name=words.name(other),
        share=words.percent(found.recommendation.standing(other).probability),
        staff=words.number(staffed.paid_staff, ".0f"),
        cost=words.amount(staffed.yearly_cost),
    )
    blocks: Blocks = (Paragraph(told),)
    if not words.nothing_known:
        blocks = (*blocks, Paragraph(_change(found)))
    return Section("alternative", words.say("board_alternative"), blocks)


def _change(found: Findings) -> str:
    """The likeliest single answer that changes the recommendation."""
    words = found.sentences
    if not found.changes:
        return words.say("board_no_change")
    nearest = found.changes[0]
    answers = "; ".join([words.inside(words.level(*step)) for step in nearest.answers])
    then = words.inside(words.name(nearest.recommended))
    return words.say("board_change", answers=answers, then=then)
