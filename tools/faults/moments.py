"""What happens to a visit at some moment: to network, worker, storage, memory, clock or site."""

import random
import re
from collections.abc import Callable, Iterator
from functools import partial

from playwright.sync_api import Browser, BrowserContext

from hooks.publish.offline import write_service_worker
from hooks.publish.whole import add_integrity
from hooks.quickstart import published
from service_structure import load_guide
from tools.faults.host import Host
from tools.faults.judge import RIGHT, TOLD, Outcome, judged, leads_on, sound, wrong
from tools.faults.trial import Trial
from tools.faults.visits import (
    CHOOSE,
    CHOSEN,
    KINDS,
    LANGUAGE,
    Calculator,
    Seen,
    Visit,
    context_of,
    visit,
)

KIND = KINDS["calculator"]
SEED = 24
MOMENTS = 20
LOADING = 4.0
"""Seconds within which a page loads, on a machine with nothing else to do."""

NO_STORAGE = """for (const name of ["localStorage", "sessionStorage", "caches", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
}"""
FULL_STORAGE = """Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError");
};"""
LITTLE_MEMORY = """const { instantiate, instantiateStreaming, Instance, Memory } = WebAssembly;
const refuse = () => { throw new RangeError("WebAssembly: out of memory"); };
WebAssembly.Memory.prototype.grow = refuse;
WebAssembly.Memory = refuse;
WebAssembly.Instance = refuse;
WebAssembly.instantiate = WebAssembly.instantiateStreaming = async () => refuse();
"""
QUIET = """() => {
  const { postMessage } = Worker.prototype;
  window.revive = () => { Worker.prototype.postMessage = postMessage; };
  Worker.prototype.postMessage = function (message, ...rest) {
    postMessage.call(this, message, ...rest);
    if (message?.type === "request") Object.getPrototypeOf(Worker.prototype).terminate.call(this);
  };
}"""
"""The next computation ends with its worker, which says no word: the request stays open."""

KEPT = """async (groups) => {
  await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 300; tries += 1) {
    for (const name of await caches.keys()) {
      const note = await (await caches.open(name)).match(new URL("../../kept.json", location.href));
      const kept = note ? (await note.json()).groups : [];
      if (groups.every((group) => kept.includes(group))) return true;
    }
    await new Promise((go) => setTimeout(go, 100));
  }
  return false;
}"""


def trials(browser: Browser, host: Host) -> Iterator[Trial]:
    """What happens to the calculator, each at its moment."""
    with context_of(browser, service_workers="block") as context:
        should = sound(visit(context, KIND, host.address))
    for name, run in _moments(should):
        yield Trial("calculator", name, "", run)


def _moments(should: Seen) -> Iterator[tuple[str, Callable[[Browser, Host], Outcome]]]:
    chance = random.Random(SEED)
    for when in ("while loading", "in use"):
        for after in sorted(chance.uniform(0, LOADING) for _ in range(MOMENTS)):
            name = f"network cut {when}, after {after:.2f} s"
            yield name, partial(cut, should, after, when == "in use")
    for name, script in (("storage disabled", NO_STORAGE), ("storage full", FULL_STORAGE)):
        yield name, partial(odd, should, script)
    for year in (1980, 2037, 2100):
        yield f"clock in {year}", partial(clock, should, year)
    yield "too little memory", partial(little_memory, should)
    yield "worker killed in a computation", partial(killed, should)
    yield "two tabs", partial(two_tabs, should)
    yield "old service worker, new site", partial(updated, in_use=False)
    yield "new service worker, old site", rolled_back
    yield "update in use", partial(updated, in_use=True)


def on(opened: Visit, should: Seen) -> Outcome:
    """Judge a page, and where its way on leads."""
    first = judged(opened, should)
    return leads_on(opened, should) if first == TOLD else first


def cut(should: Seen, after: float, in_use: bool, browser: Browser, host: Host) -> Outcome:
    """The network goes at some moment, and comes back when the page has said so."""
    with context_of(browser, service_workers="allow") as context:
        page = context.new_page()
        opened = Visit(page, KIND)
        page.on("download", lambda download: opened.files.append("saved"))
        address = host.address + KIND.address
        page.goto(address, wait_until="commit")
        if in_use:
            opened.rest()
            page.evaluate(CHOOSE, list(CHOSEN))
        page.wait_for_timeout(after * 1000)
        host.is_cut = True
        if not in_use:
            page.evaluate(CHOOSE, list(CHOSEN))
        KIND.use(opened)
        first = judged(opened, {**should, "files": opened.files})
        host.is_cut = False
        if first == TOLD:
            first = leads_on(opened, {**should, "files": opened.files})
        if not first.is_right:
            return first
        page.close()
        return _next(context, host, should, first)


def odd(should: Seen, script: str, browser: Browser, host: Host) -> Outcome:
    """A browser that lacks something works all the same."""
    with context_of(browser, service_workers="allow") as context:
        context.add_init_script(script)
        return on(visit(context, KIND, host.address), should)


def clock(should: Seen, year: int, browser: Browser, host: Host) -> Outcome:
    """The clock of the device is wrong by decades, and so are dates in files."""
    with context_of(browser, service_workers="allow") as context:
        context.add_init_script(
            f"""{{ const now = new Date({year}, 5, 1).getTime() - Date.now();
            const Real = Date;
            globalThis.Date = class extends Real {{
              constructor(...given) {{ super(...(given.length ? given : [Real.now() + now])); }}
              static now() {{ return Real.now() + now; }}
            }}; }}"""
        )
        opened = visit(context, KIND, host.address)
        return on(opened, {**should, "files": opened.files})


def little_memory(should: Seen, browser: Browser, host: Host) -> Outcome:
    """WebAssembly gets no memory: the page says that the calculation does not start."""
    with context_of(browser, service_workers="block") as context:
        context.route(
            re.compile(r"/worker\.js$"),
            lambda route: route.fulfill(
                content_type="text/javascript", body=LITTLE_MEMORY + route.fetch().text()
            ),
        )
        opened = visit(context, KIND, host.address)
        outcome = judged(opened, should)
        if outcome.is_right and outcome != RIGHT:
            context.unroute_all()
            return on(opened, should)
        return outcome


def killed(should: Seen, browser: Browser, host: Host) -> Outcome:
    """The worker ends in the middle of a computation without a word."""
    with context_of(browser, service_workers="block") as context:
        opened = Visit(context.new_page(), KIND)
        opened.page.on("download", lambda download: opened.files.append("saved"))
        opened.page.goto(host.address + KIND.address)
        opened.rest()
        opened.page.evaluate(QUIET)
        opened.page.evaluate(CHOOSE, list(CHOSEN))
        opened.page.wait_for_timeout(100)
        opened.page.evaluate("() => { revive(); }")
        opened.rest()
        return on(opened, {**should, "files": ["saved"]})


def two_tabs(should: Seen, browser: Browser, host: Host) -> Outcome:
    """Answers in one tab leave those of another alone."""
    with context_of(browser, service_workers="allow") as context:
        other = Visit(context.new_page(), Calculator("calculator"))
        other.page.goto(f"{host.address}{LANGUAGE}/calculator/#regions=one")
        other.rest()
        one = visit(context, KIND, host.address)
        other.page.evaluate(CHOOSE, ["size", "tiny"])
        other.page.wait_for_timeout(50)  # the request follows the event
        other.rest()
        outcome = judged(one, should)
        seen = sound(other)
        if not outcome.is_right:
            return outcome
        if "regions=one" not in seen["address"] or "size=tiny" not in seen["address"]:
            return wrong("an answer of the other tab is lost")
        return outcome


def updated(browser: Browser, host: Host, *, in_use: bool) -> Outcome:
    """The site is published anew while a page is open, or under a service worker that has it."""
    with context_of(browser, service_workers="allow") as context:
        opened = Visit(context.new_page(), KIND)
        opened.page.on("download", lambda download: opened.files.append("saved"))
        opened.page.goto(host.address + KIND.address)
        opened.rest()
        if not in_use and not opened.page.evaluate(KEPT, [f"calculator-{LANGUAGE}", "python"]):
            return wrong("nothing was kept")
        publish_anew(host)
        with context_of(browser, service_workers="block") as other:
            should = {**sound(visit(other, KIND, host.address)), "files": ["saved"]}
        if in_use:
            KIND.use(opened)
            first = on(opened, should)
            if not first.is_right:
                return first
            opened.page.close()
        return _next(context, host, should, RIGHT, files=True)


def rolled_back(browser: Browser, host: Host) -> Outcome:
    """A service worker of a newer version has taken over, and the host has the older one again."""
    with context_of(browser, service_workers="allow") as context:
        older = (host.site / "service-worker.js").read_bytes()
        publish_anew(host)
        newer = (host.site / "service-worker.js").read_bytes()
        (host.site / "service-worker.js").write_bytes(
            older.replace(b'VERSION = "', b'VERSION = "x')
        )
        first = Visit(context.new_page(), KIND)
        first.page.goto(host.address + KIND.address)
        first.rest()
        first.page.wait_for_timeout(5000)
        first.page.close()
        with context_of(browser, service_workers="block") as other:
            should = {**sound(visit(other, KIND, host.address)), "files": ["saved"]}
        outcome = _next(context, host, should, RIGHT, files=True)
        (host.site / "service-worker.js").write_bytes(newer)
        return outcome


def publish_anew(host: Host) -> None:
    """Publish a version of the site in which every address that names a content is another."""
    guide = load_guide()
    (runtime,) = (host.site / "runtime").iterdir()
    folders = [runtime]
    for language in guide.languages:
        folders += [sheet.parent for sheet in (host.site / language / "assets").glob("*/style.css")]
    for folder in folders:
        script = next(iter([*folder.glob("worker.js"), *folder.glob("start.js")]))
        script.write_text(script.read_text() + "\n// another version\n")
        new = f"{int(folder.name, 16) ^ 0xFFFFFF:012x}"
        folder.rename(folder.with_name(new))
        for page in host.site.rglob("*.html"):
            page.write_text(page.read_text().replace(f"/{folder.name}/", f"/{new}/"))
    add_integrity(host.site)
    (runtime,) = (host.site / "runtime").iterdir()
    write_service_worker(guide, host.site, published(runtime), f"runtime/{runtime.name}/")


def _next(
    context: BrowserContext, host: Host, should: Seen, first: Outcome, *, files: bool = False
) -> Outcome:
    """The next visit on a sound host shows the right result at once.

    With other `files`, of an update, the browser may keep the former page, whose later files are
    gone: then it says so and leads on.
    """
    second = visit(context, KIND, host.address)
    expected = {**should, "files": second.files} if files else should
    again = on(second, expected) if files else judged(second, expected)
    ends_well = again.is_right if files else again == RIGHT
    return first if ends_well else wrong(f"the next visit: {again} {second.told()}")
