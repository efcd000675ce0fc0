"""Whether the answers of a case can hold of one organisation (see guide/exclusions.toml)."""

from collections.abc import Collection

from service_structure.case.case import Case
from service_structure.source.records import Guide


def contradictions(case: Case, factors: Collection[str], guide: Guide) -> frozenset[str]:
    """What cannot be about the answers to some questions.

    They are the ids of exclusions that the answers meet, and of questions that are answered
    otherwise than a number says that a reader has typed. Two levels contradict where each does.
    """
    excluded = {
        exclusion.id
        for exclusion in guide.exclusions.values()
        if not exclusion.answers.keys().isdisjoint(factors)
        and all(
            (named := case.answers.named(factor)) and set(named) <= set(levels)
            for factor, levels in exclusion.answers.items()
        )
    }
    return frozenset(excluded | {factor for factor in factors if _miscounted(factor, case, guide)})


def _miscounted(name: str, case: Case, guide: Guide) -> bool:
    """Whether a reader has typed another number than the answer to a question says."""
    factor, named = guide.factors[name], case.answers.named(name)
    if not named or factor.counts not in case.numbers:
        return False
    low, high = factor.range_of(named[0])[0], factor.range_of(named[-1])[1]
    return not low <= case.numbers[factor.counts] < high
