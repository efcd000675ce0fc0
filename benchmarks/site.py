"""Measure how the build of the site grows with its content: its time and the size of a page."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from mkdocs.commands.build import build  # noqa: E402
from mkdocs.config import load_config  # noqa: E402

from calculator.records import Guide  # noqa: E402
from hooks import pages  # noqa: E402

TIMES = 10
LANGUAGE = "ru"
PAGE_LIMIT = 1.2  # times the size of a page, as menus name the new sections


@dataclass(frozen=True)
class Measured:
    """What one build took: seconds of processor time, pages, and their mean size in bytes."""

    seconds: float
    pages: int
    page_bytes: float


def measure(times: int) -> Measured:
    """Build one language with its pages so many times over, each time in a section of its own."""
    with repeated(times), TemporaryDirectory() as folder:
        start = process_time()
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=folder, strict=True)
        config.extra["shared_runtime"] = "../runtime/"
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        seconds = process_time() - start
        sizes = [path.stat().st_size for path in Path(folder).rglob("index.html")]
    return Measured(seconds, len(sizes), sum(sizes) / len(sizes))


@contextmanager
def repeated(times: int) -> Iterator[None]:
    """Let the site have its pages several times over, their links within each copy."""
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


def main() -> None:
    """Print the measures and their growth; fail where they grow faster than the content."""
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


if __name__ == "__main__":
    main()
