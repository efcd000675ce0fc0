"""Read the records of the plan, and check that they fit together."""

from collections.abc import Iterable, Iterator

from service_structure.faults import DataFault
from service_structure.source.plan_records import (
    DIFFERENCES,
    PHASES,
    WITH_SIZE,
    Briefing,
    Country,
    Days,
    LegalNote,
    Planning,
    PlanRole,
    Task,
)
from service_structure.source.reading import Files, Record, by_id
from service_structure.source.records import Guide
from service_structure.source.references import unknown

FILE = "plan.toml"
LONGEST = 260
"""Working days of a year."""


def planning(files: Files) -> Planning:
    """The roles, tasks and briefings of plan.toml, and the countries."""
    top = files.one(FILE)
    found = Planning(
        roles=by_id(top.records("role", _role)),
        tasks=by_id(top.records("task", _task)),
        briefings=by_id(top.records("briefing", _briefing)),
        countries=files.each("countries", _country),
    )
    top.close()
    return found


def _role(r: Record) -> PlanRole:
    return PlanRole(id=r.id(), name=r.text("name"))


def _task(r: Record) -> Task:
    return Task(
        id=r.id(),
        phase=r.choice("phase", PHASES),
        when=r.words("when"),
        days=_days(r.table_of("days", "{ low = 5, usual = 10, high = 20 }")),
        with_size=r.choice("with_size", WITH_SIZE) if "with_size" in r.table else WITH_SIZE[0],
        least=r.whole("least", 1, LONGEST) if "least" in r.table else 1,
        after=r.words("after"),
        last=r.flag("last"),
        waves=r.whole("waves", 1, 10) if "waves" in r.table else 1,
        responsible=r.words("responsible"),
        accountable=r.string("accountable"),
        consulted=r.words("consulted", optional=True),
        informed=r.words("informed", optional=True),
        costs=r.words("costs", optional=True),
        name=r.text("name"),
        what=r.text("what"),
        risk=r.text("risk"),
        sign=r.text("sign"),
        stop=r.text_if("stop" in r.table, "stop", ""),
        paper=r.text_if("paper" in r.table, "paper", ""),
    )


def _days(r: Record) -> Days:
    days = Days(*(r.whole(end, 1, LONGEST) for end in ("low", "usual", "high")))
    r.close()
    return days


def _briefing(r: Record) -> Briefing:
    return Briefing(
        id=r.id(),
        task=r.string("task"),
        days_before=r.whole("days_before", 0, LONGEST),
        role=r.string("role"),
        audience=r.text("audience"),
        message=r.text("message"),
    )


def _country(r: Record) -> Country:
    return Country(
        id=r.id(),
        file=r.file,
        order=r.order(),
        name=r.text("name"),
        currencies=r.words("currencies"),
        languages=r.words("languages"),
        notes=r.records("note", _note),
    )


def _note(r: Record) -> LegalNote:
    return LegalNote(
        id=r.id(),
        task=r.string("task"),
        redundancies=r.whole("redundancies", 1, 10_000) if "redundancies" in r.table else 0,
        days=r.whole("days", 1, LONGEST) if "days" in r.table else 0,
        text=r.text("text"),
        sources=r.words("sources"),
    )


def check(guide: Guide) -> Iterator[DataFault]:
    """Yield every fault in the relations between the records of the plan."""
    plan = guide.planning
    seen: list[str] = []
    for task in plan.tasks.values():
        yield from _task_faults(task, seen, guide)
        seen.append(task.id)
    used = {difference for task in plan.tasks.values() for difference in task.when}
    for difference in DIFFERENCES:
        if plan.tasks and difference not in used:
            yield DataFault(FILE, "", "when", f"no task has {difference}; give it one")
    for briefing in plan.briefings.values():
        record = f"briefing {briefing.id}"
        yield from _unknown(FILE, record, "task", (briefing.task,), plan.tasks)
        yield from _unknown(FILE, record, "role", (briefing.role,), plan.roles)
    yield from _countries(guide)


def _task_faults(task: Task, seen: list[str], guide: Guide) -> Iterator[DataFault]:
    """What a task refers to exists, stands above it, and has one part in it."""
    record, roles = f"task {task.id}", guide.planning.roles
    yield from _unknown(FILE, record, "when", task.when, DIFFERENCES)
    if not task.when:
        yield DataFault(FILE, record, "when", 'is empty; write ["always"] or name differences')
    for name in task.after:
        if name in guide.planning.tasks and name not in seen:
            problem = f'"{name}" stands below; put it above, so that no tasks wait for one another'
            yield DataFault(FILE, record, "after", problem)
    yield from _unknown(FILE, record, "after", task.after, guide.planning.tasks)
    yield from _unknown(FILE, record, "costs", task.costs, guide.assumptions)
    if not task.days.low <= task.days.usual <= task.days.high:
        yield DataFault(FILE, record, "days", "run down; write low, usual and high in their order")
    if task.least > task.days.low:
        problem = f"is more than the lowest of days, {task.days.low}"
        yield DataFault(FILE, record, "least", problem)
    parts = (*task.responsible, task.accountable, *task.consulted, *task.informed)
    yield from _unknown(FILE, record, "responsible", task.responsible, roles)
    yield from _unknown(FILE, record, "accountable", (task.accountable,), roles)
    yield from _unknown(FILE, record, "consulted", task.consulted, roles)
    yield from _unknown(FILE, record, "informed", task.informed, roles)
    if not task.responsible:
        yield DataFault(FILE, record, "responsible", "is empty; name at least one role")
    for role in sorted({role for role in parts if role and parts.count(role) > 1}):
        problem = f"{role} has two parts in the task; keep the weightier"
        yield DataFault(FILE, record, "accountable", problem)


def _countries(guide: Guide) -> Iterator[DataFault]:
    """Every currency and language leads to one country, and one is left for all others."""
    countries = guide.planning.countries.values()
    for field, known in (("currencies", guide.currencies), ("languages", guide.languages)):
        owners: dict[str, str] = {}
        for country in countries:
            own: tuple[str, ...] = getattr(country, field)
            yield from _unknown(country.file, country.id, field, own, known)
            for name in own:
                if owners.setdefault(name, country.id) != country.id:
                    problem = f'"{name}" stands in {owners[name]} too; it leads to one country'
                    yield DataFault(country.file, country.id, field, problem)
    if countries and sum(country.is_general for country in countries) != 1:
        problem = "one country without currencies and languages is needed, for all others"
        yield DataFault("countries/", "", "currencies", problem)
    for country in countries:
        for note in country.notes:
            record = f"{country.id} / note {note.id}"
            yield from _unknown(country.file, record, "task", (note.task,), guide.planning.tasks)
            yield from _unknown(country.file, record, "sources", note.sources, guide.sources)


def _unknown(
    file: str, record: str, field: str, values: Iterable[str], allowed: Iterable[str]
) -> Iterator[DataFault]:
    for value in values:
        yield from unknown(file, record, field, value, allowed)
