"""What a memo says where today's structure is to be kept: why, what to mend, and who else leads.

The move that is not advised stands in an appendix, for the case that answers change.
"""

from service_structure.decision.attribution import StatementPart, statement_parts
from service_structure.decision.explain import drawbacks
from service_structure.views import board, plan, reasons, sections
from service_structure.views.blocks import (
    Block,
    Items,
    Paragraph,
    Section,
    Subheading,
)
from service_structure.views.findings import Findings
from service_structure.views.org_charts import chart_of, heading
from service_structure.views.today import because, gains, payback, price, proposed
from service_structure.views.today import symptoms as causes
from service_structure.views.turning import in_short as turned_in_short
from service_structure.views.turning import turning_section

QUESTIONS = 3
"""Open questions that are named where it is too early to decide."""


def reasons_to_keep(found: Findings) -> Section | None:
    """What today's structure is good at."""
    told = board.advantages(_parts(found), found)
    if not told:
        return None
    return Section("why", found.sentences.say("keeping_why"), (Items(told, ordered=True),))


def _parts(found: Findings) -> tuple[StatementPart, ...]:
    """The statements of the structure that is kept, with what each adds to its fit."""
    return statement_parts(found.recommendation, proposed(found), found.guide)


def to_mend(found: Findings) -> Section | None:
    """The symptoms, each with its likeliest cause and what to do; without any, the drawbacks."""
    words, move = found.sentences, found.move
    if move is None or not move.symptoms:
        return risks(found)
    names = [words.text(found.guide.symptoms[own.symptom].name) for own in move.symptoms]
    told: list[str] = []
    for name, diagnosis in zip(names, move.symptoms[: board.SYMPTOMS], strict=False):
        cause = next((c for c in diagnosis.causes if c.kind != "structure"), diagnosis.causes[0])
        is_likeliest = cause is diagnosis.causes[0]
        told.append(
            words.say(
                "keeping_symptom" if is_likeliest else "keeping_symptom_within",
                symptom=name,
                cause=words.say(f"cause_{cause.kind}"),
                sign=words.text(cause.sign),
                first=words.inside(words.text(cause.first)),
            )
        )
    if others := names[board.SYMPTOMS :]:
        told.append(words.say("keeping_also", names="; ".join(map(words.inside, others))))
    doubt = map(Paragraph, board.unexplained_waits(found))
    return Section("risks", words.say("keeping_mend"), (Items(tuple(told)), *doubt))


def risks(found: Findings) -> Section | None:
    """The weightiest drawbacks of today's structure, each with what softens it."""
    told = board.weaknesses(drawbacks(_parts(found)), found)
    return Section("risks", found.sentences.say("keeping_risks"), (Items(told),)) if told else None


def leader(found: Findings) -> Section | None:
    """Who leads the ranking, what would change that, and what to answer before a decision."""
    words, move = found.sentences, found.move
    if move is None or move.today == move.target:
        return board.alternative(found)
    blocks: list[Block] = [Paragraph(board.in_short(move.target, found))]
    blocks += board.in_mind(move.target, found)
    if not move.doubt:
        blocks.append(Paragraph(f"{price(move.budget, found)} {payback(move.budget, found)}"))
    if move.reason == "too_early":
        asked = [words.question(question) for question in found.questions[:QUESTIONS]]
        blocks += [Paragraph(words.say("keeping_ask")), Items(tuple(asked))]
    elif not words.nothing_known:
        turned = turned_in_short(found)
        blocks.append(Paragraph(turned or board.nearest_change(found)))
    return Section("alternative", words.say("keeping_leader"), tuple(blocks))


def all_causes(found: Findings) -> Section | None:
    """Every symptom with all its causes, by what sign to tell them and what to do."""
    move = found.move
    if move is None or not move.symptoms:
        return None
    return Section("causes", found.sentences.say("move_symptoms"), causes(move, found))


def all_risks(found: Findings) -> Section | None:
    """The drawbacks of today's structure and what softens them, the weightiest first."""
    words = found.sentences
    weightiest = drawbacks(_parts(found))[: found.limits.drawbacks]
    if words.nothing_known or not weightiest:
        return None
    told = reasons.weak_points(proposed(found), weightiest, found)
    return Section("drawbacks", words.say("keeping_risks"), (told,))


def chart(found: Findings) -> Section:
    """Today's chart."""
    blocks = chart_of(proposed(found), found, named=False)
    return Section("chart", heading(proposed(found), found), blocks)


def not_advised(found: Findings) -> Section | None:
    """What the move would change, cost and bring: the appendix begins with it."""
    words, move = found.sentences, found.move
    if move is None or move.today == move.target:
        return None
    target = words.inside(words.name(move.target))
    blocks: list[Block] = [Paragraph(because(move, found))]
    blocks += [Subheading(words.say("move_gain", target=words.inside(words.name(move.target))))]
    blocks += gains(move, found)
    return Section("appendix", words.say("keeping_appendix", target=target), tuple(blocks))


def target_chart(found: Findings) -> Section:
    """The chart of the structure that leads the ranking."""
    blocks = chart_of(found.best.id, found, named=False)
    return Section("target", heading(found.best.id, found), blocks)


PAGE: tuple[sections.Build, ...] = (
    *(board.decision, reasons_to_keep, to_mend),
    *(board.people_and_money, leader),
)
"""The sections of the page of the board."""

TODAY: tuple[sections.Build, ...] = (
    *(all_causes, turning_section, all_risks),
    *(plan.watched, chart),
)
"""The annex on today's structure."""

MOVE: tuple[sections.Build, ...] = (
    *(not_advised, sections.verdict_in_brief, reasons.reasons, reasons.drawbacks),
    *(sections.rejected, sections.changes_in_brief, target_chart),
    *(plan.plan_in_brief, plan.who_does_what, plan.law),
)
"""The appendix on the move that is not advised."""
