"""What changes in the results from one guide to another: headline, examples, the answer space."""

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

from service_structure.case.case import read_case
from service_structure.decision.evaluation import quick_result
from service_structure.decision.model import recommend
from service_structure.source.records import Guide
from service_structure.views.wording import Wording

DRAWS = 1_000
"""Random answers to compare: a share of them has a standard error of at most 1.6 points."""

SEED = 21
HEAD = 18
"""Characters of the column that says what a line is about."""


def print_comparison(before: Guide, after: Guide, language: str) -> None:
    """Print how the results for the same answers differ between two guides."""
    for line in comparison(before, after, language):
        print(line)


def comparison(before: Guide, after: Guide, language: str = "en") -> Iterator[str]:
    """Lines on no answers at all, the examples that both guides have, and DRAWS random answers.

    Answers are drawn evenly from the levels that both guides have; what only one has is named. The
    lines are in a language of the guide `after`.
    """
    words = Wording(after, language)
    yield _line(words, "compared_no_answers", _change(_said({}, before), _said({}, after)))
    shared = [name for name in before.scenarios if name in after.scenarios]
    changes = {
        name: (
            _said(before.scenarios[name].answers, before),
            _said(after.scenarios[name].answers, after),
        )
        for name in shared
    }
    differing = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    differ = words.say("compared_differ", n=len(differing), all=len(shared))
    yield _line(words, "compared_examples", differ)
    for name, pair in differing.items():
        yield f"  {name:<24} {_change(*pair)}"
    yield from _answer_space(before, after, words)
    yield from _left_out(before, after, words)


def _line(words: Wording, head: str, told: str) -> str:
    return f"{words.say(head):<{HEAD}}{told}"


def _said(answers: Mapping[str, str], guide: Guide) -> str:
    """The recommendation, its fit, its probability and its verdict."""
    result = recommend(answers, guide)
    best = result.best
    return f"{result.recommended} {best.fit:.3f} {best.probability:.0%} {result.verdict}"


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _answer_space(before: Guide, after: Guide, words: Wording) -> Iterator[str]:
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
    same_fits = True
    for _ in range(DRAWS):
        answers = {factor: random.choice(ids) for factor, ids in levels.items() if ids}
        (was, old_fits), (now, new_fits) = (
            quick_result(read_case(answers, guide)[0], guide) for guide in (before, after)
        )
        same_fits &= old_fits == new_fits
        shares[0][was] += 1
        shares[1][now] += 1
        if was != now:
            moved[was, now] += 1

    def part(count: int) -> str:
        return words.percent(count / DRAWS, 1)

    told = words.say("compared_moved", share=part(moved.total()), n=words.exact(DRAWS))
    yield _line(words, "compared_random", told)
    for (old, new), count in moved.most_common():
        yield f"  {part(count):>7}  {old} → {new}"
    yield words.say("compared_shares")
    for structure in dict.fromkeys((*before.structures, *after.structures)):
        was_share, now_share = (part(share[structure]) for share in shares)
        yield f"  {structure:<20}{was_share:>8} → {now_share:>7}"
    if not same_fits:
        yield _line(words, "compared_next", words.say("compared_fitted"))


def _left_out(before: Guide, after: Guide, words: Wording) -> Iterator[str]:
    """What only one of the guides has, so that nothing above tells of it."""
    for this_has, other_has, was, now in (
        ("compared_answers_of_this", "compared_answers_of_other", _levels(before), _levels(after)),
        (
            "compared_examples_of_this",
            "compared_examples_of_other",
            before.scenarios,
            after.scenarios,
        ),
    ):
        for message, own, other in ((this_has, now, was), (other_has, was, now)):
            only = [one for one in own if one not in other]
            if only:
                told = words.say(message, names=", ".join(only))
                yield _line(words, "compared_left_out", told)


def _levels(guide: Guide) -> tuple[str, ...]:
    """Every answer that a guide knows, as factor and level."""
    return tuple(
        f"{factor.id} {level.id}" for factor in guide.factors.values() for level in factor.levels
    )
