"""From an expression to its TIMEX3 value: a function for each shape; the registry stands last.

A resolver gives "" for what has no place in the calendar, and None for what is no time at all.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeGuard

import pandas as pd

from toolkit.dates.clock import read_clock
from toolkit.dates.context import Context, anchor, choose
from toolkit.dates.counts import count_of, is_amount, year_of
from toolkit.dates.recurring import resolve_recurring
from toolkit.dates.same_parts import resolve_same_part
from toolkit.dates.tense import CLAUSE_WORD
from toolkit.dates.timex_values import Interval
from toolkit.dates.weekdays import resolve_weekday_of_week, resolve_weekday_start

Reach = dict[int, int]
# How many days ahead a date without a year may be, where the clause looks ahead (1), back (-1) or
# neither (0), or does so for certain (2, -2).
MONTH_REACH: Reach = {0: 92, 1: 300, 2: 300, -1: 31, -2: 0}
DAY_REACH: Reach = {0: 92, 1: 240, 2: 240, -1: 62, -2: 1}
QUARTER_REACH: Reach = {0: 0, 1: 300, 2: 300, -1: 0, -2: 0}
HALF_REACH: Reach = {0: 0, 1: 155, 2: 155, -1: 0, -2: 0}
NTH_REACH: Reach = {0: 0, 1: 31, 2: 31, -1: 0, -2: 0}
# Six days ahead it would be "next Tuesday", but not in "the game is Tuesday".
WEEKDAY_REACH: Reach = {0: 0, 1: 5, 2: 6, -1: 0, -2: 0}
REFERENCE = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}
# "July" of "July to November 2015"
RANGE = re.compile(
    r"\s*(?:to|and|or|until|through|-|–)\s*([A-Z][a-z]+\.? (?=\d)|)"
    r"(?:\d\d?, )?((?:19|20)\d\d)\b"
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


def resolve_day_start(context: Context) -> str | None:
    """ "10" of "10-12 March"."""
    return resolve_day(context.with_ahead())


def resolve_time(context: Context) -> str | None:
    """A part of the day or a clock time; a zone is not part of the value."""
    part = context.said("part", "parts", "tonight")
    stated = context.said("clock", "noon", "numeral")
    hours = context.kinds_before("part", "clock", "noon", "numeral", "number")
    # "At 4 in the morning", "10 o'clock Sunday night".
    inside = bool(hours) and context.has({"in", "at", "oclock", "ampm"})
    if inside and hours == ["number"]:
        stated, context = context.take("number", before="part")
    if stated is None or (part and not inside):
        return f"{resolve_day(context)}T{part}"
    hour, minute = read_clock(str(stated), part, context)
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
    number = context.said("number", "ordinal", "nth", "latter")
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
    days = context.said("month", "season", "seasons", "springs")
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


def resolve_half_of(context: Context) -> str | None:
    """ "The second half of March": the month, as its half has no value."""
    if context.unit() == "year":
        return resolve_yearly(context)
    whole = context.beyond("half", "quarter")
    if whole.has({"month", "season"}):
        return resolve_yearly(whole)
    whole.parts["edge"] = []  # of the calendar, as "the end of the decade" is
    return resolve_unit(whole)


def resolve_span(context: Context) -> str | None:
    """ "The week" of "the week ended April 9": the one that the day lies in."""
    unit = context.unit()
    if unit == "year":  # mostly not the calendar's
        return resolve_unit(context)
    bound = context.calendar.interval(
        resolve_day(replace(context, parts=context.ahead)) or ""
    )
    return context.calendar.name(bound.last, unit) if bound else ""


def resolve_range_end(context: Context) -> str | None:
    """ "12" of "Sept. 10-12", "13" of "2011-13"."""
    begins = context.joins
    value = begins[:-2] + str(context.said("number", "nth", "digits")).zfill(2)
    if len(begins) not in (4, 10) or len(value) != len(begins):
        return None
    return value if value > begins else None


def resolve_century(context: Context) -> str | None:
    """ "The 20th century" is 19."""
    if context.has({"half", "quarter"}):
        context = context.beyond("half", "quarter")
    if context.unit() != "century":
        return None
    return f"{_era_of(context)}{context.said('ordinal', 'nth') - 1:02}"


def resolve_century_start(context: Context) -> str | None:
    """ "The 16th" of "the 16th and 17th centuries"."""
    return resolve_century(context.with_ahead())


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
    return None if year and is_amount(year, context) else _write_year(year)


def _write_year(year: int | None) -> str | None:
    return str(year) if year else None


def resolve_lasting(context: Context) -> str:
    """ "Three days", "the past two months", "a 12-hour"."""
    return context.calendar.duration(count_of(context), context.unit())


def resolve_lasting_start(context: Context) -> str:
    """ "Two" of "two to six days"."""
    unit = context.with_ahead().unit()
    return context.calendar.duration(count_of(context), unit)


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
    "weekday_of_week": resolve_weekday_of_week,
    "recurring": resolve_recurring,
    "weekday_start": resolve_weekday_start,
    "time": resolve_time,
    "day": resolve_day,
    "span_start": resolve_span,
    "half_of": resolve_half_of,
    "decade": resolve_decade,
    "century": resolve_century,
    "century_start": resolve_century_start,
    "era": resolve_era,
    "range_start": resolve_day_start,
    "day_of_month": resolve_day,
    "same_part": resolve_same_part,
    "yearly": resolve_yearly,
    "ago": resolve_ago,
    "set": resolve_set,
    "counted_off": pass_over,
    "year_start": resolve_year,
    "between_start": resolve_lasting_start,
    "lasting_start": resolve_lasting_start,
    "lasting": resolve_lasting,
    "year": resolve_year,
    "unit": resolve_unit,
    "reference": resolve_reference,
    "range_end": resolve_range_end,
}
