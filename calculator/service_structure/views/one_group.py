"""That one group more or less, or another handling time, changes what a move brings, if so."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service_structure.views.blocks import Block, Blocks, Paragraph, Slot
from service_structure.views.cost_parts import cost_parts
from service_structure.views.findings import Findings

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move
    from service_structure.planning.one_group import OneGroup
    from service_structure.planning.transition import Transition


def one_group(move: "Move", found: Findings) -> Iterator[Block]:
    """The place of what is told, or what is told where nothing comes later."""
    if found.limits.slots:
        yield Slot("balance-groups")
    else:
        yield from one_group_told(move, found)


def one_group_told(move: "Move", found: Findings) -> Blocks:
    """Both figures: for a handling time, and for every kind of groups of which one tells so.

    Before them stands of what the difference of a year is made, where posts do not say it.
    """
    words = found.sentences
    cases = [_case("one_group_case", one, move, found) for one in _telling(move, found)]
    told = (*cost_parts(move.before, move.after, found), *time_told(move, found))
    if not cases:
        return told
    value = words.roughly(move.budget.value())
    return (*told, Paragraph(words.say("one_group", value=value, cases=" ".join(cases))))


def group_in_short(move: "Move", found: Findings) -> Iterator[str]:
    """The kind of groups of which one more or less changes the value most, where one tells so."""
    value = move.budget.value()
    if telling := _telling(move, found):
        most = max(telling, key=lambda one: abs(one.value - value))
        yield _case("board_one_group", most, move, found)


def _telling(move: "Move", found: Findings) -> tuple["OneGroup", ...]:
    from service_structure.planning.one_group import one_group as found_for

    return found_for(move, found.recommendation, found.guide)


def _case(message: str, one: "OneGroup", move: "Move", found: Findings) -> str:
    words = found.sentences
    return words.say(
        message,
        name=words.text(found.guide.assumptions[one.number].name),
        now=words.exact(one.now),
        then=words.exact(one.then),
        other=words.roughly(one.value),
        value=words.roughly(move.budget.value()),
    )


def time_told(way: "Transition", found: Findings) -> Iterator[Paragraph]:
    """That the value of a move has another sign with another usual handling time, where it has."""
    from service_structure.planning.one_group import other_time

    words = found.sentences
    if other := other_time(way, found.recommendation, found.guide):
        told = words.say(
            "move_time",
            now=words.duration(found.recommendation.inputs.numbers.aht),
            value=words.roughly(way.budget.value()),
            then=words.duration(other[0]),
            other=words.roughly(other[1]),
        )
        yield Paragraph(told)
