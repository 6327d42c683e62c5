"""Blogger's export: Atom whose entries are posts, pages, comments, templates and settings.

The kind stands in a category (exports until 2024) or in `blogger:type` (Google Takeout, feed.atom).
"""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.xml_trees import (
    count_left_out,
    each,
    first_text,
    local_name,
    text_of,
)
from toolkit.formats.xml_units import XmlUnits

KIND = "http://schemas.google.com/g/2005#kind"
LIVE = ("", "LIVE")
ONE_OF = {"settings": "setting"}


def read_blogger(file: Any, name: str, columns: FieldColumns) -> Records:
    """The posts that are live; the rest is counted."""
    export = XmlUnits(file, "entry")
    yield from export.problems
    titles = [text_of(child) for child in export.root if local_name(child) == "title"]
    left_out = Counter[str]()
    for entry in export.each():
        kind = _find_kind(entry)
        if kind == "post" and _is_draft(entry):
            kind = "draft"
        if kind == "post":
            yield _read_entry(entry) | {"feed": " ".join(titles[:1])}
        else:
            left_out[ONE_OF.get(kind, kind)] += 1
    yield from count_left_out(left_out)


def _find_kind(entry: Any) -> str:
    stated = first_text(entry, "type").lower()
    for category in each(entry, "category"):
        if category.get("scheme") == KIND:
            stated = category.get("term", "").rpartition("#")[2]
    return stated or "post"


def _is_draft(entry: Any) -> bool:
    if first_text(entry, "draft") == "yes":
        return True
    return first_text(entry, "status").upper() not in LIVE


def _read_entry(entry: Any) -> Record:
    fields = {local_name(child): child.text or "" for child in entry}
    links = {link.get("rel"): link.get("href") for link in each(entry, "link")}
    terms = [
        category.get("term")
        for category in each(entry, "category")
        if category.get("scheme") != KIND
    ]
    return {
        "_id": fields.get("id"),
        "title": fields.get("title"),
        "pubDate": fields.get("published"),
        "updated": fields.get("updated"),
        "author": [text_of(person) for person in each(entry, "name")],
        "categories": [*terms],
        "link": links.get("alternate"),
        "filename": fields.get("filename"),
        "summary": fields.get("summary"),
        "body": fields.get("content"),
        "_markup": "html",
    }


READERS_OF_FILES = {"Blogger export": read_blogger}
