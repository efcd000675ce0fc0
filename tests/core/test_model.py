"""The decision model: fits, weights, probabilities and verdicts, and what is behind them."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import fsum
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from service_structure import AnswersError, load_guide, recommend
from service_structure.case.answers import Answers
from service_structure.decision.attribution import statement_parts
from service_structure.decision.evaluation import quick_result
from service_structure.decision.explain import drawbacks, reasons
from service_structure.decision.model import VERDICTS, Recommendation
from service_structure.decision.settings import DRAWS, settings
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from service_structure.staffing.costs import ratings
from tests.drawn import case_of
from tests.guides import with_nothing_feasible, with_structures
from tests.support import any_answers, tries

EXACT = 1e-12
OWN = load_guide()
ANSWERS = any_answers(OWN)
EVERYTHING = st.fixed_dictionaries(
    {f.id: st.sampled_from([v.id for v in f.levels]) for f in OWN.factors.values()}
)
STRUCTURES = st.sampled_from(list(OWN.structures))
COMPUTED = ("cost", "speed")
"""Criteria that the staffing model rates, the second only in part."""


@examples(max_examples=tries(40))
@given(ANSWERS)
def test_a_fit_is_the_sum_of_its_contributions_and_its_base_less_the_penalty(
    answers: dict[str, str],
) -> None:
    for standing in recommend(answers).ranking:
        assert 0 <= standing.fit <= 1
        parts = fsum(c.amount for c in standing.contributions)
        assert abs(standing.fit - (parts + standing.base - standing.penalty)) <= EXACT
        assert standing.base == OWN.estimates.base[standing.structure] / 100
        assert standing.penalty >= 0
        assert [c.criterion for c in standing.contributions] == list(OWN.criteria)
        for part in standing.contributions:
            assert abs(part.amount - part.weight * part.value) <= EXACT


@examples(max_examples=tries(40))
@given(ANSWERS)
def test_probabilities_add_up_to_1(answers: dict[str, str]) -> None:
    found = [standing.probability for standing in recommend(answers).ranking]
    assert all(0 <= probability <= 1 for probability in found)
    assert abs(fsum(found) - 1) <= 1e-9


@examples(max_examples=tries(25))
@given(EVERYTHING)
def test_where_all_is_answered_probabilities_follow_the_fits(answers: dict[str, str]) -> None:
    ranking = recommend(answers).ranking
    by_fit = sorted(ranking, key=lambda standing: -standing.fit)
    assert all(a.probability >= b.probability for a, b in pairwise(by_fit))


@examples(max_examples=tries(40))
@given(ANSWERS)
def test_weights_are_never_negative_and_always_make_100_points(answers: dict[str, str]) -> None:
    """Where a goal is not answered a weight moves by the mean, to an equal step of the draws."""
    weights = recommend(answers).weights
    assert abs(fsum(weight.points for weight in weights) - 100) <= 1e-9
    unanswered = [f for f in OWN.factors.values() if f.goal and f.id not in answers]
    for weight in weights:
        assert weight.points >= 0
        assert weight.base == OWN.estimates.points[weight.criterion]
        assert not weight.user
        moved = weight.base + fsum(move.points for move in weight.moves)
        open_moves = [
            (level.prior, level.moves.get(weight.criterion, 0))
            for factor in unanswered
            for level in factor.levels
        ]
        expected = moved + fsum(prior * move for prior, move in open_moves)
        step = fsum(abs(move) for _, move in open_moves) / DRAWS
        assert abs(weight.points - expected) <= step + 1e-9


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
        moved = weights[n].base + fsum(move.points for move in weights[n].moves)
        assert weights[n].points == pytest.approx(moved, abs=1e-9)
        assert weights[n].points >= 0
        assert abs(fsum(weight.points for weight in weights) - 100) <= 1e-9


@examples(max_examples=tries(25))
@given(EVERYTHING)
def test_fits_agree_with_exact_arithmetic_on_the_bare_data(answers: dict[str, str]) -> None:
    """Worked out in fractions from the TOML files, apart from loader and model.

    What the staffing model rates is taken from it.
    """
    result = recommend(answers)
    rated = ratings(result.inputs.numbers, OWN)
    computed = {
        structure: (Fraction(its["cost"].value), Fraction(its["speed"].value))
        for structure, its in rated.items()
    }
    expected = _fits_in_fractions(answers, computed)
    found = {standing.structure: standing.fit for standing in result.ranking}
    assert found.keys() == expected.keys()
    for structure, fit in found.items():
        assert abs(fit - expected[structure]) <= EXACT


@examples(max_examples=tries(40))
@given(EVERYTHING, st.sampled_from(list(OWN.factors.values())), st.data())
def test_circumstances_change_values_and_goals_change_weights(
    answers: dict[str, str], factor: Any, data: st.DataObject
) -> None:
    """Beside what the staffing model rates, as an answer of either kind may suggest numbers."""
    level = data.draw(st.sampled_from([level.id for level in factor.levels]))
    before, after = recommend(answers), recommend(answers | {factor.id: level})
    if not factor.goal:
        assert before.weights == after.weights
    else:
        gained, lost = factor.level(level).moves, factor.level(answers[factor.id]).moves
        for old, new in zip(before.weights, after.weights, strict=True):
            change = gained.get(new.criterion, 0) - lost.get(new.criterion, 0)
            assert abs(new.points - old.points - change) <= 1e-9
    for structure in OWN.structures.values():
        depend = {
            statement.criterion
            for statement in structure.statements
            if factor.id in [condition.factor for condition in statement.conditions]
        }
        for old_part, new_part in zip(
            before.standing(structure.id).contributions,
            after.standing(structure.id).contributions,
            strict=True,
        ):
            if old_part.criterion not in depend | set(COMPUTED):
                assert abs(new_part.value - old_part.value) <= 1e-9


@examples(max_examples=tries(40))
@given(ANSWERS.flatmap(lambda a: st.tuples(st.just(a), st.permutations(list(a.items())))))
def test_the_order_of_the_answers_changes_nothing(drawn: tuple[dict[str, str], Any]) -> None:
    answers, shuffled = drawn
    assert recommend(dict(shuffled)) == recommend(answers)


# What is not answered


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_left_out_is_drawn_by_its_priors(seed: int) -> None:
    """Everything is the mean over the settings that the answers leave open."""
    random = Random(seed)
    asked = random.sample(list(OWN.factors.values()), random.choice([0, 5, 15]))
    answers = {factor.id: random.choice(factor.levels).id for factor in asked}
    given_some = recommend(answers)
    drawn = [
        recommend({f.id: f.levels[n].id for f, n in zip(OWN.factors.values(), ranks, strict=True)})
        for ranks in settings(Answers(answers), OWN)
    ]
    assert len(drawn) == DRAWS
    for standing in given_some.ranking:
        each = [result.standing(standing.structure) for result in drawn]
        for field in ("fit", "probability", "penalty"):
            mean = fsum(getattr(own, field) for own in each) / DRAWS
            assert abs(getattr(standing, field) - mean) <= 1e-11
        for n, part in enumerate(standing.contributions):
            mean = fsum(own.contributions[n].amount for own in each) / DRAWS
            assert abs(part.amount - mean) <= EXACT
    same = sum(result.recommended == given_some.recommended for result in drawn)
    assert given_some.settled == same / DRAWS


@examples(max_examples=tries(25))
@given(ANSWERS)
def test_an_answer_left_out_is_not_the_usual_one(answers: dict[str, str]) -> None:
    result = recommend(answers)
    assert result.answers.given == answers.keys()
    usual = recommend(result.answers.usual(OWN))
    assert usual.settled == 1
    if len(answers) < len(OWN.factors) / 2:
        assert usual.ranking != result.ranking


@examples(max_examples=tries(40))
@given(EVERYTHING)
def test_where_all_is_answered_there_is_one_setting_and_nothing_is_unsettled(
    answers: dict[str, str],
) -> None:
    (setting,) = settings(Answers(answers), OWN)
    ranks = [factor.rank(answers[factor.id]) for factor in OWN.factors.values()]
    assert setting == tuple(ranks)
    assert recommend(answers).settled == 1


# Ranking, verdict and shortlist


@examples(max_examples=tries(40))
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
    assert result.best == result.ranking[0]
    assert result.candidates == tuple(s for s in result.ranking if s.candidate)


@examples(max_examples=tries(40))
@given(ANSWERS)
def test_the_quick_result_is_that_of_the_recommendation(answers: dict[str, str]) -> None:
    result = recommend(answers)
    best, fits = quick_result(case_of(answers), OWN)
    assert best == result.recommended
    found = {standing.structure: standing.fit for standing in result.ranking}
    assert fits == pytest.approx(found, abs=EXACT)


@examples(max_examples=tries(20))
@given(ANSWERS)
def test_a_hybrid_stands_by_its_own_fit_whatever_its_parents(answers: dict[str, str]) -> None:
    assert any(structure.parents for structure in OWN.structures.values())
    orphans = {name: replace(s, parents=()) for name, s in OWN.structures.items()}
    result = recommend(answers)
    assert recommend(answers, with_structures(orphans)).ranking == result.ranking
    for standing in result.ranking:
        assert standing.candidate == (not standing.failed)


@examples(max_examples=tries(40))
@given(ANSWERS)
def test_the_verdict_grades_the_probability_of_the_recommended_structure(
    answers: dict[str, str],
) -> None:
    result = recommend(answers)
    ends = [OWN.assumptions[f"{verdict}_from"].value / 100 for verdict in VERDICTS[:-1]]
    assert ends == sorted(ends, reverse=True)
    reached = [v for v, end in zip(VERDICTS, ends, strict=False) if result.best.probability >= end]
    assert result.verdict == (reached[0] if reached else "open")


@pytest.mark.parametrize("place", range(len(VERDICTS) - 1))
def test_the_grades_of_the_verdict_are_those_in_the_data(place: int) -> None:
    """A grade that begins just below the probability is reached, just above it the next one is."""
    probability = 100 * recommend({}).best.probability
    for end, expected in ((-1e-6, VERDICTS[place]), (1e-6, VERDICTS[place + 1])):
        ends = [100.0] * place + [probability + end] + [1.0] * (2 - place)
        grades = {f"{v}_from": x for v, x in zip(VERDICTS[:-1], ends, strict=True)}
        assert recommend({}, _with_assumptions(grades)).verdict == expected


@examples(max_examples=tries(40))
@given(ANSWERS)
def test_the_shortlist_is_the_fewest_that_make_the_share_wanted(answers: dict[str, str]) -> None:
    result = recommend(answers)
    share = OWN.assumptions["shortlist_share"].value / 100
    first, *others = [result.standing(name) for name in result.shortlist]
    assert first.structure == result.recommended
    assert result.rivals == result.shortlist[1:]
    listed = [standing.probability for standing in others]
    assert listed == sorted(listed, reverse=True)
    left = [s.probability for s in result.candidates if s.structure not in result.shortlist]
    assert all(standing.candidate for standing in others)
    assert first.probability + fsum(listed) >= share - 1e-9 or not left
    assert not listed or first.probability + fsum(listed[:-1]) < share
    assert not listed or max(left, default=0) <= listed[-1]


def test_the_shortlist_ends_where_the_share_in_the_data_is_reached() -> None:
    """A hair above what the first two add up to, a third is listed."""
    first, second, *_ = sorted((s.probability for s in recommend({}).candidates), reverse=True)
    two = 100 * (first + second) - 1e-9
    for share, length in ((1, 1), (two, 2), (two + 1e-4, 3), (100, len(OWN.structures))):
        guide = _with_assumptions({"shortlist_share": share})
        assert len(recommend({}, guide).shortlist) == length


@pytest.mark.parametrize("before", [True, False])
def test_equal_structures_are_rivals_and_keep_the_order_of_the_guide(before: bool) -> None:
    twin = {"twin": replace(OWN.structures["centralised"], id="twin")}
    guide = with_structures({**twin, **OWN.structures} if before else {**OWN.structures, **twin})
    result = recommend({"regions": "one", "size": "tiny"}, guide)
    order = ["twin", "centralised"] if before else ["centralised", "twin"]
    assert [s.structure for s in result.ranking[:2]] == order
    assert result.recommended == order[0]
    assert result.rivals[0] == order[1]
    alone = recommend({"regions": "one", "size": "tiny"})
    assert alone.recommended == "centralised"
    assert VERDICTS.index(result.verdict) > VERDICTS.index(alone.verdict)


def test_where_every_structure_is_ruled_out_the_best_of_them_is_still_named() -> None:
    result = recommend({"budget": "low", "size": "tiny"}, with_nothing_feasible())
    assert result.candidates == ()
    assert len(result.ranking) == len(OWN.structures)
    assert all(standing.failed for standing in result.ranking)
    assert result.recommended == max(result.ranking, key=lambda standing: standing.fit).structure


# Examples, and what each answer does


@pytest.mark.parametrize("scenario", OWN.scenarios)
def test_a_worked_example_has_the_expected_outcome(guide: Guide, scenario: str) -> None:
    example = guide.scenarios[scenario]
    assert recommend(example.answers).recommended == example.recommends


def test_every_structure_is_recommended_by_some_worked_example(guide: Guide) -> None:
    assert {s.recommends for s in guide.scenarios.values()} == set(guide.structures)


def test_any_two_answers_to_a_question_give_different_fits(guide: Guide) -> None:
    """And so does each from no answer at all."""
    for factor in guide.factors.values():
        seen = [_fits(recommend({}))]
        for level in factor.levels:
            seen.append(_fits(recommend({factor.id: level.id})))
            shifts = [max(abs(seen[-1][s] - fits[s]) for s in fits) for fits in seen[:-1]]
            assert min(shifts) > 1e-6, f"{factor.id} = {level.id}"


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


# Reasons and drawbacks


@examples(max_examples=tries(25))
@given(ANSWERS, STRUCTURES)
def test_reasons_add_up_to_the_lead_over_the_mean_of_the_other_candidates(
    answers: dict[str, str], structure: str
) -> None:
    """With what its base and penalty are above those of the others."""
    result = recommend(answers)
    own, others = result.standing(structure), _others(result, structure)
    found = reasons(result, structure, OWN)
    lead = own.fit - fsum(s.fit for s in others) / len(others)
    start = own.base - own.penalty - fsum(s.base - s.penalty for s in others) / len(others)
    assert abs(fsum(reason.amount for reason in found) + start - lead) <= EXACT
    assert sorted(reason.criterion for reason in found) == sorted(OWN.criteria)
    assert all(a.amount >= b.amount for a, b in pairwise(found))


@examples(max_examples=tries(25))
@given(EVERYTHING, STRUCTURES)
def test_a_reason_names_the_sentences_and_the_answers_behind_it(
    answers: dict[str, str], structure: str
) -> None:
    for reason in reasons(recommend(answers), structure, OWN):
        told = [part.statement for part in reason.parts]
        assert told == [
            s for s in OWN.structures[structure].statements_on(reason.criterion) if s.strength
        ]
        eighths = fsum(s.effect * _times(s.conditions, answers) for s in told)
        if reason.criterion not in COMPUTED:
            assert abs(reason.value - (0.5 + eighths / 8)) <= EXACT
        for part in reason.parts:
            for effect in part.effects:
                assert answers[effect.factor] == effect.level
                assert effect.because
        for move in reason.moves:
            assert answers[move.factor] == move.level
            level = OWN.factors[move.factor].level(move.level)
            assert level.moves[reason.criterion] == move.points > 0
            assert level.because


@examples(max_examples=tries(25))
@given(ANSWERS, STRUCTURES)
def test_drawbacks_come_in_the_order_of_what_they_cost(
    answers: dict[str, str], structure: str
) -> None:
    parts = statement_parts(recommend(answers), structure, OWN)
    found = drawbacks(parts)
    assert {p.statement.id for p in found} == {p.statement.id for p in parts if p.amount < -1e-12}
    costs = [part.amount for part in found]
    assert costs == sorted(costs)


def _others(result: Recommendation, structure: str) -> list[Any]:
    """The candidates that a structure is compared with: all the rest when there is none."""
    others = [s for s in result.ranking if s.structure != structure]
    return [s for s in others if s.candidate] or others


def _fits(result: Recommendation) -> dict[str, float]:
    return {standing.structure: standing.fit for standing in result.ranking}


def _times(conditions: Any, answers: Mapping[str, str]) -> float:
    """By what the answers multiply a statement."""
    product = 1.0
    for condition in conditions:
        product *= condition.times[answers[condition.factor]]
    return product


def _with_assumptions(values: Mapping[str, float]) -> Guide:
    changed = {name: replace(OWN.assumptions[name], value=v) for name, v in values.items()}
    return replace(OWN, assumptions={**OWN.assumptions, **changed})


def _fits_in_fractions(
    answers: Mapping[str, str], computed: Mapping[str, tuple[Fraction, Fraction]]
) -> dict[str, Fraction]:
    """Fits from the bare tables, with the values on cost and wait that are `computed`."""
    estimates, shared, assumptions, factors, structures = _BARE
    points = {criterion: _exact(weight) for criterion, weight in estimates["points"].items()}
    rank = {}
    for factor in factors:
        levels = [level["id"] for level in factor["level"]]
        rank[factor["id"]] = {level: n for n, level in enumerate(levels)}
        level = factor["level"][levels.index(answers[factor["id"]])]
        for criterion, moved in level.get("moves", {}).items():
            points[criterion] += _exact(moved)
    by_wait = _exact(assumptions["speed_by_wait"]) / 100
    fits = {}
    for structure in structures:
        above = dict.fromkeys(points, Fraction(0))
        for statement in structure["statement"]:
            sign = 1 if statement["kind"] == "advantage" else -1
            amount = sign * _exact(statement.get("strength", 0)) / 8
            conditions = [w for name in statement.get("circumstances", ()) for w in shared[name]]
            for when in (*conditions, *statement.get("when", ())):
                amount *= _exact(when["times"][answers[when["factor"]]])
            above[statement["criterion"]] += amount
        cost, wait = (value - Fraction(1, 2) for value in computed[structure["id"]])
        above["cost"] = cost
        above["speed"] = (1 - by_wait) * above["speed"] + by_wait * wait
        absent = sum(
            rank[p["factor"]][answers[p["factor"]]] < rank[p["factor"]][p["at_least"]]
            for p in structure.get("precondition", ())
        )
        total = sum((weight * above[c] for c, weight in points.items()), Fraction(50))
        total += _exact(estimates["base"][structure["id"]])
        fits[structure["id"]] = (total - absent * _exact(assumptions["absent_penalty"])) / 100
    return fits


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _bare(pattern: str) -> list[dict[str, Any]]:
    return [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(GUIDE.glob(pattern))]


_BARE = (
    _bare("estimates.toml")[0],
    {c["id"]: c["when"] for c in _bare("circumstances.toml")[0]["circumstance"]},
    {a["id"]: a["value"] for a in _bare("assumptions.toml")[0]["assumption"]},
    _bare("factors/*.toml"),
    _bare("structures/*.toml"),
)
