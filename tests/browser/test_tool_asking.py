"""One question at a time, and the answer on one screen."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from service_structure.case.case import read_case
from service_structure.decision.explain import questions
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.decision.questions import stage
from service_structure.views import render_page
from service_structure.views.deferred import render_part
from tests.browser.calculator_page import GUIDE, LANGUAGES, SCREENS, Tool
from tests.browser.test_accessibility import RULE_OF_TARGETS, violations
from tests.home_ground import HOME

type NewContext = Callable[..., BrowserContext]
type DrawnCard = tuple[str, str]

MOST_TABS = 8  # from the top of the page to the first question
LEAST_TARGET = 40  # px
SMALLEST_TARGET = 24  # px, WCAG 2.2, 2.5.8

COVERED = """() => ["header.md-header", ".bar"].reduce(
  (sum, one) => sum + document.querySelector(one).offsetHeight, 0)"""

# The cards of other results, complete, one after the other: the height of each, and the least width
# or height of a link in it.
PUT = """(cards) => cards.map(([card, change]) => {
  const place = document.getElementById("calculator-card");
  place.innerHTML = card;
  for (const slot of place.querySelectorAll("[data-slot=nearest]")) slot.innerHTML = change;
  const links = [...place.querySelectorAll(".card__questions a")];
  const shown = links.filter((link) => link.checkVisibility());
  const sizes = shown.map((link) => link.getBoundingClientRect());
  const least = Math.min(...sizes.flatMap(({ width, height }) => [width, height]));
  return [place.firstElementChild.getBoundingClientRect().height, least];
})"""


def asked(tool: Tool) -> str:
    return str(tool.page.locator("#ask fieldset").get_attribute("id"))


def choices(tool: Tool) -> Locator:
    return tool.page.locator("#ask .choice:not(.choice--unknown, .choice--pair)")


def answer(tool: Tool, n: int = 0) -> None:
    choices(tool).nth(n).click()
    tool.settle()


def expected(result: Recommendation) -> str:
    return questions(result, GUIDE)[0].factor


def test_the_question_that_tells_most_comes_next(tool: Tool) -> None:
    seen: list[str] = []
    for _ in range(4):
        assert stage(tool.result) != "stop", "choose answers that leave more open"
        assert asked(tool) == expected(tool.result)
        seen.append(asked(tool))
        answer(tool, -1)
    assert len(set(seen)) == len(seen)
    tool.do("ask-back")
    assert asked(tool) == seen[-1]
    assert tool.page.evaluate("document.activeElement.id") == seen[-1]
    answer(tool, -1)  # the same as before changes nothing, and leads on
    assert asked(tool) == expected(tool.result)
    tool.do("ask-back")
    chosen = tool.page.locator("#ask input:checked")
    expect(chosen).to_have_value(GUIDE.factors[seen[-1]].levels[-1].id)


def test_what_is_not_known_is_passed_over(tool: Tool) -> None:
    first, second = (question.factor for question in questions(tool.result, GUIDE)[:2])
    assert asked(tool) == first
    tool.do("ask-next")
    assert asked(tool) == second
    tool.page.locator("#ask .choice--unknown").click()
    tool.settle()
    assert asked(tool) not in {first, second}
    assert tool.state == ""
    answer(tool)  # so that the next test begins anew: what is passed over is no answer


def test_whoever_has_passed_over_all_questions_is_told_so_once(tool: Tool) -> None:
    """And what to do next: the answer as it stands, or the first question again."""
    tool.clear()
    stop = tool.page.locator(".ask__stop")
    unknown = tool.page.locator("#ask .choice--unknown")
    seen: list[str] = []
    while stop.is_hidden():
        assert len(seen) < len(GUIDE.factors), "the questions come round without a word"
        seen.append(asked(tool))
        unknown.click()
        tool.settle()
    assert set(seen) == set(GUIDE.factors)
    assert asked(tool) == seen[-1], "the question stays"
    expect(stop).to_contain_text(tool.says("ask_round"))
    expect(stop).to_be_focused()
    assert tool.state == ""
    expect(stop.get_by_role("link")).to_have_attribute("href", re.compile("#verdict$"))
    for _ in range(len(GUIDE.factors) + 1):
        tool.do("ask-next")
        expect(stop).to_be_hidden()
    answer(tool)  # so that the next test begins anew


def test_the_answer_shows_itself_where_it_stands_beside_the_link_to_it(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    tool = Tool.opened(new_context(**SCREENS["desktop"]), address, "en")
    unknown = tool.page.locator("#ask .choice--unknown")
    link = tool.page.locator(".ask__stop a")
    while link.is_hidden():
        unknown.click()
        tool.settle()
    link.click()
    assert tool.page.evaluate("document.querySelector('.card').getAnimations().length") == 1


def test_a_condition_has_no_name_on_the_card_before_it_is_worked_out(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    fragment = urlencode(HOME["centralised"])
    tool = Tool.opened(new_context(**SCREENS["desktop"]), address, "en", fragment=fragment)
    condition = tool.page.locator(".card__turns dt:has(+ [data-slot=nearest])")
    expect(condition).to_be_visible()
    tool.page.locator("[data-slot=nearest]").evaluate("slot => slot.replaceChildren()")
    expect(condition).to_be_hidden()


def test_a_keyboard_walks_through_the_answers_without_losing_the_question(
    new_context: NewContext, address: str
) -> None:
    """In a page of its own, in which no question has been passed over."""
    tool = Tool.opened(new_context(**SCREENS["desktop"]), address, "en")
    first = asked(tool)
    press = tool.page.keyboard.press
    press("Tab")
    press("Enter")  # past the head of the page
    tabs = 1
    while tool.page.evaluate("document.activeElement.name") != first:
        assert tabs < MOST_TABS, f"after {tabs} tabs the first question has not the focus"
        press("Tab")
        tabs += 1
    for _ in range(2):
        tool.page.keyboard.press("ArrowDown")
        tool.settle()
    assert asked(tool) == first
    assert tool.result.answers.given
    told = tool.page.locator("#ask .ask__keys[role=status]")
    expect(told).to_have_text(tool.says("ask_keys"))
    tool.page.keyboard.press("Enter")
    tool.settle()
    assert asked(tool) == expected(tool.result)
    expect(told).to_be_empty()
    tool.page.keyboard.press("ArrowDown")
    tool.settle()
    expect(told).to_be_empty()  # it is said once


def test_an_event_of_the_address_that_comes_late_asks_nothing_else(tool: Tool) -> None:
    """A link within the page tells of itself when an answer is in the address and in flight."""
    first = asked(tool)
    tool.page.evaluate(
        """name => {
          document.querySelector(`#ask [name="${name}"]`).click();
          dispatchEvent(new HashChangeEvent("hashchange"));
        }""",
        first,
    )
    tool.settle()
    assert tool.result.answers.given
    assert asked(tool) == first


def test_a_pointer_is_not_told_what_enter_does(tool: Tool) -> None:
    answer(tool)
    expect(tool.page.locator("#ask .ask__keys")).to_be_empty()


REOPENED = "segments=alike&regulation=usual&budget=low&regions=one&size=tiny"
"""Answers that are enough, until a reader says how fast things change."""


def test_an_offer_to_stop_that_no_longer_holds_says_why(tool: Tool) -> None:
    stop = tool.page.locator(".ask__stop")
    tool.go(REOPENED)
    assert stage(tool.result) == "may_stop", "choose other answers"
    expect(stop).to_be_visible()
    tool.choose("change", "fast")
    assert stage(tool.result) == "ask", "choose other answers"
    expect(stop).to_be_visible()
    expect(stop).to_contain_text(tool.says("asking_ask"))
    tool.do("ask-next")
    expect(stop).to_be_hidden()  # it was said of that answer
    tool.clear()
    expect(stop).to_be_hidden()


def test_the_page_says_when_to_stop(tool: Tool) -> None:
    stop = tool.page.locator(".ask__stop")
    expect(stop).to_be_hidden()
    while stage(tool.result) == "ask":
        assert stop.is_hidden()
        answer(tool)
    expect(stop).to_be_visible()
    while stage(tool.result) != "stop":
        answer(tool)
    was = asked(tool)
    answer(tool)
    assert asked(tool) == was, "it is enough: no further question comes unasked"
    tool.do("ask-next")
    assert asked(tool) != was
    stop.get_by_role("link").click()
    expect(tool.page.locator("#verdict")).to_be_in_viewport(ratio=1)


def test_where_all_questions_are_answered_no_other_is_offered(tool: Tool) -> None:
    another = tool.page.locator("[data-action=ask-next]")
    expect(another).to_be_enabled()
    tool.go("&".join(f"{factor.id}={factor.levels[0].id}" for factor in GUIDE.factors.values()))
    expect(another).to_be_disabled()
    expect(tool.page.locator(".ask__stop")).to_contain_text(tool.says("asking_done"))


def test_answers_between_two_open_above_the_bar(cleared: Callable[[str, str], Tool]) -> None:
    tool = cleared("ru", "phone")
    tool.go("size=medium")
    between = tool.page.locator("#ask .between")
    between.evaluate("one => scrollBy(0, one.getBoundingClientRect().bottom - innerHeight + 100)")
    between.locator("summary").press("Enter")
    tool.draw()
    last, bar = between.bounding_box(), tool.page.locator(".bar").bounding_box()
    assert last
    assert bar
    assert last["height"] > 2 * LEAST_TARGET, "it is closed"
    assert last["y"] + last["height"] <= bar["y"]


@pytest.mark.everywhere
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_question_and_its_answers_lie_on_the_first_screen_of_a_phone(
    cleared: Callable[[str, str], Tool], language: str
) -> None:
    tool = cleared(language, "phone")
    for element in (tool.page.locator("#ask .help"), *choices(tool).all()):
        expect(element).to_be_in_viewport(ratio=1)
    assert all(
        box["height"] >= LEAST_TARGET for one in choices(tool).all() if (box := one.bounding_box())
    )


@pytest.mark.long
def test_the_card_fits_the_screen_for_every_structure(cleared: Callable[[str, str], Tool]) -> None:
    """In all languages, which share the results: those take longer than the cards.

    All cards of a result are drawn one after the other, while what is worked out for it is kept.
    """
    results = list(sampled_results())
    assert {result.recommended for result in results} == set(GUIDE.structures)
    turned: dict[str, list[DrawnCard]] = {language: [] for language in LANGUAGES}
    unturned: dict[str, list[DrawnCard]] = {language: [] for language in LANGUAGES}
    for result in results:
        other = other_first(result, results)
        for language in LANGUAGES:
            turned[language].append(drawn_card(result, language, other))
            unturned[language].append(drawn_card(result, language, result))
    for language in LANGUAGES:
        tool = cleared(language, "desktop")
        the_cards_fit(tool, results, turned[language], unturned[language])


def the_cards_fit(
    tool: Tool,
    results: Sequence[Recommendation],
    turned: Sequence[DrawnCard],
    unturned: Sequence[DrawnCard],
) -> None:
    """Those that tell of another first place, and of the others those with a clash."""
    tool.go("size=large")
    cards = [*turned]
    assert sum("card__turned" in drawn[0] for drawn in cards) > len(cards) / 2
    clash, alone = GUIDE.messages["card_clash"][tool.language], []
    for result, drawn in zip(results, unturned, strict=True):
        if clash in drawn[0]:
            cards.append(drawn)
            alone.append(result)
    assert len(alone) > len(results) / 10
    for width, height in ((390, 844), (1280, 720)):
        tool.page.set_viewport_size({"width": width, "height": height})
        tool.page.locator("#verdict").scroll_into_view_if_needed()
        expect(tool.page.locator("#calculator-summary")).to_be_hidden()
        room = height - tool.page.evaluate(COVERED)
        too_high, too_small = {}, {}
        measured = tool.page.evaluate(PUT, cards)
        for result, (used, least) in zip((*results, *alone), measured, strict=True):
            if used > room:
                too_high[result.recommended, result.verdict] = round(used)
            if least < SMALLEST_TARGET:
                too_small[result.recommended, result.verdict] = round(least)
        assert not too_high, f"there are {room} px"
        assert not too_small, f"a link needs {SMALLEST_TARGET} px"
        with_links = next(drawn for drawn in cards if "card__questions" in drawn[0])
        tool.page.evaluate(PUT, [with_links])
        assert not violations(tool.page, RULE_OF_TARGETS, [".card"])


def sampled_results() -> Iterator[Recommendation]:
    """The result of each sample.

    Two of three come from a service that says what it is today and what people it has.
    """
    for n, answers in enumerate(samples()):
        today = list(GUIDE.structures)[n % len(GUIDE.structures)]
        symptoms = list(GUIDE.symptoms)[: n % 4]
        told = {"numbers": {"agents": 9000, "contacts_per_hour": "120!"}} if n % 3 == 1 else {}
        profile = {"structure": today, "symptoms": symptoms} if n % 3 else {}
        case, faults = read_case({"answers": answers, "profile": profile, **told}, GUIDE)
        assert not faults
        yield recommend_for(case, GUIDE)


def other_first(result: Recommendation, results: Sequence[Recommendation]) -> Recommendation:
    """One that puts another structure first, with everything answered and the longest name."""
    whole = [other for other in results if len(other.answers.given) == len(GUIDE.factors)]
    others = [other for other in whole if other.recommended != result.recommended]
    return max(others, key=lambda other: len(GUIDE.structures[other.recommended].short["ru"]))


def drawn_card(result: Recommendation, language: str, before: Recommendation) -> DrawnCard:
    """A card that tells of another first place than before, and what would change it."""
    card, _, _ = render_page(result, GUIDE, language, full=False, before=before)
    return card, render_part("nearest", result, GUIDE, language).slots["nearest"]


def samples() -> Iterator[dict[str, str]]:
    """Answers to a few questions and to all: firm conclusions and choices of two."""
    random = Random(23)
    factors = list(GUIDE.factors.values())
    for n in range(120):
        few = random.sample(factors, 3) if n % 2 else factors
        yield {factor.id: random.choice(factor.levels).id for factor in few}
    yield from HOME.values()
