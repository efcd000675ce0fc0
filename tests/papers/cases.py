"""Organisations at random, as the tests of files make files for them."""

import os
from collections.abc import Mapping
from random import Random

from service_structure import recommend
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.source.records import Guide

WORKBOOKS = int(os.environ.get("PAPERS", "3"))
FILES = int(os.environ.get("PAPERS", "2"))
"""How many are made at random, of workbooks to work out and of files of each kind to open.

`make papers` makes 200 of each.
"""

RANGES: Mapping[str, tuple[float, float]] = {
    "contacts_per_hour": (20, 2500),
    "aht": (60, 1200),
    "service_level": (60, 95),
    "answer_within": (5, 120),
    "max_mean_wait": (5, 90),
    "max_occupancy": (70, 95),
    "regions": (1, 15),
    "products": (1, 15),
    "functions": (1, 6),
    "customer_groups": (1, 9),
    "unevenness": (0, 1.5),
    "hub_share": (5, 60),
    "cross_trained": (5, 60),
    "first_line_share": (40, 95),
    "transfer_rate": (5, 40),
    "hours_per_week": (40, 168),
    "minimum_crew": (1, 3),
    "shrinkage": (15, 45),
    "span": (6, 20),
    "agent_cost": (5, 40),
    "expert_pay": (1, 40),
}
"""From and to which numbers are drawn that a workbook follows."""

WHOLE = frozenset({"regions", "products", "functions", "customer_groups", "minimum_crew"})


def drawn(number: str, source: Random) -> float:
    """A value of a number, rounded as a reader would write it."""
    low, high = RANGES[number]
    value = round(source.uniform(low, high), 0 if number in WHOLE else 1)
    return int(value) if number in WHOLE else value


def organisation(
    seed: int, guide: Guide, *, full: bool = False, **numbers: float
) -> Recommendation:
    """A recommendation for answers and numbers at random; with `full` nothing is left open."""
    source = Random(seed)
    answers = {
        factor.id: source.choice(factor.levels).id
        for factor in guide.factors.values()
        if full or source.random() < 0.7
    }
    own = {number: drawn(number, source) for number in RANGES if source.random() < 0.4}
    return recommend(answers, guide, numbers=own | numbers)


def moved(seed: int, guide: Guide) -> Recommendation:
    """The same for a service that says its name, its currency, its structure and one in mind."""
    source = Random(seed)
    told = {
        "answers": {
            factor.id: source.choice(factor.levels).id for factor in guide.factors.values()
        },
        "numbers": {"agents": source.choice((2, 8, 60, 300, 2000))},
        "profile": {
            "structure": source.choice([*guide.structures]),
            "currency": source.choice([*guide.currencies]),
            "organisation": source.choice(
                ("R&D <Ltd>", "ООО «Название длиннее обычного, и всё же умещается»")
            ),
            "preferred": source.choice([*guide.structures]),
        },
    }
    case, faults = read_case(told, guide)
    assert not faults
    return recommend_for(case, guide)
