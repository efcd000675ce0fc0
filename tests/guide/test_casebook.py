"""The casebook: the precedents are whole and many, and faults in a record are told by name."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hooks.pages import casebook as counted
from hooks.pages.precedents import CIS
from service_structure import GuideError, Precedent, load_guide, load_precedents
from service_structure.faults import DataFault
from service_structure.source import precedents as source
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from service_structure.source.translations import LOCK_OF_PRECEDENTS, read_lock, unlocked
from tools import casebook, editing

PRECEDENTS = load_precedents()
COUNTS = counted.counts(PRECEDENTS.values())
CODINGS = counted.read_codings()
ONE = "gb-british-gas-residential"


def test_there_are_enough_of_every_kind() -> None:
    assert COUNTS.total >= 120
    assert sum(COUNTS.countries.get(country, 0) for country in CIS) >= 40
    for structure in load_guide().structures:
        assert COUNTS.structures.get(structure, 0) >= 6, f"more cases of {structure} are needed"
    assert COUNTS.sectors.keys() == set(source.SECTORS)


def test_at_most_a_third_was_found_by_words_of_consolidation() -> None:
    assert 0 < COUNTS.led_by_consolidation <= COUNTS.total / 3


@pytest.mark.parametrize(
    ("words", "led"),
    [
        ("PNC call centers consolidated", True),
        ("единый контакт-центр области", True),
        ("Die Mobiliar dezentral Schadenfälle", False),
        ("LIC servicing branch decentralised", False),
        ("teams of ten with their own customers", False),
    ],
)
def test_words_of_consolidation_are_known_and_their_opposites_are_not(
    words: str, led: bool
) -> None:
    assert bool(counted.CONSOLIDATION.search(words)) == led


def test_every_difference_between_two_coders_is_settled_with_a_reason() -> None:
    assert not list(casebook.uncoded(PRECEDENTS))
    assert not [f for p in PRECEDENTS.values() for f in casebook.coding_faults(p, CODINGS[p.id])]
    assert COUNTS.settled == counted.agreement(CODINGS).total - counted.agreement(CODINGS).alike


def test_a_case_that_only_one_coder_has_coded_is_told_with_what_to_add(tmp_path: Path) -> None:
    (tmp_path / counted.FIRST).write_text('{"a": {}, "b": {}, "gone": {}}', encoding="utf-8")
    (tmp_path / counted.SECOND).write_text('{"a": {}, "gone": {}}', encoding="utf-8")
    told = list(casebook.uncoded(["a", "b"], tmp_path))
    assert [line.partition(":")[0] for line in told] == ["gone", "b", "gone"]
    assert f"add what this coder wrote to docs/casebook/{counted.SECOND}: " in told[1]
    assert "there is no cases/gone.toml" in told[0]
    assert counted.read_codings(tmp_path).keys() == {"a", "gone"}


def test_a_label_of_neither_coder_and_a_missing_reason_are_told() -> None:
    differing = ({"structure": "matrix"}, {"structure": "functional"})
    found = " ".join(casebook.coding_faults(PRECEDENTS["de-jimdo"], differing))
    assert "neither coder" in found
    assert "a coder wrote functional" in found
    assert "settled belongs where the coders differ" in found


def test_kappa_is_one_for_coders_who_agree_and_nought_for_chance() -> None:
    assert counted.kappa([("a", "a"), ("b", "b")]) == 1
    assert counted.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0


def test_a_reserved_organisation_is_found_by_its_name_in_any_language() -> None:
    own = [PRECEDENTS[ONE]]
    assert list(casebook.reserved(own, ["British Gas (field engineers)"]))
    assert list(casebook.reserved(own, ["BRITISH GAS, бытовые клиенты"]))
    assert not list(casebook.reserved(own, ["British Gasworks", "Gas British"]))


def test_no_translation_of_the_casebook_waits_for_its_other_language(guide: Guide) -> None:
    told = list(editing.casebook(guide))
    assert told
    assert not unlocked(told, read_lock(LOCK_OF_PRECEDENTS)), "run make translations"


def test_no_precedent_has_answers_that_cannot_be_together(guide: Guide) -> None:
    """What the guide leaves out as impossible has not been coded either."""
    for exclusion in guide.exclusions.values():
        for precedent in PRECEDENTS.values():
            met = [precedent.answers.get(f) in own for f, own in exclusion.answers.items()]
            assert not all(met), f"{precedent.id}: {exclusion.id}"


def folder_with(tmp_path: Path, change: Callable[[str], str]) -> Path:
    """A folder with one precedent, changed."""
    (tmp_path / source.FOLDER).mkdir()
    file = f"{source.FOLDER}/{ONE}.toml"
    content = (GUIDE / file).read_text(encoding="utf-8")
    changed = change(content)
    assert changed != content, "nothing was replaced: bring the test up to date"
    (tmp_path / file).write_text(changed, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('structure = "decentralised"', 'structure = "pyramid"', ': structure: "pyramid" is unk'),
        ('"other", "product"', '"other", "decentralised"', "alternatives: holds"),
        ('sector = "utility"', 'sector = "moon"', "sector: is 'moon'; it must be one of public"),
        ('country = "GB"', 'country = "Britain"', 'country: is "Britain"; it must be two capital'),
        ('years = "2008–2011"', 'years = "2008-2011"', 'years: is "2008-2011"; it must be like'),
        ("why.ru = ", "who.ru = ", "why.ru: missing"),
        ('factor = "size"', 'factor = "weather"', '/ answer weather: factor: "weather" is unknown'),
        ('level = "huge"', 'level = "vast"', '/ answer size: level: "vast" is unknown'),
        ('factor = "products"', 'factor = "size"', '"size" occurs twice'),
        ("read = 2026-11-28", 'read = "yesterday"', "it must be a date without quotes"),
        ('published = "2011"', 'published = "May 2011"', 'it must be like "2024", "2024-12"'),
        ('extent = "whole"', 'extent = "most"', "extent: is 'most'; it must be one of whole"),
        ('address = "https://themindgym', 'address = "themindgym', "must be a full address"),
    ],
)
def test_a_fault_is_told_with_its_file_record_and_field(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    folder = folder_with(tmp_path, lambda content: content.replace(old, new, 1))
    with pytest.raises(GuideError) as caught:
        source.read_precedents(folder, load_guide())
    assert f"cases/{ONE}.toml: {ONE}" in str(caught.value)
    assert told in str(caught.value)


def test_a_lost_line_never_ends_in_a_riddle(tmp_path: Path) -> None:
    """Whatever line is lost, the record is still sound or every fault names the file."""
    guide = without_precedents_on_pages()
    folder = folder_with(tmp_path, lambda content: content.replace("2026-11-28", "2026-11-27"))
    file = folder / source.FOLDER / f"{ONE}.toml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    for lost in range(len(lines)):
        file.write_text("".join(lines[:lost] + lines[lost + 1 :]), encoding="utf-8")
        faults = faults_in(folder, guide)
        assert not faults or any(f.file == f"{source.FOLDER}/{ONE}.toml" for f in faults)
        assert all(fault.problem for fault in faults)


def without_precedents_on_pages() -> Guide:
    """The guide with pages that name no organisation, as most are missing here."""
    guide = load_guide()
    pages = {name: replace(page, precedents=()) for name, page in guide.pages.items()}
    return replace(guide, pages=pages)


def faults_in(folder: Path, guide: Guide) -> tuple[DataFault, ...]:
    try:
        source.read_precedents(folder, guide)
    except GuideError as error:
        return error.faults
    return ()


def test_a_precedent_without_sources_and_a_folder_without_precedents_are_told(
    tmp_path: Path,
) -> None:
    folder = folder_with(tmp_path, lambda content: content.partition("[[source]]")[0])
    with pytest.raises(GuideError, match=r"source: missing; add \[\[source\]\]"):
        source.read_precedents(folder, load_guide())
    with pytest.raises(GuideError, match="cases/: no record"):
        source.read_precedents(tmp_path / "nowhere", load_guide())


def test_the_precedents_are_read_once_and_not_with_the_guide() -> None:
    assert load_precedents() is PRECEDENTS
    assert not hasattr(load_guide(), "precedents")
    assert isinstance(PRECEDENTS[ONE], Precedent)


def test_answers_are_levels_by_factor_and_never_repeat_a_question() -> None:
    precedent = PRECEDENTS[ONE]
    assert precedent.answers["size"] == "huge"
    repeated = Counter(found.factor for found in precedent.evidence)
    assert max(repeated.values()) == 1
