"""The answer card: what it proposes, and that its reasons hold with the answers given."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest

from service_structure import load_guide, recommend
from service_structure.case.case import read_case
from service_structure.decision.attribution import statement_parts
from service_structure.decision.evaluation import Coefficients
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.decision.questions import next_questions, stage
from service_structure.decision.settings import Setting
from service_structure.decision.values import Column
from service_structure.papers import make_paper
from service_structure.planning.move import move_for
from service_structure.source.model_records import Factor
from service_structure.source.numbers import Numbers
from service_structure.source.records import Structure
from service_structure.staffing import costs
from service_structure.views import choice, render_memo, render_page, render_report
from service_structure.views.blocks import Arguments
from service_structure.views.board import advantages
from service_structure.views.card import Card, card, in_brief, nearest_change
from service_structure.views.deferred import render_part
from service_structure.views.findings import Findings
from service_structure.views.parts import PAGE, parts
from service_structure.views.reasons import arguments, decides
from service_structure.views.render import asking
from service_structure.views.sentences import Sentences
from service_structure.views.today import headline, is_kept
from tests.support import Document, words

OWN = load_guide()
LANGUAGES = list(OWN.languages)


LEVEL_AT_THE_STOP = {
    "size": "huge",
    "place_difference": "none",
    "hours": "extended",
    "products": "many",
    "product_difference": "partly",
    "functions": "many",
    "complexity": "complex",
    "key_accounts": "few",
    "response_time": "days",
    "joint_work": "rarely",
    "budget": "low",
    "change": "slow",
    "authority": "ready",
    "digital": "low",
}
"""Answers after which a reader may stop although two structures suit about equally."""


@cache
def random_results(count: int, *, today: bool) -> tuple[Recommendation, ...]:
    random = Random(7)
    found = []
    for _ in range(count):
        asked = random.sample(list(OWN.factors.values()), random.randint(4, 14))
        profile = {
            "structure": random.choice(list(OWN.structures)),
            "symptoms": random.sample(list(OWN.symptoms), random.choice((0, 2))),
        }
        table = {
            "answers": {f.id: random.choice(f.levels).id for f in asked},
            "profile": profile if today else {},
        }
        case, faults = read_case(table, OWN)
        assert not faults
        found.append(recommend_for(case, OWN))
    return tuple(found)


def findings(language: str, count: int, *, today: bool = False) -> list[Findings]:
    return [Findings(r, OWN, language, PAGE) for r in random_results(count, today=today)]


def test_an_answer_strengthens_a_statement_by_more_than_the_open_question_would() -> None:
    """The open question counts with the mean of its levels, as often as each is met."""
    case, _ = read_case({"answers": {"joint_work": "often", "functions": "one"}}, OWN)
    checked = 0
    for part in statement_parts(recommend_for(case, OWN), "functional", OWN):
        for effect in part.effects:
            factor = OWN.factors[effect.factor]
            times = next(c.times for c in part.statement.conditions if c.factor == effect.factor)
            usual = sum(level.prior * times[level.id] for level in factor.levels)
            usual /= sum(level.prior for level in factor.levels)
            assert effect.usual == pytest.approx(usual)
            assert (effect in part.strengthened) == (effect.times > usual)
            checked += 1
    assert checked > 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reason_is_told_from_its_other_side(language: str) -> None:
    """“The more kinds of work, the better” is no reason for those who have few of them."""
    told = 0
    for found in findings(language, 30):
        say = found.sentences.text
        effects = [effect for part in found.parts for effect in part.effects]
        strong = {say(e.because) for part in found.parts for e in part.strengthened}
        weak = {say(e.because) for e in effects if e.times <= e.usual} - strong
        section = arguments(found)
        assert section
        reasons = [argument.because for argument in section.blocks[0].arguments]  # type: ignore[union-attr]
        assert not weak.intersection(reasons)
        again = Findings(found.recommendation, OWN, language, PAGE)  # which has told nothing yet
        for reason in (card(found).because, *advantages(found.parts, again)):
            assert not reason.endswith(tuple(weak))
        told += len(list(filter(None, reasons)))
    assert told > 30


def test_what_speaks_against_a_structure_follows_from_an_answer_where_one_says_so() -> None:
    strengthened = 0
    for found in findings("en", 30):
        texts = {p.statement.text["en"]: p for p in found.drawbacks}
        told = texts[card(found).but]
        answered = [p for p in found.drawbacks if p.strengthened or not p.applies]
        assert told == (answered or found.drawbacks)[0]
        strengthened += bool(answered)
    assert strengthened > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_to_stop_says_that_a_choice_is_left_and_none_is_made_of_nothing(
    language: str,
) -> None:
    kinds: set[tuple[str, bool]] = set()
    for result in (*random_results(40, today=False), recommend(LEVEL_AT_THE_STOP, OWN)):
        told, is_open = asking(result, OWN, language), result.verdict == "open"
        message = "asking_open" if is_open and told["stage"] != "ask" else f"asking_{told['stage']}"
        assert told["text"].startswith(OWN.say(message, language))
        kinds.add((told["stage"], is_open))
    assert ("may_stop", True) in kinds, "choose other answers"
    assert ("stop", False) in kinds
    answers = {factor.id: factor.levels[0].id for factor in OWN.factors.values()}
    told = asking(recommend(answers, OWN), OWN, language)
    assert not told["questions"]
    assert told["text"] == OWN.say("asking_done", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_to_stop_says_how_often_the_rest_would_change_it_and_what_would_by_itself(
    language: str,
) -> None:
    kinds = set()
    for result in random_results(60, today=False):
        told, words = asking(result, OWN, language), Sentences(result, OWN, language)
        if told["stage"] == "ask" or words.all_answered:
            assert told["text"] in {OWN.say(f"asking_{n}", language) for n in ("ask", "done")}
            continue
        left = words.of_hundred(1 - result.settled)
        weightiest = max(next_questions(result.case, OWN), key=lambda question: question.change)
        own, by_itself = OWN.factors[weightiest.factor], round(100 * weightiest.change) > 0
        still = words.say("asking_still", n=left).removesuffix(".")
        assert (still in told["text"]) == (left != "0")
        assert (own.name[language] in told["text"]) == by_itself
        kinds.add((told["stage"], by_itself))
    assert kinds >= {("may_stop", True), ("stop", False)}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_offered_only_while_their_answers_may_change_something(language: str) -> None:
    """Where nothing changes any more none is named; where it is too early, two are."""
    offered: list[Factor] = []
    for found in findings(language, 40, today=True):
        shown, early = card(found), found.move and found.move.reason == "too_early"
        if stage(found.recommendation) == "stop":
            assert not shown.parting
        elif early or shown.options:
            assert shown.parting
        html = Document(render_page(found.recommendation, OWN, language, full=False)[0])
        links = {one["href"]: words(one.text) for one in html.all("a")}
        for factor in shown.parting:
            assert links[f"#{factor.id}"] == words(factor.question[language])
        offered += shown.parting
    assert offered


@cache
def open_moves(count: int) -> tuple[Recommendation, ...]:
    """Results by which a move is worth it, and for which structure is open."""
    found: list[Recommendation] = []
    random = Random(181)
    while len(found) < count:
        answers = {f.id: random.choice(f.levels).id for f in OWN.factors.values()}
        profile = {"structure": random.choice(list(OWN.structures))}
        case, _ = read_case({"answers": answers, "profile": profile}, OWN)
        result = recommend_for(case, OWN)
        if result.verdict == "open" and (move := move_for(result, OWN)) and move.verdict == "move":
            found.append(result)
    return tuple(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_choice_is_not_told_as_a_move_to_the_first(language: str) -> None:
    for result in open_moves(3):
        found = Findings(result, OWN, language, PAGE)
        move, words_of = found.move, found.sentences
        assert move
        assert card(found).options
        others = [own for own in result.shortlist[1:] if own != move.today]
        structures = {"today": move.today, "target": move.target}
        structures |= {"other": others[0]} if others else {}
        names = {n: words_of.inside(words_of.name(s)) for n, s in structures.items()}
        memo = words(render_memo(result, OWN, language))
        end = "_if" if move.outweighs else ""
        if others:
            assert words(OWN.say(f"board_open{end}", language, **names)) in memo
            assert words(OWN.say(f"move_open{end}", language, **names)) == words(card(found).today)
        else:
            asked = f"board_{move.reason if move.outweighs else 'move'}"
            assert words(OWN.say(asked, language, **names)) in memo


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_puts_a_choice_as_the_card_does(language: str) -> None:
    choices = set()
    settled = [Findings(result, OWN, language, PAGE) for result in open_moves(3)]
    for found in (*findings(language, 12), *findings(language, 12, today=True), *settled):
        shown, bar = card(found), in_brief(found)
        assert bool(shown.choice) == bool(shown.options)
        html = Document(render_page(found.recommendation, OWN, language, full=False)[0])
        if shown.choice:
            assert words(next(html.all("h2")).text) == words(shown.choice)
            assert bar.startswith(shown.choice)
            for option in shown.options:
                short = found.sentences.short(option.structure)
                assert found.sentences.inside(short) in bar
            sure = words(next(html.all("summary")).text)
            assert sure.startswith(words(OWN.messages["card_open"][language]))
        elif shown.leader:
            assert bar == headline(found)
        choices.add(shown.choice)
    assert len(choices) > 2, "several choices, and none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_decides_are_the_reasons_listed_first(language: str) -> None:
    """The criteria of the statements in the part "why", in their order."""
    for found in findings(language, 12):
        section = arguments(found)
        assert section
        (listed,) = (block for block in section.blocks if isinstance(block, Arguments))
        told = next(part.finding for part in parts(found) if part.id == "why")
        assert told == decides(found)
        names = dict.fromkeys(own.criterion for own in listed.arguments[:3])
        places = [told.find(found.sentences.inside(name)) for name in [*names][:2]]
        assert -1 not in places
        assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_today_is_to_be_kept_the_card_proposes_that(language: str) -> None:
    kept: list[tuple[Findings, Card]] = []
    for found in findings(language, 24, today=True):
        shown, move = card(found), found.move
        assert move
        if move.verdict == "move":
            assert (shown.structure, shown.leader) == (found.best.id, "")
            continue
        assert shown.structure == move.today
        assert bool(shown.leader) == (move.today != found.best.id)
        if shown.leader:
            kept.append((found, shown))
    assert len({found.move.reason for found, _ in kept if found.move}) >= 3
    for found, shown in kept[:3]:
        html, below, summary = render_page(found.recommendation, OWN, language, full=False)
        document = Document(html)
        name = found.sentences.inside(found.sentences.name(found.best.id))
        today = found.sentences.inside(found.sentences.name(shown.structure))
        heading, sure = (words(next(document.all(tag)).text) for tag in ("h2", "summary"))
        assert f"{heading}." == words(headline(found)) == words(summary)
        assert today in heading
        assert name in sure
        assert not shown.options
        for part in ("why", "compare", "money"):  # which are about the first on the list
            parts = Document(below).all("details")
            opened = next(own for own in parts if own["class"] == f"part part--{part}")
            assert name in words(opened.text)[:200], part
        nearest = render_part("nearest", found.recommendation, OWN, language).slots["nearest"]
        assert words(nearest)
        assert today in words(render_memo(found.recommendation, OWN, language))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_of_an_open_choice_begins_with_what_is_to_be_decided(language: str) -> None:
    """The same two structures in the heading of report, memo and workbook, and none “ahead”."""
    ahead = OWN.messages["verdict_open"][language]
    seen = {"early": 0, "due": 0, "none": 0}
    case, _ = read_case({"answers": {f.id: f.usual for f in OWN.factors.values()}}, OWN)
    usual = recommend_for(case, OWN)
    two = tuple([own.structure for own in usual.ranking[:2]])
    due = Findings(replace(usual, verdict="open", shortlist=two), OWN, language, PAGE)
    for today in (False, True):
        for found in (due, *findings(language, 16, today=today)):
            result, say = found.recommendation, found.sentences
            report = render_report(result, OWN, language, "markdown").partition("\n")[0]
            if not choice.is_asked(found):
                seen["none"] += 1
                assert is_kept(found) or not choice.is_open(found)
                continue
            kind = "early" if stage(result) == "ask" else "due"
            seen[kind] += 1
            names = [say.inside(say.name(own)) for own in result.shortlist[:2]]
            both = OWN.say("number_or", language, one=names[0], other=names[1])
            decision = OWN.say(f"choice_{kind}", language, names=both)
            assert report == f"## {decision}"
            memo = words(render_memo(result, OWN, language))
            assert ahead not in memo
            if found.move is None:
                assert words(OWN.say("board_choose", language, names=both)) in memo
            if found is due:
                book = make_paper("xlsx", result, OWN, language, date=date(2026, 11, 29))
                assert decision in sheet_texts(book.content)
    assert all(seen.values()), seen


def sheet_texts(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")]
    return "".join(parts)


def test_a_page_works_out_no_more_than_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """One or two structures are staffed, and the settings are weighed once."""
    staffed: list[str] = []
    weighed: list[object] = []
    staff, weigh = costs._staffing, Coefficients.weights_in

    def staffing(structure: Structure, numbers: Numbers, one: costs.Payroll) -> costs.Staffing:
        staffed.append(structure.id)
        return staff(structure, numbers, one)

    def weights_in(
        self: Coefficients, drawn: Sequence[Setting], own: Mapping[str, float]
    ) -> tuple[Column, ...]:
        weighed.append(drawn)
        return weigh(self, drawn, own)

    monkeypatch.setattr(costs, "_staffing", staffing)
    monkeypatch.setattr(Coefficients, "weights_in", weights_in)
    for size, level in (("large", "many"), ("small", "few")):
        staffed.clear()
        weighed.clear()
        case, _ = read_case({"answers": {"size": size, "regions": level, "change": "fast"}}, OWN)
        result = recommend_for(case, OWN)
        shown = render_page(result, OWN, "en", full=False)
        assert shown.below
        assert set(staffed) <= set(result.shortlist[:2])
        assert len(staffed) == len(set(staffed))
        assert len(weighed) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_that_disagree_are_told_on_the_card_with_the_way_to_one(language: str) -> None:
    for exclusion in OWN.exclusions.values():
        answers = {factor: levels[0] for factor, levels in exclusion.answers.items()}
        html, _, _ = render_page(recommend(answers), OWN, language, full=False)
        first = next(iter(answers))
        name = OWN.languages[language].inside(OWN.factors[first].name[language])
        told = f"{OWN.messages['card_clash'][language]} {name}"
        assert words(told) in words(re.sub("<[^>]+>", "", html))
        assert f'href="#{first}"' in html
        agreed, _, _ = render_page(recommend({first: answers[first]}), OWN, language, full=False)
        assert OWN.messages["card_clash"][language] not in agreed


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_shared_pool_is_not_priced_against_itself(language: str) -> None:
    """Its share is always none; that of any other structure is told."""
    price = words(OWN.say("card_price", language))
    seen = set()
    for answers in ({"size": "small", "products": "one", "regions": "one"}, LEVEL_AT_THE_STOP):
        shown = card(Findings(recommend(answers), OWN, language, PAGE))
        for option in shown.options or (shown,):
            is_one = OWN.structures[option.structure].pooling.by == "one"
            told = any(words(label).startswith(price) for _, label in option.figures)
            assert told != is_one
            seen.add(is_one)
    assert seen == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_would_change_the_answer_reads_on_after_if(language: str) -> None:
    """Whatever the question: its name and its answer are quoted, and no colon parts them."""
    result = recommend({"size": "medium", "products": "several", "regions": "one"})
    found = Findings(result, OWN, language, PAGE)
    assert found.changes
    (step,) = found.changes[0].answers
    factor = OWN.factors[step[0]]
    name, answer = factor.name[language], factor.level(step[1]).name[language]
    told = words(nearest_change(found))
    assert f"{name}: {answer}" not in told
    given = words(OWN.say("card_if_answer", language, factor=name, answer=answer))
    assert told.startswith(given)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("symptoms", [[], ["waits"]])
def test_a_structure_that_stays_is_named_once_at_the_head_of_the_card(
    language: str, symptoms: list[str]
) -> None:
    """By the heading; where that is another, or a choice, the sentence below has to name it."""
    seen = 0
    for scenario in OWN.scenarios.values():
        best = recommend(scenario.answers, OWN).recommended
        told = {
            "answers": scenario.answers,
            "profile": {"structure": best, "symptoms": symptoms},
        }
        found = Findings(recommend_for(read_case(told, OWN)[0], OWN), OWN, language, PAGE)
        name = found.sentences.inside(found.sentences.name(best))
        shown = card(found)
        assert shown.today
        assert (name in shown.today) == bool(shown.choice)
        seen += not shown.choice
    assert seen
