"""Charts: their figures are those of the model, and their drawings can be read without colour."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from service_structure import load_guide, recommend
from service_structure.api import inputs_for
from service_structure.source.numbers import Numbers
from service_structure.staffing.costs import staff_for
from service_structure.staffing.pools import split_agents
from service_structure.views.charts import (
    _spread,
    cost_chart,
    cost_spec,
    split_chart,
)

OWN = load_guide()
PHONE: dict[str, float] = {"contacts_per_hour": 120, "aht": 300, "answer_within": 20}
PLACE = '<div class="chart__picture" data-chart="cost" role="img"></div>'


def phone(**numbers: float) -> Numbers:
    return inputs_for({}, PHONE | numbers).numbers


def test_the_cost_chart_holds_what_a_contact_costs_at_every_volume() -> None:
    result = recommend({"regions": "several"}, numbers=PHONE)
    chart = cost_chart(result, OWN)
    candidates = [s.structure for s in result.candidates]
    assert [curve.structure for curve in chart.curves] == candidates
    assert chart.now == 120
    assert chart.volumes[0] == pytest.approx(15)
    assert chart.volumes[-1] == pytest.approx(960)
    for n, volume in enumerate(chart.volumes):
        at = replace(result.inputs.numbers, contacts_per_hour=volume)
        staffings = staff_for(at, OWN)
        for curve in chart.curves:
            expected = 100 * (1 + staffings[curve.structure].price.share)
            assert curve.costs[n] == pytest.approx(expected)


def test_a_structure_that_is_no_candidate_has_no_curve() -> None:
    chart = cost_chart(recommend({"regions": "one"}), OWN)
    assert "decentralised" not in [curve.structure for curve in chart.curves]


def test_the_split_chart_starts_with_one_pool_and_knows_faster_specialists() -> None:
    numbers = phone(product_gain=20, trade_gain=5, max_occupancy=100)
    chart = split_chart(numbers)
    targets = {"service_level": 0.8, "within": 20}
    for pools in (1, 2, 5, 12):
        assert chart.equal[pools - 1] == split_agents(120, 300, pools, **targets)
        assert chart.faster[pools - 1] == split_agents(120, 240, pools, **targets)


@pytest.mark.parametrize("numbers", [{"patience": 60}, {"max_mean_wait": 5}])
def test_the_split_chart_keeps_every_target(numbers: dict[str, float]) -> None:
    assert split_chart(phone(**numbers)) != split_chart(phone())


@pytest.mark.parametrize("language", OWN.languages)
def test_no_line_depends_on_colour_alone(language: str) -> None:
    """Each has a dash and a mark of its own, and its name beside its end."""
    spec = cost_spec(cost_chart(recommend({}), OWN), OWN, language)
    scales = {scale["name"]: scale for scale in spec["scales"]}
    count = len(scales["colour"]["domain"])
    looks = [
        json.dumps([scales["dash"]["range"][n], scales["shape"]["range"][n]]) for n in range(count)
    ]
    assert len(set(looks)) == count
    (labels,) = [data["values"] for data in spec["data"] if data["name"] == "labels"]
    names = [s.short[language] for s in OWN.structures.values()]
    assert {label["name"] for label in labels} <= set(names)
    assert len(labels) == count


def test_names_beside_lines_never_overlap_and_keep_their_order() -> None:
    wanted = {"a": 1.0, "b": 1.01, "c": 1.02, "d": 5.0, "e": 5.01}
    found = _spread(wanted, 0.5)
    places = [found[name] for name in "abcde"]
    assert places == sorted(places)
    gaps = [after - before for before, after in pairwise(places)]
    assert min(gaps) >= 0.5 - 1e-9
    assert sum(places[:3]) / 3 == pytest.approx(1.01)
    assert _spread({"a": 1.0, "b": 9.0}, 0.5) == {"a": 1.0, "b": 9.0}
