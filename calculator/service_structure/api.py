"""What other programs import from this package: functions with the package's own guide at hand.

    recommend        rank the structures for one organisation
    recommend_many   the same for each of many rows, such as those of a table
    explain          why a structure stands where it does, and what would change that
    move             whether to stay with today's structure, mend it or move, and what that costs
    next_questions   which questions to answer next, by how much each tells
    staff            agents, waits and costs of every structure
    inputs_for       the numbers that the staffing model reckons with for an organisation
    load_guide       the guide: structures, factors, criteria, numbers, texts

All are pure: equal arguments give equal results, whatever the process. Arguments that describe an
organisation may be any mapping, a pandas Series too; entries that are None, NaN, pandas.NA or an
empty text are unanswered.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

from service_structure.case.answers import fault, read_answers, shorten
from service_structure.case.case import LABELS, by_table, read_case
from service_structure.case.number_fault import NumberFault
from service_structure.case.numbers import Inputs, read_numbers
from service_structure.case.profile import read_profile
from service_structure.decision import model
from service_structure.decision.model import Recommendation
from service_structure.errors import AnswersError, InputError, NumbersError
from service_structure.source.loader import load_guide
from service_structure.source.records import Guide

if TYPE_CHECKING:  # modules that recommend() does without are imported where they are needed
    from service_structure.decision.explain import Explanation
    from service_structure.decision.questions import NextQuestion
    from service_structure.planning.move import Move
    from service_structure.planning.plan import Plan
    from service_structure.staffing.costs import Staffing

__all__ = [
    "explain",
    "inputs_for",
    "load_guide",
    "move",
    "next_questions",
    "plan",
    "recommend",
    "recommend_many",
    "staff",
]

ROW_LABELS = frozenset({"id", *LABELS})
"""Columns of a row that are not read: they tell the row from others."""

NAMING = ("id", "name")
"""Those of them that an error names a row by."""

ON_ERROR = ("raise", "return")
"""What recommend_many may do with the error of a row."""


class Table(Protocol):
    """A mapping, or what has its `items`, like a pandas Series."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Keys with their values."""
        ...


def recommend(
    answers: Table | None = None,
    guide: Guide | None = None,
    *,
    weights: Table | None = None,
    numbers: Table | None = None,
    profile: Table | None = None,
) -> Recommendation:
    """Rank the structures for an organisation.

    `answers` maps factor ids to level ids, or to two of them between which the answer lies, as a
    tuple or as "one~few"; over factors left out the result is averaged, over two levels likewise.
    `weights` maps criterion ids to points of 100 that the user sets; the other criteria share the
    rest in proportion. Weights for all criteria may have any sum. `numbers` maps ids of the
    staffing model's numbers to values, as numbers or as people type them; each replaces exactly the
    number that follows from the answers. `profile` says what `move` and `plan` ask for, and changes
    no ranking: `structure`, the id of today's or "none", `preferred`, that of one in mind, set
    beside the advice, `symptoms`, a `currency`, the `start`. `guide` is by default that of the
    package.

    The ranking is by fit, in shares of 100 points around ½: the sum over the criteria of weight
    (0 to 1, sum 1) times value, plus base points, less what absent preconditions cost. Each
    structure has a `probability`, 0 to 1: how often organisations with such answers have it. The
    `verdict`, "recommended", "likely", "leading" or "open", grades that of the first; `settled` is
    the chance that further answers leave it first.

    Raises AnswersError, or NumbersError where only numbers are wrong, listing every fault.

    >>> result = recommend({"regions": "one", "size": "tiny", "functions": "one"})
    >>> result.recommended, result.verdict in ("recommended", "likely")
    ('centralised', True)
    """
    guide = _checked(guide)
    one = _one_organisation(answers, guide)
    return model.recommend(
        one, guide, weights=given(weights), numbers=given(numbers), profile=given(profile)
    )


@overload
def recommend_many(
    rows: Iterable[Table], guide: Guide | None = None, *, errors: Literal["raise"] = "raise"
) -> Iterator[Recommendation]: ...
@overload
def recommend_many(
    rows: Iterable[Table], guide: Guide | None = None, *, errors: Literal["return"]
) -> Iterator[Recommendation | InputError]: ...
def recommend_many(
    rows: Iterable[Table],
    guide: Guide | None = None,
    *,
    errors: Literal["raise", "return"] = "raise",
) -> Iterator[Recommendation | InputError]:
    """Recommend for each of many rows, in their order, one at a time.

    The keys of a row are factor ids, ids of numbers after `n.` and of criteria after `w.`, as in
    the columns of `service-structure batch`; the labels id, name, version and recommended are
    passed over. Rows of a data frame come from `df.to_dict("records")`. With `errors="return"` the
    error of a row that cannot be used stands in its place; otherwise it is raised. It names the
    number of the row, from 1, its id and name. Ids of earlier versions are understood.

    Raises InputError at once if `rows` are no rows, such as a data frame.

    >>> [found.recommended for found in recommend_many([{"size": "tiny"}, {"n.aht": "900"}])]
    ['centralised', 'centralised']
    """
    guide = _checked(guide)
    if errors not in ON_ERROR:
        raise InputError([fault("unknown_choice", "errors", errors, ON_ERROR)], guide)
    if hasattr(rows, "items") or isinstance(rows, str) or not isinstance(rows, Iterable):
        raise AnswersError([fault("not_rows", "", _kind(rows), ())], guide)
    return _recommended(rows, guide, errors)


def _recommended(
    rows: Iterable[Table], guide: Guide, errors: str
) -> Iterator[Recommendation | InputError]:
    for number, row in enumerate(rows, 1):
        try:
            yield _recommend_row(row, number, guide)
        except InputError as error:
            if errors == "raise":
                raise
            yield error


def _recommend_row(row: Table, number: int, guide: Guide) -> Recommendation:
    table = given(row)
    if not isinstance(table, Mapping):
        strange = fault("not_a_row", "", _kind(row), guide.factors)
        raise AnswersError([strange], guide, row=number)
    flat = {key: value for key, value in table.items() if key not in ROW_LABELS}
    case, faults = read_case(by_table(flat), guide)
    if faults:
        numbers_only = all(isinstance(wrong, NumberFault) for wrong in faults)
        label = ", ".join(f"{key} {shorten(str(table[key]))}" for key in NAMING if key in table)
        kind = NumbersError if numbers_only else AnswersError
        raise kind(faults, guide, row=number, label=label)
    return model.recommend_for(case, guide)


def explain(
    recommendation: Recommendation, guide: Guide | None = None, *, full: bool = True
) -> "Explanation":
    """Explain a recommendation: reasons, rivals, what would change it, how firmly it holds.

    `guide` is the one that it was made with, by default that of the package. Without `full` the two
    slow parts, pairs of answers and rank acceptability, are left out. Raises InputError if it is no
    recommendation.

    >>> explanation = explain(recommend({"regions": "one", "size": "tiny"}), full=False)
    >>> {reason.criterion for reason in explanation.reasons[:2]} <= set(load_guide().criteria)
    True
    """
    from service_structure.decision import explain as explanations

    return explanations.explain(_made(recommendation, guide), _checked(guide), full=full)


def move(recommendation: Recommendation, guide: Guide | None = None) -> "Move | None":
    """Return what to do about today's structure: stay, mend or move, with people and money.

    None where the profile of the recommendation names no structure of the guide. Money is in
    hundredths of the unit of the hourly costs (see Budget). `guide` is as for `explain`. Raises
    InputError if it is no recommendation.

    >>> result = recommend({"size": "tiny"}, profile={"structure": "centralised"})
    >>> move(result).verdict
    'stay'
    """
    from service_structure.planning.move import move_for

    return move_for(_made(recommendation, guide), _checked(guide))


def plan(
    recommendation: Recommendation, guide: Guide | None = None, *, start: date | None = None
) -> "Plan | None":
    """Return the plan of the change from today's structure to the recommended one.

    None where the profile of the recommendation says nothing of today, or names the recommended
    one. `start` is the first day, else that of the profile; without one the plan counts working
    days. `guide` is as for `explain`. Raises InputError if it is no recommendation.

    >>> result = recommend({"regions": "one"}, profile={"structure": "none"})
    >>> plan(result).chain[-1]
    'closing'
    """
    from service_structure.planning.plan import plan_for

    return plan_for(_made(recommendation, guide), _checked(guide), start)


def next_questions(
    answers: Table | None = None,
    guide: Guide | None = None,
    *,
    weights: Table | None = None,
    numbers: Table | None = None,
    profile: Table | None = None,
) -> "tuple[NextQuestion, ...]":
    """Return the questions that are not answered yet, the one that tells most first.

    Each has its `factor`; `information`, by how many bits its answer is expected to lower the
    uncertainty about the structure; and `change`, the chance, 0 to 1, that the answer alone changes
    which structure comes first. The arguments are those of `recommend`.

    >>> asked = next_questions({"regions": "one"})
    >>> len(asked) == len(load_guide().factors) - 1
    True
    >>> asked[0].information >= asked[-1].information >= 0
    True

    Raises AnswersError or NumbersError, listing every fault.
    """
    from service_structure.decision.explain import questions

    guide = _checked(guide)
    found = recommend(answers, guide, weights=weights, numbers=numbers, profile=profile)
    return questions(found, guide)


def staff(
    answers: Table | None = None,
    numbers: Table | None = None,
    guide: Guide | None = None,
    *,
    profile: Table | None = None,
) -> "Mapping[str, Staffing]":
    """Staff every structure for an organisation; keyed by structure id, in the order of the guide.

    `answers` maps factor ids to level ids, `numbers` ids of numbers to values that replace what
    the answers suggest. Times are in seconds, volumes in contacts per hour, costs in the unit of
    the hourly costs given. The `profile` is that of `recommend`: contacts that are not given are
    what the agents take in its structure.

    >>> staff({"response_time": "minutes"}, {"contacts_per_hour": "1 000"})["centralised"].agents
    118

    Raises AnswersError or NumbersError, listing every fault.
    """
    from service_structure.staffing.costs import staff_for

    guide = _checked(guide)
    return staff_for(inputs_for(answers, numbers, guide, profile=profile).numbers, guide)


def inputs_for(
    answers: Table | None = None,
    numbers: Table | None = None,
    guide: Guide | None = None,
    *,
    profile: Table | None = None,
) -> Inputs:
    """Return the numbers that follow from answers, with some replaced by the user's own.

    >>> inputs_for({"response_time": "minutes"}, {"aht": "4:30"}).numbers.aht
    270.0

    Raises AnswersError or NumbersError, listing every fault.
    """
    guide = _checked(guide)
    read, faults = read_answers(_one_organisation(answers, guide), guide)
    beside, strange = read_profile({} if profile is None else profile, guide)
    if faults or strange:
        raise AnswersError((*faults, *strange), guide)
    inputs, wrong = read_numbers(given(numbers), read, guide, today=beside.current)
    if wrong:
        raise NumbersError(wrong, guide)
    return inputs


def _checked(guide: Guide | None) -> Guide:
    """The guide that was passed, or that of the package. Raises InputError if it is no guide."""
    if guide is None:
        return load_guide()
    if not isinstance(guide, Guide):
        raise InputError([fault("not_a_guide", "", _kind(guide), ())], load_guide())
    return guide


def _made(recommendation: Recommendation, guide: Guide | None) -> Recommendation:
    """A recommendation. Raises InputError if it is none."""
    if not isinstance(recommendation, Recommendation):
        strange = fault("not_a_recommendation", "", _kind(recommendation), ())
        raise InputError([strange], _checked(guide))
    return recommendation


def _one_organisation(answers: Table | None, guide: Guide) -> Any:
    """The answers that are given. Raises AnswersError if they are those of many organisations."""
    rows = isinstance(answers, list | tuple) and any(isinstance(row, Mapping) for row in answers)
    if rows or _is_frame(answers):
        raise AnswersError([fault("several_organisations", "", _kind(answers), ())], guide)
    return given(answers)


def _is_frame(table: object) -> bool:
    """Whether it is a data frame: its items are columns, not values."""
    return bool(getattr(table, "ndim", 1) > 1)


def _kind(value: object) -> str:
    """What a value is, for a message: what it holds may be long."""
    return type(value).__name__


def given(table: Table | None) -> Any:
    """The entries of a mapping that hold a value, NumPy's scalars as Python's.

    What is no mapping, or a data frame, is returned as it stands, for the fault that says so.

    >>> given({"size": "tiny", "budget": None, "regions": float("nan"), "volume": " "})
    {'size': 'tiny'}
    """
    if table is None:
        return {}
    if not hasattr(table, "items") or _is_frame(table):
        return table
    return {key: _scalar(value) for key, value in table.items() if not _is_missing(value)}


def _is_missing(value: Any) -> bool:
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if getattr(value, "ndim", 0):
        return False
    try:
        return bool(value != value)  # noqa: PLR0124 (only NaN and pandas.NaT differ from themselves)
    except TypeError:  # pandas.NA is neither equal to itself nor different
        return True


def _scalar(value: Any) -> Any:
    """The value as Python's own type where it is a scalar of NumPy."""
    return value.item() if getattr(value, "ndim", None) == 0 else value
