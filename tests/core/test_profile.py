"""What a reader says beside the answers: read everywhere alike, and it changes no ranking."""

from datetime import date, datetime

import pytest

from service_structure.case.case import parse_case, read_case
from service_structure.case.number_fault import CurrencyFault, NumberFault
from service_structure.case.profile import NO_STRUCTURE, Profile
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.decision.model import recommend, recommend_for
from service_structure.source.loader import load_guide
from service_structure.views.export import case_as_json
from service_structure.views.wording import Wording

OWN = load_guide()
TOLD = {
    "structure": "matrix",
    "preferred": "Product",
    "symptoms": ["transfers", "waits"],
    "currency": "RUB",
    "start": "2026-11-30",
    "regions": ["Север", "Юг"],
}


def test_a_file_keeps_the_whole_profile_and_a_link_no_names() -> None:
    case, faults = read_case({"answers": {"size": "large"}, "profile": TOLD}, OWN)
    assert not faults
    assert case.profile.symptoms == ("waits", "transfers")  # in the order of the guide
    result = recommend_for(case, OWN)
    again, faults = parse_case(case_as_json(case, result, OWN).text, OWN)
    assert (again.profile, faults) == (case.profile, ())
    link = write_fragment(case, OWN, result.recommended)
    assert "Север" not in link
    assert "%D0" not in link
    linked, faults = read_fragment(link, OWN)
    assert not faults
    assert (linked.profile.structure, linked.profile.currency) == ("matrix", "rub")
    assert linked.profile.symptoms == case.profile.symptoms
    assert linked.profile.preferred == "product"
    assert linked.profile.start == date(2026, 11, 30)
    assert not linked.profile.names


def test_a_profile_changes_no_figure_but_the_contacts_that_follow_from_today() -> None:
    table = {"answers": {"size": "large"}, "numbers": {"contacts_per_hour": 700}}
    bare = recommend_for(read_case(table, OWN)[0], OWN)
    told = recommend_for(read_case({**table, "profile": TOLD}, OWN)[0], OWN)
    assert told.ranking == bare.ranking
    assert told.profile.current == "matrix"
    assert bare.profile.is_empty
    del table["numbers"]
    alone = recommend_for(read_case({**table, "profile": {"structure": "matrix"}}, OWN)[0], OWN)
    told = recommend_for(read_case({**table, "profile": TOLD}, OWN)[0], OWN)
    assert told.ranking == alone.ranking


def test_a_profile_is_taken_beside_the_answers() -> None:
    result = recommend({"size": "large"}, OWN, profile={"structure": "matrix"})
    assert result.profile.current == "matrix"
    assert recommend({"size": "large"}, OWN).profile.is_empty


def test_no_structure_is_said_and_is_not_the_same_as_nothing_said() -> None:
    case, _ = read_fragment("p.structure=none", OWN)
    assert (case.profile.structure, case.profile.current) == (NO_STRUCTURE, None)
    assert not case.profile.is_empty


@pytest.mark.parametrize(
    ("raw", "kind", "key"),
    [
        ("matrix", "profile_not_a_table", ""),
        ({"structure": "matrx"}, "unknown_choice", "p.structure"),
        ({"currency": 5}, "unknown_choice", "p.currency"),
        ({"symptoms": ["wait"]}, "unknown_choice", "p.symptoms"),
        ({"start": "30.11.2026"}, "not_a_date", "p.start"),
        ({"start": 5}, "not_a_date", "p.start"),
        ({"regions": 5}, "not_a_list", "p.regions"),
        ({"regions": ["x" * 61]}, "long_name", "p.regions"),
        ({"regions": "a," * 101}, "too_many_names", "p.regions"),
        ({"colour": "red"}, "unknown_part", "p.colour"),
    ],
)
def test_what_cannot_be_used_is_told_in_both_languages(raw: object, kind: str, key: str) -> None:
    _, (fault,) = read_case({"profile": raw}, OWN)
    assert (getattr(fault, "kind", ""), getattr(fault, "factor", "")) == (kind, key)
    assert fault.describe(OWN, "ru") != fault.describe(OWN, "en")


def test_a_key_among_the_answers_is_sent_to_its_place() -> None:
    _, (fault,) = read_case({"currency": "rub"}, OWN)
    assert "p.currency" in fault.describe(OWN, "en")


def test_a_date_of_toml_is_a_date_and_a_time_is_none() -> None:
    case, faults = read_case({"profile": {"start": date(2026, 11, 30)}}, OWN)
    assert (case.profile.start, faults) == (date(2026, 11, 30), ())
    case, faults = read_case({"profile": {"start": datetime(2026, 11, 30, 9)}}, OWN)
    assert case.profile.start is None
    assert len(faults) == 1


def test_what_is_left_of_long_names_is_used() -> None:
    """And the message says what that is: a name of two letters more is cut in its middle."""
    long = "Общество с ограниченной ответственностью «Северо-Западная сеть»"
    case, (fault,) = read_case({"profile": {"regions": [long, "y"]}}, OWN)
    assert case.profile.names["regions"] == (long[:60], "y")
    assert case.profile != Profile()
    for language in OWN.languages:
        assert f"{long[:60]}" in fault.describe(OWN, language)
        assert "p.regions" not in fault.describe(OWN, language), "no id of a field"
    many = ",".join([*map(str, range(120)), long])
    case, faults = read_case({"profile": {"regions": many}}, OWN)
    assert len(case.profile.names["regions"]) == 100
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("ru", 1234567, "rub", "1 234 567 ₽"),
        ("en", 1234567, "eur", "€1,234,567"),
        ("en", -12345, "usd", "−$12,345"),
        ("en", -0.2, "usd", "$0"),
        ("ru", 12345, None, "12 345"),
    ],
)
def test_amounts_are_written_with_their_currency(
    language: str, amount: float, currency: str | None, written: str
) -> None:
    money = Wording(OWN, language).money(amount, currency)
    assert money.replace("\u00a0", " ").replace("\u202f", " ") == written


@pytest.mark.parametrize(
    ("numbers", "currency", "known"),
    [
        ({"monthly_pay": "75 тыс. ₽"}, None, "rub"),
        ({"monthly_pay": "€3k", "agent_cost": "20 евро"}, "eur", "eur"),
        ({"monthly_pay": "75 тыс."}, "eur", "eur"),
        ({"agent_cost": 20, "aht": "4:30"}, None, None),
        ({"monthly_pay": "400 тыс. тенге"}, None, "kzt"),
    ],
)
def test_a_sign_beside_an_amount_chooses_the_currency(
    numbers: dict[str, object], currency: str | None, known: str | None
) -> None:
    raw = {"numbers": numbers, "profile": {"currency": currency} if currency else {}}
    case, faults = read_case(raw, OWN)
    assert not faults
    assert case.profile.currency == known


@pytest.mark.parametrize(
    ("numbers", "currency", "known", "wrong"),
    [
        ({"monthly_pay": "75 тыс. ₽"}, "eur", "eur", ["monthly_pay"]),
        ({"monthly_pay": "$3k", "aht": "270"}, "gbp", "gbp", ["monthly_pay"]),
        ({"agent_cost": "20 $", "supervisor_cost": "€30"}, None, "usd", ["supervisor_cost"]),
    ],
)
def test_an_amount_in_another_currency_is_asked_about(
    numbers: dict[str, str], currency: str | None, known: str, wrong: list[str]
) -> None:
    """Nothing is converted, so dollars must not become pounds in silence."""
    raw = {"numbers": numbers, "profile": {"currency": currency} if currency else {}}
    case, faults = read_case(raw, OWN)
    assert case.profile.currency == known
    assert case.numbers.keys() == numbers.keys() - set(wrong)
    for fault, number in zip(faults, wrong, strict=True):
        assert isinstance(fault, CurrencyFault)
        assert (fault.kind, fault.number, fault.chosen) == ("currency", number, known)
        (text, _), (other, _) = fault.ways_out(OWN, "en")
        for way, chosen in ((text, known), (numbers[number], other)):
            mended = {"numbers": {number: way}, "profile": {"currency": chosen}}
            again, none = read_case(mended, OWN)
            assert (again.profile.currency, list(again.numbers)) == (chosen, [number])
            assert not none


def test_what_is_no_number_is_told_rather_than_its_currency() -> None:
    case = {"numbers": {"monthly_pay": "many $"}, "profile": {"currency": "gbp"}}
    (fault,) = read_case(case, OWN)[1]
    assert isinstance(fault, NumberFault)
    assert fault.kind == "not_a_number"


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_left_empty_is_not_said(nothing: object) -> None:
    raw = {"answers": {"size": "large"}, "profile": dict.fromkeys(TOLD, nothing)}
    case, faults = read_case(raw, OWN)
    assert (case.profile, faults) == (Profile(), ())
