"""The home page: its question, its result and its facts are those of the data and the model."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from hooks.pages.home import QUEUES, home
from hooks.pages.staffing import ERLANGS, divide
from service_structure import load_guide, load_precedents
from service_structure.errors import GuideError
from service_structure.source.precedents import read_precedents
from tests.support import DataCopy, Document, words
from tests.views.made import made

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
HOME = home(GUIDE.pages["home"], GUIDE)
languages = pytest.mark.parametrize("language", LANGUAGES)


def page(language: str) -> Document:
    return Document(made(GUIDE, language)["index.md"])


def links(language: str) -> dict[str, str]:
    """The text of each link by its address."""
    return {link["href"]: words(link.text) for link in page(language).all("a")}


@languages
def test_each_answer_to_the_first_question_leads_into_the_calculator(language: str) -> None:
    question = next(iter(GUIDE.factors.values()))
    found = links(language)
    for level in question.levels:
        address = f"calculator/#{question.id}={level.id}&amp;v={GUIDE.version}"
        assert found[address.replace("&amp;", "&")] == level.name[language]


def test_the_example_gets_what_it_is_expected_to_get_and_is_no_toss_up() -> None:
    example = HOME.example
    assert example.result.recommended == example.scenario.recommends, "its reason is not true"
    assert example.result.verdict in {"recommended", "likely"}


@languages
def test_the_result_has_the_name_the_reasons_and_the_people_of_the_model(language: str) -> None:
    example = HOME.example
    text = words(re.sub(r"<[^>]+>", " ", made(GUIDE, language)["index.md"]))
    structure = GUIDE.structures[example.result.recommended]
    assert structure.name[language] in text
    amounts = [reason.amount for reason in example.reasons]
    assert amounts == sorted(amounts, reverse=True)
    assert min(amounts) > 0
    for reason in example.reasons:
        assert f"{GUIDE.factors[reason.factor].name[language]}: " in text
    inside = GUIDE.languages[language].inside(structure.name[language])
    assert words(GUIDE.say("home_from", language, name=inside)) in text, "from what to what"
    assert f"→ {example.staffing.agents} " in text
    assert f"→ {example.staffing.paid_staff:.0f} " in text


def test_a_spectrum_keeps_the_order_of_the_guide_and_leaves_no_gap() -> None:
    parts = HOME.example.spectrum
    assert [part.structure for part in parts] == list(GUIDE.structures)
    for left, right in pairwise(parts):
        assert right.start == pytest.approx(left.start + left.probability)
    assert parts[-1].start + parts[-1].probability == pytest.approx(1)


@languages
def test_the_facts_are_computed(language: str) -> None:
    text = words(re.sub(r"<[^>]+>", " ", made(GUIDE, language)["index.md"]))
    one, many = divide(ERLANGS, 1), divide(ERLANGS, QUEUES)
    assert f"{one.agents} → {many.agents}" in text
    assert sum(HOME.chosen.values()) == HOME.validation["cases"], "run make validate WRITE=--write"
    for name, measure in (("model", "top1"), ("model", "top2"), ("base_rates", "top2")):
        assert f" {100 * HOME.validation['methods'][name][measure][0]:.0f}" in text


@languages
def test_every_dot_of_the_casebook_is_an_organisation(language: str) -> None:
    drawn = re.findall(
        r'class="dots dots--(\w+) [^"]*" d="M\d+ \d+h([\d.]+)"', made(GUIDE, language)["index.md"]
    )
    for structure, count in HOME.chosen.items():
        dots = [round((float(length) + 9.9) / 10) for kind, length in drawn if kind == structure]
        assert sum(dots) == count


@languages
def test_the_organisations_are_those_of_the_record(language: str) -> None:
    cases = load_precedents(GUIDE)
    text = words(re.sub(r"<[^>]+>", " ", made(GUIDE, language)["index.md"]))
    for name in GUIDE.pages["home"].precedents:
        assert cases[name].organisation[language] in text
        assert f"structures/{cases[name].structure}/" in links(language)


def test_an_example_or_organisation_that_does_not_exist_is_named(copy: DataCopy) -> None:
    copy.edit("pages/home.toml", '"software_service"', '"software_servise"')
    (fault,) = copy.faults()
    assert "software_service" in str(fault)
    copy.edit("pages/home.toml", '"software_servise"', '"software_service"')
    copy.edit("pages/home.toml", '"de-telekom"', '"de-telecom"')
    with pytest.raises(GuideError) as raised:
        read_precedents(Path(copy.folder), copy.guide())
    (fault,) = raised.value.faults
    assert (fault.file, fault.field) == ("pages/home.toml", "precedents")
    assert "de-telekom" in fault.problem
