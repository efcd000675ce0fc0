"""Search finds the page that a reader means, in any form of the words, among the first three."""

import json
from functools import cache

import pytest
from playwright.sync_api import Page, expect
from tests.support import SITE, Document

FIRST = 3

RUSSIAN = {
    "матричная структура": "structures/matrix/",
    "матричной структуры": "structures/matrix/",
    "матричную": "structures/matrix/",
    "матрица": "structures/matrix/",
    "недостатки матричной структуры": "structures/matrix/",
    "подчинение двум руководителям": "structures/matrix/",
    "централизованная служба": "structures/centralised/",
    "централизованной": "structures/centralised/",
    "централизация": "structures/centralised/",
    "централизацию": "structures/centralised/",
    "децентрализованных": "structures/decentralised/",
    "децентрализация": "structures/decentralised/",
    "функциональной структуры": "structures/functional/",
    "функциональную": "structures/functional/",
    "продуктовую структуру": "structures/product/",
    "продуктовых команд": "structures/product/",
    "центр и регионы": "structures/hub_and_spoke/",
    "центра и регионов": "structures/hub_and_spoke/",
    "первой линией и экспертами": "structures/expert_line/",
    "эксперты за первой линией": "structures/expert_line/",
    "зеркальных команд": "structures/mirrored_teams/",
    "зеркальные команды": "structures/mirrored_teams/",
    "сравнения структур": "comparison/",
    "сравнить структуры": "comparison/",
    "калькулятором": "calculator/",
    "калькуляторы": "calculator/",
    "примеров": "examples/",
    "мобильного оператора": "examples/",
    "интернет-магазинов": "examples/",
    "словарем терминов": "glossary/",
    "словарём терминов": "glossary/",
    "эскалаций": "glossary/",
    "эрлангов": "glossary/",
    "среднего времени обработки": "glossary/",
    "уровень сервиса": "glossary/",
    "источниках": "sources/",
    "часовые пояса": "choosing/",
    "сезонности": "choosing/",
    "цифровой зрелостью": "choosing/",
    "сложности обращений": "choosing/",
    "темпы перемен": "choosing/",
    "темп изменений": "choosing/",
    "весов критериев": "method/",
    "предпосылки метода": "method/",
}

ENGLISH = {
    "matrix structure": "structures/matrix/",
    "matrix structures": "structures/matrix/",
    "matrices": "structures/matrix/",
    "disadvantages of a matrix": "structures/matrix/",
    "centralised": "structures/centralised/",
    "centralized": "structures/centralised/",
    "centralisation": "structures/centralised/",
    "centralising service": "structures/centralised/",
    "decentralised": "structures/decentralised/",
    "decentralisation": "structures/decentralised/",
    "decentralized structure": "structures/decentralised/",
    "functional structure": "structures/functional/",
    "functional structures": "structures/functional/",
    "product structure": "structures/product/",
    "structures by product": "structures/product/",
    "hub and spoke": "structures/hub_and_spoke/",
    "hubs and spokes": "structures/hub_and_spoke/",
    "first line and experts": "structures/expert_line/",
    "experts behind a first line": "structures/expert_line/",
    "mirrored teams": "structures/mirrored_teams/",
    "mirrored team": "structures/mirrored_teams/",
    "comparison": "comparison/",
    "comparing structures": "comparison/",
    "calculators": "calculator/",
    "calculator": "calculator/",
    "worked examples": "examples/",
    "mobile operators": "examples/",
    "online shops": "examples/",
    "retail chains": "examples/",
    "glossary": "glossary/",
    "escalations": "glossary/",
    "erlangs": "glossary/",
    "average handling times": "glossary/",
    "service levels": "glossary/",
    "first-contact resolution": "glossary/",
    "sources": "sources/",
    "time zone": "choosing/",
    "seasonal": "choosing/",
    "digital maturity": "choosing/",
    "pace of change": "choosing/",
    "budget pressures": "choosing/",
    "key account": "choosing/",
    "weights of criteria": "method/",
    "fixed scales": "method/",
}

QUERIES = {"ru": RUSSIAN, "en": ENGLISH}

ASK = """async queries => {
    const settings = JSON.parse(document.getElementById("__config").textContent);
    const worker = new Worker(new URL(settings.search, document.baseURI));
    const answer = type => new Promise(resolve => {
        worker.onmessage = ({ data }) => { if (data.type === type) resolve(data.data); };
    });
    const index = await fetch(new URL("search/search_index.json", __md_scope));
    const ready = answer(1);
    worker.postMessage({ type: 0, data: { ...await index.json(), options: {} } });
    await ready;
    const found = {};
    for (const query of queries) {
        const result = answer(3);
        worker.postMessage({ type: 2, data: query });
        found[query] = (await result).items.map(items => items[0].location.split("#")[0]);
    }
    return found;
}"""


@cache
def texts(language: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(
        (SITE / language / "search" / "texts.json").read_text(encoding="utf-8")
    )
    return found


def ask(page: Page, queries: list[str]) -> dict[str, list[str]]:
    """The pages that each query finds, best first."""
    found: dict[str, list[str]] = page.evaluate(ASK, queries)
    return found


@pytest.mark.parametrize("language", QUERIES)
def test_a_query_finds_the_page_that_the_reader_means(
    page: Page, address: str, language: str
) -> None:
    page.goto(f"{address}{language}/")
    found = ask(page, list(QUERIES[language]))
    lost = {
        query: found[query][:FIRST]
        for query, wanted in QUERIES[language].items()
        if wanted not in found[query][:FIRST]
    }
    assert not lost, f"not among the first {FIRST}: {lost}"


@pytest.mark.parametrize("language", QUERIES)
def test_the_table_of_queries_is_long_enough_and_names_pages_that_exist(language: str) -> None:
    assert len(QUERIES[language]) >= 40
    known = {text["location"].partition("#")[0] for text in texts(language)}
    assert set(QUERIES[language].values()) <= known


def test_yo_and_ye_find_the_same(page: Page, address: str) -> None:
    page.goto(f"{address}ru/")
    found = ask(page, ["четкие", "чёткие", "отчет", "отчёт", "счет", "счёт"])
    assert found["четкие"] == found["чёткие"]
    assert found["отчет"] == found["отчёт"] != []
    assert found["счет"] == found["счёт"]


@pytest.mark.parametrize(
    ("language", "foreign"), [("ru", "manageability"), ("en", "управляемость")]
)
def test_a_language_knows_no_text_of_another(
    page: Page, address: str, language: str, foreign: str
) -> None:
    page.goto(f"{address}{language}/")
    assert ask(page, [foreign])[foreign] == []
    assert set(ask(page, ["Erlang"])["Erlang"]) <= {
        text["location"].partition("#")[0] for text in texts(language)
    }


@pytest.mark.parametrize("language", QUERIES)
def test_the_index_is_compact_and_its_texts_are_fetched_on_demand(
    page: Page, address: str, language: str
) -> None:
    folder = SITE / language / "search"
    assert (folder / "search_index.json").stat().st_size < 1000
    assert "\\u" not in (folder / "texts.json").read_text(encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{language}/", wait_until="networkidle")
    assert not [url for url in asked if "texts.json" in url or "/lunr/" in url]
    page.get_by_role("searchbox").fill("matrix" if language == "en" else "матрица")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert sum("texts.json" in url for url in asked) == 1


def test_a_lost_connection_is_no_end_of_the_search(page: Page, address: str) -> None:
    page.route("**/texts.json", lambda route: route.abort())
    page.goto(f"{address}en/")
    page.get_by_role("searchbox").fill("matrix")
    page.wait_for_timeout(500)
    page.unroute("**/texts.json")
    page.get_by_role("searchbox").fill("matrix structure")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Matrix structure")


def test_a_word_that_a_result_lacks_is_shown_as_it_was_typed(page: Page, address: str) -> None:
    page.goto(f"{address}ru/")
    page.get_by_role("searchbox").fill("матричными крокодилами")
    lacking = page.locator(".md-search-result__terms del").first
    expect(lacking).to_have_text("крокодилами")


def test_words_are_marked_in_the_results_in_any_form(page: Page, address: str) -> None:
    page.goto(f"{address}ru/")
    page.get_by_role("searchbox").fill("матричными")
    mark = page.locator(".md-search-result__item mark").first
    expect(mark).to_have_text("Матричная")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("language", QUERIES)
def test_texts_know_every_page(language: str) -> None:
    root = SITE / language
    pages = {
        path.parent.relative_to(root).as_posix() + "/"
        for path in root.rglob("index.html")
        if 'name="robots" content="noindex"' not in path.read_text(encoding="utf-8")
    }
    known = {text["location"].partition("#")[0] for text in texts(language)}
    assert known == {"" if page == "./" else page for page in pages}
    assert Document((root / "index.html").read_text("utf-8")).one("html")["lang"] == language
