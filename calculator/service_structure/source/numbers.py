"""The numbers of an organisation that the staffing model reckons with."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

WEEKS, MONTHS = 52, 12
"""Of a year."""

MOST_ERLANGS = 100_000
"""The most work that the model reckons with, in people who are busy at once."""


@dataclass(frozen=True)
class Numbers:
    """What the staffing model reckons with; `assumptions.toml` says what each number means.

    Shares are in per cent, times in seconds, hours per week. `max_mean_wait` 0 is no such target;
    `patience` 0 means that nobody gives up; contacts of a day or month, monthly pay, today's
    supervisors, the cost of a seat and other costs of a move are 0 where they are not known. From
    `seat_cost` on they are the numbers of a move from today's structure (planning/budget.py): no
    structure is rated by them.
    """

    agents: float
    contacts_per_hour: float
    contacts_per_day: float
    contacts_per_month: float
    aht: float
    service_level: float
    answer_within: float
    max_mean_wait: float
    patience: float
    max_occupancy: float
    regions: int
    products: int
    functions: int
    customer_groups: int
    unevenness: float
    product_gain: float
    trade_gain: float
    trade_repetition: float
    backup_loss: float
    cross_trained: float
    hub_share: float
    first_line_share: float
    transfer_rate: float
    transfer_time: float
    coordination_time: float
    project_span: float
    hours_per_week: float
    average_load: float
    minimum_crew: int
    paid_hours: float
    shrinkage: float
    supervisors: float
    span: float
    manager_span: float
    monthly_pay: float
    on_costs: float
    agent_cost: float
    expert_pay: float
    supervisor_cost: float
    manager_cost: float
    seat_cost: float
    attrition: float
    hiring_cost: float
    training_weeks: float
    ramp_up_weeks: float
    retraining_weeks: float
    severance_months: float
    move_months: float
    double_running: float
    dip: float
    dip_months: float
    move_other: float


NUMBERS = tuple(field.name for field in fields(Numbers))
BY_PERIOD: tuple[Mapping[str, str], ...] = (
    {
        "in_an_hour": "contacts_per_hour",
        "in_a_day": "contacts_per_day",
        "in_a_week": "contacts_per_month",
        "in_a_month": "contacts_per_month",
        "in_a_year": "contacts_per_month",
    },
    {
        "in_an_hour": "agent_cost",
        "in_a_week": "monthly_pay",
        "in_a_month": "monthly_pay",
        "in_a_year": "monthly_pay",
    },
)
"""Numbers that say the same over another period, by the unit of the period."""

PERIODS: Mapping[str, tuple[str, ...]] = {
    "supervisor_cost": ("in_an_hour",),
    "manager_cost": ("in_an_hour",),
    "seat_cost": ("in_a_week", "in_a_month", "in_a_year"),
    **{name: tuple(numbers) for numbers in BY_PERIOD for name in numbers.values()},
}
"""The units of periods that may stand beside a number; beside any other number none may."""

CONTACTS = frozenset(BY_PERIOD[0].values())
"""The numbers that say how many contacts there are."""

FIELD_OF = {"contacts_per_day": "contacts_per_hour", "contacts_per_month": "contacts_per_hour"}
"""Numbers without a field of their own, and the number in whose field they are typed."""

KNOWN = "known"
"""The group of the numbers that readers know themselves, the first in the form."""

WHOLE = frozenset(field.name for field in fields(Numbers) if field.type is int)
