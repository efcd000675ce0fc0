"""The sections that say why: reasons by criterion, drawbacks, advantages that do not apply.

What a statement counts for follows from answers; each answer stands behind the statement with what
it does and why. A clause that several statements share is told once (see Findings.once).
"""

from collections.abc import Iterable
from dataclasses import replace

from service_structure.decision.attribution import Effect, StatementPart
from service_structure.decision.explain import Reason, Rivalry, advantages
from service_structure.decision.only_against import only_against
from service_structure.numerics.checks import TIE
from service_structure.views.blocks import (
    Argument,
    Arguments,
    Blocks,
    Detail,
    Entries,
    Entry,
    Link,
    Paragraph,
    Section,
    Side,
    Sides,
)
from service_structure.views.findings import Findings
from service_structure.views.today import proposed

ARGUMENTS = 7
"""The most advantages that are told one by one."""

WEIGHTIEST = 3
"""Of these so many are the reasons of the board, and their criteria are what decides."""


def decides(found: Findings) -> str:
    """The criteria of the weightiest advantages, in their order: the two that come first.

    Where no statement counts they are those that the structure does best by.
    """
    words = found.sentences
    helping = advantages(found.parts)[:WEIGHTIEST]
    told = [part.statement.criterion for part in helping]
    if not told:
        own = sorted(found.recommendation.best.contributions, key=lambda part: -part.amount)
        told = [part.criterion for part in own]
    first, *others = [words.inside(words.criterion(criterion)) for criterion in dict.fromkeys(told)]
    if not others:
        return words.say("part_why_found_one", first=first)
    return words.say("part_why_found", first=first, second=others[0])


def reasons(found: Findings) -> Section | None:
    """What speaks most for the recommended structure, with statements and answers behind it."""
    words = found.sentences
    if words.nothing_known:
        return None
    entries = [
        Entry(
            words.say("on_criterion", criterion=words.criterion(reason.criterion)),
            words.weight(reason.weight),
            words.say("reason_above", points=words.added(reason.amount)),
            (*_statements(reason, found), *_moves(reason, found)),
        )
        for reason in found.reasons
    ]
    blocks: Blocks = (
        Paragraph(words.say("reasons_explained")),
        Entries(tuple(entries)),
        Paragraph(f"{_computed(found)} {_base(found)}"),
        *_only_against(found),
    )
    return Section("reasons", _heading("reasons", "board_reasons_for", found), blocks)


def _heading(own: str, of_another: str, found: Findings) -> str:
    """The heading of a section on the first on the list; by its name where another one is kept."""
    words, best = found.sentences, found.best.id
    if proposed(found) == best:
        return words.say(own)
    return words.say(of_another, name=words.inside(words.name(best)))


def arguments(found: Findings) -> Section | None:
    """What speaks for the recommended structure: answer, what follows from it, criterion."""
    words = found.sentences
    helping = advantages(found.parts)
    if words.nothing_known or not helping:
        return None
    most = helping[0].amount
    told = tuple([_argument(part, most, found) for part in helping[:ARGUMENTS]])
    more: Blocks = (Paragraph(f"{_computed(found)} {_base(found)}"), *_only_against(found))
    return Section(
        "reasons", _heading("reasons", "board_reasons_for", found), (Arguments(told), *more)
    )


def _argument(part: StatementPart, most: float, found: Findings) -> Argument:
    words = found.sentences
    answers = [words.question_link(effect.factor, effect.level) for effect in part.strengthened]
    reasons = [found.once(words.text(effect.because)) for effect in part.strengthened]
    return Argument(
        answers=tuple(answers) or (words.say("argument_itself"),),
        statement=words.statement_link(found.best.id, part.statement),
        because=next(filter(None, reasons), ""),
        criterion=words.criterion(part.statement.criterion),
        share=part.amount / most,
        figure=words.added(part.amount),
    )


def _statements(reason: Reason, found: Findings) -> Iterable[Detail]:
    """The statements that speak for the structure; those against it are drawbacks.

    Each has the figure that it has in `arguments`, on the page.
    """
    words = found.sentences
    for part in reason.parts:
        if part.amount > TIE:
            yield replace(_detail(part, found), figure=words.added(part.amount))
    for statement in found.best.statements_on(reason.criterion):
        if statement.strength is None and statement.kind == "advantage":
            yield Detail(words.statement_link(found.best.id, statement))


def _moves(reason: Reason, found: Findings) -> Iterable[Detail]:
    words = found.sentences
    for move in reason.moves:
        yield Detail(words.level_link(move), found.once(words.because(move)))


def _detail(part: StatementPart, found: Findings) -> Detail:
    link = found.sentences.statement_link(found.best.id, part.statement)
    return Detail(link, details=_effects(part.effects, found))


def _effects(effects: Iterable[Effect], found: Findings) -> tuple[Detail, ...]:
    """The answers that made a statement count as it does, each with the reason for it.

    Off the page, where they are no links, those without a reason to be told share a line.
    """
    words = found.sentences
    details: list[Detail] = []
    shared: dict[str, list[Link]] = {}
    for effect in effects:
        if effect.times > 0 and abs(effect.times - effect.usual) <= TIE:
            continue
        because = found.once(words.text(effect.because))
        link, said = words.question_link(effect.factor, effect.level), f"{words.effect(effect)}."
        if because or found.limits.slots:
            details.append(Detail(link, f"{said} {because}".rstrip()))
        else:
            shared.setdefault(said, []).append(link)
    for said, (first, *others) in shared.items():
        names = [first.text, *[words.inside(link.text) for link in others]]
        details.append(Detail(replace(first, text="; ".join(names)), said))
    return tuple(details)


def _computed(found: Findings) -> str:
    """What the staffing model adds to the fit, with the figures behind it."""
    words = found.sentences
    staffed, points = found.staffings[found.best.id], words.added(sum(found.computed.values()))
    if found.guide.structures[found.best.id].pooling.by == "one":
        return words.say("computed_adds_whole", points=points)
    return words.say(
        "computed_adds",
        cost=words.percent(1 + staffed.price.share),
        timely=words.percent(staffed.at_equal_staff.timely),
        within=words.duration(found.recommendation.inputs.numbers.answer_within),
        points=points,
    )


def _base(found: Findings) -> str:
    """What the structure has before any statement, and what it may lack."""
    words, best = found.sentences, found.recommendation.best
    told = words.say("base_adds", points=words.points(best.base, "+z.1f"))
    if not best.penalty:
        return told
    return f"{told} {words.say('penalty_takes', points=words.points(best.penalty))}"


def sides(rivalry: Rivalry, found: Findings) -> Sides:
    """What speaks for the recommended structure and what for the other, most weighty first."""
    words = found.sentences
    amounts = {words.criterion(d.criterion): d.amount for d in rivalry.differences}
    amounts[words.say("start")] = rivalry.start
    sides = []
    for structure, sign in ((found.best.id, 1), (rivalry.structure, -1)):
        told = [(name, sign * a) for name, a in amounts.items() if sign * a > TIE]
        told.sort(key=lambda entry: -entry[1])
        entries = [(name, words.points(a)) for name, a in told[: found.limits.differences]]
        head = words.say("speaks_for", structure=words.short(structure))
        sides.append(Side(head, tuple(entries), words.say("nothing")))
    return Sides(tuple(sides))


def _only_against(found: Findings) -> Iterable[Paragraph]:
    """The answers that decide although no list names them: they count against the next one."""
    words = found.sentences
    for answer in only_against(found.recommendation, found.parts, found.guide):
        is_advantage = answer.statement.kind == "advantage"
        change = "only_against_advantage" if is_advantage else "only_against_disadvantage"
        yield Paragraph(
            words.say(
                "only_against",
                answer=words.level(answer.factor, answer.level),
                change=words.say(change),
                name=words.inside(words.short(answer.structure)),
                statement=words.inside(words.text(answer.statement.text)),
            )
        )


def drawbacks(found: Findings) -> Section | None:
    """What speaks against the recommended structure and how to soften that."""
    words = found.sentences
    if words.nothing_known:
        return None
    told = [(part.amount, _drawback(part, found)) for part in found.drawbacks]
    cost = found.computed["cost"]
    if cost < -TIE:
        told.append((cost, _cost_drawback(cost, found)))
    weightiest = sorted(told, key=lambda pair: pair[0])[: found.limits.drawbacks]
    entries = [entry for _, entry in weightiest]
    told_of = (Entries(tuple(entries)),)
    return Section("drawbacks", _heading("drawbacks", "board_risks_of", found), told_of)


def weak_points(structure: str, parts: Iterable[StatementPart], found: Findings) -> Entries:
    """Drawbacks of a structure, each with what softens it."""
    words = found.sentences
    told = [
        Entry(
            words.statement_link(structure, part.statement),
            words.text(part.statement.mitigation) if part.statement.mitigation else "",
            words.added(part.amount),
            (),
        )
        for part in parts
    ]
    return Entries(tuple(told))


def _drawback(part: StatementPart, found: Findings) -> Entry:
    words = found.sentences
    return Entry(
        words.statement_link(found.best.id, part.statement),
        words.text(part.statement.mitigation) if part.statement.mitigation else "",
        words.added(part.amount),
        (*(_effects(part.effects, found) if found.limits.effects else ()), *_open(part, found)),
    )


def _open(part: StatementPart, found: Findings) -> Iterable[Detail]:
    """The open questions that decide whether a drawback is one."""
    words = found.sentences
    message = "effect_open" if part.statement.kind == "advantage" else "effect_undecided"
    for factor in part.undecided:
        yield Detail(words.factor_link(factor), f"{words.say(message)}.")


def _cost_drawback(amount: float, found: Findings) -> Entry:
    """That the structure costs more than the middle of the scale, and what makes it dear."""
    words = found.sentences
    details = [
        Detail(
            words.statement_link(found.best.id, statement),
            words.text(statement.mitigation) if statement.mitigation else "",
        )
        for statement in found.best.statements_on("cost")
        if statement.strength is None and statement.kind == "disadvantage"
    ]
    name = words.say("on_criterion", criterion=words.criterion("cost"))
    return Entry(name, words.say("computed"), words.added(amount), tuple(details))


def idle(found: Findings) -> Section | None:
    """The advantages of the recommended structure that do not apply here, and why."""
    words = found.sentences
    if words.nothing_known or not found.idle:
        return None
    entries = []
    for part in found.idle:
        off = [effect for effect in part.effects if effect.times <= 0]
        link = words.statement_link(found.best.id, part.statement)
        entries.append(Entry(link, "", "", _effects(off, found)))
    return Section("idle", words.say("idle"), (Entries(tuple(entries)),))
