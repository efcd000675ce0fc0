"""The command `plan`: from one structure to another, in three forms, with faults that help."""

import json

import pytest

from service_structure import load_guide
from service_structure.commands.cli import main

OWN = load_guide()


def printed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["plan", *words]) == code
    found = capsys.readouterr()
    return found.out if code == 0 else found.err


@pytest.mark.parametrize("language", OWN.languages)
def test_a_plan_is_told_with_tasks_people_roles_and_the_law(
    capsys: pytest.CaptureFixture[str], language: str
) -> None:
    text = printed(capsys, "--from", "centralised", "--to", "matrix", "--lang", language)
    told = [OWN.planning.tasks[name] for name in ("two_managers", "owners_of_products", "pilot")]
    for task in told:
        assert task.name[language] in text
        assert task.risk[language] in text
    assert OWN.planning.tasks["two_managers"].stop[language] in text  # type: ignore[index]
    assert OWN.planning.tasks["hub"].name[language] not in text
    country = "ru" if language == "ru" else "general"
    assert OWN.planning.countries[country].notes[0].text[language] in text


def test_with_a_first_day_the_plan_has_dates(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--from", "centralised", "--to", "matrix")
    assert "week 1" in printed(capsys, *words)
    dated = printed(capsys, *words, "--start", "2026-12-01")
    assert "1–7 December" in dated
    assert "From 1 December 2026 to" in dated
    assert "week 1" not in dated


def test_json_has_ids_days_and_dates(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--from", "none", "--to", "expert_line", "--start", "2026-11-28", "--format", "json")
    plan = json.loads(printed(capsys, *words, "--country", "ru"))
    assert (plan["today"], plan["target"], plan["start"]) == ("none", "expert_line", "2026-11-30")
    assert plan["country"] == "ru"
    by_id = {task["id"]: task for task in plan["tasks"]}
    assert by_id["first_line"]["after"] == ["staffing_table", "knowledge_base", "handover_rules"]
    assert by_id["notices"]["notes"] == ["terms"]
    assert by_id["goal"]["roles"]["board"] == "A"
    assert plan["chain"][-1] == "closing"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--from is needed. Allowed are: centralised"),
        (("--from", "matrx"), "--from: the value 'matrx' cannot be used. Allowed are: centralised"),
        (("--from", "matrix", "--to", "matrix"), "there is nothing to plan"),
        (("--from", "none", "--to", "none"), "--to: the value 'none' cannot be used"),
        (("--from", "matrix", "--to", "product", "--start", "soon"), "a date like 2026-11-30"),
        (("--from", "matrix", "--to", "product", "--country", "fr"), "Allowed are: general, ru"),
    ],
)
def test_what_cannot_be_planned_is_said(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert told in printed(capsys, *words, code=2)
