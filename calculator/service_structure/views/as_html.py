"""Mark a result up as HTML: for the page (Page) and for print (Print)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import escape

from service_structure.views.blocks import (
    Argument,
    Arguments,
    Aside,
    Bar,
    Block,
    Branch,
    Chart,
    Column,
    Detail,
    Details,
    Entries,
    Entry,
    Items,
    Line,
    Link,
    Named,
    Paragraph,
    Part,
    Place,
    Ranking,
    Section,
    Sides,
    Slot,
    Small,
    Span,
    Subheading,
    Table,
    Terms,
    Text,
    Timeline,
    Title,
    Tree,
)

type Content = str | tuple[Block, ...]
"""What fills a slot: a text or blocks."""


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """A text with what HTML reserves written as entities."""
    return str(escape(text))


class Page:
    """Marks up sections for the page of the calculator.

    `root` leads from the page to the home page of the language; `diagram` draws the small diagram
    of a structure; `slots` holds HTML for slots, the others stay empty. `below` is the heading of
    an entry within a section.
    """

    head = "h3"

    def __init__(
        self,
        root: str,
        diagram: Callable[[str], str],
        slots: Mapping[str, str] | None = None,
        below: str = "h4",
    ) -> None:
        self.root = root
        self.below = below
        self.diagram = diagram
        self.slots = slots or {}
        self.markup: Mapping[type, Callable[[Any], str]] = {
            Paragraph: self._paragraph,
            Subheading: lambda block: f"<{self.head}>{escaped(block.text)}</{self.head}>\n",
            Title: self._title,
            Items: self._items,
            Entries: self._entries,
            Terms: self._terms,
            Ranking: self._ranking,
            Sides: self._sides,
            Table: self._table,
            Details: self._details,
            Chart: self._chart,
            Arguments: self._arguments,
            Timeline: self._timeline,
            Tree: self._tree,
            Slot: lambda block: self._slot(block, "div"),
        }
        self.span_markup: Mapping[type, Callable[[Any], str]] = {
            str: escaped,
            Link: self._link,
            Aside: lambda span: self._span(span.text),
            Line: lambda span: f'<span class="move">{self._text(span.text)}</span><br>',
            Named: self._named,
            Small: lambda span: f"<small>{escaped(span.text)}</small>",
            Slot: lambda span: self._slot(span, "span"),
        }

    def sections(self, sections: Sequence[Section]) -> str:
        """HTML of the sections; the heading of the first is of the second level."""
        return "\n".join([self._section(section, not n) for n, section in enumerate(sections)])

    def content(self, content: Content) -> str:
        """HTML of what fills a slot."""
        return self._text(content) if isinstance(content, str) else self._blocks(content)

    def parts(self, parts: Iterable[Part]) -> str:
        """Parts that a reader opens, one after the other; the first is open."""
        return "".join([self._part(part, n == 0) for n, part in enumerate(parts)])

    def within(self, part: str, sections: Sequence[Section]) -> str:
        """HTML of the sections of a part; a single one needs no heading of its own."""
        if len(sections) == 1:
            frame = f'<section class="{sections[0].id}" aria-labelledby="part-{part}">'
            return f"{frame}{self._blocks(sections[0].blocks)}</section>"
        return "".join([self._section(section, False) for section in sections])

    def _part(self, part: Part, is_open: bool) -> str:
        body = self.within(part.id, part.sections)
        if not part.sections:
            body = self._slot(Slot(part.id), "div")
        return (
            f'<details class="part part--{part.id}"{" open" if is_open else ""}>\n'
            f'<summary><h2 id="part-{part.id}">{escaped(part.heading)}</h2>'
            f"<span>{escaped(part.finding)}</span></summary>\n"
            f"<div>{body}</div>\n</details>\n"
        )

    def _section(self, section: Section, first: bool) -> str:
        head = "h2" if first else self.head
        name = section.id
        return (
            f'<section class="{name}" aria-labelledby="{name}">\n'
            f'<{head} id="{name}">{escaped(section.heading)}</{head}>\n'
            f"{self._blocks(section.blocks)}</section>\n"
        )

    def _blocks(self, blocks: Iterable[Block]) -> str:
        return "".join([self.markup[type(block)](block) for block in blocks])

    def _text(self, text: Text) -> str:
        if isinstance(text, str):
            return escaped(text)
        return "".join([self._span(span) for span in text])

    def _span(self, span: Span) -> str:
        return self.span_markup[type(span)](span)

    def _named(self, named: Named) -> str:
        sign = self.diagram(named.structure)
        return f'<span class="named s-{named.structure}">{sign}{self._link(named.name)}</span>'

    def _link(self, link: Link, kind: str = "") -> str:
        to = link.to if link.to.startswith("#") else f"{self.root}{link.to}"
        return f'<a{_class(kind)} href="{escaped(to)}">{escaped(link.text)}</a>'

    def _slot(self, slot: Slot, tag: str) -> str:
        return f'<{tag} data-slot="{slot.name}">{self.slots.get(slot.name, "")}</{tag}>\n'

    def _paragraph(self, block: Paragraph) -> str:
        return f"<p{_class(block.kind)}>{self._text(block.text)}</p>\n"

    def _title(self, block: Title) -> str:
        diagram = self.diagram(block.diagram)
        return f"<p>{diagram}{self._link(block.name)}</p>\n"

    def _items(self, block: Items) -> str:
        tag = "ol" if block.ordered else "ul"
        items = "".join([f"<li>{self._text(item)}</li>\n" for item in block.items])
        return f"<{tag}>\n{items}</{tag}>\n"

    def _entries(self, block: Entries) -> str:
        return f"<ul>\n{''.join(map(self._entry, block.entries))}</ul>\n"

    def _entry(self, entry: Entry) -> str:
        title = self._span(entry.title)
        text = f"<p>{escaped(entry.text)}</p>" if entry.text else ""
        details = self._behind(entry.details)
        if not entry.figure:
            return f"<li><p>{title}</p>{text}{details}</li>\n"
        head = f"<{self.below}>{title} {_points(entry.figure)}</{self.below}>"
        return f"<li>\n{head}\n{text}\n{details}</li>\n"

    def _behind(self, details: Sequence[Detail]) -> str:
        """A list of details, each with a list of what stands behind it."""
        if not details:
            return ""
        items = [
            f"<li>{self._link(d.title)}{f' ({escaped(d.figure)})' if d.figure else ''}"
            f"{f'. {escaped(d.text)}' if d.text else ''}"
            f"{self._behind(d.details)}</li>\n"
            for d in details
        ]
        return f"<ul>\n{''.join(items)}</ul>\n"

    def _terms(self, block: Terms) -> str:
        items = [f"<li>{escaped(term)}: {escaped(text)}</li>\n" for term, text in block.pairs]
        return f"<ul>\n{''.join(items)}</ul>\n"

    def _ranking(self, block: Ranking) -> str:
        return f"<ol>\n{''.join(map(self._place, block.places))}</ol>\n"

    def _place(self, place: Place) -> str:
        remark = f"<strong>{escaped(place.remark)}</strong>\n" if place.remark else ""
        notes = "".join([f"<p>{escaped(note)}</p>\n" for note in place.notes])
        return (
            f'<li class="s-{place.diagram}{" out" if place.out else ""}">\n'
            f"{self.diagram(place.diagram)}\n"
            f"{self._link(place.name, 'ranking__name')}\n"
            f'{_bar(place.share)}<span class="ranking__figure">{escaped(place.figure)}</span>\n'
            f'<div class="ranking__note">{remark}{notes}</div>\n</li>\n'
        )

    def _sides(self, block: Sides) -> str:
        sides = []
        for side in block.sides:
            items = [f"{escaped(name)} {_points(figure)}" for name, figure in side.entries]
            told = "".join([f"<li>{item}</li>" for item in items or [escaped(side.nothing)]])
            sides.append(f"<div><p>{escaped(side.head)}</p>\n<ul>{told}</ul></div>\n")
        return f'<div class="pair">\n{"".join(sides)}</div>\n'

    def _table(self, block: Table) -> str:
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(block.label)}">\n'
            f"{self._bare_table(block)}</div>\n"
        )

    def _bare_table(self, block: Table) -> str:
        heads = [
            f'<th role="columnheader" scope="col"{_figure(column)}>{escaped(column.head)}</th>'
            for column in block.columns
        ]
        kind = f"figures {block.kind}".rstrip()
        rows = "".join([f"{self._row(row, block.columns)}\n" for row in block.rows])
        foot = ""
        if block.foot:
            row = self._row(block.foot, block.columns)
            foot = f'<tfoot role="rowgroup">{row}</tfoot>\n'
        # A style sheet may show a table as blocks, and it would be none for a screen reader.
        return (
            f'<table role="table" class="{kind}">\n'
            f'<thead role="rowgroup"><tr role="row">{"".join(heads)}</tr></thead>\n'
            f'<tbody role="rowgroup">\n{rows}</tbody>\n{foot}</table>\n'
        )

    def _row(self, row: Sequence[Text], columns: Sequence[Column]) -> str:
        head, *cells = map(self._text, row)
        tds = [
            f'<td role="cell" data-head="{escaped(column.head)}"{_figure(column)}>'
            f"{cell.removesuffix('<br>')}</td>"
            for column, cell in zip(columns[1:], cells, strict=True)
        ]
        number = f' data-head="{escaped(columns[0].head)}"' if head.isdigit() else ""
        row_head = f'<th role="rowheader" scope="row"{number}>{head}</th>'
        return f'<tr role="row">{row_head}{"".join(tds)}</tr>'

    def _arguments(self, block: Arguments) -> str:
        return f'<ul class="arguments">\n{"".join(map(self._argument, block.arguments))}</ul>\n'

    def _argument(self, argument: Argument) -> str:
        answers = "".join([f"<span>{self._span(answer)}</span>" for answer in argument.answers])
        because = f"<small>{escaped(argument.because)}</small>" if argument.because else ""
        return (
            f'<li>\n<div class="arguments__answers">{answers}</div>\n'
            f"<p>{self._link(argument.statement)}{because}</p>\n"
            f'<div class="arguments__criterion">{escaped(argument.criterion)}'
            f" {_points(argument.figure)}{_bar(argument.share)}</div></li>\n"
        )

    def _timeline(self, block: Timeline) -> str:
        phases = [
            f"<{self.below}>{escaped(phase.name)}</{self.below}>\n"
            f"<ol>\n{''.join(map(self._timed, phase.bars))}</ol>\n"
            for phase in block.phases
        ]
        label = escaped(block.label)
        return (
            f'<div class="timeline s-{block.diagram}" role="group" aria-label="{label}">\n'
            f"{''.join(phases)}</div>\n"
        )

    def _timed(self, bar: Bar) -> str:
        return (
            f"<li{_class('timeline__strong' if bar.strong else '')}><p>{escaped(bar.name)}</p>"
            f"<span>{escaped(bar.time)}</span>{_bar(bar.end - bar.start, bar.start)}"
            f"<small>{escaped(bar.note)}</small></li>\n"
        )

    def _details(self, block: Details) -> str:
        figure = f" {_points(block.figure)}" if block.figure else ""
        return (
            f'<details class="working">\n<summary>{escaped(block.summary)}{figure}</summary>\n'
            f"{self._blocks(block.blocks)}</details>\n"
        )

    def _chart(self, block: Chart) -> str:
        return (
            f'<figure class="chart"><figcaption>{self._slot(block.finding, "span")}</figcaption>\n'
            f'<div class="chart__picture" data-chart="{block.name}" role="img"'
            f' aria-label="{escaped(block.label)}"></div>\n'
            f'<details class="working"><summary>{escaped(block.summary)}</summary>'
            f"{self._slot(block.figures, 'div')}</details>\n</figure>\n"
        )

    def _tree(self, block: Tree) -> str:
        return (
            f'<figure class="tree" aria-label="{escaped(block.label)}">\n{_drawing(block)}\n'
            f"{_branches(block.branches)}</figure>\n"
        )


class Print(Page):
    """Marks up sections for print: no links, nothing to open, nothing that comes later."""

    head = "h2"

    def __init__(self) -> None:
        super().__init__("", lambda _: "")

    def _section(self, section: Section, first: bool) -> str:
        head = self.head
        heading = f"<{head}>{escaped(section.heading)}</{head}>\n" if section.heading else ""
        kind = " new-page" if section.new_page else ""
        told = f"{heading}{self._blocks(section.blocks)}"
        return f'<section class="{section.id}{kind}">\n{told}</section>\n'

    def _span(self, span: Span) -> str:
        return "" if isinstance(span, Aside | Slot) else super()._span(span)

    def _link(self, link: Link, kind: str = "") -> str:
        return escaped(link.text)

    def _slot(self, slot: Slot, tag: str) -> str:
        return ""

    def _chart(self, block: Chart) -> str:
        return ""

    def _tree(self, block: Tree) -> str:
        from service_structure.planning.layout import PRINTED

        return f'<figure class="tree">{_drawing(block, PRINTED)}</figure>\n'

    def _named(self, named: Named) -> str:
        return self._link(named.name)

    def _title(self, block: Title) -> str:
        return f"<p><strong>{escaped(block.name.text)}</strong></p>\n"

    def _entry(self, entry: Entry) -> str:
        title, text = self._span(entry.title), escaped(entry.text)
        details = self._behind(entry.details)
        if not entry.figure:
            return f"<li><strong>{title}.</strong> {text}{details}</li>\n"
        return f"<li><strong>{title}</strong> ({escaped(entry.figure)}). {text}{details}</li>\n"

    def _terms(self, block: Terms) -> str:
        if not block.heads:
            return super()._terms(block)
        columns = tuple([Column(head, figures=False) for head in block.heads])
        return self._table(Table("", columns, block.pairs))

    def _table(self, block: Table) -> str:
        return self._bare_table(block)

    def _details(self, block: Details) -> str:
        figure = f" ({escaped(block.figure)})" if block.figure else ""
        summary = f"<h3>{escaped(block.summary)}{figure}</h3>\n"
        return f"{summary}{self._blocks(block.blocks)}"


def _drawing(block: Tree, scale: float = 1.0) -> str:
    from service_structure.views.tree_svg import tree_svg  # few results are read so far

    return tree_svg(block.layout, block.structure, scale)


def _branches(branches: Sequence[Branch]) -> str:
    """Posts as a list, each with a list of those that report to it."""
    if not branches:
        return ""
    items = "".join([_branch(branch) for branch in branches])
    return f'<ul class="tree__list">\n{items}</ul>\n'


def _branch(branch: Branch) -> str:
    notes = "".join([f"<small>{escaped(note)}</small>" for note in branch.notes])
    return (
        f"<li><p><strong>{escaped(branch.title)}</strong> {_points(branch.figure)}{notes}</p>\n"
        f"{_branches(branch.branches)}</li>\n"
    )


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _figure(column: Column) -> str:
    return ' class="figure"' if column.figures else ""


def _points(figure: str) -> str:
    return f'<span class="points">{escaped(figure)}</span>'


def _bar(share: float, start: float = 0.0) -> str:
    """A share (0 to 1) of a track, from where it starts."""
    x = f' x="{round(100 * start, 2)}%"' if start else ""
    width = f'{x} width="{round(100 * share, 2)}%"'
    return (
        '<svg class="meter" aria-hidden="true" focusable="false">'
        '<rect class="meter__track" width="100%" height="100%" rx="3"/>'
        f'<rect class="meter__value"{width} height="100%" rx="3"/></svg>'
    )
