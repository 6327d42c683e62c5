"""What documents of all news databases share: their records, their dates, lines with labels."""

import re
from collections.abc import Callable, Iterable, Mapping

from toolkit.formats.common import Problem, Record, Records
from toolkit.formats.database_blocks import RULES, Document

UNAVAILABLE = re.compile(RULES["unavailable"])
LONGEST_NOTE = 400  # characters of a note in place of a document
COPYRIGHT = re.compile(RULES["copyright"])
MONTHS = {
    name: number
    for number, names in enumerate(RULES["months"], 1)
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
ORDINAL = "(?:st|nd|rd|th|er|º|ª)?"
YEAR = r"(?:19|20)\d\d\b"
DAY = re.compile(
    rf"(?i)(?<![\w.])(?:(?P<iso>{YEAR}-\d\d-\d\d)|(?P<numbers>\d{{1,2}}[./]\d{{1,2}}[./]{YEAR})"
    rf"|(?P<day>\d{{1,2}}){ORDINAL}\.?\s(?:de\s)?(?P<month>{MONTH})\.?,?"
    rf"\s(?:del?\s)?(?P<year>{YEAR})"
    rf"|(?P<first>{MONTH})\.?\s(?P<second>\d{{1,2}}){ORDINAL},?\s(?P<third>{YEAR}))"
)
# Behind a day, and a word or two as "Friday" and "à": 9:15 PM GMT, 16:25 UTC +02:00, 21h58.
TIME = re.compile(
    r"(?:[\s,-]{1,3}[^\W\d]{1,12}\.?){0,2}[\s,T-]{1,3}"
    r"(?P<hour>\d{1,2})[:h](?P<rest>\d\d(?::\d\d)?)(?P<half>\s?[AaPp]\.?[Mm]\b\.?)?"
    r"(?P<zone>Z\b|\s?(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d\d)?|\s[A-Z]{3,4}\b)?"
)
NO_DAY = re.compile(
    rf"(?i)(?:{MONTH}|spring|summer|autumn|fall|winter)\b.{{0,30}}?{YEAR}"
)
AHEAD = 30  # characters that may stand ahead of the day of a line: a weekday
LONGEST_LINE = 100  # characters of a line that holds a date
BYLINE = re.compile(r"(?:By|BY|by|Von|VON|Par|PAR|Por|POR):?\s(?!d[ae][rmns]?\s)")


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
        number = int(day["day"] or day["second"])
        stated = f"{day['year'] or day['third']}-{month:02}-{number:02}"
    time = TIME.match(text, day.end())
    if time is None:
        return stated
    half = (time["half"] or "").replace(".", "")
    zone = (time["zone"] or "").replace(" +", "+").replace(" -", "-")
    return f"{stated} {time['hour']}:{time['rest']}{half}{zone}"


def is_dated(text: str) -> bool:
    """Whether a line is the date of an article."""
    day = DAY.search(text)
    near = day is not None and day.start() < AHEAD
    return len(text) < LONGEST_LINE and (near or NO_DAY.match(text) is not None)


def find_where(texts: Iterable[str], fits: Callable[[str], object]) -> list[int]:
    """The places of the texts that fit."""
    return [place for place, text in enumerate(texts) if fits(text)]


def strip_byline(text: str) -> str:
    """The author's name without By."""
    return BYLINE.sub("", text, count=1).strip()


def body_of(paragraphs: Iterable[str]) -> str:
    """Paragraphs as the body of a record."""
    return "\n\n".join(filter(None, paragraphs))


def names_by_label(fields: Mapping[str, list[str]]) -> dict[str, str]:
    """The field that each label fills; '' for one that keeps its own name."""
    return {
        label: "" if field == "other" else field
        for field, labels in fields.items()
        for label in labels
    }


def label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """What a line begins with that has one of these labels."""
    names = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return re.compile(rf"(?i)({names})\s?(?::\s*|$)")


def read_documents(
    documents: Iterable[Document], read: Callable[[Document], Record], vendor: str
) -> Records:
    """A record of each document; those that cannot be shown are counted.

    Raises ValueError where there is no document.
    """
    number = 0
    hidden = 0
    seen: set[str] = set()
    for document in documents:
        if not document:
            continue
        number += 1
        record = read(document)
        if _is_hidden(record):
            hidden += 1
            continue
        own = record.pop("_id", "")
        if own and own not in seen:  # exports repeat one number for all
            record["_id"] = own
            seen.add(own)
        yield {**record, "_place": f"document {number}", "_markup": "plain"}
    if hidden:
        what = "document" if hidden == 1 else "documents"
        yield Problem("", f"{hidden} {what} that cannot be shown", "left out")
    if not number:
        raise ValueError(f"no article is found in this file of {vendor}")


def _is_hidden(record: Record) -> bool:
    """Whether a note stands in place of the document, or nothing."""
    note = f"{record.get('title', '')} {record.get('body', '')}".strip()
    if not note and not record.get("summary"):
        return True
    return len(note) < LONGEST_NOTE and UNAVAILABLE.search(note) is not None
