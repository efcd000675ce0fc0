"""The decision model worked out by hand: two structures, three questions, figures to follow.

Standards weigh 60 points and coordination 40, what is computed nothing. One team has 2 points to
begin with, the split −1; without several places the split loses 8. A difference of 5 points makes
one structure e times as probable as the other.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import permutations
from math import exp, fsum, log2
from random import Random

import pytest

from service_structure import load_guide, recommend
from service_structure.case.answers import Answers
from service_structure.case.case import read_case
from service_structure.decision.attribution import attribution, statement_parts
from service_structure.decision.candidates import candidates_for, leads
from service_structure.decision.counterfactual import changes, paired_changes
from service_structure.decision.evaluation import quick_result, with_user_weights
from service_structure.decision.explain import (
    acceptability,
    explain,
    opinions,
    reasons,
    stability,
)
from service_structure.decision.model import Contribution, Move, Recommendation
from service_structure.decision.questions import next_questions
from service_structure.decision.settings import DRAWS, settings
from service_structure.source.model_records import (
    Condition,
    Estimates,
    Exclusion,
    Factor,
    Level,
    Precondition,
    Statement,
)
from service_structure.source.records import Pooling, Structure

OWN = load_guide()
EXACT = 1e-12
ROUNDED = 1e-11  # probabilities have 12 decimals
TEXT = {"ru": "…", "en": "…"}


def question(
    factor: str, priors: Mapping[str, float], moves: Mapping[str, Mapping[str, float]] | None = None
) -> Factor:
    """A question; the answers that move points make it one about a goal."""
    moves = moves or {}
    levels = tuple(
        Level(level, TEXT, prior, moves.get(level, {}), {}, TEXT) for level, prior in priors.items()
    )
    return replace(OWN.factors["regions"], id=factor, goal=bool(moves), levels=levels)


def statement(
    name: str, kind: str, criterion: str, strength: float, **times: Mapping[str, float]
) -> Statement:
    """A statement that depends on the questions named."""
    conditions = tuple(
        Condition(factor, by_level, turns=False, because=TEXT, off=TEXT)
        for factor, by_level in times.items()
    )
    return Statement(name, kind, criterion, strength, TEXT, TEXT, TEXT, (), (), conditions)


def structure(name: str, *statements: Statement, needs: tuple[Precondition, ...] = ()) -> Structure:
    """A structure of which nothing is said but these statements; it is staffed as one pool."""
    return replace(
        OWN.structures["centralised"],
        id=name,
        statements=statements,
        preconditions=needs,
        pooling=Pooling(by="one"),
    )


ONE_TEAM = structure(
    "one_team",
    statement("one_rule", "advantage", "standards", 4),
    statement("far", "disadvantage", "coordination", 2, places={"one": 0, "many": 1}),
)
SPLIT = structure(
    "split",
    statement(
        "on_the_spot", "advantage", "coordination", 3,
        places={"one": 0, "many": 1}, authority={"unready": -1, "partly": 0.5, "ready": 2},
    ),
    needs=(Precondition("places", "many", TEXT),),
)  # fmt: skip
PLACES = question("places", {"one": 0.75, "many": 0.25})
AUTHORITY = question("authority", {"unready": 0.25, "partly": 0.25, "ready": 0.5})
AIM = question(
    "aim", {"usual": 0.5, "strict": 0.5}, {"strict": {"standards": 20, "coordination": -20}}
)
SMALL = replace(
    OWN,
    criteria={c: OWN.criteria[c] for c in ("standards", "coordination", "cost", "speed")},
    circumstances={
        name: replace(shared, conditions=()) for name, shared in OWN.circumstances.items()
    },
    structures={"one_team": ONE_TEAM, "split": SPLIT},
    factors={"places": PLACES, "authority": AUTHORITY, "aim": AIM},
    assumptions={
        **OWN.assumptions,
        "absent_penalty": replace(OWN.assumptions["absent_penalty"], value=8),
    },
    estimates=Estimates(
        date(2026, 1, 1),
        cases=0,
        points={"standards": 60, "coordination": 40, "cost": 0, "speed": 0},
        base={"one_team": 2, "split": -1},
        temperature=5,
    ),
)
WITHOUT_AIM = replace(SMALL, factors={"places": PLACES, "authority": AUTHORITY})
TAKES_ALL = {"strict": {"standards": 50, "coordination": -50}}
ALL = {"places": "many", "authority": "ready", "aim": "usual"}

# Answers, and in points what one team and the split come to in each setting that they leave open,
# with the share of it. One team: 50 + 60·4/8 − 40·2/8·places + 2.
# The split: 50 + 40·3/8·places·authority − 1, less 8 where there is one place.
HAND = {
    "everything is answered": (ALL, [(1, 72, 79)]),
    "a multiplier of a half": (ALL | {"authority": "partly"}, [(1, 72, 56.5)]),
    "a negative multiplier turns the statement round": (
        ALL | {"authority": "unready"}, [(1, 72, 34)],
    ),
    "a goal moves 20 of the 40 points": (ALL | {"aim": "strict"}, [(1, 87, 64)]),
    "a precondition is absent": (ALL | {"places": "one"}, [(1, 82, 41)]),
    "a circumstance is not known": (
        {"authority": "ready", "aim": "usual"}, [(0.75, 82, 41), (0.25, 72, 79)],
    ),
    "a multiplier is not known": (
        {"places": "many", "aim": "usual"}, [(0.25, 72, 34), (0.25, 72, 56.5), (0.5, 72, 79)],
    ),
    "a goal is not known": (
        {"places": "many", "authority": "ready"}, [(0.5, 72, 79), (0.5, 87, 64)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "open_settings"), HAND.values(), ids=HAND)
def test_fit_and_probability_are_those_worked_out_by_hand(
    answers: dict[str, str], open_settings: list[tuple[float, float, float]]
) -> None:
    result = recommend(answers, SMALL)
    one_team, split = result.standing("one_team"), result.standing("split")
    assert abs(100 * one_team.fit - fsum(share * a for share, a, _ in open_settings)) <= 1e-10
    assert abs(100 * split.fit - fsum(share * b for share, _, b in open_settings)) <= 1e-10
    probable = fsum(share / (1 + exp((b - a) / 5)) for share, a, b in open_settings)
    assert abs(one_team.probability - probable) <= ROUNDED
    assert abs(split.probability - (1 - probable)) <= ROUNDED
    settled = fsum(
        share for share, a, b in open_settings if (a > b) == (result.recommended == "one_team")
    )
    assert abs(result.settled - settled) <= EXACT


@pytest.mark.parametrize(
    ("answers", "one_team", "split"),
    [
        ({}, 0.25, 1.25),
        ({"authority": "partly"}, 0.25, 0.6875),
        ({"authority": "unready"}, 0.25, 0.125),
        ({"places": "one"}, 0.5, 0.5),
    ],
)
def test_a_value_is_a_half_and_eighths_of_strength_times_multipliers(
    answers: dict[str, str], one_team: float, split: float
) -> None:
    """A value may leave the scale: ½ + 3/8 · 2 is above 1."""
    result = recommend(ALL | answers, SMALL)
    assert abs(_on("coordination", result, "one_team").value - one_team) <= EXACT
    assert abs(_on("coordination", result, "split").value - split) <= EXACT
    assert abs(_on("standards", result, "one_team").value - 1) <= EXACT
    assert abs(_on("standards", result, "split").value - 0.5) <= EXACT


def test_a_fit_is_contributions_and_base_less_the_penalty() -> None:
    split = recommend(ALL | {"places": "one"}, SMALL).standing("split")
    assert (split.base, split.penalty) == (-0.01, 0.08)
    amounts = [contribution.amount for contribution in split.contributions]
    assert amounts == pytest.approx([0.3, 0.2, 0, 0], abs=EXACT)
    assert abs(split.fit - (0.3 + 0.2 - 0.01 - 0.08)) <= EXACT
    assert not split.candidate
    maybe = recommend({}, SMALL).standing("split")
    assert abs(maybe.penalty - 0.75 * 0.08) <= EXACT
    assert maybe.candidate, "what is not answered rules out nothing"


def test_a_higher_temperature_brings_probabilities_together() -> None:
    for temperature in (0.005, 2.5, 5, 10):
        guide = replace(SMALL, estimates=replace(SMALL.estimates, temperature=temperature))
        split = recommend(ALL, guide).standing("split")
        assert abs(split.probability - 1 / (1 + exp(-7 / temperature))) <= ROUNDED


@pytest.mark.parametrize(
    ("weights", "points", "one_team", "split"),
    [
        ({"standards": 20}, [20, 80, 0, 0], 42, 109),
        ({"standards": 1, "coordination": 3, "cost": 0, "speed": 0}, [25, 75, 0, 0], 45.75, 105.25),
        ({"standards": 100}, [100, 0, 0, 0], 102, 49),
    ],
)
def test_weights_of_the_users_own_replace_those_of_the_guide(
    weights: dict[str, float], points: list[float], one_team: float, split: float
) -> None:
    result = recommend(ALL, SMALL, weights=weights)
    assert [weight.points for weight in result.weights] == pytest.approx(points, abs=EXACT)
    assert [weight.user for weight in result.weights] == [c in weights for c in SMALL.criteria]
    assert abs(100 * result.standing("one_team").fit - one_team) <= 1e-10
    assert abs(100 * result.standing("split").fit - split) <= 1e-10


def test_criteria_without_points_share_what_is_left_evenly() -> None:
    found = with_user_weights([60, 40, 0, 0], {"a": 10, "b": 30}, "abcd")
    assert found == pytest.approx([10, 30, 30, 30])
    found = with_user_weights([60, 40, 0, 0], {"c": 10, "d": 30}, "abcd")
    assert found == pytest.approx([36, 24, 10, 30])


def test_of_equal_structures_the_first_comes_first_in_the_quick_result_too() -> None:
    twins = {name: replace(ONE_TEAM, id=name) for name in ("first", "second")}
    base = {"first": 2.0, "second": 2.0}
    guide = replace(SMALL, structures=twins, estimates=replace(SMALL.estimates, base=base))
    assert quick_result(read_case(ALL, guide)[0], guide)[0] == "first"
    ahead = replace(guide, estimates=replace(guide.estimates, base=base | {"second": 2.1}))
    assert quick_result(read_case(ALL, ahead)[0], ahead)[0] == "second"


def test_a_change_from_two_levels_counts_from_the_nearer_one() -> None:
    """From not or partly ready it is one level to ready, which half of the organisations are."""
    result = recommend(ALL | {"authority": ("unready", "partly")}, SMALL)
    (change,) = [c for c in changes(result, SMALL) if c.answers == (("authority", "ready"),)]
    assert (result.recommended, change.recommended) == ("one_team", "split")
    assert (change.steps, change.prior, change.likelihood) == (1, 0.5, 0.25)
    assert abs(change.lead - 0.07) <= EXACT


def test_two_answers_that_only_together_change_the_choice_are_told_unless_they_cannot_be() -> None:
    """Many places alone leave the split at 34 points, ready staff alone leave it ruled out."""
    cannot = Exclusion("cannot", TEXT, {"places": ("many",), "authority": ("ready",)})
    together = (("places", "many"), ("authority", "ready"))
    for exclusions, told in (({}, True), ({"cannot": cannot}, False)):
        guide = replace(SMALL, exclusions=exclusions)
        result = recommend(ALL | {"places": "one", "authority": "unready"}, guide)
        assert not changes(result, guide)
        assert (together in [c.answers for c in paired_changes(result, guide)]) is told


def test_a_removed_structure_leaves_fits_and_the_proportions_of_probabilities() -> None:
    third = replace(SPLIT, id="third", preconditions=())
    base = {**SMALL.estimates.base, "third": 0}
    three = replace(
        SMALL,
        structures={**SMALL.structures, "third": third},
        estimates=replace(SMALL.estimates, base=base),
    )
    more, fewer = recommend(ALL, three), recommend(ALL, SMALL)
    for name in SMALL.structures:
        assert more.standing(name).fit == fewer.standing(name).fit
    assert [s.structure for s in more.ranking] == ["third", "split", "one_team"]
    proportions = [
        result.standing("split").probability / result.standing("one_team").probability
        for result in (more, fewer)
    ]
    assert proportions == pytest.approx([exp(7 / 5)] * 2)


def test_what_an_answer_rules_out_is_no_candidate_and_leads_nobody() -> None:
    assert candidates_for(Answers({"places": "one"}), SMALL) == ["one_team"]
    assert candidates_for(Answers({}), SMALL) == ["one_team", "split"]
    only_split = replace(SMALL, structures={"split": SPLIT})
    assert candidates_for(Answers({"places": "one"}), only_split) == ["split"]
    assert [leads(place, [9, 5], [1, 0]) for place in (0, 1)] == [False, True]
    assert [leads(place, [9, 5], [1, 2]) for place in (0, 1)] == [True, False]
    assert [leads(place, [5 + 5e-13, 5], [0, 0]) for place in (0, 1)] == [True, True]


def test_levels_are_drawn_as_often_as_their_priors_say() -> None:
    drawn = settings(Answers({}), SMALL)
    assert len(drawn) == DRAWS
    for place, factor in enumerate(SMALL.factors.values()):
        for rank, level in enumerate(factor.levels):
            assert sum(setting[place] == rank for setting in drawn) == DRAWS * level.prior
    assert settings(Answers(ALL), SMALL) == ((1, 2, 0),)


# What an answer makes of a statement

BECAUSE, OFF = {"ru": "потому", "en": "because"}, {"ru": "нет", "en": "off"}


@pytest.mark.parametrize(
    ("answers", "expected", "applies"),
    [
        ({}, [("many", 1, BECAUSE), ("ready", 2, BECAUSE)], True),
        ({"authority": "partly"}, [("many", 1, BECAUSE), ("partly", 0.5, BECAUSE)], True),
        ({"authority": "unready"}, [("many", 1, BECAUSE), ("unready", -1, OFF)], False),
        ({"places": "one"}, [("one", 0, OFF), ("ready", 2, BECAUSE)], False),
        (
            {"authority": ("partly", "ready")},
            [("many", 1, BECAUSE), ("partly~ready", 1.5, BECAUSE)],
            True,
        ),
        ({"authority": ("unready", "partly")}, [("many", 1, BECAUSE)], True),
    ],
)
def test_an_answer_says_why_a_statement_counts_or_that_it_does_not(
    answers: dict[str, object], expected: list[tuple[str, float, object]], applies: bool
) -> None:
    """Of two levels the mean counts, by their priors, where the statement holds with both."""
    (own,) = SPLIT.statements
    conditions = tuple(replace(c, because=BECAUSE, off=OFF) for c in own.conditions)
    split = replace(SPLIT, statements=(replace(own, conditions=conditions),))
    guide = replace(SMALL, structures={**SMALL.structures, "split": split})
    (part,) = statement_parts(recommend(ALL | answers, guide), "split", guide)
    assert [(e.level, e.times, e.because) for e in part.effects] == expected
    assert part.applies is applies


def test_only_answers_that_made_a_criterion_weigh_more_are_told_as_a_reason() -> None:
    moves = {"strict": {"standards": 0.5, "coordination": 0, "cost": -0.5}}
    aim = question("aim", {"usual": 0.5, "strict": 0.5}, moves)
    guide = replace(SMALL, factors={**SMALL.factors, "aim": aim})
    result = recommend(ALL | {"aim": "strict"}, guide)
    told = {reason.criterion: reason.moves for reason in reasons(result, "split", guide)}
    assert told["standards"] == (Move("aim", "strict", 0.5),)
    assert [told[c] for c in ("coordination", "cost", "speed")] == [(), (), ()]


def test_where_there_is_nobody_to_compare_with_a_reason_is_all_that_a_criterion_adds() -> None:
    alone = replace(SMALL, structures={"one_team": ONE_TEAM})
    result = recommend(ALL, alone)
    told = {reason.criterion: reason.amount for reason in reasons(result, "one_team", alone)}
    assert told == {c.criterion: c.amount for c in result.best.contributions}
    assert told["standards"] == pytest.approx(0.6)


def test_two_candidates_have_weights_at_which_they_are_level() -> None:
    """The split leads by 97 − 1.5·w at w points for standards: until they weigh 64⅔ of 100."""
    result = recommend(ALL, SMALL)
    standards, coordination, *_ = stability(result)
    assert (standards.low, standards.low_rival, standards.high_rival) == (0, None, "one_team")
    assert standards.high == pytest.approx(194 / 3)
    assert coordination.low == pytest.approx(106 / 3)
    assert (coordination.low_rival, coordination.high_rival) == ("one_team", None)
    assert coordination.high == 100
    assert [sorted(map(len, o.order)) for o in opinions(result)] == [[1, 1]] * 3
    assert [sum(row.probabilities) for row in acceptability(result, SMALL)] == [1, 1]


def test_as_a_table_a_result_has_all_that_it_says() -> None:
    result = recommend(ALL, SMALL)
    table = result.as_dict()
    assert (table["recommended"], table["answers"]["levels"]) == ("split", ALL)
    assert [standing["structure"] for standing in table["ranking"]] == ["split", "one_team"]
    found = explain(result, SMALL)
    told = [reason["criterion"] for reason in found.as_dict()["reasons"]]
    assert told == [reason.criterion for reason in found.reasons]


# What an answer would tell


def test_what_a_question_tells_is_the_uncertainty_that_its_answer_takes_away() -> None:
    """Three organisations in four have one place: there one team is far ahead; in many it is not.

    One team leads on average and in one place, where the split is ruled out; many places change it.
    """
    known = {"authority": "ready", "aim": "usual"}
    (asked,) = next_questions(read_case(known, SMALL)[0], SMALL)
    one, many = (1 / (1 + exp((b - a) / 5)) for a, b in ((82, 41), (72, 79)))
    told = _bits(0.75 * one + 0.25 * many) - 0.75 * _bits(one) - 0.25 * _bits(many)
    assert asked.information == pytest.approx(told, abs=1e-12)
    assert (asked.factor, asked.change, asked.halved) == ("places", 0.25, False)


def _bits(chance: float) -> float:
    return -chance * log2(chance) - (1 - chance) * log2(1 - chance)


# Who has made a fit what it is: Shapley values


def test_two_answers_share_what_they_do_together() -> None:
    """In points: the split gets 15·authority in many places, 15·0.875 before that is known.

    Known first or last by turns, authority adds the mean of 7.5 − u and 30 − 13.125, where u is
    what the statement adds with nothing answered. Places add the rest, and take off the penalty of
    6 that the split has while they are not known.
    """
    nothing = recommend({}, WITHOUT_AIM).standing("split")
    u = 100 * nothing.fit - 50 + 1 + 6
    known = {"places": "many", "authority": "ready"}
    found = attribution(recommend(known, WITHOUT_AIM), "split", WITHOUT_AIM)
    assert abs(found.unknown - nothing.fit) <= EXACT
    by_hand = {
        "places": ((13.125 - u) + (30 - 7.5)) / 2 + 6,
        "authority": ((7.5 - u) + (30 - 13.125)) / 2,
    }
    for part in found.answers:
        assert part.level == known[part.factor]
        assert abs(100 * part.amount - by_hand[part.factor]) <= 1e-10
    assert found.computed == 0


@pytest.mark.parametrize("name", SMALL.structures)
@pytest.mark.parametrize("aim", ["usual", "strict"])
@pytest.mark.parametrize("left_out", [(), ("authority",), ("places", "aim")])
def test_what_an_answer_adds_is_its_mean_over_all_orders(
    name: str, aim: str, left_out: tuple[str, ...]
) -> None:
    known = {f: level for f, level in (ALL | {"aim": aim}).items() if f not in left_out}

    def fit(answers: Mapping[str, str]) -> float:
        return recommend(answers, SMALL).standing(name).fit

    found = attribution(recommend(known, SMALL), name, SMALL)
    expected = _by_all_orders(known, fit)
    assert {part.factor for part in found.answers} == known.keys()
    for part in found.answers:
        assert abs(part.amount - expected[part.factor]) <= EXACT
    total = found.unknown + fsum(part.amount for part in found.answers) + found.computed
    assert abs(total - fit(known)) <= EXACT


@pytest.mark.parametrize("seed", [1, 2])
def test_in_the_guide_too_an_answer_adds_its_mean_over_all_orders(seed: int) -> None:
    """Beside what the staffing model makes of the answers, which is one block."""
    random = Random(seed)
    asked = random.sample(list(OWN.factors.values()), 4)
    known = {factor.id: random.choice(factor.levels).id for factor in asked}
    name = random.choice(list(OWN.structures))

    def stated(answers: Mapping[str, str]) -> float:
        result = recommend(answers)
        standing = result.standing(name)
        parts = [part.amount for part in statement_parts(result, name, OWN)]
        return fsum(parts) + standing.base - standing.penalty

    found = attribution(recommend(known), name, OWN)
    expected = _by_all_orders(known, stated)
    for part in found.answers:
        assert abs(part.amount - expected[part.factor]) <= EXACT


def test_a_goal_takes_a_weight_to_0_and_no_further() -> None:
    """Of 40 points for coordination it would take 50: one team has 50 + 110·4/8 + 2 = 107."""
    aim = question("aim", {"usual": 0.5, "strict": 0.5}, TAKES_ALL)
    guide = replace(SMALL, factors={**SMALL.factors, "aim": aim})
    result = recommend(ALL | {"aim": "strict"}, guide)
    assert [weight.points for weight in result.weights] == [110, 0, 0, 0]
    for name, fit in (("one_team", 107), ("split", 49)):
        assert abs(100 * result.standing(name).fit - fit) <= 1e-10
        found = attribution(result, name, guide)
        parts = found.unknown + fsum(part.amount for part in found.answers) + found.computed
        assert abs(100 * parts - fit) <= 1e-10


@pytest.mark.parametrize("name", OWN.structures)
def test_what_is_not_known_yet_is_the_fit_with_nothing_answered(name: str) -> None:
    """Goals move the weights of cost and speed, which the staffing model rates."""
    goals = {factor.id: factor.levels[-1].id for factor in OWN.factors.values() if factor.goal}
    found = attribution(recommend(goals), name, OWN)
    assert abs(found.unknown - recommend({}).standing(name).fit) <= EXACT


def _on(criterion: str, result: Recommendation, name: str) -> Contribution:
    (found,) = (c for c in result.standing(name).contributions if c.criterion == criterion)
    return found


def _by_all_orders(
    known: Mapping[str, str], worth: Callable[[Mapping[str, str]], float]
) -> dict[str, float]:
    """What each answer changes when it becomes known, on average over all orders."""
    worths: dict[frozenset[str], float] = {}

    def of(factors: frozenset[str]) -> float:
        if factors not in worths:
            worths[factors] = worth({f: level for f, level in known.items() if f in factors})
        return worths[factors]

    orders = list(permutations(known))
    changes: dict[str, list[float]] = {factor: [] for factor in known}
    for order in orders:
        for place, factor in enumerate(order):
            before = frozenset(order[:place])
            changes[factor].append(of(before | {factor}) - of(before))
    return {factor: fsum(own) / len(orders) for factor, own in changes.items()}
