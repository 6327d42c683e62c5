"""From an expression to its TIMEX3 type and value, against the day of publication and what the post named before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from typing import Any

from toolkit.dates.arithmetic import MONTHS, SEASONS, duration, holiday, interval, move, name
from toolkit.dates.grammar import Expression, Parts, Token, read_words
from toolkit.words import split_sentences

Timex = tuple[str, str]  # type, value


@dataclass
class Reading:
    """A post being read: what its expressions are resolved against."""

    text: str
    published: date | None
    here: tuple[int, int] = (0, 0)  # the expression at hand
    joins: str = ""  # the value it goes on from, as "12" in "Sept. 10-12"
    day: str = ""  # the last day or week named
    period: str = ""  # the last month, quarter or longer named; comparisons ("a year ago") do not count
    named: str = ""  # the last of either


WORD = re.compile(r"['’]ll\b|[A-Za-z]+(?:-[A-Za-z]+)*(?:n['’]t)?|[\"“”]|``|''")


def tense(reading: Reading) -> int:
    """1 where the nearest verb of the sentence looks ahead, -1 where it looks back, 0 without one that tells.

    The verb before the expression rules; only if there is none, the one after it. A quotation mark ends the search.
    """
    begin, end = max(0, reading.here[0] - 150), reading.here[1] + 100
    window, here = reading.text[begin:end], reading.here[0] - begin
    first, last = next((span for span in split_sentences(window) if span[1] > here), (0, len(window)))
    before, after = WORD.findall(window[first:here]), WORD.findall(window[reading.here[1] - begin : last])
    backwards = _tenses(before, range(len(before) - 1, -1, -1))
    return next(backwards, 0) or next(_tenses(after, range(len(after))), 0)


def _tenses(words: list[str], places: range) -> Iterator[int]:
    table: dict[str, int] = read_words()["tense"]
    for place in places:
        word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
        if not word[-1].isalpha():
            return
        past = word.endswith("ed") and len(word) > 4 and not word.endswith(("eed", "hundred"))
        found = table.get(f"{word} {following}") or table.get(word) or -past
        if found and place and words[place - 1] == "be":  # "will be paid", "to be opened"
            yield 1
        elif found:  # "had planned to"
            yield -1 if "had" in words[max(0, place - 5) : place] else found


def said(parts: Parts, *kinds: str) -> Any:
    """The value of the first token of the first of these kinds, or None."""
    return next((parts[kind][0].value for kind in kinds if kind in parts), None)


def shift_of(parts: Parts) -> int | None:
    """-1, 0 or 1 for last, this and next; None without such a word."""
    shift: int | None = said(parts, "coming", "shift", "anchored", "current", "past")
    return shift


def unit_of(parts: Parts) -> str:
    return str(said(parts, "units", "unit", "quarter", "century", "period"))


def count_of(parts: Parts) -> float | None:
    """The number an expression counts with, of "two to three" the first; None for "few", "several" and the like."""
    if "vague" in parts:
        return float(said(parts, "vague")) or None
    half = 0.5 if "half" in parts or "fraction" in parts else 0.0
    digits = said(parts, "number", "year", "digits")
    if digits is not None:
        return float(str(digits).replace(",", "")) + half
    stop = min((parts[kind][0].start for kind in ("to", "or") if kind in parts), default=MAXYEAR**4)
    words = [token for token in parts.get("numeral", []) if token.start < stop]
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
SHARED = re.compile(r"\s*(?:to|and|or|until|through|-|–)\s*([A-Z][a-z]+)\.? (?:\d\d?, )?((?:19|20)\d\d)\b")


def pick_year(
    begins: Callable[[int], date],
    reading: Reading,
    shift: int | None = None,
    reach: tuple[int, int, int] = (92, 300, 31),
) -> int | None:
    """The year whose "April", "Sept. 10" or "Easter" is meant.

    `shift` is that of last (-1), this (0) and next (1). Without one it is the last to have begun, unless the next is no
    more than `reach` days ahead: by the tense of the clause (none, ahead, back). News looks back further than ahead.
    """
    shared = SHARED.match(reading.text[reading.here[1] : reading.here[1] + 40])  # "July" of "July to November 2015"
    month: int | None = read_words()["month"].get(shared[1].lower()) if shared else None
    if shared and month:
        return int(shared[2]) - (begins(int(shared[2])).month > month)
    today, found = reading.published, {}
    if today is None:
        return None
    for year in range(max(2, today.year - 9), min(MAXYEAR - 1, today.year + 9)):
        with suppress(ValueError):  # 29 February
            found[year] = begins(year)
    behind = max((year for year, day in found.items() if day <= today), default=None)
    ahead = min((year for year, day in found.items() if day >= today), default=None)
    if shift == 0:
        return today.year
    if shift or ahead is None or behind is None:
        return ahead if shift == 1 or behind is None else behind
    due = DUE.search(reading.text[max(0, reading.here[0] - 10) : reading.here[0]])
    return ahead if (found[ahead] - today).days <= reach[1 if due else tense(reading)] else behind


def year_of(parts: Parts, reading: Reading) -> int | None:
    """The year an expression names: 1989, '89, nineteen eighty-nine, last year."""
    year: int | None = said(parts, "year")
    if "short" in parts:
        pivot = (reading.published or date(2000, 1, 1)).year + 10
        year = pivot - (pivot - said(parts, "short")) % 100
    elif year is None and len(parts.get("numeral", [])) > 1:
        words = parts["numeral"]
        year = int(spelled(words))
        style = "unit" in parts or (words[0].value > 9 and all(word.value != 100 for word in words))
        return year if 1000 <= year <= 2199 and style else None
    elif year is None and said(parts, "unit") == "year" and reading.published:
        year = reading.published.year + (shift_of(parts) or 0)
    return year


def named(parts: Parts, reading: Reading) -> date | None:
    """The day that "the next day", "that year", "the following Friday" count from: of publication, or named before."""
    short = "part" in parts or unit_of(parts) in ("day", "week")
    if not parts.keys() & {"that", "anchored"} and not ("the" in parts and short and unit_of(parts) != "week"):
        return reading.published
    found = interval(reading.day if short else reading.named)
    return found.first if found else reading.published if "part" in parts else None


def weekday_of(parts: Parts, reading: Reading) -> str:
    """The same day or the last before it; where the clause looks ahead, the next, but not for "Friday's vote"."""
    possessive = reading.text[reading.here[1] : reading.here[1] + 2] in ("'s", "’s")
    number, shift = said(parts, "weekday"), shift_of(parts)
    day = named(parts, reading) or reading.published
    if day is None:
        return f"XXXX-WXX-{number}"
    back = (day.isoweekday() - number) % 7
    ahead = "coming" in parts or (shift is None and back and not possessive and tense(reading) > 0)
    if ahead or "anchored" in parts or shift == -1:
        days = 7 - back if ahead else {-1: -back or -7, 0: -back, 1: 7 - back}[shift or 0]
    elif shift is None:
        days = -back
    else:  # of this week, of the next
        days = number - day.isoweekday() + 7 * shift
    return name(day + timedelta(days), "day")


def day_of(parts: Parts, reading: Reading) -> str:
    """The day an expression names, or that of publication; empty without one."""
    if "month" in parts:
        month, day, year = said(parts, "month"), said(parts, "number", "ordinal"), year_of(parts, reading)
        date(2000, month, day)  # ValueError where there is none such
        today, number = reading.published, said(parts, "weekday")
        if number and today and not year and (month, day) != (2, 29):  # the nearest "Saturday, April 19" that is one
            near = [date(today.year + more, month, day) for more in (0, -1, 1, -2, 2, -3, 3, -4, -5, -6)]
            year = next((found.year for found in near if found.isoweekday() == number), None)
        year = year or pick_year(lambda y: date(y, month, day), reading, shift_of(parts), (92, 240, 62))
        return date(year, month, day).isoformat() if year else f"XXXX-{month:02}-{day:02}"
    if "weekday" in parts:
        return weekday_of(parts, reading)
    base = named(parts, reading)
    days = said(parts, "today") or ((shift_of(parts) or 0) if "part" in parts else 0)
    return name(base + timedelta(days), "day") if base else ""


def point(day: date | None, shift: float, unit: str) -> Timex:
    return "DATE", name(move(day, shift, unit), unit) if day else ""


# From here, a function a shape: parts -> (type, value), or None for what is no time expression after all.


def iso(parts: Parts, reading: Reading) -> Timex:
    text = said(parts, "iso").upper()
    if "/" not in text:
        return "TIME" if "T" in text else "DATE", text
    month, day, year = map(int, text.split("/"))
    return "DATE", date(year if year > 99 else year + (1900 if year > 50 else 2000), month, day).isoformat()


def time(parts: Parts, reading: Reading) -> Timex | None:
    """A clock time; its zone is not part of the value."""
    marks = [token.start for kind in ("ampm", "oclock", "zone") for token in parts.get(kind, [])]
    found = [token for kind in ("clock", "digits", "year", "number", "numeral") for token in parts.get(kind, [])]
    found = parts.get("clocked") or parts.get("noon") or [token for token in found if token.start < min(marks)]
    clock = max(found, key=lambda token: token.start)
    text = str(clock.value)
    hour, minute = (*map(int, re.findall(r"\d+", text)), 0)[:2]
    if hour > 24:  # 1930 GMT
        hour, minute = divmod(hour, 100)
    elif "ampm" in parts or "m" in text:
        hour = hour % 12 + said(parts, "ampm") if "ampm" in parts else hour % 12 + 12 * ("p" in text)
    rest = {kind: left for kind, tokens in parts.items() if (left := [token for token in tokens if token is not clock])}
    return ("TIME", f"{day_of(rest, reading)}T{hour:02}:{minute:02}") if hour <= 24 and minute < 60 else None


def day_part(parts: Parts, reading: Reading) -> Timex:
    return "TIME", f"{day_of(parts, reading)}T{said(parts, 'part', 'parts', 'tonight')}"


def weekdays(parts: Parts, reading: Reading) -> Timex:
    part = said(parts, "part", "parts")
    return "SET", f"XXXX-WXX-{said(parts, 'weekday', 'weekdays')}" + (f"T{part}" if part else "")


def quarter(parts: Parts, reading: Reading) -> Timex | None:
    unit, number = "half" if "half" in parts else "quarter", said(parts, "ordinal")
    if "decade" in parts:
        return decade(parts, reading)
    if number is None:
        if unit == "quarter" and "year" not in parts:
            return point(reading.published, shift_of(parts) or 0, unit)
        number = 2 if unit == "half" else 4  # "the last half of 1989"
    year = year_of(parts, reading)
    if year is None:  # one that has begun; where the clause looks ahead, not one over for more than four months
        year = pick_year(lambda y: date(y, (number - 1) * MONTHS[unit] + 1, 1), reading, None, (0, 155, 0))
    return ("DATE", f"{year or 'XXXX'}-{unit[0].upper()}{number}") if number * MONTHS[unit] <= 12 else None


def ago(parts: Parts, reading: Reading) -> Timex:
    """ "A year earlier" after "the third quarter" is that quarter of the year before."""
    unit, direction, count = unit_of(parts), said(parts, "ago", "later"), count_of(parts)
    if count is None:
        return "DATE", "PAST_REF" if direction < 0 else "FUTURE_REF"
    found, kept = interval(reading.period), unit
    if unit == "year" and found and found.unit in ("quarter", "half") and ("later" in parts or count == 1):
        kept = found.unit
    elif "later" in parts:
        found = found if unit in MONTHS and found else interval(reading.named)
    else:
        found = None
    day = found.first if found else reading.published
    kept = "year" if kept in ("decade", "century") else kept
    return "DATE", name(move(day, direction * count, unit), kept) if day else ""


def yearly(parts: Parts, reading: Reading) -> Timex:
    """A month, season or holiday: of the year named, or of the one that is meant."""
    kind = next(kind for kind in ("month", "season", "holiday") if kind in parts)
    what, shift, year = said(parts, kind), shift_of(parts), year_of(parts, reading)

    def begins(year: int) -> date:
        return holiday(what, year) if kind == "holiday" else date(year, SEASONS.get(what, what), 1)

    found = interval(reading.named) if "anchored" in parts else None
    today = found.first if found else reading.published
    if year is None:
        year = pick_year(begins, replace(reading, published=today), shift)
        if year and today and shift == -1 and kind == "month" and (today - begins(year)).days < 62:
            year -= 1  # the month just over would be "last month"
        elif year and today and shift == 0 and what == "WI" and today.month < 7:
            year -= 1  # the winter that is, or just was
    if kind == "holiday":
        return "DATE", begins(year).isoformat() if year else ""
    return "DATE", f"{year or 'XXXX'}-{what:0>2}"


def weekend(parts: Parts, reading: Reading) -> Timex:
    """The last one; that of the same week where the clause looks ahead or the week is almost over."""
    day, shift = reading.published, shift_of(parts)
    if day and shift is None:
        shift = 0 if day.isoweekday() > 5 or tense(reading) > 0 else -1
    return "DATE", name(day + timedelta(7 * (shift or 0)), "week") + "-WE" if day else ""


def decade(parts: Parts, reading: Reading) -> Timex:
    value = said(parts, "decade")  # 9 for the nineties, or 1990s, '90s
    tens = value if isinstance(value, int) else int(re.sub(r"\D", "", value)) // 10
    return "DATE", f"{tens if tens > 9 else tens + (190 if tens > 1 else 200)}"


def every(parts: Parts, reading: Reading) -> Timex:
    if "month" in parts:
        return "SET", f"XXXX-{said(parts, 'month'):02}"
    if parts.keys() & {"season", "part"}:
        return "SET", f"XXXX-{said(parts, 'season')}" if "season" in parts else f"XXXX-XX-XXT{said(parts, 'part')}"
    return "SET", duration(2 if "other" in parts else count_of(parts), unit_of(parts))


RATE = re.compile(r"(?:\d|%|illion|percent|times|once|twice|cents|dollars) $")  # "$3 million a year"


def lasting(parts: Parts, reading: Reading) -> Timex:
    start = reading.here[0]
    rate = "a" in parts and count_of(parts) == 1 and RATE.search(reading.text[max(0, start - 12) : start])
    return "SET" if rate else "DURATION", duration(count_of(parts), unit_of(parts))


def one_unit(parts: Parts, reading: Reading) -> Timex | None:
    """ "Last week", "the current quarter", "that year", "the end of the month", "year-end"."""
    unit, shift = unit_of(parts), shift_of(parts)
    within = parts.keys() & {"fuzzy", "edge", "later", "about", "that"}
    if unit in ("second", "minute", "hour") or (unit == "period" and not re.search("-[QH]", reading.period)):
        return None  # "last-minute", "the period" of nothing named
    if unit in ("day", "decade", "century") and shift is None and not within:
        return None  # "the day"
    if unit == "period" or (unit == "quarter" and shift is None and "-Q" in reading.period):
        return "DATE", reading.period  # the one reported on
    if shift and unit in ("decade", "century"):
        return "DURATION", duration(1, unit)
    if "that" in parts and not reading.named:
        return None
    if unit == "year" and shift is None and not within:
        return "DURATION", "P1Y"
    return point(named(parts, reading), -1 if unit == "quarter" and shift is None else shift or 0, unit)


def year(parts: Parts, reading: Reading) -> Timex | None:
    found = year_of(parts, reading) if len(parts) > 1 or "unit" not in parts else None
    return ("DATE", f"{found:04}") if found else None


def reference(parts: Parts, reading: Reading) -> Timex:
    side = {None: "PAST_REF", -1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[shift_of(parts)]
    return "DATE", said(parts, "reference", "recent", "future") or side


def range_end(parts: Parts, reading: Reading) -> Timex | None:
    number = f"{said(parts, 'number', 'digits'):02}"
    value = reading.joins[: {10: 8, 4: 2}.get(len(reading.joins), 0)] + number
    return ("DATE", value) if len(value) in (4, 10) and interval(value) and value > reading.joins else None


RESOLVERS: dict[str, Callable[[Parts, Reading], Timex | None]] = {
    "iso": iso, "time": time, "day_part": day_part, "weekdays": weekdays, "quarter": quarter, "ago": ago,
    "year_ago": ago, "month": yearly, "season": yearly, "weekend": weekend, "holiday": yearly, "decade": decade,
    "every": every, "vague_ref": reference, "reference": reference, "counted": lasting, "duration": lasting,
    "shifted": one_unit, "the_unit": one_unit, "year_end": one_unit, "year": year,
    "range_end": range_end,
    "day": lambda parts, reading: ("DATE", day_of(parts, reading)),
    "century": lambda parts, reading: ("DATE", f"{said(parts, 'ordinal') - 1:02}"),
    "often": lambda parts, reading: ("SET", said(parts, "often")),
    "units": lambda parts, reading: ("DURATION", duration(None, unit_of(parts))),
}  # fmt: skip


def resolve(expression: Expression, reading: Reading) -> Timex | None:
    """Type and value of an expression, None for what only looks like one; notes in `reading` what was named."""
    reading.here = (expression.start, expression.end)
    reading.joins = reading.joins if expression.joined else ""
    try:
        found = RESOLVERS[expression.shape](expression.parts, reading) if expression.shape in RESOLVERS else None
    except (OverflowError, ValueError):  # beyond the calendar: Feb. 31, "9,000 years ago"
        found = None
    value = found[1].partition("T")[0] if found and found[0] in ("DATE", "TIME") else ""
    reading.joins = value
    if place := interval(value):
        reading.named = value
        if place.unit in ("day", "week", "weekend"):
            reading.day = value
        elif place.unit != "century" and expression.shape not in ("ago", "year_ago"):
            reading.period = value
    return found
