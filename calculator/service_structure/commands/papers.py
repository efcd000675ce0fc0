"""Write files for office programs: a document, slides, a workbook, a chart."""

import sys
from datetime import date
from pathlib import Path

from service_structure.case.files import file_fault, write_fault
from service_structure.decision.model import Recommendation
from service_structure.errors import CommandError
from service_structure.papers import make_paper
from service_structure.source.records import Guide


def write(
    form: str, recommendation: Recommendation, guide: Guide, language: str, target: Path | None
) -> None:
    """Write a file of one of papers.FORMS, to standard output if there is no target.

    Raises CommandError if it cannot be written, or would be shown on a terminal.
    """
    if target is None and sys.stdout.isatty():
        fault = file_fault("terminal", form=form)
        raise CommandError(fault.describe(guide, language))
    paper = make_paper(form, recommendation, guide, language, date=date.today())
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(paper.content)
        return
    try:
        target.write_bytes(paper.content)
    except OSError as error:
        told = write_fault(error).describe(guide, language)
        raise CommandError(f"{target}: {told}") from error
