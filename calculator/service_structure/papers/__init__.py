"""Files to hand in, made on the device.

A file is made from a recommendation by `make_paper`; the modules of a form are imported when it is
asked for. No other room imports this one but the command line: a page fetches it when a reader asks
for a file.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from service_structure.decision.model import Recommendation
from service_structure.source.loader import add_messages
from service_structure.source.model_records import Text
from service_structure.source.records import Guide
from service_structure.views import board
from service_structure.views.comparison import Scenario
from service_structure.views.file_names import file_name
from service_structure.views.findings import Findings
from service_structure.views.memo import findings, memo
from service_structure.views.org_chart import org_chart
from service_structure.views.org_charts import heading
from service_structure.views.templates import environment
from service_structure.views.today import proposed

OFFICE = "application/vnd.openxmlformats-officedocument"

CHARTS = ("svg", "drawio", "mermaid", "posts")
"""The forms that are charts of the structure alone."""

FORMS = {
    "docx": (".docx", f"{OFFICE}.wordprocessingml.document"),
    "pptx": (".pptx", f"{OFFICE}.presentationml.presentation"),
    "xlsx": (".xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    "svg": (".svg", "image/svg+xml"),
    "drawio": (".drawio", "application/vnd.jgraph.mxfile"),
    "mermaid": (".mmd", "text/vnd.mermaid"),
    "posts": (".csv", "text/csv"),
}
"""How the names of the files end, and their media types."""


class Paper(NamedTuple):
    """A file: its name, its media type and its bytes."""

    name: str
    type: str
    content: bytes


def make_paper(
    form: str,
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    *,
    date: date | None = None,
    scenarios: Sequence[Scenario] = (),
    scenario: str = "",
) -> Paper:
    """A file of one of FORMS, with the day and the `scenario` that it is of; KeyError for others.

    Documents, slides and workbooks compare two or more `scenarios`.
    """
    add_messages(guide, _late_texts())
    ending, kind = FORMS[form]
    if form in CHARTS:
        content = _chart(form, recommendation, guide, language)
    elif form == "xlsx":
        from service_structure.papers.workbook import as_xlsx

        day = date.isoformat() if date else ""
        content = as_xlsx(recommendation, guide, language, day, scenarios)
    else:
        found = findings(recommendation, guide, language)
        content = _document(form, found, date, scenarios, scenario)
    return Paper(file_name(form, ending, recommendation, guide, language, date), kind, content)


def _late_texts() -> Mapping[str, Text]:
    """What only files say, where it comes with this room, as in a browser; nothing elsewhere."""
    name = f"{__name__}.texts"
    texts: Mapping[str, Text] = import_module(name).TEXTS if find_spec(name) else {}
    return texts


def _chart(form: str, recommendation: Recommendation, guide: Guide, language: str) -> bytes:
    """The chart of the structure that is proposed; in a table every team has a line of its own.

    A file of draw.io has a page for today's structure and one for the recommended one.
    """
    found = findings(recommendation, guide, language)
    structure = proposed(found)
    if form == "posts":
        from service_structure.papers.posts_csv import posts_csv

        every = org_chart(structure, recommendation, guide, language, most=None)
        return posts_csv(every, found.sentences)
    if form == "drawio":
        from service_structure.papers.drawio import drawio

        today, best = recommendation.profile.current, found.best.id
        shown = dict.fromkeys([best] if today is None else [today, best])
        named = heading if today else lambda own, found: found.sentences.name(own)
        pages = [
            (named(own, found), org_chart(own, recommendation, guide, language)) for own in shown
        ]
        return drawio(pages, found.sentences)
    chart = org_chart(structure, recommendation, guide, language)
    if form == "svg":
        from service_structure.papers.tree_file import tree_file

        return tree_file(chart, found.sentences)
    from service_structure.papers.mermaid import mermaid

    return mermaid(chart, found.sentences)


def _document(
    form: str,
    found: Findings,
    date: date | None,
    scenarios: Sequence[Scenario],
    scenario: str,
) -> bytes:
    words = found.sentences
    written = [words.day(date)] if date else []
    name = found.recommendation.profile.organisation or words.say("site_name")
    title, language = board.title(found), found.guide.languages[words.language]
    locale = language.locale or language.id
    day = date.isoformat() if date else ""
    unbroken = environment(found.guide, words.language).filters["unbroken"]

    def finish(xml: str) -> str:
        return str(unbroken(xml))

    if form == "pptx":
        from service_structure.papers.deck import slides
        from service_structure.papers.slides import as_pptx

        foot = " · ".join([name, *written])
        told = slides(found, scenarios, scenario)
        return as_pptx(told, title=title, foot=foot, language=locale, date=day, finish=finish)
    from service_structure.papers.word import as_docx

    head = [name, *[words.say("memo_date", date=day) for day in written]]
    return as_docx(
        head,
        memo(found, scenarios, scenario),
        title=title,
        foot=words.version,
        finish=finish,
        language=locale,
        date=day,
    )
