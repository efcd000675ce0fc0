"""Ask the address of every source and precedent whether it still answers: python -m tools.links

An address that is gone (404, 410, no such host) fails the check. One that refuses a program (403,
429), fails (500) or is slow is only named, because a reader's browser may well reach it; so is one
that has moved for good. Addresses of one host are asked one after another, with a pause.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from socket import EAI_NONAME, gaierror
from typing import IO, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from service_structure import GuideError, load_guide, load_precedents

type Verdict = Literal["answers", "moved", "unclear", "gone"]

GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
PAUSE = 2.0
"""Seconds between two requests to one host."""
TIMEOUT = 30.0
"""Seconds to wait for an answer."""
HOSTS_AT_ONCE = 8
NO_NETWORK = 2
HEADERS = {"User-Agent": "service-structure link check", "Accept": "text/html,*/*"}


@dataclass(frozen=True)
class Answer:
    """What came of one address: the verdict, and the status, new address or error behind it."""

    address: str
    verdict: Verdict
    detail: str

    def __str__(self) -> str:
        """One line: verdict, address and detail."""
        return f"{self.verdict}: {self.address} ({self.detail})"


class _Redirects(HTTPRedirectHandler):
    """Follows redirects and notes whether all of them are permanent."""

    def __init__(self) -> None:
        self.all_permanent = True

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:
        self.all_permanent &= code in PERMANENT
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def main(argv: Sequence[str] | None = None) -> int:
    """Print every address that does not simply answer; returns 1 if one is gone, 2 if all are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between requests")
    pause = parser.parse_args(argv).pause
    try:
        guide, precedents = load_guide(), load_precedents()
    except GuideError as error:
        print(error)
        return 1
    sources: dict[str, list[str]] = defaultdict(list)
    for source in guide.sources.values():
        if source.address:
            sources[source.address].append(source.id)
    for precedent in precedents.values():
        for reading in precedent.readings:
            sources[reading.address].append(precedent.id)
    answers = check(sources, pause)
    if all(answer.verdict == "gone" for answer in answers):
        print(f"Not one of {len(answers)} addresses can be reached: is there a network?")
        return NO_NETWORK
    for answer in answers:
        if answer.verdict != "answers":
            print(f"{answer}; cited as {', '.join(sources[answer.address])}")
    counts = {word: sum(a.verdict == word for a in answers) for word in ("answers", "gone")}
    print(f"{len(answers)} addresses: {counts['answers']} answer, {counts['gone']} are gone.")
    return int(counts["gone"] > 0)


def check(addresses: Iterable[str], pause: float = PAUSE) -> list[Answer]:
    """The answer of every address, in alphabetical order; `pause` in seconds."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in sorted(set(addresses)):
        hosts[urlsplit(address).netloc].append(address)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        found = pool.map(lambda of_host: _ask_in_turn(of_host, pause), hosts.values())
        return sorted((answer for part in found for answer in part), key=lambda a: a.address)


def ask(address: str) -> Answer:
    """Ask one address for its first bytes."""
    redirects = _Redirects()
    try:
        with build_opener(redirects).open(Request(address, headers=HEADERS), timeout=TIMEOUT) as it:
            status, final = it.status, it.url
    except HTTPError as error:
        error.close()
        return Answer(address, "gone" if error.code in GONE else "unclear", str(error.code))
    except URLError as error:
        no_host = isinstance(error.reason, gaierror) and error.reason.errno == EAI_NONAME
        return Answer(address, "gone" if no_host else "unclear", str(error.reason))
    except (OSError, HTTPException) as error:
        return Answer(address, "unclear", f"{type(error).__name__}: {error}")
    if final != address and redirects.all_permanent:
        return Answer(address, "moved", f"to {final}")
    return Answer(address, "answers", str(status))


def _ask_in_turn(addresses: Sequence[str], pause: float) -> list[Answer]:
    answers = []
    for number, address in enumerate(addresses):
        if number:
            time.sleep(pause)
        answers.append(ask(address))
    return answers


if __name__ == "__main__":
    raise SystemExit(main())
