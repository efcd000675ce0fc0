"""What the home page shows: the result of one worked example, three facts, four organisations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hooks.pages.casebook import counts
from hooks.pages.staffing import ERLANGS, Split, divide
from hooks.pages.validation import read_validation
from service_structure.decision.attribution import AnswerPart, attribution
from service_structure.decision.model import Recommendation, recommend
from service_structure.source.precedents import Precedent, load_precedents
from service_structure.source.records import Guide, Page, Scenario
from service_structure.staffing.costs import Staffing, staff_for
from service_structure.views.spectrum import Share, spectrum

REASONS = 3
QUEUES = 10
"""The number of queues that the first fact divides one into."""


@dataclass(frozen=True)
class Example:
    """A worked example with what the model makes of it.

    `reasons` are the answers that add most to the fit of the recommended structure, the most
    weighty first. `spectrum` has every structure, in the order of the guide. `one_queue` is the
    staff of a structure with a single group, None if that is the recommended one.
    """

    scenario: Scenario
    result: Recommendation
    reasons: tuple[AnswerPart, ...]
    spectrum: Sequence[Share]
    staffing: Staffing
    one_queue: Staffing | None


@dataclass(frozen=True)
class Home:
    """All computed figures of the page.

    `split` is a load in one queue and in QUEUES. `chosen` counts the organisations of the casebook
    by the structure that they have, in the order of the guide; `validation` has its figures by
    name.
    """

    example: Example
    split: tuple[Split, Split]
    chosen: Mapping[str, int]
    validation: Mapping[str, Any]
    precedents: Sequence[Precedent]


def home(page: Page, guide: Guide) -> Home:
    """The figures for a page whose record names an example and precedents."""
    cases = load_precedents(guide)
    chosen = counts(cases.values()).structures
    return Home(
        example=_example(guide.scenarios[page.example], guide),
        split=(divide(ERLANGS, 1), divide(ERLANGS, QUEUES)),
        chosen={name: chosen[name] for name in guide.structures if name in chosen},
        validation=read_validation(),
        precedents=[cases[name] for name in page.precedents],
    )


@dataclass(frozen=True)
class Dots:
    """Neighbouring dots of one kind in a row, from the place `start` on."""

    kind: str
    row: int
    start: int
    count: int


def rows_of(groups: Iterable[tuple[str, int]], across: int) -> Sequence[Dots]:
    """Dots of several kinds, one kind after the other, in rows of `across`.

    >>> [(d.kind, d.row, d.start, d.count) for d in rows_of([("a", 3), ("b", 2)], 4)]
    [('a', 0, 0, 3), ('b', 0, 3, 1), ('b', 1, 0, 1)]
    """
    found, place = [], 0
    for kind, count in groups:
        end = place + count
        while place < end:
            row, start = divmod(place, across)
            here = min(end - place, across - start)
            found.append(Dots(kind, row, start, here))
            place += here
    return found


def _example(scenario: Scenario, guide: Guide) -> Example:
    result = recommend(scenario.answers, guide)
    staffings = staff_for(result.inputs.numbers, guide)
    single = [s.id for s in guide.structures.values() if s.pooling.by == "one"]
    answers = attribution(result, result.recommended, guide).answers
    return Example(
        scenario=scenario,
        result=result,
        reasons=tuple(sorted(answers, key=lambda a: -a.amount)[:REASONS]),
        spectrum=spectrum(result, guide),
        staffing=staffings[result.recommended],
        one_queue=staffings[single[0]] if single and result.recommended not in single else None,
    )
