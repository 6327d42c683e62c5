"""From an expression to its TIMEX3 value, against the day of publication and what the post named before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Any

from toolkit.dates.arithmetic import MONTHS, Interval, duration, holiday, interval, move, name
from toolkit.dates.grammar import Parts, Token, find_expressions, read_words
from toolkit.words import split_sentences


@dataclass
class Reading:
    """A post being read: what its expressions are resolved against."""

    text: str
    published: date | None
    start: int = 0  # of the expression at hand
    end: int = 0
    joins: str = ""  # the value it goes on from, as "12" in "Sept. 10-12"
    day: Interval | None = None  # the last day or week named
    period: Interval | None = None  # the last month, quarter or longer named; comparisons ("a year ago") do not count
    named: Interval | None = None  # the last of either


def read_timexes(text: str, published: date | None) -> Iterator[tuple[int, int, str, str, Interval | None]]:
    """Start, end, TIMEX3 type and value of the time expressions of a post, and where they lie in the calendar."""
    reading, value = Reading(text, published), None
    for shape, start, end, parts in find_expressions(text):
        joined = value and len(text[reading.end : start].split()) < 2
        reading.joins = str(value).partition("T")[0] if joined else ""
        reading.start, reading.end = start, end
        try:
            value = RESOLVERS[shape](parts, reading) if shape in RESOLVERS else None
        except (OverflowError, ValueError):  # beyond the calendar: Feb. 31, "9,000 years ago"
            value = None
        place = interval(value or "")
        if value is None or (value[:1].isdigit() and place is None):
            value = None
            continue
        yield start, end, type_of(shape, value), value, place
        if place:
            reading.named = place
            if place.unit in ("day", "week", "weekend"):
                reading.day = place
            elif place.unit != "century" and shape != "ago":
                reading.period = place


def type_of(shape: str, value: str) -> str:
    if shape == "recurring":
        return "SET"
    if value.endswith("_REF"):
        return "DATE"
    return "DURATION" if value.startswith("P") else "TIME" if "T" in value else "DATE"


QUOTE = re.compile(r"[\"“”]|``|''")
WORD = re.compile(r"['’]ll\b|[A-Za-z]+(?:-[A-Za-z]+)*(?:n['’]t)?")


def tense(reading: Reading) -> int:
    """1 where the nearest verb of the sentence looks ahead, -1 where it looks back, 0 without one that tells.

    The verb before the expression rules; only if there is none, the one after it. A quotation mark ends the search.
    """
    begin = max(0, reading.start - 150)
    start, end, window = reading.start - begin, reading.end - begin, reading.text[begin : reading.end + 100]
    first, last = next((span for span in split_sentences(window) if span[1] > start), (0, len(window)))
    before, after = QUOTE.split(window[first:start])[-1], QUOTE.split(window[end:last])[0]
    return (_directions(before)[-1:] or _directions(after)[:1] or [0])[0]


def _directions(clause: str) -> list[int]:
    """1 for each verb that looks ahead, -1 for each that looks back."""
    table, words, found = read_words()["tense"], WORD.findall(clause), []
    for place, word in enumerate(words):
        past = word.endswith("ed") and len(word) > 4 and not word.endswith(("eed", "hundred"))
        verb = table.get(" ".join(words[place : place + 2])) or table.get(word) or -past
        if verb and place and words[place - 1] == "be":  # "will be paid", "to be opened"
            verb = 1
        elif verb and "had" in words[max(0, place - 5) : place]:  # "had planned to"
            verb = -1
        found.append(verb)
    return [verb for verb in found if verb]


def said(parts: Parts, *kinds: str) -> Any:
    """The value of the first token of the first of these kinds, or None."""
    return next((parts[kind][0].value for kind in kinds if kind in parts), None)


def shift_of(parts: Parts) -> int | None:
    """-1, 0 or 1 for last, this and next; None without such a word."""
    shift: int | None = said(parts, "coming", "shift", "anchored", "current", "past")
    return shift


def unit_of(parts: Parts) -> str:
    return str(said(parts, "units", "unit", "quarter", "century", "period", "weekend"))


def count_of(parts: Parts) -> float | None:
    """The number an expression counts with, of "two to three" the first; None for "few", bare "years" and the like."""
    if "vague" in parts:
        return said(parts, "vague") or None
    half = 0.5 if parts.keys() & {"half", "fraction"} else 0.0
    digits = said(parts, "number", "year", "digits")
    if digits is not None:
        return float(str(digits).replace(",", "")) + half
    stop = min((parts[kind][0].start for kind in ("to", "or") if kind in parts), default=MAXYEAR**4)
    words = [token for token in parts.get("numeral", []) if token.start < stop]
    if not words and "units" in parts and "a" not in parts and not half:
        return None
    return half if half and not words and "and" not in parts else (spelled(words) or 1) + half


def spelled(words: list[Token]) -> float:
    """Number words as a number: two hundred five; nineteen ninety-six."""
    total = current = 0
    for value in (word.value for word in words):
        if value == 1000:
            total, current = total + (current or 1) * 1000, 0
        elif value == 100 or (value >= 10 and 10 <= current < 100):
            current = (current or 1) * 100 + value % 100
        else:
            current += value
    return total + current


DUE = re.compile(r"\b(?:by|until|till|through) $", re.IGNORECASE)
SHARED = re.compile(r"\s*(to|and|or|until|through|after|-|–)\s*([A-Z][a-z]+)\.? (?:\d\d?, )?((?:19|20)\d\d)\b")


def pick_year(rule: str, parts: Parts, reading: Reading, reach: tuple[int, int, int]) -> int | None:
    """The year whose "April", "Sept. 10" or "Easter" is meant.

    Last, this and next tell. Without one it is the last to have begun, unless the next is no more than `reach` days
    ahead: by the tense of the clause (none, ahead, back). News looks back further than ahead.
    """
    shared = SHARED.match(reading.text[reading.end : reading.end + 40])  # "July" of "July to November 2015"
    month: str | None = read_words()["month"].get(shared[2].lower()) if shared else None
    if shared and month:
        own, year = f"{holiday(rule, 2000):%m}", int(shared[3])
        return year + (own < month) if shared[1] == "after" else year - (own > month)
    today = reading.named.first if "anchored" in parts and reading.named else reading.published
    if today is None:
        return None
    days: list[date] = []
    for year in range(max(1, today.year - 9), min(MAXYEAR, today.year + 9)):
        with suppress(ValueError):  # 29 February
            days.append(holiday(rule, year))
    if "weekday" in parts and (same := [day for day in days if day.isoweekday() == said(parts, "weekday")]):
        return min(same, key=lambda day: abs(day - today)).year  # the nearest "Saturday, April 19" that is one
    shift = shift_of(parts)
    if shift == 0:
        return today.year - (rule == "WI" and today.month < 7)  # the winter that is, or just was
    # The month just over is "last month", so "last March" is another.
    behind = max(day for day in days if day <= today - timedelta(61 if shift == -1 and rule.isdigit() else 0))
    ahead = min(day for day in days if day >= today)
    due = DUE.search(reading.text[max(0, reading.start - 10) : reading.start])
    near = (ahead - today).days <= reach[1 if due else tense(reading)]
    return (ahead if shift == 1 or (shift is None and near) else behind).year


def year_of(parts: Parts, reading: Reading) -> int | None:
    """The year an expression names: 1989, '89, nineteen eighty-nine, last year."""
    year: int | None = said(parts, "year")
    words = parts.get("numeral", [])
    if "short" in parts:
        pivot = (reading.published or date(2000, 1, 1)).year + 10
        year = pivot - (pivot - said(parts, "short")) % 100
    elif year is None and len(words) > 1:
        style = "unit" in parts or (words[0].value > 9 and all(word.value != 100 for word in words))
        year = int(spelled(words))
        return year if 1000 <= year <= 2199 and style else None
    elif year is None and said(parts, "unit") == "year" and reading.published:
        year = reading.published.year + (shift_of(parts) or 0)
    return year


def anchor(parts: Parts, reading: Reading) -> date | None:
    """The day that "the next day", "that year", "the following Friday" count from: of publication, or named before."""
    short = "part" in parts or unit_of(parts) in ("day", "week")
    if not parts.keys() & {"that", "anchored"} and not ("the" in parts and short and unit_of(parts) != "week"):
        return reading.published
    found = reading.day if short else reading.named
    return found.first if found else reading.published if "part" in parts else None


def point(day: date | None, shift: float, unit: str) -> str:
    return name(move(day, shift, unit), unit) if day else ""


REFERENCES = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}

# From here, a function a shape: parts -> value, or None for what is no time expression after all.


def iso(parts: Parts, reading: Reading) -> str:
    text = str(said(parts, "iso")).upper()
    if "/" not in text:
        return text
    month, day, year = map(int, text.split("/"))
    return date(year if year > 99 else year + (1900 if year > 50 else 2000), month, day).isoformat()


def day_of(parts: Parts, reading: Reading) -> str:
    """The day an expression names, or that of publication; empty without one."""
    if "month" in parts:
        return yearly(parts, reading)
    base, shift, number = anchor(parts, reading), shift_of(parts), said(parts, "weekday")
    if number is None:
        return point(base, said(parts, "today") or (shift or 0 if "part" in parts else 0), "day")
    base = base or reading.published
    if base is None:
        return f"XXXX-WXX-{number}"
    back = (base.isoweekday() - number) % 7
    if "shift" in parts and shift in (0, 1):  # of this week, of the next
        return point(base, number - base.isoweekday() + 7 * shift, "day")
    possessive = reading.text[reading.end : reading.end + 2] in ("'s", "’s")  # "Friday's vote" was
    if shift is None and back and not possessive and tense(reading) > 0:
        shift = 1
    return point(base, {-1: -back or -7, 1: 7 - back}.get(shift or 0, -back), "day")


def time_of(parts: Parts, reading: Reading) -> str | None:
    """A clock time or a part of the day; a zone is not part of the value."""
    part = said(parts, "part", "parts", "tonight")
    if part:
        return f"{day_of(parts, reading)}T{part}"
    mark = min(token.start for kind in ("noon", "ampm", "oclock", "zone") for token in parts.get(kind, []))
    kinds = ("noon",) if "noon" in parts else ("clock", "digits", "year", "number", "numeral")
    tokens = [token for kind in kinds for token in parts.get(kind, []) if token.start <= mark]
    clock = max(tokens, key=lambda token: token.start)
    hour, minute = (*map(int, re.findall(r"\d+", str(clock.value))), 0)[:2]
    if hour > 24:  # 1930 GMT
        hour, minute = divmod(hour, 100)
    elif "ampm" in parts:
        hour = hour % 12 + said(parts, "ampm")
    rest = {kind: left for kind, tokens in parts.items() if (left := [token for token in tokens if token != clock])}
    return f"{day_of(rest, reading)}T{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def decade(parts: Parts, reading: Reading) -> str:
    if "century" in parts:
        return f"{said(parts, 'ordinal') - 1:02}"
    value = said(parts, "decade")  # 9 for the nineties, or 1990s, '90s
    tens = value if isinstance(value, int) else int(re.sub(r"\D", "", value)) // 10
    return f"{tens if tens > 9 else tens + (190 if tens > 1 else 200)}"


def yearly(parts: Parts, reading: Reading) -> str:
    """What comes once a year, from a day to half of it: of the year named, or of the one that is meant."""
    number, rule, reach = said(parts, "number", "ordinal"), said(parts, "month", "season", "holiday"), (92, 300, 31)
    if rule is None:
        unit = "half" if "half" in parts else "quarter"
        if number is None and unit == "quarter" and "year" not in parts:
            return point(reading.published, shift_of(parts) or 0, unit)
        rule, reach = f"{unit[0].upper()}{number or 12 // MONTHS[unit]}", (0, 155, 0)  # "the last half of 1989"
    elif number is not None:
        rule, reach = f"{rule}-{number:02}", (92, 240, 62)
    holiday(rule, 2000)  # ValueError where there is none such: Feb. 30
    year = year_of(parts, reading) or pick_year(rule, parts, reading, reach)
    if "holiday" in parts:
        return holiday(rule, year).isoformat() if year else ""
    return f"{year or 'XXXX'}-{rule}"


def ago(parts: Parts, reading: Reading) -> str:
    """ "A year earlier" after "the third quarter" is that quarter of the year before."""
    unit, direction, count = unit_of(parts), said(parts, "ago", "later"), count_of(parts)
    if count is None:
        return "PAST_REF" if direction < 0 else "FUTURE_REF"
    found, kept = reading.period, "year" if unit in ("decade", "century") else unit
    if unit == "year" and found and found.unit in ("quarter", "half") and ("later" in parts or count == 1):
        kept = found.unit
    elif "later" not in parts:
        found = None
    elif unit not in MONTHS or not found:
        found = reading.named
    base = found.first if found else reading.published
    return name(move(base, direction * count, unit), kept) if base else ""


def recurring(parts: Parts, reading: Reading) -> str:
    part, weekday, season = (
        said(parts, *kinds) for kinds in (("part", "parts"), ("weekday", "weekdays"), ("month", "season"))
    )
    if weekday or season or part:
        days = f"WXX-{weekday}" if weekday else season or "XX-XX"
        return f"XXXX-{days}" + (f"T{part}" if part else "")
    return said(parts, "often") or duration(2 if "other" in parts else count_of(parts), unit_of(parts))


def lasting(parts: Parts, reading: Reading) -> str:
    return duration(count_of(parts), unit_of(parts))


def year(parts: Parts, reading: Reading) -> str | None:
    found = year_of(parts, reading) if len(parts) > 1 or "unit" not in parts else None
    return f"{found:04}" if found else None


def one_unit(parts: Parts, reading: Reading) -> str | None:
    """ "Last week", "the current quarter", "that year", "the end of the month", "the weekend", "year-end"."""
    unit, shift, published = unit_of(parts), shift_of(parts), reading.published
    period = reading.period if reading.period and reading.period.unit in ("quarter", "half") else None
    if unit in ("second", "minute", "hour") or ("that" in parts and unit != "weekend" and not reading.named):
        return None  # "last-minute", "that year" of nothing named
    if unit == "period" or (unit == "quarter" and shift is None and period and period.unit == unit):
        return name(period.first, period.unit) if period else None  # the one reported on
    if unit == "weekend":
        if published and shift is None:  # the last, unless the clause looks ahead
            shift = 0 if published.isoweekday() > 5 or tense(reading) > 0 else -1
        return name(published + timedelta(7 * (shift or 0)), unit) if published else ""
    if shift is None and not parts.keys() & {"fuzzy", "edge", "later", "about", "that"}:
        if unit in ("day", "decade", "century"):
            return None  # "the day"
        if unit == "year":
            return "P1Y"
    if shift and unit in ("decade", "century"):
        return duration(1, unit)
    return point(anchor(parts, reading), -1 if unit == "quarter" and shift is None else shift or 0, unit)


def reference(parts: Parts, reading: Reading) -> str:
    return said(parts, "reference", "recent", "future") or REFERENCES[shift_of(parts) or 0]


def range_end(parts: Parts, reading: Reading) -> str | None:
    value = reading.joins[:-2] + str(said(parts, "number", "digits")).zfill(2)
    return value if len(value) == len(reading.joins) in (4, 10) and value > reading.joins else None


RESOLVERS: dict[str, Callable[[Parts, Reading], str | None]] = {
    "iso": iso, "time": time_of, "day": day_of, "decade": decade, "yearly": yearly, "ago": ago, "year": year,
    "recurring": recurring, "lasting": lasting, "unit": one_unit, "reference": reference, "range_end": range_end,
}  # fmt: skip
