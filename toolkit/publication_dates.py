"""Dates of publication as sources write them, and the moments that they mean."""

import re
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd

from toolkit.lexicons import Lexicons

# 3/4/2016, 3.4.2016 or 3-4-16
NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b"
    r"(?P<rest>.*)",
    re.S,
)
# Seconds or milliseconds since 1970.
EPOCH = re.compile(r"1?\d{9}(?:\d{3})?(?:\.\d*)?")
MILLISECONDS = 1e11  # from here on; as seconds it would be the year 5138
# 2016, April 2016, avril 2016, 2016 Apr, 2016/04, 04/2016, at whatever time: a chart would show a
# day that is none.
NO_DAY = re.compile(
    r"(?:\D*\d{4}\D*|\d{4}\s?[-/.]\s?\d\d?|\d\d?\s?[-/.]\s?\d{4})"
    r"(?:[T\s]\s?\d\d?:\d\d(?::\d\d)?)?"
)
YEAR = re.compile(r"\d{4}|[A-Z][a-z]{2}-\d\d")
# What a database writes where it has no date: 0000-00-00, 2016-00-00, and -0001 as of PHP.
NO_DATE = re.compile(
    r"0000\b|.*[ /-]0000\b|.*-00(?:-|\b(?!:))|-?\s*-0*1\b|.* -0*1\b", re.S
)
# Words ahead of a date, and names of UTC beside a distance to it.
NOISE = re.compile(
    r"^(?:Updated|Published|Posted)(?: on)?:? |(?<=GMT|UTC)(?=[+-])|\(UTC\)$"
)
SHORT_OFFSET = re.compile(r" (?:GMT|UTC)?([+-])(\d)$")
LAST_WORD = re.compile(r"\b[A-Za-z]+$")
OFFSET = re.compile(r"[+-]\d\d:\d\d")
MIDNIGHT = re.compile(r"(?<=\d[T ])24(?=:00(?::00)?(?:\D|$))")  # the end of a day
AT = re.compile(r"\s+@\s+")
# Mercredi 6 juillet 2016 à 10h05, 6. Juli 2016 um 10:05 Uhr, 1er mars 2016, 6 de julio de 2016
WORD = r"[^\W\d_]+"
DAY_MONTH = re.compile(
    rf"(?:{WORD}\.?,?\s+)?(?:(?:el|le|den|il|am)\s+)?"
    rf"(?P<day>\d{{1,2}})(?:er|ers|º|°|ª|\.|st|nd|rd|th)?[\s-]*(?:de\s+|d['’])?\s*"
    rf"(?P<month>{WORD})\.?,?[\s-]*(?:del?\s+)?(?P<year>\d{{4}})\b(?P<rest>.*)",
    re.S | re.I,
)
# What stands behind a day: a time and a zone.
TIME = re.compile(
    r"[\s,]*(?:(?:T|at|um|à|a las|alle(?: ore)?|às|om|kl\.?|ore|-|–|@)\s*)?"
    r"(?:(?P<hour>\d{1,2})\s*[:.hH]\s*(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?:Uhr|uur|h|hs|ore)\b\.?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>[A-Za-z]{1,5}|(?:GMT|UTC)?[+-]\d\d:?\d\d)?)?\s*",
    re.I,
)


FIRST_OF_1900 = 69  # of years with two digits, as POSIX reads them


class DateWords(NamedTuple):
    """The distance to UTC by the abbreviation of a time zone, and the number of a month's name."""

    zones: Mapping[str, str]
    months: Mapping[str, int]


@cache
def date_words(lexicons: Lexicons) -> DateWords:
    """The words in dates of these lexicons; ValueError for one that cannot be meant."""
    zones = lexicons.column("time_zones.csv", "zone", "offset")
    for zone, offset in zones.items():
        if not OFFSET.fullmatch(offset):
            raise ValueError(
                f"time_zones.csv: {offset!r} of {zone} is no distance to UTC like +05:30"
            )
    months = {}
    for word, number in lexicons.column("months.csv", "word", "month").items():
        if not number.isdecimal() or not 1 <= int(number) <= 12:
            raise ValueError(f"months.csv: {number!r} of {word} is no month, 1 to 12")
        months[word.lower()] = int(number)
    return DateWords(zones, months)


class DayOrder:
    """Which number of 3/4/2016 the dates of a file show to be the day: what is over 12 is it."""

    def __init__(self) -> None:
        self.first = False
        self.second = False

    def add(self, stated: str) -> None:
        """One more date; a dotted one tells nothing: it always has the day first."""
        numeric = NUMERIC.match(stated)
        if numeric is None or numeric["mark"] == ".":
            return
        self.first = self.first or int(numeric["first"]) > 12
        self.second = self.second or int(numeric["second"]) > 12

    def tell(self) -> bool | None:
        """Whether the day stands first; None where the dates do not tell, or tell both."""
        return self.first if self.first != self.second else None


def guess_dayfirst(dates: Iterable[str]) -> bool | None:
    """Whether 3/4/2016 has the day first, by the other dates of its file, as `DayOrder` tells.

    >>> guess_dayfirst(["3/4/2016", "22/4/2016"])
    True
    """
    order = DayOrder()
    for stated in dates:
        order.add(stated)
    return order.tell()


def is_ambiguous(stated: str) -> bool:
    """Whether either number of a date may be the month; 3.4.2016 is in April everywhere."""
    numeric = NUMERIC.match(stated)
    if numeric is None or numeric["mark"] == ".":
        return False
    if numeric["first"] == numeric["second"]:
        return False
    return int(numeric["first"]) <= 12 and int(numeric["second"]) <= 12


def read_moment(
    stated: str, timezone: ZoneInfo, dayfirst: bool, words: DateWords
) -> Any:
    """The moment of a date as a source writes it: a Timestamp in UTC, or NaT.

    NaT too for what databases write where they have none, such as 0000-00-00, and for the first
    day of 1970, which is a nought.

    Parameters
    ----------
    stated
        The date, with or without a time and a zone.
    timezone
        Where it is meant if it names no zone.
    dayfirst
        Whether 3/4/2016 is in April; a number over 12 is a day in any case, and so is the
        first before a full stop.
    words
        Names of zones and months, as from `date_words`.

    >>> from toolkit.lexicons import PACKAGED
    >>> utc, words = ZoneInfo("UTC"), date_words(PACKAGED)
    >>> str(read_moment("April 22, 2016 7:35 PM PST", utc, False, words))
    '2016-04-23 03:35:00+00:00'
    >>> str(read_moment("mercredi 6 juillet 2016 à 10h05", utc, False, words))
    '2016-07-06 10:05:00+00:00'
    """
    try:
        moment = _parse(stated, dayfirst, words)
        if moment.tz is None:
            moment = moment.tz_localize(
                timezone, ambiguous=True, nonexistent="shift_forward"
            )
        moment = moment.tz_convert("UTC")
    except (ValueError, OverflowError):  # pandas' OutOfBoundsDatetime is a ValueError
        return pd.NaT
    if moment.year in (1969, 1970) and abs(moment.timestamp()) < 86_400:
        return pd.NaT
    return moment


def _parse(stated: str, dayfirst: bool, words: DateWords) -> Any:
    """NaT if no year or no day is named: the day of reading would be filled in."""
    if EPOCH.fullmatch(stated):
        number = float(stated)
        return pd.to_datetime(
            number, unit="s" if number < MILLISECONDS else "ms", utc=True
        )
    numeric = NUMERIC.match(stated)
    if numeric is None and (NO_DAY.fullmatch(stated) or not YEAR.search(stated)):
        return pd.NaT
    with suppress(ValueError):  # much the fastest
        return pd.Timestamp(datetime.fromisoformat(stated))
    if NO_DATE.match(stated):
        return pd.NaT
    stated, late = MIDNIGHT.subn("00", stated)
    stated = AT.sub(" ", NOISE.sub("", stated))
    moment = None
    found = _find_day(stated, numeric, dayfirst, words)
    if found:
        day, rest = found
        time = TIME.fullmatch(rest)
        if time:
            moment = _at_time(day, time, words.zones)
        stated = f"{day:%Y-%m-%d} {rest}"
    if moment is None:
        moment = _read_freely(stated, words.zones)
    return moment + timedelta(days=1) if late else moment


def _find_day(
    stated: str, numeric: re.Match[str] | None, dayfirst: bool, words: DateWords
) -> tuple[datetime, str] | None:
    """A day of three numbers, or with a month's name between day and year, and what is behind."""
    if numeric:
        day, month = _order(numeric, dayfirst)
        year = int(numeric["year"])
        if year < 100:
            year += 2000 if year < FIRST_OF_1900 else 1900
        return datetime(year, month, day), numeric["rest"]
    named = DAY_MONTH.fullmatch(stated)
    if named is None or named["month"].lower() not in words.months:
        return None
    month = words.months[named["month"].lower()]
    return datetime(int(named["year"]), month, int(named["day"])), named["rest"]


def _order(numeric: re.Match[str], dayfirst: bool) -> tuple[int, int]:
    """Day and month of a date of numbers."""
    first = int(numeric["first"])
    second = int(numeric["second"])
    if first > 12 or numeric["mark"] == ".":
        dayfirst = True
    elif second > 12:
        dayfirst = False
    return (first, second) if dayfirst else (second, first)


def _at_time(
    day: datetime, time: re.Match[str], zones: Mapping[str, str]
) -> pd.Timestamp | None:
    """The moment of a day at a time; None where the zone is not known."""
    hour = int(time["hour"] or 0)
    if time["half"]:
        hour %= 12
        if time["half"].lower().startswith("p"):
            hour += 12
    moment = day.replace(
        hour=hour, minute=int(time["minute"] or 0), second=int(time["second"] or 0)
    )
    zone = time["zone"] or ""
    if not zone:
        return pd.Timestamp(moment)
    offset = "Z" if zone in ("Z", "UT") else zones.get(zone, zone)
    offset = re.sub("^(?:GMT|UTC)(?=[+-])", "", offset)
    with suppress(ValueError):
        return pd.Timestamp(datetime.fromisoformat(f"{moment.isoformat()}{offset}"))
    return None


def _read_freely(stated: str, zones: Mapping[str, str]) -> Any:
    """Any other date, as dateutil reads it."""
    stated = SHORT_OFFSET.sub(r" \g<1>0\2:00", stated)
    stated = LAST_WORD.sub(lambda word: zones.get(word[0], word[0]), stated)
    with warnings.catch_warnings():
        # dateutil's, on zones it does not know: they are left to `timezone`.
        warnings.simplefilter("ignore")
        return pd.to_datetime(stated)
