"""An organisation chart as a flowchart of Mermaid, for wikis and Markdown."""

from collections.abc import Iterator

from service_structure.views.org_chart import OrgChart, cost_of
from service_structure.views.sentences import Sentences

ENTITIES = {'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
"""How Mermaid writes, within quotation marks, what it would read as its own signs."""


def mermaid(chart: OrgChart, words: Sentences) -> bytes:
    """The boxes of the chart and who they report to; second lines are dotted."""
    return ("\n".join(_lines(chart, words)) + "\n").encode()


def _lines(chart: OrgChart, words: Sentences) -> Iterator[str]:
    yield "flowchart TD"
    for entry in chart.entries:
        notes = (*entry.notes, cost_of(entry.yearly_cost, words))
        told = (f"{entry.title}: {words.exact(entry.count)}", *notes)
        yield f'    {entry.unit.id}["{"<br>".join(map(_escaped, told))}"]'
    for entry in chart.entries:
        unit = entry.unit
        if unit.reports_to:
            yield f"    {unit.reports_to} --- {unit.id}"
        if unit.also_reports_to:
            yield f"    {unit.also_reports_to} -.- {unit.id}"


def _escaped(text: str) -> str:
    return "".join([ENTITIES.get(letter, letter) for letter in text])
