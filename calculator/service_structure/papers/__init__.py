"""Files to hand in, made on the device.

A file is made from a recommendation by `make_paper`; the modules of a form are imported when it is
asked for. No other room imports this one but the command line: a page fetches it when a reader asks
for a file.
"""

from typing import NamedTuple

from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide

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
    date: str = "",
    written: str = "",
) -> Paper:
    """A file of one of TYPES; KeyError if there is no such form.

    `date` is YYYY-MM-DD, for the properties of the file, and `written` the same as the language
    writes it; both may be empty.
    """
    kind = TYPES[form]
    locale = LOCALES.get(language, language)
    if form == "xlsx":
        from service_structure.papers.workbook import as_xlsx

        content = as_xlsx(recommendation, guide, language, date)
    else:
        content = _document(form, recommendation, guide, language, locale, date, written)
    return Paper(f"{NAME}.{form}", kind, content)


def _document(
    form: str,
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    locale: str,
    date: str,
    written: str,
) -> bytes:
    from service_structure.views import board
    from service_structure.views.memo import findings, memo, organisation

    found = findings(recommendation, guide, language)
    words = found.sentences
    name = organisation(found) or words.say("site_name")
    title = board.title(found)
    if form == "pptx":
        from service_structure.papers.deck import slides
        from service_structure.papers.slides import as_pptx

        foot = f"{name} · {written}" if written else name
        return as_pptx(slides(found), title=title, foot=foot, language=locale, date=date)
    from service_structure.papers.word import as_docx

    head = [name, *([words.say("memo_date", date=written)] if written else [])]
    return as_docx(
        title, head, memo(found), foot=words.version, language=locale, date=date
    )
