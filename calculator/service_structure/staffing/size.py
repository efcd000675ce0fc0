"""Whether the agents that a structure needs fit the answer about the size of the service."""

from math import inf

from service_structure.case.case import Case
from service_structure.case.numbers import numbers_for
from service_structure.source.records import Guide
from service_structure.staffing.costs import paid_agents

SIZE = "size"


def contradicts_size(case: Case, structure: str, guide: Guide) -> bool:
    """Whether a structure has more agents on the payroll than the answer says, or fewer.

    It happens where numbers are typed that ask for other people than the answer names, such as
    contacts, and where a small service divides into more groups than it can fill.
    """
    level = case.answers.levels.get(SIZE)
    if level is None:
        return False
    low, high = size_range(level, guide)
    numbers = numbers_for(case.answers.usual(guide), case.numbers, guide)
    return not low <= paid_agents(guide.structures[structure].pooling, numbers) < high


def size_range(level: str, guide: Guide) -> tuple[float, float]:
    """From how many agents a level of the answer reaches, and where the next one begins."""
    factor = guide.factors[SIZE]
    found = [one.least or 0.0 for one in factor.levels]
    place = factor.rank(level)
    return found[place], found[place + 1] if place + 1 < len(found) else inf
