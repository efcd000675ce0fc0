"""Real organisations: what the model says of each beside the structure that it chose.

tests/reference/cases.json holds the cases with their sources. A case is a worked example of the
guide, or a row below with no more answers than its description supports; the rest stay usual.
"""

import json
from pathlib import Path
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
            "size": "medium", "time_zones": "many", "hours": "around_clock",
            "products": "several", "complexity": "complex",
        },
        {"centralised", "decentralised", "hub_and_spoke"},
    ),
    "K09 grown": (
        {"size": "large", "regions": "several", "time_zones": "many"},
        {"decentralised", "hub_and_spoke"},
    ),
    "K11": (
        {"functions": "one", "regions": "few", "time_zones": "many", "hours": "around_clock"},
        {"centralised", "hub_and_spoke"},
    ),
    "K20": (
        {
            "size": "huge", "regions": "many", "products": "several",
            "product_difference": "very", "authority": "unready",
        },
        {"product"},
    ),
    "K21": ({"size": "huge", "products": "few", "product_difference": "very"}, {"product"}),
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
def test_the_model_agrees_with_a_case(case: str, record_property: Any) -> None:
    answers, chosen = ROWS[case]
    result = recommend(answers)
    record_property(case, f"{result.recommended}, {result.verdict}")
    assert result.recommended in chosen


def test_a_pilot_that_failed_is_not_recommended() -> None:
    """Case K05: product pods laid over regional queues clashed with them and were given up."""
    assert recommend(ROWS["K05"][0]).recommended not in {"product", "matrix"}


def test_a_matrix_that_lost_its_way_is_not_recommended() -> None:
    """Case K20: double lines of command without readiness to share authority."""
    assert not recommend(ROWS["K20"][0]).standing("matrix").candidate


def test_class_of_customer_comes_closest_to_product_among_the_five_structures() -> None:
    """Case K21."""
    fits = {s.structure: s.fit for s in recommend(ROWS["K21"][0]).ranking}
    plain = {s: fit for s, fit in fits.items() if not GUIDE.structures[s].parents}
    assert max(plain, key=plain.__getitem__) == "product"
