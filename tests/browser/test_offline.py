"""The site without a network, and while a new version is published under the reader."""

import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hooks.publish.offline import write_service_worker
from hooks.quickstart import published
from service_structure import load_guide
from service_structure.source.records import Guide
from tests.browser.host import (
    KEPT,
    Host,
    expect_ready,
    read_two_pages,
    wait_for,
    wait_until_kept,
)
from tests.browser.instant import allow_instant_navigation, follow
from tests.site.built import runtime_of

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)

# What a page shows of its version: a mark in its HTML and one in the style beside it.
VERSIONS = """() => [
  document.querySelector("meta[name=version]")?.content ?? "",
  getComputedStyle(document.documentElement).getPropertyValue("--version"),
]"""
FORMER_IS_GONE = "async () => !(await caches.has('service-structure /repo/ old'))"
# The new version is kept. It takes over when no page is open that the old one serves.
UPDATED = """async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  while (registration.installing) await new Promise((go) => setTimeout(go, 50));
}"""
# How many answers of Python the page had shown when it asked for the service worker.
ANSWERS_BEFORE = """
const { register } = ServiceWorkerContainer.prototype;
ServiceWorkerContainer.prototype.register = function (...given) {
  window.answersBefore = performance.getEntriesByName("python").length;
  return register.apply(this, given);
};
"""


type NewContext = Callable[..., BrowserContext]


@pytest.fixture
def page(new_context: NewContext) -> Page:
    return new_context(service_workers="allow").new_page()


def test_after_one_visit_the_calculator_works_without_a_network(page: Page, host: Host) -> None:
    page.goto(f"{host.address}en/calculator/")
    expect_ready(page, "en")
    wait_until_kept(page, host, "calculator-en", "python")
    host.stop()
    page.reload()
    expect_ready(page, "en")
    page.locator("#ask input[type=radio]").first.check()
    page.wait_for_url("**/*#*=*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_two_pages_a_language_works_without_a_network(
    page: Page, host: Host, language: str
) -> None:
    read_two_pages(page, host, language)
    host.stop()
    page.goto(f"{host.address}{language}/structures/matrix/")
    expect(page.locator("h1")).to_contain_text(GUIDE.structures["matrix"].name[language])
    page.locator(".md-search__input").click()
    page.keyboard.type("matrix" if language == "en" else "матрица")
    expect(page.locator(".md-search-result a").first).to_be_visible()


def test_who_comes_back_keeps_all_of_python(page: Page, host: Host) -> None:
    page.goto(f"{host.address}en/glossary/")
    page.goto(f"{host.address}en/calculator/")
    expect_ready(page, "en")
    wait_until_kept(page, host, "en", "calculator-en", "python", "rest")
    host.stop()
    page.reload()
    expect_ready(page, "en")


def test_the_site_is_kept_after_the_first_answer_of_python(page: Page, host: Host) -> None:
    page.add_init_script(ANSWERS_BEFORE)
    page.goto(f"{host.address}en/calculator/")
    wait_until_kept(page, host, "python")
    assert page.evaluate("answersBefore") > 0


def test_who_reads_one_page_moves_one_page(page: Page, host: Host) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{host.address}en/glossary/", wait_until="networkidle")
    page.wait_for_timeout(500)
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    assert not [url for url in asked if "service-worker" in url or "runtime" in url]
    assert len([url for url in asked if url.endswith("/")]) == 1


def test_a_reader_without_the_calculator_keeps_no_python(page: Page, host: Host) -> None:
    read_two_pages(page, host)
    assert page.evaluate(KEPT, host.promised("python", "rest")) == []


@pytest.mark.parametrize("instant", [False, True], ids=["loaded", "instant"])
def test_a_page_has_the_style_of_its_version_while_the_next_one_is_published(
    new_context: NewContext, host: Host, instant: bool
) -> None:
    context = new_context(service_workers="allow")
    if instant:
        allow_instant_navigation(context, host.address)
    host.publish("one")
    page = context.new_page()
    read_two_pages(page, host)
    host.publish("two")
    for place in ("structures/", "glossary/"):
        if instant:
            follow(page, f"{host.address}en/{place}")
            page.wait_for_function(f"() => ({VERSIONS})().join() === 'two,two'")
        else:
            page.goto(f"{host.address}en/{place}")
        assert page.evaluate(VERSIONS) == ["two", "two"]


def test_what_is_kept_is_of_one_version(new_context: NewContext, host: Host) -> None:
    context = new_context(service_workers="allow")
    host.publish("one")
    page = context.new_page()
    read_two_pages(page, host)
    page.reload()  # it is the service worker's from now on
    host.publish("two")
    page.evaluate(UPDATED)
    host.stop()
    seen: list[str] = []
    for _ in range(50):  # the new version takes over some time after the last page has closed
        page.close()
        page = context.new_page()
        page.goto(f"{host.address}en/structures/")
        seen = page.evaluate(VERSIONS)
        assert seen in (["one", "one"], ["two", "two"]), "files of two versions"
        if seen == ["two", "two"]:
            return
    pytest.fail("the new version never took over")


def test_a_new_version_fetches_only_what_has_changed(new_context: NewContext, host: Host) -> None:
    context = new_context(service_workers="allow")
    host.publish("one")
    page = context.new_page()
    page.goto(f"{host.address}en/glossary/")
    page.goto(f"{host.address}en/calculator/")
    expect_ready(page, "en")
    wait_until_kept(page, host, "en", "python", "rest")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(host.address)))
    changed = host.site / "en" / "glossary" / "index.html"
    changed.write_text(changed.read_text().replace("</title>", "!</title>"))
    runtime = runtime_of(host.site)
    address = f"{runtime.relative_to(host.site)}/"
    write_service_worker(GUIDE, host.site, published(runtime), address)
    decoder = f"{address}zstd.js"  # which it loads again, out of the browser's own cache
    changes = {"service-worker.js", "en/glossary/"}
    for _ in range(50):  # an update that the browser itself has begun may have come too early
        page.evaluate(UPDATED)
        if changes <= set(asked):
            break
    assert set(asked) - {decoder} == changes


def test_an_old_service_worker_starts_the_python_of_the_new_version(
    new_context: NewContext, host: Host
) -> None:
    """A reader of the guide comes to the calculator after a deployment (fault E05)."""
    context = new_context(service_workers="allow")
    host.publish("one", python=True)
    page = context.new_page()
    read_two_pages(page, host)
    host.publish("two", python=True)
    asked: list[str] = []
    told: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{host.address}en/calculator/")
    expect_ready(page, "en")
    assert page.evaluate(VERSIONS) == ["two", "two"]
    runtime = [url for url in asked if "/runtime/" in url]
    assert runtime
    assert all("-two/" in url for url in runtime)
    assert not told


def test_only_caches_of_this_site_are_deleted(page: Page, host: Host) -> None:
    names = ["another project", "service-structure /other/ 1", "service-structure /repo/ old"]
    page.goto(f"{host.address}404.html")
    page.evaluate("names => Promise.all(names.map((name) => caches.open(name)))", names)
    read_two_pages(page, host)
    wait_for(page, FORMER_IS_GONE)
    left = set(page.evaluate("caches.keys()"))
    assert {*names[:2]} <= left
    assert len(left) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_installed_as_an_app(
    guide: Guide, page: Page, address: str, site: Path, language: str
) -> None:
    allow_instant_navigation(page, address)
    for place in ("glossary/", ""):  # an app is offered to those who read more than one page
        page.goto(f"{address}{language}/{place}")
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
