"""RSS in JSON: the elements of RSS 2 as keys, below {"rss": {"channel": ...}}."""

from typing import Any

from toolkit.formats.common import Record, Records


def is_rss(value: Any) -> bool:
    """Whether a value of JSON is a feed in RSS in JSON."""
    return bool(_find_channel(value))


def _find_channel(value: Any) -> Record:
    for key in ("rss", "channel"):
        value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, list) and value:
            value = value[0]
    return value if isinstance(value, dict) else {}


def read_rss(value: Any) -> Records:
    """The items of a feed; an element with attributes holds its text under #value or #text."""
    channel = _find_channel(value)
    items = channel.get("item") or []
    for item in items if isinstance(items, list) else [items]:
        if not isinstance(item, dict):
            continue
        fields = {key: _read_value(inner) for key, inner in item.items()}
        yield {
            **fields,
            "_id": fields.get("guid"),
            "feed": _read_value(channel.get("title")),
            "language": _read_value(channel.get("language")),
            "author": fields.get("dc:creator") or fields.get("author"),
            "categories": fields.pop("category", None),
            "body": fields.get("content:encoded"),
            "_markup": "html",
        }


def _read_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_read_value(inner) for inner in value]
    if isinstance(value, dict):
        texts = [value.get(key) for key in ("#value", "#text", "_", "$t", "__cdata")]
        return next(filter(None, texts), value)
    return value


SHAPES_OF_JSON = [(is_rss, read_rss)]
