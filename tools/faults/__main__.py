"""Break the built site in every way that is known, and print how each ended: make faults

Exit code 1 if any outcome is against the rule, which tools/faults/__init__.py tells.
"""

import argparse
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from hooks.commands.serve import SITE
from tools.faults import files, moments
from tools.faults.host import KINDS, Host
from tools.faults.visits import KINDS as PAGES
from tools.screenshots import FLAGS


def main(argv: Sequence[str] | None = None) -> int:
    """Break the site; returns 1 if an outcome is against the rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument("--moments", nargs="?", const="", help="these alone; part of their names")
    parser.add_argument("--faults", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--file", default="", help="part of the names of the files to break")
    given = parser.parse_args(argv)
    wrong: list[str] = []
    began = time.monotonic()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        host = Host.of(SITE, Path(folder))
        pages = given.pages if given.moments is None else []
        for name in pages:
            rows = files.broken(browser, host, name, PAGES[name], given.faults, given.file)
            wrong += _printed(rows)
        if given.moments is not None or not given.file:
            wrong += _printed(moments.all_moments(browser, host, given.moments or ""))
        browser.close()
        host.close()
    print(f"{time.monotonic() - began:.0f} s, {len(wrong)} against the rule")
    return 1 if wrong else 0


def _printed(rows: Iterable[files.Row]) -> list[str]:
    """Print rows as they come; return those against the rule."""
    wrong = []
    for row in rows:
        line = f"{row.page:10}  {row.fault:12}  {row.file:60}  {row.outcome}"
        print(line, flush=True)
        if not row.outcome.is_right:
            wrong.append(line)
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
