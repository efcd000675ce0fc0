"""Results side by side: the rows of the comparison of scenarios, in groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service_structure.decision.model import Recommendation
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.staffing.costs import staff_for
from service_structure.views.sentences import Sentences
from service_structure.views.tables import STAFFING


@dataclass(frozen=True)
class Row:
    """What the results have under one head."""

    head: str
    cells: tuple[str, ...]
    figures: bool = False

    @property
    def differs(self) -> bool:
        """Whether the results do not all have the same."""
        return len(set(self.cells)) > 1


type Group = tuple[str, list[Row]]


def comparison(results: Sequence[Recommendation], guide: Guide, language: str) -> Sequence[Group]:
    """The rows in groups, each with its heading; a row has a cell for every result."""
    told = [Sentences(result, guide, language) for result in results]
    words = told[0]
    return [
        (words.say(heading), list(rows))
        for heading, rows in (
            ("result", _verdicts(told)),
            ("fit_and_probability", _fits(told)),
            ("answers", _answers(told)),
            ("weight", _weights(told)),
            ("staffing_numbers", _numbers(told)),
            ("staffing_recommended", _staffing(told)),
        )
    ]


def _verdicts(told: Sequence[Sentences]) -> Iterator[Row]:
    results = [words.recommendation for words in told]
    first = told[0]
    names = [first.name(result.recommended) for result in results]
    verdicts = [first.say(f"verdict_word_{words.grade}") for words in told]
    probabilities = [first.percent(result.best.probability) for result in results]
    shortlists = [", ".join(map(first.short, result.shortlist)) for result in results]
    settled = [first.percent(result.settled) for result in results]
    yield Row(first.say("expected"), tuple(names))
    yield Row(first.say("verdict_label"), tuple(verdicts))
    yield Row(first.say("probability_head"), tuple(probabilities), figures=True)
    yield Row(first.say("shortlist_head"), tuple(shortlists))
    yield Row(first.say("settled_head"), tuple(settled), figures=True)


def _fits(told: Sequence[Sentences]) -> Iterator[Row]:
    for structure in told[0].guide.structures:
        cells = []
        for words in told:
            standing = words.recommendation.standing(structure)
            out = words.say("example_out")
            told_fit = f"{words.points(standing.fit)} ({words.percent(standing.probability)})"
            cells.append(told_fit if standing.candidate else out)
        yield Row(told[0].short(structure), tuple(cells), figures=True)


def _answers(told: Sequence[Sentences]) -> Iterator[Row]:
    for factor in told[0].guide.factors.values():
        levels = [words.recommendation.answers.written.get(factor.id) for words in told]
        missing = told[0].say("not_answered")
        cells = [told[0].answer(factor.id, own) if own else missing for own in levels]
        yield Row(told[0].text(factor.name), tuple(cells))


def _weights(told: Sequence[Sentences]) -> Iterator[Row]:
    for n, criterion in enumerate(told[0].guide.criteria):
        cells = [words.number(words.recommendation.weights[n].points) for words in told]
        yield Row(told[0].criterion(criterion), tuple(cells), figures=True)


def _numbers(told: Sequence[Sentences]) -> Iterator[Row]:
    """The numbers that someone has set or that differ."""
    inputs = [words.recommendation.inputs for words in told]
    for name in NUMBERS:
        values = [getattr(its.numbers, name) for its in inputs]
        if len(set(values)) > 1 or any(name in its.given for its in inputs):
            head = told[0].text(told[0].guide.assumptions[name].name)
            cells = [told[0].quantity(value, name) for value in values]
            yield Row(head, tuple(cells), figures=True)


def _staffing(told: Sequence[Sentences]) -> Iterator[Row]:
    found = [
        staff_for(words.recommendation.inputs.numbers, words.guide)[
            words.recommendation.recommended
        ]
        for words in told
    ]
    for name in ("agents_on_duty", "paid_staff", "yearly_cost", "cost_per_contact"):
        cells = [STAFFING[name](its, told[0]) for its in found]
        yield Row(told[0].say(name), tuple(cells), figures=True)
