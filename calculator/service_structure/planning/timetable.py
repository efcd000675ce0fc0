"""When a move changes posts and costs: the few moments of its plan that headcount and money follow.

Posts are closed last: the last of them no sooner than the last group has moved. Whoever leaves
earlier is replaced for the time being; then these posts are closed, and so is the rest of a
surplus. Who is missing is hired while the plan hires.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from service_structure.planning.workdays import YEAR
from service_structure.source.numbers import MONTHS

CLOSING = ("vacated_posts", "departures")
"""Tasks in which posts are closed; a plan has one of them at most."""

ROLL_OUT = ("merge_queues", "move_groups", *CLOSING)
"""Tasks in which people move and posts are closed."""


@dataclass(frozen=True)
class Timetable:
    """Moments of a move, in months from its first day.

    People are hired from `hired_from` to `hired_by`; without hiring both are those of the roll-out.
    From `pilot` on groups run twice. At `decided` the move goes on, from `closed_from` on posts are
    closed (where none are, that is `decided`), and by `moved` everyone works in the new way and the
    last post is closed.
    """

    hired_from: float
    hired_by: float
    pilot: float
    decided: float
    closed_from: float
    moved: float

    def lasting(self, months: float) -> "Timetable":
        """The same move where everyone has moved after so many months."""
        return Timetable(*(moment / self.moved * months for moment in astuple(self)))


def timetable(spans: Mapping[str, tuple[int, int]]) -> Timetable:
    """The timetable of a plan, by the first working day of each task and the one after its last."""
    moving = roll_out(spans)
    closed, last = span_of_closing(spans)
    days = (*spans.get("hiring", moving), spans["pilot"][0], moving[0], closed, last)
    return Timetable(*(MONTHS * day / YEAR for day in days))


def roll_out(spans: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """From the decision to go on until the last group has moved; without groups, to the end."""
    last = max([spans[task][1] for task in ROLL_OUT if task in spans] or [spans["closing"][1]])
    return spans["pilot_review"][1], last


def span_of_closing(spans: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """From when posts are closed until the last one is; that of the roll-out where none are."""
    return next((spans[task] for task in CLOSING if task in spans), roll_out(spans))
