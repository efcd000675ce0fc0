"""The sections of a result, and which stand where: PARTS and OUTPUTS, at the end.

A section is a function from the findings to blocks, None where it has nothing to say. A new one is
a function here, its messages, and its name in PARTS (the page) or OUTPUTS (reports).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from service_structure.decision.counterfactual import Counterfactual
from service_structure.decision.model import Recommendation, Standing
from service_structure.source.records import Guide
from service_structure.views import choice, clashes, org_charts, plan, tables, workings
from service_structure.views import reasons as why
from service_structure.views.alike import alike as alike_blocks
from service_structure.views.alike import read_briefs, write_briefs
from service_structure.views.blocks import (
    Aside,
    Block,
    Blocks,
    Chart,
    Details,
    Items,
    Link,
    Paragraph,
    Place,
    Ranking,
    Section,
    Slot,
    Terms,
    Title,
)
from service_structure.views.findings import Findings, Limits
from service_structure.views.load import load_told
from service_structure.views.preferred import preferred
from service_structure.views.today import proposed, today

type Build = Callable[[Findings], Section | None]


def verdict(found: Findings) -> Section:
    """What is recommended and how sure it is, or what is most frequent if nothing is known."""
    words = found.sentences
    blocks = (
        *_proposed(found),
        Paragraph(_sure(found)),
        *_questions(found),
        Paragraph(words.answers_given),
    )
    return Section("verdict", choice.decision(found), blocks)


def _proposed(found: Findings) -> Blocks:
    """The structure that is recommended, or the two to choose from with what would part them."""
    words, guide, result = found.sentences, found.guide, found.recommendation
    shown = result.shortlist[:2] if choice.is_asked(found) else (result.recommended,)
    blocks: list[Block] = []
    if choice.is_open(found):
        told = choice.parting(found) if choice.is_asked(found) else _leader(found)
        blocks = [Paragraph(told)] if told else []
    for structure in shown:
        blocks.append(Title(words.structure_link(structure), structure))
        blocks.append(Paragraph(words.text(guide.structures[structure].summary)))
    return tuple(blocks)


def _leader(found: Findings) -> str:
    """Who leads the ranking where another structure is to be kept."""
    words = found.sentences
    if proposed(found) == found.best.id:
        return ""
    return f"{words.say('card_leader', name=words.inside(words.name(found.best.id)))}."


def verdict_in_brief(found: Findings) -> Section:
    """What is recommended and how sure it is, for people who were not there."""
    words = found.sentences
    summaries = [words.text(found.best.summary)]
    head = f"{words.verdict}: {words.inside(words.text(found.best.name))}"
    if choice.is_asked(found):
        head = choice.decision(found)
        both = [found.guide.structures[own] for own in found.recommendation.shortlist[:2]]
        summaries = [f"{words.text(own.name)}. {words.text(own.summary)}" for own in both]
        summaries.append(choice.parting(found))
    told = [*filter(None, summaries), _sure(found)]
    return Section("verdict", head, tuple(map(Paragraph, told)))


def _sure(found: Findings) -> str:
    """The probability and its meaning, the shortlist, what further answers may do."""
    words = found.sentences
    told = [words.probability, words.shortlist]
    if not words.nothing_known:
        told.insert(1, words.say("probability_explained"))
        told.append(words.margin)
    return " ".join([*told, words.settled])


def _questions(found: Findings) -> Blocks:
    """The open questions that tell most."""
    words, asked = found.sentences, found.questions[:QUESTIONS]
    if not asked:
        return ()
    told = Items(tuple([words.question(question) for question in asked]))
    together = 1 - found.recommendation.settled
    is_odd = any(question.change > together for question in asked)
    explained = (Paragraph(words.say("questions_back")),) if is_odd else ()
    return (Paragraph(words.say("questions_next")), told, *explained)


def ranking(found: Findings) -> Section:
    """All structures in order, and why some are out of the running."""
    places = [_place(standing, found) for standing in found.recommendation.ranking]
    words = found.sentences
    how = Paragraph(f"{words.say('figure_explained')} {words.say('fit_explained')}")
    return Section("ranking", words.say("ranking"), (how, Ranking(tuple(places))))


def _place(standing: Standing, found: Findings) -> Place:
    words = found.sentences
    notes = [words.say("fit_of", fit=words.points(standing.fit))]
    remark = ""
    if not standing.candidate:
        remark = words.say("ruled_out")
        notes = [*map(words.unmet, standing.failed), *notes]
    return Place(
        diagram=standing.structure,
        name=words.structure_link(standing.structure),
        share=standing.probability,
        figure=words.percent(standing.probability),
        remark=remark,
        notes=tuple(notes),
        out=not standing.candidate,
    )


def rivals(found: Findings) -> Section | None:
    """Why not each of the others: what speaks for either side, and what would draw level."""
    words = found.sentences
    if words.nothing_known:
        return None
    blocks = []
    for rivalry in found.rivalries:
        ties = [Paragraph(sentence) for sentence in words.ties(rivalry)]
        sides = why.sides(rivalry, found)
        blocks.append(Details(words.name(rivalry.structure), (sides, *ties), words.lead(rivalry)))
    return Section("rivals", words.say("rivals"), tuple(blocks))


def rejected(found: Findings) -> Section:
    """Why not each of the others, in a table."""
    return Section("", found.sentences.say("memo_rejected"), (tables.rejected(found),))


def changes(found: Findings) -> Section | None:
    """Which answers would change the recommendation, one by one and in pairs."""
    if not found.recommendation.answers.given:
        return None
    slots = (Slot("changes"), Slot("pairs"))
    blocks = slots if found.limits.slots else (*single_changes(found), *pairs(found))
    return Section("changes", found.sentences.say("changes"), blocks)


def single_changes(found: Findings) -> Blocks:
    """Which single answers would change the recommendation."""
    words = found.sentences
    if not found.changes:
        return (Paragraph(words.say("changes_none")), *_left_out(found))
    told = _some(found, found.changes, found.limits.changes)
    return (Paragraph(words.say("changes_one")), *told, *_left_out(found))


def _left_out(found: Findings) -> Blocks:
    """Which other answers are no changes, as they cannot be beside those given."""
    words = found.sentences
    why = [words.text(exclusion.because) for exclusion in found.left_out]
    return (Paragraph(words.say("changes_left_out", because=" ".join(why))),) if why else ()


def pairs(found: Findings) -> Blocks:
    """Which pairs of answers would change the recommendation."""
    if not found.pairs:
        return ()
    head = Paragraph(found.sentences.say("changes_two"))
    return (head, *_some(found, found.pairs, found.limits.pairs))


def changes_in_brief(found: Findings) -> Section | None:
    """The single answers that would change the recommendation."""
    if not found.recommendation.answers.given:
        return None
    words = found.sentences
    blocks: Blocks = (Paragraph(words.say("changes_none")),)
    if found.changes:
        blocks = tuple(_some(found, found.changes, found.limits.changes))
    return Section("changes", words.say("changes"), blocks)


def _some(found: Findings, told: tuple[Counterfactual, ...], limit: int | None) -> list[Block]:
    blocks: list[Block] = [_changes(found, told[:limit])]
    if limit is not None and len(told) > limit:
        blocks.append(Paragraph(found.sentences.say("changes_more", count=len(told) - limit)))
    return blocks


def _changes(found: Findings, told: tuple[Counterfactual, ...]) -> Items:
    return Items(tuple([found.sentences.change(change) for change in told]))


def staffing(found: Findings) -> Section:
    """People, waits and money of every candidate, and charts of them."""
    words = found.sentences
    scales = {
        f"{criterion}_{end}": words.exact(found.guide.assumptions[f"{criterion}_{end}"].value)
        for criterion in ("cost", "speed")
        for end in ("worst", "best")
    }
    explained = [words.say("scales_explained", **scales), words.say("scales_rounding")]
    if found.recommendation.inputs.open:
        explained.append(words.say("scales_open"))
    blocks: list[Block] = [
        *_volume(found),
        tables.staffing(found, STAFFING_COLUMNS),
        *_cheapest(found),
        Details(
            words.say("working_ratings"),
            (Paragraph(" ".join(explained)), tables.ratings(found)),
        ),
    ]
    for name in ("cost", "split"):
        finding, figures = Slot(f"{name}-finding"), Slot(f"{name}-figures")
        label, summary = words.say(f"{name}_chart_label"), words.say("chart_figures")
        blocks.append(Chart(name, finding, label, summary, figures))
    return Section("staffing", words.say("staffing"), tuple(blocks))


def staffing_in_brief(found: Findings) -> Section:
    """People, waits and money of every candidate."""
    table = tables.staffing(found, STAFFING_COLUMNS_IN_BRIEF)
    told = (*_volume(found), table, *_cheapest(found))
    return Section("staffing", found.sentences.say("staffing"), told)


def _cheapest(found: Findings) -> Iterator[Paragraph]:
    """The candidate that costs least, where that is not the first and the difference is seen."""
    words, best = found.sentences, found.best.id
    costs = {s.structure: found.staffings[s.structure].yearly_cost for s in found.candidates}
    cheapest = min(costs, key=costs.__getitem__)
    saved = round(1 - costs[cheapest] / costs[best], 2)
    if saved:
        shares = [found.recommendation.standing(own).probability for own in (cheapest, best)]
        own, first = map(words.percent, shares)
        names = {"name": words.inside(words.name(cheapest)), "best": words.inside(words.name(best))}
        told = words.say(
            "staffing_cheapest", **names, share=words.percent(saved), own=own, first=first
        )
        yield Paragraph(told)


def _volume(found: Findings) -> Blocks:
    """What the figures are worked out for, and where that contradicts the answer on size."""
    words = found.sentences
    doubts = [words.open_figures]
    if found.headcount:
        doubts.append(words.headcount(*found.headcount))
    elif found.contradiction:
        doubts.append(words.contradiction(found.contradiction))
    told = " ".join(filter(None, doubts))
    own = Aside(Link(words.say("give_numbers"), "#numbers"))
    return (
        Paragraph(load_told(found)),
        *([Paragraph(told)] if told else []),
        Paragraph((words.say("staffing_columns"), " ", own)),
    )


def alike(found: Findings) -> Section:
    """Where organisations like the reader's are shown once a reader opens it: see alike.py."""
    words = found.sentences
    more = Aside(Link(words.say("alike_all"), "cases/"))
    told = Details(words.say("alike_open"), (Slot("alike"),))
    explained = Paragraph((words.say("alike_explained"), " ", more))
    return Section("alike", words.say("alike"), (explained, told))


def alike_told(found: Findings) -> Section | None:
    """The organisations most like the reader's, where the casebook is at hand to be read."""
    if not found.precedents:
        return None
    words = found.sentences
    briefs = read_briefs(write_briefs(found.precedents, words.language))
    explained = Paragraph(words.say("alike_explained"))
    return Section("alike", words.say("alike"), (explained, *alike_blocks(found, briefs)))


def inputs(found: Findings) -> Section:
    """What the recommendation is based on: answers, numbers and weights; which answers are open."""
    words = found.sentences
    result = found.recommendation
    told, unanswered = [], []
    for factor in found.guide.factors.values():
        name, level = words.text(factor.name), result.answers.written.get(factor.id)
        if level:
            told.append((name, words.answer(factor.id, level)))
        else:
            unanswered.append(words.inside(name))
    for number in found.guide.assumptions.values():
        if number.id in result.inputs.given:
            value = result.inputs.user_numbers[number.id]
            told.append((words.text(number.name), words.quantity(value, number.id, unit=True)))
    for weight in result.weights:
        if weight.user:
            name = words.say("memo_weight", criterion=words.criterion(weight.criterion))
            told.append((name, words.number(weight.points)))
    told += _profile(found)
    heads = (words.say("memo_question"), words.say("level"))
    blocks: list[Block] = [Terms(tuple(told), heads)] if told else []
    if unanswered:
        blocks.append(Paragraph(words.say("memo_unanswered", names="; ".join(unanswered))))
    return Section("inputs", words.say("memo_inputs"), tuple(blocks))


def _profile(found: Findings) -> list[tuple[str, str]]:
    """What the reader has said of the service as it is and as someone would like it."""
    words, profile = found.sentences, found.recommendation.profile
    symptoms = [words.text(found.guide.symptoms[own].name) for own in profile.symptoms]
    said = (
        ("inputs_today", words.name(profile.current) if profile.current else ""),
        ("inputs_preferred", words.name(profile.preferred) if profile.preferred else ""),
        ("inputs_symptoms", "; ".join(symptoms)),
    )
    return [(words.say(name), value) for name, value in said if value]


def version(found: Findings) -> Section:
    """The version of the model, without a heading."""
    return Section("", "", (Paragraph(found.sentences.version),))


QUESTIONS = 3
"""The most open questions that are told."""

STAFFING_COLUMNS = (
    *("paid_staff", "mean_wait", "service_level", "yearly_cost", "price_of_split"),
    *("cost_per_contact", "agents_on_duty", "leaders"),
)
STAFFING_COLUMNS_IN_BRIEF = (
    *("agents_on_duty", "paid_staff", "service_level", "mean_wait", "cost_per_contact"),
    *("yearly_cost", "price_of_split"),
)


@dataclass(frozen=True)
class Output:
    """A form of the result: its sections in order, and how many items their lists tell."""

    sections: tuple[Build, ...]
    limits: Limits


PARTS: Mapping[str, tuple[Build, ...]] = {
    "today": (today,),
    "preferred": (preferred,),
    "why": (clashes.clashes, why.arguments, why.drawbacks, why.idle),
    "compare": (ranking, rivals, changes),
    "alike": (alike,),
    "money": (staffing,),
    "chart": (org_charts.chart,),
    "plan": (plan.plan, plan.next_steps),
    "workings": (workings.workings,),
}
"""What the calculator's page says below the card, by the part that opens it: see parts.py."""

_LONG = Limits(differences=None, changes=None, pairs=12)
_WHY = (why.reasons, why.drawbacks, why.idle)
_ADVICE = (today, preferred, ranking, *_WHY, alike_told, plan.plan, plan.next_steps)
_FIRMNESS = (workings.by_answer, workings.firmness, workings.stability)
_SENSITIVITY = (rivals, changes, *_FIRMNESS)

OUTPUTS: Mapping[str, Output] = {
    "advice": Output((verdict, *_ADVICE, version), _LONG),
    "sensitivity": Output((verdict, *_SENSITIVITY, version), _LONG),
    "advice and sensitivity": Output((verdict, *_ADVICE, *_SENSITIVITY, version), _LONG),
    "memo in Markdown": Output(
        (
            *(verdict, *_ADVICE, *_SENSITIVITY, version),
            *(staffing_in_brief, org_charts.chart, inputs, workings.sources),
        ),
        _LONG,
    ),
}
"""What the reports of the command line and the memo in Markdown consist of."""


def sections(
    output: str, recommendation: Recommendation, guide: Guide, language: str
) -> list[Section]:
    """The sections of one of OUTPUTS for a recommendation."""
    found = Findings(recommendation, guide, language, OUTPUTS[output].limits)
    built = [build(found) for build in OUTPUTS[output].sections]
    return [section for section in built if section]
