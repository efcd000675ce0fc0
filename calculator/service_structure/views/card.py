"""The answer card: what a reader has to know of a result, on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from service_structure.decision.attribution import StatementPart, statement_parts
from service_structure.decision.explain import advantages, drawbacks
from service_structure.decision.questions import stage
from service_structure.source.model_records import Factor
from service_structure.source.numbers import CONTACTS
from service_structure.staffing.costs import Staffing
from service_structure.views.choice import is_choice, is_open, next_factors
from service_structure.views.clashes import contradicted, place_name
from service_structure.views.findings import Findings
from service_structure.views.own_agents import is_other_headcount
from service_structure.views.spectrum import Share, spectrum
from service_structure.views.today import because, headline, is_kept, proposed

MOST_REASONS = 3
"""Answers that are named as reasons."""

SIZED = frozenset({"agents", "size", *CONTACTS})
"""Numbers and questions, one of which says how large the service is."""

MOST_DRAWN = 120
"""Agents that are drawn one by one."""


@dataclass(frozen=True)
class Option:
    """One of two structures that suit about equally, and what speaks for it against the other."""

    structure: str
    name: str
    criterion: str
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Card:
    """The result on one screen, in words.

    `structure` is the one proposed: today's where it is to be kept, otherwise the recommended one.
    If the first on the list is another one, `leader` is its name, and the card says why to stay
    and what speaks for and against today's structure.

    `grade` is the verdict or "nothing" (see Sentences.grade). `shares` are those of all structures
    on the spectrum. With the verdict "open" the card puts a choice between two `options` below the
    heading `choice`; otherwise it has a sentence why (`because`), the answers behind it
    (`reasons`), what speaks against the structure (`but`), `figures` with labels and, if they can
    be drawn one by one, the agents of its `teams`. `parting` are questions to answer next, where
    there is a choice or it is too early for a move. `today` says what to do about today's
    structure, empty where it is not known. `clash` names the place of the first answer that
    contradicts another, with its id, if there is one.
    """

    grade: str
    structure: str
    leader: str
    shares: Sequence[Share]
    because: str
    reasons: tuple[str, ...]
    but: str
    today: str
    figures: tuple[tuple[str, str], ...]
    teams: tuple[int, ...]
    choice: str
    options: tuple[Option, ...]
    parting: tuple[Factor, ...]
    clash: tuple[str, str] | None


def card(found: Findings) -> Card:
    """The card of a result."""
    words, result, move = found.sentences, found.recommendation, found.move
    structure = proposed(found)
    is_other = structure != result.recommended
    parts = statement_parts(result, structure, found.guide) if is_other else found.parts
    helping = advantages(parts)
    against = drawbacks(parts)
    is_early = move is not None and move.reason == "too_early"
    choice = _choice(found)
    return Card(
        grade=words.grade,
        structure=structure,
        leader=words.inside(words.name(result.recommended)) if is_other else "",
        shares=spectrum(result, found.guide),
        because=because(move, found, is_short=True)
        if move and is_other
        else _because(helping, found),
        reasons=_reasons(helping, found),
        but=_but(against, found),
        today=_today(found, is_named=not (is_other or choice)),
        figures=_figures(structure, found),
        teams=_teams(structure, found),
        choice=choice,
        options=_options(found) if choice else (),
        parting=next_factors(found) if is_open(found) or is_early else (),
        clash=_clash(found),
    )


def _today(found: Findings, *, is_named: bool) -> str:
    """What to do about today's structure; without its name where the heading above has it."""
    words, profile = found.sentences, found.recommendation.profile
    if not profile.structure:
        return ""
    told = headline(found)
    return told.replace(f": {words.inside(words.name(found.best.id))}.", ".") if is_named else told


def nearest_change(found: Findings) -> str:
    """The likeliest single answer that puts another structure first, in one sentence."""
    told = "card_if_then" if proposed(found) == found.best.id else "card_if_first"
    return found.sentences.nearest_change(found.changes, told)


def in_brief(found: Findings) -> str:
    """What the card says, in one short sentence."""
    words = found.sentences
    if choice := _choice(found):
        one, other = [words.inside(words.short(own)) for own in found.recommendation.shortlist[:2]]
        return words.say("card_choice_of", choice=choice, one=one, other=other)
    return headline(found) if is_kept(found) else words.summary


def _choice(found: Findings) -> str:
    """How the card puts a choice between two structures; empty where it proposes one."""
    words, result = found.sentences, found.recommendation
    if not is_choice(found):
        return ""
    if stage(result) == "ask":
        return words.say("card_choice_early")
    likely = len(result.shortlist)
    return words.say("card_choice" if likely == 2 else "card_choice_several", n=likely)


def _because(helping: Sequence[StatementPart], found: Findings) -> str:
    """The weightiest advantage that an answer strengthens, with the reason why it does."""
    words = found.sentences
    for part in helping:
        for effect in part.strengthened:
            return f"{words.text(part.statement.text)}. {words.text(effect.because)}"
    return words.text(found.best.summary)


def _reasons(helping: Sequence[StatementPart], found: Findings) -> tuple[str, ...]:
    """The answers that strengthen the weightiest advantages, each named once."""
    told: list[str] = []
    for part in helping:
        answers = [found.sentences.level(e.factor, e.level) for e in part.strengthened]
        told += [answer for answer in answers if answer not in told][:1]
    return tuple(told[:MOST_REASONS])


def _clash(found: Findings) -> tuple[str, str] | None:
    """Where an answer stands that contradicts another: its name and its id."""
    for _, places in contradicted(found):
        return place_name(places[0], found), places[0]
    return None


def _but(against: Sequence[StatementPart], found: Findings) -> str:
    """The weightiest drawback that an answer strengthens or has made one; otherwise the first.

    One that rests on open questions alone is no fact about the reader.
    """
    if not against:
        return ""
    answered = (part for part in against if part.strengthened or not part.applies)
    return found.sentences.text(next(answered, against[0]).statement.text)


def _is_size_known(found: Findings) -> bool:
    result = found.recommendation
    return bool(SIZED & {*result.inputs.given, *result.answers.given})


def _teams(structure: str, found: Findings) -> tuple[int, ...]:
    """The agents of each team of a structure, where they are few enough to be drawn one by one."""
    if not _is_size_known(found):
        return ()
    agents = tuple([pool.agents for pool in found.staffings[structure].pools])
    return agents if sum(agents) <= MOST_DRAWN else ()


def _figures(
    structure: str, found: Findings, shown: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """People, cost and wait of a structure, once the size of the service is known.

    The cost is beside that of one shared pool: one pool has none to tell. The people are of the
    same kind for all structures `shown` side by side.
    """
    words = found.sentences
    if not _is_size_known(found):
        return ()
    staffed = found.staffings[structure]
    price = (words.percent(staffed.price.share, 0, "+"), _price(structure, found))
    is_one_pool = found.guide.structures[structure].pooling.by == "one"
    return (
        _staff(staffed, found, shown or (structure,)),
        *(() if is_one_pool else (price,)),
        (words.wait(staffed.waiting.mean_wait), words.say("card_wait")),
    )


def _staff(staffed: Staffing, found: Findings, shown: Sequence[str]) -> tuple[str, str]:
    """The people on the payroll, or agents beside the reader's own where the two differ clearly."""
    words, result = found.sentences, found.recommendation
    told = ""
    needed = [found.staffings[structure].paid_agents for structure in shown]
    if found.headcount and any(is_other_headcount(agents, found) for agents in needed):
        told = words.exact(result.inputs.numbers.agents)
    elif found.contradiction and result.inputs.given_agents is None:
        told = words.answer("size", result.answers.written["size"])
    agents = words.number(staffed.paid_agents, ".0f")
    if told:
        return agents, words.say("card_staff_told", n=agents, have=told)
    people = words.number(staffed.paid_staff, ".0f")
    return people, words.say("card_staff", n=people, agents=agents)


def _price(structure: str, found: Findings) -> str:
    """What the price is compared with, and for how many groups where no number given decides."""
    words, inputs = found.sentences, found.recommendation.inputs
    shape = found.guide.structures[structure]
    number = shape.pooling.by
    if shared := words.shared_groups(shape):
        return f"{words.say('card_price')}; {words.inside(shared)}"
    ranges = [factor.counts for factor in found.guide.factors.values()]
    if number in inputs.given or number not in ranges:
        return words.say("card_price")
    groups = words.exact(getattr(inputs.numbers, number))
    return words.say("card_price_for", groups=groups)


def _options(found: Findings) -> tuple[Option, ...]:
    """The best candidate and the most probable other, with the criterion that speaks most for each.

    The shortlist begins with the two.
    """
    words, result = found.sentences, found.recommendation
    shown = result.shortlist[:2]
    field = [result.standing(structure) for structure in shown]
    amounts = [{c.criterion: c.amount for c in standing.contributions} for standing in field]
    options = []
    for standing, own, other in zip(field, amounts, reversed(amounts), strict=True):
        best = max(own, key=lambda criterion: own[criterion] - other[criterion])
        options.append(
            Option(
                standing.structure,
                words.name(standing.structure),
                words.inside(words.criterion(best)),
                _figures(standing.structure, found, shown),
            )
        )
    return tuple(options)
