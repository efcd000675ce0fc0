"""The command line in every encoding and language: no traceback, and only letters are lost."""

import io
import json
import os
import subprocess
import sys

import pytest

from service_structure import load_guide
from service_structure.commands.cli import main
from service_structure.commands.output import REPLACEMENTS
from tests.support import ROOT

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
HELP = ("recommend", "sensitivity", "batch", "guide", "scenarios", "staffing", "queue")


class Output(io.TextIOWrapper):
    """Standard output or error in an encoding, kept in memory."""

    def __init__(self, encoding: str) -> None:
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding=encoding, errors="strict", write_through=True)


def run(monkeypatch: pytest.MonkeyPatch, encoding: str, *arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; its exit code, output and errors."""
    out, err = Output(encoding), Output(encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ANSWERS.encode())))
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    out.flush()
    err.flush()
    return code, out.kept.getvalue().decode(encoding), err.kept.getvalue().decode(encoding)


@pytest.mark.parametrize("language", list(load_guide().languages))
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_writes_in_any_encoding_what_that_has_letters_for(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], encoding: str, language: str
) -> None:
    plain = run(monkeypatch, "utf-8", *command, "--lang", language)
    code, out, err = run(monkeypatch, encoding, *command, "--lang", language)
    assert code == plain[0] == (2 if "regionz=−1" in command else 0)
    if "json" in command:
        assert json.loads(out) == json.loads(plain[1])
        return
    for seen, meant in ((out, plain[1]), (err.partition("Some letters")[0], plain[2])):
        replaced = "".join(_in(encoding, character) for character in meant)
        assert seen == replaced
    letters_lost = "?" in (out + err).replace("?", "", (plain[1] + plain[2]).count("?"))
    assert ("PYTHONIOENCODING=utf-8" in err) == letters_lost
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
def test_every_option_has_a_help_text_and_every_command_an_example(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    code, out, err = run(monkeypatch, "ascii", command, "--help")
    assert (code, err) == (0, "")
    assert f"service-structure {command}" in out.partition("examples:")[2]
    options = out.partition("options:")[2].partition("examples:")[0]
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
        (">/dev/full", 2, "No space left"),
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
