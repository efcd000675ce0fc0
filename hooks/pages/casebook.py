"""What the page on the casebook counts: precedents by kind, how they were found and coded."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service_structure.source.precedents import Precedent

CODINGS = Path(__file__).parents[2] / "docs" / "casebook"
FIRST, SECOND = "first-coding.json", "second-coding.json"

CONSOLIDATION = re.compile(
    r"(?<!de)(?<!dé)centrali[sz]|(?<!de)zentral|consolidat|unif(?:y|ied)|merge|single|shared|joint"
    r"|common|\bclos(?:e|ure|ing)|one[- ]stop|one number|eine Nummer|één nummer|einheitlich"
    r"|schliesst|Standorte \d+ auf|regroup|mutualis|samengevoegd"
    r"|(?<!де)централиз|консолид|объедин|един(?:ый|ая|ое|ого|ой|ую)\b",
    re.IGNORECASE,
)
"""Words of a search that look for service being brought together; widely drawn."""

type Coding = Mapping[str, Any]
"""What one coder wrote of a case: structure, alternatives, confidence, answers."""


@dataclass(frozen=True)
class Agreement:
    """How many of all labels two coders gave alike, and Cohen's kappa of them."""

    alike: int
    total: int
    kappa: float


@dataclass(frozen=True)
class Counts:
    """How many precedents there are of each kind.

    `cells` counts by structure and sector; `led_by_consolidation` were found by its words.
    """

    total: int
    structures: Mapping[str, int]
    sectors: Mapping[str, int]
    countries: Mapping[str, int]
    confidence: Mapping[str, int]
    cells: Mapping[tuple[str, str], int]
    led_by_consolidation: int
    settled: int


def counts(precedents: Iterable[Precedent]) -> Counts:
    """Count the precedents by what they are, the most frequent kinds first."""
    found = tuple(precedents)
    return Counts(
        total=len(found),
        structures=_counted(p.structure for p in found),
        sectors=_counted(p.sector for p in found),
        countries=_counted(p.country for p in found),
        confidence=_counted(p.confidence for p in found),
        cells=Counter((p.structure, p.sector) for p in found),
        led_by_consolidation=sum(bool(CONSOLIDATION.search(p.found_by)) for p in found),
        settled=sum(p.settled is not None for p in found),
    )


def _counted(names: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(names).most_common())


def read_codings(folder: Path = CODINGS) -> Mapping[str, tuple[Coding, Coding]]:
    """What both coders wrote of each case before they were compared, by its id.

    `tools.casebook` names the cases that only one has coded.
    """
    first, second = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in (FIRST, SECOND)
    )
    return {name: (coding, second[name]) for name, coding in first.items() if name in second}


def agreement(codings: Mapping[str, tuple[Coding, Coding]]) -> Agreement:
    """How far the structures that two coders wrote agree."""
    labels = [(first["structure"], second["structure"]) for first, second in codings.values()]
    return Agreement(sum(first == second for first, second in labels), len(labels), kappa(labels))


def answers_alike(codings: Mapping[str, tuple[Coding, Coding]]) -> tuple[int, int]:
    """Of the answers that both coders gave: how many are the same, and how many there are."""
    answers = [
        (first["answers"][factor], level)
        for first, second in codings.values()
        for factor, level in second["answers"].items()
        if factor in first["answers"]
    ]
    return sum(first == second for first, second in answers), len(answers)


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two coders: agreement beyond what their frequencies give by chance.

    Cohen, A coefficient of agreement for nominal scales, 1960.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")])
    0.5
    """
    total = len(pairs)
    agreed = sum(first == second for first, second in pairs) / total
    firsts, seconds = Counter(p[0] for p in pairs), Counter(p[1] for p in pairs)
    chance = sum(firsts[label] * seconds[label] for label in firsts) / total**2
    return (agreed - chance) / (1 - chance)
