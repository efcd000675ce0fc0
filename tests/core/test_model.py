"""The decision model: fits, weights, unanswered questions, preconditions and verdicts."""

import tomllib
from fractions import Fraction
from itertools import pairwise
from math import exp, fsum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import AnswersError, load_guide, recommend
from service_structure.case.numbers import numbers_for
from service_structure.decision.model import VERDICTS, quick_result
from service_structure.decision.settings import DRAWS
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from service_structure.staffing.costs import ratings
from tests.core.drawn import case_of
from tests.guides import with_clone, with_nothing_feasible
from tests.support import DataCopy, any_answers

EXACT = 1e-12
OWN = load_guide()
ANSWERS = any_answers(OWN)
COMPLETE = st.fixed_dictionaries(
    {f.id: st.sampled_from([level.id for level in f.levels]) for f in OWN.factors.values()}
)
GOALS = [factor.id for factor in OWN.factors.values() if factor.goal]
CIRCUMSTANCES = [factor.id for factor in OWN.factors.values() if not factor.goal]

# Answers, the structures that they rule out, and the factor and level that those need.
RULED_OUT = {
    "a_single_region_leaves_nothing_to_decentralise": (
        {"regions": "one"}, ("decentralised", "hub_and_spoke"), "regions", "few",
    ),
    "one_product_leaves_nothing_to_split": (
        {"products": "one"}, ("product", "matrix"), "products", "few",
    ),
    "one_function_leaves_nothing_to_split": (
        {"functions": "one"}, ("functional", "matrix"), "functions", "few",
    ),
}  # fmt: skip


@given(ANSWERS)
def test_a_fit_is_the_sum_of_its_contributions_its_base_and_its_penalty(
    answers: dict[str, str],
) -> None:
    for standing in recommend(answers).ranking:
        total = fsum(c.amount for c in standing.contributions) + standing.base - standing.penalty
        assert abs(standing.fit - total) <= EXACT
        for part in standing.contributions:
            assert abs(part.amount - part.weight * part.value) <= EXACT
        assert standing.base == OWN.estimates.base[standing.structure] / 100


@given(ANSWERS)
def test_weights_are_never_negative_and_always_make_100_points(answers: dict[str, str]) -> None:
    weights = recommend(answers).weights
    assert abs(fsum(weight.points for weight in weights) - 100) <= 1e-9
    assert all(weight.points >= 0 for weight in weights)


@given(COMPLETE)
def test_where_all_is_answered_a_weight_is_its_base_and_what_answers_moved(
    answers: dict[str, str],
) -> None:
    for weight in recommend(answers).weights:
        moved = weight.base + fsum(move.points for move in weight.moves)
        assert abs(weight.points - moved) <= 1e-9
        assert weight.base == OWN.estimates.points[weight.criterion]


def test_the_answers_that_take_most_from_a_criterion_leave_it_a_weight_of_at_least_0(
    guide: Guide,
) -> None:
    """The worst case, which random answers do not meet."""
    for n, criterion in enumerate(guide.criteria):
        worst = {
            factor.id: min(factor.levels, key=lambda level: level.moves.get(criterion, 0)).id
            for factor in guide.factors.values()
        }
        weights = recommend(worst).weights
        assert weights[n].points >= 0
        assert abs(fsum(weight.points for weight in weights) - 100) <= 1e-9


@given(COMPLETE)
@settings(max_examples=30)
def test_fits_agree_with_exact_arithmetic_on_the_bare_data(answers: dict[str, str]) -> None:
    """Worked out in fractions from the TOML files, apart from loader and model, staffing aside."""
    expected = _fits_in_fractions(answers)
    found = {standing.structure: standing.fit for standing in recommend(answers).ranking}
    assert found.keys() == expected.keys()
    for structure, fit in found.items():
        assert abs(fit - expected[structure]) <= EXACT


@given(COMPLETE, st.sampled_from(CIRCUMSTANCES), st.data())
def test_circumstances_change_values_and_leave_the_weights_alone(
    answers: dict[str, str], factor: str, data: st.DataObject
) -> None:
    level = data.draw(st.sampled_from([level.id for level in OWN.factors[factor].levels]))
    assert recommend(answers | {factor: level}).weights == recommend(answers).weights


@given(ANSWERS, ANSWERS, st.sampled_from(GOALS), st.data())
def test_what_a_goal_moves_does_not_depend_on_the_other_answers(
    these: dict[str, str], those: dict[str, str], factor: str, data: st.DataObject
) -> None:
    level = st.sampled_from([level.id for level in OWN.factors[factor].levels])
    one, two = data.draw(level), data.draw(level)

    def effect(others: dict[str, str]) -> list[float]:
        first, second = (recommend(others | {factor: x}).weights for x in (one, two))
        return [b.points - a.points for a, b in zip(first, second, strict=True)]

    assert effect(these) == pytest.approx(effect(those), abs=1e-9)


@given(ANSWERS.flatmap(lambda a: st.tuples(st.just(a), st.permutations(list(a.items())))))
def test_the_order_of_the_answers_changes_nothing(drawn: tuple[dict[str, str], Any]) -> None:
    answers, shuffled = drawn
    assert recommend(dict(shuffled)) == recommend(answers)


@given(COMPLETE, st.sampled_from(list(OWN.factors)))
@settings(max_examples=40)
def test_an_answer_left_out_is_averaged_over_as_often_as_its_levels_are_met(
    answers: dict[str, str], left_out: str
) -> None:
    """Not set to the usual one: each level counts with its prior, to a draw more or less."""
    known = {factor: level for factor, level in answers.items() if factor != left_out}
    result = recommend(known)
    assert result.answers.given == set(known)
    levels = OWN.factors[left_out].levels
    fits = [recommend(known | {left_out: level.id}) for level in levels]
    for standing in result.ranking:
        by_level = [fit.standing(standing.structure).fit for fit in fits]
        mean = fsum(x.prior * fit for x, fit in zip(levels, by_level, strict=True))
        spread = max(by_level) - min(by_level)
        assert abs(standing.fit - mean) <= spread * len(levels) / DRAWS + EXACT
        assert min(by_level) - EXACT <= standing.fit <= max(by_level) + EXACT


@given(ANSWERS)
def test_every_structure_is_ranked_once_candidates_first_and_by_their_fit(
    answers: dict[str, str],
) -> None:
    result = recommend(answers)
    assert sorted(s.structure for s in result.ranking) == sorted(OWN.structures)
    for better, worse in pairwise(result.ranking):
        assert better.candidate >= worse.candidate
        if better.candidate == worse.candidate:
            assert better.fit >= worse.fit - EXACT
    assert result.recommended == result.ranking[0].structure
    assert result.candidates == tuple(s for s in result.ranking if s.candidate)


@given(ANSWERS)
def test_the_quick_result_is_that_of_the_whole(answers: dict[str, str]) -> None:
    best, fits = quick_result(case_of(answers), OWN)
    result = recommend(answers)
    assert best == result.recommended
    assert all(abs(fits[s.structure] - s.fit) <= EXACT for s in result.ranking)


@given(ANSWERS)
def test_probabilities_are_shares_of_one(answers: dict[str, str]) -> None:
    result = recommend(answers)
    assert abs(fsum(s.probability for s in result.ranking) - 1) <= 1e-9
    assert all(0 <= s.probability <= 1 for s in result.ranking)
    assert 0 <= result.settled <= 1


@given(COMPLETE)
def test_where_all_is_answered_probabilities_follow_from_fits_and_nothing_can_change(
    answers: dict[str, str],
) -> None:
    result = recommend(answers)
    odds = [exp(100 * s.fit / OWN.estimates.temperature) for s in result.ranking]
    for standing, own in zip(result.ranking, odds, strict=True):
        assert standing.probability == pytest.approx(own / fsum(odds), abs=1e-9)
    best = max(result.ranking, key=lambda s: s.fit)
    assert result.settled == (1 if result.best.fit >= best.fit - EXACT else 0)


@given(ANSWERS)
def test_a_hybrid_is_ranked_like_any_other_whatever_its_parents_have(
    answers: dict[str, str],
) -> None:
    """It is ruled out by what it is made of alone, and can be ahead of both or behind."""
    result = recommend(answers)
    for structure in OWN.structures.values():
        assert result.standing(structure.id).candidate == (not result.standing(structure.id).failed)


@given(ANSWERS)
def test_the_verdict_grades_the_probability_of_the_recommended_structure(
    answers: dict[str, str],
) -> None:
    result = recommend(answers)
    borders = [OWN.assumptions[f"{verdict}_from"].value / 100 for verdict in VERDICTS[:-1]]
    reached = [v for v, border in zip(VERDICTS, borders, strict=False) if _sure(result) >= border]
    assert result.verdict == (reached[0] if reached else "open")


@given(ANSWERS)
def test_the_shortlist_is_the_recommended_and_the_most_probable_up_to_its_share(
    answers: dict[str, str],
) -> None:
    result = recommend(answers)
    share = OWN.assumptions["shortlist_share"].value / 100
    first, *others = (result.standing(name).probability for name in result.shortlist)
    assert result.shortlist[0] == result.recommended
    assert result.rivals == result.shortlist[1:]
    assert others == sorted(others, reverse=True)
    assert first + fsum(others) >= share - 1e-9
    assert not others or first + fsum(others[:-1]) < share
    left = [s.probability for s in result.ranking if s.structure not in result.shortlist]
    assert not others or not left or max(left) <= min(others) + EXACT


@pytest.mark.parametrize(("border", "verdict"), [("1", "recommended"), ("100", "likely")])
def test_the_border_of_a_verdict_is_the_one_in_the_data(
    copy: DataCopy, border: str, verdict: str
) -> None:
    answers = {"size": "tiny", "regions": "one", "products": "one", "complexity": "simple"}
    assert recommend(answers).best.probability >= 0.5
    name = 'name.en = "“Recommended” from this probability"\n'
    copy.edit("assumptions.toml", f"{name}value = 70\n", f"{name}value = {border}\n")
    assert recommend(answers, copy.guide()).verdict == verdict


@pytest.mark.parametrize("structure", OWN.structures)
def test_equal_structures_share_their_probability_and_keep_the_order_of_the_guide(
    structure: str,
) -> None:
    result = recommend({"functions": "many"}, with_clone(structure))
    own, clone = result.standing(structure), result.standing("clone")
    assert (own.fit, own.probability) == (clone.fit, clone.probability)
    names = [standing.structure for standing in result.ranking]
    assert names.index("clone") == names.index(structure) + 1


def test_where_every_structure_is_ruled_out_the_best_of_them_is_named_and_none_is_a_candidate() -> (
    None
):
    guide = with_nothing_feasible()
    result = recommend({"budget": "low", "size": "tiny"}, guide)
    assert result.candidates == ()
    assert len(result.ranking) == len(OWN.structures)
    assert all(standing.failed for standing in result.ranking)
    assert result.recommended == result.ranking[0].structure
    assert quick_result(case_of({"budget": "low", "size": "tiny"}), guide)[0] == result.recommended


@pytest.mark.parametrize(("answers", "out", "factor", "level"), RULED_OUT.values(), ids=RULED_OUT)
def test_an_answer_rules_a_structure_out_and_says_why(
    answers: dict[str, str], out: tuple[str, ...], factor: str, level: str
) -> None:
    result = recommend(answers)
    for structure in OWN.structures:
        standing = result.standing(structure)
        assert standing.candidate == (structure not in out)
        if structure in out:
            (failed,) = standing.failed
            assert (failed.factor, failed.at_least) == (factor, level)
            assert all(failed.because[language] for language in OWN.languages)
            assert standing.penalty >= OWN.assumptions["absent_penalty"].value / 100 - EXACT


def test_five_people_are_hardly_ever_split() -> None:
    """Size "tiny" means one to five agents."""
    result = recommend({"size": "tiny"})
    assert result.recommended == "centralised"
    assert result.best.probability >= 0.5
    assert all(s.candidate for s in result.ranking), "size rules nothing out by itself"


def test_size_by_itself_does_not_push_away_from_one_pool() -> None:
    """Beyond the size at which groups can be filled."""
    chance = {
        level.id: recommend({"size": level.id}).standing("centralised").probability
        for level in OWN.factors["size"].levels
    }
    assert chance["tiny"] > chance["small"] > chance["medium"]
    assert chance["huge"] >= chance["medium"] - 0.05


def test_complexity_speaks_for_those_who_know_and_against_one_pool() -> None:
    simple, complex_ = recommend({"complexity": "simple"}), recommend({"complexity": "complex"})
    for structure in ("product", "matrix", "expert_line"):
        own = complex_.standing(structure).probability
        assert own > simple.standing(structure).probability
    pool = complex_.standing("centralised").probability
    assert pool < simple.standing("centralised").probability - 0.1


def test_a_precondition_holds_from_its_level_upwards(guide: Guide) -> None:
    for structure in guide.structures.values():
        for condition in structure.preconditions:
            factor = guide.factors[condition.factor]
            for level in factor.levels:
                failed = recommend({factor.id: level.id}).standing(structure.id).failed
                too_low = factor.rank(level.id) < factor.rank(condition.at_least)
                assert (condition in failed) == too_low


@pytest.mark.parametrize("scenario", OWN.scenarios)
def test_a_worked_example_has_the_expected_outcome(guide: Guide, scenario: str) -> None:
    example = guide.scenarios[scenario]
    assert recommend(example.answers).recommended == example.recommends


def test_every_structure_is_recommended_by_some_worked_example(guide: Guide) -> None:
    assert {s.recommends for s in guide.scenarios.values()} == set(guide.structures)


def test_every_answer_changes_the_fit_of_some_structure(guide: Guide) -> None:
    nothing = recommend({})
    for factor in guide.factors.values():
        for level in factor.levels:
            ranking = recommend({factor.id: level.id}).ranking
            shifts = [abs(s.fit - nothing.standing(s.structure).fit) for s in ranking]
            assert max(shifts) > 1e-6, f"{factor.id} = {level.id}"


def test_no_statement_reaches_beyond_one_and_a_half_scales(guide: Guide) -> None:
    """Whatever the answers: a strength of 4 is half of the scale."""
    for structure in guide.structures.values():
        for statement in structure.statements:
            reach = statement.strength or 0.0
            for condition in statement.conditions:
                reach *= max(abs(times) for times in condition.times.values())
            assert reach / 4 <= 1.52, f"{structure.id}, {statement.id}: {reach / 4:.2f}"


def test_all_unusable_answers_are_named_at_once() -> None:
    with pytest.raises(AnswersError) as caught:
        recommend({"regions": "seven", "weather": "fine", "size": 3})
    faults: tuple[Any, ...] = caught.value.faults
    assert [(f.kind, f.factor) for f in faults] == [
        ("unknown_level", "regions"),
        ("unknown_factor", "weather"),
        ("wrong_type", "size"),
    ]
    assert len(str(caught.value).splitlines()) == 3
    assert isinstance(caught.value, ValueError)


def test_the_standing_of_an_unknown_structure_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="anarchy"):
        recommend({}).standing("anarchy")


def _sure(result: Any) -> float:
    probability: float = result.best.probability
    return probability


def _fits_in_fractions(answers: dict[str, str]) -> dict[str, Fraction]:
    factors, structures, shared, estimates, assumptions = _BARE
    points = {c: Fraction(str(p)) for c, p in estimates["points"].items()}
    rank = {}
    for factor in factors:
        levels = [level["id"] for level in factor["level"]]
        rank[factor["id"]] = levels
        chosen = factor["level"][levels.index(answers[factor["id"]])]
        for criterion, moved in chosen.get("moves", {}).items():
            points[criterion] += Fraction(str(moved))
    own = ratings(numbers_for(answers, {}, OWN), OWN)
    by_wait = Fraction(str(assumptions["speed_by_wait"]["value"])) / 100
    fits: dict[str, Fraction] = {}
    for structure in structures:
        name = structure["id"]
        values = dict.fromkeys(points, Fraction(0))
        for statement in structure["statement"]:
            if "strength" not in statement:
                continue
            amount = Fraction(str(statement["strength"])) / 8
            conditions = [*statement.get("when", [])]
            for circumstance in statement.get("circumstances", []):
                conditions += shared[circumstance]["when"]
            for condition in conditions:
                amount *= Fraction(str(condition["times"][answers[condition["factor"]]]))
            sign = 1 if statement["kind"] == "advantage" else -1
            part = 1 - by_wait if statement["criterion"] == "speed" else 1
            values[statement["criterion"]] += sign * part * amount
        values["cost"] = Fraction(own[name]["cost"].value) - Fraction(1, 2)
        values["speed"] += by_wait * (Fraction(own[name]["speed"].value) - Fraction(1, 2))
        absent = sum(
            rank[p["factor"]].index(answers[p["factor"]]) < rank[p["factor"]].index(p["at_least"])
            for p in structure.get("precondition", [])
        )
        fit = Fraction(1, 2) + sum(p * values[c] for c, p in points.items()) / 100
        fit += Fraction(str(estimates["base"][name])) / 100
        penalty = Fraction(str(assumptions["absent_penalty"]["value"])) / 100
        fits[name] = Fraction(fit) - absent * penalty
    return fits


def _bare(pattern: str) -> list[dict[str, Any]]:
    return [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(GUIDE.glob(pattern))]


def _by_id(pattern: str, key: str) -> dict[str, Any]:
    return {record["id"]: record for record in _bare(pattern)[0][key]}


_BARE = (
    _bare("factors/*.toml"),
    _bare("structures/*.toml"),
    _by_id("circumstances.toml", "circumstance"),
    _bare("estimates.toml")[0],
    _by_id("assumptions.toml", "assumption"),
)
