"""Answers that rule a structure out, and answers that only set one back."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from service_structure import load_guide, recommend
from service_structure.source.records import Guide
from tests.support import tries

EXACT = 1e-12
OWN = load_guide()
EVERYTHING = st.fixed_dictionaries(
    {f.id: st.sampled_from([v.id for v in f.levels]) for f in OWN.factors.values()}
)
SPLITTING = ("decentralised", "functional", "product", "matrix")

# Answers, the structures that they rule out, and the factor and level that those need.
RULED_OUT = {
    "a_single_place_leaves_nothing_to_decentralise": (
        {"regions": "one"}, ("decentralised", "hub_and_spoke"), "regions", "few",
    ),
    "one_product_leaves_nothing_to_split": (
        {"products": "one"}, ("product", "matrix"), "products", "few",
    ),
    "one_function_leaves_nothing_to_split": (
        {"functions": "one"}, ("functional", "matrix"), "functions", "few",
    ),
}  # fmt: skip

# An answer that rules nothing out, a structure that it sets back, and an answer that suits it.
SET_BACK = {
    "two_lines_of_command_need_managers_who_share": ("authority", "unready", "ready", "matrix"),
    "split_work_on_one_contact_needs_shared_systems": ("digital", "low", "high", "hub_and_spoke"),
    "a_first_line_needs_shared_systems": ("digital", "low", "high", "expert_line"),
    "one_product_leaves_experts_little_to_know": ("products", "one", "several", "expert_line"),
}


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


@pytest.mark.parametrize(
    ("factor", "against", "suited", "structure"), SET_BACK.values(), ids=SET_BACK
)
def test_an_answer_sets_a_structure_back_without_ruling_it_out(
    factor: str, against: str, suited: str, structure: str
) -> None:
    one, other = (recommend({factor: level}).standing(structure) for level in (against, suited))
    assert one.candidate
    assert one.fit < other.fit
    assert one.probability < other.probability


def test_one_function_leaves_mirrored_teams_little_to_bring_together() -> None:
    found = [recommend({"functions": level}).standing("mirrored_teams") for level in ("one", "few")]
    assert found[0].candidate
    one, few = (
        contribution.value
        for standing in found
        for contribution in standing.contributions
        if contribution.criterion == "coordination"
    )
    assert one < few - 0.1


def test_five_people_are_better_not_split() -> None:
    """Size "tiny" means one to five agents."""
    tiny, large = recommend({"size": "tiny"}), recommend({"size": "large"})
    assert tiny.recommended == "centralised"
    for structure in SPLITTING:
        split = tiny.standing(structure)
        assert split.probability < large.standing(structure).probability
        assert split.probability < tiny.best.probability / 4


def test_a_precondition_holds_from_its_level_upwards(guide: Guide) -> None:
    for structure in guide.structures.values():
        for condition in structure.preconditions:
            factor = guide.factors[condition.factor]
            for level in factor.levels:
                failed = recommend({factor.id: level.id}).standing(structure.id).failed
                too_low = factor.rank(level.id) < factor.rank(condition.at_least)
                assert (condition in failed) == too_low


@examples(max_examples=tries(40))
@given(EVERYTHING)
def test_each_absent_precondition_costs_the_penalty(answers: dict[str, str]) -> None:
    penalty = OWN.assumptions["absent_penalty"].value / 100
    for standing in recommend(answers).ranking:
        assert standing.penalty == pytest.approx(penalty * len(standing.failed), abs=EXACT)
        assert len(standing.failed) == sum(
            OWN.factors[p.factor].rank(answers[p.factor]) < OWN.factors[p.factor].rank(p.at_least)
            for p in OWN.structures[standing.structure].preconditions
        )
