"""From an expression to its TIMEX3 value: a function for each shape; the registry stands last.

A resolver gives "" for what has no place in the calendar, and None for what is no time at all.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeGuard

import pandas as pd

from toolkit.dates.context import Context, anchor, choose
from toolkit.dates.counts import count_of, year_of
from toolkit.dates.tense import CLAUSE_WORD
from toolkit.dates.timex_values import Interval

Reach = dict[int, int]
# How many days ahead a date without a year may be, where the clause looks ahead (1), back (-1) or
# neither (0), or does so for certain (2, -2).
MONTH_REACH: Reach = {0: 92, 1: 300, -1: 31, -2: 0}
# Of a day that is past for certain one ahead: clocks differ.
DAY_REACH: Reach = {0: 92, 1: 240, -1: 62, -2: 1}
QUARTER_REACH: Reach = {0: 0, 1: 300, -1: 0}
HALF_REACH: Reach = {0: 0, 1: 155, -1: 0}
NTH_REACH: Reach = {0: 0, 1: 31, -1: 0}
# Six days ahead it would be "next Tuesday", but not in "the game is Tuesday".
WEEKDAY_REACH: Reach = {0: 0, 1: 5, 2: 6, -1: 0}
REFERENCE = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}
# "July" of "July to November 2015"
RANGE = re.compile(
    r"\s*(?:to|and|or|until|through|-|–)\s*([A-Z][a-z]+\.? (?=\d)|)"
    r"(?:\d\d?, )?((?:19|20)\d\d)\b"
)
ESTIMATE = re.compile(
    r"(?i)\b(?:some|nearly|about|around|roughly|over|than|additional|other)\s*$"
)
PLURAL = re.compile(
    r"\s+(?:[a-z-]+\s)?(?!(?:was|has|is|as|does|his|its|this)\b)[a-z]{2,}s\b"
)
# Words that make "the week" one of the calendar, not any.
PLACING = {"fuzzy", "edge", "later", "about", "that"}


def resolve_day(context: Context) -> str | None:
    """ "Monday", "the 21st", "tomorrow", "last Friday", "March 5"."""
    if "month" in context.parts:
        return resolve_yearly(context)
    base = anchor(context)
    if "weekday" in context.parts:
        return _resolve_weekday(base, context)
    if "nth" in context.parts:
        return _resolve_nth(base, context)
    days = context.said("today")
    if not days and "part" in context.parts:  # "last night"
        days = context.shift()
    return context.calendar.name_moved(base, days or 0, "day")


def _resolve_weekday(base: date | None, context: Context) -> str:
    number = context.said("weekday")
    if base is None:
        return f"XXXX-WXX-{number}"
    sunday = base - timedelta(base.isoweekday())
    days = [sunday + timedelta(number + 7 * week) for week in range(-2, 3)]
    this, following = days[2:4]
    week = context.said("shift")
    if context.shift() == week == 1:  # of the next week
        return str(following)
    if context.shift() == week == 0:  # of this week
        ahead = this < base and context.looks() > 0
        return str(following if ahead else this)
    return str(choose(days, base, WEEKDAY_REACH, context))


def _resolve_nth(base: date | None, context: Context) -> str:
    """ "The 21st": of this month, or of the last or next."""
    if base is None:
        return ""
    calendar = context.calendar
    number = context.said("nth")
    months = [calendar.name_moved(base, count, "month") for count in range(-2, 3)]
    found = [calendar.interval(f"{month}-{number:02}") for month in months]
    days = [place.first for place in found if place]
    return str(choose(days, base, NTH_REACH, context))


def resolve_weekday_of_week(context: Context) -> str:
    """ "Wednesday of last week", "a week ago Monday", "two weeks from Friday"."""
    base = context.published
    number = context.said("weekday")
    if base is None:
        return f"XXXX-WXX-{number}"
    unit = context.unit()
    if unit not in ("week", "fortnight"):
        return ""
    count = count_of(context) or 1
    behind = "ago" in context.parts
    if behind or "from" in context.parts:
        away = (number - base.isoweekday()) % 7
        away = away - 7 if behind else away or 7
        days = away + count * context.calendar.days[unit] * (-1 if behind else 1)
        return str(base + timedelta(int(days)))
    monday = base - timedelta(base.isoweekday() - 1)
    shift = context.shift() or 0
    return str(monday + timedelta(7 * shift + number - 1))


def resolve_hyphenated(context: Context) -> str | None:
    """ "19-Nov-2012", "Nov-19-12"."""
    numbers = context.parts.get("number", []) + context.parts.get("digits", [])
    year = context.said("year")
    if year is None:
        short = int(numbers[-1].value)
        if short > 99 or len(numbers) < 2:
            return None
        now = (context.published or date(2000, 1, 1)).year
        year = now + 10 - (now + 10 - short) % 100
    return f"{year}-{context.said('month')}-{int(numbers[0].value):02}"


def resolve_half_of(context: Context) -> str | None:
    """ "The second half of March": TIMEX3 gives the month, the half is a modifier."""
    if context.unit() == "year":
        return resolve_yearly(context)
    dropped = ("half", "ordinal", "nth")
    if "century" in context.parts:
        ordinals = context.parts.get("ordinal", []) + context.parts.get("nth", [])
        last = max(ordinals, key=lambda token: token.start)
        return f"{last.value - 1:02}"
    parts = {
        kind: found for kind, found in context.parts.items() if kind not in dropped
    }
    if "month" in parts:
        return resolve_yearly(replace(context, parts=parts))
    half = context.parts["half"][0].start
    behind = [
        token.value
        for kind in context.rules.shifts
        for token in parts.get(kind, [])
        if token.start > half
    ]
    shift = behind[0] if behind else 0
    return context.calendar.name_moved(context.published, shift, context.unit())


def resolve_week_start(context: Context) -> str | None:
    """ "The week" of "the week ended April 9": the one in which that day lies.

    "The year ended March 31" is a length, as the guidelines have it.
    """
    if context.unit() not in ("week", "month", "quarter"):
        return context.calendar.duration(1, context.unit())
    kept = ("month", "number", "year", "weekday", "stop", "comma")
    day = {kind: context.parts[kind] for kind in kept if kind in context.parts}
    ended = replace(context, parts=day)
    value = resolve_day(ended)
    place = context.calendar.interval(value or "")
    if place is None:
        return None
    return context.calendar.name(place.last, context.unit())


def resolve_time(context: Context) -> str | None:
    """A part of the day or a clock time; a zone is not part of the value."""
    part = context.said("part", "parts", "tonight")
    if part:
        return f"{resolve_day(context)}T{part}"
    stated = str(context.said("clock", "noon", "numeral"))
    clock = re.sub(r"\D", "", stated)  # 5, 5:30, 1930
    if len(clock) < 3:
        clock += "00"
    hour, minute = divmod(int(clock), 100)
    if "ampm" in context.parts:
        hour = hour % 12 + context.said("ampm")
    if hour > 24 or minute > 59:
        return None
    return f"{resolve_day(context)}T{hour:02}:{minute:02}"


def resolve_yearly(context: Context) -> str | None:
    """What comes once a year, from a day to half of it: of the year named, or the one meant."""
    calendar = context.calendar
    rule, reach = _read_rule(context)
    if not rule or calendar.holiday(rule, 2000) is None:  # "the third half", Feb. 30
        return None
    year = (
        year_of(context)
        or _shared_year(rule, context)
        or _meant_year(rule, reach, context)
    )
    if "holiday" not in context.parts:
        return f"{year or 'XXXX'}-{rule}"
    return calendar.name_moved(calendar.holiday(rule, year), 0, "day") if year else ""


def _read_rule(context: Context) -> tuple[str, Reach]:
    """The rule of what comes once a year, "" of none, and how far ahead it may be."""
    number = context.said("number", "ordinal", "nth")
    rule = context.said("month", "season", "holiday", "partial")
    if rule:
        whole = number is None
        return (rule, MONTH_REACH) if whole else (f"{rule}-{number:02}", DAY_REACH)
    words = CLAUSE_WORD.findall(context.before + context.after)
    if not context.rules.words["sports"].isdisjoint(words):  # of a game
        return "", MONTH_REACH
    unit = "half" if "half" in context.parts else "quarter"
    if number is None:  # "the last half of 1989"
        number = 12 // context.calendar.months[unit]
    reach = QUARTER_REACH if "unit" in context.parts else HALF_REACH
    return f"{unit[0].upper()}{number}", reach


def _shared_year(rule: str, context: Context) -> int | None:
    """The year that follows the end of a range, or the one before it."""
    shared = RANGE.match(context.after)
    if not shared:
        return None
    month = rule[:2]
    end = shared[1].lower().rstrip(" .")
    last = context.rules.months.get(end) if end else month
    if not last:
        return None
    return int(shared[2]) - 1 if month > last else int(shared[2])


def _meant_year(rule: str, reach: Reach, context: Context) -> int | None:
    today = anchor(context)
    if today is None:
        return None
    if context.shift() == 0 or "that" in context.parts:
        # The winter that is, or just was.
        begun = rule == "WI" and today.month < 7
        return today.year - 1 if begun else today.year
    years = range(today.year - 9, today.year + 9)
    days = [context.calendar.holiday(rule, year) for year in years]
    return choose(list(filter(None, days)), today, reach, context).year


def resolve_ago(context: Context) -> str:
    """ "Two weeks ago"; "a year earlier" after "the third quarter" is that of the year before."""
    calendar = context.calendar
    unit = context.unit()
    direction = context.said("ago", "later", "beside")
    count = count_of(context)
    if count is None:
        vague = "ago" in context.parts
        return REFERENCE[direction] if vague else calendar.duration(None, unit)
    named = calendar.multiples.get(unit, [unit])[0]
    found = None if "ago" in context.parts else _last_told(unit, context)
    period = context.period
    if unit == "year" and _is_part_of_year(period) and (found or count == 1):
        found = period
        named = period.unit
    base = found.first if found else context.published
    return calendar.name_moved(base, direction * count, unit, named)


def _last_told(unit: str, context: Context) -> Interval | None:
    daily = context.calendar.days.get(unit, 2) <= 1
    return context.day if daily else context.named


def _is_part_of_year(period: Interval | None) -> TypeGuard[Interval]:
    return period is not None and period.unit in ("quarter", "half")


def resolve_set(context: Context) -> str:
    """ "Every Thursday", "each July", "$3 million a year", "daily"."""
    weekday = context.said("weekday", "weekdays")
    part = context.said("part", "parts")
    days = context.said("month", "season")
    if weekday:
        days = f"WXX-{weekday}"
    elif part and not days:
        days = "XX-XX"
    if days:
        return f"XXXX-{days}T{part}" if part else f"XXXX-{days}"
    if "often" in context.parts:
        return str(context.said("often"))
    count = 2 if "other" in context.parts else count_of(context)
    return context.calendar.duration(count, context.unit())


def resolve_unit(context: Context) -> str | None:
    """ "Last week", "that year", "the end of the month", "the weekend", "year-end"."""
    calendar = context.calendar
    unit = context.unit()
    shift = context.shift()
    base = anchor(context)
    if base is None and "that" in context.parts:
        return None
    period = context.period
    told = calendar.name(period.first, period.unit) if period else ""
    if "year" in context.parts:  # "the 1988 quarter", beside the one told of
        return f"{context.said('year')}{told[4:]}"
    if unit == "period":
        return told or None
    if shift is None:
        return _resolve_bare_unit(unit, base, told, context)
    if shift and "the" in context.parts and unit in calendar.multiples:
        return calendar.duration(1, unit)  # "the last decade"
    return calendar.name_moved(base, shift, unit)


def _resolve_bare_unit(
    unit: str, base: date | None, told: str, context: Context
) -> str | None:
    """The unit told of or, of the calendar, the one meant; "the year" is as well a length."""
    if unit == "quarter" and "Q" in told:
        return told
    calendar = context.calendar
    if not context.has(PLACING):
        if unit == "day" or unit in calendar.multiples:
            return None
        if unit == "year" and "after of" not in context.parts:
            return calendar.duration(1, unit)
    shift = -1 if _is_last(unit, base, context) else 0
    return calendar.name_moved(base, shift, unit)


def _is_last(unit: str, base: date | None, context: Context) -> bool:
    """The quarter is; the weekend too, unless it is on or the clause looks ahead."""
    if unit != "weekend":
        return unit == "quarter"
    if not base or base.weekday() > 4 or "after due" in context.parts:
        return False
    return context.looks() < 1


def resolve_range_end(context: Context) -> str | None:
    """ "12" of "Sept. 10-12", "13" of "2011-13"."""
    begins = context.joins
    value = begins[:-2] + str(context.said("number", "nth", "digits")).zfill(2)
    if len(begins) not in (4, 10) or len(value) != len(begins):
        return None
    return value if value > begins else None


def resolve_century(context: Context) -> str | None:
    """ "The 20th century" is 19."""
    if context.unit() != "century":
        return None
    return f"{_era_of(context)}{context.said('ordinal', 'nth') - 1:02}"


def resolve_era(context: Context) -> str:
    """ "44 BC", "AD 79"."""
    return f"{_era_of(context)}{int(count_of(context) or 0):04}"


def _era_of(context: Context) -> str:
    return "BC" if "bc" in context.parts else ""


def resolve_iso(context: Context) -> str:
    return str(context.said("iso").upper())


def resolve_slashed(context: Context) -> str:
    return str(pd.Timestamp(context.said("slashed")).date())


def resolve_decade(context: Context) -> str:
    """ "The 1970s", "the nineties"."""
    return str(context.said("decade", "tens"))[:3]


def resolve_year(context: Context) -> str | None:
    """ "1996", "nineteen ninety-six", "fiscal '15"."""
    year = year_of(context)
    if not year or _is_rounded_count(year, context):
        return None
    return str(year)


def _is_rounded_count(year: int, context: Context) -> bool:
    """ "Some 1900 workers": a round number of several things, said to be about so many."""
    estimated = "about" in context.parts or ESTIMATE.search(context.before) is not None
    return year % 50 == 0 and estimated and PLURAL.match(context.after) is not None


def resolve_lasting(context: Context) -> str:
    """ "Three days", "the past two months", "a 12-hour"."""
    return context.calendar.duration(count_of(context), context.unit())


def resolve_reference(context: Context) -> str:
    """ "Now", "recently", "the coming months"."""
    known = context.said("reference", "recent", "future")
    return known or REFERENCE[context.shift()]


def pass_over(context: Context) -> None:
    """No time, found so that nothing in it is taken for one: "a 39-year-old", "the third day"."""


# Every shape of lexicons/dates.toml, and no other: it is checked when the rules are built.
RESOLVERS: dict[str, Callable[[Context], str | None]] = {
    "iso": resolve_iso,
    "slashed": resolve_slashed,
    "passed_over": pass_over,
    "time": resolve_time,
    "hyphenated": resolve_hyphenated,
    "weekday_of_week": resolve_weekday_of_week,
    "half_of": resolve_half_of,
    "week_start": resolve_week_start,
    "day": resolve_day,
    "decade": resolve_decade,
    "century": resolve_century,
    "century_start": resolve_century,
    "era": resolve_era,
    "range_start": resolve_day,
    "day_of_month": resolve_day,
    "yearly": resolve_yearly,
    "ago": resolve_ago,
    "set": resolve_set,
    "counted_off": pass_over,
    "lasting": resolve_lasting,
    "year": resolve_year,
    "unit": resolve_unit,
    "reference": resolve_reference,
    "range_end": resolve_range_end,
}
