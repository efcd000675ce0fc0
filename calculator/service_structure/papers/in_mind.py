"""What slides and workbook tell of the structure that the reader has in mind: as the memo, briefly.

See views/preferred.py for the memo and the page.
"""

from collections.abc import Iterator

from service_structure.decision.attribution import StatementPart, statement_parts
from service_structure.decision.explain import drawbacks
from service_structure.views import board, preferred, today
from service_structure.views.blocks import Block, Items, Paragraph, Subheading
from service_structure.views.findings import Findings
from service_structure.views.reasons import sides


def own(found: Findings) -> str | None:
    """The structure in mind, unless it is the first on the list or today's, which have the rest."""
    profile = found.recommendation.profile
    if found.sentences.nothing_known or profile.preferred in (found.best.id, profile.current):
        return None
    return profile.preferred


def beside(structure: str, found: Findings) -> tuple[str, ...]:
    """Today's structure, where it is known, the first on the list, and the one in mind."""
    current = found.recommendation.profile.current
    return tuple(dict.fromkeys(filter(None, (current, found.best.id, structure))))


def heading(structure: str, found: Findings) -> str:
    """What a slide or a sheet of it is called."""
    words = found.sentences
    return words.say("in_mind_heading", name=words.inside(words.name(structure)))


def row_name(structure: str, found: Findings) -> str:
    """The name of a structure in a table, marked if it is today's or the one in mind.

    Where the reader has none in mind no name is marked.
    """
    words, profile = found.sentences, found.recommendation.profile
    name = words.short(structure)
    if profile.preferred is None or structure not in (profile.preferred, profile.current):
        return name
    is_today = structure == profile.current
    return words.say("in_mind_row_today" if is_today else "in_mind_row", name=name)


def column_name(structure: str, found: Findings) -> str:
    """The name of a structure over a column of its figures, marked as in a table."""
    if structure in (found.recommendation.profile.current, found.recommendation.profile.preferred):
        return row_name(structure, found)
    words = found.sentences
    return words.say("in_mind_row_first", name=words.short(structure))


def note(found: Findings) -> Iterator[str]:
    """How the structure in mind stands; nothing where the report is about it and the move there."""
    structure = found.recommendation.profile.preferred
    if structure is None or found.sentences.nothing_known:
        return
    if structure != found.best.id or today.proposed(found) == structure:
        yield f"{heading(structure, found)}. {finding(structure, found)}"


def finding(structure: str, found: Findings) -> str:
    """How it stands, what it costs beside the first on the list, and what it lacks."""
    return " ".join([preferred.finding(found), *preferred.unmet(structure, found)])


def blocks(structure: str, found: Findings) -> list[Block]:
    """What speaks for and against it, what a move to it brings, and what would put it first."""
    weak = board.weaknesses(_drawbacks(structure, found), found)
    told = in_brief(structure, found)
    if weak:
        told += [Subheading(found.sentences.say("preferred_risks")), Items(weak)]
    return [*told, *preferred.first_if(structure, found)]


def in_brief(structure: str, found: Findings) -> list[Block]:
    """How it stands, what speaks for it and for the first on the list, and the money of a move."""
    rivalry = next(rivalry for rivalry in found.rivalries if rivalry.structure == structure)
    return [Paragraph(finding(structure, found)), sides(rivalry, found), *_money(found)]


def _money(found: Findings) -> Iterator[Paragraph]:
    """What the move to it brings beside that to the first on the list, or what it costs."""
    if found.preference is None:
        return
    balance = [*preferred.balance(found)]
    budget = found.preference.budget
    yield from balance
    if found.move and found.move.doubt:
        yield Paragraph(f"{today.price(budget, found)} {today.unsure(found.move, found)}")
    elif not balance:
        yield Paragraph(f"{today.price(budget, found)} {today.payback(budget, found)}")


def _drawbacks(structure: str, found: Findings) -> tuple[StatementPart, ...]:
    return drawbacks(statement_parts(found.recommendation, structure, found.guide))
