"""The pages of the structures: what each tells, and its figures."""

import re
from collections.abc import Iterator

import pytest

from hooks.pages.structures import profile, usual_case
from service_structure import load_guide
from service_structure.api import inputs_for, staff
from service_structure.case.number_output import rough_duration
from service_structure.decision.usual import usual_values
from service_structure.source.model_records import Text
from service_structure.source.records import PERIODS, Guide, Structure
from service_structure.source.translations import texts
from service_structure.staffing.costs import MOST_CONTACTS, break_even
from tests.guide.structure_pages import markdown
from tests.support import DataCopy, words

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
    assert guide.messages["roles_counted"][language] in roles, "which of them the staffing counts"
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
    assert shown["usual_wait"][0] == rough_duration(this.waiting.mean_wait, guide, language)
    if this is one:
        assert all(len(row) == 1 for row in shown.values()), "nothing to compare one pool with"
        return
    assert shown["usual_duty"][1] == str(one.agents)
    assert shown["usual_staff"][1] == said(f"{one.paid_staff:.1f}", language)
    assert shown["usual_wait"][1] == rough_duration(one.waiting.mean_wait, guide, language)
    equal = this.at_equal_staff
    overload = guide.messages["usual_overload"][language]
    wait = overload if equal.overloaded else rough_duration(equal.mean_wait, guide, language)
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
        return words(guide.say(message, language, **values)) in shown

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
        figure = guide.languages[language].figure
        assert volume is None or says("usual_volume", contacts=figure(volume, ".0f"))


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
    expected = guide.say(
        "usual_span",
        language,
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
    return GUIDE.say("percent", language, n=n)
