"""The pages of the structures as Markdown, each made alone: to make all pages takes seconds."""

from functools import cache

from hooks.pages.pages import structure_page
from service_structure.source.records import Guide


@cache
def markdown(guide: Guide, structure_id: str, language: str) -> str:
    return structure_page(structure_id, guide, language).markdown
