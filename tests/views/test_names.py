"""The names that a reader gives: in the chart and the saved file, in no link; and do they fit."""

import json
from typing import Any

import pytest

from service_structure.source.records import Guide
from service_structure.views.bridge import handle
from tests.support import words

STATE = "regions=many&size=large&n.regions=3&p.structure=decentralised"
NAMES = {"organisation": "Ladoga, Ltd", "regions": "North\nSouth <b>\nEast"}


def ask(want: str, state: str = STATE, lang: str = "en", **more: object) -> Any:
    return json.loads(handle(json.dumps({"want": want, "state": state, "lang": lang, **more})))


def test_names_stand_in_the_chart_and_in_no_address() -> None:
    chart = ask("chart", names=NAMES)["slots"]["chart"]
    assert "North" in chart
    assert "South &lt;b&gt;" in chart
    assert "Ladoga, Ltd" in chart
    assert "Region" not in ask("chart", names=NAMES)["slots"]["chart"].replace("Regional", "")
    result = ask("result", names=NAMES)
    assert "North" not in result["state"]
    assert not result["problems"]


def test_missing_names_are_numbers_and_more_names_change_no_figure() -> None:
    chart = ask("chart", names={"regions": "North"})["slots"]["chart"]
    assert "North" in chart
    assert "Region\u00a03" in chart
    plain, named = ask("result"), ask("result", names=NAMES)
    assert plain["card"] == named["card"]


@pytest.mark.parametrize(("names", "offers"), [("A, B", True), ("A, B, C", False), ("", False)])
def test_a_difference_is_told_with_a_button_that_sets_the_number(names: str, offers: bool) -> None:
    notes = ask("result", names={"regions": names})["names"]
    assert ('data-fill="2" data-for="n-regions"' in notes["regions"]) == offers
    assert ("button" in notes["regions"]) == offers
    chart = ask("chart", names={"regions": names})["slots"]["chart"]
    assert ("Names given: 2; in the calculation: 3. If there are" in words(chart)) == offers


def test_only_what_the_structures_divide_by_is_asked_for(guide: Guide) -> None:
    for structure in guide.structures.values():
        asked = ask("result", state=f"size=large&p.structure={structure.id}")["names"]
        assert "organisation" in asked
        if structure.pooling.by != "one":
            assert structure.pooling.by in asked
        assert len(asked) <= 3


def test_a_saved_file_brings_the_names_back() -> None:
    saved = ask("download", form="json", names=NAMES)["text"]
    back = ask("upload", text=saved)
    assert back["names"]["regions"] == NAMES["regions"]
    assert "North" not in back["state"]
    assert not back["problems"]


def test_strange_names_are_cut_and_told_and_what_is_no_name_is_passed_over() -> None:
    result = ask("result", names={"regions": "x" * 90, "structure": "matrix"})
    assert "x" * 60 not in result["card"]
    assert result["problems"]
    assert "p.structure=decentralised" in result["state"]
