"""Calendar arithmetic in TIMEX3 values: 2016-04-22, 2016-W16, 2016-Q2, 2016-SU, 201, 20.

Weeks are those of ISO 8601. Seasons are the meteorological ones of the north; winter begins in December of its year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the month each begins
MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS = {"fortnight": 14, "week": 7, "day": 1, "hour": 1 / 24, "minute": 1 / 1440, "second": 1 / 86400}
POINT = re.compile(
    r"(?P<century>\d\d)|(?P<decade>\d{3})|(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI)|-W(?P<week>\d\d)(?P<weekend>-WE)?)?"
)


class Interval(NamedTuple):
    """The first and the last day of a value, and its unit."""

    unit: str
    first: date
    last: date


def move(day: date, count: float, unit: str) -> date:
    """The day `count` units away; the last of the month where the month is too short."""
    if unit in DAYS:
        return day + timedelta(days=int(count * DAYS[unit]))
    year, month = divmod(day.year * 12 + day.month - 1 + round(count * MONTHS[unit]), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def name(day: date, unit: str) -> str:
    """The value of the unit that the day lies in; of the day itself for hours and the like."""
    year = f"{day.year:04}"
    return {
        "week": "{:04}-W{:02}".format(*day.isocalendar()),
        "month": f"{year}-{day.month:02}",
        "quarter": f"{year}-Q{(day.month + 2) // 3}",
        "half": f"{year}-H{(day.month + 5) // 6}",
        "year": year,
        "decade": year[:3],
        "century": year[:2],
    }.get(unit, day.isoformat())


def interval(value: str) -> Interval | None:
    """Where a value lies in the calendar; None for what has no place there.

    >>> interval("2016-W16")
    Interval(unit='week', first=datetime.date(2016, 4, 18), last=datetime.date(2016, 4, 24))
    """
    match = POINT.fullmatch(value)
    if match is None:
        return None
    unit = str(match.lastgroup)
    try:
        year, number = int(value.ljust(4, "0")[:4]), match[unit]
        if unit in ("week", "weekend"):
            monday = date.fromisocalendar(year, int(match["week"]), 1)
            return Interval(unit, monday + timedelta(5 * (unit == "weekend")), monday + timedelta(6))
        if unit == "day":
            day = date.fromisoformat(value[:10])
            return Interval(unit, day, day)
        month = SEASONS.get(number) or ((int(number) - 1) * MONTHS[unit] + 1 if len(value) > 4 else 1)
        first = date(year, month, 1)
        return Interval(unit, first, move(first, 1, unit) - timedelta(1))
    except (ValueError, OverflowError):
        return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date:
    """The day of a rule of the lexicon: ``12-25``, ``11 4th 4`` (fourth Thursday; ``last``), ``easter -2``."""
    first, *rest = rule.split()
    if first == "easter":
        return easter(year) + timedelta(int(rest[0]))
    if not rest:
        return date(year, *map(int, first.split("-")))
    which, weekday, *more = rest
    begin = date(year, int(first), 1)
    begin = move(begin, 1, "month") - timedelta(7) if which == "last" else begin + timedelta(7 * int(which[0]) - 7)
    return begin + timedelta((int(weekday) - begin.isoweekday()) % 7 + sum(map(int, more)))


DURATIONS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q",
             "year": "Y", "decade": "E", "century": "C"}  # fmt: skip


def duration(count: float | None, unit: str) -> str:
    """``P3D``, ``PT2H``, ``PXY`` for some years; two and a half years are ``P2Y6M``, a decade is ``P10Y``."""
    if unit == "fortnight":
        count, unit = (count * 2 if count else None), "week"
    if count and unit in ("decade", "century"):
        count, unit = count * MONTHS[unit] / 12, "year"
    clock, letter = DURATIONS[unit][:-1], DURATIONS[unit][-1]
    if count is None:
        return f"P{clock}X{letter}"
    rest = {"Y": "6M", "TH": "30M", "TM": "30S"}.get(DURATIONS[unit], "") if count % 1 == 0.5 else ""
    whole = f"{int(count)}{letter}" if int(count) else ""
    return f"P{clock}{whole}{rest}" if rest else f"P{clock}{count:.15g}{letter}"
