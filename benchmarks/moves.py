"""Checks the advice on today's structure in 10,000 random organisations, and tells how often each.

The organisations answer three questions or more at random, have any of the structures today and
name up to three symptoms; a third tell of their agents and contacts, which may not agree, a third
of the agents alone. No move may be advised for a gain within the margin, nor one that costs more
than it brings within three years unless a reason is stated; every structure has to be kept
somewhere.
`python -m benchmarks.moves` takes about three minutes.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.planning.move import Move, move_for
from service_structure.source.records import Guide

ORGANISATIONS = 10_000
SEED = 25
CONTACTS = ("20!", "200!", "1500!")
STATED = {"ruled_out", "outweighs", "outweighs_apart"}
"""Reasons that may outweigh money."""


def drawn(count: int, guide: Guide) -> Iterator[tuple[Recommendation, Move]]:
    """Random organisations with the advice they get."""
    rng = Random(SEED)
    for _ in range(count):
        factors = rng.sample(list(guide.factors.values()), rng.randint(3, len(guide.factors)))
        symptoms = rng.sample(sorted(guide.symptoms), rng.choice((0, 0, 1, 2, 3)))
        profile = {"structure": rng.choice(sorted(guide.structures)), "symptoms": symptoms}
        answers = {factor.id: rng.choice(factor.levels).id for factor in factors}
        own = {"agents": rng.choice((5, 40, 300)), "contacts_per_hour": rng.choice(CONTACTS)}
        alone = {"agents": own["agents"]}
        table = {"answers": answers, "profile": profile, "numbers": rng.choice(({}, own, alone))}
        case, _faults = read_case(table, guide)
        result = recommend_for(case, guide)
        if move := move_for(result, guide):
            yield result, move


def is_sound(result: Recommendation, move: Move, guide: Guide) -> bool:
    """Whether a move that is advised gains more than the margin, and pays or says why not."""
    if move.verdict != "move":
        return True
    margin = guide.assumptions["stay_margin"].value / 100
    gains = move.today not in result.shortlist or move.probability_gain >= margin
    return gains and (move.budget.value() >= 0 or move.reason in STATED)


def main(count: int = ORGANISATIONS) -> int:
    """Print how often each advice is given and why; 1 if one of them is unsound."""
    guide = load_guide()
    advice, kept, unsound = Counter[str](), Counter[str](), 0
    for result, move in drawn(count, guide):
        advice[f"{move.verdict}: {move.reason}"] += 1
        kept[move.today] += move.verdict == "stay"
        unsound += not is_sound(result, move, guide)
    for name, n in advice.most_common():
        print(f"{name:<24} {n / count:6.1%}")
    print("stay: " + ", ".join(f"{structure} {kept[structure]}" for structure in guide.structures))
    print(f"unsound: {unsound}")
    return int(bool(unsound) or not all(kept[structure] for structure in guide.structures))


if __name__ == "__main__":
    raise SystemExit(main())
