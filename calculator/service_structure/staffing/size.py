"""Whether the agents that a structure needs fit the answer about the size of the service."""

from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.case.numbers import numbers_for
from service_structure.source.records import Guide
from service_structure.staffing.costs import paid_agents

SIZE = "size"


def contradicts_size(case: Case, structure: str, guide: Guide) -> bool:
    """Whether a structure has more agents on the payroll than the answer leaves, or fewer.

    It happens where numbers are typed that ask for other people than the answer names, such as
    contacts, and where a small service divides into more groups than it can fill.
    """
    numbers = numbers_for(case.answers.usual(guide), case.numbers, guide)
    agents = paid_agents(guide.structures[structure].pooling, numbers)
    return is_another_size(agents, case.answers, guide)


def is_another_size(agents: float, answers: Answers, guide: Guide) -> bool:
    """Whether so many agents on the payroll are not what the answer about the size says."""
    named = answers.named(SIZE)
    if not named:
        return False
    factor = guide.factors[SIZE]
    return not factor.range_of(named[0])[0] <= agents < factor.range_of(named[-1])[1]
