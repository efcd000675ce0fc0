"""Unanswered questions: the settings that stand for everything an organisation may be.

A setting is one level for every question, as ranks in the order of the guide. What is answered is
the same in all settings; what is not takes its levels as often as their priors say, and where two
levels are named, these two in the proportion of their priors. The draws are a Latin hypercube: in
each question DRAWS even steps of the prior, in an order of its own. They are
fixed, so that equal answers give equal results on every machine. With 64 of them every probability
of 24 organisations, of five answers each, was within 0.025 of that with 8,192, with 128 within
0.011; 64 keep a result with nothing answered below the 30 ms that it may take.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from random import Random

from service_structure.case.answers import Answers
from service_structure.source.records import Guide

DRAWS = 64
"""Settings for one recommendation, unless every question is answered."""

SEED = 35
"""Of the seeds 0 to 59 the one whose questions are the least correlated."""

type Setting = tuple[int, ...]


def settings(answers: Answers, guide: Guide, draws: int = DRAWS) -> tuple[Setting, ...]:
    """The settings that these answers leave open; one where every question is answered."""
    columns = []
    for factor, drawn in zip(guide.factors.values(), _drawn(guide, draws), strict=True):
        named = answers.named(factor.id)
        if len(named) == 1:
            columns.append((factor.rank(named[0]),) * draws)
        else:
            columns.append(_drawn_of(factor.id, named, guide, draws) if named else drawn)
    found = tuple(zip(*columns, strict=True))
    return found[:1] if len(answers.levels) == len(columns) else found


@lru_cache(maxsize=16)
def _drawn(guide: Guide, draws: int) -> tuple[tuple[int, ...], ...]:
    """The ranks of each question over all draws."""
    points = _points(guide, draws)
    return tuple(
        [
            _ranks(range(len(factor.levels)), [level.prior for level in factor.levels], own)
            for factor, own in zip(guide.factors.values(), points, strict=True)
        ]
    )


@lru_cache(maxsize=256)
def _drawn_of(factor: str, named: tuple[str, ...], guide: Guide, draws: int) -> tuple[int, ...]:
    """The ranks of a question over all draws, of which some levels are left."""
    asked = guide.factors[factor]
    points = _points(guide, draws)[[*guide.factors].index(factor)]
    return _ranks([asked.rank(level) for level in named], asked.shares(named), points)


@lru_cache(maxsize=16)
def _points(guide: Guide, draws: int) -> tuple[list[float], ...]:
    """Where each question stands between its lowest level, 0, and its highest, 1, in each draw."""
    source = Random(SEED)
    return tuple([_shuffled(draws, source) for _ in guide.factors])


def _shuffled(draws: int, source: Random) -> list[float]:
    """The middles of so many even steps from 0 to 1, in random order."""
    keys = [source.random() for _ in range(draws)]
    order = sorted(range(draws), key=keys.__getitem__)
    return [(step + 0.5) / draws for step in order]


def _ranks(
    ranks: Sequence[int], shares: Sequence[float], points: Sequence[float]
) -> tuple[int, ...]:
    """The level in which each point falls, where levels are as long as their shares."""
    ends = list(accumulate(shares))
    return tuple([ranks[sum(point > end for end in ends[:-1])] for point in points])
