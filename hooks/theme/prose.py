"""A Python-Markdown extension that finishes a page: no-break spaces, definitions, external links.

- No-break spaces are set by the rules of the language (`Language.unbroken`).
- The first use of a glossary term becomes a button that opens its definition by pointer, touch or
  keyboard, without a script. Escape or a click elsewhere closes it.
- A word with a hyphen stays on one line of a heading, if it is no wider than that.
- Each cell of a table of sentences names its column.
- Links to other sites get `rel="external"`. The theme's script makes every address absolute, so the
  style sheet cannot tell them apart by their address.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER

from service_structure import load_guide
from service_structure.source.language import Language
from service_structure.source.records import Guide, Term
from service_structure.views.templates import COMPOUND

ENDING = r"[^\W\d_]{0,3}"
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LITERAL = {"code", "pre", "script", "style"}
UNEXPLAINED = LITERAL | HEADINGS | {"a", "button", "summary", "table"}
"""Elements without definitions: a control within a control, out of place, or too many of them."""

OPENING, CLOSING = "«„“‘([", ".,;:!?…»”’)]"
"""Marks that stay with the word beside them: at the end of a line a button would part from them."""

RAW = HTML_PLACEHOLDER.partition("%s")[0]
"""The start of the placeholder that Markdown sets for each piece of raw HTML."""


class ProseExtension(Extension):
    """Finishes every page of one language."""

    def __init__(self, guide: Guide, language: str) -> None:
        super().__init__()
        self.guide = guide
        self.language = guide.languages[language]

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name that Markdown calls)
        """Run after attr_list (priority 8), so that headings have their ids."""
        md.treeprocessors.register(_Notes(self.guide, self.language, md), "term_notes", 7)
        md.treeprocessors.register(_Spaces(self.language, md), "no_break_spaces", 6)
        md.treeprocessors.register(_Compounds(md), "compounds", 6)
        md.treeprocessors.register(_Heads(md), "heads_of_columns", 6)
        md.treeprocessors.register(_External(md), "external_links", 5)


def makeExtension(language: str, guide: Guide | None = None) -> ProseExtension:  # noqa: N802
    """The extension; Markdown calls this for the name `hooks.theme.prose`."""
    return ProseExtension(guide or load_guide(), language)


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole words; a star in a form stands for up to three letters of an ending.

    >>> any_of(["норм* управляемости"]).findall("Норма управляемости и нормы управляемости")
    ['Норма управляемости', 'нормы управляемости']
    """
    words = "|".join(map(re.escape, forms)).replace(r"\*", ENDING).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)


class _Notes(Treeprocessor):
    """Adds a definition to the first use of each term, unless the page has a heading for it."""

    def __init__(self, guide: Guide, language: Language, md: Markdown) -> None:
        super().__init__(md)
        self.language = language.id
        self.patterns = [
            (term, any_of(forms))
            for term in guide.terms.values()
            if (forms := term.forms.get(language.id))
        ]

    def run(self, root: Element) -> None:
        headings = {element.get("id") for element in root.iter() if element.tag in HEADINGS}
        self.waiting = {t.id: (t, p) for t, p in self.patterns if t.id not in headings}
        for element in list(_within(root, UNEXPLAINED)):
            for child in (None, *element):
                self._explain(element, child)

    def _explain(self, parent: Element, before: Element | None) -> None:
        """Explain the terms in the text after the child `before`, or, if None, before all children.

        Text with raw HTML in it is left alone: it may belong to a picture.
        """
        while text := (parent.text if before is None else before.tail):
            if RAW in text:
                return
            found = [(m, t) for t, p in self.waiting.values() if (m := p.search(text))]
            if not found:
                return
            match, term = min(found, key=lambda pair: (pair[0].start(), -pair[0].end()))
            del self.waiting[term.id]
            ahead, after = text[: match.start()], text[match.end() :]
            kept, rest = ahead.rstrip(OPENING), after.lstrip(CLOSING)
            note = _note(term, self.language)
            note.tail = after[: len(after) - len(rest)]
            explained = Element("span", {"class": "clinging"})
            explained.text, explained.tail = ahead[len(kept) :], rest
            explained.extend((_button(match[0], term), note))
            if before is None:
                parent.text, place = kept, 0
            else:
                before.tail, place = kept, list(parent).index(before) + 1
            parent.insert(place, explained)
            before = explained


class _Spaces(Treeprocessor):
    """Sets no-break spaces in every text but code."""

    def __init__(self, language: Language, md: Markdown) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        for element in _within(root, LITERAL):
            element.text = self.language.unbroken(element.text or "")
            for child in element:
                child.tail = self.language.unbroken(child.tail or "")


class _Compounds(Treeprocessor):
    """Marks the words with a hyphen in headings and titles of folds, for the style sheet."""

    def run(self, root: Element) -> None:
        for heading in [e for e in root.iter() if e.tag in HEADINGS | {"summary"}]:
            for element in list(_within(heading, LITERAL)):
                for child in (None, *element):
                    self._mark(element, child)

    def _mark(self, parent: Element, before: Element | None) -> None:
        """Mark those in the text after the child `before`, or, if None, before all children."""
        text = (parent.text if before is None else before.tail) or ""
        ahead, *found = COMPOUND.split(text)
        if not found:
            return
        if before is None:
            parent.text, place = ahead, 0
        else:
            before.tail, place = ahead, list(parent).index(before) + 1
        for word, behind in zip(found[::2], found[1::2], strict=True):
            marked = Element("span", {"class": "whole"})
            marked.text, marked.tail = word, behind
            parent.insert(place, marked)
            place += 1


class _Heads(Treeprocessor):
    """Names the column in each cell of a table of sentences; a phone shows no columns."""

    def run(self, root: Element) -> None:
        for box in root.iter("div"):
            if "prose" not in box.get("class", "").split():
                continue
            for table in box.iter("table"):
                heads = ["".join(head.itertext()) for head in table.iter("th")]
                for row in table.iter("tr"):
                    for head, cell in zip(heads, row.findall("td"), strict=False):
                        cell.set("data-head", head)


class _External(Treeprocessor):
    """Marks the links to other sites."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if link.get("href", "").startswith("http"):
                link.set("rel", "external")


def _button(words: str, term: Term) -> Element:
    """A button with the words of the text, which opens the definition."""
    button = Element("button", {"type": "button", "class": "term"})
    button.set("popovertarget", f"term-{term.id}")
    button.text = words
    return button


def _note(term: Term, language: str) -> Element:
    """The definition, excluded from search, which finds it in the glossary."""
    note = Element("span", {"class": "term-note", "role": "note", "popover": "auto"})
    note.set("id", f"term-{term.id}")
    note.set("data-search-exclude", "")
    name = SubElement(note, "strong")
    name.text = f"{term.name[language]}."
    name.tail = f" {term.definition[language]}"
    return note


def _within(element: Element, skipped: set[str]) -> Iterator[Element]:
    """An element and its descendants, without the `skipped` elements and what is in them."""
    yield element
    for child in element:
        if isinstance(child.tag, str) and child.tag not in skipped:
            yield from _within(child, skipped)
