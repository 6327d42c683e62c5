"""The fields of a document in a corpus of tagged news.

`lexicons/tagged_documents.toml` says which elements and attributes hold each.
"""

import html
import re
from functools import cache
from itertools import chain

from toolkit.formats.common import Record
from toolkit.formats.datelines import put_dateline
from toolkit.lexicons import PACKAGED

RULES = PACKAGED.tables("tagged_documents.toml")
END_MARK = re.compile(RULES["end_mark"])
TAG = re.compile(r"<[^<>]*>")
PARAGRAPH = re.compile(r"</?p\b[^<>]*>|\n\s*\n|\n(?=[ \t]{2,}\S)", re.I)
WORDED_DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}\b")
# 20101220, or 880212 of the years before 2000, in the name of a document.
DAY = re.compile(r"(?<!\d)((?:19|20)?\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def read_document(source: str) -> Record:
    """The fields of a document of which this is the source, without its end."""
    found = {field: _find(source, field) for field in RULES["fields"]}
    record: Record = {field: _as_line(value) for field, value in found.items()}
    topics = TAG.split(found["categories"])
    return put_dateline(
        {
            **record,
            "published": _find_day(record["published"], record["_id"]),
            "categories": [*filter(None, map(_as_line, topics))],
            "body": _as_html(found["body"]),
            "_markup": "html",
        }
    )


def _find(source: str, field: str) -> str:
    """What stands in the first element or attribute of a field that is filled."""
    for name in RULES["fields"][field]:
        value = _pattern(name).search(source)
        if value and TAG.sub("", value[1]).strip():
            return value[1]
    elsewhere = RULES["attributes"].get(field)
    found = re.search(elsewhere, source) if elsewhere else None
    return found[1] if found else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """What finds an attribute of the document, or an element up to its end or the next."""
    if name.startswith("@"):
        mark = rf"\A<\w+\b[^<>]*?\s{name[1:]}\s*=\s*[\"']([^\"'<>]*)"
        return re.compile(mark, re.I)
    inside = rf"<{name}\b[^<>]*>((?:[^<]|<(?!/?{name}\b))*+)"
    return re.compile(inside, re.I)


def _find_day(stated: str, id: str) -> str:
    """The day as stated, or in figures, or the one in the name of the document."""
    worded = WORDED_DAY.search(stated)
    if worded:
        return worded[0]
    figures = DAY.search(stated or id)
    if figures is None:
        return stated
    year = figures[1] if len(figures[1]) == 4 else f"19{figures[1]}"
    return f"{year}-{figures[2]}-{figures[3]}"


def _as_line(value: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", value)).split())


def _as_html(body: str) -> str:
    """The paragraphs of a text without what stands in fields of their own."""
    apart = (RULES["fields"][field] for field in ("title", "dateline", "author"))
    for name in chain.from_iterable(apart):
        body = _pattern(name).sub("", body)
    paragraphs = PARAGRAPH.split(END_MARK.sub("", body))
    texts = (" ".join(TAG.sub(" ", text).split()) for text in paragraphs)
    return "".join(f"<p>{text}</p>" for text in texts if text)
