"""What page and files say of the same thing: one name, one figure, one way to write it."""

import re
from dataclasses import replace

import pytest

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.papers.deck import slides
from service_structure.planning.move import move_for
from service_structure.views import board, plan, reasons, render_memo, sections
from service_structure.views.blocks import Arguments, Entries, Items, Paragraph, Table
from service_structure.views.chart_specs import balance_spec, split_spec
from service_structure.views.charts import split_chart
from service_structure.views.comparison import comparison
from service_structure.views.deferred import render_part
from service_structure.views.memo import findings
from service_structure.views.sentences import Sentences
from tests.papers.test_advice import anna, xml
from tests.support import words

OWN = load_guide()
LANGUAGES = ["ru", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_has_the_same_points_on_the_page_and_in_files(language: str) -> None:
    """And those of a criterion say that they are against the other structures."""
    on_page = reasons.arguments(findings(anna(), OWN, language))
    in_files = reasons.reasons(findings(anna(), OWN, language))
    assert on_page
    assert in_files
    shown = {
        argument.statement.text: argument.figure
        for block in on_page.blocks
        if isinstance(block, Arguments)
        for argument in block.arguments
    }
    entries = [e for block in in_files.blocks if isinstance(block, Entries) for e in block.entries]
    told = {detail.title.text: detail.figure for e in entries for detail in e.details}
    both = shown.keys() & told.keys()
    assert both
    assert all(shown[statement] == told[statement] for statement in both)
    tail = OWN.messages["reason_above"][language].partition("}")[2]
    assert all(entry.figure.endswith(tail) for entry in entries)
    html = render_memo(anna(), OWN, language)
    markdown = render_memo(anna(), OWN, language, form="markdown")
    document = xml("docx", anna(), language, "word/document.xml")
    for statement in both:
        for text in (html, markdown, document):
            plain = words(re.sub("<[^>]+>", "", text))
            assert f"{words(statement)} ({words(told[statement])})" in plain


FAR_APART = {"regions": "many", "size": "large", "place_difference": "strong"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_counts_the_answers_that_the_annex_lists(language: str) -> None:
    counts = set()
    for answers in ({"size": "tiny"}, FAR_APART, {"functions": "many", "size": "medium"}):
        found = findings(recommend(answers), OWN, language)
        count = len(found.changes)
        counts.add(min(count, 2))
        told, section = board.nearest_change(found), sections.changes_in_brief(found)
        assert section
        lists = [block.items for block in section.blocks if isinstance(block, Items)]
        assert sum(map(len, lists)) == min(count, 3)
        more = OWN.say("changes_more", language, count=count - 3)
        assert (Paragraph(more) in section.blocks) == (count > 3)
        assert (str(count) in told) == (count > 1)
    assert 2 in counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_law_of_no_country_is_not_called_one(language: str) -> None:
    for currency, country in (("eur", "general"), ("rub", "ru")):
        case, _ = read_case({"profile": {"structure": "functional", "currency": currency}}, OWN)
        found = findings(recommend_for(case, OWN), OWN, language)
        law = plan.law(found)
        assert law
        assert found.plan
        assert found.plan.country.id == country
        general = OWN.say("plan_law_general", language)
        assert (law.heading == general) == (country == "general")
        assert (found.plan.country.name[language] in law.heading) == (country != "general")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("settled", [1.0, 0.996, 0.98])
def test_no_case_of_a_hundred_is_told_as_none(language: str, settled: float) -> None:
    told = Sentences(replace(recommend({"size": "large"}), settled=settled), OWN, language).settled
    none = OWN.say("settled_none", language)
    assert (told == none) == (settled > 0.99)
    assert not re.search(r"\b0\b", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_that_costs_more_is_not_called_a_saving(language: str) -> None:
    """Under a head that says so if all moves are dearer, otherwise in its cell."""
    answers = {"budget": "low", "complexity": "mixed", "products": "many", "size": "large"}
    profile = {"structure": "functional", "currency": "rub"}
    results = []
    for more in ({"complexity": "complex", "product_difference": "very"}, {}):
        told = {"answers": {**answers, "variety": "varied", **more}, "profile": profile}
        numbers = {"agents": 180, "contacts_per_day": 7000, "aht": 540}
        results.append(recommend_for(read_case({**told, "numbers": numbers}, OWN)[0], OWN))
    cheaper, dearer = results
    saving, extra = [move_for(result, OWN).yearly_saving for result in results]  # type: ignore[union-attr]
    assert saving > 0 > extra
    for both in ((cheaper, dearer), (dearer, dearer)):
        section = comparison([("A", both[0]), ("B", both[1])], OWN, language)
        rows = {row[0]: row[1:] for b in section.blocks if isinstance(b, Table) for row in b.rows}
        head = "move_yearly_head" if cheaper in both else "move_dearer_head"
        cells = rows[OWN.say(head, language)]
        assert not any("−" in str(cell) for cell in cells)
        named = OWN.say("move_dearer", language, cost="")
        assert (named in str(cells[1])) == (cheaper in both)
        assert rows[OWN.say("move_payback_head", language)][1] == OWN.say(
            "move_never_at_all", language
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", list(OWN.currencies))
def test_no_line_ends_between_an_amount_and_its_sign(language: str, currency: str) -> None:
    profile = {"structure": "functional", "currency": currency}
    table = {"answers": {"size": "large", "products": "many"}, "numbers": {"monthly_pay": 9_000}}
    result = recommend_for(read_case({**table, "profile": profile}, OWN)[0], OWN)
    sign = OWN.currencies[currency].written[language].replace("{n}", "").strip()
    for text in (
        render_memo(result, OWN, language),
        render_part("balance", result, OWN, language).slots["balance-finding"],
    ):
        assert sign in text
        if not sign.isalpha():
            assert not re.search(rf"[\w.,] {re.escape(sign)}(?!\d)", text)
            assert not re.search(rf"[−+]{re.escape(sign)}", text)
    spec = balance_spec(move_for(result, OWN), Sentences(result, OWN, language))  # type: ignore[arg-type]
    lines = spec["usermeta"]["narrow"]["title"]["text"]
    assert all(len(line.strip(" \u00a0")) > len(sign) + 5 for line in lines), lines
    names = [scale["domain"] for scale in spec["usermeta"]["narrow"]["scales"][2:]]
    assert all(name[0].isupper() for name in names[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_of_slides_have_no_full_stop(language: str) -> None:
    titles = [slide.title for slide in slides(findings(anna(), OWN, language))]
    assert len(titles) > 4
    assert not [title for title in titles if title.endswith(".")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_memo_is_called_one_in_every_form(language: str) -> None:
    names = [OWN.say(f"file_name_{form}", language) for form in ("docx", "memo", "markdown")]
    assert len(set(names)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_groups_on_the_chart_of_a_split_are_not_called_the_readers(language: str) -> None:
    """They are those of the structure that its title names, whatever the reader has today."""
    answers = {"size": "large", "products": "several", "regions": "few"}
    case, _ = read_case({"answers": answers, "profile": {"structure": "centralised"}}, OWN)
    chart = split_chart(recommend_for(case, OWN), OWN)
    assert chart.own > 1
    told = str(split_spec(chart, OWN, language))
    assert OWN.say("chart_own", language, groups=chart.own) in told
    assert not re.search(r"yours|у вас", OWN.messages["chart_own"][language])
