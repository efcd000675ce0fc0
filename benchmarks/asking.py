"""Measures how many questions it takes to a recommendation that the other answers would not change.

The organisations are drawn with a fixed seed from the casebook, each at most once: what its sources
say answers the questions, and every other question is answered at random by the priors of its
levels. Each organisation is asked what tells most, as in the calculator, until it may stop (see
decision/questions.py). A tap is one answer. The recommendation then is compared with that to all
answers: it is the same structure, or one that is level with it. Two structures are level where the
result of all answers asks the reader to compare them: its verdict is "leading" or "open", and they
are the first two of its shortlist.
"""

from collections.abc import Mapping, Sequence
from random import Random
from statistics import median, quantiles
from time import process_time

from service_structure import load_guide, load_precedents
from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.decision.questions import next_questions, stage
from service_structure.source.frozen import FrozenDict
from service_structure.source.records import Guide

ORGANISATIONS = 200
SEED = 23
MOST_TAPS = 8
LEAST_AGREEMENT = 0.9
LIMIT_MS = 100 / 1.6  # of next_questions(): in a browser Python takes 1.6 times as long

TIMES_MS: list[float] = []
"""How long each call of next_questions() took, the recommendation being there."""

type Levels = Mapping[str, str]


def organisations(guide: Guide, count: int = ORGANISATIONS, seed: int = SEED) -> list[Levels]:
    """Complete answers of organisations of the casebook, what is unknown drawn by the priors."""
    random = Random(seed)
    found: list[Levels] = []
    for precedent in random.sample(list(load_precedents(guide).values()), count):
        levels: dict[str, str] = {}
        for factor in guide.factors.values():
            drawn = random.choices(factor.levels, [level.prior for level in factor.levels])[0].id
            levels[factor.id] = precedent.answers.get(factor.id, drawn)
        found.append(levels)
    return found


def asked(levels: Levels, guide: Guide, until: Sequence[str]) -> Recommendation:
    """The recommendation after so many answers as it takes to reach one of these stages."""
    known: dict[str, str] = {}
    while True:
        case = _case(known, guide)
        result = recommend_for(case, guide)
        if known and stage(result) in until:
            return result
        begun = process_time()
        factor = next_questions(case, guide)[0].factor
        TIMES_MS.append(1000 * (process_time() - begun))
        known[factor] = levels[factor]


def agrees(result: Recommendation, whole: Recommendation) -> tuple[bool, bool]:
    """Whether a structure is that of all answers, and whether it is that or level with it."""
    same = result.recommended == whole.recommended
    is_close = whole.verdict in ("leading", "open")
    return same, same or (is_close and result.recommended in whole.shortlist[:2])


def main() -> None:
    """Print the distribution of taps and how often the structure is that of all answers."""
    guide = load_guide()
    drawn = organisations(guide)
    whole = [recommend_for(_case(levels, guide), guide) for levels in drawn]
    print(f"Asking {len(drawn)} organisations what tells most")
    for name, stages in (("may stop", ("may_stop", "stop")), ("stops", ("stop",))):
        found = [asked(levels, guide, stages) for levels in drawn]
        taps = sorted(len(result.answers.levels) for result in found)
        pairs = [agrees(result, its) for result, its in zip(found, whole, strict=True)]
        same, level = (sum(row) / len(row) for row in zip(*pairs, strict=True))
        cuts = quantiles(taps, n=10)
        print(
            f"{name:9} taps: median {median(taps):.0f}, 75 % {quantiles(taps)[2]:.0f},"
            f" 90 % {cuts[8]:.0f}, most {taps[-1]}; same structure {same:.1%}, or level {level:.1%}"
        )
        if name == "may stop":
            kept = median(taps) <= MOST_TAPS and level >= LEAST_AGREEMENT
            print(
                f"  limits {MOST_TAPS} taps, {LEAST_AGREEMENT:.0%}: {'kept' if kept else 'BROKEN'}"
            )
            print("  taps " + " ".join(f"{n}:{taps.count(n)}" for n in sorted(set(taps))))
    slowest = quantiles(TIMES_MS, n=20)[18]
    print(f"next_questions(): median {median(TIMES_MS):.1f} ms, 95 % {slowest:.1f} ms;", end=" ")
    print(f"limit {LIMIT_MS:.0f} ms: {'kept' if slowest <= LIMIT_MS else 'BROKEN'}")


def _case(levels: Levels, guide: Guide) -> Case:
    known = FrozenDict({factor: levels[factor] for factor in guide.factors if factor in levels})
    return Case(Answers(known), FrozenDict(), FrozenDict())


if __name__ == "__main__":
    main()
