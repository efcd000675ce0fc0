"""The measures of forecasts, worked out by hand, and the figures that pages quote."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from hooks.pages.validation import FILE, read_validation
from service_structure import load_guide
from tools import measures, validate
from tools.fitting import rounded
from tools.measures import Forecasts

FOUND = read_validation()
MODEL = FOUND["methods"]["model"]
BASE_RATES = FOUND["methods"]["base_rates"]


def forecasts(
    probability: Sequence[Sequence[float]],
    chosen: Sequence[int],
    also: Sequence[Sequence[bool]] | None = None,
) -> Forecasts:
    table = np.array([probability])
    others = np.zeros(table.shape[1:], dtype=bool) if also is None else np.array(also)
    return Forecasts(table, table, np.array(chosen), others)


FOUR = forecasts(
    [[0.7, 0.2, 0.1], [0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.1, 0.1, 0.8]],
    [0, 1, 0, 2],
    [[False] * 3, [True, False, False], [False, False, True], [False] * 3],
)


def test_hits_ranks_and_defended_readings() -> None:
    assert FOUR.hit.tolist() == [[1, 0, 0, 1]]
    assert FOUR.rank.tolist() == [[1, 2, 2, 1]]
    assert FOUR.defended.tolist() == [[1, 1, 0, 1]]
    assert measures.MEASURES["top1"](FOUR) == 0.5
    assert measures.MEASURES["top2"](FOUR) == 1
    assert measures.MEASURES["rank"](FOUR) == 1.5


def test_of_structures_that_are_level_half_come_before() -> None:
    assert forecasts([[0.5, 0.25, 0.25]], [2]).rank.tolist() == [[2.5]]


def test_macro_recall_counts_every_structure_alike() -> None:
    assert measures.macro_recall(FOUR) == pytest.approx((1 / 2 + 0 + 1) / 3)


def test_the_scoring_rules_are_those_of_the_books() -> None:
    logs = [math.log(p) for p in (0.7, 0.2, 0.3, 0.8)]
    assert measures.MEASURES["log_loss"](FOUR) == pytest.approx(-sum(logs) / 4)
    squares = [0.09 + 0.04 + 0.01, 0.49 + 0.64 + 0.01, 0.49 + 0.25 + 0.04, 0.01 + 0.01 + 0.04]
    assert measures.MEASURES["brier"](FOUR) == pytest.approx(sum(squares) / 4)


def test_the_calibration_error_compares_bins_of_even_width() -> None:
    # 0.5 in the third bin, chosen 0 of 1; 0.7 twice in the fourth, chosen 1; 0.8 in the fifth.
    assert measures.calibration_error(FOUR) == pytest.approx((0.5 + abs(1.4 - 1) + 0.2) / 4)
    first, second, third = measures.reliability(FOUR)
    assert (first.least, first.most, first.cases, first.share) == (0.4, 0.6, 1, 0)
    assert (second.cases, second.share) == (2, 0.5)
    assert second.probability == pytest.approx(0.7)
    assert third.most == 1


def test_even_a_perfect_forecast_of_few_cases_seems_miscalibrated() -> None:
    few = forecasts([[0.5, 0.5]] * 10, [0] * 10)
    many = forecasts([[0.5, 0.5]] * 1000, [0] * 1000)
    assert measures.perfect_gap(few) > 0.1
    assert measures.perfect_gap(many) < 0.02


def test_the_confusion_table_counts_first_by_chosen() -> None:
    assert measures.confusion(FOUR).tolist() == [[1, 1, 0], [1, 0, 0], [0, 0, 1]]


def test_an_interval_holds_its_figure_and_is_the_same_every_time() -> None:
    found = measures.figures(FOUR, resamples=200)
    assert found == measures.figures(FOUR, resamples=200)
    assert all(own.low <= own.value <= own.high for name, own in found.items() if name != "ece")
    same = measures.differences(FOUR, FOUR, {"top1": measures.MEASURES["top1"]}, 50)
    assert same["top1"] == measures.Figure(0, 0, 0)


def test_points_are_rounded_without_changing_their_sum() -> None:
    assert rounded([33.333, 33.333, 33.334]) == [33.3, 33.3, 33.4]
    assert rounded([14.0, 85.96, 0.04]) == [14.0, 86.0, 0.0]


def test_folds_are_the_same_every_time_and_each_case_is_forecast_by_the_others() -> None:
    seen: list[tuple[Any, Any]] = []

    class Data:
        chosen = np.arange(20) % 3
        targets = np.eye(3)[np.arange(20) % 3]

    def forecast(_: Any, learn: Any, rows: Any) -> Any:
        seen.append((learn.tolist(), rows.tolist()))
        return np.full((len(rows), 3), 1 / 3), np.zeros((len(rows), 3))

    data: Any = Data()
    validate.cross_validated(data, forecast, 2)
    once = seen.copy()
    validate.cross_validated(data, forecast, 2)
    assert seen == once * 2
    for learn, rows in once:
        assert sorted(learn + rows) == list(range(20))
    assert sorted(n for _, rows in once[:8] for n in rows) == list(range(20))
    assert once[:8] != once[8:]


def test_the_model_does_what_it_was_built_for_on_cases_it_has_not_seen() -> None:
    assert MODEL["top1"][0] >= FOUND["methods"]["constant"]["top1"][0]
    assert BASE_RATES["log_loss"][0] - MODEL["log_loss"][0] >= 0.25
    assert MODEL["ece"][0] <= 0.10
    better = FOUND["above_base_rates"]
    assert better["log_loss"][2] < 0 < better["top2"][1]


def test_the_model_says_more_than_which_questions_a_source_answers() -> None:
    assert FOUND["above_salience"]["log_loss"][2] < 0
    assert FOUND["above_levels"]["log_loss"][0] < 0


def test_the_figures_are_whole_and_of_this_guide() -> None:
    assert FOUND["structures"] == list(load_guide().structures)
    assert FOUND["cases"] == load_guide().estimates.cases
    assert sum(map(sum, FOUND["confusion"])) == pytest.approx(FOUND["cases"], abs=1)
    for kind in FOUND["groups"].values():
        assert sum(own["cases"] for own in kind.values()) == FOUND["cases"]
    assert validate.as_json(FOUND) == FILE.read_text(encoding="utf-8")
    told = "\n".join(validate.report(FOUND))
    for name in validate.NAMES.values():
        assert name in told


def test_what_true_forecasts_reach_is_worked_out_by_hand() -> None:
    """Two forecasts: the first structure comes first in both and is chosen 1.3 times of 2."""
    found = validate.attainable(np.array([[0.8, 0.2, 0.0], [0.5, 0.2, 0.3]]))
    assert found["top1"] == pytest.approx((0.8 + 0.5) / 2)
    assert found["top2"] == pytest.approx((1.0 + 0.8) / 2)
    assert found["macro"] == pytest.approx(1 / 3, abs=1e-3)
    assert found["rank"] == pytest.approx((0.8 + 2 * 0.2 + 0.5 + 2 * 0.3 + 3 * 0.2) / 2)
    entropies = [-sum(p * math.log(p) for p in row) for row in ((0.8, 0.2), (0.5, 0.2, 0.3))]
    assert found["log_loss"] == pytest.approx(sum(entropies) / 2, abs=1e-3)
