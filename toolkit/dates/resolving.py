"""From an expression to its TIMEX3 value, against the day of publication and what the post named before."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from toolkit.dates.arithmetic import MONTHS, Interval, duration, holiday, interval, move, name
from toolkit.dates.grammar import Parts, Token, find_expressions, read_words
from toolkit.words import split_sentences

REFERENCE = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}
SHIFTS = ("coming", "shift", "anchored", "current", "past")  # kinds: -1, 0 or 1 for last, this and next
UNITS = ("units", "unit", "quarter", "century", "period", "weekend")


@dataclass
class Reading:
    text: str  # the post being read
    published: date | None
    start: int = 0  # of the expression at hand, which is resolved against what follows
    end: int = 0
    joins: str = ""  # the value it goes on from, as "12" in "Sept. 10-12"
    day: Interval | None = None  # the last day or week named
    period: Interval | None = None  # the last month, quarter or longer named; comparisons ("a year ago") do not count
    named: Interval | None = None  # the last of either


def read_timexes(text: str, published: date | None) -> Iterator[tuple[object, ...]]:
    """The rows of a post, as `find_dates` returns them."""
    reading, value = Reading(text, published), None
    for shape, start, end, parts in find_expressions(text):
        joined = re.fullmatch(r"\s*(?:to|and|through|-|–)\s*", text[reading.end : start])
        reading.joins = value.partition("T")[0] if value and joined else ""
        reading.start, reading.end = start, end
        try:
            value = RESOLVERS[shape](parts, reading) if shape in RESOLVERS else None
        except (OverflowError, ValueError):  # beyond the calendar: "9,000 years ago"
            value = None
        place = interval(value or "")
        if value is None or (value[:1].isdigit() and place is None):  # Feb. 31
            continue
        kind = "DURATION" if value.startswith("P") else "TIME" if "T" in value else "DATE"
        kind = "SET" if shape == "set" else "DATE" if value.endswith("_REF") else kind
        inside = place and published and place.first <= published <= place.last
        lag = 0 if inside else (place.first - published).days if place and published else float("nan")
        yield text[start:end], start, end, kind, value, place and place.first, place and place.last, lag
        reading.named = place or reading.named
        if place and place.unit in ("day", "week", "weekend"):
            reading.day = place
        elif place and place.unit != "century" and shape != "ago":
            reading.period = place


QUOTE = re.compile(r"[\"“”]|``|''")
WORD = re.compile(r"['’]ll\b|[A-Za-z]+(?:-[A-Za-z]+)*(?:n['’]t)?")


def tense(reading: Reading) -> int:
    """1 where the nearest verb of the sentence looks ahead, -1 where it looks back, 0 without one that tells: the last
    before the expression, or else the first after it. A quotation mark ends the search."""
    begin = max(0, reading.start - 150)
    start, end, window = reading.start - begin, reading.end - begin, reading.text[begin : reading.end + 100]
    first, last = next((span for span in split_sentences(window) if span[1] > start), (0, len(window)))
    before, after = QUOTE.split(window[first:start])[-1], QUOTE.split(window[end:last])[0]
    return (_verbs(before)[-1:] or _verbs(after)[:1] or [0])[0]


def _verbs(clause: str) -> list[int]:
    """The direction of each verb that has one: 1 ahead, -1 back."""
    table, words, found = read_words()["tense"], WORD.findall(clause), []
    for place, word in enumerate(words):
        past = word.endswith("ed") and len(word) > 4 and not word.endswith(("eed", "hundred"))
        verb = table.get(" ".join(words[place : place + 2])) or table.get(word) or -past
        before = words[max(0, place - 5) : place]  # "will be paid" looks ahead, "had planned to" back
        found.append(abs(verb) if before[-1:] == ["be"] else -abs(verb) if "had" in before else verb)
    return [verb for verb in found if verb]


def said(parts: Parts, *kinds: str) -> Any:
    """The value of the first token of the first of these kinds, or None."""
    return next((parts[kind][0].value for kind in kinds if kind in parts), None)


def count_of(parts: Parts) -> float | None:
    """The number an expression counts with, of "two to three" the first; None for "few", bare "years" and the like."""
    if "vague" in parts:
        return said(parts, "vague") or None
    half, digits = 0.5 if parts.keys() & {"half", "fraction"} else 0.0, said(parts, "number", "year", "digits")
    joint = parts.get("to") or parts.get("or")
    words = [word for word in parts.get("numeral", []) if not joint or word < joint[0]]
    if "units" in parts and digits is None and not (words or half or "a" in parts):
        return None
    one = "and" in parts or not half  # "a year and a half", not "half a year"
    return (float(str(digits).replace(",", "")) if digits is not None else spelled(words) or one) + half


def spelled(words: list[Token]) -> int:
    """Number words as a number: two hundred five, three dozen, nineteen ninety-six."""
    total = 0
    for value in (word.value for word in words):
        times = total // 1000 * 1000 + (total % 1000 or 1) * value
        plus = total * (100 if total < 100 and value >= 10 else 1) + value
        total = times if value >= 100 or total < 10 <= value else plus
    return total


def year_of(parts: Parts, reading: Reading) -> int | None:
    """The year an expression names: 1989, '89, nineteen eighty-nine, last year."""
    year: int | None = said(parts, "year")
    words, today = parts.get("numeral", []), reading.published or date(2000, 1, 1)
    if "short" in parts:
        year = today.year + 10 - (today.year + 10 - said(parts, "short")) % 100
    elif year is None and len(words) > 1:
        style = "unit" in parts or (words[0].value > 9 and all(word.value != 100 for word in words))
        year = spelled(words) if style and 1000 <= spelled(words) <= 2199 else None
    elif year is None and said(parts, "unit") == "year" and reading.published:
        year = today.year + (said(parts, *SHIFTS) or 0)
    return year


SHARED = re.compile(r"\s*(to|and|or|until|through|after|-|–)\s*([A-Z][a-z]+)\.? (?:\d\d?, )?((?:19|20)\d\d)\b")


def pick_year(rule: str, parts: Parts, reading: Reading, reach: tuple[int, int, int]) -> int | None:
    """The year whose "April", "Sept. 10" or "Easter" is meant. Without last, this or next it is the last to have begun,
    unless the next is no more than `reach` days ahead, by the tense of the clause (none, ahead, back)."""
    shared = SHARED.match(reading.text[reading.end : reading.end + 40])  # "July" of "July to November 2015"
    if shared and (month := read_words()["month"].get(shared[2].lower())):
        own, year = f"{holiday(rule, 2000):%m}", int(shared[3])
        return int(year + (own < month) if shared[1] == "after" else year - (own > month))
    today, shift = anchor(parts, reading), said(parts, *SHIFTS)
    if today is None:
        return None
    days = [day for year in range(today.year - 9, today.year + 9) if (day := holiday(rule, year))]
    if "weekday" in parts and (same := [day for day in days if day.isoweekday() == said(parts, "weekday")]):
        return min(same, key=lambda day: abs(day - today)).year  # the nearest "Saturday, April 19" that is one
    if shift == 0:
        return today.year - (rule == "WI" and today.month < 7)  # the winter that is, or just was
    # The month just over is "last month", so "last March" is another.
    behind = max(day for day in days if day <= today - timedelta(61 if shift == -1 and rule.isdigit() else 0))
    ahead = min(day for day in days if day >= today)
    due = re.search(r"(?i)\b(?:by|until|till|through) $", reading.text[max(0, reading.start - 10) : reading.start])
    near = shift is None and (ahead - today).days <= reach[1 if due else tense(reading)]
    return (ahead if near or shift == 1 else behind).year


def anchor(parts: Parts, reading: Reading) -> date | None:
    """The day that "the next day", "that year", "the following Friday" count from: of publication, or named before."""
    unit = said(parts, *UNITS)
    daily = "part" in parts or unit == "day"
    if unit == "quarter" or not (parts.keys() & {"that", "anchored"} or ("the" in parts and daily)):
        return reading.published
    found = reading.day if daily or unit == "week" else reading.named
    return found.first if found else None if unit else reading.published


def point(day: date | None, shift: float, unit: str, kept: str = "") -> str:
    return name(move(day, shift, unit), kept or unit) if day else ""


def day_of(parts: Parts, reading: Reading) -> str | None:
    """The day an expression names, or that of publication; empty without one."""
    if "month" in parts:
        return yearly(parts, reading)
    base, shift, number = anchor(parts, reading), said(parts, *SHIFTS), said(parts, "weekday")
    if number is None:
        return point(base, said(parts, "today") or (shift or 0 if "part" in parts else 0), "day")
    if base is None:
        return f"XXXX-WXX-{number}"
    back = (base.isoweekday() - number) % 7
    if "shift" in parts and shift in (0, 1):  # of this week, of the next
        return point(base, number - base.isoweekday() + 7 * shift, "day")
    possessive = reading.text[reading.end : reading.end + 2] in ("'s", "’s")  # "Friday's vote" was
    ahead = shift == 1 or (shift is None and back and not possessive and tense(reading) > 0)
    return point(base, 7 - back if ahead else -back or (-7 if shift == -1 else 0), "day")


def time_of(parts: Parts, reading: Reading) -> str | None:
    """A part of the day or a clock time; a zone is not part of the value."""
    if part := said(parts, "part", "parts", "tonight"):
        return f"{day_of(parts, reading)}T{part}"
    hour, minute = (*map(int, re.findall(r"\d+", str(said(parts, "clock", "noon", "numeral")))), 0)[:2]
    if hour > 24:  # 1930 GMT
        hour, minute = divmod(hour, 100)
    elif "ampm" in parts:
        hour = hour % 12 + said(parts, "ampm")
    return f"{day_of(parts, reading)}T{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def yearly(parts: Parts, reading: Reading) -> str | None:
    """What comes once a year, from a day to half of it: of the year named, or of the one that is meant."""
    number, rule, reach = said(parts, "number", "ordinal"), said(parts, "month", "season", "holiday"), (92, 300, 31)
    if rule is None:
        unit = "half" if "half" in parts else "quarter"
        rule, reach = f"{unit[0].upper()}{number or 12 // MONTHS[unit]}", (0, 155, 0)  # "the last half of 1989"
    elif number is not None:
        rule, reach = f"{rule}-{number:02}", (92, 240, 62)
    if not holiday(rule, 2000):  # Feb. 30
        return None
    year = year_of(parts, reading) or pick_year(rule, parts, reading, reach)
    if "holiday" in parts:
        return point(holiday(rule, year), 0, "day") if year else ""
    return f"{year or 'XXXX'}-{rule}"


def ago(parts: Parts, reading: Reading) -> str:
    """ "A year earlier" after "the third quarter" is that quarter of the year before."""
    unit, direction, count = said(parts, *UNITS), said(parts, "ago", "later"), count_of(parts)
    if count is None:
        return REFERENCE[direction]
    period, later = reading.period, "later" in parts
    if unit == "year" and period and period.unit in ("quarter", "half") and (later or count == 1):
        return point(period.first, direction * count, unit, period.unit)
    found = (period if unit in MONTHS and period else reading.named) if later else None
    base, kept = found.first if found else reading.published, "year" if unit in ("decade", "century") else unit
    return point(base, direction * count, unit, kept)


def recurring(parts: Parts, reading: Reading) -> str:
    weekday, part = said(parts, "weekday", "weekdays"), said(parts, "part", "parts")
    days = f"WXX-{weekday}" if weekday else said(parts, "month", "season") or ("XX-XX" if part else "")
    if days:
        return f"XXXX-{days}" + (f"T{part}" if part else "")
    return said(parts, "often") or duration(2 if "other" in parts else count_of(parts), said(parts, *UNITS))


def one_unit(parts: Parts, reading: Reading) -> str | None:
    """ "Last week", "the current quarter", "that year", "the end of the month", "the weekend", "year-end"."""
    unit, shift, base = said(parts, *UNITS), said(parts, *SHIFTS), anchor(parts, reading)
    reported = reading.period if reading.period and reading.period.unit in ("quarter", "half") else None
    bare = shift is None and not parts.keys() & {"fuzzy", "edge", "later", "about", "that"}
    nothing = ("second", "minute", "hour", *(("day", "decade", "century") if bare else ()))  # "last-minute", "the day"
    if unit in nothing or ("that" in parts and base is None):
        return None
    if unit == "period" or (unit == "quarter" and shift is None and reported and reported.unit == unit):
        return name(reported.first, reported.unit) if reported else None
    if (bare and unit == "year") or (shift and unit in ("decade", "century")):
        return duration(1, unit)
    if shift is None:  # the quarter is the last one; the weekend too, unless it is near or the clause looks ahead
        far = unit == "weekend" and base and base.isoweekday() < 6 and tense(reading) < 1
        shift = -1 if far or unit == "quarter" else 0
    return point(base, shift, "week" if unit == "weekend" else unit, unit)


def range_end(parts: Parts, reading: Reading) -> str | None:
    value = reading.joins[:-2] + str(said(parts, "number", "digits")).zfill(2)
    return value if len(value) == len(reading.joins) in (4, 10) and value > reading.joins else None


# A function for each shape: its value, or None for what is no time expression after all.
RESOLVERS: dict[str, Callable[[Parts, Reading], str | None]] = {
    "time": time_of, "day": day_of, "yearly": yearly, "ago": ago, "set": recurring, "unit": one_unit,
    "range_end": range_end, "century": lambda parts, _: f"{said(parts, 'ordinal') - 1:02}",
    "iso": lambda parts, _: said(parts, "iso").upper(), "decade": lambda parts, _: str(said(parts, "decade"))[:3],
    "slashed": lambda parts, _: f"{datetime.strptime(said(parts, 'slashed'), '%m/%d/%Y'):%Y-%m-%d}",
    "slashed_short": lambda parts, _: f"{datetime.strptime(said(parts, 'slashed_short'), '%m/%d/%y'):%Y-%m-%d}",
    "year": lambda parts, reading: str(year_of(parts, reading) or "") or None,
    "lasting": lambda parts, _: duration(count_of(parts), said(parts, *UNITS)),
    "reference": lambda parts, _: said(parts, "reference", "recent", "future") or REFERENCE[said(parts, *SHIFTS)],
}  # fmt: skip
