"""Today's structure, symptoms and currency: kept as every answer is, and told of in the result."""

from playwright.sync_api import expect

from service_structure.decision.link import read_fragment
from tests.browser.calculator_page import GUIDE, Tool

PROFILE = "p.structure=product&p.symptoms=waits,leavers&p.currency=eur"


def test_what_is_said_of_today_goes_into_the_link_and_comes_back(tool: Tool) -> None:
    tool.go("size=large&regions=several&n.monthly_pay=3200")
    page = tool.page
    expect(page.locator(".part--today")).to_have_count(0)
    tool.choose("p.structure", "product")
    for symptom in ("leavers", "waits"):
        tool.choose("p.symptoms", symptom)
    page.locator(".numbers > summary").click()
    page.locator("#currency").select_option("eur")
    tool.settle()
    profile = read_fragment(tool.state, GUIDE)[0].profile
    assert (profile.structure, profile.symptoms) == ("product", ("waits", "leavers"))
    assert profile.currency == "eur"
    expect(tool.open_part("today")).to_contain_text("€")
    tool.do("undo")
    assert read_fragment(tool.state, GUIDE)[0].profile.currency is None
    expect(page.locator("#currency")).to_have_value("")
    page.locator('[name="p.symptoms"][value="leavers"]').uncheck()
    tool.settle()
    assert read_fragment(tool.state, GUIDE)[0].profile.symptoms == ("waits",)


def test_a_link_fills_the_fields_and_a_reset_empties_them(tool: Tool) -> None:
    tool.go(f"size=large&{PROFILE}")
    page = tool.page
    checked = page.locator('[name="p.symptoms"]:checked')
    expect(page.locator('[name="p.structure"][value="product"]')).to_be_checked()
    expect(checked).to_have_count(2)
    expect(page.locator("#currency")).to_have_value("eur")
    expect(page.locator(".part").first).to_have_class("part part--today")
    expect(page.locator("#calculator-problems")).to_be_empty()
    tool.go("size=large")
    expect(page.locator('[name="p.structure"]:checked')).to_have_count(0)
    expect(checked).to_have_count(0)
    expect(page.locator("#currency")).to_have_value("")


def test_what_the_reader_has_in_mind_gets_a_part_that_opens(tool: Tool) -> None:
    tool.go("size=large&regions=many&p.structure=decentralised")
    expect(tool.page.locator(".part--preferred")).to_have_count(0)
    tool.choose("p.preferred", "matrix")
    assert read_fragment(tool.state, GUIDE)[0].profile.preferred == "matrix"
    part = tool.open_part("preferred")
    said = GUIDE.messages["preferred_figures"][tool.language]
    expect(part).to_contain_text(said)
    tool.page.locator('[name="p.preferred"][value=""]').check()
    tool.settle()
    expect(tool.page.locator(".part--preferred")).to_have_count(0)


def test_the_card_leads_to_the_question_and_then_to_its_answer(tool: Tool) -> None:
    tool.go("size=large&regions=several")
    tool.page.locator(".card a[href='#today']").click()
    tool.settle()
    expect(tool.page.locator("#today")).to_be_visible()
    assert "size=large" in tool.state
    tool.choose("p.structure", "matrix")
    expect(tool.page.locator(".card a[href='#part-today']")).to_be_visible()
    expect(tool.page.locator(".card a[href='#today']")).to_have_count(0)


def test_a_sign_typed_beside_an_amount_chooses_the_currency(tool: Tool) -> None:
    tool.go("size=large&p.structure=product")
    tool.type("n-monthly_pay", "75000 ₽")
    assert read_fragment(tool.state, GUIDE)[0].profile.currency == "rub"
    expect(tool.open_part("today")).to_contain_text("₽")


def test_what_a_link_leads_to_stands_below_the_header_with_its_title(tool: Tool) -> None:
    tool.go("size=large")
    tool.page.locator(".card__settled a[href$='#today']").click()
    tool.draw()
    for link, title in ((None, ".today > summary"), ("#n-agents", "label[for=n-agents]")):
        if link:
            tool.page.locator(f".today a[href$='{link}']").click()
            tool.draw()
        header = tool.page.locator(".md-header").bounding_box()
        found = tool.page.locator(title).bounding_box()
        assert header
        assert found
        assert found["y"] >= header["y"] + header["height"]
