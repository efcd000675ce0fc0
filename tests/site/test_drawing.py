"""Drawings of charts, as Node makes them for the pages of the site."""

import re

import pytest

from hooks.pages.drawing import DrawingError, with_charts
from service_structure import load_guide, recommend
from service_structure.views.chart_specs import cost_spec, split_spec
from service_structure.views.charts import cost_chart, split_chart

OWN = load_guide()
PHONE: dict[str, float] = {"contacts_per_hour": 120, "aht": 300, "answer_within": 20}
PLACE = '<div class="chart__picture" data-chart="cost" role="img"></div>'


@pytest.mark.parametrize("language", OWN.languages)
def test_a_drawing_follows_the_theme_and_needs_no_style_of_its_own(language: str) -> None:
    result = recommend({}, numbers=PHONE)
    specs = {
        "cost": cost_spec(cost_chart(result, OWN), OWN, language),
        "split": split_spec(split_chart(result, OWN), OWN, language),
    }
    page = with_charts(PLACE + PLACE.replace("cost", "split"), specs)
    assert page.count("<svg") == 2
    assert "<style" not in page, "the policy of the pages forbids it"
    assert f"var(--{result.recommended})" in page
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', page))
    assert all(colour in {"none", "transparent"} or "var(" in colour for colour in colours), colours
    for text in ("chart_volume", "chart_cost", "chart_pools"):
        assert OWN.messages[text][language] in page
    best = OWN.structures[str(result.recommended)].short[language]
    assert f">{best}<" in page


def test_a_place_without_a_chart_is_an_error_that_names_it() -> None:
    with pytest.raises(DrawingError, match="cost"):
        with_charts(PLACE, {})
    assert with_charts("<p>no chart</p>", {}) == "<p>no chart</p>"
