"""What changes in the results from one guide to another: headline, examples, the answer space."""

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

from service_structure.case.case import read_case
from service_structure.decision.evaluation import quick_result
from service_structure.decision.model import recommend
from service_structure.source.records import Guide

DRAWS = 1_000
"""Random answers to compare: a share of them has a standard error of at most 1.6 points."""

SEED = 21


def print_comparison(before: Guide, after: Guide) -> None:
    """Print how the results for the same answers differ between two guides."""
    for line in comparison(before, after):
        print(line)


def comparison(before: Guide, after: Guide) -> Iterator[str]:
    """Lines on no answers at all, the examples that both guides have, and DRAWS random answers.

    Answers are drawn evenly from the levels that both guides have; what only one has is named.
    """
    yield f"no answers      {_change(_said({}, before), _said({}, after))}"
    shared = [name for name in before.scenarios if name in after.scenarios]
    changes = {
        name: (
            _said(before.scenarios[name].answers, before),
            _said(after.scenarios[name].answers, after),
        )
        for name in shared
    }
    differing = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    yield f"examples        {len(differing)} of {len(shared)} differ"
    for name, pair in differing.items():
        yield f"  {name:<24} {_change(*pair)}"
    yield from _answer_space(before, after)
    yield from _left_out(before, after)


def _said(answers: Mapping[str, str], guide: Guide) -> str:
    """The recommendation, its fit, its probability and its verdict."""
    result = recommend(answers, guide)
    best = result.best
    return f"{result.recommended} {best.fit:.3f} {best.probability:.0%} {result.verdict}"


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _answer_space(before: Guide, after: Guide) -> Iterator[str]:
    random = Random(SEED)
    moved: Counter[tuple[str, str]] = Counter()
    shares: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    levels = {
        factor.id: [
            level.id
            for level in factor.levels
            if level.id in {x.id for x in after.factors[factor.id].levels}
        ]
        for factor in before.factors.values()
        if factor.id in after.factors
    }
    for _ in range(DRAWS):
        answers = {factor: random.choice(ids) for factor, ids in levels.items() if ids}
        was, now = (
            quick_result(read_case(answers, guide)[0], guide)[0] for guide in (before, after)
        )
        shares[0][was] += 1
        shares[1][now] += 1
        if was != now:
            moved[was, now] += 1
    yield f"random answers  {100 * moved.total() / DRAWS:.1f} % of {DRAWS} get another structure"
    for (old, new), count in moved.most_common():
        yield f"  {100 * count / DRAWS:5.1f} %  {old} → {new}"
    yield "share of the random answers"
    for structure in dict.fromkeys((*before.structures, *after.structures)):
        was_share, now_share = (100 * share[structure] / DRAWS for share in shares)
        yield f"  {structure:<20}{was_share:6.1f} % → {now_share:5.1f} %"


def _left_out(before: Guide, after: Guide) -> Iterator[str]:
    """What only one of the guides has, so that nothing above tells of it."""
    for name, was, now in (
        ("answers", _levels(before), _levels(after)),
        ("examples", tuple(before.scenarios), tuple(after.scenarios)),
    ):
        for which, own, other in (("this", now, was), ("the other", was, now)):
            only = [one for one in own if one not in other]
            if only:
                yield f"not compared    {name} that only {which} guide has: {', '.join(only)}"


def _levels(guide: Guide) -> tuple[str, ...]:
    """Every answer that a guide knows, as factor and level."""
    return tuple(
        f"{factor.id} {level.id}" for factor in guide.factors.values() for level in factor.levels
    )
