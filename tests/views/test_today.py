"""The part on today's structure: what it says where, that its tables add up, and its fields."""

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from random import Random
from typing import Any

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.link import read_fragment
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.budget import COINS, MONTHS_AHEAD
from service_structure.planning.move import REASONS, VERDICTS, move_for
from service_structure.source.profile_records import CAUSES
from service_structure.views import (
    board,
    render_comparison,
    render_form,
    render_memo,
    render_page,
    render_report,
    today,
)
from service_structure.views.card import card
from service_structure.views.deferred import render_part
from service_structure.views.export import tables_as_csv
from service_structure.views.figures import FIGURES
from service_structure.views.findings import Findings
from service_structure.views.own_agents import OUTCOMES, own_agents_of, own_table, own_told
from service_structure.views.parts import PAGE
from service_structure.views.sentences import Sentences
from service_structure.views.today import because
from tests.support import Document, words

OWN = load_guide()
LANGUAGES = list(OWN.languages)
ANSWERS = {"size": "large", "regions": "several", "functions": "many", "place_difference": "strong"}


def result(profile: dict[str, Any], **numbers: object) -> Recommendation:
    return result_for(ANSWERS, profile, **numbers)


def result_for(
    answers: Mapping[str, str], profile: dict[str, Any], **numbers: object
) -> Recommendation:
    table = {"answers": answers, "profile": profile, "numbers": numbers}
    case, faults = read_case(table, OWN)
    assert not faults
    return recommend_for(case, OWN)


def digits(text: str) -> int:
    """An amount as it is written, in coins."""
    plain = re.sub(r"[^\d.,−-]", "", text).replace("−", "-")
    return round(100 * float(plain.replace(",", "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_first_what_to_do_about_today(language: str) -> None:
    card, below, _ = render_page(
        result({"structure": "product", "symptoms": ["waits"]}), OWN, language, full=False
    )
    parts = [d["class"] for d in Document(below).all("details") if "part" in d["class"].split()]
    assert parts[0].endswith("part--today")
    assert 'href="#part-today"' in card
    without, below, _ = render_page(result({}), OWN, language, full=False)
    assert "part--today" not in below
    assert 'href="#today"' in without


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_and_memos_say_it_too(language: str) -> None:
    found = result({"structure": "product", "currency": "eur"}, monthly_pay=3200)
    headline = today.headline(Findings(found, OWN, language, PAGE))
    assert headline in render_report(found, OWN, language)
    memo = render_memo(found, OWN, language, form="markdown")
    assert headline in memo
    assert "€" in memo
    assert "part_today" not in render_memo(result({}), OWN, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_rules_today_out_is_told_by_the_answer_and_what_the_structure_needs(
    language: str,
) -> None:
    table = {"answers": {"functions": "one"}, "profile": {"structure": "functional"}}
    case, _ = read_case(table, OWN)
    found = Findings(recommend_for(case, OWN), OWN, language, PAGE)
    assert found.move
    told = today.because(found.move, found)
    assert told.startswith(OWN.say("move_because_ruled_out", language))
    functions = OWN.factors["functions"]
    for text in (functions.name, functions.level("one").name, functions.level("few").name):
        assert text[language] in told


def test_no_structure_of_the_guide_is_told_and_is_no_move() -> None:
    found = Findings(result({"structure": "none"}), OWN, "en", PAGE)
    assert today.headline(found) == OWN.messages["move_none"]["en"]
    section = today.today(found)
    assert section
    assert len(section.blocks) == 1


@pytest.mark.parametrize("pay", [1_200, 90_000])
def test_every_table_of_money_adds_up_as_it_is_shown(pay: int) -> None:
    numbers = {"monthly_pay": pay, "seat_cost": "77!", "move_other": "1234!"}
    small = {} if pay > 10_000 else {"agents": 3}
    found = result({"structure": "product", "currency": "usd"}, **numbers, **small)
    text = render_report(found, OWN, "en", "markdown")
    tables = [block.split("\n")[2:] for block in re.findall(r"(?:\|.*\n)+", text)]
    cells = [[row.strip("| ").split(" | ") for row in table if row] for table in tables]
    once = next(
        t for t in cells if t[-1][0] == "Total" and len(t[0]) == 4 and not t[0][0].isdigit()
    )
    years = next(t for t in cells if t[0][0] == "1")
    for column in (1, 2, 3):
        assert sum(digits(row[column]) for row in once[:-1]) == digits(once[-1][column])
    for column in (1, 2):
        assert sum(digits(row[column]) for row in years[:-1]) == digits(years[-1][column])
    balance = 0
    for row in years[:-1]:
        balance += digits(row[1]) - digits(row[2])
        assert balance == digits(row[3])
    assert balance == digits(years[-1][3])


def test_the_table_file_has_the_budget_month_by_month() -> None:
    text = tables_as_csv(result({"structure": "product"}), OWN, "en").text
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    told = {(r["table"], r["column"]): r["value"] for r in rows if r["table"] == "move"}
    assert told["move", "verdict"] in VERDICTS
    assert told["move", "reason"] in REASONS
    months = [r for r in rows if r["table"] == "budget usual" and r["row"] == "payroll"]
    assert len(months) == MONTHS_AHEAD
    spent = {
        name: sum(round(COINS * float(r["value"])) for r in rows if r["table"] == f"budget {name}")
        for name in ("today", "usual")
    }
    found = Findings(result({"structure": "product"}), OWN, "en", PAGE).move
    assert found
    assert spent["today"] - spent["usual"] == found.budget.value()
    assert "budget usual" not in tables_as_csv(result({}), OWN, "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_for_every_choice_of_a_profile(language: str) -> None:
    form = Document(render_form(OWN, language))
    structures = {r["value"] for r in form.all("input", name="p.structure")}
    assert structures == {*OWN.structures, "none", ""}
    assert {r["value"] for r in form.all("input", name="p.preferred")} == {*OWN.structures, ""}
    assert {b["value"] for b in form.all("input", name="p.symptoms")} == set(OWN.symptoms)
    assert {o["value"] for o in form.all("option")} == {*OWN.currencies, ""}


def test_a_link_with_many_symptoms_is_read_back() -> None:
    case, faults = read_fragment("p.structure=matrix&p.symptoms=waits%2Cleavers", OWN)
    assert not faults
    assert case.profile.symptoms == ("waits", "leavers")


def test_every_outcome_has_its_words() -> None:
    assert {f"move_{verdict}" for verdict in VERDICTS} <= OWN.messages.keys()
    assert {f"move_because_{reason}" for reason in REASONS} <= OWN.messages.keys()
    assert {f"cause_{cause}" for cause in CAUSES} <= OWN.messages.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_says_that_the_people_are_others_than_the_reader_has(language: str) -> None:
    """Sixty typed and twenty worked out: agents stand beside agents, and whose they are."""
    for agents, is_other in ((9000, True), (140, True), (116, False)):
        found = result({}, agents=agents, contacts_per_hour="400!", aht=600)
        card, _, _ = render_page(found, OWN, language, full=False)
        shown = Findings(found, OWN, language, PAGE)
        say = shown.sentences
        staffed = shown.staffings[str(found.recommended)]
        needed, people = (say.number(n, ".0f") for n in (staffed.paid_agents, staffed.paid_staff))
        told = OWN.say("card_staff_told", language, n=needed, have=say.exact(agents))
        both = OWN.say("card_staff", language, n=people, agents=needed)
        assert needed in both
        assert (words(f"{told}</dt><dd>{needed}") in words(card)) == is_other
        assert (words(f"{both}</dt><dd>{people}") in words(card)) != is_other


def test_a_link_to_another_answer_keeps_all_that_is_said_of_today() -> None:
    """Whoever tries another answer still sees what today's structure costs, in the currency."""
    found = result({"structure": "product", "currency": "GBP"}, aht=300)
    shown = Findings(found, OWN, "en", PAGE)
    assert shown.changes
    for change in shown.changes:
        link, _ = shown.sentences.change(change)
        case, _ = read_fragment(link.to.removeprefix("#"), OWN)[:2]
        assert case.profile == found.profile
        assert case.numbers == found.inputs.user_numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_says_for_how_many_groups_the_price_is_where_the_answer_leaves_that_open(
    language: str,
) -> None:
    """Two to four products may be two or four, and the price of a split hangs on it."""
    answers = {"size": "large", "products": "few", "product_difference": "very"}
    answers |= {"complexity": "complex", "functions": "one", "regions": "one"}
    for numbers, is_told in (({}, True), ({"products": 4}, False)):
        case, _ = read_case({"answers": answers, "numbers": numbers}, OWN)
        found = recommend_for(case, OWN)
        assert OWN.structures[str(found.recommended)].pooling.by == "products"
        card, _, _ = render_page(found, OWN, language, full=False)
        told = OWN.say("card_price_for", language, groups=3)
        assert (words(told) in words(card)) == is_told


def test_a_move_that_is_put_off_is_not_called_wrong() -> None:
    """The card names another structure as the best, so the advice speaks of waiting."""
    found = Findings(
        result({"structure": "product", "symptoms": ["leavers"]}, move_other=0), OWN, "en", PAGE
    )
    move = found.move
    assert move
    assert (move.reason, move.today != move.target) == ("other_causes", True)
    assert today.headline(found).startswith("Hold the move")
    pays = "would pay back" in today.because(move, found)
    assert pays == (move.budget.value() > 0)


def test_other_people_than_the_model_needs_are_told() -> None:
    profile = {"structure": "product"}
    asked = Findings(result(profile, agents=40, contacts_per_hour=900), OWN, "en", PAGE)
    assert "The service has 40 agents" in str(today.today(asked))
    one_pool = {"structure": "centralised"}  # its smallest crews alone take more people
    derived = str(today.today(Findings(result(one_pool, agents=6), OWN, "en", PAGE)))
    assert "could take as one shared pool" in derived, "a flow that nobody has given"
    taken = str(today.today(Findings(result(profile, agents=12), OWN, "en", PAGE)))
    assert "counted in whole people, today’s structure needs 11" in taken
    for numbers in ({}, {"agents": 40}):
        fits = str(today.today(Findings(result(profile, **numbers), OWN, "en", PAGE)))
        assert "The service has" not in fits


OWN_AGENTS: dict[str, tuple[str, dict[str, float]]] = {
    "spare": ("product", {"agents": 500, "contacts_per_hour": 900}),
    "short": ("product", {"agents": 40, "contacts_per_hour": 900}),
    "derived": ("centralised", {"agents": 6}),
    "taken": ("matrix", {"agents": 12}),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", OWN_AGENTS)
def test_the_way_from_the_readers_agents_to_the_target_adds_up(outcome: str, language: str) -> None:
    """From those there are to those today's structure needs, and from these to the target."""
    structure, own = OWN_AGENTS[outcome]
    profile = {"structure": structure, "currency": "EUR"}
    found = Findings(result(profile, monthly_pay=1234.56, **own), OWN, "en", PAGE)
    move = found.move
    assert move
    assert move.own
    (table,) = own_table(move, found)
    for column in (1, 2):
        have, missing, needed, moved = [digits(str(row[column])) for row in table.rows]
        assert have + missing == needed
        assert needed + moved == digits(str(table.foot[column]))
    assert digits(str(table.rows[0][1])) == 100 * own["agents"]
    assert digits(str(table.rows[2][2])) == round(move.own.needed_cost)
    told = words(render_report(found.recommendation, OWN, language))
    for message in ("own_row_have", "own_row_target"):
        assert words(OWN.messages[message][language]) in told
    is_dearer = outcome == "short" and move.own.moved >= 0
    message = "own_short_still" if is_dearer else OUTCOMES[outcome]
    sentence = words(OWN.messages[message][language].rpartition("}")[2])
    assert told.count(sentence) == 1


def test_a_saving_that_is_all_spared_recruiting_is_called_so() -> None:
    """Today's structure needs more than there are, and so does the cheaper target."""
    answers = {"size": "medium", "regions": "few", "products": "few", "functions": "one"}
    answers |= {"product_difference": "very", "complexity": "complex"}
    for agents, message in ((75, "own_short_all"), (100, "own_short")):
        numbers = {"agents": agents, "contacts_per_hour": 250}
        profile = {"structure": "decentralised"}
        case, _ = read_case({"answers": answers, "numbers": numbers, "profile": profile}, OWN)
        found = Findings(recommend_for(case, OWN), OWN, "en", PAGE)
        assert found.move
        assert found.move.own
        assert found.move.own.moved < 0
        end = OWN.messages[message]["en"].rpartition("}")[2]
        assert [told.endswith(end) for told in own_told(found.move, found)] == [True]


def test_a_gain_over_people_that_there_are_not_is_called_smaller_at_once() -> None:
    """In the very sentence of the advice, and only where a gain rests on them."""
    told: set[tuple[bool, bool]] = set()
    for n, random_result in enumerate(random_results(300)):
        language = LANGUAGES[n // 2 % len(LANGUAGES)]
        said = words(OWN.messages["move_because_own"][language].rpartition("}")[2])
        found = Findings(random_result, OWN, language, PAGE)
        move = found.move
        if move is None:
            continue
        is_short = own_agents_of(move, found) is not None and move.own and move.own.missing > 0
        gains = move.reason == "pays" or (
            move.reason == "other_causes" and move.budget.value() > 0 and not move.doubt
        )
        assert (said in words(because(move, found))) == bool(is_short and gains)
        told.add((bool(is_short), gains))
    assert len(told) == 4


def test_a_saving_that_is_mostly_leaders_says_how_many_there_are_in_both() -> None:
    told: set[tuple[bool, bool]] = set()
    for random_result in random_results(300):
        found = Findings(random_result, OWN, "en", PAGE)
        move = found.move
        if move is None or move.reason != "pays":
            continue
        before, after = [own.supervisors + own.managers for own in (move.before, move.after)]
        said = f"the model gives today’s structure {before} and the new one {after}"
        is_most = move.leaders_saving > move.yearly_saving / 2 > 0 and before > after
        assert (said in because(move, found)) == is_most
        told.add((is_most, before > after))
    assert {is_most for is_most, _ in told} == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_do_not_agree_are_told_on_card_and_paper(language: str) -> None:
    """Forty-five agents, and contacts that twelve could take."""
    answers = {"regions": "several", "size": "medium", "functions": "one", "products": "one"}
    numbers: dict[str, object] = {"agents": 45, "contacts_per_hour": "20!"}
    advised = result_for(answers, {"structure": "decentralised"}, **numbers)
    found = Findings(advised, OWN, language, PAGE)
    move = found.move
    assert move
    assert move.own
    assert move.reason == "numbers_apart"
    assert today.headline(found).startswith(
        OWN.say("move_check", language, today="").partition("(")[0]
    )
    marks = OWN.languages[language].decimal
    need, target = [f"{n:.1f}".replace(".", marks) for n in (move.own.needed, move.own.target)]
    apart = OWN.say("move_apart", language, have="45", need=need, target=target)
    assert apart in card(found).because
    assert apart in str(board.decision(found))
    assert board.title(found) == OWN.say("board_title_early", language)


def random_results(count: int) -> Iterator[Recommendation]:
    """Organisations with a structure today, half of which say how many agents they have."""
    random = Random(3)
    for n in range(count):
        answers = {factor.id: random.choice(factor.levels).id for factor in OWN.factors.values()}
        profile = {
            "structure": random.choice(list(OWN.structures)),
            "symptoms": random.sample(list(OWN.symptoms), n % 3),
        }
        numbers: dict[str, object] = {"agents": random.choice((30, 120))} if n % 2 else {}
        if n % 4 in {0, 1}:
            numbers["contacts_per_hour"] = random.choice((60, 120, 200, 400))
        case, _ = read_case({"answers": answers, "numbers": numbers, "profile": profile}, OWN)
        yield recommend_for(case, OWN)


def test_the_table_file_has_the_readers_agents_beside_those_of_the_model() -> None:
    found = result({"structure": "product"}, agents=40, contacts_per_hour=900)
    move = Findings(found, OWN, "en", PAGE).move
    assert move
    assert move.own
    rows = list(csv.reader(StringIO(tables_as_csv(found, OWN, "en").text)))
    told = {row[2]: float(row[3]) for row in rows if row[0] == "own agents"}
    assert told == {"have": 40, "needed": move.own.needed, "target": move.own.target}


@pytest.mark.parametrize("language", LANGUAGES)
def test_scenarios_side_by_side_have_advice_price_and_payback(language: str) -> None:
    """Also savings; only where one of them names today's structure."""
    heads = ("move_price_head", "move_yearly_head", "move_value_head")
    says = [OWN.messages[head][language] for head in heads]
    moves = result({"structure": "decentralised", "currency": "gbp"}, monthly_pay=2400)
    plain = result({})
    told = render_comparison([("A", moves), ("B", plain)], OWN, language)
    move = move_for(moves, OWN)
    assert move
    told_by = Findings(moves, OWN, language, PAGE).sentences
    assert 12 * move.budget.savings[-1] != round(100 * move.yearly_saving), "seats and leavers"
    assert "pay" in OWN.messages["move_yearly_head"]["en"]
    for amount in (move.budget.price(), round(100 * move.yearly_saving), move.budget.value()):
        assert words(told_by.roughly(amount)) in words(told)
    without = render_comparison([("A", plain), ("B", plain)], OWN, language)
    for head in says:
        assert words(head) in words(told)
        assert words(head) not in words(without)


MOVED = {"structure": "decentralised"}
WAITS = {"regions": "few", "products": "several", "complexity": "mixed", "size": "medium"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_slower_answers_are_a_loss_wherever_losses_are_told(language: str) -> None:
    """By two points of those answered in time, or by a fifth of the wait and five seconds."""
    for within, message in ((20, "move_fewer_in_time"), (180, "move_waits_longer")):
        numbers = {"contacts_per_hour": 153, "aht": 353, "answer_within": within}
        found = Findings(result_for(WAITS, MOVED, **numbers), OWN, language, PAGE)
        move, say = found.move, found.sentences
        assert move
        (loss,) = today.slower(move, found)
        fewer = FIGURES["service_level"].difference(move.before, move.after) <= -0.02
        assert fewer == (message == "move_fewer_in_time")
        assert words(OWN.messages[message][language].partition("{")[0]) in words(loss)
        figure = FIGURES["service_level" if fewer else "mean_wait"]
        for staffed in (move.before, move.after):
            assert words(figure.told(staffed, say)) in words(loss)
        memo = words(render_memo(found.recommendation, OWN, language))
        assert words(loss) in memo
        assert words(loss) in words(render_page(found.recommendation, OWN, language)[1])
        risks = board.risks(found)
        assert risks
        assert any(loss in getattr(own, "items", ()) for own in risks.blocks)
    numbers["answer_within"] = 3600
    within_target = Findings(result_for(WAITS, MOVED, **numbers), OWN, language, PAGE)
    assert within_target.move
    assert not [*today.slower(within_target.move, within_target)], "an hour is promised"
    faster = Findings(result({"structure": "product"}), OWN, language, PAGE)
    assert faster.move
    assert not [*today.slower(faster.move, faster)]


def test_every_amount_has_the_currency_that_is_chosen() -> None:
    found = result({"structure": "product", "currency": "rub"}, monthly_pay=75_000, move_other=500)
    memo = render_memo(found, OWN, "en", form="markdown")
    assert "₽75,000 a month, gross" in memo
    assert "units of money" not in memo
    for row in re.findall(r"^\| .*yearly.*$|^- .*(?:pay|cost).*: [\d,.]+$", memo, re.MULTILINE):
        assert "₽" in row
    bare = render_memo(result({"structure": "product"}, monthly_pay=75_000), OWN, "en")
    assert "₽" not in bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_proportions_are_never_told_as_amounts_of_a_currency(language: str) -> None:
    """Without a pay amounts follow from an hour that costs 1: “5,200 ₽ a year” would be wrong."""
    found = result({"structure": "product", "currency": "rub"})
    month = round(found.inputs.numbers.paid_hours * 52 / 12)
    _, below, _ = render_page(found, OWN, language)
    assert "₽" not in below
    assert OWN.say("move_relative", language, month=f"{month}") in words(below)
    assert OWN.say("money_hours", language) in words(below)
    assert OWN.say("money_unnamed", language) not in words(below)


def test_the_chart_of_the_balance_ends_where_the_budget_does() -> None:
    found = result({"structure": "product"})
    part = render_part("balance", found, OWN, "en")
    move = Findings(found, OWN, "en", PAGE).move
    assert move
    (spec,) = part.charts.values()
    ends = [line["values"][-1]["y"] for line in spec["data"]]
    values = [move.budget.value(estimate) / COINS for estimate in ("usual", "low", "high")]
    (times,) = {round(value / end) for value, end in zip(values, ends, strict=True)}
    assert times in {1, 1000, 1_000_000}  # money of the axis, in ones, thousands or millions
    assert ends == pytest.approx([value / times for value in values])
    assert all(line["values"][0] == {"x": 0, "y": 0} for line in spec["data"])
    assert Document(part.slots["balance-figures"]).all("tr")
    assert render_part("balance", result({}), OWN, "en").charts == {}


def test_the_first_month_that_saves_and_the_first_that_saves_all_are_told() -> None:
    found = Findings(result({"structure": "decentralised"}), OWN, "en", PAGE)
    assert found.move
    savings = found.move.budget.savings
    assert savings[-1] > 0
    first = next(month for month, saved in enumerate(savings, 1) if saved > 0)
    last = next(m for m in range(1, MONTHS_AHEAD + 1) if savings[m - 1] == savings[-1])
    told = words(" ".join(map(repr, today.gains(found.move, found))))
    assert f"Savings begin in month {first}" in told
    assert f"complete from month {last}." in told
    assert first > found.move.budget.times.decided


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_target_that_is_taken_is_named_until_the_reader_gives_one(language: str) -> None:
    def told(**numbers: object) -> str:
        found = result({"structure": "decentralised"}, **numbers)
        return Sentences(found, OWN, language).open_figures

    taken = "80 % за 1 ч" if language == "ru" else "80% within 1 h"
    assert taken in told(contacts_per_hour=150).replace("\xa0", " ").replace("\u202f", " ")
    assert taken not in told(answer_within="20 s!")
