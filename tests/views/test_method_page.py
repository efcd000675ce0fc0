"""The methodology page: every number of the decision model stands on it, and can be recomputed."""

import html
import re
from collections.abc import Mapping
from functools import cache
from math import fsum

import pytest

from hooks.pages.pages import DECISION_ASSUMPTIONS, WORKED_EXAMPLE, worked_example
from service_structure import load_guide, recommend
from service_structure.decision.explain import rivalries
from service_structure.source.records import Guide
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
    cells = [[plain(cell) for cell in line.strip().strip("|").split("|")] for line in lines]
    return cells[2:]


def plain(cell: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("**", "").strip()


def figure(guide: Guide, language: str, value: float, form: str = "g") -> str:
    shown = f"{round(value, 9):{form}}".replace("-", "−")
    return shown.replace(".", guide.languages[language].decimal)


def number(guide: Guide, language: str, cell: str) -> float:
    return float(cell.replace(guide.languages[language].decimal, ".").replace("−", "-") or 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_base_weight_of_every_criterion_stands_on_the_page(guide: Guide, language: str) -> None:
    *found, (_, total) = rows(guide, language, "weights")
    assert found == [
        [c.name[language], figure(guide, language, c.points)] for c in guide.criteria.values()
    ]
    assert total == "100"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_effect_of_every_answer_stands_in_its_row_and_column(
    guide: Guide, language: str
) -> None:
    found = rows(guide, language, "effects")
    levels = [(factor, level) for factor in guide.factors.values() for level in factor.levels]
    for (factor, level), (name, *cells) in zip(levels, found, strict=True):
        assert name == f"{factor.name[language]}: {level.name[language]}"
        for criterion, cell in zip(guide.criteria, cells, strict=True):
            points = level.moves.get(criterion, 0)
            assert cell == (figure(guide, language, points, "+g") if points else "")
        assert fsum(number(guide, language, cell) for cell in cells) == 0, "as the page says"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rating_stands_beside_the_sum_of_strengths_that_makes_it(
    guide: Guide, language: str
) -> None:
    found = rows(guide, language, "ratings")
    for criterion, (name, *cells) in zip(guide.criteria.values(), found, strict=True):
        assert name == criterion.name[language]
        for structure, cell in zip(guide.structures.values(), cells, strict=True):
            strength = sum(s.effect for s in structure.statements_on(criterion.id))
            rating, net = cell.rstrip(")").split(" (")
            assert number(guide, language, net) == strength
            assert number(guide, language, rating) == 100 * (0.5 + strength / 8)
            value = structure.ratings.get(criterion.id, 0.5)
            assert number(guide, language, rating) == 100 * value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_precondition_stands_on_the_page_with_its_reason(guide: Guide, language: str) -> None:
    expected = []
    for structure in guide.structures.values():
        for p in structure.preconditions:
            factor = guide.factors[p.factor]
            needs = f"{factor.name[language]}: {factor.level(p.at_least).name[language]}"
            expected.append([structure.short[language], needs, words(p.because[language])])
    assert rows(guide, language, "preconditions") == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hybrid_stands_on_the_page_with_its_parents(guide: Guide, language: str) -> None:
    names = {s.id: s.short[language] for s in guide.structures.values()}
    assert rows(guide, language, "hybrids") == [
        [names[s.id], ", ".join(names[parent] for parent in s.parents)]
        for s in guide.structures.values()
        if s.parents
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_of_the_decision_stands_on_the_page_with_its_limits(
    guide: Guide, language: str
) -> None:
    found = rows(guide, language, "assumptions")
    for name, (shown, value, limits, note) in zip(DECISION_ASSUMPTIONS, found, strict=True):
        assumption = guide.assumptions[name]
        low, high = (figure(guide, language, x) for x in (assumption.low, assumption.high))
        assert shown == assumption.name[language]
        assert value == figure(guide, language, assumption.value)
        assert limits == f"{low}–{high}"
        assert words(assumption.note[language]) in note
        assert assumption.unit[language] in note


def test_the_assumptions_shown_are_those_that_the_code_of_the_decision_asks_for() -> None:
    """Every name that its modules look up among the assumptions."""
    asked = set()
    for module in ("model", "explain", "counterfactual"):
        file = ROOT / "calculator" / "service_structure" / "decision" / f"{module}.py"
        code = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'assumptions\["(\w+)"\]', code))
    assert asked == set(DECISION_ASSUMPTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_of_the_worked_example_are_base_points_plus_moves(
    guide: Guide, language: str
) -> None:
    result = recommend(guide.scenarios[WORKED_EXAMPLE].answers)
    *found, total = rows(guide, language, "example_weights")
    for weight, (name, base, moves, points) in zip(result.weights, found, strict=True):
        assert name == guide.criteria[weight.criterion].name[language]
        assert number(guide, language, base) == weight.base
        listed = moves.split("; ") if weight.moves else []
        for move, shown in zip(weight.moves, listed, strict=True):
            factor = guide.factors[move.factor]
            level = factor.level(move.level).name[language]
            moved = figure(guide, language, move.points, "+g")
            assert shown == f"{factor.name[language]}: {level} {moved}"
        by_hand = weight.base + fsum(
            number(guide, language, shown.rpartition(" ")[2]) for shown in listed
        )
        assert number(guide, language, points) == by_hand == pytest.approx(weight.points, abs=EXACT)
    assert (total[1], total[3]) == ("100", "100")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_example_can_be_recomputed_from_its_own_table(
    guide: Guide, language: str
) -> None:
    result = recommend(guide.scenarios[WORKED_EXAMPLE].answers)
    best, second = result.candidates[:2]
    *found, total = rows(guide, language, "example_fits")

    def read(cell: str) -> float:
        return number(guide, language, cell)

    sums = [0.0, 0.0, 0.0]
    for weight, a, b, row in zip(
        result.weights, best.contributions, second.contributions, found, strict=True
    ):
        assert read(row[1]) == pytest.approx(weight.points, abs=EXACT)
        for place, (contribution, cell) in enumerate(zip((a, b), row[2:4], strict=True)):
            product, amount = cell.split(" = ")
            w, v = map(read, product.split(" × "))
            assert (w, v) == (read(row[1]), contribution.value)
            assert w * v == pytest.approx(read(amount), abs=1e-9)
            assert read(amount) == pytest.approx(100 * contribution.amount, abs=1e-9)
            sums[place] += read(amount)
        sums[2] += read(row[4])
    assert [read(cell) for cell in total[2:]] == pytest.approx(sums, abs=1e-9)
    fits = [100 * best.fit, 100 * second.fit, 100 * (best.fit - second.fit)]
    assert [read(cell) for cell in total[2:]] == pytest.approx(fits, abs=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_example_ranks_every_structure_and_names_lead_parents_and_verdict(
    guide: Guide, language: str
) -> None:
    result = recommend(guide.scenarios[WORKED_EXAMPLE].answers)
    ranked = [
        plain(line.partition(". ")[2])
        for line in section(guide, language, "example_fits").splitlines()
        if re.match(r"\d+\. ", line)
    ]
    out = guide.messages["example_out"][language]
    assert ranked == [
        f"{guide.structures[s.structure].short[language]}: {shown(guide, language, 100 * s.fit)}"
        + ("" if s.candidate else f" ({out})")
        for s in result.ranking
    ]
    text = section(guide, language, "example_lead")
    first, second = result.candidates[:2]
    for value in (
        *(first.fit, second.fit, first.fit - second.fit),
        *(guide.assumptions[margin].value for margin in ("clear_margin", "hybrid_margin")),
        first.parents_gap or 0.0,
        *(result.standing(p).fit for p in guide.structures[first.structure].parents),
    ):
        assert shown(guide, language, 100 * value) in text
    assert guide.messages[f"verdict_word_{result.verdict}"][language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weight_of_the_worked_example_really_makes_the_two_level(
    guide: Guide, language: str
) -> None:
    """w′ = w − D/d, worked out here and given to the model."""
    answers = guide.scenarios[WORKED_EXAMPLE].answers
    result = recommend(answers)
    first, second = result.candidates[:2]
    lead = 100 * (first.fit - second.fit)
    ways = {}
    for n, (a, b) in enumerate(zip(first.contributions, second.contributions, strict=True)):
        if a.value != b.value:
            then = result.weights[n].points - lead / (a.value - b.value)
            if then >= 0:
                ways[n] = then
    nearest = min(ways, key=lambda n: round(abs(ways[n] - result.weights[n].points), 9))
    weights = {w.criterion: w.points for w in result.weights}
    weights[result.weights[nearest].criterion] = ways[nearest]
    tied = recommend(answers, weights=weights)
    total = fsum(weights.values())
    gap = tied.standing(first.structure).fit - tied.standing(second.structure).fit
    assert abs(gap) <= EXACT
    assert tied.verdict == "tie"
    text = section(guide, language, "example_tie")
    assert guide.criteria[result.weights[nearest].criterion].name[language] in text
    d = first.contributions[nearest].value - second.contributions[nearest].value
    for value in (lead, d, ways[nearest], total, total * tied.standing(first.structure).fit):
        assert shown(guide, language, value) in text
    assert guide.messages["verdict_word_tie"][language] in text


def shown(guide: Guide, language: str, value: float) -> str:
    return figure(guide, language, value, ".8g")


def test_the_worked_example_carries_the_numbers_of_the_code(guide: Guide) -> None:
    example = worked_example(guide)
    assert example.result == recommend(guide.scenarios[WORKED_EXAMPLE].answers)
    (rivalry, *_) = rivalries(example.result)
    assert (example.second.structure, example.lead) == (rivalry.structure, rivalry.lead)
    assert example.criterion is not None
    assert example.weight == rivalry.single_weights[example.criterion]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_from_a_publication_stands_beside_what_the_model_says(
    guide: Guide, language: str
) -> None:
    scenarios = [s for s in guide.scenarios.values() if s.sources]
    found = rows(guide, language, "cases")
    for scenario, (name, first, verdict, rivals) in zip(scenarios, found, strict=True):
        result = recommend(scenario.answers)
        assert name.startswith(scenario.name[language])
        assert result.recommended
        assert first.startswith(guide.structures[result.recommended].short[language])
        assert verdict == guide.messages[f"verdict_word_{result.verdict}"][language]
        named = [guide.structures[rival].short[language] for rival in result.rivals]
        assert [re.sub(r" [\d.,]+$", "", rival) for rival in rivals.split(", ") if named] == named


# What the prose of the page says of the data and of the model.


def test_five_agents_or_fewer_leave_only_one_undivided_service(guide: Guide) -> None:
    result = recommend({"size": "tiny"})
    assert [s.structure for s in result.ranking if s.feasible] == ["centralised"]
    assert recommend({"size": "small"}).standing("functional").feasible


def test_large_size_moves_no_more_than_one_point_to_or_from_a_criterion(guide: Guide) -> None:
    for level in ("large", "huge"):
        assert all(abs(points) <= 1 for points in guide.factors["size"].level(level).moves.values())


@pytest.mark.parametrize(
    ("factor", "level", "more", "less"),
    [
        ("volume", "low", {"cost"}, set()),
        ("volume", "high", set(), {"cost"}),
        ("variety", "uniform", {"cost", "standards"}, set()),
        ("product_difference", "alike", {"cost", "standards"}, set()),
        ("variety", "varied", {"individual", "adaptability"}, set()),
        ("product_difference", "very", {"product_knowledge"}, set()),
        (
            "complexity",
            "complex",
            {"product_knowledge", "expertise", "adaptability"},
            {"cost", "standards"},
        ),
    ],
)
def test_the_conflicts_between_sources_are_resolved_as_the_page_says(
    guide: Guide, factor: str, level: str, more: set[str], less: set[str]
) -> None:
    moves: Mapping[str, float] = guide.factors[factor].level(level).moves
    assert {c for c, points in moves.items() if points > 0} >= more
    assert {c for c, points in moves.items() if points < 0} >= less


def test_the_cisco_case_is_close_with_its_rivals_behind_by_fractions_of_a_point(
    guide: Guide,
) -> None:
    result = recommend(guide.scenarios["cisco_tac"].answers)
    assert (result.verdict, result.recommended) == ("close", "matrix")
    for rival in ("decentralised", "mirrored_teams"):
        assert rival in result.rivals
        assert 0 < 100 * (result.ranking[0].fit - result.standing(rival).fit) < 1
    silent = {"key_accounts", "budget", "regulation"}
    assert not silent & guide.scenarios["cisco_tac"].answers.keys()
