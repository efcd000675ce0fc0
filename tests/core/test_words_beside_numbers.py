"""Words beside a number: what it counts and that it is about right are passed over, others asked
about. A word that may be a unit is never passed over."""

import csv
import json
from pathlib import Path

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.case.number_fault import NumberFault
from service_structure.case.number_output import typed
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.source.numbers import CONTACTS, NUMBERS
from service_structure.views.bridge import handle
from tests.support import run_calculator

GUIDE = load_guide()


def read(number: str, text: str) -> tuple[float | None, list[NumberFault]]:
    case, faults = read_case({"numbers": {number: text}}, GUIDE)
    own = [fault for fault in faults if isinstance(fault, NumberFault)]
    return next(iter(case.numbers.values()), None), own


@pytest.mark.parametrize(
    ("number", "text", "value"),
    [
        ("agents", "35 engineers", 35),
        ("agents", "35 инженеров", 35),
        ("agents", "ок. 35", 35),
        ("agents", "~35", 35),
        ("agents", "≈ 35", 35),
        ("agents", "about 35", 35),
        ("agents", "35 примерно", 35),
        ("agents", "примерно 35 специалистов", 35),
        ("agents", "~~35", 35),
        ("agents", "35 тыс.", 35_000),
        ("agents", "about 35k", 35_000),
        ("regions", "5 регионов", 5),
        ("regions", "5 regions", 5),
        ("products", "3 продукта", 3),
        ("training_weeks", "6 weeks", 6),
        ("training_weeks", "6 недель", 6),
        ("move_months", "6 мес", 6),
        ("agents", "15 выездных инженеров", 15),
        ("agents", "21 старший специалист", 21),
        ("agents", "30 операторов колл-центра", 30),
        ("agents", "12 сотрудников технической поддержки", 12),
        ("agents", "30 call centre agents", 30),
        ("agents", "30 call-center agents", 30),
        ("agents", "about 12 field service engineers", 12),
        ("agents", "8 support reps", 8),
        ("supervisors", "4 team leaders", 4),
        ("supervisors", "4 team leads", 4),
        ("supervisors", "4 тимлида", 4),
        ("supervisors", "3 старших", 3),
        ("supervisors", "3 руководителя групп", 3),
        ("regions", "12 отделений", 12),
        ("regions", "12 региональных отделений", 12),
        ("regions", "5 филиалов", 5),
        ("regions", "12 regional branches", 12),
        ("regions", "1 city", 1),
        ("products", "7 услуг", 7),
        ("products", "4 product lines", 4),
        ("functions", "3 вида работ", 3),
        ("functions", "3 kinds of work", 3),
        ("customer_groups", "4 сегмента", 4),
        ("customer_groups", "4 customer segments", 4),
        ("training_weeks", "6 полных недель", 6),
        ("contacts_per_month", "около 3000 заявок в месяц", 3000),
        ("aht", "ок. 5 мин", 300),
        ("aht", "~4:30", 270),
        ("service_level", "примерно 85 %", 85),
        ("monthly_pay", "около 75 тыс. ₽", 75_000),
        ("hours_per_week", "~40", 40),
    ],
)
def test_what_a_number_counts_and_that_it_is_about_right_is_passed_over(
    number: str, text: str, value: float
) -> None:
    assert read(number, text) == (value, [])
    case, _ = read_case({"numbers": {number: text}}, GUIDE)
    assert read_fragment(write_fragment(case, GUIDE), GUIDE) == (case, ())


@pytest.mark.parametrize(
    ("number", "text", "offered", "value"),
    [
        ("agents", "35 wombats", "35", 35),
        ("agents", "35 teams", "35", 35),
        ("agents", "35 team", "35", 35),
        ("agents", "12 отделений", "12", 12),
        ("agents", "3 старших", "3", 3),
        ("agents", "35 двойных ставок", "35 ставок", 35),
        ("agents", "12 операторов смены", "12 операторов", 12),
        ("agents", "12 shift agents", "12 agents", 12),
        ("agents", "4 leads", "4", 4),
        ("supervisors", "4 сегмента", "4", 4),
        ("supervisors", "3 новых", "3", 3),
        ("functions", "12 филиалов", "12", 12),
        ("customer_groups", "12 отделений", "12", 12),
        ("agents", "2 teams of agents", "2 agents", 2),
        ("agents", "35 неполных ставок", "35 ставок", 35),
        ("agents", "35 part-time agents", "35 agents", 35),
        ("agents", "2 dozen agents", "2 agents", 2),
        ("regions", "12 полевых команд", "12", 12),
        ("agents", "up to 35", "35", 35),
        ("agents", "35 ставок (полных)", "35 ставок", 35),
        ("contacts_per_month", "3000 parcels a month", "3000 a month", 3000),
        ("contacts_per_hour", "120 посылок", "120", 120),
    ],
)
def test_another_word_beside_one_number_is_asked_about(
    number: str, text: str, offered: str, value: float
) -> None:
    found, (fault,) = read(number, text)
    assert (found, fault.kind) == (None, "words")
    assert [way for way, _ in fault.offers(GUIDE, "ru")] == [offered]
    assert read(number, offered) == (value, [])
    for language in GUIDE.languages:
        assert offered in fault.describe(GUIDE, language).replace("\xa0", "").replace(",", "")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("agents", "35 min"),
        ("agents", "35 %"),
        ("agents", "35 €"),
        ("agents", "35 per shift"),
        ("agents", "12 per hour"),
        ("agents", "12 agents per hour"),
        ("agents", "35 agent-hours"),
        ("agents", "35 рабочих часов"),
        ("agents", "35 рабочих дней"),
        ("regions", "12 отделений в день"),
        ("regions", "5 местных мин"),
        ("agents", "35-40"),
        ("agents", "2 по 15"),
        ("agents", "~"),
        ("agents", "около"),
        ("training_weeks", "2 months"),
        ("contacts_per_hour", "3000 per fortnight"),
        ("aht", "5 wombats"),
        ("monthly_pay", "500 zł"),
        ("hours_per_week", "2 shifts"),
    ],
)
def test_a_word_that_may_be_a_unit_is_not_passed_over(number: str, text: str) -> None:
    found, (fault,) = read(number, text)
    assert (found, fault.kind, fault.meant) == (None, "not_a_number", ())


PEOPLE = ("agents", "supervisors", "span", "manager_span", "minimum_crew", "project_span")
BESIDE_PEOPLE = ("agents", "people", "engineers", "сотрудников", "чел.")
BESIDE_CONTACTS = ("calls", "tickets", "chats", "звонков", "обращений", "писем")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_another_number_counts_is_asked_about(number: str) -> None:
    """Three hundred calls are no agents, and no weeks either."""
    record = GUIDE.assumptions[number]
    plain = typed(record.example, GUIDE, "en")
    own = BESIDE_PEOPLE if number in PEOPLE else BESIDE_CONTACTS if number in CONTACTS else ()
    for word in (*BESIDE_PEOPLE, *BESIDE_CONTACTS):
        found, faults = read(number, f"{plain} {word}")
        assert (found is not None, not faults) == (word in own, word in own), word
        if record.quantity in {"count", "flow"} and word not in own:
            (fault,) = faults
            assert fault.kind == ("person" if word in BESIDE_PEOPLE else "contact")
            assert fault.value in fault.describe(GUIDE, "ru")
            assert not fault.meant, "neither is offered: the number was meant for another field"


@pytest.mark.parametrize(
    ("number", "text", "value"),
    [
        ("agents", "30 call centre agents", 30),
        ("agents", "8 chat agents", 8),
        ("contacts_per_day", "300 agent calls a day", None),
        ("contacts_per_hour", "60 шт.", 60),
    ],
)
def test_a_word_of_its_own_beside_it_says_what_is_counted(
    number: str, text: str, value: float | None
) -> None:
    found, faults = read(number, text)
    assert (found, bool(faults)) == (value or 300, False)


PAID = [name for name in NUMBERS if GUIDE.assumptions[name].quantity == "money"]


@pytest.mark.parametrize("number", PAID)
def test_an_amount_over_another_period_is_not_used_as_it_is(number: str) -> None:
    """Pay of 3,000 a day is no monthly pay; of a year, a twelfth is."""
    own: dict[str, dict[str, object]] = {
        "monthly_pay": {"an hour": "agent_cost", "a week": 1, "a month": 1, "a year": 1},
        "agent_cost": {"an hour": 1, "a week": "monthly_pay", "a month": "monthly_pay"},
        "supervisor_cost": {"an hour": 1},
        "manager_cost": {"an hour": 1},
        "seat_cost": {"a week": 1, "a month": 1, "a year": 1},
        "move_other": {},
    }
    for period in ("an hour", "a day", "a week", "a month", "a year"):
        case, faults = read_case({"numbers": {number: f"1200 {period}!"}}, GUIDE)
        meant = own[number].get(period)
        if meant is None and (number, period) != ("agent_cost", "a year"):
            (fault,) = faults
            assert isinstance(fault, NumberFault)
            assert (fault.kind, dict(case.numbers)) == ("period", {})
        elif meant is not None:
            assert (list(case.numbers), faults) == ([number if meant == 1 else meant], ())


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("25", 25),
        ("25 points", 25),
        ("25 баллов", 25),
        ("1 балл", 1),
        ("21 pts", 21),
        ("около 25 баллов", 25),
        ("≈ 12,5 points", 12.5),
        ("25 из 100", None),
        ("25 k", None),
        ("25 min", None),
        ("25 wombats", None),
        ("25 engineers", None),
    ],
)
def test_points_stand_beside_a_weight_as_words_do_beside_a_number(
    text: str, points: float | None
) -> None:
    for raw in (text, f" {text} "):
        case, faults = read_case({"weights": {"cost": raw}}, GUIDE)
        assert case.weights.get("cost") == points
        assert bool(faults) == (points is None)
        if points is not None:
            assert read_fragment(write_fragment(case, GUIDE), GUIDE) == (case, ())


def test_the_form_echoes_what_was_understood_and_offers_what_is_asked_about() -> None:
    def result(state: str) -> dict[str, dict[str, object]]:
        request = {"want": "result", "lang": "en", "state": state}
        told: dict[str, dict[str, object]] = json.loads(handle(json.dumps(request)))
        return told

    field = result("n.agents=about 35 engineers")["fields"]["n.agents"]
    assert isinstance(field, dict)
    assert field["echo"] == "= 35"
    asked = str(result("n.agents=35 wombats")["faults"]["n.agents"])
    assert 'data-fill="35"' in asked


def test_the_command_line_and_tables_read_them_too(tmp_path: Path) -> None:
    told = []
    for text in ("35", "about 35 engineers"):
        done = run_calculator("recommend", f"n.agents={text}", "--format", "json")
        told.append(json.loads(done.out))
    assert told[0] == told[1]
    table = tmp_path / "clients.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "n.agents"], ["a", "ок. 35"], ["b", "35 wombats"]])
    done = run_calculator("batch", table, "--lang", "en")
    assert done.code != 0
    assert "35 wombats" in done.err
    assert "ок. 35" not in done.err
