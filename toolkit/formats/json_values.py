"""The values that stand in a file of JSON, one after another, whatever is broken among them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from toolkit.formats.common import Problem

# Of arrays no more need be read: their values follow one another.
# An archive of X assigns them to variables of JavaScript.
BETWEEN = re.compile(r"(?:[\s,;\[\]}]|window\.YTD\.\w+\.part\d+\s*=)*+")
MOST_BROKEN = 1_000  # values of a file, after which the rest is skipped
# A value that MongoDB's extended JSON wraps, to say its type.
WRAPPED = re.compile(r'\{\s*"\$(?:oid|date|uuid|number\w+)"\s*:')


def find_values(text: str) -> Iterator[Any]:
    """The values of arrays, of lines and of pages dumped one after another, and problems."""
    decoder = _make_decoder(text)
    broken = 0
    start = _next_start(text, 0)
    while start < len(text):
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            broken += 1
            stop = getattr(error, "pos", start)
            following = None
            if broken < MOST_BROKEN:
                following = _find_following(text, start, stop)
            line = text.count("\n", 0, stop) + 1
            reason = getattr(error, "msg", "endless nesting")
            action = "skipped" if following else "the rest skipped"
            yield Problem(f"line {line}", f"broken JSON: {reason}", action)
            if following is None:
                return
            end = following.end()
        else:
            yield value
        start = _next_start(text, end)


def _make_decoder(text: str) -> json.JSONDecoder:
    """Numbers are read as written: Python refuses those of more than 4,300 digits."""
    if WRAPPED.search(text):
        return json.JSONDecoder(parse_int=str, object_hook=_unwrap)
    return json.JSONDecoder(parse_int=str)


def _unwrap(value: dict[str, Any]) -> Any:
    """The value itself, as the text 5e1 of {"$oid": "5e1"}."""
    if len(value) != 1:
        return value
    name, inner = next(iter(value.items()))
    is_type = name in ("$oid", "$date", "$uuid") or name.startswith("$number")
    return inner if is_type else value


def _next_start(text: str, position: int) -> int:
    return BETWEEN.match(text, position).end()  # type: ignore[union-attr]


def _find_following(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Where to go on behind a broken value: in the list, or at a line that begins like its own."""
    margin = text[text.rfind("\n", 0, start) + 1 : start]
    if margin.strip():
        return re.compile(r"\}\s*+,\s*(?=\{)").search(text, stop)
    return re.compile(rf"\n{margin}(?=\{{)").search(text, start)
