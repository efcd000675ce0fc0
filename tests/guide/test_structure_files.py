"""The files of the structures: nothing can get lost, and what another one needs is told."""

import re

import pytest

from service_structure import load_guide, recommend
from service_structure.source.records import PERIODS, Guide, Structure
from service_structure.source.translations import LOCK, NAMES, read_lock, texts, unlocked
from service_structure.source.validation import MINIMUM_ITEMS
from tests.guide.structure_pages import markdown
from tests.support import MOVE, DataCopy

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
STRUCTURES = list(GUIDE.structures)
PAIRS = [(a, b) for a in STRUCTURES for b in STRUCTURES if a != b]


def test_a_lost_transition_is_named_by_both_its_ends(copy: DataCopy) -> None:
    """All of them at once: each is a fault of its own."""
    for structure in STRUCTURES:
        file = f"structures/{structure}.toml"
        copy.write(file, copy.read(file).split("[[transition]]")[0])
    named = {
        (f.record, f.field) for f in copy.faults() if "missing; add [[transition]]" in f.problem
    }
    assert named == {(origin, f"transition {goal}") for origin, goal in PAIRS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lost_translation_is_named_by_structure_record_and_field(
    guide: Guide, copy: DataCopy, language: str
) -> None:
    """All fields of all records lose one language at once: each is a fault of its own."""
    kinds = {
        "flow": ("holder", "text"),
        "role": ("name", "duty"),
        "indicator": ("metric", "warning"),
        "transition": ("first", "keep", "risk"),
        "period": ("done",),
        "staffing": ("text",),
        "span": ("text",),
        "organisation": ("text",),
    }
    lost = set()
    for structure in guide.structures.values():
        file = f"structures/{structure.id}.toml"
        parts = tables(copy, file)
        for table, fields in kinds.items():
            names = records_of(structure, table)
            assert names
            for name in names:
                lost |= {(f"{structure.id} / {name}", f"{field}.{language}") for field in fields}
            pattern = rf"^(?:{'|'.join(fields)})\.{language} = .*\n"
            parts = [
                re.sub(pattern, "", part, flags=re.M) if part.strip("[").startswith(table) else part
                for part in parts
            ]
        copy.write(file, "\n".join(parts))
    assert {(fault.record, fault.field) for fault in copy.faults()} == lost


@pytest.mark.parametrize("key", MINIMUM_ITEMS)
def test_a_list_that_has_become_too_short_is_named(copy: DataCopy, key: str) -> None:
    least, attribute = MINIMUM_ITEMS[key]
    file = "structures/hub_and_spoke.toml"
    kept = least - 1
    if key == attribute and key != "flow":  # a list of texts under the key itself
        before, after = copy.read(file).split(f"{key} = [\n")
        entries, rest = after.split("]\n", 1)
        lines = entries.splitlines(keepends=True)[:kept]
        copy.write(file, f"{before}{key} = [\n{''.join(lines)}]\n{rest}")
    else:
        parts = tables(copy, file)
        own = [part for part in parts if part.startswith(f"[[{key}]]")]
        copy.write(file, "\n".join(part for part in parts if part not in own[kept:]))
    items = getattr(GUIDE.structures["hub_and_spoke"], attribute)[:kept]
    names = ", ".join(item.id for item in items if hasattr(item, "id"))
    given = f"{kept} ({names})" if names else f"{kept}"
    expected = f"{file}: hub_and_spoke: {key}: has {given}; at least {least} are needed"
    assert any(str(fault).startswith(expected) for fault in copy.faults())


def test_a_lost_period_is_named(copy: DataCopy) -> None:
    file = "structures/product.toml"
    lost = "[[period]]\nuntil = 60"
    copy.write(file, "\n".join(t for t in tables(copy, file) if not t.startswith(lost)))
    (fault,) = copy.faults()
    assert (fault.record, fault.field) == ("product", "period 60")
    assert "add [[period]] with until = 60, steps and done" in fault.problem


def test_whatever_is_removed_from_a_structure_is_named_by_the_lock(copy: DataCopy) -> None:
    """Also where enough is left for the loader to be content."""
    file = "structures/centralised.toml"
    for start in ('[[flow]]\nid = "lead"', '[[role]]\nid = "planner"'):
        copy.write(file, "\n".join(t for t in tables(copy, file) if not t.startswith(start)))
    waiting = unlocked(texts(copy.guide()), read_lock(LOCK))
    assert set(waiting) == {
        f"structures/centralised/{place}"
        for place in (
            "flow/lead/holder",
            "flow/lead/text",
            "roles/planner/name",
            "roles/planner/duty",
        )
    }


def test_the_faults_tell_a_newcomer_what_a_ninth_structure_needs(copy: DataCopy) -> None:
    """From a file with an id alone to a page, by doing what every fault says."""
    file = "structures/network.toml"
    copy.write(file, 'id = "network"\n')
    said_at_first = [str(fault) for fault in copy.faults()]
    for need in (
        'name: missing; it must be name.ru = "…" and name.en = "…"',
        "chart: missing; it must be a table, chart.description, .groups",
        "staffing: missing; it must be a table, [staffing] with text and sources",
        "organisation: missing; it must be a table, [organisation] with text and sources",
        "flow: has 0; at least 4 are needed",
        "indicator: has 0; at least 4 are needed",
        "period 30: missing; add [[period]] with until = 30, steps and done",
        "statement: at least one advantage and one disadvantage are needed",
        'transition matrix: missing; add [[transition]] with to = "matrix", first, keep and risk',
    ):
        assert any(line.startswith(f"{file}: network: {need}") for line in said_at_first), need
    for other in STRUCTURES:
        need = 'transition network: missing; add [[transition]] with to = "network", first, keep'
        assert any(f"{other}.toml: {other}: {need}" in line for line in said_at_first)
    copy.write(file, NETWORK + "".join(MOVE.format(to=other) for other in STRUCTURES))
    copy.connect("network")
    (fault,) = copy.faults()
    assert str(fault) == "estimates.toml: base: network: missing; run make estimate"
    copy.write("estimates.toml", copy.read("estimates.toml") + "network = 0\n")
    guide = copy.guide()
    assert guide.structures["matrix"].transition_to("network").first["en"] == "Start small."
    for language in LANGUAGES:
        page = markdown(guide, "network", language)
        assert page.count('<details class="move"') == len(STRUCTURES)
        assert "{: #from_network }" in markdown(guide, "matrix", language)
    assert recommend({}, guide).standing("network")


def said_in_both(ru: str, en: str) -> str:
    return f'{{ ru = "{ru}", en = "{en}" }}'


def listed(count: int) -> str:
    return f"[{', '.join([said_in_both('Пункт.', 'An item.')] * count)}]"


TEXT = said_in_both("Рассказ.", "A passage.")
NETWORK = f"""
id = "network"
order = 90
parents = []
pooling = {{ by = "one" }}
chart = {{ description = {TEXT}, groups = {listed(1)} }}
name = {said_in_both("Сетевая структура", "Network structure")}
short = {said_in_both("Сетевая", "Network")}
summary = {TEXT}
how = {TEXT}
suits = {listed(3)}
unsuited = {listed(3)}
""" + "\n".join(
    [
        *(
            f'[{fact}]\ntext = {TEXT}\nsources = ["fluss"]'
            for fact in ("staffing", "span", "organisation")
        ),
        *(f'[[flow]]\nid = "step{n}"\nholder = {TEXT}\ntext = {TEXT}' for n in range(4)),
        *(f'[[role]]\nid = "role{n}"\nname = {TEXT}\nduty = {TEXT}' for n in range(3)),
        *(f'[[indicator]]\nid = "sign{n}"\nmetric = {TEXT}\nwarning = {TEXT}' for n in range(4)),
        *(f"[[period]]\nuntil = {n}\nsteps = {listed(1)}\ndone = {TEXT}" for n in PERIODS),
        *(
            f'[[statement]]\nid = "{kind}1"\nkind = "{kind}"\ncriterion = "speed"\nstrength = 1\n'
            f"text = {TEXT}\ndetail = {TEXT}\n{mitigation}sources = []\n"
            for kind, mitigation in (("advantage", ""), ("disadvantage", f"mitigation = {TEXT}\n"))
        ),
    ]
)


def tables(copy: DataCopy, file: str) -> list[str]:
    """A file taken apart at the heads of its tables."""
    return re.split(r"\n(?=\[)", copy.read(file))


def records_of(structure: Structure, table: str) -> list[str]:
    """The records under one key of a structure, as faults call them."""
    attribute = {key: name for key, (_, name) in MINIMUM_ITEMS.items()}.get(table, f"{table}s")
    if table in {"staffing", "span", "organisation"}:
        return [table]
    named = [
        next(getattr(record, key) for key in NAMES if hasattr(record, key))
        for record in getattr(structure, attribute)
    ]
    return [f"{table} {name}" for name in named]
