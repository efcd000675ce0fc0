"""Every page carries a strict content security policy, and a walk through the site breaks none."""

import re
from collections.abc import Callable, Iterator

import pytest
from mkdocs.exceptions import PluginError
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from tests.support import SITE, Document, allow_instant_navigation, follow

from hooks.theme import policy

LANGUAGES = ["ru", "en"]
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

    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    allow_instant_navigation(page, address)
    page.add_init_script(REPORT)
    page.on("console", listen)
    yield page
    assert not broken, "change the page, or hooks/policy.py with its reason:\n" + "\n".join(broken)


@pytest.mark.usefixtures("site")
def test_every_page_has_the_same_policy_and_the_hosts_own_pages_a_stricter_one() -> None:
    found = {path: _policy(path.read_text("utf-8")) for path in SITE.rglob("*.html")}
    of_theme = {path for path in found if "__md_scope" in path.read_text("utf-8")}
    of_languages = {found[path] for path in of_theme}
    assert len(of_languages) == 1, "an inline script differs from page to page"
    scripts = _sources(of_languages.pop(), "script-src")
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", source) for source in scripts[1:])
    assert {rules for path, rules in found.items() if path not in of_theme} == {policy.policy()}


@pytest.mark.parametrize("unsafe", ["'unsafe-inline'", "'unsafe-eval'", "https:", "*"])
def test_the_policy_allows_no_foreign_or_unnamed_script(unsafe: str) -> None:
    assert unsafe not in _sources(policy.policy(["x"]), "script-src")
    assert unsafe not in _sources(policy.policy(["x"]), "default-src")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_walk_through_the_site_breaks_no_policy(walk: Page, address: str, language: str) -> None:
    walk.goto(f"{address}{language}/")
    walk.evaluate("window.stayed = true")
    follow(walk, f"{address}{language}/structures/")
    for _ in range(3):
        walk.locator("button[data-scheme]:visible").click()
    follow(walk, f"{address}{language}/calculator/")
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


@pytest.mark.parametrize("without", ['<meta charset="utf-8">', "<script>__md_scope", "md-toggle"])
def test_a_theme_that_has_changed_stops_the_build(without: str) -> None:
    toggle = '<input class="md-toggle" id="{}" autocomplete="off">'
    page = (
        '<meta charset="utf-8"><script>__md_scope=new URL("..",location)</script>'
        + toggle.format("__drawer")
        + toggle.format("__search")
    )
    assert "autocomplete" not in policy.secure(policy.mend(page))
    with pytest.raises(PluginError, match="theme's pages have"):
        policy.secure(policy.mend(page.replace(without, "")))


def _policy(html: str) -> str:
    return Document(html).one("meta", **{"http-equiv": "Content-Security-Policy"})["content"]


def _sources(rules: str, name: str) -> list[str]:
    (found,) = [rule.split()[1:] for rule in rules.split("; ") if rule.split()[0] == name]
    return found


def _ready(page: Page) -> str:
    status = page.locator("#calculator-status").get_attribute("data-ready")
    assert status
    return status
