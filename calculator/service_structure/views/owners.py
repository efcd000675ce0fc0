"""Who is accountable for a change, in words."""

from collections import Counter
from typing import TYPE_CHECKING

from service_structure.views.sentences import Sentences

if TYPE_CHECKING:  # the plan is worked out only where it is told of
    from service_structure.planning.plan import Plan


def owner(plan: "Plan") -> str:
    """The role that is accountable for most tasks."""
    return Counter([step.task.accountable for step in plan.steps]).most_common(1)[0][0]


def owners(plan: "Plan", words: Sentences) -> str:
    """Who is accountable: for most tasks, and for which of them another role."""
    roles = words.guide.planning.roles
    by_role: dict[str, list[str]] = {owner(plan): []}
    for step in plan.steps:
        told = words.inside(words.text(step.task.name))
        by_role.setdefault(step.task.accountable, []).append(told)
    first, *others = by_role
    names = {role: words.inside(words.text(roles[role].name)) for role in by_role}
    told = [words.say("plan_owner", role=names[first])]
    told += [
        words.say("plan_owner_but", role=names[role], tasks="; ".join(by_role[role]))
        for role in others
    ]
    return f"{'; '.join(told)}."
