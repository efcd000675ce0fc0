"""The command `queue`: numbers as people write them, the definitions of a service level."""

import json
from typing import Any

import pytest

from service_structure.numerics.queueing import CALLS, Queue, required_agents
from tests.support import run_calculator


def queue(*arguments: object) -> dict[str, Any]:
    done = run_calculator("queue", *arguments, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_the_queue_command_finds_agents_and_waits() -> None:
    done = run_calculator("queue", "--calls", 1200, "--aht", 300, "--format", "json")
    found = json.loads(done.out)
    queue = Queue(1200, 300, 108)
    assert (found["agents"], found["mean_wait"]) == (108, queue.mean_wait)
    assert found["service_level"] == queue.service_level(20)
    assert not found["overloaded"]


def test_the_queue_command_reports_overload_as_overload() -> None:
    done = run_calculator(
        "queue", "--calls", 1200, "--aht", 300, "--agents", 90, "--format", "json"
    )
    found = json.loads(done.out)
    assert found["overloaded"]
    assert found["mean_wait"] is None
    text = run_calculator("queue", "--calls", 1200, "--aht", 300, "--agents", 90).out
    assert "Overload: 100 erlangs of work for 90 agents" in text
    assert "108" in text


WRITTEN = {
    "12,5": (("--calls", "12,5"), ("--calls", "12.5")),
    "1 200": (("--calls", "1 200"), ("--calls", "1200")),
    "a clock": (("--aht", "4:30"), ("--aht", "270")),
    "minutes": (("--aht", "4,5 мин"), ("--aht", "270")),
    "per cent": (("--service-level", "90%"), ("--service-level", "0.9")),
    "per cent without the sign": (("--service-level", "90"), ("--service-level", "0,9")),
    "half a minute": (("--within", "0,5 min"), ("--within", "30")),
    "nobody gives up": (("--patience", "0"), ()),
    "two minutes": (("--patience", "2 min"), ("--patience", "120")),
    "agents": (("--agents", "1 000"), ("--agents", "1000")),
}


@pytest.mark.parametrize(("written", "plain"), WRITTEN.values(), ids=WRITTEN)
def test_numbers_are_read_as_in_the_form(written: tuple[str, ...], plain: tuple[str, ...]) -> None:
    usual = ("--calls", 200, "--aht", 180)
    assert queue(*usual, *written) == queue(*usual, *plain)


def test_a_volume_of_a_day_gives_the_busiest_hour_as_in_staffing() -> None:
    staffing = run_calculator(
        *("staffing", "--set", "contacts_per_hour=3000 a day", "--format", "json")
    )
    busiest = json.loads(staffing.out)["numbers"]["contacts_per_hour"]
    assert queue("--calls", "3000 a day", "--aht", 300)["calls_per_hour"] == busiest


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--calls", "-1"), {"en": "-1 is below zero", "ru": "-1 меньше нуля"}),
        (("--calls", "1,200,"), {"en": "“1,200,” is not", "ru": "«1,200,» — не число"}),
        (("--aht", "nan"), {"en": "“nan” is not a number", "ru": "«nan» — не число"}),
        (("--aht", "6"), {"en": "Did you mean 6 min?", "ru": "имелось в виду: 6 мин"}),
        (("--service-level", "100"), {"en": "100 is too high", "ru": "100 — слишком много"}),
        (("--within", "x"), {"en": "“x” is not a number", "ru": "«x» — не число"}),
        (("--patience", "2"), {"en": "“2” is unusual", "ru": "«2» — необычное"}),
        (("--agents", "2.5"), {"en": "2.5 is not a whole", "ru": "2.5 — не целое"}),
        (("--agents", "-1"), {"en": "-1 is not a whole", "ru": "-1 — не целое"}),
        (("--agents", "9" * 20), {"en": "from 0 to 1,000,000", "ru": "целое число от 0 до 1"}),
        (("--agents", "many"), {"en": "many is not a whole", "ru": "many — не целое"}),
    ],
)
def test_a_wrong_value_is_named_in_the_language_asked_for(
    wrong: tuple[str, str], told: dict[str, str], language: str
) -> None:
    done = run_calculator("queue", "--calls", 100, "--aht", 300, *wrong, "--lang", language)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert told[language] in line


def test_thousands_are_read_as_the_language_writes_them() -> None:
    asked = ("queue", "--calls", "1,200 an hour", "--aht", 300, "--format", "json", "--lang")
    english, russian = (run_calculator(*asked, language) for language in ("en", "ru"))
    assert json.loads(english.out)["calls_per_hour"] == 1200
    assert (russian.code, russian.out) == (2, "")
    assert "1200 an hour или 1,2 an hour" in russian.err


def test_an_unusual_value_counts_once_it_is_confirmed() -> None:
    assert queue("--calls", 100, "--aht", "6!")["erlangs"] == pytest.approx(1 / 6)


@pytest.mark.parametrize("of", CALLS)
def test_the_service_level_is_a_share_of_the_calls_that_are_named(of: Any) -> None:
    arguments = ("--calls", 200, "--aht", 180, "--agents", 9, "--patience", 60)
    found = queue(*arguments, "--of", of.replace("_", "-"))
    assert found["service_level"] == Queue(200, 180, 9, 60).service_level(20, of)
    assert found["required_agents"] == required_agents(
        200, 180, service_level=0.8, within=20, patience=60, of=of
    )


def test_what_the_wait_counts_is_said_where_callers_hang_up() -> None:
    usual = ("queue", "--calls", 200, "--aht", 180, "--agents", 9)
    assert "also those given up" in run_calculator(*usual, "--patience", 60).out
    assert "also those given up" not in run_calculator(*usual).out
    staffing = run_calculator("staffing", "--set", "patience=5 min", "--set", "answer_within=20")
    assert "also those given up" in staffing.out
    assert "also those given up" not in run_calculator("staffing").out
