"""Words beside numbers agree with them, in every language of the guide."""

import re

import pytest

from service_structure import Guide
from service_structure.case.number_output import quantity_with_unit
from service_structure.source.language import AGREEING, Language
from service_structure.source.model_records import Text
from tests.support import ROOT, DataCopy

SHARES = {"share", "own", "timely", "gain"}
"""Placeholders for per cent: “in 1% of cases”."""

BESIDE = re.compile(r"\{(\w+)\}[ \u00a0]((?:[^\W\d_]+[ -])?)([^\W\d_]+)")
"""A placeholder with a word after it, and maybe an adjective between."""

OTHER = {"is", "are", "was", "has", "have", "a"}
"""Words of a form that are no nouns."""

RUSSIAN = {1: 0, 2: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 0, 22: 1, 25: 2, 100: 2, 101: 0, 111: 2}
"""Which form stands beside a number."""


def _texts(guide: Guide) -> list[tuple[str, Text]]:
    units = [(own.id, own.unit) for own in guide.assumptions.values() if own.unit]
    return [*guide.messages.items(), *units]


@pytest.mark.parametrize("written", ["1", "2", "5", "21", "1.5", "0", "1,001", "about 12–21", "∞"])
def test_english_has_a_form_for_one_and_one_for_the_others(guide: Guide, written: str) -> None:
    told = guide.languages["en"].fill("{n} {n:point|points}", {"n": written})
    assert told == f"{written} {'point' if written == '1' else 'points'}"


@pytest.mark.parametrize(("number", "form"), RUSSIAN.items())
def test_russian_has_three_forms(guide: Guide, number: int, form: int) -> None:
    russian = guide.languages["ru"]
    noun = "{n:балл|балла|баллов}"
    assert russian.fill(noun, {"n": number}) == ("балл", "балла", "баллов")[form]
    assert russian.fill(noun, {"n": f"−{number}"}) == ("балл", "балла", "баллов")[form]
    grouped = russian.figure(10_000 + number)
    assert russian.fill(noun, {"n": grouped}) == ("балл", "балла", "баллов")[form]


@pytest.mark.parametrize("written", ["0,1", "1,5", "12,0", "+0,4"])
def test_a_fraction_takes_the_second_form_in_russian(guide: Guide, written: str) -> None:
    assert guide.languages["ru"].fill("{n:балл|балла|баллов}", {"n": written}) == "балла"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("1", "часа"),
        ("2", "часов"),
        ("5", "часов"),
        ("21", "часа"),
        ("43,6", "часа"),
        ("∞", "часов"),
    ],
)
def test_a_fraction_may_have_a_form_of_its_own(guide: Guide, written: str, form: str) -> None:
    """After “для”, two and five are alike, and a fraction still goes with a singular."""
    told = guide.languages["ru"].fill("для {n} {n:часа|часов|часов|часа}", {"n": written})
    assert told == f"для {written} {form}"


def test_a_language_may_have_other_forms() -> None:
    polish = Language("pl", "Polski", ",", " ", plurals=("1", r"(\d*[02-9])?[2-4]"))
    told = [polish.fill("{n:punkt|punkty|punktów}", {"n": n}) for n in (1, 2, 5, 12, 21, 22)]
    assert told == ["punkt", "punkty", "punktów", "punktów", "punktów", "punkty"]


@pytest.mark.parametrize("number", [1, 2, 5, 21])
def test_every_message_is_filled_for_every_number(guide: Guide, number: int) -> None:
    for name, text in _texts(guide):
        for language, words in text.items():
            agreeing = {placeholder for placeholder, _ in AGREEING.findall(words)}
            if not agreeing:
                continue
            own = guide.languages[language]
            placeholders = set(re.findall(r"\{(\w+)", words))
            told = own.fill(words, dict.fromkeys(placeholders, number))
            assert not {*"{|}"} & {*told}, (name, language)
            wanted = 0 if number == 1 else 1
            if language == "ru":
                wanted = RUSSIAN[number]
            for _, forms in AGREEING.findall(words):
                assert forms.split("|")[wanted] in told, (name, language, told)


def test_no_noun_stands_beside_a_number_without_agreeing(guide: Guide) -> None:
    """Whatever noun agrees with a number in one message does so in all."""
    found = []
    for language in guide.languages:
        plurals = [
            form
            for _, text in _texts(guide)
            for _, forms in AGREEING.findall(text[language])
            for form in forms.split("|")[1:]
        ]
        nouns = {word for form in plurals for word in form.split()[:2]} - OTHER
        assert len(nouns) > 20
        for message, text in guide.messages.items():
            for number, adjective, word in BESIDE.findall(text[language]):
                beside = {adjective.strip(" -"), word} & nouns
                if beside and number not in SHARES and adjective.strip() != "of":
                    found.append((message, language, number, word))
    assert [own for own in found if own[0] not in ALLOWED] == []


def test_messages_are_filled_by_what_knows_forms() -> None:
    """`str.format` does not: `Guide.say` does."""
    direct = re.compile(r"messages\[[^\]]+\]\[[^\]]+\]\.format\(")
    for folder in ("calculator/service_structure", "hooks", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not direct.search(path.read_text(encoding="utf-8")), path


ALLOWED = {
    "card_nothing",  # as many structures as the guide has
    "usual_no_volume",  # thousands
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_units_agree_with_the_values_beside_them(guide: Guide, language: str) -> None:
    told = {
        number: quantity_with_unit(number, guide.assumptions["training_weeks"], guide, language)
        for number in (1, 2, 5, 21, 1.5)
    }
    assert (
        told
        == {
            "ru": {1: "1 неделя", 2: "2 недели", 5: "5 недель", 21: "21 неделя", 1.5: "1,5 недели"},
            "en": {1: "1 week", 2: "2 weeks", 5: "5 weeks", 21: "21 weeks", 1.5: "1.5 weeks"},
        }[language]
    )


def test_a_wrong_number_of_forms_is_a_fault(copy: DataCopy) -> None:
    copy.edit("messages/result.toml", "{gap:point|points}", "{gap:point|points|points}")
    told = [str(fault) for fault in copy.faults()]
    assert any("margin_clear" in line and "has 3 forms" in line for line in told), told
    copy.edit("messages/result.toml", "{gap:балл|балла|баллов}", "{gap:балл|балла|б|б|б}")
    told = [str(fault) for fault in copy.faults()]
    assert any("has 5 forms; the language has 3, and maybe one" in line for line in told), told


def test_a_pattern_that_cannot_be_read_is_a_fault(copy: DataCopy) -> None:
    copy.edit("guide.toml", "plurals = ['(", "plurals = ['((")
    told = [str(fault) for fault in copy.faults()]
    assert any("language ru" in line and "is no pattern" in line for line in told), told
