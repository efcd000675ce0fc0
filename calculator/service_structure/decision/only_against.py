"""Answers that put a structure first only by counting against the one that follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from service_structure.decision.attribution import Effect, StatementPart, statement_parts
from service_structure.decision.model import Recommendation
from service_structure.numerics.checks import TIE
from service_structure.source.model_records import Factor, Statement
from service_structure.source.records import Guide


@dataclass(frozen=True)
class Against:
    """An answer without which the next structure would be ahead of the first.

    It does nothing to what is said of the first; of the `statement` on the next one, the weightiest
    that it touches, it makes more of a drawback or less of an advantage.
    """

    factor: str
    level: str
    structure: str
    statement: Statement


def only_against(
    recommendation: Recommendation, parts: Sequence[StatementPart], guide: Guide
) -> tuple[Against, ...]:
    """Such answers, in the order of the guide; `parts` are the statements of the first structure.

    Their effect is exact for questions that move no weight, change no number, rule nothing out and
    put no statement on the next structure out of force: the others are left aside.
    """
    if len(recommendation.candidates) < 2:
        return ()
    first, second = recommendation.candidates[:2]
    lead = first.fit - second.fit
    own = {effect.factor for part in parts for effect in part.effects}
    others = statement_parts(recommendation, second.structure, guide)
    found = []
    for factor in guide.factors.values():
        effects = [(p, e) for p in others for e in p.effects if e.factor == factor.id]
        is_exact = _is_plain(factor, guide) and all(effect.times > 0 for _, effect in effects)
        if not effects or factor.id in own or not is_exact:
            continue
        taken = [_taken(part, effect) for part, effect in effects]
        if sum(taken) > lead + TIE:
            part, effect = effects[taken.index(max(taken))]
            found.append(Against(factor.id, effect.level, second.structure, part.statement))
    return tuple(found)


def _taken(part: StatementPart, effect: Effect) -> float:
    """What an answer takes from a fit by one statement, against the question being open."""
    return part.amount * (effect.usual / effect.times - 1)


def _is_plain(factor: Factor, guide: Guide) -> bool:
    """Whether answers do no more than multiply statements."""
    ruling = {p.factor for s in guide.structures.values() for p in s.preconditions}
    return not (factor.goal or factor.id in ruling or any(level.numbers for level in factor.levels))
