"""The state of the calculator as it is kept in the fragment of its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus, urlencode

from service_structure.case.answers import fault, shorten
from service_structure.case.case import Case, by_table, read_case
from service_structure.case.migration import structure_today
from service_structure.case.number_input import plain_number
from service_structure.case.numbers import written_numbers
from service_structure.case.profile import written_profile
from service_structure.decision.model import recommend_for
from service_structure.errors import Fault
from service_structure.source.records import Guide

VERSION_KEY = "v"
"""Fragments carry the version of the guide they were made with under this key."""

ADVICE_KEY = "r"
"""The key of the structure that was recommended when the fragment was made."""

TRACKER = re.compile(
    r"utm_\w+|_ga|_gl|_openstat|\w*clk?id|gbraid|wbraid|igsh(id)?|mc_[ce]id|li_fat_id|mkt_tok", re.I
)
"""Keys that messengers and advertisers add to links; they say nothing of an organisation."""

ENCODED = re.compile(r"%(25)*(26|3d)", re.I)
"""An & or = that was encoded on the way, once or several times: a key or value has none."""

ESCAPED = re.compile(r"&(?:(?:amp;)+|#38;|#x26;)", re.I)
"""An & as HTML writes it."""

REG = re.compile("®|%C2%AE", re.I)
"""What HTML makes of &reg, with which &regions= and &regulation= begin."""

UNSEEN = re.compile(r"[\r\n\t\\\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters with which mail programs break lines and messengers protect others."""

BEHIND = re.compile(r"[\W_]+$")
"""What a text puts behind a link, such as the full stop of its sentence."""

ENCODINGS = 3
"""How often a link may have been encoded on its way."""


@dataclass(frozen=True)
class OtherVersion:
    """A link that was made with another version of the guide.

    `advised` is the structure that it was given then, None if the link does not say; `advises` the
    one that is recommended now, None if there is none.
    """

    version: str
    advised: str | None
    advises: str | None

    def describe(self, guide: Guide, language: str) -> str:
        """One sentence: which versions, and whether the advice has changed since."""

        def name(structure: str | None) -> str:
            if today := structure_today(structure or "", guide):
                return guide.structures[today].name[language]
            return shorten(structure or guide.say("empty_cell", language))

        if self.advised is None:
            outcome = "unknown"
        else:
            same = structure_today(self.advised, guide) == self.advises
            outcome = "same" if same else "changed"
        return guide.say(
            f"other_version_{outcome}",
            language,
            version=shorten(self.version),
            today=guide.version,
            advised=name(self.advised),
            advises=name(self.advises),
        )


def read_fragment(
    fragment: str, guide: Guide, language: str | None = None
) -> tuple[Case, tuple[Fault, ...]]:
    """Return the case kept in a URL fragment (without its #) and the faults found in it.

    Of a key that occurs twice the first value counts. Numbers may stand there as people type them
    in the `language` (see read_case).
    """
    flat: dict[str, str] = {}
    faults: list[Fault] = []
    for key, value in _pairs(fragment):
        if value is None:
            faults.append(fault("not_a_pair", key, "", guide.factors))
        elif key in flat:
            faults.append(fault("repeated", key, value, [flat[key]]))
        else:
            flat[key] = value
    version, advised = (flat.pop(key, None) for key in (VERSION_KEY, ADVICE_KEY))
    case, more = read_case(by_table(flat), guide, language)
    if version not in (None, guide.version):
        advises = recommend_for(case, guide).recommended
        faults.append(OtherVersion(str(version), str(advised) if advised else None, advises))
    return case, (*faults, *more)


def texts_in(fragment: str) -> Mapping[str, str]:
    """What a fragment says under each key, as it stands there: of a key that occurs twice, first.

    >>> texts_in("regions=many&n.aht=4%3A30&n.aht=5")
    {'regions': 'many', 'n.aht': '4:30'}
    """
    found: dict[str, str] = {}
    for key, value in _pairs(fragment):
        if value is not None:
            found.setdefault(key, value)
    return found


def _pairs(fragment: str) -> list[tuple[str, str | None]]:
    """The keys of a fragment with their values; None where a key has none."""
    found = []
    pairs = [pair for pair in _mended(fragment).split("&") if "=" in pair or BEHIND.sub("", pair)]
    for place, pair in enumerate(pairs, 1):
        key, equals, value = (
            UNSEEN.sub("", unquote_plus(part, errors="replace")) for part in pair.partition("=")
        )
        if place == len(pairs) and not key.startswith("n."):  # where 20! and 5 € have a meaning
            value = BEHIND.sub("", value)
        if not TRACKER.fullmatch(key):
            found.append((key, value if equals else None))
    return found


def _mended(fragment: str) -> str:
    """The fragment without what HTML, gateways and browsers have made of it."""
    fragment = ESCAPED.sub("&", fragment.partition(":~:")[0])
    for _ in range(ENCODINGS):
        if not ENCODED.search(fragment):
            break
        fragment = unquote(fragment, errors="replace")
    return REG.sub("&reg", fragment).lstrip("#")


def write_fragment(case: Case, guide: Guide, recommended: str | None = None) -> str:
    """Return the URL fragment (without #) of what a case gives, sorted; empty if it gives nothing.

    Numbers are written in full, and marked as meant where they are unusual, so that reading them
    back gives the same case. With `recommended`
    the fragment also keeps the advice, so that a later version can say whether it has changed.
    """
    given = dict(case.given)
    numbers = written_numbers(case.numbers, guide, case.answers, case.profile.current)
    given |= {f"n.{number}": text for number, text in numbers.items()}
    given |= {f"w.{criterion}": plain_number(value) for criterion, value in case.weights.items()}
    given |= written_profile(case.profile)
    if not given:
        return ""
    given[VERSION_KEY] = guide.version
    if recommended:
        given[ADVICE_KEY] = recommended
    return urlencode(sorted(given.items()))
