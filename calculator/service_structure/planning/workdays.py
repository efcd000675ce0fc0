"""Working days: Monday to Friday. Holidays differ by country and year, and are not known here."""

from datetime import date, timedelta

WEEK, YEAR = 5, 260
QUARTER = YEAR // 4
SATURDAY = 5


def working_day(start: date, number: int) -> date:
    """The working day so many after the first one, which is `start` or the Monday after it.

    >>> working_day(date(2026, 11, 28), 0), working_day(date(2026, 11, 28), 5)
    (datetime.date(2026, 11, 30), datetime.date(2026, 12, 7))
    """
    if start.weekday() >= SATURDAY:
        start += timedelta(7 - start.weekday())
    weeks, days = divmod(start.weekday() + number, WEEK)
    return start + timedelta(7 * weeks + days - start.weekday())


def working_days(calendar_days: int) -> int:
    """The fewest working days that never span less than so many calendar days.

    >>> working_days(62), working_days(30)
    (45, 22)
    """
    weeks, days = divmod(calendar_days, 7)
    return WEEK * weeks + min(days, WEEK)
