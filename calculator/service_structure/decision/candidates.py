"""Who is a candidate: structures of which nothing that they are made of is ruled out."""

from collections.abc import Sequence

from service_structure.case.answers import Answers
from service_structure.numerics.checks import TIE
from service_structure.source.model_records import Precondition
from service_structure.source.records import Guide


def fails(precondition: Precondition, answers: Answers, guide: Guide) -> bool:
    """Whether an answer rules a precondition out; what is not answered rules out nothing."""
    factor = guide.factors[precondition.factor]
    named = answers.named(factor.id)
    return bool(named) and factor.rank(named[-1]) < factor.rank(precondition.at_least)


def candidates_for(answers: Answers, guide: Guide) -> list[str]:
    """The structures that no answer rules out; where none is left, all of them."""
    return [
        s.id
        for s in guide.structures.values()
        if not any(fails(p, answers, guide) for p in s.preconditions)
    ] or list(guide.structures)


def leads(place: int, fits: Sequence[float], absent: Sequence[int]) -> bool:
    """Whether no candidate is ahead of a structure; where none is left, no structure."""
    running = [fit for fit, lacking in zip(fits, absent, strict=True) if not lacking]
    if running and absent[place]:
        return False
    return max(running or fits) <= fits[place] + TIE
