"""A host of the site with one fault at a time, which caches let keep everything for ten minutes."""

import os
import shutil
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from hooks.commands.serve import Handler

SLOW = 5.0
"""Seconds that a slow file takes."""
FRESH = 600
"""Seconds for which a browser may use a file without asking again, as on GitHub Pages."""
OTHER_PAGE = b"<!doctype html><title>Welcome</title><p>Please log in to use this network."
PIECE = 1 << 14
"""Bytes after which the host looks whether the network has been cut."""


@dataclass(frozen=True)
class Fault:
    """What a host does wrong with one file, named by its address within the site."""

    file: str
    kind: str


@dataclass(frozen=True)
class Asked:
    """A file that a browser has asked for: what it goes into, and how (Fetch Metadata, W3C)."""

    file: str
    into: str
    mode: str


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _corrupted(content: bytes) -> bytes:
    """Another letter or digit in the middle: an ASCII character stays one."""
    spoilt = bytearray(content)
    middle = len(content) // 2
    spoilt[middle] ^= 0x01
    return bytes(spoilt)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "truncated": _truncated,
    "corrupted": _corrupted,
    "other page": lambda _: OTHER_PAGE,
    "wrong type": lambda content: content,
}
"""What is served with status 200 in place of a file."""

TYPES = {"wrong type": "application/octet-stream", "other page": "text/html; charset=utf-8"}
KINDS = ("missing", "slow", "reset", *SPOILT)


@dataclass
class Host:
    """A folder with the site in `repo/`, served with at most one fault."""

    folder: Path
    fault: Fault | None = None
    is_cut: bool = False
    asked: list[Asked] = field(default_factory=list)
    _running: ThreadingHTTPServer | None = None

    @classmethod
    def of(cls, site: Path, folder: Path) -> "Host":
        """Serve a copy of a site."""
        shutil.copytree(site, folder / "repo", copy_function=shutil.copyfile)
        host = cls(folder)
        handler = partial(_Handler, directory=str(folder), host=host)
        host._running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        host._running.daemon_threads = True
        threading.Thread(target=host._running.serve_forever, daemon=True).start()
        return host

    @property
    def site(self) -> Path:
        """The folder with the site."""
        return self.folder / "repo"

    @property
    def address(self) -> str:
        """Where the site is, under the path of a project."""
        assert self._running
        return f"http://127.0.0.1:{self._running.server_port}/repo/"

    def close(self) -> None:
        """End the server; its folder stays."""
        assert self._running
        self._running.shutdown()
        self._running.server_close()


class _Handler(Handler):
    """Serves what Handler does, but for the fault of its host."""

    def __init__(self, *given: object, host: Host, directory: str) -> None:
        self.host = host
        self._status = 0
        super().__init__(*given, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:  # noqa: N802 (inherited name)
        """Answer a request, wrongly where the host is at fault."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        file = path.relative_to(self.directory).as_posix().removeprefix("repo/")
        how = (self.headers.get(f"Sec-Fetch-{name}", "") for name in ("Dest", "Mode"))
        self.host.asked.append(Asked(file, *how))
        fault = self.host.fault
        if self.host.is_cut:
            self._reset()
        elif fault is None or fault.file != file:
            with suppress(FileNotFoundError):  # published anew at this moment
                super().do_GET()
        elif fault.kind == "missing":
            self.send_error(HTTPStatus.NOT_FOUND)
        elif fault.kind == "slow":
            time.sleep(SLOW)
            super().do_GET()
        elif fault.kind == "reset":
            self._reset()
        else:
            self._send_spoilt(path, fault.kind)

    def send_response(self, code: int, message: str | None = None) -> None:
        self._status = code
        super().send_response(code, message)

    def end_headers(self) -> None:
        if self._status == HTTPStatus.OK:
            self.send_header("Cache-Control", f"max-age={FRESH}")
        super().end_headers()

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Send a body until the network is cut."""
        try:
            while piece := source.read(PIECE):
                if self.host.is_cut:
                    self._reset()
                    return
                outputfile.write(piece)
        except ConnectionError:
            self.close_connection = True

    def _send_spoilt(self, path: Path, kind: str) -> None:
        body = SPOILT[kind](path.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", TYPES.get(kind, self.guess_type(str(path))))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", self.date_time_string(0))  # older than the right one
        self.end_headers()
        self.copyfile(BytesIO(body), self.wfile)  # type: ignore[arg-type]

    def _reset(self) -> None:
        """Close the connection so that the other end is told of a reset."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        os.close(self.connection.detach())  # a file that reads from it would keep it open
