"""A result is a list of sections, marked up as HTML, for print, as Markdown and as text."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from math import fsum
from random import Random
from typing import get_args

import pytest

from service_structure import load_guide, load_precedents, recommend
from service_structure.decision.attribution import StatementPart, statement_parts
from service_structure.decision.explain import questions
from service_structure.decision.model import VERDICTS
from service_structure.decision.similar import LEAST_COMMON, similar
from service_structure.numerics.checks import TIE
from service_structure.staffing.costs import on_scale
from service_structure.views import (
    board,
    keeping,
    reasons,
    render_memo,
    render_page,
    render_report,
    render_result,
    tables,
)
from service_structure.views.as_html import Page, Print
from service_structure.views.as_text import TextSkin
from service_structure.views.blocks import (
    Aside,
    Block,
    Column,
    Details,
    Entries,
    Link,
    Paragraph,
    Section,
    Slot,
    Table,
    Terms,
)
from service_structure.views.card import card
from service_structure.views.choice import PARTING, decision, sure
from service_structure.views.findings import Findings
from service_structure.views.memo import findings, memo
from service_structure.views.parts import PAGE
from service_structure.views.sections import OUTPUTS, sections, staffing
from service_structure.views.sentences import Sentences
from tests.support import Document, words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
HOSTILE = "<b>&'\""


def text_skin(*, markdown: bool = True) -> TextSkin:
    return TextSkin(markdown=markdown, inside=str.lower)


def test_every_skin_knows_every_kind_of_block() -> None:
    kinds = set(get_args(Block.__value__))
    page = Page("../", lambda _: "")
    assert page.markup.keys() == text_skin().markup.keys() == kinds


@pytest.mark.parametrize("output", OUTPUTS)
def test_sections_have_ids_of_their_own_and_only_the_version_has_no_heading(output: str) -> None:
    built = sections(output, recommend({}), GUIDE, "en")
    ids = [section.id for section in built if section.id]
    assert len(ids) == len(set(ids))
    without_heading = [section for section in built if not section.heading]
    assert len(without_heading) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [{"regions": "many"}, {"budget": "low", "size": "small"}])
def test_every_output_tells_verdict_probability_and_margin_in_the_same_words(
    language: str, answers: dict[str, str]
) -> None:
    """But for the card, which names no first where it puts a choice of two."""
    result = recommend(answers)
    found = Findings(result, GUIDE, language, PAGE)
    told = found.sentences
    page = words(render_result(result, GUIDE, language, full=False))
    for shown in (
        page,
        words(render_report(result, GUIDE, language)),
        words(render_memo(result, GUIDE, language)),
        words(render_memo(result, GUIDE, language, form="markdown")),
    ):
        verdict = card(found).choice if shown is page else ""
        for sentence in (
            verdict or decision(found),
            told.probability,
            told.shortlist,
            told.settled,
        ):
            assert words(sentence) in shown
        assert words(told.margin) in shown


def test_what_a_text_holds_is_no_markup_on_the_page_nor_in_print() -> None:
    table = Table(HOSTILE, (Column(HOSTILE), Column(HOSTILE)), ((HOSTILE, HOSTILE),))
    blocks = (Paragraph((HOSTILE, Link(HOSTILE, f"x/{HOSTILE}"))), table)
    section = Section("x", HOSTILE, (*blocks, Details(HOSTILE, blocks, HOSTILE)))
    for skin in (Page("../", lambda _: ""), Print()):
        html = skin.sections([section])
        assert "<b>" not in html
        assert html.count("&lt;b&gt;&amp;&#39;&#34;") >= 10


def test_what_only_the_page_can_show_is_left_out_elsewhere() -> None:
    paragraph = Paragraph(("Said", Aside(" on the page"), Slot("later")))
    section = Section("x", "Heading", (paragraph, Slot("later")))
    page = Page("../", lambda _: "", {"later": "<i>now</i>"}).sections([section])
    assert '<p>Said on the page<span data-slot="later"><i>now</i></span>' in page
    assert '<div data-slot="later"><i>now</i></div>' in page
    in_print = Print().sections([section]).replace("\n", "")
    assert in_print == '<section class="x"><h2>Heading</h2><p>Said</p></section>'
    assert text_skin().sections([section]) == "## Heading\n\nSaid\n"
    assert text_skin(markdown=False).sections([section]) == "Heading\n=======\n\nSaid\n"


def test_a_table_is_a_table_in_markdown_too() -> None:
    columns = (Column("Name", figures=False), Column("Figure"))
    table = Table("", columns, (("one", "1"),), foot=("all", "1"))
    assert text_skin().sections([Section("", "", (table,))]) == (
        "| Name | Figure |\n| --- | ---: |\n| one | 1 |\n| all | 1 |\n"
    )


def test_names_keep_their_capitals_where_the_language_wants_them() -> None:
    result = recommend({})
    assert result.rivals, "choose answers with rivals: the shortlist is to name them"
    name = GUIDE.structures[result.rivals[0]].name["en"]
    english = GUIDE.languages["en"]
    for lowercase in (True, False):
        language = replace(english, lowercase_names=lowercase)
        guide = replace(GUIDE, languages={**GUIDE.languages, "en": language})
        told = Sentences(result, guide, "en").shortlist
        assert (name in told, name[:1].lower() + name[1:] in told) == (not lowercase, lowercase)


def test_shares_of_the_shortlist_add_up_and_a_likelier_structure_stands_beside_the_first() -> None:
    """In per cent, as they are shown."""
    random, likelier, several = Random(12), 0, 0
    for _ in range(60):
        asked = random.sample(list(GUIDE.factors.values()), 6)
        result = recommend({factor.id: random.choice(factor.levels).id for factor in asked})
        told = Sentences(result, GUIDE, "en")
        total, *shares = map(int, re.findall(r"(\d+)%", told.shortlist))
        assert not shares or total == sum(shares)
        told_sure = sure(Findings(result, GUIDE, "en", PAGE))
        own, *others = map(int, re.findall(r"\d+", told_sure.replace("of 100", "")))
        most = max(round(100 * standing.probability) for standing in result.candidates)
        assert own == round(100 * result.best.probability)
        if told.grade == "open" and len(result.shortlist) > 2:
            next_two = result.shortlist[1:3]
            assert others == [round(100 * result.standing(s).probability) for s in next_two]
            assert all(told.inside(told.short(structure)) in told_sure for structure in next_two)
            assert told_sure.startswith(f"{told.short(result.recommended)} {own}, ")
            several += 1
        else:
            assert others == ([] if own == most else [most])
        assert most in (own, *others)
        likelier += own != most
    assert likelier, "the case does not occur"
    assert several, "the case does not occur"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_with_nothing_answered_no_output_claims_a_verdict(output: str, language: str) -> None:
    """Whatever it is graded, it is told as what is most frequent, and nothing follows from it."""
    built = sections(output, recommend({}), GUIDE, language)
    assert built[0].heading.startswith(GUIDE.messages["verdict_nothing"][language])
    claims = {"reasons", "drawbacks", "idle", "rivals", "changes", "next", "similar"}
    assert not claims & {section.id for section in built}
    told = text_skin().sections(built)
    for grade in VERDICTS:
        assert GUIDE.messages[f"verdict_{grade}"][language] not in told


@pytest.mark.parametrize(("language", "mark"), [("ru", "—"), ("en", "–")])
def test_a_cell_without_a_figure_has_the_mark_of_the_language(language: str, mark: str) -> None:
    found = findings(recommend({"regulation": "strict"}), GUIDE, language)
    assert mark in [row[2] for row in tables.weights(found).rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_of_two_is_one_so_far_until_little_can_change_it(language: str) -> None:
    everything = {factor.id: factor.usual for factor in GUIDE.factors.values()}
    few = {"regions": "many", "size": "large"}
    for answers, message, likely in (
        (few, "card_choice_early", 3),
        (everything, "card_choice", 2),
        (everything, "card_choice_several", 3),
    ):
        shortlist = tuple(own.structure for own in recommend(answers).ranking[:likely])
        result = replace(recommend(answers), verdict="open", shortlist=shortlist)
        card, _, _ = render_page(result, GUIDE, language)
        assert words(GUIDE.say(message, language, n=likely)) in words(card)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nothing_answered_the_page_shows_that_all_is_possible_and_nothing_else(
    language: str,
) -> None:
    card, below, _ = render_page(recommend({}), GUIDE, language)
    assert not below
    told = words(card)
    assert words(GUIDE.say("card_nothing", language, count=len(GUIDE.structures))) in told
    for grade in (*VERDICTS, "nothing"):
        assert words(GUIDE.messages[f"verdict_{grade}"][language]) not in told
    shares = [rect["width"] for rect in Document(card).all("rect")]
    assert sum(float(share.removesuffix("%")) for share in shares) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_that_tell_most_are_linked_on_the_page_until_all_are_answered(
    language: str,
) -> None:
    result = recommend({"regions": "many", "size": "large"})
    page = Document(render_result(result, GUIDE, language, full=False))
    assert result.verdict == "open"
    expected = [asked.factor for asked in questions(result, GUIDE)[:PARTING]]
    asked_in_full = {words(GUIDE.factors[name].question[language]) for name in expected}
    links = [a["href"] for a in page.all("a") if words(a.text) in asked_in_full]
    assert links == [f"#{factor}" for factor in expected]
    everything = recommend({f.id: f.usual for f in GUIDE.factors.values()})
    shown = words(render_result(everything, GUIDE, language, full=False))
    assert GUIDE.messages["card_parting"][language] not in shown
    assert GUIDE.messages["settled_all"][language] in shown


# Reasons, statement by statement


def found_for(answers: dict[str, str], language: str = "en") -> Findings:
    return Findings(recommend(answers), GUIDE, language, OUTPUTS["advice"].limits)


def first_where(holds: Callable[[Findings], bool]) -> Findings:
    """The findings for the first of many random answers for which something holds."""
    random = Random(1)
    for _ in range(400):
        asked = random.sample(list(GUIDE.factors.values()), 12)
        found = found_for({f.id: random.choice(f.levels).id for f in asked})
        if holds(found):
            return found
    pytest.fail("it holds for none of the answers tried")


FIGURE = re.compile(r"[+−]?\d+[.,]?\d*")
CASES = [
    {"regions": "many", "size": "large", "functions": "many", "complexity": "simple"},
    {"products": "many", "product_difference": "very", "complexity": "complex", "regions": "one"},
    {"key_accounts": "many", "size": "tiny", "digital": "low", "budget": "low"},
]


@pytest.mark.parametrize("answers", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_clause_of_the_guide_is_told_twice_in_one_result(
    answers: dict[str, str], language: str
) -> None:
    """The memo is left out: its first page sums up its annex."""
    built = sections("advice and sensitivity", recommend(answers), GUIDE, language)
    told = text_skin().sections(built)
    conditions = [
        condition
        for structure in GUIDE.structures.values()
        for statement in structure.statements
        for condition in statement.conditions
    ]
    clauses = {c.because[language] for c in conditions}
    clauses |= {c.off[language] for c in conditions if c.off}
    clauses |= {s.text[language] for r in GUIDE.structures.values() for s in r.statements}
    assert any(clause in told for clause in clauses)
    for line in told.splitlines():
        for clause in clauses:
            if line.strip(" -*").startswith(clause) or line.endswith(f" {clause}"):
                assert told.count(clause) == 1, clause


@pytest.mark.parametrize("answers", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawback_has_its_points_its_mitigation_and_the_answers_that_weigh_it(
    answers: dict[str, str], language: str
) -> None:
    found = found_for(answers, language)
    section = reasons.drawbacks(found)
    assert section is not None
    (block,) = section.blocks
    assert isinstance(block, Entries)
    told = {str(entry.title): entry for entry in block.entries}
    assert found.drawbacks
    for part in found.drawbacks:
        link = found.sentences.statement_link(found.best.id, part.statement)
        entry = told[str(link)]
        assert entry.figure == found.sentences.added(part.amount)
        if part.statement.mitigation:
            assert entry.text == part.statement.mitigation[language]
        weighed = [e for e in part.effects if e.times <= 0 or abs(e.times - e.usual) > TIE]
        links = [detail.title.to for detail in entry.details]
        assert links[: len(weighed)] == [f"#{effect.factor}" for effect in weighed]
        assert links[len(weighed) :] == [f"#{factor}" for factor in part.undecided]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_speaks_against_another_structure_adds_up_to_what_it_lacks(language: str) -> None:
    """The weightiest criteria by name and all else in one figure, which may speak for it."""
    checked = 0
    for answers in CASES:
        found = findings(recommend(answers), GUIDE, language)
        table = tables.rejected(found)
        for name, *_, because in table.rows:
            lead, _, parts = str(because).partition(": ")
            figures = [float(f.replace("−", "-").replace(",", ".")) for f in FIGURE.findall(parts)]
            if found.recommendation.standing(structure_named(str(name), language)).candidate:
                behind = [float(f.replace(",", ".")) for f in FIGURE.findall(lead)]
                assert sum(figures) == pytest.approx(-sum(behind), abs=0.25)
                checked += len(figures) > 2
    assert checked > 5


def structure_named(name: str, language: str) -> str:
    return next(s.id for s in GUIDE.structures.values() if s.name[language] == name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawback_that_hangs_on_an_open_question_is_not_told_as_a_fact(language: str) -> None:
    found = found_for({"products": "several", "product_difference": "very"}, language)
    parts = {p.statement.id: p for p in statement_parts(found.recommendation, "product", GUIDE)}
    (part,) = [p for p in parts.values() if p.undecided == ("ownership",)]
    assert GUIDE.factors["ownership"].name[language] in board.weaknesses([part], found)[0]
    answered = recommend({"ownership": "independent"})
    (same,) = [
        p for p in statement_parts(answered, "product", GUIDE) if p.statement is part.statement
    ]
    assert not same.undecided


def test_a_memo_says_that_a_point_counts_for_less_and_not_by_what_factor() -> None:
    result = recommend(CASES[0])
    told = render_memo(result, GUIDE, "en", form="markdown")
    assert GUIDE.messages["effect_more"]["en"] in told
    assert "×" not in told


def test_an_advantage_that_does_not_apply_is_told_with_the_answer_that_puts_it_out_of_force() -> (
    None
):
    found = first_where(lambda found: bool(found.idle))
    section = reasons.idle(found)
    assert section is not None
    told = text_skin().sections([section])
    for part in found.idle:
        assert part.amount == 0
        assert part.statement.text["en"] in told
        off = [effect for effect in part.effects if effect.times == 0]
        assert off
        assert any(effect.because["en"] in told for effect in off)
        assert GUIDE.messages["effect_off"]["en"] in told
    assert reasons.idle(found_for(CASES[0])) is None


def test_an_advantage_that_an_answer_turns_round_is_a_drawback() -> None:
    def turned_round(found: Findings) -> list[StatementPart]:
        return [part for part in found.drawbacks if part.statement.kind == "advantage"]

    found = first_where(lambda found: bool(turned_round(found)))
    turned = turned_round(found)
    section = reasons.drawbacks(found)
    assert section is not None
    told = text_skin().sections([section])
    ways = [GUIDE.messages[way]["en"].split("{")[0] for way in ("effect_turned", "effect_open")]
    assert any(way in told for way in ways)
    for part in turned:
        assert part.statement.text["en"] in told
        assert part not in found.idle


@pytest.mark.parametrize("answers", [{}, *CASES])
def test_statements_and_answers_each_add_up_to_the_fit(answers: dict[str, str]) -> None:
    found = found_for(answers)
    best = found.recommendation.best
    stated = fsum(part.amount for part in found.parts) + fsum(found.computed.values())
    assert abs(0.5 + stated + best.base - best.penalty - best.fit) <= 1e-12
    parts = found.attribution
    answered = fsum(part.amount for part in parts.answers)
    assert abs(parts.unknown + answered + parts.computed - best.fit) <= 1e-12
    for table in (tables.statements(found), tables.attribution(found)):
        figures = [str(row[-1]).replace("−", "-") for row in (*table.rows, table.foot)]
        *rows, total = map(float, figures)
        assert fsum(rows) == pytest.approx(total, abs=0.005 * len(rows))


@pytest.mark.parametrize("language", LANGUAGES)
def test_inputs_name_what_is_not_answered(language: str) -> None:
    built = memo(findings(recommend({"regions": "one"}), GUIDE, language))
    (section,) = (section for section in built if section.id == "inputs")
    block, unanswered = section.blocks
    assert isinstance(block, Terms)
    assert isinstance(unanswered, Paragraph)
    factor = GUIDE.factors["regions"]
    assert dict(block.pairs) == {factor.name[language]: factor.level("one").name[language]}
    names = str(unanswered.text).partition(": ")[2].rstrip(".").split("; ")
    others = [f.name[language] for f in GUIDE.factors.values() if f.id != "regions"]
    assert [name.lower() for name in names] == [name.lower() for name in others]


@pytest.mark.parametrize("structure", [None, *GUIDE.structures])
def test_only_the_page_of_the_board_stands_alone(structure: str | None) -> None:
    """A break before what would fit leaves half a page empty: plan, annex and appendix run on."""
    profile = {"structure": structure} if structure else {}
    result = recommend({"regions": "many", "size": "large"}, GUIDE, profile=profile)
    sections = list(memo(findings(result, GUIDE, "en")))
    breaks = [n for n, section in enumerate(sections) if section.new_page]
    pages = (board.PAGE, keeping.PAGE)
    most = max(map(len, pages)) + 1  # with the chart
    assert len(breaks) == 1
    assert 3 <= breaks[0] <= most
    assert sections[breaks[0] - 1].id == "alternative"


def test_figures_of_the_staffing_model_are_told_once_in_the_reasons() -> None:
    """One pool has no figures beside those of one pool; a divided structure has."""
    seen = set()
    for answers in CASES:
        found = found_for(answers)
        told = text_skin().sections(filter(None, [reasons.reasons(found)]))
        is_whole = GUIDE.structures[found.best.id].pooling.by == "one"
        for message in ("computed_adds", "computed_adds_whole"):
            start = GUIDE.messages[message]["en"].split("{")[0]
            assert told.count(start) == (message.endswith("whole") == is_whole)
        seen.add(is_whole)
    assert seen == {True, False}


@pytest.mark.parametrize("answers", CASES)
def test_each_rating_follows_from_the_figure_beside_it(answers: dict[str, str]) -> None:
    for name, *cells in tables.ratings(found_for(answers)).rows:
        cost, cost_rating, speed, speed_rating = [float(str(cell).rstrip("%")) for cell in cells]
        for criterion, figure, rating in (
            ("cost", cost, cost_rating),
            ("speed", speed, speed_rating),
        ):
            by_rule = 100 * on_scale(figure, criterion, GUIDE)
            assert rating == pytest.approx(by_rule, abs=0.61), f"{name}: more than rounding"


def test_with_everything_answered_the_ratings_shown_are_those_of_the_fit() -> None:
    found = found_for({f.id: f.levels[1].id for f in GUIDE.factors.values()})
    for standing in found.candidates:
        (cost,) = [c for c in standing.contributions if c.criterion == "cost"]
        shown = found.ratings[standing.structure]["cost"].value
        assert cost.amount == pytest.approx(cost.weight * shown)
    told = text_skin().sections([staffing(found)])
    assert GUIDE.messages["scales_open"]["en"] not in told
    assert GUIDE.messages["scales_open"]["en"] in text_skin().sections([staffing(found_for({}))])


@pytest.mark.parametrize("language", LANGUAGES)
def test_contacts_that_contradict_the_size_are_told_and_others_are_not(language: str) -> None:
    sentence = GUIDE.messages["size_contradicted"][language].split("{")[0]
    for contacts, contradicts in ((None, False), (40, False), (1500, True)):
        numbers = {"contacts_per_hour": contacts} if contacts else {}
        result = recommend({"size": "small", "hours": "business"}, numbers=numbers)
        assert (sentence in words(render_memo(result, GUIDE, language))) == contradicts


@pytest.mark.parametrize("language", LANGUAGES)
def test_organisations_alike_are_told_where_enough_answers_are_common(language: str) -> None:
    heading = GUIDE.messages["alike"][language]
    result = recommend(CASES[0])
    alike = similar(result.answers.levels, load_precedents().values(), GUIDE)
    for told in (
        render_report(result, GUIDE, language),
        render_memo(result, GUIDE, language),
        render_memo(result, GUIDE, language, form="markdown"),
    ):
        shown = words(html.unescape(told)).replace("\N{WORD JOINER}", "")
        assert heading in shown
        for likeness in alike:
            assert words(likeness.precedent.organisation[language]) in shown
    few = render_report(recommend({"regions": "one"}), GUIDE, language)
    assert GUIDE.say("alike_none", language, least=LEAST_COMMON) in few
    assert heading not in render_report(recommend({}), GUIDE, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_speaks_for_either_says_what_its_figures_are(language: str) -> None:
    found = findings(recommend({"regions": "many", "size": "large"}), GUIDE, language)
    unit = {"ru": "баллах", "en": "points"}[language]
    heads = [side.head for side in reasons.sides(found.rivalries[0], found).sides]
    assert all(unit in head for head in heads), heads
