"""The page on staffing: the package works out every figure, and the published ones come out."""

import re

import pytest

from hooks.pages.staffing import LOADS, POOLS, divide, examples, grid
from service_structure import load_guide
from service_structure.case.number_output import rough_duration
from service_structure.numerics.queueing import Queue
from service_structure.source.records import Guide
from service_structure.staffing.pools import split_agents, split_break_even
from tests.support import Document
from tests.views.made import made_pages

TARGET = {"service_level": 0.8, "within": 20}
GUIDE = load_guide()


def markdown_of(language: str) -> str:
    (found,) = (p for p in made_pages(GUIDE, language) if p.uri == "staffing.md")
    return found.markdown


def rows(markdown: str, section: str) -> list[list[str]]:
    """The cells of the first table of a section."""
    text = markdown.split(f"{{: #{section} }}")[1].split("\n## ", maxsplit=1)[0]
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def numbers(cells: list[str]) -> list[float]:
    return [float(re.sub(r"[^\d.,]", "", cell).replace(",", ".")) for cell in cells]


@pytest.mark.parametrize("language", GUIDE.languages)
def test_the_cost_of_splitting_100_erlangs_stands_on_the_page(language: str) -> None:
    """100 erlangs, AHT 300 s, 80 % in 20 s."""
    markdown = markdown_of(language)
    pools, agents = rows(markdown, "pooling")
    assert numbers(pools[1:]) == [1, 2, 5, 10]
    assert numbers(agents[1:]) == [108, 114, 125, 140]
    waits = {int(n): (wait, level) for n, wait, level in rows(markdown, "waiting")[1:]}
    assert waits[1][0] == rough_duration(12, GUIDE, language)
    assert waits[4][0] == rough_duration(90, GUIDE, language)
    assert numbers([waits[pools][1] for pools in (1, 4)]) == [81, 47]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", "по {each} человек, всего {apart}, а общей — {together}, на {fewer} меньше"),
        ("en", "{each} people each, {apart} together; one pool takes {together}, or {fewer} fewer"),
    ],
)
def test_what_two_groups_of_50_erlangs_save_together_is_what_the_package_says(
    language: str, told: str
) -> None:
    apart, together = (split_agents(1200, 300, pools, **TARGET) for pools in (2, 1))
    saved = told.format(each=apart // 2, apart=apart, together=together, fewer=apart - together)
    assert saved in GUIDE.pages["staffing"].sections[0].body[language]


@pytest.mark.parametrize("language", GUIDE.languages)
def test_the_break_even_gains_are_those_of_the_package(language: str) -> None:
    loads, gains = rows(markdown_of(language), "specialists")
    for load, shown in zip((20, 100, 200, 1000), numbers(gains[1:]), strict=True):
        gain = split_break_even(load * 12, 300, 5, **TARGET)
        assert shown == pytest.approx(100 * gain, abs=0.051)
    assert len(loads) == 5


def test_help_between_groups_lies_between_none_and_one_pool(guide: Guide) -> None:
    helps = examples(guide).helps
    none, *between, one = [each.agents for each in helps]
    assert (none, one) == (split_agents(600, 300, 5, **TARGET), split_agents(600, 300, 1, **TARGET))
    assert all(one <= agents < none for agents in between)


def test_a_split_shares_out_the_agents_of_one_pool() -> None:
    found = divide(100, 4)
    queue = Queue(300, 300, 27)
    assert found.mean_wait == pytest.approx(queue.mean_wait)
    assert found.service_level == pytest.approx(queue.service_level(20))
    overloaded = divide(100, 10)
    assert overloaded.mean_wait == float("inf")
    assert 0 < overloaded.service_level < 1, "the larger pools still answer"


@pytest.mark.parametrize("language", GUIDE.languages)
def test_the_sliders_choose_from_a_table_that_holds_every_figure(language: str) -> None:
    page = Document(markdown_of(language))
    cells = [cell for cell in page.all("td") if "data-agents" in cell.attributes]
    expected = [each for row in grid().values() for each in row]
    assert len(cells) == len(expected) == len(LOADS) * len(POOLS)
    figure = GUIDE.languages[language].figure
    for cell, each in zip(cells, expected, strict=True):
        assert cell["data-agents"] == figure(each.agents, "d")
        assert cell.text.startswith(cell["data-agents"])
    sliders = {e["id"]: e for e in page.all("input")}
    assert int(sliders["split-load"]["max"]) == len(LOADS) - 1
    assert int(sliders["split-pools"]["max"]) == len(POOLS)


@pytest.mark.parametrize("language", GUIDE.languages)
def test_every_number_of_the_model_stands_on_the_page_and_a_star_marks_judgement(
    language: str,
) -> None:
    for number in GUIDE.assumptions.values():
        if number.group or number.id.startswith(("cost_", "speed_")):
            star = r"\*" if number.judgement else ""
            assert f"| {number.name[language]}{star} |" in markdown_of(language), number.id
            assert number.note[language] in markdown_of(language), number.id


@pytest.mark.parametrize("language", GUIDE.languages)
def test_no_wait_in_the_narrow_table_of_splits_breaks_before_its_unit(language: str) -> None:
    cells = re.findall(r"<small>([^<]+)</small></td>", markdown_of(language))
    assert len(cells) >= len(LOADS) * len(POOLS)
    assert not [cell for cell in cells if re.search(r"\d [^\W\d_]", cell)]
