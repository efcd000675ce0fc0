"""Use the site for a long time and see whether it grows: make soak

Two soaks, each with a rule of its own; exit code 1 if one is broken:

    changes  One tab, thousands of changes of answers, some with all parts of the result open. After
             a warm-up the heap of JavaScript, the memory of Python and the numbers of DOM nodes and
             listeners stay flat: the median of the last third of the samples is at most 10 % above
             that of the first third. Python gets memory in steps of a fifth: one is no growth.
    visits   Many visits, with a new version of the site between some. The service worker stores at
             most two versions at any time, and in the end one, at most 10 % larger than the first.
"""

import argparse
import os
import random
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from hooks.commands.serve import SITE
from service_structure import load_guide
from service_structure.source.records import Guide
from tools.faults.host import Host
from tools.faults.moments import KEPT, publish_anew
from tools.faults.visits import CHOOSE, LANGUAGE, context_of
from tools.screenshots import FLAGS
from tools.settled import SETTLED

SEED = 24
PYTHON = "Python, MB"
SAMPLES = 60
GROWTH = 1.10
STEP = 1.25
"""How much more Python has after one step: see restore.js."""

WARM_UP = 300
"""Changes before the first sample, or a tenth of all if that is more."""

OPEN = 5
"""Changes before a sample that are made with all parts open: each takes ten times as long."""

PATIENCE = 60_000
CHANGES = 10_000
VISITS = 1_000
UPDATE_EVERY = 20
"""Visits from one version of the site to the next."""

CHANGE = f"""async ([answers, isOpen]) => {{
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  for (const part of document.querySelectorAll(".part")) part.open = isOpen;
  for (const answer of answers) {{
    ({CHOOSE})(answer);
    await pause(0);
    for (let ms = 0; !({SETTLED})(); ms += 5) {{
      if (ms > {PATIENCE}) throw new Error(`no result for ${{answer}}`);
      await pause(5);
    }}
  }}
}}"""
"""Changes answers, one after the other, each when the page has come to rest."""

KEEP_MEMORY = """self.memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...given) {
  const made = new Instance(...given);
  if (made.exports.memory) self.memories.push(made.exports.memory);
  return made;
};
"""
MEMORY = "() => (self.memories ?? []).reduce((sum, one) => sum + one.buffer.byteLength, 0)"
"""The memory of WebAssembly in a worker, in bytes: begins with the script before."""

STORED = """async () => {
  let bytes = 0;
  const names = await caches.keys();
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      bytes += (await (await cache.match(request)).arrayBuffer()).byteLength;
    }
  }
  return { caches: names.length, bytes };
}"""


def main(argv: Sequence[str] | None = None) -> int:
    """Soak the built site; returns 1 if something grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=int(os.environ.get("CHANGES") or CHANGES))
    parser.add_argument("--visits", type=int, default=int(os.environ.get("VISITS") or VISITS))
    given = parser.parse_args(argv)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        flags = [*FLAGS, "--js-flags=--expose-gc", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        host = Host.of(SITE, Path(folder))
        passed = [
            changes(browser, host, given.changes) if given.changes else True,
            visits(browser, host, given.visits) if given.visits else True,
        ]
        browser.close()
        host.close()
    return 0 if all(passed) else 1


def changes(browser: Browser, host: Host, count: int) -> bool:
    """Change answers in one tab, and print how memory goes."""
    guide = load_guide()
    chance = random.Random(SEED)
    every = max(count // SAMPLES, 1)
    samples: list[dict[str, float]] = []
    began = time.monotonic()
    with context_of(browser, service_workers="block") as context:
        context.route(
            re.compile(r"/worker\.js$"),
            lambda route: route.fulfill(
                content_type="text/javascript", body=KEEP_MEMORY + route.fetch().text()
            ),
        )
        page = context.new_page()
        page.goto(f"{host.address}{LANGUAGE}/calculator/")
        page.wait_for_function(SETTLED, timeout=PATIENCE)
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        for n in range(every, count + 1, every):
            answers = [_answer(guide, chance) for _ in range(every)]
            closed = max(every - OPEN, 0)
            page.evaluate(CHANGE, [answers[:closed], False])
            page.evaluate(CHANGE, [answers[closed:], True])
            if n <= max(count // 10, min(WARM_UP, count // 2)):
                continue
            samples.append(_sample(page, session))
            if len(samples) % 10 == 1:
                print(f"after {n} changes: {_told(samples[-1])}", flush=True)
    print(f"{count} changes in {time.monotonic() - began:.0f} s, {len(samples)} samples")
    return is_flat(samples)


def visits(browser: Browser, host: Host, count: int) -> bool:
    """Visit the site again and again, with new versions between, and print what is stored."""
    stored: list[dict[str, float]] = []
    began = time.monotonic()
    with context_of(browser, service_workers="allow") as context:
        whole = _all_kept(context, host)
        print(f"one version: {_told(whole)}", flush=True)
        for n in range(1, count + 1):
            page = context.new_page()
            place = "calculator/" if n % 2 else "glossary/"
            page.goto(f"{host.address}{LANGUAGE}/{place}")
            if n % UPDATE_EVERY == 1:
                stored.append(page.evaluate(STORED))
                print(f"visit {n}: {_told(stored[-1])}", flush=True)
                publish_anew(host)
            page.close()
        last = _left(context, f"{host.address}{LANGUAGE}/glossary/")
    print(f"{count} visits in {time.monotonic() - began:.0f} s; in the end {_told(last)}")
    return stays_small(whole, stored, last)


def stays_small(
    whole: Mapping[str, float], stored: Sequence[Mapping[str, float]], last: Mapping[str, float]
) -> bool:
    """Whether never more than two versions are stored and in the end one, as large as the first."""
    most = max(sample["caches"] for sample in stored)
    limit = whole["bytes"] * GROWTH
    if most <= 2 and last["caches"] == 1 and last["bytes"] <= limit:
        return True
    print(
        f"WRONG: {most:.0f} versions at a time, not 2; or in the end not one of {limit:.0f} bytes"
    )
    return False


def _answer(guide: Guide, chance: random.Random) -> list[str]:
    """A factor and one of its levels."""
    factor = chance.choice(list(guide.factors.values()))
    return [factor.id, chance.choice(factor.levels).id]


def _all_kept(context: BrowserContext, host: Host) -> dict[str, float]:
    """What is stored when all of a language is kept: who does both, reads and counts, has it."""
    page = context.new_page()
    for place in ("glossary/", "sources/", "calculator/"):
        page.goto(f"{host.address}{LANGUAGE}/{place}")
    page.wait_for_function(SETTLED, timeout=PATIENCE)
    page.evaluate(KEPT, [LANGUAGE, f"calculator-{LANGUAGE}", "python", "rest"])
    found: dict[str, float] = page.evaluate(STORED)
    page.close()
    return found


def _left(context: BrowserContext, address: str) -> dict[str, float]:
    """What is stored once the newest version has taken over, when no page of the former is open."""
    latest = time.monotonic() + PATIENCE / 1000
    while True:
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(1000)
        found: dict[str, float] = page.evaluate(STORED)
        page.close()
        if found["caches"] == 1 or time.monotonic() > latest:
            return found


def _sample(page: Page, session: CDPSession) -> dict[str, float]:
    """Memory and nodes once the garbage is gone."""
    session.send("HeapProfiler.collectGarbage")
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    found = {one["name"]: one["value"] for one in metrics}
    nodes = session.send("Memory.getDOMCounters")
    return {
        "heap, MB": found["JSHeapUsedSize"] / 1e6,
        "nodes": nodes["nodes"],
        "listeners": nodes["jsEventListeners"],
        PYTHON: sum(worker.evaluate(MEMORY) for worker in page.workers) / 1e6,
    }


def is_flat(samples: Sequence[Mapping[str, float]]) -> bool:
    """Whether nothing grows, which is printed. Fewer than three samples say nothing."""
    third = len(samples) // 3
    if not third:
        print("WRONG: too few samples")
        return False
    passed = True
    for name in samples[0]:
        first = median(sample[name] for sample in samples[:third])
        last = median(sample[name] for sample in samples[-third:])
        flat = last <= first * (STEP if name == PYTHON else GROWTH)
        passed &= flat
        wrong = "" if flat else "WRONG: "
        print(f"{wrong}{name}: {first:.1f} in the first third, {last:.1f} in the last")
    return passed


def _told(sample: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:,.1f}" for name, value in sample.items())


if __name__ == "__main__":
    raise SystemExit(main())
