"""The organisation chart in every output: drawn, as a list, and the same posts in both."""

import re

import pytest

from service_structure import recommend
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.source.records import Guide
from service_structure.views import render_memo
from service_structure.views.deferred import render_part
from service_structure.views.org_chart import org_chart
from service_structure.views.org_charts import BOXES
from tests.support import Document, words

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


@pytest.mark.parametrize("agents", [30, 60, 150, 400])
@pytest.mark.parametrize("structure", ["functional", "decentralised", "product"])
def test_every_group_has_one_head(structure: str, agents: int, guide: Guide) -> None:
    """A manager whose teams are those of one group, the first supervisor, or the only one."""
    case, _ = read_case({"answers": MANY, "numbers": {"agents": agents}}, guide)
    chart = org_chart(structure, recommend_for(case, guide), guide, "en", most=None)
    shape = guide.structures[structure]
    lead = shape.chart.lead["en"] if shape.chart.lead else ""
    parent = {entry.unit.id: entry.unit.reports_to for entry in chart.entries}
    heads = {e.unit.id for e in chart.entries if lead in (e.title, *e.notes)}
    groups: dict[tuple[int, ...], list[str]] = {}
    for entry in chart.entries:
        if entry.unit.group == shape.pooling.by:
            groups.setdefault(entry.unit.numbers, []).append(entry.unit.id)
    assert len(groups) > 1
    for own in groups.values():
        assert len(heads & {*own, *(parent[box] or "" for box in own)}) == 1
    assert len(heads) == len(groups)


@pytest.mark.parametrize("agents", [60, 86, 150, 400])
@pytest.mark.parametrize("structure", ["functional", "decentralised", "product"])
def test_charts_of_more_and_of_fewer_boxes_agree(structure: str, agents: int, guide: Guide) -> None:
    """Groups stand in their order, and say who leads them; only a manager is called one."""
    numbers = {"agents": agents, "regions": 4, "products": 4, "functions": 4}
    case, _ = read_case({"answers": MANY, "numbers": numbers}, guide)
    result, shape = recommend_for(case, guide), guide.structures[structure]
    lead = shape.chart.lead["en"] if shape.chart.lead else ""
    every = org_chart(structure, result, guide, "en", most=None)
    managers = {entry.unit.id for entry in every.entries if entry.unit.kind == "manager"}
    for most in BOXES:
        chart = org_chart(structure, result, guide, "en", most)
        assert chart.count == every.count
        own = [entry for entry in chart.entries if entry.unit.group == shape.pooling.by]
        assert [e.unit.numbers[0] for e in own] == sorted([e.unit.numbers[0] for e in own])
        assert all(managers & {*e.unit.posts} for e in chart.entries if e.title == "Manager")
        leads = [entry for entry in chart.entries if lead in (entry.title, *entry.notes)]
        groups = [e.notes[0] if e.unit.kind == "manager" else e.title for e in leads]
        assert len(groups) == len({*groups})
        if not any(entry.unit.kind in ("division", "rest") for entry in chart.entries):
            assert len(groups) == len({entry.unit.numbers for entry in own})


def test_a_group_led_without_a_manager_says_who_leads_it(guide: Guide) -> None:
    """However many boxes: product 1 of four, below the head herself."""
    case, _ = read_case({"answers": MANY, "numbers": {"agents": 86, "products": 4}}, guide)
    for most in BOXES:
        chart = org_chart("product", recommend_for(case, guide), guide, "en", most)
        first = chart.entries[1]
        assert (first.unit.reports_to, first.title) == ("head", "Product\u00a01")
        assert first.notes[0] == "Head of unit"


def test_a_page_with_names_of_mark_up_is_still_a_page(guide: Guide) -> None:
    names = {"regions": ["<b>R&D</b>"] * 3, "products": ["<i>"] * 3, "functions": ['"'] * 3}
    case, faults = read_case({"answers": MANY, "profile": names}, guide)
    assert not faults
    html = render_part("chart", recommend_for(case, guide), guide, "en").slots["chart"]
    assert not [tag for tag in ("b", "i") if list(Document(html).all(tag))]
