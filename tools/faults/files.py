"""Every file that a visit asks for, in turn, with every fault of a host."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from tools.faults.host import Fault, Host
from tools.faults.judge import RIGHT, TOLD, Outcome, judged, leads_on, sound, wrong
from tools.faults.visits import Kind, Seen, context_of, visit

OWN = "the browser’s"
"""A page that does not come at all, or comes as another file: nothing of ours can say so."""


@dataclass(frozen=True)
class Row:
    """One file of a page with one fault, and how that ended."""

    page: str
    file: str
    fault: str
    outcome: Outcome


def broken(
    browser: Browser, host: Host, name: str, kind: Kind, kinds: Sequence[str], only: str
) -> Iterator[Row]:
    """Break every file of a page in turn; `only` is part of the names of the files to break."""
    host.asked.clear()
    with context_of(browser, service_workers="block") as context:
        as_it_should = sound(visit(context, kind, host.address))
    files = [file for file in dict.fromkeys(host.asked) if only in file]
    for file in files:
        for fault in kinds:
            yield Row(
                name, file, fault, _outcome(browser, host, kind, Fault(file, fault), as_it_should)
            )


def _outcome(browser: Browser, host: Host, kind: Kind, fault: Fault, should: Seen) -> Outcome:
    is_page = fault.file.endswith("index.html")
    with context_of(browser, service_workers="block") as context:
        try:
            host.fault = fault
            opened = visit(context, kind, host.address)
            if is_page and not opened.is_ours():
                return Outcome(OWN)
            outcome = judged(opened, should)
            host.fault = None
            if outcome == TOLD:
                outcome = leads_on(opened, should)
            if not outcome.is_right:
                return outcome
            opened.page.close()
            again = visit(context, kind, host.address)
            then = judged(again, should)
            return outcome if then == RIGHT else wrong(f"next visit: {then} {again.told()}")
        except BrowserError as error:
            return wrong(str(error).splitlines()[0])
        finally:
            host.fault = None
