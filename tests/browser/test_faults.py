"""What has not come, or is not what was published: the page says so and leads on.

One test for each kind of fault; `make faults` tries every file with every fault.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import BrowserContext, Download, Route, expect
from playwright.sync_api import Error as BrowserError

from service_structure import load_guide
from tests.browser.calculator_page import OPEN_PARTS, Tool
from tools.faults.visits import digests

MESSAGES = load_guide().messages
OTHER_PAGE = "<!doctype html><p>Please log in."
DIE = """() => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function () { this.terminate(); };
  window.revive = () => { Worker.prototype.postMessage = postMessage; };
}"""
"""The next computation ends without a word."""

type NewContext = Callable[..., BrowserContext]


def mistyped(route: Route) -> None:
    route.fulfill(content_type="application/octet-stream", body=route.fetch().body())


def another_page(route: Route) -> None:
    route.fulfill(content_type="text/html", body=OTHER_PAGE)


def corrupted(route: Route) -> None:
    response = route.fetch()
    content = bytearray(response.body())
    content[len(content) // 2] ^= 1
    route.fulfill(response=response, body=bytes(content))


def truncated(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.body()[: len(response.body()) // 2])


class Save:
    """A download, which is given up unless a file is named."""

    def __init__(self, file: Path | None) -> None:
        self.file = file

    def path(self) -> Path:
        if self.file is None:
            raise BrowserError("Download.path: canceled")
        return self.file


def test_a_download_that_is_given_up_is_no_saved_file(tmp_path: Path) -> None:
    """The drill with faults goes on: an error in a handler would only print a traceback."""
    saved = tmp_path / "advice.docx"
    saved.write_bytes(b"advice")
    assert list(digests(cast("Download", Save(None)))) == []
    assert len(list(digests(cast("Download", Save(saved))))) == 1


@pytest.mark.parametrize(
    ("file", "spoil", "language"),
    [
        (re.compile(r"/style\.css$"), another_page, "ru"),
        (re.compile(r"/main\..*\.css$"), mistyped, "en"),
        (re.compile(r"/theme\.js$"), corrupted, "ru"),
        (re.compile(r"/bundle\..*\.js$"), truncated, "en"),
        (re.compile(r"/comparison\.js$"), another_page, "en"),
        (re.compile(r"/comparison/$"), truncated, "ru"),
    ],
)
def test_a_page_that_has_not_come_whole_says_so_and_is_loaded_again(
    new_context: NewContext,
    address: str,
    file: re.Pattern[str],
    spoil: Callable[[Route], None],
    language: str,
) -> None:
    context = new_context()
    context.route(file, spoil)
    page = context.new_page()
    page.goto(f"{address}{language}/comparison/")
    told = page.locator("#incomplete")
    expect(told).to_contain_text(MESSAGES["incomplete"][language])
    context.unroute(file)
    with page.expect_navigation():
        told.get_by_role("button", name=MESSAGES["load_again"][language]).click()
    expect(page.locator(".compare-picks")).to_have_attribute("data-ready", "true")
    expect(told).to_be_hidden()


def test_a_worker_that_dies_without_a_word_is_told_of_and_started_anew(
    new_context: NewContext, address: str
) -> None:
    tool = Tool.opened(new_context(), address, "ru", fragment="size=large")
    tool.page.clock.install()
    tool.page.evaluate(DIE)
    tool.page.locator('input[name="regions"][value="one"]').check()
    tool.page.clock.run_for(21_000)
    expect(tool.page.locator("#calculator-status")).to_have_text(tool.says("status_late"))
    expect(tool.page.locator("#calculator-card")).to_have_attribute("data-stale", "")
    assert "regions=one" in tool.state
    tool.page.evaluate("revive()")
    tool.page.clock.resume()
    tool.page.get_by_role("button", name=tool.says("retry")).click()
    expect(tool.page.locator("#calculator-status")).to_have_text(tool.says("status_ready"))
    tool.settle()
    tool.expect_advice("regions=one&size=large")
    expect(tool.page.locator("#calculator-card")).not_to_have_attribute("data-stale", "")


def test_an_early_start_that_comes_late_starts_nothing(
    new_context: NewContext, address: str
) -> None:
    """A second worker would take as much memory, and a new start would take it for the first."""
    context = new_context()
    late: list[Route] = []
    context.route("**/early.js", lambda route: late.append(route))  # noqa: PLW0108 (Playwright marks it)
    page = context.new_page()
    page.goto(f"{address}en/calculator/", wait_until="commit")
    status = page.locator("#calculator-status")
    expect(status).to_have_text(MESSAGES["status_ready"]["en"])
    late[0].continue_()
    page.wait_for_load_state("load")
    assert [worker.url.rsplit("/", 1)[-1] for worker in page.workers].count("worker.js") == 1


def test_without_what_draws_charts_none_of_other_answers_stays(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.route("**/vega.min.js", corrupted)
    tool = Tool.opened(context, address, "en", fragment="size=large")
    tool.page.evaluate(OPEN_PARTS)
    expect(tool.page.locator("#incomplete")).to_contain_text(MESSAGES["incomplete"]["en"])
    expect(tool.page.locator("[data-chart][data-stale]")).to_have_count(0)
    expect(tool.page.locator("[data-chart] svg:visible")).to_have_count(0)


def test_a_search_without_its_settings_says_so(new_context: NewContext, address: str) -> None:
    context = new_context()
    context.route("**/search_index.json", lambda route: route.fulfill(status=404))
    page = context.new_page()
    page.clock.install()
    page.goto(f"{address}ru/privacy/")
    page.get_by_role("searchbox").fill("матрица")
    page.clock.run_for(9_000)
    expect(page.locator("#incomplete")).to_contain_text(MESSAGES["incomplete"]["ru"])


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("**/theme-search.*.js", corrupted),
        ("**/lunr.ru.min.js", another_page),
        ("**/search/texts.json", truncated),
    ],
)
def test_a_search_asks_once_more_for_what_was_not_right(
    new_context: NewContext, address: str, file: str, spoil: Callable[[Route], None]
) -> None:
    context = new_context()
    spoilt: list[str] = []

    def once(route: Route) -> None:
        spoilt.append(route.request.url)
        spoil(route)

    context.route(file, once, times=1)
    page = context.new_page()
    page.goto(f"{address}ru/privacy/")
    page.get_by_role("searchbox").fill("матрица")
    expect(page.locator(".md-search-result__item").first).to_contain_text("матри")
    assert len(spoilt) == 1
