"""Scenarios side by side: figures as differences to the first, and only the rows that differ."""

import re

import pytest

from service_structure import load_guide, recommend, staff
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.views import render_comparison, render_memo
from service_structure.views.blocks import Small, Table, Text
from service_structure.views.comparison import COMPARED, comparison
from service_structure.views.export import tables_as_csv
from service_structure.views.figures import FIGURES
from service_structure.views.sentences import Sentences
from tests.home_ground import HOME
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
NOW = {"regions": "many", "size": "large"}
THEN = {"regions": "one", "size": "huge"}


def tables(*results: Recommendation, language: str = "en") -> list[Table]:
    named = [(f"Case {n}", result) for n, result in enumerate(results, 1)]
    blocks = comparison(named, GUIDE, language, brief=True).blocks
    return [block for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("first", "second"), [(NOW, THEN), (THEN, NOW)])
def test_figures_tell_their_difference_to_the_first_with_its_sign_and_in_words(
    language: str, first: dict[str, str], second: dict[str, str]
) -> None:
    results = [recommend(first), recommend(second)]
    rows = {row[0]: row[1:] for row in tables(*results, language=language)[0].rows}
    staffed = [
        staff(answers)[str(result.recommended)]
        for answers, result in zip((first, second), results, strict=True)
    ]
    for name in COMPARED:
        own, other = rows[Sentences(results[0], GUIDE, language).figure_name(name)]
        assert isinstance(own, str)
        delta = next(span.text for span in other if isinstance(span, Small))
        difference = FIGURES[name].difference(*staffed)
        if not difference:
            assert delta == GUIDE.messages["delta_same"][language]
            continue
        way = "more" if difference > 0 else "less"
        assert delta.startswith("+" if difference > 0 else "−")
        assert delta.endswith(GUIDE.messages[f"delta_{name}_{way}"][language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_costs_are_told_in_their_unit(language: str) -> None:
    """The head says it for all; where the scenarios differ in it, every amount does."""
    plain = recommend(NOW)
    hours = GUIDE.messages["money_hours"][language]
    cost = GUIDE.messages["yearly_cost"][language]
    heads = [row[0] for row in tables(plain, plain, language=language)[0].rows]
    assert f"{cost}, {hours}" in heads
    given = {"answers": NOW, "numbers": {"agent_cost": 20}, "profile": {"currency": "eur"}}
    case, _ = read_case(given, GUIDE)
    paid = recommend_for(case, GUIDE)
    for results in ((plain, paid), (paid, plain)):
        rows = {row[0]: row[1:] for row in tables(*results, language=language)[0].rows}
        told = [plain_text(cell) for cell in rows[cost]]
        assert [hours in cell for cell in told] == [result is plain for result in results]


def plain_text(cell: Text) -> str:
    return cell if isinstance(cell, str) else str(cell[0])


def test_equal_scenarios_differ_in_nothing() -> None:
    results = [recommend(NOW), recommend(NOW)]
    (first,) = tables(*results)
    deltas = [
        span.text
        for row in first.rows
        for cell in row
        if isinstance(cell, tuple)
        for span in cell
        if isinstance(span, Small)
    ]
    same = GUIDE.messages["delta_same"]["en"]
    assert deltas == [GUIDE.messages["delta_structure_same"]["en"], *[same] * len(COMPARED)]
    shown = words(render_comparison([("a", results[0]), ("b", results[1])], GUIDE, "en"))
    assert words(GUIDE.messages["compare_alike"]["en"]) in shown
    assert GUIDE.messages["compare_following"]["en"] not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_differs_has_a_row_and_an_open_question_is_told(language: str) -> None:
    numbers = recommend({"regions": "one"}, numbers={"aht": "4:30"})
    _, differing = tables(recommend({"budget": "low"}), numbers, language=language)
    heads = {str(row[0]) for row in differing.rows}
    factors = {GUIDE.factors[name].name[language] for name in ("regions", "budget")}
    assert heads == factors | {GUIDE.assumptions["aht"].name[language]}
    missing = GUIDE.messages["not_answered"][language]
    assert sum(cell == missing for row in differing.rows for cell in row) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nothing_answered_a_scenario_has_no_verdict(language: str) -> None:
    columns = [("none", recommend({})), ("one", recommend(NOW))]
    shown = words(render_comparison(columns, GUIDE, language))
    for word, result in zip(("nothing", columns[1][1].verdict), columns, strict=True):
        probability = Sentences(result[1], GUIDE, language).percent(result[1].best.probability)
        told = GUIDE.messages[f"verdict_word_{word}"][language]
        assert f">{words(f'{told}, {probability}')}</td>" in shown


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_memo_compares_two_scenarios_but_not_one(form: str) -> None:
    result = recommend(NOW)
    both = [("Now", result), ("Then", recommend(THEN))]
    heading = GUIDE.messages["compare"]["en"]
    sources = GUIDE.messages["working_sources"]["en"]
    for scenarios in ((), both[:1], both):
        memo = render_memo(result, GUIDE, "en", scenarios=scenarios, form=form)
        assert (heading in memo) == (len(scenarios) > 1)
        assert not re.search(rf"{sources}.*{heading}", memo, re.DOTALL), "sources stand last"


@pytest.mark.parametrize("structure", HOME)
def test_where_today_stays_there_is_no_move_to_pay_for(structure: str) -> None:
    told = {"answers": HOME[structure], "profile": {"structure": structure, "currency": "eur"}}
    result = recommend_for(read_case(told, GUIDE)[0], GUIDE)
    words = Sentences(result, GUIDE, "en")
    rows = {row[0]: row[1:] for row in tables(result, result)[0].rows}
    heads = ("move_payback_head", "move_yearly_head", "move_value_head")
    told_of = [rows[words.say(head)] for head in heads]
    assert told_of == [(words.nothing, words.nothing)] * len(heads)
    assert ("result", structure, "currency", "eur") in tables_as_cells(result)


def tables_as_cells(result: Recommendation) -> list[tuple[str, ...]]:
    rows = tables_as_csv(result, GUIDE, "en").text.lstrip("\ufeff").splitlines()
    return [tuple(row.split(",")) for row in rows]
