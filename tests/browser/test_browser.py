"""The site in Chromium, under the path of a project: what a reader sees, with Python at work."""

import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.source.records import Guide
from service_structure.views import render_result
from tests.browser.traffic import Held, Traffic
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
OPEN_PARTS = "document.querySelectorAll('.part').forEach(part => { part.open = true; })"

# Links are compared as they lead, white space as it shows: the theme makes links absolute. Charts
# are looked at apart, and so are organisations alike, which wait for a reader who opens them.
DIFFERENCE = """(html) => {
  const result = document.createElement("div");
  for (const id of ["calculator-card", "calculator-result"]) {
    result.append(...document.getElementById(id).cloneNode(true).childNodes);
  }
  const essence = (element) => {
    for (const place of element.querySelectorAll("[data-chart]")) place.replaceChildren();
    for (const button of element.querySelectorAll("[data-save]")) button.remove();
    for (const details of element.querySelectorAll("details")) details.open = false;
    element.querySelector("[data-slot=alike]")?.removeAttribute("data-stale");
    for (const link of element.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    return element.innerHTML.replace(/\\s+/g, " ").trim();
  };
  const expected = result.cloneNode(false);
  expected.innerHTML = html;
  const [seen, wanted] = [essence(result), essence(expected)];
  return seen === wanted ? "" : `${seen}\\n\\nis not\\n\\n${wanted}`;
}"""

type NewContext = Callable[..., BrowserContext]


def calculator(page: Page, address: str, language: str = "en", fragment: str = "") -> None:
    """Open the calculator and wait until Python answers."""
    page.goto(f"{address}{language}/calculator/" + (f"#{fragment}" if fragment else ""))
    expect_stage(page, "ready")


def expect_stage(page: Page, stage: str, language: str = "") -> None:
    status = page.locator("#calculator-status")
    said = status.get_attribute(f"data-{stage}")
    assert said
    expect(status).to_have_text(said, timeout=60_000)


def expect_result(page: Page, answers: dict[str, str], language: str = "en") -> None:
    """What the page shows in the end is what CPython makes of the answers, down to the last tag."""
    result = recommend(answers)
    fragment = write_fragment(read_case(answers, GUIDE)[0], GUIDE, result.recommended)
    page.wait_for_function("wanted => location.hash.slice(1) === wanted", arg=fragment)
    html = render_result(result, GUIDE, language)
    page.evaluate(OPEN_PARTS)
    try:
        page.wait_for_function(f"html => !({DIFFERENCE})(html)", arg=html, polling=100)
    except Error:
        pytest.fail(page.evaluate(DIFFERENCE, html))
    chosen = page.eval_on_selector_all(
        "#calculator-form input:checked", "all => all.map(radio => [radio.name, radio.value])"
    )
    assert {name: value for name, value in chosen if value} == answers


def choose(page: Page, factor: str, level: str) -> None:
    """Choose an answer, wherever its question is folded away."""
    box = page.locator(radio(factor, level))
    box.evaluate("""box => {
      for (let group = box; group; group = group.parentElement) {
        if (group.localName === "details") group.open = true;
      }
    }""")
    box.check()


def radio(factor: str, level: str) -> str:
    return f'input[name="{factor}"][value="{level}"]'


def test_the_usual_result_is_there_before_python(page: Page, address: str) -> None:
    page.context.route("**/worker.js", lambda route: None)  # it never comes
    page.goto(f"{address}en/calculator/")
    expect_stage(page, "starting")
    expect_result(page, {})
    expect(page.locator("#calculator-retry")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_example_has_the_result_that_cpython_computes(
    guide: Guide, page: Page, address: str, language: str
) -> None:
    """One half of the examples in one language, the other half in the other."""
    calculator(page, address, language)
    expect_result(page, {}, language)
    buttons = page.locator("button[data-fragment]")
    assert buttons.count() == len(guide.scenarios)
    for n, scenario in enumerate(guide.scenarios.values()):
        if LANGUAGES[n % len(LANGUAGES)] != language:
            continue
        buttons.nth(n).dispatch_event("click")
        expect_result(page, dict(scenario.answers), language)
        name = guide.structures[scenario.recommends].name[language]
        expect(page.locator(".verdict__name")).to_have_text(name)


def test_a_changed_answer_changes_the_result_and_the_reset_takes_it_back(
    page: Page, address: str
) -> None:
    calculator(page, address)
    choose(page, "regions", "one")
    expect_result(page, {"regions": "one"})
    choose(page, "size", "tiny")
    expect_result(page, {"regions": "one", "size": "tiny"})
    choose(page, "regions", "")
    expect_result(page, {"size": "tiny"})
    page.locator("button[form=calculator-form]").click()
    expect_result(page, {})


def test_an_answer_given_before_python_is_ready_is_not_lost(page: Page, address: str) -> None:
    page.goto(f"{address}en/calculator/")
    choose(page, "regions", "one")
    expect_result(page, {"regions": "one"})


@pytest.mark.parametrize("linked", [{}, {"budget": "high", "regions": "many"}], ids=["", "link"])
def test_an_answer_given_before_the_script_has_come_is_not_lost(
    page: Page, address: str, linked: dict[str, str]
) -> None:
    script = Held(page.context, "**/calculator.js")
    place = f"{address}en/calculator/" + (f"#{urlencode(linked)}" if linked else "")
    page.goto(place, wait_until="commit")
    choose(page, "regions", "one")
    script.release()
    expect_result(page, {**linked, "regions": "one"})


def test_a_reload_and_the_way_back_keep_the_answers(page: Page, address: str) -> None:
    calculator(page, address)
    choose(page, "regions", "many")
    expect_result(page, {"regions": "many"})
    page.reload()
    expect_stage(page, "ready")
    expect_result(page, {"regions": "many"})
    page.locator(".verdict__name a").click()
    expect(page).to_have_url(re.compile(r"/structures/\w+/$"))
    page.go_back()
    expect_stage(page, "ready")
    expect_result(page, {"regions": "many"})


def test_a_link_from_the_worked_examples_brings_their_answers(
    guide: Guide, page: Page, address: str
) -> None:
    scenario = list(guide.scenarios.values())[-1]
    page.goto(f"{address}en/examples/")
    page.locator('a.md-button[href*="calculator/"]').last.click()
    expect(page.locator("#calculator-form")).to_be_attached()
    expect_stage(page, "ready")
    expect_result(page, dict(scenario.answers))


def test_switching_the_language_keeps_the_answers(page: Page, address: str) -> None:
    here, there = LANGUAGES
    calculator(page, address, here)
    choose(page, "regions", "one")
    choose(page, "budget", "high")
    answers = {"regions": "one", "budget": "high"}
    expect_result(page, answers, here)
    page.locator(f"a[data-switch-language][hreflang={there}]:visible").first.click()
    expect(page.locator("html")).to_have_attribute("lang", there)
    assert urlsplit(page.url).path == f"/repo/{there}/calculator/"
    expect_stage(page, "ready")
    expect_result(page, answers, there)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_link_has_wrong_is_explained_and_the_rest_applied(
    page: Page, address: str, language: str
) -> None:
    fragment = "regions=17&size=large&weather=fine&budget=%E0%A4%A&<img src=x>=1"
    calculator(page, address, language, fragment)
    _, faults = read_fragment(fragment.replace("<", "%3C"), GUIDE)
    problems = page.locator("#calculator-problems li")
    expect(problems).to_have_count(len(faults))
    told = sorted(map(words, problems.all_inner_texts()))
    assert told == sorted(words(fault.describe(GUIDE, language)) for fault in faults)
    assert "one, few, several, many" in "".join(told)
    assert not page.locator("#calculator-problems img").count()
    expect_result(page, {"size": "large"}, language)
    choose(page, "regions", "one")
    expect_result(page, {"regions": "one", "size": "large"}, language)
    expect(problems).to_have_count(0)


@pytest.mark.parametrize("lost", ["worker.js", "runtime/**"])
def test_python_that_does_not_start_is_told_of_and_started_again_on_request(
    page: Page, address: str, lost: str
) -> None:
    page.context.route(f"**/{lost}", lambda route: route.abort())
    page.goto(f"{address}en/calculator/")
    expect_stage(page, "failed")
    expect_result(page, {})
    choose(page, "regions", "one")
    expect_stage(page, "failed")
    page.context.unroute(f"**/{lost}")
    page.locator("#calculator-retry").click()
    expect_stage(page, "ready")
    expect_result(page, {"regions": "one"})
    expect(page.locator("#calculator-retry")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_usual_result_stands_there_with_a_notice(
    guide: Guide, new_context: NewContext, address: str, language: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}{language}/calculator/")
    said = guide.say("card_nothing", language, count=len(guide.structures))
    expect(page.locator(".verdict__name")).to_have_text(words(said))
    notice = page.locator(".calculator noscript .notice")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text(guide.messages["without_javascript"][language])
    for place in ("comparison", "choosing", "examples"):
        assert page.request.get(notice.locator(f"a[href*='{place}/']").evaluate("a => a.href")).ok


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    calculator(page, address)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "regions":
            break
    first, second = (level.id for level in GUIDE.factors["regions"].levels[:2])
    assert page.evaluate("document.activeElement.value") == first, "none is chosen as yet"
    page.keyboard.press("ArrowDown")
    expect_result(page, {"regions": second})
    page.keyboard.press("ArrowUp")
    expect_result(page, {"regions": first})
    assert page.evaluate("document.activeElement.name") == "regions", "the focus stays"


def test_a_result_is_announced_and_found_by_its_role(
    guide: Guide, page: Page, address: str
) -> None:
    calculator(page, address)
    announcement = page.locator("#calculator-announcement[role=status]")
    expect(announcement).to_be_empty()  # what stood there from the first needs no announcement
    choose(page, "regions", "one")
    best = guide.structures[str(recommend({"regions": "one"}).recommended)].name["en"]
    expect(announcement).to_contain_text(best.lower())
    expect(
        page.get_by_role("region", name=guide.messages["result"]["en"], exact=True)
    ).to_be_visible()
    page.evaluate("document.querySelectorAll('.group').forEach(group => { group.open = true; })")
    for factor in guide.factors.values():
        group = page.get_by_role("group", name=factor.question["en"], exact=True)
        assert group.get_by_role("radio").count() == len(factor.levels) + 1


@pytest.mark.parametrize(
    ("locale", "path"),
    [("en-GB", "/repo/en/"), ("ru-RU", "/repo/ru/"), ("fr-FR", "/repo/")],
)
def test_the_root_leads_to_the_language_of_the_browser(
    new_context: NewContext, address: str, locale: str, path: str
) -> None:
    page = new_context(locale=locale, service_workers="allow").new_page()
    traffic = Traffic.of(page)
    page.goto(address, wait_until="networkidle")
    assert urlsplit(page.url).path == path
    assert not traffic.from_elsewhere(address)
    assert not traffic.failed
    if path == "/repo/":
        for language in LANGUAGES:
            expect(page.locator(f"a[hreflang={language}]")).to_be_visible()


def test_the_root_without_javascript_offers_every_language(
    new_context: NewContext, address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.locator("a[hreflang=en]").click()
    expect(page).to_have_url(f"{address}en/")


@pytest.mark.parametrize(("language", "query"), [("ru", "матричная"), ("en", "matrix")])
def test_the_search_finds_a_structure(page: Page, address: str, language: str, query: str) -> None:
    page.goto(f"{address}{language}/")
    page.locator(".md-search__input").click()
    expect(page.locator(".md-search-result__meta")).not_to_have_text(
        re.compile("нициализ|nitializ")
    )
    page.keyboard.type(query)
    page.keyboard.press("End")  # Playwright enters Cyrillic without pressing any key
    found = page.locator(".md-search-result a[href*='structures/matrix/']").first
    expect(found).to_be_visible()
