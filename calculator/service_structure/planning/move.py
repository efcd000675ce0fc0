"""Whether to stay with today's structure, mend what is wrong in it, or move to the best one.

The rules, in their order; the first that holds decides:

1. Today's structure is the recommended one, or as good (see `is_as_good`): mend if the reader has
   named symptoms, otherwise stay.
2. The answers rule out what today's structure is made of: move.
3. Most of the symptoms named have likelier causes than the structure: mend.
4. The best one is not yet more probable than all others together, and the questions go on: stay,
   it is too early.
5. Within three years the move pays for itself: move.
6. On all criteria but cost the best one is better by `outweigh_from` points: move, and say so.
7. Otherwise stay.

Where the agents whom the reader has differ by more than `agents_apart` times from those whom
today's structure needs for the contacts, or by more than `agents_unlikely` times from those whom
the best one needs, one of these numbers is not what it seems. Money that rests on them decides
nothing then: rule 5 is left out, and rules 6 and 7 say why. So is a saving that follows from the
flow that is taken: without contacts it is what the agents take in today's structure, but where they
cannot be so many groups, what they could take as one pool, and a structure of today that needs more
of them looks dear by that alone.

So a move that costs more than it saves is advised only for rules 2 and 6, and a gain within the
margin never moves anyone.
"""

from dataclasses import dataclass

from service_structure.case.agreement import are_near
from service_structure.case.numbers import Inputs
from service_structure.decision.model import Recommendation
from service_structure.decision.questions import stage
from service_structure.planning.budget import Budget
from service_structure.planning.diagnosis import Diagnosis, diagnose
from service_structure.planning.transition import (
    Change,
    Transition,
    changes_between,
    money_of,
    transition,
)
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.records import Guide
from service_structure.staffing.costs import Staffing, staffings_for

VERDICTS = ("stay", "mend", "move")
REASONS = (
    *("is_best", "is_as_good", "ruled_out", "other_causes", "too_early", "pays", "outweighs"),
    *("does_not_pay", "outweighs_apart", "numbers_apart", "flow_unknown"),
)
"""Which rule has decided."""

PUT_OFF = frozenset({"too_early", "numbers_apart", "flow_unknown"})
"""Reasons that put a decision off, and say what to do first."""

UNSURE = frozenset({"leading", "open"})
"""Verdicts by which the recommended structure is less probable than all others together."""

COST = "cost"


@dataclass(frozen=True)
class Advice:
    """What is advised on today's structure beside the recommended one, the `target`.

    `verdict` is one of VERDICTS, `reason` one of REASONS.
    """

    target: str
    verdict: str
    reason: str

    @property
    def is_advised(self) -> bool:
        """Whether to move; otherwise today's structure is kept."""
        return self.verdict == "move"

    @property
    def outweighs(self) -> bool:
        """Whether it is for the fit alone that a move is advised, and not for its money."""
        return self.reason in ("outweighs", "outweighs_apart")


@dataclass(frozen=True)
class Move(Advice, Transition):
    """An advice with all that the move changes and costs.

    A `doubt` says why the money has no say, "numbers_apart" or "flow_unknown"; it is empty where it
    has.
    """

    symptoms: tuple[Diagnosis, ...]
    doubt: str


def move_for(recommendation: Recommendation, guide: Guide) -> Move | None:
    """What to do about today's structure; None where it is not known, or none of the guide's."""
    way = transition(recommendation, recommendation.recommended, guide)
    if way is None:
        return None
    symptoms = _diagnosed(recommendation, way.today, guide)
    doubt = doubt_of_money(way.before, way.after, way.budget, recommendation.inputs, guide)
    decided = _before_gains(recommendation, way.today, symptoms, guide)
    verdict, reason = decided or _by_gain(way.changes, way.budget, guide, doubt)
    return Move(**vars(way), verdict=verdict, reason=reason, symptoms=symptoms, doubt=doubt)


def advice_for(recommendation: Recommendation, guide: Guide) -> Advice | None:
    """The advice of move_for alone: only what has a say is worked out, and only where it has."""
    today, target = recommendation.profile.current, recommendation.recommended
    if today is None:
        return None
    symptoms = _diagnosed(recommendation, today, guide)
    if decided := _before_gains(recommendation, today, symptoms, guide):
        return Advice(target, *decided)
    inputs = recommendation.inputs
    staffings = staffings_for(inputs.numbers, guide)
    money = money_of(today, target, inputs, recommendation.profile.currency, guide)
    doubt = doubt_of_money(staffings[today], staffings[target], money, inputs, guide)
    changes = changes_between(recommendation, today, target)
    return Advice(target, *_by_gain(changes, money, guide, doubt))


def _diagnosed(recommendation: Recommendation, today: str, guide: Guide) -> tuple[Diagnosis, ...]:
    """The symptoms that the reader has named, with their causes."""
    now, then = (
        guide.structures[today].pooling,
        guide.structures[recommendation.recommended].pooling,
    )
    named = recommendation.profile.symptoms
    return tuple(diagnose(named, now, then, recommendation.answers, guide))


def _before_gains(
    recommendation: Recommendation,
    today: str,
    symptoms: tuple[Diagnosis, ...],
    guide: Guide,
) -> tuple[str, str] | None:
    """What is advised, and which of the first four rules decides; None where none does."""
    is_best = today == recommendation.recommended
    if is_best or is_as_good(recommendation, today, guide):
        return ("mend" if symptoms else "stay"), ("is_best" if is_best else "is_as_good")
    if not recommendation.standing(today).candidate:
        return "move", "ruled_out"
    structural = sum([diagnosis.structural for diagnosis in symptoms])
    if symptoms and 2 * structural < len(symptoms):
        return "mend", "other_causes"
    if recommendation.verdict in UNSURE and stage(recommendation) == "ask":
        return "stay", "too_early"
    return None


def _by_gain(
    changes: tuple[Change, ...], money: Budget, guide: Guide, doubt: str
) -> tuple[str, str]:
    """What is advised where nothing but gains and money speaks for a move or against it.

    A `doubt` of the money leaves it out.
    """
    if money.value() >= 0 and not doubt:
        return "move", "pays"
    enough = guide.assumptions["outweigh_from"].value / TOTAL_POINTS
    if sum([change.amount for change in changes if change.criterion != COST]) >= enough:
        return "move", "outweighs_apart" if doubt else "outweighs"
    return "stay", doubt or "does_not_pay"


def doubt_of_money(
    before: Staffing, after: Staffing, money: Budget, inputs: Inputs, guide: Guide
) -> str:
    """Why the money of a move says nothing, "numbers_apart" or "flow_unknown"; empty if it does."""
    have, need = inputs.numbers.agents, before.paid_agents
    if not inputs.has_contacts:
        is_dear = need > have and not are_near(have, need)
        return "flow_unknown" if is_dear and money.value() >= 0 else ""
    most = {name: guide.assumptions[name].value for name in ("agents_apart", "agents_unlikely")}
    apart = (
        times_apart(have, need) > most["agents_apart"]
        or times_apart(have, after.paid_agents) > most["agents_unlikely"]
    )
    return "numbers_apart" if apart and inputs.given_agents is not None else ""


def times_apart(have: float, need: float) -> float:
    """How many times the larger of both is the smaller, where neither is next to nothing."""
    low, high = sorted((have, need))
    return high / max(low, 1)


def is_as_good(recommendation: Recommendation, structure: str, guide: Guide) -> bool:
    """Whether a structure is on the shortlist and hardly less probable than the best.

    Hardly is what the setting `stay_margin` says.
    """
    gain = recommendation.best.probability - recommendation.standing(structure).probability
    margin = guide.assumptions["stay_margin"].value / 100
    return structure in recommendation.shortlist and gain < margin
