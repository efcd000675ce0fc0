"""Queues in closed form: square-root staffing, for many settings in a few microseconds each.

    agents_needed    agents, not rounded, that a load needs to meet its targets
    load_for         the load for which so many agents are just enough
    timely           share of contacts that wait no longer than a limit with so many agents

With a load of a erlangs and a + β·√a agents the share of contacts that wait tends to

    α(β) = 1 / (1 + β·Φ(β)/φ(β)),

and of these the share exp(-β·√a·t/s) waits longer than t, with s the mean handling time (Halfin &
Whitt 1981, *Operations Research* 29(3), 567–588). Nobody gives up. Against Erlang C the number of
agents is exact to a fraction of an agent (see tests/core/test_square_root.py).
"""

from functools import lru_cache
from math import erfc, exp, inf, log, pi, sqrt

STEPS = 8
CLOSE = 1e-6


def agents_needed(
    load: float,
    aht: float,
    *,
    service_level: float,
    within: float,
    mean_wait: float | None = None,
    max_occupancy: float = 1.0,
) -> float:
    """Agents for `load` erlangs, as a real number.

    `service_level` (0 to 1) of all contacts wait no longer than `within` seconds, on average they
    wait at most `mean_wait`, and agents are busy for at most the share `max_occupancy`.

    >>> round(agents_needed(100, 300, service_level=0.8, within=20), 1)
    107.7
    """
    root = sqrt(load)
    beta = reserve(1 - service_level, root * within / aht)
    if mean_wait:
        beta = max(beta, _reserve_for_mean(mean_wait * root / aht))
    return max(load + beta * root, load / max_occupancy)


def load_for(
    agents: float, aht: float, *, service_level: float, within: float, max_occupancy: float = 1.0
) -> float:
    """The load in erlangs for which so many agents are just enough.

    >>> round(load_for(107.7, 300, service_level=0.8, within=20), 1)
    100.0
    """
    load = agents * max_occupancy
    for _ in range(STEPS):
        beta = reserve(1 - service_level, sqrt(load) * within / aht)
        root = (sqrt(beta * beta + 4 * agents) - beta) / 2
        load = min(root * root, agents * max_occupancy)
    return load


def timely(agents: float, load: float, aht: float, within: float) -> float:
    """Share of contacts, 0 to 1, that wait no longer than `within`; 0 in overload.

    >>> round(timely(107.7, 100, 300, 20), 2)
    0.8
    """
    if agents <= load:
        return 0.0
    root = sqrt(load)
    beta = (agents - load) / root
    return 1 - _waits(beta) * exp(-beta * root * within / aht)


@lru_cache(maxsize=8192)
def reserve(late: float, limit: float) -> float:
    """The β at which the share `late` of contacts waits longer than a limit.

    `limit` is √a·t/s. Found by Newton's method on the logarithm, which is concave and falls: from 0
    the first step passes the root and the others come back to it.
    """
    target = log(late)
    beta = 0.0
    for _ in range(STEPS):
        share, slope = _log_waits(beta)
        step = (share - beta * limit - target) / (slope + limit)
        beta = max(beta + step, 0.0)
        if abs(step) < CLOSE:
            break
    return beta


def _reserve_for_mean(limit: float) -> float:
    """The β at which the mean wait α(β)/β, in terms of s/√a, is a limit."""
    low, high = 0.0, 1.0
    while _waits(high) / high > limit:
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _waits(middle) / middle > limit else (low, middle)
    return high


def _waits(beta: float) -> float:
    """α(β), the share of contacts that wait at all."""
    return 1 / (1 + beta * _mills(beta))


def _log_waits(beta: float) -> tuple[float, float]:
    """The logarithm of α(β) and by how much it falls with β."""
    ratio = _mills(beta)
    odds = beta * ratio
    return -log(1 + odds), (ratio + beta * (1 + odds)) / (1 + odds)


def _mills(beta: float) -> float:
    """Φ(β)/φ(β) of the standard normal distribution; inf beyond what a float holds."""
    if beta > 37:
        return inf
    return erfc(-beta / sqrt(2)) / 2 * sqrt(2 * pi) * exp(beta * beta / 2)
