"""Weights that a user sets and that cannot be used: each is an error that says what is allowed."""

from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

from service_structure import AnswersError, load_guide, recommend
from service_structure.commands.cli import main
from service_structure.errors import CommandError

OWN = load_guide()
CRITERIA = list(OWN.criteria)


BAD_WEIGHTS = {
    "infinity": ({"cost": inf}, "wrong_weight", ("конечное число от 0", "finite number from 0")),
    "negative": ({"cost": -1.0}, "wrong_weight", ("конечное число от 0", "finite number from 0")),
    "absurd": ({"cost": 1e9}, "wrong_weight", ("конечное число от 0", "finite number from 0")),
    "all zero": (dict.fromkeys(CRITERIA, 0.0), "no_weight", ("равны нулю", "are zero")),
    "over 100": (
        {"cost": 60.0, "speed": 41.0},
        "too_much_weight",
        ("101 из 100", "101 of 100"),
    ),
    "unknown": (
        {"price": 10.0},
        "unknown_criterion",
        ("Нет критерия «price»", "no criterion “price”"),
    ),
}


@pytest.mark.parametrize(("weights", "kind", "told"), BAD_WEIGHTS.values(), ids=BAD_WEIGHTS)
def test_a_weight_that_cannot_be_used_is_an_error_that_says_what_is_allowed(
    weights: dict[str, float], kind: str, told: tuple[str, str]
) -> None:
    with pytest.raises(AnswersError) as caught:
        recommend({}, weights=weights)
    faults: tuple[Any, ...] = caught.value.faults
    (fault,) = faults
    assert fault.kind == kind
    for language, expected in zip(("ru", "en"), told, strict=True):
        sentence = fault.describe(OWN, language)
        assert expected in sentence
        assert "{" not in sentence
        assert all(str(c) in fault.factor or c in sentence for c in weights if len(weights) == 1)


@pytest.mark.parametrize(("weights", "kind", "told"), BAD_WEIGHTS.values(), ids=BAD_WEIGHTS)
@pytest.mark.parametrize("place", [0, 1], ids=["ru", "en"])
def test_the_command_line_says_so_in_the_language_asked_for(
    weights: dict[str, float],
    kind: str,
    told: tuple[str, str],
    place: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('size = "small"\n', encoding="utf-8")
    options = [part for c, w in weights.items() for part in ("--weight", f"{c}={w}")]
    code = main(["recommend", str(file), "--lang", ("ru", "en")[place], *options])
    output = capsys.readouterr()
    assert code == CommandError.exit_code, kind
    assert output.out == ""
    assert told[place] in output.err
    assert "Traceback" not in output.err


def test_a_weight_that_is_not_a_number_counts_as_none() -> None:
    """As in a table of many organisations, where it stands for an empty cell."""
    assert recommend({}, weights={"cost": nan}).ranking == recommend({}).ranking


def test_every_weight_that_cannot_be_used_is_named() -> None:
    with pytest.raises(AnswersError) as caught:
        recommend({}, weights={"cost": inf, "speed": -1.0, "price": 1.0})
    faults: tuple[Any, ...] = caught.value.faults
    assert [fault.factor for fault in faults] == ["cost", "speed", "price"]
