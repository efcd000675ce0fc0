"""Numbers follow from answers unless they are typed; the staffing model rates cost and speed."""

import json
from dataclasses import asdict
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import AnswersError, load_guide, recommend
from service_structure.api import inputs_for, staff
from service_structure.case.case import Case, read_case
from service_structure.case.numbers import COMPUTED, Origin, written_numbers
from service_structure.commands.batch import evaluate
from service_structure.commands.rows import Row
from service_structure.decision.attribution import attribution, statement_parts
from service_structure.decision.counterfactual import changes, paired_changes, with_answers
from service_structure.decision.explain import explain
from service_structure.decision.model import Contribution, Recommendation, recommend_for
from service_structure.errors import NumbersError
from service_structure.planning.move import move_for
from service_structure.source.numbers import NUMBERS
from service_structure.staffing.costs import exact_figures, payroll, ratings, staff_for
from tests.drawn import drawn, excluded
from tests.guides import with_structures
from tests.support import any_answers, any_case, run_calculator, tries

EXACT = 1e-12
OWN = load_guide()
ANSWERS = any_answers(OWN)
EVERYTHING = st.fixed_dictionaries(
    {f.id: st.sampled_from([v.id for v in f.levels]) for f in OWN.factors.values()}
)
RATED = ("cost", "speed")
PHONE = {"contacts_per_hour": 120, "aht": 300, "answer_within": 20}
OF_THE_USER = pytest.mark.parametrize(
    "numbers", [{}, PHONE, {"agent_cost": 12}], ids=["none", "phone", "one number"]
)

# What follows from a number that is typed; all other numbers stay as they are.
FOLLOWING = {
    "agents": {
        *("contacts_per_hour", "product_gain", "trade_gain"),
        *("regions", "products", "functions", "customer_groups"),
    },
    "supervisors": {"span"},
    "agent_cost": {"supervisor_cost", "manager_cost"},
    "monthly_pay": {"agent_cost", "supervisor_cost", "manager_cost"},
    "contacts_per_day": {"contacts_per_hour"},
    "contacts_per_month": {"contacts_per_hour"},
    **{
        number: {"contacts_per_hour"}
        for number in (
            *("aht", "average_load", "hours_per_week", "paid_hours", "shrinkage"),
            *("service_level", "answer_within", "max_occupancy"),
        )
    },
}


def contribution(result: Recommendation, structure: str, criterion: str) -> Contribution:
    (found,) = [c for c in result.standing(structure).contributions if c.criterion == criterion]
    return found


def scale(figure: float, criterion: str) -> float:
    worst, best = (OWN.assumptions[f"{criterion}_{end}"].value for end in ("worst", "best"))
    return min(max((figure - worst) / (best - worst), 0), 1)


# Ratings


@OF_THE_USER
@settings(max_examples=tries(15))
@given(EVERYTHING)
def test_cost_and_half_of_speed_are_rated_by_the_staffing_model_with_and_without_numbers(
    numbers: dict[str, object], answers: dict[str, str]
) -> None:
    result = recommend(answers, numbers=numbers)
    rated = ratings(result.inputs.numbers, OWN)
    for structure in OWN.structures:
        cost, speed = (contribution(result, structure, criterion) for criterion in RATED)
        rating = rated[structure]["cost"]
        assert rating.value == pytest.approx(scale(rating.figure, "cost"))
        assert cost.value == pytest.approx(rating.value)
        rating = rated[structure]["speed"]
        assert rating.value == pytest.approx(scale(rating.figure, "speed"))
        stated = 0.5
        for statement in OWN.structures[structure].statements_on("speed"):
            amount = statement.effect / 8
            for condition in statement.conditions:
                amount *= condition.times[answers[condition.factor]]
            stated += amount
        assert speed.value == pytest.approx((rating.value + stated) / 2)


def test_the_exact_figures_are_those_that_the_reader_is_shown() -> None:
    answers = {"regions": "several", "products": "several"}
    numbers = inputs_for(answers, PHONE).numbers
    for structure, staffing in staff(answers, PHONE).items():
        cost, timely = exact_figures(OWN.structures[structure].pooling, numbers)
        assert cost == pytest.approx(100 * (1 + staffing.price.share))
        assert timely == pytest.approx(100 * staffing.at_equal_staff.timely)


@settings(max_examples=tries(40))
@given(any_case(OWN))
def test_only_cost_and_speed_are_rated_by_numbers_and_fits_still_add_up(case: Case) -> None:
    result = recommend_for(case, OWN)
    without = recommend_for(Case(case.answers, {}, case.weights), OWN)
    assert [w.points for w in result.weights] == [w.points for w in without.weights]
    for standing in result.ranking:
        parts = [c.amount for c in standing.contributions]
        assert abs(standing.fit - (sum(parts) + standing.base - standing.penalty)) <= EXACT
        before = without.standing(standing.structure)
        assert (standing.penalty, standing.failed) == (before.penalty, before.failed)
        for own, its in zip(standing.contributions, before.contributions, strict=True):
            if own.criterion not in RATED or not case.numbers:
                assert own == its


def test_more_contacts_make_a_split_cheaper_beside_one_pool_and_its_rating_higher() -> None:
    values = []
    for contacts in (20, 60, 200, 600, 2000):
        result = recommend({"regions": "several"}, numbers=PHONE | {"contacts_per_hour": contacts})
        values.append(contribution(result, "decentralised", "cost").value)
    assert values == sorted(values)
    assert values[0] < 0.1
    assert values[-1] > 0.5


@OF_THE_USER
@pytest.mark.parametrize("structure", OWN.structures)
def test_a_rating_depends_on_no_other_structure(numbers: dict[str, object], structure: str) -> None:
    alone = recommend({}, with_structures({structure: OWN.structures[structure]}), numbers=numbers)
    among = recommend({}, numbers=numbers)
    for criterion in RATED:
        found = contribution(alone, structure, criterion)
        assert found == contribution(among, structure, criterion)


# Numbers


@pytest.mark.parametrize("number", NUMBERS)
def test_a_typed_number_replaces_exactly_that_number(number: str) -> None:
    """And what follows from it, unless that is typed as well."""
    (answers,) = drawn(1, 4)
    allowed = OWN.assumptions[number]
    before = asdict(inputs_for(answers).numbers)
    for typed in (allowed.low, min(allowed.high, 2 * before[number] + 1)):
        inputs = inputs_for(answers, written_numbers({number: typed}, OWN))
        after = asdict(inputs.numbers)
        assert after[number] == typed
        changed = {name for name in NUMBERS if after[name] != before[name]}
        assert changed <= {number} | FOLLOWING.get(number, set())
        assert inputs.given == {number}
        kept = {name: before[name] for name in FOLLOWING.get(number, set())}
        both = asdict(inputs_for(answers, written_numbers({number: typed} | kept, OWN)).numbers)
        assert both == before | {number: typed}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_number_typed_at_its_shown_value_changes_nothing_unless_it_is_open(seed: int) -> None:
    (levels,) = drawn(1, seed)
    answers = dict(Random(seed).sample(sorted(levels.items()), 12))
    before = recommend(answers)
    for number in NUMBERS:
        if number not in before.inputs.open:
            shown = {number: getattr(before.inputs.numbers, number)}
            assert recommend(answers, numbers=shown).ranking == before.ranking, number


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_changes_what_a_structure_needs_or_what_a_move_costs(number: str) -> None:
    """Otherwise the form would ask for something that nothing reckons with."""
    usual = {factor.id: factor.usual for factor in OWN.factors.values()}
    levels = usual | {"regions": "several", "products": "several", "functions": "many"}
    beside = {"monthly_pay": 2_000} if number == "on_costs" else {}

    def reckoned(today: str, **numbers: str | float) -> tuple[str, str]:
        raw = {"answers": levels, "numbers": numbers | beside, "profile": {"structure": today}}
        case, faults = read_case(raw, OWN)
        assert not faults
        result = recommend_for(case, OWN)
        return repr(staff_for(result.inputs.numbers, OWN)), repr(move_for(result, OWN))

    plausible = OWN.assumptions[number].plausible
    assert any(
        reckoned(today, **{number: f"{value!r}!"}) != reckoned(today)
        for today in ("decentralised", "expert_line")
        for value in (plausible.low, plausible.high)
    )


def test_numbers_say_where_they_come_from() -> None:
    inputs = inputs_for({"size": "huge", "response_time": "minutes"}, {"aht": 200})
    assert inputs.given == {"aht"}
    assert inputs.origins == {
        "agents": Origin("size", "huge"),
        "customer_groups": Origin("size", "huge"),
        "answer_within": Origin("response_time", "minutes"),
    }
    assert inputs.computed == COMPUTED - {"agent_cost", "span"}, "neither pay nor supervisors"
    assert not inputs.open & {"agents", "customer_groups", "answer_within", "aht", "patience"}
    assert inputs.open >= {"regions", "products", "functions", "contacts_per_hour", "product_gain"}
    assert "contacts_per_hour" not in inputs_for({}, {"contacts_per_hour": 100}).computed


@settings(max_examples=tries(40))
@given(EVERYTHING)
def test_no_number_is_open_where_all_is_answered(answers: dict[str, str]) -> None:
    assert not inputs_for(answers).open


def test_an_open_number_is_drawn_and_a_typed_one_is_not() -> None:
    """With size unknown the rating of a split is an average; with agents typed it is one rating."""
    (answers,) = drawn(1, 3, {"regions": ["several"]})
    del answers["size"]
    each = [
        contribution(recommend(answers | {"size": level.id}), "decentralised", "cost").value
        for level in OWN.factors["size"].levels
    ]
    average = contribution(recommend(answers), "decentralised", "cost").value
    assert min(each) < average < max(each)
    typed = recommend(answers, numbers={"agents": 220})
    assert "agents" not in typed.inputs.open
    rating = ratings(typed.inputs.numbers, OWN)["decentralised"]["cost"]
    assert contribution(typed, "decentralised", "cost").value == pytest.approx(rating.value)


@settings(max_examples=tries(20))
@given(EVERYTHING, st.sampled_from([1.5, 9, 900]))
def test_pay_keeps_its_proportion_to_that_of_an_agent_and_changes_no_rating(
    answers: dict[str, str], pay: float
) -> None:
    usual, other = (recommend(answers, numbers=n) for n in ({}, {"agent_cost": pay}))
    for name in ("supervisor_cost", "manager_cost"):
        before, after = (getattr(r.inputs.numbers, name) for r in (usual, other))
        assert after / pay == pytest.approx(before / usual.inputs.numbers.agent_cost)
    for standing in other.ranking:
        assert standing.fit == pytest.approx(usual.standing(standing.structure).fit, abs=1e-9)


def test_pay_that_is_typed_is_not_in_proportion() -> None:
    numbers = inputs_for({}, {"agent_cost": 20, "manager_cost": 30}).numbers
    usual = OWN.assumptions
    assert numbers.manager_cost == 30
    proportion = usual["supervisor_cost"].value / usual["agent_cost"].value
    assert numbers.supervisor_cost == 20 * proportion


@pytest.mark.parametrize("hours", [level.id for level in OWN.factors["hours"].levels])
@pytest.mark.parametrize("complexity", ["simple", "complex"])
def test_contacts_follow_agents(hours: str, complexity: str) -> None:
    """As many contacts as the agents on the payroll can serve in one pool."""
    found = []
    for agents in (30, 100, 300, 1_000, 3_000):
        numbers = inputs_for({"hours": hours, "complexity": complexity}, {"agents": agents}).numbers
        found.append(numbers.contacts_per_hour)
        paid = payroll(OWN.structures["centralised"].pooling, numbers).paid_agents
        assert paid == pytest.approx(agents, rel=0.1)
    assert found == sorted(set(found))
    typed = inputs_for({"hours": hours}, {"agents": 30, "contacts_per_hour": "5000!"}).numbers
    assert (typed.agents, typed.contacts_per_hour) == (30, 5_000)


@pytest.mark.parametrize("hours", [level.id for level in OWN.factors["hours"].levels])
@pytest.mark.parametrize("size", ["small", "medium", "large", "huge"])
def test_one_pool_has_as_many_agents_as_the_answer_on_size_says(size: str, hours: str) -> None:
    """A service of over 500 agents is staffed with over 500."""
    staffing = staff({"size": size, "hours": hours})["centralised"]
    low, high = OWN.factors["size"].range_of(size)
    assert low <= staffing.paid_agents < high
    assert size != "huge" or staffing.paid_agents > 500


def test_specialists_gain_the_more_the_more_there_is_to_master_and_the_fewer_they_are() -> None:
    def gains(**answers: str) -> tuple[float, float]:
        numbers = inputs_for({"size": "medium", "complexity": "mixed"} | answers).numbers
        return numbers.product_gain, numbers.trade_gain

    products = [gains(products=level.id)[0] for level in OWN.factors["products"].levels]
    trades = [gains(functions=level.id)[1] for level in OWN.factors["functions"].levels]
    sizes = [gains(products="many", size=x.id)[0] for x in OWN.factors["size"].levels]
    assert products[0] == trades[0] == 0
    assert products == sorted(set(products))
    assert trades == sorted(set(trades))
    assert sizes == sorted(set(sizes), reverse=True)


# Explanations


@pytest.mark.parametrize("seed", [3, 4])
def test_the_single_answers_that_change_the_recommendation_are_all_of_them(seed: int) -> None:
    """Answers suggest numbers, so values change with them: nothing may be missed for that."""
    random = Random(seed)
    answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
    before = recommend(answers, numbers=PHONE)
    expected = {}
    for factor in OWN.factors.values():
        for level in factor.levels:
            other = answers | {factor.id: level.id}
            if level.id != answers[factor.id] and not excluded(other, [factor.id]):
                after = recommend(other, numbers=PHONE)
                if after.recommended != before.recommended:
                    expected[(factor.id, level.id),] = after.recommended
    found = {change.answers: change.recommended for change in changes(before, OWN)}
    assert found == expected


@pytest.mark.parametrize("seed", [3, 4])
def test_a_pair_of_answers_changes_the_recommendation_though_neither_does_alone(seed: int) -> None:
    random = Random(seed)
    answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
    numbers = {"aht": 200}
    before = recommend(answers, numbers=numbers)
    found = paired_changes(before, OWN)
    assert found, "choose a seed whose answers some pair changes"
    for change in found:
        assert recommend(answers | dict(change.answers), numbers=numbers).recommended == (
            change.recommended
        )
        for step in change.answers:
            alone = recommend(answers | dict([step]), numbers=numbers)
            assert alone.recommended == before.recommended


def test_a_change_is_applied_with_the_numbers_and_weights_that_were_set() -> None:
    (answers,) = drawn(1, 14, evenly=True)
    del answers["variety"]
    before = recommend(answers, weights={"cost": 20}, numbers=PHONE)
    found = changes(before, OWN)
    assert found, "choose a seed whose answers some other answer changes"
    for change in found:
        case = with_answers(before, change.answers, OWN)
        assert (case.numbers, case.weights) == (PHONE, {"cost": 20})
        assert case.answers.levels == answers | dict(change.answers)
        assert recommend_for(case, OWN).recommended == change.recommended


@OF_THE_USER
def test_what_is_worked_out_is_told_apart_from_what_statements_add(
    numbers: dict[str, object],
) -> None:
    """Cost is one block without statements; of speed they are a part."""
    result = recommend({"regions": "many", "size": "large"}, numbers=numbers)
    explanation = explain(result, OWN, full=False)
    reasons = {reason.criterion: reason for reason in explanation.reasons}
    assert not reasons["cost"].parts
    assert reasons["speed"].parts
    found = explanation.attribution
    assert found.computed != 0
    total = found.unknown + sum(part.amount for part in found.answers) + found.computed
    assert abs(total - result.best.fit) <= EXACT


@settings(max_examples=tries(15))
@given(ANSWERS, st.sampled_from(list(OWN.structures)))
def test_numbers_change_only_what_is_computed_in_an_explanation(
    answers: dict[str, str], structure: str
) -> None:
    without, known = recommend(answers), recommend(answers, numbers=PHONE)
    assert statement_parts(known, structure, OWN) == statement_parts(without, structure, OWN)
    before, after = (attribution(result, structure, OWN) for result in (without, known))
    assert (after.unknown, after.answers) == (before.unknown, before.answers)
    change = known.standing(structure).fit - without.standing(structure).fit
    assert abs(after.computed - before.computed - change) <= EXACT


# Where numbers come from


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
        fits = [(s["structure"], s["fit"], s["probability"]) for s in found["ranking"]]
        assert fits == [(s.structure, s.fit, s.probability) for s in expected.ranking]


def test_a_row_of_a_batch_may_set_numbers_and_weights() -> None:
    row = Row(2, answers={"regions": "many", "n.aht": "300,5", "w.cost": "20"})
    expected = recommend({"regions": "many"}, numbers={"aht": 300.5}, weights={"cost": 20})
    found = evaluate(row, OWN)
    assert found.fit == {s.structure: s.fit for s in expected.ranking}
    assert found.probability == expected.best.probability
    assert evaluate(Row(3, answers={"n.aht": "0"}), OWN).problems
