"""RSS 2, RDF, Atom and WordPress's export, which is RSS with fields of its own; single saved pages."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from toolkit.formats.common import Problem, decode

# Entities that expand: to others, to a file or an address, to a long text. The W3C's sets of letters are never fetched.
EXPANDING = re.compile(
    rb"<!ENTITY\s[^>]{0,300}?(?:SYSTEM|PUBLIC(?!\s+.-//W3C//)|[&%](?![#\s])|[\"'][^\"']{100})"
)


def read_feed(data: bytes, format: str) -> Iterator[dict[str, Any] | Problem]:
    """The items of a feed; of a broken one, those that can still be read."""
    from feedparser.api import parse
    from feedparser.datetimes.rfc822 import timezone_names

    if bomb := EXPANDING.search(data.replace(b"\0", b"")):  # NULs: of UTF-16
        line = bomb.string.count(b"\n", 0, bomb.start()) + 1
        raise ValueError(f"line {line}: entities that expand are refused")
    # Bytes in a file: feedparser would fetch what looks like an address.
    feed = parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)  # type: ignore[no-untyped-call]
    if feed.bozo and hasattr(feed.bozo_exception, "getLineNumber"):
        line = feed.bozo_exception.getLineNumber() - (
            b"<?xml" not in data[:200]
        )  # feedparser adds it
        if max(data.rfind(b"<item"), data.rfind(b"<entry")) > max(
            data.rfind(b"</item"), data.rfind(b"</entry")
        ):
            feed.entries = feed.entries[:-1]  # the last is cut off
        yield Problem(
            f"line {line}",
            f"broken XML: {feed.bozo_exception.getMessage()}",
            "kept what could be read",
        )
    for entry in feed.entries:
        stated = "published" if entry.get("published") else "updated"
        last = (
            entry.get(stated, "").split(" ")[-1].lower()
        )  # a zone that feedparser does not know is UTC to it
        known = len(entry.get(stated, "")) > 10 and (
            not last.isalpha() or last in timezone_names
        )  # else a mere day
        moment = entry.get(f"{stated}_parsed") if known else None
        content: dict[str, str] = next(iter(entry.get("content", [])), {})
        terms = [(tag.get("scheme"), tag.get("term")) for tag in entry.get("tags", [])]
        plain = (content or entry.get("summary_detail", {})).get("type") == "text/plain"
        yield dict(entry) | {
            "pubDate": datetime(*moment[:6]).replace(tzinfo=UTC) if moment else entry.get(stated),
            "author": list(dict.fromkeys(person.get("name") for person in entry.get("authors", []))),
            "categories": [term for scheme, term in terms if scheme not in ("post_tag", "post_format")],
            "feed": feed.feed.get("title"), "language": entry.get("language") or feed.feed.get("language"),
            "body": content.get("value"), "_markup": "plain" if plain else "html",
            "_kind": entry.get("wp_post_type", "post"), "_status": entry.get("wp_status", "publish"),
        }  # fmt: skip


def read_page(data: bytes, format: str) -> Iterator[dict[str, Any]]:
    """The one record of a page, as trafilatura reads it: JSON-LD, OpenGraph, text; a mere piece of HTML as it is."""
    try:
        import trafilatura
    except ImportError:
        raise ValueError(
            'web pages need: pip install "media-analysis-toolkit[pages]"'
        ) from None
    text = decode(data)[0]
    page = trafilatura.extract_metadata(str(trafilatura.utils.decode_file(data)))
    stated = page.as_dict() if page else {}
    day = stated.get("date") or "no day"  # whose time JSON-LD or OpenGraph may say
    time = re.search(
        rf"(?:datePublished|published_time)\W[^<>]{{1,40}}?({day}T[\d:.]+(?:Z|[+-][\d:]+)?)",
        text,
    )
    if re.search(r"<(?:html|body)\b", text[:20_000], re.I):
        text = (
            trafilatura.extract(
                data, output_format="html", include_comments=False, favor_precision=True
            )
            or ""
        )
    yield (
        stated
        | ({"date": time[1]} if time else {})
        | {"body": text, "_markup": "html", "_place": "line 1"}
    )
