"""What a contributor is told: the room left, faults by file, missing texts, what an edit does."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from service_structure import GuideError, load_guide, load_precedents
from service_structure.commands import compare
from service_structure.commands.cli import main
from service_structure.commands.compare import comparison
from service_structure.faults import DataFault
from service_structure.source import precedents
from service_structure.source.loader import missing_texts
from service_structure.source.records import Guide
from service_structure.source.room import room, taken_from
from service_structure.source.translations import texts
from tests.support import DataCopy
from tools import casebook, editing, estimate, links, validate

BUDGET = "factors/budget.toml"
ESTIMATES = "estimates.toml"
SLOW = 'id = "slow_response"'
NEW_LEVEL = """
[[level]]
id = "none"
name = { ru = "Его нет", en = "None" }
prior = 0
moves = { standards = -50, cost = -50, coordination = 100 }
because = { ru = "Платить нечем.", en = "There is nothing to pay with." }
"""


@pytest.fixture
def fewer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few random answers that comparing two guides takes no time."""
    monkeypatch.setattr(compare, "DRAWS", 50)


def test_the_room_is_what_the_answers_leave_of_each_criterion(guide: Guide) -> None:
    left = room(guide)
    assert left.keys() == guide.criteria.keys()
    for criterion, points in left.items():
        taken = sum(taken_from(criterion, guide).values())
        assert points == pytest.approx(guide.estimates.points[criterion] - taken)
        assert points >= 0


def test_the_room_of_a_question_is_what_a_new_level_of_it_can_take_and_no_more(
    copy: DataCopy, guide: Guide, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["guide", "--room", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["left"] == room(guide)
    most = found["a_level_may_take"]["budget"]
    assert most == {
        criterion: pytest.approx(taken_from(criterion, guide).get("budget", 0) + points)
        for criterion, points in room(guide).items()
        if taken_from(criterion, guide).get("budget", 0) + points > 0
    }
    before = copy.read(BUDGET)
    for more, faulty in ((0, False), (0.25, True)):
        given = -(most["speed"] + more)
        level = NEW_LEVEL.replace(
            "standards = -50, cost = -50, coordination = 100",
            f"speed = {given}, coordination = {-given}",
        )
        copy.write(BUDGET, before + level)
        assert bool(copy.faults()) == faulty
    assert main(["guide", "--room"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = (line for line in lines if line.startswith("budget "))
    told = dict(part.split() for part in line.removeprefix("budget").split(", "))
    assert told == {criterion: f"{points:g}" for criterion, points in most.items()}
    goals = {factor.id for factor in guide.factors.values() if factor.goal}
    assert {line.split()[0] for line in lines if line} >= goals


def test_a_level_that_takes_too_much_is_told_of_every_criterion_and_the_room(
    guide: Guide, copy: DataCopy
) -> None:
    copy.write(BUDGET, copy.read(BUDGET) + NEW_LEVEL)
    overdrawn = ("standards", "cost")
    *each, summary = copy.faults()
    assert [fault.field for fault in each] == [f"moves.{name}" for name in overdrawn]
    assert {(f.file, f.record) for f in each} == {(BUDGET, "budget / level none")}
    assert all("take less in factors/ (" in fault.problem for fault in each)
    assert summary.problem.startswith("standards, cost overdrawn; points left: ")
    left = {name: points for name, points in room(guide).items() if name not in overdrawn}
    some, none = summary.problem.split("no points left: ")
    for criterion, points in left.items():
        assert (f"{criterion} {points:g}" in some) if points else (criterion in none)


def test_where_any_of_several_levels_could_take_less_the_fault_is_of_the_estimates(
    guide: Guide, copy: DataCopy
) -> None:
    points = {**guide.estimates.points, "standards": 1.0}
    points["cost"] += guide.estimates.points["standards"] - 1
    table = "".join(f"{name} = {value!r}\n" for name, value in points.items())
    head, _, rest = copy.read(ESTIMATES).partition("[points]\n")
    copy.write(ESTIMATES, f"{head}[points]\n{table}\n[base]{rest.partition('[base]')[2]}")
    (own, summary) = copy.faults()
    assert (own.file, own.record, own.field) == (ESTIMATES, "points", "standards")
    assert summary.file == ESTIMATES


def test_a_number_that_the_model_does_not_read_is_told_where_it_has_to(copy: DataCopy) -> None:
    file = "assumptions.toml"
    whole = copy.read(file)
    start = whole.index('[[assumption]]\nid = "shrinkage"')
    record = whole[start : whole.index("[[assumption]]", start + 1)]
    copy.write(file, whole + "\n" + record.replace('"shrinkage"', '"quality_time"'))
    (fault,) = copy.faults()
    assert (fault.record, fault.field) == ("assumption quality_time", "id")
    assert fault.problem.endswith("a field of Numbers in source/numbers.py")
    copy.write(file, whole.replace("[[assumption]]", '[[assumption]]\ngroup = "posts"', 1))
    (fault,) = copy.faults()
    assert fault.problem == "only numbers of the form stand in a group"


def test_a_structure_of_an_id_alone_has_each_fault_once(
    copy: DataCopy,
) -> None:
    copy.write("structures/novel.toml", 'id = "novel"\n')
    faults = [fault for fault in copy.faults() if fault.file == "structures/novel.toml"]
    places = [(fault.record, fault.field) for fault in faults]
    assert len(places) == len(set(places))
    assert {("novel", "staffing"), ("novel", "organisation"), ("novel", "suits")} <= {*places}
    assert {record for record, _ in places} == {"novel"}, "a table that is missing is one fault"
    with pytest.raises(GuideError) as caught:
        copy.guide()
    *lines, count = str(caught.value).splitlines()
    files = [line.partition(":")[0] for line in lines]
    assert files == sorted(files)
    assert count == f"{len(lines)} faults in {len(set(files))} files"


def test_a_new_language_is_told_by_its_progress_in_each_file(copy: DataCopy) -> None:
    copy.edit("guide.toml", '[[language]]\nid = "en"', '[[language]]\nid = "de"\nname = "Deutsch"\n'
              'decimal = ","\nthousands = "."\n\n[[language]]\nid = "en"')  # fmt: skip
    form = copy.read("messages/form.toml")
    copy.write("messages/form.toml", form.replace("\nen = ", '\nde = "Wort"\nen = ', 3))
    with pytest.raises(GuideError) as caught:
        copy.guide()
    told = str(caught.value)
    assert f"{'messages/form.toml':<36}{3:>5} of {form.count(chr(10) + 'en = ')}" in told
    assert "service-structure guide --missing de" in told
    assert len(told.splitlines()) < 125
    assert "terms.forms.de" not in told


@pytest.mark.long
def test_the_missing_texts_of_a_language_are_listed(
    guide: Guide, capsys: pytest.CaptureFixture[str]
) -> None:
    total = len({id(text) for _, text in texts(guide)})  # shared conditions stand in many places
    faults, counted = missing_texts("de")
    assert len(faults) == counted >= total - 1
    in_cases, counted_in_cases = precedents.missing_texts("de")
    assert len(in_cases) == counted_in_cases > 10 * len(load_precedents())
    counted += counted_in_cases
    assert main(["guide", "--missing", "de"]) == 1
    out, err = capsys.readouterr()
    *lines, progress = out.splitlines()
    assert len(lines) == counted
    assert progress == f"de: 0 / {counted}"
    assert err == ("de is not declared as a [[language]] in guide.toml yet; the guide has ru, en\n")
    assert main(["guide", "--missing", "en"]) == 0
    assert capsys.readouterr() == (f"en: {counted} / {counted}\n", "")


@pytest.mark.parametrize("word", ["eng", "EN", "e n", ""])
def test_a_language_that_is_mistyped_is_answered_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str], word: str
) -> None:
    code = main(["guide", "--missing", word])
    out, err = capsys.readouterr()
    if word == "eng":  # which may be the id of a language to come
        assert (code, bool(out)) == (1, True)
        assert err.startswith("eng is not declared")
    else:
        assert (code, out) == (2, "")
        assert err.startswith(f"“{word}” is no id of a language, such as “de”; ")
    assert ("did you mean en?" in err) == (word != "")


@pytest.mark.usefixtures("fewer_draws")
@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda text: text, ["examples          0 of 12 differ", "random answers    0.0%"]),
        (
            lambda text: text.replace("strength = 3", "strength = 1", 1),
            ["no answers        ", " of 12 differ", "% → "],
        ),
    ],
)
def test_a_comparison_says_what_an_edit_changes(
    copy: DataCopy, edit: Callable[[str], str], expected: list[str]
) -> None:
    file = "structures/centralised.toml"
    before, slow, after = copy.read(file).partition(SLOW)
    copy.write(file, before + slow + edit(after))
    lines = "\n".join(comparison(load_guide(), copy.guide()))
    for part in expected:
        assert part in lines
    unchanged = edit("strength = 3") == "strength = 3"
    assert ("0 of 12 differ" in lines) == unchanged
    assert ("make validate WRITE=--write" in lines) != unchanged


@pytest.mark.usefixtures("fewer_draws")
def test_a_comparison_names_what_only_one_of_the_guides_has(copy: DataCopy) -> None:
    own = load_guide()
    assert not [line for line in comparison(own, own) if line.startswith("not compared")]
    level = NEW_LEVEL.replace(
        "standards = -50, cost = -50, coordination = 100", "speed = -1, cost = 1"
    )
    copy.write(BUDGET, copy.read(BUDGET) + level)
    (copy.folder / "scenarios" / "city_line.toml").unlink()
    told = [
        "not compared      answers that only {} guide has: budget none",
        "not compared      examples that only {} guide has: city_line",
    ]
    for before, after, which in (
        (own, copy.guide(), ("this", "the other")),
        (copy.guide(), own, ("the other", "this")),
    ):
        assert list(comparison(before, after))[-2:] == [
            line.format(guide) for line, guide in zip(told, which, strict=True)
        ]


def test_a_folder_that_holds_no_guide_is_named_and_the_guide_in_it_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = tmp_path / "calculator" / "guide"
    DataCopy.at(inner)
    for folder, told in (
        (tmp_path / "nowhere", "no such folder; give the one that holds guide.toml"),
        (inner / "factors", "holds no guide; give the folder that holds guide.toml"),
        (tmp_path, f"holds no guide; did you mean {inner}?"),
        (inner.parent, f"holds no guide; did you mean {inner}?"),
    ):
        with pytest.raises(GuideError) as caught:
            load_guide(folder)
        assert str(caught.value).startswith(f"{folder}: {told}\n")
        assert main(["guide", "--compare", str(folder)]) == 2
        out, err = capsys.readouterr()
        assert not out
        assert err.splitlines()[:2] == [
            f"the guide in {folder} cannot be compared:",
            f"{folder}: {told}",
        ]


def test_the_folder_of_a_guide_with_faults_is_named_where_it_is_compared(
    copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy.folder / "terms.toml").unlink()
    assert main(["guide", "--compare", str(copy.folder)]) == 2
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first == f"the guide in {copy.folder} cannot be compared:"
    assert second == "terms.toml: the file is missing; create it"


@pytest.mark.parametrize("tool", [casebook, editing, estimate, links, validate])
def test_a_tool_tells_the_faults_of_the_guide_and_nothing_else(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = DataFault("terms.toml", "", "", "the file is missing; create it")

    def faulty(*_: object) -> NoReturn:
        raise GuideError([told])

    for name in ("load_guide", "load_precedents", "estimated"):
        if hasattr(tool, name):
            monkeypatch.setattr(tool, name, faulty)
    assert tool.main([]) == 1
    assert capsys.readouterr().out == f"{told}\n1 fault in 1 file\n"
