"""Files say one thing: where today's structure is to be kept, all of them are about that one."""

import io
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html import escape
from random import Random
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.papers import make_paper
from service_structure.papers.deck import slides
from service_structure.papers.slides import DOWN, Drawing, Grid, Line, Slide, size_for, used
from service_structure.planning.move import REASONS
from service_structure.planning.units import MOST_BOXES
from service_structure.views import board, board_chart, choice, keeping, render_memo, today
from service_structure.views.as_text import plain
from service_structure.views.blocks import Items, Paragraph, Section, Subheading, Table, Tree
from service_structure.views.figures import FIGURES
from service_structure.views.findings import Findings
from service_structure.views.memo import findings, memo
from service_structure.views.org_charts import BOXES
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)
DAY = date(2026, 11, 28)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ANNA = {
    "budget": "moderate",
    "change": "fast",
    "complexity": "complex",
    "functions": "few",
    "joint_work": "sometimes",
    "key_accounts": "many",
    "ownership": "ordered",
    "product_difference": "very",
    "products": "few",
    "regions": "few",
    "response_time": "hours",
    "size": "medium",
}
OUTGROWN = {
    "complexity": "complex",
    "functions": "few",
    "joint_work": "sometimes",
    "key_accounts": "some",
    "product_difference": "very",
    "products": "few",
    "regions": "few",
}
"""A service in functions that had better move."""

ALONE: dict[str, object] = {"agents": 60, "aht": 270, "monthly_pay": 90_000}
NUMBERS: dict[str, object] = {**ALONE, "contacts_per_hour": 600}


def asked(
    answers: Mapping[str, str], numbers: Mapping[str, object], **profile: object
) -> Recommendation:
    table = {"answers": answers, "numbers": numbers, "profile": {"currency": "rub", **profile}}
    case, faults = read_case(table, OWN)
    assert not faults
    return recommend_for(case, OWN)


def anna(**changed: object) -> Recommendation:
    symptoms = ["waits", "transfers"]
    return asked(ANNA, {**NUMBERS, **changed}, structure="decentralised", symptoms=symptoms)


@lru_cache
def found_in(told: str, language: str) -> Findings:
    """What a memo tells of a result of `by_reason`, or of Anna's."""
    return findings(by_reason()[told] if told else anna(), OWN, language)


@lru_cache
def sections_of(told: str, language: str) -> tuple[Section, ...]:
    """The sections of its memo."""
    return tuple(memo(found_in(told, language)))


@lru_cache
def deck_of(told: str, language: str) -> tuple[Slide, ...]:
    """Its slides."""
    return tuple(slides(found_in(told, language)))


@lru_cache(maxsize=1)
def by_reason() -> Mapping[str, Recommendation]:
    """A result for each rule that may decide, and for each verdict that it may give."""
    rng = Random(2)
    every: dict[str, Recommendation] = {}
    for _ in range(600):
        answers = {f.id: rng.choice(f.levels).id for f in OWN.factors.values()}
        answers = dict(rng.sample(sorted(answers.items()), rng.randint(3, len(answers))))
        symptoms = rng.sample(sorted(OWN.symptoms), rng.choice((0, 0, 1, 3)))
        structure = rng.choice(sorted(OWN.structures))
        dear = rng.choice(({}, {"move_other": 1e9}))
        numbers = rng.choice((NUMBERS, ALONE)) | dear
        result = asked(answers, numbers, structure=structure, symptoms=symptoms)
        move = findings(result, OWN, "en").move
        assert move
        every.setdefault(f"{move.verdict} {move.reason}", result)
        if len(every) == len(REASONS) + 2:  # is_best and is_as_good with symptoms and without
            break
    assert {told.split()[1] for told in every} == set(REASONS)
    return every


def told_on(slide: Slide) -> str:
    """All that a slide says."""
    told = [slide.title]
    for thing in slide.things:
        match thing:
            case Line(text, bold):
                told += [bold, text]
            case Grid(heads, rows):
                told += [*heads, *[cell for row in rows for cell in row]]
            case Drawing(boxes=boxes):
                told += [line for box in boxes for line in box.lines]
    return words(" ".join(told))


def said(section: Section) -> str:
    """All that a section of paragraphs, lists and tables says."""
    told: list[str] = [section.heading]
    for block in section.blocks:
        match block:
            case Paragraph(text):
                told.append(plain(text))
            case Subheading(text):
                told.append(text)
            case Items(items):
                told += map(plain, items)
            case Table(columns=columns, rows=rows):
                told += [column.head for column in columns]
                told += [plain(cell) for row in rows for cell in row]
    return " ".join(told)


def board_page(told: str, language: str) -> list[Section]:
    """The sections before the first new page."""
    page: list[Section] = []
    for section in sections_of(told, language):
        if section.new_page:
            break
        page.append(section)
    return page


def kept() -> list[str]:
    return [told for told in by_reason() if not told.startswith("move")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_a_structure_is_kept_the_page_of_the_board_is_about_that_one(language: str) -> None:
    for told in kept():
        found = found_in(told, language)
        move, say = found.move, found.sentences
        assert move
        text = " ".join(map(said, board_page(told, language)))
        own = say.percent(found.recommendation.standing(move.today).probability)
        assert say.inside(say.name(move.today)) in board.decision(found).blocks[0].text  # type: ignore[union-attr]
        if move.today != move.target:
            assert say.probability not in text
            assert f"{own}" in text
            assert say.inside(say.name(move.target)) in text
        money = board.people_and_money(found).blocks[0]
        assert isinstance(money, Table)
        assert [row[-1] for row in money.rows[-len(FIGURES) :]] == [
            figure.told(move.before, say) for figure in FIGURES.values()
        ]


def test_the_rule_that_decided_and_what_today_is_good_at_are_the_reasons() -> None:
    found = found_in("", "en")
    rule = OWN.messages["move_because_other_causes"]["en"].rpartition("}")[2]
    assert rule in said(board.decision(found))
    (strengths,) = [s for s in board_page("", "en") if s.id == "why"]
    own = [statement.text["en"] for statement in OWN.structures["decentralised"].statements]
    (listed,) = strengths.blocks
    assert isinstance(listed, Items)
    assert all(any(str(item).startswith(text) for text in own) for item in listed.items)
    mended = keeping.to_mend(found)
    assert mended
    for symptom in ("waits", "transfers"):
        assert OWN.symptoms[symptom].name["en"] in said(mended)
        assert OWN.symptoms[symptom].causes[0].first["en"][1:] in said(mended)


def test_of_many_symptoms_three_have_a_remedy_on_the_first_page_and_none_is_lost() -> None:
    result = asked(ANNA, NUMBERS, structure="decentralised", symptoms=list(OWN.symptoms))
    found = findings(result, OWN, "en")
    mended = keeping.to_mend(found)
    assert mended
    assert len(mended.blocks) == 1
    assert said(mended).count("If so: ") == board.SYMPTOMS
    for symptom in OWN.symptoms.values():
        assert symptom.name["en"][1:] in said(mended)
    causes = keeping.all_causes(found)
    assert causes
    assert len(causes.blocks) == len(OWN.symptoms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reasons_for_a_move_say_what_becomes_of_the_symptoms(language: str) -> None:
    """On the page of the board and on a slide: what the move takes away, and what it leaves."""
    symptoms = ["transfers", "leavers"]
    result = asked(OUTGROWN, NUMBERS, structure="functional", symptoms=symptoms)
    found = findings(result, OWN, language)
    assert found.move
    assert found.move.verdict == "move"
    assert {diagnosis.structural for diagnosis in found.move.symptoms} == {True, False}
    sections = list(memo(found))
    first = next(n for n, section in enumerate(sections) if section.new_page)
    page = words(" ".join(map(said, sections[:first])))
    deck = " ".join(map(told_on, slides(found)))
    for diagnosis in found.move.symptoms:
        name = OWN.symptoms[diagnosis.symptom].name[language]
        message = "board_symptoms_gone" if diagnosis.structural else "board_symptoms_left"
        begins = words(OWN.messages[message][language].partition("{")[0])
        for told in (page, deck):
            assert words(name)[1:] in told
            assert begins in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_move_that_is_not_advised_stands_in_an_appendix_that_says_so(language: str) -> None:
    for told in kept():
        found = found_in(told, language)
        assert found.move
        sections = sections_of(told, language)
        places = [n for n, section in enumerate(sections) if section.id == "appendix"]
        if found.move.today == found.move.target:
            assert not places
            assert not [section for section in sections if section.id == "plan"]
            continue
        (at,) = places
        plan = next(n for n, section in enumerate(sections) if section.id == "plan")
        assert at < plan
        assert sections[plan].heading == OWN.messages["plan_not_advised_heading"][language]
        before = " ".join([section.heading for section in sections[:at]])
        assert OWN.structures[found.move.target].name[language] not in before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deck_plans_only_what_is_advised_and_counts_one_structure(language: str) -> None:
    for told in by_reason():
        found, deck = found_in(told, language), deck_of(told, language)
        say, move = found.sentences, found.move
        assert move
        has_plan = say.say("plan") in [slide.title for slide in deck]
        assert has_plan == told.startswith("move")
        proposed = found.staffings[today.proposed(found)]
        posts = say.number(proposed.paid_staff)
        money, chart = deck[2], deck[3]
        assert say.number(proposed.paid_staff, ".0f") in money.title
        assert posts in told_on(money)
        assert f" {say.exact(round(proposed.paid_staff, 1))}" in told_on(chart)
        titles = "; ".join([slide.title for slide in deck])
        if not has_plan and move.today != move.target:
            assert say.inside(say.name(move.target)) not in titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_decides_by_the_title_of_a_slide_are_the_reasons_below_it(language: str) -> None:
    """The criteria of the statements that are listed, in their order."""
    seen = set()
    for answers in (ANNA, OUTGROWN, {"size": "large", "regions": "many"}, {"products": "many"}):
        found = findings(asked(answers, NUMBERS), OWN, language)
        slide = slides(found)[1]
        told = [thing.text for thing in slide.things if isinstance(thing, Line)]
        listed = sorted(
            (part for part in found.parts if part.amount > 0), key=lambda part: -part.amount
        )[:3]
        for part, line in zip(listed, told, strict=False):
            assert line.startswith(found.sentences.text(part.statement.text))
        names = dict.fromkeys(
            found.sentences.inside(found.sentences.criterion(part.statement.criterion))
            for part in listed
        )
        places = [slide.title.find(name) for name in [*names][:2]]
        assert -1 not in places
        assert places == sorted(places)
        seen.add(len(names) > 1)
    assert True in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_are_well_filled(language: str) -> None:
    alone = slides(findings(asked(ANNA, NUMBERS), OWN, language))
    for deck in (alone, *[deck_of(told, language) for told in ("", *by_reason())]):
        for slide in deck:
            if not any(isinstance(thing, Drawing) for thing in slide.things):
                assert used(slide.things, size_for(slide.things)) > 0.45 * DOWN, slide.title


def test_long_names_leave_more_than_one_box_below_the_head() -> None:
    numbers = {**NUMBERS, "agents": 600, "contacts_per_hour": 2400, "regions": 12}
    names = ["Северо-Западный федеральный округ и Калининградская область"] * 12
    result = asked(ANNA, numbers, structure="decentralised", symptoms=["waits"], regions=names)
    charts = [
        thing
        for slide in slides(findings(result, OWN, "ru"))
        for thing in slide.things
        if isinstance(thing, Drawing)
    ]
    assert [len(chart.boxes) for chart in charts] == [9]


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_agents_than_the_flow_needs_are_told_wherever_posts_are(language: str) -> None:
    page = " ".join(map(said, board_page("", language)))
    head = OWN.messages["board_today_by_model"][language]
    for text in (page, told_on(deck_of("", language)[2])):
        assert re.search(r"\b60\b", text)
        assert words(head) in words(text)
    fits = findings(asked(ANNA, {"monthly_pay": 90_000}, structure="decentralised"), OWN, language)
    assert words(head) not in words(said(board.people_and_money(fits)))
    sheet = xml("xlsx", anna(), language, "xl/worksheets/sheet2.xml")
    assert "<v>60</v>" in sheet or "<v>60.0</v>" in sheet
    assert sheet.count(OWN.messages["whose_from_pay"][language]) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_says_what_memo_and_slides_say(language: str) -> None:
    """Its first sheet begins with what is advised, and counts the agents as they do."""
    for told, result in ({"": anna()} | dict(by_reason())).items():
        found = found_in(told, language)
        sheet = xml("xlsx", result, language, "xl/worksheets/sheet1.xml")
        texts = words(" ".join(ElementTree.fromstring(sheet).itertext()))
        verdict = words(found.sentences.summary.rstrip("."))
        if choice.is_asked(found):
            verdict = words(choice.decision(found))
        first = words(today.headline(found)) if today.is_kept(found) else verdict
        assert texts.startswith(first)
        assert verdict in texts
        for counted in board.reconciled(found):
            assert words(counted) in texts
            assert words(counted) in " ".join(map(said, board_page(told, language)))


def xml(form: str, result: Recommendation, language: str, part: str) -> str:
    scenarios = [("Now", anna(contacts_per_hour=120)), ("Then", anna())]
    paper = make_paper(form, result, OWN, language, date=DAY, scenarios=scenarios)
    with ZipFile(io.BytesIO(paper.content)) as archive:
        return archive.read(part).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_compares_the_scenarios_and_has_the_date_of_print(language: str) -> None:
    document = ElementTree.fromstring(xml("docx", anna(), language, "word/document.xml"))
    text = words(" ".join([run.text or "" for run in document.iter(f"{WORD}t")]))
    printed = words(render_memo(anna(), OWN, language, date=DAY))
    assert words(OWN.messages["compare"][language]) in text
    for heading in ("Now", "Then"):
        assert f" {heading} " in text
    day = {"ru": "28 ноября 2026 года", "en": "28 November 2026"}[language]
    assert day in text
    assert day in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_says_first_which_scenario_it_describes(language: str) -> None:
    """Below the title, where the answers are those of a scenario that the reader keeps."""
    name = "R&D <2027>, 90 agents"
    told = OWN.say("paper_scenario", language, name=name)
    shown: Any = {"scenario": name, "date": DAY}
    printed = render_memo(anna(), OWN, language, **shown)
    first = words(re.sub(r"<[^>]+>", " ", printed.split("</h1>")[1].split("<h2")[0]))
    assert words(escape(told)) in first
    markdown = render_memo(anna(), OWN, language, form="markdown", **shown)
    assert words(told) in words(markdown.split("\n## ")[0])
    for form, part in (("docx", "word/document.xml"), ("pptx", "ppt/slides/slide1.xml")):
        paper = make_paper(form, anna(), OWN, language, **shown)
        with ZipFile(io.BytesIO(paper.content)) as archive:
            text = "".join(ElementTree.fromstring(archive.read(part)).itertext())
        assert words(told) in words(text[:400])
    for unnamed in ("Scenario 1", "Сценарий 12"):
        printed = render_memo(anna(), OWN, language, **{**shown, "scenario": unnamed})
        assert OWN.say("paper_scenario", language, name="").strip() not in words(printed)
        assert unnamed in words(printed)
    for form in ("html", "markdown"):
        alone = render_memo(anna(), OWN, language, date=DAY, form=form)
        assert OWN.say("paper_scenario", language, name="") not in words(alone)


def test_sources_in_russian_are_marked_for_readers_of_english_alone() -> None:
    russian = [source for source in OWN.sources.values() if source.is_cyrillic]
    assert russian
    for source in OWN.sources.values():
        marks = {
            language: OWN.messages["source_in_russian"][language]
            in found_in("", language).sentences.source(source)[1]
            for language in LANGUAGES
        }
        assert marks == {"en": source in russian, "ru": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_tells_its_title_once(language: str) -> None:
    """“GitLab, “Support Global Groups and FAQ”. Support Global Groups and FAQ” says it twice."""
    told_by = found_in("", language).sentences
    for source in OWN.sources.values():
        label, rest = told_by.source(source)
        own = source.title.rpartition(": ")[2]
        assert f"{label.text}{rest}".count(own) == 1 or own in source.author


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_asks_for_has_a_heading_of_its_own(language: str) -> None:
    plan, law = [s for s in sections_of("", language) if s.id in ("plan", "law")]
    headings = [block.text for block in plan.blocks if isinstance(block, Subheading)]
    assert headings[-1] == OWN.messages["plan_worked"][language]
    assert law.heading.startswith(OWN.messages["plan_law"][language].partition("{")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_law_has_a_section_where_a_step_of_the_plan_needs_it(language: str) -> None:
    noted = set()
    for told in by_reason():
        ids = {section.id for section in sections_of(told, language)}
        plan = found_in(told, language).plan
        notes = [note for step in plan.steps for note in step.notes] if plan else []
        assert ("law" in ids) == bool(notes), told
        noted.add((bool(plan), bool(notes)))
    assert noted >= {(False, False), (True, True)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_growth_is_not_called_today(language: str) -> None:
    """A file may be on a load that is only to come: “today” names a structure, no time."""
    plain_today = {"ru": "Сегодня", "en": "Today"}[language]
    heads: list[str] = []
    for told in by_reason():
        for section in sections_of(told, language):
            tables = [block for block in section.blocks if isinstance(block, Table)]
            heads += [column.head for table in tables for column in table.columns]
            heads += [plain(row[0]) for table in tables for row in table.rows]
    assert plain_today not in heads


def test_the_page_of_the_board_has_a_chart_that_fits_and_the_annex_the_whole_one() -> None:
    """Twenty agents stand in a chart of all, 140 in one of few boxes, 2,000 in none."""
    boxes = {}
    for agents in (20, 140, 2000):
        found = findings(recommend({"regions": "one"}, numbers={"agents": agents}), OWN, "en")
        charts = [section for section in memo(found) if section.id == "chart"]
        trees = [block for one in charts for block in one.blocks if isinstance(block, Tree)]
        boxes[agents] = [len(tree.layout.boxes) for tree in trees]
    whole, (few, all_), (one,) = boxes.values()
    assert len(whole) == 1
    assert board_chart.FEWEST <= few < all_ <= BOXES[0]
    assert one > board_chart.FEWEST
    assert BOXES[0] == MOST_BOXES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_load_worked_out_from_the_agents_is_not_called_the_readers(language: str) -> None:
    """Agents alone say nothing of a flow, so that none was given that could be wrong."""
    short = words(OWN.messages["headcount_short"][language].rpartition(". ")[2])
    derived = words(OWN.messages["board_headcount_derived"][language].split(". ")[1].split(":")[0])
    seen = {}
    for structure, given in (
        ("centralised", {"agents": 6}),
        ("decentralised", {"agents": 140, "contacts_per_hour": 900}),
    ):
        case, faults = read_case(
            {
                "answers": {"regions": "many"},
                "numbers": given,
                "profile": {"structure": structure},
            },
            OWN,
        )
        assert not faults
        told = words(render_memo(recommend_for(case, OWN), OWN, language))
        seen[len(given)] = (derived in told, short in told)
    assert seen == {1: (True, False), 2: (False, True)}
