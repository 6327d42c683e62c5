"""CSL JSON, as Zotero, Mendeley and Pandoc write references (citationstyles.org, CSL-data)."""

from typing import Any

from toolkit.formats.common import Record, Records
from toolkit.formats.references import complete_reference

TYPES = ("article-newspaper", "article-magazine", "article", "post-weblog", "webpage")


def is_csl(value: Any) -> bool:
    """Whether a value of JSON is a reference in CSL JSON."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return False
    issued = value.get("issued")
    dated = isinstance(issued, dict) and bool(
        {"date-parts", "raw", "literal"} & {*issued}
    )
    dated = dated or (
        isinstance(issued, str) and value["type"] in TYPES and "title" in value
    )
    return dated or ("container-title" in value and "title" in value)


def read_csl(value: Any) -> Records:
    """The one reference that a value is."""
    record: Record = dict(value)
    authors = value.get("author")
    record.pop("source", None)  # the library's name, in Zotero's exports
    reference = {
        **record,
        "_id": value.get("id"),
        "pubDate": _read_day(value.get("issued")),
        "issued": None,
        "author": [*map(_name, authors)] if isinstance(authors, list) else authors,
        "publication": value.get("container-title") or value.get("publisher"),
        "keywords": value.get("keyword"),
        "_markup": "plain",
    }
    yield complete_reference(reference)


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return str(person)
    parts = [person.get(key) for key in ("given", "non-dropping-particle", "family")]
    return str(person.get("literal") or " ".join(str(part) for part in parts if part))


def _read_day(issued: Any) -> str:
    """The day that a date of CSL begins with, as 2024-03-06, or with less where it says less.

    From version 1.1 on a date may be a text, and a span of two.
    """
    if isinstance(issued, str):
        return issued.partition("/")[0]
    if not isinstance(issued, dict):
        return ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(f"{part!s:0>2}" for part in parts[0][:3])
    return str(issued.get("raw") or issued.get("literal") or "")


SHAPES_OF_JSON = [(is_csl, read_csl)]
