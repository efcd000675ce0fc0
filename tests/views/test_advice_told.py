"""What the advice says of money, of symptoms and of what it rests on."""

from functools import cache
from random import Random

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.model import Recommendation
from service_structure.planning.one_group import one_group
from service_structure.views import board, render_memo, sections
from service_structure.views.as_text import plain
from service_structure.views.blocks import Paragraph, Table
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE
from service_structure.views.preferred import preferred
from service_structure.views.today import because, headline, price
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)


@cache
def random_results(count: int, symptoms: int = 0) -> tuple[Recommendation, ...]:
    """Organisations with a structure today, and as many symptoms."""
    random = Random(5)
    return tuple([_random_result(random, symptoms) for _ in range(count)])


def _random_result(random: Random, symptoms: int) -> Recommendation:
    answers = {factor.id: random.choice(factor.levels).id for factor in OWN.factors.values()}
    return recommend(
        answers,
        OWN,
        numbers=random.choice(({}, {"agents": 120}, {"contacts_per_hour": 200})),
        profile={
            "structure": random.choice(list(OWN.structures)),
            "symptoms": random.sample(list(OWN.symptoms), symptoms),
        },
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_move_that_does_not_pay_is_not_called_worth_it_by_its_headline(language: str) -> None:
    seen = set()
    for result in random_results(150):
        found = Findings(result, OWN, language, PAGE)
        if (move := found.move) is None or move.verdict != "move":
            continue
        worth = OWN.say("move_move", language, today="", target="").partition(":")[0]
        if move.reason == "outweighs":
            assert move.budget.value() < 0
            assert worth not in headline(found)
        seen.add(move.reason)
    assert {"outweighs", "pays"} <= seen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("symptoms", [1, 2, 5])
def test_troubles_that_hold_a_move_back_are_counted_and_named(language: str, symptoms: int) -> None:
    """One is not called several; of several those are named that a move would not end."""
    one, several = (
        OWN.messages[f"move_because_{name}"][language] for name in ("other_cause", "other_causes")
    )
    seen = 0
    for result in random_results(30, symptoms):
        found = Findings(result, OWN, language, PAGE)
        if found.move and found.move.reason == "other_causes":
            told, say = because(found.move, found), found.sentences
            assert told.startswith(one) == (symptoms == 1)
            if symptoms > 1:
                ended = [own.symptom for own in found.move.symptoms if own.structural]
                other = [own.symptom for own in found.move.symptoms if not own.structural]
                names = [say.inside(say.text(OWN.symptoms[own].name)) for own in other]
                assert 2 * len(other) > symptoms
                counts = several.partition("{names}")[0].format(n=len(other), of=symptoms)
                assert f"{counts}{names[0]}; {names[1]}" in told
                more = OWN.say("names_more", language, names=names[1], n=len(other) - 2)
                assert (more in told) == (len(other) > 2)
                assert several.rpartition("}")[2] in told
                for own in ended:
                    assert say.inside(say.text(OWN.symptoms[own].name)) not in told
            seen += 1
    assert seen


def test_money_that_is_in_doubt_is_not_promised_where_causes_lie_elsewhere() -> None:
    promise = OWN.messages["move_would_pay"]["en"].partition("{")[0]
    seen = set()
    for result in random_results(150, 1):
        found = Findings(result, OWN, "en", PAGE)
        move = found.move
        if move and move.reason == "other_causes" and move.budget.value() > 0:
            assert (promise in because(move, found)) == (not move.doubt)
            seen.add(bool(move.doubt))
    assert seen == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_memo_says_what_it_was_told_of_today(language: str) -> None:
    profile = {"structure": "matrix", "preferred": "product", "symptoms": ["waits", "leavers"]}
    result = recommend({"size": "large"}, OWN, profile=profile)
    told = words(str(sections.inputs(Findings(result, OWN, language, PAGE))))
    for structure in ("matrix", "product"):
        assert words(OWN.structures[structure].name[language]) in told
    for symptom in ("waits", "leavers"):
        assert words(OWN.symptoms[symptom].name[language]) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_board_names_the_structure_in_mind(language: str) -> None:
    label = OWN.messages["inputs_preferred"][language]
    for today in (None, "decentralised", "centralised"):
        for own in ("matrix", None):
            profile = {"structure": today, "preferred": own}
            result = recommend({"size": "large", "regions": "many"}, OWN, profile=profile)
            page = render_memo(result, OWN, language).partition("new-page")[0]
            assert (f"{label}. {OWN.structures['matrix'].name[language]}" in words(page)) == bool(
                own
            )


def test_a_board_that_is_to_keep_the_structure_reads_what_the_move_would_cost() -> None:
    seen = set()
    for result in random_results(40):
        found = Findings(result, OWN, "en", PAGE)
        move = found.move
        if move is None or move.verdict == "move" or move.today == move.target:
            continue
        page = render_memo(result, OWN, "en").partition("new-page")[0]
        said = words(price(move.budget, found)) in words(page)
        assert said or move.doubt
        seen.add(bool(move.doubt))
    assert False in seen


def test_the_figures_of_two_structures_stand_once() -> None:
    """Where today's is the first on the list, the move to the preferred one compares these two."""
    answers = {"size": "large", "regions": "several", "functions": "many"}
    best = recommend(answers, OWN).recommended
    for today, tables in ((best, 1), ("matrix", 2)):
        profile = {"structure": today, "preferred": "decentralised"}
        found = Findings(recommend(answers, OWN, profile=profile), OWN, "en", PAGE)
        section = preferred(found)
        assert section
        names = [OWN.messages[name]["en"] for name in ("preferred_figures", "part_today")]
        told = [b.label for b in section.blocks if isinstance(b, Table) and b.label in names]
        assert told == names[-tables:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_structure_kept_for_its_fit_hides_no_money_of_a_move(language: str) -> None:
    """What a move would bring is told, unless it brings nothing or the numbers prove nothing."""
    pays, enough = (
        OWN.messages[f"move_would_pay{end}"][language].partition("{")[0] for end in ("", "_enough")
    )
    seen = set()
    for result in random_results(150):
        found = Findings(result, OWN, language, PAGE)
        if (move := found.move) and move.reason == "is_as_good":
            told, brings = because(move, found), move.budget.value() > 0 and not move.doubt
            assert [pays in told, enough in told] == [brings, brings]
            seen.add(brings)
    assert seen == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_board_says_which_group_changes_the_money_most(language: str) -> None:
    start = OWN.messages["board_one_group"][language].partition("{")[0]
    seen = set()
    for result in random_results(40):
        found = Findings(result, OWN, language, PAGE)
        move = found.move
        if move is None or not move.is_advised or move.doubt:
            continue
        value = move.budget.value()
        telling = one_group(move, result, OWN)
        blocks = board.people_and_money(found).blocks
        told = words(" ".join([plain(one.text) for one in blocks if isinstance(one, Paragraph)]))
        assert (start in told) == bool(telling)
        if telling:
            most = max(telling, key=lambda one: abs(one.value - value))
            assert words(found.sentences.roughly(most.value)) in told.partition(start)[2]
        seen.add(len(telling))
    assert {0, 1} <= seen
