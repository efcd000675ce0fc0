"""Takes the pictures of the README, and for review one of every state of the calculator."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, sync_playwright

from hooks.commands.serve import server
from service_structure import load_guide
from tools.settled import SETTLED, WATCH_WORKERS

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
REVIEW = ROOT / "build" / "screenshots"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
EXAMPLE = "retail_chain"
FRAMES = 100  # ms until an element that was scrolled into view has been drawn
SCREENS: dict[str, ViewportSize] = {
    "desktop": {"width": 1440, "height": 900},
    "tablet": {"width": 820, "height": 1180},
    "phone": {"width": 390, "height": 844},
}
A4: ViewportSize = {"width": 794, "height": 1123}
README: ViewportSize = {"width": 1280, "height": 860}
LONG = "Dienstleistungsorganisationsstrukturberatungsgesellschaft"
KEPT = {
    "Север": "regions=many&size=large",
    "South": "regions=one&n.contacts_per_hour=250",
    f"{LONG} {LONG[:20]}": "change=fast",
}
PROBLEMS = "weather=fine&regions=17&n.aht=-1&w.cost=heavy&size=large"
OPEN = "regions=many&size=large"

UNFOLD = "selector => document.querySelectorAll(selector).forEach(one => { one.open = true; })"


def main() -> None:
    """Write the README's pictures into docs/images and the others into build/screenshots."""
    IMAGES.mkdir(exist_ok=True)
    shutil.rmtree(REVIEW, ignore_errors=True)
    REVIEW.mkdir(parents=True)
    site = server(0)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        for language in load_guide().languages:
            address = f"http://127.0.0.1:{site.server_port}/{language}/calculator/"
            for_readme(browser, address, IMAGES / f"calculator-{language}.png")
            for screen, size in SCREENS.items():
                for theme in ("light", "dark"):
                    with opened(browser, address, size, theme) as page:
                        for state in states(page):
                            page.screenshot(
                                path=REVIEW / f"{state}-{language}-{screen}-{theme}.png"
                            )
                    for state, met in ODD.items():
                        context = new_context(browser, size, theme)
                        with met(context, address) as page:
                            page.screenshot(
                                path=REVIEW / f"{state}-{language}-{screen}-{theme}.png"
                            )
                        context.close()
                no_script(browser, address, size, REVIEW / f"35-no-script-{language}-{screen}.png")
            print(f"{language}: done")
        browser.close()
    site.shutdown()
    print(f"The pictures for review are in {REVIEW.relative_to(ROOT)}.")


def for_readme(browser: Browser, address: str, path: Path) -> None:
    """The calculator with a worked example, as the README shows it."""
    with opened(browser, address, README, "light") as page:
        choose_example(page)
        page.screenshot(path=path)


def choose_example(page: Page) -> None:
    """Answer as a worked example does."""
    unfold(page, ".examples")
    page.click(f"[data-scenario={EXAMPLE}]")
    settle(page)


def new_context(browser: Browser, size: ViewportSize, theme: str) -> BrowserContext:
    """A browser context with an empty profile."""
    return browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]


@contextmanager
def opened(browser: Browser, address: str, size: ViewportSize, theme: str) -> Iterator[Page]:
    """The calculator with Python running, in a browser context with an empty profile."""
    context = new_context(browser, size, theme)
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(address)
    settle(page)
    yield page
    context.close()


def states(page: Page) -> Iterator[str]:
    """Bring the calculator into one state after the other and yield the name of each."""
    yield from states_of_reading(page)
    yield from states_of_filling_in(page)
    yield from states_of_keeping(page)


def states_of_reading(page: Page) -> Iterator[str]:
    """Yield states of reading: the result from top to bottom, folded and unfolded."""
    yield "01-first-sight"
    choose_example(page)
    yield "02-example"
    if page.locator("#calculator-summary").is_visible():
        page.locator("#verdict").scroll_into_view_if_needed()
        page.wait_for_timeout(FRAMES)
        yield "03-result"
    look_at(page, "#calculator-result")
    yield "04-parts"
    for selector in (".part", "#calculator-result details"):  # those within come when parts open
        unfold(page, selector)
        page.wait_for_timeout(FRAMES)
        settle(page)
    for n, part in enumerate(("why", "compare", "alike", "money", "plan", "workings"), 5):
        look_at(page, f"#part-{part}")
        yield f"{n:02}-{part}"
    look_at(page, "[data-chart=cost]")
    yield "11-charts"


def states_of_filling_in(page: Page) -> Iterator[str]:
    """Yield states of the form: numbers, weights, and values that cannot be used."""
    look_at(page, "#numbers")
    yield "12-numbers"
    unfold(page, "#calculator-form details")
    look_at(page, "#weights")
    yield "13-weights"
    go(page, PROBLEMS)
    look_at(page, "#calculator-problems")
    yield "14-problems"
    look_at(page, "#n-aht")
    yield "15-problem-beside-its-field"


def states_of_keeping(page: Page) -> Iterator[str]:
    """Yield states of using a result: menu, QR code, comparison, draft, memo."""
    look_at(page, "#calculator-toolbar")
    page.click(".menu > summary")
    yield "16-menu"
    page.click("[data-action=qr]")
    page.wait_for_selector("#calculator-qr svg")
    yield "17-qr-code"
    page.keyboard.press("Escape")
    for name, fragment in KEPT.items():
        go(page, fragment)
        page.click("[data-action=keep]")
        page.fill("#calculator-keep input", name)
        if name == next(iter(KEPT)):
            yield "18-keep"
        page.keyboard.press("Enter")
        settle(page)
    look_at(page, "#calculator-kept")
    yield "19-comparison"
    page.goto(page.url.partition("#")[0])
    settle(page)
    yield "20-draft-offered"
    go(page, OPEN)
    look_at(page, "#verdict")
    yield "21-open"
    page.evaluate("() => { window.print = () => {}; }")
    page.click(".menu > summary")
    page.click("[data-action=print]")
    page.wait_for_function("() => document.documentElement.classList.contains('prints-memo')")
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    page.evaluate("scrollTo(0, 0)")
    yield "22-memo"


@contextmanager
def slow_start(context: BrowserContext, address: str) -> Iterator[Page]:
    """Python is loading, and a changed answer waits for it."""
    with without_python(context, address) as page:
        page.check('input[name="regions"][value="one"]')
        look_at(page, "#calculator-status")
        yield page


@contextmanager
def failed_start(context: BrowserContext, address: str) -> Iterator[Page]:
    """Python does not start."""
    context.route("**/runtime/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#calculator-retry:not([hidden])")
    yield page


@contextmanager
def offline(context: BrowserContext, address: str) -> Iterator[Page]:
    """The network fails while Python runs."""
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(address)
    settle(page)
    context.set_offline(True)
    page.check('input[name="regions"][value="many"]')
    settle(page)
    look_at(page, "#calculator-status")
    yield page


@contextmanager
def embedded(context: BrowserContext, address: str) -> Iterator[Page]:
    """The embed page, which other sites show in a frame."""
    context.add_init_script(WATCH_WORKERS)
    page = context.new_page()
    page.goto(address.replace("/calculator/", "/embed/"))
    settle(page)
    yield page


ODD: Mapping[str, Callable[[BrowserContext, str], AbstractContextManager[Page]]] = {
    "31-slow-start": slow_start,
    "32-failed-start": failed_start,
    "33-offline": offline,
    "34-embedded": embedded,
}
"""States that each need a browser context of their own."""


def no_script(browser: Browser, address: str, size: ViewportSize, path: Path) -> None:
    """Take a picture of the calculator without JavaScript."""
    context = browser.new_context(viewport=size, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=path)
    context.close()


@contextmanager
def without_python(context: BrowserContext, address: str) -> Iterator[Page]:
    """The calculator while requests for Python's files stay unanswered."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/runtime/**", hold)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#calculator-status:not(:empty)")
    yield page
    for route in held:
        route.abort()


def go(page: Page, fragment: str) -> None:
    """Open other answers by their URL fragment."""
    page.evaluate("fragment => { location.hash = fragment; }", fragment)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page shows the newest result: no request is open and the charts are drawn."""
    page.wait_for_function(SETTLED, timeout=60_000)
    page.wait_for_timeout(100)  # until animations have ended


def look_at(page: Page, selector: str) -> None:
    """Scroll an element to the top of the window, below the header."""
    page.locator(selector).evaluate(
        "element => { element.scrollIntoView(); if (scrollY) scrollBy(0, -90); }"
    )
    page.wait_for_timeout(FRAMES)


def unfold(page: Page, selector: str) -> None:
    """Open every `<details>` that matches."""
    page.evaluate(UNFOLD, selector)


if __name__ == "__main__":
    main()
