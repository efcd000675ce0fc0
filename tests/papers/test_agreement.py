"""What page and files say of the same thing: one name, one figure, one way to write it."""

import re
from dataclasses import replace

import pytest

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.planning.move import move_for
from service_structure.views import board, plan, reasons, render_memo, sections
from service_structure.views.blocks import Arguments, Entries, Items, Paragraph, Table
from service_structure.views.comparison import comparison
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_counts_the_answers_that_the_annex_lists(language: str) -> None:
    counts = set()
    for answers in ({"products": "many"}, {"regions": "many", "size": "large"}, {"size": "tiny"}):
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
        table = {"answers": {**answers, "variety": "varied", **more}, "profile": profile}
        table["numbers"] = {"agents": 180, "contacts_per_day": 7000, "aht": 540}
        results.append(recommend_for(read_case({**table}, OWN)[0], OWN))
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
