"""RSS 2, RDF and Atom."""

import io
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.feed_parts import cut_feed, find_parts
from toolkit.formats.xml_parsing import refuse_expansion

LARGEST_FEED = 16 * 2**20  # bytes of one that is held


def read_feed(file: Any, name: str, columns: FieldColumns) -> Records:
    """The items of a feed; of a broken one, those that can still be read.

    A large one is read some items at a time, unless it is broken: then it is held.
    """
    data = file.read(LARGEST_FEED)
    if len(data) < LARGEST_FEED:
        yield from _read_whole(data)
        return
    parts = find_parts(file)
    file.seek(0)
    if parts is None:
        yield from _read_whole(file.read())
        return
    for part in cut_feed(file, parts):
        yield from _read_whole(part)


def _read_whole(data: bytes) -> Records:
    """The items of a feed that is held."""
    from feedparser.api import parse

    refuse_expansion(data)
    # Bytes in a file: feedparser would fetch what looks like an address.
    feed = parse(  # type: ignore[no-untyped-call]
        io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False
    )
    entries = feed.entries
    if feed.bozo and hasattr(feed.bozo_exception, "getLineNumber"):
        if _is_cut_off(data):
            entries = entries[:-1]
        yield _broken_xml(feed.bozo_exception, data)
    for entry in entries:
        yield _read_entry(entry, feed.feed)


def _is_cut_off(data: bytes) -> bool:
    """Whether the last item has no end."""
    opened = max(data.rfind(b"<item"), data.rfind(b"<entry"))
    closed = max(data.rfind(b"</item"), data.rfind(b"</entry"))
    return opened > closed


def _broken_xml(error: Any, data: bytes) -> Problem:
    line = error.getLineNumber()
    if b"<?xml" not in data[:200]:  # feedparser adds it, on a line of its own
        line -= 1
    return Problem(
        f"line {line}", f"broken XML: {error.getMessage()}", "kept what could be read"
    )


def _read_entry(entry: Any, feed: Any) -> Record:
    content: dict[str, str] = next(iter(entry.get("content", [])), {})
    body = content or entry.get("summary_detail", {})
    names = [person.get("name") for person in entry.get("authors", [])]
    tags = entry.get("tags", [])
    utc = entry.get("wp_post_date_gmt")
    # Dates as written: feedparser takes what it half reads for another day.
    stated = {name: value for name, value in entry.items() if isinstance(value, str)}
    return {
        **stated,
        "source": entry.get("source"),
        "date_gmt": f"{utc}Z" if utc else None,
        # Not `entry.get`: of an entry with an empty date it gives that again, and a warning.
        "pubDate": entry.get("published") or dict.get(entry, "updated"),
        "author": list(dict.fromkeys(names)),
        "categories": [tag.get("term") for tag in tags],
        "feed": feed.get("title"),
        "language": entry.get("language") or feed.get("language"),
        "body": content.get("value"),
        "_markup": "plain" if body.get("type") == "text/plain" else "html",
    }


READERS_OF_FILES = {
    "RSS": read_feed,
    "RDF": read_feed,
    "Atom": read_feed,
}
