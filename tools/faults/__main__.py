"""Break the built site in every way that is known, and print how each ended: make faults

Exit code 1 if any outcome is against the rule, which tools/faults/__init__.py tells.
"""

import argparse
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from hooks.commands.serve import SITE
from tools.faults import files, moments
from tools.faults.host import KINDS, Host
from tools.faults.trial import Trial
from tools.faults.visits import KINDS as PAGES
from tools.screenshots import FLAGS


def main(argv: Sequence[str] | None = None) -> int:
    """Break the site; returns 1 if an outcome is against the rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--faults", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--every", action="store_true", help="every fault with every file")
    parser.add_argument("--file", default="", help="part of the names of the files to break")
    parser.add_argument("--moments", help="part of the names of the moments: these alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args(argv)
    began = time.monotonic()
    trials = _chosen(given)
    with ThreadPoolExecutor(given.jobs) as pool:
        # One after the other: neighbours take about as long as each other.
        shares = [trials[n :: given.jobs] for n in range(given.jobs)]
        wrong = sum(pool.map(_tried, shares))
    print(f"{time.monotonic() - began:.0f} s, {wrong} of {len(trials)} against the rule")
    return 1 if wrong else 0


def _chosen(given: argparse.Namespace) -> list[Trial]:
    """What is tried, by the options of the command."""
    found: list[Trial] = []
    with _sound() as (browser, host):
        for name in given.pages if given.moments is None else []:
            page = files.trials(browser, host, name, PAGES[name], given.faults, every=given.every)
            found += [trial for trial in page if given.file in trial.file]
        if given.moments is not None or not given.file:
            times = moments.trials(browser, host)
            found += [trial for trial in times if (given.moments or "") in trial.fault]
    return found


def _tried(trials: Sequence[Trial]) -> int:
    """Print how each trial ends; returns how many are against the rule."""
    wrong = 0
    with _sound() as (browser, host):
        for trial in trials:
            outcome = trial.outcome(browser, host)
            wrong += not outcome.is_right
            print(f"{trial.page:10}  {trial.fault:12}  {trial.file:60}  {outcome}", flush=True)
    return wrong


@contextmanager
def _sound() -> Iterator[tuple[Browser, Host]]:
    """A browser, and a host of a copy of the site."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        host = Host.of(SITE, Path(folder))
        yield browser, host
        browser.close()
        host.close()


if __name__ == "__main__":
    raise SystemExit(main())
