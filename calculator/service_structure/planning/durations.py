"""How long a task takes in a service of so many agents.

The guide states days for a service of `plan_agents` agents. Four times as many people take twice
the time, no less than `plan_least` and no more than `plan_most` per cent of the days stated.
"""

from math import sqrt

from service_structure.source.plan_records import Days, Task
from service_structure.source.records import Guide


def pace(agents: float, guide: Guide) -> float:
    """By what the days of a task are multiplied in a service of so many agents.

    >>> from service_structure import load_guide
    >>> [round(pace(agents, load_guide()), 2) for agents in (1, 12.5, 50, 200, 1000)]
    [0.35, 0.5, 1.0, 2.0, 2.0]
    """
    settings = ("plan_agents", "plan_least", "plan_most")
    stated, least, most = [guide.assumptions[name].value for name in settings]
    return min(max(sqrt(agents / stated), least / 100), most / 100)


def days_of(task: Task, pace: float) -> Days:
    """What one run of a task takes at a pace, in whole days and no less than the task's `least`."""
    times = {"grows": pace, "shrinks": min(pace, 1.0), "same": 1.0}[task.with_size]
    stated = (task.days.low, task.days.usual, task.days.high)
    return Days(*(max(round(days * times), task.least) for days in stated))
