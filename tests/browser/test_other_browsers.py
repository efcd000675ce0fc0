"""The site in Firefox and WebKitGTK: the calculator has the results of CPython, the search finds.

Both keep to the policy of the pages, Trusted Types included.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from hooks.commands.serve import Handler
from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.link import write_fragment
from service_structure.views import render_result
from tests.browser.other_browsers import Reader, firefox, wait_until, webkit
from tests.support import Document, words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
SCENARIO = next(iter(GUIDE.scenarios.values()))

IS_READY = """(() => {
  const status = document.getElementById("calculator-status");
  return status.textContent === status.dataset.ready;
})()"""
# A reader of the other structures opens the part of the page where they stand.
OPEN_PART = "document.querySelector('.part--compare').open = true"
SEARCH = """((query) => {
  query.value = %s;
  query.dispatchEvent(new Event("input"));
})(document.querySelector(".md-search__input"))"""
FOUND = "[...document.querySelectorAll('.md-search-result__item h1')].map((one) => one.textContent)"
SHOWN = """({
  name: document.querySelector(".verdict__name").textContent.trim(),
  fragment: location.hash.slice(1),
  shares: [...document.querySelectorAll(".ranking__figure")].map((share) => share.textContent),
})"""


@pytest.fixture(params=[firefox, webkit], ids=["Firefox", "WebKitGTK"])
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reader]:
    start: Callable[[Path], AbstractContextManager[Reader]] = request.param
    with start(tmp_path) as started:
        yield started


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that the server is asked for, as they come."""
    names: list[str] = []

    def note(handler: Handler, *_: object) -> None:
        names.append(handler.path.rsplit("/", 1)[-1])

    monkeypatch.setattr(Handler, "log_message", note)
    return names


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_numbers_and_presets_have_the_results_of_cpython(
    reader: Reader, asked: list[str], address: str, language: str
) -> None:
    reader.open(f"{address}{language}/calculator/")
    status = "document.getElementById('calculator-status').textContent"
    assert wait_until(lambda: bool(reader.run(IS_READY))), reader.run(status)
    assert "python.zst" in asked
    assert "pyodide.asm.wasm" not in asked, "the quick start of Python has failed"

    click(reader, 'input[name="regions"][value="one"]')
    expect_result(reader, language, {"regions": "one"})

    enter(reader, "n-aht", "275,5")
    expect_result(reader, language, {"regions": "one"}, {"aht": 275.5})

    click(reader, f'button[data-scenario="{SCENARIO.id}"]')
    expect_result(reader, language, SCENARIO.answers)

    reader.open(f"{address}{language}/privacy/")
    name = GUIDE.structures["matrix"].name[language]
    click(reader, "#__search")
    reader.run(SEARCH % json.dumps(name))
    assert wait_until(lambda: any(name in title for title in found(reader))), found(reader)


def click(reader: Reader, selector: str) -> None:
    reader.run(f"document.querySelector({json.dumps(selector)}).click()")


def enter(reader: Reader, field: str, text: str) -> None:
    """Type into a field and leave it."""
    reader.run(
        f"""((field) => {{
          field.value = {json.dumps(text)};
          field.dispatchEvent(new Event("change", {{ bubbles: true }}));
        }})(document.getElementById({json.dumps(field)}))"""
    )


def expect_result(
    reader: Reader,
    language: str,
    answers: Mapping[str, str],
    numbers: Mapping[str, float] | None = None,
) -> None:
    """The page comes to show what CPython makes of the answers, and its address says so."""
    numbers = numbers or {}
    result = recommend(answers, GUIDE, numbers=numbers)
    case, _ = read_case({"answers": answers, "numbers": numbers}, GUIDE)
    html = Document(render_result(result, GUIDE, language))
    wanted = {
        "name": words(GUIDE.structures[str(result.recommended)].name[language]),
        "fragment": write_fragment(case, GUIDE, result.recommended),
        "shares": [words(share.text) for share in html.all("span", **{"class": "ranking__figure"})],
    }
    assert len(wanted["shares"]) == len(GUIDE.structures)
    wait_until(lambda: reader.run("location.hash.slice(1)") == wanted["fragment"])
    reader.run(OPEN_PART)
    wait_until(lambda: shown(reader) == wanted)
    assert shown(reader) == wanted


def found(reader: Reader) -> list[str]:
    """The titles of the pages that a search has found."""
    return [words(title) for title in reader.run(FOUND)]


def shown(reader: Reader) -> dict[str, object]:
    found = reader.run(SHOWN)
    shares = [words(share) for share in found["shares"]]
    return {**found, "name": words(found["name"]), "shares": shares}
