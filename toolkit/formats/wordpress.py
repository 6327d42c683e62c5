"""WordPress's own export (WXR 1.0 to 1.2): RSS with fields of its own, as `wp:status`.

Follows export.php of WordPress, and the category of the domain "author" by which the plugin
Co-Authors Plus names several authors.
"""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Records
from toolkit.formats.wordpress_dates import read_published, tell_local_times
from toolkit.formats.wordpress_items import read_fields, read_item, strip_prefix
from toolkit.formats.xml_parsing import parse_xml
from toolkit.formats.xml_trees import (
    count_left_out,
    each,
    first_text,
    prefixed_name,
    text_of,
)


def read_wordpress(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The items of an export; comments are counted, what is no post is left to `_kind`."""
    root, problems = parse_xml(data, "item")
    yield from problems
    names = _name_people(root)
    channel = next(each(root, "channel"), root)
    about = {prefixed_name(child): text_of(child) for child in channel}
    items = [(item, read_fields(item)) for item in each(root, "item")]
    yield from tell_local_times([fields for _, fields in items])
    comments = 0
    for item, fields in items:
        record = read_item(item, fields, names)
        record["pubDate"] = read_published(fields)
        record["feed"] = about.get("title")
        record["language"] = about.get("language")
        yield record
        comments += sum(map(_is_comment, item))
    if comments:
        yield from count_left_out(Counter(comment=comments))


def _name_people(root: Any) -> dict[str, str]:
    """The names to show by logins, and those of guests by the names of their items."""
    names = {
        first_text(author, "author_login"): first_text(author, "author_display_name")
        for author in each(root, "author")
    }
    for item in each(root, "item"):
        if first_text(item, "post_type") == "guest-author":  # Co-Authors Plus'
            login = strip_prefix(first_text(item, "post_name"))
            names[login] = first_text(item, "title")
    return names


def _is_comment(child: Any) -> bool:
    return prefixed_name(child) == "wp_comment"


READERS_OF_BYTES = {"WordPress export": read_wordpress}
