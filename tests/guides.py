"""The guide with other structures than its own, and what is said of one of them."""

from collections.abc import Mapping
from dataclasses import replace

from service_structure import load_guide
from service_structure.decision.explain import Rivalry, rivalries
from service_structure.decision.model import Recommendation
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import Precondition
from service_structure.source.records import Guide, Structure

OWN = load_guide()


def with_structures(structures: Mapping[str, Structure]) -> Guide:
    """The guide with these structures; one that is new has the base points of what it equals."""
    base = OWN.estimates.base
    order = {structure.order: base[name] for name, structure in OWN.structures.items()}
    points = {name: base.get(name, order.get(s.order, 0.0)) for name, s in structures.items()}
    return replace(OWN, structures=dict(structures), estimates=replace(OWN.estimates, base=points))


def with_clone(structure: str) -> Guide:
    """The guide with a structure that equals another one in all but its id."""
    clone = replace(OWN.structures[structure], id="clone")
    return with_structures({**OWN.structures, "clone": clone})


def with_nothing_feasible() -> Guide:
    """The guide with a precondition on every structure that a low budget does not meet."""
    because = FrozenDict(ru="Нужны деньги.", en="It takes money.")
    condition = Precondition("budget", "high", because)
    return with_structures(
        {s.id: replace(s, preconditions=(condition,)) for s in OWN.structures.values()}
    )


def with_one_candidate(structure: str) -> Guide:
    """The guide in which a low budget rules out every structure but one."""
    guide = with_nothing_feasible()
    return with_structures({**guide.structures, structure: OWN.structures[structure]})


def rivalry(result: Recommendation, structure: str) -> Rivalry:
    return next(pair for pair in rivalries(result) if pair.structure == structure)
