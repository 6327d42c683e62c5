"""From an expression to its TIMEX3 value, against the day of publication and what the post named before."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from toolkit.dates.grammar import WORDS, Parts, Token, find_expressions
from toolkit.words import split_sentences

CALENDAR: dict[str, dict[str, Any]] = WORDS["calendar"]
MONTHS, DAYS, SEASONS = CALENDAR["months"], CALENDAR["days"], CALENDAR["seasons"]
POINT = re.compile(CALENDAR["values"]["point"], re.VERBOSE)
REFERENCE = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}
SHIFTS, UNITS = WORDS["shifts"], WORDS["units"]


class Interval(NamedTuple):
    unit: str
    first: date
    last: date


def move(day: date, count: float, unit: str) -> date:
    """The day `count` units away; the last of the month where the month is too short."""
    if unit in DAYS:
        return day + timedelta(int(count * DAYS[unit]))
    year, month = divmod(
        day.year * 12 + day.month - 1 + round(count * MONTHS[unit]), 12
    )
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def name(day: date, unit: str) -> str:
    """The value of the unit that the day lies in; of the day itself for hours and the like."""
    if unit in ("week", "weekend"):
        return "{:04}-W{:02}".format(*day.isocalendar()) + "-WE" * (unit == "weekend")
    if unit in ("quarter", "half"):
        return f"{day.year:04}-{unit[0].upper()}{(day.month - 1) // MONTHS[unit] + 1}"
    return day.isoformat()[
        : {"century": 2, "decade": 3, "year": 4, "month": 7}.get(unit)
    ]


def interval(value: str) -> Interval | None:
    """Unit, first and last day of a value; None for what has no place in the calendar."""
    if not (match := POINT.fullmatch(value)):
        return None
    unit = str(match.lastgroup)
    try:
        if unit in ("day", "week", "weekend"):
            first = date.fromisoformat(value.partition("T")[0].replace("WE", "6"))
        else:  # January, where the unit is a year or longer
            month = (
                SEASONS.get(match[unit])
                or (int(match[unit]) - 1) * MONTHS[unit] % 12 + 1
            )
            first = date(int(value[:4].ljust(4, "0")), month, 1)
        return Interval(unit, first, move(first, 1, unit) - timedelta(1))
    except (ValueError, OverflowError):
        return None


def holiday(rule: str, year: int) -> date | None:
    """The first day of what comes once a year: of a value without its year (``09-10``, ``Q3``, ``SU``), of ``11-22 4``
    (the first Thursday, ISO 8601, from there on) or ``easter -2``; None where that year has none."""
    begins, _, shift = rule.partition(" ")
    if begins == "easter":
        return (pd.Timestamp(year, 1, 1) + pd.offsets.Easter()).date() + timedelta(
            int(shift)
        )
    found = interval(f"{year:04}-{begins}")
    return found and found.first + timedelta(
        (int(shift) - found.first.isoweekday()) % 7 if shift else 0
    )


def duration(count: float | None, unit: str) -> str:
    """``P3D``, ``PT2H``, ``PXY`` for some years; two and a half years are ``P2Y6M``, a decade is ``P10Y``."""
    if count and unit in CALENDAR["multiples"]:
        unit, count = (
            CALENDAR["multiples"][unit][0],
            count * CALENDAR["multiples"][unit][1],
        )
    *clock, letter = CALENDAR["designators"][unit]
    half = CALENDAR["halves"].get(unit, "") if count and count % 1 == 0.5 else ""
    number = "X" if count is None else format(int(count) if half else count, ".15g")
    return "".join(["P", *clock, number + letter if number != "0" else "", half])


@dataclass
class Reading:
    published: date | None
    historic: bool  # tells of another time than its own: months and weekdays go on from the day last named
    before: str = ""  # the text around the expression at hand
    after: str = ""
    joins: str = ""  # the value it goes on from, as "12" in "Sept. 10-12"
    day: Interval | None = None  # the last day named
    period: Interval | None = (
        None  # the last week or longer named; comparisons ("a year ago") do not count
    )
    named: Interval | None = None  # the last of either


def read_timexes(text: str, published: date | None) -> Iterator[tuple[object, ...]]:
    """The rows of a post, as `find_dates` returns them."""
    found = list(find_expressions(text))
    reading, value, last = (
        Reading(published, _is_history([parts for *_, parts in found], published)),
        None,
        0,
    )
    for shape, start, end, parts in found:
        goes_on = value and start - last < 6 and not {*",."} & {*text[last:start]}
        reading.joins = value.partition("T")[0] if value and goes_on else ""
        reading.before, reading.after, last = (
            text[max(0, start - 150) : start],
            text[end : end + 100],
            end,
        )
        value = None
        with suppress(
            OverflowError, ValueError
        ):  # beyond the calendar: "9,000 years ago"
            value = RESOLVERS[shape](parts, reading) if shape in RESOLVERS else None
        place = interval(value or "")
        if value is None or (value[:1].isdigit() and place is None):  # Feb. 31
            continue
        kind = (
            "DURATION" if value.startswith("P") else "TIME" if "T" in value else "DATE"
        )
        kind = "SET" if shape == "set" else "DATE" if value.endswith("_REF") else kind
        inside = place and published and place.first <= published <= place.last
        lag = (
            0
            if inside
            else (place.first - published).days
            if place and published
            else float("nan")
        )
        yield (
            text[start:end],
            start,
            end,
            kind,
            value,
            place and place.first,
            place and place.last,
            lag,
        )
        reading.named = (
            reading.named
            if inside or said(parts, "later", "beside") == -1
            else place or reading.named
        )
        if place and place.unit == "day":
            reading.day = place
        elif shape != "ago" and (place or value in ("P6M", "P9M")):  # "the nine months"
            reading.period = place


def _is_history(found: list[Parts], published: date | None) -> bool:
    """Whether a post names years far from its own, three and more, and seldom counts from the day of publication."""
    years = [token.value for parts in found for token in parts.get("year", [])]
    far = sum(not published or abs(published.year - year) > 1 for year in years)
    near = sum(
        bool(parts.keys() & {"weekday", "today", "ago", "current", "reference"})
        for parts in found
    )
    return not published or (far > 2 and far > 9 * (near + len(years) - far))


QUOTE = re.compile(r"[\"“”]|``|''")
WORD = re.compile(
    r"['’]ll\b|(?<![A-Za-z'’])(?:[A-Za-z]+?(?=n['’]t\b)|[A-Za-z]+(?:-[A-Za-z]+)*)"
)


def tense(reading: Reading) -> int:
    """1 where the nearest verb of the sentence and quotation looks ahead, -1 where it looks back, else 0: the last
    before the expression, or the first after it."""
    start, window = len(reading.before), f"{reading.before}then{reading.after}"
    first, last = next(span for span in split_sentences(window) if span[1] > start)
    before, after = (
        QUOTE.split(window[first:start])[-1],
        QUOTE.split(window[start + 4 : last])[0],
    )
    if after.startswith(
        (" will ", " would ", "'s", "’s")
    ):  # "which on Friday will vote"; "Friday's vote" was
        return 1 if after[0] == " " else -1
    return ([*_verbs(before)][-1:] or [*_verbs(after.replace("ed to ", "ed ")), 0])[0]


def _verbs(clause: str) -> Iterator[int]:
    table, words = WORDS["tense"], WORD.findall(clause)
    for place, word in enumerate(words):
        before = words[max(0, place - 5) : place]  # "the proposed sale" is no verb
        past = (
            word.endswith("ed")
            and not word.endswith("eed")
            and not {*before[-1:]} & {*WORDS["relatives"]}
        )
        noun = {*before[-1:]} & {*WORDS["articles"]}
        if verb := table.get(" ".join(words[place : place + 2])) or (
            0 if noun else table.get(word, -past)
        ):
            back = "had" in before or " ".join(before[-2:]).endswith(
                ("did", "did not")
            )  # "had planned to"
            yield (
                abs(verb) if before[-1:] == ["be"] else -abs(verb) if back else verb
            )  # "will be paid"


def said(parts: Parts, *kinds: str) -> Any:
    return next((parts[kind][0].value for kind in kinds if kind in parts), None)


def count_of(parts: Parts) -> float | None:
    """The number an expression counts with, of "two to three" the first; None for "few", bare "years" and the like."""
    half, joint = (
        0.5 if parts.keys() & {"half", "fraction"} else 0.0,
        parts.get("to") or parts.get("or"),
    )
    words = [word for word in parts.get("numeral", []) if not joint or word < joint[0]]
    count = float(
        str(said(parts, "number", "year", "digits") or 0).replace(",", "")
    ) or spelled(words)
    if not count and (
        "vague" in parts or ("units" in parts and not half and "a" not in parts)
    ):
        return said(parts, "vague") or None
    return (
        count or "and" in parts or not half
    ) + half  # "a year and a half", not "half a year"


def spelled(words: list[Token]) -> int:
    total = 0  # two hundred five, three dozen, nineteen ninety-six
    for value in (word.value for word in words):
        times = total // 1000 * 1000 + (total % 1000 or 1) * value
        plus = total * (100 if total < 100 and value >= 10 else 1) + value
        total = times if value >= 100 or total < 10 <= value else plus
    return total


def year_of(parts: Parts, reading: Reading) -> int | None:
    year, words = said(parts, "year"), parts.get("numeral", [])
    now = (reading.published or date(2000, 1, 1)).year
    if "short" in parts:  # '89
        return now + 10 - (now + 10 - int(said(parts, "short"))) % 100
    if year is None and len(words) > 1:  # nineteen eighty-nine, but not eleven hundred
        style = "unit" in parts or (
            words[0].value > 9 and all(word.value != 100 for word in words)
        )
        return spelled(words) if style and 1000 <= spelled(words) <= 2199 else None
    shift: int | None = (
        said(parts, *SHIFTS)
        if said(parts, "unit") == "year" and reading.published
        else None
    )
    return now + shift if year is None and shift is not None else year


RANGE = re.compile(
    r"\s*(?:to|and|or|until|through|-|–)\s*([A-Z][a-z]+\.? (?=\d)|)(?:\d\d?, )?((?:19|20)\d\d)\b"
)


def choose(
    days: list[date],
    today: date,
    parts: Parts,
    reading: Reading,
    reach: tuple[int, int, int],
) -> date:
    """The day that is meant: the last, unless the next is no more than `reach` days ahead, by tense (0, 1, -1)."""
    shift, ahead = said(parts, *SHIFTS), min(day for day in days if day > today)
    if (
        reading.historic and shift is None and ahead <= (reading.published or ahead)
    ):  # a story goes on
        return today if today in days else ahead
    if (
        shift is None
        and (joined := interval(reading.joins))
        and joined.unit in ("day", "month")
    ):
        span = timedelta(
            3 if "weekday" in parts else 200
        )  # "Friday and Saturday", "June or July", not across today
        following = [day for day in days if joined.first <= day <= joined.first + span]
        if following and not joined.first < today < following[0]:
            return following[0]
    # The month just over is "last month", so "last March" is another; last Friday is not today.
    gap = timedelta((61 if "month" in parts else 1) if shift == -1 else 0)
    near = (
        shift is None
        and (ahead - today).days <= reach[1 if "after due" in parts else tense(reading)]
    )
    return (
        ahead if near or shift == 1 else max(day for day in days if day <= today - gap)
    )


def anchor(parts: Parts, reading: Reading) -> date | None:
    """The day that "the next day", "that year", "at noon" count from: of publication, or the last named before."""
    unit = said(parts, *UNITS)
    clock = parts.keys() & {"clock", "noon", "ampm", "oclock"} and not parts.keys() & {
        "weekday",
        "today",
    }
    daily = clock or "part" in parts or unit == "day"
    later = unit and said(parts, "shift") == 1 and "edge" not in parts
    following = "the" in parts and "after over" not in parts and (daily or later)
    spoken = (
        following
        or clock
        or parts.keys() & {"that", "anchored"}
        or (reading.historic and not unit)
    )
    if unit == "quarter" or not spoken:
        return reading.published
    found = reading.day if daily else reading.named
    return (
        found.first if found else None if unit and not following else reading.published
    )


def point(day: date | None, shift: float, unit: str, kept: str = "") -> str:
    return name(move(day, shift, unit), kept or unit) if day else ""


def day_of(parts: Parts, reading: Reading) -> str | None:
    if "month" in parts:
        return yearly(parts, reading)
    base, shift, number = (
        anchor(parts, reading),
        said(parts, *SHIFTS),
        said(parts, "weekday", "nth"),
    )
    if number is None:
        return point(
            base, said(parts, "today") or (shift or 0 if "part" in parts else 0), "day"
        )
    if base is None:
        return f"XXXX-WXX-{number}" if "weekday" in parts else ""
    if "nth" in parts:  # "the 21st" of this month, or the last or next
        months = [point(base, month, "month") for month in range(-2, 3)]
        days, reach = (
            [
                place.first
                for month in months
                if (place := interval(f"{month}-{number:02}"))
            ],
            31,
        )
    else:  # six days ahead it would be "next Tuesday"
        days, reach = (
            [
                base + timedelta(number - base.isoweekday() + 7 * week)
                for week in range(-2, 3)
            ],
            5,
        )
    if shift in (0, 1) and said(parts, "shift") == shift:  # of this week, of the next
        return str(days[2 + (shift or (days[2] < base and tense(reading) > 0))])
    return str(choose(days, base, parts, reading, (0, reach, 0)))


def time_of(parts: Parts, reading: Reading) -> str | None:
    """A part of the day or a clock time; a zone is not part of the value."""
    if part := said(parts, "part", "parts", "tonight"):
        return f"{day_of(parts, reading)}T{part}"
    clock = re.sub(
        r"\D", "", str(said(parts, "clock", "noon", "numeral"))
    )  # 5, 5:30, 1930
    hour, minute = divmod(int(clock + "00" * (len(clock) < 3)), 100)
    hour = hour % 12 + said(parts, "ampm") if "ampm" in parts else hour
    return (
        f"{day_of(parts, reading)}T{hour:02}:{minute:02}"
        if hour <= 24 and minute < 60
        else None
    )


def yearly(parts: Parts, reading: Reading) -> str | None:
    """What comes once a year, from a day to half of it: of the year named, or of the one that is meant."""
    number, reach = said(parts, "number", "ordinal", "nth"), (92, 300, 31)
    rule = said(parts, "month", "season", "holiday", "partial")
    game = rule is None and {*WORD.findall(reading.before + reading.after)} & {
        *WORDS["sports"]
    }
    if rule is None:
        unit = "half" if "half" in parts else "quarter"
        number = (
            12 // MONTHS[unit] if number is None else number
        )  # "the last half of 1989"
        rule, reach = (
            f"{unit[0].upper()}{number}",
            (0, 300 if "unit" in parts else 155, 0),
        )
    elif number is not None:
        rule, reach = f"{rule}-{number:02}", (92, 240, 62)
    if game or holiday(rule, 2000) is None:  # "the third half", Feb. 30
        return None
    today, year = anchor(parts, reading), year_of(parts, reading)
    shared = RANGE.match(reading.after)  # "July" of "July to November 2015"
    if (
        not year
        and shared
        and (
            month := {"": rule[:2], **WORDS["kinds"]["month"]}.get(
                shared[1].lower().rstrip(" .")
            )
        )
    ):
        year = int(shared[2]) - (rule[:2] > month)
    elif not year and today and (said(parts, *SHIFTS) == 0 or "that" in parts):
        year = today.year - (
            rule == "WI" and today.month < 7
        )  # the winter that is, or just was
    elif not year and today:
        days = [
            day
            for year in range(today.year - 9, today.year + 9)
            if (day := holiday(rule, year))
        ]
        year = choose(days, today, parts, reading, reach).year
    if "holiday" in parts:
        return point(holiday(rule, year), 0, "day") if year else ""
    return f"{year or 'XXXX'}-{rule}"


def ago(parts: Parts, reading: Reading) -> str:
    """ "A year earlier" after "the third quarter" is that quarter of the year before."""
    unit, direction, count = (
        said(parts, *UNITS),
        said(parts, "ago", "later", "beside"),
        count_of(parts),
    )
    if count is None:
        return REFERENCE[direction] if "ago" in parts else duration(None, unit)
    period, kept = reading.period, CALENDAR["multiples"].get(unit, [unit])[0]
    found = (
        None
        if "ago" in parts
        else reading.day
        if DAYS.get(unit, 2) <= 1
        else reading.named
    )
    if (
        unit == "year"
        and period
        and period.unit in ("quarter", "half")
        and (found or count == 1)
    ):
        found, kept = period, period.unit
    return point(
        found.first if found else reading.published, direction * count, unit, kept
    )


def recurring(parts: Parts, reading: Reading) -> str:
    weekday, part = said(parts, "weekday", "weekdays"), said(parts, "part", "parts")
    days = (
        f"WXX-{weekday}"
        if weekday
        else said(parts, "month", "season") or ("XX-XX" if part else "")
    )
    if days:
        return f"XXXX-{days}" + (f"T{part}" if part else "")
    return said(parts, "often") or duration(
        2 if "other" in parts else count_of(parts), said(parts, *UNITS)
    )


def one_unit(parts: Parts, reading: Reading) -> str | None:
    """ "Last week", "the current quarter", "that year", "the end of the month", "the weekend", "year-end"."""
    unit, shift, base = (
        said(parts, *UNITS),
        said(parts, *SHIFTS),
        anchor(parts, reading),
    )
    period, year = reading.period, said(parts, "year")
    told = name(period.first, period.unit) if period else ""
    bare = shift is None and not parts.keys() & {
        "fuzzy",
        "edge",
        "later",
        "about",
        "that",
    }
    if (bare and (unit == "day" or unit in CALENDAR["multiples"])) or (
        "that" in parts and base is None
    ):
        return None
    if (
        year
        or unit == "period"
        or (unit == "quarter" and shift is None and "Q" in told)
    ):
        return (
            f"{year}{told[4:]}" if year else told
        ) or None  # "the 1988 quarter", beside the one told of
    decades = shift and "the" in parts and unit in CALENDAR["multiples"]
    if decades or (bare and unit == "year" and "after of" not in parts):
        return duration(1, unit)
    if (
        shift is None
    ):  # the quarter is the last one; the weekend too, unless it is on or the clause looks ahead
        far = (
            unit == "weekend"
            and base
            and base.weekday() < 5
            and tense(reading) < 1
            and "after due" not in parts
        )
        shift = -1 if far or unit == "quarter" else 0
    return point(base, shift, "week" if unit == "weekend" else unit, unit)


def range_end(parts: Parts, reading: Reading) -> str | None:
    value = reading.joins[:-2] + str(said(parts, "number", "nth", "digits")).zfill(2)
    return (
        value
        if len(value) == len(reading.joins) in (4, 10) and value > reading.joins
        else None
    )


def century(parts: Parts, _: Reading) -> str | None:
    value = f"{'BC' if 'bc' in parts else ''}{said(parts, 'ordinal', 'nth') - 1:02}"
    return value if said(parts, *UNITS) == "century" else None


RESOLVERS: dict[str, Callable[[Parts, Reading], str | None]] = {
    "time": time_of, "day": day_of, "range_start": day_of, "day_of_month": day_of, "yearly": yearly, "ago": ago,
    "set": recurring, "unit": one_unit, "range_end": range_end, "century": century, "century_start": century,
    "iso": lambda parts, _: said(parts, "iso").upper(),
    "slashed": lambda parts, _: str(pd.Timestamp(said(parts, "slashed")).date()),
    "decade": lambda parts, _: str(said(parts, "decade", "tens"))[:3],
    "era": lambda parts, _: f"{'BC' if 'bc' in parts else ''}{int(count_of(parts) or 0):04}",
    "year": lambda parts, reading: str(year_of(parts, reading) or "") or None,
    "lasting": lambda parts, _: duration(count_of(parts), said(parts, *UNITS)),
    "reference": lambda parts, _: said(parts, "reference", "recent", "future") or REFERENCE[said(parts, *SHIFTS)],
}  # fmt: skip
