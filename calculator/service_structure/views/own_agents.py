"""The agents that the reader has beside those of the model: a sentence, a table that adds up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from service_structure.case.agreement import are_near
from service_structure.staffing.costs import Staffing
from service_structure.views.blocks import Column, Table
from service_structure.views.figures import FIGURES, Figure, signed
from service_structure.views.findings import Findings

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.own_agents import OwnAgents
    from service_structure.planning.transition import Transition

OUTCOMES = {
    "spare": "own_spare",
    "short": "own_short",
    "short_all": "own_short_all",
    "short_still": "own_short_still",
    "derived": "own_derived",
    "taken": "own_spare",
}
"""What is said of a difference, by the outcome of words.headcount_outcome."""


def is_other_headcount(needed: float, found: Findings) -> bool:
    """Whether the reader has told of clearly more or fewer agents than are needed."""
    inputs = found.recommendation.inputs
    have = inputs.numbers.agents
    return "agents" in inputs.given and not are_near(have, needed)


def own_agents_of(move: "Transition", found: Findings) -> "OwnAgents | None":
    """The way from the reader's own agents, where they are others than the flow needs."""
    return move.own if is_other_headcount(move.before.paid_agents, found) else None


def flow_told(found: Findings, *, is_short: bool = False) -> str:
    """For how many contacts the figures are; and whose they are, where they follow from today.

    With `is_short` the number alone, for a board that is asked to change nothing.
    """
    words, inputs = found.sentences, found.recommendation.inputs
    is_taken = inputs.flow_of and not is_short
    numbers, message = inputs.numbers, "board_load_taken" if is_taken else "board_load"
    agents = words.exact(numbers.agents)
    return words.say(message, contacts=words.exact(numbers.contacts_per_hour), agents=agents)


def own_headcount(move: "Transition", found: Findings) -> Iterator[str]:
    """The agents that the reader has beside those that today's structure needs."""
    own = own_agents_of(move, found)
    if own is not None:
        words = found.sentences
        outcome = words.headcount_outcome(own.needed, own.needed)
        have, need = words.exact(own.have), words.number(own.needed, ".0f")
        yield words.say(f"board_headcount_{outcome}", have=have, need=need)


def own_figures(needed: Staffing, found: Findings) -> Mapping[str, tuple[Figure, str]]:
    """Figures for which the reader has others than are needed, each with the reader's.

    They are the agents and, where today's structure says what they earn, their pay.
    """
    words, inputs, move = found.sentences, found.recommendation.inputs, found.move
    if not is_other_headcount(needed.paid_agents, found):
        return {}
    agents = Figure(lambda one: round(one.paid_agents, 1), FIGURES["paid_staff"].written)
    told = {"own_agents": (agents, words.exact(inputs.numbers.agents))}
    if move and move.own:
        from service_structure.planning.budget import COINS, agents_pay

        def pay_of(one: Staffing) -> float:
            return float(round(agents_pay(one, inputs.numbers)))

        pay = replace(FIGURES["yearly_cost"], shown=pay_of)
        told["own_cost"] = (pay, pay.as_shown(float(round(move.own.cost / COINS)), words))
    return told


def own_told(move: "Transition", found: Findings, *, asking: bool = False) -> Iterator[str]:
    """What the difference costs a year, and that the move does not save it.

    With `asking` also what the reader could tell to have it worked out for the flow that there is.
    """
    own = own_agents_of(move, found)
    if own is None:
        return
    words = found.sentences
    outcome = words.headcount_outcome(own.needed, own.needed)
    if outcome == "short" and own.moved >= 0:
        outcome = "short_still"
    elif outcome == "short" and own.target >= own.have:
        outcome = "short_all"
    agents, cost = words.number(abs(own.missing)), words.roughly(abs(own.missing_cost))
    yield words.say(OUTCOMES[outcome], agents=agents, cost=cost)
    if asking and outcome == "derived":
        yield words.say("own_give_contacts")


def own_in_plan(found: Findings) -> Iterator[str]:
    """Where the reader has other agents than are needed: from how many the plan and money start."""
    own = own_agents_of(found.move, found) if found.move else None
    if own is not None:
        words, is_short = found.sentences, found.plan is not None and found.plan.is_short
        message = "own_plan_short" if is_short else "own_plan"
        need, target = [words.number(n, ".0f") for n in (own.needed, own.target)]
        yield words.say(message, need=need, target=target, have=words.exact(own.have))


def own_table(move: "Transition", found: Findings) -> Iterator[Table]:
    """From the agents that there are to those after the move, with what they cost a year."""
    own = own_agents_of(move, found)
    if own is None:
        return
    words = found.sentences

    def row(message: str, agents: float, coins: int) -> tuple[str, str, str]:
        return words.say(message), words.number(agents), words.coins(coins)

    def step(message: str, agents: float, coins: int) -> tuple[str, str, str]:
        _, posts, money = row(message, abs(agents), abs(coins))
        return words.say(message), signed(posts, agents), signed(money, coins)

    missing = "own_row_missing" if own.missing > 0 else "own_row_beyond"
    rows = (
        row("own_row_have", own.have, own.cost),
        step(missing, own.missing, own.missing_cost),
        row("own_row_needed", own.needed, own.needed_cost),
        step("own_row_move", own.moved, own.moved_cost),
    )
    foot = row("own_row_target", own.target, own.target_cost)
    heads = [Column(words.figure_name(head)) for head in ("own_agents", "own_cost")]
    first = Column(words.say("own_way"), figures=False)
    yield Table(words.say("own_way"), (first, *heads), rows, foot)
