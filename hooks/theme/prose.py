"""A Python-Markdown extension for the prose of a page: no-break spaces, and notes on its terms.

Links that leave the site say so, as the theme's script makes the address of every link a whole one.

The first use of a glossary term on a page becomes a button that opens the definition: by pointer,
finger or keyboard, without a script, closed again by Escape or a click elsewhere.
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

ENDING = r"[^\W\d_]{0,3}"
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LITERAL = {"code", "pre", "script", "style"}
UNEXPLAINED = LITERAL | HEADINGS | {"a", "button", "summary", "table"}
"""Where a note would be a control within a control, out of place, or one of too many."""

RAW = HTML_PLACEHOLDER.partition("%s")[0]
"""What stands in a text for each piece of raw HTML."""


class ProseExtension(Extension):
    """Finishes the prose of every page of one language."""

    def __init__(self, guide: Guide, language: str) -> None:
        super().__init__()
        self.guide = guide
        self.language = guide.languages[language]

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name that Markdown calls)
        """Work on the finished tree, once headings have their ids (attr_list, priority 8)."""
        md.treeprocessors.register(_Notes(self.guide, self.language, md), "term_notes", 7)
        md.treeprocessors.register(_Spaces(self.language, md), "no_break_spaces", 6)
        md.treeprocessors.register(_External(md), "external_links", 5)


def makeExtension(language: str, guide: Guide | None = None) -> ProseExtension:  # noqa: N802
    """The extension by its name, `hooks.theme.prose`, as Markdown asks for it."""
    return ProseExtension(guide or load_guide(), language)


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole words; a star in a form stands for up to three letters of an ending.

    >>> any_of(["норм* управляемости"]).findall("Норма управляемости и нормы управляемости")
    ['Норма управляемости', 'нормы управляемости']
    """
    words = "|".join(map(re.escape, forms)).replace(r"\*", ENDING).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)


class _Notes(Treeprocessor):
    """Explains each term where it first stands, unless the page has a heading for it."""

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
        """Explain the terms in the text after a child, or at the start of its parent.

        Text among raw HTML is left alone: it may be that of a picture.
        """
        while text := (parent.text if before is None else before.tail):
            if RAW in text:
                return
            found = [(m, t) for t, p in self.waiting.values() if (m := p.search(text))]
            if not found:
                return
            match, term = min(found, key=lambda pair: (pair[0].start(), -pair[0].end()))
            del self.waiting[term.id]
            button, note = _button(match[0], term), _note(term, self.language)
            note.tail = text[match.end() :]
            if before is None:
                parent.text, place = text[: match.start()], 0
            else:
                before.tail, place = text[: match.start()], list(parent).index(before) + 1
            parent.insert(place, button)
            parent.insert(place + 1, note)
            before = note


class _Spaces(Treeprocessor):
    """Puts no-break spaces into every text but code."""

    def __init__(self, language: Language, md: Markdown) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        for element in _within(root, LITERAL):
            element.text = self.language.unbroken(element.text or "")
            for child in element:
                child.tail = self.language.unbroken(child.tail or "")


class _External(Treeprocessor):
    """Marks the links that leave the site."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if link.get("href", "").startswith("http"):
                link.set("rel", "external")


def _button(words: str, term: Term) -> Element:
    """The words of the text, which open the note."""
    button = Element("button", {"type": "button", "class": "term"})
    button.set("popovertarget", f"term-{term.id}")
    button.text = words
    return button


def _note(term: Term, language: str) -> Element:
    """The definition. Search has it from the glossary and need not find it on every page."""
    note = Element("span", {"class": "term-note", "role": "note", "popover": "auto"})
    note.set("id", f"term-{term.id}")
    note.set("data-search-exclude", "")
    name = SubElement(note, "strong")
    name.text = f"{term.name[language]}."
    name.tail = f" {term.definition[language]}"
    return note


def _within(element: Element, skipped: set[str]) -> Iterator[Element]:
    """An element and all inside it, but for the insides of what is skipped."""
    yield element
    for child in element:
        if isinstance(child.tag, str) and child.tag not in skipped:
            yield from _within(child, skipped)
