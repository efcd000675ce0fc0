"""A call or a command used in a way that it is not made for says what to write instead."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service_structure import (
    AnswersError,
    InputError,
    load_guide,
    recommend,
)
from service_structure.commands.cli import main
from service_structure.source.suggestions import suggestions


def said(call: Callable[[], object], kind: type[InputError] = InputError) -> str:
    """What the only fault of a call says, which is also the message of its error."""
    with pytest.raises(kind) as caught:
        call()
    (fault,) = caught.value.faults
    message = fault.describe(load_guide(), "en")
    assert message == str(caught.value)
    assert fault.describe(load_guide(), "ru") != message
    assert "\n" not in message
    return message


# What belongs elsewhere


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"n.aht": 300}, "aht is a number: pass it as numbers= in Python"),
        ({"n.ath": 300}, "aht is a number: pass it as numbers= in Python"),
        ({"aht": 300}, "aht is a number: pass it as numbers= in Python"),
        ({"n.regions": 3}, "regions is a number: pass it as numbers="),
        ({"n": {"aht": 300}}, "There is no factor “n.aht”"),
        ({"n": {"aht": 300}}, "aht is a number: pass it as numbers="),
        ({"w.cost": 30}, "cost is a criterion: pass its weight as weights= in Python"),
        ({"w.costs": 30}, "cost is a criterion: pass its weight as weights= in Python"),
        ({"cost": 30}, "`--weight cost=…` in a command, as w.cost in a row or a link"),
        ({"n.weather": 3}, "Allowed are: size, volume, regions"),
        ({"n": 3}, "Allowed are: size, volume, regions"),
    ],
)
def test_a_number_or_a_weight_among_the_answers_is_told_where_it_belongs(
    answers: dict[str, Any], told: str
) -> None:
    assert told in said(lambda: recommend(answers), AnswersError)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (
            {"numbers": {"size": "large"}},
            "size is a question: its answer belongs among the answers",
        ),
        ({"numbers": {"cost": 25}}, "cost is a criterion: pass its weight as weights="),
        ({"numbers": {"w.cost": 25}}, "cost is a criterion: pass its weight as weights="),
        ({"numbers": {"n.aht": 300}}, "Did you mean aht?"),
        ({"weights": {"size": "large"}}, "size is a question"),
        ({"weights": {"aht": 300}}, "aht is a number: pass it as numbers="),
        ({"weights": {"w.cost": 300}}, "Did you mean cost?"),
    ],
)
def test_what_stands_in_the_wrong_part_of_a_case_is_told_where_it_belongs(
    parts: dict[str, Any], told: str
) -> None:
    assert told in said(lambda: recommend({}, **parts))


def test_an_answer_beside_the_tables_of_a_file_is_told_where_it_belongs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"size": "large", "numbers": {"aht": 300}}), encoding="utf-8")
    assert main(["recommend", str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("There is no part “size”. size is a question: ")
    assert "in a file with tables in the table answers" in line


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ath", ("aht",)),
        ("hat", ("aht",)),
        ("aht", ("aht",)),
        ("agt", ("aht",)),
        ("tha", ()),
        ("xyz", ()),
        ("at", ("aht",)),
        ("", ()),
    ],
)
def test_one_slip_in_a_short_id_is_seen_through(word: str, meant: tuple[str, ...]) -> None:
    assert suggestions(word, ["aht", "patience", "agent_cost"]) == meant


def test_two_letters_say_too_little_to_guess_from() -> None:
    assert suggestions("xn", ["ru", "en"]) == ()
