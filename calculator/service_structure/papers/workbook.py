"""The result as a workbook that is worked out anew when a number in it is changed.

Numbers, weights and ratings are inputs; fit, ranks and the staffing of every structure follow by
formulas. Ratings and probabilities are values: they are averages over every setting that the
answers leave open, which no spreadsheet has.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from service_structure.case.numbers import Inputs
from service_structure.decision.model import Recommendation
from service_structure.papers import in_mind
from service_structure.papers.fit_sheet import fit_sheet, heads
from service_structure.papers.in_short import in_short
from service_structure.papers.sheets import Cell, Formula, Paper, Row, Sheet, workbook
from service_structure.papers.staffing_block import FIRST_ROW, money_unit, room
from service_structure.papers.staffing_sheets import staffing_sheets
from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.views import board, choice
from service_structure.views.comparison import LEAST_COMPARED, Scenario
from service_structure.views.findings import Findings
from service_structure.views.memo import findings
from service_structure.views.sentences import Sentences
from service_structure.views.today import because, headline, is_kept

LEFT_OUT = (
    *("agents", "supervisors", "contacts_per_day", "contacts_per_month"),
    *("monthly_pay", "on_costs"),
)
"""Numbers that only say in another way what one of the others says; shown where they are typed."""

PAY = {"agent_cost": "whose_from_pay", "monthly_pay": "whose_from_pay"}
FOLLOWS: Mapping[str, Mapping[str, str]] = {
    "contacts_per_hour": {
        "contacts_per_day": "whose_from_contacts",
        "contacts_per_month": "whose_from_contacts",
        "agents": "whose_from_agents",
    },
    "span": {"supervisors": "whose_from_supervisors"},
    **dict.fromkeys(("agent_cost", "supervisor_cost", "manager_cost"), PAY),
}
"""The numbers that follow from a typed one, and the message that says so."""

LEADERS = frozenset({"supervisor_cost", "manager_cost"})
"""Numbers that follow from the pay of an agent unless the reader has typed them."""

GROUPS = ("regions", "products", "functions", "customer_groups")

TABS = (
    *("answers", "numbers", "weights", "ratings", "fit", "teams", "staffing", "budget"),
    *("plan", "plan_headcount", "plan_risks"),
    *("in_mind", "budget_in_mind", "scenarios"),
)


def as_xlsx(
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    date: str,
    scenarios: Sequence[Scenario] = (),
) -> bytes:
    """The workbook of a recommendation; `date` is YYYY-MM-DD or empty."""
    found = findings(recommendation, guide, language)
    words = found.sentences
    tabs = {tab: words.say(f"tab_{tab}") for tab in TABS}
    numbers = _numbers(words, tabs["numbers"])
    names = {
        number: f"'{tabs['numbers']}'!${cell[0]}${cell[1:]}"
        for number, cell in number_cells().items()
    }
    staffed, more = staffing_sheets(
        recommendation.inputs.numbers, guide, words, (tabs["teams"], tabs["staffing"])
    )
    answers = list(_answers(found, tabs))
    sheets = (
        Sheet(tabs["answers"], answers, (44.0, 24.0, 24.0, 24.0), paper=Paper(4, down=1)),
        numbers,
        _weights(words, tabs),
        _ratings(words, tabs),
        fit_sheet(words, tabs),
        *staffed,
        *_budget(found, tabs),
        *_plan(found, tabs),
        *_in_mind(found, tabs),
        *_scenarios(found, scenarios, tabs["scenarios"]),
    )
    return workbook(sheets, {**names, **more}, words.say("memo_title"), language, date)


def _budget(found: Findings, tabs: Mapping[str, str]) -> list[Sheet]:
    """The budget of the move, where today's structure is known and another one is the best."""
    if found.move is None or found.move.today == found.move.target:
        return []
    from service_structure.papers.budget_sheet import budget_sheet

    return [budget_sheet(found, found.move, tabs["budget"], tabs["budget"], tabs["staffing"])]


def _plan(found: Findings, tabs: Mapping[str, str]) -> list[Sheet]:
    """When to do what and who does it, how many people there are then, and what to fear."""
    if not found.plan:
        return []
    from service_structure.papers.plan_sheets import headcount_sheet, plan_sheet, risk_sheet

    return [
        plan_sheet(found.plan, found, tabs["plan"]),
        headcount_sheet(found.plan, found, tabs["plan_headcount"]),
        risk_sheet(found.plan, found.sentences, tabs["plan_risks"], tabs["plan"]),
    ]


def _in_mind(found: Findings, tabs: Mapping[str, str]) -> list[Sheet]:
    """The structure that the reader has in mind beside today's and the first, and its budget."""
    structure, way = in_mind.own(found), found.preference
    if structure is None:
        return []
    from service_structure.papers.in_mind_sheet import in_mind_sheet

    beside = in_mind_sheet(structure, found, tabs)
    if way is None:
        return [beside]
    from service_structure.papers.budget_sheet import budget_sheet

    tab = tabs["budget_in_mind"]
    title = f"{tab}: {found.sentences.inside(found.sentences.name(structure))}"
    return [beside, budget_sheet(found, way, tab, title, tabs["staffing"])]


def _scenarios(found: Findings, scenarios: Sequence[Scenario], tab: str) -> list[Sheet]:
    """Two or more scenarios side by side."""
    if len(scenarios) < LEAST_COMPARED:
        return []
    from service_structure.papers.scenario_sheet import scenario_sheet

    return [scenario_sheet(scenarios, found.guide, found.sentences.language, tab)]


def _answers(found: Findings, tabs: Mapping[str, str]) -> Iterator[Row]:
    """What is advised, the figures in short, what the workbook works out, and the answers."""
    words, result, guide = found.sentences, found.recommendation, found.guide
    first = f"{words.verdict}: {words.inside(words.name(result.recommended))}"
    if choice.is_asked(found):
        first = choice.decision(found)
    titles = [headline(found), first] if is_kept(found) else [first]
    yield (Cell(titles[0], "title"),)
    for told in (*titles[1:], words.probability):
        yield (Cell(told, "note"),)
    if found.move:
        advised = [] if is_kept(found) else [headline(found)]
        yield (Cell(" ".join([*advised, because(found.move, found)]), "note"),)
    for told in (*board.reconciled(found), *in_mind.note(found)):
        yield (Cell(told, "note"),)
    yield ()
    yield from in_short(found, tabs)
    yield ()
    for name in ("workbook_live", "workbook_preview", "workbook_values", "workbook_inputs"):
        yield (Cell(words.say(name), "note"),)
    if result.inputs.numbers.patience:
        yield (Cell(words.say("workbook_patience"), "note"),)
    yield ()
    yield (Cell(words.say("memo_question"), "head"), Cell(words.say("level"), "head"))
    for factor in guide.factors.values():
        given = result.answers.written.get(factor.id)
        told = words.answer(factor.id, given) if given else words.say("not_answered")
        yield (Cell(words.text(factor.name)), Cell(told))
    yield ()
    yield (Cell(words.version, "note"),)


def number_cells() -> dict[str, str]:
    """The cells in which numbers stand, by their ids."""
    shown = [number for number in NUMBERS if number not in LEFT_OUT]
    return {number: f"B{row}" for row, number in enumerate(shown, FIRST_ROW)}


def _numbers(words: Sentences, tab: str) -> Sheet:
    inputs, guide = words.recommendation.inputs, words.guide
    rows: list[Row] = [
        (Cell(words.say("tab_numbers"), "title"),),
        (Cell(words.say("workbook_numbers"), "note"),),
        heads(words, "number_name", "number_value", "number_unit", "number_whose"),
    ]
    whole = {}
    for number, cell in number_cells().items():
        about, value = guide.assumptions[number], getattr(inputs.numbers, number)
        unit = _unit(number, words)
        if number in GROUPS:
            whole[cell] = room(value)
            unit = words.say("number_at_most", n=room(value))
        whose = words.say(_whose(number, inputs))
        is_fixed = number == "patience" and value
        style = "" if is_fixed else "input"
        if is_fixed:
            whose = words.say("whose_fixed")
        elif about.none and not value:
            whose = f"0 = {words.text(about.none)}"
        told: float | Formula = value
        if number in LEADERS and number in inputs.computed:
            usual = guide.assumptions
            ratio = usual[number].value / usual["agent_cost"].value
            told = Formula(f"agent_cost*{ratio!r}", value)
        rows.append(
            (
                Cell(words.text(about.name)),
                Cell(told, style),
                Cell(unit, "unit"),
                Cell(whose, "note"),
            )
        )
    for number in LEFT_OUT:
        if number in inputs.given:
            about = guide.assumptions[number]
            rows.append(
                (
                    Cell(words.text(about.name)),
                    Cell(getattr(inputs.numbers, number)),
                    Cell(_unit(number, words), "unit"),
                    Cell(words.say("whose_own_unused"), "note"),
                )
            )
    return Sheet(tab, rows, (62.0, 14.0, 34.0, 44.0), FIRST_ROW - 1, whole, Paper(4, down=1))


def _unit(number: str, words: Sentences) -> str:
    """What a number counts; money in the currency that is chosen."""
    about = words.guide.assumptions[number]
    unit = words.unit(about)
    if about.quantity != "money":
        return unit
    money = money_unit(words)
    is_plain = unit == words.say("money_unnamed")
    return money if is_plain else words.say("number_in_money", unit=unit, money=money)


def _whose(number: str, inputs: Inputs) -> str:
    """The message that says from where a number comes."""
    if number in inputs.given:
        return "whose_own"
    for source, message in FOLLOWS.get(number, {}).items():
        if number in inputs.computed and source in inputs.given:
            return message
    return "whose_usual"


def _weights(words: Sentences, tabs: dict[str, str]) -> Sheet:
    weights = words.recommendation.weights
    last = FIRST_ROW + len(weights) - 1
    rows: list[Row] = [
        (Cell(tabs["weights"], "title"),),
        (Cell(words.say("workbook_weights"), "note"),),
        heads(words, "criterion", "weight", "weight_share"),
    ]
    points = fsum([weight.points for weight in weights])
    for row, weight in enumerate(weights, FIRST_ROW):
        share = Formula(f"B{row}/SUM(B${FIRST_ROW}:B${last})", weight.points / points)
        name = words.criterion(weight.criterion)
        rows.append((Cell(name), Cell(weight.points, "input two"), Cell(share, "share")))
    return Sheet(tabs["weights"], rows, (44.0, 14.0, 14.0), FIRST_ROW - 1)


def _ratings(words: Sentences, tabs: dict[str, str]) -> Sheet:
    """A row for each criterion, a column for each structure, in points from 0 to 100."""
    result = words.recommendation
    structures = list(words.guide.structures)
    rows: list[Row] = [
        (Cell(tabs["ratings"], "title"),),
        (Cell(words.say("workbook_ratings"), "note"),),
        (Cell(words.say("criterion"), "head"), *_names(structures, words)),
    ]
    for n, weight in enumerate(result.weights):
        values = [result.standing(s).contributions[n].value for s in structures]
        cells = [Cell(TOTAL_POINTS * value, "input one") for value in values]
        rows.append((Cell(words.criterion(weight.criterion)), *cells))
    return Sheet(tabs["ratings"], rows, (44.0, *[14.0] * len(structures)), FIRST_ROW - 1)


def _names(structures: Sequence[str], words: Sentences) -> Row:
    return tuple([Cell(words.short(structure), "head") for structure in structures])
