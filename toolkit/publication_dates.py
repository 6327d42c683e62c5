"""Dates of publication as sources write them, and the moments that they mean."""

import re
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from toolkit.lexicons import Lexicons

# 3/4/2016
NUMERIC = re.compile(
    r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?:\d{4}|\d{2})\b"
)
# Seconds or milliseconds since 1970.
EPOCH = re.compile(r"1?\d{9}(?:\d{3})?(?:\.\d*)?")
MILLISECONDS = 1e11  # from here on; as seconds it would be the year 5138
# 2016, April 2016: a chart would show a day that is none.
NO_DAY = re.compile(r"\d{4}(?:-\d\d?)?|[A-Z][a-z]+\.? \d{4}")
YEAR = re.compile(r"\d{4}|[A-Z][a-z]{2}-\d\d")
# Words ahead of a date, and names of UTC beside a distance to it.
NOISE = re.compile(
    r"^(?:Updated|Published|Posted)(?: on)?:? |(?<=GMT|UTC)(?=[+-])|\(UTC\)$"
)
SHORT_OFFSET = re.compile(r" (?:GMT|UTC)?([+-])(\d)$")
LAST_WORD = re.compile(r"\b[A-Za-z]+$")
OFFSET = re.compile(r"[+-]\d\d:\d\d")


@cache
def read_zones(lexicons: Lexicons) -> Mapping[str, str]:
    """The distance to UTC by the abbreviation of a time zone; ValueError for one that is none."""
    zones = lexicons.column("time_zones.csv", "zone", "offset")
    for zone, offset in zones.items():
        if not OFFSET.fullmatch(offset):
            raise ValueError(
                f"time_zones.csv: {offset!r} of {zone} is no distance to UTC like +05:30"
            )
    return zones


def guess_dayfirst(dates: Iterable[str]) -> bool | None:
    """Whether 3/4/2016 has the day first, by the other dates of its file: what is over 12 is it.

    None where they do not tell, or tell both.

    >>> guess_dayfirst(["3/4/2016", "22/4/2016"])
    True
    """
    numeric = [found for stated in dates if (found := NUMERIC.match(stated))]
    first = any(int(found["first"]) > 12 for found in numeric)
    second = any(int(found["second"]) > 12 for found in numeric)
    return first if first != second else None


def is_ambiguous(stated: str) -> bool:
    """Whether either number of a date may be the month."""
    numeric = NUMERIC.match(stated)
    if numeric is None or numeric["first"] == numeric["second"]:
        return False
    return int(numeric["first"]) <= 12 and int(numeric["second"]) <= 12


def read_moment(
    stated: str, timezone: ZoneInfo, dayfirst: bool, zones: Mapping[str, str]
) -> Any:
    """The moment of a date as a source writes it: a Timestamp in UTC, or NaT.

    Parameters
    ----------
    stated
        The date, with or without a time and a zone.
    timezone
        Where it is meant if it names no zone.
    dayfirst
        Whether 3/4/2016 is in April; a number over 12 is a day in any case.
    zones
        What abbreviations mean, as from `read_zones`.

    >>> from toolkit.lexicons import PACKAGED
    >>> utc, zones = ZoneInfo("UTC"), read_zones(PACKAGED)
    >>> str(read_moment("April 22, 2016 7:35 PM PST", utc, False, zones))
    '2016-04-23 03:35:00+00:00'
    """
    try:
        moment = _parse(stated, dayfirst, zones)
        if moment.tz is None:
            moment = moment.tz_localize(
                timezone, ambiguous=True, nonexistent="shift_forward"
            )
        return moment.tz_convert("UTC")
    except (ValueError, OverflowError):  # pandas' OutOfBoundsDatetime is a ValueError
        return pd.NaT


def _parse(stated: str, dayfirst: bool, zones: Mapping[str, str]) -> Any:
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
    if numeric and int(numeric["first"]) > 12:
        dayfirst = True
    elif numeric and int(numeric["second"]) > 12:
        dayfirst = False
    stated = NOISE.sub("", stated)
    stated = SHORT_OFFSET.sub(r" \g<1>0\2:00", stated)
    stated = LAST_WORD.sub(lambda word: zones.get(word[0], word[0]), stated)
    with warnings.catch_warnings():
        # dateutil's, on zones it does not know: they are left to `timezone`.
        warnings.simplefilter("ignore")
        return pd.to_datetime(stated, dayfirst=dayfirst)
