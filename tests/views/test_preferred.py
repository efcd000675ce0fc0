"""The structure that the reader has in mind: where it is told of, and that its figures hold."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.link import read_fragment
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import move_for
from service_structure.planning.transition import transition
from service_structure.views import parts, render_memo, render_report
from service_structure.views.as_text import TextSkin
from service_structure.views.bridge import handle
from service_structure.views.deferred import render_part
from service_structure.views.findings import Findings, Limits
from service_structure.views.parts import PAGE
from service_structure.views.preferred import finding, preferred
from service_structure.views.sentences import Sentences
from tests.support import Document, words

OWN = load_guide()
LANGUAGES = list(OWN.languages)
ANSWERS = {"size": "large", "regions": "several", "functions": "many", "place_difference": "strong"}
BEST = recommend(ANSWERS, OWN).recommended
OTHER = next(s for s in OWN.structures if s not in (BEST, "decentralised"))
WHOLE = Limits(differences=None, changes=None, pairs=None)


def result(answers: dict[str, str] = ANSWERS, /, **profile: Any) -> Recommendation:
    return recommend(answers, OWN, profile=profile)


def told(recommendation: Recommendation, language: str, limits: Limits = WHOLE) -> str:
    section = preferred(Findings(recommendation, OWN, language, limits))
    assert section
    return words(
        TextSkin(markdown=False, inside=OWN.languages[language].inside).sections([section])
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_of_on_the_page_in_reports_and_papers_and_only_if_named(language: str) -> None:
    named, unnamed = result(preferred=OTHER), result()
    heading = Sentences(named, OWN, language).say(
        "preferred",
        name=Sentences(named, OWN, language).inside(OWN.structures[OTHER].name[language]),
    )
    renders: tuple[Callable[[Recommendation], str], ...] = (
        lambda own: render_report(own, OWN, language),
        lambda own: render_memo(own, OWN, language),
        lambda own: render_memo(own, OWN, language, form="markdown"),
        lambda own: " ".join(
            part.heading for part in parts.parts(Findings(own, OWN, language, PAGE))
        ),
    )
    for render in renders:
        assert heading in words(render(named).replace("\N{WORD JOINER}", ""))
        assert heading not in words(render(unnamed).replace("\N{WORD JOINER}", ""))


def test_nothing_is_said_of_it_before_the_first_answer() -> None:
    assert preferred(Findings(result({}, preferred=OTHER), OWN, "en", PAGE)) is None
    assert parts.parts(Findings(result({}, preferred=OTHER), OWN, "en", PAGE)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_part_of_the_page_has_chart_and_plan_and_no_id_twice(language: str) -> None:
    named = result(preferred=OTHER, structure="decentralised")
    part = Document(render_part("preferred", named, OWN, language).slots["preferred"])
    summaries = [words(summary.text) for summary in part.all("summary")]
    assert {OWN.messages[m][language] for m in ("part_chart", "plan")} <= set(summaries)
    assert len(part.ids) == len(set(part.ids))
    assert "data-slot" not in part.source  # the chart of the balance is that of the advised move


def test_its_move_is_that_which_would_be_told_if_it_led() -> None:
    """The way to a structure is the same, whether that is the first on the list or only in mind."""
    for structure in OWN.structures:
        if structure == "decentralised":
            continue
        own = result(structure="decentralised", preferred=structure)
        way = Findings(own, OWN, "en", PAGE).preference
        assert way == transition(own, structure, OWN)
        assert way
        assert (way.today, way.target) == ("decentralised", structure)
        now, then = own.standing("decentralised"), own.standing(structure)
        assert way.fit_gain == then.fit - now.fit
        if structure == BEST:
            move = move_for(own, OWN)
            assert move
            assert {name: vars(move)[name] for name in vars(way)} == vars(way)


def test_it_changes_neither_the_ranking_nor_the_advice() -> None:
    bare = result(structure="decentralised")
    own = result(structure="decentralised", preferred="matrix")
    assert (own.ranking, own.verdict) == (bare.ranking, bare.verdict)
    assert move_for(own, OWN) == move_for(bare, OWN)


def test_the_place_and_the_cost_are_those_of_the_tables() -> None:
    seen = set()
    for structure in OWN.structures:
        own = result(preferred=structure)
        found = Findings(own, OWN, "en", PAGE)
        said = finding(found)
        if structure == own.recommended:
            assert said == OWN.messages["preferred_first"]["en"]
            continue
        place = [s.structure for s in own.ranking].index(structure) + 1
        near = structure in own.shortlist
        assert near or f"Place {place} of {len(own.ranking)}" in said
        more = found.staffings[structure].yearly_cost - found.staffings[own.recommended].yearly_cost
        assert abs(more) > 1
        assert said.endswith(" more." if more > 0 else " less.")
        seen.add((near, more > 0))
    assert len(seen) > 1


def test_only_what_is_about_as_probable_is_called_slightly_worse() -> None:
    """On the shortlist a structure may be four times less probable than the first."""
    margin = OWN.assumptions["stay_margin"].value / 100
    seen = set()
    for size in OWN.factors["size"].levels:
        for structure in OWN.structures:
            one = result({**ANSWERS, "size": size.id}, preferred=structure)
            if structure == one.recommended or not one.standing(structure).candidate:
                continue
            gain = one.best.probability - one.standing(structure).probability
            listed = structure in one.shortlist
            said = told(one, "en")
            assert ("only slightly less well" in said) == (listed and gain < margin)
            assert ("It is on the shortlist" in said) == (listed and gain >= margin)
            seen.add((listed, gain < margin))
    assert {(True, True), (True, False), (False, False)} <= seen


def test_what_would_put_it_first_does() -> None:
    found = 0
    for structure in OWN.structures:
        own = result(preferred=structure)
        if structure == own.recommended:
            continue
        html = Document(render_part("preferred", own, OWN, "en").slots["preferred"])
        links = [a["href"] for a in html.all("a") if "=" in a["href"]]
        never = OWN.messages["preferred_never"]["en"]
        assert bool(links) != (never in words(html.source))
        for link in links:
            case, faults = read_fragment(link[1:], OWN)
            assert not faults
            assert recommend_for(case, OWN).recommended == structure
            assert case.profile.preferred == structure  # the link keeps what is in mind
            found += 1
    assert found > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_rules_it_out_is_told(language: str) -> None:
    answers = ANSWERS | {"regions": "one"}
    out = next(s for s in result(answers).ranking if not s.candidate)
    said = told(result(answers, preferred=out.structure), language)
    assert OWN.messages["preferred_out"][language] in said
    for precondition in out.failed:
        assert words(OWN.structures[out.structure].name[language])
        assert words(precondition.because[language]) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_first_on_the_list_and_of_todays_little_is_said(language: str) -> None:
    first = told(result(preferred=BEST), language)
    assert OWN.messages["preferred_first"][language] in first
    today = told(result(preferred=OTHER, structure=OTHER), language)
    assert OWN.messages["preferred_today"][language] in today
    assert OWN.messages["preferred_figures"][language] not in first + today


def test_what_is_first_though_no_move_is_advised_is_not_called_recommended() -> None:
    """Anyone who reads that it is recommended would move."""
    for structure in OWN.structures:
        own = result({"size": "large"}, structure=structure)
        move = move_for(own, OWN)
        if move and move.verdict != "move" and move.target != move.today:
            said = told(result({"size": "large"}, structure=structure, preferred=move.target), "en")
            assert OWN.messages["preferred_not_yet"]["en"] in said
            return
    raise AssertionError("every move is advised")


def test_a_page_asks_for_it_by_its_link() -> None:
    asked = {"want": "preferred", "lang": "en", "state": "size=large&p.preferred=matrix"}
    slots = json.loads(handle(json.dumps(asked)))["slots"]
    assert OWN.messages["preferred_figures"]["en"] in slots["preferred"]
