"""Values of the calendar by TIMEX3: the days that a value covers, the value that a day has."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from toolkit.words import Memo

# Characters of an ISO date that name a unit; all of them for a day, and for hours and the like.
LENGTHS = {"century": 2, "decade": 3, "year": 4, "month": 7}


class Interval(NamedTuple):
    """A unit of the calendar, with its first and last day."""

    unit: str
    first: date
    last: date


@dataclass(frozen=True, eq=False)
class Calendar:
    """The units of dates.toml, and what follows from them; the fields are its tables."""

    values: re.Pattern[str]
    months: dict[str, int]
    days: dict[str, float]
    seasons: dict[str, int]
    designators: dict[str, str]
    multiples: dict[str, list[Any]]
    halves: dict[str, str]

    def move(self, day: date, count: float, unit: str) -> date:
        """The day `count` units away; the last of the month where the month is too short."""
        if unit in self.days:
            return day + timedelta(int(count * self.days[unit]))
        months = day.year * 12 + day.month - 1 + round(count * self.months[unit])
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))

    def name(self, day: date, unit: str) -> str:
        """The value of the unit that the day lies in; of the day itself for hours and the like."""
        if unit in ("week", "weekend"):
            week = "{:04}-W{:02}".format(*day.isocalendar())
            return week if unit == "week" else week + "-WE"
        if unit in ("quarter", "half"):
            number = (day.month - 1) // self.months[unit] + 1
            return f"{day.year:04}-{unit[0].upper()}{number}"
        return day.isoformat()[: LENGTHS.get(unit)]

    def name_moved(
        self, day: date | None, count: float, unit: str, named: str = ""
    ) -> str:
        """The value of the unit (or of `named`) that lies `count` units from a day; "" of none."""
        if not day:
            return ""
        step = "week" if unit == "weekend" else unit
        return self.name(self.move(day, count, step), named or unit)

    def interval(self, value: str) -> Interval | None:
        """Unit, first and last day of a value; None for what has no place in the calendar."""
        return self._intervals[value]

    @cached_property
    def _intervals(self) -> Memo[Interval | None]:
        """The same few days are asked for again and again."""
        return Memo(self._read_interval)

    def _read_interval(self, value: str) -> Interval | None:
        match = self.values.fullmatch(value)
        if not match:
            return None
        unit = str(match.lastgroup)
        try:
            first = self._first_day(value, unit, match[unit])
            return Interval(unit, first, self.move(first, 1, unit) - timedelta(1))
        except (ValueError, OverflowError):
            return None

    def _first_day(self, value: str, unit: str, place: str) -> date:
        if unit in ("day", "week", "weekend"):
            day = value.partition("T")[0]
            return date.fromisoformat(day.replace("WE", "6"))
        month = self.seasons.get(place)
        if not month:  # January, where the unit is a year or longer
            month = (int(place) - 1) * self.months[unit] % 12 + 1
        return date(int(value[:4].ljust(4, "0")), month, 1)

    def holiday(self, rule: str, year: int) -> date | None:
        """The first day of what comes once a year; None where that year has none.

        The rule is a value without its year (``09-10``, ``Q3``, ``SU``), ``11-22 4`` (the first
        Thursday, ISO 8601, from there on) or ``easter -2``.
        """
        begins, _, shift = rule.partition(" ")
        if begins == "easter":
            easter = pd.Timestamp(year, 1, 1) + pd.offsets.Easter()
            return easter.date() + timedelta(int(shift))
        found = self.interval(f"{year:04}-{begins}")
        if not found or not shift:
            return found and found.first
        return found.first + timedelta((int(shift) - found.first.isoweekday()) % 7)

    def duration(self, count: float | None, unit: str) -> str:
        """The value of a length of time.

        ``P3D``, ``PT2H``, ``PXY`` for some years; two and a half years are ``P2Y6M``, a decade is
        ``P10Y``.
        """
        if count and unit in self.multiples:
            unit, times = self.multiples[unit]
            count *= times
        half = ""
        if count and count % 1 == 0.5 and unit in self.halves:
            half = self.halves[unit]
            count -= 0.5
        number = "X" if count is None else format(count, ".15g")
        designator = self.designators[unit]
        whole = "" if number == "0" else number + designator[-1]
        return f"P{designator[:-1]}{whole}{half}"
