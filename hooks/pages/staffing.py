"""The figures of the page on staffing, computed by the staffing model at build time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service_structure.api import inputs_for
from service_structure.numerics.queueing import Queue, required_agents
from service_structure.source.numbers import Numbers
from service_structure.source.records import Guide, Pooling
from service_structure.staffing.pools import crew, split_agents, split_break_even

AHT = 300.0
TARGET: Mapping[str, Any] = {"service_level": 0.8, "within": 20.0}
ERLANGS = 100
POOLS = range(1, 11)
LOADS = (5, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300, 500, 700, 1000)
"""The loads that the reader can choose, in erlangs."""


@dataclass(frozen=True)
class Split:
    """A load divided among equal pools: the agents it needs, and the waits without more agents.

    `agents` keep the target. `mean_wait` (seconds, inf in overload) and `service_level` (0 to 1)
    hold for as many agents as one pool needs, divided among the pools as evenly as possible.
    """

    erlangs: float
    pools: int
    agents: int
    mean_wait: float
    service_level: float


@dataclass(frozen=True)
class Gain:
    """The cut in handling time (share) at which five pools need no more agents than one."""

    erlangs: float
    gain: float


@dataclass(frozen=True)
class Help:
    """Agents that five groups need if `share` per cent of them help other groups in one `way`."""

    way: str
    share: float
    agents: int


@dataclass(frozen=True)
class Examples:
    """All computed figures of the page."""

    splits: tuple[Split, ...]
    waits: tuple[Split, ...]
    gains: tuple[Gain, ...]
    helps: tuple[Help, ...]


def examples(guide: Guide) -> Examples:
    """The figures that the text of the page names."""
    return Examples(
        splits=tuple(divide(ERLANGS, pools) for pools in (1, 2, 5, 10)),
        waits=tuple(divide(ERLANGS, pools) for pools in (1, 2, 3, 4, 5)),
        gains=tuple(
            Gain(load, split_break_even(load * 3600 / AHT, AHT, 5, **TARGET))
            for load in (20, 100, 200, 1000)
        ),
        helps=_helps(guide),
    )


def grid() -> Mapping[int, tuple[Split, ...]]:
    """Every split that the reader can choose, by load in erlangs."""
    return {load: tuple(divide(load, pools) for pools in POOLS) for load in LOADS}


def divide(erlangs: float, pools: int) -> Split:
    """Divide a load (erlangs) among equal pools."""
    calls = erlangs * 3600 / AHT
    one = required_agents(calls, AHT, **TARGET)
    fewer, larger = divmod(one, pools)
    crews = [Queue(calls / pools, AHT, fewer + (n < larger)) for n in range(pools)]
    return Split(
        erlangs=erlangs,
        pools=pools,
        agents=split_agents(calls, AHT, pools, **TARGET),
        mean_wait=sum(queue.mean_wait for queue in crews) / pools,
        service_level=sum(queue.service_level(TARGET["within"]) for queue in crews) / pools,
    )


def _helps(guide: Guide) -> tuple[Help, ...]:
    separate = Pooling(by="products")
    chain = Pooling(by="products", backup="chain")
    hub = Pooling(by="products", backup="hub")
    ways = [
        ("help_none", separate, 0),
        ("help_chain", chain, 20),
        ("help_chain", chain, 100),
        ("help_hub", hub, 20),
        ("help_one", Pooling(by="one"), 0),
    ]
    return tuple(
        Help(way, share, crew(pooling, _numbers(guide, share)).agents)
        for way, pooling, share in ways
    )


def _numbers(guide: Guide, share: float) -> Numbers:
    """50 erlangs in five equal groups, with `share` per cent of flexible agents."""
    own = {
        "contacts_per_hour": 600,
        "aht": AHT,
        "service_level": 80,
        "answer_within": 20,
        "max_occupancy": 100,
        "products": 5,
        "unevenness": 0,
        "backup_loss": 0,
        "cross_trained": share,
        "hub_share": share,
    }
    return inputs_for({}, own, guide).numbers
