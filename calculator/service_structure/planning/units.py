"""The boxes of an organisation chart: posts put together until they are few enough to read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from service_structure.planning.posts import HEAD, SECOND_LINE, Post

MOST_BOXES = 30
"""Boxes that a reader takes in; of more, teams are put together."""


@dataclass(frozen=True)
class Unit:
    """One box: posts that stand together.

    `kind` says what: "head", "manager", "second_line" or the "supervisor" who leads those of other
    teams alone; a "team" with its supervisor; all teams of one "group" that have the same manager;
    a "division", all below a manager; or "rest", all below the head. `groups` are the groups it is
    for and their numbers, as in Post, `group` that of the last one; it has `teams` teams, from
    `place` on, of the `places` teams of its group. `count` and `yearly_cost` are the sums of its
    posts; `leaders` of them are supervisors and managers.
    """

    id: str
    kind: str
    group: str
    groups: tuple[tuple[str, int], ...]
    place: int
    teams: int
    places: int
    leaders: float
    count: float
    yearly_cost: float
    reports_to: str | None
    also_reports_to: str | None
    posts: tuple[str, ...]


def units(posts: Sequence[Post], most: int | None = MOST_BOXES) -> tuple[Unit, ...]:
    """The posts in boxes, in the order of their groups, each after the one that it reports to.

    `most` None puts none together. Otherwise teams are also put together where a manager leads
    several groups of them: each group then is a box of his.
    """
    by_id = {post.id: post for post in posts}
    found: tuple[Unit, ...] = ()
    for kind, key in LEVELS.items():
        found = _boxes(posts, by_id, kind, key)
        if most is None or (len(found) <= most and not _mixed(found)):
            break
    return tuple(_in_order(found, posts))


def _mixed(boxes: Sequence[Unit]) -> bool:
    """Whether teams of several groups, of which one has several, hang below one manager."""
    groups: dict[str | None, set[tuple[str, int]]] = {}
    for box in boxes:
        if box.kind == "team":
            groups.setdefault(box.reports_to, set()).add(box.groups[0])
    return any(
        box.kind == "team" and box.places > 1 and len(groups[box.reports_to]) > 1 for box in boxes
    )


def _in_order(boxes: Sequence[Unit], posts: Sequence[Post]) -> Iterator[Unit]:
    """Boxes by the first team in or below them; those without one, such as a second line, first."""
    teams = {post.id: place for place, post in enumerate(posts) if post.kind == "team"}
    below: dict[str | None, list[Unit]] = {}
    for box in boxes:
        below.setdefault(box.reports_to, []).append(box)

    def first_team(box: Unit) -> int:
        own = [teams[post] for post in box.posts if post in teams]
        return min([*own, *map(first_team, below.get(box.id, ()))], default=-1)

    def in_turn(superior: str | None) -> Iterator[Unit]:
        for box in sorted(below.get(superior, ()), key=first_team):
            yield box
            yield from in_turn(box.id)

    return in_turn(None)


def heads(posts: Sequence[Post], by: str) -> frozenset[str]:
    """The posts of those who lead a whole group, for the groups by which a structure is divided.

    That is a manager who is for this group alone, or else its first supervisor. Where all teams are
    one group, it has no other head than the service.
    """
    found: dict[int, str] = {}
    for post in posts:
        if post.kind in ("manager", "supervisor") and post.group == by:
            found.setdefault(post.number, post.id)
    several = len({(post.group, post.number) for post in posts if post.kind == "team"}) > 1
    return frozenset(found.values()) if several else frozenset()


type Key = Callable[[Post, Post, bool], str]
"""The id of the box of a supervisor or manager: the post, its superior, whether it leads such."""


def _own_group(post: Post, superior: Post, leads: bool) -> str:
    return post.id if leads else f"{superior.id}_{post.group}_{post.number}"


def _division(post: Post, superior: Post, leads: bool) -> str:
    if "manager" in (post.kind, superior.kind):
        return post.id if post.kind == "manager" else superior.id
    return f"all_{post.group}_{post.number}"


LEVELS: Mapping[str, Key] = {
    "team": lambda post, superior, leads: post.id,
    "group": _own_group,
    "division": _division,
    "rest": lambda post, superior, leads: "rest" if post.group != "hub" else "rest_hub",
}


def _boxes(
    posts: Sequence[Post], by_id: Mapping[str, Post], level: str, key: Key
) -> tuple[Unit, ...]:
    """The posts in boxes of one level."""
    leading = {post.reports_to for post in posts if post.kind == "supervisor"}
    box_of: dict[str, str] = {}
    for post in posts:
        superior = post.reports_to or ""
        if post.kind in (HEAD, SECOND_LINE) or post.group == SECOND_LINE:
            box_of[post.id] = post.id
        elif post.kind != "team":
            box_of[post.id] = key(post, by_id[superior], post.id in leading)
        elif superior == HEAD:
            box_of[post.id] = post.id
        elif superior in leading and box_of[superior] == superior:  # she leads others, too
            box_of[post.id] = key(post, by_id[superior], False)
        else:
            box_of[post.id] = box_of[superior]
    members: dict[str, list[Post]] = {}
    for post in posts:
        members.setdefault(box_of[post.id], []).append(post)
    places: dict[tuple[str, int], int] = {}
    for post in posts:
        if post.kind == "team":
            places[post.group, post.number] = post.place
    return tuple([_unit(name, own, level, box_of, places) for name, own in members.items()])


def _unit(
    name: str,
    own: Sequence[Post],
    level: str,
    box_of: Mapping[str, str],
    places: Mapping[tuple[str, int], int],
) -> Unit:
    first, last = own[0], own[-1]
    teams = [post for post in own if post.kind == "team"]
    kind = last.kind if len(own) == 1 else "team" if len(own) == 2 and teams else level
    if kind == "division" and first.kind != "manager":  # the head leads it without a manager
        kind = "group"
    outside = [box_of.get(post.reports_to or "") for post in own]
    also = [box_of.get(post.also_reports_to or "") for post in own]
    return Unit(
        id=name,
        kind=kind,
        group=last.group,
        groups=tuple(dict.fromkeys((post.group, post.number) for post in teams or own)),
        place=teams[0].place if teams else 1,
        teams=len(teams),
        places=places.get((last.group, last.number), 0),
        leaders=fsum(post.count for post in own if post.kind != "team"),
        count=fsum(post.count for post in own),
        yearly_cost=fsum(post.yearly_cost for post in own),
        reports_to=next((box for box in outside if box not in (name, None)), None),
        also_reports_to=next((box for box in also if box not in (name, None)), None),
        posts=tuple([post.id for post in own]),
    )
