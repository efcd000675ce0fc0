"""Measures how the time of a build grows with the content, and how long an editor waits."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from time import monotonic, process_time, sleep
from urllib.request import urlopen

from mkdocs.commands.build import build
from mkdocs.config import load_config

from hooks.pages import pages
from hooks.site_build import WHOLE_SITE, WholeSite
from service_structure.source.records import Guide

ROOT = Path(__file__).parents[1]
TIMES = 10
LANGUAGE = "ru"
COPIED = ("README.md", "calculator", "docs", "hooks", "mkdocs.yml", "pyproject.toml")
"""What the site is built from."""

BUILD_LIMIT = 25.0
"""The most seconds that a build without caches may take."""

REBUILD_LIMIT = 3.0
"""The most seconds until an editor sees a change."""

STARTED = 60.0
MARK = "changed-by-the-benchmark"
CHANGES = (
    ("a record", "calculator/guide/structures/matrix.toml", 'name.ru = "', "structures/matrix/"),
    ("a page", "calculator/guide/pages/method.toml", 'title.ru = "', "method/"),
    ("a template", "docs/pages/structure.md.jinja", "", "structures/matrix/"),
)
"""Changes: name, file, the text after which the mark is inserted (or the end), page to look at."""

PAGE_LIMIT = 1.2  # times the usual size of a page; it grows because menus name new sections


@dataclass(frozen=True)
class Measured:
    """One build: processor time in seconds, number of pages, and their mean size in bytes."""

    seconds: float
    pages: int
    page_bytes: float


def measure(times: int) -> Measured:
    """Build one language with `times` copies of its pages, each copy in its own section."""
    with repeated(times), TemporaryDirectory() as folder:
        start = process_time()
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=folder, strict=True)
        config.extra[WHOLE_SITE] = WholeSite("../runtime/", guide_address="", editions=())
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        seconds = process_time() - start
        sizes = [path.stat().st_size for path in Path(folder).rglob("index.html")]
    return Measured(seconds, len(sizes), sum(sizes) / len(sizes))


@contextmanager
def repeated(times: int) -> Iterator[None]:
    """Make the site have `times` copies of its pages, with links within each copy."""
    one_site, one_menu = pages.pages, pages.navigation

    def many_pages(guide: Guide, language: str, runtime: str) -> tuple[pages.SitePage, ...]:
        found = one_site(guide, language, runtime)
        copies = [replace(p, uri=f"copy{n}/{p.uri}") for n in range(1, times) for p in found]
        return (*found, *copies)

    def many_menus(found: tuple[pages.SitePage, ...], guide: Guide, language: str) -> object:
        size = len(found) // times
        menu = one_menu(found[:size], guide, language)
        for n in range(1, times):
            copy = found[n * size : (n + 1) * size]
            menu.append({f"{n}": [{page.nav: page.uri} for page in copy]})
        return menu

    pages.pages, pages.navigation = many_pages, many_menus  # type: ignore[assignment]
    try:
        yield
    finally:
        pages.pages, pages.navigation = one_site, one_menu


@contextmanager
def project() -> Iterator[Path]:
    """A copy of the sources without anything built; it links to the installed node_modules."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name)
            else:
                shutil.copyfile(ROOT / name, copy / name)
        (copy / "node_modules").symlink_to((ROOT / "node_modules").resolve())
        yield copy


def whole_builds() -> tuple[float, float]:
    """Seconds of a build of all languages without caches, and of a second one."""
    with project() as copy:
        return _build_whole(copy), _build_whole(copy)


def _build_whole(copy: Path) -> float:
    start = monotonic()
    subprocess.run(
        [sys.executable, "-m", "hooks.commands.build"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return monotonic() - start


def rebuilds() -> Iterator[tuple[str, float]]:
    """Seconds from each change of a source until the page of `make serve-dev` shows it."""
    with project() as copy:
        port = _free_port()
        command = [sys.executable, "-m", "mkdocs", "serve", "--quiet"]
        serving = subprocess.Popen(
            [*command, "--dev-addr", f"127.0.0.1:{port}"],
            cwd=copy,
            env=os.environ | {"SITE_LANGUAGE": LANGUAGE, "PYTHONPATH": str(copy)},
            stderr=subprocess.DEVNULL,
        )
        try:
            root = f"http://127.0.0.1:{port}/"
            _wait(root, lambda page: page != "")
            for name, file, place, address in CHANGES:
                source = copy / file
                before = source.read_text("utf-8")
                after = before.replace(place, place + MARK, 1) if place else f"{before}\n{MARK}\n"
                start = monotonic()
                source.write_text(after, "utf-8")
                _wait(root + address, lambda page: MARK in page)
                yield name, monotonic() - start
                source.write_text(before, "utf-8")
                _wait(root + address, lambda page: page != "" and MARK not in page)
        finally:
            serving.terminate()
            serving.wait()


def _free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait(address: str, wanted: Callable[[str], bool]) -> None:
    """Request a page until `wanted` accepts it; raises RuntimeError after a timeout."""
    end = monotonic() + STARTED
    while monotonic() < end:
        try:
            with urlopen(address, timeout=STARTED) as response:
                page = response.read().decode()
        except OSError:
            page = ""
        if wanted(page):
            return
        sleep(0.05)
    raise RuntimeError(f"{address} does not show the change within {STARTED:.0f} s")


def main() -> None:
    """Print the measures, with a word on those over a limit; fail where the build grows faster
    than the content."""
    once, often = measure(1), measure(TIMES)
    for name, found in (("1×", once), (f"{TIMES}×", often)):
        print(
            f"{name:>4} content: {found.pages:4} pages, {found.seconds:6.1f} s of processor time,"
            f" {found.page_bytes / 1000:6.1f} kB a page"
        )
    time, size = often.seconds / once.seconds, often.page_bytes / once.page_bytes
    print(f"growth: {time:.1f} × the time, {size:.2f} × the size of a page")
    if time > TIMES or size > PAGE_LIMIT:
        raise SystemExit("The build grows faster than the content.")
    cold, warm = whole_builds()
    print(f"make build from nothing: {_within(cold, BUILD_LIMIT)}")
    print(f"make build when Python for the browser is made: {_within(warm, BUILD_LIMIT)}")
    for name, seconds in rebuilds():
        print(f"make serve-dev shows a change of {name} after {_within(seconds, REBUILD_LIMIT)}")


def _within(seconds: float, limit: float) -> str:
    """A time beside its limit, which a busy machine may exceed without failing the run."""
    over = "" if seconds <= limit else " OVER"
    return f"{seconds:.1f} s (limit {limit:.0f} s){over}"


if __name__ == "__main__":
    main()
