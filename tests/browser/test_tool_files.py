"""Files for office programs: made on the device, with what makes them fetched on first use."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Download, Request, expect

from service_structure.papers import CHARTS, FORMS
from tests.browser.calculator_page import GUIDE, Tool

ANSWERS = "regions=many&size=large&p.structure=centralised&p.currency=eur"
PLACE = "Верхняя Пышма"
# A former visit may have kept what makes files.
FORGET = """async () => {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""
MAKERS = ("/papers.json", "/rest.wasm", "/chart-worker.js", "/draw.js", "/vega.min.js")
PACKAGES = [form for form in FORMS if form not in CHARTS]


def saved(tool: Tool, form: str, folder: Path) -> tuple[Download, bytes]:
    with tool.page.expect_download() as coming:
        tool.do(form)
    file = folder / form
    coming.value.save_as(file)
    return coming.value, file.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_saved_in_two_taps(tool: Tool, tmp_path: Path, form: str) -> None:
    tool.go(ANSWERS)
    download, content = saved(tool, form, tmp_path)
    subject = GUIDE.messages[f"file_name_{form}"][tool.language]
    name = f"{re.escape(subject)} - \\d{{4}}-\\d\\d-\\d\\d{re.escape(FORMS[form][0])}"
    assert re.fullmatch(name, download.suggested_filename)
    if form in PACKAGES:
        with ZipFile(BytesIO(content)) as archive:
            assert archive.testzip() is None
    else:
        assert content.decode("utf-8-sig")
    expect(tool.told).to_have_text(tool.says("saved"))
    assert not tool.heard


def test_nothing_of_a_result_leaves_the_device(tool: Tool, tmp_path: Path) -> None:
    """Of the server is asked only what makes files and draws charts, by its address alone."""
    asked: list[Request] = []
    tool.go(ANSWERS)
    tool.page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 (Playwright marks it)
    for form in FORMS:
        saved(tool, form, tmp_path)
    for request in asked:
        if request.url.startswith("blob:"):
            continue
        assert request.method == "GET"
        assert request.post_data is None
        assert request.url.endswith(MAKERS), request.url


def test_what_makes_files_is_fetched_once_when_the_menu_opens(tool: Tool, tmp_path: Path) -> None:
    tool.go(ANSWERS)
    tool.page.evaluate(FORGET)
    tool.page.reload()
    tool.settle()
    asked: list[str] = []
    tool.page.on("request", lambda request: asked.append(request.url))
    with tool.page.expect_response("**/papers.json"):
        tool.page.locator(".menu > summary").click()
    tool.page.locator(".menu > summary").click()
    saved(tool, "docx", tmp_path)
    assert len([url for url in asked if url.endswith("/papers.json")]) == 1


def test_without_what_makes_it_a_file_is_told_to_have_failed(tool: Tool) -> None:
    tool.go(ANSWERS)
    tool.page.evaluate(FORGET)
    tool.page.reload()
    tool.settle()
    tool.page.route("**/papers.json", lambda route: route.abort())
    tool.do("docx")
    expect(tool.told).to_have_text(tool.says("paper_failed"))
    tool.page.unroute("**/papers.json")
    tool.heard.clear()


def test_the_menu_opens_to_the_side_where_all_of_it_is_seen(
    cleared: Callable[[str, str], Tool],
) -> None:
    """The tool bar stays in sight while the questions pass, so scrolling would not help."""
    tool = cleared("en", "desktop")
    tool.go(ANSWERS)
    tool.page.locator("#group-services > summary").click()
    tool.page.locator("#group-services").scroll_into_view_if_needed()
    tool.page.locator("#calculator-toolbar .menu > summary").click()
    expect(tool.page.locator(".menu__list")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_bar_covers_nothing_of_the_menu(
    cleared: Callable[[str, str], Tool],
) -> None:
    tool = cleared("ru", "phone")
    tool.go(ANSWERS)
    title = tool.page.locator("#calculator-toolbar .menu > summary")
    for block in ("center", "end"):
        title.evaluate("(title, block) => title.scrollIntoView({ block })", block)
        title.evaluate("title => title.click()")  # a click of a mouse would scroll
        tool.draw()
        top, bottom, first, last = tool.page.evaluate(
            """() => [".md-header", ".bar", ".menu__list"].flatMap((name) => {
              const { top, bottom } = document.querySelector(name).getBoundingClientRect();
              return { ".md-header": [bottom], ".bar": [top], ".menu__list": [top, bottom] }[name];
            })"""
        )
        assert top <= first < last <= bottom, block
        title.evaluate("title => title.click()")


def test_the_menu_groups_what_can_be_shared_and_says_so(tool: Tool) -> None:
    tool.go(ANSWERS)
    tool.page.locator("#calculator-toolbar .menu > summary").click()
    menu = tool.page.locator(".menu__list")
    groups = {
        "share_link": {"link", "qr"},
        "share_document": {"print", "docx", "pptx", "xlsx", "markdown"},
        "share_chart": {"svg", "drawio", "mermaid", "posts"},
        "share_data": {"csv", "json"},
    }
    for name, actions in groups.items():
        group = menu.get_by_role("group", name=tool.says(name), exact=True)
        buttons = group.locator("[data-action]")
        assert {b.get_attribute("data-action") for b in buttons.all()} == actions
    expect(menu.locator("[data-action]")).to_have_count(sum(map(len, groups.values())))


def test_a_keyboard_that_leaves_the_menu_closes_it(tool: Tool) -> None:
    tool.go(ANSWERS)
    menu = tool.page.locator("#calculator-toolbar .menu")
    for key, place in (("Tab", ".menu__list > :last-child input"), ("Shift+Tab", "summary")):
        menu.evaluate("menu => { menu.open = true; }")
        menu.locator(place).focus()
        expect(menu).to_have_attribute("open", "")
        tool.page.keyboard.press(key)
        expect(menu).not_to_have_attribute("open", "")
        assert tool.page.evaluate("document.activeElement !== document.body")


# How often each text is announced in the place for notices, and every change of the menu.
FOLLOW = """() => {
  window.told = [];
  const notice = document.getElementById("calculator-notice");
  new MutationObserver(() => window.told.push(notice.textContent))
    .observe(notice, { childList: true, characterData: true, subtree: true });
  document.querySelector("#calculator-toolbar .menu")
    .addEventListener("toggle", ({ newState }) => window.told.push(newState));
}"""


def test_the_menu_stays_open_for_a_second_file(tool: Tool, tmp_path: Path) -> None:
    tool.go(ANSWERS)
    menu = tool.page.locator("#calculator-toolbar .menu")
    menu.locator("summary").click()
    tool.draw()  # that it opens is told a moment later
    tool.page.evaluate(FOLLOW)
    for form in ("docx", "xlsx", "csv"):
        button = menu.locator(f'[data-action="{form}"]')
        with tool.page.expect_download() as coming:
            button.click()
        coming.value.save_as(tmp_path / form)
        expect(button).to_be_focused()
        expect(menu).to_have_attribute("open", "")
    tool.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    tool.draw()
    assert tool.page.evaluate("told") == [tool.says("saved")] * 3 + ["closed"]


def test_a_click_elsewhere_closes_the_menu(tool: Tool) -> None:
    tool.go(ANSWERS)
    menu = tool.page.locator("#calculator-toolbar .menu")
    for place in ("#calculator-card", ".md-header", ".md-footer"):
        menu.evaluate("menu => { menu.open = true; }")
        tool.draw()
        tool.page.locator(place).dispatch_event("pointerdown")
        expect(menu).not_to_have_attribute("open", "")
