"""The pages of a guide as Markdown, made once for all tests of this folder."""

import html
import re
from collections.abc import Mapping
from functools import cache

from hooks.pages.pages import SitePage, pages
from service_structure.source.records import Guide
from tests.support import words


@cache
def made_pages(guide: Guide, language: str) -> tuple[SitePage, ...]:
    """Every page of one language, in reading order."""
    return pages(guide, language, "../runtime/")


# Texts that no page needs to show.
NOT_ON_PAGES = (
    "assumptions/",  # numbers of the model: the guide's readers see what follows from them
    "changes/",  # they stand in the feed of changes: see test_metadata.py
    "units/",  # they stand beside figures
    "messages/",  # each is shown where it applies: see the test of its own
)
REFERENCE = re.compile(r'<div lang="en"[^>]*>\n.*?</div>', re.DOTALL)


@cache
def made(guide: Guide, language: str) -> Mapping[str, str]:
    """The Markdown of every page, by its address."""
    return {page.uri: page.markdown for page in made_pages(guide, language)}


@cache
def told(guide: Guide, language: str) -> str:
    """All that the pages of a language say, with white space and HTML escapes undone.

    What the docstrings of the package say is left out: it is in English on every page.

    A label of a diagram may run over several lines, each in an element of its own.
    """
    heads = [(p.title, p.nav, p.description) for p in made_pages(guide, language)]
    shown = "\n".join([*made(guide, language).values(), *map("\n".join, heads)])
    shown = REFERENCE.sub("", shown)
    return words(html.unescape(re.sub(r"</?t(ext|span)[^>]*>", "", shown)))
