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
        task = words.inside(words.text(step.task.name))
        by_role.setdefault(step.task.accountable, []).append(task)
    told: list[str] = []
    for role, tasks in by_role.items():
        message = "plan_owner_but" if told else "plan_owner"
        name = words.inside(words.text(roles[role].name))
        told.append(words.say(message, role=name, tasks="; ".join(tasks)))
    return f"{'; '.join(told)}."
