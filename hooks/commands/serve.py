"""Serve the built site on this machine, compressed as a host of static files does."""

import argparse
import gzip
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

SITE = Path(__file__).parents[2] / "site"


COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".xml"}


class Handler(SimpleHTTPRequestHandler):
    """Serves static files with the right types and the site's own 404 page, and logs nothing."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".whl": "application/zip",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (inherited name)
        """Log nothing, so that the terminal keeps showing the address of the site."""

    def handle(self) -> None:
        """Answer requests of one connection; a browser that closes it early is no error."""
        with suppress(ConnectionError):
            super().handle()

    def send_head(self) -> BinaryIO | BytesIO | None:
        """Open the requested file, gzipped if it is a text and the browser accepts that."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        known = "If-Modified-Since" in self.headers
        if not accepts or known or path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        body = _compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", self.date_time_string(path.stat().st_mtime))
        self.end_headers()
        return BytesIO(body)

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Send a body; a browser that closes the connection before the end is no error."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page as the host does, with 404.html."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@lru_cache(maxsize=256)
def _compressed(path: Path, changed: int) -> bytes:
    """The gzipped content of a file; `changed`, its time of change, is part of the cache's key."""
    return gzip.compress(path.read_bytes(), compresslevel=6)


def server(port: int, folder: Path = SITE) -> ThreadingHTTPServer:
    """A server for a folder on 127.0.0.1; port 0 takes a free port."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the site until Ctrl+C; returns 1 if the port is taken or no site has been built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(argv).port
    if not (SITE / "index.html").exists():
        print("There is no site yet; run `make build` first.")
        return 1
    try:
        running = server(port)
    except OSError as error:
        print(f"Port {port} cannot be used ({error.strerror}); try `make site PORT=8001`.")
        return 1
    print(f"Open http://127.0.0.1:{running.server_port}/ (Ctrl+C stops)", flush=True)
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
