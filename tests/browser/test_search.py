"""Search finds the page that a reader means, in any form of the words, among the first three."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from service_structure.source.records import Guide
from tests.site.queries import QUERIES, texts

FIRST = 3
HEADED_ON = {
    "factors": "choosing/",
    "criteria": "comparison/",
    "metrics": "metrics/",
    "terms": "glossary/",
}

START = """async () => {
    const settings = JSON.parse(document.getElementById("__config").textContent);
    const worker = new Worker(new URL(settings.search, document.baseURI));
    const answer = type => new Promise(resolve => {
        worker.onmessage = ({ data }) => { if (data.type === type) resolve(data.data); };
    });
    const index = await fetch(new URL("search/search_index.json", __md_scope));
    window.told = {};  // which other words were looked up for a query
    const channel = new BroadcastChannel(__md_scope.href);
    channel.onmessage = ({ data }) => { told[data.query] = data.instead; };
    const ready = answer(1);
    worker.postMessage({ type: 0, data: { ...await index.json(), options: {} } });
    await ready;
    window.found = async query => {
        const result = answer(3);
        worker.postMessage({ type: 2, data: query });
        return (await result).items;
    };
    window.searchFor = async query =>
        (await found(query)).map(items => items[0].location.split("#")[0]);
}"""
ASK = """async queries => {
    const found = {};
    for (const query of queries) found[query] = await searchFor(query);
    return found;
}"""

type Ask = Callable[[str, list[str]], dict[str, list[str]]]


@pytest.fixture(scope="module")
def searching(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """A page of each language whose search can be asked by a script.

    One search for each language answers all tests: what it finds hangs on the query alone.
    """
    context = browser.new_context(service_workers="block")
    pages: dict[str, Page] = {}

    def started(language: str) -> Page:
        if language not in pages:
            pages[language] = context.new_page()
            pages[language].goto(f"{address}{language}/")
            pages[language].evaluate(START)
        return pages[language]

    yield started
    context.close()


@pytest.fixture
def ask(searching: Callable[[str], Page]) -> Ask:
    """The pages that each query finds in a language, best first."""

    def found(language: str, queries: list[str]) -> dict[str, list[str]]:
        answers: dict[str, list[str]] = searching(language).evaluate(ASK, queries)
        return answers

    return found


@pytest.mark.parametrize("language", QUERIES)
def test_a_query_finds_the_page_that_the_reader_means(ask: Ask, language: str) -> None:
    found = ask(language, list(QUERIES[language]))
    lost = {
        query: found[query][:FIRST]
        for query, wanted in QUERIES[language].items()
        if wanted not in found[query][:FIRST]
    }
    assert not lost, f"not among the first {FIRST}: {lost}"


def page_of(record: str) -> str:
    """The page that speaks of a record, like `factors/hours` or `pages/tiers`."""
    kind, _, name = record.partition("#")[0].replace("cases_", "cases/").partition("/")
    return HEADED_ON.get(kind) or f"{record if kind == 'structures' else name}/"


@pytest.mark.parametrize("language", QUERIES)
def test_a_synonym_finds_what_it_means(ask: Ask, language: str, guide: Guide) -> None:
    wanted = {
        word: {page_of(record) for record in synonym.means}
        for synonym in guide.synonyms.values()
        for word in synonym.words[language]
    }
    found = ask(language, list(wanted))
    lost = {
        word: found[word][:FIRST]
        for word, pages in wanted.items()
        if not pages & set(found[word][:FIRST])
    }
    assert not lost, f"not among the first {FIRST}: {lost}"


@pytest.mark.parametrize(
    ("language", "query"),
    [("ru", "матричная структура недостатки"), ("en", "matrix structure disadvantages")],
)
def test_the_page_of_a_structure_is_not_said_to_lack_drawbacks(
    searching: Callable[[str], Page], language: str, query: str
) -> None:
    """They stand in other sections of the page than the one that is shown first."""
    first = searching(language).evaluate("async query => (await found(query))[0][0]", query)
    assert first["location"] == "structures/matrix/"
    assert all(first["terms"].values()), f"“missing” stands below it: {first['terms']}"


@pytest.mark.parametrize(
    ("language", "query"), [("ru", "стоимость перехода"), ("en", "cost of the move")]
)
def test_the_price_of_a_move_is_found_first(ask: Ask, language: str, query: str) -> None:
    assert ask(language, [query])[query][0] == "limits/"


@pytest.mark.parametrize("language", QUERIES)
def test_a_short_name_is_no_beginning_of_a_longer_word(ask: Ask, language: str) -> None:
    """What begins with it is found where no text has it as a whole."""
    found = ask(language, ["SLA", "Slack", "Slac"])
    case = found["Slack"][0]
    assert case.startswith("cases/")
    assert found["Slac"][0] == case
    assert case not in found["SLA"]


@pytest.mark.parametrize("language", QUERIES)
def test_an_address_that_is_not_there_offers_its_words_to_the_search(
    new_context: Callable[..., BrowserContext], at_the_root: str, guide: Guide, language: str
) -> None:
    page = new_context().new_page()
    page.goto(f"{at_the_root}{language}/structures/matrix-team.html")
    own = page.locator("section").first
    expect(own).to_have_attribute("lang", language)
    query = own.get_by_role("searchbox")
    expect(query).to_have_value("matrix team")
    query.fill(guide.structures["matrix"].name[language])
    query.press("Enter")
    page.wait_for_url(f"**/{language}/?q=*")
    expect(page.locator(".md-search-result a").first).to_be_visible()


def test_operators_are_text(ask: Ask) -> None:
    plain, *others = ask(
        "ru", ["матрица структура", "+матрица -структура", "матрица^ структура*"]
    ).values()
    assert plain
    assert all(other == plain for other in others)


@pytest.mark.parametrize(("language", "word"), [("ru", "ИИ"), ("en", "AI")])
def test_a_word_of_two_letters_is_found_as_a_whole(ask: Ask, language: str, word: str) -> None:
    whole = re.compile(rf"\b{word}\b", re.I)
    having = {
        text["location"].partition("#")[0]
        for text in texts(language)
        if whole.search(" ".join([text["title"], text["text"], *text.get("tags", [])]))
    }
    assert set(ask(language, [word])[word]) == having


@pytest.mark.parametrize(("language", "query"), [("ru", "и не"), ("en", "the"), ("en", "+ - *")])
def test_words_that_every_text_has_find_nothing(ask: Ask, language: str, query: str) -> None:
    assert ask(language, [query])[query] == []


@pytest.mark.parametrize(
    ("language", "slip", "word"),
    [
        ("ru", "vfnhb", "матри"),
        ("ru", ",jn", "бот"),
        ("ru", "<jn", "бот"),
        ("ru", "ЫДФ", "SLA"),
        ("ru", "матpица", "матрица"),
        ("en", "ьфекш", "matri"),
        ("en", "SLА", "SLA"),
    ],
)
def test_a_slip_of_the_keyboard_finds_what_was_meant(
    ask: Ask, language: str, slip: str, word: str
) -> None:
    found = ask(language, [slip, word])
    assert found[slip] == found[word] != []


@pytest.mark.parametrize(
    ("language", "slip", "word"),
    [
        ("ru", "филалы", "филиалы"),
        ("ru", "филеалы", "филиалы"),
        ("ru", "коллцентр", "колл-центр"),
        ("ru", "матрица филалы", "матрица филиалы"),
        ("ru", "тилиалы", "филиалы"),
        ("ru", "ентрализация", "централизация"),
        ("en", "rbanches", "branches"),
        ("en", "brnaches", "branches"),
        ("en", "callcentre", "call-centre"),
    ],
)
def test_a_misspelt_word_finds_what_the_right_one_does(
    ask: Ask, language: str, slip: str, word: str
) -> None:
    found = ask(language, [slip, word])
    assert found[slip] == found[word] != []


@pytest.mark.parametrize(
    ("language", "slip", "meant", "right"),
    [("ru", "филалы", "филиалы", "филиалы"), ("en", "brnaches", "branches", "branches")],
)
def test_the_page_says_which_word_it_has_looked_up_instead(
    page: Page, address: str, guide: Guide, language: str, slip: str, meant: str, right: str
) -> None:
    page.goto(f"{address}{language}/")
    query, told = page.get_by_role("searchbox"), page.locator(".search-instead")
    for text in (right, slip, right):
        query.fill(text)
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        expect(told).to_be_visible(visible=text == slip)
    query.fill(slip)
    expect(told).to_have_text(f"{guide.messages['search_instead'][language]} {meant}")
    query.fill("")
    expect(told).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "right"),
    [
        ("ru", [*QUERIES["ru"]][:60]),
        ("ru", ["матричил", "операторр", "ИИ", "SLА", "крокодил", "Яндекс"]),
        ("en", [*QUERIES["en"]][:50]),
        ("en", ["centralizer", "AI", "crocodile"]),
    ],
)
def test_no_other_word_is_looked_up_for_one_that_finds_something_or_is_like_none(
    searching: Callable[[str], Page], language: str, right: list[str]
) -> None:
    told = searching(language).evaluate(
        """async queries => {
            for (const query of queries) delete told[query];
            for (const query of queries) await searchFor(query);
            const end = performance.now() + 5000;
            while (!queries.every(query => query in told) && performance.now() < end) {
                await new Promise(heard => setTimeout(heard, 10));
            }
            return Object.fromEntries(
                queries.filter(query => query in told).map(query => [query, told[query]]));
        }""",
        right,
    )
    assert set(told) == set(right)
    assert not {query: instead for query, instead in told.items() if instead}


@pytest.mark.parametrize(("language", "query"), [("ru", "колл-центр"), ("en", "call-centre")])
def test_of_a_word_with_a_hyphen_no_part_is_said_to_be_missing(
    searching: Callable[[str], Page], language: str, query: str
) -> None:
    found = searching(language).evaluate("async query => await found(query)", query)
    found = [text for texts in found for text in texts if text["score"]]
    assert found
    assert all(all(text["terms"].values()) for text in found)


@pytest.mark.parametrize(("language", "query"), [("ru", "крокодил"), ("en", "crocodile")])
def test_where_nothing_is_found_a_link_leads_to_what_the_guide_does_not_cover(
    page: Page, address: str, language: str, query: str
) -> None:
    page.goto(f"{address}{language}/")
    search, link = page.get_by_role("searchbox"), page.locator(".search-beyond a")
    search.focus()
    expect(link).to_be_hidden()
    search.fill("Erlang")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    expect(link).to_be_hidden()
    search.fill(query)
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("#not_covered")).to_be_in_viewport()


def test_yo_and_ye_find_the_same(ask: Ask) -> None:
    found = ask("ru", ["четкие", "чёткие", "отчет", "отчёт", "счет", "счёт"])
    assert found["четкие"] == found["чёткие"]
    assert found["отчет"] == found["отчёт"] != []
    assert found["счет"] == found["счёт"]


@pytest.mark.parametrize(
    ("language", "foreign"), [("ru", "manageability"), ("en", "управляемость")]
)
def test_a_language_knows_no_text_of_another(ask: Ask, language: str, foreign: str) -> None:
    assert ask(language, [foreign])[foreign] == []
    assert set(ask(language, ["Erlang"])["Erlang"]) <= {
        text["location"].partition("#")[0] for text in texts(language)
    }


@pytest.mark.parametrize("language", QUERIES)
def test_the_texts_of_the_search_are_fetched_on_demand(
    page: Page, address: str, language: str
) -> None:
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
    with page.expect_event("requestfailed", lambda request: "texts.json" in request.url):
        page.get_by_role("searchbox").fill("matrix")
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


def test_of_a_list_only_the_items_with_the_words_are_shown(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    page.get_by_role("searchbox").fill("Brynjolfsson")
    item = page.locator(".md-search-result__item", has_text="Sources").locator("li")
    expect(item).to_have_count(1)
    expect(item).to_contain_text("Generative AI at Work")
