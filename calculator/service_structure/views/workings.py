"""What a result rests on: where weights and fit come from, how firm they are, the sources."""

from service_structure.views import tables
from service_structure.views.blocks import (
    Aside,
    Block,
    Blocks,
    Details,
    Items,
    Link,
    Paragraph,
    Section,
    Slot,
    Terms,
    Text,
)
from service_structure.views.findings import Findings


def workings(found: Findings) -> Section:
    """Where weights and fit come from, how firm they are and what they rest on."""
    words = found.sentences
    parts: tuple[tuple[str, str, Block], ...] = (
        ("working_weights", "weights_explained", tables.weights(found)),
        ("working_contributions", "contributions_explained", tables.contributions(found)),
        ("working_statements", "statements_explained", tables.statements(found)),
    )
    details = [
        Details(words.say(heading), (Paragraph(words.say(explained)), table))
        for heading, explained, table in parts
    ]
    stays = (Paragraph(words.say("stability_explained")), tables.stability(found))
    blocks = (
        *_opinions(found),
        *details,
        Slot("attribution"),
        Details(words.say("working_stability"), stays),
        Slot("acceptability"),
        Details(words.say("working_sources"), (_sources(found),)),
    )
    method = Aside(Link(words.say("method_link"), "method/"))
    version = Paragraph((f"{words.version} ", method), "version")
    return Section("workings", words.say("workings"), (*blocks, version))


def attribution(found: Findings) -> Blocks:
    """What each answer adds to the fit of the recommended structure, behind a summary."""
    words = found.sentences
    blocks = (Paragraph(words.say("attribution_explained")), tables.attribution(found))
    return (Details(words.say("working_attribution"), blocks),)


def by_answer(found: Findings) -> Section | None:
    """What each answer adds to the fit of the recommended structure."""
    words = found.sentences
    if words.nothing_known:
        return None
    explained = Paragraph(words.say("attribution_explained"))
    blocks = (explained, tables.attribution(found))
    return Section("attribution", words.say("working_attribution"), blocks)


def acceptability(found: Findings) -> Blocks:
    """How often each candidate takes each rank when weights are uncertain, behind a summary."""
    words = found.sentences
    if not found.acceptability:
        return ()
    blocks = (
        Paragraph(words.firmness(found.acceptability[0])),
        Paragraph(f"{words.draws} {words.say('acceptability_question')}"),
        tables.acceptability(found),
    )
    return (Details(words.say("working_acceptability"), blocks),)


def firmness(found: Findings) -> Section:
    """How firm the recommendation is: under uncertain weights, and by other methods."""
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
            Paragraph(f"{words.draws} {words.say('acceptability_question')}"),
            Terms(tuple(ranks)),
            *_opinions(found),
        ),
    )


def stability(found: Findings) -> Section:
    """Within which weights the recommendation stays, a line for each criterion."""
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


def sources(found: Findings) -> Section:
    """The sources behind the statements of the best structure and the answers given."""
    return Section("sources", found.sentences.say("working_sources"), (_sources(found),))


def _opinions(found: Findings) -> Blocks:
    words = found.sentences
    if not found.opinions:
        return ()
    told = []
    for own in found.opinions:
        agrees = found.best.id in own.best
        message = f"opinion_{'same' if agrees else 'other'}_{own.method}"
        told.append(
            (words.say(f"method_{own.method}"), words.say(message, names=words.names(own.best)))
        )
    return Paragraph(words.say("opinions")), Terms(tuple(told))


def _sources(found: Findings) -> Items:
    told: list[Text] = [found.sentences.source(source) for source in found.sources]
    return Items(tuple(told))
