"""The slides for a board: decision, reasons and risks, people and money, chart, plan, what else."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from service_structure.decision.model import Standing
from service_structure.papers import in_mind
from service_structure.papers.chart_slide import chart_slide, drawing_of
from service_structure.papers.slides import (
    Drawing,
    Grid,
    Line,
    Slide,
    Thing,
)
from service_structure.source.language import NO_BREAK
from service_structure.views import board, keeping, plan, today
from service_structure.views.as_text import plain
from service_structure.views.blocks import (
    Arguments,
    Block,
    Chart,
    Details,
    Entries,
    Items,
    Link,
    Paragraph,
    Ranking,
    Section,
    Sides,
    Slot,
    Subheading,
    Table,
    Terms,
    Timeline,
    Title,
    Tree,
)
from service_structure.views.comparison import Scenario
from service_structure.views.figures import FIGURES
from service_structure.views.findings import Findings
from service_structure.views.memo import compared, named
from service_structure.views.own_agents import own_figures
from service_structure.views.owners import owners
from service_structure.views.reasons import decides

MOST = 7
"""Slides of a deck, but for the scenarios side by side."""

TASKS = 2
"""Of each phase of the plan so many are named: the longest ones."""

KEY_FIGURES = 1.5
"""How much larger the figures of the first slide are than its texts."""


def slides(
    found: Findings, scenarios: Sequence[Scenario] = (), scenario: str = ""
) -> Sequence[Slide]:
    """The slides of a result; the title of each is what it finds. The first names the `scenario`.

    Where today's structure is to be kept there is no plan of a change.
    """
    kept = today.is_kept(found)
    about = [Line(plain(paragraph.text)) for paragraph in named(scenario, found)]
    told = [
        Slide(board.title(found), [*about, *_things(board.decision(found)), *_first(found)]),
        *(_to_keep(found) if kept else _why(found)),
        *_of(board.price(found), board.people_and_money(found)),
        chart_slide(found),
        *(() if kept else _plan(found)),
    ]
    told += [*_alternatives(found, MOST - len(told)), *_compared(found, scenarios)]
    return [slide._replace(title=slide.title.removesuffix(".")) for slide in told]


def _of(title: str, *told: Section | None) -> Iterator[Slide]:
    """A slide of sections; none where they have nothing to say."""
    built = [section for section in told if section]
    if not built:
        return
    things: list[Thing] = []
    for n, section in enumerate(built):
        if n:
            things.append(Line("", bold=section.heading))
        things += _things(section)
    yield Slide(title, things)


def _why(found: Findings) -> Iterator[Slide]:
    """What speaks for the structure that is recommended, and what against it."""
    if reasons := board.reasons(found):
        title = decides(found) if board.advantages(found.parts, found) else reasons.heading
        yield from _of(title, reasons, board.risks(found))


def _to_keep(found: Findings) -> Iterator[Slide]:
    """What today's structure is good at, and what to mend or to soften."""
    if reasons := keeping.reasons_to_keep(found):
        yield from _of(reasons.heading, reasons, keeping.to_mend(found))


def _alternatives(found: Findings, room: int) -> Iterator[Slide]:
    """Who comes next or leads, what would change that, and all structures in their order.

    The structure that the reader has in mind has a slide of its own where there is `room`;
    otherwise it is told of here, and only the structures that are named stand in the table.
    """
    words, own = found.sentences, in_mind.own(found)
    told = keeping.leader(found) if today.is_kept(found) else board.alternative(found)
    title = told.heading if told else words.say("board_compare")
    if own is None:
        yield Slide(title, [*_blocks(told.blocks if told else ()), _grid(found, found.candidates)])
        return
    others = (
        [block for block in told.blocks if block not in board.in_mind("", found)] if told else []
    )
    named = [found.recommendation.standing(structure) for structure in in_mind.beside(own, found)]
    heading = in_mind.heading(own, found)
    if room > 1:
        yield Slide(title, [*_blocks(others), _grid(found, found.candidates)])
        yield Slide(heading, [*_blocks(in_mind.blocks(own, found)), _grid(found, named)])
        return
    lines = [*_blocks(others), Line("", bold=heading), *_blocks(in_mind.in_brief(own, found))]
    second = [standing for standing in found.candidates[1:2] if standing not in named]
    yield Slide(title, [*lines, _grid(found, [*named, *second])])


def _grid(found: Findings, standings: Sequence[Standing]) -> Grid:
    """Structures as they rank, with their figures."""
    words = found.sentences
    heads = ("structure", "fit", "probability_head", "paid_staff", "yearly_cost", "mean_wait")
    rows = [
        (
            in_mind.row_name(standing.structure, found),
            words.points(standing.fit),
            words.percent(standing.probability) if standing.candidate else "–",
            *[
                FIGURES[name].told(found.staffings[standing.structure], words)
                for name in ("paid_staff", "yearly_cost", "mean_wait")
            ],
        )
        for standing in found.recommendation.ranking
        if standing in standings
    ]
    return Grid(
        [words.figure_name(head) for head in heads], rows, [False, *[True] * (len(heads) - 1)]
    )


def _compared(found: Findings, scenarios: Sequence[Scenario]) -> Iterator[Slide]:
    """The scenarios side by side."""
    for section in compared(scenarios, found):
        table = next(block for block in section.blocks if isinstance(block, Table))
        yield Slide(section.heading, [*_table(table)])


def _plan(found: Findings) -> Iterator[Slide]:
    """The phases of the plan, and how to see that it works, or the first steps without a plan."""
    words = found.sentences
    if found.plan is None:
        yield from _of(words.say("first_steps"), plan.next_steps(found))
        return
    told = plan.plan_blocks_in_brief(found.plan, words)
    _, stops, worked = [block for block in told if isinstance(block, Items)]
    phases = Grid(
        [words.say(head) for head in ("plan_phase", "headcount_column_when", "plan_longest")],
        [*plan.phases_told(found.plan, words, TASKS)],
        [False] * 3,
    )
    other = [plain(paragraph.text) for paragraph in plan.other_length(found)]
    lines = map(Line, [plan.plan_found(found.plan, words), *other])
    owner = Line(owners(found.plan, words))
    yield Slide(words.say("plan"), [*lines, phases, owner])
    halt = Line("", bold=words.say("plan_stops"))
    yield Slide(words.say("plan_worked"), [*_items(worked), halt, *_items(stops)])


def _first(found: Findings) -> Iterator[Thing]:
    """What stands on the first slide beside the decision; what is kept needs no introduction."""
    words = found.sentences
    proposed = found.guide.structures[today.proposed(found)]
    if not today.is_kept(found):
        yield Line(words.text(proposed.summary))
    if found.move is None or found.move.reason != "too_early":  # whose reason says it
        yield Line(words.settled)
    staffed = found.staffings[proposed.id]
    told = {words.figure_name(name): own.told(staffed, words) for name, own in FIGURES.items()}
    by_model = None
    if today.is_kept(found) and (own := own_figures(staffed, found)):
        figure, have = own["own_agents"]
        both = {"own_row_have": have, "own_row_needed": figure.told(staffed, words)}
        agents = words.figure_name("own_agents")
        told = {f"{agents}: {words.inside(words.say(m))}": n for m, n in both.items()} | told
        by_model = Line(words.say("deck_by_model"))
    if proposed.id == found.best.id:
        share = words.percent(found.recommendation.best.probability)
        told = {words.say("probability_head"): share, **told}
    figures = [figure.replace(" ", NO_BREAK) for figure in told.values()]
    yield Grid([*told], [figures], [False] * len(told), scale=KEY_FIGURES)
    if by_model:
        yield by_model


def _things(section: Section) -> Iterator[Thing]:
    return _blocks(section.blocks)


def _blocks(blocks: Sequence[Block]) -> Iterator[Thing]:
    for block in blocks:
        yield from MARKUP[type(block)](block)


def _items(block: Items) -> Iterator[Line]:
    for n, item in enumerate(block.items, 1):
        yield Line(plain(item), mark=f"{n}." if block.ordered else "•")


def _entries(block: Entries) -> Iterator[Line]:
    for entry in block.entries:
        title = entry.title.text if isinstance(entry.title, Link) else entry.title
        yield Line(entry.text, bold=f"{title}.", mark="•")


def _sides(block: Sides) -> Iterator[Line]:
    for side in block.sides:
        entries = ", ".join([f"{name} {figure}" for name, figure in side.entries])
        yield Line(entries or side.nothing, bold=f"{side.head}:")


def _table(block: Table) -> Iterator[Grid]:
    rows = [*block.rows, block.foot] if block.foot else block.rows
    yield Grid(
        [column.head for column in block.columns],
        [[plain(cell) for cell in row] for row in rows],
        [column.figures for column in block.columns],
    )


def _timeline(block: Timeline) -> Iterator[Line]:
    for phase in block.phases:
        yield Line("", bold=phase.name)
        for bar in phase.bars:
            yield Line(bar.time, bold=bar.name, mark="•")


def _tree(block: Tree) -> Iterator[Drawing]:
    yield drawing_of(block.layout)


def _details(block: Details) -> Iterator[Thing]:
    yield Line("", bold=block.summary)
    for inner in block.blocks:
        yield from MARKUP[type(inner)](inner)


MARKUP: dict[type, Callable[[Any], Iterator[Thing]]] = {
    Paragraph: lambda block: iter([Line(plain(block.text))]),
    Subheading: lambda block: iter([Line("", bold=block.text)]),
    Title: lambda block: iter([Line("", bold=block.name.text)]),
    Items: _items,
    Entries: _entries,
    Terms: lambda block: iter([Line(text, bold=f"{term}:") for term, text in block.pairs]),
    Ranking: lambda block: iter(
        [Line(place.figure, bold=place.name.text, mark="•") for place in block.places]
    ),
    Sides: _sides,
    Table: _table,
    Details: _details,
    Timeline: _timeline,
    Tree: _tree,
    Arguments: lambda block: iter(()),
    Chart: lambda block: iter(()),
    Slot: lambda block: iter(()),
}
"""How each kind of block looks on a slide."""
