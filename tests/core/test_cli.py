"""The command line: what it prints, what it says about bad input, and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from service_structure import explain, recommend
from service_structure.source.records import Guide
from service_structure.source.translations import texts
from tests.support import ROOT, run_calculator

TOML = 'regions = "one"\nbudget = "high"\n'
JSON = '{"regions": "one", "budget": "high"}'
ANSWERS = {"regions": "one", "budget": "high"}
FORMS = {"answers.toml": TOML, "answers.json": JSON}

# A file, what it holds, and what each line of the error must say.
UNUSABLE = {
    "no TOML": ("a.toml", "regions one", [("a.toml: not valid TOML",)]),
    "no JSON": ("a.json", '{"regions": }', [("a.json: not valid JSON",)]),
    "a JSON key twice": (
        "a.json", '{"size": "tiny", "size": "huge"}', [("twice", "size", "keep one")],
    ),
    "a TOML key twice": ("a.toml", 'size = "tiny"\nsize = "huge"', [("a.toml: not valid TOML",)]),
    "no table": ("a.json", "[1, 2]", [("table of factor = level", "size, regions")]),
    "JSON nested without end": ("a.json", "[" * 100_000, [("a.json: not valid JSON",)]),
    "no text": ("a.toml", b"\xff\xfd\x80", [("a.toml: this is not text in UTF-8",)]),
    "four faults at once": (
        "a.toml", 'regions = "seven"\nweather = "fine"\nsize = 3\nbudget = ""\n', [
            ("regions", "seven", "one, few, several, many"),
            ("weather", "fine", "size, regions"),
            ("size", "3", "tiny, small, medium, large, huge"),
            ("budget", "empty", "low, moderate, high"),
        ],
    ),
}  # fmt: skip


def result_of(*arguments: object, text: str | bytes = b"") -> str:
    done = run_calculator(*arguments, text=text)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("way", ["file", "standard input"])
def test_answers_come_from_toml_or_json_in_a_file_or_from_standard_input(
    tmp_path: Path, name: str, way: str
) -> None:
    path = tmp_path / name
    path.write_text(FORMS[name], encoding="utf-8")
    given: dict[str, Any] = {"text": FORMS[name]} if way == "standard input" else {}
    found = json.loads(result_of("recommend", "-" if given else path, "--format", "json", **given))
    assert found["answers"]["levels"] == ANSWERS
    assert found["recommended"] == recommend(ANSWERS).recommended


def test_json_holds_every_number_of_the_recommendation() -> None:
    found = json.loads(result_of("recommend", "-", "--format", "json", text=JSON))
    expected = recommend(ANSWERS)
    assert (found["verdict"], found["settled"]) == (expected.verdict, expected.settled)
    assert tuple(found["shortlist"]) == expected.shortlist
    assert [w["points"] for w in found["weights"]] == [w.points for w in expected.weights]
    for seen, standing in zip(found["ranking"], expected.ranking, strict=True):
        assert (seen["structure"], seen["fit"]) == (standing.structure, standing.fit)
        assert seen["probability"] == standing.probability
        assert [part["amount"] for part in seen["contributions"]] == [
            part.amount for part in standing.contributions
        ]
        assert [f["because"] for f in seen["failed"]] == [dict(f.because) for f in standing.failed]


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_report_gives_the_ranking_with_reasons_in_the_language_asked_for(
    guide: Guide, form: str, language: str
) -> None:
    out = result_of("recommend", "-", "--format", form, "--lang", language, text=JSON)
    result = recommend(ANSWERS)
    best = guide.structures[result.recommended]
    for standing in result.ranking:
        fit = f"{100 * standing.fit:.1f}".replace(".", guide.languages[language].decimal)
        share = f"{standing.probability:.0%}".replace("%", {"ru": "\xa0%", "en": "%"}[language])
        own = out.partition(f"{guide.structures[standing.structure].name[language]}: {share}. ")[2]
        assert guide.say("fit_of", language, fit=fit) in own.partition("\n")[0]
        for failed in standing.failed:
            assert failed.because[language] in out
    told = [part.statement.mitigation for part in explain(result, full=False).drawbacks]
    for text in (*best.first_steps, *filter(None, told)):
        assert text[language] in out
    assert ("## " in out) == (form == "markdown")
    other = "en" if language == "ru" else "ru"
    assert best.summary[other] not in out
    assert "None" not in out
    assert "{" not in out


@pytest.mark.parametrize(("name", "content", "lines"), UNUSABLE.values(), ids=UNUSABLE)
def test_bad_input_is_exit_code_2_with_one_line_for_each_fault(
    tmp_path: Path, name: str, content: str | bytes, lines: list[tuple[str, ...]]
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run_calculator("recommend", path)
    assert (done.code, done.out) == (2, "")
    told = done.err.splitlines()
    assert len(told) == len(lines), done.err
    for line, parts in zip(told, lines, strict=True):
        assert all(part in line for part in parts), line


@pytest.mark.parametrize(
    ("name", "reason"), [("absent.toml", "there is no such file"), (".", "this is a folder")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str) -> None:
    done = run_calculator("recommend", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"{tmp_path / name}: {reason}")


def test_faults_are_told_in_the_language_asked_for(guide: Guide) -> None:
    done = run_calculator("recommend", "-", "--lang", "ru", text='{"size": ""}')
    levels = ", ".join(level.id for level in guide.factors["size"].levels)
    assert done.err == f"size: значение пустое. Допустимы: {levels}.\n"


MISUSED: dict[tuple[str, ...], dict[str, str]] = {
    ("advise",): {"en": "advise' cannot be used", "ru": "advise' не подходит"},
    ("recommend",): {"en": "missing: answers", "ru": "не хватает: answers"},
    ("recommend", "-", "--set"): {"en": "--set: a value is missing", "ru": "--set: нет значения"},
    ("recommend", "-", "--x"): {"en": "not known or too much: --x", "ru": "незнакомое: --x"},
    ("guide", "--format", "x"): {"en": "'x' cannot be used", "ru": "'x' не подходит"},
    ("batch", "-", "--jobs", "two"): {"en": "is not a whole number", "ru": "не целое число"},
    ("recommend", "-", "--explain=1"): {"en": "takes no value", "ru": "здесь лишнее"},
}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("arguments", MISUSED)
def test_a_call_that_makes_no_sense_is_answered_in_one_line_of_the_language(
    arguments: tuple[str, ...], language: str
) -> None:
    done = run_calculator(*arguments, "--lang", language)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("service-structure")
    assert line.endswith("--help`.")
    assert MISUSED[arguments][language] in line


def test_a_call_without_a_command_is_told_where_help_is() -> None:
    done = run_calculator()
    assert (done.code, done.out) == (2, "")
    assert done.err == "service-structure: missing: COMMAND. More: `service-structure --help`.\n"


def test_a_language_that_there_is_not_is_answered_with_those_there_are() -> None:
    done = run_calculator("recommend", "-", "--lang", "xx")
    assert (done.code, done.out) == (2, "")
    assert "Allowed are: " in done.err
    assert "ru" in done.err


def test_no_answers_at_all_are_none() -> None:
    for empty in ("", "{}"):
        found = json.loads(result_of("recommend", "-", "--format", "json", text=empty))
        assert found["answers"]["levels"] == {}
        assert found["recommended"] == recommend({}).recommended


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(TOML, encoding="utf-8-sig")
    assert json.loads(result_of("recommend", path, "--format", "json"))["recommended"]


def test_the_guide_as_json_holds_the_whole_source(guide: Guide) -> None:
    found = json.loads(result_of("guide", "--format", "json"))
    statements = {
        structure: {s["id"]: s for s in record["statements"]}
        for structure, record in found["structures"].items()
    }
    for structure in guide.structures.values():
        assert list(statements[structure.id]) == [s.id for s in structure.statements]
        for s in structure.statements:
            seen = statements[structure.id][s.id]
            assert (seen["kind"], seen["criterion"]) == (s.kind, s.criterion)
            assert (seen["strength"], seen["text"]) == (s.strength, dict(s.text))
    everything = {tuple(sorted(text.items())) for text in _tables(found)}
    assert {tuple(sorted(text.items())) for _, text in texts(guide)} <= everything


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_guide_lists_what_can_be_answered(guide: Guide, language: str) -> None:
    lines = [line.split(maxsplit=1) for line in result_of("guide", "--lang", language).splitlines()]
    for factor in guide.factors.values():
        assert [factor.id, factor.name[language]] in lines
        for level in factor.levels:
            assert [level.id, level.name[language]] in lines


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_worked_examples_are_run(guide: Guide, language: str) -> None:
    lines = result_of("scenarios", "--lang", language).splitlines()
    for line, scenario in zip(lines, guide.scenarios.values(), strict=True):
        best = recommend(scenario.answers).best
        figures = [f"{best.fit:.3f}", f"{best.probability:.2f}"]
        assert line.split()[:4] == [scenario.id, scenario.recommends, *figures]
        assert line.endswith(scenario.name[language])


def test_the_translations_are_up_to_date() -> None:
    done = run_calculator("guide", "--check-translations")
    assert done.code == 0, f"{done.err}\nRead them, then run `make translations`."


def test_the_command_is_installed(guide: Guide) -> None:
    command = Path(sys.executable).with_name("service-structure")
    done = subprocess.run([command, "--version"], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == guide.version


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = [sys.executable, "-m", "service_structure", "guide", "--format", "json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as call:
        assert call.stdout is not None
        assert call.stderr is not None
        os.read(call.stdout.fileno(), 10)
        call.stdout.close()
        assert call.stderr.read() == b""
        assert call.wait() == 0


def _tables(value: Any) -> list[dict[str, str]]:
    """Every table of words within a JSON value."""
    if isinstance(value, list):
        return [table for item in value for table in _tables(item)]
    if not isinstance(value, dict):
        return []
    words = bool(value) and all(isinstance(item, str) for item in value.values())
    return [value] if words else _tables(list(value.values()))
