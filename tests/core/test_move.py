"""Stay, mend or move: every verdict is reachable, and no move is advised without a reason."""

from collections import Counter
from random import Random

import pytest

from service_structure.case.agreement import are_near
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.decision.questions import stage
from service_structure.planning.diagnosis import HAS_TRAIT
from service_structure.planning.move import (
    REASONS,
    VERDICTS,
    Advice,
    Move,
    advice_for,
    doubt_of_money,
    is_as_good,
    move_for,
)
from service_structure.planning.posts import posts
from service_structure.source.loader import load_guide
from service_structure.source.profile_records import TRAITS
from service_structure.staffing.costs import staffings_for
from tests.home_ground import HOME
from tests.support import tries

OWN = load_guide()
CASES = tries(250)
"""`python -m benchmarks.moves` takes 10,000."""

CONTACTS = ("20!", "200!", "1500!")


def case_of(
    answers: dict[str, str], structure: str, *symptoms: str, **numbers: object
) -> Recommendation:
    table = {
        "answers": answers,
        "numbers": numbers,
        "profile": {"structure": structure, "symptoms": symptoms},
    }
    case, faults = read_case(table, OWN)
    assert not faults
    return recommend_for(case, OWN)


def moved(answers: dict[str, str], structure: str, *symptoms: str, **numbers: object) -> Move:
    move = move_for(case_of(answers, structure, *symptoms, **numbers), OWN)
    assert move
    return move


@pytest.mark.parametrize("structure", HOME)
def test_a_structure_on_its_home_ground_stays(structure: str) -> None:
    move = moved(HOME[structure], structure)
    assert (move.verdict, move.reason) == ("stay", "is_best")
    assert move.people == 0
    assert move.budget.price("high") == 0
    troubled = moved(HOME[structure], structure, "waits")
    assert (troubled.verdict, troubled.reason) == ("mend", "is_best")


def test_a_move_staffs_its_two_structures_once_and_no_other() -> None:
    """Money, plan and verdict ask for the same two: the other structures are not worked out."""
    result = case_of(HOME["centralised"], "decentralised")
    staffings_for.cache_clear()
    move = move_for(result, OWN)
    assert move
    assert staffings_for.cache_info().misses == 1
    staffed = staffings_for(result.inputs.numbers, OWN)
    assert staffed.found == {move.today: move.before, move.target: move.after}


@pytest.mark.long
def test_in_random_organisations_no_rule_is_broken() -> None:
    rng, verdicts, reasons = Random(25), Counter[str](), Counter[str]()
    for n in range(5 * CASES):
        answers = {f.id: rng.choice(f.levels).id for f in OWN.factors.values()}
        answers = dict(rng.sample(sorted(answers.items()), rng.randint(3, len(answers))))
        symptoms = rng.sample(sorted(OWN.symptoms), rng.choice((0, 0, 1, 2, 3)))
        numbers: dict[str, object] = {}
        if n >= CASES:
            numbers = {"agents": rng.choice((5, 300)), "contacts_per_hour": rng.choice(CONTACTS)}
            if n % 4 == 0:
                del numbers["contacts_per_hour"]
        result = case_of(answers, rng.choice(sorted(OWN.structures)), *symptoms, **numbers)
        move = move_for(result, OWN)
        assert move
        check(move, result)
        assert advice_for(result, OWN) == Advice(move.target, move.verdict, move.reason)
        verdicts[move.verdict] += 1
        reasons[move.reason] += 1
    assert set(verdicts) == set(VERDICTS)
    assert set(reasons) == set(REASONS)


def check(move: Move, result: Recommendation) -> None:
    """What must hold of every advice."""
    margin = OWN.assumptions["stay_margin"].value / 100
    if move.verdict == "move":
        assert move.today != move.target
        outside = move.today not in result.shortlist or move.probability_gain >= margin
        assert outside
        reasons = {"ruled_out", "outweighs", "outweighs_apart"}
        assert move.budget.value() >= 0 or move.reason in reasons
    if move.reason in {"outweighs", "outweighs_apart"}:
        without_cost = sum(c.amount for c in move.changes if c.criterion != "cost")
        assert without_cost >= OWN.assumptions["outweigh_from"].value / 100
    if move.verdict == "move" and move.reason != "ruled_out":
        assert result.best.probability >= 0.5 or stage(result) != "ask"
    doubt = doubt_of_money(move.before, move.after, move.budget, result.inputs, OWN)
    if move.reason in {"pays", "does_not_pay", "outweighs"}:
        assert not doubt
    if move.reason == "outweighs_apart":
        assert doubt
    if move.reason in {"numbers_apart", "flow_unknown"}:
        assert doubt == move.reason
    if move.reason == "ruled_out":
        assert result.standing(move.today).failed
    assert (move.verdict == "mend") <= bool(move.symptoms)
    assert sum(c.amount for c in move.changes) == pytest.approx(
        move.fit_gain
        - (result.best.base - result.standing(move.today).base)
        - (result.standing(move.today).penalty - result.best.penalty),
        abs=1e-9,
    )


def test_nobody_is_advised_to_move_while_the_advice_may_change() -> None:
    answers = {"size": "large", "functions": "many", "products": "few", "complexity": "complex"}
    early = moved({**answers, "regions": "several"}, "mirrored_teams")
    assert (early.verdict, early.reason) == ("stay", "too_early")
    sure = {f.id: f.levels[0].id for f in OWN.factors.values()}
    later = moved(sure, "mirrored_teams")
    assert later.verdict == "move"


def test_the_margin_is_a_setting_and_ends_where_it_says() -> None:
    result = case_of({"size": "large", "regions": "several"}, "decentralised")
    gain = result.best.probability - result.standing("decentralised").probability
    margin = OWN.assumptions["stay_margin"].value / 100
    assert 0 < gain < margin
    assert is_as_good(result, "decentralised", OWN)
    assert not is_as_good(result, "product", OWN)


def test_symptoms_lead_to_the_structure_only_where_a_move_would_do_away_with_them() -> None:
    answers = {"regions": "one", "size": "small", "product_difference": "alike"}
    split = moved(answers, "functional", "transfers", "idle_and_overloaded")
    assert split.target == "centralised"
    assert all(diagnosis.structural for diagnosis in split.symptoms)
    assert all(diagnosis.causes[0].kind == "structure" for diagnosis in split.symptoms)
    assert split.verdict != "mend"
    people = moved(answers, "functional", "leavers")
    assert (people.verdict, people.reason) == ("mend", "other_causes")
    assert [cause.kind for cause in people.symptoms[0].causes] == ["people", "knowledge"]


def test_an_answer_puts_the_cause_first_to_which_it_points() -> None:
    answers = {"regions": "one", "size": "small", "product_difference": "alike"}
    usual = ["knowledge", "ownership"]
    for own, first, suggested in (
        ({}, usual, {}),
        ({"decision_right": "agent"}, usual, {}),
        ({"decision_right": "centre"}, usual[::-1], {"ownership": ("decision_right", "centre")}),
        ({"digital": "low"}, usual, {"knowledge": ("digital", "low")}),
        (
            {"digital": "low", "decision_right": "local"},
            usual,
            {"knowledge": ("digital", "low"), "ownership": ("decision_right", "local")},
        ),
    ):
        (found,) = moved(answers | own, "centralised", "transfers").symptoms
        assert ([c.kind for c in found.causes], dict(found.suggested)) == (first, suggested)
    table = {
        "answers": {**answers, "decision_right": ["centre", "local"]},
        "profile": {"structure": "centralised", "symptoms": ["transfers"]},
    }
    case, faults = read_case(table, OWN)
    assert not faults
    between = move_for(recommend_for(case, OWN), OWN)
    assert between
    assert between.symptoms[0].causes[0].kind == "ownership"


def test_a_dear_move_is_advised_only_with_a_reason_and_a_cheap_one_pays() -> None:
    answers = {"regions": "one", "size": "medium", "functions": "few", "products": "few"}
    answers |= {"product_difference": "alike", "complexity": "simple", "key_accounts": "few"}
    known: dict[str, object] = {"contacts_per_hour": 300}
    dear = moved(answers, "product", move_other=10**8, **known)
    cheap = moved(answers, "product", dip="0", double_running="0", retraining_weeks=0, **known)
    assert cheap.reason == "pays"
    assert dear.reason in {"outweighs", "does_not_pay"}
    assert dear.budget.value() < 0 <= cheap.budget.value()


def test_money_that_rests_on_numbers_that_do_not_agree_has_no_say() -> None:
    """The same move pays where agents and contacts agree; with four times as many it does not."""
    answers = {"regions": "one", "size": "medium", "functions": "few", "products": "few"}
    answers |= {"product_difference": "alike", "complexity": "simple", "key_accounts": "few"}
    free: dict[str, object] = {"dip": "0", "double_running": "0", "contacts_per_hour": "300!"}
    needed = round(moved(answers, "product", **free).before.paid_agents)
    told = [moved(answers, "product", agents=n * needed, **free).reason for n in (1, 2, 4)]
    assert told == ["pays", "pays", "outweighs_apart"]


def test_agents_far_from_those_of_the_best_structure_leave_money_out_too() -> None:
    """Teams in twenty regions take about as many as there are, and one pool a part of them."""
    answers = {"size": "medium", "functions": "one", "products": "one"}
    numbers: dict[str, object] = {"regions": 20, "agents": 45, "contacts_per_hour": "20!"}
    move = moved(answers, "decentralised", **numbers)
    most = {name: OWN.assumptions[name].value for name in ("agents_apart", "agents_unlikely")}
    assert move.target == "centralised"
    assert move.own
    assert move.own.have / move.own.needed <= most["agents_apart"]
    assert move.own.have / move.own.target > most["agents_unlikely"]
    assert move.budget.value() > 0
    assert move.reason in {"numbers_apart", "outweighs_apart"}


ONE_LINE = {"size": "large", "functions": "one", "products": "one", "ownership": "ordered"}


def test_money_speaks_for_the_flow_that_the_agents_take_today() -> None:
    """Agents alone: the target is set against the agents that there are."""
    move = moved(ONE_LINE, "decentralised", regions=9, agents=45)
    assert move.own
    assert are_near(45, move.own.needed)
    assert move.own.moved < -4
    assert (move.reason, move.doubt) == ("pays", "")


def test_money_has_no_say_where_the_flow_is_taken_for_one_pool() -> None:
    """So few agents are not so many teams: today's split needs more for the flow that is taken."""
    numbers: dict[str, object] = {"regions": 30, "agents": 45}
    move = moved(ONE_LINE, "decentralised", **numbers)
    assert move.own
    assert move.own.needed > 1.05 * move.own.have
    assert move.budget.value() > 0
    assert move.reason in {"flow_unknown", "outweighs_apart"}
    known = moved(ONE_LINE, "decentralised", contacts_per_hour="150!", **numbers)
    assert known.reason != "flow_unknown"


def test_agents_typed_as_the_field_shows_them_change_no_advice() -> None:
    rng, reasons = Random(5), set[str]()
    for _ in range(CASES):
        answers = {f.id: rng.choice(f.levels).id for f in OWN.factors.values()}
        today = rng.choice(sorted(OWN.structures))
        result = case_of(answers, today)
        typed = case_of(answers, today, agents=result.inputs.numbers.agents)
        before, after = move_for(result, OWN), move_for(typed, OWN)
        assert before
        assert after
        assert (after.verdict, after.reason) == (before.verdict, before.reason)
        reasons.add(after.reason)
    assert "flow_unknown" in reasons


def test_what_leaders_save_is_the_pay_of_the_posts_that_lead() -> None:
    result = case_of({"regions": "many", "size": "medium"}, "decentralised", contacts_per_hour=60)
    move = move_for(result, OWN)
    assert move
    pay = [
        sum(p.yearly_cost for p in posts(s, result.inputs.numbers, OWN) if p.kind != "team")
        for s in (move.today, move.target)
    ]
    assert move.today != move.target
    assert move.leaders_saving == pytest.approx(pay[0] - pay[1])


def test_what_is_lost_are_advantages_of_today_on_criteria_that_lose() -> None:
    move = moved({"regions": "many", "size": "large"}, "product")
    losing = {change.criterion for change in move.changes if change.amount < 0}
    assert move.lost
    for part in move.lost:
        assert part.statement.criterion in losing
        assert part.amount > 0


def test_nothing_is_said_where_today_is_not_known() -> None:
    for raw in ({}, {"profile": {"structure": "none"}}):
        case, _ = read_case({"answers": {"size": "large"}, **raw}, OWN)
        assert move_for(recommend_for(case, OWN), OWN) is None


def test_every_trait_has_a_meaning_and_a_symptom() -> None:
    assert tuple(HAS_TRAIT) == TRAITS
    assert {symptom.trait for symptom in OWN.symptoms.values()} - {None} == set(TRAITS)
    poolings = [structure.pooling for structure in OWN.structures.values()]
    for has in HAS_TRAIT.values():
        assert len({has(pooling) for pooling in poolings}) == 2
