"""Scenarios side by side: what comes of each beside the first, and in what they differ."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from service_structure.decision.model import Recommendation
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffing, staffings_for
from service_structure.views.blocks import (
    Block,
    Column,
    Details,
    Named,
    Paragraph,
    Section,
    Small,
    Subheading,
    Table,
    Text,
)
from service_structure.views.figures import FIGURES
from service_structure.views.sentences import AMOUNTS, Sentences
from service_structure.views.tables import STAFFING

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move

type Scenario = tuple[str, Recommendation]
"""A name and a result."""

type Row = tuple[Text, ...]
"""A head, and a cell for every scenario."""


LEAST_COMPARED, MOST_COMPARED = 2, 4
"""How many results stand side by side: more columns would not fit a page."""

COMPARED = ("paid_staff", "yearly_cost", "mean_wait")
"""Figures that a decision turns on; the messages `delta_NAME_more` and `_less` tell differences."""


def comparison(
    scenarios: Sequence[Scenario],
    guide: Guide,
    language: str,
    *,
    brief: bool = False,
) -> Section:
    """Named results side by side. A `brief` one leaves out what follows from the differences."""
    told = [Sentences(result, guide, language) for _, result in scenarios]
    words = told[0]
    columns = (
        Column(words.say("scenario"), figures=False),
        *[Column(name, figures=False) for name, _ in scenarios],
    )

    def table(label: str, rows: Sequence[Row]) -> Table:
        return Table(words.say(label), columns, tuple(rows))

    differing = [*_answers(told), *_numbers(told), *_user_weights(told)]
    first = [_structures(told), _sure(told), *_figures(told), *_moves(told)]
    blocks: list[Block] = [table("compare_table", first)]
    if differing:
        heading = Subheading(words.say("compare_differing"))
        blocks += [heading, table("compare_differing", differing)]
    else:
        blocks.append(Paragraph(words.say("compare_alike")))
    if not brief and (following := [*_fits(told), *_weights(told), *_staffing(told)]):
        blocks.append(
            Details(words.say("compare_following"), (table("compare_following", following),))
        )
    return Section("comparison", words.say("compare"), tuple(blocks))


def _structures(told: Sequence[Sentences]) -> Row:
    first = told[0].recommendation.recommended
    cells: list[Text] = []
    for words in told:
        own = words.recommendation.recommended
        named = Named(words.structure_link(own), own)
        delta = words.say("delta_structure_same" if own == first else "delta_structure_other")
        cells.append((named, " ", Small(delta)) if words is not told[0] else (named,))
    return told[0].say("compare_first"), *cells


def _sure(told: Sequence[Sentences]) -> Row:
    cells = [
        f"{words.say(f'verdict_word_{words.grade}')},"
        f" {words.percent(words.recommendation.best.probability)}"
        for words in told
    ]
    return told[0].say("verdict_label"), *cells


def _figures(told: Sequence[Sentences]) -> Iterator[Row]:
    staffings = [_staffed(words) for words in told]
    for name in COMPARED:
        figure, first = FIGURES[name], staffings[0]
        amounts = [figure.told(own, words) for own, words in zip(staffings, told, strict=True)]
        head, *amounts = _with_units(name, amounts, told)
        cells: list[Text] = [amounts[0]]
        for words, staffing, amount in zip(told[1:], staffings[1:], amounts[1:], strict=True):
            if name in AMOUNTS and _unit(words) != _unit(told[0]):
                cells.append((amount,))
                continue
            delta = words.say("delta_same")
            if difference := figure.difference(first, staffing):
                way = words.say(f"delta_{name}_{'more' if difference > 0 else 'less'}")
                delta = f"{figure.difference_told(first, staffing, words)} · {way}"
            cells.append((amount, " ", Small(delta)))
        yield head, *cells


def _with_units(name: str, cells: Sequence[str], told: Sequence[Sentences]) -> Sequence[str]:
    """The head of a figure and its cells: each says its unit where the head cannot say that of all.

    An amount is in a currency in one scenario and in hours of an agent in another.
    """
    if name not in AMOUNTS or len({_unit(words) for words in told}) == 1:
        return told[0].figure_name(name), *cells
    amounts = [words.with_unit(cell) for cell, words in zip(cells, told, strict=True)]
    return told[0].say(name), *amounts


def _unit(words: Sentences) -> tuple[str | None, str]:
    """In what amounts are told."""
    return words.currency, words.unnamed_money


def _moves(told: Sequence[Sentences]) -> Iterator[Row]:
    """What to do about today's structure, where a scenario names it: advice, price, savings."""
    results = [words.recommendation for words in told]
    if not any(result.profile.current for result in results):
        return
    from service_structure.planning.move import move_for

    moves = [move_for(result, told[0].guide) for result in results]
    is_dearer = _all_dearer(moves)
    for head, tell in (
        ("move_verdict", lambda words, move: words.say(f"move_word_{move.verdict}")),
        ("move_price_head", lambda words, move: words.roughly(move.budget.price())),
        ("move_payback_head", _payback),
        (
            "move_dearer_head" if is_dearer else "move_yearly_head",
            partial(_saved_a_year, named=not is_dearer),
        ),
        ("move_value_head", _value),
    ):
        cells = [
            tell(words, move) if move else words.nothing
            for words, move in zip(told, moves, strict=True)
        ]
        yield told[0].say(head), *cells


def _payback(words: Sentences, move: "Move") -> str:
    """The month in which a move pays back; without a saving it never does."""
    if not _has_money(move):
        return words.nothing
    month = move.budget.payback()
    if month is not None:
        return str(month)
    return words.say("move_never" if move.yearly_saving > 0 else "move_never_at_all")


def _all_dearer(moves: Sequence["Move | None"]) -> bool:
    """Whether a year costs more after every move."""
    saved = [move.yearly_saving for move in moves if move and _has_money(move)]
    return bool(saved) and max(saved) < 0


def _saved_a_year(words: Sentences, move: "Move", *, named: bool) -> str:
    """What a year costs less once the move is over, or more, `named` so unless the head does."""
    if not _has_money(move):
        return words.nothing
    coins = round(100 * move.yearly_saving)
    if coins >= 0:
        return words.roughly(coins)
    dearer = words.roughly(-coins)
    return words.say("move_dearer", cost=dearer) if named else dearer


def _value(words: Sentences, move: "Move") -> str:
    """What the move has saved after three years, less what it has cost."""
    return words.roughly(move.budget.value()) if _has_money(move) else words.nothing


def _has_money(move: "Move") -> bool:
    """Whether the model can tell what a move brings."""
    return move.today != move.target and not move.doubt


def _differing(head: str, cells: Sequence[str]) -> Iterator[Row]:
    """The row, if the scenarios differ in it."""
    if len(set(cells)) > 1:
        yield head, *cells


def _answers(told: Sequence[Sentences]) -> Iterator[Row]:
    for factor in told[0].guide.factors.values():
        levels = [words.recommendation.answers.written.get(factor.id) for words in told]
        missing = told[0].say("not_answered")
        cells = [told[0].answer(factor.id, own) if own else missing for own in levels]
        yield from _differing(told[0].text(factor.name), cells)


def _numbers(told: Sequence[Sentences]) -> Iterator[Row]:
    """The numbers that someone has set."""
    inputs = [words.recommendation.inputs for words in told]
    for name in NUMBERS:
        if any(name in its.given for its in inputs):
            head = told[0].text(told[0].guide.assumptions[name].name)
            cells = [told[0].quantity(getattr(its.numbers, name), name) for its in inputs]
            yield from _differing(head, cells)


def _user_weights(told: Sequence[Sentences]) -> Iterator[Row]:
    """The weights that someone has set."""
    for n, criterion in enumerate(told[0].guide.criteria):
        if any(words.recommendation.weights[n].user for words in told):
            cells = [words.number(words.recommendation.weights[n].points) for words in told]
            head = told[0].say("memo_weight", criterion=told[0].criterion(criterion))
            yield from _differing(head, cells)


def _fits(told: Sequence[Sentences]) -> Iterator[Row]:
    for structure in told[0].guide.structures:
        cells = []
        for words in told:
            standing = words.recommendation.standing(structure)
            fit = f"{words.points(standing.fit)} ({words.percent(standing.probability)})"
            cells.append(fit if standing.candidate else words.say("example_out"))
        name = told[0].short(structure)
        yield from _differing(told[0].say("compare_fit", structure=name), cells)


def _weights(told: Sequence[Sentences]) -> Iterator[Row]:
    for n, criterion in enumerate(told[0].guide.criteria):
        cells = [words.number(words.recommendation.weights[n].points) for words in told]
        head = told[0].say("memo_weight", criterion=told[0].criterion(criterion))
        yield from _differing(head, cells)


def _staffing(told: Sequence[Sentences]) -> Iterator[Row]:
    for name in ("agents_on_duty", "service_level", "cost_per_contact"):
        cells = [STAFFING[name](_staffed(words), words) for words in told]
        head, *cells = _with_units(name, cells, told)
        yield from _differing(head, cells)


def _staffed(words: Sentences) -> Staffing:
    """The staffing of the structure that is recommended."""
    result = words.recommendation
    return staffings_for(result.inputs.numbers, words.guide)[result.recommended]
