"""Whatever is given to a public function: a result or a documented error, within a second.

`make fuzz` runs these with many more examples than `make test`.
"""

import json
import math
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service_structure import (
    explain,
    load_guide,
    next_questions,
    recommend,
    recommend_many,
    staff,
)
from service_structure.api import inputs_for
from service_structure.case.case import LABELS, parse_case, read_case
from service_structure.case.files import FileFault, read_json, read_text, read_toml, what_it_is
from service_structure.case.number_input import SURE, read_number, read_quantity
from service_structure.decision.link import read_fragment, texts_in, write_fragment
from service_structure.errors import InputError, NumericsError
from service_structure.numerics import queueing, robustness, sensitivity
from service_structure.numerics.methods import promethee_ii, ranks, topsis, vikor, weighted_sum
from service_structure.source.numbers import NUMBERS
from tests.support import any_case

GUIDE = load_guide()
MOST_SECONDS = 1.0
"""Of processor time, for one call."""

SPELT = st.builds(
    "{}{}{}".format,
    st.floats(allow_nan=False).map(repr)
    | st.integers().map(str)
    | st.text("0123456789,.: -+", max_size=12),
    st.sampled_from(["", " s", " мин", "h", "%", " тыс.", "k", " a day", "/month", " ₽", ":30"]),
    st.sampled_from(["", SURE]),
)
"""Numbers more or less as people type them."""

SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | SPELT
ANYTHING = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
FACTOR = st.sampled_from([*GUIDE.factors])
LEVEL = st.sampled_from([level.id for f in GUIDE.factors.values() for level in f.levels])
LEVELS = LEVEL | st.builds("{}~{}".format, LEVEL, LEVEL) | st.lists(LEVEL, max_size=3)
ANSWERS = st.dictionaries(FACTOR | st.text(max_size=8), LEVELS | ANYTHING, max_size=5)
NUMBERS_GIVEN = st.dictionaries(
    st.sampled_from(NUMBERS) | st.text(max_size=8), SPELT | ANYTHING, max_size=5
)
WEIGHTS = st.dictionaries(
    st.sampled_from([*GUIDE.criteria]) | st.text(max_size=8),
    st.floats(-10, 200) | ANYTHING,
    max_size=5,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "answers": ANSWERS | ANYTHING,
        "numbers": NUMBERS_GIVEN | ANYTHING,
        "weights": WEIGHTS | ANYTHING,
        "profile": ANYTHING,
        **dict.fromkeys(LABELS, ANYTHING),
    },
)


def timed[T](call: Callable[[], T]) -> T:
    """What a call gives or raises, if it takes no longer than it may.

    A busy machine slows down one call or two; what takes long by itself takes long again.
    """
    for _ in range(3):
        start = process_time()
        outcome: T | Exception
        try:
            outcome = call()
        except Exception as error:
            outcome = error
        if process_time() - start < MOST_SECONDS:
            break
    else:
        pytest.fail(f"takes longer than {MOST_SECONDS} s")
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def in_every_language(faults: Any) -> None:
    """Every fault can be told in every language."""
    for fault in faults:
        for language in GUIDE.languages:
            assert fault.describe(GUIDE, language).strip()


@given(answers=ANSWERS | ANYTHING, weights=WEIGHTS | ANYTHING, numbers=NUMBERS_GIVEN | ANYTHING)
def test_one_organisation_gives_a_result_or_an_input_error(
    answers: Any, weights: Any, numbers: Any
) -> None:
    for call in (
        partial(recommend, answers, weights=weights, numbers=numbers),
        partial(inputs_for, answers, numbers),
        partial(staff, answers, numbers),
        partial(next_questions, answers, weights=weights, numbers=numbers),
        lambda: list(recommend_many([answers])),
    ):
        try:
            timed(call)
        except InputError as error:
            in_every_language(error.faults)


@given(case=any_case(GUIDE))
def test_any_numbers_that_are_allowed_give_finite_results(case: Any) -> None:
    result = timed(
        lambda: recommend(case.answers.levels, numbers=case.numbers, weights=case.weights)
    )
    assert math.isclose(sum(s.probability for s in result.ranking), 1, abs_tol=1e-6)
    assert all(math.isfinite(s.fit) for s in result.ranking)
    timed(lambda: explain(result))


@given(raw=PARTS | ANYTHING)
def test_a_case_is_read_whatever_it_holds(raw: Any) -> None:
    case, faults = timed(lambda: read_case(raw, GUIDE))
    in_every_language(faults)
    fragment = write_fragment(case, GUIDE)
    again, more = read_fragment(fragment, GUIDE)
    assert (again.answers, again.numbers, again.weights) == (
        case.answers,
        case.numbers,
        case.weights,
    )
    assert not more


@given(
    text=st.text() | PARTS.map(lambda raw: json.dumps(raw, default=str)) | st.text('{}[]",:1e.-\\ ')
)
def test_a_text_is_read_as_json_and_toml_or_said_why_not(text: str) -> None:
    for read in (read_json, read_toml):
        found = timed(partial(read, text))
        if isinstance(found, FileFault):
            in_every_language([found])
    _, faults = timed(lambda: parse_case(text, GUIDE))
    in_every_language(faults)
    in_every_language(filter(None, [what_it_is(text)]))


@given(data=st.binary(max_size=300), encoding=st.sampled_from(["", "cp1251", "utf-16", "hex", "x"]))
def test_bytes_are_text_or_said_why_not(data: bytes, encoding: str) -> None:
    found = timed(lambda: read_text(data, encoding))
    if isinstance(found, FileFault):
        in_every_language([found])


KEY = FACTOR | st.sampled_from(
    ["v", "r", "n.aht", "n.agents", "w.cost", "p.structure", "p.preferred", "n.", "w.x", ""]
)
PAIR = st.builds(
    "{}{}{}".format,
    KEY | st.text(max_size=6),
    st.sampled_from(["=", "", "%3D", "=="]),
    LEVEL | SPELT | st.text(max_size=9),
)


@given(
    fragment=st.text()
    | st.lists(PAIR, max_size=8).flatmap(
        lambda pairs: st.sampled_from(["&", "&amp;", "%26", "&&", "%2526"]).map(
            lambda joint: joint.join(pairs)
        )
    )
)
@example("%25" * 50 + "%26=&%")
def test_a_link_is_read_whatever_has_become_of_it(fragment: str) -> None:
    case, faults = timed(lambda: read_fragment(fragment, GUIDE))
    texts_in(fragment)
    in_every_language(faults)
    again, none = read_fragment(write_fragment(case, GUIDE), GUIDE)
    assert (again.answers, again.numbers, none) == (case.answers, case.numbers, ())


@given(text=SPELT | st.text(max_size=60))
def test_a_number_is_read_or_its_kind_of_fault_is_named(text: str) -> None:
    kinds = {"empty", "ambiguous", "not_a_number", "words", "too_high", "negative"}
    found = timed(lambda: read_number(text))
    assert found in kinds if isinstance(found, str) else math.isfinite(found)
    for quantity in ("duration", "share", "money", "hours", "count", "flow", "index"):
        read = timed(partial(read_quantity, text, quantity, GUIDE))
        assert read in kinds if isinstance(read, str) else not math.isnan(read.value)


# Numerical functions

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.lists(st.floats(0, 1), min_size=3, max_size=3)
TABLE = st.lists(SHARES, min_size=1, max_size=5)
ROW = st.lists(st.floats(), min_size=3, max_size=3)


@given(
    calls=st.floats(),
    aht=st.floats(),
    agents=st.integers(-5, 10**16),
    patience=st.none() | st.floats(),
    within=st.floats(),
    level=st.floats(),
    of=st.sampled_from(queueing.CALLS),
)
def test_a_queue_gives_shares_and_waits_or_a_numerics_error(
    calls: float,
    aht: float,
    agents: int,
    patience: float | None,
    within: float,
    level: float,
    of: queueing.Calls,
) -> None:
    def look() -> None:
        queue = queueing.Queue(calls, aht, agents, patience)
        found = [queue.wait_probability, queue.occupancy, queue.abandonment]
        found.append(queue.service_level(within, of))
        assert all(0 <= share <= 1 for share in found), found
        assert queue.mean_wait >= 0

    for call in (
        look,
        partial(queueing.erlang_b, calls, agents),
        partial(queueing.erlang_c, calls, agents),
        partial(
            queueing.required_agents,
            calls, aht, service_level=level, within=within, patience=patience, of=of,
        ),
    ):  # fmt: skip
        with suppress(NumericsError):
            timed(call)


@pytest.mark.parametrize("method", [weighted_sum, topsis, vikor, promethee_ii])
@given(matrix=st.lists(ROW, max_size=4) | TABLE, weights=ROW | SHARES, data=st.data())
def test_a_ranking_is_finite_or_a_numerics_error(
    method: Callable[..., Any], matrix: Any, weights: list[float], data: st.DataObject
) -> None:
    directions = data.draw(st.lists(st.sampled_from(["max", "min", "up"]), min_size=3, max_size=3))
    try:
        found = timed(lambda: method(matrix, weights, directions))
    except NumericsError:
        return
    assert all(map(math.isfinite, found.values))
    assert sorted(found.ranks)[0] == 1


@given(values=st.lists(FINITE, max_size=6))
def test_ranks_are_places(values: list[float]) -> None:
    assert all(1 <= place <= len(values) for place in ranks(values))


@given(a=ROW | SHARES, b=ROW | SHARES, weights=ROW | SHARES)
def test_sensitivities_are_finite_or_a_numerics_error(
    a: list[float], b: list[float], weights: list[float]
) -> None:
    for call in (
        partial(sensitivity.single_weight_change, weights, a, b),
        partial(sensitivity.proportional_crossing, weights, a, b),
        partial(sensitivity.rating_change, weights, a, b),
        partial(sensitivity.least_total_change, weights, a, b),
        partial(robustness.pairwise_winning_probability, a, b),
    ):
        try:
            found = timed(call)
        except NumericsError:
            continue
        for value in found if isinstance(found, tuple) else (found,):
            assert not isinstance(value, float) or math.isfinite(value)


@given(
    values=TABLE | st.lists(ROW, max_size=3),
    center=st.none() | SHARES | ROW,
    concentration=st.none() | st.floats(),
)
def test_acceptabilities_are_probabilities_or_a_numerics_error(
    values: Any, center: Any, concentration: float | None
) -> None:
    try:
        found = timed(
            lambda: robustness.rank_acceptability(
                values, draws=50, center=center, concentration=concentration
            )
        )
    except NumericsError:
        return
    for row in found.probabilities:
        assert math.isclose(sum(row), 1)
