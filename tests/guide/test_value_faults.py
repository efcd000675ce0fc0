"""What the loader says of a value of the wrong kind or out of its range, wherever it stands."""

import pickle

import pytest

from service_structure import ServiceStructureError, load_guide
from service_structure.source.model_records import MOST_CONDITIONS
from service_structure.source.records import Guide
from tests.support import DataCopy

SYMPTOMS, NUMBERS, CHANGES = "symptoms.toml", "assumptions.toml", "changes.toml"
CENTRALISED, BUDGET = "structures/centralised.toml", "factors/budget.toml"
CREW = 'quantity = "count"\nvalue = 1\nunit.ru = "чел."'
CONDITION = """[[statement.when]]
factor = "{factor}"
times = {{ low = 0.7 }}
because.ru = "Почему так."
because.en = "Why this is so."

"""
LISTED = ("budget", "turnover", "growth")[: MOST_CONDITIONS - 1]
SCALE = '[[statement]]\nid = "scale_economies"'
MORE = "".join(CONDITION.format(factor=factor) for factor in LISTED)

BROKEN = {
    "a text in quotes that says nothing": (
        ("guide.toml", 'decimal = ","', 'decimal = " "'),
        ("language ru", "decimal", "is empty; write a text"),
    ),
    "a whole number out of its range": (
        ("guide.toml", "grouped_from = 1000", "grouped_from = 999"),
        ("language en", "grouped_from", "is 999; it must be a whole number from 1000 to 10000"),
    ),
    "a word that is a number": (
        ("scenarios/online_shop.toml", 'answers.size = "tiny"', "answers.size = 4"),
        ("online_shop", "answers.size", "is 4; it must be a word in quotes"),
    ),
    "an id that is a number": (
        (BUDGET, 'sources = ["indeed-2021", ', 'sources = [2021, "indeed-2021", '),
        ("budget", "sources", "holds 2021; each entry must be an id in quotes"),
    ),
    "a text in a list without languages": (
        ("structures/product.toml", "unsuited = [", 'unsuited = ["too small",'),
        ("product", "unsuited[1]", "is 'too small'; it must be"),
    ),
    "a symptom that always tells of the structure": (
        (SYMPTOMS, 'trait = "separate_queues"\n\n[[symptom.cause]]\nkind = "people"',
         'trait = "separate_queues"\n\n[[symptom.cause]]\nkind = "structure"'),
        ("symptom waits", "cause", "at least one is needed that is not the structure"),
    ),
    "a likely range beyond what is allowed": (
        (NUMBERS, "likely = { low = 25, high = 150 }", "likely = { low = 25, high = 1500 }"),
        ("assumption hiring_cost", "likely", "goes beyond the range from 0 to 1000"),
    ),
    "a likely range without the usual value": (
        (NUMBERS, "likely = { low = 25, high = 150 }", "likely = { low = 60, high = 150 }"),
        ("assumption hiring_cost", "likely", "leaves out the usual value, 50"),
    ),
    "a part of a person": (
        (NUMBERS, CREW, CREW.replace("1", "1.5")),
        ("assumption minimum_crew", "value", "is 1.5; it must be a whole number"),
    ),
    "a statement that depends on too much": (
        (CENTRALISED, SCALE, MORE + SCALE),
        ("centralised / statement common_standards", "when", f"at most {MOST_CONDITIONS} can"),
    ),
    "a task that nobody does": (
        ("plan.toml", 'responsible = ["leads", "head"]', "responsible = []"),
        ("task announcement", "responsible", "is empty; name at least one role"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_value_is_named_with_what_is_allowed(
    copy: DataCopy, edit: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    copy.edit(*edit)
    record, field, problem = expected
    faults = copy.faults()
    assert any(
        (fault.file, fault.record, fault.field) == (edit[0], record, field)
        and problem in fault.problem
        for fault in faults
    ), [*map(str, faults)]


def test_a_factor_needs_two_levels_to_choose_from(copy: DataCopy) -> None:
    head, first, *_ = copy.read(BUDGET).split("[[level]]\n")
    copy.write(BUDGET, f"{head}[[level]]\n{first}")
    assert any(
        fault.record == "budget" and fault.field == "level" and "at least two" in fault.problem
        for fault in copy.faults()
    )


def test_the_first_version_of_a_guide_changes_no_record(copy: DataCopy) -> None:
    copy.write(CHANGES, copy.read(CHANGES).replace("records = []", 'records = ["pages/method"]'))
    assert any("one change without records is needed" in fault.problem for fault in copy.faults())


def test_records_are_written_as_tables(copy: DataCopy) -> None:
    head = copy.read(SYMPTOMS).partition("[[symptom.cause]]")[0]
    copy.write(SYMPTOMS, f'{head}cause = "people"\n')
    assert any("written as tables, [[cause]]" in fault.problem for fault in copy.faults())


def test_a_guide_pickled_by_another_version_is_not_taken_for_this_one(guide: Guide) -> None:
    pickled = pickle.dumps(load_guide())
    assert pickle.loads(pickled) is load_guide()
    older = pickled.replace(guide.version.encode(), b"2020.01")
    with pytest.raises(ServiceStructureError, match=r"2020\.01; that of this package is"):
        pickle.loads(older)
