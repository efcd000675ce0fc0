"""Whatever a result may consist of is told in every form, on paper as on the page."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

import pytest

from service_structure.decision.model import recommend
from service_structure.papers import word
from service_structure.papers.deck import MARKUP, slides
from service_structure.papers.slides import Drawing, Grid, Line
from service_structure.source.records import Guide
from service_structure.views.as_html import Page, Print
from service_structure.views.as_text import TextSkin
from service_structure.views.blocks import (
    Argument,
    Arguments,
    Bar,
    Block,
    Chart,
    Column,
    Detail,
    Details,
    Entries,
    Entry,
    Items,
    Link,
    Named,
    Paragraph,
    Phase,
    Place,
    Ranking,
    Section,
    Side,
    Sides,
    Slot,
    Small,
    Subheading,
    Table,
    Terms,
    Timeline,
    Title,
    Tree,
)
from service_structure.views.blocks import Line as OwnLine
from service_structure.views.comparison import Scenario
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE

TO = "structures/matrix/"
IN_A_CELL = (
    OwnLine("own line"),
    "plain cell",
    Small("in small"),
    Named(Link("named structure", TO), "matrix"),
)
BLOCKS: tuple[tuple[Block, tuple[str, ...]], ...] = (
    (Paragraph(("a paragraph with ", Link("a link", TO))), ("a paragraph with a link",)),
    (Subheading("a subheading"), ("a subheading",)),
    (Title(Link("the title", TO), "matrix"), ("the title",)),
    (Items(("first item", "second item"), ordered=True), ("first item", "second item")),
    (
        Entries(
            (
                Entry(Link("an entry", TO), "its text", "12 points"),
                Entry("another entry", "", "", (Detail(Link("behind it", TO), "deeper"),)),
            )
        ),
        ("an entry", "its text", "another entry"),
    ),
    (Terms((("a term", "what it is"),)), ("a term", "what it is")),
    (Terms((("a headed term", "its figure"),), ("Term", "Figure")), ("a headed term",)),
    (
        Ranking(
            (
                Place("matrix", Link("the first", TO), 0.5, "50 points", "a remark", ("a note",)),
                Place("matrix", Link("the last", TO), 0.1, "10 points"),
            )
        ),
        ("the first", "50 points", "the last", "10 points"),
    ),
    (
        Sides((Side("one side", (("a name", "+3"),), "none"), Side("other side", (), "nothing"))),
        ("one side", "a name", "+3", "other side", "nothing"),
    ),
    (
        Table("label", (Column("head", figures=False), Column("of figures")), ((IN_A_CELL, "7"),)),
        ("head", "of figures", "own line", "plain cell", "in small", "named structure", "7"),
    ),
    (Details("a summary", (Paragraph("what it opens"),)), ("a summary", "what it opens")),
    (
        Timeline(
            "label",
            "matrix",
            (
                Phase(
                    "a phase",
                    (
                        Bar("a task", "weeks 1 to 2", "noted", 0.0, 0.5, strong=True),
                        Bar("a second task", "week 3", "", 0.5, 1.0, strong=False),
                    ),
                ),
            ),
        ),
        ("a phase", "a task", "weeks 1 to 2", "a second task", "week 3"),
    ),
)
ON_THE_PAGE_ONLY: tuple[Block, ...] = (
    Slot("findings"),
    Chart("cost", Slot("finding"), "label", "a chart's summary", Slot("figures")),
)
ARGUMENTS = Arguments(
    (
        Argument(("an answer",), Link("a statement", TO), "because of it", "Cost", 0.5, "+5"),
        Argument((), Link("another statement", TO), "", "Speed", 0.1, "+1"),
    )
)


def in_word(block: Block) -> str:
    return "".join(word.Skin().sections([Section("any", "", (block,))]))


def on_a_slide(block: Block) -> str:
    return "\n".join(_told(thing) for thing in MARKUP[type(block)](block))


def _told(thing: Line | Grid | Drawing) -> str:
    match thing:
        case Line():
            return f"{thing.bold} {thing.text}"
        case Grid():
            return "\n".join(map(" ".join, [thing.heads, *thing.rows]))
        case Drawing():
            return ""


def in_text(block: Block, *, markdown: bool = False) -> str:
    return TextSkin(markdown=markdown, inside=str).sections([Section("any", "", (block,))])


def on_the_page(block: Block) -> str:
    return Page("", str).sections([Section("any", "", (block,))])


def in_print(block: Block) -> str:
    return Print().sections([Section("any", "", (block,))])


SKINS: dict[str, Callable[[Block], str]] = {
    "Word": in_word,
    "slides": on_a_slide,
    "text": in_text,
    "Markdown": lambda block: in_text(block, markdown=True),
    "page": on_the_page,
    "print": in_print,
}


def words_of(marked_up: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", marked_up)).split())


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(("block", "told"), BLOCKS, ids=lambda one: type(one).__name__)
def test_every_kind_of_block_is_told_in_every_form(
    block: Block, told: tuple[str, ...], skin: str
) -> None:
    found = words_of(SKINS[skin](block)).replace("*", "").lower()
    assert [words for words in told if " ".join(words.split()) not in found] == []


@pytest.mark.parametrize("skin", ["slides", "text", "Markdown", "print"])
@pytest.mark.parametrize("block", ON_THE_PAGE_ONLY, ids=lambda one: type(one).__name__)
def test_what_is_for_the_page_alone_leaves_nothing_elsewhere(block: Block, skin: str) -> None:
    assert not words_of(SKINS[skin](block))
    assert not words_of(in_word(block))


def test_word_tells_arguments_with_their_reason_and_criterion() -> None:
    found = words_of(in_word(ARGUMENTS))
    assert found == "a statement. because of it Cost: +5. another statement. Speed: +1."


def test_every_kind_of_block_is_tried() -> None:
    tried = {type(block) for block, _ in BLOCKS} | {type(block) for block in ON_THE_PAGE_ONLY}
    assert tried | {Arguments, Tree} == set(get_args(Block.__value__)), "charts: test_org_chart"


def test_scenarios_stand_side_by_side_on_a_slide(guide: Guide) -> None:
    first, second = (
        recommend({"size": size, "regions": "one"}, guide, numbers={"contacts_per_hour": 60})
        for size in ("small", "large")
    )
    compared = [("Today", first), ("In two years", second)]
    grids = list(_grids(Findings(first, guide, "en", PAGE), compared))
    assert [g for g in grids if list(g.heads[-2:]) == ["Today", "In two years"]]


def _grids(found: Findings, scenarios: Sequence[Scenario]) -> Iterator[Grid]:
    for slide in slides(found, scenarios)[-3:]:
        yield from (thing for thing in slide.things if isinstance(thing, Grid))
