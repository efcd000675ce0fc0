"""Whether contacts and size agree: the payroll of one pool beside the answer on size."""

from math import sqrt

from service_structure.case.answers import Answers
from service_structure.case.numbers import Inputs
from service_structure.source.records import Guide
from service_structure.staffing.costs import paid_in_one_pool

SIZE, AGENTS = "size", "agents"
"""The question, and the number that each of its answers suggests."""


def contradicts_size(answers: Answers, inputs: Inputs, guide: Guide) -> tuple[float, float] | None:
    """The agents on the payroll of one pool and those of the answer on size, if they contradict.

    They do where the payroll lies outside the answer: it ends half-way, in ratio, between its
    agents and those of the next answer, which is about a factor of two. None if they agree, or if
    size is not answered.
    """
    level = answers.levels.get(SIZE)
    if level is None:
        return None
    agents = [found.numbers[AGENTS] for found in guide.factors[SIZE].levels]
    place = guide.factors[SIZE].rank(level)
    paid = paid_in_one_pool(inputs.numbers)
    too_few = place > 0 and paid < sqrt(agents[place - 1] * agents[place])
    too_many = place < len(agents) - 1 and paid > sqrt(agents[place] * agents[place + 1])
    return (paid, agents[place]) if too_few or too_many else None
