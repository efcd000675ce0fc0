"""Real organisations: what the model says of each beside the structure that it chose.

tests/reference/cases.json holds the cases with their sources. A case is a worked example of the
guide, or a row below with no more answers than its description supports. With three to five
answers the model can only lean: what was chosen has to be on the shortlist, and all in all more
probable than with nothing answered. How often it comes first in the casebook: `make validate`.
"""

import json
from math import log
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from service_structure import load_guide, recommend

FILE = Path(__file__).parents[1] / "reference/cases.json"
CASES: dict[str, dict[str, str]] = {
    case["id"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]
}
GUIDE = load_guide()

# The worked example, its source in the guide, and the structures that count as the one chosen.
EXAMPLES = {
    "K09": ("hubspot_early", "hubspot-hours", {"centralised"}),
    "K12": ("cisco_tac", "cisco-2012", {"matrix", "mirrored_teams"}),
    "K15": ("field_offices", "fluss", {"centralised"}),
}

# Answers, and the structures that count as the one chosen. Sites that follow the sun are a hub
# with spokes, as in claim C30; pods with every role are mirrored teams.
ROWS: dict[str, tuple[dict[str, str], set[str]]] = {
    "K03": (
        {"size": "large", "functions": "few", "joint_work": "often", "change": "fast"},
        {"matrix", "mirrored_teams"},
    ),
    "K05": (
        {
            "size": "medium", "hours": "around_clock_zones", "products": "several",
            "complexity": "complex",
        },
        {"centralised", "decentralised", "hub_and_spoke"},
    ),
    "K09 grown": (
        {"size": "large", "regions": "several", "hours": "zones"},
        {"decentralised", "hub_and_spoke"},
    ),
    "K11": (
        {"functions": "one", "regions": "few", "hours": "around_clock_zones"},
        {"centralised", "hub_and_spoke"},
    ),
    "K20": (
        {
            "size": "huge", "regions": "many", "products": "several",
            "product_difference": "very", "authority": "unready",
        },
        {"product"},
    ),
    "K21": (
        {
            "size": "huge", "products": "few", "product_difference": "very",
            "segments": "distinct",
        },
        {"product"},
    ),
    "K22": ({"products": "one", "functions": "many", "budget": "high"}, {"functional"}),
}  # fmt: skip


def test_every_case_is_a_worked_example_or_a_row() -> None:
    assert {*EXAMPLES, *(case.split()[0] for case in ROWS)} == set(CASES)


@pytest.mark.parametrize("case", EXAMPLES)
def test_a_worked_example_of_a_case_agrees_with_it_and_names_its_source(case: str) -> None:
    example, source, chosen = EXAMPLES[case]
    scenario = GUIDE.scenarios[example]
    assert source in scenario.sources
    assert scenario.recommends == recommend(scenario.answers).recommended
    assert scenario.recommends in chosen


@pytest.mark.parametrize("case", ROWS)
def test_what_a_case_chose_is_on_the_shortlist(case: str, record_property: Any) -> None:
    answers, chosen = ROWS[case]
    result = recommend(answers)
    record_property(case, repr(result))
    assert chosen & {*result.shortlist}


def test_what_was_chosen_is_more_probable_than_with_nothing_answered() -> None:
    """By the mean logarithm, the score by which the casebook is measured."""
    told = fmean([log(probability(*row)) for row in ROWS.values()])
    untold = fmean([log(probability({}, chosen)) for _, chosen in ROWS.values()])
    print(f"log-loss of the cases: {-told:.2f}, with nothing answered {-untold:.2f}")
    assert told > untold + 0.1


def probability(answers: dict[str, str], structures: set[str]) -> float:
    """The probability of any of these structures."""
    return sum(s.probability for s in recommend(answers).ranking if s.structure in structures)


def test_a_pilot_that_failed_is_not_recommended() -> None:
    """Case K05: product pods laid over regional queues clashed with them and were given up."""
    assert recommend(ROWS["K05"][0]).recommended not in {"product", "matrix"}


def test_a_matrix_that_lost_its_way_is_not_on_the_shortlist() -> None:
    """Case K20: double lines of command without readiness to share authority."""
    result = recommend(ROWS["K20"][0])
    assert "matrix" not in result.shortlist
    ready = recommend(ROWS["K20"][0] | {"authority": "ready"})
    assert ready.standing("matrix").probability > 1.5 * result.standing("matrix").probability


def test_class_of_customer_leans_to_structures_of_groups_with_customers_or_products() -> None:
    """Case K21: they are more probable than with customers who are alike."""
    answers, groups = ROWS["K21"][0], {"product", "mirrored_teams"}
    assert probability(answers, groups) > probability(answers | {"segments": "alike"}, groups)
