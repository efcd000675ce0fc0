"""Charts: their figures are those of the model, and their drawings can be read without colour."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.numerics.square_root import agents_needed
from service_structure.planning.move import move_for
from service_structure.staffing.rated import costs_and_waits
from service_structure.views.chart_specs import _spread, balance_spec, cost_spec, split_spec
from service_structure.views.charts import (
    MOST_POINTS,
    CostChart,
    Curve,
    SplitChart,
    cost_chart,
    cost_finding,
    split_chart,
    split_finding,
)
from service_structure.views.sentences import Sentences
from tests.drawn import drawn

OWN = load_guide()
PHONE: dict[str, float] = {"contacts_per_hour": 120, "aht": 300, "answer_within": 20}
VOLUMES = (25.0, 50.0, 100.0, 200.0, 400.0)


def words(language: str = "en") -> Sentences:
    return Sentences(recommend({}), OWN, language)


def found(best: tuple[float, ...], rival: tuple[float, ...]) -> str:
    """What is told of two structures with these costs at VOLUMES."""
    curves = (Curve("product", best), Curve("matrix", rival))
    return cost_finding(CostChart(VOLUMES, curves, 100.0), words())


def test_the_cost_chart_holds_what_a_contact_costs_at_every_volume() -> None:
    result = recommend({"regions": "several"}, numbers=PHONE)
    chart = cost_chart(result, OWN)
    candidates = [s.structure for s in result.candidates]
    assert [curve.structure for curve in chart.curves] == candidates
    assert chart.now == 120
    assert chart.volumes[0] == pytest.approx(15)
    assert chart.volumes[-1] == pytest.approx(960)
    poolings = [OWN.structures[structure].pooling for structure in candidates]
    for n, volume in enumerate(chart.volumes):
        at = replace(result.inputs.numbers, contacts_per_hour=volume)
        costs = [cost for cost, _ in costs_and_waits(poolings, at)]
        assert [curve.costs[n] for curve in chart.curves] == costs


def test_a_structure_that_is_no_candidate_has_no_curve() -> None:
    chart = cost_chart(recommend({"regions": "one"}), OWN)
    assert "decentralised" not in [curve.structure for curve in chart.curves]


def test_the_split_chart_holds_agents_as_real_numbers_and_grows_without_a_saw() -> None:
    result = recommend({"products": "several", "product_difference": "very"}, numbers=PHONE)
    chart = split_chart(result, OWN)
    one = agents_needed(10, 300, service_level=0.8, within=20, max_occupancy=0.85)
    assert chart.equal[0] == pytest.approx(one + 0.5)
    assert chart.gain > 0
    for row in (chart.equal, chart.faster):
        assert all(before < after for before, after in pairwise(row))
    assert all(faster < equal for faster, equal in zip(chart.faster, chart.equal, strict=True))


def test_the_split_chart_has_few_points_and_the_readers_own_among_them() -> None:
    for levels in drawn(60, 11):
        chart = split_chart(recommend(levels), OWN)
        assert chart.pools[0] == 1
        assert len(chart.pools) <= MOST_POINTS
        assert chart.own in chart.pools
        assert chart.pools[-1] <= max(chart.own + 2, MOST_POINTS)
        assert list(chart.pools) == sorted(set(chart.pools))


def test_the_split_chart_keeps_a_target_of_mean_wait() -> None:
    strict = split_chart(recommend({}, numbers=PHONE | {"max_mean_wait": 5}), OWN)
    assert strict.equal > split_chart(recommend({}, numbers=PHONE), OWN).equal


@pytest.mark.parametrize(
    ("best", "rival", "expected"),
    [
        ((90,) * 5, (100,) * 5, "At every volume the product structure costs less"),
        ((110,) * 5, (100,) * 5, "At every volume the product structure costs more"),
        ((101,) * 5, (100,) * 5, "At every volume the product and the matrix structure"),
        ((120, 110, 100, 90, 80), (100,) * 5, "From 120 contacts an hour the product structure c"),
        ((80, 90, 100, 110, 120), (100,) * 5, "From 120 contacts an hour the product structure c"),
        ((160, 120, 104, 101, 100), (100,) * 5, "From 130 contacts an hour the product and the m"),
        ((120, 90, 120, 90, 90), (100,) * 5, "At today’s volume the product structure costs more"),
        ((120, 90, 80, 120, 90), (100,) * 5, "At today’s volume the product structure costs less"),
        ((120, 90, 100, 120, 90), (100,) * 5, "Which costs less"),
    ],
)
def test_the_finding_of_the_cost_chart_says_where_the_curves_part(
    best: tuple[float, ...], rival: tuple[float, ...], expected: str
) -> None:
    assert found(best, rival).startswith(expected)


def test_the_finding_says_which_is_cheaper_beyond_the_crossing() -> None:
    assert "costs clearly less than" in found((120, 110, 100, 90, 80), (100,) * 5)
    assert "costs clearly more than" in found((80, 90, 100, 110, 120), (100,) * 5)


@pytest.mark.parametrize(
    ("equal", "faster", "gain", "expected"),
    [
        ((12.0, 13.0, 14.0), (11.0, 12.6, 13.6), 8.0, "14 agents instead of 12, though"),
        ((12.0, 13.0, 14.0), (9.0, 10.0, 11.0), 25.0, "11 agents are enough, against 12"),
        ((12.0, 12.1, 12.2), (12.0, 12.1, 12.2), 0.0, "as many agents as one pool: 12"),
        ((12.0, 13.0, 14.0), (12.0, 13.0, 14.0), 0.0, "14 agents instead of 12 in one pool"),
    ],
)
def test_the_finding_of_the_split_chart_is_of_the_readers_own_groups(
    equal: tuple[float, ...], faster: tuple[float, ...], gain: float, expected: str
) -> None:
    chart = SplitChart((1, 2, 3), equal, faster, gain, "product", 3)
    assert expected in split_finding(chart, words())
    assert "With 3 groups (product structure) " in split_finding(chart, words())
    nobody = SplitChart((1, 2, 3), equal, faster, gain, "centralised", 1)
    assert "With 2 groups " in split_finding(nobody, words())
    assert "(" not in split_finding(nobody, words())
    for structure in ("expert_line", "hub_and_spoke", "matrix"):  # more than equal groups
        more = SplitChart((1, 2, 3), equal, faster, gain, structure, 3)
        assert "(" not in split_finding(more, words())


@pytest.mark.parametrize("language", OWN.languages)
def test_every_finding_is_a_sentence_about_the_first_two(language: str) -> None:
    for levels in drawn(40, 12):
        result = recommend(levels)
        told = Sentences(result, OWN, language)
        chart = cost_chart(result, OWN)
        finding = cost_finding(chart, told)
        for curve in chart.curves[:2]:
            assert told.inside(told.short(curve.structure)).lower() in finding.lower()
        assert "{" not in finding + split_finding(split_chart(result, OWN), told)


@pytest.mark.parametrize("language", OWN.languages)
def test_two_lines_at_most_stand_out_and_neither_by_colour_alone(language: str) -> None:
    result = recommend({})
    spec = cost_spec(cost_chart(result, OWN), OWN, language)
    lines = [mark["encode"]["enter"] for mark in spec["marks"] if mark["type"] == "line"]
    assert len(lines) == len(result.candidates)
    hues = {json.dumps(line["stroke"]): line for line in lines if line["strokeWidth"]["value"] > 2}
    first, second = (standing.structure for standing in result.candidates[:2])
    assert set(hues) == {json.dumps({"value": f"var(--{s})"}) for s in (first, second)}
    assert len({json.dumps(line["strokeDash"]) for line in hues.values()}) == 2
    assert len({json.dumps(line["stroke"]) for line in lines} - set(hues)) == 1
    names = json.dumps(spec["marks"], ensure_ascii=False)
    assert all(OWN.structures[s.structure].short[language] in names for s in result.candidates)
    narrow = json.dumps(spec["usermeta"]["narrow"], ensure_ascii=False)
    assert OWN.structures[first].short[language] in narrow
    assert OWN.messages["chart_rest"][language] in narrow


@pytest.mark.parametrize("language", OWN.languages)
def test_the_legend_of_the_balance_names_its_estimates(language: str) -> None:
    case, _ = read_case({"answers": {"regions": "many"}, "profile": {"structure": "matrix"}}, OWN)
    result = recommend_for(case, OWN)
    move = move_for(result, OWN)
    assert move
    spec = balance_spec(move, Sentences(result, OWN, language))
    scales = {scale["name"]: scale for scale in spec["usermeta"]["narrow"]["scales"]}
    names = [OWN.messages[name][language] for name in ("move_usual", "move_other_estimates")]
    assert scales["colour"]["domain"] == names
    usual, others = scales["dash"]["range"]
    assert others != usual


def test_the_readers_own_point_is_marked() -> None:
    result = recommend({"products": "several", "product_difference": "very"}, numbers=PHONE)
    cost, split = cost_chart(result, OWN), split_chart(result, OWN)
    for spec, place, count in (
        (cost_spec(cost, OWN, "en"), cost.now, 2),
        (split_spec(split, OWN, "en"), split.own, 1),
    ):
        points = [
            mark["encode"]["enter"]["x"]["value"]
            for mark in spec["marks"]
            if mark["type"] == "symbol" and "from" not in mark
        ]
        assert points == [place] * count


def test_names_beside_lines_never_overlap_and_keep_their_order() -> None:
    places = _spread([1.0, 1.01, 1.02, 5.0, 5.01], 0.5)
    assert places == sorted(places)
    gaps = [after - before for before, after in pairwise(places)]
    assert min(gaps) >= 0.5 - 1e-9
    assert sum(places[:3]) / 3 == pytest.approx(1.01)
    assert _spread([9.0, 1.0], 0.5) == [9.0, 1.0]
