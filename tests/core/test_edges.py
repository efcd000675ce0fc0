"""Results at the edge: structures ruled out, one left, and structures that are exactly level."""

from dataclasses import replace

import pytest

from service_structure import load_guide, recommend
from service_structure.decision.explain import (
    acceptability,
    explain,
    opinions,
)
from service_structure.views import render_report, render_result
from service_structure.views.deferred import DEFERRED, render_part
from tests.guides import rivalry, with_clone, with_one_candidate, with_structures
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)

ANSWERS = {"regions": "one", "complexity": "mixed"}
ALL_PARTS = frozenset({"advice", "sensitivity"})


def test_the_recommended_structure_is_a_candidate_whatever_is_ruled_out() -> None:
    """Three structures are made of nothing that an organisation may lack."""
    nothing = {"regions": "one", "functions": "one", "products": "one"}
    result = recommend(nothing)
    assert result.best.candidate
    assert len(result.candidates) == 3
    assert [s.candidate for s in result.ranking] == [True] * 3 + [False] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_ruled_out_stands_back_with_the_reason(language: str) -> None:
    result = recommend({"regions": "one"})
    out = [standing for standing in result.ranking if not standing.candidate]
    assert {s.structure for s in out} == {"decentralised", "hub_and_spoke"}
    page = words(render_result(result, OWN, language))
    for standing in result.ranking:
        place = f'class="s-{standing.structure}{"" if standing.candidate else " out"}"'
        assert place in page
    for report in (page, words(render_report(result, OWN, language))):
        assert report.count(OWN.messages["ruled_out"][language]) == len(out)
        for standing in out:
            assert all(words(failed.because[language]) in report for failed in standing.failed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_only_structure_left_is_recommended_and_said_to_be_alone(language: str) -> None:
    guide = with_one_candidate("centralised")
    result = recommend({"budget": "low"}, guide)
    assert [s.structure for s in result.candidates] == ["centralised"]
    explanation = explain(result, guide)
    assert explanation.opinions == ()
    assert explanation.acceptability is not None
    (row,) = explanation.acceptability
    assert (row.probabilities, row.standard_errors) == ((1.0,), (0.0,))
    assert {(s.low, s.high, s.low_rival, s.high_rival) for s in explanation.stability} == {
        (0.0, 100, None, None)
    }
    assert len(explanation.rivalries) == len(OWN.structures) - 1
    alone = OWN.messages["margin_alone"][language]
    assert alone in words(render_result(result, guide, language))
    assert alone in render_report(result, guide, language, parts=ALL_PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_result_has_what_belongs_into_its_slots(language: str) -> None:
    result = recommend({"regions": "one"})
    assert result.verdict != "open", "a choice of two has no place for what would change it"
    page = render_result(result, OWN, language)
    assert "&lt;" not in page
    slots: dict[str, str] = {}
    for name in reversed([*DEFERRED]):  # what is within a part comes before it
        slots |= render_part(name, result, OWN, language, slots).slots
    for slot, html in slots.items():
        assert html in page, slot


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exact_tie_is_called_a_tie_and_names_who_is_level(language: str) -> None:
    best = recommend(ANSWERS).recommended
    name = {"ru": "Двойник", "en": "The double"}
    guide = with_clone(best)
    clone = replace(guide.structures["clone"], name=name)
    guide = with_structures({**guide.structures, "clone": clone})
    result = recommend(ANSWERS, guide)
    assert (result.recommended, result.rivals[0]) == (best, "clone")
    pair = rivalry(result, "clone")
    assert (pair.lead, pair.pros, pair.cons, pair.winning_probability) == (0.0, (), (), 0.5)
    sentence = OWN.messages["margin_tie"][language].split("{")[0]
    for report in (
        words(render_result(result, guide, language)),
        render_report(result, guide, language, parts=ALL_PARTS),
    ):
        assert sentence in report
        assert name[language] in report
        assert OWN.messages["level_with"][language] in report


def test_structures_that_are_level_share_their_ranks_and_their_order_in_every_method() -> None:
    best = recommend(ANSWERS).recommended
    guide = with_clone(best)
    result = recommend(ANSWERS, guide)
    first, second, *_ = acceptability(result, guide)
    assert first.probabilities == second.probabilities
    for opinion in opinions(result):
        assert any({best, "clone"} <= set(level) for level in opinion.order)
