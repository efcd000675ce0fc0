"""The editing of the guide: what is removed, misspelt, mistyped, misnamed or overdue is found."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from service_structure import GuideError, load_guide
from service_structure.source import precedents
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from service_structure.source.translations import LOCK, read_lock, texts, unlocked
from tests.support import DataCopy
from tools import editing

WORDLESS = {"renamed.toml", "estimates.toml", "synonyms.toml"}
FILES = sorted(
    str(path.relative_to(GUIDE))
    for path in GUIDE.rglob("*.toml")
    if path.name not in WORDLESS and path.parent.name != precedents.FOLDER
)
"""The files of the source with texts, but the precedents, which are read apart."""

MATRIX = "structures/matrix.toml"
TEXT = r'(?:"""(?:.|\n)*?"""|"(?:[^"\\]|\\.)*")'


def found(guide: Guide) -> list[str]:
    """What to edit in the texts that are not the project's own, one line each.

    Its own are asked by `make check`.
    """
    own = dict(texts(load_guide()))
    changed = [(place, text) for place, text in texts(guide) if text != own.get(place)]
    assert changed
    kinds = (editing.misspelt, editing.without_yo, editing.untypographic, editing.off_glossary)
    return [str(finding) for kind in kinds for finding in kind(guide, lambda _: changed)]


def test_nothing_came_into_the_source_or_went_out_of_it_unnoticed(guide: Guide) -> None:
    """A fact taken out is named here by its place; so is a diagram, in its chart."""
    changed = unlocked(texts(guide), read_lock(LOCK))
    assert not changed, "if that is meant, run `make translations`; if not, put it back"


@pytest.mark.parametrize(
    ("file", "start", "place"),
    [
        (MATRIX, '[[statement]]\nid = "flexible"\n', "statements/flexible/detail"),
        (MATRIX, "chart.lead = ", "structures/matrix/chart/lead"),
        (MATRIX, "chart.intake = ", "structures/matrix/chart/intake"),
        ("metrics.toml", '[[metric]]\nid = "spread"\n', "metrics/spread/formula"),
        ("terms.toml", '[[term]]\nid = "erlang"\n', "terms/erlang/definition"),
        ("sources.toml", '[[source]]\nid = "monat-2009"\n', "sources/monat-2009/note"),
        ("pages/limits.toml", '[[section]]\nid = "law"\n', "sections/law/body"),
        ("pages/myths.toml", '[[section]]\nid = "always_cheaper"\n', "sections/always_cheaper"),
    ],
)
def test_a_fact_or_a_diagram_taken_out_of_the_source_is_missed_by_name(
    copy: DataCopy, file: str, start: str, place: str
) -> None:
    content = copy.read(file)
    before, found, after = content.partition(start)
    assert found, f"{file} has no {start!r}: bring the test up to date"
    _, gap, rest = after.partition("\n\n" if start.startswith("[[") else "\n")
    copy.write(file, before + gap + rest)
    try:
        missed = unlocked(texts(copy.guide()), read_lock(LOCK))
    except GuideError as error:
        missed = tuple(map(str, error.faults))
    assert any(place in line for line in missed), missed


@pytest.mark.parametrize("language", list(load_guide().languages))
def test_a_translation_taken_out_of_any_file_is_missed_by_name(
    copy: DataCopy, language: str
) -> None:
    """One is taken out of every file at once: every fault is told, each with its own place."""
    patterns = (rf"^(?:([\w.]+)\.)?{language} = {TEXT}\n", rf"\b(){language} = {TEXT},? ?")
    taken: dict[str, str] = {}
    for file in FILES:
        content = copy.read(file)
        match = next((m for p in patterns if (m := re.search(p, content, re.M))), None)
        assert match, f"{file} has no text in {language}"
        copy.write(file, content[: match.start()] + content[match.end() :])
        taken[file] = f"{match[1]}.{language}" if match[1] else language
    faults = copy.faults()
    assert {fault.file for fault in faults} == set(FILES)
    for fault in (fault for fault in faults if fault.field):
        assert f".{language}" in fault.field or language == fault.field, fault
        assert fault.field.endswith(taken[fault.file]), fault


@pytest.mark.parametrize("rule", editing.rules(), ids=lambda rule: rule.advice)
def test_a_rule_of_typography_finds_what_is_wrong_and_leaves_what_is_right(
    rule: editing.Rule,
) -> None:
    assert rule.pattern.search(rule.wrong), f"mend the pattern or the example: {rule.wrong}"
    assert not rule.pattern.search(rule.right), f"mend the pattern or the example: {rule.right}"


@pytest.mark.long
@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (MATRIX, "Flexible and adaptable", "Flexible and adaptible", "(en): “adaptible”"),
        (MATRIX, "Возможны конфликты", "Возможны канфликты", "(ru): “канфликты”"),
        (MATRIX, "Решение ждёт двух", "Решение ждет двух", "(ru): “ждет”: write ждёт"),
        (MATRIX, "Flexible and adaptable", "Flexible, or 'adaptable'", "use the curly apostrophe"),
        (MATRIX, "Возможны конфликты", "Возможны — конфликты - и", "use a dash with spaces"),
        (MATRIX, "Возможны конфликты", "Возможны конфликты: 5%", "put a space before the per cent"),
        (MATRIX, "Flexible and adaptable", "Well organized", "spell it with s, the British way"),
        (MATRIX, "Flexible and adaptable", "High utilisation", "the glossary says Occupancy"),
        (MATRIX, "Возможны конфликты", "Гибридная структура", "the glossary says Смешанная"),
    ],
)
def test_a_slip_is_found_by_place_and_language(
    copy: DataCopy, file: str, old: str, new: str, expected: str
) -> None:
    copy.edit(file, f'"{old}', f'"{new}')
    lines = found(copy.guide())
    assert any(line.startswith("structures/matrix/") and expected in line for line in lines), lines


@pytest.mark.long
def test_links_formulas_and_placeholders_are_not_read_as_prose(copy: DataCopy) -> None:
    copy.edit(
        MATRIX,
        'text.en = "Flexible and adaptable"',
        'text.en = "Flexible: w<sub>k</sub>, [see](xyzzy.md#qwerty), `plugh`"',
    )
    assert not found(copy.guide())


def test_a_word_can_be_accepted_or_is_a_name_of_an_author(copy: DataCopy) -> None:
    copy.edit(MATRIX, '"Flexible and adaptable"', '"Adaptable, says Triantaphyllou of GitLab"')
    assert not found(copy.guide())


def test_a_language_without_a_dictionary_is_not_spelt_wrong() -> None:
    assert editing._is_word("Zusammenarbeit", "de", re.compile("GitLab"))


def test_a_source_is_due_a_year_after_it_was_checked_unless_it_says_otherwise(
    guide: Guide,
) -> None:
    web, printed = guide.sources["gravity"], guide.sources["tekin-2009"]
    assert web.best_before == web.checked + timedelta(days=365)
    assert printed.best_before > web.best_before


def test_a_source_past_its_day_is_named_and_fails_only_where_that_is_asked(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(editing, "_prose", lambda *_: ())  # no text is read: they are sound
    last = guide.sources["gravity"].best_before
    assert "gravity" not in {source.id for source in editing.overdue(guide, last)}
    after = last + timedelta(days=1)
    assert editing.main([], after) == 0
    assert f"sources/gravity: was good until {last}" in capsys.readouterr().out
    assert editing.main(["--overdue", "fail"], after) == 1
    assert editing.main(["--overdue", "fail"], date(2026, 11, 24)) == 0


def test_a_source_cannot_be_due_before_it_was_checked(copy: DataCopy) -> None:
    old = "checked = 2026-11-23\nbest_before = 2031-11-23\n"
    content = copy.read("sources.toml").replace(old, old.replace("2031", "2025"), 1)
    copy.write("sources.toml", content)
    (fault,) = copy.faults()
    assert fault.field == "best_before"
    assert "later than the day it was checked" in fault.problem


def test_the_dictionaries_come_from_locked_packages() -> None:
    lock = (editing.ROOT / "package-lock.json").read_text(encoding="utf-8")
    for names in editing.DICTIONARIES.values():
        for name in names:
            assert f'"node_modules/{name}"' in lock
            assert Path(editing.PACKAGES / name / "index.dic").is_file()
