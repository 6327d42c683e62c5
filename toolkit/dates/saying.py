"""A TIMEX3 value in plain words."""

import re
from datetime import date

from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.wording import say, say_day

SHAPE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<time>[A-Z]{2}|\d\d(?::\d\d)?))?)?"
    r"|W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|(?P<part>[QH]\d|[A-Z]{2})))?(?![\d-])"
)


def say_time(value: str, lexicons: Lexicons = PACKAGED) -> str:
    """A time with a place in the calendar, in words; "" for a length of time and what is vague.

    Parameters
    ----------
    value
        As `toolkit.find_dates` gives it, TIMEX3 (Pustejovsky et al. 2003).
    lexicons
        Whose ``[times]`` and ``[months]`` of ``sentences.toml`` give the words.

    >>> say_time("2024-03-17TMO"), say_time("2024-W12"), say_time("P1Y"), say_time("199")
    ('17 Mar 2024, morning', 'week of 18 Mar 2024', '', '1990s')
    """
    if value.isdigit() and len(value) < 4:
        return _say_round(value, lexicons)
    found = SHAPE.match(value)
    if not found:
        return ""
    try:
        return _say_shape(found, lexicons)
    except ValueError:  # no such day: it stands as it was found
        return value


def _say_round(value: str, lexicons: Lexicons) -> str:
    """A decade (three figures) or a century (two)."""
    if len(value) == 3:
        return say("times.decade", lexicons, year=f"{value}0")
    return say("times.century", lexicons, year=f"{value}00")


def _say_shape(found: re.Match[str], lexicons: Lexicons) -> str:
    year = int(found["year"])
    if found["part"]:
        part = say(f"times.{found['part']}", lexicons)
        return say("times.in_year", lexicons, part=part, year=found["year"])
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        key = "times.weekend" if found["weekend"] else "times.week"
        return say(key, lexicons, day=say_day(monday, lexicons))
    if not found["month"]:
        return found["year"]
    if not found["day"]:
        return say("times.month", lexicons, day=date(year, int(found["month"]), 1))
    day = say_day(date(year, int(found["month"]), int(found["day"])), lexicons)
    if not found["time"]:
        return day
    time = found["time"]
    if time.isalpha():
        time = say(f"times.{time}", lexicons)
    return say("times.in_day", lexicons, day=day, time=time)
