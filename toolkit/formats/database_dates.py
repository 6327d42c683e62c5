"""The day of a document of a news database, as vendors write it in seven languages."""

import re

from toolkit.formats.database_blocks import RULES
from toolkit.lexicons import PACKAGED

MONTHS = PACKAGED.column("months.csv", "word", "month")
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
ORDINAL = "(?:st|nd|rd|th|er|º|ª)?"
YEAR = r"(?:19|20)\d\d\b"
DAY = re.compile(
    rf"(?i)(?<![\w.])(?:(?P<iso>{YEAR}-\d\d-\d\d)|(?P<numbers>\d{{1,2}}[./]\d{{1,2}}[./]{YEAR})"
    rf"|(?P<day>\d{{1,2}}){ORDINAL}\.?\s(?:de\s)?(?P<month>{MONTH})\.?,?"
    rf"\s(?:del?\s)?(?P<year>{YEAR})"
    rf"|(?P<first>{MONTH})\.?\s(?P<second>\d{{1,2}}){ORDINAL},?\s(?P<third>{YEAR}))"
)
# Behind a day, and a word or two as "Friday" and "à": 9:15 PM GMT, 16:25 UTC +02:00, 21h58,
# 14 h 25, 9 h, 06.10 Uhr.
TIME = re.compile(
    r"(?:[\s,-]{1,3}[^\W\d]{1,12}\.?){0,2}[\s,T-]{1,3}(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?::|\s?[hH]\s?)(?P<minute>[0-5]\d)(?P<second>:[0-5]\d)?\b|\s?[hH]\b(?!\s?\d)"
    r"|\.(?P<dotted>[0-5]\d)(?=\s?(?:Uhr|uur)\b))"
    r"(?P<half>\s?[AaPp]\.?[Mm]\b\.?)?"
    r"(?P<zone>Z\b|\s?(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d\d)?|\s[A-Z]{3,4}\b)?"
)
NO_DAY = re.compile(rf"(?i)\b(?:{MONTH}|{RULES['seasons']})\b.{{0,30}}?{YEAR}")
AHEAD = 30  # characters that may stand ahead of the day of a line: a weekday
LONGEST_LINE = 100  # characters of a line that holds a date


def find_moment(text: str) -> str:
    """The first day in a text, as ISO writes it, and the time behind it as the source does; or ''.

    >>> find_moment("Transports, mercredi 6 mars 2024, p. 16")
    '2024-03-06'
    >>> find_moment("April 22, 2016 Friday 9:15 PM GMT")
    '2016-04-22 9:15 PM GMT'
    """
    day = DAY.search(text)
    if day is None:
        return ""
    stated = day["iso"] or day["numbers"]
    if not stated:
        month = MONTHS[(day["month"] or day["first"]).lower()]
        number = day["day"] or day["second"]
        stated = f"{day['year'] or day['third']}-{month:0>2}-{number:0>2}"
    time = TIME.match(text, day.end())
    return f"{stated} {_write_time(time)}" if time else stated


def _write_time(time: re.Match[str]) -> str:
    """A time as hour, colon and minute, with what the source says of half and zone."""
    minute = time["minute"] or time["dotted"] or "00"
    half = (time["half"] or "").replace(".", "")
    zone = (time["zone"] or "").replace(" +", "+").replace(" -", "-")
    return f"{time['hour']}:{minute}{time['second'] or ''}{half}{zone}"


def state_moment(text: str) -> str:
    """The moment in a text, or what it says in place of one, as "March 2019": posts tell of it.

    >>> state_moment("Mar 2019"), state_moment("")
    ('Mar 2019', '')
    """
    return find_moment(text) or text.strip()


def find_period(text: str) -> str:
    """The month or season that a text names without a day, as it says it, or ''.

    >>> find_period("Culture, mars 2019, p. 3")
    'mars 2019'
    """
    period = NO_DAY.search(text)
    return period[0] if period else ""


def names_no_day(text: object) -> bool:
    """Whether a date that is stated is but a month, a season or a year."""
    return isinstance(text, str) and bool(text) and DAY.search(text) is None


def is_dated(text: str) -> bool:
    """Whether a line is the date of an article."""
    day = DAY.search(text)
    near = day is not None and day.start() < AHEAD
    return len(text) < LONGEST_LINE and (near or NO_DAY.match(text) is not None)
