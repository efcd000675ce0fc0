"""The organisation chart in every output: drawn, as a list, and the same posts in both."""

import re

import pytest

from service_structure import recommend
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.source.records import Guide
from service_structure.views import render_memo
from service_structure.views.deferred import render_part
from service_structure.views.org_chart import OrgChart, drawn, org_chart
from service_structure.views.org_charts import BOXES
from service_structure.views.sentences import Sentences
from service_structure.views.tree_svg import ROOMS, tree_svg
from tests.support import ROOT, Document, words

LANGUAGES = ["ru", "en"]
MANY = {"size": "large", "regions": "many"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_and_the_list_tell_of_the_same_boxes(guide: Guide, language: str) -> None:
    html = render_part("chart", recommend(MANY), guide, language).slots["chart"]
    drawn = re.findall(r'<text class="tree__figure"[^>]*>([^<]+)</text>', html)
    listed = re.findall(r'</strong> <span class="points">([^<]+)</span>', html)
    assert sorted(drawn) == sorted(listed)
    assert len(drawn) > 3
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_todays_structure_stands_before_the_recommended_one(guide: Guide, language: str) -> None:
    both, _ = read_case({"answers": MANY, "profile": {"structure": "matrix"}}, guide)
    html = render_part("chart", recommend_for(both, guide), guide, language).slots["chart"]
    assert html.count("<svg") == 2
    assert html.index("s-matrix") < html.index(f"s-{recommend(MANY).recommended}")
    assert "tree__second" in html.split("</svg>", maxsplit=1)[0]  # the second line of the matrix
    one = render_part("chart", recommend(MANY), guide, language).slots["chart"]
    assert one.count("<svg") == 1


def test_the_memo_draws_the_chart_and_markdown_lists_it(guide: Guide) -> None:
    result = recommend(MANY)
    html = render_memo(result, guide, "en")
    assert html.count('class="tree__drawing') == 2, "few boxes for the board, all in the annex"
    assert "tree__list" not in html
    widths = map(float, re.findall(r'<svg class="tree[^>]* width="([\d.]+)"', html))
    assert max(widths) <= 690
    markdown = render_memo(result, guide, "en", form="markdown")
    assert "\n- Head of service: 1" in markdown
    assert re.search(r"\n    - .+: [\d.]+;", markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_says_how_many_groups_were_taken_for_an_answer(
    guide: Guide, language: str
) -> None:
    """Until the reader gives their number or their names; one place is one place."""

    def notes(answers: dict[str, str], structure: str, **said: object) -> str:
        case, faults = read_case({"answers": answers, **said}, guide)
        assert not faults
        chart = org_chart(structure, recommend_for(case, guide), guide, language)
        return "; ".join(chart.entries[0].notes)

    few = {"size": "medium", "products": "few", "regions": "one"}
    range_ = guide.factors["products"].level("few").name[language]
    assert " 3" in notes(few, "product")
    assert range_ in notes(few, "product")
    assert not notes(few, "product", numbers={"products": 4})
    assert not notes(few, "product", profile={"products": ["A", "B", "C"]})
    assert not notes(few, "decentralised")
    assert not notes(few, "centralised")
    open_ = guide.messages["org_assumed_open"][language].rpartition("{n}")[2]
    assert open_ in notes(few, "functional")
    by_size = guide.messages["org_assumed_size"][language].rpartition("{n}")[2]
    assert f" 2{by_size}" in notes(few, "mirrored_teams"), (
        "no question asks for groups of customers"
    )
    assert not notes(few, "mirrored_teams", numbers={"customer_groups": 4})
    assert not notes(few, "mirrored_teams", profile={"customer_groups": ["A", "B"]})
    html = render_part("chart", recommend(few), guide, language).slots["chart"]
    is_told = words(guide.messages["org_legend_assumed"][language]) in words(html)
    by = guide.structures[recommend(few).recommended].pooling.by
    assert is_told == (by in ("products", "functions"))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_beside_a_chart_names_the_structure_that_takes_it(
    guide: Guide, language: str
) -> None:
    """By its heading where charts of two stand below each other, otherwise beside the count."""
    before = guide.messages["org_total"][language].partition("{")[0]
    for today in (None, *guide.structures):
        case, faults = read_case({"answers": MANY, "profile": {"structure": today}}, guide)
        assert not faults
        result = recommend_for(case, guide)
        kept = today == result.recommended
        name = guide.structures[result.recommended].name[language]
        html = words(render_part("chart", result, guide, language).slots["chart"])
        alone = re.search(rf">{re.escape(words(name))}\. {before}", html)
        headed = re.search(rf"{re.escape(words(name))}</h\d>", html)
        assert bool(alone) == (today is None or kept)
        assert bool(headed) != bool(alone)
        memo = re.sub(r"<[^>]+>", " ", words(render_memo(result, guide, language)))
        shown = [
            words(guide.structures[s].name[language]) for s in (today, result.recommended) if s
        ]
        first, *others = re.split(
            re.escape(before) if before else r"[\d.]+ full-time posts?, ", memo
        )
        assert others
        for told in (first, *others)[:-1]:
            assert any(told.rstrip().endswith((own, f"{own}.")) for own in shown), told[-200:]


GROUPED = ["functional", "decentralised", "product", "mirrored_teams", "hub_and_spoke"]


def chart_of(
    structure: str, agents: int, most: int | None, guide: Guide, **said: object
) -> OrgChart:
    numbers = {"regions": 6, "products": 4, "functions": 3, "customer_groups": 3} | said
    case, faults = read_case({"answers": MANY, "numbers": {**numbers, "agents": agents}}, guide)
    assert not faults
    return org_chart(structure, recommend_for(case, guide), guide, "en", most)


@pytest.mark.parametrize("most", [None, *BOXES])
@pytest.mark.parametrize("agents", [30, 60, 120, 150, 400])
@pytest.mark.parametrize("structure", GROUPED)
def test_every_group_has_one_head_who_stands_above_its_teams(
    structure: str, agents: int, most: int | None, guide: Guide
) -> None:
    """That box bears the name of the group, and boxes below it no name of a group."""
    chart = chart_of(structure, agents, most, guide)
    shape = guide.structures[structure]
    assert shape.chart.lead
    lead = shape.chart.lead["en"]
    if any(entry.unit.kind == "rest" for entry in chart.entries):
        return
    groups = {group for e in chart.entries for group in e.unit.groups if group[0]}
    assert len(groups) > 1
    for group in groups:
        own = [entry for entry in chart.entries if entry.unit.groups == (group,)]
        first, *others = own
        assert first.unit.reports_to == "head"
        assert {entry.unit.reports_to for entry in others} <= {first.unit.id}
        assert not first.within
        assert {entry.within for entry in others} <= {first.title}
        assert (lead in first.notes) == (group[0] == shape.pooling.by)
        assert not any(lead in entry.notes for entry in others)
    numbers = [e.unit.groups for e in chart.entries if e.unit.reports_to == "head"]
    assert numbers == sorted(numbers), "groups stand in their order"


def test_the_functions_of_a_bank_stand_side_by_side_with_their_teams_below(guide: Guide) -> None:
    """120 agents and three functions; who leads a function stands above it, once."""
    chart = chart_of("functional", 120, BOXES[0], guide, aht=330)
    below_head = [entry for entry in chart.entries if entry.unit.reports_to == "head"]
    assert [entry.title for entry in below_head] == [f"Function\u00a0{n}" for n in (1, 2, 3)]
    assert all(entry.notes[0] == "Head of function" for entry in below_head)
    assert all(entry.count == 1 for entry in below_head)
    teams = [entry for entry in chart.entries if entry.unit.kind == "team"]
    assert sum(entry.count for entry in teams) + 4 == pytest.approx(chart.count)
    for line in below_head:
        own = [entry for entry in teams if entry.unit.reports_to == line.unit.id]
        assert [entry.title for entry in own] == [f"Team {n}" for n in range(1, len(own) + 1)]
        led = [entry.notes == ("Team supervisor",) for entry in own]
        leads_too = "leads team 1 as well" in line.notes
        assert led == [not leads_too, *[True] * (len(own) - 1)]


def test_three_functions_are_drawn_on_a_tablet_too(guide: Guide) -> None:
    """In the room that the style sheet asks for; they stand in one band, or regions in two."""
    sheet = (ROOT / "docs/styles/org_chart.css").read_text()
    for name, room in ROOMS.items():
        assert re.search(rf"min-width: {room:g}px\) {{\s+\.tree__drawing--{name} {{", sheet)
    for structure in ("functional", "decentralised"):
        numbers = {"agents": 120, "functions": 3, "regions": 6}
        case, _ = read_case({"answers": MANY, "numbers": numbers}, guide)
        result = recommend_for(case, guide)
        chart = org_chart(structure, result, guide, "ru")
        layout = drawn(chart, Sentences(result, guide, "ru"))
        assert "tree__drawing--middle" in tree_svg(layout, structure)
        assert len({box.y for box in layout.boxes if box.id in lines_of(chart)}) < 3


def lines_of(chart: OrgChart) -> set[str]:
    """The boxes that report to the head."""
    return {entry.unit.id for entry in chart.entries if entry.unit.reports_to == "head"}


@pytest.mark.parametrize("structure", ["functional", "decentralised", "product"])
def test_a_manager_of_several_groups_is_named_after_them_and_each_is_a_box(
    structure: str, guide: Guide
) -> None:
    many = dict.fromkeys(("regions", "products", "functions"), 12)
    chart = chart_of(structure, 200, BOXES[0], guide, **many)
    shared = [entry for entry in chart.entries if entry.notes == ("Manager",)]
    assert len(shared) > 1
    for manager in shared:
        own = [e for e in chart.entries if e.unit.reports_to == manager.unit.id]
        assert manager.title.startswith(own[0].title)
        assert len({entry.title for entry in own}) == len(own) > 1
        assert all(own_title.title in manager.title for own_title in (own[0], own[-1]))


def test_managers_of_one_pool_say_which_teams_they_lead(guide: Guide) -> None:
    chart = chart_of("centralised", 400, BOXES[0], guide)
    notes = [entry.notes[0] for entry in chart.entries if entry.title == "Manager"]
    assert len(notes) > 2
    assert notes[0].startswith("Teams 1–")
    last = [int(note.partition("–")[2]) for note in notes]
    first = [int(note.removeprefix("Teams ").partition("–")[0]) for note in notes]
    assert [end + 1 for end in last[:-1]] == first[1:]


def test_a_page_with_names_of_mark_up_is_still_a_page(guide: Guide) -> None:
    names = {"regions": ["<b>R&D</b>"] * 3, "products": ["<i>"] * 3, "functions": ['"'] * 3}
    case, faults = read_case({"answers": MANY, "profile": names}, guide)
    assert not faults
    html = render_part("chart", recommend_for(case, guide), guide, "en").slots["chart"]
    assert not [tag for tag in ("b", "i") if list(Document(html).all(tag))]
