"""Waiting in one pool of agents: Erlang B, C and A, and the number of agents that targets need.

    erlang_b           share of calls lost where nobody can wait
    erlang_c           share of calls that wait, if nobody hangs up
    Queue              one pool in full: waits, service level, occupancy, abandonment
    required_agents    the smallest number of agents that meets targets

Calls arrive at random (Poisson), last exponentially long and are answered in the order of arrival.
Loads are in erlangs (calls per hour × handling time / 3600), times in seconds. Values are within
1e-10, relatively, of exact ones. Sources: Gans, Koole & Mandelbaum, "Telephone call centers",
M&SOM 5(2), 2003; Zeltyn & Mandelbaum, "Call centers with impatient customers", Queueing Systems
51, 2005.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from service_structure.errors import NumericsError

__all__ = ["Calls", "Queue", "erlang_b", "erlang_c", "required_agents"]

type Calls = Literal["offered", "answered", "without_short_abandons", "virtual"]

CALLS: Final[tuple[Calls, ...]] = ("offered", "answered", "without_short_abandons", "virtual")

# A target missed by a rounding error is met: 3 agents with 2.1 erlangs are 70 % busy.
ROUNDING: Final = 1e-14
# Sums leave out what is below e^-NEGLIGIBLE of them; no float reaches e^OVERFLOW.
NEGLIGIBLE: Final = 38.0
OVERFLOW: Final = 711.0
# A pool with less load is idle: the quotients of smaller numbers leave the range of floats.
LEAST_LOAD: Final = 1e-100
# A sum of more terms than this is integrated instead.
MOST_TERMS: Final = 500


def erlang_b(erlangs: float, lines: int) -> float:
    """Share of calls that find all lines busy when nobody can wait.

    B = (A^N / N!) / Σ_{k≤N} A^k / k!  for A erlangs on N lines.

    >>> round(erlang_b(8.108, 15), 4)  # erlang.com's manual: 15 lines carry it with 1 % blocked
    0.01

    Raises NumericsError unless erlangs is a number from 0 to 1e9 and lines a whole number from 0.
    """
    _check("erlangs", erlangs)
    _check("lines", lines)
    return 1 / _inverse_blocking(erlangs, lines) if erlangs else float(lines == 0)


def erlang_c(erlangs: float, agents: int) -> float:
    """Share of calls that have to wait when nobody hangs up.

    C = N·B / (N - A·(1 - B)), and 1 in overload (A ≥ N), where the line grows without end.
    Without load nobody waits: 0.

    >>> round(erlang_c(10, 14), 7)  # documentation of the R package ErlangC
    0.1741319

    Raises NumericsError unless erlangs is a number from 0 to 1e9 and agents a whole number from 0.
    """
    _check("erlangs", erlangs)
    _check("agents", agents)
    if not erlangs:
        return 0.0
    if erlangs >= agents:
        return 1.0
    # The same in terms of B(N-1), where no nearly equal numbers are subtracted.
    return 1 / (1 + (agents - erlangs) / erlangs * _inverse_blocking(erlangs, agents - 1))


@dataclass(frozen=True)
class Queue:
    """A pool of agents with one line of waiting calls.

    `aht` is the mean handling time and `patience` the mean time until a waiting caller hangs up,
    both in seconds. With patience None nobody hangs up (Erlang C, M/M/N); otherwise patience is
    exponential (Erlang A, M/M/N+M).

    When nobody hangs up and the load is not below the number of agents, the pool is overloaded:
    every call waits without end (`wait_probability` 1, `service_level` 0, `mean_wait` and
    `mean_queue_length` inf) and all agents are busy (`occupancy` 1). When there are no calls,
    nobody waits, however few agents there are: `service_level` is 1, everything else 0.

    >>> pool = Queue(calls_per_hour=200, aht=180, agents=14)  # R package ErlangC: 10 erlangs
    >>> round(pool.service_level(within=20), 5), round(pool.mean_wait, 6)
    (0.88835, 7.835937)

    Raises NumericsError that says which value is wrong and what is allowed.
    """

    calls_per_hour: float
    aht: float
    agents: int
    patience: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is not a queue."""
        _check("calls_per_hour", self.calls_per_hour)
        _check("aht", self.aht)
        _check("agents", self.agents)
        _check("erlangs", self.erlangs)
        if self.patience is not None:
            _check("patience", self.patience)
            _check("patience / aht", self.patience / self.aht)

    @cached_property
    def erlangs(self) -> float:
        """Load: the number of agents that would be busy on average if no call had to wait."""
        load = self.calls_per_hour * self.aht / 3600
        return load if load >= LEAST_LOAD else 0.0

    @property
    def wait_probability(self) -> float:
        """Share of all calls that find no agent free."""
        return self._weights.full / self._weights.total

    @property
    def mean_wait(self) -> float:
        """Seconds that a call waits on average, counting also the calls that hang up."""
        if not self.erlangs:
            return 0.0
        return 3600 * (self.mean_queue_length / self.calls_per_hour)  # Little's law

    @property
    def mean_queue_length(self) -> float:
        """Number of calls that wait on average."""
        return self._weights.waiting / self._weights.total

    @property
    def occupancy(self) -> float:
        """Share of their time that agents are busy."""
        return min(self._weights.busy / self._weights.total, 1.0)

    @property
    def abandonment(self) -> float:
        """Share of all calls that hang up while they wait.

        >>> pool = Queue(48 * 60, 60, 50, patience=120)  # example of Garnett et al. 2002: 3.1 %
        >>> round(pool.abandonment, 3), round(pool.mean_wait, 1), round(pool.occupancy, 2)
        (0.031, 3.7, 0.93)
        """
        return 0.0 if self.patience is None else min(self.mean_wait / self.patience, 1.0)

    def service_level(self, within: float, of: Calls = "offered") -> float:
        """Share of calls answered within so many seconds.

        Of all calls "offered", where a call that hangs up is one not answered in time; of the
        calls "answered" at all; of those offered "without_short_abandons", which hang up within
        the time; or "virtual", of calls of somebody who never hangs up. Where nobody hangs up all
        are one.

        >>> pool = Queue(calls_per_hour=1200, aht=300, agents=100, patience=300)
        >>> round(pool.service_level(20), 6), round(pool.service_level(20, of="virtual"), 6)
        (0.726495, 0.734282)

        Raises NumericsError unless within is a finite number, 0 or more, and of one of the four.
        """
        _check("within", within)
        if of not in CALLS:
            raise NumericsError(f"of must be one of {', '.join(map(repr, CALLS))}, not {of!r}")
        if not self.erlangs:
            return 1.0
        if self._is_hopeless:
            return 0.0
        weights = self._weights
        if self.patience is None:
            done = -math.expm1((self.erlangs - self.agents) * within / self.aht)
            return (weights.free + weights.full * done) / weights.total
        virtual, answered = self._waits_ended_by(within / self.patience)
        load_per_agent = self.erlangs / self.agents
        match of:
            case "virtual":
                share = (weights.free + virtual) / weights.total
            case "answered":
                share = (weights.free * load_per_agent + answered) / weights.busy
            case "offered" | "without_short_abandons":
                share = (weights.free + answered / load_per_agent) / weights.total
        if of == "without_short_abandons":
            # What has not hung up within the time has been answered, or waits on.
            late = 1 - (weights.free + virtual) / weights.total
            waiting = max(late, 0.0) * math.exp(-within / self.patience)
            return share / (share + waiting)
        return min(share, 1.0)

    @property
    def _is_hopeless(self) -> bool:
        """Whether a caller who never hangs up would never be answered."""
        return not self.agents or (self.patience is None and self.erlangs >= self.agents)

    @cached_property
    def _weights(self) -> "_Weights":
        """How often the pool is in which states."""
        load, agents, patience = self.erlangs, self.agents, self._patience_per_aht
        if not load:
            return _Weights(free=1.0)
        if self._is_hopeless:
            return _Weights(full=1.0, busy=1.0, waiting=load * patience)
        load_per_agent = load / agents
        inverse = _inverse_blocking(load, agents - 1)
        none = load_per_agent / inverse
        if self.patience is None:
            slack = agents - load
            some = none * load / slack
            return _Weights(1.0, none, none + some, load_per_agent + some, some * agents / slack)
        leaving, coming = agents * patience, load * patience
        if not _is_crowded(leaving, coming):
            count, waiting = _line(leaving, coming)
            full = none * (1 + count)
            busy = load_per_agent + none * count
            return _Weights(1.0, none, full, busy, none * waiting, ahead=-full)
        # The line may outweigh the rest beyond all floats, so the weights are shares of it.
        none, ahead = _crowd(leaving, coming, time=0)
        full = 1 - ahead
        return _Weights(
            free=none * inverse / load_per_agent,
            none=none,
            full=full,
            busy=none * inverse + full - none,
            waiting=(coming - leaving) * full + leaving * none,
            ahead=ahead,
        )

    def _waits_ended_by(self, time: float) -> tuple[float, float]:
        """Weights of the waits above 0 that end by a time, in patiences: virtual and answered.

        When y calls come and a leave in one patience, the virtual wait V has a density in
        proportion to exp(y·(1 - e^-v) - a·v), and e^-v of these calls are answered. Both have
        incomplete gamma functions of y·e^-v as integrals.
        """
        weights, patience = self._weights, self._patience_per_aht
        leaving, coming = self.agents * patience, self.erlangs * patience
        if _is_crowded(leaving, coming):
            none, ahead = _crowd(leaving, coming, time)
        else:
            none = weights.none * math.exp(-_shrinkage(leaving, coming, time))
            ahead = -none * (1 + _line(leaving, coming * math.exp(-time))[0])
        return ahead - weights.ahead, (ahead + none) - (weights.ahead + weights.none)

    @property
    def _patience_per_aht(self) -> float:
        return math.inf if self.patience is None else self.patience / self.aht


def required_agents(
    calls_per_hour: float,
    aht: float,
    *,
    service_level: float | None = None,
    within: float | None = None,
    mean_wait: float | None = None,
    max_occupancy: float | None = None,
    max_abandonment: float | None = None,
    patience: float | None = None,
    of: Calls = "offered",
) -> int:
    """Smallest number of agents that meets every target given.

    service_level is the share of calls that are to be answered within so many seconds, of calls as
    `of` says (see Queue.service_level), mean_wait the longest mean wait in seconds. When nobody
    hangs up (patience None), the number is above the load, so that the pool is not overloaded.
    Without calls it is 0.

    >>> required_agents(6000, 300, service_level=0.8, within=20)  # 500 erlangs
    513
    >>> required_agents(50.4, 150, max_occupancy=0.7)  # 2.1 / 0.7, which is above 3 in floats
    3

    Raises NumericsError when no target is given, when only one of service_level and within is, and
    when a value is not allowed, such as a service level of 1, which no number of agents reaches.
    """
    targets = {
        "service_level": service_level,
        "mean_wait": mean_wait,
        "max_occupancy": max_occupancy,
        "max_abandonment": max_abandonment,
    }
    given = {name: target for name, target in targets.items() if target is not None}
    if not given:
        raise NumericsError(f"a target is missing: give at least one of {', '.join(targets)}")
    if (service_level is None) != (within is None):
        raise NumericsError("service_level and within belong together: give both or neither")
    for name, target in given.items():
        _check(name, target)

    def meets_targets(agents: int) -> bool:
        queue = Queue(calls_per_hour, aht, agents, patience)
        return (
            (max_occupancy is None or _is_at_most(queue.occupancy, max_occupancy))
            and (mean_wait is None or _is_at_most(queue.mean_wait, mean_wait))
            and (max_abandonment is None or _is_at_most(queue.abandonment, max_abandonment))
            and (
                service_level is None
                or within is None
                or _is_at_most(service_level, queue.service_level(within, of))
            )
        )

    load = Queue(calls_per_hour, aht, 0, patience).erlangs
    busiest = math.ceil(load / max_occupancy) if max_occupancy else 0
    if busiest > load and meets_targets(busiest) and not meets_targets(busiest - 1):
        return busiest
    above = math.floor(load) + 1
    least = above if load and patience is None else 0
    return _first(meets_targets, least, guess=above, step=math.isqrt(above) // 8 + 1)


def _is_at_most(value: float, limit: float) -> bool:
    return value <= limit * (1 + ROUNDING)


def _first(holds: Callable[[int], bool], least: int, guess: int, step: int) -> int:
    """Smallest number from least on for which a condition holds, as it does for all above it."""
    fails = least - 1
    while not holds(guess):
        fails, guess, step = guess, guess + step, 2 * step
    while guess - fails > 1:
        middle = max(guess - step, (guess + fails) // 2)
        step *= 2
        if holds(middle):
            guess = middle
        else:
            fails = middle
            step = guess - fails
    return guess


class _Weights(NamedTuple):
    """How often a pool is in which states, and sums over them, in proportion to the total."""

    free: float = 0.0  # an agent is free
    none: float = 0.0  # all agents are busy, no call waits
    full: float = 0.0  # all agents are busy
    busy: float = 0.0  # share of agents busy
    waiting: float = 0.0  # calls waiting
    ahead: float = 0.0  # a constant minus full, chosen so that small differences are exact

    @property
    def total(self) -> float:
        return self.free + self.full


def _inverse_blocking(load: float, lines: int) -> float:
    """1/B(N): a continued fraction at a number of lines below the load, then the recursion up.

    1/B(n) = 1 + n/A · 1/B(n-1) leaves the range of floats within about 38·√A steps above the load,
    so that there are never more of them.
    """
    excess = lines - load
    if excess > 1 and excess * (excess - 1) > OVERFLOW * (2 * load + excess):
        return math.inf
    start = max(0, min(lines, math.floor(load - 2 * math.sqrt(load)) - 20))
    inverse = load * _upper_gamma(start + 1, load) if start else 1.0
    for line in range(start + 1, lines + 1):
        inverse = 1.0 + inverse * (line / load)
    return inverse


def _is_crowded(leaving: float, coming: float) -> bool:
    """Whether the line mostly has calls in it, so that sums over its length rise before they fall.

    Leaving and coming are calls in one patience; agents answer the ones that leave.
    """
    return coming - leaving >= 1


def _line(leaving: float, coming: float) -> tuple[float, float]:
    """Σ w_k and Σ k·w_k over k ≥ 1, where w_k = y^k / ((a+1)···(a+k)): how often k calls wait.

    Summed from the last term that counts: with L = log((a+1)/y), log w_k is at most
    -(k·L + k·(k-1) / (2a+2+k)).
    """
    if not coming:
        return 0.0, 0.0
    fall = math.log1p((leaving - coming + 1) / coming)
    width = 2 * leaving + 2
    linear = width * fall - 1 - NEGLIGIBLE
    product = 2 * NEGLIGIBLE * width
    last = product / (linear + math.sqrt(linear * linear + 2 * (1 + fall) * product))
    if last > MOST_TERMS:
        return _long_line(leaving, coming)
    count = waiting = 0.0
    for length in range(math.ceil(last) + 1, 0, -1):
        ratio = coming / (leaving + length)
        waiting = ratio * (1.0 + count + waiting)
        count = ratio * (1.0 + count)
    return count, waiting


def _long_line(leaving: float, coming: float) -> tuple[float, float]:
    """The same by double exponential quadrature (Takahasi & Mori 1974).

    Σ_{k≥0} w_k = a·∫h and Σ k·w_k = a·y·∫(1 - e^-s)·h with h(s) = exp(y·(1 - e^-s) - a·s), s > 0.
    """
    scale = leaving - coming + math.sqrt(leaving)
    step = 1 / 12
    count = waiting = 0.0
    for node in range(-43, 47):
        inner = math.exp(-node * step)
        unit = math.exp(node * step - inner)
        time = unit / scale
        weight = unit * (1 + inner) * math.exp(-_shrinkage(leaving, coming, time))
        count += weight
        waiting -= weight * math.expm1(-time)
    area = leaving * step / scale
    return area * count - 1, area * coming * waiting


def _shrinkage(leaving: float, coming: float, time: float) -> float:
    """a·t - y·(1 - e^-t): how many more leave than come by a time if those who come lose patience.

    As a series where the terms would cancel.
    """
    if time > 0.1:
        return leaving * time + coming * math.expm1(-time)
    series = 0.0
    for order in range(9, 1, -1):
        series = (1 - series) * time / order
    return (leaving - coming) * time + coming * series * time


def _crowd(leaving: float, coming: float, time: float) -> tuple[float, float]:
    """y^a·e^-y / Γ(a+1) and Γ(a, y) / Γ(a) at a = leaving and y = coming·e^-time."""
    still_coming = coming * math.exp(-time)
    none = _gamma_density(leaving, still_coming, math.log(coming) - time)
    if _is_crowded(leaving, still_coming):
        return none, none * leaving * _upper_gamma(leaving, still_coming)
    return none, 1 - none * (1 + _line(leaving, still_coming)[0])


def _gamma_density(a: float, y: float, log_y: float) -> float:
    """y^a·e^-y / Γ(a+1), for large a by Stirling's series about y = a (Loader 2000).

    A small power counts even of a y that no float holds, so its logarithm is given, too.
    """
    if a < 100:
        return math.exp(a * log_y - y - math.lgamma(a + 1))
    off = (y - a) / a
    if off < -0.9999:
        return 0.0  # less than any float
    stirling = (1 - 1 / (30 * a * a)) / (12 * a)
    return math.exp(a * (math.log1p(off) - off) - stirling) / math.sqrt(2 * math.pi * a)


def _upper_gamma(a: float, y: float) -> float:
    """Γ(a, y)·e^y / y^a for y ≥ a by Legendre's continued fraction, as Lentz evaluates it."""
    b = y - a + 1
    c, d = math.inf, 1 / b
    value, n = d, 0.0
    while abs(c * d - 1.0) > 1e-15:
        n += 1.0
        b += 2.0
        term = n * (a - n)
        c = b + term / c
        d = 1.0 / (b + term * d)
        value *= c * d
    return value


# Of which type an argument is, its least and its largest value, and the words for them.
_NUMBER: Final = (int, float)
_POSITIVE: Final = math.ulp(0.0)
_FINITE: Final = sys.float_info.max
_ALLOWED: Final[dict[str, tuple[type | tuple[type, ...], float, float, str]]] = {
    "lines": (int, 0, 10**15, "a whole number from 0 to 10**15"),
    "agents": (int, 0, 10**15, "a whole number from 0 to 10**15"),
    "erlangs": (_NUMBER, 0, 1e9, "a number from 0 to 1e9"),
    "calls_per_hour": (_NUMBER, 0, _FINITE, "a finite number, 0 or more"),
    "aht": (_NUMBER, _POSITIVE, _FINITE, "a finite number of seconds above 0"),
    "patience": (_NUMBER, _POSITIVE, _FINITE, "a finite number of seconds above 0, or None"),
    "patience / aht": (_NUMBER, 1e-12, 1e12, "from 1e-12 to 1e12, or patience None"),
    "within": (_NUMBER, 0, _FINITE, "a finite number of seconds, 0 or more"),
    "mean_wait": (_NUMBER, _POSITIVE, _FINITE, "a finite number of seconds above 0"),
    "service_level": (_NUMBER, _POSITIVE, 1 - 2**-53, "a share above 0 and below 1"),
    "max_occupancy": (_NUMBER, 1e-6, 1, "a share from 1e-6 to 1"),
    "max_abandonment": (_NUMBER, _POSITIVE, 1, "a share above 0, at most 1"),
}


def _check(name: str, value: float) -> None:
    """Refuse a value that is not allowed, by name."""
    kind, least, largest, words = _ALLOWED[name]
    if not (isinstance(value, kind) and least <= value <= largest):
        raise NumericsError(f"{name} must be {words}, not {value!r}")
