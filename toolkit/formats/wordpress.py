"""WordPress's own export (WXR 1.0 to 1.2): RSS with fields of its own, as `wp:status`.

Follows export.php of WordPress, and the category of the domain "author" by which the plugin
Co-Authors Plus names several authors.
"""

import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.xml_trees import (
    count_left_out,
    each,
    first_text,
    parse_xml,
    prefixed_name,
    text_of,
)

# WordPress's terms that are no categories.
OTHER_TERMS = ("post_tag", "tag", "post_format", "author")
# 0000-00-00 and the 30th of November -0001 stand for no date, and so does 1970.
DATE = re.compile(r"(?:199\d|20\d\d)-(?!00)\d\d-(?!00)\d\d")
PLAUSIBLE_YEAR = re.compile(r"(?<![\d-])(?:199\d|20\d\d)\b")


def read_wordpress(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The items of an export; comments are counted, what is no post is left to `_kind`."""
    root, problems = parse_xml(data, "item")
    yield from problems
    names = {
        first_text(author, "author_login"): first_text(author, "author_display_name")
        for author in each(root, "author")
    }
    for item in each(root, "item"):
        if first_text(item, "post_type") == "guest-author":  # Co-Authors Plus'
            names[_slug(first_text(item, "post_name"))] = first_text(item, "title")
    channel = next(each(root, "channel"), root)
    about = {prefixed_name(child): text_of(child) for child in channel}
    comments = 0
    for item in each(root, "item"):
        record = _read_item(item, names)
        record["feed"] = about.get("title")
        record["language"] = about.get("language")
        yield record
        comments += len([child for child in item if _is_comment(child)])
    if comments:
        yield from count_left_out(Counter(comment=comments))


def _slug(name: str) -> str:
    return name.removeprefix("cap-")


def _is_comment(child: Any) -> bool:
    return prefixed_name(child) == "wp_comment"


def _read_terms(item: Any, names: dict[str, str]) -> dict[str, list[str]]:
    """The terms of an item by taxonomy; authors by their names where the export knows them."""
    terms: dict[str, list[str]] = {}
    for child in item:
        if prefixed_name(child) != "category":
            continue
        term = "".join(child.itertext()).strip()
        domain = child.get("domain", "category")
        if domain == "author":
            term = names.get(_slug(child.get("nicename", ""))) or term
        terms.setdefault(domain, []).append(term)
    return terms


def _read_item(item: Any, names: dict[str, str]) -> Record:
    terms = _read_terms(item, names)
    fields: Record = {}
    for child in item:
        if len(child) == 0 and child.text:
            fields.setdefault(prefixed_name(child), child.text.strip())
    fields.pop("category", None)
    creator = fields.pop("dc_creator", "")
    published = _read_published(fields)
    fields.pop("pubDate", None)
    categories = [
        term for domain in terms if domain not in OTHER_TERMS for term in terms[domain]
    ]
    return {
        **fields,
        "_id": fields.get("guid"),
        "pubDate": published,
        "author": terms.get("author") or names.get(creator) or creator,
        "categories": categories,
        "tags": terms.get("post_tag") or terms.get("tag"),
        "body": fields.pop("content_encoded", None),
        "summary": fields.pop("excerpt_encoded", None) or fields.get("description"),
        "_markup": "html",
        "_kind": fields.get("wp_post_type", "post"),
        "_status": fields.get("wp_status", "publish"),
    }


def _read_published(fields: Record) -> datetime | str:
    """When an item was published: in UTC, or else as written without a zone."""
    in_utc = fields.get("wp_post_date_gmt", "")
    if DATE.match(in_utc):
        with suppress(ValueError):  # the 31st of February
            return datetime.fromisoformat(in_utc).replace(tzinfo=UTC)
    stated = str(fields.get("pubDate", ""))
    if PLAUSIBLE_YEAR.search(stated):
        return stated
    local = str(fields.get("wp_post_date", ""))
    return local if DATE.match(local) else ""


READERS_OF_BYTES = {"WordPress export": read_wordpress}
