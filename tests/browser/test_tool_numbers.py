"""Numbers and weights: what readers type is understood, or told beside the field and never lost."""

import pytest
from playwright.sync_api import Locator, expect

from service_structure.case.answers import read_answers
from service_structure.case.number_input import read_number
from service_structure.case.number_output import duration
from service_structure.case.numbers import read_numbers
from service_structure.decision.link import read_fragment
from service_structure.source.model_records import TOTAL_POINTS
from tests.browser.calculator_page import GUIDE, Tool
from tests.support import words

FIELD = "n-contacts_per_hour"
UNDERSTOOD = {
    "1200": 1200,
    "1 200": 1200,
    "1\u00a0200": 1200,
    "1200,5": 1200.5,
    "1200.5": 1200.5,
    " 300 ": 300,
}
MISTAKEN = ("-5", "0", "many", "1 23", "99999999999", "1e3", "9" * 400, "<b>5</b>")


def test_numbers_are_understood_as_people_type_them(tool: Tool) -> None:
    for text, value in UNDERSTOOD.items():
        box = tool.type(FIELD, text)
        case, _ = read_fragment(tool.state, GUIDE)
        assert case.numbers == {"contacts_per_hour": value}, f"{text!r} was misread"
        expect_right(tool, box)


def test_a_number_that_cannot_be_used_is_explained_and_counts_as_empty(tool: Tool) -> None:
    """The page says what is used instead, and the link says the same as the screen."""
    tool.go("size=large")
    shown = tool.page.locator("#calculator-result")
    empty, state = str(shown.text_content()), tool.state
    placeholder = str(tool.page.locator(f"#{FIELD}").get_attribute("placeholder"))
    usual = GUIDE.languages[tool.language].figure(float(placeholder.replace(",", ".")))
    tool.type(FIELD, "900")
    assert tool.state != state
    for text in MISTAKEN:
        box = tool.type(FIELD, text)
        expect_wrong(tool, box, explanation(tool, text))
        expect(tool.page.locator(f"#{FIELD}-fault")).to_contain_text(usual)
        expect(box).to_have_value(text)
        assert tool.state == state, f"{text!r} counts as a number"
        assert words(str(shown.text_content())) == words(empty)
    expect_right(tool, tool.type(FIELD, "260"))


def test_a_duration_is_typed_as_people_say_it_and_told_in_words(tool: Tool) -> None:
    minutes = {"ru": "4,5 мин", "en": "4.5 min"}[tool.language]
    told = duration(270, GUIDE, tool.language)
    echo = tool.page.locator("#n-aht-echo")
    for text in ("4:30", minutes, "270", told):
        box = tool.type("n-aht", text)
        expect(echo).to_have_text(f"= {told}")
        expect(box).to_have_value(text)
        assert read_fragment(tool.state, GUIDE)[0].numbers == {"aht": 270}
    tool.type("n-aht", "")
    expect(echo).to_be_empty()


def test_an_unusual_number_is_used_once_a_button_has_said_what_is_meant(tool: Tool) -> None:
    offers = tool.page.locator("#n-aht-fault button")
    typed = {"ru": "4,5", "en": "4.5"}[tool.language]
    box = tool.type("n-aht", typed)
    assert tool.state == "", "it is not used before it is confirmed"
    expect(offers).to_have_count(2)
    offers.first.click()
    tool.settle()
    assert read_fragment(tool.state, GUIDE)[0].numbers == {"aht": 270}
    expect(box).to_have_value(duration(270, GUIDE, tool.language))
    expect(box).to_be_focused()
    expect_right(tool, box)

    tool.type("n-aht", typed)
    offers.last.click()
    tool.settle()
    brief = duration(4.5, GUIDE, tool.language)
    expect(box).to_have_value(brief)
    expect_right(tool, box)
    link = tool.state
    assert read_fragment(link, GUIDE) == (read_fragment("n.aht=4.5!", GUIDE)[0], ())
    tool.clear()
    tool.go(link)
    expect(box).to_have_value(brief)
    expect_right(tool, box)
    tool.choose("size", "large")
    assert read_fragment(tool.state, GUIDE)[0].numbers == {"aht": 4.5}
    tool.type("n-aht", "5")
    assert not read_fragment(tool.state, GUIDE)[0].numbers, "another number is asked about"


def test_thousands_keep_the_unit_that_was_typed(tool: Tool) -> None:
    text = {"ru": "6.000 в месяц", "en": "6,000 per month"}[tool.language]
    box = tool.type(FIELD, text)
    if tool.language == "ru":
        tool.page.locator(f"#{FIELD}-fault button").first.click()
        tool.settle()
        expect(box).to_have_value("6000 в месяц")
    expect_right(tool, box)
    assert read_fragment(tool.state, GUIDE)[0].numbers == {"contacts_per_month": 6000}
    shown = box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert shown, "all of it is seen"


def test_the_currency_beside_an_amount_is_chosen(tool: Tool) -> None:
    currency = tool.page.locator("#currency")
    tool.type("n-monthly_pay", "£2800")
    expect(currency).to_have_value("gbp")
    tool.type("n-monthly_pay", "€2800")
    expect(currency).to_have_value("eur")
    tool.type("n-monthly_pay", "2900")
    expect(currency).to_have_value("eur")
    assert read_fragment(tool.state, GUIDE)[0].profile.currency == "eur"
    tool.unfold(currency)
    currency.select_option("usd")
    tool.settle()
    tool.type("n-monthly_pay", "2900")
    expect(currency).to_have_value("usd")
    assert read_fragment(tool.state, GUIDE)[0].profile.currency == "usd"


def test_an_amount_in_another_currency_is_asked_about_and_the_currency_can_be_changed(
    tool: Tool,
) -> None:
    tool.go("p.currency=gbp")
    currency = tool.page.locator("#currency")
    offers = tool.page.locator("#n-monthly_pay-fault button")
    box = tool.type("n-monthly_pay", "$3000")
    expect(currency).to_have_value("gbp")
    assert "n.monthly_pay" not in tool.state
    offers.first.click()
    tool.settle()
    expect(box).to_have_value("3000")
    expect_right(tool, box)
    tool.type("n-monthly_pay", "$3000")
    offers.last.click()
    tool.settle()
    expect(currency).to_have_value("usd")
    expect(currency).to_be_focused()
    expect_right(tool, box)
    case, _ = read_fragment(tool.state, GUIDE)
    assert (case.profile.currency, case.numbers) == ("usd", {"monthly_pay": 3000})


def test_a_text_that_cannot_be_used_is_there_when_the_page_is_loaded_again(tool: Tool) -> None:
    tool.go("size=large")
    tool.type(FIELD, "many")
    tool.page.reload()
    tool.settle()
    box = tool.page.locator(f"#{FIELD}")
    expect(box).to_have_value("many")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert "many" not in tool.state
    tool.type(FIELD, "900")
    tool.page.reload()
    tool.settle()
    expect_right(tool, box)


def test_a_fraction_in_place_of_per_cent_is_asked_about(tool: Tool) -> None:
    box = tool.type("n-service_level", "0.8")
    assert tool.state == ""
    offer = tool.page.locator("#n-service_level-fault button")
    expect(offer).to_have_count(1)
    offer.click()
    tool.settle()
    assert read_fragment(tool.state, GUIDE)[0].numbers == {"service_level": 80}
    expect_right(tool, box)


def test_a_number_of_a_link_that_is_asked_about_stands_in_its_field(tool: Tool) -> None:
    tool.go("size=large&n.aht=20")
    box = tool.page.locator("#n-aht")
    expect(box).to_have_value("20")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert read_fragment(tool.state, GUIDE)[0].numbers == {}


def test_the_list_of_problems_leads_to_the_field(tool: Tool) -> None:
    folded = "n-manager_cost"
    box = tool.type(folded, "lots")
    box.evaluate("box => { box.closest('details').open = false; }")
    tool.problems.locator(f"a[href='#{folded}']").click()
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    assert folded not in tool.state


def test_an_empty_number_is_no_mistake_and_says_what_holds(tool: Tool) -> None:
    tool.go("n.contacts_per_hour=250")
    box = tool.type(FIELD, "")
    expect_right(tool, box)
    assert tool.state == ""
    answers, _ = read_answers({}, GUIDE)
    usual = read_numbers({}, answers, GUIDE)[0].numbers.contacts_per_hour
    assert read_number(str(box.get_attribute("placeholder"))) == usual
    expect(tool.page.locator(f"#{FIELD}-origin")).not_to_be_empty()


def test_a_number_follows_the_answers_until_it_is_set(tool: Tool) -> None:
    boxes = {name: tool.page.locator(f"#n-{name}") for name in ("agents", "contacts_per_hour")}
    before = {name: str(box.get_attribute("placeholder")) for name, box in boxes.items()}
    tool.choose("size", "huge")
    for name, box in boxes.items():
        expect(box).not_to_have_attribute("placeholder", before[name])
    expect(tool.page.locator("#n-agents-origin")).to_contain_text(
        words(GUIDE.factors["size"].level("huge").name[tool.language])
    )
    tool.type(FIELD, "300")
    tool.choose("size", "small")
    expect(boxes["contacts_per_hour"]).to_have_value("300")
    assert "n.contacts_per_hour=300" in tool.state


def test_a_number_is_worked_out_from_the_one_that_it_depends_on(tool: Tool) -> None:
    answers, _ = read_answers({}, GUIDE)
    tool.type("n-agents", "90")
    box = tool.page.locator(f"#{FIELD}")
    worked_out = read_numbers({"agents": 90}, answers, GUIDE)[0].numbers.contacts_per_hour
    figure = GUIDE.languages[tool.language].figure(worked_out)
    expect(box).to_have_attribute("placeholder", figure)
    origin = tool.page.locator(f"#{FIELD}-origin")
    expect(origin).to_contain_text(words(tool.says("number_basis_contacts_per_hour")))
    assert read_fragment(tool.state, GUIDE)[0].numbers == {"agents": 90}


@pytest.mark.parametrize("field", ["n-span", "w-cost"])
def test_a_number_of_a_link_stands_in_its_field_as_the_language_writes_it(
    tool: Tool, field: str
) -> None:
    tool.go(f"{field.replace('-', '.')}=30.5")
    decimal = GUIDE.languages[tool.language].decimal
    expect(tool.page.locator(f"#{field}")).to_have_value(f"30{decimal}5")


def test_a_slider_sets_a_weight_and_locks_it(tool: Tool) -> None:
    slider, box, lock = weight(tool, "cost")
    slider.focus()
    for _ in range(3):
        tool.page.keyboard.press("ArrowRight")
    tool.settle()
    points = float(slider.input_value())
    expect(box).to_have_value(str(points).removesuffix(".0").replace(".", decimal(tool)))
    expect(lock).to_be_checked()
    own = tool.result.user_weights
    assert own == {"cost": points}
    expect(slider).to_be_focused()


def test_a_field_sets_a_weight_and_the_slider_follows(tool: Tool) -> None:
    slider, box, lock = weight(tool, "speed")
    tool.type("w-speed", "30")
    expect(slider).to_have_js_property("value", "30")
    expect(lock).to_be_checked()
    shown = tool.page.locator("#w-cost").get_attribute("placeholder")
    others = {one.criterion: one.points for one in tool.result.weights}
    points = float(str(shown).replace(decimal(tool), "."))  # three decimals: 6,121 is ambiguous
    assert points == pytest.approx(others["cost"], abs=0.05)
    assert sum(others.values()) == pytest.approx(TOTAL_POINTS)
    lock.uncheck()
    tool.settle()
    expect(box).to_have_value("")
    assert tool.state == ""


def test_a_lock_keeps_a_weight_as_it_is(tool: Tool) -> None:
    _, box, lock = weight(tool, "standards")
    was = box.get_attribute("placeholder")
    lock.check()
    tool.settle()
    expect(box).to_have_value(str(was))
    tool.choose("regulation", "strict")
    expect(box).to_have_value(str(was))


def test_a_weight_says_why_it_is_what_it_is(tool: Tool) -> None:
    weight(tool, "speed")
    tool.choose("response_time", "minutes")
    why = tool.page.locator("details:has(> #w-speed-origin)")
    why.locator("summary").click()
    level = GUIDE.factors["response_time"].level("minutes")
    assert level.moves["speed"]
    assert level.because
    expect(why).to_contain_text(level.because[tool.language])
    expect(why.locator("a")).to_contain_text([level.name[tool.language]])


def test_weights_that_cannot_be_used_are_told_of_beside_the_field_and_in_the_list(
    tool: Tool,
) -> None:
    tool.type("w-cost", "40")
    box = tool.type("w-cost", "heavy")
    expect(tool.page.locator("#w-cost-fault")).to_contain_text("heavy")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert tool.state == ""
    tool.type("w-cost", "80")
    tool.type("w-speed", "30")
    expect(tool.problems).to_contain_text(tool.says("fault_too_much_weight", value="110"))
    assert tool.state == "", "weights that do not fit together change nothing"


def test_one_button_gives_all_weights_back_to_the_answers(tool: Tool) -> None:
    tool.go("regions=many&w.cost=30&w.speed=10")
    weight(tool, "cost")
    tool.do("weights-reset")
    case, _ = read_fragment(tool.state, GUIDE)
    assert not case.weights
    assert dict(case.given) == {"regions": "many"}
    for criterion in GUIDE.criteria:
        expect(tool.page.locator(f"#w-{criterion}")).to_have_value("")
        expect(tool.page.locator(f"#w-{criterion}-lock")).not_to_be_checked()


def weight(tool: Tool, criterion: str) -> tuple[Locator, Locator, Locator]:
    """The slider, the field and the lock of a criterion, unfolded."""
    parts = [tool.page.locator(f"#w-{criterion}{part}") for part in ("-slider", "", "-lock")]
    tool.unfold(parts[0])
    return parts[0], parts[1], parts[2]


def decimal(tool: Tool) -> str:
    return GUIDE.languages[tool.language].decimal


def explanation(tool: Tool, text: str) -> str:
    answers, _ = read_answers({}, GUIDE)
    _, (fault,) = read_numbers({"contacts_per_hour": text}, answers, GUIDE)
    return fault.describe(GUIDE, tool.language)


def expect_right(tool: Tool, box: Locator) -> None:
    expect(box).to_have_attribute("aria-invalid", "false")
    expect(tool.page.locator(f"#{box.get_attribute('id')}-fault")).to_be_empty()
    expect(tool.problems).to_be_empty()


def expect_wrong(tool: Tool, box: Locator, why: str) -> None:
    beside = f"{box.get_attribute('id')}-fault"
    expect(tool.page.locator(f"#{beside}")).not_to_be_empty()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert beside in str(box.get_attribute("aria-describedby")).split()
    expect(tool.problems.locator("li a")).to_have_text(words(why))


def test_a_number_offers_the_answer_that_it_is(tool: Tool) -> None:
    tool.go("n.agents=60")
    note = tool.page.locator("[data-note=size]")
    tool.unfold(note)
    expect(note).to_contain_text("21–100")
    note.locator("button").click()
    tool.settle()
    assert "size=medium" in tool.state
    expect(note).to_be_empty()
    expect(tool.page.locator('input[name="size"][value="medium"]')).to_be_checked()
