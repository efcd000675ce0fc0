"""The methodology page: every number of the decision model stands on it, and can be recomputed."""

import html
import re
from datetime import date
from functools import cache
from math import exp, fsum, prod

import pytest

from hooks.pages.pages import DECISION_ASSUMPTIONS
from hooks.pages.validation import MEASURES, METHODS, read_conflicts, read_validation
from hooks.pages.worked_example import WORKED_EXAMPLE, worked_example
from service_structure import load_guide, recommend
from service_structure.case.number_output import unit_of
from service_structure.decision.model import VERDICTS, Recommendation
from service_structure.decision.settings import DRAWS
from service_structure.decision.usual import usual_values
from service_structure.source.records import Guide
from service_structure.staffing.costs import ratings
from service_structure.views.wording import Wording
from tests.support import ROOT, words
from tests.views.made import made_pages

LANGUAGES = list(load_guide().languages)
EXACT = 1e-12


@cache
def page(guide: Guide, language: str) -> str:
    (found,) = (p for p in made_pages(guide, language) if p.uri == "method.md")
    return html.unescape(found.markdown)


def section(guide: Guide, language: str, name: str) -> str:
    """What stands under a heading, up to the next one."""
    (found,) = re.findall(
        rf"^##+ [^\n]* {{: #{name} }}\n(.*?)(?=^##|\Z)", page(guide, language), re.M | re.S
    )
    return str(found)


def rows(guide: Guide, language: str, name: str) -> list[list[str]]:
    """The cells of the table in a section without markup, row by row, without the head."""
    lines = [x for x in section(guide, language, name).splitlines() if x.startswith("|")]
    cells = [[plain(cell) for cell in line.strip()[1:-1].split("|")] for line in lines]
    return cells[2:]


def plain(cell: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("**", "").strip()


def figure(guide: Guide, language: str, value: float, form: str = "g") -> str:
    return guide.languages[language].figure(round(value, 9), form)


def number(guide: Guide, language: str, cell: str) -> float:
    return float(cell.replace(guide.languages[language].decimal, ".").replace("−", "-") or 0)


def shown(guide: Guide, language: str, value: float) -> str:
    return figure(guide, language, value, ".8g")


def example(guide: Guide) -> Recommendation:
    """The worked example: what the scenario leaves open is answered as is usual."""
    scenario = guide.scenarios[WORKED_EXAMPLE]
    usual = {f.id: f.usual for f in guide.factors.values()}
    return recommend({**usual, **scenario.answers})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_points_of_every_criterion_stand_on_the_page(guide: Guide, language: str) -> None:
    *found, (_, by_judgement, in_force) = rows(guide, language, "weights")
    assert found == [
        [
            c.name[language],
            figure(guide, language, c.points),
            shown(guide, language, guide.estimates.points[c.id]),
        ]
        for c in guide.criteria.values()
    ]
    assert by_judgement == in_force == "100"
    text = section(guide, language, "weights")
    assert Wording(guide, language).day(guide.estimates.date) in text
    assert str(guide.estimates.cases) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_effect_of_an_answer_about_goals_stands_in_its_row_and_column(
    guide: Guide, language: str
) -> None:
    found = rows(guide, language, "effects")
    goals = [factor for factor in guide.factors.values() if factor.goal]
    levels = [(factor, level) for factor in goals for level in factor.levels]
    for (factor, level), (name, *cells) in zip(levels, found, strict=True):
        assert name == f"{factor.name[language]}: {level.name[language]}"
        for criterion, cell in zip(guide.criteria, cells, strict=True):
            points = level.moves.get(criterion, 0)
            assert cell == (figure(guide, language, points, "+g") if points else "")
        assert fsum(number(guide, language, cell) for cell in cells) == 0, "as the page says"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_how_many_cases_an_open_question_takes(guide: Guide, language: str) -> None:
    assert str(DRAWS) in section(guide, language, "settings")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_usual_rating_stands_in_its_row_and_column(guide: Guide, language: str) -> None:
    found = rows(guide, language, "ratings")
    for criterion, (name, *cells) in zip(guide.criteria.values(), found, strict=True):
        assert name == criterion.name[language]
        for structure, cell in zip(guide.structures, cells, strict=True):
            value = 100 * usual_values(guide)[structure][criterion.id]
            assert cell == figure(guide, language, value, ".0f")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scales_of_the_staffing_model_stand_in_its_formulas(
    guide: Guide, language: str
) -> None:
    text = section(guide, language, "numbers")
    values = {name: guide.assumptions[name].value for name in guide.assumptions}
    cost = figure(guide, language, values["cost_worst"])
    width = figure(guide, language, values["cost_worst"] - values["cost_best"])
    assert re.search(rf"\({cost} − \w+\) / {width}\n", text)
    share = figure(guide, language, values["speed_by_wait"] / 100)
    rest = figure(guide, language, 1 - values["speed_by_wait"] / 100)
    assert f"= {share} · (" in text
    assert f" + {rest} · " in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_structure_has_its_base_points_on_the_page(guide: Guide, language: str) -> None:
    assert rows(guide, language, "base") == [
        [s.short[language], shown(guide, language, guide.estimates.base[s.id])]
        for s in guide.structures.values()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_structures_are_made_of_stands_on_the_page_with_its_reason(
    guide: Guide, language: str
) -> None:
    expected = []
    for structure in guide.structures.values():
        for p in structure.preconditions:
            factor = guide.factors[p.factor]
            needs = f"{factor.name[language]}: {factor.level(p.at_least).name[language]}"
            expected.append([structure.short[language], needs, words(p.because[language])])
    assert rows(guide, language, "made_of") == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdicts_stand_beside_the_probabilities_from_which_they_hold(
    guide: Guide, language: str
) -> None:
    found = rows(guide, language, "verdict")
    for verdict, (name, least) in zip(VERDICTS, found, strict=True):
        assert name == guide.messages[f"verdict_word_{verdict}"][language]
        limit = guide.assumptions.get(f"{verdict}_from")
        percent = guide.messages["percent"][language]
        empty = guide.messages["empty_cell"][language]
        assert least == (percent.format(n=f"{limit.value:g}") if limit else empty)
    share = guide.assumptions["shortlist_share"].value
    assert f"{share:g}" in section(guide, language, "verdict")
    assert shown(guide, language, guide.estimates.temperature) in section(
        guide, language, "probability"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_of_the_decision_stands_on_the_page_with_its_limits(
    guide: Guide, language: str
) -> None:
    found = rows(guide, language, "assumptions")
    for name, (title, value, note) in zip(DECISION_ASSUMPTIONS, found, strict=True):
        assumption = guide.assumptions[name]
        low, high = (figure(guide, language, x) for x in (assumption.low, assumption.high))
        assert title == assumption.name[language]
        assert value.startswith(f"{figure(guide, language, assumption.value)} ")
        assert guide.say("from_to", language, low=low, high=high) in value
        assert words(assumption.note[language]) in note
        assert unit_of(assumption, guide, language) in value


def test_the_assumptions_shown_are_those_that_the_code_of_the_decision_asks_for() -> None:
    """Every name that its modules look up among the assumptions."""
    asked = {f"{verdict}_from" for verdict in VERDICTS[:-1]}
    for module in ("model", "evaluation", "explain", "counterfactual"):
        file = ROOT / "calculator" / "service_structure" / "decision" / f"{module}.py"
        code = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'assumptions\["(\w+)"\]', code))
    assert asked == set(DECISION_ASSUMPTIONS)


def test_the_worked_example_is_a_single_case(guide: Guide) -> None:
    found = worked_example(guide)
    assert found.result == example(guide)
    assert found.result.answers.levels.keys() == guide.factors.keys()
    assert found.result.settled == 1
    assert {*found.assumed} == guide.factors.keys() - found.scenario.answers.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_gives_every_answer_of_the_worked_example(guide: Guide, language: str) -> None:
    text = plain(section(guide, language, "example"))
    for factor, level in example(guide).answers.levels.items():
        name = guide.factors[factor].name[language]
        assert f"{name}: {guide.factors[factor].level(level).name[language]}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_of_the_worked_example_are_points_in_force_plus_moves(
    guide: Guide, language: str
) -> None:
    result = example(guide)
    *found, total = rows(guide, language, "example_weights")
    for weight, (name, base, moves, points) in zip(result.weights, found, strict=True):
        assert name == guide.criteria[weight.criterion].name[language]
        assert number(guide, language, base) == pytest.approx(weight.base, abs=1e-6)
        listed = moves.split("; ") if weight.moves else []
        for move, told in zip(weight.moves, listed, strict=True):
            factor = guide.factors[move.factor]
            level = factor.level(move.level).name[language]
            moved = figure(guide, language, move.points, "+g")
            assert told == f"{factor.name[language]}: {level} {moved}"
        by_hand = number(guide, language, base) + fsum(
            number(guide, language, told.rpartition(" ")[2]) for told in listed
        )
        assert number(guide, language, points) == pytest.approx(by_hand, abs=1e-6)
        assert number(guide, language, points) == pytest.approx(weight.points, abs=1e-6)
    assert (total[1], total[3]) == ("100", "100")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rating_of_the_worked_example_can_be_recomputed_statement_by_statement(
    guide: Guide, language: str
) -> None:
    """½ + Σ strength/8 · Π multipliers, with the multipliers that the answers have in the data."""
    result = example(guide)
    criterion = worked_example(guide).criterion
    best = result.ranking[0].structure
    statements = guide.structures[best].statements_on(criterion)
    assert sum(len(statement.conditions) for statement in statements) > 1, "nothing to show"
    *found, total = rows(guide, language, "example_values")
    value = 0.5
    for statement, (name, effect, told, product) in zip(statements, found, strict=True):
        assert name == statement.text[language]
        assert number(guide, language, effect) == statement.effect / 8
        times = [each.rpartition(" ×")[::2] for each in told.split("; ") if told != "—"]
        for condition, (asked, by) in zip(statement.conditions, times, strict=True):
            factor, level = guide.factors[condition.factor], result.answers.levels[condition.factor]
            assert asked == f"{factor.name[language]}: {factor.level(level).name[language]}"
            assert number(guide, language, by) == condition.times[level]
        by_hand = number(guide, language, effect) * prod(
            number(guide, language, by) for _, by in times
        )
        assert number(guide, language, product) == pytest.approx(by_hand, abs=1e-8)
        value += by_hand
    assert number(guide, language, total[3]) == pytest.approx(value, abs=1e-7)
    (contribution,) = (c for c in result.best.contributions if c.criterion == criterion)
    assert value == pytest.approx(contribution.value, abs=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_staffing_of_the_worked_example_gives_its_ratings_on_cost_and_speed(
    guide: Guide, language: str
) -> None:
    result = example(guide)
    figures = rows(guide, language, "example_staffing")
    values = {name: assumption.value for name, assumption in guide.assumptions.items()}
    share = values["speed_by_wait"] / 100

    def on_scale(value: float, criterion: str) -> float:
        worst, best = values[f"{criterion}_worst"], values[f"{criterion}_best"]
        return min(max((value - worst) / (best - worst), 0), 1)

    for column, standing in enumerate(result.ranking[:2], 1):
        cost, rated, wait, of_wait, stated, speed = (
            number(guide, language, row[column]) for row in figures
        )
        found = ratings(result.inputs.numbers, guide)[standing.structure]
        assert (cost, wait) == pytest.approx(
            (found["cost"].figure, found["speed"].figure), abs=1e-5
        )
        assert rated == pytest.approx(on_scale(cost, "cost"), abs=1e-7)
        assert of_wait == pytest.approx(on_scale(wait, "speed"), abs=1e-7)
        assert speed == pytest.approx(share * of_wait + (1 - share) * stated, abs=1e-7)
        own = {c.criterion: c.value for c in standing.contributions}
        assert (own["cost"], own["speed"]) == pytest.approx((rated, speed), abs=1e-6)
    for name in ("agents", "contacts_per_hour", "aht", "answer_within"):
        value = figure(guide, language, getattr(result.inputs.numbers, name))
        assert value in section(guide, language, "example_staffing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fits_of_the_worked_example_can_be_recomputed_from_its_own_table(
    guide: Guide, language: str
) -> None:
    result = example(guide)
    best, second = result.ranking[:2]
    *found, base, absent, total = rows(guide, language, "example_fits")

    def read(cell: str) -> float:
        return number(guide, language, cell)

    sums = [0.0, 0.0]
    for weight, a, b, row in zip(
        result.weights, best.contributions, second.contributions, found, strict=True
    ):
        assert read(row[1]) == pytest.approx(weight.points, abs=1e-6)
        for place, (contribution, cell) in enumerate(zip((a, b), row[2:4], strict=True)):
            product, amount = cell.split(" = ")
            w, v = map(read, product.split(" × "))
            assert w == read(row[1])
            assert v == pytest.approx(contribution.value, abs=1e-7)
            assert w * v == pytest.approx(read(amount), abs=1e-5)
            assert read(amount) == pytest.approx(100 * contribution.amount, abs=1e-6)
            sums[place] += read(amount)
    for place, standing in enumerate((best, second)):
        column = place + 2
        assert read(base[column]) == pytest.approx(100 * standing.base, abs=1e-6)
        assert read(absent[column]) == pytest.approx(-100 * standing.penalty, abs=1e-6)
        whole = sums[place] + read(base[column]) + read(absent[column])
        assert read(total[column]) == pytest.approx(whole, abs=1e-5)
        assert read(total[column]) == pytest.approx(100 * standing.fit, abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_probabilities_of_the_worked_example_follow_from_its_fits(
    guide: Guide, language: str
) -> None:
    result = example(guide)
    found = rows(guide, language, "example_probability")
    fits = [number(guide, language, fit) for _, fit, _, _ in found]
    odds = [exp((fit - max(fits)) / guide.estimates.temperature) for fit in fits]
    for standing, own, (name, fit, shown_odds, probability) in zip(
        result.ranking, odds, found, strict=True
    ):
        out = "" if standing.candidate else f" ({guide.messages['example_out'][language]})"
        assert name == guide.structures[standing.structure].short[language] + out
        assert number(guide, language, fit) == pytest.approx(100 * standing.fit, abs=1e-6)
        assert number(guide, language, shown_odds) == pytest.approx(own, abs=1e-6)
        share = number(guide, language, probability)
        assert share == pytest.approx(own / fsum(odds), abs=1e-6)
        assert share == pytest.approx(standing.probability, abs=1e-8)
    text = section(guide, language, "example_probability")
    assert guide.messages[f"verdict_word_{result.verdict}"][language] in text
    for rival in result.rivals:
        assert guide.structures[rival].short[language] in text.split("</div>")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_from_a_publication_stands_beside_what_the_model_says(
    guide: Guide, language: str
) -> None:
    scenarios = [s for s in guide.scenarios.values() if s.sources]
    found = rows(guide, language, "cases")
    for scenario, (name, first, verdict, rivals) in zip(scenarios, found, strict=True):
        result = recommend(scenario.answers)
        assert name.startswith(scenario.name[language])
        assert first.startswith(guide.structures[result.recommended].short[language])
        assert verdict == guide.messages[f"verdict_word_{result.verdict}"][language]
        named = [guide.structures[rival].short[language] for rival in result.rivals]
        assert [re.sub(r" \d+\s?%$", "", rival) for rival in rivals.split(", ") if named] == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_on_the_casebook_stands_on_the_page_with_its_interval(
    guide: Guide, language: str
) -> None:
    measured = read_validation()
    text = section(guide, language, "validation")
    day = date.fromisoformat(measured["date"])
    assert Wording(guide, language).day(day) in text
    assert str(measured["cases"]) in text
    for method, (name, *cells) in zip(METHODS, rows(guide, language, "validation"), strict=True):
        assert name == guide.messages[f"forecast_{method}"][language]
        for measure, cell in zip(MEASURES, cells, strict=True):
            found = measured["methods"][method].get(measure, [])
            scale = 1 if measure in {"rank", "log_loss"} else 100
            told = [number(guide, language, each) for each in re.findall(r"\d+(?:[.,]\d+)?", cell)]
            error = 0.005 if scale == 1 else 0.5
            assert told == pytest.approx([scale * value for value in found], abs=1.001 * error)


def test_the_measures_say_what_the_page_makes_of_them(guide: Guide) -> None:
    measured = read_validation()
    top1 = {method: found["top1"][0] for method, found in measured["methods"].items()}
    rank = {method: measured["methods"][method]["rank"][0] for method in ("model", "base_rates")}
    assert 0 < top1["model"] - top1["constant"] < 0.1, "only a little more often"
    assert top1["logit"] > top1["model"], "with the hint of what is not answered"
    assert top1["levels"] - top1["model"] < 0.05, "without it no better"
    assert rank["model"] < rank["base_rates"]
    assert measured["methods"]["model"]["ece"][0] < 0.1
    assert measured["alternatives"]["named"]["cases"] > measured["cases"] / 2
    assert measured["cases"] == guide.estimates.cases


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_conflict_between_claims_stands_beside_what_the_model_follows(
    guide: Guide, language: str
) -> None:
    assert rows(guide, language, "claims") == [
        [each["between"][language], each["follows"][language]] for each in read_conflicts()
    ]


# What the prose of the page says of the data and of the model.


def test_a_small_service_is_ruled_out_of_nothing_but_its_borders_cost_more(guide: Guide) -> None:
    assert all(s.candidate for s in recommend({"size": "tiny"}).ranking)
    borders = [
        condition.times
        for structure in guide.structures.values()
        for statement in structure.statements_on("simplicity")
        for condition in statement.conditions
        if condition.factor == "size"
    ]
    assert len(borders) > 5
    for times in borders:
        assert list(times.values()) == sorted(times.values(), reverse=True)


def test_size_moves_no_points_and_a_large_pool_need_not_know_everything(guide: Guide) -> None:
    assert not guide.factors["size"].goal
    pool = {s.id: s for s in guide.structures["centralised"].statements}
    for name in ("all_trades", "load_on_generalist"):
        (times,) = (c.times for c in pool[name].conditions if c.factor == "size")
        assert times["huge"] < times["large"] < times["medium"]


def times_of(guide: Guide, structure: str, statement: str, factor: str) -> list[float]:
    """What the levels of a question, from low to high, multiply a statement by."""
    (found,) = (s for s in guide.structures[structure].statements if s.id == statement)
    (condition,) = (c for c in found.conditions if c.factor == factor)
    return [condition.times[level.id] for level in guide.factors[factor].levels]


@pytest.mark.parametrize(
    ("structure", "statement", "factor", "rises"),
    [
        ("centralised", "common_standards", "variety", False),
        ("centralised", "load_on_generalist", "product_difference", True),
        ("centralised", "load_on_generalist", "complexity", True),
        ("centralised", "impersonal", "key_accounts", True),
        ("functional", "professional_skill", "complexity", True),
        ("functional", "handoffs_delay", "complexity", True),
        ("functional", "function_gaps", "joint_work", True),
        ("product", "deep_product_knowledge", "complexity", True),
        ("expert_line", "transfers", "complexity", True),
        ("mirrored_teams", "team_decides", "authority", True),
    ],
)
def test_the_conflicts_between_sources_are_resolved_as_the_page_says(
    guide: Guide, structure: str, statement: str, factor: str, rises: bool
) -> None:
    times = times_of(guide, structure, statement, factor)
    assert times == sorted(times, reverse=not rises)
    assert times[0] != times[-1]


def test_the_source_on_cisco_is_silent_where_the_page_says_so(guide: Guide) -> None:
    silent = {"key_accounts", "budget", "regulation"}
    assert not silent & guide.scenarios["cisco_tac"].answers.keys()
