"""The pages of the structures as Markdown, made once for each language."""

from collections.abc import Mapping
from functools import cache

from hooks.pages.pages import pages
from service_structure.source.records import Guide


def markdown(guide: Guide, structure_id: str, language: str) -> str:
    return _made(guide, language)[structure_id]


@cache
def _made(guide: Guide, language: str) -> Mapping[str, str]:
    """The Markdown of the pages of all structures, by id."""
    return {
        page.uri.removeprefix("structures/").removesuffix(".md"): page.markdown
        for page in pages(guide, language, "../runtime/")
        if page.uri.startswith("structures/")
    }
