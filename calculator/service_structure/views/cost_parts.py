"""Of what a difference in the cost of a year is made, where posts and agents do not say it."""

from collections.abc import Iterator, Mapping

from service_structure.numerics.rounding import three_digits
from service_structure.source.numbers import WEEKS, Numbers
from service_structure.staffing.costs import Staffing
from service_structure.views.blocks import Paragraph
from service_structure.views.figures import signed
from service_structure.views.findings import Findings

AGENTS, EXPERTS = "made_agents", "made_experts"

APART = 1.5
"""How many times what the posts cost, or of which it is so many times, a difference is."""

LEAST = 0.01
"""By what share of the cost of a year it is off at least."""


def cost_parts(before: Staffing, after: Staffing, found: Findings) -> Iterator[Paragraph]:
    """What agents, the extra pay of experts and leaders change, where costs do not follow posts."""
    words, numbers = found.sentences, found.recommendation.inputs.numbers
    was, then = _parts(before, numbers), _parts(after, numbers)
    changed = {kind: three_digits(then[kind] - was[kind]) for kind in was}
    if _are_apart(before, after, changed):
        told = [
            words.say(kind, cost=signed(words.brief(abs(more)), more))
            for kind, more in changed.items()
            if more
        ]
        yield Paragraph(words.say("made_of", parts=words.with_unit(", ".join(told))))


def _parts(staffed: Staffing, numbers: Numbers) -> Mapping[str, float]:
    """The cost of a year by what it pays, under the message that names that."""
    from service_structure.planning.budget import leaders_pay

    leaders = leaders_pay(staffed, numbers)
    agents = staffed.paid_agents * numbers.agent_cost * numbers.paid_hours * WEEKS
    experts = staffed.yearly_cost - leaders - agents
    return {AGENTS: agents, EXPERTS: round(experts, 2), "made_leaders": leaders}


def _are_apart(before: Staffing, after: Staffing, changed: Mapping[str, float]) -> bool:
    """Whether costs differ by far more or less than posts, or fewer agents are paid more."""
    cost = after.yearly_cost - before.yearly_cost
    posts = (after.paid_staff / before.paid_staff - 1) * before.yearly_cost
    low, high = sorted((abs(cost), abs(posts)))
    if abs(cost - posts) < LEAST * before.yearly_cost:
        return False
    paid = changed[AGENTS] + changed[EXPERTS]
    return cost * posts < 0 or high >= APART * low or changed[AGENTS] * paid < 0
