"""Chromium without an attached debugger, for measuring how fast a page is.

Tools for tests attach a debugger to the page and to each worker, and report every request. On two
cores that takes as long as a quick page itself. Here a pipe carries only the commands to open a
page and to run a function in it.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import F_DUPFD, fcntl
from typing import Any

SETTLED = 4.0
"""Seconds to wait after a start: for one or two seconds a new browser loads pages of its own."""
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
READ, WRITE = 3, 4
"""The file descriptors from which Chromium reads commands and to which it writes answers."""

FREE = 10
"""Descriptors from this number on collide with neither."""


class Chromium:
    """A browser with one page."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = commands
        self._answers = answers
        self._received = b""
        self._last = 0
        self._session: str | None = None

    def attach(self, scripts: tuple[str, ...]) -> None:
        """Run scripts in every document before its own."""
        targets = self._send("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self._send("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        self._send("Page.enable")
        for script in scripts:
            self._send("Page.addScriptToEvaluateOnNewDocument", source=script)

    def open(self, address: str) -> None:
        """Start loading a page; returns at once."""
        self._send("Page.navigate", url=address)

    def run(self, function: str) -> Any:
        """Run a JavaScript function in the page and return its result."""
        how = {"expression": f"({function})()", "awaitPromise": True, "returnByValue": True}
        return self._send("Runtime.evaluate", **how)["result"].get("value")

    def close(self) -> None:
        """End the browser."""
        self._session = None
        self._send("Browser.close")

    def _send(self, method: str, **given: object) -> Any:
        """Send a DevTools command and return its result; raises RuntimeError on an error."""
        self._last += 1
        command = {"id": self._last, "method": method, "params": given}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            message = self._receive()
            if message.get("id") == self._last:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._received:
            piece = os.read(self._answers, 1 << 16)
            if not piece:
                raise RuntimeError("Chromium has ended")
            self._received += piece
        line, self._received = self._received.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message


@contextmanager
def chromium(profile: str, *scripts: str) -> Iterator[Chromium]:
    """Start Chromium with a profile and wait until it has settled.

    Every document runs `scripts` before its own. Raises RuntimeError if Chromium is not installed.
    """
    program = shutil.which("chromium")
    if not program:
        raise RuntimeError("Chromium is not installed")
    read_end, commands = os.pipe()
    answers, write_end = os.pipe()
    for_browser, from_browser = (fcntl(end, F_DUPFD, FREE) for end in (read_end, write_end))
    # The shell moves the two descriptors to where Chromium looks for them.
    start = f'exec "$0" "$@" {READ}<&{for_browser} {WRITE}>&{from_browser}'
    options = [*FLAGS, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
    process = subprocess.Popen(
        ["bash", "-c", start, program, *options],
        pass_fds=(for_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (read_end, write_end, for_browser, from_browser):
        os.close(end)
    browser = Chromium(commands, answers)
    try:
        browser.attach(scripts)
        time.sleep(SETTLED)
        yield browser
        browser.close()
    finally:
        os.close(commands)
        os.close(answers)
        process.wait()
