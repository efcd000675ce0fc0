"""The pages of the structures as Markdown."""

from service_structure.source.records import Guide
from tests.views.made import made


def markdown(guide: Guide, structure_id: str, language: str) -> str:
    return made(guide, language)[f"structures/{structure_id}.md"]
