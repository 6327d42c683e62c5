"""NITF, the News Industry Text Format of the IPTC (2.5 to 3.6), which agencies send.

A file may hold several stories, below an element of the agency's own or one after the other.
"""

from typing import Any

from toolkit.formats.bylines import read_byline
from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.datelines import put_dateline
from toolkit.formats.nitf_bodies import read_body
from toolkit.formats.xml_documents import parse_documents
from toolkit.formats.xml_trees import each, first_text, language_of, text_of

DATES = [
    ("date.issue", "norm"),
    ("date.release", "norm"),
    ("pubdata", "date.publication"),
    ("story.date", "norm"),
]
# What the New York Times' corpus calls the desk and the parts of the website.
SECTIONS = ("dsk", "online_sections")


def read_nitf(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The story of each `nitf` element in a file."""
    root, problems = parse_documents(data, "nitf")
    yield from problems
    for story in each(root, "nitf"):
        yield read_story(story)


def read_story(story: Any) -> Record:
    """The fields of one `nitf` element."""
    stated = (_attribute(story, name, attribute) for name, attribute in DATES)
    return put_dateline(
        {
            "_id": _attribute(story, "doc-id", "id-string") or None,
            "title": first_text(story, "hl1") or first_text(story, "title"),
            "subtitle": first_text(story, "hl2"),
            "pubDate": next(filter(None, stated), None),
            "author": read_byline(story),
            "outlet": _find_outlet(story),
            "dateline": read_location(story),
            "categories": _read_categories(story),
            "summary": first_text(story, "abstract"),
            "language": language_of(story),
            "url": _attribute(story, "pubdata", "ex-ref"),
            "body": read_body(next(each(story, "body.content"), None)),
            "_markup": "html",
        }
    )


def read_location(story: Any) -> str:
    """The place of a dateline, or all of it where none is marked."""
    for dateline in each(story, "dateline"):
        return first_text(dateline, "location") or text_of(dateline)
    return ""


def _read_categories(story: Any) -> list[str]:
    """Keywords, and the sections that stand in the head."""
    found = [keyword.get("key", "") for keyword in each(story, "keyword")]
    for meta in each(story, "meta"):
        if meta.get("name") in SECTIONS:
            found += meta.get("content", "").split(";")
    stripped = (name.strip() for name in found)
    return [*dict.fromkeys(filter(None, stripped))]


def _find_outlet(story: Any) -> str:
    holder = _attribute(story, "doc.copyright", "holder")
    publication = _attribute(story, "pubdata", "name")
    return publication or first_text(story, "distributor") or holder


def _attribute(story: Any, name: str, attribute: str) -> str:
    """The first value of an attribute among the elements of a name, or ''."""
    values = (element.get(attribute, "").strip() for element in each(story, name))
    return next(filter(None, values), "")


READERS_OF_BYTES = {"NITF": read_nitf}
