"""Files to hand in, made on the device.

A file is made from a recommendation by `make_paper`; the modules of a form are imported when it is
asked for. No other room imports this one but the command line: a page fetches it when a reader asks
for a file.
"""

from datetime import date
from typing import NamedTuple

from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide
from service_structure.views import board
from service_structure.views.memo import findings, memo, organisation

NAME = "service-structure"
OFFICE = "application/vnd.openxmlformats-officedocument"

TYPES = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
"""The media types of the files, by the ending of their names."""

LOCALES = {"en": "en-GB", "ru": "ru-RU"}
"""The languages as office programs name them; another language stands by its id."""


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
) -> Paper:
    """A file of one of TYPES, with the date of the day; KeyError if there is no such form."""
    kind = TYPES[form]
    if form == "xlsx":
        from service_structure.papers.workbook import as_xlsx

        content = as_xlsx(recommendation, guide, language, date.isoformat() if date else "")
    else:
        content = _document(form, recommendation, guide, language, date)
    return Paper(f"{NAME}.{form}", kind, content)


def _document(
    form: str, recommendation: Recommendation, guide: Guide, language: str, date: date | None
) -> bytes:
    found = findings(recommendation, guide, language)
    words = found.sentences
    written = [words.day(date)] if date else []
    name = organisation(found) or words.say("site_name")
    about = {
        "title": board.title(found),
        "language": LOCALES.get(language, language),
        "date": date.isoformat() if date else "",
    }
    if form == "pptx":
        from service_structure.papers.deck import slides
        from service_structure.papers.slides import as_pptx

        return as_pptx(slides(found), foot=" · ".join([name, *written]), **about)
    from service_structure.papers.word import as_docx

    head = [name, *[words.say("memo_date", date=day) for day in written]]
    return as_docx(head, memo(found), foot=words.version, **about)
