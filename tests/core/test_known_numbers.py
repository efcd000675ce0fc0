"""Once numbers are known, the staffing model rates cost and speed, and all explanations follow."""

import json
from itertools import combinations
from math import fsum
from random import Random

import pytest
from hypothesis import given, settings

from service_structure import AnswersError, load_guide, recommend
from service_structure.api import staff
from service_structure.case.case import Case
from service_structure.commands.batch import Row, evaluate
from service_structure.decision.counterfactual import changes, paired_changes, with_answers
from service_structure.decision.explain import explain
from service_structure.decision.model import Contribution, Recommendation, recommend_for, values_of
from service_structure.errors import NumbersError
from service_structure.staffing.costs import ratings
from tests.support import any_answers, any_case, run_calculator

OWN = load_guide()
ANSWERS = any_answers(OWN)
RATED = ("cost", "speed")
SUGGESTING = ("volume", "regions", "products", "complexity", "hours")
"""Factors whose answers suggest numbers, so that values change with them."""
PHONE = {"contacts_per_hour": 120, "aht": 300, "answer_within": 20}


def contribution(result: Recommendation, structure: str, criterion: str) -> Contribution:
    (found,) = [c for c in result.standing(structure).contributions if c.criterion == criterion]
    return found


def scale(figure: float, criterion: str) -> float:
    worst, best = (OWN.assumptions[f"{criterion}_{end}"].value for end in ("worst", "best"))
    return min(max((figure - worst) / (best - worst), 0), 1)


@given(ANSWERS)
def test_without_a_number_of_the_users_own_the_statements_rate_everything(
    answers: dict[str, str],
) -> None:
    for standing in recommend(answers).ranking:
        found = tuple(c.value for c in standing.contributions)
        assert found == values_of(OWN)[standing.structure]
        assert not any(c.figure for c in standing.contributions)


@pytest.mark.parametrize("numbers", [PHONE, {"agent_cost": 12}], ids=["phone", "one number"])
def test_with_a_number_cost_is_rated_by_what_a_contact_costs_and_speed_by_the_wait(
    numbers: dict[str, object],
) -> None:
    answers = {"regions": "several", "products": "several"}
    result = recommend(answers, numbers=numbers)
    for structure, staffing in staff(answers, numbers).items():
        cost, speed = (contribution(result, structure, criterion) for criterion in RATED)
        assert cost.figure is not None
        assert speed.figure is not None
        assert cost.figure == pytest.approx(100 * (1 + staffing.price.share))
        assert cost.value == pytest.approx(scale(cost.figure, "cost"))
        assert speed.figure == pytest.approx(100 * staffing.at_equal_staff.timely)
        stated = OWN.structures[structure].ratings["speed"]
        assert speed.value == pytest.approx((scale(speed.figure, "speed") + stated) / 2)


@settings(max_examples=75)
@given(any_case(OWN))
def test_only_cost_and_speed_are_rated_by_numbers_and_fits_still_add_up(case: Case) -> None:
    result = recommend_for(case, OWN)
    for standing in result.ranking:
        assert abs(standing.fit - fsum(c.amount for c in standing.contributions)) <= 1e-12
        stated = values_of(OWN)[standing.structure]
        for own, value in zip(standing.contributions, stated, strict=True):
            assert 0 <= own.value <= 1
            if own.criterion not in RATED:
                assert (own.value, own.figure) == (value, None)
            else:
                assert (own.figure is not None) == bool(case.numbers)


def test_more_volume_makes_a_split_cheaper_beside_one_pool_and_its_rating_higher() -> None:
    values = []
    for volume in (20, 60, 200, 600, 2000):
        result = recommend({"regions": "several"}, numbers=PHONE | {"contacts_per_hour": volume})
        values.append(contribution(result, "decentralised", "cost").value)
    assert values == sorted(values)
    assert values[0] < 0.1
    assert values[-1] > 0.5


def test_a_rating_depends_on_no_other_structure() -> None:
    result = recommend({}, numbers=PHONE)
    alone = ratings(result.inputs.numbers, OWN)
    assert alone.keys() == OWN.structures.keys()
    for structure in OWN.structures:
        for criterion in RATED:
            found = contribution(result, structure, criterion)
            assert found.value == alone[structure][criterion].value


@settings(max_examples=10)
@given(ANSWERS)
def test_the_single_answers_that_change_the_recommendation_are_all_of_them(
    answers: dict[str, str],
) -> None:
    """Answers suggest numbers, so values change with them: nothing may be missed for that."""
    before = recommend(answers, numbers=PHONE)
    expected = {}
    for factor in OWN.factors.values():
        for level in factor.levels:
            if level.id != before.answers.levels[factor.id]:
                after = recommend(answers | {factor.id: level.id}, numbers=PHONE)
                if after.recommended != before.recommended:
                    expected[(factor.id, level.id),] = after.recommended
    found = changes(before, OWN)
    assert {change.answers: change.recommended for change in found} == expected


@pytest.mark.parametrize("seed", [3, 4, 9])
def test_the_pairs_of_answers_that_change_the_recommendation_are_all_of_them(seed: int) -> None:
    random = Random(seed)
    answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
    before = recommend(answers, numbers={"aht": 200})
    alone = {change.answers[0] for change in changes(before, OWN)}
    steps = [
        (factor, level.id)
        for factor in OWN.factors  # in this order, as pairs are reported
        if factor in SUGGESTING
        for level in OWN.factors[factor].levels
        if level.id != answers[factor] and (factor, level.id) not in alone
    ]
    expected = {}
    for pair in combinations(steps, 2):
        if pair[0][0] != pair[1][0]:
            after = recommend(answers | dict(pair), numbers={"aht": 200})
            if after.recommended != before.recommended:
                expected[pair] = after.recommended
    found = {
        change.answers: change.recommended
        for change in paired_changes(before, OWN)
        if all(factor in SUGGESTING for factor, _ in change.answers)
    }
    assert expected, "choose a seed whose answers some pair changes"
    assert found == expected


def test_a_change_is_applied_with_the_numbers_and_weights_that_were_set() -> None:
    before = recommend({}, weights={"cost": 20}, numbers=PHONE)
    for change in changes(before, OWN):
        case = with_answers(before, change.answers)
        assert (case.numbers, case.weights) == (PHONE, {"cost": 20})
        assert recommend_for(case, OWN).recommended == change.recommended


def test_a_reason_names_the_figure_behind_its_value() -> None:
    explanation = explain(recommend({}, numbers=PHONE), OWN)
    assert explanation
    figures = {reason.criterion: reason.figure for reason in explanation.reasons}
    assert {criterion for criterion, figure in figures.items() if figure is not None} == {*RATED}


def test_numbers_that_cannot_be_used_are_an_error_that_names_every_fault() -> None:
    with pytest.raises(NumbersError) as numbers:
        recommend({}, numbers={"aht": "abc", "patience": -1})
    assert len(numbers.value.faults) == 2
    with pytest.raises(AnswersError) as everything:
        recommend({"regions": "17"}, weights={"price": 1}, numbers={"aht": "abc"})
    assert len(everything.value.faults) == 3


def test_the_command_line_takes_numbers_from_options_and_from_a_case() -> None:
    expected = recommend({"regions": "many"}, numbers=PHONE, weights={"cost": 20})
    options = [x for name, value in PHONE.items() for x in ("--set", f"{name}={value}")]
    by_options = run_calculator(
        *("recommend", "-", "--format", "json", "--weight", "cost=20", *options),
        text='regions = "many"',
    )
    case = {"answers": {"regions": "many"}, "numbers": PHONE, "weights": {"cost": "20"}}
    by_case = run_calculator("recommend", "-", "--format", "json", text=json.dumps(case))
    for done in (by_options, by_case):
        assert (done.code, done.err) == (0, "")
        found = json.loads(done.out)
        assert found["recommended"] == expected.recommended
        fits = [(s["structure"], s["fit"]) for s in found["ranking"]]
        assert fits == [(s.structure, s.fit) for s in expected.ranking]


def test_a_row_of_a_batch_may_set_numbers_and_weights() -> None:
    row = Row(2, answers={"regions": "many", "n.aht": "300,5", "w.cost": "20"})
    expected = recommend({"regions": "many"}, numbers={"aht": 300.5}, weights={"cost": 20})
    found = evaluate(row, OWN)
    assert found.fit == {s.structure: s.fit for s in expected.ranking}
    assert evaluate(Row(3, answers={"n.aht": "0"}), OWN).problems
