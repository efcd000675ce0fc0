"""Today's structure beside another one: what changes, what is lost, what the way there costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from service_structure.case.numbers import Inputs
from service_structure.decision.attribution import StatementPart, statement_parts
from service_structure.decision.model import Recommendation
from service_structure.numerics.checks import TIE
from service_structure.planning.budget import Budget, budget, leaders_pay
from service_structure.planning.own_agents import OwnAgents, own_agents
from service_structure.planning.plan import compose, country_for
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffing, staffings_for

MOST_LOST = 3


@dataclass(frozen=True)
class Change:
    """What a criterion gains by the move, as a share of the fit; negative if it loses."""

    criterion: str
    amount: float


@dataclass(frozen=True)
class Transition:
    """Today's structure beside another, the `target`.

    Gains are those of the target over today: in fit and probability, 0 to 1, and by criterion
    (`changes`, the largest gain first). `lost` are the advantages of today's structure on criteria
    that lose. `before` and `after` are the people, waits and money of both, `own` the agents that
    the reader has beside them, where given. `leaders_saving` is what supervisors and managers cost
    less a year in the target.
    """

    today: str
    target: str
    fit_gain: float
    probability_gain: float
    changes: tuple[Change, ...]
    lost: tuple[StatementPart, ...]
    before: Staffing
    after: Staffing
    budget: Budget
    own: OwnAgents | None
    leaders_saving: float

    @property
    def people(self) -> float:
        """Full-time posts that the target has more than today; negative if it has fewer."""
        return self.after.paid_staff - self.before.paid_staff

    @property
    def yearly_saving(self) -> float:
        """What a year costs less in the target, once the move is over; negative if more."""
        return self.before.yearly_cost - self.after.yearly_cost


def transition(recommendation: Recommendation, target: str, guide: Guide) -> Transition | None:
    """The way from today's structure to another; None where today's is none of the guide's."""
    today = recommendation.profile.current
    if today is None:
        return None
    now, then = recommendation.standing(today), recommendation.standing(target)
    numbers = recommendation.inputs.numbers
    staffings = staffings_for(numbers, guide)
    before, after = staffings[today], staffings[target]
    changes = changes_between(recommendation, today, target)
    currency = recommendation.profile.currency
    money = money_of(today, target, recommendation.inputs, currency, guide)
    return Transition(
        today=today,
        target=target,
        fit_gain=then.fit - now.fit,
        probability_gain=then.probability - now.probability,
        changes=changes,
        lost=tuple(_lost(recommendation, today, changes, guide)),
        before=before,
        after=after,
        budget=money,
        own=own_agents(before, after, money.step, recommendation.inputs),
        leaders_saving=leaders_pay(before, numbers) - leaders_pay(after, numbers),
    )


def money_of(today: str, target: str, inputs: Inputs, currency: str | None, guide: Guide) -> Budget:
    """The money of a move, in the time that its plan takes in the country of the currency.

    Without a currency no country is known: a verdict must not depend on the language of a page.
    """
    country = country_for(currency, "", guide)
    times = compose(
        today, target, inputs.numbers, guide, country=country, agents=inputs.given_agents
    ).times
    staffings = staffings_for(inputs.numbers, guide)
    return budget(staffings[today], staffings[target], times, inputs, guide)


def changes_between(recommendation: Recommendation, today: str, target: str) -> tuple[Change, ...]:
    """What a move changes in the fit by criterion, the greatest gain first."""
    pairs = zip(
        recommendation.standing(target).contributions,
        recommendation.standing(today).contributions,
        strict=True,
    )
    changes = [Change(then.criterion, then.amount - now.amount) for then, now in pairs]
    return tuple(sorted(changes, key=lambda change: -change.amount))


def _lost(
    recommendation: Recommendation, today: str, changes: tuple[Change, ...], guide: Guide
) -> Iterator[StatementPart]:
    """The weightiest advantages of today's structure on the criteria that lose."""
    losing = {change.criterion for change in changes if change.amount < -TIE}
    parts = [
        part
        for part in statement_parts(recommendation, today, guide)
        if part.amount > TIE and part.statement.criterion in losing
    ]
    yield from sorted(parts, key=lambda part: -part.amount)[:MOST_LOST]
