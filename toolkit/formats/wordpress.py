"""WordPress's own export (WXR 1.0 to 1.2): RSS with fields of its own, as `wp:status`.

Follows export.php of WordPress, and the category of the domain "author" by which the plugin
Co-Authors Plus names several authors.
"""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Records
from toolkit.formats.wordpress_dates import LocalTimes, read_published
from toolkit.formats.wordpress_items import read_fields, read_item, strip_prefix
from toolkit.formats.xml_trees import (
    count_left_out,
    each,
    first_text,
    local_name,
    prefixed_name,
    text_of,
)
from toolkit.formats.xml_units import XmlUnits


def read_wordpress(file: Any, name: str, columns: FieldColumns) -> Records:
    """The items of an export; comments are counted, what is no post is left to `_kind`."""
    export = XmlUnits(file, "item")
    yield from export.problems
    local = LocalTimes()
    people = People()
    for item in export.each():
        local.add(read_fields(item))
        people.add(item)
    yield from local.tell()
    names = people.name(export.root)
    about = _read_about(export.root)
    comments = 0
    for item in export.each():
        fields = read_fields(item)
        record = read_item(item, fields, names)
        record["pubDate"] = read_published(fields)
        record["feed"] = about.get("title")
        record["language"] = about.get("language")
        yield record
        comments += sum(map(_is_comment, item))
    if comments:
        yield from count_left_out(Counter(comment=comments))


def _read_about(root: Any) -> dict[str, str]:
    """What the export says of the blog."""
    channel = next(each(root, "channel"), root)
    said = [child for child in channel if local_name(child) != "item"]
    return {prefixed_name(child): text_of(child) for child in said}


class People:
    """The names to show by logins, and those of guests by the names of their items."""

    def __init__(self) -> None:
        self.within: dict[str, str] = {}
        self.guests: dict[str, str] = {}

    def add(self, item: Any) -> None:
        """The people that an item names, or is."""
        self.within |= _name_authors(item)
        if first_text(item, "post_type") == "guest-author":  # Co-Authors Plus'
            login = strip_prefix(first_text(item, "post_name"))
            self.guests[login] = first_text(item, "title")

    def name(self, root: Any) -> dict[str, str]:
        """All of them, with those that stand beside the items."""
        return self.within | _name_authors(root) | self.guests


def _name_authors(element: Any) -> dict[str, str]:
    return {
        first_text(author, "author_login"): first_text(author, "author_display_name")
        for author in each(element, "author")
    }


def _is_comment(child: Any) -> bool:
    return prefixed_name(child) == "wp_comment"


READERS_OF_FILES = {"WordPress export": read_wordpress}
