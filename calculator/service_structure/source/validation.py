"""Check that the records of a guide fit together, beyond what each says on its own."""

from collections.abc import Iterable, Iterator, Mapping
from math import fsum

from service_structure.faults import DataFault
from service_structure.source import exclusions
from service_structure.source.model_records import (
    MOST_CONDITIONS,
    TOTAL_POINTS,
    Condition,
    Factor,
    Statement,
)
from service_structure.source.number_validation import (
    assumptions,
    currencies,
    plurals,
    symptoms,
)
from service_structure.source.numbers import NUMBERS, WHOLE
from service_structure.source.records import PERIODS, SEARCHED, Fact, Guide, Structure
from service_structure.source.references import unknown as _unknown
from service_structure.source.room import TOLERANCE, room, room_in_words, taken_from
from service_structure.source.suggestions import suggestions

# What a page must tell at least, by key: how many, and the attribute that holds them.
MINIMUM_ITEMS = {
    "suits": (3, "suits"),
    "unsuited": (3, "unsuited"),
    "flow": (4, "flow"),
    "role": (3, "roles"),
    "indicator": (4, "indicators"),
}
# What each table of such a list holds.
TABLES = {
    "flow": "id, holder and text",
    "role": "id, name and duty",
    "indicator": "id, metric and warning",
}
REQUIRED_CIRCUMSTANCES = ("knowledge", "trades")


def check(guide: Guide) -> Iterator[DataFault]:
    """Yield every fault in the relations between the records of a guide."""
    yield from _weights(guide)
    yield from _estimates(guide)
    if guide.structures and all(s.preconditions for s in guide.structures.values()):
        problem = "every structure has a precondition; one is needed that nothing rules out"
        yield DataFault("structures/", "", "precondition", problem)
    for name in REQUIRED_CIRCUMSTANCES:
        if name not in guide.circumstances:
            problem = "missing; the staffing model needs it"
            yield DataFault("circumstances.toml", f"circumstance {name}", "", problem)
    for circumstance in guide.circumstances.values():
        record = f"circumstance {circumstance.id}"
        yield from _conditions("circumstances.toml", record, circumstance.conditions, guide)
    yield from exclusions.check(guide)
    for structure in guide.structures.values():
        yield from _structure(structure, guide)
    for factor in guide.factors.values():
        yield from _factor(factor, guide)
    yield from _scenarios(guide)
    yield from assumptions(guide)
    yield from symptoms(guide)
    yield from currencies(guide)
    yield from plurals(guide)
    yield from _metrics(guide)
    for source in guide.sources.values():
        if source.best_before <= source.checked:
            problem = f"is {source.best_before}; it must be later than the day it was checked"
            yield DataFault("sources.toml", f"source {source.id}", "best_before", problem)
    for page in guide.pages.values():
        if page.menu and f"nav_{page.menu}" not in guide.messages:
            problem = f'"{page.menu}" is unknown; messages/ has no nav_{page.menu}'
            yield DataFault(page.file, page.id, "menu", problem)
        if page.example:
            yield from _unknown(page.file, page.id, "example", page.example, guide.scenarios)
    yield from _renamed(guide)
    yield from _synonyms(guide)
    yield from _changes(guide)


def _weights(guide: Guide) -> Iterator[DataFault]:
    """Points add up to 100, and no combination of answers makes a weight negative."""
    total = fsum(criterion.points for criterion in guide.criteria.values())
    if abs(total - TOTAL_POINTS) > TOLERANCE:
        problem = f"the points of all criteria add up to {total:g}; they must make {TOTAL_POINTS}"
        yield DataFault("criteria.toml", "", "points", problem)
    overdrawn = [criterion for criterion, points in room(guide).items() if points < 0]
    faults = [_overdrawn(criterion, guide) for criterion in overdrawn]
    yield from faults
    if overdrawn:
        problem = f"{', '.join(overdrawn)} overdrawn; {room_in_words(guide)}"
        (file, *others) = dict.fromkeys(fault.file for fault in faults)
        yield DataFault("estimates.toml" if others else file, "", "points", problem)


def _overdrawn(criterion: str, guide: Guide) -> DataFault:
    """Answers can take more than a criterion has: a fault of the one level that takes too much.

    Where any of several levels could take less instead, it is filed under the criterion.
    """
    points, losses = guide.estimates.points[criterion], taken_from(criterion, guide)
    excess = fsum(losses.values()) - points
    takers, guilty = [], []
    for name, loss in losses.items():
        factor = guide.factors[name]
        greedy, *others = sorted(factor.levels, key=lambda level: level.moves.get(criterion, 0))
        takers.append(f"{name} {greedy.id} {-loss:g}")
        without = max((-level.moves.get(criterion, 0) for level in others), default=0)
        if loss - max(without, 0) >= excess - TOLERANCE:
            guilty.append((factor.file, f"{name} / level {greedy.id}"))
    problem = (
        f"answers can take more than the {points:g} points of {criterion}, down to {-excess:g};"
        f" take less in factors/ ({', '.join(takers)})"
    )
    if len(guilty) == 1:
        return DataFault(*guilty[0], f"moves.{criterion}", problem)
    return DataFault("estimates.toml", "points", criterion, problem)


def _estimates(guide: Guide) -> Iterator[DataFault]:
    """There is an estimate for every criterion and structure, and the weights add up to 100."""
    estimates = guide.estimates
    for table, found, wanted in (
        ("points", estimates.points, guide.criteria),
        ("base", estimates.base, guide.structures),
    ):
        for name in wanted:
            if name not in found:
                yield DataFault("estimates.toml", table, name, "missing; run make estimate")
        for name in found:
            yield from _unknown("estimates.toml", table, name, name, wanted)
    total = fsum(estimates.points.values())
    if abs(total - TOTAL_POINTS) > TOLERANCE:
        problem = f"add up to {total:g}; they must make {TOTAL_POINTS}: run make estimate"
        yield DataFault("estimates.toml", "", "points", problem)


def _conditions(
    file: str, record: str, conditions: Iterable[Condition], guide: Guide
) -> Iterator[DataFault]:
    """Every condition names all levels of a question, in one direction or marked as turning."""
    for condition in conditions:
        where = f"{record} / when {condition.factor}"
        yield from _unknown(file, where, "factor", condition.factor, guide.factors)
        factor = guide.factors.get(condition.factor)
        if factor is None:
            continue
        for level in condition.times:
            yield from _unknown(file, where, "times", level, _levels(factor))
        missing = [level for level in _levels(factor) if level not in condition.times]
        if missing:
            yield DataFault(file, where, "times", f"{', '.join(missing)} missing; name every level")
            continue
        times = [condition.times[level] for level in _levels(factor)]
        one_way = times in (sorted(times), sorted(times, reverse=True))
        if not one_way and not condition.turns:
            problem = "goes up and down; write turns = true and say why, or let it run one way"
            yield DataFault(file, where, "times", problem)
        if one_way and condition.turns:
            yield DataFault(file, where, "turns", "the numbers run one way; remove it")
        if len(set(times)) == 1:
            yield DataFault(file, where, "times", "all are equal; the condition changes nothing")


def _statement(statement: Statement, structure: Structure, guide: Guide) -> Iterator[DataFault]:
    """What a statement refers to exists, and it has a strength unless its value is computed."""
    file, where = structure.file, f"{structure.id} / statement {statement.id}"
    yield from _unknown(file, where, "criterion", statement.criterion, guide.criteria)
    for source in statement.sources:
        yield from _unknown(file, where, "sources", source, guide.sources)
    for circumstance in statement.circumstances:
        yield from _unknown(file, where, "circumstances", circumstance, guide.circumstances)
    criterion = guide.criteria.get(statement.criterion)
    if criterion and criterion.computed and (statement.strength or statement.conditions):
        problem = f"{criterion.id} is computed by the staffing model; remove strength and [[when]]"
        yield DataFault(file, where, "strength", problem)
    if criterion and not criterion.computed and statement.strength is None:
        yield DataFault(file, where, "strength", "missing; it must be a number from 0.5 to 4")
    if statement.strength is not None and statement.strength % 0.5:
        yield DataFault(file, where, "strength", "must be a multiple of 0.5")
    common = [
        c
        for name in statement.circumstances
        if name in guide.circumstances
        for c in guide.circumstances[name].conditions
    ]
    yield from _conditions(file, where, statement.conditions[len(common) :], guide)
    factors = [condition.factor for condition in statement.conditions]
    if len(factors) > MOST_CONDITIONS:
        problem = f"depends on {len(factors)} questions; at most {MOST_CONDITIONS} can be explained"
        yield DataFault(file, where, "when", problem)
    for factor in sorted({factor for factor in factors if factors.count(factor) > 1}):
        yield DataFault(file, where, "when", f"{factor} stands twice, also by a circumstance")


def _structure(structure: Structure, guide: Guide) -> Iterator[DataFault]:
    file, record = structure.file, structure.id
    for parent in structure.parents:
        yield from _unknown(file, record, "parents", parent, guide.structures)
    if structure.pooling.backup != "none" and structure.pooling.first_line:
        problem = "groups behind a first line have no backup; remove backup or first_line"
        yield DataFault(file, f"{record} / pooling", "backup", problem)
    groups = len(structure.chart.groups)
    if groups and groups not in ((1,) if structure.pooling.by == "one" else (2, 3)):
        problem = f"has {groups}; draw one group where there is one, and two or three otherwise"
        yield DataFault(file, f"{record} / chart", "groups", problem)
    if structure.parents and len(set(structure.parents)) != 2:
        yield DataFault(
            file, record, "parents", "a hybrid has two different parents, others none: []"
        )
    if structure.id in _ancestors(structure, guide):
        yield DataFault(file, record, "parents", "a hybrid may not descend from itself")
    for precondition in structure.preconditions:
        where = f"{record} / precondition {precondition.factor}"
        yield from _unknown(file, where, "factor", precondition.factor, guide.factors)
        if factor := guide.factors.get(precondition.factor):
            yield from _unknown(file, where, "at_least", precondition.at_least, _levels(factor))
    for statement in structure.statements:
        yield from _statement(statement, structure, guide)
    if not structure.advantages or not structure.disadvantages:
        problem = (
            "at least one advantage and one disadvantage are needed, each [[statement]] with id,"
            " kind, criterion, strength, text, detail and sources, a disadvantage also mitigation"
        )
        yield DataFault(file, record, "statement", problem)
    yield from _enough_items(structure, guide)
    yield from _periods(structure)
    yield from _transitions(structure, guide)


def _enough_items(structure: Structure, guide: Guide) -> Iterator[DataFault]:
    """The lists of a structure are long enough, and its facts have sources that exist."""
    file, record = structure.file, structure.id
    for key, signs in (("suits", structure.signs_for), ("unsuited", structure.signs_against)):
        for n, sign in enumerate(signs, 1):
            for name, level in sign.answers.items():
                field = f"{key}[{n}].answers"
                yield from _unknown(file, record, field, name, guide.factors)
                if name in guide.factors:
                    yield from _unknown(file, record, field, level, _levels(guide.factors[name]))
    for key, (least, attribute) in MINIMUM_ITEMS.items():
        items = getattr(structure, attribute)
        if len(items) < least:
            names = ", ".join(item.id for item in items if hasattr(item, "id"))
            given = f"{len(items)} ({names})" if names else f"{len(items)}"
            hint = f", each [[{key}]] with {TABLES[key]}" if key in TABLES else ""
            yield DataFault(file, record, key, f"has {given}; at least {least} are needed{hint}")
    for key in ("variants", "staffing", "span", "organisation"):
        fact: Fact | None = getattr(structure, key)
        for source in fact.sources if fact else ():
            yield from _unknown(file, f"{record} / {key}", "sources", source, guide.sources)
    if not structure.organisation.sources:
        problem = "empty; an organisation is told of only with its source"
        yield DataFault(file, f"{record} / organisation", "sources", problem)


def _periods(structure: Structure) -> Iterator[DataFault]:
    """There is one period up to each day of PERIODS, in that order."""
    found = [period.until for period in structure.periods]
    for until in PERIODS:
        if until not in found:
            problem = f"missing; add [[period]] with until = {until}, steps and done"
            yield DataFault(structure.file, structure.id, f"period {until}", problem)
    for until in found:
        if until not in PERIODS:
            allowed = ", ".join(map(str, PERIODS))
            problem = f"is {until}; allowed are {allowed}"
            yield DataFault(structure.file, f"{structure.id} / period {until}", "until", problem)
    if found != sorted(found):
        yield DataFault(
            structure.file, structure.id, "period", "out of order; put the earliest first"
        )


def _transitions(structure: Structure, guide: Guide) -> Iterator[DataFault]:
    """There is one transition to every other structure, and to nothing else."""
    file, record = structure.file, structure.id
    others = [other for other in guide.structures if other != structure.id]
    found = [transition.to for transition in structure.transitions]
    for to in found:
        yield from _unknown(file, f"{record} / transition {to}", "to", to, others)
    for to in others:
        if to not in found:
            problem = f'missing; add [[transition]] with to = "{to}", first, keep and risk'
            yield DataFault(file, record, f"transition {to}", problem)


def _ancestors(structure: Structure, guide: Guide) -> set[str]:
    """Every structure that this one is composed of, directly or through its parents."""
    found: set[str] = set()
    waiting = list(structure.parents)
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting += guide.structures[parent].parents if parent in guide.structures else ()
    return found


def _factor(factor: Factor, guide: Guide) -> Iterator[DataFault]:
    file, record = factor.file, factor.id
    yield from _unknown(file, record, "group", factor.group, guide.groups)
    for source in factor.sources:
        yield from _unknown(file, record, "sources", source, guide.sources)
    if len(factor.levels) < 2:
        yield DataFault(file, record, "level", "at least two [[level]] are needed to choose from")
    total = fsum(level.prior for level in factor.levels)
    if factor.levels and abs(total - 1) > TOLERANCE:
        problem = f"the priors of all levels add up to {total:g}; they must make 1"
        yield DataFault(file, record, "prior", problem)
    for level in factor.levels:
        where = f"{record} / level {level.id}"
        for criterion in level.moves:
            yield from _unknown(file, where, "moves", criterion, guide.criteria)
        total = fsum(level.moves.values())
        if abs(total) > TOLERANCE:
            problem = f"add up to {total:+g}; what some criteria gain others must lose, sum 0"
            yield DataFault(file, where, "moves", problem)
        if level.moves and not factor.goal:
            problem = "only goals move points; write goal = true, or conditions in the statements"
            yield DataFault(file, where, "moves", problem)
        for number, value in level.numbers.items():
            yield from _suggestion(file, where, number, value, guide)
    if factor.goal and not any(level.moves for level in factor.levels):
        yield DataFault(file, record, "goal", "no level moves any points; the goal has no effect")
    if not factor.goal and factor.id not in _asked_for(guide):
        problem = "no statement depends on it and it suggests no number; the question has no effect"
        yield DataFault(file, record, "", problem)


def _asked_for(guide: Guide) -> set[str]:
    """The questions on whose answers a statement or a number depends."""
    by_statements = {
        condition.factor
        for structure in guide.structures.values()
        for statement in structure.statements
        for condition in statement.conditions
    }
    by_numbers = {f.id for f in guide.factors.values() if any(lv.numbers for lv in f.levels)}
    return by_statements | by_numbers


def _suggestion(
    file: str, record: str, number: str, value: float, guide: Guide
) -> Iterator[DataFault]:
    """A number that a level suggests is one of the staffing model and within its range."""
    yield from _unknown(file, record, "numbers", number, NUMBERS)
    assumption = guide.assumptions.get(number)
    if assumption and not assumption.allows(value):
        problem = f"is {value:g}; allowed is {assumption.low:g} to {assumption.high:g}"
        yield DataFault(file, record, f"numbers.{number}", problem)
    elif assumption and not assumption.expects(value):
        problem = f"is {value:g}, which is not plausible by assumptions.toml"
        yield DataFault(file, record, f"numbers.{number}", problem)
    if number in WHOLE and value % 1:
        yield DataFault(
            file, record, f"numbers.{number}", f"is {value:g}; it must be a whole number"
        )


def _scenarios(guide: Guide) -> Iterator[DataFault]:
    for scenario in guide.scenarios.values():
        file, record = scenario.file, scenario.id
        yield from _unknown(file, record, "recommends", scenario.recommends, guide.structures)
        for source in scenario.sources:
            yield from _unknown(file, record, "sources", source, guide.sources)
        for factor_id, level in scenario.answers.items():
            field = f"answers.{factor_id}"
            yield from _unknown(file, record, field, factor_id, guide.factors)
            if factor := guide.factors.get(factor_id):
                yield from _unknown(file, record, field, level, _levels(factor))


def _metrics(guide: Guide) -> Iterator[DataFault]:
    for metric in guide.metrics.values():
        record = f"metric {metric.id}"
        for structure in metric.structures:
            yield from _unknown("metrics.toml", record, "structures", structure, guide.structures)
        for source in metric.sources:
            yield from _unknown("metrics.toml", record, "sources", source, guide.sources)


def _renamed(guide: Guide) -> Iterator[DataFault]:
    """What an id has been changed to exists, and the old id does not bear another meaning."""
    ids: dict[str, Mapping[str, object] | Iterable[str]] = {
        "factor": guide.factors,
        "number": NUMBERS,
        "criterion": guide.criteria,
        "structure": guide.structures,
    }
    for renaming in guide.renamed:
        record = f"renamed {renaming.was}"
        allowed = ids.get(renaming.kind, ())
        if renaming.factor is not None:
            yield from _unknown("renamed.toml", record, "factor", renaming.factor, guide.factors)
            factor = guide.factors.get(renaming.factor)
            allowed = _levels(factor) if factor else ()
        if renaming.now is not None:
            yield from _unknown("renamed.toml", record, "now", renaming.now, allowed)
        if renaming.was in allowed:
            yield DataFault("renamed.toml", record, "was", "is in use; an old id may not come back")


def _synonyms(guide: Guide) -> Iterator[DataFault]:
    """Synonyms have words and mean records that exist; a word stands for one thing."""
    sections = [f"pages/{p.id}#{own.id}" for p in guide.pages.values() for own in p.sections]
    known = [*_places(guide, SEARCHED), *sections]
    standing: dict[tuple[str, str], str] = {}
    for synonym in guide.synonyms.values():
        record = f"synonym {synonym.id}"
        if not synonym.means:
            problem = "is empty; name the records that the words mean, like factors/hours"
            yield DataFault("synonyms.toml", record, "means", problem)
        for meant in synonym.means:
            if getattr(guide, meant.partition("/")[0], True):  # else its file is at fault
                yield from _nowhere("synonyms.toml", record, "means", meant, known)
        if not any(synonym.words.values()):
            yield DataFault("synonyms.toml", record, "words", 'is empty; write { en = ["…"] }')
        for language, words in synonym.words.items():
            for word in words:
                other = standing.setdefault((language, word.casefold()), synonym.id)
                if other != synonym.id:
                    problem = f"“{word}” stands under {other} too; a word may stand once"
                    yield DataFault("synonyms.toml", record, f"words.{language}", problem)


def _levels(factor: Factor) -> tuple[str, ...]:
    return tuple(level.id for level in factor.levels)


def _changes(guide: Guide) -> Iterator[DataFault]:
    """Changes name records that exist, and one is the first version, which concerns them all."""
    known = _places(guide, ("structures", "factors", "scenarios", "pages"))
    for change in guide.changes.values():
        for record in change.records:
            yield from _nowhere("changes.toml", change.id, "records", record, known)
    if all(change.records for change in guide.changes.values()):
        problem = "one change without records is needed: the first version of the guide"
        yield DataFault("changes.toml", "", "records", problem)


def _places(guide: Guide, kinds: Iterable[str]) -> list[str]:
    """The records of some kinds, like structures/matrix."""
    return [f"{kind}/{record}" for kind in kinds for record in getattr(guide, kind)]


def _nowhere(
    file: str, record: str, field: str, place: str, known: list[str]
) -> Iterator[DataFault]:
    """A fault if no record stands at a place, like structures/matrix."""
    if place not in known:
        close = suggestions(place, known)
        hint = f"did you mean {', '.join(close)}?" if close else "write it like structures/matrix"
        yield DataFault(file, record, field, f'no record "{place}"; {hint}')
