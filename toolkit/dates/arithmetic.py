"""Calendar arithmetic in TIMEX3 values: 2016-04-22, 2016-W16 (ISO 8601), 2016-Q2, 2016-SU, 201, 20."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from toolkit.dates.grammar import WORDS

CALENDAR: dict[str, dict[str, Any]] = WORDS["calendar"]
MONTHS, DAYS, SEASONS = CALENDAR["months"], CALENDAR["days"], CALENDAR["seasons"]
POINT = re.compile(
    r"(?P<century>\d\d)|(?P<decade>\d{3})|(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d)(?:T.*)?)?"
    r"|-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<season>SP|SU|FA|WI)|-W(?P<week>\d\d)(?P<weekend>-WE)?)?"
)


class Interval(NamedTuple):
    unit: str
    first: date
    last: date


def move(day: date, count: float, unit: str) -> date:
    """The day `count` units away; the last of the month where the month is too short."""
    if unit in DAYS:
        return day + timedelta(int(count * DAYS[unit]))
    year, month = divmod(day.year * 12 + day.month - 1 + round(count * MONTHS[unit]), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def name(day: date, unit: str) -> str:
    """The value of the unit that the day lies in; of the day itself for hours and the like."""
    if unit in ("week", "weekend"):
        return "{:04}-W{:02}".format(*day.isocalendar()) + "-WE" * (unit == "weekend")
    if unit in ("quarter", "half"):
        return f"{day.year:04}-{unit[0].upper()}{(day.month - 1) // MONTHS[unit] + 1}"
    return day.isoformat()[: {"century": 2, "decade": 3, "year": 4, "month": 7}.get(unit)]


def interval(value: str) -> Interval | None:
    """Unit, first and last day of a value; None for what has no place in the calendar."""
    if not (match := POINT.fullmatch(value)):
        return None
    unit = str(match.lastgroup)
    try:
        if unit in ("day", "week", "weekend"):
            first = date.fromisoformat(value[: 10 if unit == "day" else 8]) + timedelta(5 * (unit == "weekend"))
        else:  # January, where the unit is a year or longer
            month = SEASONS.get(match[unit]) or (int(match[unit]) - 1) * MONTHS[unit] % 12 + 1
            first = date(int(value[:4].ljust(4, "0")), month, 1)
        return Interval(unit, first, move(first, 1, unit) - timedelta(1))
    except (ValueError, OverflowError):
        return None


def holiday(rule: str, year: int) -> date | None:
    """The first day of what comes once a year: of a value without its year (``09-10``, ``Q3``, ``SU``), of ``11-22 4``
    (the first Thursday, ISO 8601, from there on) or ``easter -2``; None where that year has none."""
    begins, _, shift = rule.partition(" ")
    if begins == "easter":
        return (pd.Timestamp(year, 1, 1) + pd.offsets.Easter()).date() + timedelta(int(shift))
    found = interval(f"{year:04}-{begins}")
    return found and found.first + timedelta((int(shift) - found.first.isoweekday()) % 7 if shift else 0)


def duration(count: float | None, unit: str) -> str:
    """``P3D``, ``PT2H``, ``PXY`` for some years; two and a half years are ``P2Y6M``, a decade is ``P10Y``."""
    if count and unit in CALENDAR["multiples"]:
        unit, count = CALENDAR["multiples"][unit][0], count * CALENDAR["multiples"][unit][1]
    *clock, letter = CALENDAR["designators"][unit]
    half = CALENDAR["halves"].get(unit, "") if count and count % 1 == 0.5 else ""
    number = "X" if count is None else format(int(count) if half else count, ".15g")
    return "".join(["P", *clock, number + letter if number != "0" else "", half])
