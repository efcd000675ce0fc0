"""Measures pages with Lighthouse, as phone and as desktop: the median of three runs."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from hooks.commands.serve import SITE, server  # noqa: E402

SCRIPT = Path(__file__).with_suffix(".mjs")
FORMS = ("mobile", "desktop")
PAGES = ("", "structures/matrix/", "comparison/", "calculator/")
RUNS = 3
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--remote-debugging-port=0",
)


@dataclass(frozen=True)
class Report:
    """Scores of one page (0 to 100) and the audits that lower them."""

    address: str
    form: str
    scores: dict[str, int]
    faults: list[str]


def audit(
    port: int, form: str, categories: Sequence[str], addresses: Sequence[str]
) -> list[Report]:
    """Lighthouse's reports of pages, made with the browser that listens on a port."""
    asked = {"port": port, "form": form, "categories": categories, "addresses": addresses}
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, SCRIPT, json.dumps(asked)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed:\n{done.stderr}")
    return [Report(**report) for report in json.loads(done.stdout)]


@contextmanager
def chromium(program: str | None) -> Iterator[int]:
    """Start a browser with an empty profile and yield its debugging port.

    What Debian installs is a script that starts the browser: both end together, as a group.
    """
    if program is None:
        raise RuntimeError("Chromium is not installed: install your system's package `chromium`")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        silent = subprocess.DEVNULL
        running = subprocess.Popen(command, stdout=silent, stderr=silent, start_new_session=True)
        try:
            yield _port(Path(profile))
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()


def _port(profile: Path) -> int:
    """The debugging port, which the browser writes into its profile."""
    file = profile / "DevToolsActivePort"
    for _ in range(300):
        if file.exists() and (lines := file.read_text().split()):
            return int(lines[0])
        sleep(0.1)
    raise RuntimeError("Chromium has not started within 30 s")


def main() -> None:
    """Print the median performance of each page."""
    running = server(0, SITE)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{running.server_port}"
    addresses = [f"{root}/{language}/{page}" for language in ("ru", "en") for page in PAGES]
    print("Lighthouse performance, median of", RUNS)
    with chromium(shutil.which("chromium")) as port:
        for form in FORMS:
            for address in addresses:
                runs = [audit(port, form, ["performance"], [address])[0] for _ in range(RUNS)]
                scores = [run.scores["performance"] for run in runs]
                faults = sorted({fault for run in runs for fault in run.faults})
                print(f"{form:8} {address.removeprefix(root):28} {median(scores):4} {scores}")
                for fault in faults:
                    print(f"         {fault}")


if __name__ == "__main__":
    main()
