"""The slide with the chart: letters of 10 points, however large a service and long its names."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.papers import make_paper
from service_structure.papers.chart_slide import chart_slide, named, shortened
from service_structure.papers.slides import SMALLEST, Drawing, letters_of
from service_structure.planning.layout import LONGEST, text_width
from service_structure.views.memo import findings
from service_structure.views.org_chart import org_chart
from service_structure.views.sentences import Sentences
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)
NAME = {
    "ru": "Приволжско-Уральский территориальный округ и все прилегающие области",
    "en": "North-Western Federal District with all of the adjacent regions too",
}
UNBROKEN = {"ru": "Электротехсервис" * 4, "en": "Infrastructurematters" * 3}
GROUPS = {"decentralised": "regions", "hub_and_spoke": "regions", "product": "products"}


def service(structure: str, agents: int, name: str, count: int = 15) -> Recommendation:
    """A service with so many groups whose names have 60 characters."""
    groups = GROUPS[structure]
    names = [f"{n}. {name}"[:60] for n in range(1, count + 1)]
    table = {
        "answers": {"size": "huge"} if agents > 500 else {},
        "numbers": {"agents": agents, groups: count},
        "profile": {groups: names, "organisation": name[:60]},
    }
    case, faults = read_case(table, OWN)
    assert not faults
    return recommend_for(case, OWN)


def drawing(result: Recommendation, structure: str, language: str) -> Drawing:
    first = sorted(result.ranking, key=lambda standing: standing.structure != structure)
    result = replace(result, recommended=structure, ranking=tuple(first))
    found = findings(result, OWN, language)
    return next(thing for thing in chart_slide(found).things if isinstance(thing, Drawing))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agents", [60, 800, 2400])
@pytest.mark.parametrize("structure", GROUPS)
def test_letters_have_ten_points_with_fifteen_groups_of_long_names(
    structure: str, agents: int, language: str
) -> None:
    for name in (NAME[language], UNBROKEN[language]):
        shown = drawing(service(structure, agents, name), structure, language)
        assert letters_of(shown) >= SMALLEST
        assert len(shown.boxes) >= 5, "a head and all the others say nothing"
        told = "".join([line for box in shown.boxes for line in box.lines])
        assert words(name[:12]).replace(" ", "") in words(told).replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_chart_keeps_its_notes(language: str) -> None:
    result = service("decentralised", 60, "North", 3)
    shown = drawing(result, "decentralised", language)
    lead = OWN.structures["decentralised"].chart.lead
    assert lead
    assert any(lead[language] in words(" ".join(box.lines)) for box in shown.boxes)


def test_boxes_of_one_title_stay_apart_without_their_notes() -> None:
    chart = org_chart("decentralised", service("decentralised", 60, "Region", 3), OWN, "en")
    bare = named(chart)
    told = [(entry.title, entry.notes, entry.unit.reports_to) for entry in bare.entries]
    assert len(set(told)) == len(told)
    assert sum(len(e.notes) for e in bare.entries) < sum(len(e.notes) for e in chart.entries)


def test_names_are_cut_only_where_they_can_be_told_apart_then() -> None:
    result = service("decentralised", 60, NAME["en"], 4)
    chart, said = org_chart("decentralised", result, OWN, "en"), Sentences(result, OWN, "en")
    cut = shortened(chart, 24, said)
    titles = [entry.title for entry in cut.entries if "…" in entry.title]
    assert titles[0] == "1. North-Western Federal…"
    alike = replace(
        result.profile, names={"regions": tuple(f"{'Region ' * 6}{n}" for n in range(4))}
    )
    result = replace(result, profile=alike)
    chart, said = org_chart("decentralised", result, OWN, "en"), Sentences(result, OWN, "en")
    assert shortened(chart, 24, said) == chart


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_too_long_for_a_box_of_draw_io_is_broken_not_parted(language: str) -> None:
    """By a new line: a space would be another name."""
    name = UNBROKEN[language]
    result = service("decentralised", 60, name, 2)
    result = replace(result, recommended="decentralised")
    paper = make_paper("drawio", result, OWN, language)
    cells = ET.fromstring(paper.content).findall("diagram")[0].iter("mxCell")
    values = [cell.attrib["value"] for cell in cells if "vertex" in cell.attrib]
    broken = [value for value in values if name[:20] in value]
    assert broken
    for value in broken:
        assert name[:50] in value.replace("\n", "")
        assert all(text_width(word, 13) <= LONGEST for word in value.split())
