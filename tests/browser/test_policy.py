"""A walk through the site breaks no rule of its security policy, and tells a host nothing."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.calculator_page import LANGUAGES, Tool
from tests.browser.instant import allow_instant_navigation, follow

REPORT = """addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    console.error(`policy broken: ${violatedDirective} ${blockedURI}`);
});"""


@pytest.fixture
def walk(new_context: Callable[..., BrowserContext], address: str) -> Iterator[Page]:
    """A page whose every breach of the policy fails the test."""
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "policy" in message.text.lower():
            broken.append(message.text)

    options = {"viewport": {"width": 1440, "height": 900}, "service_workers": "allow"}
    page = new_context(**options).new_page()
    allow_instant_navigation(page, address)
    page.add_init_script(REPORT)
    page.on("console", listen)
    yield page
    advice = "change the page, or hooks/theme/policy.py with its reason:"
    assert not broken, "\n".join([advice, *broken])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_walk_through_the_site_breaks_no_policy(walk: Page, address: str, language: str) -> None:
    walk.goto(f"{address}{language}/")
    walk.evaluate("window.stayed = true")
    follow(walk, f"{address}{language}/structures/")
    for _ in range(3):
        walk.locator("button[data-scheme]:visible").click()
    follow(walk, f"{address}{language}/calculator/")
    walk.locator("#presets").click()
    walk.locator("button[data-fragment]").first.click()
    expect(walk.locator("#calculator-status")).to_have_text(_ready(walk))
    walk.get_by_role("searchbox").fill("матрица" if language == "ru" else "matrix")
    walk.locator(".md-search-result__link").first.click()
    walk.wait_for_url(lambda url: "?h=" in url)
    assert walk.evaluate("window.stayed"), "the walk was to be one of instant navigation"
    walk.goto(f"{address}{language}/structures/matrix/")
    walk.locator("a[data-switch-language]").click()
    expect(walk.locator("html")).not_to_have_attribute("lang", language)
    walk.goto(address)
    walk.goto(f"{address}nothing/here/")
    expect(walk.get_by_role("heading").first).to_be_visible()


def test_the_policy_stops_a_script_that_is_not_named(page: Page, address: str) -> None:
    """Otherwise the walk would prove nothing."""
    page.goto(f"{address}en/")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.slipped = true";
        document.body.append(script);
    }""")
    assert page.evaluate("window.slipped") is None


@pytest.mark.parametrize("place", ["en/", "en/calculator/", "en/embed/"])
def test_only_harmless_html_and_scripts_of_the_site_are_taken_in(
    page: Page, address: str, place: str
) -> None:
    """The host of the tests has the site in a folder; another folder is another project."""
    page.goto(f"{address}{place}")
    for attempt, ends in (
        ("body => { body.innerHTML = '<p>A sentence</p>'; }", "let through"),
        ("body => { body.innerHTML = '<meta http-equiv=refresh content=0>'; }", "TypeError"),
        ("body => { body.innerHTML = '<b></b><iframe src=/></iframe>'; }", "TypeError"),
        ("body => { body.insertAdjacentHTML('beforeend', '<BASE href=/other/>'); }", "TypeError"),
        ("() => { new Worker('/other/worker.js'); }", "TypeError"),
        ("() => { document.createElement('script').src = '/other/script.js'; }", "TypeError"),
        ("() => { trustedTypes.createPolicy('other', {}); }", "TypeError"),
    ):
        found = page.evaluate(
            f"""() => {{
                try {{ ({attempt})(document.createElement("div")); }} catch (error) {{
                    return error.name;
                }}
                return "let through";
            }}"""
        )
        assert found == ends, attempt


def test_no_request_carries_what_a_reader_says(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    """A number and a name that stand out are looked for in all that is sent, by whatever page."""
    context = new_context(service_workers="allow")
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))  # noqa: PLW0108 (Playwright marks it)
    tool = Tool.opened(context, address, "en", fragment="size=large&regions=several")
    tool.choose("p.structure", "product")
    tool.type("n-aht", "276.25")
    tool.keep("Ladoga")
    tool.open_parts()
    assert "276.25" in tool.state
    tool.page.reload()
    tool.settle()
    tool.page.locator("a[data-switch-language]").click()
    expect(tool.page.locator("html")).to_have_attribute("lang", "ru")
    tool.page.goto(f"{address}en/structures/product/")
    sent = [request for request in asked if request.url.startswith("http")]
    assert len(sent) > 20
    for request in sent:
        assert request.url.startswith(address), "it goes to another host, or out of the site"
        assert (request.method, request.post_data) == ("GET", None), request.url
        told = f"{request.url} {request.headers}"
        assert not [word for word in ("276.25", "Ladoga", "=large") if word in told], told


def _ready(page: Page) -> str:
    status = page.locator("#calculator-status").get_attribute("data-ready")
    assert status
    return status
