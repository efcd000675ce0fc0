"""The contacts that the staffing model works for: from what they follow, and what is still open."""

import pytest

from service_structure import load_guide, recommend
from service_structure.views.as_text import plain
from service_structure.views.blocks import Paragraph
from service_structure.views.findings import Findings
from service_structure.views.load import load_told
from service_structure.views.parts import PAGE
from service_structure.views.sections import staffing, staffing_in_brief
from service_structure.views.today import today
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)


def told(answers: dict[str, str], numbers: dict[str, float], language: str) -> str:
    found = Findings(recommend(answers, OWN, numbers=numbers), OWN, language, PAGE)
    return words(plain(load_told(found)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("period", "hours", "days", "busiest"),
    [  # 600 a day: 600 × days / hours of service / 65 % of the busiest hour
        ("contacts_per_day", "business", "5", "103"),
        ("contacts_per_day", "around_clock", "7", "38.5"),
        ("contacts_per_month", "business", "", "4.73"),  # 600 × 12 / 52 / 45 / 65 %
    ],
)
def test_contacts_of_a_day_or_month_are_led_to_the_busiest_hour(
    language: str, period: str, hours: str, days: str, busiest: str
) -> None:
    said = told({"hours": hours}, {period: 600}, language)
    shown = busiest.replace(".", "," if language == "ru" else ".")
    assert shown in said
    start = OWN.messages[f"staffing_from_{period}"][language].partition("{")[0]
    _, _, follows = said.partition(start)
    for figure in ("600", days, "65"):
        assert figure in follows
    assert OWN.messages["hours_open"][language].partition("{")[0] not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("numbers", "is_asked"),
    [
        ({}, False),  # nothing of the reader's own hangs on it yet
        ({"contacts_per_day": 600}, True),
        ({"agents": 60}, True),
        ({"contacts_per_day": 600, "hours_per_week": 60}, False),
    ],
)
def test_who_gives_figures_and_no_hours_is_led_to_the_question(
    language: str, numbers: dict[str, float], *, is_asked: bool
) -> None:
    said = told({"size": "medium"}, numbers, language)
    name = words(OWN.factors["hours"].name[language])
    assert said.endswith(f"{name}.") == is_asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_contacts_of_an_hour_need_no_way_there(language: str) -> None:
    said = told({"hours": "business"}, {"contacts_per_hour": 60}, language)
    assert said.count("60") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("answers", "is_asked"), [({}, True), ({"hours": "business"}, False)])
def test_the_question_stands_where_the_people_do_not_fit_the_contacts(
    language: str, answers: dict[str, str], *, is_asked: bool
) -> None:
    """Contacts of a day in an unknown number of hours are one reason why they do not."""
    told = {"size": "medium", "regions": "many", **answers}
    numbers = {"contacts_per_day": 900, "agents": 60}
    result = recommend(told, OWN, numbers=numbers, profile={"structure": "decentralised"})
    section = today(Findings(result, OWN, language, PAGE))
    asked = OWN.messages["hours_open"][language].partition("{")[0]
    assert section
    assert (asked in str(section)) == is_asked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [
        ({"contacts_per_hour": 900}, True),  # 106 agents for the occupancy, fewer for 80% in 1 h
        ({"contacts_per_hour": 900, "max_occupancy": 100, "max_mean_wait": 3600}, False),
        ({"contacts_per_hour": 20}, False),  # three agents, and they are idle a third of the time
        ({"contacts_per_hour": 900, "service_level": 98}, False),  # hardly more than the target
    ],
)
def test_more_answered_in_time_than_the_target_is_explained(
    language: str, numbers: dict[str, float], *, is_told: bool
) -> None:
    said = told({}, numbers, language)
    message = words(OWN.messages["staffing_beyond_target"][language])
    start, last = message.partition(",")[2].partition("{")[0], message.rpartition("}")[2]
    assert (start in said and last in said) == is_told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [{"size": "large", "regions": "many"}, {"size": "tiny"}, {}])
def test_the_cheapest_candidate_is_told_beside_the_first(
    answers: dict[str, str], language: str
) -> None:
    found = Findings(recommend(answers, OWN), OWN, language, PAGE)
    costs = {s.structure: found.staffings[s.structure].yearly_cost for s in found.candidates}
    cheapest = min(costs, key=costs.__getitem__)
    saved = found.sentences.percent(1 - costs[cheapest] / costs[found.best.id])
    start = words(OWN.messages["staffing_cheapest"][language].partition("{")[0])
    for section in (staffing(found), staffing_in_brief(found)):
        told = [words(plain(b.text)) for b in section.blocks if isinstance(b, Paragraph)]
        own = [text for text in told if text.startswith(start)]
        assert len(own) == (saved != found.sentences.percent(0))
        for text in own:
            assert words(found.sentences.inside(found.sentences.name(cheapest))) in text
            assert words(saved) in text
