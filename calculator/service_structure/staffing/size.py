"""Whether the agents that a structure needs fit the answer about the size of the service."""

from service_structure.case.answers import Answers
from service_structure.source.records import Guide

SIZE = "size"


def contradicts_size(agents: float, answers: Answers, guide: Guide) -> bool:
    """Whether so many agents on the payroll are more than the answer leaves, or fewer.

    It happens where numbers are typed that ask for other people than the answer names, such as
    contacts, and where a small service divides into more groups than it can fill.
    """
    named = answers.named(SIZE)
    if not named:
        return False
    factor = guide.factors[SIZE]
    return not factor.range_of(named[0])[0] <= agents < factor.range_of(named[-1])[1]
