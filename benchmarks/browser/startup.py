"""How soon Python answers on the calculator page, beside the ordinary start, PyScript and marimo.

The ordinary start is that of Pyodide's documentation, of the same package on the same page. The
pages of PyScript and marimo show nothing but the waiting probability of one queue. PyScript runs
Python on the main thread: in a worker it could not write to the page without headers that such
hosts do not send. The browser is one that nobody looks on (tools/chromium.py).

A ratio is the median of those of each round, in which all follow one another: machines are faster
for some minutes and slower for others.
"""

import argparse
import gzip
import html
import json
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks import peers  # noqa: E402
from hooks.commands.serve import SITE, Handler  # noqa: E402
from tools.chromium import SETTLED, Chromium, chromium  # noqa: E402

RUNS = 5
PATIENCE = 600.0
"""Seconds to wait for a page."""
ZIPPED = {".html", ".js", ".mjs", ".json", ".wasm", ".css", ".svg", ".xml"}
"""What GitHub Pages sends with gzip."""

# The page itself tells its host when the first result is shown, Python's or that of a worked
# example, when anything was first painted, and the longest task till then.
WATCH = """
let longest = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
}).observe({ type: "longtask", buffered: true });
let shown = false;
new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) {
    if (shown || !["python", "precomputed"].includes(name)) continue;
    shown = true;
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const body = JSON.stringify({ [name]: startTime, longest, paint: paint?.startTime });
    fetch("/told", { method: "POST", body });
  }
}).observe({ type: "mark", buffered: true });
"""

# The browser says that it saves data, so the page leaves Python alone, and tells of itself later.
ALONE = """
Object.defineProperty(Navigator.prototype, "connection", { get: () => ({ saveData: true }) });
addEventListener("load", () => setTimeout(() => performance.mark("python"), 2500));
"""

# Whether the service worker has kept Python, unpacked.
KEPT = """async () => {
  const { runtime } = document.querySelector("[data-runtime]").dataset;
  const kept = await caches.match(new URL(`${runtime}python.zst`, document.baseURI));
  return Boolean(kept?.headers.has("X-Unpacked"));
}"""


@dataclass(frozen=True)
class Condition:
    """A connection, in bits a second and seconds of delay, and how much slower the processor is."""

    name: str
    rate: float = float("inf")
    delay: float = 0.0
    slower: int = 1


@dataclass(frozen=True)
class Visit:
    """What one visit took: seconds, megabytes moved, milliseconds, MiB."""

    time: float
    moved: float
    longest: float
    memory: float


CONDITIONS = (
    Condition("unthrottled"),
    Condition("10 Mbit/s, 4× slower CPU", rate=10e6, delay=0.04, slower=4),
    Condition("1.6 Mbit/s, 150 ms", rate=1.6e6, delay=0.15),
)


OURS = "repo/en/calculator/"
OTHERS = {
    "ordinary": "ordinary/en/calculator/",
    "PyScript": "pyscript/",
    "marimo": "marimo/",
}
MEASURES = {"time": "s", "moved": "MB", "longest": "ms stall", "memory": "MiB"}


class Host(Handler):
    """Files as GitHub Pages sends them, at the speed of a condition; counts what it moves."""

    protocol_version = "HTTP/1.1"
    condition = CONDITIONS[0]
    moved = 0
    free = 0.0  # when the line is free again
    line = threading.Lock()
    told: "Queue[dict[str, float]]" = Queue()  # by pages that run WATCH

    def do_POST(self) -> None:  # noqa: N802 (inherited name)
        """Take what a page tells of itself."""
        Host.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:  # noqa: N802 (inherited name)
        """Send a file, with gzip where the host would."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        zipped = path.suffix in ZIPPED
        body = _zipped(path) if zipped else path.read_bytes()
        tag = f'"{path.stat().st_mtime_ns}"'
        time.sleep(self.condition.delay)
        if self.headers["If-None-Match"] == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("ETag", tag)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for start in range(0, len(body), 1 << 14):
            self._send(body[start : start + (1 << 14)])

    def _send(self, piece: bytes) -> None:
        """Send a piece when the line, which all requests share, has had time for it."""
        with Host.line:
            Host.moved += len(piece)
            start = max(Host.free, time.monotonic())
            Host.free = start + 8 * len(piece) / self.condition.rate
        time.sleep(max(0.0, Host.free - time.monotonic()))
        try:
            self.wfile.write(piece)
        except ConnectionError:
            self.close_connection = True  # the browser was closed


@cache
def _zipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes())


def main() -> None:
    """Measure every way to start under every condition and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=int, nargs="?", default=RUNS)
    parser.add_argument("--against", choices=OTHERS, nargs="+", default=[*OTHERS])
    parser.add_argument("--unthrottled", action="store_true", help="leave out slow conditions")
    given = parser.parse_args()
    ways = {"ours": OURS} | {way: OTHERS[way] for way in given.against}
    print(f"Up to the first result of Python, median of {given.runs} (and of the ratios to ours).")
    with TemporaryDirectory() as folder:
        host = Path(folder)
        shutil.copytree(SITE, host / "repo")
        peers.add_ordinary(host / "ordinary")
        peers.add_pyscript(host / "pyscript")
        peers.add_marimo(host / "marimo")
        for condition in CONDITIONS[: 1 if given.unthrottled else None]:
            print(f"\n{condition.name}")
            with serving(host) as address:
                _compare(address, condition, given.runs, ways)


def _compare(address: str, condition: Condition, runs: int, ways: dict[str, str]) -> None:
    """Print what the ways to start take under a condition, each in turn."""
    rounds = [
        {way: _visits(f"{address}{place}", condition) for way, place in ways.items()}
        for _ in range(runs)
    ]
    _print_row("", *ways)
    for n, visit in enumerate(("first visit", "second visit")):
        for what, unit in MEASURES.items():
            found = [
                {way: getattr(visits[n], what) for way, visits in each.items()} for each in rounds
            ]
            _print_row(f"{visit}, {unit}", *(_cell(found, way) for way in ways))
    page = f"{address}{OURS}"
    alone = median(_alone(page, condition) for _ in range(runs))
    _print_row("the page without Python, ms stall", f"{alone:.0f}")
    after = median(_precomputed(f"{page}#{_example()}", condition) for _ in range(runs))
    _print_row("worked example, ms after first paint", f"{after:.0f}")


def _cell(rounds: list[dict[str, float]], way: str) -> str:
    """The median of what was measured of a way, and that of its ratios to ours."""
    value = f"{median(each[way] for each in rounds):.2f}"
    if way == "ours" or not all(each["ours"] for each in rounds):
        return value
    return f"{value} ({median(each[way] / each['ours'] for each in rounds):.2f}×)"


def _print_row(*cells: str) -> None:
    name, *values = cells
    print(f"  {name:<38}" + "".join(f"{value:<22}" for value in values), flush=True)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder as GitHub Pages would; gives its address."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/"
    running.shutdown()
    running.server_close()


def _visits(address: str, condition: Condition) -> tuple[Visit, Visit]:
    """A first visit of a new reader, and one of the same reader, in a browser started anew."""
    with TemporaryDirectory() as profile:
        visits = []
        for _ in range(2):
            with chromium(profile, WATCH) as browser:
                with under(condition, profile):
                    visits.append(visit(browser, address, profile))
                _wait_until_kept(browser)
    return visits[0], visits[1]


@contextmanager
def under(condition: Condition, profile: str) -> Iterator[None]:
    """Let the host and the browser with this profile be as slow as a condition says."""
    Host.condition = condition
    with _slowed(profile, condition.slower):
        yield
    Host.condition = CONDITIONS[0]


def _wait_until_kept(browser: Chromium) -> None:
    """Wait until a service worker, if there will be one, has kept Python, and for what follows."""
    time.sleep(SETTLED)
    if not browser.run("async () => Boolean(await navigator.serviceWorker.getRegistration())"):
        return
    while not browser.run(KEPT):
        time.sleep(0.5)
    time.sleep(SETTLED)


def _example() -> str:
    """The fragment of an address that asks for a worked example."""
    state = re.search(r'data-fragment="([^"]+)"', (SITE / "en/calculator/index.html").read_text())
    if not state:
        raise RuntimeError("the page has no worked examples")
    return html.unescape(state[1])


def _alone(address: str, condition: Condition) -> float:
    """The longest task of the page without Python, in milliseconds."""
    with (
        TemporaryDirectory() as profile,
        chromium(profile, WATCH, ALONE) as browser,
        under(condition, profile),
    ):
        return _told(browser, address)["longest"]


def _precomputed(address: str, condition: Condition) -> float:
    """Milliseconds from the first paint to the result of a worked example in the address."""
    with (
        TemporaryDirectory() as profile,
        chromium(profile, WATCH) as browser,
        under(condition, profile),
    ):
        measured = _told(browser, address)
    paint = measured.get("paint", measured["precomputed"])  # the result is there before anything
    return max(0.0, measured["precomputed"] - paint)


def visit(browser: Chromium, address: str, profile: str) -> Visit:
    """Open a page in a browser with this profile and measure up to its first result."""
    Host.moved = 0
    measured = _told(browser, address)
    memory = max(_peak(process) for process in _renderers(profile))
    return Visit(measured["python"] / 1000, Host.moved / 1e6, measured["longest"], memory)


def _told(browser: Chromium, address: str) -> dict[str, float]:
    """Open a page and return what WATCH makes it tell. Raises TimeoutError if it shows nothing."""
    browser.open(address)
    try:
        return Host.told.get(timeout=PATIENCE)
    except Empty:
        raise TimeoutError(f"{address} showed no result within {PATIENCE:.0f} s") from None


def _renderers(profile: str) -> list[int]:
    """The processes of pages and their workers, of the browser with this profile."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if "--type=renderer" in command and profile in command:
            found.append(int(folder.name))
    return found


def _peak(process: int) -> float:
    """The most memory that a process has had resident, in MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


@contextmanager
def _slowed(profile: str, slower: int) -> Iterator[None]:
    """Let the renderers run only a share of the time: the browser's own brake spares workers."""
    done = threading.Event()

    def brake() -> None:
        while not done.is_set():
            stopped = _renderers(profile)
            _signal(stopped, signal.SIGSTOP)
            time.sleep(0.005 * (slower - 1))
            _signal(stopped, signal.SIGCONT)
            time.sleep(0.005)

    thread = threading.Thread(target=brake, daemon=True)
    if slower > 1:
        thread.start()
    yield
    done.set()
    if slower > 1:
        thread.join()


def _signal(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, number)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
