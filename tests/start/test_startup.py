"""The start of Python on the page: quick, ordinary where that fails, never with a wrong number."""

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from hooks.pages.precomputed import examples, first_question, precomputed
from hooks.quickstart import zstd
from service_structure import load_guide, recommend
from service_structure.decision.explain import questions
from service_structure.source.records import Guide
from service_structure.views.bridge import handle
from tests.browser.traffic import Held
from tests.site.built import SITE, assets_of, runtime_of

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
SCENARIO = next(iter(load_guide().scenarios.values()))
EXAMPLE = next(iter(examples(load_guide())))
QUICK = ("python.zst", "zstd.js", "rest.wasm", "start.js")
ORDINARY = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
    "manifest.json",
    "service_structure",
    "jinja2",
    "markupsafe",
)

LOOK_UP = 'if (python.function("unicodedata", "lookup")("DIGIT ONE") !== "1") throw "no such name";'
"""Reads the names of characters, which are not in the first WebAssembly."""

ANSWER_IN_VAIN = """{
  const given = python.function.bind(python);
  python.function = () => given("json", "loads");
}"""
"""Lets Python answer with what is no text."""

# Python is ready, and the page's own scripts have not yet taken it over.
EARLY_READY = "() => window.earlyPython?.events.some(({ data }) => data.stage === 'ready')"

# What a worker answers, compared as JSON: a page would hide a difference that it does not show.
ASK = """({worker, runtime, requests}) => new Promise((resolve) => {
  const answers = [];
  const python = new Worker(worker, { type: "module", name: runtime });
  const end = (found) => {
    python.terminate();
    resolve(found);
  };
  python.onerror = () => end({ failed: "no script" });
  python.onmessage = ({ data }) => {
    if (data.type === "failed") end({ failed: data.message });
    // A request asked again after a new start may be answered twice.
    if (data.type === "response" && data.id !== answers.length) return;
    if (data.type === "response") answers.push(JSON.parse(data.body));
    if (answers.length === requests.length) end({ answers });
    else if (data.type === "response" || data.stage === "ready") {
      python.postMessage({ type: "request", id: answers.length, body: requests[answers.length] });
    }
  };
})"""

# What moves without having been touched, but the buttons in a row: a browser may show the page
# when only some of them have come.
MOVED = """
globalThis.moved = [];
new PerformanceObserver((list) => {
  for (const { node } of list.getEntries().flatMap(({ sources }) => sources)) {
    const element = node?.closest ? node : node?.parentElement;
    const inRow = element?.parentElement?.closest(".presets, .toolbar, .ask__steps");
    if (!inRow) moved.push(element?.outerHTML.slice(0, 80));
  }
}).observe({ type: "layout-shift", buffered: true });
"""

type NewContext = Callable[..., BrowserContext]
type Spoil = Callable[[Route], None]


def missing(route: Route) -> None:
    route.fulfill(status=404, body="")


def truncated(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.body()[: len(response.body()) // 2])


def corrupted(route: Route) -> None:
    response = route.fetch()
    content = bytearray(response.body())
    content[len(content) // 2] ^= 0x55
    route.fulfill(response=response, body=bytes(content))


def requests() -> list[str]:
    """The usual answers and those of a worked example, in every language."""
    fragments = ["", "&".join(f"{key}={level}" for key, level in sorted(SCENARIO.answers.items()))]
    return [
        json.dumps({"want": "result", "state": fragment, "lang": language})
        for fragment in fragments
        for language in load_guide().languages
    ]


@pytest.fixture(scope="module")
def open_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page without Python, from which one test after the other starts a worker."""
    page = browser.new_context(service_workers="block").new_page()
    page.goto(f"{address}en/glossary/")
    yield page
    page.context.close()


@pytest.fixture
def plain_page(open_page: Page) -> Iterator[Page]:
    """The same, which again gets every file as it is when a test ends."""
    yield open_page
    open_page.context.unroute_all(behavior="ignoreErrors")


def ask(page: Page, address: str) -> dict[str, object]:
    """Start a worker of the site from a page without Python and return what it answers."""
    if not page.url.startswith(address):
        page.goto(f"{address}en/glossary/")
    worker = assets_of(SITE, "en").relative_to(SITE) / "worker.js"
    runtime = runtime_of(SITE).relative_to(SITE)
    asked = {
        "worker": f"{address}{worker}",
        "runtime": f"{address}{runtime}/",
        "requests": requests(),
    }
    found = page.evaluate(ASK, asked)
    assert isinstance(found, dict)
    return found


def right_answers() -> dict[str, object]:
    return {"answers": [json.loads(handle(request)) for request in requests()]}


def listen(page: Page) -> tuple[list[str], list[str]]:
    """The names of the files asked for and what the console is told, as they come."""
    asked: list[str] = []
    told: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.on("console", lambda message: told.append(message.text))
    return asked, told


@pytest.mark.parametrize("user_agent", [None, IPHONE], ids=["Chromium", "iPhone"])
def test_python_starts_from_the_snapshot_alone_and_gives_the_results_of_cpython(
    new_context: NewContext, address: str, user_agent: str | None
) -> None:
    page = new_context(user_agent=user_agent).new_page()
    asked, told = listen(page)
    assert ask(page, address) == right_answers()
    assert "python.zst" in asked
    assert not [file for file in asked if file.startswith(ORDINARY)]
    assert not told


@pytest.mark.parametrize("spoil", [missing, truncated, corrupted])
@pytest.mark.parametrize("file", ["python.zst", "zstd.js"])
def test_a_spoilt_snapshot_leads_to_the_ordinary_start_told_once(
    plain_page: Page, address: str, file: str, spoil: Spoil
) -> None:
    asked, told = listen(plain_page)
    plain_page.context.route(f"**/{file}", spoil)
    assert ask(plain_page, address) == right_answers()
    assert "pyodide.asm.wasm" in asked
    assert len([line for line in told if "ordinary start" in line]) == 1, told


@pytest.mark.weekly
@pytest.mark.parametrize("spoil", [missing, truncated, corrupted])
@pytest.mark.parametrize("file", ORDINARY)
def test_a_spoilt_file_of_the_ordinary_start_ends_in_a_failure_and_never_in_a_wrong_number(
    plain_page: Page, address: str, file: str, spoil: Spoil
) -> None:
    plain_page.context.route("**/python.zst", missing)
    plain_page.context.route(f"**/{file}*", spoil)
    assert "failed" in ask(plain_page, address)


@pytest.mark.parametrize("spoil", [missing, truncated])
@pytest.mark.parametrize("file", ["worker.js", "start.js", "ordinary.js", "calculator.js"])
def test_without_one_of_its_scripts_the_page_keeps_the_usual_result(
    page: Page, address: str, file: str, spoil: Spoil
) -> None:
    page.context.route("**/python.zst", missing)
    page.context.route(f"**/{file}", spoil)
    page.goto(f"{address}en/calculator/")
    expect(page.locator(".verdict__name")).not_to_be_empty()
    if file != "calculator.js":  # without it nothing of the page is alive
        expect(page.locator("#calculator-retry")).to_be_visible()


def test_what_the_snapshot_lacks_is_answered_by_the_ordinary_start(
    plain_page: Page, address: str, site: Path
) -> None:
    asked, told = listen(plain_page)
    run_at_start(plain_page, site, ANSWER_IN_VAIN)
    assert ask(plain_page, address) == right_answers()
    assert "pyodide.asm.wasm" in asked
    assert len([line for line in told if "ordinary start" in line]) == 1, told


def test_what_the_first_webassembly_lacks_is_brought_when_it_is_called(
    plain_page: Page, address: str, site: Path
) -> None:
    asked, told = listen(plain_page)
    run_at_start(plain_page, site, LOOK_UP)
    assert ask(plain_page, address) == right_answers()
    assert "rest.wasm" in asked
    assert not [file for file in asked if file.startswith(ORDINARY)]
    assert not told


@pytest.mark.parametrize("spoil", [missing, truncated, corrupted])
def test_a_spoilt_second_webassembly_leads_to_the_ordinary_start(
    plain_page: Page, address: str, site: Path, spoil: Spoil
) -> None:
    asked, _ = listen(plain_page)
    plain_page.context.route("**/rest.wasm", spoil)
    run_at_start(plain_page, site, LOOK_UP)
    assert ask(plain_page, address) == right_answers()
    assert "pyodide.asm.wasm" in asked


def run_at_start(page: Page, site: Path, program: str) -> None:
    """Let the quick start end with a program."""
    script = (runtime_of(site) / "start.js").read_text()
    end = "return { python };"
    spoilt = script.replace(end, f"{program} {end}")
    assert spoilt != script
    page.context.route(
        "**/start.js",
        lambda route: route.fulfill(content_type="text/javascript", body=spoilt),
    )


def test_pages_without_the_calculator_fetch_nothing_of_python(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    """What the service worker keeps for use without a network is tested in test_offline.py."""
    page = new_context(service_workers="block").new_page()
    asked, _ = listen(page)
    for place in ("", "structures/", "structures/matrix/", "examples/", "glossary/"):
        page.goto(f"{address}en/{place}", wait_until="networkidle")
    runtime = {*QUICK, "worker.js"}
    assert not [file for file in asked if file in runtime or file.startswith(ORDINARY)]


@pytest.mark.parametrize("kept", [False, True], ids=["first visit", "kept unpacked"])
def test_python_starts_while_the_page_is_set_up(
    page: Page, address: str, site: Path, kept: bool
) -> None:
    packed = (runtime_of(site) / "python.zst").read_bytes()
    if kept:
        headers, body = {"X-Unpacked": "yes"}, zstd.decompress(packed)
    else:
        headers, body = {}, packed
    page.context.route("**/python.zst", lambda route: route.fulfill(headers=headers, body=body))
    script = Held(page.context, "**/calculator.js")
    page.goto(f"{address}en/calculator/", wait_until="commit")
    page.wait_for_function(EARLY_READY, timeout=60_000)
    script.release()
    ready = load_guide().messages["status_ready"]["en"]
    expect(page.locator("#calculator-status")).to_have_text(ready, timeout=60_000)


@pytest.mark.parametrize("language", load_guide().languages)
@pytest.mark.parametrize(("width", "height"), [(1350, 940), (390, 844), (320, 700)])
def test_nothing_moves_while_page_and_python_come(
    new_context: NewContext, address: str, language: str, width: int, height: int
) -> None:
    page = new_context(viewport={"width": width, "height": height}).new_page()
    page.add_init_script(MOVED)
    page.goto(f"{address}{language}/calculator/")
    ready = load_guide().messages["status_ready"][language]
    expect(page.locator("#calculator-status")).to_have_text(ready, timeout=60_000)
    assert page.evaluate("moved") == []


def test_who_begins_on_the_home_page_sees_the_next_question_before_python(
    guide: Guide, page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    python = Held(page.context, "**/python.zst")
    page.goto(f"{address}en/")
    page.locator(".home__ask a").nth(1).click()
    status = page.locator("#calculator-status")
    expect(status).to_have_text(guide.messages["status_precomputed"]["en"])
    first = first_question(guide)
    answered = recommend({first.id: first.levels[1].id}, guide)
    asked = questions(answered, guide)[0].factor
    expect(page.locator(f"#{asked}")).to_be_visible()
    shown = page.locator(".calculator fieldset").evaluate_all(
        "fields => fields.filter((field) => field.checkVisibility()).map((field) => field.id)"
    )
    assert shown == [asked]
    python.release()


def test_a_worked_example_is_shown_before_python_and_taken_over_without_a_jump(
    guide: Guide, page: Page, address: str
) -> None:
    python = Held(page.context, "**/python.zst")
    page.goto(f"{address}en/calculator/")
    status = page.locator("#calculator-status")
    expect(status).not_to_be_empty()  # the page takes answers from now on
    page.locator(f"button[data-scenario={SCENARIO.id}]").dispatch_event("click")
    expect(status).to_have_text(guide.messages["status_precomputed"]["en"])
    name = guide.structures[SCENARIO.recommends].name["en"]
    expect(page.locator(".verdict__name")).to_have_text(name)
    page.evaluate("document.querySelector('.verdict__name').isFirst = true")
    python.release()
    expect(status).to_have_text(guide.messages["status_ready"]["en"])
    kept = page.evaluate("document.querySelector('.verdict__name').isFirst")
    assert kept, "the same result was drawn anew"


def test_a_worked_example_in_the_address_is_shown_without_the_scripts_of_the_calculator(
    guide: Guide, page: Page, address: str
) -> None:
    page.context.route("**/calculator.js", missing)
    page.context.route("**/worker.js", missing)
    page.goto(f"{address}en/calculator/#{EXAMPLE}")
    name = guide.structures[SCENARIO.recommends].name["en"]
    expect(page.locator(".verdict__name")).to_have_text(name)


def test_python_takes_over_what_the_address_asked_for_without_a_jump(
    guide: Guide, page: Page, address: str
) -> None:
    page.add_init_script(
        """new PerformanceObserver((list, observer) => {
          if (!list.getEntriesByName("precomputed").length) return;
          document.querySelector(".verdict__name").isFirst = true;
          observer.disconnect();
        }).observe({ type: "mark" });"""
    )
    page.goto(f"{address}en/calculator/#{EXAMPLE}")
    ready = guide.messages["status_ready"]["en"]
    expect(page.locator("#calculator-status")).to_have_text(ready, timeout=60_000)
    name = page.locator(".verdict__name")
    expect(name).to_have_text(guide.structures[SCENARIO.recommends].name["en"])
    assert name.evaluate("name => name.isFirst"), "the same result was drawn anew"
    for factor, level in SCENARIO.answers.items():
        if factor in guide.factors:
            expect(page.locator(f'input[name="{factor}"][value="{level}"]')).to_be_checked()


def test_the_result_of_a_former_version_of_an_example_is_replaced_by_that_of_python(
    guide: Guide, page: Page, address: str
) -> None:
    def of_a_former_version(route: Route) -> None:
        response = route.fetch().json()
        former = response["html"].replace("</h", " once</h", 1)
        assert former != response["html"]
        route.fulfill(json=response | {"html": former, "digest": "another"})

    page.context.route(f"**/precomputed/{SCENARIO.id}.json", of_a_former_version)
    page.goto(f"{address}en/calculator/#{EXAMPLE}")
    ready = guide.messages["status_ready"]["en"]
    expect(page.locator("#calculator-status")).to_have_text(ready, timeout=60_000)
    expect(page.locator("#calculator-result")).not_to_contain_text(" once")


@pytest.mark.parametrize(
    ("language", "is_of_this_version"), [*product(load_guide().languages, [True]), ("ru", False)]
)
def test_the_usual_result_of_the_page_stays_unless_python_says_otherwise(
    guide: Guide, page: Page, address: str, language: str, is_of_this_version: bool
) -> None:
    if not is_of_this_version:
        page.context.route(
            "**/calculator/",
            lambda route: route.fulfill(
                body=route.fetch().text().replace('data-digest="', 'data-digest="other-')
            ),
        )
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          document.querySelector(".verdict__name").isFirst = true;
        });"""
    )
    page.goto(f"{address}{language}/calculator/")
    ready = guide.messages["status_ready"][language]
    expect(page.locator("#calculator-status")).to_have_text(ready, timeout=60_000)
    kept = page.evaluate("document.querySelector('.verdict__name').isFirst === true")
    assert kept is is_of_this_version


def test_what_is_precomputed_is_what_the_worker_answers(guide: Guide, site: Path) -> None:
    for language in guide.languages:
        for name, content in precomputed(guide, language):
            file = assets_of(site, language) / Path(name).relative_to("assets")
            assert json.loads(file.read_text()) == json.loads(content)


def test_a_browser_that_saves_data_loads_python_only_for_a_changed_answer(
    guide: Guide, page: Page, address: str
) -> None:
    asked, _ = listen(page)
    page.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page.goto(f"{address}en/calculator/", wait_until="networkidle")
    status = page.locator("#calculator-status")
    expect(status).to_have_text(guide.messages["status_waiting"]["en"])
    page.locator(f"button[data-scenario={SCENARIO.id}]").dispatch_event("click")
    expect(status).to_have_text(guide.messages["status_precomputed"]["en"])
    assert "worker.js" not in asked
    page.evaluate("document.querySelectorAll('.group').forEach(group => { group.open = true; })")
    page.check('input[name="regions"][value="many"]')
    expect(status).to_have_text(guide.messages["status_ready"]["en"])
    assert "python.zst" in asked
