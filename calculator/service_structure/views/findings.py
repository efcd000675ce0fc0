"""What the sections of a result tell of: a recommendation, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service_structure.decision import explain
from service_structure.decision.counterfactual import Counterfactual, changes, paired_changes
from service_structure.decision.model import Recommendation, Standing
from service_structure.source.records import Guide, Source, Statement, Structure
from service_structure.staffing.costs import Staffing, staff_for
from service_structure.views.sentences import Sentences

_staffings = lru_cache(maxsize=16)(staff_for)
"""Most answers leave the numbers as they were."""


REASONS = 3
"""The most reasons that are told."""


@dataclass(frozen=True)
class Limits:
    """How many items of a list are told, None for all of them.

    With `slots` the slow parts are left to their slots (see deferred).
    """

    differences: int | None
    changes: int | None
    pairs: int | None
    slots: bool = False


class Findings:
    """A recommendation and what follows from it, each worked out when it is first asked for."""

    def __init__(
        self, recommendation: Recommendation, guide: Guide, language: str, limits: Limits
    ) -> None:
        self.recommendation = recommendation
        self.guide = guide
        self.limits = limits
        self.sentences = Sentences(recommendation, guide, language)

    @property
    def best(self) -> Structure | None:
        """The recommended structure, None if no structure is feasible."""
        best = self.recommendation.recommended
        return self.guide.structures[best] if best else None

    @property
    def feasible(self) -> tuple[Standing, ...]:
        """The feasible structures in the order of the ranking."""
        return tuple([s for s in self.recommendation.ranking if s.feasible])

    @cached_property
    def reasons(self) -> tuple[explain.Reason, ...]:
        """What speaks for the recommended structure, the most weighty first."""
        best = self.recommendation.recommended
        found = explain.reasons(self.recommendation, best, self.guide) if best else ()
        return tuple([reason for reason in found[:REASONS] if reason.amount > 0])

    @cached_property
    def drawbacks(self) -> tuple[Statement, ...]:
        """What speaks against the recommended structure, the most costly first."""
        best = self.recommendation.recommended
        return explain.drawbacks(self.recommendation, best, self.guide) if best else ()

    @cached_property
    def rivalries(self) -> tuple[explain.Rivalry, ...]:
        """The recommended structure beside each of the others."""
        return explain.rivalries(self.recommendation)

    @cached_property
    def stability(self) -> tuple[explain.Stability, ...]:
        """For every criterion the weights that keep the recommended structure in the lead."""
        return explain.stability(self.recommendation)

    @cached_property
    def opinions(self) -> tuple[explain.Opinion, ...]:
        """What other methods make of the candidates."""
        return explain.opinions(self.recommendation)

    @cached_property
    def changes(self) -> tuple[Counterfactual, ...]:
        """Every single answer that changes the recommendation, the most telling first."""
        return changes(self.recommendation, self.guide)

    @cached_property
    def pairs(self) -> tuple[Counterfactual, ...]:
        """Every pair of answers that does so though neither does alone; takes long."""
        return paired_changes(self.recommendation, self.guide)

    @cached_property
    def acceptability(self) -> tuple[explain.Acceptability, ...]:
        """How often each candidate takes each rank when weights are uncertain; takes long."""
        return explain.acceptability(self.recommendation, self.guide)

    @cached_property
    def staffings(self) -> Mapping[str, Staffing]:
        """People, waits and money of every structure."""
        return _staffings(self.recommendation.inputs.numbers, self.guide)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources behind the statements of the best structure and the answers given."""
        ids = {
            source
            for factor in self.recommendation.answers.given
            for source in self.guide.factors[factor].sources
        }
        for statement in self.best.statements if self.best else ():
            ids.update(statement.sources)
        return tuple([source for source in self.guide.sources.values() if source.id in ids])
