"""Published statements on when a structure is favoured, each held against the model.

tests/reference/claims.json holds the statements with their sources. "Favoured" is a matter of the
lead: the fit of a structure less the mean fit of the others.
"""

import json
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

import pytest

from service_structure import load_guide, recommend

FILE = Path(__file__).parents[1] / "reference/claims.json"
REFERENCE: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CLAIMS: dict[str, dict[str, str]] = {claim["id"]: claim for claim in REFERENCE["claims"]}
GUIDE = load_guide()
SETTINGS = 100
EXACT = 1e-12

FAVOURS, DISFAVOURS = 1, -1
MEAN = "the mean of the others"
POOL = "centralised"

# Claim, factor, structure, what a higher answer does to it, between which levels (all of them where
# none are named), against what. A claim that speaks of a low answer is turned round. "Hybrid" in
# the file is the hub and spoke. Claims that compare specialists with one pool of generalists are
# held against that pool.
BY_ANSWER = (
    ("C01", "size", "decentralised", FAVOURS),
    ("C02", "change", "decentralised", FAVOURS),
    ("C02", "response_time", "decentralised", FAVOURS),
    ("C03", "regions", "decentralised", FAVOURS),
    ("C06", "authority", "decentralised", FAVOURS),
    ("C18", "budget", "centralised", FAVOURS),
    ("C19", "budget", "centralised", FAVOURS),
    ("C21", "time_zones", "decentralised", FAVOURS),
    ("C23", "key_accounts", "decentralised", FAVOURS),
    ("C24", "volume", "decentralised", FAVOURS),
    ("C25", "budget", "centralised", FAVOURS),
    ("C28", "regulation", "centralised", FAVOURS),
    ("C29", "languages", "centralised", DISFAVOURS),
    ("C29", "regions", "centralised", DISFAVOURS),
    ("C29", "key_accounts", "centralised", DISFAVOURS),
    ("C30", "hours", "hub_and_spoke", FAVOURS),
    ("C30", "time_zones", "hub_and_spoke", FAVOURS),
    ("C35", "volume", "centralised", DISFAVOURS),
    ("C38", "time_zones", "decentralised", FAVOURS),
    ("C38", "languages", "decentralised", FAVOURS),
    ("C38", "languages", "centralised", DISFAVOURS),
    ("C42", "change", "functional", DISFAVOURS),
    ("C42", "variety", "functional", DISFAVOURS),
    ("C42", "joint_work", "functional", DISFAVOURS),
    ("C42", "size", "functional", DISFAVOURS, ("medium", "huge")),
    ("C43", "size", "functional", DISFAVOURS, ("medium", "huge")),
    ("C43", "products", "functional", DISFAVOURS),
    ("C45", "products", "functional", DISFAVOURS),
    ("C52", "complexity", "functional", DISFAVOURS),
    ("C52", "variety", "functional", DISFAVOURS),
    ("C52", "change", "functional", DISFAVOURS),
    ("C52", "response_time", "functional", DISFAVOURS),
    ("C52", "size", "functional", FAVOURS, ("tiny", "medium")),
    ("C53", "variety", "functional", DISFAVOURS),
    ("C54", "size", "functional", FAVOURS, ("tiny", "medium")),
    ("C54", "size", "functional", FAVOURS, None, POOL),
    ("C54", "complexity", "functional", FAVOURS, None, POOL),
    ("C54", "volume", "functional", FAVOURS, None, POOL),
    ("C54", "budget", "functional", DISFAVOURS, None, POOL),
    ("C55", "complexity", "functional", FAVOURS, None, POOL),
    ("C56", "size", "functional", FAVOURS, ("tiny", "medium")),
    ("C56", "size", "functional", FAVOURS, None, POOL),
    ("C59", "products", "product", FAVOURS),
    ("C60", "regions", "decentralised", FAVOURS),
    ("C61", "products", "product", FAVOURS),
    ("C66", "change", "product", FAVOURS),
    ("C69", "size", "product", FAVOURS),
    ("C72", "complexity", "decentralised", FAVOURS),
    ("C72", "variety", "decentralised", FAVOURS),
    ("C72", "complexity", "mirrored_teams", FAVOURS),
    ("C72", "variety", "mirrored_teams", FAVOURS),
    ("C76", "change", "matrix", FAVOURS),
    ("C76", "products", "matrix", FAVOURS),
    ("C77", "complexity", "matrix", FAVOURS),
    ("C77", "joint_work", "matrix", FAVOURS),
    ("C77", "change", "matrix", FAVOURS),
    ("C79", "authority", "matrix", FAVOURS),
    ("C80", "joint_work", "matrix", FAVOURS),
    ("C81", "joint_work", "matrix", FAVOURS),
    ("C82", "budget", "matrix", DISFAVOURS),
    ("C88", "size", "centralised", DISFAVOURS),
    ("C89", "variety", "centralised", DISFAVOURS),
    ("C89", "product_difference", "centralised", DISFAVOURS),
    ("C91", "product_difference", "centralised", DISFAVOURS),
    ("C97", "digital", "decentralised", FAVOURS),
)

SPEAK_OF_LOW_ANSWERS = {
    "C24", "C35", "C42", "C43", "C45", "C53", "C54",
    "C56", "C69", "C76", "C79", "C89", "C91", "C97",
}  # fmt: skip

# Claims on what somebody wants, which is a criterion and not an answer: the structure is rated
# above (or below) the mean of the others.
BY_CRITERION = (
    ("C26", "expertise", "centralised", FAVOURS),
    ("C74", "expertise", "matrix", FAVOURS),
    ("C74", "product_knowledge", "matrix", FAVOURS),
    ("C92", "individual", "centralised", DISFAVOURS),
    ("C93", "cost", "centralised", FAVOURS),
)

UNASKED = {
    "C36": "No question asks about spare sites for disasters.",
    "C87": "No question counts managers; a matrix needs a medium size, which is tested below.",
    "C94": "A share of flexible staff is a number of the staffing model (hub_share), no answer.",
}

# What the model does where the sources disagree, by the first words of `known_conflicts`.
CONFLICTS = {
    "Small company": (
        # One undivided pool to begin with; functional is at its best from small to medium.
        ("size", "functional", FAVOURS, ("tiny", "medium")),
        ("size", "functional", DISFAVOURS, ("medium", "huge")),
    ),
    "Very large company": (
        # Size speaks for a split, but dispersion and sameness decide (tested below).
        ("size", "decentralised", FAVOURS),
        ("regions", "decentralised", FAVOURS),
        ("product_difference", "centralised", DISFAVOURS),
    ),
    "Pooling": (
        # It pays where contacts are alike and few, and not where customers need an owner.
        ("product_difference", "centralised", DISFAVOURS),
        ("variety", "centralised", DISFAVOURS),
        ("volume", "centralised", DISFAVOURS),
        ("key_accounts", "centralised", DISFAVOURS),
    ),
    "Complex work": (
        # C52 overrules C55: tiers lose, though they lose less than one pool does.
        ("complexity", "matrix", FAVOURS),
        ("complexity", "mirrored_teams", FAVOURS),
        ("complexity", "product", FAVOURS),
        ("complexity", "functional", DISFAVOURS),
        ("complexity", "functional", FAVOURS, None, POOL),
    ),
}

# What theory says beyond the file: a higher answer favours the first, disfavours the second.
THEORY = {
    "size": (
        "decentralised product",
        "centralised",
        "Blau 1970: growth brings division into parts that have scale of their own",
    ),
    "volume": (
        "decentralised product matrix mirrored_teams",
        "centralised",
        "Halfin & Whitt 1981: spare staff grows with the root of the load, a split costs less",
    ),
    "regions": (
        "decentralised hub_and_spoke mirrored_teams",
        "centralised functional expert_line",
        "Daft: geographic structure where needs differ by place",
    ),
    "time_zones": (
        "decentralised hub_and_spoke mirrored_teams",
        "centralised functional expert_line",
        "ITIL: local desk or follow the sun",
    ),
    "languages": (
        "decentralised mirrored_teams",
        "centralised functional expert_line",
        "A language is a skill: every group split by another skill must be split by it again",
    ),
    "hours": (
        "hub_and_spoke",
        "product functional matrix expert_line",
        "Minimum crew: every specialist group needs somebody on duty at night",
    ),
    "seasonality": (
        "centralised hub_and_spoke",
        "decentralised product matrix mirrored_teams",
        "Jordan & Graves 1995: peaks that do not coincide share a reserve",
    ),
    "products": (
        "product matrix expert_line",
        "functional centralised",
        "Chandler 1962: diversification leads from functions to divisions",
    ),
    "product_difference": (
        "product matrix expert_line",
        "functional centralised",
        "van Dijk & van der Sluis 2008: unlike contacts lose by pooling",
    ),
    "functions": (
        "functional matrix",
        "product mirrored_teams",
        "Duplication: every product or customer group would need all kinds of specialists",
    ),
    "complexity": (
        "decentralised product matrix mirrored_teams",
        "functional centralised hub_and_spoke",
        "Galbraith 1974: uncertain tasks overload hierarchies and rules",
    ),
    "variety": (
        "decentralised product matrix mirrored_teams",
        "functional centralised expert_line hub_and_spoke",
        "Perrow 1967: exceptions, not routine, call for decisions where the work is done",
    ),
    "key_accounts": (
        "decentralised product matrix mirrored_teams",
        "functional centralised expert_line hub_and_spoke",
        "Key account management: one owner, no queue and no hand-over",
    ),
    "response_time": (
        "decentralised mirrored_teams product",
        "functional centralised",
        "Hand-overs and distant decisions take time",
    ),
    "regulation": (
        "centralised functional hub_and_spoke expert_line",
        "decentralised product matrix mirrored_teams",
        "Mintzberg 1979: standardisation goes with central control",
    ),
    "joint_work": (
        "matrix mirrored_teams",
        "functional expert_line hub_and_spoke",
        "Thompson 1967: reciprocal dependence belongs inside one unit",
    ),
    "budget": (
        "centralised functional hub_and_spoke expert_line",
        "decentralised product matrix mirrored_teams",
        "Duplication of roles and managers costs money",
    ),
    "change": (
        "decentralised product matrix mirrored_teams",
        "functional centralised expert_line hub_and_spoke",
        "Burns & Stalker 1961: organic structures for changing conditions",
    ),
    "authority": (
        "decentralised matrix mirrored_teams hub_and_spoke",
        "centralised functional expert_line",
        "Davis & Lawrence 1977: a matrix lives by managers who share",
    ),
    "digital": (
        "decentralised hub_and_spoke matrix mirrored_teams",
        "centralised",
        "Malone 1997: cheap communication lets decisions move outwards",
    ),
}

# Where a pool is what every other structure is measured against.
THEORY_AGAINST_ONE_POOL = {
    "volume": (
        FAVOURS,
        "A split into k groups costs (√k − 1)·β·√R agents, ever less of the load R",
    ),
    "seasonality": (DISFAVOURS, "Groups that peak apart leave people idle that a pool would use"),
    "budget": (DISFAVOURS, "One pool needs the fewest agents and managers"),
    "key_accounts": (FAVOURS, "Song, Tucker & Murrell 2015: nobody owns a pooled queue"),
    "complexity": (FAVOURS, "Generalists lack depth as complexity grows"),
}

THEORY_OF_THE_LARGE = {
    "mirrored_teams": (FAVOURS, "A large service splits into teams that each have every role"),
    "matrix": (FAVOURS, "A second line of command needs people enough for its managers"),
}

THEORY_ONE_BY_ONE = {
    "One head for many kinds of work: generalists lack depth (Gravity, claim C55)": (
        ("functions", "centralised", DISFAVOURS)
    ),
    "Groups by product work best where contacts are seen through alone (Thompson 1967)": (
        ("joint_work", "product", DISFAVOURS)
    ),
    "Two lines of command have to meet, and clocks keep them apart": (
        ("time_zones", "matrix", DISFAVOURS)
    ),
    "A first line with experts behind lives by a shared knowledge base and routing": (
        ("digital", "expert_line", FAVOURS, ("medium", "high"))
    ),
}

# Where theory and the model part: the test fails as soon as they agree, and the row moves up.
DISAGREEMENTS = {
    "Every product group would have to be split again by language": (
        ("languages", "product", DISFAVOURS)
    ),
}

type Row = tuple[Any, ...]


@lru_cache
def fits(factor: str) -> list[list[dict[str, float]]]:
    """For settings of the other answers at random: the fits at every level, from low to high."""
    random = Random(1)
    found = []
    for _ in range(SETTINGS):
        others = {f.id: random.choice(f.levels).id for f in GUIDE.factors.values()}
        found.append(
            [
                {s.structure: s.fit for s in recommend(others | {factor: level.id}).ranking}
                for level in GUIDE.factors[factor].levels
            ]
        )
    return found


def lead(fit: dict[str, float], structure: str, against: str = MEAN) -> float:
    others = [v for s, v in fit.items() if (s != structure if against == MEAN else s == against)]
    return fit[structure] - fmean(others)


def check(
    factor: str,
    structure: str,
    effect: int,
    span: tuple[str, str] | None = None,
    against: str = MEAN,
) -> None:
    """A higher answer moves the lead one way at every step, and really moves it over the range."""
    record = GUIDE.factors[factor]
    low, high = map(record.rank, span) if span else (0, len(record.levels) - 1)
    for by_level in fits(factor):
        leads = [effect * lead(fit, structure, against) for fit in by_level[low : high + 1]]
        assert all(b - a >= -EXACT for a, b in pairwise(leads)), leads
        assert leads[-1] - leads[0] > 1e-6, leads


def named(rows: Any) -> list[Any]:
    return [pytest.param(row, id="-".join(map(str, row[:3]))) for row in rows]


@pytest.mark.parametrize("row", named(BY_ANSWER))
def test_the_model_agrees_with_a_published_claim(row: Row) -> None:
    claim, *rest = row
    assert claim in CLAIMS
    check(*rest)


@pytest.mark.parametrize("row", named(BY_CRITERION))
def test_a_structure_is_rated_as_a_published_claim_has_it(row: Row) -> None:
    _, criterion, structure, effect = row
    values = {s.id: s.ratings.get(criterion, 0.5) for s in GUIDE.structures.values()}
    assert effect * lead(values, structure) > 0


def test_every_claim_is_tested_once_or_the_reason_is_given_why_not() -> None:
    tested, rated = {row[0] for row in BY_ANSWER}, {row[0] for row in BY_CRITERION}
    assert sorted([*tested, *rated, *UNASKED]) == sorted(CLAIMS)
    assert all(UNASKED.values())


def test_every_row_speaks_of_the_structure_and_the_effect_that_its_claim_names() -> None:
    """A claim may have further rows, on other structures or on answers with another direction."""
    effects = {"favours": FAVOURS, "disfavours": DISFAVOURS}
    for claim in CLAIMS.keys() - UNASKED.keys():
        structure, effect = CLAIMS[claim]["structure"], effects[CLAIMS[claim]["effect"]]
        structure = "hub_and_spoke" if structure == "hybrid" else structure
        rows = [row for row in chain(BY_ANSWER, BY_CRITERION) if row[0] == claim]
        found = {row[3] for row in rows if row[2] == structure}
        assert (-effect if claim in SPEAK_OF_LOW_ANSWERS else effect) in found, claim


@pytest.mark.parametrize("conflict", REFERENCE["known_conflicts"])
def test_where_sources_conflict_the_model_follows_the_resolution(conflict: str) -> None:
    (rows,) = (rows for start, rows in CONFLICTS.items() if conflict.startswith(start))
    for row in rows:
        check(*row)


def test_a_handful_of_people_is_one_pool_and_a_small_service_can_have_functions() -> None:
    assert [s.structure for s in recommend({"size": "tiny"}).candidates] == ["centralised"]
    assert recommend({"size": "small"}).standing("functional").candidate


def test_size_alone_does_not_decide_between_one_centre_and_many() -> None:
    """Among huge services each of the two is often ahead, and dispersion outweighs size."""
    place = GUIDE.factors["size"].rank("huge")
    ahead = [lead(at[place], "decentralised", POOL) > 0 for at in fits("size")]
    assert 0.2 < fmean(ahead) < 0.8

    def swing(factor: str) -> float:
        first, *_, last = fits(factor)[0]
        return lead(last, "decentralised", POOL) - lead(first, "decentralised", POOL)

    assert swing("regions") + swing("time_zones") + swing("languages") > 2 * swing("size")


def test_a_matrix_is_not_for_services_too_small_for_a_second_line_of_managers() -> None:
    """Claim C87; GitLab counted 1:6 or 1:21 and refused."""
    for size in ("tiny", "small"):
        assert "size" in {p.factor for p in recommend({"size": size}).standing("matrix").failed}


@pytest.mark.parametrize(
    ("factor", "structure", "effect"),
    [
        pytest.param(factor, structure, effect, id=f"{factor}-{structure}")
        for factor, (ups, downs, _) in THEORY.items()
        for effect, structures in ((FAVOURS, ups), (DISFAVOURS, downs))
        for structure in structures.split()
    ],
)
def test_the_model_agrees_with_theory(factor: str, structure: str, effect: int) -> None:
    check(factor, structure, effect)


@pytest.mark.parametrize("row", named(THEORY_ONE_BY_ONE.values()))
def test_the_model_agrees_with_theory_on_single_effects(row: Row) -> None:
    check(*row)


@pytest.mark.parametrize("row", named(DISAGREEMENTS.values()))
def test_the_model_still_disagrees_with_theory_where_we_say_so(row: Row) -> None:
    with pytest.raises(AssertionError):
        check(*row)


@pytest.mark.parametrize("factor", THEORY_AGAINST_ONE_POOL)
def test_every_structure_fares_against_one_pool_as_theory_says(factor: str) -> None:
    effect, _ = THEORY_AGAINST_ONE_POOL[factor]
    for structure in GUIDE.structures:
        if structure != POOL:
            check(factor, structure, effect, None, POOL)


@pytest.mark.parametrize("structure", THEORY_OF_THE_LARGE)
def test_a_growing_service_has_more_use_for_structures_with_many_managers(structure: str) -> None:
    check("size", structure, THEORY_OF_THE_LARGE[structure][0], ("medium", "huge"))
