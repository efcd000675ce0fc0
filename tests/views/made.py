"""The pages of a guide as Markdown, made once for all tests of this folder."""

from functools import cache

from hooks.pages.pages import SitePage, pages
from service_structure.source.records import Guide


@cache
def made_pages(guide: Guide, language: str) -> tuple[SitePage, ...]:
    """Every page of one language, in reading order."""
    return pages(guide, language, "../runtime/")
