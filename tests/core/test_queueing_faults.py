"""What the queueing functions say of numbers that they cannot use."""

import math
import sys
from collections.abc import Callable
from typing import Any

import pytest

from service_structure.numerics.queueing import Queue, erlang_b, erlang_c, required_agents


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, "5", None, 10**400, 2e9])
def test_a_bad_load_is_refused_by_name(bad: Any) -> None:
    with pytest.raises(ValueError, match="erlangs must be a number from 0 to 1e9"):
        erlang_b(bad, 5)
    with pytest.raises(ValueError, match="erlangs must be a number from 0 to 1e9"):
        erlang_c(bad, 5)


@pytest.mark.parametrize("bad", [-1, 2.5, math.nan, "5", None])
def test_a_number_of_agents_is_whole(bad: Any) -> None:
    with pytest.raises(ValueError, match="lines must be a whole number"):
        erlang_b(1, bad)
    with pytest.raises(ValueError, match="agents must be a whole number"):
        erlang_c(1, bad)
    with pytest.raises(ValueError, match=f"agents must be a whole number .* not {bad!r}"):
        Queue(10, 300, bad)


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, "5"])
@pytest.mark.parametrize("name", ["calls_per_hour", "aht", "patience"])
def test_a_queue_names_what_is_wrong(name: str, bad: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a finite number.* not {bad!r}"):
        Queue(**{"calls_per_hour": 10, "aht": 300, "agents": 3, name: bad})


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({}, "a target is missing"),
        ({"service_level": 0.8}, "belong together"),
        ({"within": 20, "mean_wait": 20}, "belong together"),
        ({"service_level": 1, "within": 20}, "service_level must be a share above 0 and below 1"),
        ({"service_level": 80, "within": 20}, "service_level must be a share"),
        ({"service_level": 0.8, "within": -1}, "within must be"),
        ({"mean_wait": 0}, "mean_wait must be a finite number of seconds above 0"),
        ({"max_occupancy": 0}, "max_occupancy must be a share"),
        ({"max_occupancy": 1.2}, "max_occupancy must be a share"),
        ({"max_abandonment": math.nan}, "max_abandonment must be a share"),
        ({"mean_wait": 20, "patience": 0}, "patience must be"),
    ],
)
def test_a_target_that_cannot_be_met_is_refused_by_name(
    targets: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        required_agents(100, 300, **targets)
    with pytest.raises(ValueError, match="aht must be"):
        required_agents(100, 0, mean_wait=20)


def test_service_level_names_what_is_wrong() -> None:
    pool = Queue(10, 300, 3)
    with pytest.raises(ValueError, match="within must be a finite number of seconds, 0 or more"):
        pool.service_level(math.nan)
    with pytest.raises(ValueError, match="of must be one of 'offered', 'answered'"):
        pool.service_level(20, of="all")  # type: ignore[arg-type]


LEAST, LARGEST = math.ulp(0.0), sys.float_info.max
ENDS: dict[str, tuple[Callable[[Any], object], float, float]] = {
    "lines": (lambda value: erlang_b(1, value), 0, 10**15),
    "agents": (lambda value: erlang_c(1, value), 0, 10**15),
    "agents of a queue": (lambda value: Queue(0, 300, value), 0, 10**15),
    "erlangs": (lambda value: erlang_b(value, 1), 0.0, 1e9),
    "calls_per_hour": (lambda value: Queue(value, 1e-300, 1), 0.0, LARGEST),
    "aht": (lambda value: Queue(0, value, 1), LEAST, LARGEST),
    "patience / aht": (lambda value: Queue(0, 1, 1, value), 1e-12, 1e12),
    "patience": (lambda value: Queue(0, min(value, 1e300), 1, value), LEAST, LARGEST),
    "within": (Queue(10, 300, 3).service_level, 0.0, LARGEST),
    "mean_wait": (lambda value: required_agents(0, 300, mean_wait=value), LEAST, LARGEST),
    "max_occupancy": (lambda value: required_agents(0, 300, max_occupancy=value), 1e-6, 1.0),
    "max_abandonment": (lambda value: required_agents(0, 300, max_abandonment=value), LEAST, 1.0),
    "service_level": (
        lambda value: required_agents(0, 300, service_level=value, within=20),
        LEAST, 1 - 2**-53,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("call", "least", "largest"), ENDS.values(), ids=ENDS)
def test_a_range_has_its_ends_and_nothing_beyond_them(
    call: Callable[[Any], object], least: float, largest: float
) -> None:
    call(least)
    call(largest)
    step = 1 if isinstance(least, int) else None
    below = least - step if step else math.nextafter(least, -math.inf)
    above = largest + step if step else math.nextafter(largest, math.inf)
    for beyond in (below, above):
        with pytest.raises(ValueError, match=" must be "):
            call(beyond)
