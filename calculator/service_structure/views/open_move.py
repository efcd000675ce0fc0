"""Where a move is advised and two structures suit about equally: which, and what money says."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service_structure.views.findings import Findings

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move


def is_open(found: Findings) -> bool:
    """Whether a move is advised while other structures than the first suit about as well."""
    is_move = found.move is not None and found.move.is_advised
    return is_move and found.recommendation.verdict == "open" and bool(second(found))


def second(found: Findings) -> str:
    """The most probable structure on the shortlist but the first and today's; empty if none is."""
    today = found.recommendation.profile.current
    return next((name for name in found.recommendation.rivals if name != today), "")


def of_two(move: "Move", found: Findings) -> Iterator[str]:
    """What a move to the other of two structures brings that suit about equally.

    Where only one of both pays for itself, money speaks for that one.
    """
    if not is_open(found) or move.doubt:
        return
    from service_structure.planning.transition import transition

    words, other = found.sentences, second(found)
    way = transition(found.recommendation, other, found.guide)
    if way is None:
        return
    own, value = move.budget.value(), way.budget.value()
    names = [words.inside(words.name(structure)) for structure in (move.target, other)]
    message = "move_other_pays" if value >= 0 else "move_other_does_not"
    yield words.say(message, other=names[1], value=words.roughly(abs(value)))
    if (own >= 0) != (value >= 0):
        yield words.say("move_one_pays", name=names[own < 0])
