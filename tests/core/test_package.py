"""The package as others use it: names, errors, copies, tables of pandas, what is printed."""

import copy as copying
import csv
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import service_structure
from service_structure import (
    AnswersError,
    BatchError,
    GuideError,
    InputError,
    NumbersError,
    NumericsError,
    Recommendation,
    ServiceStructureError,
    errors,
    explain,
    load_guide,
    recommend,
    recommend_many,
    staff,
)
from service_structure.numerics.queueing import erlang_c
from service_structure.source.frozen import FrozenDict
from service_structure.source.loader import GUIDE
from service_structure.source.plain import plain
from service_structure.source.records import Guide
from service_structure.source.suggestions import suggestions
from tests.support import ROOT

ANSWERS = {"regions": "one", "budget": "high"}
MISSING = {
    "None": None,
    "an empty text": "",
    "a space": " ",
    "NaN": float("nan"),
    "pandas.NA": pd.NA,
    "pandas.NaT": pd.NaT,
}


def same(guide: Guide) -> bool:
    """Whether a guide is this process's own."""
    return guide is load_guide()


def test_every_public_name_is_there_and_is_offered_for_completion() -> None:
    for name in service_structure.__all__:
        assert getattr(service_structure, name) is not None
        assert name in dir(service_structure)
    assert service_structure.__version__ == load_guide().version
    with pytest.raises(AttributeError, match="reccomend"):
        service_structure.reccomend  # noqa: B018 (the access is what fails)


# Errors


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (lambda: recommend({"regions": "seven"}), AnswersError),
        (lambda: recommend({}, numbers={"aht": -1}), NumbersError),
        (lambda: staff({"size": 3}), AnswersError),
        (lambda: load_guide("/nowhere"), GuideError),
        (lambda: erlang_c(-1, 2), NumericsError),
    ],
)
def test_every_error_is_one_of_the_tree_and_survives_a_pickle(
    cause: Callable[[], object], kind: type[ServiceStructureError]
) -> None:
    with pytest.raises(kind) as caught:
        cause()
    error = caught.value
    assert isinstance(error, ServiceStructureError)
    assert error.exit_code == 2
    twin = pickle.loads(pickle.dumps(error))
    assert (type(twin), str(twin)) == (type(error), str(error))
    assert getattr(twin, "faults", ()) == getattr(error, "faults", ())


def test_what_is_raised_for_a_bad_value_is_also_a_value_error() -> None:
    assert issubclass(InputError, ValueError)
    assert issubclass(NumericsError, ValueError)
    for kind in (InputError, GuideError, BatchError, errors.CommandError, NumericsError):
        assert issubclass(kind, ServiceStructureError)


@pytest.mark.parametrize(
    ("raw", "language", "told"),
    [
        ({"regionz": "one"}, "en", "Did you mean regions?"),
        ({"regionz": "one"}, "ru", "Возможно, имелось в виду: regions."),
        ({"Key accounts": "one"}, "en", "Did you mean key_accounts?"),
        ({"regions": "ONE"}, "en", "Did you mean one?"),
        ({"weather": "fine"}, "en", "Allowed are: size, regions"),
        ({"regions": "seventeen"}, "ru", "Допустимы: one, few, several, many"),
        ({"n.agent_costs": 3}, "en", "Did you mean agent_cost?"),
        ({"w.costs": 3}, "en", "Did you mean cost?"),
        ({"w.costs": 3}, "ru", "Возможно, имелось в виду: cost."),
    ],
)
def test_a_mistyped_id_is_answered_with_the_one_that_was_meant(
    raw: dict[str, object], language: str, told: str
) -> None:
    (error,) = recommend_many([raw], errors="return")
    assert isinstance(error, InputError)
    (fault,) = error.faults
    line = fault.describe(load_guide(), language)
    assert told in line
    assert ("Allowed" in line or "Допустимы" in line) == ("Allowed" in told or "Допустимы" in told)


def test_every_id_with_a_letter_left_out_leads_to_itself(guide: Guide) -> None:
    for names in (guide.factors, guide.criteria, guide.structures):
        for name in names:
            short = name[:2] + name[3:]
            assert suggestions(short, names)[0] == name


# What is printed and stored


def test_a_recommendation_is_shown_in_one_line_and_in_a_notebook_as_a_table() -> None:
    result = recommend({})
    assert "\n" not in repr(result)
    assert len(repr(result)) < 160
    assert f"{result.recommended}, {result.verdict}: " in repr(result)
    assert sum(f"{standing.structure} 0." in repr(result) for standing in result.ranking) == 3
    one_region = recommend({"regions": "one"})
    assert "<tr><td>8</td>" in one_region._repr_html_()
    assert f"<tr><td>1</td><td>{one_region.recommended}</td>" in one_region._repr_html_()
    shown = one_region._repr_html_().count(">candidate<")
    assert shown == len(one_region.candidates) < len(one_region.ranking)
    html = result._repr_html_()
    assert html.count("<tr>") == 1 + len(result.ranking)
    assert all(f"<td>{standing.structure}</td>" in html for standing in result.ranking)


def test_an_explanation_is_shown_in_one_line_by_its_strongest_reasons() -> None:
    found = explain(recommend(ANSWERS), full=False)
    assert found is not None
    assert "\n" not in repr(found)
    assert len(repr(found)) < 200
    first = found.reasons[0]
    assert repr(found).startswith(f"<Explanation {first.criterion} {first.amount:+.3f}, ")
    assert f"{len(found.rivalries)} rivalries" in repr(found)


@pytest.mark.parametrize("full", [True, False])
def test_an_explanation_as_a_dict_is_what_the_command_prints(full: bool) -> None:
    found = explain(recommend(ANSWERS), full=full)
    assert found is not None
    table = found.as_dict()
    assert json.loads(json.dumps(table, allow_nan=False)) == table == plain(found)
    assert (table["acceptability"] is not None) == full
    assert table["reasons"][0]["criterion"] == found.reasons[0].criterion


def test_the_guide_is_shown_in_one_line(guide: Guide) -> None:
    assert len(repr(guide)) < 120
    assert guide.version in repr(guide)


def test_a_recommendation_as_a_dict_is_what_the_command_prints() -> None:
    result = recommend(ANSWERS)
    assert json.loads(json.dumps(result.as_dict())) == result.as_dict()
    assert result.as_dict()["recommended"] == result.recommended
    assert result.as_dict() == plain(result)


@pytest.mark.parametrize("twin", [lambda x: pickle.loads(pickle.dumps(x)), copying.deepcopy])
def test_results_are_equal_to_their_copies_and_have_a_hash(
    twin: Callable[[Any], Any], guide: Guide
) -> None:
    result = recommend(ANSWERS, numbers={"aht": 300}, weights={"cost": 20})
    for value in (result, explain(result, full=False), staff(ANSWERS)["matrix"]):
        assert twin(value) == value
        assert hash(twin(value)) == hash(value)
    assert asdict(twin(result))["answers"] == asdict(result.answers)
    assert {result, recommend(ANSWERS)} == {recommend(ANSWERS), result}
    assert twin(guide) is guide


def test_another_guide_is_pickled_whole_and_gives_the_same_results(tmp_path: Path) -> None:
    own, other = load_guide(), load_guide(GUIDE)
    assert other is not own
    twin = pickle.loads(pickle.dumps(other))
    assert twin is not other
    assert plain(twin) == plain(own)
    assert recommend(ANSWERS, twin) == recommend(ANSWERS, own)


@pytest.mark.long
def test_the_guide_is_the_same_in_another_process(guide: Guide) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(same, guide).result()
        assert pool.submit(recommend, ANSWERS, guide).result() == recommend(ANSWERS)


def test_a_frozen_dict_cannot_be_changed() -> None:
    table: Any = FrozenDict(a=1)
    for change in (
        lambda: table.update(b=2),
        lambda: table.pop("a"),
        table.clear,
        lambda: table.setdefault("b", 2),
        table.popitem,
        lambda: table.__delitem__("a"),
        lambda: table.__ior__({"b": 2}),
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
    assert table == {"a": 1}


# Tables


@pytest.mark.parametrize("nothing", MISSING.values(), ids=MISSING)
def test_what_is_missing_is_unanswered(nothing: object) -> None:
    table = {**ANSWERS, "size": nothing}
    assert recommend(table) == recommend(ANSWERS)
    assert recommend(ANSWERS, numbers={"aht": nothing}) == recommend(ANSWERS)
    assert recommend(ANSWERS, weights={"cost": nothing}) == recommend(ANSWERS)
    assert staff(table) == staff(ANSWERS)
    assert list(recommend_many([{**table, "n.aht": nothing}])) == [recommend(ANSWERS)]


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "regions": ["one", "many", None],
            "budget": ["high", None, "low"],
            "size": pd.array(["tiny", pd.NA, "huge"], dtype="string"),
        },
        index=["a", "b", "c"],
    )


def expected() -> list[Recommendation]:
    return [
        recommend({"regions": "one", "budget": "high", "size": "tiny"}),
        recommend({"regions": "many"}),
        recommend({"budget": "low", "size": "huge"}),
    ]


def test_a_series_is_a_mapping() -> None:
    assert recommend(frame().loc["a"]) == expected()[0]


def test_a_data_frame_is_recommended_for_row_by_row() -> None:
    assert list(frame().apply(recommend, axis=1)) == expected()
    assert list(recommend_many(frame().to_dict("records"))) == expected()
    assert list(recommend_many(row for _, row in frame().iterrows())) == expected()


def test_categories_and_numbers_of_numpy_are_read() -> None:
    table = frame().astype("category")
    assert list(table.apply(recommend, axis=1)) == expected()
    numbers = pd.DataFrame({"regions": ["one", "one"], "n.aht": [300, 400], "w.cost": [12.5, None]})
    first, second = recommend_many(numbers.to_dict("records"))
    assert first == recommend({"regions": "one"}, numbers={"aht": 300}, weights={"cost": 12.5})
    assert second == recommend({"regions": "one"}, numbers={"aht": 400})
    series = pd.Series({"aht": 300, "contacts_per_hour": 50})
    assert recommend({}, numbers=series) == recommend(
        {}, numbers={"aht": 300, "contacts_per_hour": 50}
    )


def test_labels_of_a_row_are_passed_over_and_a_bad_row_is_an_error_in_its_place() -> None:
    rows: list[dict[str, Any]] = [
        {"id": 7, "name": "A", **ANSWERS},
        {"id": 8, "regions": "seven"},
        {"n.aht": -1},
    ]
    good, bad, numbers = recommend_many(rows, errors="return")
    assert good == recommend(ANSWERS)
    assert isinstance(bad, AnswersError)
    assert isinstance(numbers, NumbersError)
    with pytest.raises(AnswersError, match="seven"):
        list(recommend_many(rows))


@pytest.mark.long
def test_the_recipe_adds_the_result_of_each_row_to_the_table(tmp_path: Path) -> None:
    file = tmp_path / "companies.csv"
    file.write_text("id,regions,n.aht\n1,one,\n2,seven,\n3,,400\n", encoding="utf-8")
    command = [sys.executable, str(ROOT / "docs" / "recipes" / "pandas_table.py"), str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    first, bad, third = csv.DictReader(done.stdout.splitlines())
    assert first["structure"] == recommend({"regions": "one"}).recommended
    assert (bad["structure"], bad["verdict"]) == ("", "")
    assert "seven" in bad["problem"]
    result = recommend({}, numbers={"aht": 400})
    assert (third["structure"], third["verdict"]) == (result.recommended, result.verdict)
    assert float(third["probability"]) == result.best.probability
    assert float(third["fit"]) == result.best.fit
