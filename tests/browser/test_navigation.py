"""From page to page: language, head and links are right after every step, and nothing fails."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Response, expect

from service_structure import load_guide
from tests.browser.instant import allow_instant_navigation, follow
from tests.site.built import HOME

OTHER = {"ru": "en", "en": "ru"}
BROKEN_IN_TABLES = """() => {
  const broken = [];
  const cells = document.querySelectorAll("article table :is(th, td)");
  for (const cell of [...cells].filter((each) => each.checkVisibility())) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      for (const { 0: word, index } of text.data.matchAll(/[\\w\\u0400-\\u04ff]+/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (range.getClientRects().length > 1) broken.push(word);
      }
    }
  }
  return broken;
}"""
STEPS = ["structures/", "structures/matrix/", "comparison/", ""]


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], address: str) -> Iterator[Page]:
    """A desktop on which every failed request or error in a script fails the test."""
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    allow_instant_navigation(page, address)
    failed: list[str] = []

    def keep(response: Response) -> None:
        if response.status >= 400:
            failed.append(f"{response.status} {response.url}")

    def keep_failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a page still fetched when it was left
            failed.append(request.url)

    page.on("response", keep)
    page.on("requestfailed", keep_failed)
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    assert not failed


@pytest.mark.parametrize("language", OTHER)
def test_every_step_of_instant_navigation_leaves_a_right_page(
    visit: Page, address: str, language: str
) -> None:
    visit.goto(f"{address}{language}/")
    visit.evaluate("window.stayed = true")
    for step in STEPS:
        follow(visit, f"{address}{language}/{step}")
        expect(visit.locator("html")).to_have_attribute("lang", language)
        expect(visit.locator("link[rel=canonical]")).to_have_attribute(
            "href", f"{HOME}{language}/{step}"
        )
        expect(visit.locator(f"link[hreflang={OTHER[language]}]")).to_have_attribute(
            "href", f"{HOME}{OTHER[language]}/{step}"
        )
        expect(visit.locator("a[data-switch-language]")).to_have_attribute(
            "href", f"{address}{OTHER[language]}/{step}"
        )
    assert visit.evaluate("window.stayed"), "the theme loaded a page anew: is the site map right?"


@pytest.mark.parametrize("language", OTHER)
def test_switching_the_language_stays_on_the_page(visit: Page, address: str, language: str) -> None:
    visit.goto(f"{address}{language}/comparison/")
    follow(visit, f"{address}{language}/structures/")
    visit.locator("a[data-switch-language]").click()
    expect(visit).to_have_url(f"{address}{OTHER[language]}/structures/")
    expect(visit.locator("html")).to_have_attribute("lang", OTHER[language])


def test_a_page_leads_to_the_previous_and_the_next(visit: Page, address: str) -> None:
    visit.goto(f"{address}en/structures/")
    title = visit.locator("h1").inner_text()
    visit.locator(".md-footer__link--next").click()
    expect(visit.locator("h1")).not_to_have_text(title)  # its links come with it, after the address
    expect(visit).to_have_url(f"{address}en/structures/centralised/")
    visit.locator(".md-footer__link--prev").click()
    expect(visit).to_have_url(f"{address}en/structures/")


def test_paper_shows_the_text_and_no_controls(visit: Page, address: str) -> None:
    on_paper(visit, f"{address}en/structures/matrix/")
    for part in ("banner", "navigation", "search"):
        expect(visit.get_by_role(part)).to_have_count(0)
    expect(visit.get_by_role("heading", level=1)).to_be_visible()
    expect(visit.locator(".record")).to_be_visible()


def test_a_page_does_not_jump_when_it_begins_to_scroll(visit: Page, address: str) -> None:
    """A button that is pressed then would not be under the finger when it is let go."""
    visit.set_viewport_size({"width": 1280, "height": 720})
    visit.goto(f"{address}en/structures/matrix/")
    place = "() => document.querySelector('h1').getBoundingClientRect().top + scrollY"
    before = visit.evaluate(place)
    expect(visit.locator("[data-md-component=tabs]")).to_be_visible()
    visit.evaluate("scrollTo(0, 30)")
    expect(visit.locator("[data-md-component=tabs]")).to_have_attribute("hidden", "")
    assert visit.evaluate(place) == before


def on_paper(page: Page, address: str) -> None:
    """Go to a page and print it: what is emulated before a visit may be lost on the way."""
    page.goto(address)
    page.emulate_media(media="screen")
    page.emulate_media(media="print")
    assert page.evaluate("matchMedia('print').matches")


def test_paper_names_the_address_of_a_source_and_none_of_this_site(
    visit: Page, address: str
) -> None:
    after = "link => getComputedStyle(link, '::after').content"
    on_paper(visit, f"{address}en/sources/")
    source = visit.locator("article a[href^=http]:not([href*='//127.0.0.1'])").first
    assert source.get_attribute("href") in source.evaluate(after)
    on_paper(visit, f"{address}en/comparison/")
    contents = visit.locator("article a").evaluate_all(
        f"links => links.map((link) => [link.innerText, ({after})(link)])"
    )
    assert contents
    for text, content in contents:
        assert content in {"none", "normal"}, text


@pytest.mark.parametrize("language", list(load_guide().languages))
@pytest.mark.parametrize("place", ["comparison", "structures/hub_and_spoke", "choosing"])
def test_paper_loses_no_part_of_a_table(
    visit: Page, address: str, language: str, place: str
) -> None:
    visit.set_viewport_size({"width": 680, "height": 900})  # A4 without its margins
    on_paper(visit, f"{address}{language}/{place}/")
    beyond = """() => [...document.querySelectorAll("article table")]
      .filter((table) => !(table.getBoundingClientRect().right <= innerWidth))
      .map((table) => table.textContent.trim().slice(0, 60))"""
    assert not visit.evaluate(beyond)


@pytest.mark.parametrize("place", ["staffing", "structures/functional", "structures/centralised"])
def test_no_word_or_figure_of_a_table_is_broken_on_a_phone(
    visit: Page, address: str, place: str
) -> None:
    """A word of two lines has two boxes; the Russian words are the longer ones."""
    visit.set_viewport_size({"width": 360, "height": 800})
    visit.goto(f"{address}ru/{place}/")
    for width in (360, 390):
        visit.set_viewport_size({"width": width, "height": 800})
        assert not visit.evaluate(BROKEN_IN_TABLES), f"{width} px"


@pytest.mark.parametrize("place", ["structures/matrix", "cases/education"])
def test_the_menu_of_a_phone_shows_every_section_and_closes_by_a_button(
    visit: Page, address: str, place: str
) -> None:
    visit.set_viewport_size({"width": 390, "height": 844})
    visit.goto(f"{address}en/{place}/")
    opener = visit.locator("header [data-toggle=__drawer]")
    opener.click()
    expect(visit.locator(".menu__top > li").last).to_be_in_viewport(ratio=1)
    visit.locator(".menu__headings summary").click()
    expect(visit.locator(".menu__headings a").first).to_be_visible()
    visit.locator(".menu__close").click()
    expect(visit.locator(".menu__close")).not_to_be_in_viewport()
    expect(opener).to_be_focused()
