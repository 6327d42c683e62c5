"""Weekdays with their week named beside: "Monday last week", "a week from Tuesday"."""

from datetime import date, timedelta

from toolkit.dates.context import Context, anchor
from toolkit.dates.counts import count_of

WEEK = 7  # days


def resolve_weekday_of_week(context: Context) -> str:
    """ "Wednesday of last week", "a week ago Monday", "the Friday before last".

    Of a longer unit ("a year ago Monday") the value is that of the unit alone.
    """
    day = _find_day(context)
    part = context.said("part")
    return f"{day}T{part}" if part else day


def resolve_weekday_start(context: Context) -> str:
    """ "Monday" of "Monday and Tuesday of last week"."""
    return resolve_weekday_of_week(context.with_ahead())


def _find_day(context: Context) -> str:
    base = context.published
    if context.has({"that", "anchored"}):
        base = anchor(context) or base
    if base is None:
        number = context.said("weekday")
        return f"XXXX-WXX-{number}" if number else ""
    if context.has({"ago", "from"}):
        return _count_from_day(base, context)
    if context.has({"beside"}):
        return _skip_one(base, context)
    return _name_in(base, context.shift() or 0, context)


def _skip_one(base: date, context: Context) -> str:
    """ "The Friday before last", "the month after next"."""
    direction = context.said("beside")
    if context.unit():
        return _name_in(base, 2 * direction, context)
    return str(_nearest(base, direction, context) + timedelta(direction * WEEK))


def _name_in(base: date, count: int, context: Context) -> str:
    """The weekday of the week so many away, or the unit where there is none or it is longer."""
    unit = context.unit()
    number = context.said("weekday")
    if unit != "week" or not number:
        return context.calendar.name_moved(base, count, unit)
    monday = base - timedelta(base.weekday())
    return str(monday + timedelta(count * WEEK + number - 1))


def _count_from_day(base: date, context: Context) -> str:
    """ "A week ago Monday", "two weeks from Friday", "a year ago today"."""
    direction = context.said("ago") or 1
    unit = context.unit()
    count = direction * (count_of(context) or 0)
    named = unit
    if "today" in context.parts:
        base += timedelta(context.said("today"))
        named = "day"
    elif unit in context.calendar.days:
        today = (context.said("weekday") - base.isoweekday()) % WEEK == 0
        base = base if today else _nearest(base, direction, context)
        named = "day"
    return context.calendar.name_moved(base, count, unit, named)


def _nearest(base: date, direction: int, context: Context) -> date:
    """The next such weekday (1), or the last (-1), not the day itself."""
    away = (context.said("weekday") - base.isoweekday()) % WEEK
    if direction < 0:
        return base + timedelta(away - WEEK)
    return base + timedelta(away or WEEK)
