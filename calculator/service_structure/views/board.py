"""The page for a board: what it is to decide, why, what is at risk, people and money, what else.

The memo begins with it, the slides are made of it. Where today's structure is to be kept and
another one leads the ranking, keeping.py has its own reasons, risks and alternative.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from service_structure.decision import explain
from service_structure.decision.attribution import StatementPart
from service_structure.views import choice, plan
from service_structure.views.as_text import plain
from service_structure.views.blocks import (
    Block,
    Blocks,
    Column,
    Items,
    Paragraph,
    Section,
    Table,
    Text,
)
from service_structure.views.clashes import enough_people
from service_structure.views.cost_parts import cost_parts
from service_structure.views.figures import FIGURES
from service_structure.views.findings import Findings
from service_structure.views.one_group import group_in_short, time_told
from service_structure.views.open_move import is_open, second
from service_structure.views.own_agents import (
    flow_told,
    is_other_headcount,
    own_figures,
    own_headcount,
    own_told,
)
from service_structure.views.owners import owner
from service_structure.views.reasons import WEIGHTIEST
from service_structure.views.sentences import Sentences
from service_structure.views.today import (
    because,
    in_hours,
    is_kept,
    payback,
    proposed,
    slower,
    three_years,
    today_head,
    unsure,
)
from service_structure.views.turning import in_short as turned_in_short

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move

RISKS = 2
"""How many are told."""

PUT_OFF = {
    "too_early": "board_early",
    "numbers_apart": "board_numbers",
    "flow_unknown": "board_flow",
}
"""Reasons that put a decision off, and what the board is asked for until then."""

OWN = {
    **PUT_OFF,
    "outweighs": "board_outweighs",
    "outweighs_apart": "board_outweighs_apart",
}
"""Reasons with a request of their own; the others share that of the verdict."""

SYMPTOMS = 3
"""Of those named, how many the page of the board tells of; the annex has all."""


def title(found: Findings) -> str:
    """The heading of the memo: what the board is to decide on."""
    words = found.sentences
    if found.move and found.move.reason in PUT_OFF:
        return words.say("board_title_early")
    message = "board_title_kept" if is_kept(found) else "board_title"
    name = choice.both(found) if choice.is_asked(found) else _name(proposed(found), found)
    return words.say(message, name=name)


def decision(found: Findings) -> Section:
    """What the board is asked for, why, and how sure the model is."""
    words, move = found.sentences, found.move
    if move is None:
        asked = words.say("board_decide", name=_name(found.best.id, found))
        if choice.is_asked(found):
            asked = words.say("board_choose", names=choice.both(found))
        return Section("decision", "", (Paragraph(asked, "lead"), Paragraph(words.probability)))
    names = {"today": _name(move.today, found), "target": _name(move.target, found)}
    message = OWN.get(move.reason, f"board_{move.verdict}")
    if is_open(found):
        message = "board_open_if" if move.outweighs else "board_open"
        names["other"] = _name(second(found), found)
    asked = words.say(message, **names)
    told = [because(move, found)]
    if move.reason == "pays" and move.budget.payback("high") is None:
        told.append(words.say("move_payback_dear_none"))
    lead = (Paragraph(asked, "lead"), *_with_it(found))
    return Section("decision", "", (*lead, Paragraph(" ".join([*told, _odds(found)]))))


def _with_it(found: Findings) -> Iterator[Paragraph]:
    """What a board approves with a move: how much, until when, and who answers for it."""
    words, move, steps = found.sentences, found.move, found.plan
    if move is None or steps is None or is_kept(found):
        return
    first = steps.day(0)
    role = found.guide.planning.roles[owner(steps)]
    message = "board_with_it"
    if move.outweighs:
        message = "board_with_it_first" if is_open(found) else "board_with_it_if"
    told = words.say(
        message,
        usual=words.brief(move.budget.price("usual") / 100),
        high=words.roughly(move.budget.price("high")),
        months=plan.months(steps.days.usual, words),
        start=words.say("board_start", day=words.day(first)) if first else "",
        role=words.inside(words.text(role.name)),
    )
    yield Paragraph(told)


def _odds(found: Findings) -> str:
    """The probability of the structure that is proposed; who leads, if it is another, by name."""
    words, result, move = found.sentences, found.recommendation, found.move
    if move is None or proposed(found) == found.best.id:
        return words.probability
    return words.say(
        "board_probabilities",
        today=_name(move.today, found),
        own=words.percent(result.standing(move.today).probability),
        target=_name(move.target, found),
        share=words.percent(result.best.probability),
    )


def _name(structure: str, found: Findings) -> str:
    return found.sentences.inside(found.sentences.text(found.guide.structures[structure].name))


def reasons(found: Findings) -> Section | None:
    """The weightiest advantages, each with what makes it count here; what becomes of symptoms."""
    told = advantages(found.parts, found)
    blocks: list[Block] = [Items(told, ordered=True)] if told else []
    if symptoms := " ".join(_symptoms(found)):
        blocks.append(Paragraph(symptoms))
    return Section("why", found.sentences.say("board_reasons"), tuple(blocks)) if blocks else None


def _symptoms(found: Findings) -> Iterator[str]:
    """Which symptoms the move does away with, and which have likelier causes than the structure."""
    words, move = found.sentences, found.move
    if move is None:
        return
    for structural, message in ((True, "gone"), (False, "left")):
        told = [own for own in move.symptoms[:SYMPTOMS] if own.structural == structural]
        names = [words.inside(words.text(found.guide.symptoms[own.symptom].name)) for own in told]
        kinds = dict.fromkeys(own.causes[0].kind for own in told)
        if told:
            causes = ", ".join([words.say(f"cause_{kind}") for kind in kinds])
            yield words.say(f"board_symptoms_{message}", names="; ".join(names), causes=causes)
    yield from unexplained_waits(found)


def unexplained_waits(found: Findings) -> Iterator[str]:
    """That customers wait though by the numbers there are people enough."""
    if told := enough_people(found, "board_waits"):
        yield told


def advantages(parts: Sequence[StatementPart], found: Findings) -> tuple[str, ...]:
    """The weightiest advantages among the statements of a structure, in words."""
    if found.sentences.nothing_known:
        return ()
    return tuple([_reason(part, found) for part in explain.advantages(parts)[:WEIGHTIEST]])


def _reason(part: StatementPart, found: Findings) -> str:
    words = found.sentences
    reasons = [found.once(words.text(effect.because)) for effect in part.strengthened]
    because = next(filter(None, reasons), "")
    return f"{words.text(part.statement.text)}. {because}".strip()


def risks(found: Findings) -> Section | None:
    """The weightiest drawbacks, each with what softens it; that the move makes answers slower."""
    losses = slower(found.move, found) if found.move else ()
    told = (*weaknesses(found.drawbacks, found), *losses)
    return Section("risks", found.sentences.say("board_risks"), (Items(told),)) if told else None


def weaknesses(drawbacks: Sequence[StatementPart], found: Findings) -> tuple[str, ...]:
    """The weightiest drawbacks of a structure, in words."""
    words = found.sentences
    if words.nothing_known:
        return ()
    told = []
    for part in drawbacks[:RISKS]:
        told.append(" ".join(_weakness(part, words)))
    return tuple(told)


def _weakness(part: StatementPart, words: Sentences) -> Iterator[str]:
    """A drawback, the open questions that decide whether it is one, and what softens it."""
    yield f"{words.text(part.statement.text)}."
    for factor in part.undecided:
        question = words.text(words.guide.factors[factor].name)
        yield words.say("drawback_undecided", factor=question)
    if part.statement.mitigation:
        yield words.text(part.statement.mitigation)


def people_and_money(found: Findings) -> Section:
    """People, cost and waits: today and after the move, or of the structure that is proposed.

    Where today's structure is not known they stand beside those of the runner-up. Where the reader
    has other agents than the first of them needs, these stand before all.
    """
    words, move, kept = found.sentences, found.move, is_kept(found)
    other = None if kept else move.today if move else _runner_up(found)
    shown = [proposed(found)] if other is None else [found.best.id, other]
    heads = [words.short(structure) for structure in shown]
    if kept:
        heads = [today_head(found)]
    elif move:
        heads = [today_head(found), words.say("board_after"), words.say("board_difference")]
        shown.reverse()
    staffed = [found.staffings[structure] for structure in shown]
    rows: list[tuple[Text, ...]] = []
    own = own_figures(staffed[0], found)  # today's, or the one that is proposed
    if own:
        heads.insert(0, words.say("own_row_have"))
    none = words.say("empty_cell")
    for name, (figure, have) in {**own, **{n: (f, none) for n, f in FIGURES.items()}}.items():
        cells = [*([have] if own else []), *[figure.told(one, words) for one in staffed]]
        if move and not kept:
            cells.append(figure.difference_told(move.before, move.after, words))
        rows.append((words.figure_name(name), *cells))
    columns = (Column(words.say("board_figures"), figures=False), *map(Column, heads))
    blocks: list[Block] = [Table(words.say("board_money"), columns, tuple(rows))]
    told = (in_hours(found), flow_told(found, is_short=kept), *reconciled(found))
    blocks.append(Paragraph(" ".join(filter(None, told))))
    if move and not kept:
        parts = [plain(part.text) for part in cost_parts(move.before, move.after, found)]
        blocks.append(Paragraph(" ".join([*parts, *_over_years(move, found)])))
        blocks += () if move.doubt else time_told(move, found)
    return Section("money", words.say("board_money"), tuple(blocks))


def _over_years(move: "Move", found: Findings) -> Iterator[str]:
    """When a move pays back and what three years cost with it and without, where that is sure."""
    if move.doubt:
        yield unsure(move, found)
        return
    words = found.sentences
    if sum(move.budget.savings) > 0:
        yield payback(move.budget, found)
    now, then = three_years(move.budget)
    amounts = {"now": words.brief(now / 100), "then": words.roughly(then)}
    yield words.say("board_left_as_it_is", **amounts)
    yield from group_in_short(move, found)


def price(found: Findings) -> str:
    """How many posts the structure that is proposed takes, and its cost beside one queue."""
    words, staffed = found.sentences, found.staffings[proposed(found)]
    share = round(staffed.price.share, 2)
    way = "more" if share > 0 else "less" if share < 0 else "level"
    posts = words.number(staffed.paid_staff, ".0f")
    name, dearer = words.short(staffed.structure), words.percent(abs(share))
    return words.say(f"board_price_{way}", name=name, posts=posts, share=dearer)


def reconciled(found: Findings) -> Iterator[str]:
    """The agents whom the reader has beside those whom the flow needs, where they are others.

    Those are what today's structure needs, where it is known, otherwise what the candidates do.
    """
    words, move = found.sentences, found.move
    if move:
        yield from own_headcount(move, found)
        if not is_kept(found):
            yield from own_told(move, found)
        return
    needed = sorted([found.staffings[s.structure].paid_agents for s in found.candidates])
    if any(is_other_headcount(agents, found) for agents in needed):
        yield words.headcount(needed[0], needed[-1])


def _runner_up(found: Findings) -> str | None:
    """The second of the candidates."""
    others = found.candidates[1:2]
    return others[0].structure if others else None


def alternative(found: Findings) -> Section | None:
    """The runner-up, and the likeliest answer that would put another structure first."""
    words, other = found.sentences, _runner_up(found)
    if other is None:
        return None
    own = in_mind(other, found)
    blocks: Blocks = (Paragraph(in_short(other, found)), *own)
    if not words.nothing_known:
        blocks = (*blocks, Paragraph(what_changes(found, is_short=bool(own))))
    return Section("alternative", words.say("board_alternative"), blocks)


def in_mind(told: str, found: Findings) -> Blocks:
    """The structure that the reader has in mind, unless it is `told` of or leads."""
    own, words = found.recommendation.profile.preferred, found.sentences
    if own in (None, told, found.best.id, found.recommendation.profile.current):
        return ()
    return (Paragraph(f"{words.say('inputs_preferred')}. {in_short(own, found)}"),)


def in_short(structure: str, found: Findings) -> str:
    """A structure by its probability, posts and cost."""
    words, staffed = found.sentences, found.staffings[structure]
    return words.say(
        "board_runner_up",
        name=words.name(structure),
        share=words.percent(found.recommendation.standing(structure).probability),
        staff=words.number(staffed.paid_staff, ".0f"),
        cost=words.with_unit(words.brief(staffed.yearly_cost)),
    )


def nearest_change(found: Findings) -> str:
    """The likeliest single answer that puts another structure first, and how many do.

    The annex lists them.
    """
    words, count = found.sentences, len(found.changes)
    if not count:
        return words.say("board_no_change")
    nearest = found.changes[0]
    answers = "; ".join([words.inside(words.level(*step)) for step in nearest.answers])
    message = "board_change" if count == 1 else "board_changes"
    then = words.inside(words.name(nearest.recommended))
    return words.say(message, answers=answers, then=then, n=count)


def what_changes(found: Findings, *, is_short: bool) -> str:
    """What would turn the advice on today's structure; what would put another structure first.

    In short, and of a structure that is kept, only the first is told, if there is a decision.
    """
    turned = turned_in_short(found)
    if turned and (is_short or is_kept(found)):
        return turned
    return " ".join(filter(None, (nearest_change(found), turned)))


PAGE = (decision, reasons, risks, people_and_money, alternative)
"""The sections of the page; board_chart.py adds the chart if they leave room for it."""
