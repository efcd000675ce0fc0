"""The drawing of an organisation chart: nothing overlaps, and every label fits its box."""

import random
from dataclasses import replace
from itertools import combinations, pairwise
from math import fsum

import pytest

from service_structure import load_guide
from service_structure.api import inputs_for
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.planning.layout import (
    ACROSS,
    GAP,
    IN_PRINT,
    NOTE,
    PADDING,
    TALLEST,
    TITLE,
    Box,
    Layout,
    Node,
    lay_out,
    text_width,
)
from service_structure.planning.posts import posts
from service_structure.planning.units import MOST_BOXES, units
from service_structure.staffing.costs import staff_for
from service_structure.views.org_chart import drawn, org_chart
from service_structure.views.sentences import Sentences
from tests.support import tries

OWN = load_guide()
LONG = {
    "ru": ["Северо-Западный федеральный округ и Калининградская область", "Ы" * 60],
    "en": ["Schleswig-Holstein, Hamburg and Mecklenburg-Vorpommern", "W" * 60],
}
GROUPS = ("regions", "products", "functions", "customer_groups")


def check(layout: Layout) -> None:
    """No overlap, no label outside its box, no line through a box, all within the drawing."""
    for one, other in combinations(layout.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.bottom <= other.y or other.bottom <= one.y, (one, other)
    for box in layout.boxes:
        assert box.x >= 0
        assert box.x + box.width <= layout.width
        assert box.bottom <= layout.height
        room = box.width - 2 * PADDING
        used = text_width(box.figure, TITLE)
        assert all(text_width(line, TITLE) + used <= room for line in box.title), box
        assert all(text_width(line, NOTE) <= room for line in box.notes), box
    for link in layout.links:
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in link.points)
        for start, end in pairwise(link.points):
            for box in layout.boxes:
                assert not crosses(start, end, box), (link, box)


def crosses(start: tuple[float, float], end: tuple[float, float], box: Box) -> bool:
    """Whether a line, level or upright, runs through the inside of a box."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < box.x + box.width and right > box.x and top < box.bottom and bottom > box.y


def any_organisation(chance: random.Random, language: str) -> dict[str, object]:
    groups = {group: chance.randint(1, 12) for group in GROUPS}
    named = [group for group in GROUPS if chance.random() < 0.5]
    return {
        "numbers": {
            **groups,
            "contacts_per_hour": f"{round(10 ** chance.uniform(0.5, 3.3))}!",
            "hub_share": chance.randint(0, 60),
            "unevenness": chance.choice([0, 0.5, 1]),
        },
        "profile": {
            "currency": chance.choice(list(OWN.currencies)),
            **dict.fromkeys(named, LONG[language]),
        },
    }


@pytest.mark.long
@pytest.mark.parametrize("language", OWN.languages)
def test_boxes_of_random_organisations_add_up_and_stand_apart(language: str) -> None:
    chance = random.Random(25)
    any_result = recommend_for(read_case({}, OWN)[0], OWN)
    for _ in range(tries(250)):
        case, faults = read_case(any_organisation(chance, language), OWN)
        assert not faults
        inputs = inputs_for({}, case.numbers)
        result = replace(any_result, inputs=inputs, profile=case.profile)
        staffings = staff_for(result.inputs.numbers, OWN)
        words = Sentences(result, OWN, language)
        for structure, staffing in staffings.items():
            chart = org_chart(structure, result, OWN, language)
            layout = drawn(chart, words, chance.choice([IN_PRINT, 1110.0]))
            assert len(layout.boxes) <= MOST_BOXES
            check(layout)
            assert words.exact(chart.count) == words.exact(round(staffing.paid_staff, 1))
            assert round(fsum(entry.count for entry in chart.entries), 1) == chart.count
            assert chart.yearly_cost == round(staffing.yearly_cost)
            assert sum(entry.yearly_cost for entry in chart.entries) == chart.yearly_cost


@pytest.mark.parametrize("boxes", range(2, 61))
def test_any_number_of_boxes_stand_apart(boxes: int) -> None:
    chance = random.Random(boxes)
    nodes = [Node("head", "Head of service", "1", ("52,000 a year",), None)]
    for number in range(1, boxes):
        leaders = ["head", *[node.id for node in nodes[1:] if node.under == "head"]]
        under = chance.choice(leaders)
        title = chance.choice([*LONG["ru"], *LONG["en"], "A", "Регион 3"])
        also = chance.choice([None, nodes[-1].id]) if number > 1 else None
        stack = str(number // 3)
        nodes.append(Node(f"n{number}", title, "12,5", (title,), under, also, stack))
    layout = lay_out(nodes)
    assert layout.boxes[0].id == "head"
    assert {box.id for box in layout.boxes} == {node.id for node in nodes}
    check(layout)


@pytest.mark.parametrize("across", [ACROSS, IN_PRINT, 2000.0])
@pytest.mark.parametrize("teams", [(3, 3, 2), (3, 1), (2, 1, 1, 1), (7,), (1, 1, 1), (10, 2)])
def test_teams_of_one_group_stand_in_one_column_and_all_teams_look_alike(
    teams: tuple[int, ...], across: float
) -> None:
    nodes = [Node("head", "Head", "1", (), None)]
    for group, count in enumerate(teams):
        nodes += [
            Node(f"{group}_{n}", f"Region {group}", "5", (), "head", stack=f"regions {group}")
            for n in range(count)
        ]
    layout = lay_out(nodes, across)
    check(layout)
    _, *boxes = layout.boxes
    assert len({box.width for box in boxes}) == 1
    hang = [link.points[0][0] == box.x for link, box in zip(layout.links, boxes, strict=True)]
    assert len(set(hang)) == 1, "one team hangs as a branch of its own"
    if len(teams) > 1:
        for group, count in enumerate(teams):
            columns = {box.x for box in boxes if box.id.startswith(f"{group}_")}
            assert len(columns) == -(-count // TALLEST)


@pytest.mark.parametrize("teams", [8, 9, 16, 17, 40])
@pytest.mark.parametrize("across", [ACROSS, IN_PRINT])
def test_many_teams_of_one_manager_stand_in_several_columns_beside_one_another(
    teams: int, across: float
) -> None:
    """Otherwise a chart is a thin column that takes a page by itself."""
    nodes = [Node("head", "Head", "1", (), None)]
    for manager in ("a", "b"):
        nodes.append(Node(manager, "Manager", "1", (), "head"))
        nodes += [Node(f"{manager}{n}", "Team", "5", (), manager) for n in range(teams)]
    layout = lay_out(nodes, across)
    check(layout)
    boxes = {box.id: box for box in layout.boxes}
    for manager in ("a", "b"):
        own = [boxes[f"{manager}{n}"] for n in range(teams)]
        columns = sorted({box.x for box in own})
        assert len(columns) == -(-teams // TALLEST)
        assert {right - left for left, right in pairwise(columns)} <= {boxes[manager].width + GAP}
        assert min(box.y for box in own) == own[0].y > boxes[manager].bottom
        ends = {link.points[-1] for link in layout.links if link.target == manager}
        assert len(ends) == 1


def test_letters_are_as_wide_as_those_of_arial_in_bold_at_least() -> None:
    """Files are shown in Arial; widths of its bold letters, in thousandths of their size."""
    arial = {"1": 556, "G": 778, "L": 611, "—": 1000, "%": 889, "E": 667, "м": 688, "ж": 844}
    arial |= {"ь": 615, "ы": 854, "ю": 854, "ф": 875, "л": 635, "в": 615, "Ч": 703, "Ы": 979}
    for letter, width in arial.items():
        assert text_width(letter, 1000) >= width, letter


@pytest.mark.parametrize("language", OWN.languages)
@pytest.mark.parametrize("currency", ["eur", "rub"])
def test_no_word_of_a_chart_is_broken(language: str, currency: str) -> None:
    """Whatever the size of the service: the words of a box are those of its texts."""
    any_result = recommend_for(read_case({}, OWN)[0], OWN)
    for contacts in (20, 90, 240, 700, 1200, 3000):
        table = {"contacts_per_hour": f"{contacts}!", "products": 15, "regions": 6}
        case, _ = read_case({"numbers": table, "profile": {"currency": currency}}, OWN)
        inputs = inputs_for({}, case.numbers)
        result = replace(any_result, inputs=inputs, profile=case.profile)
        words = Sentences(result, OWN, language)
        for structure in OWN.structures:
            for most in (MOST_BOXES, 12):
                chart = org_chart(structure, result, OWN, language, most)
                entries = {entry.unit.id: entry for entry in chart.entries}
                for box in drawn(chart, words).boxes:
                    entry = entries[box.id]
                    assert " ".join(box.title) == entry.title
                    notes = " ".join(box.notes)
                    assert notes.startswith(" ".join(entry.notes)), notes


def test_a_box_is_as_wide_as_its_longest_word() -> None:
    title = "Электродвигателестроение"
    layout = lay_out([Node("head", f"Отдел {title}", "96,2", (), None)])
    assert layout.boxes[0].title == ("Отдел", title)
    check(layout)


def test_the_same_text_stands_in_the_box_broken_or_not() -> None:
    title = LONG["en"][0]
    layout = lay_out([Node("head", title, "1", (), None)])
    assert "".join(layout.boxes[0].title).replace(" ", "") == title.replace(" ", "")
    assert len(layout.boxes[0].title) > 1


def test_beyond_thirty_boxes_teams_are_put_together_and_none_is_lost() -> None:
    numbers = inputs_for({}, {"contacts_per_hour": "4000!"}).numbers
    found = posts("product", numbers, OWN)
    every, few = units(found, None), units(found)
    assert len(every) > MOST_BOXES >= len(few)
    for boxes in (every, few):
        held = [name for box in boxes for name in box.posts]
        assert sorted(held) == sorted(post.id for post in found)
        assert fsum(box.count for box in boxes) == pytest.approx(fsum(p.count for p in found))
    assert {box.kind for box in few} >= {"group"}


@pytest.mark.parametrize(
    "structure", [s.id for s in OWN.structures.values() if s.pooling.by != "one"]
)
def test_a_very_large_service_shows_every_group_in_a_box_of_its_own(structure: str) -> None:
    answers = {"size": "huge", "regions": "many", "products": "many"}
    found = posts(
        structure, inputs_for(answers, {"contacts_per_hour": "9000!", "aht": "900"}).numbers, OWN
    )
    boxes = units(found)
    shown = [box.groups for box in boxes if box.teams]
    groups = {(p.group, p.number) for p in found if p.kind == "team"}
    assert len(groups) == len(shown) > 2
    assert len(boxes) <= MOST_BOXES
    assert all(len(own) == 1 for own in shown)
    assert sorted(name for box in boxes for name in box.posts) == sorted(p.id for p in found)
