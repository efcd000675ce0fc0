"""Time and memory where there is most to do: the heaviest numbers, and thousands of rows.

`make quick` leaves these measurements out: they say how much of either is used, not what comes out.
"""

import os
import tracemalloc
from contextlib import redirect_stderr
from pathlib import Path
from time import process_time

import pytest

from service_structure import load_guide, recommend, staff
from service_structure.api import inputs_for
from service_structure.commands.batch import run
from service_structure.staffing.costs import break_even
from tests.core.test_batch import many_rows, written

GUIDE = load_guide()
MOST_SECONDS = 15.0
"""Of processor time; on an idle machine the slowest case takes a third of it."""

GROUPS = {"regions": "100!", "products": "100!", "functions": "100!", "customer_groups": "100!"}
HEAVY = {
    "all groups": {"contacts_per_hour": 20_000, "aht": 3600, "answer_within": 20},
    "impatient": {"contacts_per_hour": 20_000, "aht": 3600, "answer_within": 20, "patience": 60},
    "always busy": {"contacts_per_hour": 1e5, "aht": 3600, "max_occupancy": "100!"},
    "the longest contacts": {"contacts_per_hour": 4166, "aht": "86400!", "answer_within": 20},
    "the shortest contacts": {"contacts_per_hour": 1e5, "aht": "1!", "answer_within": "0!"},
    "the largest payroll": {"agents": 1e5},
}
HEAVIEST = "impatient"


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(own, id=name, marks=() if name == HEAVIEST else pytest.mark.weekly)
        for name, own in HEAVY.items()
    ],
)
def test_the_heaviest_numbers_are_answered_in_time(numbers: dict[str, float | str]) -> None:
    start = process_time()
    recommend({}, numbers=GROUPS | numbers)
    staff({}, GROUPS | numbers)
    inputs = inputs_for({}, GROUPS | numbers).numbers
    for structure in GUIDE.structures.values():
        break_even(structure, inputs)
    assert process_time() - start < MOST_SECONDS


@pytest.mark.weekly
@pytest.mark.parametrize("jobs", [1, 2])
def test_five_thousand_rows_take_no_more_memory_than_those_under_way(
    tmp_path: Path, jobs: int
) -> None:
    """All results together would take more than 3 MB."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        # What is imported and kept by the first run does not grow with the rows.
        run(
            written(tmp_path, many_rows(4, answered=True)),
            load_guide(),
            output=Path(os.devnull),
            jobs=jobs,
        )
        path = written(tmp_path, many_rows(5_000, answered=True))
        tracemalloc.start()
        bad = run(path, load_guide(), output=Path(os.devnull), jobs=jobs)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert bad == 3_750
    assert peak < 2_000_000
