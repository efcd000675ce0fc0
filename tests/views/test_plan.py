"""The plan of a change as readers see it: on the page, in reports and memos, in both languages."""

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.plan import Plan, plan_for
from service_structure.views import render_memo, render_page, render_report
from service_structure.views.deferred import parts_of, render_part
from service_structure.views.findings import Findings
from service_structure.views.own_agents import own_in_plan
from service_structure.views.parts import PAGE
from service_structure.views.plan import plan_told
from tests.support import words

OWN = load_guide()
LARGE = {
    "size": "large",
    "regions": "several",
    "products": "several",
    "product_difference": "very",
    "complexity": "complex",
    "place_difference": "some",
    "functions": "one",
}
LANGUAGES = list(OWN.languages)
PERCENT = {"ru": " %", "en": "%"}
BEST = recommend_for(read_case(LARGE, OWN)[0], OWN).recommended
OTHER = next(structure for structure in OWN.structures if structure != BEST)


def result(size: str = "large", **profile: object) -> Recommendation:
    case, faults = read_case({"answers": {**LARGE, "size": size}, "profile": profile}, OWN)
    assert not faults
    return recommend_for(case, OWN)


def plan_of(recommendation: Recommendation, language: str) -> Plan:
    plan = plan_for(recommendation, OWN, language=language)
    assert plan
    return plan


def slot(recommendation: Recommendation, language: str) -> str:
    return render_part("plan", recommendation, OWN, language).slots["plan"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("today", [OTHER, "none"])
def test_the_page_tells_every_task_with_its_risk_and_when_to_stop(
    language: str, today: str
) -> None:
    found = result(structure=today)
    html = words(slot(found, language))
    for step in plan_of(found, language).steps:
        texts = (step.task.name, step.task.what, step.task.risk, step.task.sign, step.task.stop)
        for text in filter(None, texts):
            assert words(text[language])[1:] in html
    for briefing in OWN.planning.briefings.values():
        assert words(briefing.message[language]) in html


def test_the_part_is_named_after_the_plan_and_its_finding_says_how_long() -> None:
    found = result(structure=OTHER)
    _, below, _ = render_page(found, OWN, "en", full=False)
    plan = plan_of(found, "en")
    (part,) = re.findall(r'<details class="part part--plan".*?</details>', below, re.DOTALL)
    assert OWN.messages["plan"]["en"] in part
    assert f"about {round(plan.days.usual * 12 / 260)} months" in words(part)
    assert 'data-slot="plan"' in part
    assert OWN.messages["first_steps"]["en"] not in part


def test_where_today_is_not_known_the_first_steps_stand_there() -> None:
    found = result()
    _, below, _ = render_page(found, OWN, "en", full=False)
    assert OWN.messages["first_steps"]["en"] in below
    assert 'data-slot="plan"' not in below
    assert slot(found, "en") == ""


@pytest.mark.parametrize("language", ["ru", "en"])
def test_where_today_is_the_best_there_is_nothing_to_begin_and_something_to_watch(
    language: str,
) -> None:
    found = result(structure=BEST)
    _, below, _ = render_page(found, OWN, language, full=False)
    best = OWN.structures[BEST]
    report, memo = render_report(found, OWN, language), render_memo(found, OWN, language)
    for told in map(words, (below, report, memo)):
        assert not [step for step in best.first_steps if words(step[language]) in told]
        assert all(words(metric[language]) in told for metric in best.metrics)
    assert OWN.messages["part_plan_kept"][language] in words(below)
    assert slot(found, language) == ""


def test_the_plan_is_asked_for_only_where_today_is_known() -> None:
    assert "plan" not in parts_of(result())
    assert "plan" in parts_of(result(structure=OTHER))


def test_every_row_of_the_table_of_roles_has_one_who_answers() -> None:
    html = slot(result(structure=OTHER), "en")
    (table,) = re.findall(r'<table [^>]*class="figures raci">.*?</table>', html, re.DOTALL)
    rows = re.findall(r"<tr[^>]*><th[^>]*scope=\"row\">.*?</tr>", table)
    assert len(rows) == len(plan_of(result(structure=OTHER), "en").steps)
    for row in rows:
        letters = re.findall(r"<td[^>]*>(\w*)</td>", row)
        assert letters.count("A") == 1
        assert "R" in letters


def test_bars_lie_within_the_timeline_and_the_longest_chain_is_marked() -> None:
    html = slot(result(structure=OTHER), "en")
    plan = plan_of(result(structure=OTHER), "en")
    assert html.count('<li class="timeline__strong">') == len(plan.chain)
    bars = re.findall(r'meter__value"(?: x="([\d.]+)%")? width="([\d.]+)%"', html)
    assert len(bars) == len(plan.steps)
    assert max(float(x or 0) + float(width) for x, width in bars) == pytest.approx(100, abs=0.02)
    assert f"timeline s-{plan.target}" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_tell_of_whole_people_though_tables_have_fractions(language: str) -> None:
    recommendation = result(structure=OTHER)
    first, last = plan_of(recommendation, language).in_tenths
    assert first.total % 1 or last[-1].end.total % 1, "choose a case with fractions"
    ends = [f"{posts.total:.0f}" for posts in (first, last[-1].end)]
    told = OWN.say("plan_people", language, today=ends[0], target=ends[1])
    assert told in render_report(recommendation, OWN, language)


def test_the_headcount_has_a_row_for_today_and_each_quarter_and_ends_at_the_target() -> None:
    found = result(structure=OTHER)
    html = slot(found, "en")
    (table, *_) = re.findall(r'<table [^>]*class="figures">.*?</table>', html, re.DOTALL)
    plan = plan_of(found, "en")
    rows = re.findall(r"<tr[^>]*>.*?</tr>", table)
    assert len(rows) == 2 + len(plan.quarters)
    totals = [re.findall(r">([\d.]+)</td></tr>", row)[0] for row in rows[1:]]
    ends = [plan.people, *[quarter.end for quarter in plan.quarters]]
    assert totals == [f"{posts.total:.1f}" for posts in ends]


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_first_day_there_are_dates_and_without_one_weeks(language: str) -> None:
    week = OWN.say("plan_week", language, week=1)
    assert week in slot(result(structure=OTHER), language)
    dated = result(structure=OTHER, start="2027-02-01")
    html = words(slot(dated, language))
    assert week not in html
    assert {"ru": "1–12 февраля", "en": "1–12 February"}[language] in html.replace("\u2060", "")
    assert plan_of(dated, language).start == date(2027, 2, 1)


def test_the_currency_decides_whose_law_is_told() -> None:
    told = {c: slot(result(structure=OTHER, currency=c), "en") for c in ("rub", "eur")}
    notes = {note.id: note for note in OWN.planning.countries["ru"].notes}
    assert words(notes["terms"].text["en"]) in words(told["rub"])
    assert words(notes["terms"].text["en"]) not in words(told["eur"])
    assert 'href="../sources/#ru-labour-code"' in told["rub"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_have_the_whole_plan_and_the_memo_a_page_of_it(language: str) -> None:
    found = result(structure=OTHER, start="2027-02-01")
    heading = OWN.messages["plan"][language]
    pilot = OWN.planning.tasks["pilot"]
    for form in ("text", "markdown"):
        report = render_report(found, OWN, language, form)
        assert heading in report
        assert pilot.what[language] in report
    memo = words(render_memo(found, OWN, language))
    assert heading in memo
    assert words(pilot.stop[language]) in memo  # type: ignore[index]
    assert pilot.what[language] not in memo


def test_where_a_change_is_not_advised_the_plan_says_so() -> None:
    """Whatever today's structure is, the sentence stands where and only where it has to."""
    from service_structure.planning.move import move_for

    seen = set()
    for today, symptoms in product(OWN.structures, ([], ["leavers"])):
        found = result(structure=today, symptoms=symptoms)
        move = move_for(found, OWN)
        assert move
        if today != found.recommended:
            advised = move.verdict == "move"
            doubt = words(OWN.messages["plan_not_advised"]["en"])
            assert (doubt in words(slot(found, "en"))) != advised
            seen.add(advised)
    assert seen == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_says_where_the_money_is_reckoned_for_other_months(language: str) -> None:
    """Months that the reader gives, or a law that is known by the language of the page alone."""
    sentences = {
        name: words(OWN.messages[f"plan_months_{name}"][language].partition("{")[0])
        for name in ("given", "country")
    }
    case, faults = read_case(
        {"answers": LARGE, "profile": {"structure": OTHER}, "numbers": {"move_months": 20}}, OWN
    )
    assert not faults
    assert sentences["given"] in words(slot(recommend_for(case, OWN), language))
    told = words(slot(result("medium", structure=OTHER), language))
    assert (sentences["country"] in told) == (language == "ru")
    for currency in ("rub", "gbp", "kzt"):
        told = words(slot(result(structure=OTHER, currency=currency), language))
        assert not [sentence for sentence in sentences.values() if sentence in told]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_dismisses_nobody_where_enough_people_leave_and_says_so(language: str) -> None:
    """By which rule is told with the attrition in force; only other plans dismiss people."""
    told = {}
    for attrition in (0, 30):
        answers = {"answers": LARGE, "numbers": {"attrition": attrition}}
        profile = {"structure": "decentralised"}
        case, faults = read_case({**answers, "profile": profile}, OWN)
        assert not faults
        found = replace(recommend_for(case, OWN), recommended="centralised")
        told[attrition] = words(slot(found, language))
    rule = words(OWN.say("plan_people_not_redundant", language, attrition=f"30{PERCENT[language]}"))
    dismissed = words(OWN.planning.tasks["departures"].name[language])
    assert rule in told[30]
    assert dismissed not in told[30]
    assert rule.partition(":")[0] not in told[0]
    assert dismissed in told[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_says_for_how_many_agents_its_times_are(language: str) -> None:
    for size in ("small", "large"):
        found = result(size, structure=OTHER)
        agents = f"{plan_of(found, language).in_tenths[0].agents:.0f}"
        told = words(OWN.say("plan_rests", language, agents=agents).partition("(")[0])
        assert told in words(slot(found, language))


def test_double_running_is_told_beside_the_posts() -> None:
    found = result(structure=OTHER)
    plan = plan_of(found, "en")
    told = words(slot(found, "en"))
    share = found.inputs.numbers.double_running / 100
    assert share > 0
    posts = f"{share * plan.in_tenths[0].total:,.0f}"
    assert f"double running takes about {posts} posts more" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("agents", "told", "people"),
    [
        (20, "own_plan_short", "plan_people_own"),
        (400, "own_plan", "plan_people"),
        (None, "", "plan_people"),
    ],
)
def test_the_plan_says_with_whose_agents_it_starts(
    agents: float | None, told: str, people: str, language: str
) -> None:
    numbers = {"contacts_per_hour": "900!"} | ({"agents": f"{agents}!"} if agents else {})
    table = {"answers": LARGE, "numbers": numbers, "profile": {"structure": OTHER}}
    found = Findings(recommend_for(read_case(table, OWN)[0], OWN), OWN, language, PAGE)
    said = words(" ".join(own_in_plan(found)))
    assert bool(said) == bool(told)
    for message in filter(None, (told, people)):
        text = said if message == told else words(str(plan_told(found)))
        parts = re.split(r"{[^}]*}", words(OWN.messages[message][language]))
        assert max(parts, key=len) in text
