"""Where two structures suit about equally, a result is a choice between them: one place says so."""

from service_structure.decision.questions import stage
from service_structure.source.model_records import Factor
from service_structure.views.findings import Findings
from service_structure.views.today import headline, is_kept, proposed

PARTING = 2
"""Questions that are offered where two structures suit about equally."""


def is_open(found: Findings) -> bool:
    """Whether two structures or more suit about equally."""
    return found.sentences.grade == "open" and len(found.recommendation.shortlist) > 1


def is_choice(found: Findings) -> bool:
    """Whether the result is a choice between two structures, and none is proposed for a reason."""
    return is_open(found) and proposed(found) == found.best.id


def is_asked(found: Findings) -> bool:
    """Whether reports ask for that choice: not where they ask to keep today's structure."""
    return is_choice(found) and not is_kept(found)


def both(found: Findings) -> str:
    """The two structures to choose from: “the one or the other”."""
    words = found.sentences
    one, other = [words.inside(words.name(own)) for own in found.recommendation.shortlist[:2]]
    return words.say("number_or", one=one, other=other)


def sure(found: Findings) -> str:
    """The probability of the first on the list in cases of a hundred, and of those beside it.

    A likelier one is told. Where the choice is open between three or more, the card puts it between
    two: these and the third are told.
    """
    words, result = found.sentences, found.recommendation

    def of(structure: str, name: str) -> str:
        n = words.of_hundred(result.standing(structure).probability)
        return words.say("card_sure_other", name=name, n=n)

    if is_open(found) and len(result.shortlist) > 2:
        first, *others = result.shortlist[:3]
        told = [of(other, words.inside(words.short(other))) for other in others]
        return words.say("card_sure_all", all=", ".join([of(first, words.short(first)), *told]))
    own = words.of_hundred(result.best.probability)
    if other := words.more_probable:
        told = [of(other.structure, words.inside(words.short(other.structure)))]
        return words.say("card_sure_beside", n=own, others=told[0])
    return words.say("card_sure", n=own)


def decision(found: Findings) -> str:
    """How a report begins, as a heading: the verdict, or what there is to decide."""
    words = found.sentences
    if not is_open(found):
        return words.verdict
    if is_kept(found):
        return headline(found).removesuffix(".")
    early = stage(found.recommendation) == "ask"
    return words.say("choice_early" if early else "choice_due", names=both(found))


def parting(found: Findings) -> str:
    """The open questions whose answers would tell most, by their names; empty if none is left."""
    words = found.sentences
    names = [words.inside(words.text(factor.name)) for factor in next_factors(found)]
    return f"{words.say('card_parting')} {', '.join(names)}." if names else ""


def next_factors(found: Findings) -> tuple[Factor, ...]:
    """The first questions to answer next; none where it is enough."""
    if stage(found.recommendation) == "stop":
        return ()
    asked = [question.factor for question in found.questions if not question.halved]
    return tuple([found.guide.factors[factor] for factor in asked[:PARTING]])
