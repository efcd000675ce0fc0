"""Read a reader's answers and weights, keep what makes sense and say plainly what does not."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from service_structure.case.number_input import read_number, read_quantity
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import TOTAL_POINTS, Factor
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.source.suggestions import suggestions

HIGHEST_WEIGHT = 1e6
"""A weight above this is taken for a slip of the keyboard."""

BETWEEN = "~"
"""Stands between the two levels of a pair where an answer is written as a text: one~few."""

SEPARATORS = re.compile(r"[~～∼|/,;]|%7E|\s(?:or|или)\s", re.IGNORECASE)
"""What people, other programs and damaged links write instead."""

PAIR = 2
"""The most levels that one answer may name."""

PREFIXES = {"n.": "numbers", "w.": "weights", "p.": "profile"}
"""In a flat table the other parts of a case are told by these: ids of two parts may be alike."""

NAMED = ("organisation", "regions", "products", "functions", "customer_groups")
"""What a reader may give names to."""

PROFILE = ("structure", "preferred", "symptoms", "currency", "start", *NAMED)
"""The keys of a profile (see profile.py)."""

MISTYPED = (
    "unknown_factor",
    "unknown_level",
    "unknown_choice",
    "unknown_criterion",
    "unknown_part",
)
"""Kinds of faults in which an id may have been meant that is spelt a little differently."""


@dataclass(frozen=True)
class Answers:
    """The level of every factor that was answered, in the order of the guide.

    `pairs` has the two levels, the lower first, between which a reader hesitates: one of the two
    holds. What is in neither is not known, which is not the same as usual.
    """

    levels: Mapping[str, str]
    pairs: Mapping[str, tuple[str, str]] = FrozenDict()

    @property
    def given(self) -> frozenset[str]:
        """The factors that were answered, with one level or with two."""
        return frozenset(self.levels.keys() | self.pairs.keys())

    @property
    def written(self) -> Mapping[str, str]:
        """Every answer as a text that `read_answers` reads: a level, or two like one~few."""
        return {**self.levels, **{f: BETWEEN.join(pair) for f, pair in self.pairs.items()}}

    def named(self, factor: str) -> tuple[str, ...]:
        """The levels that the answer names: one, two, or none where it is missing."""
        level = self.levels.get(factor)
        return self.pairs.get(factor, ()) if level is None else (level,)

    def replaced(self, steps: Iterable[tuple[str, str]], guide: Guide) -> "Answers":
        """These answers with others, each a factor and its level, in their place."""
        changed = {**self.levels, **dict(steps)}
        levels = {factor: changed[factor] for factor in guide.factors if factor in changed}
        pairs = {factor: pair for factor, pair in self.pairs.items() if factor not in changed}
        return Answers(FrozenDict(levels), FrozenDict(pairs))

    def usual(self, guide: Guide) -> Mapping[str, str]:
        """One level for every factor: of those that the answer leaves, the one met most often."""
        return {f.id: f.usual_of(self.named(f.id)) for f in guide.factors.values()}


NOTHING = Answers(FrozenDict())


@dataclass(frozen=True)
class InputFault:
    """An answer or a weight that could not be used.

    `kind` names the message, `allowed` what could be there instead.
    """

    kind: str
    factor: str
    value: str
    allowed: tuple[str, ...]

    @property
    def concerns_weights(self) -> bool:
        """Whether it was a weight, or several, that could not be used."""
        return "weight" in self.kind or self.kind == "unknown_criterion"

    def describe(self, guide: Guide, language: str) -> str:
        """What is wrong, and what was probably meant or is allowed, in a language of the guide."""
        message = guide.say(
            f"fault_{self.kind}",
            language,
            factor=self.factor,
            value=self.value,
            allowed=", ".join(self.allowed),
        )
        if self.kind not in MISTYPED:
            return message
        if self.kind in {"unknown_level", "unknown_choice"}:
            return f"{message} {what_is_meant(self.value, self.allowed, guide, language)}"
        return f"{message} {where_it_belongs(self.factor, self.allowed, guide, language)}"


def read_answers(raw: object, guide: Guide) -> tuple[Answers, tuple[InputFault, ...]]:
    """Return usable answers and the faults of the others.

    `raw` maps factor ids to level ids, or to two of them between which the answer lies: as a list
    or as a text, one~few. Factors that are missing or faulty are not answered.
    """
    if not isinstance(raw, Mapping):
        return Answers(FrozenDict()), (fault("not_a_table", "", raw, guide.factors),)
    good: dict[str, tuple[str, ...]] = {}
    faults = []
    for key, value in raw.items():
        factor = guide.factors.get(key) if isinstance(key, str) else None
        if factor is None:
            faults.append(fault("unknown_factor", _as_flat(key, value), value, guide.factors))
            continue
        found = _named_in(value, factor)
        if isinstance(found, InputFault):
            faults.append(found)
        else:
            good[key] = found
    given = {factor: good[factor] for factor in guide.factors if factor in good}
    return Answers(
        FrozenDict({f: named[0] for f, named in given.items() if len(named) < PAIR}),
        FrozenDict({f: (named[0], named[1]) for f, named in given.items() if len(named) == PAIR}),
    ), tuple(faults)


def _named_in(value: object, factor: Factor) -> tuple[str, ...] | InputFault:
    """The levels that an answer names, one or two from low to high, or why it cannot be used."""
    levels = [level.id for level in factor.levels]
    named = separated(value)
    for level in named:
        if not isinstance(level, str):
            return fault("wrong_type", factor.id, value, levels)
    if not any(named):
        return fault("empty", factor.id, value, levels)
    found = tuple([level for level in levels if level in named])
    for level in named:
        if level not in levels:
            return fault("unknown_level", factor.id, (found and level) or value, levels)
    return found if len(found) <= PAIR else fault("too_many_levels", factor.id, value, levels)


def separated(value: object) -> list[object]:
    """What an answer names, one by one.

    >>> separated("one~few"), separated("one or few"), separated(("one", "few")), separated("one")
    (['one', 'few'], ['one', 'few'], ['one', 'few'], ['one'])
    """
    if isinstance(value, list | tuple):
        return list(value)
    parts = SEPARATORS.split(value) if isinstance(value, str) else ()
    return [part.strip() for part in parts] if len(parts) > 1 else [value]


def read_weights(raw: object, guide: Guide) -> tuple[dict[str, float], tuple[InputFault, ...]]:
    """Return the usable weights that a user sets, criterion to points of 100, and the faults.

    Weights may be text as people type it. Those for some criteria may add up to 100 at most, as
    the others share the rest; weights for all may have any sum above 0. If the sum is wrong, none
    of them is used.
    """
    if not isinstance(raw, Mapping):
        return {}, (fault("weights_not_a_table", "", raw, guide.criteria),)
    own: dict[str, float] = {}
    faults = []
    for key, value in raw.items():
        if not isinstance(key, str) or key not in guide.criteria:
            faults.append(fault("unknown_criterion", key, value, guide.criteria))
            continue
        points = read_number(value)
        if isinstance(points, str):
            read = read_quantity(value, "points", guide, noun="points")
            points = read if isinstance(read, str) else read.value
        if isinstance(points, str) or not 0 <= points <= HIGHEST_WEIGHT:
            faults.append(fault("wrong_weight", key, value, ()))
        else:
            own[key] = points
    total = fsum(own.values())
    if len(own) == len(guide.criteria) and not total > 0:
        return {}, (*faults, fault("no_weight", "", total, ()))
    if len(own) < len(guide.criteria) and total > TOTAL_POINTS:
        return {}, (*faults, fault("too_much_weight", "", f"{total:g}", ()))
    return own, tuple(faults)


def _as_flat(key: object, value: object) -> object:
    """A key as a flat table has it: from `n.aht = 300` TOML makes a table n."""
    if isinstance(key, str) and f"{key}." in PREFIXES and isinstance(value, Mapping) and value:
        return f"{key}.{next(iter(value))}"
    return key


def where_it_belongs(word: str, allowed: Iterable[str], guide: Guide, language: str) -> str:
    """Which other part of a case knows a word; if none does, what the word may stand for."""
    here = tuple(allowed)
    ids: dict[str, Collection[str]] = {
        "answers": guide.factors,
        "numbers": NUMBERS,
        "weights": guide.criteria,
        "profile": PROFILE,
    }
    name, parts = word, tuple(ids)
    if part := PREFIXES.get(word[:2]):
        name, parts = word[2:], (part,)
        name = next(iter(suggestions(name, ids[part])), name)
    for part in parts:
        if name in ids[part] and tuple(ids[part]) != here:
            return guide.say(f"fault_among_{part}", language, name=name)
    return what_is_meant(word, here, guide, language)


def what_is_meant(word: str, allowed: Iterable[str], guide: Guide, language: str) -> str:
    """The ids that a word may stand for; where none is close, all that are allowed."""
    close = suggestions(word, allowed)
    if close:
        message = guide.messages["fault_did_you_mean"][language]
        return message.format(suggestions=", ".join(close))
    return guide.say("fault_allowed", language, allowed=", ".join(allowed))


def fault(kind: str, factor: object, value: object, allowed: Iterable[str]) -> InputFault:
    """A fault whose texts are short enough to show, whatever was sent."""
    return InputFault(kind, shorten(factor), shorten(value), tuple(allowed))


def shorten(value: object, limit: int = 60) -> str:
    """A value as text that is short enough to quote in a message; if it is no text, on one line."""
    text = value if isinstance(value, str) else " ".join(repr(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
