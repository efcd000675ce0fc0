"""Numbers as people type them: what is understood, and how the rest is explained."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure import AnswersError, load_guide
from service_structure.api import inputs_for, staff
from service_structure.case.answers import read_answers
from service_structure.case.case import parse_case, read_case
from service_structure.case.number_fault import NumberFault
from service_structure.case.number_output import duration, quantity, rough_duration
from service_structure.case.number_reading import as_typed
from service_structure.case.numbers import read_numbers
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.decision.model import recommend_for
from service_structure.errors import NumbersError
from service_structure.source.numbers import CONTACTS, NUMBERS, WHOLE
from service_structure.source.records import Guide
from service_structure.views.export import case_as_json
from service_structure.views.fields import faults_by_field

OWN = load_guide()


@pytest.mark.parametrize(
    ("number", "typed", "meant"),
    [
        ("aht", "4:30", 270),
        ("aht", "04:30", 270),
        ("aht", "1:20:00", 4800),
        ("aht", "4,5 мин", 270),
        ("aht", "4.5 min", 270),
        ("aht", "4,5\u00a0мин.", 270),
        ("aht", "270", 270),
        ("aht", " 270 с ", 270),
        ("aht", "270 сек.", 270),
        ("aht", "4 минуты 30 секунд", 270),
        ("aht", "1 ч", 3600),
        ("aht", "1h 20m", 4800),
        ("aht", "1 h 20 min", 4800),
        ("aht", "1h20", 4800),
        ("aht", "0,1 ч", 360),
        ("aht", "1 200", 1200),
        ("aht", "1,200", 1200),
        ("monthly_pay", "75,000 ₽", 75_000),
        ("monthly_pay", "75 тыс. в месяц", 75_000),
        ("monthly_pay", "€ 3.200,50 per month", 3200.5),
        ("contacts_per_hour", "60 в час", 60),
        ("aht", 360, 360),
        ("aht", 362.5, 362.5),
        ("aht", "20!", 20),
        ("aht", "4,5 с!", 4.5),
        ("answer_within", "2 дня", 172_800),
        ("answer_within", "1 day", 86_400),
        ("answer_within", "1 день", 86_400),
        ("answer_within", "1 business day", 28_800),
        ("answer_within", "2 working days", 57_600),
        ("answer_within", "1 рабочий день", 28_800),
        ("answer_within", "1,5 рабочих дня", 43_200),
        ("answer_within", "1 раб. день", 28_800),
        ("monthly_pay", "55 т.р.", 55_000),
        ("monthly_pay", "55 т. р.", 55_000),
        ("monthly_pay", "55т.р. в мес.", 55_000),
        ("answer_within", "0:20", 20),
        ("max_mean_wait", "0", 0),
        ("service_level", "75", 75),
        ("service_level", "75%", 75),
        ("service_level", "75 %", 75),
        ("service_level", "75 процентов", 75),
        ("service_level", "75 percent!", 75),
        ("transfer_rate", "0,3 %", 0.3),
        ("transfer_rate", "0.3!", 0.3),
        ("agent_cost", "450 ₽", 450),
        ("agent_cost", "€12.50", 12.5),
        ("agent_cost", "$ 12", 12),
        ("agent_cost", "1\u202f200,50 руб.", 1200.5),
        ("agent_cost", "1,2 тыс. ₽", 1200),
        ("agent_cost", "2k", 2000),
        ("contacts_per_hour", "12,5", 12.5),
        ("contacts_per_hour", "12.5", 12.5),
        ("contacts_per_hour", "+7", 7),
        ("contacts_per_hour", "12\u202f000", 12000),
        ("contacts_per_hour", "1\u2009200", 1200),
        ("contacts_per_hour", "1\u00a0200,5", 1200.5),
        ("contacts_per_hour", "1,200.5", 1200.5),
        ("contacts_per_hour", "1.200,5", 1200.5),
        ("contacts_per_hour", "1,2 тыс. обращений", 1200),
        ("hours_per_week", "37 h 30 min", 37.5),
        ("paid_hours", "40 ч", 40),
        ("regions", "3 шт.", 3),
    ],
)
def test_numbers_are_understood_as_people_type_them(
    number: str, typed: object, meant: float
) -> None:
    assert getattr(inputs_for({}, {number: typed}).numbers, number) == meant


@pytest.mark.parametrize(
    ("number", "value", "kind"),
    [
        ("aht", "", "empty"),
        ("aht", "  \u00a0", "empty"),
        ("aht", "!", "empty"),
        ("aht", None, "empty"),
        ("aht", "много", "not_a_number"),
        ("aht", "1e3", "not_a_number"),
        ("aht", "12 5", "not_a_number"),
        ("aht", "4:75", "not_a_number"),
        ("aht", "4 cats", "not_a_number"),
        ("aht", "20 m 1 h", "not_a_number"),
        ("aht", "20 m 1 m", "not_a_number"),
        ("aht", "5 min 5 5", "not_a_number"),
        ("aht", "75%", "not_a_number"),
        ("aht", "5 ₽", "not_a_number"),
        ("agent_cost", "5 min", "not_a_number"),
        ("service_level", "80 ₽", "not_a_number"),
        ("aht", "nan", "not_a_number"),
        ("aht", "<b>", "not_a_number"),
        ("aht", "{low}", "not_a_number"),
        ("aht", float("nan"), "not_a_number"),
        ("aht", float("inf"), "not_a_number"),
        ("aht", True, "not_a_number"),
        ("aht", [3], "not_a_number"),
        ("contacts_per_hour", "1,200", "ambiguous"),
        ("agent_cost", "1,200 ₽", "ambiguous"),
        ("aht", "-5", "negative"),
        ("aht", "\u22125 мин", "negative"),
        ("aht", -(10**400), "negative"),
        ("aht", "0", "zero"),
        ("aht", "0:00", "zero"),
        ("aht", "0,5", "too_low"),
        ("aht", "1,200,000", "too_high"),
        ("aht", "9" * 500, "too_high"),
        ("aht", "9" * 500 + " min", "too_high"),
        ("agent_cost", "9" * 308 + " млн", "too_high"),
        ("aht", "99999:00", "too_high"),
        ("aht", 10**400, "too_high"),
        ("max_mean_wait", 1e-99, "too_low"),
        ("service_level", "100", "too_high"),
        ("service_level", "0,8", "fraction"),
        ("service_level", 0.8, "fraction"),
        ("transfer_rate", "0.3", "fraction"),
        ("aht", "4,5", "unusual"),
        ("aht", 20, "unusual"),
        ("aht", "3 h", "unusual"),
        ("service_level", "30", "unusual"),
        ("agent_cost", "75000 ₽", "unusual"),
        ("contacts_per_hour", "60 a decade", "not_a_number"),
        ("contacts_per_hour", "60 per hour a day", "not_a_number"),
        ("agents", "60 a day", "not_a_number"),
        ("regions", "2,5", "not_whole"),
        ("regiones", "3", "unknown"),
        (7, "3", "unknown"),
    ],
)
def test_a_bad_number_is_explained_and_the_rest_is_kept(
    guide: Guide, number: object, value: object, kind: str
) -> None:
    answers, _ = read_answers({}, guide)
    inputs, (fault,) = read_numbers({number: value, "patience": "90"}, answers, guide)
    assert fault.kind == kind
    assert inputs.given == {"patience"}
    assert inputs.numbers == replace(inputs_for().numbers, patience=90)
    told = {language: fault.describe(guide, language) for language in guide.languages}
    assert told["ru"] != told["en"]
    for language, sentence in told.items():
        assert len(sentence) < 800
        if kind != "unknown":
            record = guide.assumptions[str(number)]
            assert record.name[language] in sentence
            allowed = record.plausible if kind == "unusual" else record
            if fault.found is None or kind == "unusual":
                assert quantity(allowed.high, record, guide, language) in sentence


@pytest.mark.parametrize(
    ("number", "typed", "meant", "found"),
    [
        ("aht", "4,5", (270,), 4.5),
        ("aht", "20", (1200,), 20),
        ("aht", "35", (2100,), 35),
        ("answer_within", "2", (120, 7200, 172_800), 2),
        ("aht", "0.5", (1800,), None),
        ("aht", "4.5 s", (), 4.5),
        ("contacts_per_hour", "1,200", (1200, 1.2), None),
        ("answer_within", "4", (240, 14_400), 4),
        ("service_level", "0,8", (80,), None),
        ("transfer_rate", "0,3", (30,), 0.3),
        ("service_level", "30", (), 30),
        ("agent_cost", "1,200", (1200, 1.2), None),
    ],
)
def test_what_was_probably_meant_is_offered_and_can_be_typed(
    number: str, typed: str, meant: tuple[float, ...], found: float | None
) -> None:
    """Whatever is offered, or told as the way to confirm, is read without another question."""
    answers, _ = read_answers({}, OWN)
    _, (fault,) = read_numbers({number: typed}, answers, OWN)
    assert (fault.meant, fault.found) == (meant, found)
    record = OWN.assumptions[number]
    for language in OWN.languages:
        told = fault.describe(OWN, language)
        for value in meant:
            assert quantity(value, record, OWN, language) in told
            way = as_typed(value, record, OWN, language)
            inputs, faults = read_numbers({number: way}, answers, OWN)
            assert (inputs.user_numbers, faults) == ({number: value}, ())
        if found is not None:
            confirmed = fault.confirmed(OWN, language)
            assert told.endswith(confirmed)
            inputs, faults = read_numbers({number: confirmed}, answers, OWN)
            assert (inputs.user_numbers, faults) == ({number: found}, ())


@pytest.mark.parametrize(
    ("language", "field", "typed", "found"),
    [
        ("en", "contacts_per_hour", "6,000 per month", {"contacts_per_month": 6000}),
        ("en", "contacts_per_hour", "100,000", {"contacts_per_hour": 100_000}),
        ("en", "contacts_per_hour", "6.125", {"contacts_per_hour": 6.125}),
        ("en", "monthly_pay", "42,000 a year", {"monthly_pay": 3500}),
        ("en", "monthly_pay", "£650 per week", {"monthly_pay": 2816.67}),
        ("en", "monthly_pay", "2,800", {"monthly_pay": 2800}),
        ("en", "monthly_pay", "2.800", {"monthly_pay": 2800}),
        ("en", "contacts_per_hour", "72k per annum", {"contacts_per_month": 6000}),
        ("en", "contacts_per_hour", "1,200 a week", {"contacts_per_month": 5200}),
        ("ru", "monthly_pay", "900 тыс. ₽ в год", {"monthly_pay": 75_000}),
        ("ru", "contacts_per_hour", "600 в неделю", {"contacts_per_month": 2600}),
        ("ru", "contacts_per_hour", "6.125", {"contacts_per_hour": 6.125}),
        ("ru", "monthly_pay", "75.000", {"monthly_pay": 75_000}),
    ],
)
def test_marks_are_read_as_the_language_writes_them(
    language: str, field: str, typed: str, found: dict[str, float]
) -> None:
    inputs, faults = read_numbers({field: typed}, read_answers({}, OWN)[0], OWN, language)
    assert (inputs.user_numbers, faults) == (found, ())


@pytest.mark.parametrize(
    ("language", "field", "typed", "ways"),
    [
        ("ru", "contacts_per_hour", "6.000 в месяц", {"6000 в месяц": 6000, "6 в месяц": 6}),
        ("ru", "contacts_per_hour", "6,000 в месяц", {"6000 в месяц": 6000, "6 в месяц": 6}),
        ("ru", "contacts_per_hour", "6.125 в день", {"6125 в день": 6125, "6.125 в день!": 6.125}),
        ("ru", "contacts_per_hour", "1.200", {"1200": 1200, "1,2": 1.2}),
        ("en", "contacts_per_hour", "1.000", {"1000": 1000, "1": 1}),
        ("en", "contacts_per_hour", "1.200 a day", {"1200 a day": 1200, "1.2 a day": 1.2}),
        ("ru", "agent_cost", "1.250 ₽", {"1250 ₽": 1250, "1,25 ₽": 1.25}),
        (None, "contacts_per_hour", "1,500 a day", {"1500 a day": 1500, "1.5 a day": 1.5}),
    ],
)
def test_both_readings_keep_the_unit_that_was_typed(
    language: str | None, field: str, typed: str, ways: dict[str, float]
) -> None:
    """Either is understood as soon as it stands in the field, and says how much it is."""
    answers, _ = read_answers({}, OWN)
    _, (fault,) = read_numbers({field: typed}, answers, OWN, language)
    assert fault.kind == "ambiguous"
    offers = [text for text, _ in fault.offers(OWN, language or "en")]
    assert offers == list(ways)
    assert f"{offers[0]}" in fault.describe(OWN, language or "en")
    for text, value in ways.items():
        inputs, faults = read_numbers({field: text}, answers, OWN, language)
        assert (list(inputs.user_numbers.values()), faults) == ([value], ())
        assert list(inputs.user_numbers) == [fault.number]


@pytest.mark.parametrize(
    ("waits", "typed", "meant"),
    [
        ("hours", "8", [480, 28_800]),
        ("hours", "20", [1200, 72_000]),
        ("hours", 20, None),
        ("days", "8", [28_800, 480]),
        ("days", "300", [18_000]),
        ("hours", "0", None),
        (None, "0", None),
        ("hours", "8 s", None),
        ("hours", "8!", None),
        ("hours", "1:01", None),
        ("hours", "61", None),
        ("minutes", "8", None),
        (None, "8", None),
    ],
)
def test_a_target_in_seconds_is_asked_about_where_customers_wait_longer(
    waits: str | None, typed: object, meant: list[int] | None
) -> None:
    """Hours typed without their unit."""
    for fault in asked_about(waits, typed, meant):
        assert "and you answered that customers wait hours or days" in fault.describe(OWN, "en")


@pytest.mark.parametrize(
    ("waits", "typed", "meant"),
    [
        ("minutes", "8 h", [8, 480]),
        ("minutes", "ок. 8 ч", [8, 480]),
        ("minutes", "2 дня", [120]),
        ("minutes", "1 h", [60]),
        ("minutes", "8:00:00", []),
        ("minutes", "28800", []),
        ("minutes", "8 h!", None),
        ("minutes", 28_800, None),
        ("minutes", "59 min", None),
        ("hours", "8 h", None),
        ("hours", "60 h", [3600, 60]),
        ("days", "3 d", None),
        (None, "8 h", None),
        ("minutes~hours", "8 h", None),
    ],
)
def test_a_target_in_hours_is_asked_about_where_customers_wait_minutes(
    waits: str | None, typed: object, meant: list[int] | None
) -> None:
    """Their unit is no answer to that."""
    for fault in asked_about(waits, typed, meant):
        assert "much longer than customers will wait" in fault.describe(OWN, "en")
        offered = str(
            faults_by_field([fault], recommend_for(read_case({}, OWN)[0], OWN), OWN, "en")
        )
        assert f'data-fill="{typed}!"' in offered


def asked_about(waits: str | None, typed: object, meant: list[int] | None) -> list[NumberFault]:
    """The questions about a target; what is left of the case survives a link and a file."""
    answers = {"response_time": waits} if waits else {}
    case, faults = read_case({"answers": answers, "numbers": {"answer_within": typed}}, OWN)
    asked = [fault for fault in faults if isinstance(fault, NumberFault)]
    assert [list(fault.meant) for fault in asked] == ([] if meant is None else [meant])
    assert ("answer_within" in case.numbers) == (meant is None)
    assert read_fragment(write_fragment(case, OWN), OWN) == (case, ())
    saved = case_as_json(case, recommend_for(case, OWN), OWN).text
    assert parse_case(saved, OWN) == (case, ())
    assert all(fault.describe(OWN, "en").endswith(f"{typed}!") for fault in asked)
    return asked


def test_an_unusual_number_is_confirmed_with_its_unit() -> None:
    answers, _ = read_answers({}, OWN)
    _, (fault,) = read_numbers({"monthly_pay": "25,000 ₽ per hour"}, answers, OWN, "en")
    assert (fault.number, fault.field) == ("agent_cost", "monthly_pay")
    assert fault.describe(OWN, "en").endswith(" 25,000 ₽ per hour!")
    inputs, faults = read_numbers({"monthly_pay": fault.confirmed(OWN, "en")}, answers, OWN, "en")
    assert (inputs.user_numbers, faults) == ({"agent_cost": 25_000}, ())


def test_an_unusual_number_that_was_confirmed_survives_a_link_and_a_file() -> None:
    case, faults = read_fragment("n.aht=20%21&n.transfer_rate=0.3%21&n.patience=60", OWN)
    assert not faults
    assert case.numbers == {"aht": 20, "transfer_rate": 0.3, "patience": 60}
    again, faults = read_fragment(write_fragment(case, OWN), OWN)
    assert (again, faults) == (case, ())
    saved = case_as_json(case, recommend_for(case, OWN), OWN).text
    assert parse_case(saved, OWN) == (case, ())
    assert json.loads(saved)["numbers"] == {"aht": "20!", "transfer_rate": "0.3!", "patience": 60}


@given(st.sampled_from(NUMBERS), st.floats(0, 1), st.sampled_from(sorted(OWN.languages)))
def test_every_value_can_be_typed_as_it_is_written(name: str, part: float, language: str) -> None:
    """From any value that is allowed to its text, and back: to the digits that are written."""
    number = OWN.assumptions[name]
    low, high = number.low, number.high
    value = round(low * (high / low) ** part if low else part * high, 3)
    if name in WHOLE:
        value = round(value)
    value = min(max(value, low), high)
    text = as_typed(value, number, OWN, language)
    inputs, faults = read_numbers({name: text}, read_answers({}, OWN)[0], OWN)
    assert not faults, text
    assert inputs.user_numbers[name] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("typed", "kept", "busiest"),
    [
        ("900 в день", {"contacts_per_day": 900}, 154),  # 4,500 a week / 45 hours / 0.65
        ("900 a day", {"contacts_per_day": 900}, 154),
        ("900/day", {"contacts_per_day": 900}, 154),
        ("19.5k per month", {"contacts_per_month": 19_500}, 154),
        ("19 500 в мес.", {"contacts_per_month": 19_500}, 154),
        ("154 an hour", {"contacts_per_hour": 154}, 154),
    ],
)
def test_contacts_of_a_day_or_a_month_are_spread_over_the_hours_of_service(
    typed: str, kept: dict[str, float], busiest: float
) -> None:
    given = {"contacts_per_hour": typed, "hours_per_week": 45, "average_load": 65}
    inputs = inputs_for({}, given)
    assert inputs.numbers.contacts_per_hour == busiest
    assert {n: v for n, v in inputs.user_numbers.items() if n in CONTACTS} == kept


def test_a_week_of_more_than_eighty_hours_has_seven_days() -> None:
    for hours, days in ((45, 5), (75, 5), (80, 5), (84, 7), (168, 7)):
        given = {"contacts_per_hour": "1000 a day", "hours_per_week": hours, "average_load": 100}
        contacts = inputs_for({}, given).numbers.contacts_per_hour
        assert contacts == pytest.approx(1000 * days / hours, rel=0.005)


def test_what_follows_from_contacts_of_a_day_depends_on_the_hours_alone() -> None:
    known = inputs_for({"hours": "business"}, {"contacts_per_hour": "9/day"})
    assert "contacts_per_hour" not in known.open
    unknown = inputs_for({"size": "small"}, {"contacts_per_hour": "9/day"})
    assert "contacts_per_hour" in unknown.open


def test_monthly_pay_becomes_the_cost_of_an_hour() -> None:
    """75,000 with 30% on top, over 173⅓ paid hours; others in proportion to it."""
    inputs = inputs_for({}, {"monthly_pay": "75 тыс. ₽", "on_costs": 30, "paid_hours": 40})
    assert inputs.numbers.agent_cost == 562.5
    assert inputs.numbers.supervisor_cost == 1.5 * 562.5
    assert {"agent_cost", "supervisor_cost"} <= inputs.computed
    assert "agent_cost" not in inputs_for().computed, "without pay it is the value of the guide"
    both = inputs_for({}, {"monthly_pay": 75_000, "agent_cost": 500})
    assert both.numbers.agent_cost == 500


def test_pay_by_the_hour_may_be_typed_in_place_of_monthly_pay() -> None:
    inputs = inputs_for({}, {"monthly_pay": "450 ₽/час"})
    assert inputs.user_numbers == {"agent_cost": 450}


def test_durations_are_told_in_the_units_that_fit_them() -> None:
    told = {
        0: "0 s",
        20.5: "20.5 s",
        60: "1 min",
        270: "4 min 30 s",
        3600: "1 h",
        4800: "1 h 20 min",
        86_400: "24 h",
        604_800: "7 d",
    }
    for seconds, words in told.items():
        assert duration(seconds, OWN, "en") == words
    rough = {0.4: "< 1 s", 89: "1 min 29 s", 437: "7 min", 3600: "1 h", 4970: "1 h 23 min"}
    for seconds, words in rough.items():
        assert rough_duration(seconds, OWN, "en") == words
    assert rough_duration(math.inf, OWN, "en") == "∞"


@given(st.dictionaries(st.sampled_from(NUMBERS) | st.text(max_size=5), st.text(max_size=30)))
def test_no_input_however_strange_breaks_anything(raw: dict[str, str]) -> None:
    inputs, faults = read_numbers(raw, read_answers({}, OWN)[0], OWN)
    assert len(faults) + len(inputs.given) == len(raw)
    for number in NUMBERS:
        record = OWN.assumptions[number]
        assert record.allows(getattr(inputs.numbers, number))
    for fault in faults:
        assert fault.describe(OWN, "ru")


@pytest.mark.parametrize("raw", [None, 3, "aht=3", ["aht"]])
def test_whatever_is_not_a_table_counts_as_no_number(guide: Guide, raw: object) -> None:
    inputs, (fault,) = read_numbers(raw, read_answers({}, guide)[0], guide)
    assert fault.kind == "not_a_table"
    assert "aht" in fault.describe(guide, "en")
    assert inputs == inputs_for()


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("number", NUMBERS)
def test_every_structure_is_staffed_at_the_ends_of_every_range(
    guide: Guide, number: str, end: str
) -> None:
    value = f"{getattr(guide.assumptions[number], end)}!"
    for found in staff({"response_time": "minutes"}, {number: value}).values():
        assert math.isfinite(found.yearly_cost)
        assert 0 <= found.waiting.service_level <= 1


def test_bad_input_raises_with_every_fault() -> None:
    with pytest.raises(NumbersError) as caught:
        staff({}, {"aht": "-1", "regions": "x"})
    faults: tuple[Any, ...] = caught.value.faults
    assert [fault.number for fault in faults] == ["aht", "regions"]
    assert "below zero" in str(caught.value)
    with pytest.raises(AnswersError, match="nowhere"):
        staff({"regions": "nowhere"})


def test_what_counts_heads_is_whole() -> None:
    assert {"regions", "products", "functions", "customer_groups", "minimum_crew"} == WHOLE
