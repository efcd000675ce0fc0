"""The organisation chart of a structure in words: its boxes, as a drawing and as a list."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from service_structure.decision.model import Recommendation
from service_structure.numerics.rounding import apportion
from service_structure.planning.layout import ACROSS, TALLEST, Layout, Node, lay_out
from service_structure.planning.posts import HEAD, SECOND_LINE, posts
from service_structure.planning.units import MOST_BOXES, Unit, heads, units
from service_structure.source.records import Guide, Structure
from service_structure.staffing.pools import groups_of
from service_structure.views.blocks import Branch
from service_structure.views.sentences import Sentences

MOST_GROUPS = 3
"""Groups that are named one by one in the box of a manager who leads several."""

DIGITS = 1
"""Decimals of full-time posts, as in the staffing table."""

TITLES: Mapping[str, str] = {
    HEAD: "diagram_head",
    SECOND_LINE: "org_second_line",
    "rest": "org_all_teams",
}
"""The messages for boxes that are called after their posts."""

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Entry:
    """A box in words. `count` and `yearly_cost` are rounded so that all boxes add up.

    `within` is the name of its group where the box above it says that.
    """

    unit: Unit
    title: str
    notes: tuple[str, ...]
    count: float
    yearly_cost: float
    within: str = ""


@dataclass(frozen=True)
class OrgChart:
    """The chart of a structure; `folded` says that teams are put together in larger boxes."""

    structure: Structure
    entries: tuple[Entry, ...]
    folded: bool
    count: float
    yearly_cost: float


def org_chart(
    structure: str,
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    most: int | None = MOST_BOXES,
) -> OrgChart:
    """The chart of the structure with this id, in `most` boxes (None: one for each team)."""
    found = posts(structure, recommendation.inputs.numbers, guide)
    boxes = units(found, most)
    counts = apportion([box.count for box in boxes], DIGITS)
    costs = apportion([box.yearly_cost for box in boxes])
    leading = heads(found, guide.structures[structure].pooling.by)
    words = _Titles(guide.structures[structure], leading, boxes, recommendation, guide, language)
    entries = tuple(
        [
            Entry(box, words.title(box), words.notes(box), count, cost, words.within(box))
            for box, count, cost in zip(boxes, counts, costs, strict=True)
        ]
    )
    teams = sum([post.kind == "team" for post in found])
    return OrgChart(
        structure=guide.structures[structure],
        entries=entries,
        folded=sum([box.kind == "team" for box in boxes]) < teams,
        count=round(sum(counts), DIGITS),
        yearly_cost=sum(costs),
    )


def drawn(
    chart: OrgChart,
    words: Sentences,
    across: float = ACROSS,
    *,
    brief: bool = False,
    priced: bool = True,
    tallest: int = TALLEST,
) -> Layout:
    """The boxes of a chart in their places, in bands of this width and columns of this height.

    In a `brief` one money has three digits; otherwise the boxes add up exactly. One that is not
    `priced` says no money.
    """
    nodes = [
        Node(
            id=entry.unit.id,
            title=entry.title,
            figure=words.exact(entry.count),
            notes=(*entry.notes, *([cost_of(entry.yearly_cost, words, brief=brief)] * priced)),
            under=entry.unit.reports_to,
            also=entry.unit.also_reports_to,
            stack=f"{entry.unit.groups[0]}",
        )
        for entry in chart.entries
    ]
    return lay_out(nodes, across, tallest)


def branches(chart: OrgChart, words: Sentences) -> tuple[Branch, ...]:
    """The boxes of a chart as a list in which each stands below the one that it reports to."""
    below: dict[str | None, list[Entry]] = {}
    for entry in chart.entries:
        below.setdefault(entry.unit.reports_to, []).append(entry)
    titles = {entry.unit.id: entry.title for entry in chart.entries}

    def branch(entry: Entry) -> Branch:
        notes = [*entry.notes, cost_of(entry.yearly_cost, words)]
        if also := entry.unit.also_reports_to:
            notes.append(words.say("org_also_to", superior=words.inside(titles[also])))
        under = tuple(map(branch, below.get(entry.unit.id, ())))
        return Branch(entry.title, words.exact(entry.count), tuple(notes), under)

    return tuple(map(branch, below[None]))


def cost_of(amount: float, words: Sentences, *, brief: bool = False) -> str:
    """An amount of money a year."""
    message = "org_cost" if words.is_own_money else "org_cost_hours"
    return words.say(message, cost=words.brief(amount) if brief else words.amount(amount))


def assumed_groups(structure: Structure, words: Sentences) -> str:
    """How many groups of a structure the model took of itself; empty if it did not.

    It does for a range or no answer, and where no question asks for them: then they follow from the
    size of the service. The reader may also have named them, one by one.
    """
    by, result = structure.pooling.by, words.recommendation
    if by == "one" or by in result.inputs.given:
        return ""
    count = getattr(result.inputs.numbers, by)
    if len(result.profile.names.get(by, ())) == count:
        return ""
    name, n = words.text(words.guide.assumptions[by].name), words.exact(count)
    factor = next((f for f in words.guide.factors.values() if f.counts == by), None)
    if factor is None:
        return words.say("org_assumed_size", name=name, n=n)
    written = result.answers.written.get(factor.id)
    if written is None:
        return words.say("org_assumed_open", name=name, n=n)
    level = result.answers.levels.get(factor.id)  # none where the answer names two
    if level:
        low, following = factor.range_of(level)
        if following - low == 1:
            return ""
    return words.say("org_assumed", name=name, n=n, answer=words.answer(factor.id, written))


class _Titles:
    """The words in the boxes of one structure."""

    def __init__(
        self,
        structure: Structure,
        heads: Set[str],
        boxes: Sequence[Unit],
        recommendation: Recommendation,
        guide: Guide,
        language: str,
    ) -> None:
        self.structure = structure
        self.heads = heads
        self.names: Mapping[str, tuple[str, ...]] = recommendation.profile.names
        self.words = Sentences(recommendation, guide, language)
        self.shared = self.words.shared_groups(structure)
        self.groups = groups_of(structure.pooling, recommendation.inputs.numbers)
        self.is_one = len({group for box in boxes if box.teams for group in box.groups}) == 1
        self.above = {box.id: box for box in boxes}
        self.below: dict[str | None, list[Unit]] = {}
        for box in boxes:
            self.below.setdefault(box.reports_to, []).append(box)

    def title(self, unit: Unit) -> str:
        """What a box is, in its first line."""
        words, lead = self.words, self.structure.chart.role_lead
        if unit.kind == SECOND_LINE and lead:
            return words.text(lead)
        if unit.kind in TITLES:
            return words.say(TITLES[unit.kind])
        if self.within(unit) or (self.is_one and unit.teams):
            if unit.kind == "team":
                return words.say("org_team_only" if unit.places == 1 else "org_team", n=unit.place)
            return self._teams(unit)
        return self._leads(self._groups(unit)) or words.say("org_manager")

    def within(self, unit: Unit) -> str:
        """The group of a box below another that is for this group alone."""
        above = self.above.get(unit.reports_to or "")
        is_within = above and unit.group and above.groups == unit.groups
        return self.group(*unit.groups[0]) if is_within else ""

    def notes(self, unit: Unit) -> tuple[str, ...]:
        """What else is said of a box, but for its cost."""
        words = self.words
        if unit.kind == HEAD:
            own = words.recommendation.profile.organisation
            assumed = assumed_groups(self.structure, words)
            names = self.names.get(self.structure.pooling.by, ())
            only = ", ".join(names[:1]) if self.is_one else ""
            return tuple(filter(None, (own, only, assumed, self.shared)))
        if unit.kind == "manager":
            return self._manager(unit, self.below[unit.id])
        if unit.kind == SECOND_LINE:
            return (words.say("org_second_line_note"),)
        if unit.kind in ("supervisor", "team"):
            return self._lead(unit)
        leaders = words.exact(unit.leaders)
        if self._is_counted(unit):
            return (words.say("org_team_leaders", n=leaders),)
        leads = self._head_of(unit)
        if unit.kind == "division" and not leads:
            leads = words.say("org_manager")
        told = words.say("org_teams", n=unit.teams, leaders=leaders)
        return tuple(filter(None, (leads, told)))

    def _manager(self, unit: Unit, below: Sequence[Unit]) -> tuple[str, ...]:
        """Of a manager's box: who that is, how many, and whom they lead of many alike."""
        words = self.words
        leads = self._head_of(unit) or words.say("org_manager")
        if not self._groups(unit):  # it is called manager
            leads = self.title(below[0])
            if below[0].kind != SECOND_LINE:
                leads = self._places(below[0].place, below[-1].place + below[-1].teams - 1)
        more = int(unit.count) - 1
        told = words.say("org_more_managers", n=more) if more else ""
        return tuple(filter(None, (leads, told)))

    def _lead(self, unit: Unit) -> tuple[str, ...]:
        """Who leads a team, where it is not the head of service or of the group, or several."""
        words, lead = self.words, self.structure.chart.lead
        if unit.kind == "supervisor":
            return (self._head_of(unit) or words.say("org_supervisor"), words.say("org_leads_too"))
        if not unit.leaders:
            return ()
        if self.within(unit) or self.is_one:
            return (words.say("org_supervisor"),)
        if unit.places > 1:
            place = words.say("org_place", n=unit.place, of=unit.places)
            return tuple(filter(None, (self._head_of(unit), place)))
        is_usual = lead and unit.group == self.structure.pooling.by
        return (words.text(lead) if is_usual and lead else words.say("org_supervisor"),)

    def _head_of(self, unit: Unit) -> str:
        """What whoever leads a whole group is called, if a box has that post and no other group."""
        lead = self.structure.chart.lead
        is_head = len(unit.groups) == 1 and not self.heads.isdisjoint(unit.posts)
        return self.words.text(lead) if lead and is_head else ""

    def _groups(self, unit: Unit) -> tuple[tuple[str, int], ...]:
        """The groups that a box is for; none for a manager of the second line or in one pool."""
        if unit.kind != "manager" or unit.group not in ("", SECOND_LINE):
            return unit.groups
        groups = tuple(dict.fromkeys(box.groups[0] for box in self.below[unit.id]))
        return groups if len(groups) > 1 else ()

    def _teams(self, unit: Unit) -> str:
        """What a box of several teams is called: how many, or which the head has of all."""
        if self._is_counted(unit):
            return self.words.say("org_teams_all", n=unit.teams)
        return self._places(unit.place, unit.place + unit.teams - 1)

    def _is_counted(self, unit: Unit) -> bool:
        """Whether the box above several teams says which they are."""
        above = self.above[unit.reports_to or HEAD]
        return bool(self.within(unit)) or (self.is_one and above.kind == "manager")

    def _places(self, first: int, last: int) -> str:
        """Teams by their places in their group."""
        if first == last:
            return self.words.say("org_team", n=first)
        return self.words.say("org_teams_some", first=first, last=last)

    def _leads(self, groups: Sequence[tuple[str, int]]) -> str:
        names = [self.group(*group) for group in groups]
        if len(names) <= MOST_GROUPS:
            return ", ".join(names)
        return self.words.say("org_groups", first=names[0], last=names[-1], n=len(names))

    def group(self, kind: str, number: int) -> str:
        """The name of a group: the reader's, or its kind and number.

        One that serves several products is called after none of them.
        """
        if self.shared and kind == self.structure.pooling.by:
            if self.groups == 1:
                return self.words.say("org_experts")
            return self._numbered("org_experts_of", number)
        given = self.names.get(kind, ())
        if number <= len(given):
            return given[number - 1]
        return self._numbered(f"org_group_{kind}", number)

    def _numbered(self, message: str, number: int) -> str:
        told = self.words.say(message, n=number)
        return NO_BREAK.join(told.rsplit(" ", 1)) if told.endswith(str(number)) else told
