"""The sections of a result, and which of them stand in which output: OUTPUTS, at the end.

A section is a function from the findings to blocks, None where it has nothing to say. A new one is
a function here, its messages, and its name in OUTPUTS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service_structure.decision.counterfactual import Counterfactual
from service_structure.decision.explain import Difference
from service_structure.decision.model import Recommendation, Standing
from service_structure.source.records import Guide
from service_structure.views import tables
from service_structure.views.blocks import (
    Aside,
    Block,
    Blocks,
    Chart,
    Detail,
    Details,
    Entries,
    Entry,
    Items,
    Link,
    Paragraph,
    Place,
    Ranking,
    Section,
    Side,
    Sides,
    Slot,
    Subheading,
    Terms,
    Text,
    Title,
)
from service_structure.views.findings import Findings, Limits

type Build = Callable[[Findings], Section | None]


def verdict(found: Findings) -> Section:
    """What is recommended and how clearly, or that nothing is feasible and what would help."""
    words = found.sentences
    blocks: list[Block]
    if found.best:
        best = found.best
        blocks = [
            Title(words.structure_link(best.id), best.id),
            Paragraph(words.text(best.summary)),
            Paragraph((words.margin, " ", Slot("sure")), "verdict__margin"),
        ]
    else:
        blocks = [Paragraph(words.say("none_explained"))]
        if remedies := found.changes[:REMEDIES]:
            blocks += [Paragraph(words.say("changes_one")), _changes(found, remedies)]
    given = (words.answers_given, Aside(f" {words.inputs_given}"))
    return Section("verdict", words.verdict, (*blocks, Paragraph(given, "verdict__given")))


def verdict_in_brief(found: Findings) -> Section:
    """What is recommended, how clearly and how firmly, for people who were not there."""
    words = found.sentences
    if not found.best:
        return Section("verdict", words.verdict, (Paragraph(words.say("none_explained")),))
    firmness = words.firmness(found.acceptability[0])
    blocks = (
        Paragraph(words.text(found.best.summary)),
        Paragraph(f"{words.margin} {firmness}"),
    )
    name = words.inside(words.text(found.best.name))
    return Section("verdict", f"{words.verdict}: {name}", blocks)


def ranking(found: Findings) -> Section:
    """All structures in order, and why some are out of the running."""
    places = [_place(standing, found) for standing in found.recommendation.ranking]
    words = found.sentences
    how = Paragraph((Aside(words.say("fit_explained")),))
    return Section("ranking", words.say("ranking"), (how, Ranking(tuple(places))))


def _place(standing: Standing, found: Findings) -> Place:
    words = found.sentences
    remark, slot = "", None
    notes: tuple[str, ...] = ()
    if not standing.feasible:
        remark = words.say("not_feasible")
        notes = tuple([words.unmet(precondition) for precondition in standing.failed])
    elif not standing.candidate:
        notes = (words.not_offered(standing),)
    else:
        slot = Slot(f"first-{standing.structure}")
    name = words.structure_link(standing.structure)
    return Place(
        diagram=standing.structure,
        name=name,
        share=standing.fit,
        figure=words.points(standing.fit),
        remark=remark,
        notes=notes,
        slot=slot,
        out=not standing.candidate,
    )


def ranking_if_none(found: Findings) -> Section | None:
    """The ranking where it says why no structure is feasible."""
    return None if found.best else ranking(found)


def reasons(found: Findings) -> Section | None:
    """What speaks most for the recommended structure, with statements and answers behind it."""
    best = found.recommendation.recommended
    if not best:
        return None
    words = found.sentences
    entries = [
        Entry(
            words.criterion(reason.criterion),
            words.reason(reason),
            words.points(reason.amount, "+.1f"),
            (
                *[Detail(words.statement_link(best, statement)) for statement in reason.statements],
                *[Detail(words.level_link(move), words.because(move)) for move in reason.moves],
            ),
        )
        for reason in found.reasons
    ]
    return Section("reasons", words.say("reasons"), (Entries(tuple(entries)),))


def drawbacks(found: Findings) -> Section | None:
    """What speaks against the recommended structure and how to soften that."""
    best = found.recommendation.recommended
    if not best:
        return None
    words = found.sentences
    entries = [
        Entry(
            words.statement_link(best, statement),
            words.text(statement.mitigation) if statement.mitigation else "",
        )
        for statement in found.drawbacks
    ]
    return Section("drawbacks", words.say("drawbacks"), (Entries(tuple(entries)),))


def rivals(found: Findings) -> Section | None:
    """Why not each of the others: what speaks for either side, and what would draw level."""
    best = found.recommendation.recommended
    if not best:
        return None
    words = found.sentences
    blocks = []
    for rivalry in found.rivalries:
        sides = Sides(
            (
                _side(best, rivalry.pros, found),
                _side(rivalry.structure, rivalry.cons, found),
            )
        )
        ties = [Paragraph(sentence) for sentence in words.ties(rivalry)]
        blocks.append(Details(words.name(rivalry.structure), (sides, *ties), words.lead(rivalry)))
    return Section("rivals", words.say("rivals"), tuple(blocks))


def _side(structure: str, differences: tuple[Difference, ...], found: Findings) -> Side:
    words = found.sentences
    entries = [
        (words.criterion(difference.criterion), words.points(abs(difference.amount)))
        for difference in differences[: found.limits.differences]
    ]
    head = words.say("speaks_for", structure=words.short(structure))
    return Side(head, tuple(entries), words.say("nothing"))


def rejected(found: Findings) -> Section:
    """Why not each of the others, in a table."""
    return Section("", found.sentences.say("memo_rejected"), (tables.rejected(found),))


def changes(found: Findings) -> Section | None:
    """Which answers would change the recommendation, one by one and in pairs."""
    if not found.best:
        return None
    words = found.sentences
    blocks: list[Block] = []
    if found.changes:
        blocks.append(Paragraph(words.say("changes_one")))
        blocks += _some(found, found.changes, found.limits.changes)
    else:
        blocks.append(Paragraph(words.say("changes_none")))
    blocks += (Slot("pairs"),) if found.limits.slots else pairs(found)
    return Section("changes", words.say("changes"), tuple(blocks))


def pairs(found: Findings) -> Blocks:
    """Which pairs of answers would change the recommendation."""
    if not found.pairs:
        return ()
    head = Paragraph(found.sentences.say("changes_two"))
    return (head, *_some(found, found.pairs, found.limits.pairs))


def changes_in_brief(found: Findings) -> Section | None:
    """The single answers that would change the recommendation."""
    if not found.best:
        return None
    words = found.sentences
    block: Block = Paragraph(words.say("changes_none"))
    if found.changes:
        block = _changes(found, found.changes[: found.limits.changes])
    return Section("changes", words.say("changes"), (block,))


def _some(found: Findings, told: tuple[Counterfactual, ...], limit: int | None) -> list[Block]:
    blocks: list[Block] = [_changes(found, told[:limit])]
    if limit is not None and len(told) > limit:
        blocks.append(Paragraph(found.sentences.say("changes_more", count=len(told) - limit)))
    return blocks


def _changes(found: Findings, told: tuple[Counterfactual, ...]) -> Items:
    return Items(tuple([found.sentences.change(change) for change in told]))


def staffing(found: Findings) -> Section | None:
    """People, waits and money of every feasible structure, and charts of them."""
    if not found.best:
        return None
    words = found.sentences
    inputs = found.recommendation.inputs
    counts = words.say("staffing_counts" if inputs.given else "staffing_aside")
    blocks: list[Block] = [
        Paragraph(f"{words.volume} {counts}"),
        tables.staffing(found, STAFFING_COLUMNS),
    ]
    if inputs.given:
        explained = Paragraph(words.say("ratings_by_numbers"))
        blocks.append(Details(words.say("working_ratings"), (explained, tables.ratings(found))))
    gain = words.exact(inputs.numbers.specialist_gain)
    for name, caption, label in (
        ("cost", words.say("cost_chart"), words.say("cost_chart_label")),
        ("split", words.say("split_chart", gain=gain), words.say("split_chart_label")),
    ):
        summary = words.say("chart_figures")
        blocks.append(Chart(name, caption, label, summary, Slot(f"{name}-figures")))
    return Section("staffing", words.say("staffing"), tuple(blocks))


def staffing_in_brief(found: Findings) -> Section | None:
    """People, waits and money of every feasible structure."""
    if not found.best:
        return None
    words = found.sentences
    table = tables.staffing(found, STAFFING_COLUMNS_IN_BRIEF)
    return Section("staffing", words.say("staffing"), (Paragraph(words.volume), table))


def next_steps(found: Findings) -> Section | None:
    """What to do first, and what to watch."""
    if not found.best:
        return None
    words = found.sentences
    return Section(
        "next",
        words.say("first_steps"),
        (
            Items(tuple(map(words.text, found.best.first_steps)), ordered=True),
            Subheading(words.say("metrics")),
            Items(tuple(map(words.text, found.best.metrics))),
        ),
    )


def firmness(found: Findings) -> Section | None:
    """How firm the recommendation is: under uncertain weights, and by other methods."""
    if not found.best:
        return None
    words = found.sentences
    ranks = [
        (words.short(own.structure), ", ".join([words.percent(p) for p in own.probabilities]))
        for own in found.acceptability
    ]
    return Section(
        "firmness",
        words.say("firmness"),
        (
            Paragraph(words.firmness(found.acceptability[0])),
            Paragraph(words.draws),
            Terms(tuple(ranks)),
            *_opinions(found),
        ),
    )


def _opinions(found: Findings) -> Blocks:
    words = found.sentences
    if not found.opinions:
        return ()
    told = [(words.say(f"method_{o.method}"), words.names(o.best)) for o in found.opinions]
    return Paragraph(words.say("opinions")), Terms(tuple(told))


def stability(found: Findings) -> Section | None:
    """Within which weights the recommendation stays, a line for each criterion."""
    if not found.best:
        return None
    words = found.sentences
    lines = []
    for weight, stays in zip(found.recommendation.weights, found.stability, strict=True):
        low, high = [
            f"{words.number(end)} ({words.short(rival)})" if rival else words.number(end)
            for end, rival in ((stays.low, stays.low_rival), (stays.high, stays.high_rival))
        ]
        now = f"{words.inside(words.say('weight'))} {words.number(weight.points)}"
        range_ = f"{words.say('from')} {low} {words.say('to')} {high}"
        lines.append((words.criterion(stays.criterion), f"{now}; {range_}"))
    explained = Paragraph(words.say("stability_explained"))
    return Section("stability", words.say("working_stability"), (explained, Terms(tuple(lines))))


def alike(found: Findings) -> Section:
    """Where organisations like the reader's are shown once a reader opens it: see alike.py."""
    words = found.sentences
    more = Aside(Link(words.say("alike_all"), "cases/"))
    told = Details(words.say("alike_open"), (Slot("alike"),))
    explained = Paragraph((words.say("alike_explained"), " ", more))
    return Section("alike", words.say("alike"), (explained, told))


def workings(found: Findings) -> Section:
    """Where weights and fit come from, how firm they are and what they rest on."""
    words = found.sentences
    blocks: list[Block] = [
        *(_opinions(found) if found.best else ()),
        Details(
            words.say("working_weights"),
            (Paragraph(words.say("weights_explained")), tables.weights(found)),
        ),
        Details(
            words.say("working_contributions"),
            (Paragraph(words.say("contributions_explained")), tables.contributions(found)),
        ),
    ]
    if found.best:
        explained = Paragraph(words.say("stability_explained"))
        blocks += [
            Details(words.say("working_stability"), (explained, tables.stability(found))),
            Slot("acceptability"),
            Details(words.say("working_sources"), (_sources(found),)),
        ]
    method = Aside(Link(words.say("method_link"), "method/"))
    blocks.append(Paragraph((f"{words.version} ", method), "version"))
    return Section("workings", words.say("workings"), tuple(blocks))


def acceptability(found: Findings) -> Blocks:
    """How often each candidate takes each rank when weights are uncertain, behind a summary."""
    words = found.sentences
    blocks = (Paragraph(words.draws), tables.acceptability(found))
    return (Details(words.say("working_acceptability"), blocks),)


def inputs(found: Findings) -> Section:
    """What the recommendation is based on: answers, numbers and weights."""
    words = found.sentences
    result = found.recommendation
    told = []
    for factor in found.guide.factors.values():
        level = words.text(factor.level(result.answers.levels[factor.id]).name)
        usual = "" if factor.id in result.answers.given else f" ({words.say('default_level')})"
        told.append((words.text(factor.name), f"{level}{usual}"))
    for number in found.guide.assumptions.values():
        if number.id in result.inputs.given:
            value = words.exact(result.inputs.user_numbers[number.id])
            told.append((words.text(number.name), f"{value} {words.text(number.unit)}"))
    for weight in result.weights:
        if weight.user:
            name = words.say("memo_weight", criterion=words.criterion(weight.criterion))
            told.append((name, words.number(weight.points)))
    heads = (words.say("memo_question"), words.say("level"))
    return Section("inputs", words.say("memo_inputs"), (Terms(tuple(told), heads),))


def sources(found: Findings) -> Section:
    """The sources behind the statements of the best structure and the answers given."""
    return Section("sources", found.sentences.say("working_sources"), (_sources(found),))


def _sources(found: Findings) -> Items:
    told: list[Text] = [found.sentences.source(source) for source in found.sources]
    return Items(tuple(told))


def version(found: Findings) -> Section:
    """The version of the model, without a heading."""
    return Section("", "", (Paragraph(found.sentences.version),))


REMEDIES = 3
"""The most answers that are told where no structure is feasible."""

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


_SHORT = Limits(differences=3, changes=3, pairs=3)
_LONG = Limits(differences=None, changes=None, pairs=12)
_ADVICE = (ranking, reasons, drawbacks, next_steps)
_SENSITIVITY = (rivals, changes, firmness, stability)

OUTPUTS: Mapping[str, Output] = {
    "page": Output(
        (
            *(verdict, ranking, reasons, drawbacks, rivals, changes, staffing, next_steps),
            *(alike, workings),
        ),
        Limits(differences=3, changes=3, pairs=3, slots=True),
    ),
    "advice": Output((verdict, *_ADVICE, version), _LONG),
    "sensitivity": Output((verdict, ranking_if_none, *_SENSITIVITY, version), _LONG),
    "advice and sensitivity": Output((verdict, *_ADVICE, *_SENSITIVITY, version), _LONG),
    "memo": Output(
        (
            *(verdict_in_brief, reasons, drawbacks, rejected, staffing_in_brief),
            *(changes_in_brief, next_steps, inputs, sources),
        ),
        _SHORT,
    ),
    "memo in Markdown": Output(
        (
            *(verdict, *_ADVICE, *_SENSITIVITY, version),
            *(staffing_in_brief, inputs, sources),
        ),
        _LONG,
    ),
}
"""What the calculator's page, the reports of the command line and the memos consist of."""


def sections(
    output: str, recommendation: Recommendation, guide: Guide, language: str
) -> list[Section]:
    """The sections of one of OUTPUTS for a recommendation."""
    found = Findings(recommendation, guide, language, OUTPUTS[output].limits)
    built = [build(found) for build in OUTPUTS[output].sections]
    return [section for section in built if section]
