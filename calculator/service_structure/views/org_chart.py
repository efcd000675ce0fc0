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
"""Groups that are named one by one in the box of a manager."""

DIGITS = 1
"""Decimals of full-time posts, as in the staffing table."""

TITLES: Mapping[str, str] = {
    HEAD: "diagram_head",
    "manager": "org_manager",
    "division": "org_manager",
    SECOND_LINE: "org_second_line",
    "rest": "org_all_teams",
}
"""The messages for boxes that are called after their posts."""

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Entry:
    """A box in words. `count` and `yearly_cost` are rounded so that all boxes add up."""

    unit: Unit
    title: str
    notes: tuple[str, ...]
    count: float
    yearly_cost: float


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
    below: dict[str | None, list[Unit]] = {}
    for box in boxes:
        below.setdefault(box.reports_to, []).append(box)
    leading = heads(found, guide.structures[structure].pooling.by)
    words = _Titles(guide.structures[structure], leading, recommendation, guide, language)
    entries = tuple(
        [
            Entry(box, words.title(box), words.notes(box, below.get(box.id, ())), count, cost)
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
            stack=f"{entry.unit.group} {entry.unit.numbers[0]}",
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

    def title(self, unit: Unit) -> str:
        """What a box is, in its first line."""
        words, lead = self.words, self.structure.chart.role_lead
        if unit.kind == SECOND_LINE and lead:
            return words.text(lead)
        if unit.kind == "manager" and self._head_of(unit):
            return self._head_of(unit)
        if unit.kind in TITLES and not self._is_whole(unit):
            return words.say(TITLES[unit.kind])
        if unit.group != "one":
            return self.group(unit.group, unit.numbers[0])
        if unit.kind != "team":
            return words.say("org_group_one")
        return words.say("org_team_only" if unit.places == 1 else "org_team", n=unit.place)

    def notes(self, unit: Unit, below: Sequence[Unit]) -> tuple[str, ...]:
        """What else is said of a box, but for its cost; `below` are the boxes that report to it."""
        words = self.words
        if unit.kind == HEAD:
            own = words.recommendation.profile.organisation
            assumed = assumed_groups(self.structure, words)
            return tuple(filter(None, (own, assumed, self.shared)))
        if unit.kind == "manager":
            groups = dict.fromkeys((box.group, n) for box in below for n in box.numbers)
            return self._leads(list(groups)) if self.structure.pooling.by != "one" else ()
        if unit.kind == SECOND_LINE:
            return (words.say("org_second_line_note"),)
        if unit.kind == "team":
            return self._lead(unit)
        numbers = [(unit.group, number) for number in unit.numbers]
        is_named = unit.kind in ("group", "whole_group") or self._is_whole(unit)
        leads = (self._head_of(unit),) if is_named else self._leads(numbers)
        if unit.group == "one" or not all(leads):
            leads = ()
        teams, leaders = len(unit.posts) - int(unit.leaders), words.exact(unit.leaders)
        return (*leads, words.say("org_teams", n=teams, leaders=leaders))

    def _lead(self, unit: Unit) -> tuple[str, ...]:
        """Who leads a team, where it is not the head of service herself."""
        words, lead = self.words, self.structure.chart.lead
        if not unit.leaders:
            return ()
        if unit.places > 1 and unit.group != "one":
            place = words.say("org_place", n=unit.place, of=unit.places)
            return tuple(filter(None, (self._head_of(unit), place)))
        is_usual = lead and unit.group == self.structure.pooling.by
        return (words.text(lead) if is_usual and lead else words.say("org_supervisor"),)

    def _head_of(self, unit: Unit) -> str:
        """What whoever leads a whole group is called, if a box has that post."""
        lead = self.structure.chart.lead
        return self.words.text(lead) if lead and not self.heads.isdisjoint(unit.posts) else ""

    def _is_whole(self, unit: Unit) -> bool:
        """Whether a manager and all below him are one group, of which he is the head."""
        return unit.kind == "division" and unit.posts[0] in self.heads

    def _leads(self, groups: Sequence[tuple[str, int]]) -> tuple[str, ...]:
        names = [self.group(*group) for group in groups]
        if not names:
            return ()
        if len(names) <= MOST_GROUPS:
            return (", ".join(names),)
        many = self.words.say("org_groups", first=names[0], last=names[-1], n=len(names))
        return (many,)

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
