"""Which parts of the scripts run: Chromium counts for every page, where `make coverage` asks it to.

The counts of a page are written when it closes, as Chromium gives them; tools/script_coverage.mjs
adds them up.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, CDPSession, Page

FOLDER = os.environ.get("SCRIPT_COVERAGE")


@cache
def watch_pages() -> None:
    """Let every page of Chromium that opens from now on count, once; without FOLDER do nothing."""
    if not FOLDER:
        return
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    sessions: dict[Page, CDPSession] = {}
    new_page, close_page = BrowserContext.new_page, Page.close
    close_context = BrowserContext.close

    def opened(context: BrowserContext) -> Page:
        page = new_page(context)
        session = context.new_cdp_session(page)
        session.send("Profiler.enable")
        session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
        sessions[page] = session
        return page

    def keep(page: Page) -> None:
        session = sessions.pop(page, None)
        if session is None or page.is_closed():
            return
        result: list[dict[str, Any]] = session.send("Profiler.takePreciseCoverage")["result"]
        ours = [script for script in result if "/repo/" in script["url"]]
        if ours:
            (folder / f"{uuid4()}.json").write_text(json.dumps(ours), encoding="utf-8")

    def closed_page(page: Page, **options: Any) -> None:
        keep(page)
        close_page(page, **options)

    def closed_context(context: BrowserContext, **options: Any) -> None:
        for page in context.pages:
            keep(page)
        close_context(context, **options)

    for kind, name, replacement in (
        (BrowserContext, "new_page", opened),
        (BrowserContext, "close", closed_context),
        (Page, "close", closed_page),
    ):
        setattr(kind, name, replacement)
