"""Measures the time from a changed answer to its result, in Chromium with Python running.

Each language is measured twice: without today's structure, and with it. No debugger is attached to
page or worker: beside one, the slowest answers take a fifth longer.
`--changes 40` measures fewer changes than 200, for work on the code.
"""

import json
import random
import threading
import time
from argparse import ArgumentParser
from itertools import product
from statistics import quantiles
from tempfile import TemporaryDirectory

from hooks.commands.serve import SITE, server
from service_structure import load_guide
from tools.chromium import Chromium, chromium

CHANGES = 200
WARM_UP = 20  # changes before the measured ones, so that caches are filled
SEED = 5
PATIENCE = 300  # times 0.2 s, until Python runs
TODAY = {"": "", "today": "#p.structure=functional"}
"""What is measured, with the end of its address."""

TARGETS = {"result": 50, "all of it": 400, "longest task": 50}  # ms

READY = """() => {
  const status = document.getElementById("calculator-status");
  return status.textContent === status.dataset.ready;
}"""

# Clicks an answer and waits for its result, then for all deferred parts. One worker runs Python and
# another draws charts. A message and its response have the same id.
MEASURE = """async (changes) => {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)))
    .observe({ type: "longtask" });
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const found = { result: [], python: [], all: [], tasks };
  for (const [name, value] of changes) {
    const radio = document.querySelector(`input[name="${name}"][value="${value}"]`);
    const begun = performance.now();
    const shown = new Promise((done) => { window.onFirstAnswer = done; });
    const followed = new Promise((done) => { window.onLastAnswer = done; });
    radio.click();
    const [now, took] = await shown;
    found.result.push(now - begun);
    found.python.push(took);
    found.all.push((await followed) - begun);
    await pause(30);
  }
  await pause(100);
  return found;
}"""
WATCH = """(() => {
  let open = 0;
  let asked = 0;
  let took = 0;
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data.id === undefined) return;
        took = performance.now() - asked;
        open -= 1;
      });
    }
    postMessage(message, ...rest) {
      if (!this.watched) {
        // Added after the page's own handler, so that it runs after that.
        this.watched = true;
        this.addEventListener("message", ({ data }) => {
          if (data.id === undefined) return;
          window.onFirstAnswer?.([performance.now(), took]);
          window.onFirstAnswer = undefined;
          if (open === 0) window.onLastAnswer?.(performance.now());
        });
      }
      if (message.id !== undefined) {
        open += 1;
        asked = performance.now();
      }
      super.postMessage(message, ...rest);
    }
  };
})();"""


def changes(count: int) -> list[tuple[str, str]]:
    """Random changes: each sets a factor to another level than it has."""
    choice = random.Random(SEED)
    answers = {factor.id: "" for factor in load_guide().factors.values()}
    found = []
    for _ in range(count):
        factor = choice.choice(list(answers))
        levels = ["", *(level.id for level in load_guide().factors[factor].levels)]
        levels.remove(answers[factor])
        answers[factor] = choice.choice(levels)
        found.append((factor, answers[factor]))
    return found


def measured(browser: Chromium, address: str, count: int) -> dict[str, list[float]]:
    """Measure every change, in ms: to the result, within Python, to the last deferred part."""
    browser.open(address)
    for _ in range(PATIENCE):
        if browser.run(READY):
            break
        time.sleep(0.2)
    todo = changes(WARM_UP + count)
    browser.run(f"() => ({MEASURE})({json.dumps(todo[:WARM_UP])})")
    found: dict[str, list[float]] = browser.run(f"() => ({MEASURE})({json.dumps(todo[WARM_UP:])})")
    return found


def main() -> None:
    """Print median, 95th percentile and maximum in both languages."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=CHANGES)
    count = parser.parse_args().changes
    running = server(0, SITE)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    print(f"{count} changes of an answer, ms; targets: {json.dumps(TARGETS)}")
    for language, (today, end) in product(load_guide().languages, TODAY.items()):
        address = f"http://127.0.0.1:{running.server_port}/{language}/calculator/{end}"
        with (
            TemporaryDirectory(ignore_cleanup_errors=True) as profile,
            chromium(profile, WATCH) as browser,
        ):
            found = measured(browser, address, count)
        told = f"{language} {today:5}"
        for name, key in (("result", "result"), ("Python", "python"), ("all of it", "all")):
            print(f"{told}  {name:12}", summary(found[key]))
        tasks = found["tasks"]
        print(f"{told}  longest task {max(tasks, default=0):.0f}, over 50 ms: {len(tasks)}")
    running.shutdown()


def summary(times: list[float]) -> str:
    """Median, 95th percentile and maximum in one line."""
    cuts = quantiles(times, n=20)
    return f"p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f}  max {max(times):6.1f}"


if __name__ == "__main__":
    main()
