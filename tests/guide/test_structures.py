"""The pages of the structures: what each tells, that nothing can get lost, and its figures."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from hooks.pages.pages import pages
from hooks.pages.structures import profile, usual_case
from service_structure import load_guide, recommend
from service_structure.api import inputs_for, staff
from service_structure.decision.usual import usual_values
from service_structure.source.model_records import Text
from service_structure.source.records import PERIODS, Guide, Structure
from service_structure.source.translations import LOCK, NAMES, read_lock, texts, unlocked
from service_structure.source.validation import MINIMUM_ITEMS
from service_structure.staffing.costs import MOST_CONTACTS, break_even
from tests.support import MOVE, DataCopy, words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
STRUCTURES = list(GUIDE.structures)
PAIRS = [(a, b) for a in STRUCTURES for b in STRUCTURES if a != b]
WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
FEWEST, MOST = 900, 1950

in_every_language = pytest.mark.parametrize("language", LANGUAGES)
of_every_structure = pytest.mark.parametrize("structure_id", STRUCTURES)


@in_every_language
@of_every_structure
def test_a_page_has_900_to_1950_words_of_substance(
    guide: Guide, structure_id: str, language: str
) -> None:
    """All texts of the structure that its page shows; headings, labels and figures do not count.

    Nor does the small print, closed at first, on when a statement counts for more or less.
    """
    page = words(markdown(guide, structure_id, language))
    told = dict(told_of(guide.structures[structure_id], guide))
    lost = [place for place, text in told.items() if words(text[language]) not in page]
    assert not lost, "these texts are not on the page of the structure: show them"
    open_at_first = [text for place, text in told.items() if "/conditions/" not in place]
    count = sum(len(WORD.findall(text[language])) for text in open_at_first)
    assert FEWEST <= count <= MOST, f"{structure_id} ({language}) has {count} words: add or cut"


@in_every_language
@of_every_structure
def test_a_contact_is_followed_step_by_step(guide: Guide, structure_id: str, language: str) -> None:
    steps = section(guide, structure_id, language, "flow")
    for number, step in enumerate(guide.structures[structure_id].flow, 1):
        assert f"{number}. **{step.holder[language]}.** {step.text[language]}" in steps


@in_every_language
@of_every_structure
def test_a_role_stands_beside_its_duty_and_a_metric_beside_its_warning(
    guide: Guide, structure_id: str, language: str
) -> None:
    structure = guide.structures[structure_id]
    roles = section(guide, structure_id, language, "roles")
    for role in structure.roles:
        assert f"{role.name[language]}\n:   {role.duty[language]}\n" in roles
    watched = section(guide, structure_id, language, "metrics")
    for indicator in structure.indicators:
        assert f"| {indicator.metric[language]} | {indicator.warning[language]} |" in watched


@in_every_language
@of_every_structure
def test_the_first_90_days_come_in_three_periods_with_a_result_each(
    guide: Guide, structure_id: str, language: str
) -> None:
    plan = section(guide, structure_id, language, "first_90_days")
    structure = guide.structures[structure_id]
    assert [period.until for period in structure.periods] == list(PERIODS)
    for period in structure.periods:
        _, part = plan.split(f"{{: #day_{period.until} }}")
        part = part.split("</div>")[0]
        assert [line[2:] for line in part.splitlines() if line.startswith("- ")] == [
            step[language] for step in period.steps
        ]
        assert period.done[language] in part
    assert [step for period in structure.periods for step in period.steps] == list(
        structure.first_steps
    )


@in_every_language
@of_every_structure
def test_what_is_said_of_staff_span_and_organisation_names_its_sources(
    guide: Guide, structure_id: str, language: str
) -> None:
    structure = guide.structures[structure_id]
    for anchor, fact in (
        ("staffing", structure.staffing),
        ("roles", structure.span),
        ("organisation", structure.organisation),
    ):
        (line,) = (
            line
            for line in section(guide, structure_id, language, anchor).splitlines()
            if line.startswith(fact.text[language])
        )
        assert re.findall(r"sources\.md#([^)]+)\)", line) == list(fact.sources)


@in_every_language
def test_the_way_from_one_to_another_is_the_same_on_both_pages(guide: Guide, language: str) -> None:
    for origin, goal in PAIRS:
        transition = guide.structures[origin].transition_to(goal)
        there = move(guide, origin, language, f"to_{goal}")
        assert there == move(guide, goal, language, f"from_{origin}")
        for text in (transition.first, transition.keep, transition.risk):
            assert f":   {text[language]}\n" in there, (origin, goal)


@in_every_language
@of_every_structure
def test_the_figures_are_those_of_the_staffing_model(
    guide: Guide, structure_id: str, language: str
) -> None:
    staffings = staff(example(structure_id, guide), guide=guide)
    this, one = staffings[structure_id], staffings["centralised"]
    shown = figures(guide, structure_id, language)
    assert shown["usual_duty"][0].split(" = ")[0] == str(this.agents)
    crews = re.findall(r"\d+", shown["usual_duty"][0])[-len(this.pools) :]
    assert [int(crew) for crew in crews] == [pool.agents for pool in this.pools]
    assert shown["usual_staff"][0] == said(f"{this.paid_staff:.1f}", language)
    assert shown["usual_wait"][0] == f"{this.waiting.mean_wait:.0f}"
    if this is one:
        assert all(len(row) == 1 for row in shown.values()), "nothing to compare one pool with"
        return
    assert shown["usual_duty"][1] == str(one.agents)
    assert shown["usual_staff"][1] == said(f"{one.paid_staff:.1f}", language)
    assert shown["usual_wait"][1] == f"{one.waiting.mean_wait:.0f}"
    equal = this.at_equal_staff
    overload = guide.messages["usual_overload"][language]
    wait = overload if equal.overloaded else f"{equal.mean_wait:.0f}"
    assert shown["usual_wait_at_equal_staff"] == [wait, shown["usual_wait"][1]]
    assert shown["usual_price"][0] == percent(this.price.share, language, "+")


@in_every_language
@of_every_structure
def test_the_page_says_when_a_split_pays(guide: Guide, structure_id: str, language: str) -> None:
    structure = guide.structures[structure_id]
    shown = words(section(guide, structure_id, language, "staffing"))
    answers = example(structure_id, guide)
    even = break_even(structure, inputs_for(answers, guide=guide).numbers)
    price = staff(answers, guide=guide)[structure_id].price.share

    def says(message: str, **values: str) -> bool:
        return words(guide.messages[message][language].format(**values)) in shown

    if even is None:
        found = staff(answers, guide=guide)
        shares = {s: x.price.share for s, x in found.items() if s != structure_id}
        for share in (min(shares.values()), max(shares.values())):
            assert words(percent(share, language, "+")) in shown
        return
    assert says("usual_pays") == (price <= 0)
    if price > 0:
        gain = even.gain
        assert says("usual_no_gain") == (gain is None)
        assert gain is None or says("usual_gain", gain=percent(gain / 100, language))
        volume = even.contacts_per_hour
        assert says("usual_no_volume", limit=f"{MOST_CONTACTS / 1000:g}") == (volume is None)
        assert volume is None or says("usual_volume", contacts=f"{volume:.0f}")


@of_every_structure
def test_the_example_has_what_the_structure_is_made_of_and_is_usual_otherwise(
    guide: Guide, structure_id: str
) -> None:
    raised = usual_case(structure_id, guide).raised
    answers = example(structure_id, guide)
    for p in guide.structures[structure_id].preconditions:
        factor = guide.factors[p.factor]
        assert factor.rank(answers[p.factor]) >= factor.rank(p.at_least)
    assert all(level != guide.factors[factor].usual for factor, level in raised.items())
    assert answers == {f.id: f.usual for f in guide.factors.values()} | dict(raised)
    for language in LANGUAGES:
        text = section(guide, structure_id, language, "staffing")
        for name, level in raised.items():
            assert guide.factors[name].level(level).name[language] in text


@in_every_language
def test_a_split_into_one_group_is_still_no_yardstick(copy: DataCopy, language: str) -> None:
    """With one region the decentralised service is one pool by chance, not by design."""
    file = "structures/decentralised.toml"
    copy.edit(file, 'at_least = "few"', 'at_least = "one"')
    guide = copy.guide()
    assert break_even(guide.structures["decentralised"], inputs_for(guide=guide).numbers) is None
    page = markdown(guide, "decentralised", language)
    assert guide.messages["price_of_one_pool"][language] not in page
    share = staff(guide=guide)["decentralised"].price.share
    assert figures(guide, "decentralised", language)["usual_price"][0] == percent(
        share, language, "+"
    )
    assert guide.messages["price_of_one_pool"][language] in markdown(guide, "centralised", language)


@in_every_language
@of_every_structure
def test_the_span_of_control_is_worked_out_as_well(
    guide: Guide, structure_id: str, language: str
) -> None:
    this = staff(example(structure_id, guide), guide=guide)[structure_id]
    expected = guide.messages["usual_span"][language].format(
        agents=said(f"{this.paid_agents:.1f}", language),
        supervisors=this.supervisors,
        managers=this.managers,
        span=said(f"{this.paid_agents / this.supervisors:.1f}", language),
    )
    assert expected in section(guide, structure_id, language, "roles")


def test_what_is_said_of_staff_in_words_holds_in_figures(guide: Guide) -> None:
    """The passages on staff compare without figures; this is what they rest on."""

    answers = example("decentralised", guide)

    def price(structure: str, **numbers: float) -> float:
        return staff(answers, numbers=numbers, guide=guide)[structure].price.share

    usual = staff(answers, guide=guide)
    equally_fast = staff(answers, numbers={"product_gain": 0, "trade_gain": 0}, guide=guide)
    assert min(s.agents for s in equally_fast.values()) == equally_fast["centralised"].agents
    assert price("decentralised", contacts_per_hour=20) > price("decentralised")
    assert price("functional", trade_gain=50) < 0 < price("functional")
    assert price("product", contacts_per_hour=1000) <= 0 < price("product")
    assert usual["matrix"].agents <= usual["centralised"].agents + 1
    assert usual["matrix"].supervisors > usual["product"].supervisors
    assert usual["hub_and_spoke"].waiting.mean_wait < usual["decentralised"].waiting.mean_wait
    assert usual["hub_and_spoke"].supervisors > usual["decentralised"].supervisors
    large = {"contacts_per_hour": 1000, "first_line_share": 70}
    assert price("expert_line", **large | {"first_line_share": 90}) < price("expert_line", **large)
    assert price("expert_line", **large) < price("expert_line")
    assert price("mirrored_teams", customer_groups=6) > price("mirrored_teams")


def test_a_changed_assumption_changes_the_figures_on_the_page(guide: Guide, copy: DataCopy) -> None:
    file = "assumptions.toml"
    before, assumption, after = copy.read(file).partition('id = "shrinkage"')
    copy.write(file, before + assumption + after.replace("value = 30", "value = 45", 1))
    changed = copy.guide()
    row = "usual_staff"
    assert figures(changed, "matrix", "en")[row] != figures(guide, "matrix", "en")[row]
    expected = staff(example("matrix", guide), guide=changed)["matrix"].paid_staff
    assert figures(changed, "matrix", "en")[row][0] == f"{expected:.1f}"


@of_every_structure
def test_the_overview_names_the_best_and_the_worst_ratings(guide: Guide, structure_id: str) -> None:
    values = usual_values(guide)[structure_id]
    found = profile(guide.structures[structure_id], guide)
    ratings = sorted(values.values())
    assert [values[c] for c in found.weakest] == ratings[:2]
    assert [values[c] for c in found.strongest] == ratings[-1:-3:-1]
    overview = markdown(guide, structure_id, "en").split("</section>")[0]
    linked = re.findall(r"comparison\.md#(\w+)\)", overview)
    assert linked == [*found.strongest, *found.weakest]


def test_a_lost_transition_is_named_by_both_its_ends(copy: DataCopy) -> None:
    """All of them at once: each is a fault of its own."""
    for structure in STRUCTURES:
        file = f"structures/{structure}.toml"
        copy.write(file, copy.read(file).split("[[transition]]")[0])
    named = {
        (f.record, f.field) for f in copy.faults() if "missing; add [[transition]]" in f.problem
    }
    assert named == {(origin, f"transition {goal}") for origin, goal in PAIRS}


@in_every_language
@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("flow", ("holder", "text")),
        ("role", ("name", "duty")),
        ("indicator", ("metric", "warning")),
        ("transition", ("first", "keep", "risk")),
        ("period", ("done",)),
        ("staffing", ("text",)),
        ("span", ("text",)),
        ("organisation", ("text",)),
    ],
)
def test_a_lost_translation_is_named_by_structure_record_and_field(
    guide: Guide, copy: DataCopy, table: str, fields: tuple[str, ...], language: str
) -> None:
    """All fields of a kind of record lose one language at once: each is a fault of its own."""
    lost = set()
    for structure in guide.structures.values():
        for name in records_of(structure, table):
            lost |= {(f"{structure.id} / {name}", f"{field}.{language}") for field in fields}
        file = f"structures/{structure.id}.toml"
        pattern = rf"^(?:{'|'.join(fields)})\.{language} = .*\n"
        copy.write(
            file,
            "\n".join(
                re.sub(pattern, "", part, flags=re.M) if part.strip("[").startswith(table) else part
                for part in tables(copy, file)
            ),
        )
    assert {(fault.record, fault.field) for fault in copy.faults()} == lost
    assert len(lost) >= len(STRUCTURES) * len(fields)


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


def test_nothing_has_been_lost_since_the_texts_were_last_read(guide: Guide) -> None:
    """The lock knows every text by its place: a step, sign or answer that goes is named here."""
    waiting = unlocked(guide, read_lock(LOCK))
    assert not waiting, "new, changed or lost: read them in every language, `make translations`"


def test_whatever_is_removed_from_a_structure_is_named_by_the_lock(copy: DataCopy) -> None:
    """Also where enough is left for the loader to be content."""
    file = "structures/centralised.toml"
    for start in ('[[flow]]\nid = "lead"', '[[role]]\nid = "planner"'):
        copy.write(file, "\n".join(t for t in tables(copy, file) if not t.startswith(start)))
    waiting = unlocked(copy.guide(), read_lock(LOCK))
    assert set(waiting) == {
        f"structures/centralised/{place}"
        for place in (
            "flow/lead/holder",
            "flow/lead/text",
            "roles/planner/name",
            "roles/planner/duty",
        )
    }


@in_every_language
def test_the_faults_tell_a_newcomer_what_a_ninth_structure_needs(
    copy: DataCopy, language: str
) -> None:
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


def told_of(structure: Structure, guide: Guide) -> Iterator[tuple[str, Text]]:
    """The prose about a structure by its place: its own, and how to move to it from the others.

    Without the conditions of shared circumstances, which stand on a page of their own.
    """
    own, names = f"structures/{structure.id}/", ("name", "short", "chart")
    shared = {
        f"{own}statements/{statement.id}/conditions/{condition.factor}/{field}"
        for statement in structure.statements
        for name in statement.circumstances
        for condition in guide.circumstances[name].conditions
        for field in ("because", "off")
    }
    for place, told in texts(guide):
        path = place.split("/")
        arrives = path[0] == "structures" and path[2:4] == ["transitions", structure.id]
        if (place.startswith(own) and path[2] not in names and place not in shared) or arrives:
            yield place, told


def example(structure_id: str, guide: Guide) -> dict[str, str]:
    """The answers of the example on a page: the most frequent, and those it cannot do without."""
    usual = {factor.id: factor.usual for factor in guide.factors.values()}
    return {**usual, **usual_case(structure_id, guide).raised}


def markdown(guide: Guide, structure_id: str, language: str) -> str:
    return _made(guide, language)[structure_id]


@cache
def _made(guide: Guide, language: str) -> Mapping[str, str]:
    """The Markdown of the pages of all structures, by id."""
    return {
        page.uri.removeprefix("structures/").removesuffix(".md"): page.markdown
        for page in pages(guide, language, "../runtime/")
        if page.uri.startswith("structures/")
    }


def section(guide: Guide, structure_id: str, language: str, anchor: str) -> str:
    """The part of a page under the heading with this anchor."""
    _, part = markdown(guide, structure_id, language).split(f"{{: #{anchor} }}\n")
    return part.split("\n## ")[0]


def move(guide: Guide, structure_id: str, language: str, anchor: str) -> str:
    """What is said of one way between two structures, without what tells the ways apart."""
    _, part = section(guide, structure_id, language, "moves").split(f"{{: #{anchor} }}\n")
    return part.split("\n**")[0].split("</details>")[0].strip() + "\n"


def figures(guide: Guide, structure_id: str, language: str) -> dict[str, list[str]]:
    """The table of staff on a page: cells by the message that is their label."""
    rows = {}
    for line in section(guide, structure_id, language, "staffing").splitlines():
        label, *cells = (cell.strip() for cell in line.strip("| ").split(" | "))
        for message, told in guide.messages.items():
            if line.startswith("|") and message.startswith("usual_") and told[language] == label:
                rows[message] = cells
    return rows


def said(figure: str, language: str) -> str:
    return figure.replace(".", GUIDE.languages[language].decimal)


def percent(share: float, language: str, sign: str = "") -> str:
    points = round(100 * share)
    n = f"{points:{sign if points else ''}d}".replace("-", "−")
    return GUIDE.messages["percent"][language].format(n=n)
