"""A host that a test may change and switch off, under a browser that keeps the site."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hooks.commands.serve import Handler, server
from hooks.publish.offline import write_service_worker
from hooks.publish.whole import add_integrity
from hooks.quickstart import published
from service_structure import load_guide
from tests.site.built import assets_of, copy_as_new, runtime_of

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)

# Which of the files, by their addresses within the site, the service worker in charge has kept.
KEPT = """async (files) => {
  const { active, scope } = await navigator.serviceWorker.ready;
  if (active.state !== "activated") return [];
  const kept = await Promise.all(files.map((file) => caches.match(scope + file)));
  return files.filter((_, n) => kept[n]);
}"""


class OneByOne(Handler):
    """A connection that stays open would outlive the host."""

    protocol_version = "HTTP/1.0"


@dataclass
class Host:
    """A copy of the site that a test may change, on a host that it may switch off."""

    folder: Path
    port: int = 0
    running: ThreadingHTTPServer = field(init=False)
    thread: threading.Thread = field(init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/repo/"

    @property
    def site(self) -> Path:
        return self.folder / "repo"

    def publish(self, version: str, *, python: bool = False) -> None:
        """Publish another version in place of this: marked pages and styles, in other folders.

        With `python` its folder has another name too.
        """
        mark = f'<head><meta name="version" content="{version}">'
        for page in self.site.rglob("*.html"):
            page.write_text(page.read_text().replace("<head>", mark, 1))
        for language in LANGUAGES:
            former = assets_of(self.site, language)
            style = former / "style.css"
            style.write_text(f"{style.read_text()}\n:root {{ --version: {version}; }}\n")
            self._rename(former, version)
        if python:
            self._rename(runtime_of(self.site), version)
        add_integrity(self.site)
        runtime = runtime_of(self.site)
        address = f"{runtime.relative_to(self.site)}/"
        write_service_worker(GUIDE, self.site, published(runtime), address)

    def _rename(self, folder: Path, version: str) -> None:
        new = f"{folder.name}-{version}"
        folder.rename(folder.with_name(new))
        for page in self.site.rglob("*.html"):
            page.write_text(page.read_text().replace(f"/{folder.name}/", f"/{new}/"))

    def promised(self, *groups: str) -> list[str]:
        """The files of groups that the service worker may keep."""
        script = (self.site / "service-worker.js").read_text()
        found = re.search(r"^const GROUPS = (.*?);$", script, re.MULTILINE | re.DOTALL)
        assert found
        told = json.loads(found[1])
        return sorted({file for group in groups for file in told[group]})

    def start(self) -> None:
        """Switch it on, at the address that it had before."""
        self.running = server(self.port, self.folder)
        self.port = self.running.server_port
        self.running.RequestHandlerClass = partial(OneByOne, directory=str(self.folder))
        self.thread = threading.Thread(target=self.running.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Switch it off; a second time does nothing."""
        if not self.thread.is_alive():
            return
        self.running.shutdown()
        self.thread.join()
        self.running.server_close()


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[Host]:
    copy_as_new(site, tmp_path / "repo")
    host = Host(tmp_path)
    host.start()
    yield host
    host.stop()


def wait_until_kept(page: Page, host: Host, *groups: str) -> None:
    """Wait until nothing is missing of what these groups promise."""
    files = host.promised(*groups)
    wait_for(page, f"async (files) => (await ({KEPT})(files)).length === files.length", files)


def wait_for(page: Page, script: str, argument: object = None) -> None:
    """Wait until a script says true in the end; `wait_for_function` takes its promise for that."""
    wait_until(page, lambda: bool(page.evaluate(script, argument)), script)


def wait_until(page: Page, so: Callable[[], bool], what: str) -> None:
    """Wait until something is so that Playwright cannot be asked to wait for."""
    latest = time.monotonic() + 25
    while not so():
        assert time.monotonic() < latest, f"still not so: {what}"
        page.wait_for_timeout(50)


def expect_ready(page: Page, language: str) -> None:
    status = page.locator("#calculator-status")
    expect(status).to_have_text(GUIDE.messages["status_ready"][language], timeout=60_000)


def read_two_pages(page: Page, host: Host, language: str = "en") -> None:
    """After the second page the pages of a language are kept."""
    for place in ("glossary/", "sources/"):
        page.goto(f"{host.address}{language}/{place}")
    wait_until_kept(page, host, language)
