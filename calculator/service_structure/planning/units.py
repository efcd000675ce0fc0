"""The boxes of an organisation chart: posts put together until they are few enough to read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from service_structure.planning.posts import HEAD, SECOND_LINE, Post

MOST_BOXES = 30
"""Boxes that a reader takes in; of more, teams are put together."""


@dataclass(frozen=True)
class Unit:
    """One box: posts that stand together.

    `kind` says what: "head", "manager" or "second_line" alone; a "team" with its supervisor; all
    teams of one "group" that have the same manager; a "division", all below a manager; a
    "whole_group" with the managers who lead most of it; or "rest", all below the head. `group` and
    `numbers` are the groups it is for, as in Post; `place` is its place, from 1, among the `places`
    teams of its group. `count` and `yearly_cost` are the sums of its posts; `leaders` of them are
    supervisors and managers.
    """

    id: str
    kind: str
    group: str
    numbers: tuple[int, ...]
    place: int
    places: int
    leaders: float
    count: float
    yearly_cost: float
    reports_to: str | None
    also_reports_to: str | None
    posts: tuple[str, ...]


def units(posts: Sequence[Post], most: int | None = MOST_BOXES) -> tuple[Unit, ...]:
    """The posts in boxes, in the order of their groups, each after the one that it reports to.

    `most` None puts none together.
    """
    by_id = {post.id: post for post in posts}
    found: tuple[Unit, ...] = ()
    for kind, key in LEVELS.items():
        found = _boxes(posts, by_id, kind, key)
        if most is None or len(found) <= most:
            break
    return tuple(_in_order(found, posts))


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

    That is the manager who leads all supervisors of the group and no others, if there are several;
    otherwise the first of them.
    """
    of_group: dict[int, list[Post]] = {}
    spans = Counter([post.reports_to for post in posts if post.kind == "supervisor"])
    for post in posts:
        if (post.kind, post.group) == ("supervisor", by):
            of_group.setdefault(post.number, []).append(post)
    managers = {post.id for post in posts if post.kind == "manager"}
    found = set()
    for own in of_group.values():
        superiors = {post.reports_to for post in own}
        superior = superiors.pop()
        is_own = len(own) > 1 and not superiors and spans[superior] == len(own)
        found.add(superior if superior in managers and is_own else own[0].id)
    return frozenset(filter(None, found))


type Key = Callable[[Post, Mapping[str, Post]], str]
"""The id of the box that a supervisor or manager below the head belongs to."""


def _own_group(post: Post, posts: Mapping[str, Post]) -> str:
    return f"{post.reports_to}_{post.group}_{post.number}" if post.kind != "manager" else post.id


def _division(post: Post, posts: Mapping[str, Post]) -> str:
    return post.reports_to or "" if _has_manager(post, posts) else _own_group(post, posts)


def _whole_group(post: Post, posts: Mapping[str, Post]) -> str:
    led = [post]
    if post.kind == "manager":
        led = [own for own in posts.values() if own.reports_to == post.id]
    groups = Counter([f"all_{own.group}_{own.number}" for own in led if own.kind == "supervisor"])
    return groups.most_common(1)[0][0] if groups else post.id


def _has_manager(post: Post, posts: Mapping[str, Post]) -> bool:
    return post.kind != "manager" and posts[post.reports_to or HEAD].kind == "manager"


LEVELS: Mapping[str, Key] = {
    "team": lambda post, posts: post.id,
    "group": _own_group,
    "division": _division,
    "whole_group": _whole_group,
    "rest": lambda post, posts: "rest" if post.group != "hub" else "rest_hub",
}


def _boxes(
    posts: Sequence[Post], by_id: Mapping[str, Post], level: str, key: Key
) -> tuple[Unit, ...]:
    """The posts in boxes of one level."""
    box_of: dict[str, str] = {}
    for post in posts:
        if post.kind in (HEAD, SECOND_LINE):
            box_of[post.id] = post.id
        elif post.kind == "team":  # with its supervisor, unless that is the head
            box_of[post.id] = box_of[post.reports_to or ""]
            if box_of[post.id] == HEAD:
                box_of[post.id] = post.id
        else:
            box_of[post.id] = key(post, by_id)
    members: dict[str, list[Post]] = {}
    for post in posts:
        members.setdefault(box_of[post.id], []).append(post)
    places: dict[tuple[str, int], list[str]] = {}
    for name, own in members.items():
        if own[-1].kind == "team":
            places.setdefault((own[-1].group, own[-1].number), []).append(name)
    return tuple([_unit(name, own, level, box_of, places) for name, own in members.items()])


def _unit(
    name: str,
    own: Sequence[Post],
    level: str,
    box_of: Mapping[str, str],
    places: Mapping[tuple[str, int], Sequence[str]],
) -> Unit:
    first, last = own[0], own[-1]
    is_single = len(own) == 1 and first.kind != "team"
    kind = first.kind if is_single else "team" if last.kind == "team" and len(own) < 3 else level
    if kind == "division" and first.kind != "manager":  # the head leads it without a manager
        kind = "group"
    numbers = dict.fromkeys(post.number for post in own if post.kind == "team")
    together = places.get((last.group, last.number), [name]) if len(numbers) == 1 else [name]
    outside = [box_of.get(post.reports_to or "") for post in own]
    also = [box_of.get(post.also_reports_to or "") for post in own]
    return Unit(
        id=name,
        kind=kind,
        group=last.group,
        numbers=tuple(numbers) or (first.number,),
        place=together.index(name) + 1,
        places=len(together),
        leaders=fsum(post.count for post in own if post.kind != "team"),
        count=fsum(post.count for post in own),
        yearly_cost=fsum(post.yearly_cost for post in own),
        reports_to=next((box for box in outside if box not in (name, None)), None),
        also_reports_to=next((box for box in also if box not in (name, None)), None),
        posts=tuple([post.id for post in own]),
    )
