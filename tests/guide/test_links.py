"""The check of the sources' addresses, against a server on this machine."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service_structure import load_guide, load_precedents
from tools import links

STATUS = {"/page": 200, "/no": 404, "/never": 410, "/robots": 403, "/busy": 429, "/broken": 500}
MOVED = {
    "/old": (301, "/page"),
    "/doi": (302, "/page"),
    "/both": (301, "/doi"),
    "/lost": (301, "/no"),
}


@dataclass
class Host:
    """A server with its address and the time of every request, in seconds."""

    address: str = ""
    asked: list[float] = field(default_factory=list)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    known = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(time.monotonic())
            status, target = MOVED.get(self.path, (STATUS.get(self.path, 404), ""))
            self.send_response(status)
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (inherited)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    known.address = f"http://127.0.0.1:{server.server_port}"
    yield known
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "verdict", "detail"),
    [
        ("/page", "answers", "200"),
        ("/no", "gone", "404"),
        ("/never", "gone", "410"),
        ("/robots", "unclear", "403"),
        ("/busy", "unclear", "429"),
        ("/broken", "unclear", "500"),
        ("/old", "moved", "/page"),
        ("/doi", "answers", "200"),
        ("/both", "answers", "200"),
        ("/lost", "gone", "404"),
    ],
)
def test_an_address_is_judged_by_what_it_answers(
    host: Host, path: str, verdict: str, detail: str
) -> None:
    answer = links.ask(host.address + path)
    assert (answer.verdict, answer.detail.endswith(detail)) == (verdict, True), answer


@pytest.mark.parametrize(
    ("error", "verdict"), [(socket.EAI_NONAME, "gone"), (socket.EAI_AGAIN, "unclear")]
)
def test_a_host_without_an_address_is_gone_unless_the_resolver_failed(
    error: int, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(error, "no address")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert links.ask("http://no-such-host.invalid/").verdict == verdict


def test_a_host_that_is_down_is_unclear() -> None:
    down = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    down.server_close()
    assert links.ask(f"http://127.0.0.1:{down.server_port}/").verdict == "unclear"


def test_one_host_is_asked_once_for_each_address_with_a_pause_between(host: Host) -> None:
    host.asked.clear()
    addresses = [host.address + path for path in ("/page", "/no", "/page", "/busy")]
    answers = links.check(addresses, pause=0.2)
    assert [answer.address for answer in answers] == sorted(set(addresses))
    gaps = [later - sooner for sooner, later in zip(host.asked, host.asked[1:], strict=False)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.2


def test_the_command_names_the_sources_of_what_is_gone_and_fails(
    host: Host, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = load_guide()
    asked: list[str] = []

    def check(addresses: dict[str, list[str]], pause: float) -> list[links.Answer]:
        asked.extend(addresses)
        assert pause == 1
        return [links.Answer(address, "answers", "200") for address in addresses]

    monkeypatch.setattr(links, "check", check)
    assert links.main(["--pause", "1"]) == 0
    readings = [r for p in load_precedents().values() for r in p.readings]
    sources = {s.address for s in guide.sources.values() if s.address}
    assert set(asked) == sources | {r.address for r in readings}
    gone = next(source for source in guide.sources.values() if source.address)
    found = [
        links.Answer(gone.address, "gone", "404"),
        links.Answer(next(a for a in asked if a != gone.address), "answers", "200"),
    ]
    monkeypatch.setattr(links, "check", lambda *_: found)
    capsys.readouterr()
    assert links.main([]) == 1
    printed = capsys.readouterr().out
    assert f"gone: {gone.address} (404); cited as" in printed
    assert gone.id in printed
    del found[1]
    assert links.main([]) == links.NO_NETWORK
    assert "is there a network?" in capsys.readouterr().out
