"""An answer between two levels: one of the two holds, and nothing else is claimed."""

import json
from math import fsum
from random import Random

import pytest

from service_structure import (
    AnswersError,
    explain,
    load_guide,
    next_questions,
    recommend,
    recommend_many,
    staff,
)
from service_structure.case.answers import read_answers
from service_structure.case.case import Case, parse_case, read_case
from service_structure.commands.batch import evaluate
from service_structure.commands.rows import Row
from service_structure.decision.attribution import attribution, statement_parts
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.decision.settings import DRAWS, settings
from tests.support import size_is_contradicted

OWN = load_guide()
EXACT = 1e-12
PAIR = {"regions": ("one", "few")}


def everything(random: Random) -> dict[str, str]:
    return {f.id: random.choice(f.levels).id for f in OWN.factors.values()}


@pytest.mark.parametrize(
    "written",
    [
        *("one~few", "few~one", "one ~ few", "one or few", "one или few", "one|few", "one/few"),
        *("one,few", "one%7Efew", "one%7efew", "one～few", ("one", "few"), ["few", "one"]),
    ],
)
def test_a_pair_is_read_in_every_form_that_it_may_arrive_in(written: object) -> None:
    answers, faults = read_answers({"regions": written}, OWN)
    assert not faults
    assert answers.pairs == PAIR
    assert not answers.levels
    assert answers.written == {"regions": "one~few"}


@pytest.mark.parametrize("written", ["one~one", ["one"], ("one", "one"), "one or one"])
def test_the_same_level_twice_is_that_level(written: object) -> None:
    answers, faults = read_answers({"regions": written}, OWN)
    assert not faults
    assert (answers.levels, answers.pairs) == ({"regions": "one"}, {})


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("one~fw", "unknown_level", "fw"),
        ("one~", "unknown_level", "one~"),
        ("~", "empty", "~"),
        ([], "empty", "[]"),
        (["one", 3], "wrong_type", "['one', 3]"),
        ({"one", "few"}, "wrong_type", None),
        ("one~few~many", "too_many_levels", "one~few~many"),
        (["one", "few", "many"], "too_many_levels", None),
    ],
)
def test_what_is_no_pair_is_a_fault_in_every_language(
    written: object, kind: str, value: str | None
) -> None:
    answers, (fault,) = read_answers({"regions": written, "size": "tiny"}, OWN)
    assert fault.kind == kind
    assert value is None or fault.value == value
    assert answers.given == {"size"}
    for language in OWN.languages:
        told = fault.describe(OWN, language)
        assert fault.value in told or kind == "empty"
        assert "one" in told or "few" in told


@pytest.mark.parametrize("seed", range(4))
def test_the_fit_is_the_mean_over_the_two_levels_in_the_proportion_of_their_priors(
    seed: int,
) -> None:
    """With all else answered nothing else varies: the mean follows from two results."""
    random = Random(seed)
    answers = everything(random)
    factor = random.choice(list(OWN.factors.values()))
    low, high = sorted(random.sample(range(len(factor.levels)), 2))
    pair = factor.levels[low].id, factor.levels[high].id
    case, _ = read_case(answers | {factor.id: "~".join(pair)}, OWN)
    place = list(OWN.factors).index(factor.id)
    ranks = [setting[place] for setting in settings(case.answers, OWN)]
    assert len(ranks) == DRAWS
    assert set(ranks) == {low, high}
    share = ranks.count(low) / DRAWS
    priors = [factor.levels[rank].prior for rank in (low, high)]
    assert share == pytest.approx(priors[0] / sum(priors), abs=0.5 / DRAWS)
    first, second, between = (recommend(answers | {factor.id: given}) for given in (*pair, pair))
    for standing in between.ranking:
        one, other = (r.standing(standing.structure) for r in (first, second))
        assert standing.fit == pytest.approx(share * one.fit + (1 - share) * other.fit, abs=EXACT)
        mixed = share * one.probability + (1 - share) * other.probability
        assert standing.probability == pytest.approx(mixed, abs=1e-11)
    assert min(abs(between.settled - known) for known in (0, share, 1 - share, 1)) < EXACT


def test_a_pair_leaves_the_draws_of_all_other_questions_alone() -> None:
    between, nothing = (
        settings(read_answers(raw, OWN)[0], OWN) for raw in ({"products": "few~several"}, {})
    )
    place = list(OWN.factors).index("products")
    for own, before in zip(between, nothing, strict=True):
        assert own[place] in {1, 2}
        assert [*own[:place], *own[place + 1 :]] == [*before[:place], *before[place + 1 :]]


def test_levels_that_are_never_met_are_as_likely_as_each_other() -> None:
    factor = OWN.factors["regions"]
    assert factor.shares(["one", "few"]) == pytest.approx([2 / 3, 1 / 3])
    assert fsum(factor.shares(["one", "many"])) == pytest.approx(1)


def test_a_pair_survives_link_file_and_row() -> None:
    case, faults = read_case({**PAIR, "size": "tiny"}, OWN)
    assert not faults
    fragment = write_fragment(case, OWN)
    assert "regions=one~few" in fragment
    assert read_fragment(fragment, OWN) == (case, ())
    assert read_fragment(fragment.replace("~", "%7E"), OWN) == (case, ())
    assert read_fragment(fragment.replace("~", "%257E"), OWN) == (case, ()), "encoded twice"
    assert parse_case(json.dumps({"answers": case.given}), OWN) == (case, ())
    assert parse_case('{"answers": {"regions": ["one", "few"], "size": "tiny"}}', OWN)[0] == case
    expected = recommend({**PAIR, "size": "tiny"})
    (row,) = recommend_many([{"id": 7, "regions": "one~few", "size": "tiny"}])
    assert row == expected
    told = evaluate(Row(1, answers={"regions": "one~few", "size": "tiny"}), OWN)
    assert (told.recommended, told.probability) == (
        expected.recommended,
        expected.best.probability,
    )


def test_a_faulty_pair_is_an_error_that_names_it() -> None:
    with pytest.raises(AnswersError, match="more than two levels"):
        recommend({"regions": ("one", "few", "many")})


def test_only_what_both_levels_rule_out_is_no_candidate() -> None:
    """The hub needs two regions: one or few leaves it, and costs it on average."""
    for given, is_out in ((("one", "few"), False), ("one", True), (("few", "many"), False)):
        hub = recommend({"regions": given}).standing("hub_and_spoke")
        assert hub.candidate != is_out
        assert bool(hub.penalty) == ("one" in given)


def test_the_parts_of_the_answers_add_up_to_the_fit() -> None:
    random = Random(11)
    for _ in range(3):
        answers: dict[str, object] = {}
        for factor in random.sample(list(OWN.factors.values()), 9):
            low = random.randrange(len(factor.levels) - 1)
            pair = factor.levels[low].id, factor.levels[low + 1].id
            answers[factor.id] = random.choice([pair, pair[0]])
        result = recommend(answers)
        for standing in result.ranking[:3]:
            parts = attribution(result, standing.structure, OWN)
            amounts = [part.amount for part in parts.answers]
            assert parts.unknown + fsum(amounts) + parts.computed == pytest.approx(standing.fit)
            assert {p.factor: p.level for p in parts.answers} == dict(result.answers.written)


def test_a_statement_tells_two_levels_only_where_it_holds_with_both() -> None:
    """The mean is told with both levels, never one of them."""
    result = recommend({"regions": ("few", "several"), "products": ("one", "few")})
    for structure in OWN.structures:
        for part in statement_parts(result, structure, OWN):
            conditions = {c.factor: c for c in part.statement.conditions}
            for effect in part.effects:
                times = [conditions[effect.factor].times[own] for own in effect.level.split("~")]
                assert effect.level == result.answers.written[effect.factor]
                assert 0 < min(times) <= effect.times <= max(times)


def test_no_weight_is_moved_by_an_answer_that_was_not_given() -> None:
    result = recommend({"budget": ("moderate", "high")})
    assert not any(weight.moves for weight in result.weights)
    cost = next(weight for weight in result.weights if weight.criterion == "cost")
    one, other = (
        next(w.points for w in recommend({"budget": level}).weights if w.criterion == "cost")
        for level in ("moderate", "high")
    )
    assert one < cost.points < other


def test_numbers_follow_the_likelier_of_the_two_and_stay_open() -> None:
    result = recommend({"size": ("large", "huge")})
    assert result.inputs.numbers.agents == OWN.factors["size"].level("large").numbers["agents"]
    assert "agents" in result.inputs.open
    assert "agents" not in result.inputs.origins
    assert staff({"size": ("large", "huge")}) == staff({"size": "large"})


def test_the_size_is_contradicted_only_outside_both_levels() -> None:
    def contradicts(size: object, agents: float) -> bool:
        case, _ = read_case({"answers": {"size": size}, "numbers": {"agents": f"{agents}!"}}, OWN)
        return size_is_contradicted(case, "centralised", OWN)

    for size, agents, expected in (
        (("small", "medium"), 10, False),
        (("small", "medium"), 60, False),
        (("small", "medium"), 300, True),
        ("small", 60, True),
    ):
        assert contradicts(size, agents) == expected


def test_the_question_stays_open_with_what_its_answer_may_still_tell() -> None:
    open_ones = {question.factor: question for question in next_questions(PAIR)}
    assert open_ones["regions"].halved
    assert not open_ones["size"].halved
    before = {question.factor: question for question in next_questions({})}
    assert 0 < open_ones["regions"].information < before["regions"].information
    assert len(open_ones) == len(OWN.factors)


def test_a_pair_is_answered_but_settles_less_than_its_levels() -> None:
    answers = everything(Random(3))
    for factor in OWN.factors.values():
        pair = factor.levels[0].id, factor.levels[1].id
        between = recommend(answers | {factor.id: pair})
        assert between.answers.given == OWN.factors.keys()
        results = [recommend(answers | {factor.id: level}).recommended for level in pair]
        if results[0] != results[1]:
            assert between.settled < 1
    assert recommend(answers).settled == 1


def test_every_part_of_an_explanation_can_be_made_of_pairs_alone() -> None:
    answers = {f.id: (f.levels[0].id, f.levels[1].id) for f in OWN.factors.values()}
    explanation = explain(recommend(answers))
    assert all(question.halved for question in explanation.questions)
    for change in (*explanation.changes, *(explanation.pairs or ())):
        after = recommend(answers | dict(change.answers))
        assert after.recommended == change.recommended
    assert json.dumps(explanation.as_dict())
    assert json.dumps(recommend(answers).as_dict())


def test_answers_replace_pairs() -> None:
    case: Case = read_case({"regions": "one~few", "size": "tiny"}, OWN)[0]
    after = case.answers.replaced([("regions", "many")], OWN)
    assert (after.levels, after.pairs) == ({"size": "tiny", "regions": "many"}, {})
    assert list(after.levels) == [f for f in OWN.factors if f in after.levels]
