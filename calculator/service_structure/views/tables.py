"""The tables of a result."""

from collections.abc import Callable, Mapping, Sequence
from math import fsum

from service_structure.decision.model import Weight
from service_structure.source.model_records import NEUTRAL, TOTAL_POINTS
from service_structure.staffing.costs import Staffing
from service_structure.views.blocks import Column, Line, Small, Span, Table, Text
from service_structure.views.charts import CostChart, SplitChart
from service_structure.views.figures import FIGURES
from service_structure.views.findings import COMPUTED, Findings
from service_structure.views.sentences import Sentences

type Figure = Callable[[Staffing, Sentences], str]

STAFFING: Mapping[str, Figure] = {
    "agents_on_duty": lambda found, words: words.exact(found.agents),
    "paid_staff": lambda found, words: words.number(found.paid_staff),
    "leaders": lambda found, words: str(found.supervisors + found.managers),
    "mean_wait": lambda found, words: words.wait(found.waiting.mean_wait),
    "service_level": lambda found, words: words.percent(found.waiting.service_level),
    "yearly_cost": FIGURES["yearly_cost"].told,
    "cost_per_contact": lambda found, words: words.cost_per_contact(
        found.cost_per_contact, words.currency
    ),
    "price_of_split": lambda found, words: words.percent(found.price.share, 0, "+"),
}
"""Figures of the staffing model as they are written, by the message that names them."""


def staffing(found: Findings, names: Sequence[str]) -> Table:
    """Figures of STAFFING for every candidate."""
    words = found.sentences
    rows = [
        (
            words.short(standing.structure),
            *[STAFFING[name](found.staffings[standing.structure], words) for name in names],
        )
        for standing in found.candidates
    ]
    columns = [Column(words.figure_name(name)) for name in names]
    return Table(words.say("staffing_table"), (_structure(words), *columns), tuple(rows))


def ratings(found: Findings) -> Table:
    """What the staffing model rates, with the figures that the ratings follow from."""
    words = found.sentences
    heads = []
    for criterion, figure in (("cost", "cost_figure"), ("speed", "speed_figure")):
        heads.append(words.say(figure))
        heads.append(words.say("rating_on", criterion=words.criterion(criterion)))
    rows = []
    for standing in found.candidates:
        cells = []
        for rating in (found.ratings[standing.structure][name] for name in COMPUTED):
            cells.append(words.percent(rating.figure / 100, 1))
            cells.append(words.points(rating.value, ".0f"))
        rows.append((words.short(standing.structure), *cells))
    return Table(
        words.say("working_ratings"), (_structure(words), *map(Column, heads)), tuple(rows)
    )


def rejected(found: Findings) -> Table:
    """Every structure but the recommended one: fit, probability and what speaks against it."""
    words = found.sentences
    rivalries = {rivalry.structure: rivalry for rivalry in found.rivalries}
    rows = []
    for standing in found.recommendation.ranking[1:]:
        because = []
        if not standing.candidate:
            because = [words.say("ruled_out")]
            because += [found.once(words.unmet(failed)) for failed in standing.failed]
        else:
            rivalry = rivalries[standing.structure]
            told = rivalry.pros[: found.limits.differences]
            costs = [
                f"{words.inside(words.criterion(d.criterion))} −{words.points(d.amount)}"
                for d in told
            ]
            rest = round(TOTAL_POINTS * (fsum([d.amount for d in told]) - rivalry.lead), 1)
            if costs and rest:
                costs.append(words.say("rejected_rest", points=words.number(rest, "+.1f")))
            lead = words.lead(rivalry).capitalize()
            because.append(f"{lead}: {', '.join(costs)}" if costs else lead)
        rows.append(
            (
                words.name(standing.structure),
                words.percent(standing.probability) if standing.candidate else words.nothing,
                words.points(standing.fit),
                " ".join(filter(None, because)),
            )
        )
    columns = (
        _structure(words),
        Column(words.say("probability_head")),
        Column(words.say("fit")),
        Column(words.say("because"), figures=False),
    )
    return Table(words.say("memo_rejected"), columns, tuple(rows))


def weights(found: Findings) -> Table:
    """Where the weights of the criteria come from."""
    words = found.sentences
    return Table(
        words.say("working_weights"),
        (
            Column(words.say("criterion"), figures=False),
            Column(words.say("base")),
            Column(words.say("answers"), figures=False),
            Column(words.say("weight")),
        ),
        tuple([_weight(weight, words) for weight in found.recommendation.weights]),
    )


def _weight(weight: Weight, words: Sentences) -> tuple[Text, ...]:
    moves: tuple[Span, ...] = tuple(
        [Line((words.level_link(move), f" {words.signed(move.points)}")) for move in weight.moves]
    )
    form = ".4g" if weight.user else ".1f"
    points: tuple[Span, ...] = (words.number(weight.points, form),)
    if weight.user:
        points = (*points, " ", Small(words.say("user_weight")))
    return (
        words.criterion(weight.criterion),
        words.number(weight.base),
        moves or words.nothing,
        points,
    )


def contributions(found: Findings) -> Table:
    """What every criterion adds to the fit of every structure."""
    words = found.sentences
    ranking = found.recommendation.ranking
    rows = [
        (
            words.criterion(weight.criterion),
            *[words.points(standing.contributions[n].amount) for standing in ranking],
        )
        for n, weight in enumerate(found.recommendation.weights)
    ]
    rows.append((words.say("base_points"), *[words.points(s.base, "+z.1f") for s in ranking]))
    if any(standing.penalty for standing in ranking):
        penalties = [words.points(-s.penalty, "+z.1f") for s in ranking]
        rows.append((words.say("penalty"), *penalties))
    return Table(
        words.say("working_contributions"),
        (
            Column(words.say("criterion"), figures=False),
            *[Column(words.short(standing.structure)) for standing in ranking],
        ),
        tuple(rows),
        foot=(words.say("fit"), *[words.points(standing.fit) for standing in ranking]),
        kind="structures",
    )


def statements(found: Findings) -> Table:
    """What the fit of the recommended structure is made of, statement by statement."""
    words, best = found.sentences, found.recommendation.best
    rows: list[tuple[Text, ...]] = [(words.say("middle"), "", _fine(NEUTRAL, words))]
    rows += [
        (
            (words.statement_link(best.structure, part.statement),),
            words.criterion(part.statement.criterion),
            _fine(part.amount, words, "+"),
        )
        for part in found.parts
    ]
    rows += [
        (words.say("computed"), words.criterion(criterion), _fine(amount, words, "+"))
        for criterion, amount in found.computed.items()
    ]
    rows.append((words.say("base_points"), "", _fine(best.base, words, "+")))
    if best.penalty:
        rows.append((words.say("penalty"), "", _fine(-best.penalty, words, "+")))
    return Table(
        words.say("working_statements"),
        (
            Column(words.say("statement"), figures=False),
            Column(words.say("criterion"), figures=False),
            Column(words.say("points")),
        ),
        tuple(rows),
        foot=(words.say("fit"), "", _fine(best.fit, words)),
    )


def attribution(found: Findings) -> Table:
    """What each answer adds to the fit of the recommended structure."""
    words, parts = found.sentences, found.attribution
    rows: list[tuple[Text, ...]] = [(words.say("unanswered"), _fine(parts.unknown, words))]
    rows += [
        ((words.question_link(part.factor, part.level),), _fine(part.amount, words, "+"))
        for part in sorted(parts.answers, key=lambda part: -abs(part.amount))
    ]
    rows.append((words.say("computed"), _fine(parts.computed, words, "+")))
    return Table(
        words.say("working_attribution"),
        (Column(words.say("answer"), figures=False), Column(words.say("points"))),
        tuple(rows),
        foot=(words.say("fit"), _fine(found.recommendation.best.fit, words)),
    )


def _fine(share: float, words: Sentences, sign: str = "") -> str:
    """Points with two decimals, as the rows of a column add up."""
    return words.points(share, f"{sign}z.2f")


def stability(found: Findings) -> Table:
    """Within which weights the recommendation stays, and who leads beyond them."""
    words = found.sentences
    rows = [
        (
            words.criterion(stays.criterion),
            words.number(weight.points),
            words.number(stays.low),
            words.short(stays.low_rival) if stays.low_rival else "",
            words.number(stays.high),
            words.short(stays.high_rival) if stays.high_rival else "",
        )
        for weight, stays in zip(found.recommendation.weights, found.stability, strict=True)
    ]
    return Table(
        words.say("working_stability"),
        (
            Column(words.say("criterion"), figures=False),
            Column(words.say("weight")),
            Column(words.say("from")),
            Column(words.say("best_below"), figures=False),
            Column(words.say("to")),
            Column(words.say("best_above"), figures=False),
        ),
        tuple(rows),
    )


def acceptability(found: Findings) -> Table:
    """How often each candidate takes each rank."""
    words = found.sentences
    ranks = range(1, len(found.acceptability) + 1)
    rows = [
        (words.short(own.structure), *[words.percent(p) for p in own.probabilities])
        for own in found.acceptability
    ]
    return Table(
        words.say("working_acceptability"),
        (_structure(words), *[Column(str(rank)) for rank in ranks]),
        tuple(rows),
    )


def costs(chart: CostChart, words: Sentences) -> Table:
    """The figures of the cost chart, at every second of its volumes."""
    rows = [
        (
            words.short(curve.structure),
            *[words.percent(cost / 100) for cost in curve.costs[::2]],
        )
        for curve in chart.curves
    ]
    volumes = [words.exact(round(v) if v >= 10 else float(f"{v:.2g}")) for v in chart.volumes[::2]]
    heads = [words.say("chart_volume_head", n=volume) for volume in volumes]
    return Table(words.say("cost_chart"), (_structure(words), *map(Column, heads)), tuple(rows))


def split(chart: SplitChart, words: Sentences) -> Table:
    """The figures of the chart of what a split into equal groups takes in agents."""
    heads = [Column(words.say("chart_pools_head", n=number)) for number in chart.pools]
    return Table(
        words.say("split_chart"),
        (Column(words.say("chart_agents"), figures=False), *heads),
        (
            (words.say("chart_equal"), *map(words.number, chart.equal)),
            (words.say("chart_faster"), words.nothing, *map(words.number, chart.faster[1:])),
        ),
    )


def _structure(words: Sentences) -> Column:
    return Column(words.say("structure"), figures=False)
