"""Organisations like the reader's: who is shown, in what words, and from a file of its own."""

import json
import re
from html import unescape
from random import Random

import pytest

from service_structure import load_guide, load_precedents, recommend
from service_structure.decision.model import Recommendation
from service_structure.decision.similar import LEAST_COMMON, similar
from service_structure.views import render_result
from service_structure.views.alike import read_briefs, write_briefs
from service_structure.views.bridge import handle
from service_structure.views.deferred import render_alike
from tests.support import Document, words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
PRECEDENTS = load_precedents()
ANSWERS = {"size": "huge", "regions": "many", "products": "few", "complexity": "simple"}


def shown(result: Recommendation, language: str) -> str:
    briefs = write_briefs(PRECEDENTS.values(), language)
    part = render_alike(briefs, result, GUIDE, language)
    assert part.slots.keys() == {"alike"}
    return part.slots["alike"]


def plain(html: str) -> str:
    """What HTML says, without its mark-up and its no-break spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return words(text.replace("\N{WORD JOINER}", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_organisations_are_shown_with_their_choice_and_what_came_of_it(language: str) -> None:
    result = recommend(ANSWERS)
    html = shown(result, language)
    links = [a["href"] for a in Document(html).all("a") if a["href"].startswith("../cases/")]
    assert len(links) == 3
    text = plain(html)
    same, differs = (
        words(GUIDE.messages[name][language].partition("{structure}")[2])
        for name in ("alike_same", "alike_differs")
    )
    for link in links:
        precedent = PRECEDENTS[link.partition("#")[2]]
        assert link == f"../cases/{precedent.sector}/#{precedent.id}"
        assert words(precedent.chose[language])[1:] in text
        assert words(precedent.outcome[language])[1:] in text
        assert (same if precedent.structure == result.recommended else differs) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_they_share_with_the_reader_is_named_and_leads_to_the_question(language: str) -> None:
    document = Document(shown(recommend(ANSWERS), language))
    links = {a["href"]: plain(a.text) for a in document.all("a")}
    regions = GUIDE.factors["regions"]
    told = f"{regions.name[language]}: {regions.level('many').name[language]}"
    assert links["../choosing/#regions"] == words(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [{}, {"size": "huge", "regions": "many"}])
def test_with_too_few_answers_it_says_how_many_are_needed(
    answers: dict[str, str], language: str
) -> None:
    text = shown(recommend(answers), language)
    assert plain(text) == words(GUIDE.say("alike_none", language, least=3))


def test_nobody_is_shown_who_differs_in_most_answers_and_all_say_how_many_are_common() -> None:
    """Such were two of five whom the section named after three answers."""
    source, fewer = Random(7), 0
    told = re.compile(r"questions in common: (\d+) of your (\d+), answered the same: (\d+)")
    for _ in range(40):
        asked = source.sample([*GUIDE.factors.values()], 4)
        answers = {factor.id: source.choice(factor.levels).id for factor in asked}
        shares = told.findall(plain(shown(recommend(answers), "en")))
        for common, given, same in (map(int, share) for share in shares):
            assert (common >= LEAST_COMMON, given) == (True, 4)
            assert 2 * same >= common
        fewer += len(shares) < len(similar(answers, PRECEDENTS.values(), GUIDE))
    assert fewer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_has_one_language_and_all_that_is_needed(language: str) -> None:
    written = write_briefs(PRECEDENTS.values(), language)
    briefs = read_briefs(written)
    assert [brief.id for brief in briefs] == list(PRECEDENTS)
    for brief in briefs:
        precedent = PRECEDENTS[brief.id]
        assert brief.organisation == precedent.organisation[language]
        assert brief.answers == precedent.answers
    assert len(written.encode()) < 300_000, "it is fetched while a reader waits"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_place_for_it_but_none_of_it(language: str) -> None:
    page = Document(render_result(recommend(ANSWERS), GUIDE, language))
    assert page.one("div", **{"data-slot": "alike"}).text.strip() == ""
    assert page.one("section", **{"class": "alike"})


def test_the_page_asks_with_the_file_that_it_has_fetched() -> None:
    briefs = write_briefs(PRECEDENTS.values(), "en")
    request = {"want": "alike", "lang": "en", "precedents": briefs}
    state = "&".join(f"{factor}={level}" for factor, level in ANSWERS.items())
    answer = json.loads(handle(json.dumps({**request, "state": state})))
    expected = render_alike(briefs, recommend(ANSWERS), GUIDE, "en")
    assert answer == {"slots": dict(expected.slots), "charts": {}}
