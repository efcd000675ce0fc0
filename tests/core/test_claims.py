"""Published statements on when a structure is favoured, each held against the model.

claims.json holds the statements with their sources, claims.toml what each says of the answers. A
row holds where the condition of its claim holds: in settings drawn from the priors with the levels
that the claim names, the range of the answer moves the lead of the structure by at least LEAST
points on average, and the claimed way in at least SHARE of the settings.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from service_structure import recommend
from service_structure.case.case import Case
from service_structure.decision.model import Recommendation
from service_structure.source.records import Guide, Structure
from tests.drawn import OWN, case_of, drawn, lead, points
from tests.support import tries

REFERENCE = Path(__file__).parents[1] / "reference"
CLAIMS: dict[str, dict[str, str]] = {
    claim["id"]: claim
    for claim in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))["claims"]
}
DATA: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (REFERENCE / "claims.toml").read_text(encoding="utf-8")
)
ROWS = [row for row in DATA["row"] if "untested" not in row]
UNTESTED = {row["claim"] for row in DATA["row"] if "untested" in row}
CONFLICTING = {claim for conflict in DATA["conflict"] for claim in conflict["claims"]}

SETTINGS = tries(300)
LEAST = 0.25
SHARE = 0.8
NEEDED = 0.88

type Row = dict[str, Any]


def movements(row: Row, guide: Guide = OWN, settings: int = SETTINGS) -> list[float]:
    """By how many points the lead moves the claimed way, in one setting after the other."""
    sign = 1 if CLAIMS[row["claim"]]["effect"] == "favours" else -1
    among = drawn(settings, 22, row.get("given"))
    if "criterion" in row:
        return [sign * _on_criterion(recommend(levels, guide), row) for levels in among]
    return [
        sign * (_lead(row, levels, "to", guide) - _lead(row, levels, "from", guide))
        for levels in among
    ]


def _lead(row: Row, levels: dict[str, str], end: str, guide: Guide) -> float:
    if "number" in row:
        case = case_of(levels, {row["number"]: float(row[end])})
    else:
        case = case_of(levels | {row["factor"]: row[end]})
    return lead(_points(case, guide), row["structure"], row.get("against"))


@cache
def _points(case: Case, guide: Guide) -> dict[str, float]:
    """Several rows ask of the same answers."""
    return points(case, guide)


def _on_criterion(result: Recommendation, row: Row) -> float:
    """What a criterion adds to the lead."""
    place = list(OWN.criteria).index(row["criterion"])
    amounts = {s.structure: 100 * s.contributions[place].amount for s in result.ranking}
    return lead(amounts, row["structure"], row.get("against"))


@cache
def _measured() -> tuple[tuple[float, float], ...]:
    found = [movements(row) for row in ROWS]
    return tuple((fmean(moved), fmean([x > 0 for x in moved])) for moved in found)


def holds(mean: float, share: float) -> bool:
    return mean >= LEAST and share >= SHARE


def failed() -> dict[str, list[str]]:
    """The rows that do not hold, by claim."""
    found: dict[str, list[str]] = {}
    for row, (mean, share) in zip(ROWS, _measured(), strict=True):
        if not holds(mean, share):
            found.setdefault(row["claim"], []).append(f"{named(row)}: {mean:+.2f}, {share:.0%}")
    return found


def named(row: Row) -> str:
    what = row.get("factor") or row.get("number") or row["criterion"]
    ends = f" {row['from']} to {row['to']}" if "from" in row else ""
    return f"{row['claim']} {CLAIMS[row['claim']]['effect']} {row['structure']}: {what}{ends}"


def high() -> set[str]:
    """Claims of high confidence that speak of something that is asked."""
    return {name for name, claim in CLAIMS.items() if claim["confidence"] == "high"} - UNTESTED


@pytest.mark.long
def test_the_model_agrees_with_claims_of_high_confidence() -> None:
    for row, (mean, share) in zip(ROWS, _measured(), strict=True):
        told = "" if holds(mean, share) else "  does not hold"
        print(f"{named(row):70} {mean:+6.2f} {share:5.0%} {row_confidence(row):7}{told}")
    broken = failed()
    print(f"claims of high confidence: {len(high() - broken.keys())} of {len(high())} hold")
    assert len(high() - broken.keys()) >= NEEDED * len(high()), broken


def row_confidence(row: Row) -> str:
    return CLAIMS[row["claim"]]["confidence"]


def test_a_claim_that_does_not_hold_stands_in_a_conflict_of_which_the_reason_is_given() -> None:
    assert failed().keys() <= CONFLICTING


@pytest.mark.parametrize("conflict", DATA["conflict"], ids=lambda conflict: conflict["id"])
def test_a_conflict_names_claims_and_says_in_every_language_what_the_model_follows(
    conflict: dict[str, Any],
) -> None:
    assert CLAIMS.keys() >= {*conflict["claims"]}
    assert len(conflict["claims"]) > 1
    for field in ("between", "follows"):
        assert set(conflict[field]) == set(OWN.languages)
        assert all(len(text) > 40 for text in conflict[field].values())


def test_the_check_fails_where_statements_have_no_conditions() -> None:
    """Then an answer that moves no weight and no number moves no lead."""
    bare = replace(OWN, structures={name: _bare(s) for name, s in OWN.structures.items()})
    numbered = {"knowledge", "trades"}
    staffing = {c.factor for name in numbered for c in OWN.circumstances[name].conditions}
    rows = [
        row
        for row in ROWS
        if (factor := OWN.factors.get(row.get("factor", "")))
        and not factor.goal
        and not any(level.numbers for level in factor.levels)
        and factor.id not in staffing
    ]
    assert len(rows) > 10
    for row in rows:
        moved = movements(row, bare, settings=20)
        assert not holds(fmean(moved), fmean([x > 0 for x in moved])), named(row)


def _bare(structure: Structure) -> Structure:
    return replace(
        structure,
        statements=tuple(replace(s, conditions=()) for s in structure.statements),
    )


def test_the_settings_of_a_row_keep_to_its_condition() -> None:
    for row in ROWS:
        for levels in drawn(20, 22, row.get("given")):
            assert all(levels[name] in among for name, among in row.get("given", {}).items())


def test_every_claim_has_a_row_and_every_row_speaks_of_levels_that_exist() -> None:
    assert {row["claim"] for row in DATA["row"]} == CLAIMS.keys()
    for row in ROWS:
        assert row["structure"] in OWN.structures
        assert row.get("criterion", "cost") in OWN.criteria
        for name, among in _named_levels(row):
            assert set(among) <= {level.id for level in OWN.factors[name].levels}, named(row)


def _named_levels(row: Row) -> Iterator[tuple[str, list[str]]]:
    yield from row.get("given", {}).items()
    if "factor" in row:
        yield row["factor"], [row["from"], row["to"]]


def test_every_claim_has_a_row_on_the_structure_that_it_names() -> None:
    for row in DATA["row"]:
        if "untested" in row:
            assert row["untested"]
            continue
        structure = CLAIMS[row["claim"]]["structure"]
        own = "hub_and_spoke" if structure == "hybrid" else structure
        rows = [other for other in ROWS if other["claim"] == row["claim"]]
        assert own in {other["structure"] for other in rows}
