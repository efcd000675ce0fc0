"""What a board asks of a paper first: what for, how much, until when, who, what if not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.papers import make_paper
from service_structure.papers.deck import TASKS, slides
from service_structure.papers.slides import Grid, Line, Slide
from service_structure.planning.plan import Step
from service_structure.views import board, plan, reasons, render_memo, today
from service_structure.views.as_text import TextSkin, plain
from service_structure.views.blocks import Entries, Paragraph, Section, Table
from service_structure.views.findings import Findings
from service_structure.views.memo import findings, memo
from service_structure.views.owners import owner
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)

UTILITY: Mapping[str, Any] = {
    "answers": {
        "size": "large",
        "regions": "many",
        "products": "few",
        "product_difference": "alike",
        "place_difference": "none",
        "languages": "one",
        "complexity": "mixed",
        "variety": "mixed",
        "hours": "extended",
        "functions": "few",
        "segments": "alike",
        "response_time": "minutes",
        "budget": "low",
        "decision_right": "centre",
        "authority": "ready",
        "digital": "high",
        "change": "moderate",
        "joint_work": "sometimes",
        "ownership": "ordered",
        "regulation": "usual",
        "key_accounts": "few",
    },
    "numbers": {"agents": 320, "regions": 12, "contacts_per_hour": 1390, "monthly_pay": 3200},
    "profile": {"structure": "decentralised", "currency": "usd", "start": date(2027, 2, 1)},
}
"""A service of twelve regions that had better be one: it says its pay and when it begins."""

BANK: Mapping[str, Any] = {
    "answers": {**UTILITY["answers"], "size": "small", "regions": "few", "hours": "business"},
    "numbers": {"agents": 45},
    "profile": {"structure": "product"},
}
"""A small one that says no pay: amounts are hours of an agent."""


@lru_cache
def found_for(name: str, language: str) -> Findings:
    """What a memo tells of one of the two."""
    case, faults = read_case({"utility": UTILITY, "bank": BANK}[name], OWN)
    assert not faults
    found = findings(recommend_for(case, OWN), OWN, language)
    assert found.move
    assert found.move.verdict == "move"
    return found


@dataclass(frozen=True)
class Saved:
    """A budget of which only the savings are told."""

    savings: tuple[int, ...]

    def break_even(self, months: int) -> int:
        return sum(self.savings[:months])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", [0, 12, 24])
def test_a_price_of_nothing_is_never_named_as_one_that_pays_back(first: int, language: str) -> None:
    """Where savings begin after a year, no price pays back within it: say that, not “$0”."""
    found = found_for("utility", language)
    budget: Any = Saved((0,) * first + (100_000,) * (36 - first))
    told = " ".join(today._most(budget, found))
    zero = found.sentences.roughly(0)
    assert f" {zero}" not in told
    for years in range(first // 12 + 1, 4):
        assert found.sentences.roughly(budget.break_even(12 * years)) in told


def lines_of(found: Findings) -> list[str]:
    """What the memo says, charts among it, and the sentences of the slides."""
    document = render_memo(found.recommendation, OWN, found.sentences.language, form="markdown")
    shown = [line.text for slide in slides(found) for line in lines_on(slide)]
    return [*document.splitlines(), *shown]


def lines_on(slide: Slide) -> list[Line]:
    """The paragraphs of a slide."""
    return [thing for thing in slide.things if isinstance(thing, Line)]


def paragraphs(section: Section) -> Iterator[str]:
    """The paragraphs of a section."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield plain(block.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_amount_goes_without_a_unit(language: str) -> None:
    """Where no pay is given, “126,000 a year” could be anything."""
    found = found_for("bank", language)
    bare = {"ru": r"\d в год", "en": r"\d a year"}[language]
    assert not [line for line in lines_of(found) if re.search(bare, line)]
    first, *_ = paragraphs(board.people_and_money(found))
    assert first.startswith(today.in_hours(found))
    assert not today.in_hours(found_for("utility", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_type_into_the_calculator_stands_in_the_annex(language: str) -> None:
    """A board types nothing: its page tells results."""
    found = found_for("bank", language)
    for message in ("own_give_contacts", "move_give_pay"):
        asked = words(OWN.say(message, language))
        assert asked not in told_in(found, "decision", "money")
        assert asked in told_in(found, "today")


def told_in(found: Findings, *names: str) -> str:
    """What the sections of the memo with these ids say."""
    skin = TextSkin(markdown=False, inside=found.sentences.inside)
    return words(skin.sections([own for own in memo(found) if own.id in names]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["utility", "bank"])
def test_the_decision_asks_for_money_time_and_an_owner(name: str, language: str) -> None:
    found = found_for(name, language)
    assert found.move
    assert found.plan
    decision = told_in(found, "decision")
    first_slide = words(" ".join([own.text for own in lines_on(slides(found)[0])]))
    asked = [found.sentences.brief(found.move.budget.price(e) / 100) for e in ("usual", "high")]
    asked.append(found.sentences.inside(OWN.planning.roles["head"].name[language]))
    if start := found.plan.day(0):
        day = found.sentences.day(start)
        asked.append(OWN.say("board_start", language, day=day))
        assert re.search(r"\w, \w+ $", decision.partition(words(day))[0]), "it clings to the months"
    for told in (decision, first_slide):
        assert all(words(own) in told for own in asked), (asked, told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_board_says_what_it_costs_to_change_nothing(language: str) -> None:
    found = found_for("utility", language)
    assert found.move
    told = told_in(found, "money")
    for total in today.three_years(found.move.budget):
        assert words(found.sentences.brief(total / 100)) in told
    assert OWN.say("move_saves_nothing", language) not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_says_who_answers_for_it_and_how_to_see_that_it_worked(language: str) -> None:
    """Every task has its owner, and the measures are those of the new structure."""
    found = found_for("utility", language)
    assert found.plan
    page = told_in(found, "plan")
    titles = [found.sentences.say(name) for name in ("plan", "plan_worked")]
    shown = [own for own in slides(found) if own.title in titles]
    lines = [line.text for own in shown for line in lines_on(own)]
    for told in (page, words(" ".join([*[own.title for own in shown], *lines]))):
        for step in found.plan.steps:
            if step.task.accountable != owner(found.plan):
                assert words(found.sentences.inside(step.task.name[language])) in told
        assert found.sentences.say("plan_worked") in told
        for metric in found.best.metrics:
            assert words(metric[language]) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_of_the_plan_names_the_longest_tasks_of_each_phase(language: str) -> None:
    found = found_for("utility", language)
    assert found.plan
    (slide,) = [own for own in slides(found) if own.title == found.sentences.say("plan")]
    (grid,) = [thing for thing in slide.things if isinstance(thing, Grid)]
    by_phase: dict[str, list[Step]] = {}
    for step in found.plan.steps:
        by_phase.setdefault(OWN.say(f"phase_{step.task.phase}", language), []).append(step)
    assert [row[0] for row in grid.rows] == list(by_phase)
    for phase, _, told in grid.rows:
        steps = sorted(by_phase[phase], key=lambda step: -step.days.usual)
        names = [found.sentences.inside(step.task.name[language]) for step in steps]
        assert [name in told for name in names] == [n < TASKS for n in range(len(names))]
        more = OWN.say("names_more", language, names="", n=len(names) - TASKS)
        assert told.endswith(more) == (len(names) > TASKS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_on_one_page_leaves_out_quarters_in_which_nothing_changes(language: str) -> None:
    found = found_for("utility", language)
    assert found.plan
    whole, brief = (
        next(
            block
            for block in told(found.plan, found.sentences)
            if isinstance(block, Table) and block.label == found.sentences.say("plan_headcount")
        )
        for told in (plan.plan_blocks, plan.plan_blocks_in_brief)
    )
    assert (brief.rows[0], brief.rows[-1]) == (whole.rows[0], whole.rows[-1])
    nothing = found.sentences.nothing
    assert [row for row in whole.rows[1:-1] if row[1] != nothing] == [*brief.rows[1:-1]]
    assert len(brief.rows) < len(whole.rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_is_called_a_target_only_where_a_move_is_advised(language: str) -> None:
    """Where today's structure is to be kept, a page called “Target” contradicts the memo."""

    def pages(**profile: object) -> list[str]:
        table = {**UTILITY, "profile": {**profile, "currency": "usd"}}
        case, _ = read_case(table, OWN)
        file = make_paper("drawio", recommend_for(case, OWN), OWN, language).content.decode()
        return re.findall('<diagram [^>]*name="([^"]+)"', file)

    best = found_for("utility", language).best.id
    name = OWN.structures[best].name[language]
    titles = {
        message: OWN.say(message, language, structure=name)
        for message in ("org_target", "org_leader")
    }
    assert pages() == [name]
    assert pages(structure="decentralised")[1:] == [titles["org_target"]]
    kept = pages(structure="decentralised", symptoms=["leavers", "repeats"])
    assert kept[1:] == [titles["org_leader"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_of_other_agents_says_how_many_there_are_at_its_end(language: str) -> None:
    """Who has 320 of 379 agents, and will need 320, must not read that 59 of them go."""
    found = found_for("utility", language)
    assert found.move
    assert found.move.own
    own = found.move.own
    first, *_ = told_in(found, "plan").partition(OWN.say("plan_stops", language))
    for agents in (own.have, own.needed, own.target):
        assert found.sentences.number(agents, ".0f") in "".join(first.split(".")[:2])
    plan = found.plan
    assert plan
    end = plan.quarters[-1].end
    assert (plan.people.agents, round(end.agents, 1)) == (own.have, own.target)
    closed = sum(quarter.left + quarter.redundant for quarter in plan.quarters)
    assert closed == pytest.approx(plan.people.total - end.total)  # leaders, but for a few
    assert closed < own.missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_board_names_the_price_of_the_move_once(language: str) -> None:
    """It stands in what is asked for; the annex tells from what to what it may be."""
    found = found_for("utility", language)
    assert found.move
    usual = words(found.sentences.brief(found.move.budget.price("usual") / 100))
    assert told_in(found, "decision", "money").count(usual) == 1
    assert words(today.price(found.move.budget, found)) in told_in(found, "today")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("structure", [None, *OWN.structures])
def test_the_workings_begin_with_a_heading_that_says_what_they_are(
    structure: str | None, language: str
) -> None:
    """A board reads the page, the plan and what the law asks for; the rest is behind them."""
    profile = {"structure": structure} if structure else {}
    case, _ = read_case({"answers": {"regions": "many", "size": "large"}, "profile": profile}, OWN)
    ids = [own.id for own in memo(findings(recommend_for(case, OWN), OWN, language))]
    (place,) = [n for n, name in enumerate(ids) if name == "annex"]
    assert not {"verdict", "reasons", "staffing", "inputs"} & set(ids[:place])
    assert not {"decision", "money", "alternative"} & set(ids[place:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_of_which_no_reason_is_left_to_tell_share_a_line(language: str) -> None:
    """In papers; their reasons stand above, where each was told first."""
    found = found_for.__wrapped__("utility", language)  # another has told no reason yet
    own = reasons.reasons(found_for("utility", language))
    assert own
    (section,) = [section for section in memo(found) if section.heading == own.heading]
    (entries,) = [block for block in section.blocks if isinstance(block, Entries)]
    bare = [f"{OWN.messages[effect][language]}." for effect in ("effect_more", "effect_less")]
    shared = 0
    for entry in entries.entries:
        for statement in entry.details:
            told = [detail.text for detail in statement.details]
            assert all(told.count(text) <= 1 for text in bare), told
            shared += sum("; " in detail.title.text for detail in statement.details)
    assert shared
