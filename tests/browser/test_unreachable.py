"""A page that is not kept, while the site does not answer: so it says, and offers what is kept.

What the site itself answers is shown as it is.
"""

import shutil
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service_structure import load_guide
from tests.browser.host import Host, OneByOne, expect_ready, read_two_pages, wait_until_kept
from tests.browser.instant import allow_instant_navigation, follow

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
OTHER = dict(zip(LANGUAGES, reversed(LANGUAGES), strict=True))
LOOKS = "() => getComputedStyle(document.querySelector('main')).display"


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(service_workers="allow").new_page()


def keep_calculator(page: Page, host: Host, language: str) -> None:
    page.goto(f"{host.address}{language}/calculator/")
    expect_ready(page, language)
    wait_until_kept(page, host, f"calculator-{language}", "python", "offline")


def told(page: Page, message: str) -> None:
    """See that a page has `message` as its heading in every language."""
    expected = [GUIDE.messages[message][each] for each in order(page)]
    expect(page.locator("h1")).to_have_text(expected, timeout=8000)


def order(page: Page) -> list[str]:
    """The languages of a page of no language, that of its address first."""
    (first,) = [each for each in LANGUAGES if f"/{each}" in page.url] or LANGUAGES[:1]
    return [first, *(each for each in LANGUAGES if each != first)]


def offered(page: Page) -> list[str]:
    """The paths of the links that a reader sees."""
    links = page.locator("main a").locator("visible=true")
    return [urlsplit(link.evaluate("a => a.href")).path for link in links.all()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_kept_says_that_the_network_is_gone(
    page: Page, host: Host, language: str
) -> None:
    keep_calculator(page, host, language)
    failed: list[str] = []
    host.stop()
    page.on("requestfailed", lambda request: failed.append(request.url))
    kept = f"/repo/{language}/calculator/"
    for place in (
        f"{OTHER[language]}/",
        f"{OTHER[language]}/structures/matrix/",
        f"{OTHER[language]}/calculator/?theme=dark#regions=one",
        f"{language}/structures/matrix/",
        f"{language}/embed/",
        "",
    ):
        page.goto(f"{host.address}{place}")
        told(page, "unreachable")
        for each in LANGUAGES:
            section = page.locator(f"section[lang={each}]")
            expect(section).to_contain_text(GUIDE.messages["unreachable_help"][each])
            expect(section).not_to_contain_text(GUIDE.messages["not_found_help"][each])
        assert offered(page) == [kept] * len(LANGUAGES), place
        assert page.evaluate(LOOKS) == "grid", "its style is not there"
        assert page.locator("img").count() == 0
    page.locator("main a").locator("visible=true").first.click()
    expect_ready(page, language)
    assert not [url for url in failed if "offline" in url or "icon" in url]


def test_each_language_names_the_pages_that_are_kept_of_it(page: Page, host: Host) -> None:
    keep_calculator(page, host, "ru")
    read_two_pages(page, host, "en")
    host.stop()
    page.goto(f"{host.address}ru/glossary/")
    told(page, "unreachable")
    places = offered(page)
    assert places[0] == "/repo/ru/calculator/"
    assert len(places) > 5
    assert all(place.startswith("/repo/en/") for place in places[1:])
    for place in places:
        response = page.goto(f"{host.address.removesuffix('/repo/')}{place}")
        assert response
        assert response.ok, place


def test_a_page_comes_with_its_answers_once_the_site_is_back(page: Page, host: Host) -> None:
    keep_calculator(page, host, "ru")
    host.stop()
    page.goto(f"{host.address}en/calculator/#regions=one")
    told(page, "unreachable")
    host.start()
    page.locator("section[lang=en] button").click()
    expect_ready(page, "en")
    assert "regions=one" in page.url


def test_an_address_without_its_last_stroke_opens_what_is_kept(page: Page, host: Host) -> None:
    keep_calculator(page, host, "en")
    host.stop()
    page.goto(f"{host.address}en/calculator?theme=dark#regions=one")
    expect_ready(page, "en")
    place, _, answers = page.url.partition("#")
    assert place == f"{host.address}en/calculator/?theme=dark"
    assert "regions=one" in answers


def test_a_link_to_a_page_that_is_not_kept_leads_to_no_mixture_of_pages(
    new_context: Callable[..., BrowserContext], host: Host
) -> None:
    """The theme would show what it has fetched within the page that is open."""
    context = new_context(service_workers="allow")
    allow_instant_navigation(context, host.address)
    page = context.new_page()
    keep_calculator(page, host, "en")
    page.reload()  # it is the service worker's from now on
    expect_ready(page, "en")
    host.stop()
    follow(page, f"{host.address}en/structures/")
    told(page, "unreachable")
    expect(page.locator("header")).to_have_count(0)


def test_a_frame_of_a_page_that_is_not_kept_offers_no_other_page(page: Page, host: Host) -> None:
    keep_calculator(page, host, "en")
    page.reload()
    expect_ready(page, "en")
    host.stop()
    page.evaluate(
        """() => document.body.append(Object.assign(document.createElement("iframe"),
          { src: "../embed/", name: "frame" }))"""
    )
    frame = page.frame_locator("[name=frame]")
    expect(frame.locator("h1").first).to_have_text(GUIDE.messages["unreachable"]["en"])
    expect(frame.locator("a")).to_have_count(0)


def test_what_the_site_itself_answers_is_shown_as_it_is(
    page: Page, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_calculator(page, host, "en")
    shutil.copyfile(host.site / "404.html", host.folder / "404.html")
    page.goto(f"{host.address}en/renamed/")
    for each in LANGUAGES:
        expect(page.locator("body")).to_contain_text(GUIDE.messages["not_found"][each])
    monkeypatch.setattr(OneByOne, "send_head", lambda self: self.send_error(500))
    response = page.goto(f"{host.address}ru/")
    assert response
    assert response.status == 500
    expect(page.locator("body")).not_to_contain_text(GUIDE.messages["unreachable"]["ru"])
    page.goto(f"{host.address}en/calculator/")
    expect_ready(page, "en")
