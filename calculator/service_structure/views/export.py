"""Take a result away: as a file of the case, as tables, as a memo to print or in Markdown."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from service_structure.case.case import Case
from service_structure.case.number_input import is_sure
from service_structure.case.numbers import written_numbers
from service_structure.case.profile import profile_as_table
from service_structure.decision.explain import acceptability, questions
from service_structure.decision.model import Recommendation
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.staffing.costs import staff_for
from service_structure.views.charts import cost_chart, split_chart

type Cell = tuple[str, str, str, object]
"""Table, row, column and value."""

STAFFING = (
    *("agents", "paid_agents", "supervisors", "managers", "paid_staff"),
    *("yearly_cost", "cost_per_contact"),
)
WAITING = ("service_level", "mean_wait", "abandonment", "occupancy", "transfers")


@dataclass(frozen=True)
class Download:
    """What a file says, its media type, and how its name ends."""

    ending: str
    type: str
    text: str


def case_as_json(case: Case, recommendation: Recommendation, guide: Guide) -> Download:
    """The case as `read_case` reads it, with the version and the advice it had.

    `next_question` is the open question that tells most, null where all are answered.
    """
    asked = [question for question in questions(recommendation, guide) if not question.halved]
    written = written_numbers(case.numbers, guide, case.answers, case.profile.current)
    table = {
        "version": guide.version,
        "recommended": recommendation.recommended,
        "verdict": recommendation.verdict,
        "probability": recommendation.best.probability,
        "shortlist": recommendation.shortlist,
        "settled": recommendation.settled,
        "next_question": asked[0].factor if asked else None,
        "answers": case.given,
        "numbers": {
            name: written[name] if is_sure(written[name]) else value
            for name, value in case.numbers.items()
        },
        "weights": case.weights,
        "profile": profile_as_table(case.profile, names=True),
    }
    text = json.dumps(table, ensure_ascii=False, indent=2, default=dict) + "\n"
    return Download(".json", "application/json", text)


def tables_as_csv(recommendation: Recommendation, guide: Guide, language: str) -> Download:
    """Every table of a result, one figure to a line: table, row, column, value.

    Names are ids. Where the language has a decimal comma, cells are separated by semicolons.
    """
    decimal = guide.languages[language].decimal
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if decimal == "," else ",")
    writer.writerow(("table", "row", "column", "value"))
    for *place, value in _cells(recommendation, guide):
        written = repr(value).replace(".", decimal) if isinstance(value, float) else value
        writer.writerow((*place, written))
    # Excel takes a file for UTF-8 only if it begins with this mark.
    return Download(".csv", "text/csv", "\ufeff" + out.getvalue())


def _cells(recommendation: Recommendation, guide: Guide) -> Iterator[Cell]:
    yield from _result(recommendation)
    yield from _inputs(recommendation)
    yield from _ranking(recommendation)
    for asked in questions(recommendation, guide):
        yield "open questions", asked.factor, "information", asked.information
        yield "open questions", asked.factor, "change", asked.change
    for own in acceptability(recommendation, guide):
        for rank, probability in enumerate(own.probabilities, 1):
            yield "rank acceptability", own.structure, str(rank), probability
    yield from _staffing(recommendation, guide)
    yield from _move(recommendation, guide)
    yield from _charts(recommendation, guide)


def _result(recommendation: Recommendation) -> Iterator[Cell]:
    best = recommendation.recommended
    yield "result", best, "verdict", recommendation.verdict
    yield "result", best, "settled", recommendation.settled
    if recommendation.profile.currency:
        yield "result", best, "currency", recommendation.profile.currency
    for place, structure in enumerate(recommendation.shortlist, 1):
        yield "shortlist", structure, "place", place


def _inputs(recommendation: Recommendation) -> Iterator[Cell]:
    for factor, level in recommendation.answers.written.items():
        yield "answers", factor, "level", level
    for number in NUMBERS:
        yield "numbers", number, "value", getattr(recommendation.inputs.numbers, number)
        yield "numbers", number, "given", number in recommendation.inputs.given
    for weight in recommendation.weights:
        yield "weights", weight.criterion, "base", weight.base
        yield "weights", weight.criterion, "points", weight.points


def _ranking(recommendation: Recommendation) -> Iterator[Cell]:
    for rank, standing in enumerate(recommendation.ranking, 1):
        yield "ranking", standing.structure, "rank", rank
        yield "ranking", standing.structure, "fit", TOTAL_POINTS * standing.fit
        yield "ranking", standing.structure, "probability", standing.probability
        yield "ranking", standing.structure, "candidate", standing.candidate
        yield "ranking", standing.structure, "base", TOTAL_POINTS * standing.base
        yield "ranking", standing.structure, "penalty", TOTAL_POINTS * standing.penalty
        for part in standing.contributions:
            yield "values", standing.structure, part.criterion, TOTAL_POINTS * part.value
            yield "contributions", standing.structure, part.criterion, TOTAL_POINTS * part.amount


def _staffing(recommendation: Recommendation, guide: Guide) -> Iterator[Cell]:
    for structure, staffing in staff_for(recommendation.inputs.numbers, guide).items():
        for name in STAFFING:
            yield "staffing", structure, name, getattr(staffing, name)
        for name in WAITING:
            yield "staffing", structure, name, getattr(staffing.waiting, name)
        yield "staffing", structure, "price", staffing.price.share


def _move(recommendation: Recommendation, guide: Guide) -> Iterator[Cell]:
    """What to do about today's structure, and the budget of a move by month, in units of money."""
    if recommendation.profile.current is None:
        return
    from service_structure.planning.budget import COINS, ESTIMATES, HORIZONS
    from service_structure.planning.move import move_for

    move = move_for(recommendation, guide)
    if move is None:
        return
    for name in ("today", "target", "verdict", "reason", "people", "yearly_saving"):
        yield "move", move.target, name, getattr(move, name)
    if own := move.own:
        for name, posts in (("have", own.have), ("needed", own.needed), ("target", own.target)):
            yield "own agents", move.target, name, posts
        costs = (("have", own.cost), ("needed", own.needed_cost), ("target", own.target_cost))
        for name, cost in costs:
            yield "pay of own agents", move.target, name, cost / COINS
    money = move.budget
    for estimate in ESTIMATES:
        yield "move", move.target, f"price {estimate}", money.price(estimate) / COINS
        yield "move", move.target, f"payback {estimate}", money.payback(estimate)
    for months in HORIZONS:
        yield "move", move.target, f"break-even {months}", money.break_even(months) / COINS
    for name, lines in (("today", money.today), *money.moved.items()):
        for line in lines:
            for month, coins in enumerate(line.amounts, 1):
                yield f"budget {name}", line.kind, str(month), coins / COINS


def _charts(recommendation: Recommendation, guide: Guide) -> Iterator[Cell]:
    cost = cost_chart(recommendation, guide)
    for curve in cost.curves:
        for volume, percent in zip(cost.volumes, curve.costs, strict=True):
            yield "cost by volume", curve.structure, f"{volume:.6g}", percent
    split = split_chart(recommendation, guide)
    for name, row in (("equal", split.equal), ("faster", split.faster)):
        for pools, agents in zip(split.pools, row, strict=True):
            yield "agents by pools", name, str(pools), agents
