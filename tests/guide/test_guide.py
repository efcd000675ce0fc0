"""The single source: the sentences it has to have, what counts in it, and its translations."""

import re
from math import prod
from pathlib import Path

import pytest

from service_structure import recommend
from service_structure.source.records import Guide
from service_structure.source.translations import (
    hashes,
    read_lock,
    stale,
    texts,
    unlocked,
    write_lock,
)
from tests.support import DataCopy

# Two advantages and two disadvantages of each of the five structures, on which textbooks agree:
# structure, kind, criterion, statement, and a word that its English and its Russian text contain.
ADVANTAGE, DISADVANTAGE = "advantage", "disadvantage"
CANONICAL = (
    ("centralised", ADVANTAGE, "standards", "common_standards", "standards", "стандарт"),
    ("centralised", ADVANTAGE, "cost", "scale_economies", "economies of scale", "масштаб"),
    ("centralised", DISADVANTAGE, "speed", "slow_response", "slow", "медленн"),
    ("centralised", DISADVANTAGE, "individual", "impersonal", "no individual", "нет индивидуальн"),
    ("decentralised", ADVANTAGE, "speed", "fast_response", "fast", "быстр"),
    ("decentralised", ADVANTAGE, "individual", "close_to_customer", "individual", "индивидуальн"),
    ("decentralised", DISADVANTAGE, "standards", "uneven_standards", "standards", "стандарт"),
    ("decentralised", DISADVANTAGE, "coordination", "hard_to_coordinate", "control", "контрол"),
    ("functional", ADVANTAGE, "expertise", "professional_skill", "professional", "профессионал"),
    ("functional", ADVANTAGE, "cost", "efficient_resources", "resources", "ресурс"),
    ("functional", DISADVANTAGE, "coordination", "function_gaps", "functions", "функци"),
    ("functional", DISADVANTAGE, "manageability", "power_centres", "power", "власт"),
    ("product", ADVANTAGE, "product_knowledge", "deep_product_knowledge", "knowledge", "знание"),
    ("product", ADVANTAGE, "individual", "individual_solution", "individual", "индивидуальн"),
    ("product", DISADVANTAGE, "cost", "duplicated_functions", "duplicated", "дублиру"),
    ("product", DISADVANTAGE, "coordination", "unit_walls", "units", "подразделени"),
    ("matrix", ADVANTAGE, "adaptability", "flexible", "flexible", "гибк"),
    ("matrix", ADVANTAGE, "coordination", "joined_up_work", "between units", "подразделени"),
    ("matrix", DISADVANTAGE, "manageability", "hard_to_run", "hard to manage", "управлять"),
    ("matrix", DISADVANTAGE, "manageability", "conflicts", "conflict", "конфликт"),
)

CENTRALISED, MATRIX = "structures/centralised.toml", "structures/matrix.toml"
FLEXIBLE = 'criterion = "adaptability"\nstrength = 3'


def test_the_guide_tells_of_the_five_structures(guide: Guide) -> None:
    basic = [s.id for s in guide.structures.values() if not s.parents]
    assert basic[:5] == ["centralised", "decentralised", "functional", "product", "matrix"]


@pytest.mark.parametrize(("structure", "kind", "criterion", "statement", "en", "ru"), CANONICAL)
def test_a_canonical_sentence_is_told_and_counts(
    guide: Guide, structure: str, kind: str, criterion: str, statement: str, en: str, ru: str
) -> None:
    found = {s.id: s for s in guide.structures[structure].statements}[statement]
    assert (found.kind, found.criterion) == (kind, criterion)
    assert en in found.text["en"].lower()
    assert ru in found.text["ru"].lower()
    if guide.criteria[criterion].computed:
        assert found.strength is None, "the staffing model says how much it counts"
    else:
        assert (found.effect > 0) == (kind == ADVANTAGE)


def test_the_canonical_table_is_whole() -> None:
    """Two advantages and two disadvantages of each structure."""
    assert len({row[3] for row in CANONICAL}) == 20
    for structure in {row[0] for row in CANONICAL}:
        kinds = [row[1] for row in CANONICAL if row[0] == structure]
        assert sorted(kinds) == [ADVANTAGE] * 2 + [DISADVANTAGE] * 2


def test_there_are_enough_questions_and_worked_examples(guide: Guide) -> None:
    assert len(guide.factors) >= 12
    assert len(guide.scenarios) >= 8
    # Company size, specifics of the business, complexity of the services, budget.
    four_named = {"size", "product_difference", "complexity", "budget"}
    assert four_named <= guide.factors.keys()


def test_every_text_is_written_in_both_languages(guide: Guide) -> None:
    """Cyrillic letters tell Russian words; a text without letters (2–4) may stand in both."""
    assert list(guide.languages) == ["ru", "en"]
    found = dict(texts(guide))
    assert len(found) > 500
    for place, text in found.items():
        assert text["ru"].strip(), place
        assert not _cyrillic(text["en"]), f"{place} has Russian words in English"
        if re.search("[a-z]{3}", re.sub(r"{\w*}", "", text["en"])):
            assert _cyrillic(text["ru"]), f"{place} has English words in Russian"


def test_what_the_pages_on_bots_and_contractors_say_of_the_calculation_is_so(
    guide: Guide,
) -> None:
    def gains(before: dict[str, str], after: dict[str, str]) -> dict[str, float]:
        """How much the probability of each structure changes."""
        results = [recommend(answers, guide).candidates for answers in (before, after)]
        was, now = ({s.structure: s.probability or 0 for s in result} for result in results)
        return {structure: now[structure] - was[structure] for structure in was}

    behind_a_bot = gains(
        {"complexity": "simple", "variety": "uniform"},
        {"complexity": "complex", "variety": "varied"},
    )
    assert min(behind_a_bot, key=behind_a_bot.__getitem__) == "centralised"
    assert max(behind_a_bot, key=behind_a_bot.__getitem__) == "product"
    independent = gains({"ownership": "persuaded"}, {"ownership": "independent"})
    assert min(independent, key=independent.__getitem__) == "centralised"
    assert {s for s, gain in independent.items() if gain > 0.01} >= {
        "decentralised",
        "hub_and_spoke",
    }


@pytest.mark.parametrize("rank", [0, 1, -1])
def test_a_rating_is_the_sum_of_its_statements_times_their_multipliers(
    guide: Guide, rank: int
) -> None:
    """v = ½ + Σ ± strength/8 · Π multipliers, by the definition of the scale."""
    answers = {f.id: f.levels[rank].id for f in guide.factors.values()}
    for standing in recommend(answers, guide).ranking:
        structure = guide.structures[standing.structure]
        values = {c.criterion: c.value for c in standing.contributions}
        for criterion in guide.criteria.values():
            if criterion.computed or criterion.id == "speed":
                continue
            signed = [
                (1 if s.kind == ADVANTAGE else -1)
                * (s.strength or 0)
                * prod(c.times[answers[c.factor]] for c in s.conditions)
                for s in structure.statements_on(criterion.id)
            ]
            assert values[criterion.id] == pytest.approx(0.5 + sum(signed) / 8, abs=1e-9)


def test_a_changed_strength_changes_the_rating_and_the_fit(guide: Guide, copy: DataCopy) -> None:
    copy.edit(MATRIX, FLEXIBLE, FLEXIBLE.replace("3", "1"))
    changed = copy.guide()
    usual = {f.id: f.usual for f in guide.factors.values()}
    results = [recommend(usual, g) for g in (guide, changed)]
    standings = [result.standing("matrix") for result in results]
    place = list(guide.criteria).index("adaptability")
    before, after = (standing.contributions[place].value for standing in standings)
    (statement,) = (s for s in guide.structures["matrix"].statements if s.id == "flexible")
    times = prod(c.times[usual[c.factor]] for c in statement.conditions)
    assert before - after == pytest.approx(2 / 8 * times, abs=1e-9)
    weight = results[0].weights[place].points / 100
    assert standings[0].fit - standings[1].fit == pytest.approx(weight * (before - after), abs=1e-9)


def test_a_text_changed_in_one_language_only_is_stale(copy: DataCopy, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    write_lock(texts(copy.guide()), lock)
    assert read_lock(lock) == hashes(texts(copy.guide()))
    copy.edit(CENTRALISED, '"Slow response"', '"Very slow response"')
    place = "structures/centralised/statements/slow_response/text"
    (found,) = stale(texts(copy.guide()), read_lock(lock))
    assert (found.place, found.changed, found.kept) == (place, ("en",), ("ru",))
    told = found.describe(copy.guide(), "en")
    assert told.startswith(f"{place}: changed in en but not in ru;")
    assert unlocked(texts(copy.guide()), read_lock(lock)) == (place,)


def test_a_text_changed_in_both_languages_only_waits_to_be_accepted(
    copy: DataCopy, tmp_path: Path
) -> None:
    lock = tmp_path / "lock"
    write_lock(texts(copy.guide()), lock)
    copy.edit(CENTRALISED, '"Slow response"', '"Very slow response"')
    copy.edit(CENTRALISED, '"Медленная реакция"', '"Очень медленная реакция"')
    assert stale(texts(copy.guide()), read_lock(lock)) == ()
    place = "structures/centralised/statements/slow_response/text"
    assert unlocked(texts(copy.guide()), read_lock(lock)) == (place,)
    write_lock(texts(copy.guide()), lock)
    assert unlocked(texts(copy.guide()), read_lock(lock)) == ()


def test_new_and_lost_texts_wait_to_be_accepted(copy: DataCopy, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    write_lock(texts(copy.guide()), lock)
    copy.edit(CENTRALISED, 'id = "slow_response"', 'id = "late_response"')
    assert stale(texts(copy.guide()), read_lock(lock)) == ()
    waiting = unlocked(texts(copy.guide()), read_lock(lock))
    for name in ("slow_response", "late_response"):
        assert f"structures/centralised/statements/{name}/text" in waiting


def _cyrillic(text: str) -> bool:
    return any("а" <= letter <= "я" for letter in text.lower())
