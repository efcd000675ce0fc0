"""A server with the built site, Chromium, and the calculator open in it."""

import atexit
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from hooks.commands.serve import server
from tests.browser.calculator_page import EACH_ONCE, LANGUAGES, SCREENS, Tool
from tests.browser.watched import watch_pages
from tests.support import give_up

BROWSER_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # WebAssembly is compiled once: to compile it better beside the page takes as long as most
    # tests do. Results of the better code are compared in tests/start and test_other_browsers.py.
    "--js-flags=--no-wasm-tier-up --no-wasm-dynamic-tiering",
)
KEEP_NOTHING = """if (globalThis.ServiceWorkerContainer) {
  ServiceWorkerContainer.prototype.register = () => new Promise(() => {});
}"""
"""A browser that knows nothing of the site otherwise fetches all of it, in the background."""

PATIENCE = 60_000  # ms: a machine may have more to do than these tests


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served: under the path of a project, as on GitHub Pages."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "repo").symlink_to(site, target_is_directory=True)
    running = server(0, folder)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/repo/"
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="session")
def at_the_root(site: Path) -> Iterator[str]:
    """The address of a host that has the site at its root, as the links of the 404 page expect."""
    running = server(0, site)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/"
    running.shutdown()
    running.server_close()


@cache
def _playwright() -> Playwright:
    """The driver, one for each process: a second one cannot start beside it.

    Two folders have these fixtures, and pytest keeps those of a session for each folder.
    """
    driver = sync_playwright().start()
    atexit.register(driver.stop)
    return driver


def a_chromium() -> str:
    """Chromium's headless shell, or all of Chromium, which takes twice as long for a page."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        give_up("Chromium is not installed: install your system's package `chromium`")
    return program


@contextmanager
def running(*flags: str) -> Iterator[Browser]:
    """Chromium, with more flags than its own."""
    expect.set_options(timeout=PATIENCE)
    watch_pages()
    found = _playwright().chromium.launch(
        executable_path=a_chromium(), args=[*BROWSER_FLAGS, *flags]
    )
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running() as found:
        yield found


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browsers that know nothing of one another, with the options of Playwright.

    They keep the site for use without a network only with service_workers="allow".
    """
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        context = browser.new_context(**{"locale": "en-GB", **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        if options.get("service_workers") != "allow":
            context.add_init_script(KEEP_NOTHING)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.unroute_all(behavior="ignoreErrors")  # of what still answers for the host
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()


@pytest.fixture(scope="session")
def opened(browser: Browser, address: str) -> Iterator[Callable[[str, str], Tool]]:
    """Calculators in use, one for each language and screen: starting Python takes a while."""
    tools: dict[tuple[str, str], Tool] = {}

    def tool(language: str, screen: str) -> Tool:
        if (language, screen) not in tools:
            context = browser.new_context(**SCREENS[screen], locale="en-GB")
            context.set_default_timeout(PATIENCE)
            tools[language, screen] = Tool.opened(context, address, language, screen)
        return tools[language, screen]

    yield tool
    for one in tools.values():
        one.page.context.close()


@pytest.fixture
def cleared(opened: Callable[[str, str], Tool]) -> Iterator[Callable[[str, str], Tool]]:
    """The same without an answer. A test may resize the window and emulate other media."""
    used: list[Tool] = []

    def tool(language: str, screen: str) -> Tool:
        found = opened(language, screen)
        found.clear()
        found.heard.clear()
        used.append(found)
        return found

    yield tool
    for one in used:
        assert not one.heard, "errors or warnings in the console"


@pytest.fixture(params=EACH_ONCE, ids="-".join)
def tool(request: pytest.FixtureRequest, cleared: Callable[[str, str], Tool]) -> Tool:
    """The calculator without an answer, in every language, by turns on a phone and on a desktop.

    Whatever a test does to it, its console must stay silent.
    """
    return cleared(*request.param)


@pytest.fixture(
    params=[(language, screen) for language in LANGUAGES for screen in SCREENS], ids="-".join
)
def tool_everywhere(request: pytest.FixtureRequest, cleared: Callable[[str, str], Tool]) -> Tool:
    """The same in every language on every screen: for what depends on both, such as widths."""
    return cleared(*request.param)
