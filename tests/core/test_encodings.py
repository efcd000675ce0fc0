"""The command line in every encoding and language: no traceback, and only letters are lost."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from service_structure import load_guide
from service_structure.commands.output import REPLACEMENTS
from tests.support import ROOT, Done, run_calculator

ENCODINGS = ("utf-8", "cp1251", "cp866", "cp1252", "ascii")
ANSWERS = '{"regions": "one", "budget": "high"}'
COMMANDS = {
    "recommend": ("recommend", "-"),
    "explain": ("recommend", "-", "--explain", "--set", "aht=300"),
    "markdown": ("recommend", "-", "--explain", "--format", "markdown"),
    "json": ("recommend", "-", "--format", "json"),
    "sensitivity": ("sensitivity", "-"),
    "staffing": ("staffing", "-"),
    "staffing as JSON": ("staffing", "--format", "json"),
    "queue": ("queue", "--calls", "100", "--aht", "180", "--agents", "4"),
    "guide": ("guide",),
    "guide as JSON": ("guide", "--format", "json"),
    "room": ("guide", "--room"),
    "scenarios": ("scenarios",),
    "bad input": ("recommend", "-", "--set", "regionz=−1", "--weight", "cöst=1"),
}
HELP = ("recommend", "sensitivity", "batch", "guide", "scenarios", "staffing", "queue", "volumes")


@cache
def plain(command: tuple[str, ...]) -> Done:
    """What a command writes where every letter can be written."""
    return run_calculator(*command, text=ANSWERS)


@pytest.mark.parametrize("language", list(load_guide().languages))
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_writes_in_any_encoding_what_that_has_letters_for(
    command: tuple[str, ...], encoding: str, language: str
) -> None:
    command = (*command, "--lang", language)
    meant = plain(command)
    done = run_calculator(*command, text=ANSWERS, encoding=encoding)
    assert done.code == meant.code == (2 if "regionz=−1" in command else 0)
    if "json" in command:
        assert json.loads(done.out) == json.loads(meant.out)
        return
    for seen, whole in ((done.out, meant.out), (done.err.partition("Some letters")[0], meant.err)):
        replaced = "".join(_in(encoding, character) for character in whole)
        assert seen == replaced
    asked = (meant.out + meant.err).count("?")
    letters_lost = "?" in (done.out + done.err).replace("?", "", asked)
    assert ("PYTHONIOENCODING=utf-8" in done.err) == letters_lost
    assert letters_lost <= (
        encoding == "ascii" or (encoding == "cp1252" and language == "ru") or "cöst=1" in command
    )


def _in(encoding: str, character: str) -> str:
    for candidate in (character, REPLACEMENTS.get(character, "?")):
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        return candidate
    return "?"


@pytest.mark.parametrize("command", HELP)
def test_every_option_has_a_help_text_and_every_command_an_example(command: str) -> None:
    done = run_calculator(command, "--help", encoding="ascii")
    assert (done.code, done.err) == (0, "")
    assert "%%" not in done.out
    assert f"service-structure {command}" in done.out.partition("examples:")[2]
    options = done.out.partition("options:")[2].partition("examples:")[0]
    lines = options.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("  -"):
            assert "  " in line.strip() or following.startswith("       "), f"no help: {line}"


@pytest.mark.parametrize("encoding", ["cp1251", "ascii"])
def test_a_process_of_its_own_ends_without_a_traceback(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service_structure", "recommend", "-"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        input=ANSWERS.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert done.stdout.decode(encoding)


@pytest.mark.parametrize(
    ("redirection", "code", "told"),
    [
        (">&-", 2, "standard output is closed"),
        ("<&-", 2, "standard input is closed"),
        (">/dev/full", 2, "no space left"),
        ("2>&-", 0, ""),
    ],
)
def test_a_closed_or_full_stream_is_told_of_in_a_line(
    redirection: str, code: int, told: str
) -> None:
    command = f'"{sys.executable}" -m service_structure recommend - {redirection}'
    done = subprocess.run(
        command, shell=True, cwd=ROOT, input=ANSWERS.encode(), capture_output=True, check=False
    )
    lines = done.stderr.decode().splitlines()
    assert done.returncode == code, lines
    assert len(lines) == bool(told)
    assert all(told in line for line in lines)
