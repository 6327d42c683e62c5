"""The place that a source states beside its text, put where cleaning finds it: before the text.

Agencies keep a dateline apart (NITF, NewsML, ninjs), with the day and their own name behind the
place: "PARIS, May 17, 2006 (AFP)". The column `dateline` is what cleaning takes from a text.
"""

import html
import re

from toolkit.formats.common import Record
from toolkit.lexicons import PACKAGED

MONTHS = frozenset(PACKAGED.column("months.csv", "word", "month"))
# What stands behind the place: a number, an agency, a dash.
BEHIND = re.compile(r"\s*[(\[\d]|\s+[-–—_]|—|--")
# A place in capitals and perhaps its state, as cleaning knows it.
PLACE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ.’' /-]+[A-ZÀ-Þ.](?:, [A-Z][\w.’' ]{1,24})?")
TAGS = re.compile(r"<[^<>]*>")
MARK = re.compile(
    r"\s*(?:[(:_–—-]|,\s)"
)  # what tells a dateline from a text's first word


def find_place(stated: str) -> str:
    """The place in a dateline, in capitals and without its day and agency; '' where none is.

    >>> find_place("Boston, Mass., Dec 20, 2010 (AFP)"), find_place("26 May")
    ('BOSTON, Mass.', '')
    """
    ahead = BEHIND.split(" ".join(stated.split()), maxsplit=1)[0]
    parts = [part.strip() for part in ahead.split(",")]
    parts = [part for part in parts if part and not _is_month(part)]
    if not parts:
        return ""
    place = ", ".join([parts[0].upper(), *parts[1:2]])
    return place if PLACE.fullmatch(place) else ""


def _is_month(part: str) -> bool:
    return part.rpartition(" ")[2].rstrip(".").lower() in MONTHS


def put_dateline(record: Record) -> Record:
    """The record with its `dateline` ahead of its text, unless the text begins with one.

    A dateline of which the place is not known stays a field.
    """
    stated = str(record.get("dateline") or "")
    body = str(record.get("body") or "")
    place = find_place(stated)
    if not place or not body.strip():
        return record
    rest = {name: value for name, value in record.items() if name != "dateline"}
    if _begins_with(body, place):
        return rest
    markup = record.get("_markup") or ("html" if TAGS.search(body) else "plain")
    if markup == "plain":
        paragraphs = re.split(r"\n\s*\n", body.strip())
        body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    mark = f'<span class="dateline">{html.escape(place)}</span> '
    return {**rest, "body": mark + body, "_markup": "html"}


def _begins_with(body: str, place: str) -> bool:
    """Whether a text begins with a place and a mark behind it."""
    text = html.unescape(TAGS.sub(" ", body[:2_000])).lstrip()
    city = place.partition(",")[0]
    if not text.upper().startswith(city):
        return False
    return text.startswith(city) or MARK.match(text, len(city)) is not None
