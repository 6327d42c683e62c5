"""The fields of one item in WordPress's export: its terms, its authors, its text."""

import re
from typing import Any

from toolkit.formats.common import Record
from toolkit.formats.xml_trees import prefixed_name

# WordPress's terms that are no categories.
OTHER_TERMS = ("post_tag", "tag", "post_format", "author")
# What parts the text where it is shown in several pieces, and boxes of page builders.
PARTING = re.compile(
    r"<!--\s?(?:more\b.{0,200}?|nextpage)\s?-->|\[/?[a-z]+_[a-z_]+(?:\s[^\[\]]*)?\]"
)
# Fields that are read under another name.
RENAMED = ("category", "dc_creator", "pubDate", "content_encoded", "excerpt_encoded")


def read_fields(item: Any) -> dict[str, str]:
    """The texts of an item by their names, as wp_status."""
    fields: dict[str, str] = {}
    for child in item:
        if len(child) == 0 and child.text:
            fields.setdefault(prefixed_name(child), child.text.strip())
    return fields


def read_item(item: Any, fields: dict[str, str], names: dict[str, str]) -> Record:
    """The record of an item, without its date; people by the names that the export knows."""
    terms = _read_terms(item, names)
    creator = fields.get("dc_creator", "")
    categories = [
        term for domain in terms if domain not in OTHER_TERMS for term in terms[domain]
    ]
    own = {name: value for name, value in fields.items() if name not in RENAMED}
    return {
        **own,
        "_id": fields.get("guid"),
        "author": terms.get("author") or names.get(creator) or creator,
        "categories": categories,
        "tags": terms.get("post_tag") or terms.get("tag"),
        "body": PARTING.sub("\n\n", fields.get("content_encoded", "")),
        "summary": fields.get("excerpt_encoded") or fields.get("description"),
        "_markup": "html",
        "_kind": fields.get("wp_post_type", "post"),
        "_status": fields.get("wp_status", "publish"),
    }


def strip_prefix(login: str) -> str:
    """A login without what Co-Authors Plus puts ahead of it."""
    return login.removeprefix("cap-")


def _read_terms(item: Any, names: dict[str, str]) -> dict[str, list[str]]:
    """The terms of an item by taxonomy; authors by their names where the export knows them."""
    terms: dict[str, list[str]] = {}
    for child in item:
        if prefixed_name(child) != "category":
            continue
        term = "".join(child.itertext()).strip()
        domain = child.get("domain", "category")
        if domain == "author":
            term = names.get(strip_prefix(child.get("nicename", ""))) or term
        terms.setdefault(domain, []).append(term)
    return terms
