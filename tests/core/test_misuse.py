"""A call or a command used in a way that it is not made for says what to write instead."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from service_structure import (
    AnswersError,
    InputError,
    NumbersError,
    explain,
    load_guide,
    recommend,
    recommend_many,
    staff,
)
from service_structure.api import inputs_for
from service_structure.commands.cli import main
from service_structure.source.records import Guide
from service_structure.source.suggestions import suggestions

RECORDS = 'df.to_dict("records")'
FRAME = pd.DataFrame({"regions": ["one", "many"], "budget": ["high", "low"]})


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


# Arguments of another kind than a function takes


@pytest.mark.parametrize(
    "rows",
    [FRAME, FRAME.loc[0], {"regions": "one"}, "companies.csv", None, 7],
    ids=lambda rows: type(rows).__name__,
)
def test_what_is_no_rows_is_refused_at_once_and_told_where_rows_come_from(rows: Any) -> None:
    message = said(lambda: recommend_many(rows), AnswersError)
    assert f"not {type(rows).__name__}." in message
    assert RECORDS in message
    said(lambda: recommend_many(rows, errors="return"), AnswersError)


@pytest.mark.parametrize("answers", [FRAME, FRAME.to_dict("records")], ids=["frame", "records"])
@pytest.mark.parametrize("call", [recommend, staff, inputs_for])
def test_the_answers_of_many_are_sent_to_recommend_many(
    call: Callable[[Any], object], answers: Any
) -> None:
    message = said(lambda: call(answers), AnswersError)
    assert "recommend_many(rows)" in message
    assert RECORDS in message


def test_a_data_frame_of_numbers_or_weights_is_no_table_of_them() -> None:
    frame: Any = pd.DataFrame({"aht": [300, 400]})
    assert "a table of name = value" in said(lambda: recommend({}, numbers=frame), NumbersError)
    assert "a table of criterion = points" in said(lambda: recommend({}, weights=frame))


def test_explain_says_that_it_takes_a_recommendation() -> None:
    (error,) = recommend_many([{"regions": "seven"}], errors="return")
    for other in ({"regions": "one"}, None, "matrix", [recommend({})], error):
        wrong: Any = other
        message = said(lambda wrong=wrong: explain(wrong))  # type: ignore[misc]
        assert f"not {type(other).__name__}. Write `explain(recommend(answers))`" in message


def test_what_is_no_guide_is_told_that_numbers_and_weights_have_names() -> None:
    other: Any = {"aht": 300}
    calls: list[Callable[[], object]] = [
        lambda: recommend({}, other),
        lambda: recommend_many([], other),
        lambda: explain(recommend({}), other),
        lambda: staff({}, {}, other),
    ]
    for call in calls:
        message = said(call)
        assert "`load_guide()` returns, not dict" in message
        assert "`numbers=…`" in message


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ("ignore", "Allowed are: raise, return."),
        ("retrun", "Did you mean return?"),
        (None, "raise"),
    ],
)
def test_errors_is_one_of_the_two_words_that_it_may_be(errors: Any, told: str) -> None:
    message = said(lambda: recommend_many([{"regions": "seven"}], errors=errors))
    assert f"errors: the value “{errors}” cannot be used. " in message
    assert told in message


# Rows


def test_an_error_of_a_row_names_its_number_and_its_labels() -> None:
    rows: list[Any] = [
        {"id": 7, "regions": "one"},
        {"id": 8, "name": "Acme", "regions": "seven", "size": 3},
        {"name": "B" * 90, "n.aht": -1},
        {"id": None, "regions": "eight"},
        ("one", "many"),
    ]
    good, *bad = recommend_many(rows, errors="return")
    assert good == recommend({"regions": "one"})
    found = [error for error in bad if isinstance(error, InputError)]
    assert [error.row for error in found] == [2, 3, 4, 5]
    assert [type(error) for error in found] == [AnswersError, NumbersError] + 2 * [AnswersError]
    labelled, long, unlabelled, no_row = map(str, found)
    first, second = labelled.splitlines()
    assert first.startswith("Row 2 (id 8, name Acme): regions: there is no level “seven”.")
    assert second.startswith("Row 2 (id 8, name Acme): size: the value 3 is not a word.")
    assert long.startswith("Row 3 (name BBB")
    assert "B…): " in long
    assert unlabelled.startswith("Row 4: regions: there is no level “eight”.")
    assert no_row.startswith("Row 5: A row must be a mapping of factor to level, not tuple.")
    assert RECORDS in no_row
    with pytest.raises(AnswersError, match=r"Row 2 \(id 8, name Acme\): regions"):
        list(recommend_many(rows))


def test_the_row_of_an_error_is_told_in_the_language_asked_for(guide: Guide) -> None:
    (error,) = recommend_many([{"id": 8, "regions": "seven"}], errors="return")
    assert isinstance(error, InputError)
    told = InputError(error.faults, guide, "ru", row=error.row, label=error.label)
    assert str(told).startswith("Строка 1 (id 8): regions: нет уровня «seven».")


def test_an_error_of_one_organisation_has_no_row() -> None:
    with pytest.raises(AnswersError) as caught:
        recommend({"regions": "seven"})
    assert (caught.value.row, caught.value.label) == (None, "")
    assert str(caught.value).startswith("regions: ")


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
        ({"n.weather": 3}, "Allowed are: size, regions, place_difference"),
        ({"n": 3}, "Allowed are: size, regions, place_difference"),
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


# Options of commands


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--set", "ath=240"], ["There is no number “ath” (value “240”). Did you mean aht?"]),
        (["--set", "aht"], ["“--set aht” has no value. Write it like --set aht=240."]),
        (["--set", "aht 240"], ["“--set aht 240” has no value. Write it like --set aht=240."]),
        (["--weight", "cost"], ["“--weight cost” has no value. Write it like --weight cost=25."]),
        (["--set", "aht="], ["the field is empty. Give a time from"]),
        (["--set", "size=large"], ["size is a question"]),
        (["--set", "cost=25"], ["`--weight cost=…`"]),
        (["--weight", "aht=240"], ["`--set aht=…`"]),
        (["--set", "aht", "--weight", "price=3"], ["no criterion “price”", "has no value"]),
    ],
)
def test_an_option_that_sets_nothing_is_told_its_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: list[str]
) -> None:
    path = tmp_path / "answers.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["recommend", str(path), *options]) == 2
    out, err = capsys.readouterr()
    assert not out
    for line, part in zip(err.splitlines(), told, strict=True):
        assert part in line


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
