"""What a reader does on a page of the site, and what the page shows then."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, Download, Page
from playwright.sync_api import Error as BrowserError

from service_structure.views.bridge import handle
from tools.settled import WATCH_WORKERS

LANGUAGE = "en"
LINK = "regions=many&size=large"
"""The answers of the link with which a calculator is opened."""

CHOSEN = ("budget", "low")
"""What the reader then answers."""

PATIENCE = 40.0
"""Seconds within which a page has to show a result or a message."""

WAYS_ON = "#incomplete button, #calculator-retry"
"""Buttons that lead on where a page has said what is wrong."""

AGAIN = """() => {
  const notice = document.getElementById("calculator-notice");
  if (notice && notice.textContent === notice.dataset.notFetched) {
    notice.textContent = "";
    return true;
  }
  const parts = [...document.querySelectorAll("[data-lacks]")].map((one) => one.closest("details"));
  for (const part of parts) part.open = false;
  return parts.length > 0;
}"""
"""Where what a reader has wished for is lacking, the same is wished for again."""

TELLS = """() => [...document.querySelectorAll("#incomplete, #calculator-retry, [data-lacks]")]
  .filter((one) => one.checkVisibility() && one.getClientRects().length)
  .map((one) => one.id === "calculator-retry"
    ? document.getElementById("calculator-status").textContent : one.textContent)
  .concat([...document.querySelectorAll("#calculator-notice")]
    .filter((one) => one.textContent && one.textContent === one.dataset.notFetched)
    .map((one) => one.textContent))
  .join(" ").replace(/\\s+/g, " ").trim()"""
"""What the page says is wrong."""

CALCULATOR = """() => {
  const words = (one) => (one?.textContent ?? "").replace(/\\s+/g, " ").trim();
  const withoutSlots = (card) => { // what is filled in later counts among the parts
    const copy = card?.cloneNode(true);
    for (const slot of copy?.querySelectorAll("[data-slot]") ?? []) slot.replaceChildren();
    return copy;
  };
  const status = document.getElementById("calculator-status");
  const places = [...document.querySelectorAll(".calculator :is([data-slot], [data-chart])")];
  const seen = places.filter((one) => one.checkVisibility());
  const ready = status && status.textContent === status.dataset.ready;
  return {
    rests: Boolean(ready && window.unanswered() === 0 && seen.every((one) =>
      one.dataset.stale === undefined && (one.hasChildNodes() || !one.dataset.chart))),
    address: location.hash.slice(1),
    questions: [...document.querySelectorAll(".calculator legend")].map(words).sort().join(" "),
    card: words(withoutSlots(document.getElementById("calculator-card"))),
    parts: Object.fromEntries(seen.filter((one) => one.dataset.slot)
      .map((one) => [one.dataset.slot, words(one)])),
    charts: Object.fromEntries(seen.filter((one) => one.dataset.chart)
      .map((one) => [one.dataset.chart, one.innerHTML.replace(/clip\\d+/g, "")])),
    styles: getComputedStyle(document.querySelector("fieldset") ?? document.body).cssText.length +
      getComputedStyle(document.querySelector("#calculator-card") ?? document.body).padding,
  };
}"""

READING = """() => {
  const style = (one) => one ? ["font-size", "color", "padding", "background-color", "display"]
    .map((name) => getComputedStyle(one).getPropertyValue(name)).join() : "";
  const main = document.querySelector("main"); // what a search finds stands above it
  return {
    rests: document.readyState === "complete" && window.searched !== "waiting",
    text: (main?.textContent ?? "").replace(/\\s+/g, " ").trim(),
    styles: ["main h1", "main table", ".md-header", "main .md-button", "main article"]
      .map((name) => style(document.querySelector(name))).join(" | "),
    scripts: [Boolean(window.document$), document.querySelector(".compare-picks")?.dataset.ready],
    found: [...document.querySelectorAll(".md-search-result__item h1")]
      .map((one) => one.textContent.trim()),
  };
}"""

OPEN_PARTS = "() => document.querySelectorAll('.part').forEach((part) => { part.open = true; })"
CHOOSE = """([name, value]) => {
  const box = document.querySelector(`input[name="${name}"][value="${value}"]`);
  if (!box || box.checked) return;
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}"""
ANSWERED = """([name, value]) => document.querySelector(`input[name="${name}"][value="${value}"]`)
  ?.checked || new URLSearchParams(location.hash.slice(1)).get(name) === value"""

IS_OURS = "document.querySelector('link[rel=stylesheet]') !== null"

type Seen = dict[str, Any]


class Kind(Protocol):
    """A page that is visited: where it is, what is done on it, and what it shows."""

    address: str
    script: str

    def use(self, visit: "Visit") -> None:
        """Do what a reader does there."""
        ...


@dataclass
class Visit:
    """One page that is open. `files` are what it has saved so far, by digest."""

    page: Page
    kind: Kind
    files: list[str] = field(default_factory=list)

    def seen(self) -> Seen:
        """What the page shows, and the files that it has saved."""
        try:
            return {**self.page.evaluate(self.kind.script), "files": list(self.files)}
        except BrowserError:
            return {"rests": False}

    def told(self) -> str:
        """What the page says is wrong; empty where it says nothing."""
        try:
            return str(self.page.evaluate(TELLS))
        except BrowserError:
            return ""

    def is_ours(self) -> bool:
        """Whether the page is one of the site at all."""
        try:
            return bool(self.page.evaluate(IS_OURS))
        except BrowserError:
            return False

    def wait(self, so: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Wait until something is so; False if it has not become so."""
        latest = time.monotonic() + seconds
        while not so():
            if time.monotonic() > latest:
                return False
            self.page.wait_for_timeout(100)
        return True

    def rest(self) -> bool:
        """Wait until the page has nothing more to do or says what is wrong."""
        return self.wait(lambda: bool(self.told()) or bool(self.seen()["rests"]))

    def go_on(self) -> bool:
        """Press what the page offers; False if it offers nothing."""
        for button in self.page.locator(WAYS_ON).all():
            if button.is_visible():
                button.click()
                self.page.wait_for_timeout(500)
                return True
        again = bool(self.page.evaluate(AGAIN))
        self.page.wait_for_timeout(500)
        return again


class Calculator:
    """The calculator, opened by a link with answers."""

    script = CALCULATOR

    def __init__(self, folder: str) -> None:
        self.address = f"{LANGUAGE}/{folder}/#{LINK}"

    def use(self, visit: Visit) -> None:
        """Answer a question, open all parts of the result, and save a file."""
        page = visit.page
        visit.rest()
        page.evaluate(CHOOSE, list(CHOSEN))
        page.wait_for_timeout(50)
        visit.rest()
        page.evaluate(OPEN_PARTS)
        page.wait_for_timeout(300)
        visit.rest()
        if visit.told() or visit.files:
            return
        page.evaluate("document.querySelector('[data-action=xlsx]')?.click()")
        visit.wait(lambda: bool(visit.files) or bool(visit.told()))


class Reading:
    """A page of the guide, with a search."""

    script = READING

    def __init__(self, place: str, word: str) -> None:
        self.address = place
        self.word = word

    def use(self, visit: Visit) -> None:
        """Search for a word."""
        visit.rest()
        if visit.told():
            return
        field_of_search = visit.page.locator(".md-search__input")
        if not field_of_search.count() or not field_of_search.is_visible():
            return
        field_of_search.click()
        field_of_search.fill(self.word)
        visit.wait(lambda: bool(visit.seen().get("found")) or bool(visit.told()), 15)


KINDS: dict[str, Kind] = {
    "calculator": Calculator("calculator"),
    "embed": Calculator("embed"),
    "guide": Reading(f"{LANGUAGE}/comparison/", "matrix"),
    "home": Reading("ru/", "матрица"),
}


@contextmanager
def context_of(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A browser that knows nothing of the site."""
    given = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}, **options}
    context = browser.new_context(**given)
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(WATCH_WORKERS)
    try:
        yield context
    finally:
        context.close()


def visit(context: BrowserContext, kind: Kind, host: str) -> Visit:
    """Open a page, and do there what a reader does. A page that does not come is left alone."""
    opened = Visit(context.new_page(), kind)
    opened.page.on("download", lambda download: opened.files.extend(digests(download)))
    try:
        opened.page.goto(host + kind.address, wait_until="commit")
        opened.page.wait_for_load_state("load")
        if opened.is_ours():
            kind.use(opened)
    except BrowserError as error:
        if (
            "ERR_" not in str(error)
            and "Timeout" not in str(error)
            and "Download" not in str(error)
        ):
            raise
    return opened


def computed(fragment: str) -> tuple[str, str]:
    """The card that CPython makes for a fragment, as HTML, and the canonical fragment."""
    request = {"want": "result", "state": fragment, "lang": LANGUAGE}
    response = json.loads(handle(json.dumps(request)))
    return response["card"], response["state"]


def digests(download: Download) -> Iterator[str]:
    """The digest of a file that was saved; nothing if it was given up, as when a page is closed."""
    try:
        saved = download.path()
    except BrowserError:
        return
    yield hashlib.sha256(saved.read_bytes()).hexdigest()[:8]
