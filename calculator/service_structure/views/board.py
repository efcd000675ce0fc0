"""The page for a board: what it is to decide, why, what is at risk, people and money, what else.

The memo begins with it, the slides are made of it.
"""

from service_structure.decision.attribution import StatementPart
from service_structure.numerics.checks import TIE
from service_structure.staffing.costs import Staffing
from service_structure.views.blocks import (
    Blocks,
    Column,
    Items,
    Paragraph,
    Section,
    Table,
    Text,
)
from service_structure.views.findings import Findings

REASONS, RISKS = 3, 2
"""How many are told."""


def title(found: Findings) -> str:
    """The heading of the memo: what is to be decided on."""
    words = found.sentences
    return words.say("board_title", name=words.inside(words.text(found.best.name)))


def decision(found: Findings) -> Section:
    """What the board is asked for, and how sure the model is."""
    asked = Paragraph(_asked(found), "lead")
    return Section("decision", "", (asked, Paragraph(found.sentences.probability)))


def _asked(found: Findings) -> str:
    words, today = found.sentences, found.recommendation.profile.current
    best = found.recommendation.recommended
    name = words.inside(words.text(found.best.name))
    if today is None:
        return words.say("board_decide", name=name)
    if today == best:
        return words.say("board_keep", name=name)
    structure = found.guide.structures[today]
    return words.say("board_move", name=name, today=words.inside(words.text(structure.name)))


def reasons(found: Findings) -> Section | None:
    """The weightiest advantages, each with what makes it count here."""
    words = found.sentences
    helping = sorted((part for part in found.parts if part.amount > TIE), key=lambda p: -p.amount)
    if words.nothing_known or not helping:
        return None
    told = tuple([_reason(part, found) for part in helping[:REASONS]])
    return Section("why", words.say("board_reasons"), (Items(told, ordered=True),))


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
    return Section("risks", words.say("board_risks"), (Items(tuple(told)),))


def people_and_money(found: Findings) -> Section:
    """People, cost and waits: today and after; where today is unknown, beside the runner-up."""
    words, best = found.sentences, found.best.id
    today = found.recommendation.profile.current
    other = today or _runner_up(found)
    if not other or other == best:
        heads, shown = [words.short(best)], [best]
    elif today:
        heads, shown = [words.say("board_today"), words.say("board_after")], [today, best]
    else:
        heads, shown = [words.short(best), words.short(other)], [best, other]
    figures = [_figures(found.staffings[structure], found) for structure in shown]
    rows: list[tuple[Text, ...]] = [tuple(row) for row in zip(_names(found), *figures, strict=True)]
    if today and today != best:
        heads.append(words.say("board_difference"))
        differences = _differences(found.staffings[today], found.staffings[best], found)
        rows = [(*row, told) for row, told in zip(rows, differences, strict=True)]
    columns = (Column(words.say("board_figures"), figures=False), *map(Column, heads))
    table = Table(words.say("board_money"), columns, tuple(rows))
    return Section("money", words.say("board_money"), (table,))


def _names(found: Findings) -> list[str]:
    words = found.sentences
    cost = words.say("yearly_cost")
    if not found.recommendation.profile.currency:
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
        _money(staffed.yearly_cost, found),
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
        ("+" if cost > 0 else "") + _money(cost, found),
        f"+{longer}" if wait > 0 else f"−{longer}" if wait else longer,
        words.say("board_percentage_points", n=words.number(level, "+z.0f")),
    ]


def _money(amount: float, found: Findings) -> str:
    return found.sentences.money(amount, found.recommendation.profile.currency)


def _runner_up(found: Findings) -> str | None:
    """The second of the candidates."""
    others = found.candidates[1:2]
    return others[0].structure if others else None


def alternative(found: Findings) -> Section | None:
    """The runner-up, and the likeliest answer that would put another structure first."""
    words, other = found.sentences, _runner_up(found)
    if other is None:
        return None
    staffed = found.staffings[other]
    told = words.say(
        "board_runner_up",
        name=words.name(other),
        share=words.percent(found.recommendation.standing(other).probability),
        staff=words.number(staffed.paid_staff, ".0f"),
        cost=_money(staffed.yearly_cost, found),
    )
    blocks: Blocks = (Paragraph(told),)
    if not words.nothing_known:
        change = words.nearest_change(found.changes)
        blocks = (*blocks, Paragraph(words.say("board_change", change=words.inside(change))))
    return Section("alternative", words.say("board_alternative"), blocks)
