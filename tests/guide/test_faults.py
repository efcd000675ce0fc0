"""What the loader of the guide says of broken data: file, record, field and what is allowed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service_structure import GuideError, load_guide
from service_structure.source import precedents
from service_structure.source.loader import GUIDE
from service_structure.source.records import Guide
from tests.support import DataCopy, tries

CENTRALISED, MATRIX = "structures/centralised.toml", "structures/matrix.toml"
HUB, EXPERT = "structures/hub_and_spoke.toml", "structures/expert_line.toml"
MIRRORED = "structures/mirrored_teams.toml"
REGIONS, SHOP = "factors/regions.toml", "scenarios/online_shop.toml"
BUDGET, PRODUCT, EXCLUSIONS = "factors/budget.toml", "structures/product.toml", "exclusions.toml"
LOW_BUDGET = "moves = { cost = -3.5, individual = 1.5, local_presence = 1, adaptability = 1 }"
VARIETY = 'times = { uniform = 1.2, mixed = 1, varied = 0.7 }\nbecause.ru = "Чем однообразнее обращ'
FLEXIBLE = 'criterion = "adaptability"\nstrength = 3'
FIRST_LEVEL, FIRST_STATEMENT = "budget / level low", "centralised / statement common_standards"
FIRST_CONDITION = f"{FIRST_STATEMENT} / when variety"

# What is broken: the edits (file, old, new), and the record, field and words of the error.
BROKEN = {
    "a name without English": (
        [(CENTRALISED, 'name.en = "Centralised structure"\n', "")],
        ("centralised", "name.en", "every text is needed in ru, en"),
    ),
    "an empty text": (
        [(CENTRALISED, 'name.en = "Centralised structure"', 'name.en = " "')],
        ("centralised", "name.en", "every text is needed in ru, en"),
    ),
    "a text in an unknown language": (
        [(CENTRALISED, "short.ru =", 'name.eo = "Centra"\nshort.ru =')],
        ("centralised", "name.eo", "the guide has ru, en"),
    ),
    "a text that is not a table of languages": (
        [(REGIONS, 'name.ru = "Регионы и площадки"\nname.en = "Regions and sites"', 'name = "x"')],
        ("regions", "name", 'must be name.ru = "…" and name.en = "…"'),
    ),
    "a list of texts that is empty": (
        [("structures/product.toml", "unsuited = [", "unsuited = []\nunfit = [")],
        ("product", "unsuited", "write at least one text"),
    ),
    "an unknown criterion": (
        [(MATRIX, 'criterion = "adaptability"', 'criterion = "agility"')],
        ("matrix / statement flexible", "criterion", "allowed are standards, cost, speed"),
    ),
    "two statements with one id": (
        [(MATRIX, 'id = "conflicts"', 'id = "hard_to_run"')],
        ("matrix / statement hard_to_run", "id", "occurs twice; ids must be unique"),
    ),
    "an id that is not a word": (
        [(MATRIX, 'id = "conflicts"', 'id = "Two Conflicts"')],
        ("matrix / statement Two Conflicts", "id", "a lower-case word"),
    ),
    "an id that is not the name of its file": (
        [(MATRIX, 'id = "matrix"', 'id = "mesh"')],
        ("mesh", "id", 'must be the name of the file, "matrix"'),
    ),
    "a strength out of range": (
        [(MATRIX, FLEXIBLE, FLEXIBLE.replace("3", "5"))],
        ("matrix / statement flexible", "strength", "must be a number from 0.5 to 4"),
    ),
    "a statement without effect": (
        [(MATRIX, FLEXIBLE, FLEXIBLE.replace("3", "0"))],
        ("matrix / statement flexible", "strength", "must be a number from 0.5 to 4"),
    ),
    "a strength that is no number": (
        [(MATRIX, FLEXIBLE, FLEXIBLE.replace("3", "true"))],
        ("matrix / statement flexible", "strength", "must be a number from 0.5 to 4"),
    ),
    "a strength between the halves": (
        [(MATRIX, FLEXIBLE, FLEXIBLE.replace("3", "2.7"))],
        ("matrix / statement flexible", "strength", "must be a multiple of 0.5"),
    ),
    "a statement without a strength": (
        [(MATRIX, FLEXIBLE, FLEXIBLE.replace("strength = 3", ""))],
        ("matrix / statement flexible", "strength", "must be a number from 0.5 to 4"),
    ),
    "a strength where the value is computed": (
        [(CENTRALISED, 'criterion = "cost"', 'criterion = "cost"\nstrength = 2')],
        ("centralised / statement scale_economies", "strength", "computed by the staffing model"),
    ),
    "a condition that forgets a level": (
        [(CENTRALISED, VARIETY, VARIETY.replace(", mixed = 1", ""))],
        (FIRST_CONDITION, "times", "mixed missing; name every level"),
    ),
    "a condition on a level that does not exist": (
        [(CENTRALISED, VARIETY, VARIETY.replace("mixed = 1", "mixed = 1, odd = 1"))],
        (FIRST_CONDITION, "times", "allowed are uniform, mixed, varied"),
    ),
    "a condition that goes up and down without saying so": (
        [(CENTRALISED, VARIETY, VARIETY.replace("mixed = 1", "mixed = 0.5"))],
        (FIRST_CONDITION, "times", "write turns = true and say why"),
    ),
    "a condition that runs one way and says that it turns": (
        [(CENTRALISED, VARIETY, VARIETY.replace("times", "turns = true\ntimes"))],
        (FIRST_CONDITION, "turns", "the numbers run one way; remove it"),
    ),
    "a condition that changes nothing": (
        [(CENTRALISED, VARIETY, VARIETY.replace("1.2", "1").replace("0.7", "1"))],
        (FIRST_CONDITION, "times", "the condition changes nothing"),
    ),
    "a condition on an unknown question": (
        [(CENTRALISED, f'factor = "variety"\n{VARIETY}', f'factor = "weather"\n{VARIETY}')],
        (f"{FIRST_STATEMENT} / when weather", "factor", "allowed are size, regions"),
    ),
    "an unknown circumstance": (
        [(CENTRALISED, 'circumstances = ["trades"]', 'circumstances = ["weather"]')],
        ("centralised / statement all_trades", "circumstances", "allowed are knowledge, distance"),
    ),
    "a condition that its circumstance has too": (
        [(CENTRALISED, 'circumstances = ["trades"]\n\n[[statement.when]]\nfactor = "size"',
          'circumstances = ["trades"]\n\n[[statement.when]]\nfactor = "functions"')],
        ("centralised / statement all_trades", "when", "functions stands twice"),
    ),
    "a kind that does not exist": (
        [(CENTRALISED, 'id = "one_queue"\nkind = "advantage"', 'id = "one_queue"\nkind = "good"')],
        ("centralised / statement one_queue", "kind", "one of advantage, disadvantage"),
    ),
    "a rating without a statement": (
        [(CENTRALISED, "order = 10\n", "order = 10\nratings = { cost = 0.9 }\n")],
        ("centralised", "ratings", "unknown key; allowed are chart, flow, how, id, indicator,"),
    ),
    "an unknown key": (
        [(REGIONS, "order = 30\n", 'order = 30\ncolour = "red"\n')],
        ("regions", "colour", "unknown key; allowed are counts, goal, group, help, id, level"),
    ),
    "a disadvantage nobody can mitigate": (
        [(CENTRALISED, "mitigation.ru = \"Дайте", "comment.ru = \"Дайте"),
         (CENTRALISED, "mitigation.en = \"Let the", "comment.en = \"Let the")],
        ("centralised / statement slow_response", "mitigation", "must be mitigation.ru"),
    ),
    "an advantage with a mitigation": (
        [(CENTRALISED, 'id = "one_command"\n',
          'id = "one_command"\nmitigation = { ru = "да", en = "yes" }\n')],
        ("centralised / statement one_command", "mitigation", "make the kind disadvantage"),
    ),
    "a source that is not there": (
        [(REGIONS, '"knowt"]', '"hearsay"]')],
        ("regions", "sources", "allowed are "),
    ),
    "a hybrid of itself": (
        [(HUB, 'parents = ["centralised"', 'parents = ["hub_and_spoke"')],
        ("hub_and_spoke", "parents", "may not descend from itself"),
    ),
    "two hybrids of each other": (
        [(HUB, 'parents = ["centralised"', 'parents = ["expert_line"'),
         (EXPERT, 'parents = ["centralised"', 'parents = ["hub_and_spoke"')],
        ("hub_and_spoke", "parents", "may not descend from itself"),
    ),
    "a hybrid with one parent": (
        [(HUB, 'parents = ["centralised", "decentralised"]', 'parents = ["centralised"]')],
        ("hub_and_spoke", "parents", "two different parents, others none"),
    ),
    "a hybrid of what is not there": (
        [(MIRRORED, 'parents = ["decentralised"', 'parents = ["regional"')],
        ("mirrored_teams", "parents", "allowed are centralised, decentralised, functional"),
    ),
    "a precondition on an unknown factor": (
        [(PRODUCT, '[[precondition]]\nfactor = "products"', '[[precondition]]\nfactor = "charm"')],
        ("product / precondition charm", "factor", "allowed are size, regions"),
    ),
    "a precondition on an unknown level": (
        [(PRODUCT, 'at_least = "few"', 'at_least = "somewhat"')],
        ("product / precondition products", "at_least", "allowed are one, few, several, many"),
    ),
    "moves that do not add up to zero": (
        [(BUDGET, LOW_BUDGET, LOW_BUDGET.replace("= -3.5", "= -2.5"))],
        (FIRST_LEVEL, "moves", "add up to +1; what some criteria gain others must lose, sum 0"),
    ),
    "a move that is not finite": (
        [(BUDGET, LOW_BUDGET, LOW_BUDGET.replace("= -3.5", "= nan"))],
        (FIRST_LEVEL, "moves.cost", "must be a number from -100 to 100"),
    ),
    "moves of an unknown criterion": (
        [(BUDGET, LOW_BUDGET, LOW_BUDGET.replace("individual", "glamour"))],
        (FIRST_LEVEL, "moves", "allowed are standards, cost, speed"),
    ),
    "a level that moves points and does not say why": (
        [(BUDGET, "because.ru = \"\"\"\nЗа качество", "reason.ru = \"\"\"\nЗа качество"),
         (BUDGET, "because.en = \"\"\"\nGood", "reason.en = \"\"\"\nGood")],
        (FIRST_LEVEL, "because", "missing; it must be because.ru"),
    ),
    "a reason of a level that moves nothing": (
        [(REGIONS, "prior = 0.25\n", 'prior = 0.25\nbecause = { ru = "так", en = "so" }\n')],
        ("regions / level few", "because", "needs no reason; remove it or add moves"),
    ),
    "moves of a question that is not about goals": (
        [(BUDGET, "goal = true\n", "")],
        (FIRST_LEVEL, "moves", "only goals move points"),
    ),
    "a goal that moves no points": (
        [(REGIONS, "order = 30\n", "order = 30\ngoal = true\n")],
        ("regions", "goal", "no level moves any points"),
    ),
    "priors that do not make one": (
        [(REGIONS, "prior = 0.25", "prior = 0.35")],
        ("regions", "prior", "add up to 1.1; they must make 1"),
    ),
    "a question in an unknown group": (
        [(REGIONS, 'group = "scale"', 'group = "other"')],
        ("regions", "group", "allowed are scale, services, management"),
    ),
    "base points that do not make 100": (
        [("criteria.toml", 'id = "speed"\npoints = 9', 'id = "speed"\npoints = 10')],
        ("", "points", "add up to 101; they must make 100"),
    ),
    "answers that could make a weight negative": (
        [(BUDGET, LOW_BUDGET, "moves = { standards = 40, local_presence = -40 }")],
        ("budget / level low", "moves.local_presence", "budget low -40"),
    ),
    "a circumstance that the staffing model needs": (
        [("circumstances.toml", 'id = "trades"', 'id = "crafts"')],
        ("circumstance trades", "", "missing; the staffing model needs it"),
    ),
    "a cause suggested by an unknown question": (
        [("symptoms.toml", "{ ownership =", "{ owner =")],
        ("symptom slow_decisions / cause ownership", "suggested_by.owner", '"owner" is unknown'),
    ),
    "a cause suggested by an unknown level": (
        [("symptoms.toml", '["persuaded", "independent"]', '["persuaded", "free"]')],
        ("symptom slow_decisions / cause ownership", "suggested_by.ownership", '"free" is unknown'),
    ),
    "an exclusion of an unknown question": (
        [(EXCLUSIONS, '{ regions = ["one"], place', '{ region = ["one"], place')],
        ("exclusion one_place", "answers", '"region" is unknown; did you mean regions'),
    ),
    "an exclusion of an unknown level": (
        [(EXCLUSIONS, '["some", "strong"]', '["some", "strange"]')],
        ("exclusion one_place", "answers.place_difference", '"strange" is unknown'),
    ),
    "an exclusion of a single question": (
        [(EXCLUSIONS, ', place_difference = ["some", "strong"]', "")],
        ("exclusion one_place", "answers", "name at least two questions"),
    ),
    "an exclusion of every level": (
        [(EXCLUSIONS, '["some", "strong"]', '["none", "some", "strong"]')],
        ("exclusion one_place", "answers.place_difference", "not all of them"),
    ),
    "an exclusion without a reason": (
        [(EXCLUSIONS, 'because.en = "A single product', 'why = "A single product')],
        ("exclusion one_product", "because.en", "every text is needed in ru, en"),
    ),
    "a question that counts an unknown number": (
        [(REGIONS, 'counts = "regions"', 'counts = "region"')],
        ("regions", "counts", '"region" is unknown'),
    ),
    "a level that begins where the one before it does": (
        [(REGIONS, "least = 5\n", "least = 2\n")],
        ("regions", "least", "each above that of the level before"),
    ),
    "a question with ranges that counts nothing": (
        [(REGIONS, 'counts = "regions"\n', "")],
        ("regions", "counts", "missing"),
    ),
    "a level that suggests a number outside its range": (
        [(REGIONS, "numbers = { regions = 7 }", "numbers = { regions = 12 }")],
        ("regions / level several", "numbers.regions", "must lie between 5 and 11"),
    ),
    "an unknown level in a scenario": (
        [(SHOP, 'answers.regions = "one"', 'answers.regions = "zero"')],
        ("online_shop", "answers.regions", "allowed are one, few, several, many"),
    ),
    "an unknown factor in a scenario": (
        [(SHOP, "answers.regions =", "answers.weather =")],
        ("online_shop", "answers.weather", "allowed are size, regions"),
    ),
    "a scenario that recommends an unknown structure": (
        [(SHOP, 'recommends = "centralised"', 'recommends = "anarchy"')],
        ("online_shop", "recommends", "allowed are centralised, decentralised"),
    ),
    "placeholders that differ between languages": (
        [("messages/result.toml", "leads the next one by {gap}", "leads by {lead}")],
        ("margin_clear", "en", "the first language has gap"),
    ),
    "an assumption out of its range": (
        [("assumptions.toml", "value = 75\n", "value = 750\n")],
        ("assumption shortlist_share", "value", "allowed is 1 to 100"),
    ),
    "a number without a quantity": (
        [("assumptions.toml", 'duration"\nvalue = 360\n', 'time"\nvalue = 360\n')],
        ("assumption aht", "quantity", "one of duration, share, money"),
    ),
    "a number that is not plausible": (
        [("assumptions.toml", "value = 360\n", "value = 7201\n")],
        ("assumption aht", "value", "not plausible"),
    ),
    "what is plausible and not allowed": (
        [("assumptions.toml", "{ low = 60, high = 7200 }", "{ low = 30, high = 90000 }")],
        ("assumption aht", "plausible", "goes beyond the range from 1 to 86400"),
    ),
    "an answer that suggests what is not plausible": (
        [("factors/complexity.toml", "aht = 240", "aht = 4")],
        ("complexity / level simple", "numbers.aht", "not plausible"),
    ),
    "a unit that no text can show": (
        [("units.toml", 'written.en = "{n} min"\n', "")],
        ("unit minute", "written.en", "every text is needed in ru, en"),
    ),
    "an assumption the model needs and does not find": (
        [("assumptions.toml", 'id = "absent_penalty"', 'id = "lead"')],
        ("assumption absent_penalty", "", "the model needs it"),
    ),
    "an estimate that is missing": (
        [("estimates.toml", "matrix = ", "network = ")],
        ("base", "matrix", "missing; run make estimate"),
    ),
    "estimated points that do not make 100": (
        [("estimates.toml", "[points]\n", "[points]\nglamour = 1\n")],
        ("points", "glamour", "allowed are standards, cost, speed"),
    ),
    "a passage without its text": (
        [(CENTRALISED, "[organisation]\ntext.ru", "[organisation]\nwords.ru")],
        ("centralised / organisation", "text.ru", "every text is needed in ru, en"),
    ),
    "a passage that is not there": (
        [(CENTRALISED, "[staffing]", "[people]")],
        ("centralised", "staffing", "missing; it must be a table, [staffing] with text"),
    ),
    "an organisation told of without a source": (
        [(CENTRALISED, 'sources = ["fluss"]\n', "sources = []\n")],
        ("centralised / organisation", "sources", "told of only with its source"),
    ),
    "a source of a passage that is not there": (
        [(CENTRALISED, 'sources = ["icmi-span"]', 'sources = ["hearsay"]')],
        ("centralised / span", "sources", "allowed are "),
    ),
    "a period that is none of the three": (
        [(CENTRALISED, "until = 60", "until = 45")],
        ("centralised / period 45", "until", "allowed are 30, 60, 90"),
    ),
    "periods out of order": (
        [(CENTRALISED, "until = 30", "until = 0"), (CENTRALISED, "until = 60", "until = 30"),
         (CENTRALISED, "until = 0", "until = 60")],
        ("centralised", "period", "out of order; put the earliest first"),
    ),
    "a transition to a structure that is not there": (
        [(MATRIX, 'to = "product"', 'to = "anarchy"')],
        ("matrix / transition anarchy", "to", "allowed are centralised, decentralised"),
    ),
    "a transition to the same structure": (
        [(MATRIX, 'to = "product"', 'to = "matrix"')],
        ("matrix / transition matrix", "to", "is unknown; allowed are centralised"),
    ),
    "two transitions to one structure": (
        [(MATRIX, 'to = "product"', 'to = "functional"')],
        ("matrix / transition functional", "to", '"functional" occurs twice'),
    ),
    "a synonym of a record that is not there": (
        [("synonyms.toml", 'means = ["factors/digital"]', 'means = ["factors/digitel"]')],
        ("synonym digital_maturity", "means", "did you mean factors/digital"),
    ),
    "a synonym of nothing": (
        [("synonyms.toml", 'means = ["factors/digital"]', "means = []")],
        ("synonym digital_maturity", "means", "name the records that the words mean"),
    ),
    "a synonym without words": (
        [("synonyms.toml", 'words.ru = ["API", "библиотека", "pip"]\n', ""),
         ("synonyms.toml", 'words.en = ["API", "library", "pip install"]\n', "")],
        ("synonym library", "words", "is empty; write"),
    ),
    "a synonym that stands twice": (
        [("synonyms.toml", '"digital maturity"', '"Chatbot"')],
        ("synonym digital_maturity", "words.en", "“Chatbot” stands under bots too"),
    ),
    "text that is not TOML": (
        [(MATRIX, "order = ", "order is ")],
        ("", "", "not valid TOML in UTF-8"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_reported_with_file_record_field_and_what_is_allowed(
    copy: DataCopy, edits: list[tuple[str, str, str]], expected: tuple[str, str, str]
) -> None:
    for file, old, new in edits:
        copy.edit(file, old, new)
    faults = copy.faults()
    record, field, allowed = expected
    named = [f for f in faults if (f.record, f.field) == (record, field) and allowed in f.problem]
    assert named, f"no such fault among: {[str(f) for f in faults]}"
    file = "criteria.toml" if field == "points" else edits[0][0]
    file = "estimates.toml" if record.startswith("points.") else file
    assert named[0].file == file
    assert all(part in str(named[0]) for part in (file, record, field, allowed))


@pytest.mark.parametrize("file", ["guide.toml", "criteria.toml", "terms.toml"])
def test_a_missing_file_is_reported(copy: DataCopy, file: str) -> None:
    (copy.folder / file).unlink()
    assert f"{file}: the file is missing; create it" in map(str, copy.faults())


@pytest.mark.parametrize("folder", ["structures", "factors", "scenarios", "pages"])
def test_a_folder_without_records_is_reported(copy: DataCopy, folder: str) -> None:
    for path in (copy.folder / folder).iterdir():
        path.unlink()
    assert f"{folder}/: no record; add a TOML file" in map(str, copy.faults())


def test_a_folder_without_messages_is_reported(copy: DataCopy) -> None:
    for path in (copy.folder / "messages").rglob("*.toml"):
        path.unlink()
    assert "messages/: no text; add a TOML file" in map(str, copy.faults())


def test_a_message_that_stands_in_two_files_is_reported(copy: DataCopy) -> None:
    result = copy.read("messages/result.toml")
    copy.write("messages/tail.toml", result[result.index("[margin_tie]") :])
    assert "messages/tail.toml: margin_tie: stands in another file too; an id is used once" in map(
        str, copy.faults()
    )


def test_a_record_file_without_content_is_reported(copy: DataCopy) -> None:
    copy.write("structures/regional.toml", "")
    assert "structures/regional.toml" in {fault.file for fault in copy.faults()}


def test_a_file_that_is_not_utf_8_is_reported(copy: DataCopy) -> None:
    (copy.folder / "terms.toml").write_bytes("[term]".encode("utf-16"))
    assert any(f.file == "terms.toml" and "UTF-8" in f.problem for f in copy.faults())


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(
        GuideError, match=r"nowhere: no such folder; give the one that holds guide\.toml"
    ):
        load_guide(tmp_path / "nowhere")


def test_all_faults_come_out_together_each_on_a_line(copy: DataCopy) -> None:
    broken = (
        "a name without English",
        "an unknown key",
        "an unknown level in a scenario",
        "placeholders that differ between languages",
        "moves of an unknown criterion",
    )
    for what in broken:
        for edit in BROKEN[what][0]:
            copy.edit(*edit)
    with pytest.raises(GuideError) as caught:
        copy.guide()
    found = {(fault.record, fault.field) for fault in caught.value.faults}
    assert {BROKEN[what][1][:2] for what in broken} <= found
    *lines, count = str(caught.value).splitlines()
    assert sorted(lines) == sorted(str(fault) for fault in caught.value.faults)
    assert lines == sorted(lines, key=lambda line: line.split(":")[0])
    files = {fault.file for fault in caught.value.faults}
    assert count == f"{len(lines)} faults in {len(files)} files"


@settings(
    max_examples=tries(80),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_lost_line_never_ends_in_a_riddle(copy: DataCopy, data: st.DataObject) -> None:
    """Whatever line is lost, the data are still sound or every fault names a file."""
    file = data.draw(st.sampled_from(_data_files()))
    lines = copy.read(file).splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    copy.write(file, "".join(lines[:lost] + lines[lost + 1 :]))
    try:
        assert all(fault.file and fault.problem for fault in copy.faults())
    finally:
        copy.write(file, "".join(lines))


def _data_files() -> list[str]:
    return sorted(
        path.relative_to(GUIDE).as_posix()
        for path in GUIDE.rglob("*.toml")
        if path.parent.name != precedents.FOLDER
    )


def test_one_structure_needs_nothing_so_that_there_is_always_a_candidate(
    copy: DataCopy, guide: Guide
) -> None:
    need = (
        '\n[[precondition]]\nfactor = "size"\nat_least = "small"\n'
        'because = { ru = "Да.", en = "Yes." }\n'
    )
    free = [s.file for s in guide.structures.values() if not s.preconditions]
    for file in free[1:]:
        copy.write(file, copy.read(file) + need)
    assert not copy.faults(), f"{free[0]} still needs nothing"
    copy.write(free[0], copy.read(free[0]) + need)
    (fault,) = copy.faults()
    assert (fault.file, fault.field) == ("structures/", "precondition")
    assert "one is needed that nothing rules out" in fault.problem
