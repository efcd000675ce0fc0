"""Every file that a visit asks for, with the faults of a host.

Every file is tried missing and damaged. What else goes wrong depends on how a browser loads a file,
and not on which it is: the first of each kind on a page gets all faults.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath

from playwright.sync_api import Browser

from tools.faults.host import Fault, Host
from tools.faults.judge import RIGHT, TOLD, Outcome, judged, leads_on, sound, wrong
from tools.faults.trial import Trial
from tools.faults.visits import Kind, Seen, context_of, visit

OWN = "the browser’s"
"""A page that does not come at all, or comes as another file: nothing of ours can say so."""

UNCHECKED = ("/search/search_index.json", "/search/texts.json", "/workers/search.")
"""Parts of the names of files without a hash: one letter changed there changes what a search finds.

Their addresses stay the same from version to version, so a page may have others than its own.
"""

BY_FILE = ("missing", "corrupted")
"""The faults that every file is tried with."""


def trials(
    browser: Browser, host: Host, name: str, kind: Kind, faults: Sequence[str], *, every: bool
) -> Iterator[Trial]:
    """The trials of a page: with `every`, each of the faults for each of its files."""
    host.asked.clear()
    with context_of(browser, service_workers="block") as context:
        should = sound(visit(context, kind, host.address))
    tried: set[tuple[str, ...]] = set()
    for asked in dict.fromkeys(host.asked):
        loaded = (asked.into, asked.mode, PurePosixPath(asked.file).suffix)
        for fault in faults:
            if fault == "corrupted" and any(part in asked.file for part in UNCHECKED):
                continue
            if every or loaded not in tried or fault in BY_FILE:
                run = partial(_outcome, kind, Fault(asked.file, fault), should)
                yield Trial(name, fault, asked.file, run)
        tried.add(loaded)


def _outcome(kind: Kind, fault: Fault, should: Seen, browser: Browser, host: Host) -> Outcome:
    """Visit with a fault, then without it: by the way on, or once more where nothing was told."""
    with context_of(browser, service_workers="block") as context:
        host.fault = fault
        opened = visit(context, kind, host.address)
        if fault.file.endswith("index.html") and not opened.is_ours():
            return Outcome(OWN)
        outcome = judged(opened, should)
        host.fault = None
        if outcome == TOLD:
            return leads_on(opened, should)
        if not outcome.is_right:
            return outcome
        opened.page.close()
        again = visit(context, kind, host.address)
        then = judged(again, should)
        return outcome if then == RIGHT else wrong(f"next visit: {then} {again.told()}")
