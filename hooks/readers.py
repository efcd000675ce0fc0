"""Readers of the calculator as chance has them, request by request: for the profile of its start.

The functions of WebAssembly that answer them come with the first module. A reader who needs another
one waits for the second, in the middle of an answer (docs/decisions/0010).
"""

import json
from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

from service_structure.source.records import Guide
from service_structure.views.deferred import DEFERRED

CHANGES = 12
"""Answers and numbers that a reader gives, one after the other."""

TYPED = {
    "agents": ("12", "60", "1 200"),
    "contacts_per_hour": ("45", "600"),
    "contacts_per_day": ("900", "90 a day", "около 300"),
    "contacts_per_month": ("6,000", "25 тыс."),
    "monthly_pay": ("3200", "75 000 ₽", "2.5k €"),
    "regions": ("5", "12"),
    "aht": ("4:30", "6 min", "275,5"),
    "supervisors": ("4",),
}
"""Numbers as readers type them."""

NAMES = {"regions": "Север\nЮг", "products": "Loans; Cards", "organisation": "ООО «Ромашка»"}
"""Names that a reader gives to be shown in charts."""


def reader(seed: int, guide: Guide) -> Iterator[str]:
    """The requests of one reader: the result after each change, and each part of the last."""
    random = Random(seed)
    language = random.choice(list(guide.languages))
    told: dict[str, str] = {}
    before = ""
    for _ in range(CHANGES):
        told |= _change(random, guide)
        state = urlencode(told)
        yield json.dumps({"want": "result", "lang": language, "state": state, "before": before})
        before = state
    named = {"lang": language, "state": before, "names": NAMES}
    for want in ("result", *DEFERRED):
        yield json.dumps({**named, "want": want})


def _change(random: Random, guide: Guide) -> dict[str, str]:
    """What is said next, by its key in a link: most often the answer to a question."""
    match random.choice(["answer"] * 6 + ["number", "number", "profile", "weight"]):
        case "number":
            name = random.choice(list(TYPED))
            return {f"n.{name}": random.choice(TYPED[name])}
        case "profile":
            return _about_today(random, guide)
        case "weight":
            return {f"w.{random.choice(list(guide.criteria))}": str(random.randint(0, 30))}
    factor = random.choice(list(guide.factors.values()))
    return {factor.id: random.choice(factor.levels).id}


def _about_today(random: Random, guide: Guide) -> dict[str, str]:
    return {
        "p.structure": random.choice(list(guide.structures)),
        "p.symptoms": ",".join(random.sample(list(guide.symptoms), random.choice((1, 3)))),
        "p.preferred": random.choice(list(guide.structures)),
        "p.currency": random.choice(list(guide.currencies)),
        "p.start": "2027-02-01",
    }
