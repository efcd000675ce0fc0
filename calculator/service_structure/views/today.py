"""Today's structure beside the recommended one: what is advised, people, money, losses."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.numbers import MONTHS, WEEKS
from service_structure.views import rules
from service_structure.views.blocks import (
    Aside,
    Block,
    Blocks,
    Chart,
    Column,
    Details,
    Items,
    Link,
    Paragraph,
    Section,
    Slot,
    Subheading,
    Table,
    Text,
)
from service_structure.views.cost_parts import cost_parts
from service_structure.views.figures import FIGURES, signed
from service_structure.views.findings import Findings
from service_structure.views.load import with_hours
from service_structure.views.one_group import one_group
from service_structure.views.open_move import is_open, of_two, second
from service_structure.views.own_agents import (
    flow_told,
    own_agents_of,
    own_headcount,
    own_table,
    own_told,
)
from service_structure.views.turning import turning

if TYPE_CHECKING:  # planning is imported only where today's structure is known
    from service_structure.planning.budget import Budget, Line
    from service_structure.planning.diagnosis import Diagnosis
    from service_structure.planning.move import Move
    from service_structure.planning.transition import Transition
    from service_structure.source.profile_records import Cause

HEADLINES = {
    "too_early": "move_early",
    "other_causes": "move_mend_first",
    "numbers_apart": "move_check",
    "flow_unknown": "move_count",
    "outweighs": "move_outweighs",
    "outweighs_apart": "move_outweighs_apart",
}
"""Reasons that have a headline of their own; the others share that of the verdict."""

KEPT = ("is_as_good", "other_causes")
"""Reasons to keep today's structure although a move may pay."""

GAINS = ("pays", *KEPT)
"""Reasons that name what the move brings in money, where it brings any."""

MOST_CRITERIA = 2
"""Criteria that are named as what outweighs money."""

MOST_TROUBLES = 2
"""Troubles that are named as those that a move would not do away with."""

LONGER_FROM, LONGER_BY = 5.0, 0.2
"""By how many seconds at least, and by what share of today's, a wait that is a loss is longer."""

WELL_WITHIN = 0.25
"""Share of the target; a mean wait up to that is no loss, however short today's is."""

FEWER_IN_TIME = 0.02
"""Share of the customers; from so many on fewer answered in time are a loss."""


def today(found: Findings) -> Section | None:
    """What to do about today's structure; None where the reader has not said which it is."""
    words = found.sentences
    if found.recommendation.profile.structure is None:
        return None
    move = found.move
    if move is None:
        told: Blocks = (Paragraph(words.say("move_none")),)
        return Section("today", words.say("part_today"), told)
    first = () if found.limits.slots else (headline(found),)  # the page has it as a heading
    blocks: list[Block] = [Paragraph(" ".join([*first, because(move, found)]))]
    if move.symptoms:
        blocks += [Subheading(words.say("move_symptoms")), *symptoms(move, found)]
    blocks += turning(found)
    if move.today != move.target:
        blocks += [Subheading(words.say("move_gain", target=words.inside(words.name(move.target))))]
        blocks += gains(move, found)
    return Section("today", words.say("part_today"), tuple(blocks))


def is_kept(found: Findings) -> bool:
    """Whether today's structure is to be kept, also where another one leads the ranking."""
    return found.move is not None and not found.move.is_advised


def proposed(found: Findings) -> str:
    """Today's structure where it is to stay, otherwise the recommended one."""
    return found.move.today if found.move and is_kept(found) else found.best.id


def gains(move: "Transition", found: Findings) -> Blocks:
    """What the move changes in figures, what it costs and brings, what it loses."""
    heads = (today_head(found), found.sentences.say("board_after"))
    table = compared(found.sentences.say("part_today"), move.today, move.target, heads, found)
    return (table, *_reserves(move, found), *money(move, found), *_lost(move, found))


def headline(found: Findings) -> str:
    """What is advised, in one sentence."""
    words, move = found.sentences, found.move
    if move is None:
        return words.say("move_none")
    names = {"today": move.today, "target": move.target}
    message = HEADLINES.get(move.reason, f"move_{move.verdict}")
    if rules.is_where_open(move, found):
        message = "move_early_where"
    if is_open(found):
        message = "move_open_if" if move.outweighs else "move_open"
        names["other"] = second(found)
    return words.say(message, **{n: words.inside(words.name(s)) for n, s in names.items()})


def because(move: "Move", found: Findings, *, is_short: bool = False) -> str:
    """Which rule has decided, in words; in short without the money of what is as good."""
    words, guide = found.sentences, found.guide
    reason = rules.rule(move, found)
    other = [c for c in move.changes if c.criterion != "cost"]
    weightiest = [words.inside(words.criterion(c.criterion)) for c in other[:MOST_CRITERIA]]
    value = move.budget.value()
    elsewhere = [own.symptom for own in move.symptoms if not own.structural]
    told = words.say(
        f"move_because_{reason}",
        n=len(elsewhere),
        of=len(move.symptoms),
        names=_troubles(elsewhere, found),
        target=words.inside(words.name(move.target)),
        margin=words.exact(guide.assumptions["stay_margin"].value),
        value=words.roughly(value),
        shortfall=words.roughly(-value),
        criteria=", ".join(weightiest),
        points=words.points(sum([c.amount for c in other])),
        enough=words.exact(guide.assumptions["outweigh_from"].value),
        changed=words.of_hundred(1 - found.recommendation.settled),
        apart=_apart(move, found),
    )
    told = " ".join([told, *of_two(move, found)])
    if not is_short:
        told = " ".join([told, *rules.of_staying(move, found)])
    if value > 0 and not move.doubt and not (is_short and move.reason == "is_as_good"):
        if move.reason in KEPT:
            told += f" {words.say('move_would_pay', value=words.roughly(value))}"
        if move.reason == "is_as_good":
            told += f" {words.say('move_would_pay_enough')}"
        if move.reason in GAINS:
            return " ".join([told, *_with_own(move, found), *_with_leaders(move, found)])
    if reason != "ruled_out":
        return told
    failed = found.recommendation.standing(move.today).failed
    return " ".join([told, *map(words.unmet, failed)])


def _troubles(symptoms: Sequence[str], found: Findings) -> str:
    """The first of these troubles by name, and how many others there are."""
    words = found.sentences
    named = [words.inside(words.text(found.guide.symptoms[own].name)) for own in symptoms]
    told, rest = "; ".join(named[:MOST_TROUBLES]), len(named) - MOST_TROUBLES
    return words.say("names_more", names=told, n=rest) if rest > 0 else told


def _with_own(move: "Move", found: Findings) -> Iterator[str]:
    """That the reader gains less than that, having fewer people than today's structure needs."""
    own = own_agents_of(move, found)
    if own is not None and own.missing > 0:
        words = found.sentences
        need, have = words.number(own.needed, ".0f"), words.exact(own.have)
        yield words.say("move_because_own", need=need, have=have)


def _with_leaders(move: "Move", found: Findings) -> Iterator[str]:
    """That most of what a year costs less is leaders, of whom the reader may have fewer."""
    before, after = [own.supervisors + own.managers for own in (move.before, move.after)]
    if not (before > after and move.leaders_saving > move.yearly_saving / 2 > 0):
        return
    words, inputs = found.sentences, found.recommendation.inputs
    if "supervisors" not in inputs.given:
        field = words.text(found.guide.assumptions["supervisors"].name)
        yield words.say("move_because_leaders", before=before, after=after, field=field)
    elif move.before.supervisors > inputs.numbers.supervisors:
        have = words.exact(inputs.numbers.supervisors)
        yield words.say("move_because_own_leaders", need=move.before.supervisors, have=have)


def _apart(move: "Move", found: Findings) -> str:
    """The agents that there are, and those that both structures need for the flow."""
    words, inputs = found.sentences, found.recommendation.inputs
    message = "move_apart" if inputs.has_contacts else "move_apart_derived"
    have, need, target = [
        words.exact(round(agents, 1))
        for agents in (inputs.numbers.agents, move.before.paid_agents, move.after.paid_agents)
    ]
    return words.say(message, have=have, need=need, target=target)


def compared(label: str, now: str, then: str, heads: Sequence[str], found: Findings) -> Table:
    """Fit, people, wait and money of two structures; differences are those of what is shown."""
    words = found.sentences
    standings = [found.recommendation.standing(structure) for structure in (now, then)]
    fits = [round(TOTAL_POINTS * standing.fit, 1) for standing in standings]
    shares = [round(standing.probability, 2) for standing in standings]
    gain = round(shares[1] - shares[0], 2)
    rows: list[tuple[str, ...]] = [
        (
            words.say("fit"),
            *map(words.number, fits),
            words.added((fits[1] - fits[0]) / TOTAL_POINTS),
        ),
        (
            words.say("probability_head"),
            *map(words.percent, shares),
            signed(words.percentage_points(abs(gain)), gain),
        ),
    ]
    before, after = found.staffings[now], found.staffings[then]
    for name, figure in FIGURES.items():
        both = [figure.told(staffed, words) for staffed in (before, after)]
        difference = figure.difference_told(before, after, words)
        rows.append((words.figure_name(name), *both, difference))
    last = words.say("board_difference")
    columns = (Column(words.say("today_figure"), figures=False), *map(Column, (*heads, last)))
    return Table(label, columns, tuple(rows))


def today_head(found: Findings) -> str:
    """The head of a column on today's structure, where the reader may have other people."""
    own = "agents" in found.recommendation.inputs.given
    return found.sentences.say("board_today_by_model" if own else "board_today")


def _reserves(move: "Transition", found: Findings) -> Iterator[Block]:
    """Where the figures rest on open questions, or on other people than the reader has."""
    if open_figures := found.sentences.open_figures:
        yield Paragraph(open_figures)
    told = [*own_headcount(move, found), *own_told(move, found, asking=True)]
    if found.recommendation.inputs.flow_of:
        told = [flow_told(found), *told, found.sentences.say("own_give_contacts")]
    yield from with_hours(told, found)
    yield from own_table(move, found)


def money(move: "Transition", found: Findings) -> Iterator[Block]:
    """What a move costs and brings, once and year by year; the price alone where it is in doubt."""
    words, budget = found.sentences, move.budget
    yield Subheading(words.say("move_money"))
    if found.move and found.move.doubt:
        yield Paragraph(f"{price(budget, found)} {unsure(found.move, found)}")
        yield from _in_what(found)
        yield _once(budget, found)
        yield from cost_parts(move.before, move.after, found)
        return
    told = (price(budget, found), payback(budget, found))
    yield Paragraph(" ".join([*told, *_most(budget, found), *_timing(budget, found)]))
    yield from _in_what(found)
    yield _once(budget, found)
    yield _years(budget, found)
    if move is found.move:
        yield from one_group(found.move, found)
    yield from beside_payroll(move, found)
    if found.limits.slots and move is found.move:
        finding, figures = Slot("balance-finding"), Slot("balance-figures")
        label, summary = words.say("balance_chart_label"), words.say("move_months")
        yield Chart("balance", finding, label, summary, figures)
    note = (
        words.say("move_assumed"),
        Aside(" "),
        Aside(Link(words.say("move_numbers"), "#numbers")),
    )
    yield Paragraph(note)


def _in_what(found: Findings) -> Iterator[Paragraph]:
    """In what amounts are told that have no currency."""
    words = found.sentences
    if hours := in_hours(found):
        yield Paragraph(f"{hours} {words.say('move_give_pay')}")
    elif words.currency is None:
        yield Paragraph(words.say("move_units"))


def in_hours(found: Findings) -> str:
    """What the hours are in which amounts are told until a pay is given; empty once it is."""
    words, numbers = found.sentences, found.recommendation.inputs.numbers
    if words.is_own_money:
        return ""
    return words.say(
        "move_relative", month=words.number(numbers.paid_hours * WEEKS / MONTHS, ".0f")
    )


def price(budget: "Budget", found: Findings) -> str:
    """What the move costs."""
    words = found.sentences
    prices = {e: words.roughly(budget.price(e)) for e in ("low", "usual", "high")}
    return words.say("move_price", **prices)


def unsure(move: "Move", found: Findings) -> str:
    """That nobody knows when the move pays back, as its money is in doubt."""
    return found.sentences.say("move_unsure", apart=_apart(move, found))


def payback(budget: "Budget", found: Findings) -> str:
    """When the move pays back, in sentences."""
    words = found.sentences
    if sum(budget.savings) <= 0:
        return words.say("move_saves_nothing")
    month, dear, cheap = [budget.payback(e) for e in ("usual", "high", "low")]
    if month is None:
        return words.say("move_payback_cheap" if cheap else "move_payback_none", month=cheap)
    told = words.say("move_payback_dear" if dear else "move_payback_dear_none", month=dear)
    return f"{words.say('move_payback', month=month)} {told}"


def _most(budget: "Budget", found: Findings) -> Iterator[str]:
    """What the move may cost at most to pay back in one, two and three years."""
    words = found.sentences
    most = [budget.break_even(12 * years) for years in (1, 2, 3)]
    years = sum([amount > 0 for amount in most])  # a year without savings pays for nothing
    if most[-1] > 0:
        first, second, third = map(words.roughly, most)
        yield words.say(f"move_break_even_{years}", first=first, second=second, third=third)


def _timing(budget: "Budget", found: Findings) -> Iterator[str]:
    """From which month a move saves, and from which it saves all."""
    savings = budget.savings
    if savings[-1] > 0:
        first = next(month for month, saved in enumerate(savings, 1) if saved > 0)
        last = savings.index(savings[-1]) + 1
        message = "move_timing" if last > first else "move_timing_at_once"
        yield found.sentences.say(message, first=first, last=last)


def _once(budget: "Budget", found: Findings) -> Table:
    """One-off costs by kind."""
    words = found.sentences
    estimates = ("low", "usual", "high")
    by_kind = [budget.one_off(estimate) for estimate in estimates]
    kinds = dict.fromkeys(kind for costs in by_kind for kind in costs)
    rows = [
        (words.say(f"cost_{kind}"), *[words.coins(costs.get(kind, 0)) for costs in by_kind])
        for kind in kinds
    ]
    first = Column(words.say("move_once"), figures=False)
    columns = (first, *[Column(words.say(f"move_{estimate}")) for estimate in estimates])
    totals = [words.coins(budget.price(estimate)) for estimate in estimates]
    foot = (words.say("move_total"), *totals)
    return Table(words.say("move_once"), columns, tuple(rows), foot)


def _years(budget: "Budget", found: Findings) -> Table:
    """Three years as today and with the move, year by year."""
    words = found.sentences
    rows = []
    for year in range(3):
        months = slice(12 * year, 12 * year + 12)
        now = _sum(budget.today, months)
        then = _sum(budget.moved["usual"], months)
        balance = budget.value(months=months.stop)
        rows.append((str(year + 1), *map(words.coins, (now, then, balance))))
    heads = ("move_as_today", "move_running", "move_balance")
    first = Column(words.say("move_year"), figures=False)
    columns = (first, *[Column(words.say(head)) for head in heads])
    totals = (*three_years(budget), budget.value())
    foot = (words.say("move_total"), *map(words.coins, totals))
    return Table(words.say("move_years"), columns, tuple(rows), foot)


def three_years(budget: "Budget") -> tuple[int, int]:
    """What three years cost as today, and with the move."""
    every = slice(None)
    return _sum(budget.today, every), _sum(budget.moved["usual"], every)


def balance_finding(move: "Transition", found: Findings) -> str:
    """What the chart of the balance shows: the end, and before it the depth of the red."""
    words, balance = found.sentences, move.budget.balance()
    lowest, last = min(balance), balance[-1]
    end = words.say("balance_end", amount=words.roughly(last))
    if lowest >= 0 or lowest == last:
        return end
    month = balance.index(lowest) + 1
    worst = words.say("balance_worst", month=month, amount=words.roughly(lowest))
    return f"{worst} {end}"


def balance_figures(move: "Transition", found: Findings) -> Table:
    """The usual estimate, month by month."""
    return _months(move.budget, found)


def _months(budget: "Budget", found: Findings) -> Table:
    """The usual estimate, month by month."""
    words = found.sentences
    lines = budget.moved["usual"]
    once = set(budget.one_off())
    running = [line for line in lines if line.kind not in once]
    spent = [line for line in lines if line.kind in once]
    balance = budget.balance()
    rows = []
    for month, left in enumerate(balance):
        only = slice(month, month + 1)
        sums = (_sum(budget.today, only), _sum(running, only), _sum(spent, only), left)
        rows.append((str(month + 1), *map(words.coins, sums)))
    heads = ("move_as_today", "move_running", "move_spent_once", "move_balance")
    first = Column(words.say("move_month"), figures=False)
    columns = (first, *[Column(words.say(head)) for head in heads])
    return Table(words.say("move_months"), columns, tuple(rows))


def beside_payroll(move: "Transition", found: Findings) -> Iterator[Paragraph]:
    """Why a year of the budget costs more than one of the staffing model."""
    words = found.sentences
    other = [line for line in move.budget.today if line.kind != "payroll" and line.total]
    if other:
        cost = round(move.before.yearly_cost)
        told = words.say(
            "budget_beside_payroll",
            more=words.coins(_sum(move.budget.today, slice(0, 12)) - 100 * cost),
            cost=words.amount(cost),
            kinds=", ".join([words.inside(words.say(f"cost_{line.kind}")) for line in other]),
        )
        yield Paragraph(told, "help")


def _sum(lines: "Sequence[Line]", months: slice) -> int:
    return sum([sum(line.amounts[months]) for line in lines])


def _lost(move: "Transition", found: Findings) -> Blocks:
    words = found.sentences
    told: list[Text] = [*slower(move, found)]
    told += [(words.statement_link(move.today, part.statement),) for part in move.lost]
    return (Subheading(words.say("move_lost")), Items(tuple(told))) if told else ()


def slower(move: "Transition", found: Findings) -> Iterator[str]:
    """That customers wait longer after the move, or that fewer are answered in time, if so.

    Nothing where answers still come long before the target.
    """
    words, numbers = found.sentences, found.recommendation.inputs.numbers
    target = min(numbers.answer_within, numbers.max_mean_wait or numbers.answer_within)
    if move.after.waiting.mean_wait <= WELL_WITHIN * target:
        return
    wait, share = FIGURES["mean_wait"], FIGURES["service_level"]
    told = []
    longer = wait.difference(move.before, move.after)
    if longer >= max(LONGER_FROM, LONGER_BY * wait.shown(move.before)):
        figures = {"now": wait.told(move.before, words), "then": wait.told(move.after, words)}
        told.append(words.say("move_waits_longer", **figures))
    if share.difference(move.before, move.after) <= -FEWER_IN_TIME:
        figures = {"now": share.told(move.before, words), "then": share.told(move.after, words)}
        within = words.duration(numbers.answer_within)
        told.append(words.say("move_fewer_in_time", within=within, **figures))
    if told:
        yield " ".join(told)


def _cause(cause: "Cause", diagnosis: "Diagnosis", found: Findings) -> str:
    """A cause: by what sign to tell it, what to do then, which answer points to it."""
    words = found.sentences
    told = words.say(
        "cause_told",
        cause=words.say(f"cause_{cause.kind}").capitalize(),
        sign=words.text(cause.sign),
        first=words.inside(words.text(cause.first)),
    )
    if answer := diagnosis.suggested.get(cause.kind):
        told += f" {words.say('cause_suggested', answer=words.inside(words.level(*answer)))}"
    return told


def symptoms(move: "Move", found: Findings) -> Blocks:
    """The symptoms, each with its possible causes, the likeliest first."""
    words, told = found.sentences, []
    for diagnosis in move.symptoms:
        causes = [_cause(cause, diagnosis, found) for cause in diagnosis.causes]
        cause = words.say(f"cause_{diagnosis.causes[0].kind}")
        name = words.text(found.guide.symptoms[diagnosis.symptom].name)
        likeliest = words.say("symptom_likeliest", cause=cause)
        told.append(Details(name, tuple(map(Paragraph, causes)), likeliest))
    return tuple(told)
