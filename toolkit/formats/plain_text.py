"""Plain text, and Markdown without front matter: one post a file, as people keep articles.

A `# heading` or a first short line is the title, a date in the file's name its day, and the
folders that the file lies in are its categories.
"""

import re

from toolkit.formats.common import UTF_16_BE, UTF_16_LE, FieldColumns, Records
from toolkit.formats.plain_bylines import split_byline

FILE_NAME = re.compile(r".*\.(?:txt|text|md|markdown)", re.I)
MARKDOWN = re.compile(r".*\.(?:md|markdown)", re.I)
# What stands beside a collection and is no post of it.
BESIDE = re.compile(
    r"(?:.*/)?(?:readme|licen[cs]e|copying|changelog|contributing|requirements|robots)"
    r"[^/]*",
    re.I,
)
HEADING = re.compile(
    r"#{1,2}[ \t]+(.+?)[ \t#]*(?:\n+|\Z)|(.+)\n[=-]{3,}[ \t]*(?:\n+|\Z)"
)
FIRST_LINE = re.compile(r"(.{1,150}?)[ \t]*\n\s*(?=\S)")
SENTENCE = re.compile(r".*[.,;:]")  # so no title ends
# 2016-04-22, 2016_4_22, 20160422; 22.04.2016
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d?)\2(\d\d?)(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d\d?)([-_.])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
# A folder that is a year, a month or an archive.
NO_TOPIC = re.compile(r"[\d\W_]*|.*\.(?:zip|tar|tgz|tbz2?|txz|gz|bz2|xz|zst)", re.I)


def is_plain_text(head: bytes, name: str) -> bool:
    """Whether a file of no other format is a text of its own, and no readme or the like."""
    binary = b"\0" in head and not (UTF_16_LE.match(head) or UTF_16_BE.match(head))
    told = FILE_NAME.fullmatch(name) and not BESIDE.fullmatch(name)
    return bool(told) and not binary


def read_plain_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The one post of a file."""
    folder, _, file = name.rpartition("/")
    title, body = _split_title(text.strip())
    author, date, body = split_byline(body.lstrip())
    yield {
        "title": title,
        "author": author,
        "date": date or _find_day(file),
        "body": body,
        "categories": [
            part for part in folder.split("/") if not NO_TOPIC.fullmatch(part)
        ],
        "_markup": "markdown" if MARKDOWN.fullmatch(name) else "plain",
        "_place": "line 1",
    }


def _split_title(text: str) -> tuple[str, str]:
    """The title, or '', and the text below it."""
    heading = HEADING.match(text)
    if heading:
        return (heading[1] or heading[2]).strip(), text[heading.end() :]
    line = FIRST_LINE.match(text)
    if line and not SENTENCE.fullmatch(line[1]):
        return line[1].strip(), text[line.end() :]
    return "", text


def _find_day(name: str) -> str:
    """The day in a file's name as an ISO date, or ''."""
    found = DAY.search(name)
    if found:
        year, _, month, day = found.groups()
    else:
        found = DAY_FIRST.search(name)
        if found is None:
            return ""
        day, _, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


READERS_OF_TEXT = {"plain text": read_plain_text}
