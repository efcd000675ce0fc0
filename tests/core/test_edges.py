"""Results at the edge: one structure left, none left, and structures that are exactly level."""

from dataclasses import replace

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.counterfactual import changes
from service_structure.decision.explain import (
    acceptability,
    explain,
    opinions,
)
from service_structure.views import render_report, render_result
from service_structure.views.deferred import DEFERRED, render_part
from tests.guides import rivalry, with_clone, with_nothing_feasible, with_structures
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)

ALL_PARTS = frozenset({"advice", "sensitivity"})
FORMS = [
    pytest.param(form, parts, id=f"{form}-{'-'.join(sorted(parts))}")
    for form in ("text", "markdown")
    for parts in (frozenset({"advice"}), frozenset({"sensitivity"}), ALL_PARTS)
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_only_structure_left_is_recommended_and_said_to_be_alone(language: str) -> None:
    result = recommend({"size": "tiny"})
    assert ([s.structure for s in result.candidates], result.verdict) == (["centralised"], "clear")
    explanation = explain(result, OWN)
    assert explanation is not None
    assert explanation.opinions == ()
    assert explanation.acceptability is not None
    (row,) = explanation.acceptability
    assert (row.probabilities, row.standard_errors) == ((1.0,), (0.0,))
    assert {(s.low, s.high, s.low_rival, s.high_rival) for s in explanation.stability} == {
        (0.0, 100, None, None)
    }
    assert len(explanation.rivalries) == len(OWN.structures) - 1
    alone = OWN.messages["margin_alone"][language]
    assert alone in words(render_result(result, OWN, language))
    assert alone in render_report(result, OWN, language, parts=ALL_PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_result_has_what_belongs_into_its_slots(language: str) -> None:
    result = recommend({"regions": "many"})
    page = render_result(result, OWN, language)
    assert "&lt;" not in page
    for name in DEFERRED:
        for slot, html in render_part(name, result, OWN, language).slots.items():
            assert html in page, slot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "parts"), FORMS)
def test_when_nothing_is_feasible_every_report_says_so_and_why(
    language: str, form: str, parts: frozenset[str]
) -> None:
    guide = with_nothing_feasible()
    result = recommend({"budget": "low"}, guide)
    assert (result.recommended, result.verdict, result.rivals) == (None, "none", ())
    assert result.candidates == ()
    assert explain(result, guide) is None
    assert explain(result, guide, full=False) is None
    report = render_report(result, guide, language, form, parts)
    assert OWN.messages["verdict_none"][language] in report
    assert OWN.messages["none_explained"][language] in report
    if "advice" in parts:
        because = {"ru": "Нужны деньги.", "en": "It takes money."}[language]
        assert report.count(because) == len(OWN.structures)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("full", [False, True])
def test_when_nothing_is_feasible_the_page_says_so_and_why(language: str, full: bool) -> None:
    guide = with_nothing_feasible()
    page = words(render_result(recommend({"budget": "low"}, guide), guide, language, full=full))
    assert OWN.messages["verdict_none"][language] in page
    assert page.count('class="out"') == len(OWN.structures)
    because = {"ru": "Нужны деньги.", "en": "It takes money."}[language]
    assert page.count(because) == len(OWN.structures)
    assert 'id="reasons"' not in page


def test_when_nothing_is_feasible_the_answers_that_would_help_are_still_found() -> None:
    guide = with_nothing_feasible()
    found = changes(recommend({"budget": "low"}, guide), guide)
    assert [(change.answers, change.lead) for change in found] == [((("budget", "high"),), 0.0)]
    assert found[0].recommended is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exact_tie_is_called_a_tie_and_names_who_is_level(language: str) -> None:
    best = recommend({}).recommended
    assert best is not None
    name = {"ru": "Двойник", "en": "The double"}
    guide = with_clone(best)
    clone = replace(guide.structures["clone"], name=name)
    guide = with_structures({**guide.structures, "clone": clone})
    result = recommend({}, guide)
    assert (result.recommended, result.verdict, result.rivals[0]) == (best, "tie", "clone")
    pair = rivalry(result, "clone")
    assert (pair.lead, pair.pros, pair.cons, pair.winning_probability) == (0.0, (), (), 0.5)
    sentence = OWN.messages["margin_tie"][language].split("{")[0]
    for report in (
        words(render_result(result, guide, language)),
        render_report(result, guide, language, parts=ALL_PARTS),
    ):
        assert OWN.messages["verdict_tie"][language] in report
        assert sentence in report
        assert name[language] in report
        assert OWN.messages["level_with"][language] in report


def test_structures_that_are_level_share_their_ranks_and_their_order_in_every_method() -> None:
    best = recommend({}).recommended
    assert best is not None
    guide = with_clone(best)
    result = recommend({}, guide)
    first, second, *_ = acceptability(result, guide)
    assert first.probabilities == second.probabilities
    for opinion in opinions(result):
        assert any({best, "clone"} <= set(level) for level in opinion.order)
