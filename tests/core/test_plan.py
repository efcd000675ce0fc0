"""The plan of a change: for every pair of structures in order, on working days, and lawful."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from graphlib import TopologicalSorter
from itertools import product
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_structure import load_guide
from service_structure.api import inputs_for, staff
from service_structure.case.case import read_case
from service_structure.case.profile import NO_STRUCTURE
from service_structure.decision.model import recommend_for
from service_structure.planning.budget import budget
from service_structure.planning.differences import differences
from service_structure.planning.durations import days_of, pace
from service_structure.planning.headcount import Posts, redundancies, walk
from service_structure.planning.move import move_for
from service_structure.planning.plan import Plan, compose, country_for, plan_for
from service_structure.planning.timetable import CLOSING
from service_structure.planning.workdays import QUARTER, YEAR, working_day, working_days
from service_structure.source.plan_records import DIFFERENCES
from service_structure.staffing.costs import staff_for
from tests.drawn import drawn

OWN = load_guide()
PAIRS = [
    (today, target)
    for today, target in product((*OWN.structures, NO_STRUCTURE), OWN.structures)
    if today != target
]
MOVING = ("merge_queues", "move_groups")
LARGE = {"size": "large", "regions": "several", "products": "several"}
ROUNDED = 1e-6


@cache
def plan(today: str, target: str, country: str = "general") -> Plan:
    numbers = inputs_for(LARGE).numbers
    return compose(today, target, numbers, OWN, country=OWN.planning.countries[country])


@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_no_task_waits_for_itself_or_begins_at_another_time(today: str, target: str) -> None:
    made = plan(today, target)
    graph = {step.task.id: step.after for step in made.steps}
    assert set(TopologicalSorter(graph).static_order()) == set(graph)
    for step in made.steps:
        assert step.end - step.start == step.days.usual
        earliest = max((made.by_task[name].end for name in step.after), default=0)
        if step.task.last:
            following = [s.start for s in made.steps if step.task.id in s.after]
            assert earliest <= step.start
            assert step.end == min(following)
            assert not step.slack
        else:
            assert step.start == earliest
    assert made.steps[-1].task.id == "closing"


def test_there_is_a_plan_for_every_ordered_pair_and_for_none_of_the_structures() -> None:
    assert len(PAIRS) == 8 * 7 + 8
    assert len({tuple(step.task.id for step in plan(*pair).steps) for pair in PAIRS}) > 40


@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_a_plan_is_as_long_as_its_longest_chain(today: str, target: str) -> None:
    made = plan(today, target)

    def longest(end: str, days: Mapping[str, int] | None = None) -> int:
        """The longest path, by walking back from every task."""

        @cache
        def up_to(name: str) -> int:
            step = made.by_task[name]
            own = days[name] if days and name in days else getattr(step.days, end)
            return own + max(map(up_to, step.after), default=0)

        return max(map(up_to, made.by_task))

    for end in ("low", "usual", "high"):
        assert getattr(made.days, end) == longest(end)
    assert made.days.low <= made.days.usual <= made.days.high
    assert made.days.usual == sum(made.by_task[name].days.usual for name in made.chain)
    for first, then in zip(made.chain, made.chain[1:], strict=False):
        assert first in made.by_task[then].after
    assert set(made.chain) <= {s.task.id for s in made.steps if s.critical}
    for step in made.steps:
        if step.task.last:  # it has begun late already
            continue
        late = {step.task.id: step.days.usual + step.slack}
        assert longest("usual", late) == made.days.usual
        late = {step.task.id: step.days.usual + step.slack + 1}
        assert longest("usual", late) == made.days.usual + 1


@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_the_headcount_ends_exactly_at_the_target(today: str, target: str) -> None:
    made = plan(today, target)
    own = staff(LARGE)[target]
    assert made.quarters[-1].end == Posts(own.paid_agents, own.supervisors, own.managers)
    assert made.quarters[-1].end.total == pytest.approx(own.paid_staff, abs=ROUNDED)
    if today != NO_STRUCTURE:
        had = staff(LARGE)[today]
        assert made.people == Posts(had.paid_agents, had.supervisors, had.managers)
    now = made.people.total
    for quarter in made.quarters:
        assert min(quarter.hired, quarter.left, quarter.redundant) >= 0
        now += quarter.hired - quarter.left - quarter.redundant
        assert quarter.end.total == pytest.approx(now, abs=ROUNDED)
    assert (len(made.quarters) - 1) * 65 < made.days.usual <= len(made.quarters) * 65


def test_those_who_leave_go_before_those_who_are_made_redundant() -> None:
    have, want = Posts(100, 10, 2), Posts(80, 12, 1)
    few = walk(have, want, 4, leaving=12, hired=(0, 2), closed=(0, 3))
    assert [(q.left, q.redundant) for q in few] == [(4, 0), (4, 0), (4, 7), (0, 0)]
    enough = walk(have, want, 4, leaving=40, hired=(0, 2), closed=(0, 3))
    assert sum(q.left for q in enough) == pytest.approx(19)
    assert not sum(q.redundant for q in enough)
    more = walk(want, have, 4, leaving=40, hired=(0, 2), closed=(0, 3))
    assert [q.hired for q in more] == [9.5, 9.5, 0, 0]
    assert not sum(q.left for q in more)


@pytest.mark.parametrize("country", ["general", "ru"])
@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_nobody_is_gone_before_the_last_group_has_moved(
    today: str, target: str, country: str
) -> None:
    """Posts are closed by degrees, but the last of them, and every redundancy, is the end."""
    made = plan(today, target, country)
    moved = max(made.by_task[task].end for task in MOVING if task in made.by_task)
    for task in CLOSING:
        if task in made.by_task:
            assert made.by_task[task].end >= moved
    for quarter in made.quarters:
        if quarter.redundant:
            assert quarter.number * QUARTER >= moved


@pytest.mark.parametrize("country", ["general", "ru"])
@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_posts_change_only_with_the_tasks_that_change_them(
    today: str, target: str, country: str
) -> None:
    made = plan(today, target, country)
    decided = made.by_task["pilot_review"].end
    closing = [made.by_task[task].start for task in CLOSING if task in made.by_task]
    for quarter in made.quarters:
        first, last = (quarter.number - 1) * QUARTER, quarter.number * QUARTER
        if last <= max([decided, *closing]):
            assert not quarter.left + quarter.redundant
        if "hiring" in made.by_task:
            hiring = made.by_task["hiring"]
            assert bool(quarter.hired) == (hiring.start < last and first < hiring.end)
        if not quarter.hired + quarter.left + quarter.redundant and last <= decided:
            before = made.people if quarter.number == 1 else made.quarters[quarter.number - 2].end
            assert quarter.end == before


@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_money_is_saved_only_after_the_decision_and_in_full_once_all_have_moved(
    today: str, target: str
) -> None:
    if today == NO_STRUCTURE:
        return
    inputs = inputs_for(LARGE)
    made, staffed = plan(today, target), staff_for(inputs.numbers, OWN)
    saved = budget(staffed[today], staffed[target], made.times, inputs, OWN).savings
    decided, moved = (
        12 * made.by_task[task].end / YEAR
        for task in ("pilot_review", made.by_task["closing"].after[0])
    )
    assert all(amount <= 0 for amount in saved[: ceil(decided)])
    assert made.times.decided == pytest.approx(decided)
    assert made.times.decided <= made.times.closed_from < made.times.moved
    assert all(amount <= 0 for amount in saved[: ceil(made.times.closed_from)])
    assert made.times.moved >= moved
    assert made.times.moved == pytest.approx(12 * made.by_task["closing"].start / YEAR)
    assert len(set(saved[ceil(made.times.moved) :])) == 1


def test_a_number_of_months_stretches_the_money_and_not_the_tasks() -> None:
    usual = plan("functional", "product")
    numbers = replace(inputs_for(LARGE).numbers, move_months=12)
    made = compose("functional", "product", numbers, OWN)
    assert made.days == usual.days
    assert made.times.moved == 12
    assert made.times.decided / 12 == pytest.approx(usual.times.decided / usual.times.moved)


def test_redundancies_are_those_that_the_budget_of_the_move_pays_for() -> None:
    inputs = inputs_for({**LARGE, "products": "many"}, {"attrition": 2, "regions": 30})
    staffed = staff_for(inputs.numbers, OWN)
    made = compose("decentralised", "centralised", inputs.numbers, OWN)
    money = budget(staffed["decentralised"], staffed["centralised"], made.times, inputs, OWN)
    month = staffed["decentralised"].yearly_cost / 12 / staffed["decentralised"].paid_staff
    paid = money.one_off()["redundancy"] / 100 / inputs.numbers.severance_months / month
    assert made.redundancies > 1
    assert made.redundancies == pytest.approx(paid, rel=1e-4)


@pytest.mark.parametrize("language", list(OWN.languages))
@pytest.mark.parametrize("months", [0, 9])
@pytest.mark.parametrize("currency", [None, "rub", "gbp"])
def test_people_are_dismissed_in_the_plan_where_the_budget_pays_for_it(
    currency: str | None, months: int, language: str
) -> None:
    """Whatever the law and the language add to the time: both count the same redundancies."""
    told = set()
    for attrition in (0, 4, 60):
        numbers = {"attrition": attrition} | ({"move_months": months} if months else {})
        answers = {"answers": {**LARGE, "size": "huge"}, "numbers": numbers}
        case, faults = read_case(answers | {"profile": {"currency": currency}}, OWN)
        assert not faults
        usual = recommend_for(case, OWN)
        for today, target in PAIRS[attrition % 5 :: 9]:
            profile = replace(usual.profile, structure=today)
            found = replace(usual, recommended=target, profile=profile)
            made = plan_for(found, OWN, language=language)
            assert made
            closing = {"vacated_posts", "departures"} & made.by_task.keys()
            surplus = made.people.total - made.quarters[-1].end.total
            expected = {"departures" if made.redundancies else "vacated_posts"}
            assert closing == (expected if surplus > ROUNDED else set())
            told |= closing
            move = move_for(found, OWN) if today != NO_STRUCTURE else None
            if move is None:
                continue
            month = move.before.yearly_cost / 12 / move.before.paid_staff
            severance = found.inputs.numbers.severance_months
            paid = move.budget.one_off().get("redundancy", 0) / 100
            rounding = 36 * move.budget.step / 100
            assert abs(paid - made.redundancies * severance * month) <= rounding
    assert told == {"vacated_posts", "departures"}


def test_less_than_a_twentieth_of_a_post_is_nobody() -> None:
    assert not redundancies(3.04, 3)
    assert redundancies(3.06, 3) == pytest.approx(0.06)
    assert not redundancies(-3, 3)
    have, want = Posts(13, 0, 0), Posts(9.96, 0, 0)
    quarters = walk(have, want, 2, leaving=3, hired=(0, 1), closed=(0, 2))
    assert sum(q.left for q in quarters) == pytest.approx(3.04)
    assert not sum(q.redundant for q in quarters)


def test_every_task_and_every_difference_belongs_to_some_pair() -> None:
    found: set[str] = {"more_people", "enough_leave", "too_few_leave"}
    for today, target in PAIRS:
        had = OWN.structures[today].pooling if today in OWN.structures else None
        found |= differences(had, OWN.structures[target].pooling)
    assert set(DIFFERENCES) <= found
    tasks = {step.task.id for pair in PAIRS for step in plan(*pair).steps}
    nobody_leaves = replace(inputs_for(LARGE).numbers, attrition=0)
    staying = compose("decentralised", "centralised", nobody_leaves, OWN)
    assert tasks | staying.by_task.keys() == set(OWN.planning.tasks)


@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_who_works_where_is_decided_in_time_and_holds_nothing_up(today: str, target: str) -> None:
    made = plan(today, target)
    if step := made.by_task.get("workplaces"):
        assert step.end <= made.by_task["staffing_table"].start
        assert step.slack > 0


@pytest.mark.parametrize(
    ("today", "target", "has", "lacks"),
    [
        ("centralised", "matrix", {"two_managers", "owners_of_products"}, {"hub", "workplaces"}),
        ("matrix", "centralised", {"one_manager", "merge_queues"}, {"two_managers", "move_groups"}),
        ("decentralised", "hub_and_spoke", {"hub", "workplaces"}, {"heads_of_regions"}),
        ("decentralised", "functional", {"workplaces", "heads_of_functions"}, {"heads_of_regions"}),
        ("hub_and_spoke", "decentralised", {"hub_ends"}, {"heads_of_regions"}),
        ("product", "expert_line", {"first_line", "handover_rules"}, {"owners_of_products"}),
        ("expert_line", "mirrored_teams", {"first_line_ends", "team_leaders"}, {"first_line"}),
        ("none", "functional", {"heads_of_functions", "contact_catalogue"}, {"one_manager"}),
    ],
)
def test_tasks_follow_from_what_differs(
    today: str, target: str, has: set[str], lacks: set[str]
) -> None:
    found = set(plan(today, target).by_task)
    assert has <= found
    assert not lacks & found


@pytest.mark.parametrize("levels", drawn(40, seed=24), ids=lambda levels: levels["size"])
def test_whatever_the_organisation_a_plan_is_whole_and_ends_at_the_target(
    levels: dict[str, str],
) -> None:
    numbers = inputs_for(levels).numbers
    staffed = staff_for(numbers, OWN)
    pick = Random(str(levels))
    for today, target in pick.sample(PAIRS, 8):
        country = pick.choice(list(OWN.planning.countries.values()))
        made = compose(today, target, numbers, OWN, country=country)
        assert made.quarters[-1].end.total == pytest.approx(staffed[target].paid_staff, abs=ROUNDED)
        assert made.chain[-1] == "closing"
        for step in made.steps:
            assert step.start >= max((made.by_task[name].end for name in step.after), default=0)
            assert [
                role.id for role in OWN.planning.roles.values() if "A" in step.task.part_of(role.id)
            ]
            for note in step.notes:
                assert step.days.low >= working_days(note.days)


def test_the_other_groups_move_in_as_many_waves_as_there_are_up_to_four() -> None:
    def made(regions: int) -> Plan:
        numbers = inputs_for(LARGE, {"regions": regions}).numbers
        return compose("centralised", "decentralised", numbers, OWN)

    task = OWN.planning.tasks["move_groups"]
    for regions, waves in {2: 1, 3: 2, 5: 4, 12: 4}.items():
        plan = made(regions)
        once = days_of(task, pace(plan.people.agents, OWN))
        assert plan.by_task[task.id].days.low == waves * once.low


def of_size(agents: float, today: str, target: str, country: str = "general") -> Plan:
    numbers = inputs_for({}, {"agents": agents}).numbers
    return compose(today, target, numbers, OWN, country=OWN.planning.countries[country])


@pytest.mark.parametrize(("today", "target"), PAIRS)
def test_the_more_people_the_longer_a_change(today: str, target: str) -> None:
    """Recruiting, which takes the same everywhere, may be needed in the smaller service alone."""
    lengths = []
    for agents in (6, 25, 120, 600):
        made = of_size(agents, today, target)
        assert made.by_task["pilot"].days.low >= 20
        rest = sum(step.days.usual for step in made.steps if step.task.id != "hiring")
        lengths.append(rest / len(made.steps))
    assert lengths == sorted(lengths)
    assert lengths[-1] > 2 * lengths[0]


def test_a_small_service_changes_in_a_few_months_and_a_large_one_in_about_a_year() -> None:
    months = {
        agents: of_size(agents, "decentralised", "centralised").days.usual * 12 / YEAR
        for agents in (6, 50, 600)
    }
    assert months[6] <= 4 < months[50] <= 9 < months[600] <= 18


def test_what_the_law_fixes_does_not_follow_the_size() -> None:
    for agents in (6, 50, 600):
        made = of_size(agents, "centralised", "matrix", "ru")
        assert made.by_task["notices"].days.low == working_days(62)
        assert made.by_task["announcement"].days == OWN.planning.tasks["announcement"].days


@given(st.floats(0.5, 100_000), st.sampled_from(sorted(OWN.planning.tasks)))
def test_days_keep_their_order_and_their_least(agents: float, name: str) -> None:
    task, speed = OWN.planning.tasks[name], pace(agents, OWN)
    days = days_of(task, speed)
    assert task.least <= days.low <= days.usual <= days.high
    assert pace(4 * agents, OWN) >= speed
    if task.with_size == "shrinks":
        assert days.high <= task.days.high
    if task.with_size == "same":
        assert days == task.days


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 600))
def test_dates_are_never_on_weekends_and_count_every_working_day(start: date, number: int) -> None:
    day, seen = start, -1
    while True:
        seen += day.weekday() < 5
        if seen == number:
            break
        day += timedelta(1)
    assert working_day(start, number) == day
    assert day.weekday() < 5


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 200))
def test_a_period_of_the_law_is_never_cut_short(start: date, calendar_days: int) -> None:
    days = working_days(calendar_days)
    assert (working_day(start, days) - working_day(start, 0)).days >= calendar_days


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_notice_in_russia_takes_two_months_whenever_it_is_given(start: date) -> None:
    step = plan("centralised", "matrix", "ru").by_task["notices"]
    given_on, over_on = working_day(start, step.start), working_day(start, step.end)
    months = (over_on.year - given_on.year) * 12 + over_on.month - given_on.month
    assert (months, over_on.day) >= (2, given_on.day)


def test_the_law_asks_for_more_time_the_more_people_are_made_redundant() -> None:
    numbers = inputs_for({"size": "huge"}, {"regions": 60, "attrition": 0}).numbers
    british = OWN.planning.countries["gb"]
    made = compose("decentralised", "centralised", numbers, OWN, country=british)
    assert made.redundancies > 20
    notes = made.by_task["departures"].notes
    assert {note.id for note in notes} == {
        note.id for note in british.notes if note.redundancies <= made.redundancies
    }
    assert made.by_task["departures"].days.low >= working_days(30)
    general = compose("decentralised", "centralised", numbers, OWN)
    assert general.by_task["departures"].days.low < made.by_task["departures"].days.low


@pytest.mark.parametrize(
    ("currency", "language", "country"),
    [
        ("rub", "en", "ru"),
        ("gbp", "ru", "gb"),
        ("usd", "ru", "us"),
        ("kzt", "ru", "general"),
        (None, "ru", "ru"),
        (None, "en", "general"),
    ],
)
def test_the_currency_says_the_country_and_without_one_the_language(
    currency: str | None, language: str, country: str
) -> None:
    assert country_for(currency, language, OWN).id == country


def test_there_is_no_plan_where_today_is_not_known_or_is_what_is_recommended() -> None:
    def planned(structure: str | None) -> Plan | None:
        profile = {"structure": structure} if structure else {}
        case, faults = read_case({"answers": LARGE, "profile": profile}, OWN)
        assert not faults
        return plan_for(recommend_for(case, OWN), OWN)

    best = recommend_for(read_case(LARGE, OWN)[0], OWN).recommended
    assert planned(None) is None
    assert planned(best) is None
    for today in (*OWN.structures, NO_STRUCTURE):
        if today != best:
            made = planned(today)
            assert made is not None
            assert (made.today, made.target) == (today, best)


def test_times_follow_the_agents_that_the_reader_has_where_they_are_known() -> None:
    def made(**own: float) -> Plan | None:
        table = {
            "answers": {"size": "medium", "regions": "few"},
            "numbers": {"contacts_per_hour": "40!", **own},
            "profile": {"structure": "decentralised"},
        }
        return plan_for(recommend_for(read_case(table, OWN)[0], OWN), OWN)

    few, many = made(), made(agents=90)
    assert few
    assert many
    assert few.size < many.size == 90
    assert few.people == many.people
    assert few.days.usual < many.days.usual


@pytest.mark.parametrize(("today", "target"), PAIRS[::5])
def test_where_people_are_missing_the_plan_starts_with_those_there_are(
    today: str, target: str
) -> None:
    """It hires up to the target; whoever is beyond what is needed is left alone."""
    numbers = inputs_for(LARGE).numbers
    usual = compose(today, target, numbers, OWN)
    few = compose(today, target, numbers, OWN, agents=usual.people.agents / 2)
    if today == NO_STRUCTURE:
        assert few.people == usual.people
        return
    assert few.is_short
    assert few.people == replace(usual.people, agents=usual.people.agents / 2)
    gap = usual.quarters[-1].end.total - few.people.total
    assert ("hiring" in few.by_task) == (gap > 0)
    assert sum(quarter.hired for quarter in few.quarters) == pytest.approx(max(gap, 0))
    assert few.quarters[-1].end == usual.quarters[-1].end
    for agents in (usual.people.agents, usual.people.agents * 3):
        enough = compose(today, target, numbers, OWN, agents=agents)
        assert not enough.is_short
        assert enough.people == usual.people
