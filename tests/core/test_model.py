"""The decision model: fits, weights, preconditions, hybrids and verdicts, and the reasons given."""

import tomllib
from fractions import Fraction
from itertools import pairwise
from math import fsum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import AnswersError, load_guide, recommend
from service_structure.decision.explain import drawbacks, reasons
from service_structure.decision.model import Recommendation
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from tests.support import DataCopy, any_answers

EXACT = 1e-12
OWN = load_guide()
ANSWERS = any_answers(OWN)
STRUCTURES = st.sampled_from(list(OWN.structures))
SPLITTING = ("decentralised", "functional", "product", "matrix")

# Answers, the structures that they rule out, and the factor and level that those need.
RULED_OUT = {
    "a_single_region_leaves_nothing_to_decentralise": (
        {"regions": "one"}, ("decentralised", "hub_and_spoke"), "regions", "few",
    ),
    "one_product_leaves_nothing_to_split": (
        {"products": "one"}, ("product", "matrix", "expert_line"), "products", "few",
    ),
    "one_function_leaves_nothing_to_split": (
        {"functions": "one"}, ("functional", "matrix", "mirrored_teams"), "functions", "few",
    ),
    "two_lines_of_command_need_managers_who_share": (
        {"authority": "unready"}, ("matrix",), "authority", "partly",
    ),
    "split_work_on_one_contact_needs_shared_systems": (
        {"digital": "low"}, ("hub_and_spoke", "expert_line"), "digital", "medium",
    ),
}  # fmt: skip


@given(ANSWERS)
def test_a_fit_lies_between_0_and_1_and_is_the_sum_of_its_contributions(
    answers: dict[str, str],
) -> None:
    for standing in recommend(answers).ranking:
        assert 0 <= standing.fit <= 1
        assert abs(standing.fit - fsum(c.amount for c in standing.contributions)) <= EXACT
        for part in standing.contributions:
            assert 0 <= part.value <= 1
            assert part.amount == part.weight * part.value


@given(ANSWERS)
def test_weights_are_never_negative_and_always_make_100_points(answers: dict[str, str]) -> None:
    weights = recommend(answers).weights
    assert abs(fsum(weight.points for weight in weights) - 100) <= 1e-9
    for weight in weights:
        assert weight.points >= 0
        moved = weight.base + fsum(move.points for move in weight.moves)
        assert abs(weight.points - moved) <= 1e-9


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


@given(ANSWERS)
def test_fits_agree_with_exact_arithmetic_on_the_bare_data(answers: dict[str, str]) -> None:
    """fit = Σ w·v, worked out in fractions from the TOML files, apart from loader and model."""
    expected = _fits_in_fractions(answers)
    found = {standing.structure: standing.fit for standing in recommend(answers).ranking}
    assert found.keys() == expected.keys()
    for structure, fit in found.items():
        assert abs(fit - expected[structure]) <= EXACT


@given(ANSWERS, ANSWERS, st.sampled_from(list(OWN.factors)), st.data())
def test_the_effect_of_an_answer_does_not_depend_on_the_others(
    these: dict[str, str], those: dict[str, str], factor: str, data: st.DataObject
) -> None:
    level = st.sampled_from([level.id for level in OWN.factors[factor].levels])
    one, two = data.draw(level), data.draw(level)

    def effect(others: dict[str, str], structure: str) -> float:
        fits = [recommend(others | {factor: x}).standing(structure).fit for x in (one, two)]
        return fits[1] - fits[0]

    for structure in OWN.structures:
        assert abs(effect(these, structure) - effect(those, structure)) <= EXACT


@given(ANSWERS.flatmap(lambda a: st.tuples(st.just(a), st.permutations(list(a.items())))))
def test_the_order_of_the_answers_changes_nothing(drawn: tuple[dict[str, str], Any]) -> None:
    answers, shuffled = drawn
    assert recommend(dict(shuffled)) == recommend(answers)


@given(ANSWERS)
def test_an_answer_left_out_counts_as_the_usual_one(answers: dict[str, str]) -> None:
    full = {f.id: answers.get(f.id, f.default) for f in OWN.factors.values()}
    given_some, given_all = recommend(answers), recommend(full)
    assert given_some.ranking == given_all.ranking
    assert given_some.answers.given == set(answers)


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


@given(ANSWERS)
def test_a_hybrid_is_offered_only_when_its_parents_are_close(answers: dict[str, str]) -> None:
    result = recommend(answers)
    margin = OWN.assumptions["hybrid_margin"].value
    for structure in OWN.structures.values():
        standing = result.standing(structure.id)
        if structure.parents:
            first, second = (result.standing(parent).fit for parent in structure.parents)
            assert standing.parents_gap == abs(first - second)
            close = abs(first - second) <= margin + EXACT
            assert standing.candidate == (standing.feasible and close)
        else:
            assert standing.parents_gap is None
            assert standing.candidate == standing.feasible


def test_a_clear_parent_leaves_no_room_for_the_hybrid() -> None:
    apart = {"regulation": "strict", "budget": "high", "key_accounts": "few", "languages": "one"}
    hub = recommend(apart).standing("hub_and_spoke")
    assert hub.feasible
    assert not hub.candidate
    assert recommend({}).standing("hub_and_spoke").candidate


@given(ANSWERS)
def test_the_verdict_depends_on_the_lead_over_the_other_candidates(
    answers: dict[str, str],
) -> None:
    """Level with the best is a tie, less than the margin behind is close, the margin is clear."""
    result = recommend(answers)
    margin = OWN.assumptions["clear_margin"].value
    best, *others = [s for s in result.ranking if s.candidate]
    leads = {s.structure: best.fit - s.fit for s in others}
    for structure, lead in leads.items():
        assert (structure in result.rivals) == (lead < margin - EXACT)
    assert set(result.rivals) <= leads.keys()
    level = min(leads.values(), default=1) <= EXACT
    assert result.verdict == ("tie" if level else "close" if result.rivals else "clear")


@pytest.mark.parametrize(("margin", "verdict"), [("0", "clear"), ("0.2", "close")])
def test_the_margin_of_a_clear_winner_is_the_one_in_the_data(
    copy: DataCopy, margin: str, verdict: str
) -> None:
    copy.edit("assumptions.toml", "value = 0.015", f"value = {margin}")
    assert recommend({}, copy.guide()).verdict == verdict


def test_equal_structures_are_rivals_and_keep_the_order_of_the_guide(copy: DataCopy) -> None:
    twin = copy.read("structures/centralised.toml").replace('id = "centralised"', 'id = "twin"')
    copy.write("structures/twin.toml", twin.replace("order = 10\n", "order = 11\n"))
    copy.connect("twin")
    result = recommend({"regions": "one", "size": "tiny"}, copy.guide())
    assert (result.recommended, result.verdict, result.rivals) == ("centralised", "tie", ("twin",))


def test_no_structure_is_recommended_when_none_is_feasible(copy: DataCopy) -> None:
    condition = (
        '[[precondition]]\nfactor = "budget"\nat_least = "moderate"\n'
        'because = { ru = "Нужны деньги.", en = "It takes money." }\n\n[[statement]]\n'
    )
    first = '[[statement]]\nid = "common_standards"'
    copy.edit(
        "structures/centralised.toml", first, condition + first.removeprefix("[[statement]]\n")
    )
    result = recommend({"budget": "low", "size": "tiny"}, copy.guide())
    assert (result.recommended, result.verdict, result.rivals) == (None, "none", ())
    assert len(result.ranking) == len(OWN.structures)
    assert all(standing.failed for standing in result.ranking)


@pytest.mark.parametrize(("answers", "out", "factor", "level"), RULED_OUT.values(), ids=RULED_OUT)
def test_an_answer_rules_a_structure_out_and_says_why(
    answers: dict[str, str], out: tuple[str, ...], factor: str, level: str
) -> None:
    result = recommend(answers)
    for structure in OWN.structures:
        standing = result.standing(structure)
        assert standing.feasible == (structure not in out)
        if structure in out:
            (failed,) = standing.failed
            assert (failed.factor, failed.at_least) == (factor, level)
            assert all(failed.because[language] for language in OWN.languages)
            assert not standing.candidate


def test_five_people_cannot_be_split() -> None:
    """Size "tiny" means one to five agents."""
    result = recommend({"size": "tiny"})
    assert [s.structure for s in result.ranking if s.candidate] == ["centralised"]
    for structure in SPLITTING:
        assert "size" in {failed.factor for failed in result.standing(structure).failed}


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


def test_every_answer_with_moves_changes_the_fit_of_some_structure(guide: Guide) -> None:
    usual = recommend({})
    for factor in guide.factors.values():
        for level in factor.levels:
            ranking = recommend({factor.id: level.id}).ranking
            shifts = [abs(s.fit - usual.standing(s.structure).fit) for s in ranking]
            assert (max(shifts) > 1e-6) == bool(level.moves), f"{factor.id} = {level.id}"


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


@given(ANSWERS, STRUCTURES)
def test_reasons_add_up_to_the_lead_over_the_mean_of_the_other_candidates(
    answers: dict[str, str], structure: str
) -> None:
    result = recommend(answers)
    found = reasons(result, structure, OWN)
    field = [s.fit for s in _others(result, structure)]
    lead = result.standing(structure).fit - fsum(field) / len(field)
    assert abs(fsum(reason.amount for reason in found) - lead) <= EXACT
    assert sorted(reason.criterion for reason in found) == sorted(OWN.criteria)
    assert all(a.amount >= b.amount for a, b in pairwise(found))


@given(ANSWERS, STRUCTURES)
def test_a_reason_names_the_sentences_and_the_answers_behind_it(
    answers: dict[str, str], structure: str
) -> None:
    for reason in reasons(recommend(answers), structure, OWN):
        assert all(s.criterion == reason.criterion for s in reason.statements)
        told = [s for s in OWN.structures[structure].statements if s in reason.statements]
        value = OWN.structures[structure].ratings.get(reason.criterion, 0.5)
        assert 0.5 + sum(s.effect for s in told) / 8 == value
        for move in reason.moves:
            assert answers.get(move.factor, OWN.factors[move.factor].default) == move.level
            level = OWN.factors[move.factor].level(move.level)
            assert level.moves[reason.criterion] == move.points > 0
            assert level.because


@settings(max_examples=50)
@given(ANSWERS, STRUCTURES)
def test_drawbacks_come_in_the_order_of_what_they_cost(
    answers: dict[str, str], structure: str
) -> None:
    result = recommend(answers)
    points = {weight.criterion: weight.points for weight in result.weights}
    found = drawbacks(result, structure, OWN)
    assert {s.id for s in found} == {s.id for s in OWN.structures[structure].disadvantages}
    costs = [points[s.criterion] * s.strength for s in found]
    assert costs == sorted(costs, reverse=True)


def _others(result: Recommendation, structure: str) -> list[Any]:
    """The candidates that a structure is compared with: all the rest when there is none."""
    others = [s for s in result.ranking if s.structure != structure]
    return [s for s in others if s.candidate] or others


def _fits_in_fractions(answers: dict[str, str]) -> dict[str, Fraction]:
    criteria, factors, structures = _BARE
    points = {c["id"]: Fraction(str(c["points"])) for c in criteria}
    for factor in factors:
        chosen = answers.get(factor["id"], factor["default"])
        (level,) = (level for level in factor["level"] if level["id"] == chosen)
        for criterion, moved in level["moves"].items():
            points[criterion] += Fraction(str(moved))
    fits = {}
    for structure in structures:
        net = dict.fromkeys(points, 0)
        for statement in structure["statement"]:
            sign = 1 if statement["kind"] == "advantage" else -1
            net[statement["criterion"]] += sign * statement["strength"]
        parts = [p / 100 * (Fraction(1, 2) + Fraction(net[c], 8)) for c, p in points.items()]
        fits[structure["id"]] = sum(parts, Fraction(0))
    return fits


def _bare(pattern: str) -> list[dict[str, Any]]:
    return [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(GUIDE.glob(pattern))]


_BARE = (
    _bare("criteria.toml")[0]["criterion"],
    _bare("factors/*.toml"),
    _bare("structures/*.toml"),
)
