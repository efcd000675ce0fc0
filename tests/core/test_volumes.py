"""The command `volumes`: a list of calls or intervals as the numbers of the staffing model."""

import json
from pathlib import Path
from typing import Any

import pytest

from service_structure import load_guide
from tests.support import run_calculator

GUIDE = load_guide()
CALLS = """Call Id,Agent,Date,Time,Answered (Y/N),Speed of answer in seconds,AvgTalkDuration
1,Diane,1/1/2021,9:12:58,Y,109,0:02:00
2,Becky,1/1/2021,9:52:58,Y,70,0:04:00
3,Becky,1/1/2021,10:47:31,N,,
4,Becky,1/2/2021,9:47:31,Y,10,0:03:00
"""
"""Two days of calls, as on Kaggle and in the exports of many systems."""

INTERVALS = """sep=;
Дата;Интервал;Поступило;Принято;Среднее время обработки
01.02.2026;09:00–09:30;12;11;4:30
01.02.2026;09:30–10:00;18;18;5:00
01.02.2026;10:00–10:30;;;
02.02.2026;09:00–09:30;10;10;4:00
02.02.2026;17:00–17:30;5;5;4:00
"""
"""Half hours of two days: one of them without a number."""

HOURS = "hour,contacts\n" + "".join(f"{h},{c}\n" for h, c in enumerate([0] * 8 + [30, 60, 45, 15]))


def volumes(text: str, *options: str) -> dict[str, Any]:
    done = run_calculator("volumes", "-", *options, "--format", "json", text=text)
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_calls_are_counted_by_hours_of_an_average_day() -> None:
    found = volumes(CALLS)
    assert found["by_hour"] == {"9": 1.5, "10": 0.5}
    assert (found["days"], found["busiest"], found["contacts_per_hour"]) == (2, 9, 1.5)
    assert found["average_load"] == pytest.approx(100 * 1 / 1.5)
    assert found["aht"] == 180


def test_intervals_add_up_to_hours_and_weigh_handling_time() -> None:
    found = volumes(INTERVALS)
    assert found["by_hour"] == {"9": 20, "17": 2.5}
    assert found["aht"] == pytest.approx((12 * 270 + 18 * 300 + 15 * 240) / 45)
    assert (found["rows"], found["left_out"]) == (4, 1)


def test_a_row_of_hours_gives_the_average_hour_beside_the_busiest() -> None:
    """The hours without contacts are those in which nobody serves."""
    found = volumes(HOURS)
    assert (found["days"], found["contacts_per_hour"]) == (1, 60)
    assert found["average_load"] == pytest.approx(100 * (30 + 60 + 45 + 15) / 4 / 60)
    assert found["aht"] is None


@pytest.mark.parametrize(
    ("time", "hour"),
    [
        ("2026-03-02T09:30:00", 9),
        ("02.03.2026 9:30", 9),
        ("3/2/2026 9:30 AM", 9),
        ("3/2/2026 12:30:15 p.m.", 12),
        ("12:05 am", 0),
        ("09:00-09:30", 9),
        ("0930", 9),
        ("9–10", 9),
        ("23", 23),
    ],
)
def test_times_are_read_as_systems_write_them(time: str, hour: int) -> None:
    assert volumes(f"Time,Offered\n{time},7\n")["by_hour"] == {str(hour): 7}


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("Interval,ACD Calls,Offered,Abandoned,AHT", ["Interval", "Offered", "AHT"]),
        ("Interval Start,nOffered,tHandle,tWait", ["Interval Start", "nOffered", "tHandle"]),
        ("DATE,HALF HOUR,CALLS count,AVERAGE SPEED OF ANSWER", ["HALF HOUR", "CALLS count", None]),
        ("Час,Число звонков,Длительность", ["Час", "Число звонков", "Длительность"]),
        ("Talk time,Start time,Contacts", ["Start time", "Contacts", "Talk time"]),
    ],
)
def test_columns_are_known_by_their_heads(head: str, columns: list[str | None]) -> None:
    cells = ["9:30" if "our" in name or name in columns[:1] else "3" for name in head.split(",")]
    found = volumes(f"{head}\n{','.join(cells)}\n")["columns"]
    assert [found.get(kind) for kind in ("time", "contacts", "handling")] == columns


def test_columns_may_be_named() -> None:
    text = "a,b,c\n3,9:00,60\n"
    found = volumes(text, "--time", "b", "--contacts", "a", "--handling", "c")
    assert (found["contacts_per_hour"], found["aht"]) == (3, 60)


def test_what_it_prints_is_a_case() -> None:
    case = run_calculator("volumes", "-", "--format", "toml", text=CALLS).out
    done = run_calculator("staffing", "-", "--format", "json", text=case)
    numbers = json.loads(done.out)["numbers"]
    assert {name: numbers[name] for name in ("contacts_per_hour", "average_load", "aht")} == {
        "contacts_per_hour": 1.5,
        "average_load": 67,
        "aht": 180,
    }


@pytest.mark.parametrize("language", GUIDE.languages)
def test_it_says_what_it_has_read(language: str) -> None:
    said = run_calculator("volumes", "-", "--lang", language, text=INTERVALS).out
    assert "Поступило" in said
    assert GUIDE.say("volumes_left_out", language, rows=1) in said
    for name in ("contacts_per_hour", "average_load", "aht"):
        assert GUIDE.assumptions[name].name[language] in said


@pytest.mark.parametrize("language", GUIDE.languages)
@pytest.mark.parametrize(
    ("text", "options", "fault"),
    [
        ("", (), "no_time"),
        ("a,b\n1,2\n", (), "no_time"),
        ("time,calls\nsoon,2\n", (), "no_times"),
        ("time,calls\n25:00,2\n", (), "no_times"),
        ("time,calls\n9:00,0\n", (), "no_times"),
        ("time,calls\n9:00,2\n", ("--time", "Hour"), "no_such_column"),
    ],
)
def test_what_cannot_be_read_is_told(
    text: str, options: tuple[str, ...], fault: str, language: str
) -> None:
    done = run_calculator("volumes", "-", *options, "--lang", language, text=text)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"-: {GUIDE.messages[f'file_{fault}'][language].split('{')[0]}")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run_calculator("volumes", tmp_path / "no.csv")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert GUIDE.messages["file_missing"]["en"] in done.err
