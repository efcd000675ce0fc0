"""What stands beside the fields: what was understood, what is wrong, what is used instead."""

import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest

from service_structure import load_guide, recommend
from service_structure.case.number_output import duration, quantity_with_unit
from service_structure.decision.link import read_fragment
from service_structure.views.bridge import handle
from service_structure.views.findings import Findings
from service_structure.views.memo import LIMITS
from tests.support import words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)


def answered(language: str, **typed: str) -> dict[str, Any]:
    """What Python tells the page when these texts stand in fields for numbers."""
    state = urlencode({f"n.{name}": text for name, text in typed.items()})
    found: dict[str, Any] = json.loads(
        handle(json.dumps({"want": "result", "lang": language, "state": state}))
    )
    return found


class Buttons(HTMLParser):
    """What each button of a fault puts into its field, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "button":
            table = dict(attrs)
            self.found.append((str(table["data-for"]), str(table["data-fill"]), ""))

    def handle_data(self, data: str) -> None:
        if self.found and not self.found[-1][2]:
            self.found[-1] = (*self.found[-1][:2], data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_understood_is_told_where_it_was_typed_in_another_form(language: str) -> None:
    told = duration(270, GUIDE, language)
    for text in ("4:30", "270", told, {"ru": "4,5 мин", "en": "4.5 min"}[language]):
        assert answered(language, aht=text)["fields"]["n.aht"]["echo"] == f"= {told}"
    hours = {"ru": "4 ч", "en": "4 h"}[language]
    for text in (hours, "240 min", "4 hours!"):
        echo = answered(language, answer_within=text)["fields"]["n.answer_within"]["echo"]
        assert echo == f"= {hours}", "in the reader's unit"
    assert answered(language, aht="")["fields"]["n.aht"]["echo"] == ""
    assert answered(language, span="12")["fields"]["n.span"]["echo"] == ""
    many = {"ru": "= 1200", "en": "= 1,200"}[language]
    assert answered(language, agents="1,2k")["fields"]["n.agents"]["echo"] == many


@pytest.mark.parametrize("language", LANGUAGES)
def test_contacts_of_a_day_tell_what_they_come_to_in_the_busiest_hour(language: str) -> None:
    day = GUIDE.say("typed_contacts_per_day", language, n=3000)
    found = answered(language, contacts_per_hour=day)
    assert found["state"].startswith("n.contacts_per_day=3000&")
    case, _ = read_fragment(found["state"], GUIDE)
    numbers = recommend({}, numbers=case.numbers).inputs.numbers
    echo = found["fields"]["n.contacts_per_hour"]["echo"]
    assert f"{numbers.contacts_per_hour:g}" in echo
    assert f"{numbers.hours_per_week:g}" in echo
    again = answered(language, contacts_per_day="3000")
    assert again["typed"] == {"n.contacts_per_hour": day}, "a link shows it in the one field"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_faulty_number_counts_as_empty_and_the_field_says_what_is_used(language: str) -> None:
    empty = answered(language)
    for text in ("many", "-5", "4,5", "9" * 40):
        found = answered(language, aht=text)
        assert found["state"] == empty["state"] == ""
        assert found["html"] == empty["html"]
        assert found["typed"] == {"n.aht": text}, "the reader can mend it"
        usual = recommend({}).inputs.numbers.aht
        used = quantity_with_unit(usual, GUIDE.assumptions["aht"], GUIDE, language)
        until = GUIDE.say("number_until", language, value=used)
        assert words(until) in words(found["faults"]["n.aht"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_put_in_what_was_meant_or_confirm_what_was_typed(language: str) -> None:
    cases: list[tuple[str, str, list[float]]] = [
        ("aht", "4,5", [270, 4.5]),
        ("service_level", "0,8", [80]),
        ("service_level", "30", [30]),
        ("monthly_pay", "50 ₽", [50]),
    ]
    if language == "ru":  # English readers mean thousands
        cases.append(("agents", "1,200", [1200, 1.2]))
    for name, text, values in cases:
        fault = answered(language, **{name: text})["faults"][f"n.{name}"]
        offers = Buttons(fault).found
        assert [field for field, _, _ in offers] == [f"n-{name}"] * len(values)
        for (_, fill, label), value in zip(offers, values, strict=True):
            after = answered(language, **{name: fill})
            assert not after["faults"]
            assert read_fragment(after["state"], GUIDE)[0].numbers == {name: value}
            number = GUIDE.assumptions[name]
            assert words(quantity_with_unit(value, number, GUIDE, language)) in words(label)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2:30:00", 9000), ("150 min", 9000), ("150 мин.", 9000), ("9000", 9000), ("20", 20)],
)
def test_a_duration_that_was_confirmed_stands_in_its_field_as_people_write_it(
    text: str, seconds: int, language: str
) -> None:
    """With the units that were typed, or with its own; also where a link has bare seconds."""
    fault = answered(language, aht=text)["faults"]["n.aht"]
    *_, (_, fill, label) = Buttons(fault).found
    told = duration(seconds, GUIDE, language)
    assert words(told) in words(label)
    assert fill == f"{told if text.isdigit() else text}!"
    after = answered(language, aht=fill)
    assert not after["faults"]
    assert after["state"].startswith(f"n.aht={seconds}%21")
    request = {"want": "result", "lang": language, "state": after["state"]}
    assert json.loads(handle(json.dumps(request)))["typed"] == {"n.aht": f"{told}!"}


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        (
            {"contacts_per_hour": "6.000 в месяц"},
            [("6000 в месяц", "6000 в месяц"), ("6 в месяц", "6 в месяц")],
        ),
        ({"contacts_per_hour": "62.500 в год"}, [("62500 в год", "62 500 в год")]),
        ({"monthly_pay": "25000 ₽ в час"}, [("25000 ₽ в час!", None)]),
    ],
)
def test_a_button_keeps_the_unit_that_was_typed(
    typed: dict[str, str], offers: list[tuple[str, str | None]]
) -> None:
    (name,) = typed
    found = Buttons(answered("ru", **typed)["faults"][f"n.{name}"]).found
    for (field, fill, label), (text, shown) in zip(found, offers, strict=False):
        assert (field, fill) == (f"n-{name}", text)
        assert shown is None or words(shown) == words(label)
        after = answered("ru", **{name: fill})
        assert not after["faults"]
        assert len(read_fragment(after["state"], GUIDE)[0].numbers) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_contacts_that_do_not_fit_the_agents_are_asked_about_at_their_field(language: str) -> None:
    """A month's figure whose words were forgotten: another period, or what was typed."""
    fault = answered(language, agents="45", contacts_per_hour="5200")["faults"]
    assert list(fault) == ["n.contacts_per_hour"]
    told = words(fault["n.contacts_per_hour"])
    assert "874" in told
    assert words(GUIDE.say("number_which", language)) in told
    offers = Buttons(fault["n.contacts_per_hour"]).found
    periods = ["contacts_per_day", "contacts_per_month", "contacts_per_hour"]
    assert {field for field, _, _ in offers} == {"n-contacts_per_hour"}
    for (_, fill, _), name in zip(offers, periods, strict=True):
        after = answered(language, agents="45", contacts_per_hour=fill)
        assert not after["faults"]
        assert read_fragment(after["state"], GUIDE)[0].numbers == {"agents": 45, name: 5200}
        link = json.loads(
            handle(json.dumps({"want": "result", "lang": language, "state": after["state"]}))
        )
        assert link["typed"]["n.contacts_per_hour"].endswith("!") == fill.endswith("!")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("agents", "contacts", "is_told"),
    [("50000", "60 an hour", True), ("45", "5200", False), ("45", "250 an hour", False)],
)
def test_agents_that_fit_the_contacts_over_no_period_are_told_of_at_their_own_field_too(
    agents: str, contacts: str, is_told: bool, language: str
) -> None:
    """Where another period fits, it is the contacts that were mistyped."""
    told = answered(language, agents=agents, contacts_per_hour=contacts)
    assert ("n.agents" in told["faults"]) == is_told
    if is_told:
        have = GUIDE.languages[language].figure(float(agents))
        assert words(have) in words(told["faults"]["n.agents"])
        assert not Buttons(told["faults"]["n.agents"]).found
        assert told["typed"]["n.agents"].replace("\xa0", "") == agents


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_in_another_currency_than_the_one_chosen_offers_both(language: str) -> None:
    def told(**fields: str) -> dict[str, Any]:
        state = urlencode({name.replace("_", ".", 1): text for name, text in fields.items()})
        request = {"want": "result", "lang": language, "state": state}
        return dict(json.loads(handle(json.dumps(request))))

    found = told(p_currency="gbp", n_monthly_pay="$3k")
    fault = found["faults"]["n.monthly_pay"]
    assert "$" in words(fault)
    assert "£" in words(fault)
    assert found["state"].startswith("p.currency=gbp&r="), "not used"
    assert found["typed"] == {"n.monthly_pay": "$3k", "p.currency": "gbp"}
    (field, fill, label), (other, currency, _) = Buttons(fault).found
    assert (field, fill, other, currency) == ("n-monthly_pay", "3k", "currency", "usd")
    assert words(label) == {"ru": "3000 £", "en": "£3,000"}[language]
    for after in (
        told(p_currency="gbp", n_monthly_pay=fill),
        told(p_currency=currency, n_monthly_pay="$3k"),
    ):
        assert not after["faults"]
        assert "n.monthly_pay=3000" in after["state"]


def test_what_a_reader_types_is_escaped() -> None:
    fault = answered("en", aht="<script>")["faults"]["n.aht"]
    assert "&lt;script&gt;" in fault
    assert "<script" not in fault


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("agents", "outcome"),
    [(10, "headcount_short"), (40, "headcount_fits"), (100, "headcount_spare")],
)
def test_agents_given_and_agents_computed_are_reconciled(
    language: str, agents: int, outcome: str
) -> None:
    numbers = {"agents": agents, "contacts_per_hour": "1200 a day"}
    result = recommend({"size": "medium", "response_time": "minutes"}, numbers=numbers)
    found = Findings(result, GUIDE, language, LIMITS)
    assert found.headcount
    low, high = (f"{end:.0f}" for end in found.headcount)
    need = GUIDE.say("headcount_range", language, low=low, high=high)
    told = GUIDE.say(outcome, language, have=agents, need=need)
    assert found.sentences.headcount(*found.headcount) == told
    for given in ({"agents": agents}, {"contacts_per_hour": 100}):
        alone = Findings(recommend({}, numbers=given), GUIDE, language, LIMITS)
        assert alone.headcount is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weight_that_cannot_be_used_is_told_of_beside_its_slider(language: str) -> None:
    request = {"want": "result", "lang": language, "state": "w.cost=lots"}
    faults = json.loads(handle(json.dumps(request)))["faults"]
    points = next(w.points for w in recommend({}).weights if w.criterion == "cost")
    used = GUIDE.languages[language].figure(points, ".4g")
    assert "lots" in faults["w.cost"]
    assert used in faults["w.cost"]
