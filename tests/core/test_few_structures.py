"""Explanations where there are few structures to choose from, or none, in a guide of two."""

from dataclasses import replace
from math import fsum, log2

import pytest

from service_structure import recommend
from service_structure.case.case import read_case
from service_structure.decision.explain import (
    acceptability,
    explain,
    opinions,
    rivalries,
    stability,
)
from service_structure.decision.model import best_first
from service_structure.decision.possible import contradictions
from service_structure.decision.questions import next_questions, stage
from service_structure.decision.usual import usual_values
from tests.core.test_by_hand import ALL, SMALL, question, statement, structure
from tests.drawn import OWN, case_of
from tests.guides import with_nothing_feasible


def test_weights_near_the_present_ones_decide_how_often_a_structure_is_first() -> None:
    """One team is ahead in standards alone, the split in coordination."""
    for criterion, first in (("standards", "one_team"), ("coordination", "split")):
        weights = {c: 97 if c == criterion else 1 for c in SMALL.criteria}
        result = recommend(ALL, SMALL, weights=weights)
        (best, *_) = acceptability(result, SMALL)
        assert best.structure == first
        assert best.probabilities[0] > 0.99


def test_without_candidates_nobody_is_first_and_no_weight_changes_that() -> None:
    guide = with_nothing_feasible()
    result = recommend({"budget": "low", "size": "tiny"}, guide)
    assert acceptability(result, guide) == ()
    assert opinions(result) == ()
    for held in stability(result):
        assert (held.low, held.high, held.low_rival, held.high_rival) == (0, 100, None, None)


def test_a_lead_is_what_criteria_base_and_penalties_add() -> None:
    """Places are not known: of its 8 points of penalty the split has 6, and its base is 3 less."""
    weights = {c: 97 if c == "coordination" else 1 for c in SMALL.criteria}
    result = recommend({"authority": "ready"}, SMALL, weights=weights)
    (rivalry,) = rivalries(result)
    assert (result.recommended, rivalry.structure) == ("split", "one_team")
    assert rivalry.start == pytest.approx(-0.01 - 0.06 - 0.02)
    amounts = [difference.amount for difference in rivalry.differences]
    assert rivalry.lead == pytest.approx(rivalry.start + fsum(amounts))
    assert amounts == sorted(amounts, reverse=True)
    assert [d.criterion for d in rivalry.pros] == ["coordination"]
    assert [d.criterion for d in rivalry.cons] == ["standards"]


def test_a_value_far_beyond_its_scale_is_explained_as_well() -> None:
    far = structure(
        "split", statement("s", "advantage", "coordination", 4, places={"one": 0, "many": 9})
    )
    guide = replace(SMALL, structures={**SMALL.structures, "split": far})
    result = recommend(ALL, guide)
    assert max(c.value for c in result.best.contributions) == pytest.approx(5)
    found = explain(result, guide)
    assert 0.5 < found.rivalries[0].winning_probability < 1
    assert found.acceptability is not None


def test_fits_within_the_tolerance_keep_the_order_of_the_guide() -> None:
    (first, second) = recommend(ALL, SMALL).ranking
    for apart, order in ((5e-13, [first, second]), (2e-12, [second, first])):
        level = [replace(first, fit=0.5), replace(second, fit=0.5 + apart)]
        assert [s.structure for s in best_first(level)] == [s.structure for s in order]


@pytest.mark.parametrize(("typed", "contradicted"), [(1, True), (2, False), (4, False), (5, True)])
def test_a_number_typed_contradicts_an_answer_that_counts_otherwise(
    typed: int, contradicted: bool
) -> None:
    """A few regions are two to four."""
    assert OWN.factors["regions"].range_of("few") == (2, 5)
    case = case_of({"regions": "few"}, {"regions": typed})
    assert contradictions(case, ["regions"], OWN) == ({"regions"} if contradicted else set())


def test_four_in_five_ways_to_answer_the_rest_are_enough_to_stop_and_nine_in_ten_end_it() -> None:
    result = recommend(ALL, SMALL)
    stages = [stage(replace(result, settled=settled)) for settled in (0.79, 0.81, 0.89, 0.91)]
    assert stages == ["ask", "may_stop", "may_stop", "stop"]


def test_where_an_answer_decides_everything_it_tells_all_that_is_uncertain() -> None:
    """Three quarters have one place and one team, the others many places and the split."""
    sure = replace(SMALL, estimates=replace(SMALL.estimates, temperature=0.005))
    known, _ = read_case({"authority": "ready", "aim": "usual"}, sure)
    (asked,) = next_questions(known, sure)
    assert asked.information == pytest.approx(-0.75 * log2(0.75) - 0.25 * log2(0.25))


def test_what_a_structure_is_like_as_a_rule_is_its_mean_where_it_is_possible() -> None:
    """The split has 3 eighths times 0.875, the mean of −1, ½ and 2, in many places alone."""
    usual = usual_values(SMALL)
    assert usual["split"]["coordination"] == pytest.approx(0.5 + 3 / 8 * 0.875, abs=0.03)
    assert usual["one_team"]["coordination"] == pytest.approx(0.5 - 2 / 8 * 0.25)
    assert usual["one_team"]["standards"] == pytest.approx(1)
    places = question("places", {"one": 1.0, "many": 0.0})
    nowhere = usual_values(replace(SMALL, factors={**SMALL.factors, "places": places}))
    assert nowhere["split"]["coordination"] == pytest.approx(0.5)
