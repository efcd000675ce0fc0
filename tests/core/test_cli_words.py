"""The command line: answers as words, the reader's language, help in it, and the plan as JSON."""

import argparse
import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service_structure import load_guide, recommend
from service_structure.commands import cli
from service_structure.commands.cli import _parser
from service_structure.commands.parser import HELP, USAGE, Parser
from tests.support import run_calculator

LANGUAGES = load_guide().languages
KEPT = re.compile(r"%\(default\)s|%%|--[a-z-]+|`[a-z]+`|\b[a-z]\.[a-z]+\b")
"""What a translation leaves as it is."""


def found(*arguments: object, text: str = "") -> Any:
    done = run_calculator(*arguments, "--format", "json", text=text)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_answers_and_numbers_may_be_words() -> None:
    told = found("recommend", "size=large", "regions=few~several", "n.aht=4:30", "w.cost=25")
    assert told["answers"]["levels"] == {"size": "large"}
    assert told["inputs"]["numbers"]["aht"] == 270
    assert told["user_weights"] == {"cost": 25}


def test_words_go_before_what_a_file_says_and_options_before_words(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    case = {"answers": {"size": "tiny", "regions": "one"}, "numbers": {"aht": 200}}
    path.write_text(json.dumps(case), encoding="utf-8")
    told = found("recommend", path, "size=large", "n.aht=300", "--set", "aht=400")
    assert told["answers"]["levels"] == {"size": "large", "regions": "one"}
    assert told["inputs"]["numbers"]["aht"] == 400
    assert found("recommend", "size=huge", "-", text='{"size": "tiny"}')["recommended"] == (
        recommend({"size": "huge"}).recommended
    )


def test_a_file_may_have_an_equals_sign_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "size=large"
    path.write_text('size = "tiny"\n', encoding="utf-8")
    assert found("recommend", path)["answers"]["levels"] == {"size": "tiny"}


@pytest.mark.parametrize("command", ["recommend", "sensitivity", "plan", "staffing"])
def test_a_word_that_is_none_is_answered_with_what_is_allowed(command: str) -> None:
    for words, parts in (
        (["large"], ["large: there is no such file", "size=large", "guide"]),
        (["a", "b"], ["one file only", "a, b", "size=large"]),
        (["sise=large"], ["sise", "Did you mean size?"]),
        (["size=vast"], ["vast", "tiny, small, medium, large, huge"]),
    ):
        done = run_calculator(command, *words)
        assert (done.code, done.out) == (2, "")
        assert all(part in done.err for part in parts), done.err


def test_without_answers_it_says_what_they_may_be() -> None:
    done = run_calculator("recommend")
    assert "missing: answers. Name a TOML or JSON file" in done.err


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ru_RU.UTF-8", "ru"), ("ru", "ru"), ("en_GB.UTF-8", "en"), ("de_DE", "en"), ("C", "en")],
)
def test_commands_speak_the_language_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, locale: str, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    wrong = {"ru": "такого файла нет", "en": "there is no such file"}
    head = {"ru": "Помогает выбрать", "en": "Choose an"}
    assert wrong[language] in run_calculator("recommend", "absent").err
    assert head[language] in run_calculator("--help").out
    assert head["ru"] not in run_calculator("recommend", "--language", "en", "--help").out
    asked = run_calculator("recommend", "absent", "--language", "ru").err
    assert wrong["ru"] in asked


def _told(parser: argparse.ArgumentParser) -> Iterator[str | None]:
    """Every text of the help of a parser and of its commands."""
    yield parser.description
    yield (parser.epilog or "").partition("\n")[0]
    yield from (group.title for group in parser._action_groups)
    for action in parser._actions:
        yield from (action.help, action.metavar if isinstance(action.metavar, str) else None)
        yield from (own.help for own in getattr(action, "_choices_actions", ()))
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                assert isinstance(command, Parser)
                yield from _told(command)


@pytest.mark.parametrize("language", [path.stem for path in HELP.glob("*.toml")])
def test_help_is_translated_in_full_and_holds_nothing_that_is_gone(language: str) -> None:
    words = tomllib.loads((HELP / f"{language}.toml").read_text(encoding="utf-8"))
    told = {" ".join(text.split()) for text in _told(_parser(LANGUAGES, "en")) if text}
    assert {*words} - {USAGE} == told
    for english, own in words.items():
        assert sorted(KEPT.findall(english)) == sorted(KEPT.findall(own)), own


@pytest.mark.parametrize("command", ["recommend", "batch", "plan", "queue"])
def test_help_in_russian_has_no_english_sentence(command: str) -> None:
    told = run_calculator(command, "--lang", "ru", "--help").out.partition("примеры:")[0]
    assert told.startswith("вызов: service-structure")
    english = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
    assert not english.findall(told)


IN_WORDS = re.compile(r"[a-z]{2,},? [a-z]{2,}")
PRINTING = {"print", "say", "CommandError", "BatchError"}


def test_no_command_tells_a_reader_something_in_one_language_only() -> None:
    """What is printed or raised comes from the messages of the guide, in the reader's language."""
    for file in Path(cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            told: list[ast.AST] = []
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                told = [*node.args] if name in PRINTING else []
            elif isinstance(node, ast.Yield) and node.value:
                told = [node.value]
            texts = [
                part for one in told for part in ast.walk(one) if isinstance(part, ast.Constant)
            ]
            own = [text.value for text in texts if IN_WORDS.search(str(text.value))]
            assert not own, f"{file.name}: give it a message in guide/messages"


NOWHERE = Path("/nowhere/advice")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("recommend", "size=large", "--output", NOWHERE),
            {"ru": f"{NOWHERE}: такой папки нет.", "en": f"{NOWHERE}: there is no such folder."},
        ),
        (
            ("recommend", "size=large", "--format", "docx", "--output", NOWHERE),
            {"ru": f"{NOWHERE}: такой папки нет.", "en": f"{NOWHERE}: there is no such folder."},
        ),
        (
            ("guide", "--missing", "EN"),
            {"ru": "«EN» — не код языка", "en": "“EN” is no id of a language"},
        ),
        (
            ("guide", "--compare", NOWHERE),
            {"ru": f"гид в папке {NOWHERE}", "en": f"the guide in {NOWHERE}"},
        ),
    ],
    ids=["output", "paper", "missing", "compare"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_wrong_is_told_in_the_language_asked_for(
    arguments: tuple[object, ...], told: dict[str, str], language: str
) -> None:
    done = run_calculator(*arguments, "--lang", language)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(told[language])


def test_the_room_is_told_in_the_language_asked_for() -> None:
    told = run_calculator("guide", "--room", "--lang", "ru").out
    assert told.startswith("Критерий")
    assert not re.search(r"\d\.\d", told), "figures have a decimal comma"


def test_json_holds_the_way_to_a_preferred_structure() -> None:
    told = found("recommend", "size=large", "--today", "product", "--preferred", "matrix")
    way = told["preference"]
    assert (way["today"], way["target"]) == ("product", "matrix")
    assert way["budget"] != told["move"]["budget"]
    assert found("recommend", "size=large", "--preferred", "matrix")["preference"] is None
    assert found("recommend", "size=large", "--today", "product")["preference"] is None


def test_json_holds_the_plan_from_todays_structure() -> None:
    told = found("recommend", "size=large", "p.structure=product", "--lang", "ru")
    assert (told["plan"]["today"], told["plan"]["target"]) == ("product", told["recommended"])
    own = found("plan", "size=large", "--from", "product", "--lang", "ru")
    assert told["plan"] == own
    assert found("recommend", "size=large", "p.structure=none")["plan"]["today"] == "none"
    assert found("recommend", "size=large")["plan"] is None
    stays = found("recommend", "size=large", f"p.structure={told['recommended']}")
    assert stays["plan"] is None
