"""Numbers at the ends of what is allowed: an answer, or the limit."""

import pytest

from service_structure import NumbersError, load_guide, recommend, staff
from service_structure.api import inputs_for
from service_structure.source.numbers import MOST_ERLANGS, NUMBERS
from tests.support import run_calculator

GUIDE = load_guide()


@pytest.mark.long
@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_may_be_at_the_end_of_its_range(name: str, end: str) -> None:
    value = f"{getattr(GUIDE.assumptions[name], end)}!"
    assert recommend({}, numbers={name: value}).recommended in GUIDE.structures
    for found in staff({}, {name: value}).values():
        assert found.agents > 0


@pytest.mark.parametrize(
    "numbers",
    [
        {"contacts_per_hour": 100_000, "aht": "86400!"},
        {"contacts_per_hour": 100_000, "contacts_per_day": 2_000_000, "aht": "86400!"},
        {"contacts_per_month": 50_000_000, "aht": "86400!"},
    ],
)
def test_more_work_than_the_model_reckons_with_is_refused_with_the_limit(
    numbers: dict[str, float | str],
) -> None:
    with pytest.raises(NumbersError, match="100,000 people") as caught:
        recommend({}, numbers=numbers)
    for fault in caught.value.faults:
        assert "100 000 человек" in fault.describe(GUIDE, "ru")
    options = [f"{name}={value}" for name, value in numbers.items()]
    done = run_calculator("staffing", *(x for option in options for x in ("--set", option)))
    assert (done.code, done.out) == (2, "")


def test_as_much_work_as_the_model_reckons_with_is_allowed() -> None:
    most = {"contacts_per_hour": MOST_ERLANGS, "aht": 3600}
    assert inputs_for({}, most).numbers.contacts_per_hour == MOST_ERLANGS


@pytest.mark.long
@pytest.mark.parametrize("answers", [{}, {"size": "large", "regions": "several"}])
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_typed_at_its_default_changes_nothing(answers: dict[str, str], name: str) -> None:
    """Where the number is open a value is news, but none that tells against the likeliest."""
    inputs = inputs_for(answers)
    value = getattr(inputs.numbers, name)
    plain, typed = recommend(answers), recommend(answers, numbers={name: f"{value!r}!"})
    if name in inputs.open:
        assert typed.recommended in plain.shortlist
    else:
        assert (typed.recommended, typed.verdict) == (plain.recommended, plain.verdict)
        assert [s.fit for s in typed.ranking] == pytest.approx([s.fit for s in plain.ranking])
