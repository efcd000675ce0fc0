"""Commands that print results, compare guides and take texts over: what stands in their output."""

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from errno import EACCES, EIO, EISDIR, ENOSPC
from pathlib import Path

import pytest

from service_structure.case import files
from service_structure.commands import cli, output
from service_structure.decision.explain import explain
from service_structure.decision.model import recommend
from service_structure.source import translations
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from tests.support import Output, run_calculator

ANSWERS = ("size=large", "regions=many", "complexity=complex")


@pytest.fixture
def answers(guide: Guide) -> Mapping[str, str]:
    return dict(answer.split("=") for answer in ANSWERS)


def asked(*arguments: str) -> object:
    done = run_calculator(*arguments, *ANSWERS, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_json_has_the_advice_the_explanation_or_both(
    guide: Guide, answers: Mapping[str, str]
) -> None:
    explanation = asked("sensitivity")
    assert explanation == json.loads(
        output_of(lambda: output.print_json(explain(recommend(answers, guide), guide)))
    )
    advice = asked("recommend")
    assert asked("recommend", "--explain") == {
        "recommendation": advice,
        "explanation": explanation,
    }


def output_of(printed: Callable[[], None]) -> str:
    with Output("utf-8") as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        printed()
        return out.written()


def test_a_report_goes_into_a_file_as_it_is_printed(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    form = ("--format", "markdown", "--lang", "ru")
    printed = run_calculator("recommend", *ANSWERS, *form)
    done = run_calculator("recommend", *ANSWERS, *form, "--output", target)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert target.read_text("utf-8") == printed.out


def test_a_paper_goes_down_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "utf-8"))
    assert cli.main(["recommend", *ANSWERS, "--format", "docx"]) == 0
    assert raw.getvalue().startswith(b"PK")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_scenario_that_has_another_result_fails_the_command(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    shop = replace(guide.scenarios["online_shop"], recommends="matrix")
    other = replace(guide, scenarios={**guide.scenarios, "online_shop": shop})
    monkeypatch.setattr(cli, "load_guide", lambda *_: other)
    done = run_calculator("scenarios", "--lang", lang)
    expected = guide.say("scenario_expected", lang, structure="matrix")
    failed = [line for line in done.out.splitlines() if expected in line]
    assert done.code == 1
    assert [line.split()[0] for line in failed] == ["online_shop"]


@pytest.mark.long
def test_two_guides_are_compared_by_random_answers(guide: Guide, tmp_path: Path) -> None:
    """With a base point moved far, many organisations are sent elsewhere."""
    other = tmp_path / "guide"
    for path in [path for path in GUIDE.rglob("*") if path.is_file()]:
        target = other / path.relative_to(GUIDE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(path)
    estimates = other / "estimates.toml"
    text = estimates.read_text("utf-8")
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("[points"))
    moved = next(n for n in range(start + 1, len(lines)) if lines[n].startswith("matrix ="))
    lines[moved] = "matrix = 25.0"
    estimates.unlink()
    estimates.write_text("\n".join(lines) + "\n", "utf-8")
    done = run_calculator("guide", "--compare", other, "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert "  matrix → " in done.out.replace("Matrix", "matrix"), done.out


def test_translations_that_are_accepted_are_no_longer_stale(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOCK", "LOCK_OF_PRECEDENTS"):
        path = tmp_path / getattr(translations, name).name
        path.write_text("{}\n", "utf-8")
        monkeypatch.setattr(translations, name, path)
    before = run_calculator("guide", "--check-translations", "--lang", "en")
    assert before.code == 1
    unlocked = guide.say("translations_unlocked", "en")
    assert all(line.endswith(unlocked) for line in before.err.splitlines())
    accepted = run_calculator("guide", "--accept-translations", "--lang", "en")
    count = f"{len(before.err.splitlines()):,}"
    assert accepted.out.strip() == guide.say("translations_accepted", "en", n=count)
    after = run_calculator("guide", "--check-translations", "--lang", "en")
    assert (after.code, after.out, after.err) == (0, "", "")


def test_who_interrupts_a_command_gets_the_code_of_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert cli.main(["scenarios"]) == cli.INTERRUPTED == 130


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(EACCES, "denied"), "forbidden"),
        (OSError(EIO, "Input/output error"), "system"),
        (IsADirectoryError(EISDIR, "a folder"), "folder"),
        (OSError(ENOSPC, "no space"), "full"),
    ],
)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_the_system_refuses_is_told(
    guide: Guide, error: OSError, kind: str, lang: str
) -> None:
    told = files.os_fault(error)
    assert told.kind == kind
    assert len(told.describe(guide, lang)) > 10


def test_toml_that_is_right_and_cannot_be_kept_is_told_of() -> None:
    assert files.read_toml("a = " + "1" * 5000) == files.file_fault("toml_value")
    assert files.read_toml("a = " + "[" * 5000) == files.file_fault("toml_value")


def test_without_standard_error_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    output.say("unheard")


def test_bytes_that_are_no_text_are_not_replaced() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", output.ERRORS)
