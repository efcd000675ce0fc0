"""The numbers fitted to the casebook: the fit is that of the model (see also test_fitted.py).

`make quick` leaves these tests out: the staffing model rates 26,000 settings for them.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from service_structure import load_guide, load_precedents, recommend
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.room import room
from tools import fitting, validate

GUIDE = load_guide()


@cache
def data() -> fitting.Sample:
    return fitting.sample(GUIDE, load_precedents().values())


@cache
def found() -> fitting.Parameters:
    return fitting.fit(data())


def test_the_fits_and_probabilities_are_those_of_the_model() -> None:
    fits = fitting.fits(data().features, fitting.parameters(GUIDE))
    chances = fitting.softmax(fits).mean(axis=1)
    points = fits.mean(axis=1) * GUIDE.estimates.temperature
    for n in range(0, len(data().cases), 30):
        result = recommend(data().answers[n], GUIDE)
        for place, structure in enumerate(GUIDE.structures):
            standing = result.standing(structure)
            assert standing.probability == pytest.approx(chances[n, place], abs=1e-9)
            assert TOTAL_POINTS * standing.fit - 50 == pytest.approx(points[n, place], abs=1e-9)
            assert standing.candidate != data().ruled_out[n, place]


def test_the_same_cases_give_the_same_numbers() -> None:
    again = fitting.fit(data())
    assert again.kappa.tolist() == found().kappa.tolist()
    assert again.base.tolist() == found().base.tolist()


def test_no_case_in_sight_leaves_the_expert_values() -> None:
    none = fitting.fit(data(), np.array([], dtype=np.intp))
    expert = fitting.experts(GUIDE)
    assert none.kappa == pytest.approx(expert.kappa, abs=1e-6)
    assert none.base == pytest.approx(expert.base, abs=1e-6)


def test_a_criterion_keeps_the_points_that_answers_can_take() -> None:
    assert min(room(GUIDE).values()) >= 0
    free = fitting.estimates(data(), fitting.fit(data(), bounded=False))
    assert sum(free.points.values()) == pytest.approx(TOTAL_POINTS)


def test_the_newest_day_of_reading_is_the_date() -> None:
    read = [reading.read for case in data().cases for reading in case.readings]
    assert GUIDE.estimates.date == max(read)
    assert GUIDE.estimates.cases == len(data().cases)


def test_forecasts_by_numbers_of_all_cases_are_better_than_those_by_expert_values() -> None:
    rows = np.arange(len(data().cases))
    learnt, _ = validate.by_model(data(), rows, rows, lambda *_: found())
    expert, _ = validate.METHODS["expert"](data(), rows, rows)
    chosen = data().chosen
    assert np.log(learnt[rows, chosen]).mean() > np.log(expert[rows, chosen]).mean() + 0.05


@pytest.mark.parametrize("name", ["base_rates", "neighbours", "logit", "levels", "salience"])
def test_a_baseline_gives_probabilities_and_knows_nothing_of_the_cases_it_forecasts(
    name: str,
) -> None:
    rows = np.arange(0, len(data().cases), 8)
    learn = np.setdiff1d(np.arange(len(data().cases)), rows)
    chances, _ = validate.METHODS[name](data(), learn, rows)
    assert chances.min() > 0
    assert chances.sum(axis=1) == pytest.approx(1)
    turned = replace(data(), chosen=data().chosen.copy(), targets=data().targets.copy())
    turned.chosen[rows] = 0
    turned.targets[rows] = np.eye(chances.shape[1])[0]
    again, _ = validate.METHODS[name](turned, learn, rows)
    assert again.tolist() == chances.tolist()
