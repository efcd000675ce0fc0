"""How far a statement reaches, and the signs of scale and complexity in the table as a whole."""

from service_structure import recommend
from tests.drawn import OWN

FURTHEST = 1.52
"""In terms of the strongest statement: 4, which is half of the scale of a criterion."""


def test_no_statement_reaches_beyond_one_and_a_half_of_the_strongest() -> None:
    """Whatever the answers."""
    for structure in OWN.structures.values():
        for statement in structure.statements:
            reach = (statement.strength or 0.0) / 4
            for condition in statement.conditions:
                reach *= max(abs(times) for times in condition.times.values())
            assert reach <= FURTHEST, f"{structure.id}, {statement.id}: {reach:.2f}"


def test_size_by_itself_does_not_push_away_from_one_pool() -> None:
    """Beyond the size at which groups can be filled."""
    chance = {
        level.id: recommend({"size": level.id}).standing("centralised").probability
        for level in OWN.factors["size"].levels
    }
    assert chance["tiny"] > chance["small"] > chance["medium"]
    assert chance["huge"] >= chance["medium"] - 0.03


def test_nights_zones_and_shared_systems_do_not_push_away_from_one_pool() -> None:
    for question, low, high in (
        ("hours", "business", "around_clock_zones"),
        ("digital", "low", "high"),
    ):
        less = recommend({question: low}).standing("centralised").probability
        more = recommend({question: high}).standing("centralised").probability
        assert more >= less - 0.01, question


def test_complexity_speaks_for_those_who_know_and_against_one_pool() -> None:
    simple, hard = recommend({"complexity": "simple"}), recommend({"complexity": "complex"})
    for structure in ("product", "matrix", "expert_line"):
        gained = hard.standing(structure).probability - simple.standing(structure).probability
        assert gained > 0, structure
    pool = hard.standing("centralised").probability
    assert pool < simple.standing("centralised").probability - 0.1
