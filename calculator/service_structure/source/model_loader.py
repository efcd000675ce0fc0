"""Read the records of the decision model, each from its TOML table."""

from collections.abc import Mapping

from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import (
    LARGEST_MULTIPLIER,
    STRONGEST,
    Circumstance,
    Condition,
    Criterion,
    Estimates,
    Exclusion,
    Factor,
    Level,
    Statement,
)
from service_structure.source.reading import Record

KINDS = ("advantage", "disadvantage")


def criterion(r: Record) -> Criterion:
    """A criterion from a table of criteria.toml."""
    return Criterion(
        id=r.id(),
        name=r.text("name"),
        meaning=r.text("meaning"),
        low=r.text("low"),
        high=r.text("high"),
        points=r.number("points", 0, 100),
        computed=r.flag("computed"),
    )


def circumstance(r: Record) -> Circumstance:
    """A circumstance from a table of circumstances.toml."""
    return Circumstance(
        id=r.id(), name=r.text("name"), meaning=r.text("meaning"), conditions=_conditions(r)
    )


def _conditions(r: Record) -> tuple[Condition, ...]:
    return r.records("when", _condition, identified_by="factor")


def _condition(r: Record) -> Condition:
    times = r.numbers("times", -LARGEST_MULTIPLIER, LARGEST_MULTIPLIER)
    return Condition(
        factor=r.string("factor"),
        times=times,
        turns=r.flag("turns"),
        because=r.text("because"),
        off=r.text_if(
            any(factor <= 0 for factor in times.values()),
            "off",
            "no level is multiplied by 0 or less; remove it",
        ),
    )


def exclusion(r: Record) -> Exclusion:
    """Answers that exclude each other from a table of exclusions.toml."""
    table = r.table_of("answers", '{ regions = ["one"], size = ["huge"] }')
    found = Exclusion(
        id=r.id(),
        because=r.text("because"),
        answers=FrozenDict((factor, table.words(factor)) for factor in table.table),
    )
    table.close()
    return found


def estimates(r: Record) -> Estimates:
    """The estimates from estimates.toml."""
    found = Estimates(
        date=r.day("date"),
        cases=r.whole("cases", 0, 100_000),
        points=r.numbers("points", 0, 100),
        base=r.numbers("base", -100, 100),
        temperature=r.number("temperature", 0.01, 100),
    )
    r.close()
    return found


def statement(r: Record, shared: Mapping[str, Circumstance]) -> Statement:
    """A statement of a structure; its circumstances are looked up in `shared`."""
    kind = r.choice("kind", KINDS)
    circumstances = r.words("circumstances", optional=True)
    common = [c for name in circumstances if name in shared for c in shared[name].conditions]
    return Statement(
        id=r.id(),
        kind=kind,
        criterion=r.string("criterion"),
        strength=r.number("strength", 0.5, STRONGEST) if "strength" in r.table else None,
        text=r.text("text"),
        detail=r.text("detail"),
        mitigation=r.text_if(
            kind == "disadvantage",
            "mitigation",
            "an advantage has none; remove it or make the kind disadvantage",
        ),
        sources=r.words("sources"),
        circumstances=circumstances,
        conditions=(*common, *_conditions(r)),
    )


def factor(r: Record) -> Factor:
    """A question with its levels from a file of factors/."""
    return Factor(
        id=r.id(),
        file=r.file,
        order=r.order(),
        group=r.string("group"),
        name=r.text("name"),
        question=r.text("question"),
        help=r.text("help"),
        goal=r.flag("goal"),
        levels=r.records("level", _level),
        sources=r.words("sources"),
        counts=r.string("counts", optional=True),
    )


def _level(r: Record) -> Level:
    moves = r.numbers("moves", -100, 100, optional=True)
    return Level(
        id=r.id(),
        name=r.text("name"),
        prior=r.number("prior", 0, 1),
        moves=moves,
        numbers=r.numbers("numbers", optional=True),
        because=r.text_if(
            bool(moves),
            "because",
            "a level that moves no points needs no reason; remove it or add moves",
        ),
        least=r.number("least", 0) if "least" in r.table else None,
    )
