"""Movable Type's export as text, which TypePad, Hatena and others write too.

Follows Six Apart's "Import/Export format": sections behind `-----`, posts behind `--------`.
"""

import re
from collections import Counter

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.xml_trees import count_left_out

END_OF_POST = re.compile(r"^-{8}[ \t]*$", re.M)
END_OF_SECTION = re.compile(r"^-{5}[ \t]*$", re.M)
FIELD = re.compile(r"^([A-Z][A-Z ]*):[ \t]*(.*)$", re.M)
SECTION = re.compile(r"\s*([A-Z][A-Z ]*):[ \t]*(?:\n|\Z)")
DATE = re.compile(
    r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)[ \t]+(\d\d?):(\d\d)(?::(\d\d))?[ \t]*([AaPp][Mm])?"
)
COUNTED = {"COMMENT": "comment", "PING": "ping"}
MARKDOWN = ("markdown", "markdown_with_smartypants")


def read_movable_type(text: str, name: str, columns: FieldColumns) -> Records:
    """The posts that are published; drafts, comments and pings are counted."""
    left_out = Counter[str]()
    line = 1
    for post in END_OF_POST.split(text):
        sections = END_OF_SECTION.split(post)
        head: dict[str, list[str]] = {}
        for field, value in FIELD.findall(sections[0]):
            if value:
                head.setdefault(field, []).append(value.strip())
        parts = _name_sections(sections[1:], left_out)
        status = head.get("STATUS", ["Publish"])[0].lower()
        if status != "publish":
            left_out[status] += 1
        elif head or parts:
            blanks = len(post) - len(post.lstrip())
            place = line + post.count("\n", 0, blanks)
            yield _read_post(head, parts) | {"_place": f"line {place}"}
        line += post.count("\n")
    yield from count_left_out(left_out)


def _name_sections(sections: list[str], left_out: Counter[str]) -> dict[str, str]:
    """The texts of a post by name; what readers wrote is counted instead."""
    parts: dict[str, str] = {}
    for section in sections:
        found = SECTION.match(section)
        if found and found[1] in COUNTED:
            left_out[COUNTED[found[1]]] += 1
        elif found:
            parts.setdefault(found[1], section[found.end() :].strip())
    return parts


def _read_post(head: dict[str, list[str]], parts: dict[str, str]) -> Record:
    body = [parts.get(name, "") for name in ("BODY", "EXTENDED BODY")]
    breaks = head.get("CONVERT BREAKS", [""])[0].lower()
    categories = [*head.get("PRIMARY CATEGORY", []), *head.get("CATEGORY", [])]
    return {
        "title": head.get("TITLE"),
        "author": head.get("AUTHOR"),
        "pubDate": _read_date(head.get("DATE", [""])[0]),
        "categories": [*dict.fromkeys(categories)],
        "tags": head.get("TAGS"),
        "url": head.get("UNIQUE URL"),
        "basename": head.get("BASENAME"),
        "summary": parts.get("EXCERPT"),
        "body": "\n\n".join(filter(None, body)),
        "_markup": "markdown" if breaks in MARKDOWN else "html",
    }


def _read_date(stated: str) -> str:
    """01/31/2002 03:31:05 PM, whose month is always first, as 2002-01-31T15:31:05."""
    found = DATE.match(stated)
    if found is None:
        return stated
    month, day, year, hour, minute, second, half = found.groups()
    hours = int(hour)
    if half:
        hours = hours % 12
    if half and half.lower() == "pm":
        hours += 12
    year = f"20{year}" if len(year) == 2 else year
    clock = f"{hours:02}:{minute}:{second or '00'}"
    return f"{year}-{int(month):02}-{int(day):02}T{clock}"


READERS_OF_TEXT = {"Movable Type": read_movable_type}
