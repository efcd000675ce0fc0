"""Measures Erlang C, Erlang A and required agents beside pyworkforce.

Both run in turns on the same pools; a ratio is the library's median divided by ours.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from math import isqrt
from statistics import median
from time import perf_counter
from typing import Any

from service_structure.numerics.queueing import Queue, erlang_c, required_agents

PEER: Any = import_module("pyworkforce.queuing") if find_spec("pyworkforce") else None

AHT, TARGET, PATIENCE = 300, 20, 120  # seconds
LIMIT_MS = 5  # for the agents that 100,000 erlangs require
LEAST_RATIO = 1000  # for Erlang A with 5,000 agents

type Call = Callable[[], object]


def main() -> int:
    """Print a line for each measure; returns 1 if a goal is missed."""
    if not PEER:
        print("pyworkforce is not installed (pip install pyworkforce): ours alone")
    print(f"{'median times in ms':<34}{'ours':>10}{'pyworkforce':>13}{'ratio':>9}")
    missed = []
    for load in (10, 100, 1_000, 10_000, 100_000):
        ours, ratio = row(f"Erlang C, {load:,} erlangs", *erlang_c_calls(load))
        if ratio is not None and ratio <= 1:
            missed.append(f"Erlang C at {load:,} erlangs is not faster")
    for load in (10, 1_000, 100_000):
        rounds = 3 if load > 1_000 else 15
        ours, _ = row(f"agents for {load:,} erlangs", *required_calls(load), rounds=rounds)
    if ours >= LIMIT_MS:
        missed.append(f"agents for {load:,} erlangs take over {LIMIT_MS} ms")
    for agents in (50, 500, 5_000):
        rounds = 1 if agents > 500 else 5
        name = f"Erlang A service level, {agents:,} agents"
        _, ratio = row(name, *erlang_a_calls(agents), rounds=rounds)
    if ratio is not None and ratio < LEAST_RATIO:
        missed.append(f"Erlang A with {agents:,} agents is less than {LEAST_RATIO:,} times faster")
    for miss in missed:
        print(f"MISSED: {miss}")
    return bool(missed)


def erlang_c_calls(load: int) -> tuple[Call, Call | None]:
    """The probability of waiting, with about √load agents more than the load."""
    agents = load + isqrt(load)
    return (lambda: erlang_c(load, agents)), (
        (lambda: _peer("ErlangC", load).waiting_probability(agents)) if PEER else None
    )


def required_calls(load: int) -> tuple[Call, Call | None]:
    """The agents that answer 80 % within 20 seconds."""
    calls = load * 3600 / AHT
    return (lambda: required_agents(calls, AHT, service_level=0.8, within=TARGET)), (
        (lambda: _peer("ErlangC", load).required_positions(0.8)) if PEER else None
    )


def erlang_a_calls(agents: int) -> tuple[Call, Call | None]:
    """The service level with as many erlangs as agents and callers who hang up."""
    calls = agents * 3600 / AHT
    return (lambda: Queue(calls, AHT, agents, PATIENCE).service_level(TARGET)), (
        (lambda: _peer("ErlangA", agents, patience=PATIENCE / 60).service_level(agents))
        if PEER
        else None
    )


def _peer(model: str, load: int, **more: float) -> Any:
    """A pyworkforce model; its unit of time is the minute."""
    aht = AHT / 60
    return getattr(PEER, model)(load * 60 / aht, aht, TARGET / 60, 60, **more)


def row(name: str, ours: Call, theirs: Call | None, rounds: int = 15) -> tuple[float, float | None]:
    """Print and return our median time and the ratio of theirs to ours."""
    own: list[float] = []
    other: list[float] = []
    for _ in range(rounds):
        own.append(milliseconds(ours, repeat=5))
        if theirs:
            other.append(milliseconds(theirs))
    text = f"{name:<34}{median(own):>10.4f}"
    ratio = median(other) / median(own) if other else None
    print(text if ratio is None else f"{text}{median(other):>13.4f}{ratio:>9.1f}", flush=True)
    return median(own), ratio


def milliseconds(call: Call, repeat: int = 1) -> float:
    """Time of one call, the mean of several."""
    start = perf_counter()
    for _ in range(repeat):
        call()
    return 1000 * (perf_counter() - start) / repeat


if __name__ == "__main__":
    sys.exit(main())
