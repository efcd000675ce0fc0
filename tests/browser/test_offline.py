"""The site without a network, and while a new version is published under the reader."""

import json
import re
import shutil
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hooks.commands.serve import Handler, server
from hooks.publish.offline import write_service_worker
from hooks.quickstart import published
from service_structure import load_guide
from service_structure.source.records import Guide
from tests.browser.instant import allow_instant_navigation

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)

# What a page shows of its version: a mark in its HTML and one in the style beside it.
VERSIONS = """() => [
  document.querySelector("meta[name=version]")?.content ?? "",
  getComputedStyle(document.documentElement).getPropertyValue("--version"),
]"""
# Which of the files, by their addresses within the site, the service worker in charge has kept.
KEPT = """async (files) => {
  const { active, scope } = await navigator.serviceWorker.ready;
  if (active.state !== "activated") return [];
  const kept = await Promise.all(files.map((file) => caches.match(scope + file)));
  return files.filter((_, n) => kept[n]);
}"""
UNPACKED = """async () => {
  const kept = await caches.match(new URL("../../runtime/python.zst", document.baseURI));
  return kept.headers.has("X-Unpacked");
}"""
FORMER_IS_GONE = "async () => !(await caches.has('service-structure /repo/ old'))"
# How many answers of Python the page had shown when it asked for the service worker.
ANSWERS_BEFORE = """
const { register } = ServiceWorkerContainer.prototype;
ServiceWorkerContainer.prototype.register = function (...given) {
  window.answersBefore = performance.getEntriesByName("python").length;
  return register.apply(this, given);
};
"""


type NewContext = Callable[..., BrowserContext]


class OneByOne(Handler):
    """A connection that stays open would outlive the host."""

    protocol_version = "HTTP/1.0"


@dataclass
class Host:
    """A copy of the site that a test may change, on a host that it may switch off."""

    folder: Path
    running: ThreadingHTTPServer
    thread: threading.Thread

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.running.server_port}/repo/"

    def publish(self, version: str, *, with_style: bool = True) -> None:
        """Mark all pages, and the style unless it is held up, as those of another version."""
        site = self.folder / "repo"
        mark = f'<head><meta name="version" content="{version}">'
        for page in site.rglob("*.html"):
            page.write_text(page.read_text().replace("<head>", mark, 1))
        styles = {path: path.read_text() for path in site.glob("*/assets/style.css")}
        for path, content in styles.items():
            path.write_text(f"{content}\n:root {{ --version: {version}; }}\n")
        write_service_worker(GUIDE, site, published(site / "runtime"))
        if not with_style:
            for path, content in styles.items():
                path.write_text(content)

    def promised(self, name: str) -> list[str]:
        """What the service worker says that it keeps: FILES, or PYTHON among them."""
        script = (self.folder / "repo" / "service-worker.js").read_text()
        found = re.search(rf"^const {name} = (.*?);$", script, re.MULTILINE | re.DOTALL)
        assert found, name
        return list(json.loads(found[1]))

    def stop(self) -> None:
        """Switch it off; a second time does nothing."""
        if not self.thread.is_alive():
            return
        self.running.shutdown()
        self.thread.join()
        self.running.server_close()


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[Host]:
    shutil.copytree(site, tmp_path / "repo")
    running = server(0, tmp_path)
    running.RequestHandlerClass = partial(OneByOne, directory=str(tmp_path))
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    host = Host(tmp_path, running, thread)
    yield host
    host.stop()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    return new_context(service_workers="allow").new_page()


def wait_until_kept(page: Page, host: Host, *, python: bool = False) -> None:
    """Wait until nothing is missing of what a reader, perhaps of the calculator, is promised."""
    later = [] if python else host.promised("PYTHON")
    files = [file for file in host.promised("FILES") if file not in later]
    wait_for(page, f"async (files) => (await ({KEPT})(files)).length === files.length", files)


def wait_for(page: Page, script: str, argument: object = None) -> None:
    """Wait until a script says true in the end; `wait_for_function` takes its promise for that."""
    wait_until(page, lambda: bool(page.evaluate(script, argument)), script)


def wait_until(page: Page, so: Callable[[], bool], what: str) -> None:
    """Wait until something is so that Playwright cannot be asked to wait for."""
    latest = time.monotonic() + 60
    while not so():
        assert time.monotonic() < latest, f"still not so: {what}"
        page.wait_for_timeout(50)


def expect_ready(page: Page, language: str) -> None:
    status = page.locator("#calculator-status")
    expect(status).to_have_text(GUIDE.messages["status_ready"][language], timeout=60_000)


def test_after_one_visit_all_languages_work_without_a_network(page: Page, host: Host) -> None:
    page.goto(f"{host.address}en/calculator/")
    expect_ready(page, "en")
    wait_until_kept(page, host, python=True)
    host.stop()
    for language in LANGUAGES:
        page.goto(f"{host.address}{language}/calculator/")
        expect_ready(page, language)
        page.check('input[name="regions"][value="one"]')
        page.wait_for_url("**/*#*regions=one*")
        page.goto(f"{host.address}{language}/structures/matrix/")
        expect(page.locator("h1")).to_contain_text(GUIDE.structures["matrix"].name[language])
    page.locator(".md-search__input").click()
    page.keyboard.type("matrix")
    expect(page.locator(".md-search-result a").first).to_be_visible()
    page.goto(f"{host.address}en/no-such-page/")
    expect(page.locator("h1").first).to_have_text(GUIDE.messages["not_found"][LANGUAGES[0]])


def test_the_site_is_kept_after_the_first_answer_of_python(page: Page, host: Host) -> None:
    page.add_init_script(ANSWERS_BEFORE)
    page.goto(f"{host.address}en/calculator/")
    wait_until_kept(page, host, python=True)
    assert page.evaluate("answersBefore") > 0


def test_a_reader_without_the_calculator_keeps_no_python(page: Page, host: Host) -> None:
    page.goto(f"{host.address}en/glossary/")
    wait_until_kept(page, host)
    assert page.evaluate(KEPT, host.promised("PYTHON")) == []


def test_a_new_version_waits_until_no_page_of_the_old_one_is_open(
    new_context: NewContext, host: Host
) -> None:
    context = new_context(service_workers="allow")
    host.publish("one")
    page = context.new_page()
    page.goto(f"{host.address}en/glossary/")
    wait_until_kept(page, host)
    host.publish("two")
    for place in ("structures/", "glossary/", "sources/"):
        page.goto(f"{host.address}en/{place}")
        assert page.evaluate(VERSIONS) == ["one", "one"]
    page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          await registration.update();
          while (!registration.waiting) await new Promise((go) => setTimeout(go, 50));
        }"""
    )
    page.reload()
    assert page.evaluate(VERSIONS) == ["one", "one"]
    seen: list[str] = []
    while seen != ["two", "two"]:
        page.close()
        page = context.new_page()
        page.goto(f"{host.address}en/structures/")
        seen = page.evaluate(VERSIONS)
        assert seen in (["one", "one"], ["two", "two"]), "files of two versions"


def test_a_version_that_is_only_half_published_is_not_taken(
    new_context: NewContext, host: Host
) -> None:
    context = new_context(service_workers="allow")
    host.publish("one")
    page = context.new_page()
    page.goto(f"{host.address}en/glossary/")
    wait_until_kept(page, host)
    host.publish("two", with_style=False)
    page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          await registration.update();
          while (registration.installing) await new Promise((go) => setTimeout(go, 50));
        }"""
    )
    page.close()
    page = context.new_page()
    page.goto(f"{host.address}en/structures/")
    assert page.evaluate(VERSIONS) == ["one", "one"]


def test_only_caches_of_this_site_are_deleted(page: Page, host: Host) -> None:
    names = ["another project", "service-structure /other/ 1", "service-structure /repo/ old"]
    page.goto(f"{host.address}404.html")
    page.evaluate("names => Promise.all(names.map((name) => caches.open(name)))", names)
    page.goto(f"{host.address}en/glossary/")
    wait_until_kept(page, host)
    wait_for(page, FORMER_IS_GONE)
    left = set(page.evaluate("caches.keys()"))
    assert {*names[:2]} <= left
    assert len(left) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_installed_as_an_app(
    guide: Guide, page: Page, address: str, site: Path, language: str
) -> None:
    allow_instant_navigation(page, address)
    page.goto(f"{address}{language}/")
    manifest = site / language / "manifest.webmanifest"
    told = json.loads(manifest.read_text())
    assert told["name"] == guide.messages["site_name"][language]
    assert told["lang"] == language
    for icon in told["icons"]:
        content = (site / language / icon["src"]).read_bytes()
        assert "x".join(map(str, struct.unpack(">II", content[16:24]))) == icon["sizes"]
    offered = page.locator("link[rel=manifest]")
    expect(offered).to_have_count(1)
    page.evaluate("window.isFirst = true")
    title = page.locator("h1").inner_text()
    page.locator(".md-content a[href$='structures/matrix/']").first.click()
    expect(page.locator("h1")).not_to_have_text(title)
    expect(offered).to_have_count(1)
    assert page.evaluate("window.isFirst"), "the browser has loaded the page anew"
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["url"] == f"{address}{language}/manifest.webmanifest"
    assert not found["errors"]
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser of tests keeps nothing, and says that it therefore installs nothing.
    assert {fault["errorId"] for fault in faults} <= {"in-incognito"}
