"""What a contributor is told: the room left, faults by file, missing texts, what an edit does."""

from collections.abc import Callable

import pytest

from service_structure import GuideError, load_guide
from service_structure.commands.cli import main
from service_structure.commands.compare import comparison
from service_structure.source.loader import missing_texts
from service_structure.source.records import Guide
from service_structure.source.room import room, taken_from
from service_structure.source.translations import texts
from tests.support import DataCopy

BUDGET = "factors/budget.toml"
SLOW = 'id = "slow_response"'
NEW_LEVEL = """
[[level]]
id = "none"
name = { ru = "Его нет", en = "None" }
prior = 0
moves = { standards = -50, cost = -50, coordination = 100 }
because = { ru = "Платить нечем.", en = "There is nothing to pay with." }
"""


def test_the_room_is_what_the_answers_leave_of_each_criterion(guide: Guide) -> None:
    left = room(guide)
    assert left.keys() == guide.criteria.keys()
    for criterion, points in left.items():
        taken = sum(taken_from(criterion, guide).values())
        assert points == pytest.approx(guide.estimates.points[criterion] - taken)
        assert points >= 0


def test_a_level_that_takes_too_much_is_told_of_every_criterion_and_the_room(
    guide: Guide, copy: DataCopy
) -> None:
    copy.write(BUDGET, copy.read(BUDGET) + NEW_LEVEL)
    overdrawn = ("standards", "cost")
    *each, summary = copy.faults()
    assert [fault.record for fault in each] == [f"points.{name}" for name in overdrawn]
    assert summary.problem.startswith("standards, cost overdrawn; points left: ")
    left = {name: points for name, points in room(guide).items() if name not in overdrawn}
    some, none = summary.problem.split("no points left: ")
    for criterion, points in left.items():
        assert (f"{criterion} {points:g}" in some) if points else (criterion in none)


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
    assert len(told.splitlines()) < 100
    assert "terms.forms.de" not in told


def test_the_missing_texts_of_a_language_are_listed(
    guide: Guide, capsys: pytest.CaptureFixture[str]
) -> None:
    total = len({id(text) for _, text in texts(guide)})  # shared conditions stand in many places
    faults, counted = missing_texts("de")
    assert len(faults) == counted >= total - 1
    assert main(["guide", "--missing", "de"]) == 1
    *lines, progress = capsys.readouterr().out.splitlines()
    assert len(lines) == counted
    assert progress == f"de: 0 of {counted} texts"
    assert main(["guide", "--missing", "en"]) == 0
    assert capsys.readouterr().out == f"en: {counted} of {counted} texts\n"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda text: text, ["examples        0 of 12 differ", "random answers  0.0 %"]),
        (
            lambda text: text.replace("strength = 3", "strength = 1", 1),
            ["usual answers   ", " of 12 differ", " % → "],
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
    assert ("0 of 12 differ" in lines) == (edit("strength = 3") == "strength = 3")
