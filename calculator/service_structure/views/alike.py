"""The organisations of the casebook that are most like the reader's, as blocks and as a file.

The page fetches the file when a reader asks for this section, and hands it to Python with the
answers: the precedents are no part of what the calculator starts with.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from service_structure.decision.similar import LEAST_COMMON, Likeness, similar
from service_structure.source.frozen import FrozenDict
from service_structure.source.precedents import OTHER, Precedent
from service_structure.views.blocks import Blocks, Detail, Entries, Entry, Link, Paragraph
from service_structure.views.findings import Findings

SHOWN = 3
"""The most organisations that are shown."""

ENDINGS = (".", "!", "?", "…")


@dataclass(frozen=True)
class Brief:
    """What the section shows of a precedent, in one language."""

    id: str
    sector: str
    organisation: str
    structure: str
    chose: str
    outcome: str
    answers: Mapping[str, str]


def write_briefs(precedents: Iterable[Precedent], language: str) -> str:
    """The precedents as a JSON list, each a list of the fields of Brief."""
    rows = [
        [
            *(precedent.id, precedent.sector, precedent.organisation[language]),
            *(precedent.structure, precedent.chose[language], precedent.outcome[language]),
            dict(precedent.answers),
        ]
        for precedent in precedents
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1)
def read_briefs(text: str) -> tuple[Brief, ...]:
    """The briefs of a file that write_briefs has written."""
    return tuple(
        Brief(id_, sector, organisation, structure, chose, outcome, FrozenDict(answers))
        for id_, sector, organisation, structure, chose, outcome, answers in json.loads(text)
    )


def alike(found: Findings, briefs: Iterable[Brief]) -> Blocks:
    """The organisations most like the reader's: what they chose, what came of it, what they share.

    Only answers of one level are compared. With too few of them, or none in common with any
    organisation, it says so. Who differs from the reader in most of the common answers is not like
    her, however little is known of others.
    """
    compared = tuple(briefs)
    ranked = similar(found.recommendation.answers.levels, compared, found.guide, len(compared))
    nearest = [own for own in ranked if 2 * len(own.alike) >= len(own.common)][:SHOWN]
    if not nearest:
        return (Paragraph(found.sentences.say("alike_none", least=LEAST_COMMON)),)
    return (Entries(tuple([_entry(likeness, found) for likeness in nearest])),)


def _entry(likeness: Likeness[Brief], found: Findings) -> Entry:
    brief, words = likeness.precedent, found.sentences
    shared = words.say(
        "alike_shared",
        alike=len(likeness.alike),
        common=len(likeness.common),
        given=len(found.recommendation.answers.levels),
    )
    details = [
        Detail(
            Link(
                f"{words.text(factor.name)}: {words.text(factor.level(level).name)}",
                f"choosing/#{factor.id}",
            )
        )
        for factor, level in (
            (found.guide.factors[name], brief.answers[name]) for name in likeness.alike
        )
    ]
    text = " ".join([_choice(brief, found), as_sentence(brief.chose), as_sentence(brief.outcome)])
    link = Link(brief.organisation, f"cases/{brief.sector}/#{brief.id}")
    return Entry(link, text, shared, tuple(details))


def _choice(brief: Brief, found: Findings) -> str:
    """What an organisation chose, and whether that is what is recommended."""
    words, best = found.sentences, found.recommendation.recommended
    if brief.structure == OTHER:
        return words.say("alike_other")
    name = words.inside(words.short(brief.structure))
    return words.say("alike_same" if brief.structure == best else "alike_differs", structure=name)


def as_sentence(text: str) -> str:
    """A text with a capital at its beginning and a full stop at its end.

    >>> as_sentence("one centre for all")
    'One centre for all.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith(ENDINGS) else ".")
