"""What the sections of a result tell of: a recommendation, and what follows from it."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING

from service_structure.case.agreement import SIZE, contradicts_size
from service_structure.decision import explain
from service_structure.decision.attribution import (
    Attribution,
    StatementPart,
    attribution,
    statement_parts,
)
from service_structure.decision.counterfactual import (
    Counterfactual,
    changes,
    left_out,
    paired_changes,
)
from service_structure.decision.model import Recommendation, Standing
from service_structure.decision.questions import NextQuestion
from service_structure.numerics.checks import TIE
from service_structure.source.loader import folder_of
from service_structure.source.model_records import NEUTRAL, Exclusion
from service_structure.source.records import Guide, Source, Structure
from service_structure.staffing.costs import Rating, Staffings, ratings, staffings_for
from service_structure.views.sentences import Sentences

if TYPE_CHECKING:  # the casebook and planning are imported only where they are told of
    from service_structure.planning.move import Move
    from service_structure.planning.plan import Plan
    from service_structure.planning.transition import Transition
    from service_structure.planning.turning import Turn
    from service_structure.source.precedents import Precedent

REASONS = 3
"""The most reasons that are told."""

COMPUTED = ("cost", "speed")
"""The criteria to which the staffing model adds."""


@dataclass(frozen=True)
class Limits:
    """How many items of a list are told, None for all of them.

    With `slots` the slow parts are left to their slots (see deferred). Without `effects` drawbacks
    are told without the answers that made them count as they do.
    """

    differences: int | None
    changes: int | None
    pairs: int | None
    drawbacks: int | None = None
    slots: bool = False
    effects: bool = True


class Findings:
    """A recommendation and what follows from it, each worked out when it is first asked for."""

    def __init__(
        self, recommendation: Recommendation, guide: Guide, language: str, limits: Limits
    ) -> None:
        self.recommendation = recommendation
        self.guide = guide
        self.limits = limits
        self.sentences = Sentences(recommendation, guide, language)
        self._told: set[str] = set()

    def once(self, text: str) -> str:
        """A text where it is told for the first time in this result; empty after that."""
        if text in self._told:
            return ""
        self._told.add(text)
        return text

    @property
    def best(self) -> Structure:
        """The recommended structure."""
        return self.guide.structures[self.recommendation.recommended]

    @property
    def candidates(self) -> tuple[Standing, ...]:
        """The structures that can be recommended, from best to worst."""
        return self.recommendation.candidates

    @cached_property
    def reasons(self) -> tuple[explain.Reason, ...]:
        """What speaks for the recommended structure, the most weighty first."""
        found = explain.reasons(self.recommendation, self.best.id, self.guide)
        return tuple([reason for reason in found[:REASONS] if reason.amount > 0])

    @cached_property
    def parts(self) -> tuple[StatementPart, ...]:
        """The statements of the recommended structure with what each adds to its fit."""
        return statement_parts(self.recommendation, self.best.id, self.guide)

    @cached_property
    def drawbacks(self) -> tuple[StatementPart, ...]:
        """What costs the recommended structure fit, the most costly first."""
        return explain.drawbacks(self.parts)

    @cached_property
    def idle(self) -> tuple[StatementPart, ...]:
        """The advantages of the recommended structure that an answer has put out of force."""
        return tuple([part for part in explain.idle(self.parts) if abs(part.amount) <= TIE])

    @cached_property
    def computed(self) -> Mapping[str, float]:
        """What the staffing model adds to the fit of the recommended structure, by criterion."""
        return {
            part.criterion: part.amount
            - NEUTRAL * part.weight
            - fsum([p.amount for p in self.parts if p.statement.criterion == part.criterion])
            for part in self.recommendation.best.contributions
            if part.criterion in COMPUTED
        }

    @cached_property
    def attribution(self) -> Attribution:
        """What each answer adds to the fit of the recommended structure; takes long."""
        return attribution(self.recommendation, self.best.id, self.guide)

    @cached_property
    def questions(self) -> tuple[NextQuestion, ...]:
        """The questions that are not answered yet, the one that tells most first."""
        return explain.questions(self.recommendation, self.guide)

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
        """Every single answer that changes the recommendation, likeliest first; takes long."""
        return changes(self.recommendation, self.guide)

    @cached_property
    def left_out(self) -> tuple[Exclusion, ...]:
        """Why some other answers are not among the changes; takes long."""
        return left_out(self.recommendation, self.guide)

    @cached_property
    def pairs(self) -> tuple[Counterfactual, ...]:
        """Pairs of answers that do so though neither does alone; takes long."""
        return paired_changes(self.recommendation, self.guide)

    @cached_property
    def acceptability(self) -> tuple[explain.Acceptability, ...]:
        """How often each candidate takes each rank when weights are uncertain; takes long."""
        return explain.acceptability(self.recommendation, self.guide)

    @cached_property
    def staffings(self) -> Staffings:
        """People, waits and money of every structure, by its id."""
        return staffings_for(self.recommendation.inputs.numbers, self.guide)

    @cached_property
    def move(self) -> "Move | None":
        """What to do about today's structure; None where it is not known."""
        if self.recommendation.profile.current is None:
            return None
        from service_structure.planning.move import move_for

        return move_for(self.recommendation, self.guide)

    @cached_property
    def turns(self) -> "tuple[Turn, ...] | None":
        """What would turn the advice on today's structure; None where it is put off; takes long."""
        if self.move is None:
            return None
        from service_structure.planning.turning import turns

        return turns(self.move, self.recommendation, self.guide)

    @cached_property
    def preference(self) -> "Transition | None":
        """The way from today's structure to the preferred one; None where one is not known."""
        profile = self.recommendation.profile
        if profile.current is None or profile.preferred in (None, profile.current):
            return None
        from service_structure.planning.transition import transition

        return transition(self.recommendation, profile.preferred, self.guide)

    @cached_property
    def ratings(self) -> Mapping[str, Mapping[str, Rating]]:
        """The ratings of every structure on what is computed."""
        return ratings(self.recommendation.inputs.numbers, self.guide)

    @cached_property
    def contradiction(self) -> float | None:
        """The agents on the payroll of the recommended structure, if they contradict the size."""
        answers = self.recommendation.answers
        if not answers.named(SIZE):
            return None
        agents = self.staffings[self.best.id].paid_agents
        return agents if contradicts_size(agents, answers, self.guide) else None

    @cached_property
    def plan(self) -> "Plan | None":
        """The plan from today's structure to the recommended one; None where today is not known."""
        if self.recommendation.profile.structure is None:
            return None
        from service_structure.planning.plan import plan_for

        return plan_for(self.recommendation, self.guide, language=self.sentences.language)

    @property
    def headcount(self) -> tuple[float, float] | None:
        """The fewest and the most agents on the payroll that a candidate needs for the flow given.

        None unless the reader has told both the agents and the contacts.
        """
        inputs = self.recommendation.inputs
        if inputs.given_agents is None or not inputs.has_contacts:
            return None
        paid = [self.staffings[standing.structure].paid_agents for standing in self.candidates]
        return min(paid), max(paid)

    @property
    def precedents(self) -> "tuple[Precedent, ...]":
        """The casebook; empty in a browser, which fetches it apart, or with nothing to compare."""
        if sys.platform == "emscripten" or not self.recommendation.answers.given:
            return ()
        from service_structure.source.precedents import FOLDER, load_precedents

        if not (folder_of(self.guide) / FOLDER).is_dir():
            return ()
        return tuple(load_precedents(self.guide).values())

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources behind the statements of the best structure and the answers given."""
        ids = {
            source
            for factor in self.recommendation.answers.given
            for source in self.guide.factors[factor].sources
        }
        for statement in self.best.statements:
            ids.update(statement.sources)
        return tuple([source for source in self.guide.sources.values() if source.id in ids])
