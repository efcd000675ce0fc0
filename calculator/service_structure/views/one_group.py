"""That one group more or less changes what a move brings, where it does."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service_structure.views.blocks import Block, Blocks, Paragraph, Slot
from service_structure.views.findings import Findings

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.move import Move


def one_group(move: "Move", found: Findings) -> Iterator[Block]:
    """The place of what is told, or what is told where nothing comes later."""
    if found.limits.slots:
        yield Slot("balance-groups")
    else:
        yield from one_group_told(move, found)


def one_group_told(move: "Move", found: Findings) -> Blocks:
    """Both figures, for every kind of groups of which one changes so much."""
    from service_structure.planning.one_group import one_group as found_for

    words, guide = found.sentences, found.guide
    cases = [
        words.say(
            "one_group_case",
            name=words.text(guide.assumptions[one.number].name),
            now=words.exact(one.now),
            then=words.exact(one.then),
            other=words.roughly(one.value),
        )
        for one in found_for(move, found.recommendation, guide)
    ]
    if not cases:
        return ()
    value = words.roughly(move.budget.value())
    return (Paragraph(words.say("one_group", value=value, cases=" ".join(cases))),)
