"""Check the draft casebook and count it: python -m tools.casebook

docs/casebook holds one TOML file for each organisation, with the label that was settled, and two
files with what the coders wrote before that: the second one had not seen the labels of the first.
docs/casebook/README.md says what the fields mean.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from service_structure import load_guide

FOLDER = Path(__file__).parents[1] / "docs" / "casebook"
CODINGS = ("first-coding.json", "second-coding.json")

TEXTS = ("organisation", "situation", "had", "chose", "why", "outcome", "not_expressed")
FIELDS = {
    *TEXTS,
    *("id", "country", "sector", "years", "found_by", "structure", "alternatives", "confidence"),
    *("answer", "source"),
}
SETTLED = "settled"
SECTORS = (
    *("public", "bank", "insurance", "telecom", "retail", "software", "industry", "health"),
    *("education", "utility", "transport", "other"),
)
CONFIDENCE = ("high", "medium", "low")
SOURCE = {"title", "address", "published", "read", "extent"}
OTHER = "other"

# Questions that the guide does not ask yet, or not with these levels, and those that it will drop.
FURTHER = {
    "hours": ("business", "extended", "zones", "around_clock", "around_clock_zones"),
    "place_difference": ("none", "some", "strong"),
    "ownership": ("ordered", "persuaded", "independent"),
    "decision_right": ("agent", "centre", "local"),
    "segments": ("alike", "some", "distinct"),
}
DROPPED = ("volume", "seasonality", "time_zones")

type Case = Mapping[str, Any]

type Coding = Mapping[str, Any]
"""What one coder wrote of a case: structure, alternatives, confidence, answers."""


def read_cases(folder: Path = FOLDER) -> dict[str, Case]:
    """The cases by the name of their file."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.toml"))
    }


def read_codings(folder: Path = FOLDER) -> dict[str, tuple[Coding, Coding]]:
    """What both coders wrote of each case before they were compared, by the name of its file."""
    first, second = (json.loads((folder / name).read_text(encoding="utf-8")) for name in CODINGS)
    return {name: (coding, second[name]) for name, coding in first.items()}


def allowed_levels() -> dict[str, tuple[str, ...]]:
    """The levels of every question that a case may answer."""
    asked = {
        factor.id: tuple(level.id for level in factor.levels)
        for factor in load_guide().factors.values()
        if factor.id not in DROPPED
    }
    return asked | FURTHER


def faults(name: str, case: Case) -> Iterator[str]:
    """What is wrong with one case, one line for each fault."""
    guide = load_guide()
    structures = (*guide.structures, OTHER)
    for field in sorted(FIELDS - case.keys()):
        yield f"{name}: {field} is missing"
    for field in sorted(case.keys() - FIELDS - {SETTLED}):
        yield f"{name}: {field} is unknown; allowed are {', '.join(sorted(FIELDS))}"
    if case.get("id") != name:
        yield f"{name}: id must be the name of the file"
    yield from _text_faults(name, case, tuple(guide.languages))
    for structure in (case.get("structure"), *case.get("alternatives", ())):
        if structure not in structures:
            yield f"{name}: {structure!r} is no structure; allowed are {', '.join(structures)}"
    for field, allowed in (("sector", SECTORS), ("confidence", CONFIDENCE)):
        if case.get(field) not in allowed:
            yield f"{name}: {field} must be one of {', '.join(allowed)}"
    yield from _answer_faults(name, case.get("answer", ()), tuple(guide.languages))
    if not case.get("source") or any(source.keys() != SOURCE for source in case["source"]):
        yield f"{name}: every case has sources, each with {', '.join(sorted(SOURCE))}"


def _text_faults(name: str, case: Case, languages: Sequence[str]) -> Iterator[str]:
    for field in (*TEXTS, SETTLED):
        for language in languages:
            if field == SETTLED and SETTLED not in case:
                continue
            if not case.get(field, {}).get(language, "").strip():
                yield f"{name}: {field}.{language} is missing"


def coding_faults(name: str, case: Case, codings: tuple[Coding, Coding]) -> Iterator[str]:
    """A difference between two coders is settled with a reason, and the other label is kept."""
    labels = {coding["structure"] for coding in codings}
    if case["structure"] not in labels:
        yield f"{name}: {case['structure']} is the label of neither coder"
    for label in sorted(labels - {case["structure"], *case["alternatives"]}):
        yield f"{name}: a coder wrote {label}; it belongs among the alternatives"
    if (len(labels) > 1) != (SETTLED in case):
        yield f"{name}: settled belongs where the coders differ, and nowhere else"


def _answer_faults(
    name: str, answers: Sequence[Mapping[str, Any]], languages: Sequence[str]
) -> Iterator[str]:
    levels = allowed_levels()
    repeated = Counter(answer.get("factor") for answer in answers)
    for answer in answers:
        factor, level = answer.get("factor", ""), answer.get("level")
        if factor not in levels:
            yield f"{name}: {factor!r} is no question; allowed are {', '.join(levels)}"
        elif level not in levels[factor]:
            yield f"{name}: {factor} is {level!r}; allowed are {', '.join(levels[factor])}"
        if repeated[answer.get("factor")] > 1:
            yield f"{name}: {factor} is answered twice"
        if any(not answer.get("evidence", {}).get(language) for language in languages):
            yield f"{name}: the evidence for {factor} is missing in a language"


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


def main() -> int:
    """Print the faults, or how many cases there are of each kind and how well two coders agree."""
    cases = read_cases()
    codings = read_codings()
    found = [fault for name, case in cases.items() for fault in faults(name, case)]
    found += [f for name, case in cases.items() for f in coding_faults(name, case, codings[name])]
    for fault in found:
        print(fault)
    if found:
        return 1
    for field in ("structure", "sector", "country", "confidence"):
        counts = Counter(case[field] for case in cases.values()).most_common()
        print(f"{field}: " + ", ".join(f"{value} {count}" for value, count in counts))
    labels = [(first["structure"], second["structure"]) for first, second in codings.values()]
    agreed = sum(first == second for first, second in labels)
    print(f"two coders: {agreed} of {len(labels)} labels alike, kappa {kappa(labels):.2f}")
    answers = [
        (first["answers"][factor], level)
        for first, second in codings.values()
        for factor, level in second["answers"].items()
        if factor in first["answers"]
    ]
    agreed = sum(first == second for first, second in answers)
    print(f"answers given by both: {agreed} of {len(answers)} alike")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
